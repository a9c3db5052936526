"""Whether the rows are those that were asked for: SharpSpring may ignore a condition and send everything (section 5).

Rows that do not match are left out, and that is said. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, cast

from leaddesk.domain.cell import Kind, plain_text
from leaddesk.phone_numbers import is_same_number
from leaddesk.providers.sharpspring.columns import guess_kind, guess_label
from leaddesk.providers.sharpspring.plain_values import decode_entities, id_of, moment_of
from leaddesk.providers.sharpspring.rows import Rows
from leaddesk.providers.sharpspring.wording import counted

Test = Callable[[Mapping[str, Any]], bool]

_ZONE_DOUBT: Final = timedelta(days=1)
"""Nothing public proves that every time is in UTC (section 7)."""


def keep_matching(rows: Rows, where: Mapping[str, Any]) -> list[str]:
    """Leave out the rows that contradict a condition; gives a sentence for each condition that was ignored.

    A row without the value that a condition is about is kept: that the value did not come says nothing.
    """
    notes: list[str] = []
    for name, wanted in where.items():
        if rows.values and all(name not in values for values in rows.values):
            notes.append(f"Whether SharpSpring kept to the condition on {name} cannot be told: no row has that value.")
            continue
        test = _equals(name, wanted)
        left_out = rows.keep([name not in values or test(values) for values in rows.values])
        if left_out:
            notes.append(say_ignored(name, left_out))
    return notes


def keep_later(rows: Rows, name: str, earliest: datetime) -> list[str]:
    """Leave out the rows whose time is clearly before `earliest`; a day of doubt is left to unknown zones."""
    moments = [moment_of(values.get(name)) for values in rows.values]
    left_out = rows.keep([moment is None or moment >= earliest - _ZONE_DOUBT for moment in moments])
    return [say_ignored(name, left_out)] if left_out else []


def say_ignored(name: str, left_out: int) -> str:
    """That a condition had no effect at the vendor's, and what was done about it."""
    rows = counted(left_out, "row of this page did not match and was", "rows of this page did not match and were")
    return f"SharpSpring ignored the condition on {name}; {rows} left out."


def say_without_id(rows: Rows) -> list[str]:
    """A sentence when rows came without an id: such a row cannot be told from a repeat, and may be no lead at all."""
    count = sum(not record.id for record in rows.records)
    if not count:
        return []
    return [f"{counted(count, 'lead')} came without an id: repeats of them cannot be told."]


def say_outside(rows: Rows, name: str, start: datetime, end: datetime) -> list[str]:
    """A sentence when rows lie clearly outside the dates that were asked for; none is left out for its date.

    `update` counts leads that were never updated by their creation.
    """
    outside = 0
    for values in rows.values:
        moment = moment_of(values.get(name)) or moment_of(values.get("createTimestamp"))
        if moment is not None and not start - _ZONE_DOUBT <= moment <= end + _ZONE_DOUBT:
            outside += 1
    if not outside:
        return []
    lie = counted(outside, "lead of this page lies", "leads of this page lie")
    return [f"{lie} outside the dates that were asked for: SharpSpring may have ignored them."]


def _equals(name: str, wanted: Any) -> Test:
    """Whether a row's value is the wanted one, or one of several; ids are compared with every digit."""
    texts = [_text(item) for item in (cast("list[Any]", wanted) if isinstance(wanted, list) else [wanted])]
    if name == "id" or name.endswith("ID"):
        ids = {text.lstrip("0") for text in texts}
        return lambda values: id_of(values, name).lstrip("0") in ids
    folded = {text.casefold() for text in texts}
    if guess_kind(guess_label(name)) is not Kind.PHONE:
        return lambda values: _text(values.get(name)).casefold() in folded
    return lambda values: any(is_same_phone(_text(values.get(name)), text) for text in texts)


def is_same_phone(one: str, other: str) -> bool:
    """The same line, or the same digits where neither can be dialled."""
    digits = "".join(char for char in one if char.isdigit())
    return is_same_number(one, other) or (bool(digits) and digits == "".join(char for char in other if char.isdigit()))


def _text(raw: Any) -> str:
    return plain_text(decode_entities(raw)).strip()
