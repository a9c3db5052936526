"""Lofty's lead objects: every documented member, and what live accounts make of them (seed; dossier, section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from leaddesk.demo.dice import Dice
from leaddesk.demo.lofty_facts import LeadFacts, lead_id_of
from leaddesk.demo.lofty_lead_parts import (
    build_custom_attributes,
    build_inquiry,
    build_opportunity,
    build_properties,
    build_tags,
    build_wishes,
    pick_lead_types,
)
from leaddesk.demo.lofty_moments import write_birthday, write_gmt
from leaddesk.demo.lofty_profiles import Profile, build_profile
from leaddesk.demo.lofty_team import ME, ROLES, TEAM_ID
from leaddesk.demo.person import Person
from leaddesk.demo.population import DAYS, Population
from leaddesk.demo.shared_people import Vendor, people_of
from leaddesk.demo.wordlists import SOURCES

Values = dict[str, Any]


class LeadRow(LeadFacts):
    """A lead that can be written."""

    __slots__ = ()

    def write(self) -> Values:
        """The lead as Lofty sends it."""
        return build_lead(self)


def arrange_leads(population: Population, count: int | None = None) -> tuple[LeadRow, ...]:
    """Lofty's leads, the oldest first; `count` goes through its people as often as needed."""
    profiles = [build_profile(person) for person in people_of(population, Vendor.LOFTY)]
    families = _find_families(population.people)
    rows: list[LeadRow] = []
    span = timedelta(days=DAYS) - timedelta(hours=1)
    for place in range(len(profiles) if count is None else count):
        turn, index = divmod(place, len(profiles))
        profile = profiles[index]
        back = population.now - profile.person.created
        if turn:
            back = timedelta(hours=1) + (back + timedelta(seconds=37_000 * turn + index)) % span
        number = profile.person.number
        added = (population.now - back).replace(microsecond=0)
        rows.append(LeadRow(lead_id_of(number, turn), profile, added, turn, population.now, families.get(number, ())))
    rows.sort(key=_order_of)
    return tuple(rows)


def _order_of(row: LeadRow) -> tuple[datetime, int]:
    return row.added, row.lead_id


def _find_families(people: Sequence[Person]) -> Mapping[int, tuple[Person, ...]]:
    """For everybody who lives with others: those others."""
    heads: dict[int, int] = {}
    homes: dict[int, list[Person]] = {}
    for person in people:  # whom somebody joins has a smaller number
        head = heads.get(person.household_of, person.household_of) if person.household_of else person.number
        heads[person.number] = head
        homes.setdefault(head, []).append(person)
    return {
        person.number: tuple(other for other in home if other.number != person.number)
        for home in homes.values()
        if len(home) > 1
        for person in home
    }


def build_lead(row: LeadFacts) -> Values:
    """A lead, its members in the order of the document, then some that no document names."""
    dice, profile = row.dice(1), row.profile
    lead: Values = {
        **_build_permissions(profile, dice),
        "leadId": row.lead_id,
        "leadUserId": row.lead_user_id,
        **_build_person(profile, dice),
        **_build_handling(profile, dice),
        "tags": build_tags(row, dice),
        "teamId": TEAM_ID,
        **_build_address(profile.person, dice),
        "createTime": write_gmt(row.added),
        "assignTime": write_gmt(row.assigned) if row.assigned else None,
        "facebook": dice.pick((None, "", "https://social.example.com/demo?id=1&lang=en")),
        "twitter": dice.pick((None, "", "@example")),
        "hiddenFlag": dice.chance(0.03),
        "referredBy": dice.pick(("", "", None, "Sam Example", "Walk-in\nsecond visit")),
        "leadInquiry": build_inquiry(row, dice),
        "leadPropertyList": build_properties(row, dice),
        "customAttributes": build_custom_attributes(profile.person, dice),
        "lastUpdateTime": _write_last_update(row),
        "groups": None if profile.groups is None else list(profile.groups),
        "segments": None if profile.segments is None else list(profile.segments),
        "unsubscription": profile.permission.do_not_email,
        "leadTypes": pick_lead_types(profile.person, dice),
        "lastTouch": write_gmt(row.last_touch) if row.last_touch else dice.pick((None, "")),
        "lastVisit": write_gmt(row.last_visit) if row.last_visit else dice.pick((None, "")),
        "phoneStatuses": list(profile.phone_statuses) if profile.phones else dice.pick((None, [])),
        "assignCompletionStatus": profile.owner is not None,
        **build_wishes(profile.person, dice),
        "opportunity": build_opportunity(dice),
        "leadFamilyMemberList": _build_family(row, dice),
        "pondId": profile.pond.pond_id if profile.pond else 0,
        "pondName": profile.pond.name if profile.pond else None,
        "customRoleList": _build_roles(profile),
        "language": profile.language,
        **_build_ownership(profile, dice),
    }
    return lead | _build_extras(lead, dice)


