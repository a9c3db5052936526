"""Conditions as rows (field, operator, value) and as the JSON object that is sent. Pure; no Qt.

Vendors compare types strictly: `150000` does not equal `"150000"`. So a value's type is never guessed out of
sight: what looks like JSON's number, true, false or null is that, all else is text, and text that would look
like one of them stands in quotes (`"94105"`).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from leaddesk.domain.search import Operator

Scalar = str | int | float | bool | None

_NUMBER: Final = re.compile(r"-?(0|[1-9]\d{0,30})(\.\d{1,30})?([eE][+-]?\d{1,3})?")
_GROUPED: Final = re.compile(r"[$€£]?\s*-?\d{1,3}([,.' \u2019\xa0\u202f]\d{3})+([.,]\d+)?|[$€£]\s*\d+([.,]\d+)?")
_WORDS: Final[Mapping[str, Scalar]] = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One row: the vendor's field name, the operator's name on the wire, and the value as typed."""

    name: str = ""
    wire: str = ""
    text: str = ""

    @property
    def is_blank(self) -> bool:
        """Nothing was filled in: the row is left out."""
        return not self.name.strip() and not self.text.strip()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row (counted from 0) that cannot be sent, and what to do."""

    row: int
    message: str


class NotRows(ValueError):
    """An object says more than rows can show; the words say what."""


def parse_value(text: str) -> Scalar:
    """The value that a typed text stands for."""
    trimmed = text.strip()
    if trimmed in _WORDS:
        return _WORDS[trimmed]
    if _NUMBER.fullmatch(trimmed):
        number = cast("int | float", json.loads(trimmed))
        return trimmed if isinstance(number, float) and not math.isfinite(number) else number
    if len(trimmed) >= 2 and trimmed[0] == trimmed[-1] == '"':
        return _unquoted(trimmed)
    return trimmed


def value_text(value: Scalar) -> str:
    """How a value is typed: `parse_value` gives it back with the same type."""
    if not isinstance(value, str):
        return json.dumps(value)
    plain = value.isprintable() and value == value.strip() and value != ""
    if plain and not (value[0] == value[-1] == '"') and isinstance(parse_value(value), str):
        return value
    return json.dumps(value, ensure_ascii=not value.isprintable())


def as_text(text: str) -> str:
    """The typed text in quotes, so that it is sent as text."""
    return json.dumps(text.strip(), ensure_ascii=not text.isprintable())


def type_words(text: str) -> str:
    """What a typed value is sent as: `number`, `text`, `true/false`, `null`, or nothing for a blank one."""
    if not text.strip():
        return ""
    value = parse_value(text)
    if isinstance(value, str):
        return "text"
    if value is None:
        return "null"
    return "true/false" if isinstance(value, bool) else "number"


def value_hint(text: str) -> str:
    """A warning for text that was probably meant as a number."""
    if _GROUPED.fullmatch(text.strip()):
        return "This is sent as text. For a number write digits only, like 150000."
    return ""


def rows_to_object(rows: Sequence[ConditionRow], operators: Sequence[Operator]) -> dict[str, Any]:
    """The object that the rows stand for; blank rows and rows with a problem are left out."""
    return _combine(rows, operators)[0]


def row_problems(rows: Sequence[ConditionRow], operators: Sequence[Operator]) -> tuple[RowProblem, ...]:
    """What is wrong with the rows: incomplete ones, and those that contradict an earlier one."""
    return _combine(rows, operators)[1]


def object_to_rows(value: Mapping[str, Any], operators: Sequence[Operator]) -> tuple[ConditionRow, ...]:
    """The rows that stand for an object.

    Raises:
        NotRows: it says more than rows can show.
    """
    return tuple(
        row for name, condition in value.items() for row in _rows_of(name, condition, [o.wire for o in operators])
    )


def parse_object(text: str) -> dict[str, Any]:
    """Decode a JSON object and refuse one in which a name stands twice: JSON would keep the last in silence.

    Raises:
        ValueError: with words for the person.
    """
    decoded = decode_strictly(text)
    if not isinstance(decoded, dict):
        raise ValueError("this is not a JSON object")
    return cast("dict[str, Any]", decoded)


def decode_strictly(text: str) -> object:
    """Decode JSON and refuse objects in which a name stands twice.

    Raises:
        NameTwice: with words for the person.
        ValueError: it is not JSON.
    """
    return json.loads(text, object_pairs_hook=_unique_names, parse_constant=_refuse_constant)


class NameTwice(ValueError):
    """A name stands twice in one JSON object."""


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise NameTwice(f"“{name}” stands here twice; write one entry with both comparisons")
    return dict(pairs)


def _unquoted(text: str) -> str:
    try:
        value: object = json.loads(text)
    except ValueError:
        return text[1:-1]
    return value if isinstance(value, str) else text[1:-1]


def _combine(
    rows: Sequence[ConditionRow], operators: Sequence[Operator]
) -> tuple[dict[str, Any], tuple[RowProblem, ...]]:
    made: dict[str, Any] = {}
    compared: dict[str, dict[str, Any]] = {}
    problems: list[RowProblem] = []
    for place, row in enumerate(rows):
        name = row.name.strip()
        message = "" if row.is_blank else _row_fault(row) or _conflict(name, row.wire, made, compared)
        if message:
            problems.append(RowProblem(place, message))
        elif row.is_blank:
            continue
        elif not row.wire:
            made[name] = parse_value(row.text)
        else:
            made[name] = compared.setdefault(name, {})
            compared[name][row.wire] = parse_value(row.text)
            crossed = _crossed(compared[name], operators)
            if crossed:
                problems.append(RowProblem(place, crossed))
    return made, tuple(problems)


def _row_fault(row: ConditionRow) -> str:
    if not row.name.strip():
        return "choose a field"
    if row.name.strip().startswith("$"):
        return "no field begins with $; use raw JSON for such conditions"
    if not row.text.strip():
        return 'fill in a value, or "" for an empty text'
    return ""


def _conflict(name: str, wire: str, made: Mapping[str, Any], compared: Mapping[str, Mapping[str, Any]]) -> str:
    if name not in made:
        return ""
    if not wire or name not in compared:
        return f"“{name}” has another condition already; = goes with no other"
    return f"“{name}” has this comparison already; keep one of them" if wire in compared[name] else ""


def _crossed(conditions: Mapping[str, Any], operators: Sequence[Operator]) -> str:
    least = [conditions[o.wire] for o in operators if o.sign == "≥" and o.wire in conditions]
    most = [conditions[o.wire] for o in operators if o.sign == "≤" and o.wire in conditions]
    if not least or not most or any(isinstance(v, bool) or not isinstance(v, int | float) for v in least + most):
        return ""
    if least[0] <= most[0]:
        return ""
    return f"nothing is at least {value_text(least[0])} and at most {value_text(most[0])}"


def _rows_of(name: str, condition: Any, wires: Sequence[str]) -> list[ConditionRow]:
    if name != name.strip() or not name or name.startswith("$") or not name.isprintable():
        raise NotRows(f"“{name}” is not a plain field name")
    if isinstance(condition, str | int | float) or condition is None:
        if "" not in wires:
            raise NotRows(f"“{name}” is compared with =, which this search does not have")
        return [_row_of(name, "", condition)]
    comparisons = cast("dict[str, Any]", condition) if isinstance(condition, dict) else {}
    if not comparisons:
        raise NotRows(f"“{name}” holds a list or an empty object")
    strange = next((key for key in comparisons if not key or key not in wires), None)
    if strange is not None:
        raise NotRows(f"“{name}” uses “{strange}”, which rows do not have")
    if any(isinstance(value, dict | list) for value in comparisons.values()):
        raise NotRows(f"“{name}” is compared with a list or an object")
    return [_row_of(name, wire, value) for wire, value in comparisons.items()]


def _row_of(name: str, wire: str, value: Scalar) -> ConditionRow:
    row = ConditionRow(name, wire, value_text(value))
    again = parse_value(row.text)
    if type(again) is not type(value) or again != value:
        raise NotRows(f"“{name}” is compared with a number too large to be typed")
    return row
