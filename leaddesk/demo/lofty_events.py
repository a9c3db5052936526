"""What else happened to a Lofty lead: notes, visits to the site, deals, appointments (dossier, section 6).

Each list has a form of its own; entries come out the same at each call.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from starlette.datastructures import QueryParams

from leaddesk.demo.dice import Dice
from leaddesk.demo.lofty_errors import refuse
from leaddesk.demo.lofty_facts import LeadFacts
from leaddesk.demo.lofty_moments import write_iso, write_ms, write_plain
from leaddesk.demo.lofty_requests import Parameters
from leaddesk.demo.lofty_team import ME

Values = dict[str, Any]

VISITS_A_PAGE: Final = 100

_VISIT_TYPES: Final = ("Search", "Browse", "Browse", "Favorite", "Request", "Submission")


def build_notes(lead: LeadFacts, query: QueryParams) -> Values:
    """`GET /v1.0/notes`: all at once, in no order; notes of the program itself only when asked for."""
    dice, person = lead.dice(4), lead.profile.person
    count = 1 + dice.between(0, 2) if person.notes.strip() else 0
    notes = [
        _build_note(lead, place, person.notes if place == 0 else f"Called back, try {place + 1}.", dice)
        for place in range(count)
    ]
    if Parameters(query).yes_no("includeSystemNote"):
        notes.append(_build_note(lead, count, "Lead was assigned.", dice) | {"systemNote": True})
    return {"notes": notes[1:] + notes[:1]}


def _build_note(lead: LeadFacts, place: int, content: str, dice: Dice) -> Values:
    at = lead.added + (lead.now - lead.added) * dice.share()
    author, editor = lead.agent, ME
    return {
        "id": lead.entry_id(500 + place),
        "noteId": 400_000_000_000 + lead.lead_id % 10**9 * 100 + place,
        "creatorId": author.user_id,
        "leadId": lead.lead_id,
        "createTime": write_plain(at),
        "deleteFlag": False,
        "content": content,
        "lastUpdate": write_plain(min(at + timedelta(minutes=dice.between(0, 90)), lead.now)),
        "lastEditorId": editor.user_id,
        "creatorName": author.name,
        "lastEditorName": editor.name,
        "isPin": dice.chance(0.1),
        "systemNote": False,
    }


def build_site_activities(lead: LeadFacts, query: QueryParams) -> list[Values]:
    """`GET /v1.0/leads/{id}/activities`: the newest first, 100 a page; leads in a pond may have none."""
    page = Parameters(query).number("curPage", 0)
    if page < 0:
        raise refuse(20012, "curPage must not be negative.")
    dice = lead.dice(5)
    last = lead.last_visit
    if last is None or (lead.profile.pond is not None and dice.chance(0.5)):
        return []
    count = dice.between(101, 230) if lead.profile.person.number % 37 == 2 else dice.between(1, 14)
    span = (last - lead.added) / count
    visits = [_build_visit(lead, last - span * place, dice) for place in range(count)]
    return visits[page * VISITS_A_PAGE : (page + 1) * VISITS_A_PAGE]


def _build_visit(lead: LeadFacts, at: datetime, dice: Dice) -> Values:
    kind, home = dice.pick(_VISIT_TYPES), lead.profile.person.home
    listing = {
        "price": dice.pick((-1, dice.between(90, 2_000) * 1_000)),
        "state": home.state,
        "city": home.city,
        "streetAddress": f"{dice.between(1, 999)} Example Court",
        "zipCode": home.postal_code,
        "propertyType": "Condo",
        "bedrooms": dice.pick((-1, 2, 3)),
        "bathrooms": dice.pick((-1, 1.5, 2)),
    }
    return {
        "type": kind,
        "text": f"{home.city}, {home.state}; 3+ beds & <pool>" if kind == "Search" else None,
        "link": "https://www.example.com/listing/42?from=site&utm=x",
        "picture": dice.pick((None, "https://pictures.example.com/house.jpg")),
        "listing": None if kind in ("Search", "Submission") else listing,
        "created": write_ms(at),
        "scheduledDate": "05/07/2026 10:00 AM" if kind == "Request" else None,
        "pageName": "Blog Registration" if kind == "Submission" else None,
    }


def build_transactions(lead: LeadFacts) -> list[Values]:
    """`GET /v1.0/leads/{id}/transactions`: deals, for whom there is one."""
    dice, person = lead.dice(6), lead.profile.person
    price = person.wish.property_value
    if price is None or not dice.chance(0.25):
        return []
    return [
        {
            "created": write_ms(lead.added),
            "updated": write_ms(lead.now),
            "transactionId": 10_000 + person.number,
            "transactionName": person.home.street,
            "leadName": person.full_name,
            "assignedAgent": lead.agent.user_id,
            "transactionType": dice.pick(("Purchase", "Listing")),
            "homePrice": price,
            "transactionStatus": dice.pick(("Pre-contract", "Under contract", "Closed")),
            "expectedCloseDate": write_ms(lead.now + timedelta(days=dice.between(1, 60))),
            "closeDate": None,
            "commissionRate": 2.5,
            "gci": round(price * 0.025, 2),
            "teamRevenue": None,
            "agentRevenue": None,
            "customFields": None,
            "commissions": None,
        }
    ]


def build_appointments(lead: LeadFacts) -> list[Values]:
    """`GET /v1.0/appts`."""
    dice, home = lead.dice(7), lead.profile.person.home
    count = dice.pick((0, 0, 1, 2))
    appointments: list[Values] = []
    for place in range(count):
        start = lead.added + timedelta(days=dice.between(1, 130))
        appointments.append(
            {
                "id": lead.entry_id(800 + place),
                "descr": dice.pick(("Showing", "Listing talk: bring <papers>", "")),
                "address": f"{home.street}, {home.city}",
                "createTime": write_iso(lead.added),
                "lastUpdate": write_iso(lead.added),
                "deadline": write_ms(start),
                "endTime": write_ms(start + timedelta(hours=1)),
                "allDay": False,
                "finishFlag": start < lead.now,
                "deleteFlag": False,
                "overdue": False,
                "finishTime": write_ms(start) if start < lead.now else None,
                "leadId": lead.lead_id,
                "assignToUid": lead.agent.user_id,
                "assignRoleType": 1,
                "creatorId": ME.user_id,
            }
        )
    return appointments