def _build_permissions(profile: Profile, dice: Dice) -> Values:
    permission = profile.permission
    return {
        "cannotText": permission.do_not_call or dice.chance(0.05),
        "cannotCall": permission.do_not_call,
        "cannotEmail": permission.do_not_email,
    }


def _build_person(profile: Profile, dice: Dice) -> Values:
    person = profile.person
    return {
        "firstName": person.first_name,
        "lastName": person.last_name,
        "birthday": write_birthday(person.birth_date) if person.birth_date else dice.pick((None, "")),
        "emails": list(profile.emails) or dice.pick((None, [])),
        "phones": list(profile.phones) or dice.pick((None, [])),
        "leadSource": dice.pick((-1, -1, SOURCES.index(person.visit.source) + 1)),
        "source": person.visit.source,
    }


def _build_handling(profile: Profile, dice: Dice) -> Values:
    owner, lender = profile.owner, profile.assignees[0]
    return {
        "stageId": profile.stage.choice_id,
        "stage": profile.stage.name,
        "assignedUserId": owner.user_id if owner else 0,
        "assignedUser": owner.name if owner else dice.pick((None, "")),
        "lenderUserId": lender.user_id if lender else 0,
        "score": profile.person.handling.score,
    }


def _build_address(person: Person, dice: Dice) -> Values:
    """The lead's own address is on its way out; only some leads still have it."""
    if dice.chance(0.6):
        return {"streetAddress": None, "city": None, "state": None, "zipCode": None}
    home = person.home
    return {"streetAddress": home.street, "city": home.city, "state": home.state, "zipCode": home.postal_code}


def _write_last_update(row: LeadFacts) -> str:
    person = row.profile.person
    changed = min(row.added + (person.updated - person.created), row.now)
    return write_gmt(max(changed, row.last_touch or row.added))


def _build_family(row: LeadFacts, dice: Dice) -> list[Values] | None:
    if not row.family:
        return dice.pick((None, None, []))
    return [
        {
            "firstName": person.first_name,
            "relationship": dice.pick(("Spouse", "Child", "Parent", "Roommate", "")),
            "lastName": person.last_name,
            "phones": [person.contact.phone] if person.contact.phone else None,
            "emails": [person.contact.email] if person.contact.email else None,
            "birthday": write_birthday(person.birth_date) if person.birth_date else None,
        }
        for person in row.family
    ]


def _build_roles(profile: Profile) -> list[Values]:
    """Every role stands on every lead, taken or not."""
    return [
        {
            "roleId": role.choice_id,
            "role": role.name,
            "assigneeId": assignee.user_id if assignee else 0,
            "assignee": assignee.name if assignee else None,
        }
        for role, assignee in zip(ROLES, profile.assignees, strict=True)
    ]


def _build_ownership(profile: Profile, dice: Dice) -> Values:
    if profile.office is not None:
        return {"ownershipId": profile.office.office_id, "ownershipScope": "OFFICE"}
    if profile.owner is not None and dice.chance(0.4):
        return {"ownershipId": profile.owner.user_id, "ownershipScope": "PERSONAL"}
    return {"ownershipId": TEAM_ID, "ownershipScope": "TEAM"}


def _build_extras(lead: Values, dice: Dice) -> Values:
    """What arrives without standing in the document."""
    extras: Values = {
        "privateFlag": dice.chance(0.05),
        "leadType": lead["leadTypes"][0] if lead["leadTypes"] else -1,
        "propertySource": dice.pick((None, "MLS", "Manual")),
    }
    if dice.chance(0.1):
        extras["creatorUserId"] = ME.user_id
        extras["aiSummary"] = {"text": "Asked about <schools> & parks", "topics": ["schools", "parks"], "score": 0.75}
    return extras
