"""Calls, texts and e-mails with a Lofty lead, in the four lists that tell of them (dossier, section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from starlette.datastructures import QueryParams

from leaddesk.demo.dice import Dice
from leaddesk.demo.lofty_errors import refuse
from leaddesk.demo.lofty_facts import LeadFacts
from leaddesk.demo.lofty_moments import write_plain, write_zoned
from leaddesk.demo.lofty_requests import Parameters
from leaddesk.demo.lofty_team import ME

Values = dict[str, Any]

MOST_ENTRIES: Final = 1_000
USUAL_ENTRIES: Final = 10

_SUBJECTS: Final = ("New homes in your area", "Re: Question about “12 Oak St”", "Price change <b>today</b>", "")
_TEXTS: Final = ("Hi, is 5 pm good for you?", "STOP", "Yes & thanks 👍", "See https://www.example.com/listing/42")
_CALL_OUTCOMES: Final = ("Talked", "No Answer", "Left Voicemail", "Bad Number", None)


@dataclass(frozen=True, slots=True)
class _Contact:
    """A call, a text or an e-mail. `kind` is Auto, Manual or Logged."""

    entry_id: int
    channel: str
    at: datetime
    kind: str
    is_inbound: bool
    outcome: str | None
    words: str


def _find_contacts(lead: LeadFacts) -> list[_Contact]:
    """The oldest first, the last one at the lead's last touch; most leads have few, some have more than a page."""
    if lead.last_touch is None:
        return []
    dice = lead.dice(3)
    count = dice.between(14, 40) if dice.chance(0.15) else dice.between(1, 8)
    span = lead.last_touch - lead.added
    return [_make_contact(lead, place, lead.added + span * ((place + 1) / count), dice) for place in range(count)]


def _make_contact(lead: LeadFacts, place: int, at: datetime, dice: Dice) -> _Contact:
    channel = dice.pick(("Call", "Call", "Text", "Email") if lead.profile.phones else ("Email",))
    outcomes, words = {
        "Call": (_CALL_OUTCOMES, ("Wants a bigger garden.", "", "Line\nbreak")),
        "Text": (("Delivered", "Failed", "Delivered"), _TEXTS),
        "Email": (("Sent", "Opened", "Bounced"), _SUBJECTS),
    }[channel]
    kind = dice.pick(("Auto", "Manual", "Logged"))
    is_inbound = dice.chance(0.3)
    return _Contact(lead.entry_id(place), channel, at, kind, is_inbound, dice.pick(outcomes), dice.pick(words))


def build_timeline(lead: LeadFacts, query: QueryParams, *, is_empty: bool) -> Values:
    """`GET /v2.0/leads/{id}/activities`: the oldest first, moments in the zone of whoever asks, or another one."""
    asked = Parameters(query)
    zone = _read_zone(asked.text("timeZoneCode") or ME.time_zone)
    contacts = [] if is_empty else _cut(_find_contacts(lead), asked)
    return {
        "activities": [
            {
                "id": contact.entry_id,
                "leadId": lead.lead_id,
                "agentId": lead.agent.user_id,
                "activityTime": write_zoned(contact.at, zone),
                "channel": contact.channel,
                "communicationType": contact.kind,
                "direction": _direction_of(contact),
                "callingOutcome": contact.outcome if contact.channel == "Call" else None,
                "leadPhoneNumber": lead.profile.phones[0] if contact.channel == "Call" else None,
                "emailEventType": contact.outcome if contact.channel == "Email" else None,
                "emailSubject": contact.words if contact.channel == "Email" else None,
                "note": contact.words if contact.kind == "Logged" else None,
            }
            for contact in contacts
        ]
    }


def build_calls(lead: LeadFacts, query: QueryParams) -> Values:
    """`GET /v1.0/communication/call/v2`."""
    return {
        "calls": [
            {
                "id": contact.entry_id,
                "agentId": lead.agent.user_id,
                "leadId": lead.lead_id,
                "createTime": write_plain(contact.at),
                "direction": _direction_of(contact),
                "leadPhoneNumber": lead.profile.phones[0],
            }
            for contact in _find_page(lead, "Call", query)
        ]
    }


def build_texts(lead: LeadFacts, query: QueryParams) -> Values:
    """`GET /v1.0/communication/text`."""
    return {
        "texts": [
            {
                "id": contact.entry_id,
                "leadId": lead.lead_id,
                "direction": _direction_of(contact),
                "agentId": lead.agent.user_id,
                "textOutcome": contact.outcome,
                "textTime": write_plain(contact.at),
                "textType": contact.kind,
                "textContent": contact.words,
            }
            for contact in _find_page(lead, "Text", query)
        ]
    }


def build_emails(lead: LeadFacts, query: QueryParams) -> Values:
    """`GET /v1.0/communication/email`."""
    return {
        "emails": [
            {
                "id": contact.entry_id,
                "leadId": lead.lead_id,
                "direction": _direction_of(contact),
                "agentId": lead.agent.user_id,
                "eventType": contact.outcome,
                "emailEventTime": write_plain(contact.at),
                "emailType": contact.kind,
                "emailSubject": contact.words,
                "fromPond": lead.profile.pond is not None,
            }
            for contact in _find_page(lead, "Email", query)
        ]
    }


def _find_page(lead: LeadFacts, channel: str, query: QueryParams) -> list[_Contact]:
    return _cut([contact for contact in _find_contacts(lead) if contact.channel == channel], Parameters(query))


def _cut(contacts: list[_Contact], asked: Parameters) -> list[_Contact]:
    """By `offset`, or from the entry with the id `currentId` on, that entry included."""
    limit, offset = asked.page(usual=USUAL_ENTRIES, most=MOST_ENTRIES)
    first = asked.number("currentId", 0)
    return [contact for contact in contacts if contact.entry_id >= first][offset : offset + limit]


def _direction_of(contact: _Contact) -> str:
    return "Inbound" if contact.is_inbound else "Outbound"


def _read_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise refuse(20012, "timeZoneCode is not valid.") from None
