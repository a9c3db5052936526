"""What happened with a lead: its timeline, and the same happenings as events with ids (dossier, section 5)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final

from leaddesk.demo.dice import Dice
from leaddesk.demo.population import Population
from leaddesk.demo.sharpspring_faults import EventData
from leaddesk.demo.sharpspring_leads import LEAD_STATUSES, LeadRow
from leaddesk.demo.sharpspring_moments import write_moment
from leaddesk.demo.sharpspring_users import USER_NAMES

SOURCES: Final = (
    "changeLeadStatus", "emailSent", "emailOpened", "emailClick", "emailVisit", "emailUnsubscribe", "emailBounce",
    "emailSpamComplaint", "formSubmit", "leadCreation", "leadOwnerChange", "pageVisit", "importantPageVisit",
)  # fmt: skip
"""In the order in which a timeline groups them."""

DOCUMENTED_SOURCES: Final = ("emailOpened", "formSubmit", "emailVisit", "importantPageVisit")
"""The only values that the document allows as a filter."""

BUSY_PERSON: Final = 10
"""Somebody who stands in every system and whose timeline is longer than one answer holds."""

_BUSY_VISITS: Final = 700
_FIRST_EVENT_ID: Final = 71_000_000_000
_MOST_EVENTS: Final = 1_000
_MAILS: Final = (
    "Welcome &amp; next steps",
    "Rates this week",
    "Spring refinance",
    "Your quote is ready",
    "Newsletter 4",
)
_FORMS: Final = ("Quote form", "Rates form (A/B 2)", "Contact us")
_PAGES: Final = ("https://www.example.com/rates?x=1", "https://www.example.com/", "https://www.example.com/apply")
_WHAT_TYPES: Final = {
    "changeLeadStatus": None, "leadOwnerChange": None, "formSubmit": "form", "leadCreation": "lead",
    "pageVisit": "page", "importantPageVisit": "page",
}  # fmt: skip


Rolled = tuple[float, str, str]
"""When (0 creation, 1 now), the source and what it is about."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `id` grows with each of a lead; `name` is what it is about."""

    id: int
    moment: datetime
    source: str
    name: str


def list_happenings(row: LeadRow, place: int, population: Population) -> list[Happening]:
    """All of a lead, by time; `place` is the lead's among all. Some mails were opened twice in one second."""
    dice = Dice(row.person.number + 90_000_000)
    rolled = _roll_happenings(row, dice) if row.turn == 0 else [(0.0, "leadCreation", "Import")]
    span = (population.now - row.added).total_seconds()
    moments = sorted(
        (row.added + timedelta(seconds=int(span * share)), SOURCES.index(source), name)
        for share, source, name in rolled
    )
    first_id = _FIRST_EVENT_ID + place * _MOST_EVENTS
    return [
        Happening(first_id + number, moment, SOURCES[source], name)
        for number, (moment, source, name) in enumerate(moments)
    ]


def _roll_happenings(row: LeadRow, dice: Dice) -> list[Rolled]:
    rolled: list[Rolled] = [(0.0, "leadCreation", row.person.visit.source), (0.001, "formSubmit", dice.pick(_FORMS))]
    for _ in range(dice.pick((0, 1, 1, 2, 4))):
        sent, mail = 0.01 + dice.share() * 0.7, dice.pick(_MAILS)
        rolled += [(sent, "emailSent", mail), *_roll_readings(sent, mail, dice)]
    for _ in range(_BUSY_VISITS if row.person.number == BUSY_PERSON else dice.between(0, 4)):
        rolled.append((dice.share(), dice.pick(("pageVisit", "pageVisit", "importantPageVisit")), dice.pick(_PAGES)))
    if dice.chance(0.6):
        rolled.append((0.2 + dice.share() * 0.5, "changeLeadStatus", dice.pick(LEAD_STATUSES)))
    if row.person.handling.owner:
        rolled.append((0.1, "leadOwnerChange", row.person.handling.owner))
    if dice.chance(0.04):
        rolled.append((0.9, "emailSpamComplaint", dice.pick(_MAILS)))
    return rolled


def _roll_readings(sent: float, mail: str, dice: Dice) -> list[Rolled]:
    share = dice.share()
    if share < 0.06:
        return [(sent + 0.0005, "emailBounce", mail)]
    if share < 0.1:
        return [(sent + 0.05, "emailUnsubscribe", mail)]
    if share < 0.4:
        return []
    opened: Rolled = (sent + 0.02, "emailOpened", mail)
    readings: list[Rolled] = [opened, opened] if dice.chance(0.15) else [opened]
    if dice.chance(0.4):
        readings += [(sent + 0.021, "emailClick", mail), (sent + 0.0211, "emailVisit", dice.pick(_PAGES))]
    return readings


def build_timeline(row: LeadRow, happenings: Sequence[Happening], zone: tzinfo) -> list[dict[str, Any]]:
    """A timeline as it is sent: by source, then by time; no ids, so exact repeats cannot be told apart."""
    ordered = sorted(happenings, key=lambda happening: SOURCES.index(happening.source))
    return [_build_entry(row, happening, zone) for happening in ordered]


def _build_entry(row: LeadRow, happening: Happening, zone: tzinfo) -> dict[str, Any]:
    source, moment = happening.source, write_moment(happening.moment, zone)
    entry: dict[str, Any] = {
        "whatType": _WHAT_TYPES.get(source, "email"),
        "whoID": str(row.id),
        "eventName": None if source == "changeLeadStatus" else happening.name,
        "eventSource": source,
        "createTimestamp": moment,
    }
    if source in ("emailSent", "emailOpened"):
        entry["__createTimestamp"] = moment
    if source == "emailUnsubscribe":
        entry["dueToHardBounce"] = "0"
    return entry


def build_event(lead_id: int, happening: Happening, shape: EventData, zone: tzinfo = UTC) -> dict[str, Any]:
    """An event as `getEvents` gives it."""
    return {
        "id": str(happening.id),
        "leadID": str(lead_id),
        "eventName": happening.name,
        "whatID": str(5_000 + _what_number(happening.name)),
        "whatType": _WHAT_TYPES.get(happening.source, "email"),
        "eventData": _build_data(happening, shape),
        "eventSource": happening.source,
        "createTimestamp": write_moment(happening.moment, zone),
    }


def _what_number(name: str) -> int:
    everything = (*_MAILS, *_FORMS, *_PAGES, *LEAD_STATUSES, *USER_NAMES)
    return everything.index(name) if name in everything else len(everything)


def _build_data(happening: Happening, shape: EventData) -> Any:
    data: dict[str, Any] = {"isDelivered": 1, "isOpened": int(happening.source != "emailSent"), "referrer": "",
                            "url": happening.name if "://" in happening.name else None}  # fmt: skip
    match shape:
        case EventData.OBJECT:
            return data
        case EventData.JSON_TEXT:
            return json.dumps(data)
        case EventData.PLAIN_TEXT:
            return f"{happening.source}: {happening.name}"
        case EventData.LIST:
            return []
        case EventData.NULL:
            return None
