"""How SharpSpring writes moments: `Y-m-d H:i:s`, in UTC by `v1.2`, in the company's zone by `v1` (dossier, 7)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

COMPANY_ZONE: Final = ZoneInfo("America/New_York")
NO_DATE: Final = "0000-00-00 00:00:00"
EMPTY_DATES: Final = (None, "", NO_DATE)

_FORM: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", re.ASCII)


def write_moment(moment: datetime, zone: tzinfo = UTC) -> str:
    """`moment` is aware."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def is_in_form(text: str) -> bool:
    """Whether it looks like `2026-01-31 08:00:00`."""
    return _FORM.fullmatch(text) is not None


def read_moment(text: str, zone: tzinfo = UTC) -> datetime | None:
    """The moment in UTC; None for any text in another form, and for days that no calendar has."""
    if not is_in_form(text):
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def move_to_zone(text: str | None, zone: tzinfo) -> str | None:
    """A text in UTC, in the zone; what is no moment stays as it is."""
    moment = read_moment(text) if text else None
    return write_moment(moment, zone) if moment else text
