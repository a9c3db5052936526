"""The leads of the account with the ways to find them; arranged at the first call that needs them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Final

from leaddesk.demo.leadsquared_faults import LeadSquaredFaults
from leaddesk.demo.leadsquared_filter import build_test, find_users, is_not_contacted
from leaddesk.demo.leadsquared_leads import LeadRow, Value, arrange_leads
from leaddesk.demo.leadsquared_moments import write_padded
from leaddesk.demo.leadsquared_refusal import LogicError
from leaddesk.demo.leadsquared_requests import DateRange, IdsRequest, ReportRequest
from leaddesk.demo.population import Population

_MOST_KEPT: Final = 8
_GUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class LeadBook:
    """All leads, the oldest first."""

    def __init__(self, population: Population, faults: LeadSquaredFaults, lead_count: int | None) -> None:
        """`lead_count`: so many leads; None for one of each person."""
        self._population = population
        self._faults = faults
        self._lead_count = lead_count
        self._found: dict[Any, Sequence[LeadRow]] = {}

    @cached_property
    def rows(self) -> Sequence[LeadRow]:
        """Every lead."""
        return arrange_leads(self._population, self._lead_count)

    @cached_property
    def by_id(self) -> dict[str, LeadRow]:
        """Every lead by its ProspectID, in small letters."""
        return {row.id: row for row in self.rows}

    def find_not_contacted(self, asked: ReportRequest) -> Sequence[LeadRow]:
        """The leads of the report. What was found is kept, so that the next page is quick.

        Raises:
            LogicError: a filter names what there is not.
        """
        faults = self._faults
        key = (
            asked.users, asked.fields, asked.activities, asked.dates, faults.letter_case_matters, faults.percent_needed
        )  # fmt: skip
        if key not in self._found:
            if len(self._found) >= _MOST_KEPT:
                self._found.clear()
            self._found[key] = self._search(asked)
        return self._found[key]

    def _search(self, asked: ReportRequest) -> Sequence[LeadRow]:
        rows: Sequence[LeadRow] = [row for row in self.rows if is_not_contacted(row.sheet.codes, asked.activities)]
        if asked.users:
            owners = find_users(asked.users)
            rows = [row for row in rows if row.value("OwnerId") in owners]
        for condition in asked.fields:
            test = build_test(condition, self._faults)
            rows = [row for row in rows if test(row.value(condition.name))]
        for dates in asked.dates:
            rows = [row for row in rows if _is_within(row, dates)]
        return rows

    def find_by_ids(self, asked: IdsRequest) -> list[LeadRow]:
        """The leads of these ids, each once, in the order of the account; ids that are not there give none.

        Raises:
            LogicError: with the switch, something is no GUID.
        """
        if self._faults.malformed_ids_refused and not all(_GUID.fullmatch(text) for text in asked.ids):
            raise LogicError("Invalid LeadId.")
        found = (self.by_id.get(text) for text in {text.lower(): None for text in asked.ids})
        return sorted((row for row in found if row), key=lambda row: row.auto_id)

    def find_where(self, test: Callable[[LeadRow], bool], most: int | None = None) -> list[LeadRow]:
        """The leads that fulfil a test, no more than so many."""
        found: list[LeadRow] = []
        for row in self.rows:
            if test(row):
                found.append(row)
                if len(found) == most:
                    break
        return found


def _is_within(row: LeadRow, dates: DateRange) -> bool:
    """Stored moments are finer than a second, those asked for are not: what lies between two ranges is lost."""
    return dates.start <= (row.modified if dates.by_modified else row.added) <= dates.end


def pick(row: LeadRow, columns: Iterable[str], write: Callable[..., str] = write_padded) -> dict[str, str | None]:
    """These columns of a lead as text, in this order; unknown and missing ones are left out in silence."""
    values = row.write()
    return {name: write_value(values[name], write) for name in columns if name in values}


def write_value(value: Value, write: Callable[..., str]) -> str | None:
    """A value as text; `write` says how moments are written."""
    return value if value is None or isinstance(value, str) else write(value)
