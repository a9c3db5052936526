"""A list of conditions as rows (name, operator, values) and as the JSON list that is sent. Pure; no Qt.

What an object of the list is made of is declared (`domain.search.ConditionRow`); the JSON is read as
`domain.field_input` reads it: one value may stand without brackets, numbers and texts are alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from leaddesk.domain.search import ConditionRow as RowRule
from leaddesk.ui.search.conditions import NotRows, RowProblem, decode_strictly

_WHOLE_NUMBER: Final = re.compile(r"\d{1,19}")


@dataclass(frozen=True, slots=True)
class ConditionEntry:
    """One row: the vendor's name, the operator's name on the wire, and the values as typed."""

    name: str = ""
    wire: str = ""
    values: tuple[str, ...] = ()


def takes_many(rule: RowRule, wire: str) -> bool:
    """Whether this operator takes several values."""
    return not rule.operator_key or wire in rule.many_values


def is_blank(entry: ConditionEntry, rule: RowRule) -> bool:
    """Nothing was filled in: the row is left out. Where names are fixed, an operator without values says something."""
    return not entry.name.strip() and not entry.values and not (rule.fixed_name and entry.wire in rule.no_value)


def entries_to_list(entries: Sequence[ConditionEntry], rule: RowRule) -> list[dict[str, Any]]:
    """The list that the rows stand for; blank rows and rows with a problem are left out."""
    return [_object_of(entry, rule) for entry in entries if not is_blank(entry, rule) and not entry_fault(entry, rule)]


def entry_problems(entries: Sequence[ConditionEntry], rule: RowRule) -> tuple[RowProblem, ...]:
    """What is wrong with the rows; blank ones are not."""
    faults = ((place, entry_fault(entry, rule)) for place, entry in enumerate(entries) if not is_blank(entry, rule))
    return tuple(RowProblem(place, fault) for place, fault in faults if fault)


def entry_fault(entry: ConditionEntry, rule: RowRule) -> str:
    """What is wrong with a row that is not blank, empty when nothing is."""
    if not rule.fixed_name and not entry.name.strip():
        return "choose what is compared"
    if entry.wire in rule.no_value:
        return ""
    if not entry.values:
        return "fill in a value"
    if len(entry.values) > 1 and not takes_many(rule, entry.wire):
        several = ", ".join(f"“{operator.sign}”" for operator in rule.operators if operator.wire in rule.many_values)
        return f"this takes one value; {f'several go with {several}' if several else 'make a row for each'}"
    strange = next((text for text in entry.values if not _WHOLE_NUMBER.fullmatch(text)), None)
    return f"“{strange}” is no whole number" if rule.number_values and strange is not None else ""


def list_to_entries(text: str, rule: RowRule) -> tuple[ConditionEntry, ...]:
    """The rows that stand for JSON text.

    Raises:
        NameTwice: a name stands twice in one object.
        NotRows: it says more than rows can show.
        ValueError, RecursionError: it is not a JSON list.
    """
    decoded = decode_strictly(text)
    if not isinstance(decoded, list):
        raise ValueError("this is not a JSON list")
    return tuple(_entry_of(item, rule, number) for number, item in enumerate(cast("list[Any]", decoded), 1))


def example_of(rule: RowRule) -> str:
    """A list of one condition, as an example to write after."""
    operator = {rule.operator_key: rule.operators[0].wire} if rule.operator_key and rule.operators else {}
    values = [111] if rule.number_values else ["…"]
    return json.dumps(
        [{rule.name_key: rule.fixed_name or "…", **operator, rule.values_key: values}], ensure_ascii=False
    )


def _object_of(entry: ConditionEntry, rule: RowRule) -> dict[str, Any]:
    values: list[Any] = [] if entry.wire in rule.no_value else list(entry.values)
    operator = {rule.operator_key: entry.wire} if rule.operator_key else {}
    numbers = [int(text) for text in values] if rule.number_values else values
    return {rule.name_key: rule.fixed_name or entry.name.strip(), **operator, rule.values_key: numbers}


def _entry_of(item: Any, rule: RowRule, number: int) -> ConditionEntry:
    if not isinstance(item, dict):
        raise NotRows(f"entry {number} is no object")
    condition = cast("dict[str, Any]", item)
    strange = next((key for key in condition if key not in {rule.name_key, rule.operator_key, rule.values_key}), None)
    if strange is not None:
        raise NotRows(f"entry {number} has “{strange}”, which rows do not have")
    name, wire = condition.get(rule.name_key, rule.fixed_name), condition.get(rule.operator_key, "")
    if not isinstance(name, str) or not name.strip() or (rule.fixed_name and name != rule.fixed_name):
        raise NotRows(f"entry {number} has no {rule.name_key} that a row can show")
    if rule.operator_key and wire not in [operator.wire for operator in rule.operators]:
        raise NotRows(f"entry {number} has another {rule.operator_key} than rows have")
    raw = condition.get(rule.values_key, [])
    values = cast("list[Any]", raw) if isinstance(raw, list) else [raw]
    if any(isinstance(value, bool) or not isinstance(value, str | int | float) for value in values):
        raise NotRows(f"entry {number} holds values that are neither texts nor numbers")
    texts = tuple(text for text in (str(value).strip() for value in values) if text)
    return ConditionEntry(name.strip(), str(wire), texts)
