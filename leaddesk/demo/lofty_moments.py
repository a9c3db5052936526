"""The five ways in which Lofty writes a moment (dossier, section 5)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def write_gmt(moment: datetime) -> str:
    """On leads: `2026-04-30T17:33:32GMT`. Here and below, `moment` is aware and in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SGMT")


def write_plain(moment: datetime) -> str:
    """In notes, calls and logs: `2026-04-30 17:33:32`, without a zone."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def write_iso(moment: datetime) -> str:
    """In inquiries and tags, a date-time by the schema: `2026-04-30T17:33:32Z`."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def write_zoned(moment: datetime, zone: ZoneInfo) -> str:
    """In the second timeline: `2026-04-30T10:33:32-07:00`, in the zone of whoever asks."""
    return moment.astimezone(zone).isoformat(timespec="seconds")


def write_ms(moment: datetime) -> int:
    """On site activity, appointments and deals: milliseconds since 1970."""
    return int(moment.timestamp()) * 1_000 + moment.microsecond // 1_000


def write_birthday(day: date) -> str:
    """As the document writes it: `May 7, 1980`."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
