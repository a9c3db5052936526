"""What Lofty has of a person and can be asked for: everything that a filter looks at, without the rest of the lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leaddesk.demo.dice import Dice, Item
from leaddesk.demo.lofty_team import (
    GROUPS,
    LANGUAGES,
    MEMBERS,
    PONDS,
    ROLES,
    SEGMENTS,
    STAGE_OF,
    TAGS,
    Choice,
    Member,
    Office,
    Pond,
)
from leaddesk.demo.person import Permission, Person
from leaddesk.demo.shared_people import Vendor, permission_in

_OWNERS: Final = {member.name: member for member in MEMBERS}
_INVALID, _VALID, _TALKED, _DNC_NUMBER, _DNC_CONTACT = 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as this team knows them; the same for each lead of theirs.

    Attributes:
        phones: bare ten digits; `phone_statuses` stands beside them and is shorter on some leads.
        owner: None when the lead lies in a pond; some leads have neither.
        segments, groups: None in place of an empty list on most leads without any.
        assignees: who has each of the team's roles, in the order of the roles.
        touched_after, visited_after: when they were last contacted, and last came to the team's site, as a share of
            the time since they came; None for never.
        assigned_after_minutes: how long it took until they had an owner.
    """

    person: Person
    permission: Permission
    phones: tuple[str, ...]
    phone_statuses: tuple[int, ...]
    emails: tuple[str, ...]
    stage: Choice
    owner: Member | None
    pond: Pond | None
    office: Office | None
    tags: tuple[Choice, ...]
    segments: tuple[str, ...] | None
    groups: tuple[str, ...] | None
    language: str | None
    assignees: tuple[Member | None, ...]
    touched_after: float | None
    visited_after: float | None
    assigned_after_minutes: int


def build_profile(person: Person) -> Profile:
    """The profile of somebody in Lofty, the same at each call."""
    dice = Dice(person.number * 31 + 7)
    permission = permission_in(person, Vendor.LOFTY)
    contact = person.contact
    phones = _distinct(contact.phone, contact.mobile_phone, contact.work_phone)
    owner = _OWNERS.get(person.handling.owner)
    pond = dice.pick(PONDS) if owner is None and dice.chance(0.7) else None
    is_contacted = STAGE_OF[person.handling.stage] is not STAGE_OF["New"] or dice.chance(0.2)
    return Profile(
        person=person,
        permission=permission,
        phones=phones,
        phone_statuses=_make_phone_statuses(phones, permission, dice),
        emails=_distinct(contact.email, contact.work_email),
        stage=STAGE_OF[person.handling.stage],
        owner=owner,
        pond=pond,
        office=owner.office if owner and dice.chance(0.7) else None,
        tags=_draw(TAGS, dice, 0.14),
        segments=_draw(SEGMENTS, dice, 0.16) or dice.pick((None, None, ())),
        groups=_draw(GROUPS, dice, 0.12) or dice.pick((None, None, ())),
        language=dice.pick(LANGUAGES),
        assignees=tuple(dice.pick(MEMBERS) if dice.chance(0.3) else None for _ in ROLES),
        touched_after=0.05 + dice.share() * 0.9 if is_contacted else None,
        visited_after=dice.share() if dice.chance(0.8) else None,
        assigned_after_minutes=dice.between(0, 600),
    )


def _distinct(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _draw(items: Sequence[Item], dice: Dice, share: float) -> tuple[Item, ...]:
    return tuple(item for item in items if dice.chance(share))


def _make_phone_statuses(phones: tuple[str, ...], permission: Permission, dice: Dice) -> tuple[int, ...]:
    if permission.do_not_call:
        return (dice.pick((_DNC_NUMBER, _DNC_CONTACT)),) * len(phones)
    statuses = tuple(dice.pick((_VALID, _VALID, _TALKED, _INVALID)) for _ in phones)
    return statuses[:1] if dice.chance(0.1) else statuses
