"""What time it is where a lead lives: from the vendor's zone text and the state, said with its grounds.

A phone's area code is left out on purpose: numbers move with people. Where a state lies in two zones both are
given; where the vendor's zone and the state disagree, that is said and not decided in silence. Pure: the caller
brings the moment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from leaddesk.domain.lead import Place

NOT_KNOWN_WORDS: Final = "not known"

_EASTERN: Final = "America/New_York"
_CENTRAL: Final = "America/Chicago"
_MOUNTAIN: Final = "America/Denver"
_PACIFIC: Final = "America/Los_Angeles"

# The likeliest zone of a state first; the others hold in parts of it.
_STATE_ZONES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        ["CT", "DE", "DC", "GA", "ME", "MD", "MA", "NH", "NJ", "NY", "NC", "OH", "PA", "RI", "SC", "VT", "VA", "WV"],
        (_EASTERN,),
    ),
    **dict.fromkeys(["AL", "AR", "IL", "IA", "LA", "MN", "MS", "MO", "OK", "WI"], (_CENTRAL,)),
    **dict.fromkeys(["CO", "MT", "NM", "UT", "WY"], (_MOUNTAIN,)),
    **dict.fromkeys(["CA", "WA"], (_PACIFIC,)),
    **dict.fromkeys(["KS", "NE", "ND", "SD", "TX"], (_CENTRAL, _MOUNTAIN)),
    **dict.fromkeys(["FL", "KY"], (_EASTERN, _CENTRAL)),
    **dict.fromkeys(["NV", "OR"], (_PACIFIC, _MOUNTAIN)),
    "AK": ("America/Anchorage", "America/Adak"),
    "AZ": ("America/Phoenix", _MOUNTAIN),
    "HI": ("Pacific/Honolulu",),
    "ID": ("America/Boise", _PACIFIC),
    "IN": ("America/Indiana/Indianapolis", _CENTRAL),
    "MI": ("America/Detroit", _CENTRAL),
    "TN": (_CENTRAL, _EASTERN),
    "AS": ("Pacific/Pago_Pago",),
    "GU": ("Pacific/Guam",),
    "MP": ("Pacific/Saipan",),
    "PR": ("America/Puerto_Rico",),
    "VI": ("America/St_Thomas",),
    "AB": ("America/Edmonton",),
    "BC": ("America/Vancouver", "America/Dawson_Creek", "America/Edmonton"),
    "MB": ("America/Winnipeg",),
    "NB": ("America/Moncton",),
    "NL": ("America/St_Johns", "America/Goose_Bay"),
    "NS": ("America/Halifax",),
    "NT": ("America/Edmonton",),
    "NU": ("America/Iqaluit", "America/Rankin_Inlet", "America/Cambridge_Bay"),
    "ON": ("America/Toronto", "America/Winnipeg", "America/Atikokan"),
    "PE": ("America/Halifax",),
    "QC": ("America/Toronto", "America/Blanc-Sablon"),
    "SK": ("America/Regina",),
    "YT": ("America/Whitehorse",),
}

_STATE_NAMES: Final = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA", "colorado": "CO",
    "connecticut": "CT", "delaware": "DE", "district of columbia": "DC", "florida": "FL", "georgia": "GA",
    "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN", "iowa": "IA", "kansas": "KS",
    "kentucky": "KY", "louisiana": "LA", "maine": "ME", "maryland": "MD", "massachusetts": "MA",
    "michigan": "MI", "minnesota": "MN", "mississippi": "MS", "missouri": "MO", "montana": "MT",
    "nebraska": "NE", "nevada": "NV", "new hampshire": "NH", "new jersey": "NJ", "new mexico": "NM",
    "new york": "NY", "north carolina": "NC", "north dakota": "ND", "ohio": "OH", "oklahoma": "OK",
    "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI", "south carolina": "SC", "south dakota": "SD",
    "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT", "virginia": "VA", "washington": "WA",
    "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY", "american samoa": "AS", "guam": "GU",
    "northern mariana islands": "MP", "puerto rico": "PR", "virgin islands": "VI", "u.s. virgin islands": "VI",
    "alberta": "AB", "british columbia": "BC", "manitoba": "MB", "new brunswick": "NB", "newfoundland": "NL",
    "newfoundland and labrador": "NL", "nova scotia": "NS", "northwest territories": "NT", "nunavut": "NU",
    "ontario": "ON", "prince edward island": "PE", "quebec": "QC", "québec": "QC", "saskatchewan": "SK",
    "yukon": "YT",
}  # fmt: skip

_HOME_COUNTRIES: Final = frozenset(
    {"", "us", "usa", "u.s.", "u.s.a.", "united states", "united states of america", "ca", "can", "canada", "pr"}
)
_NOTHING: Final = frozenset({"", "0", "n/a", "na", "none", "null", "unknown", "not set"})

# Windows names that do not follow the pattern "<family> Standard Time".
_WINDOWS_ZONES: Final = {
    "us mountain standard time": "America/Phoenix",
    "us eastern standard time": "America/Indiana/Indianapolis",
    "canada central standard time": "America/Regina",
    "aleutian standard time": "America/Adak",
    "yukon standard time": "America/Whitehorse",
    "gmt standard time": "Europe/London",
}
_FAMILIES: Final = {
    **dict.fromkeys(("eastern", "est", "edt", "et", "est5edt"), _EASTERN),
    **dict.fromkeys(("central", "cst", "cdt", "ct", "cst6cdt"), _CENTRAL),
    **dict.fromkeys(("mountain", "mst", "mdt", "mt", "mst7mdt"), _MOUNTAIN),
    **dict.fromkeys(("pacific", "pst", "pdt", "pt", "pst8pdt"), _PACIFIC),
    **dict.fromkeys(("alaska", "alaskan", "akst", "akdt", "akt"), "America/Anchorage"),
    **dict.fromkeys(("hawaii", "hawaiian", "hawaii-aleutian", "hst"), "Pacific/Honolulu"),
    **dict.fromkeys(("atlantic", "ast", "adt"), "America/Halifax"),
    **dict.fromkeys(("newfoundland", "nst", "ndt"), "America/St_Johns"),
    "arizona": "America/Phoenix",
    "indiana": "America/Indiana/Indianapolis",
}
_OFFSET: Final = re.compile(r"(?:utc|gmt)?\s*([+\-−])\s*(?!\d{3}$)(\d{1,2})(?::?(\d\d)|\.(\d{1,2}))?")
_OFFSET_BEFORE_NAME: Final = re.compile(r"\((?:utc|gmt)?\s*[+\-−]\s*\d{1,2}(?::?\d\d)?\)\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class LeadZones:
    """Where on the clock a lead is.

    Attributes:
        zones: the possible ones, the likeliest first; empty when not known.
        basis: what this rests on, a sentence without its full stop.
        state: the state's code, when one was understood.
        state_zones: the zones of the state when they contradict `zones`, else empty.
    """

    zones: tuple[tzinfo, ...] = ()
    basis: str = ""
    state: str = ""
    state_zones: tuple[tzinfo, ...] = ()


def read_lead_zones(text: str, place: Place, now: datetime) -> LeadZones:
    """Zones from the vendor's zone text, sharpened by the state, else from the state alone.

    The text may be an IANA name, a Windows name, a US family ("Eastern", "EST"), or an offset ("-5"). A family or
    an offset is narrowed to the state's own zone where that fits ("MST" in Arizona keeps no summer time).
    """
    state = _state_code(place)
    of_state = tuple(_zone(name) for name in _STATE_ZONES.get(state, ()))
    said = text.strip()
    if said.lower() in _NOTHING:
        return LeadZones(of_state, _state_basis(state, of_state), state)
    zone = _read_zone_text(said, place.country)
    if zone is None:
        not_understood = f"the zone “{said}” is not understood"
        basis = f"{not_understood}; {_state_basis(state, of_state)}" if of_state else not_understood
        return LeadZones(of_state, basis, state)
    fitting = _fitting(of_state, zone, now)
    if of_state and not fitting:
        return LeadZones((zone,), f"from the zone “{said}”", state, of_state)
    if fitting and "/" not in said:
        return LeadZones(fitting, f"from the zone “{said}” and the state {state}", state)
    fixed = isinstance(zone, timezone) and zone is not UTC
    only = f"from the offset “{said}” alone; summer time is not known" if fixed else f"from the zone “{said}”"
    return LeadZones((zone,), only, state)


def local_now_text(zones: LeadZones, now: datetime) -> str:
    """`Fri 14:02 CST (America/Chicago); in parts of TX 13:02 MST (America/Denver)`, or `not known`."""
    if not zones.zones:
        return NOT_KNOWN_WORDS
    first, *others = _different(zones.zones, now)
    day = _in_zone(now, first).date()
    parts = f"in parts of {zones.state} " if zones.state else "or "
    words = [_clock(first, now, "%a %H:%M")]
    words += [
        parts + _clock(zone, now, "%H:%M" if _in_zone(now, zone).date() == day else "%a %H:%M") for zone in others
    ]
    return "; ".join(words)


def conflict_text(zones: LeadZones, now: datetime) -> str:
    """One sentence when the vendor's zone and the state disagree, else empty."""
    if not zones.state_zones:
        return ""
    there = " or ".join(_clock(zone, now, "%H:%M") for zone in _different(zones.state_zones, now))
    return f"The zone and the state do not agree: in {zones.state} it is {there}."


