"""Date ranges by name ("last 7 days") as moments, and moments as the clock on the wall shows them. Pure; no Qt.

Days are the person's local days. A range that ends today ends at the end of today, not now: it then stays the
same while pages are turned. The last moment of a range is the last millisecond of its last second, so that it
covers its last day whether the vendor counts the end in or not.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from leaddesk.domain.cell import parse_moment
from leaddesk.domain.cell_words import in_zone
from leaddesk.ui.cell_text import zone_short_name

_LAST_MILLISECOND: Final = 999_000


class Preset(StrEnum):
    """A range by name; the values stand in settings and saved searches."""

    ANY = "any"  # no dates at all, where the search does not require them
    TODAY = "today"
    YESTERDAY = "yesterday"
    LAST_7_DAYS = "last-7-days"  # today and the six days before it
    LAST_30_DAYS = "last-30-days"
    LAST_90_DAYS = "last-90-days"
    THIS_MONTH = "this-month"  # from its first day to the end of today
    CUSTOM = "custom"


PRESET_TITLES: Final = {
    Preset.ANY: "Any time",
    Preset.TODAY: "Today",
    Preset.YESTERDAY: "Yesterday",
    Preset.LAST_7_DAYS: "Last 7 days",
    Preset.LAST_30_DAYS: "Last 30 days",
    Preset.LAST_90_DAYS: "Last 90 days",
    Preset.THIS_MONTH: "This month",
    Preset.CUSTOM: "Custom",
}
_DAYS: Final = {Preset.TODAY: 1, Preset.LAST_7_DAYS: 7, Preset.LAST_30_DAYS: 30, Preset.LAST_90_DAYS: 90}


def preset_range(preset: Preset, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """First and last moment (UTC) of a range; `now` is aware.

    Raises:
        ValueError: `any` and `custom` have no range of their own.
    """
    today = now.astimezone(zone).date()
    if preset in _DAYS:
        return day_start(today - timedelta(days=_DAYS[preset] - 1), zone), day_end(today, zone)
    if preset is Preset.YESTERDAY:
        yesterday = today - timedelta(days=1)
        return day_start(yesterday, zone), day_end(yesterday, zone)
    if preset is Preset.THIS_MONTH:
        return day_start(today.replace(day=1), zone), day_end(today, zone)
    raise ValueError(f"{preset} has no range of its own")


def day_start(day: date, zone: tzinfo) -> datetime:
    """The first moment of a local day, in UTC. Where the clock jumps over midnight, the moment of the jump."""
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def day_end(day: date, zone: tzinfo) -> datetime:
    """The last millisecond of a local day, in UTC; days of 23 and 25 hours end where they end."""
    return day_start(day + timedelta(days=1), zone) - timedelta(milliseconds=1)


def start_from_wall(wall: datetime, zone: tzinfo) -> datetime:
    """What a wall clock shows (naive) as the start of a range, in UTC.

    When clocks change, a time can come twice or not at all: of the two readings the earlier is taken, so that
    the range is rather too wide than too narrow.
    """
    return min(_readings(wall.replace(microsecond=0), zone))


def end_from_wall(wall: datetime, zone: tzinfo) -> datetime:
    """What a wall clock shows (naive) as the end of a range, in UTC: its whole second; of two readings the later."""
    return max(_readings(wall.replace(microsecond=_LAST_MILLISECOND), zone))


def wall_of(moment: datetime, zone: tzinfo) -> datetime:
    """What the wall clock shows at that moment, without a zone."""
    return in_zone(moment, zone).replace(tzinfo=None)


def moment_raw(moment: datetime | None) -> str:
    """A moment as raw input: `2026-11-13T23:00:00.000Z`, empty for None."""
    if moment is None:
        return ""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def raw_moment(raw: str) -> datetime | None:
    """A moment from raw input; without a zone it is read as UTC, as `build_query` does. None when it is no date."""
    moment = parse_moment(raw)
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def zone_name(zone: tzinfo, moment: datetime) -> str:
    """`Europe/Berlin` where the zone has such a name, else `CET` or `UTC+05:30`."""
    return str(getattr(zone, "key", "")) or zone_short_name(moment.astimezone(zone))


def sent_words(start: datetime | None, end: datetime | None, zone: tzinfo) -> str:
    """The range in the zone in which it is sent: `2026-11-13 23:00` to `2026-11-20 22:59`."""
    shown = [f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment is not None else "open" for moment in (start, end)]
    return " \u2013 ".join(shown)


def _readings(wall: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    return (
        wall.replace(tzinfo=zone, fold=0).astimezone(UTC),
        wall.replace(tzinfo=zone, fold=1).astimezone(UTC),
    )
