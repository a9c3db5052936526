"""Who of the leads that a look-up found is the same person (`domain.same_person`), and the words for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from leaddesk.domain.lead import FamilyMember
from leaddesk.domain.same_person import FamilyClue, GroupLink, PersonClue, PersonGroup, grouping_people
from leaddesk.domain.turns import Turns, at_once
from leaddesk.phone_numbers import international
from leaddesk.services.found_leads import FoundLead

_LEADS_PER_TURN: Final = 200


def group_found(found: Sequence[FoundLead]) -> tuple[PersonGroup, ...]:
    """Every lead in exactly one group; `members` are places in `found`."""
    return at_once(grouping_found(found))


def grouping_found(found: Sequence[FoundLead]) -> Turns[tuple[PersonGroup, ...]]:
    """As `group_found`, in turns (`domain.turns.in_turns`)."""
    clues: list[PersonClue] = []
    for number, lead in enumerate(found):
        if number % _LEADS_PER_TURN == 0:
            yield
        clues.append(clue_of(lead))
    return (yield from grouping_people(clues))


def clue_of(found: FoundLead) -> PersonClue:
    """What is compared of a lead."""
    return PersonClue(
        key=found.words,
        name=found.lead.name,
        phones=tuple(filter(None, found.phones)),
        emails=tuple(filter(None, found.emails)),
        family=tuple(map(_family_clue, found.lead.family)),
    )


def group_words(group: PersonGroup, found: Sequence[FoundLead]) -> str:
    """`same person: East 123, Lofty 456: same phone +1 775 555 0100 and same e-mail`; empty for one alone."""
    if group.relation is None:
        return ""
    return f"{group.relation.value}: {_list_words(found, group.members)}: {'; '.join(group.reasons)}"


def link_words(group: PersonGroup, link: GroupLink, groups: Sequence[PersonGroup], found: Sequence[FoundLead]) -> str:
    """`shared number: East 123; Lofty 456: same phone +1 775 555 0100; the names differ`."""
    members = (group.members, *(groups[other].members for other in link.others))
    return f"{link.relation.value}: {'; '.join(_list_words(found, places) for places in members)}: {link.reason}"


def all_words(groups: Sequence[PersonGroup], found: Sequence[FoundLead]) -> tuple[str, ...]:
    """One sentence for each group of several and for each link between groups, said once."""
    words = [group_words(group, found) for group in groups if group.relation is not None]
    for number, group in enumerate(groups):
        words += [link_words(group, link, groups, found) for link in group.links if number < min(link.others)]
    return tuple(words)


def _list_words(found: Sequence[FoundLead], places: Iterable[int]) -> str:
    return ", ".join(found[place].words for place in places)


def _family_clue(member: FamilyMember) -> FamilyClue:
    phones = tuple(number for phone in member.phones if (number := international(phone)))
    return FamilyClue(member.name, member.relation, phones, member.emails)
