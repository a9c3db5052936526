"""SharpSpring's own ways of writing a value, put into plain JSON: entities, times without a zone, no dates.

Every scalar is a text or null (dossier section 6). What is shown as raw and written as raw stays as it came; these
are for reading alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast

from leaddesk.domain.cell import NOT_SENT, Kind, parse_moment, plain_text, read_cell

_ENTITY: Final = re.compile(r"&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));")
_NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\u00a0"}
_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(\.\d+)?")


def decode_entities(raw: Any) -> Any:
    """A text with its HTML entities decoded once; anything else as it is.

    Only what the vendor's pages write is decoded, and only with its semicolon: `?a=1&copy=2` is an address.
    """
    if not isinstance(raw, str) or "&" not in raw:
        return raw
    return _ENTITY.sub(_character, raw)


def read_utc_moment(raw: Any) -> Any:
    """`2026-01-05 09:10:11` as `2026-01-05T09:10:11Z`; None for no date; anything else as it is (section 7)."""
    plain = read_moment_as_given(raw)
    match = _MOMENT.fullmatch(plain) if isinstance(plain, str) else None
    is_moment = match is not None and parse_moment(match[0]) is not None
    return f"{match[1]}T{match[2]}{match[3] or ''}Z" if match is not None and is_moment else plain


def read_moment_as_given(raw: Any) -> Any:
    """A time in a zone that nobody named, as it is; None for `0000-00-00 00:00:00` and for empty text."""
    if isinstance(raw, str) and (not raw.strip() or raw.startswith("0000-00-00")):
        return None
    return raw.strip() if isinstance(raw, str) else raw


def join_list(raw: Any) -> Any:
    """A list of single values as text with commas; anything else as it is."""
    if not isinstance(raw, list) or any(isinstance(item, dict | list) for item in cast("list[Any]", raw)):
        return cast("Any", raw)
    return ", ".join(plain_text(item) for item in cast("list[Any]", raw))


def text_of(values: Mapping[str, Any], name: str) -> str:
    """A value as text for people, without blanks around it; empty for null, missing and nested values."""
    raw = values.get(name)
    if raw is None or isinstance(raw, dict | list):
        return ""
    return plain_text(decode_entities(raw)).strip()


def id_of(values: Mapping[str, Any], name: str = "id") -> str:
    """An id as text, every digit kept; empty for null, missing, nested values, yes/no, and 0 (no id)."""
    raw = values.get(name)
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return ""
    text = plain_text(raw).strip()
    return "" if text == "0" else text


def flag_of(values: Mapping[str, Any], name: str) -> bool | None:
    """`"0"` and `"1"`, numbers and booleans alike; None for null, empty and anything else."""
    cell = read_cell(values.get(name, NOT_SENT), Kind.YES_NO)
    return cell if isinstance(cell, bool) else None


def moment_of(raw: Any) -> datetime | None:
    """An aware moment out of a vendor's UTC time; None for no date and anything else."""
    plain = read_utc_moment(raw)
    moment = parse_moment(plain) if isinstance(plain, str) else None
    return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None


def _character(match: re.Match[str]) -> str:
    name, decimal, hexadecimal = match.groups()
    if name:
        return _NAMED[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    is_character = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if is_character else match[0]
