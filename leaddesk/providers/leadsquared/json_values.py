"""LeadSquared's JSON values read tolerantly: numbers come as text, empty in four ways (dossier section 5). Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, cast

from leaddesk.domain.cell import Kind, plain_text, read_cell

GUID: Final = r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
"""What a lead's and a user's id looks like."""

EMPTY_OBJECT: Final = "{}"
"""A text by which some fields say that they are empty."""


def read_text(raw: Any) -> str:
    """Text without blanks around it; empty for null, nested values, and `{}`."""
    if raw is None or isinstance(raw, dict | list):
        return ""
    text = plain_text(raw).strip()
    return "" if text == EMPTY_OBJECT else text


def without_empty_object(raw: Any) -> Any:
    """An empty text for the text `{}`; everything else as it is."""
    return "" if raw == EMPTY_OBJECT else raw


def read_count(raw: Any) -> int | None:
    """A whole number that is not negative, as number or numeric text; else None."""
    value = read_cell(raw.strip() if isinstance(raw, str) else raw, Kind.INTEGER)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def read_number(raw: Any) -> float | None:
    """A number out of a JSON number or a numeric text (`45000.00`), else None."""
    value = read_cell(raw.strip() if isinstance(raw, str) else raw, Kind.NUMBER)
    return None if isinstance(value, bool) or not isinstance(value, int | float) else value


def read_flag(raw: Any) -> bool | None:
    """Yes, no (`"1"`, `"true"`, `False`, ...), or None for anything else."""
    value = read_cell(raw, Kind.YES_NO)
    return value if isinstance(value, bool) else None


def read_objects(raw: Any) -> list[dict[str, Any]]:
    """The objects of a list, the other items left out; none for whatever is no list."""
    items = cast("list[Any]", raw) if isinstance(raw, list) else []
    return [cast("dict[str, Any]", item) for item in items if isinstance(item, dict)]


def first_text(values: Mapping[str, Any], *names: str) -> str:
    """The first of these keys that holds text."""
    return next((text for name in names if (text := read_text(values.get(name)))), "")


def is_guid(text: str) -> bool:
    """Whether this is the id of a lead or of a user by its looks."""
    return re.fullmatch(GUID, text.strip()) is not None
