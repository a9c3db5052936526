"""LeadSquared's two searches for leads: by one criterion, and by when they changed (dossier, section 8c and 8d)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, cast

from starlette.responses import Response

from leaddesk.demo.answers import json_answer
from leaddesk.demo.leadsquared_bodies import check_members, read_columns, read_member, read_paging, read_text
from leaddesk.demo.leadsquared_book import LeadBook, pick
from leaddesk.demo.leadsquared_faults import LeadSquaredFaults
from leaddesk.demo.leadsquared_fields import FIELDS
from leaddesk.demo.leadsquared_filter import Condition, build_test, find_field, sort_key
from leaddesk.demo.leadsquared_leads import LeadRow
from leaddesk.demo.leadsquared_moments import read_asked_moment
from leaddesk.demo.leadsquared_refusal import BadRequest
from leaddesk.demo.leadsquared_requests import MOST_LEAD_ROWS, limit_rows

MOST_CHANGED_ROWS: Final = 5_000

_KEYS: Final = ("Parameter", "Columns", "Sorting", "Paging")
_OPERATORS: Final = {"=": "=", "LIKE": "lik", ">": ">", "<": "<", "<=": "<=", ">=": ">=", "<>": "="}
_ALL: Final = tuple(field.schema_name for field in FIELDS)


class Searches:
    """Builds the answers."""

    def __init__(self, book: LeadBook, faults: LeadSquaredFaults) -> None:
        """`faults` may change from call to call."""
        self._book = book
        self._faults = faults

    def answer_criterion(self, body: Mapping[str, Any]) -> Response:
        """`Leads.Get`: a bare array of flat leads that fulfil one condition; no total.

        Raises:
            BadRequest: the first thing that is not as the page writes it.
            LogicError: an unknown field, or a value that its type cannot have.
        """
        check_members(body, "Body", _KEYS)
        paging = limit_rows(read_paging(body), self._faults, clamped_to=MOST_LEAD_ROWS)
        found = _sort(self._book.find_where(self._read_criterion(body)), body)
        return json_answer([pick(row, _read_wanted(body)) for row in found[paging.start : paging.start + paging.size]])

    def answer_changed(self, body: Mapping[str, Any]) -> Response:
        """`Leads.RecentlyModified`: leads as lists of attributes, with two that are no fields of a lead.

        Raises:
            BadRequest: the first thing that is not as the page writes it.
            LogicError: a date that cannot be.
        """
        check_members(body, "Body", _KEYS)
        start, end = _read_range(read_member(body, "Body", "Parameter", ("FromDate", "ToDate")))
        paging = limit_rows(read_paging(body), self._faults, refused_above=MOST_CHANGED_ROWS)
        found = _sort(self._book.find_where(lambda row: start <= row.last_modified <= end), body)
        page, columns = found[paging.start : paging.start + paging.size], _read_wanted(body)
        leads = [_as_attributes(pick(row, columns), len(found)) for row in page]
        return json_answer({"RecordCount": len(found), "Leads": leads})

    def _read_criterion(self, body: Mapping[str, Any]) -> Callable[[LeadRow], bool]:
        asked = read_member(body, "Body", "Parameter", ("LookupName", "LookupValue", "SqlOperator"))
        name, value, word = (read_text(asked, "Parameter", key) for key in ("LookupName", "LookupValue", "SqlOperator"))
        if word not in _OPERATORS:
            raise BadRequest(f"SqlOperator {word[:20]!r} is not one of {' '.join(_OPERATORS)}.")
        text = value.strip("%") if word == "LIKE" else value
        test = build_test(Condition(name, _OPERATORS[word], (text,)), self._faults)
        return lambda row: test(row.value(name)) is (word != "<>")


def _read_range(parameter: Mapping[str, Any]) -> tuple[datetime, datetime]:
    start, end = (read_asked_moment(read_text(parameter, "Parameter", key)) for key in ("FromDate", "ToDate"))
    return start, end


def _read_wanted(body: Mapping[str, Any]) -> tuple[str, ...]:
    columns = read_member(body, "Body", "Columns", ("Include_CSV",))
    return read_columns(read_text(columns, "Columns", "Include_CSV")) if columns else _ALL


def _sort(rows: list[LeadRow], body: Mapping[str, Any]) -> list[LeadRow]:
    sorting = read_member(body, "Body", "Sorting", ("ColumnName", "Direction"))
    if not sorting:
        return rows
    field = find_field(read_text(sorting, "Sorting", "ColumnName"))
    direction = cast("object", sorting.get("Direction"))
    if direction not in ("0", "1"):
        raise BadRequest('Sorting.Direction must be "0" (ascending) or "1" (descending).')
    return sorted(rows, key=lambda row: sort_key(row.value(field.schema_name), field), reverse=direction == "1")


def _as_attributes(values: Mapping[str, str | None], total: int) -> dict[str, Any]:
    pairs = [*values.items(), ("CanUpdate", "true"), ("Total", str(total))]
    return {"LeadPropertyList": [{"Attribute": name, "Value": value} for name, value in pairs]}
