"""All that a look-up has found so far, in the order in which it came, and who of them is the same person. No Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from leaddesk.domain.record import Record
from leaddesk.domain.same_person import PersonGroup
from leaddesk.domain.turns import in_turns
from leaddesk.services.found_leads import FoundLead, InfoOf, reading_found_leads
from leaddesk.services.look_up import AccountAnswer
from leaddesk.services.same_person import grouping_found

RowKey = tuple[str, str, int]
"""The account's id, the record's key, and which of that key it is: some vendors send one id twice."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, oldest answer first.

    Attributes:
        leads: as they came.
        keys: parallel to `leads`.
        groups: every lead in exactly one; `members` are places in `leads`.
    """

    leads: tuple[FoundLead, ...] = ()
    keys: tuple[RowKey, ...] = ()
    groups: tuple[PersonGroup, ...] = ()

    def group_at(self, place: int) -> PersonGroup:
        """The group of the lead at this place."""
        return next(group for group in self.groups if place in group.members)


@dataclass(frozen=True, slots=True)
class _Read:
    records: tuple[Record, ...]
    leads: tuple[FoundLead, ...]


class FoundRows:
    """Reads each answer once; a lead keeps its place among the others however often its account is asked again."""

    def __init__(self, info_of: InfoOf) -> None:
        """Nothing found yet."""
        self._info_of = info_of
        self._read: dict[str, _Read] = {}
        self._order: dict[RowKey, int] = {}

    async def take(self, answers: Sequence[AccountAnswer]) -> Found:
        """All that these answers hold. May be given up half-way and taken anew."""
        arrived: dict[RowKey, FoundLead] = {}
        for answer in answers:
            seen: Counter[str] = Counter()
            for lead in await self._leads_of(answer):
                arrived[*lead.key, seen[lead.record.key]] = lead
                seen[lead.record.key] += 1
        for key in arrived:
            self._order.setdefault(key, len(self._order))
        keys = tuple(sorted(arrived, key=self._order.__getitem__))
        leads = tuple(arrived[key] for key in keys)
        return Found(leads, keys, await in_turns(grouping_found(leads)))

    async def _leads_of(self, answer: AccountAnswer) -> tuple[FoundLead, ...]:
        kept = self._read.get(answer.account.id)
        if kept is None or kept.records is not answer.records:
            leads = await in_turns(reading_found_leads((answer,), self._info_of))
            kept = self._read[answer.account.id] = _Read(answer.records, leads)
        return kept.leads
