"""Rows of names and values out of one part of a lead: nothing is left out, nothing that was not set looks set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.record_detail import FieldValue
from leaddesk.providers.lofty.documented import Key
from leaddesk.providers.lofty.json_values import is_not_set, join_names, read_list
from leaddesk.providers.lofty.moments import iso_moment

NOT_SET_WORDS: Final = "not set"
NONE_WORDS: Final = "none"

Meaning = Callable[[Any], str]


def read_rows(
    values: Mapping[str, Any],
    keys: tuple[Key, ...],
    *,
    prefix: str = "",
    caption: str = "",
    meanings: Mapping[str, Meaning] | None = None,
    apart: frozenset[str] = frozenset(),
) -> tuple[FieldValue, ...]:
    """The documented keys in their order, those that did not come marked as such, then every other key that came.

    Args:
        values: the object.
        keys: its documented keys.
        prefix: stands before the vendor's names (`leadInquiry.`).
        caption: stands before the labels (`Property 1: `).
        meanings: what a value says in words, by key.
        apart: keys that are read elsewhere.
    """
    known = {key.name for key in keys}
    rows = [read_row(key, values.get(key.name, NOT_SENT), prefix, caption, meanings or {}) for key in keys]
    rows += [
        guess_row(name, raw, prefix, caption) for name, raw in values.items() if name not in known and name not in apart
    ]
    return tuple(rows)


def read_row(
    key: Key, raw: Any, prefix: str = "", caption: str = "", meanings: Mapping[str, Meaning] | None = None
) -> FieldValue:
    """One value under its documented label; moments in a form that everything reads."""
    name, label = f"{prefix}{key.name}", f"{caption}{key.label}"
    if raw is NOT_SENT or raw is None:
        return FieldValue(name, label, key.kind, raw)
    if key.none_at_zero and raw in (0, "0"):
        return FieldValue(name, label, key.kind, None, NONE_WORDS)
    if key.unset and is_not_set(raw):
        return FieldValue(name, label, key.kind, None, NOT_SET_WORDS)
    meaning = (meanings or {}).get(key.name)
    words = meaning(raw) if meaning is not None else ""
    return FieldValue(name, label, key.kind, _plain(raw, key.kind), words)


def guess_row(name: str, raw: Any, prefix: str = "", caption: str = "") -> FieldValue:
    """A value that no document names, under the vendor's own name."""
    kind = Kind.OBJECT if isinstance(raw, dict | list) else Kind.TEXT
    return FieldValue(f"{prefix}{name}", f"{caption}{name}", kind, raw)


def _plain(raw: Any, kind: Kind) -> Any:
    if kind is Kind.MOMENT:
        return iso_moment(raw)
    items = read_list(raw)
    return join_names(items) if items and all(isinstance(item, str) for item in items) else raw
