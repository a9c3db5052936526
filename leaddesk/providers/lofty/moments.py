"""Lofty's five ways to write a moment, read by one tolerant parser (dossier section 5)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from leaddesk.domain.cell import parse_moment

_NAMED_UTC: Final = re.compile(r"(.*\d)\s*(?:GMT|UTC)", re.IGNORECASE)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LEAST_MILLISECONDS: Final = 100_000_000_000
"""1973 in milliseconds, the year 5138 in seconds."""

_LEAST_SECONDS: Final = 100_000_000


def read_moment(raw: Any) -> datetime | None:
    """An aware moment in UTC, or None for null, empty, -1, 0 and whatever is no date.

    `2026-04-30T17:33:32GMT`, `2026-04-30 17:33:32` (UTC, without saying so), milliseconds or seconds since 1970, and
    ISO 8601 with an offset.
    """
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return _read_epoch(raw)
    if not isinstance(raw, str):
        return None
    text = raw.strip()
    if re.fullmatch(r"\d{9,14}", text):
        return _read_epoch(int(text))
    named = _NAMED_UTC.fullmatch(text)
    try:
        moment = parse_moment(f"{named[1]}Z" if named else text)
        if moment is None:
            return None
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def iso_moment(raw: Any) -> Any:
    """The same moment as ISO 8601 in UTC, which everything in leaddesk reads; the value itself when it is no date."""
    moment = read_moment(raw)
    return raw if moment is None else moment.isoformat()


def _read_epoch(number: float) -> datetime | None:
    if number < _LEAST_SECONDS:
        return None
    try:
        return _EPOCH + (timedelta(milliseconds=number) if number >= _LEAST_MILLISECONDS else timedelta(seconds=number))
    except OverflowError:
        return None
