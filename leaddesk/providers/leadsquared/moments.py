"""LeadSquared's dates: three written forms, all in UTC without saying so (dossier section 5). Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from leaddesk.domain.cell import is_year_one, parse_moment

_SERIALISED: Final = re.compile(r"\\?/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\\?/")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_END_OF_YEAR_ONE: Final = -62_104_060_800_000
"""In milliseconds before 1970."""

_MIDNIGHT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")


def write_moment(moment: datetime) -> str:
    """`2018-05-10 12:10:00`: in UTC, without a zone; anything else "may cause errors"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")


def read_moment(raw: Any) -> datetime | None:
    """An aware moment in UTC out of `2019-08-08 18:30:30`, `2018-03-06 06:55:46.000` or `/Date(1751910591000+0000)/`.

    The milliseconds of the last form count from 1970 in UTC; the offset behind them changes nothing. None for year 1
    and for whatever is no date.
    """
    if not isinstance(raw, str):
        return None
    text = raw.strip()
    try:
        serialised = _SERIALISED.fullmatch(text)
        if serialised:
            return None if _is_year_one(text) else _EPOCH + timedelta(milliseconds=int(serialised[1]))
        parsed = parse_moment(text)
        if parsed is None:
            return None
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def iso_moment(raw: Any) -> Any:
    """The same moment as ISO 8601 in UTC; None for year 1 in any form; the value itself when it is no date."""
    moment = read_moment(raw)
    if moment is None:
        return None if _is_year_one(raw) else raw
    return moment.isoformat().replace("+00:00", "Z")


def plain_date(raw: Any) -> Any:
    """A date without a time, as `1990-01-31`: it means the same day everywhere and is not moved by zones."""
    if not isinstance(raw, str):
        return raw
    if _is_year_one(raw):
        return None
    midnight = _MIDNIGHT.fullmatch(raw.strip())
    if midnight:
        return midnight[1]
    moment = read_moment(raw) if _SERIALISED.fullmatch(raw.strip()) else None
    return raw if moment is None or moment.time() != time() else f"{moment:%Y-%m-%d}"


def _is_year_one(raw: Any) -> bool:
    if not isinstance(raw, str):
        return False
    serialised = _SERIALISED.fullmatch(raw.strip())
    return is_year_one(raw) or (serialised is not None and int(serialised[1]) < _END_OF_YEAR_ONE)
