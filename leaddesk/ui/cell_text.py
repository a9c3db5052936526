"""How values read on screen: one wording for table, panes and clipboard. Pure; no Qt."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Final

from leaddesk.domain import cell_words
from leaddesk.domain.cell import CellValue, Kind
from leaddesk.domain.cell_words import full_text, in_zone

NOT_SENT_WORDS: Final = "not sent"
EMPTY_WORDS: Final = "empty"
MOST_CELL_CHARACTERS: Final = 300

_INVISIBLE: Final = {
    **dict.fromkeys(range(32), "�"),
    **{ord(character): "␣" for character in "\u200b\u200c\u200d\u2060\ufeff"},
    **dict.fromkeys((*range(8234, 8239), *range(8294, 8298), 8206, 8207), "⇄"),
    ord("\n"): "⏎",
    ord("\r"): "",
    ord("\t"): " ",
}


def cell_text(value: CellValue, kind: Kind, zone: tzinfo) -> str:
    """One line of text for a table cell: empty for null, empty and not sent; long texts are shortened."""
    return one_line(full_text(value, kind, zone))


def moment_text(moment: datetime, zone: tzinfo, *, named: bool = False) -> str:
    """`2026-11-20 14:02:10` in the given zone, with the zone's short name when `named` (and the moment has one)."""
    words = cell_words.moment_text(moment, zone)
    return f"{words} {zone_short_name(in_zone(moment, zone))}" if named and moment.tzinfo is not None else words


def zone_short_name(moment: datetime) -> str:
    """`CET`, `UTC` or `UTC+05:30` for an aware moment."""
    name = moment.tzname() or ""
    if name and name[0] not in "+-":
        return name
    return f"UTC{moment:%z}"[:6] + ":" + f"{moment:%z}"[3:5]


def one_line(text: str) -> str:
    """Shortened to one line; invisible and direction-changing characters become visible marks."""
    short = text if len(text) <= MOST_CELL_CHARACTERS else text[: MOST_CELL_CHARACTERS - 1] + "…"
    return short.translate(_INVISIBLE)


def count_text(count: int, singular: str, plural: str) -> str:
    """`1 lead`, `211,507 leads`."""
    return f"{count:,} {singular if count == 1 else plural}"
