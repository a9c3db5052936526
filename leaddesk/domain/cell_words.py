"""How a value reads in words: what a table shows of it, and so what people look for and filter by. Pure."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, tzinfo

from leaddesk.domain.cell import NOT_SENT, CellValue, Kind


def full_text(value: CellValue, kind: Kind, zone: tzinfo) -> str:
    """The whole value as text, with its line breaks; empty for null and not sent."""
    if value is None or value is NOT_SENT:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment_text(value, zone)
    if isinstance(value, int | float):
        return number_text(value, kind)
    return str(value)


def moment_text(moment: datetime, zone: tzinfo) -> str:
    """`2026-11-20 14:02:10` in the given zone.

    A time without a zone is shown as it was sent and marked: it is never moved in silence.
    """
    if moment.tzinfo is None:
        return f"{moment:%Y-%m-%d %H:%M:%S} (zone not given)"
    return f"{in_zone(moment, zone):%Y-%m-%d %H:%M:%S}"


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """The moment in that zone; at the ends of the calendar, where that is not possible, in UTC."""
    try:
        return moment.astimezone(zone)
    except (OverflowError, ValueError):
        return moment.replace(tzinfo=UTC)


def number_text(value: float, kind: Kind) -> str:
    """Money with two digits and separators where that loses nothing; other numbers without exponent."""
    if kind is Kind.MONEY and abs(value) <= sys.float_info.max and round(value, 2) == value:
        return f"{value:,.2f}"
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else repr(value)
    return str(int(value)) if abs(value) < 1e18 else repr(value)
