"""Rows of names and values out of one section of a record: nothing is left out, nothing missing looks empty."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast

from leaddesk.domain.cell import NOT_SENT, Kind, plain_text, read_cell
from leaddesk.domain.record_detail import FieldValue
from leaddesk.providers.leadexec.documented import Key
from leaddesk.providers.leadexec.key_guessing import guess_kind, guess_label, parse_moment_safely

_WORDS_FOR_NOTHING: Final = frozenset({"", "n/a", "not assigned"})


def read_section(record: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    """The section's object; None when it was not sent, is null, or is no object."""
    section = record.get(name)
    return cast("dict[str, Any]", section) if isinstance(section, dict) else None


def read_rows(section: Mapping[str, Any], documented: tuple[Key, ...], *, add_missing: bool) -> tuple[FieldValue, ...]:
    """Every key as sent, in the vendor's order, then (`add_missing`) the documented ones that did not come."""
    by_name = {key.name: key for key in documented}
    rows = [read_row(name, raw, by_name.get(name)) for name, raw in section.items()]
    if add_missing:
        rows += [FieldValue(key.name, key.label, key.kind, NOT_SENT) for key in documented if key.name not in section]
    return tuple(rows)


def read_row(name: str, raw: Any, key: Key | None = None, *, meaning: str = "") -> FieldValue:
    """One value under its documented label and kind, or under guessed ones."""
    if key is None:
        return FieldValue(name, guess_label(name), guess_kind(name, [raw]), raw, meaning)
    return FieldValue(key.name, key.label, key.kind, raw, meaning)


def read_moment(raw: Any) -> datetime | None:
    """An aware moment, or None. A time without a zone is UTC, as all times of the Data API are (dossier section 6)."""
    if not isinstance(raw, str):
        return None
    moment = parse_moment_safely(raw)
    if not isinstance(moment, datetime):
        return None
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def read_number(raw: Any) -> float | None:
    """A finite number out of a JSON number or a numeric text, else None."""
    value = read_cell(raw, Kind.NUMBER)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return value if math.isfinite(value) else None
    except OverflowError:
        return None


def read_count(raw: Any) -> int | None:
    """A whole number that is not negative, else None."""
    number = read_number(raw)
    if number is None or number < 0 or number != int(number):
        return None
    return int(number)


def read_yes_no(raw: Any) -> bool | None:
    """Yes, no, or None for anything else."""
    value = read_cell(raw, Kind.YES_NO)
    return value if isinstance(value, bool) else None


def read_text(raw: Any) -> str:
    """Text without blanks around it; empty for null, missing, and the vendor's words for nothing."""
    if raw is None or raw is NOT_SENT:
        return ""
    text = plain_text(raw).strip()
    return "" if text.lower() in _WORDS_FOR_NOTHING else text


def read_id(raw: Any) -> str:
    """An id as text, every digit kept; empty for null, missing, nested values, yes/no, and 0 (no id)."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return ""
    text = plain_text(raw).strip()
    return "" if text == "0" else text