def lead_moment_text(zones: LeadZones, moment: datetime) -> str:
    """A past moment in the lead's time, `2026-11-20 14:02:10 EST`; both where two zones are possible.

    `not known` without a zone; a moment that names no zone itself is not moved and is marked.
    """
    if moment.tzinfo is None:
        return f"{_seconds_text(moment)} (zone not given)"
    if not zones.zones:
        return NOT_KNOWN_WORDS
    first, *others = (_in_zone(moment, zone) for zone in _different(zones.zones, moment))
    words = [f"{_seconds_text(first)} {_short_name(first)}"]
    for local in others:
        time = f"{local:%H:%M:%S}" if local.date() == first.date() else _seconds_text(local)
        words.append(f"{time} {_short_name(local)}")
    return " or ".join(words)


def _state_code(place: Place) -> str:
    if place.country.strip().lower() not in _HOME_COUNTRIES:
        return ""
    text = place.state.strip()
    code = text.upper() if text.upper() in _STATE_ZONES else _STATE_NAMES.get(text.lower(), "")
    return code if code in _STATE_ZONES else ""


def _state_basis(state: str, of_state: tuple[tzinfo, ...]) -> str:
    if not of_state:
        return "neither a zone nor a state that tells it"
    return f"from the state {state}" + (", which lies in more than one zone" if len(of_state) > 1 else "")


