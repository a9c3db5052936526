"""Which rows stand under which heading: one person's, and those of people who stand alone. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leaddesk.domain.same_person import GroupLink, PersonGroup, Relation
from leaddesk.services.found_leads import FoundLead
from leaddesk.ui.look_up.found_rows import Found

_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading.

    Attributes:
        places: places in `Found.leads`, in the order of the rows.
        heading: why they stand together; empty when nobody has to do with anybody.
        icon: name of the heading's icon; empty for none.
        mark: tells a group from others by a colour; None for people who stand alone.
    """

    places: tuple[int, ...]
    heading: str = ""
    icon: str = ""
    mark: int | None = None


def build_sections(found: Found) -> tuple[Section, ...]:
    """Groups in the order of their first members; neighbours who stand alone share a section."""
    sections: list[Section] = []
    alone: list[int] = []
    has_ties = any(_has_ties(group) for group in found.groups)
    for group in found.groups:
        if not _has_ties(group):
            alone += group.members
            continue
        if alone:
            sections.append(_lonely(alone, named=True))
            alone = []
        words = " · ".join(group_sentences(group, found))
        sections.append(Section(group.members, words, "accounts", group.members[0]))
    if alone:
        sections.append(_lonely(alone, named=has_ties))
    return tuple(sections)


def group_sentences(group: PersonGroup, found: Found) -> tuple[str, ...]:
    """Why its leads are one person, and what it has to do with others; one sentence each.

    `Same person: same phone +1 775 555 0100 and same e-mail`; `Shared number with Ada Lovelace: same phone …`.
    """
    own = () if group.relation is None else (f"{_title(group.relation)}: {'; '.join(group.reasons)}",)
    return (*own, *(f"{_title(link.relation)} with {_others(link, found)}: {link.reason}" for link in group.links))


def _has_ties(group: PersonGroup) -> bool:
    return group.relation is not None or bool(group.links)


def _lonely(places: Sequence[int], *, named: bool) -> Section:
    words = "Each a person of their own" if len(places) > 1 else "A person of their own"
    return Section(tuple(places), f"{words}, as far as can be told" if named else "")


def _title(relation: Relation) -> str:
    return relation.value[:1].upper() + relation.value[1:]


def _others(link: GroupLink, found: Found) -> str:
    """`Ada Lovelace, Ben Nye and 4 more`."""
    names = [_name(found.leads[found.groups[other].members[0]]) for other in link.others]
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _name(lead: FoundLead) -> str:
    return lead.lead.name or lead.title
