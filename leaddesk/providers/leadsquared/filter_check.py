"""Checks the rows that came against the filters that were sent: one that was ignored must not pass in silence.

Whether matching tells capitals apart, and what `lik` means exactly, is not known (dossier section 11): only what
cannot be right under any reading counts as not matching.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from leaddesk.domain.search import Query
from leaddesk.providers.leadsquared.columns import OWNER_KEY
from leaddesk.providers.leadsquared.json_values import is_guid, read_number, read_text
from leaddesk.providers.leadsquared.moments import read_moment

_DATE_NAMES: Final = {"LeadCreatedOn": "CreatedOn", "LeadModifiedOn": "ModifiedOn"}


def check_filters(query: Query, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """One sentence for each filter that rows do not match. A field that did not come says nothing."""
    notes: list[str] = []
    for condition in query.values.get("lead_filters", ()):
        name = condition["LookUpName"]
        test = _build_test(condition["SqlOperator"], condition["LookUpValues"])
        notes += _say_wrong(f"the filter on {name}", [test(row[name]) for row in rows if name in row])
    return [*notes, *_check_users(query, rows), *_check_dates(query, rows)]


def _check_users(query: Query, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    users = query.values.get("users", ())
    if not users or not all(map(is_guid, users)):
        return []
    wanted = {user.lower() for user in users}
    fits = [read_text(row[OWNER_KEY]).lower() in wanted for row in rows if read_text(row.get(OWNER_KEY))]
    return _say_wrong("the filter on users (by the lead’s owner)", fits)


def _check_dates(query: Query, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Several ranges: how they are joined is not documented, so that a lead within any of them fits.

    A lead's date may be read to the second, and "modified" is kept twice: only created dates are checked.
    """
    ranges = [
        (start, end)
        for name, start, end in zip(
            *(query.values.get(key, ()) for key in ("DateField", "FromDate", "ToDate")), strict=True
        )
        if name == "LeadCreatedOn"
    ]
    if not ranges or len(ranges) < len(query.values["DateField"]):
        return []
    moments = [read_moment(row.get("CreatedOn")) for row in rows]
    fits = [_within(moment.replace(microsecond=0), ranges) for moment in moments if moment is not None]
    return _say_wrong("the range of dates (by the lead’s creation)", fits)


def _within(moment: datetime, ranges: list[tuple[datetime, datetime]]) -> bool:
    return any(start.replace(microsecond=0) <= moment <= end for start, end in ranges)


def _say_wrong(what: str, fits: list[bool]) -> list[str]:
    wrong = fits.count(False)
    if not wrong:
        return []
    return [f"LeadSquared seems to have ignored {what}: {wrong:,} of {len(fits):,} leads do not match."]


def _build_test(operator: str, values: Sequence[Any]) -> Callable[[Any], bool]:
    """Whether a row's value can match; operators of which too little is known match everything."""
    wanted = [str(value) for value in values]
    if operator in {"=", "in"}:
        return lambda raw: any(_are_equal(raw, value) for value in wanted)
    if operator == "<>":
        return lambda raw: not _are_equal(raw, wanted[0])
    if operator in {"def", "ndef"}:
        return lambda raw: bool(read_text(raw)) == (operator == "def")
    if operator in {"lik", "nlik"}:
        part = wanted[0].strip("%").casefold()
        return lambda raw: (part in read_text(raw).casefold()) == (operator == "lik") or not read_text(raw)
    return lambda raw: _is_in_order(raw, operator, wanted[0])


def _are_equal(raw: Any, wanted: str) -> bool:
    numbers = read_number(raw), read_number(wanted)
    if None not in numbers:
        return numbers[0] == numbers[1]
    moments = read_moment(raw), read_moment(wanted)
    if None not in moments:
        return moments[0] == moments[1]
    return read_text(raw).casefold() == wanted.strip().casefold()


def _is_in_order(raw: Any, operator: str, wanted: str) -> bool:
    """Texts may be compared in many ways and pass; so do empty values."""
    left: Any = read_number(raw)
    right: Any = read_number(wanted)
    if left is None or right is None:
        left, right = read_moment(raw), read_moment(wanted)
    if left is None or right is None:
        return True
    return {">": left > right, "<": left < right, ">=": left >= right, "<=": left <= right}[operator]
