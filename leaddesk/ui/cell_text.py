"""How values read on screen: one wording for table, panes and clipboard. Pure; no Qt."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Final

from leaddesk.domain.cell import NOT_SENT, CellValue, Kind

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


def full_text(value: CellValue, kind: Kind, zone: tzinfo) -> str:
    """The whole value as text, with its line breaks: what is copied and what panes show."""
    if value is None or value is NOT_SENT:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment_text(value, zone)
    if isinstance(value, int | float):
        return _number_text(value, kind)
    return str(value)


def moment_text(moment: datetime, zone: tzinfo, *, named: bool = False) -> str:
    """`2026-11-20 14:02:10` in the given zone, with the zone's short name when `named`.

    A time without a zone is shown as it was sent and marked: it is never moved in silence.
    """
    if moment.tzinfo is None:
        return f"{moment:%Y-%m-%d %H:%M:%S} (zone not given)"
    local = in_zone(moment, zone)
    return f"{local:%Y-%m-%d %H:%M:%S} {zone_short_name(local)}" if named else f"{local:%Y-%m-%d %H:%M:%S}"


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """The moment in that zone; at the ends of the calendar, where that is not possible, in UTC."""
    try:
        return moment.astimezone(zone)
    except (OverflowError, ValueError):
        return moment.replace(tzinfo=UTC)


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


def _number_text(value: float, kind: Kind) -> str:
    if kind is Kind.MONEY and round(value, 2) == value:
        return f"{value:,.2f}"
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)
    return str(int(value)) if abs(value) < 1e18 else repr(value)
