"""How LeadExec writes moments: ISO 8601 with `Z`, any number of fractional digits, year 1 for "no date"."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

NO_DATE: Final = "0001-01-01T00:00:00Z"

_WITH_ZONE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")


def cut_moment(moment: datetime, digits: int) -> datetime:
    """The moment as it reads once written with so many fractional digits (0 to 7)."""
    unit = 10 ** (6 - min(digits, 6))
    return moment.replace(microsecond=moment.microsecond // unit * unit)


def write_moment(moment: datetime, digits: int = 3) -> str:
    """Zeros at the end are left out, as .NET does; the seventh digit is invented.

    `moment` is aware and in UTC.
    """
    whole, fraction = moment.strftime("%Y-%m-%dT%H:%M:%S"), f"{moment.microsecond:06d}4"[:digits].rstrip("0")
    return f"{whole}.{fraction}Z" if fraction else f"{whole}Z"


def read_moment(text: str) -> datetime | None:
    """A date-time with a zone, in UTC; None for any other text."""
    if _WITH_ZONE.fullmatch(text) is None:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
