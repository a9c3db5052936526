"""Which leads a request finds, and their order (seed; dossier, section 3). All filters count together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from leaddesk.demo.lofty_facts import LeadFacts
from leaddesk.demo.lofty_profiles import Profile
from leaddesk.demo.lofty_requests import SORT_VALUES, LeadFilter
from leaddesk.demo.lofty_team import OFFICES, ROLES

_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


def find_leads(rows: Sequence[LeadFacts], wanted: LeadFilter) -> Sequence[int]:
    """The places of the leads in the order asked for; without one, the newest first.

    `rows` stand with the oldest first.
    """
    places: Sequence[int] = range(len(rows))
    if LeadFilter(sort=wanted.sort, is_descending=wanted.is_descending) != wanted:
        found = {row.profile.person.number for row in rows if row.turn == 0 and matches(row.profile, wanted)}
        places = [place for place, row in enumerate(rows) if row.profile.person.number in found]
    if wanted.sort in ("", "Default"):
        return places[::-1]
    if wanted.sort != "CreateTime":
        key = _SORT_KEYS.get(wanted.sort) or _shuffle(SORT_VALUES.index(wanted.sort))
        places = sorted(places, key=lambda place: key(rows[place]))
    return places[::-1] if wanted.is_descending else places


def matches(profile: Profile, wanted: LeadFilter) -> bool:
    """Whether somebody's lead fulfils every filter."""
    return all(_checks(profile, wanted))


def _checks(profile: Profile, wanted: LeadFilter) -> Iterator[bool]:
    yield not wanted.stages or profile.stage.name in wanted.stages
    yield not wanted.source or profile.person.visit.source == wanted.source
    yield not wanted.phone or _is_in(wanted.phone, profile.phones, whole=wanted.is_precise)
    yield not wanted.email or _is_in(wanted.email, profile.emails, whole=wanted.is_precise)
    yield wanted.assigned_user_id is None or _owner_id(profile) == wanted.assigned_user_id
    yield wanted.contacted is None or (profile.touched_after is not None) == wanted.contacted
    yield not wanted.groups or not set(wanted.groups).isdisjoint(profile.groups or ())
    yield not wanted.segments or not set(wanted.segments).isdisjoint(profile.segments or ())
    tags = {tag.name for tag in profile.tags}
    yield set(wanted.all_tags) <= tags
    yield not wanted.any_tags or not set(wanted.any_tags).isdisjoint(tags)
    yield not wanted.group_ids or _is_in_office(profile, wanted)
    yield not wanted.languages or profile.language in wanted.languages
    yield all(_has_role(profile, role, users) for role, users in wanted.roles)
    yield not wanted.key or _matches_key(profile, wanted)


def _is_in(sought: str, values: Sequence[str], *, whole: bool) -> bool:
    sought = sought.casefold()
    return any(sought == value.casefold() if whole else sought in value.casefold() for value in values)


def _owner_id(profile: Profile) -> int:
    return profile.owner.user_id if profile.owner else 0


def _is_in_office(profile: Profile, wanted: LeadFilter) -> bool:
    office = profile.office
    if office is None:
        return False
    ids = set(wanted.group_ids)
    if wanted.with_sub_groups:
        ids |= {other.office_id for other in OFFICES if other.parent_id in ids}
    return office.office_id in ids


def _has_role(profile: Profile, role: str, users: Sequence[int]) -> bool:
    assignees = zip(ROLES, profile.assignees, strict=True)
    return any(known.name == role and member is not None and member.user_id in users for known, member in assignees)


def _matches_key(profile: Profile, wanted: LeadFilter) -> bool:
    person, sought = profile.person, wanted.key.strip().casefold()
    values = (person.full_name, person.first_name, person.last_name, *profile.phones, *profile.emails)
    if wanted.key_matches_start_only:
        return any(value.casefold().startswith(sought) for value in values)
    return any(sought in value.casefold() for value in values)


def _shuffle(seed: int) -> Callable[[LeadFacts], Any]:
    """An order of its own for what a lead does not show."""
    return lambda row: ((row.profile.person.number * 7_919 + seed * 104_729) % 9_973, row.added)


_SORT_KEYS: Final[Mapping[str, Callable[[LeadFacts], Any]]] = MappingProxyType(
    {
        "LastContact": lambda row: row.last_touch or _NEVER,
        "LastActivity": lambda row: row.last_visit or _NEVER,
        "AssignTime": lambda row: row.assigned or _NEVER,
        "Score": lambda row: row.profile.person.handling.score,
        "SCOREV2": lambda row: row.profile.person.handling.score,
        "Lender": lambda row: row.profile.assignees[0].user_id if row.profile.assignees[0] else 0,
    }
)