def _read_zone_text(text: str, country: str) -> tzinfo | None:
    """The zone a text names; None when it is not understood, or would mean something else in that country."""
    if "/" in text and not text.lower().startswith("us/"):
        return _zone_of_any_case(text)
    lower = text.lower()
    if lower in {"utc", "gmt", "z"}:
        return UTC
    offset = _OFFSET.fullmatch(lower.strip("() "))
    if offset is not None:
        return _fixed(offset)
    if country.strip().lower() not in _HOME_COUNTRIES:
        return None
    name = _OFFSET_BEFORE_NAME.sub("", lower)
    if name in _WINDOWS_ZONES:
        return _zone(_WINDOWS_ZONES[name])
    bare = re.sub(r"\(.*?\)|\bus/|\b(?:standard|daylight|prevailing|time|zone|us)\b", " ", name).strip()
    return _zone(_FAMILIES[bare]) if bare in _FAMILIES else None


def _fixed(offset: re.Match[str]) -> tzinfo | None:
    minutes = int(offset[2]) * 60 + int(offset[3] or 0) + round(float(f"0.{offset[4] or 0}") * 60)
    if minutes > 14 * 60:
        return None
    return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))


@cache
def _zone(name: str) -> tzinfo:
    return ZoneInfo(name)


@cache
def _zone_of_any_case(text: str) -> tzinfo | None:
    titled = "/".join("_".join(part.capitalize() for part in step.split("_")) for step in text.split("/"))
    for name in (text, titled):
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, KeyError):  # not a name, a folder's name, not found: all mean "no such zone"
            continue
    return None


def _fitting(candidates: tuple[tzinfo, ...], zone: tzinfo, now: datetime) -> tuple[tzinfo, ...]:
    standard = _standard_offset(zone, now)
    by_standard = tuple(other for other in candidates if _standard_offset(other, now) == standard)
    if by_standard:
        return by_standard
    return tuple(other for other in candidates if _in_zone(now, other).utcoffset() == _in_zone(now, zone).utcoffset())


def _standard_offset(zone: tzinfo, now: datetime) -> timedelta:
    year = min(max(now.year, 2), 9998)
    offsets = (datetime(year, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7))
    return min(offsets)


def _different(zones: tuple[tzinfo, ...], moment: datetime) -> tuple[tzinfo, ...]:
    """The zones without those that show the same time at this moment."""
    by_offset = {_in_zone(moment, zone).utcoffset(): zone for zone in reversed(zones)}
    return tuple(zone for zone in zones if by_offset[_in_zone(moment, zone).utcoffset()] is zone)


def _clock(zone: tzinfo, moment: datetime, form: str) -> str:
    local = _in_zone(moment, zone)
    key = f" ({zone.key})" if isinstance(zone, ZoneInfo) else ""
    return f"{local.strftime(form)} {_short_name(local)}{key}"


def _in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """The moment in that zone; at the ends of the calendar, where that is not possible, in UTC."""
    try:
        return moment.astimezone(zone)
    except (OverflowError, ValueError):
        return moment.replace(tzinfo=UTC)


def _seconds_text(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(" ", "seconds")


def _short_name(local: datetime) -> str:
    name = local.tzname() or ""
    if name and name[0] not in "+-":
        return name
    offset = f"{local:%z}"
    return f"UTC{offset[:3]}:{offset[3:5]}"
