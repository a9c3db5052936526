"""Lofty's JSON values read tolerantly: lists may be null, ids are long, `-1` means not set (dossier section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from leaddesk.domain.cell import Kind, plain_text, read_cell

NOT_SET: Final = frozenset({"-1", "-1.0"})
_WORDS_FOR_NOTHING: Final = frozenset({"", "n/a", "null"})


def read_text(raw: Any) -> str:
    """Text without blanks around it; empty for null, nested values, and Lofty's words for nothing."""
    if raw is None or isinstance(raw, dict | list):
        return ""
    text = plain_text(raw).strip()
    return "" if text.lower() in _WORDS_FOR_NOTHING else text


def read_id(raw: Any) -> str:
    """An id as text, every digit kept; empty for null, nested values, yes/no, 0 and -1 (none)."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return ""
    text = plain_text(raw).strip()
    return "" if text in {"0", "-1"} else text


def read_list(raw: Any) -> list[Any]:
    """The list's items; none for null and for whatever is no list."""
    return cast("list[Any]", raw) if isinstance(raw, list) else []


def read_object(raw: Any) -> dict[str, Any]:
    """The object; an empty one for null and for whatever is none."""
    return cast("dict[str, Any]", raw) if isinstance(raw, dict) else {}


def read_objects(raw: Any) -> list[dict[str, Any]]:
    """The objects of a list, the other items left out."""
    return [cast("dict[str, Any]", item) for item in read_list(raw) if isinstance(item, dict)]


def read_texts(raw: Any) -> tuple[str, ...]:
    """The texts of a list, blank ones left out; a single text counts as a list of one."""
    items = [raw] if isinstance(raw, str) else read_list(raw)
    return tuple(text for text in map(read_text, items) if text)


def read_names(raw: Any, *keys: str) -> tuple[str, ...]:
    """The names of a list whose items are texts, or objects that hold the name under one of the keys."""
    found = (
        next((text for key in keys if (text := read_text(cast("dict[str, Any]", item).get(key)))), "")
        if isinstance(item, dict)
        else read_text(item)
        for item in ([raw] if isinstance(raw, str) else read_list(raw))
    )
    return tuple(dict.fromkeys(name for name in found if name))


def join_names(names: Iterable[str]) -> str:
    """`A, B`; with semicolons where a name holds a comma itself."""
    found = list(names)
    return ("; " if any("," in name for name in found) else ", ").join(found)


def read_count(raw: Any) -> int | None:
    """A whole number that is not negative, as number or numeric text; else None."""
    value = read_cell(raw, Kind.INTEGER)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def read_flag(raw: Any) -> bool | None:
    """Yes, no, or None for anything else."""
    value = read_cell(raw, Kind.YES_NO)
    return value if isinstance(value, bool) else None


def is_not_set(raw: Any) -> bool:
    """Whether this is `-1`, Lofty's way to say that nothing was set."""
    return isinstance(raw, str | int | float) and not isinstance(raw, bool) and plain_text(raw).strip() in NOT_SET


def first_text(values: Mapping[str, Any], *keys: str) -> str:
    """The first of these keys that holds text."""
    return next((text for key in keys if (text := read_text(values.get(key)))), "")
