"""Lofty's stand-in on a real socket, and walks through its lists with real repeats and Lofty's own judge."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime

from leaddesk.demo.call_log import Call, CallLog
from leaddesk.demo.lofty import DEMO_TOKENS, lofty_app
from leaddesk.demo.lofty_faults import LoftyFaults
from leaddesk.demo.population import Population
from leaddesk.domain.account import Account, Secret
from leaddesk.domain.page import Coverage, CoverageTally, Page, Position
from leaddesk.domain.provider import Wait
from leaddesk.domain.record import Record
from leaddesk.providers.lofty.limits import judge_lofty
from leaddesk.providers.lofty.provider import LoftyProvider
from leaddesk.transport.channel import Channel
from leaddesk.transport.http import HttpTransport
from leaddesk.transport.retry import RetryPolicy
from leaddesk.transport.verdict import Pace
from tests.providers.lofty.scripted import lead_query
from tests.stand_in import serve

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
LEAD_COUNT = 250


@dataclass
class Running:
    """The stand-in, its switches, and what it was asked."""

    url: str
    faults: LoftyFaults
    log: CallLog
    waits: list[Wait] = field(default_factory=list)

    def connect(
        self, *, token: Secret = DEMO_TOKENS.api_key, token_kind: str = "api_key", pace: Pace | None = None
    ) -> LoftyProvider:
        policy = RetryPolicy(3, 2, 0.0, 0.01)
        channel = Channel(HttpTransport(), pace=pace, on_wait=self.waits.append, policy=policy, judge=judge_lofty)
        settings = {"server": self.url, "token_kind": token_kind}
        return LoftyProvider(Account("a1", "Demo", "lofty", settings), {"token": token}, channel)

    def reset(self) -> None:
        fresh = LoftyFaults()
        for item in fields(LoftyFaults):
            setattr(self.faults, item.name, getattr(fresh, item.name))
        self.log.calls.clear()
        self.waits.clear()

    def lead_calls(self) -> list[Call]:
        return [call for call in self.log.calls if call.path == "/v1.0/leads"]


@contextlib.contextmanager
def serve_lofty() -> Iterator[Running]:
    faults, log = LoftyFaults(), CallLog()
    with serve(lofty_app(Population(NOW), faults=faults, log=log, lead_count=LEAD_COUNT)) as url:
        yield Running(url, faults, log)


@dataclass
class Loaded:
    """A list as it was walked through."""

    records: list[Record]
    pages: list[Page]
    coverage: Coverage

    @property
    def ids(self) -> set[str]:
        return {record.id for record in self.records}

    @property
    def notes(self) -> str:
        return " ".join(self.coverage.notes)


async def load_all(provider: LoftyProvider, page_size: int = 100, /, **raw: str) -> Loaded:
    """Page by page to the end; fails when there is none."""
    query = lead_query(page_size, **raw)
    tally, records, pages = CoverageTally(), [], []
    position: Position | None = Position()
    while position is not None:
        assert len(pages) < 60, "there is no end"
        page = await provider.fetch_page(query, position)
        records += tally.add(page)
        pages.append(page)
        position = page.next
    return Loaded(records, pages, tally.statement())
