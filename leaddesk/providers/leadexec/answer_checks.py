"""Checks the rows that came back against the conditions that were sent.

Only equality, `$gte` and `$lte` are documented; everything else may work, be refused, or be ignored in silence
(dossier section 4). A reader must learn of the last one: rows that do not match are shown, and counted in a note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from leaddesk.domain.cell import NOT_SENT, plain_text
from leaddesk.providers.leadexec.section_rows import read_moment, read_yes_no

_EQUAL: Final = ""
_CHECKED_OPERATORS: Final = frozenset({"$gte", "$lte"})
_SECTIONS: Final = ("Fields", "Properties")
_LONGEST_NUMBER: Final = 60


def check_conditions(conditions: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], *, projected: bool) -> list[str]:
    """One sentence for each condition that cannot be checked, or that rows do not match.

    Args:
        conditions: the `Query` that was sent.
        rows: the objects that came.
        projected: only some fields were asked for, so a field that is missing says nothing.
    """
    notes: list[str] = []
    for name, condition in conditions.items():
        tests = _read_tests(name, condition)
        if isinstance(tests, str):
            notes.append(tests)
        elif rows:
            notes += _check_condition(name, tests, rows, projected=projected)
    return notes


def find_value(row: Mapping[str, Any], name: str) -> Any:
    """The value a query means by this name: names go without a section, fields first; NOT_SENT when there is none."""
    section, _, rest = name.partition(".")
    if rest and section in _SECTIONS:
        return _inner(row, section, rest)
    for place in _SECTIONS:
        value = _inner(row, place, name)
        if value is not NOT_SENT:
            return value
    value = row.get(name, NOT_SENT)
    return NOT_SENT if isinstance(value, dict) else value


def paths_of_name(name: str) -> list[tuple[str, ...]]:
    """Where `find_value` looks for a name."""
    section, _, rest = name.partition(".")
    if rest and section in _SECTIONS:
        return [(section, rest)]
    return [*((place, name) for place in _SECTIONS), (name,)]


def parse_number(raw: Any) -> Decimal | None:
    """A JSON number or a numeric text by value; None for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    text = str(raw).strip() if not isinstance(raw, int) else ""
    if len(text) > _LONGEST_NUMBER or "_" in text:
        return None
    try:
        number = Decimal(raw) if isinstance(raw, int) else Decimal(text)
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def _inner(row: Mapping[str, Any], section: str, name: str) -> Any:
    values = row.get(section)
    return cast("dict[str, Any]", values).get(name, NOT_SENT) if isinstance(values, dict) else NOT_SENT


def _read_tests(name: str, condition: Any) -> list[tuple[str, Any]] | str:
    """Pairs of operator and value, or the sentence that says why this cannot be checked."""
    if name.startswith("$"):
        return f"Whether the server honours {name} is not documented, and cannot be checked here."
    if isinstance(condition, list):
        return f"Whether the server compares {name} with a list is not documented, and cannot be checked here."
    if not isinstance(condition, dict):
        return [(_EQUAL, condition)]
    tests = cast("dict[str, Any]", condition)
    unknown = [operator for operator in tests if operator not in _CHECKED_OPERATORS]
    if unknown or not tests:
        what = ", ".join(unknown) or "an empty condition"
        return f"Whether the server honours {what} on {name} is not documented, and cannot be checked here."
    return list(tests.items())


def _check_condition(
    name: str, tests: list[tuple[str, Any]], rows: Sequence[Mapping[str, Any]], *, projected: bool
) -> list[str]:
    values = [find_value(row, name) for row in rows]
    present = [value for value in values if value is not NOT_SENT]
    if not present:
        return [f"The condition on {name} could not be checked: no record that came has a value of this name."]
    checked = present if projected else values
    wrong = sum(not all(_matches(value, operator, wanted) for operator, wanted in tests) for value in checked)
    if not wrong:
        return []
    return [
        f"The server seems to have ignored the condition on {name}: {wrong:,} of {len(checked):,} leads do not match."
    ]


def _matches(value: Any, operator: str, wanted: Any) -> bool:
    if value is NOT_SENT or value is None or wanted is None:
        return operator == _EQUAL and wanted is None and (value is NOT_SENT or value is None)
    if isinstance(value, list):  # as in the store that LeadExec very likely uses: one fitting item is enough
        return any(_matches(item, operator, wanted) for item in cast("list[Any]", value))
    pair = _comparable(value, wanted)
    if pair is None:
        return False
    left, right = pair
    if operator == _EQUAL:
        return left == right
    return left >= right if operator == "$gte" else left <= right


def _comparable(value: Any, wanted: Any) -> tuple[Any, Any] | None:
    """Both sides as numbers, yes/no, moments or text, whichever fits both first; None when nothing does.

    Text is compared without regard to case: that a server's rules differ there is no sign of an ignored condition.
    """
    if isinstance(value, bool) or isinstance(wanted, bool):
        left, right = read_yes_no(value), read_yes_no(wanted)
        return None if left is None or right is None else (left, right)
    numbers = parse_number(value), parse_number(wanted)
    if numbers[0] is not None and numbers[1] is not None:
        return numbers
    moments = read_moment(value), read_moment(wanted)
    if moments[0] is not None and moments[1] is not None:
        return moments
    if isinstance(value, str) and isinstance(wanted, str):
        return value.strip().casefold(), wanted.strip().casefold()
    left, right = plain_text(value), plain_text(wanted)
    return (left, right) if left == right else None
