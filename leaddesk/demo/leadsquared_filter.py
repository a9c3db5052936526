"""Applies the report's filters to leads: ten operators on fields, activities, users (seed; dossier, section 6)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from leaddesk.demo.leadsquared_faults import LeadSquaredFaults
from leaddesk.demo.leadsquared_fields import FIELDS_BY_NAME, Field
from leaddesk.demo.leadsquared_leads import Value
from leaddesk.demo.leadsquared_moments import read_asked_moment, write_padded
from leaddesk.demo.leadsquared_refusal import INVALID_INPUT, UNKNOWN_ATTRIBUTE, LogicError
from leaddesk.demo.leadsquared_users import USERS, User

Test = Callable[[Value], bool]
Comparable = str | float | datetime

FIELD_OPERATORS: Final = ("=", ">", "<", ">=", "<=", "def", "ndef", "lik", "nlik", "in")
ACTIVITY_OPERATORS: Final = ("=", "<>", "in")

_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq, "in": operator.eq, ">": operator.gt, "<": operator.lt, ">=": operator.ge, "<=": operator.le,
}  # fmt: skip

_USER_VALUES: Final[dict[str, Callable[[User], str]]] = {
    "UserID": lambda user: user.id,
    "EmailAddress": lambda user: user.email,
    "FirstName": lambda user: user.first_name,
    "LastName": lambda user: user.last_name,
    "Role": lambda user: user.role,
    "StatusCode": lambda user: "0" if user.is_active else "1",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on a field, an activity or a user; most operators have one value."""

    name: str
    operator: str
    values: tuple[str, ...]


def find_field(name: str) -> Field:
    """The field of this schema name.

    Raises:
        LogicError: there is none.
    """
    field = FIELDS_BY_NAME.get(name)
    if field is None:
        raise LogicError(f"Attribute(s) does not exist - {name[:60]}", UNKNOWN_ATTRIBUTE)
    return field


def build_test(condition: Condition, faults: LeadSquaredFaults) -> Test:
    """Whether a value fulfils the condition on its field.

    Raises:
        LogicError: an unknown field, or a value that its type cannot have.
    """
    field = find_field(condition.name)
    match condition.operator:
        case "def":
            return has_data
        case "ndef":
            return lambda value: not has_data(value)
        case "lik" | "nlik":
            return _build_contains(condition, faults)
        case _:
            return _build_comparison(condition, field, faults)


def has_data(value: Value) -> bool:
    """Whether there is anything in a value."""
    return value is not None and value != ""


def as_text(value: Value) -> str:
    """A value as lead reads write it; nothing is empty."""
    return write_padded(value) if isinstance(value, datetime) else value or ""


def _build_contains(condition: Condition, faults: LeadSquaredFaults) -> Test:
    fold = str if faults.letter_case_matters else str.casefold
    asked = fold(condition.values[0])
    is_wanted = condition.operator == "lik"
    starts, ends = not asked.startswith("%"), not asked.endswith("%")
    part = asked.removeprefix("%").removesuffix("%")

    def contains(value: Value) -> bool:
        text = fold(as_text(value))
        if not faults.percent_needed:
            return part in text
        if starts and ends:
            return text == part
        return (text.startswith(part) if starts else part in text) if not ends else text.endswith(part)

    return lambda value: contains(value) is is_wanted


def _build_comparison(condition: Condition, field: Field, faults: LeadSquaredFaults) -> Test:
    read = _reader(field, faults)
    asked = [read(value) for value in condition.values]
    is_so = _COMPARISONS[condition.operator]

    def test(value: Value) -> bool:
        held = value if isinstance(value, datetime) else read(value or "") if has_data(value) else None
        return held is not None and any(is_so(held, bound) for bound in asked)

    return test


def _reader(field: Field, faults: LeadSquaredFaults) -> Callable[[str], Comparable]:
    """How a text is compared: numbers by amount, moments by time, all else as text."""
    if field.data_type == "Number":
        return _read_number
    if field.data_type in ("DateTime", "Date"):
        return read_asked_moment
    return str if faults.letter_case_matters else str.casefold


def _read_number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise LogicError(f"Input string {text[:40]!r} was not in a correct format.") from None


def sort_key(value: Value, field: Field) -> tuple[bool, Any]:
    """What a value is sorted by; nothing comes first, which letters are capitals does not matter."""
    if not has_data(value):
        return False, 0
    return True, value if isinstance(value, datetime) else _reader(field, LeadSquaredFaults())(value or "")


def is_not_contacted(codes: frozenset[str], filters: Sequence[Condition]) -> bool:
    """Whether none of the named activities is among these event codes; without filters, whether there are none."""
    if not filters:
        return not codes
    return all(_names_none_of(codes, condition) for condition in filters)


def _names_none_of(codes: frozenset[str], condition: Condition) -> bool:
    if condition.operator == "<>":
        return codes <= set(condition.values)
    return codes.isdisjoint(condition.values)


def find_users(conditions: Sequence[Condition]) -> frozenset[str]:
    """The ids of the users that fulfil all conditions; several values are one text with commas.

    Raises:
        LogicError: an unknown attribute or operator.
    """
    return frozenset(user.id for user in USERS if all(_fits(user, condition) for condition in conditions))


def _fits(user: User, condition: Condition) -> bool:
    read = _USER_VALUES.get(condition.name)
    if read is None:
        raise LogicError("User search has some invalid Attributes", INVALID_INPUT)
    held = read(user).casefold()
    asked = [value.strip().casefold() for value in condition.values[0].split(",")]
    if condition.operator == "eq":
        return held in asked
    if condition.operator == "lik":
        return asked[0] in held
    raise LogicError(f"Invalid operator {condition.operator[:20]!r} in the user filter.", INVALID_INPUT)
