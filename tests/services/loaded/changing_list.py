"""A vendor whose list changes between answers, and who remembers what was there all the time."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.page import Page, Position, Total
from leaddesk.domain.provider import AccountReport, ProviderInfo
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Choice, PageStarts, Query, SearchSpec

SPEC = SearchSpec(
    "leads", "Leads", RecordKind.LEAD, (), (Column("id", "Id", Kind.IDENTIFIER, ("id",)),), page_sizes=(1, 1000)
)
NUMBERED = replace(SPEC, page_starts=PageStarts.ITS_SIZE)
BY_CURSOR = replace(SPEC, can_jump=False)
INFO = ProviderInfo("p", "P", (), (), "", (SPEC, NUMBERED), lambda record, _columns: RecordDetail(record.id, ""))
QUERY = Query("a", "p", "leads", {}, 10)
NOW = datetime(2026, 1, 1, tzinfo=UTC)

Change = Callable[["ChangingList"], None]


class ChangingList:
    """Answers pages by offset; `change` is called before each answer.

    Attributes:
        ids: what is in the list now, in its order.
        stayed: what was there from the first answer on, all the time.
        changed: whether anything ever changed between two answers.
        places: at which places of the result each id was given.
    """

    def __init__(self, count: int, seed: int, change: Change | None = None, *, keeps_total: bool = True) -> None:
        self.dice = random.Random(seed)
        self.ids = [f"id-{number}" for number in range(count)]
        self.stayed = set(self.ids)
        self.changed = False
        self.places: defaultdict[str, set[int]] = defaultdict(set)
        self.asked: list[tuple[Position, int]] = []
        self._change = change
        self._keeps_total = keeps_total
        self._made = count

    # What can happen to it

    def insert(self) -> None:
        """One comes: mostly at one of the ends."""
        self._made += 1
        place = self.dice.choice([0, len(self.ids), self.dice.randint(0, len(self.ids))])
        self.ids.insert(place, f"id-{self._made}")
        self.changed = True

    def delete(self) -> None:
        """One goes."""
        if self.ids:
            self.stayed.discard(self.ids.pop(self.dice.randrange(len(self.ids))))
            self.changed = True

    def touch(self) -> None:
        """One is updated and gets another place: mostly the first or the last."""
        if len(self.ids) > 1:
            before = list(self.ids)
            moved = self.ids.pop(self.dice.randrange(len(self.ids)))
            place = self.dice.choice([0, len(self.ids), self.dice.randint(0, len(self.ids))])
            self.ids.insert(place, moved)
            self.changed = self.changed or self.ids != before

    # What came of it

    def lost(self, loaded: set[str]) -> set[str]:
        """What was there all the time and did not come."""
        return self.stayed - loaded

    def doubled(self) -> set[str]:
        """What came at two places."""
        return {name for name, places in self.places.items() if len(places) > 1}

    # The provider's side

    @property
    def info(self) -> ProviderInfo:
        return INFO

    async def fetch_page(self, query: Query, start: Position) -> Page:
        for _ in range(self.dice.randint(0, 4)):  # answers of calls made together come in any order
            await asyncio.sleep(0)
        if self._change is not None and self.asked:
            self._change(self)
        self.asked.append((start, query.page_size))
        return self.answer(start, query.page_size)

    def answer(self, start: Position, size: int) -> Page:
        ids = self.ids[start.offset : start.offset + size]
        records: list[Record] = []
        for position, name in enumerate(ids, start.offset):
            self.places[name].add(position)
            records.append(Record("a", "p", RecordKind.LEAD, name, f'{{"id": "{name}"}}'.encode(), position))
        end = start.offset + len(ids)
        total = Total.exact(len(self.ids)) if self._keeps_total else Total.unknown()
        return Page(tuple(records), start, Position(end) if end < len(self.ids) else None, total, NOW)

    async def fetch_choices(self, source: str) -> tuple[Choice, ...]:
        return ()

    async def test_account(self) -> AccountReport:
        return AccountReport((), usable=True)

    async def aclose(self) -> None:
        return
