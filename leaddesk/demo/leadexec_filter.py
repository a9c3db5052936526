"""LeadExec's `Query`, `SortFields` and `Fields` over lead objects, the way its document store would apply them.

Equality and comparison are strict about types: a number never equals a text. Dates with a zone count as dates.
A name is looked for among the fields first, then among the properties; `Properties.Price` says which is meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from leaddesk.demo.leadexec_moments import read_moment

SECTIONS: Final = ("Fields", "Properties")
_MISSING: Final = (0, 0)

Comparable = tuple[int, Any]
"""Rank of the type (missing, number, text, object, list, yes/no, date), then the value."""


def matches(lead: Mapping[str, Any], query: Mapping[str, Any]) -> bool:
    """Whether the lead fulfils every condition; operators other than `$gte` and `$lte` are ignored."""
    return all(_fulfils(_value_in(lead, name), condition) for name, condition in query.items() if name[:1] != "$")


def sort_key(lead: Mapping[str, Any], names: tuple[str, ...]) -> tuple[Comparable, ...]:
    """What the lead is sorted by; leads without the value come first."""
    return tuple(_comparable(_value_in(lead, name)) for name in names)


def project(lead: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The lead with only these of its `Fields`; the other sections stay whole."""
    if not isinstance(lead.get("Fields"), dict):
        return dict(lead)
    return {**lead, "Fields": {name: value for name, value in lead["Fields"].items() if name in names}}


def _value_in(lead: Mapping[str, Any], name: str) -> Any:
    """The value of that name; None where there is none, as a document store sees it."""
    if name in lead and name not in SECTIONS:
        return lead[name]
    prefix, _, rest = name.partition(".")
    if prefix in SECTIONS:
        return _section(lead, prefix).get(rest)
    for section in SECTIONS:
        held = _section(lead, section)
        if name in held:
            return held[name]
    return None


def _section(lead: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", lead.get(name) or {})


def _fulfils(value: Any, condition: Any) -> bool:
    held = _comparable(value)
    operators = cast("dict[str, Any]", condition) if isinstance(condition, dict) else {}
    if not operators or not all(name.startswith("$") for name in operators):
        return held == _comparable(condition)
    for operator, operand in operators.items():
        rank, bound = _comparable(operand)
        if operator == "$gte" and not (held[0] == rank and held[1] >= bound):
            return False
        if operator == "$lte" and not (held[0] == rank and held[1] <= bound):
            return False
    return True


def _comparable(value: Any) -> Comparable:
    if value is None:
        return _MISSING
    if isinstance(value, bool):
        return (8, value)
    if isinstance(value, int | float):
        return (1, value)
    if isinstance(value, str):
        moment = read_moment(value)
        return (2, value) if moment is None else (9, moment)
    if isinstance(value, dict):
        return (3, repr(cast("object", value)))
    return (4, repr(value))
