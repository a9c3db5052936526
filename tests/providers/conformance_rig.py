"""Stand-ins of all vendors on real sockets, with something between them and the provider that can spoil an answer."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

from leaddesk.demo.leadexec_faults import LeadExecLog
from leaddesk.demo.population import Population
from leaddesk.domain.account import Account, Secret
from leaddesk.domain.page import Page, Position
from leaddesk.domain.provider import Completes, LooksUp, Provider, ProviderInfo, Wait
from leaddesk.domain.record import Record
from leaddesk.domain.search import Query, RawValues, SearchSpec, build_query
from leaddesk.providers.catalog import PROVIDERS, CatalogEntry, find_provider
from leaddesk.transport.channel import Channel
from leaddesk.transport.http import HttpTransport
from leaddesk.transport.retry import RetryPolicy
from tests.providers.conformance import VENDORS, VendorFacts
from tests.stand_in import serve

ACCOUNT_ID = "a1"
SEARCHES = [(entry.info.key, spec.key) for entry in PROVIDERS for spec in entry.info.searches]
"""Every search of every provider."""

MAIN_SEARCHES = [(entry.info.key, VENDORS[entry.info.key].main_search) for entry in PROVIDERS]
KEYS = [entry.info.key for entry in PROVIDERS]

AsgiSend = Callable[[Any], Awaitable[None]]
AsgiReceive = Callable[[], Awaitable[Any]]


@dataclass(frozen=True)
class Reply:
    """What comes in place of the stand-in's answer. `cut_by`: so many bytes of the announced length never come."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    cut_by: int = 0
    is_silent: bool = False

    async def write(self, receive: AsgiReceive, send: AsgiSend) -> None:
        while self.is_silent:
            if (await receive())["type"] == "http.disconnect":
                return
        length = str(len(self.body) + self.cut_by)
        pairs = (("content-type", self.content_type), ("content-length", length), *self.headers)
        headers = [(name.encode(), value.encode()) for name, value in pairs]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


@dataclass
class Instead:
    """Which calls get something else than the stand-in's answer, by name (`VendorFacts.name_of`); empty: all of them.

    `coming` are given one each, then `always`; None is the stand-in's own answer. `answers` keeps what it said.
    """

    names: tuple[str, ...] = ()
    coming: list[Reply] = field(default_factory=list)
    always: Reply | None = None
    answers: list[bytes] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def next_reply(self, name: str) -> Reply | None:
        if self.names and name not in self.names:
            return None
        return self.coming.pop(0) if self.coming else self.always


@dataclass
class StandIn:
    """One vendor's stand-in on a socket: what stands before it, and what it was asked."""

    key: str
    facts: VendorFacts
    app: Any
    log: LeadExecLog
    lead_ids: list[str]
    instead: Instead = field(default_factory=Instead)
    url: str = ""
    waits: list[Wait] = field(default_factory=list)
    calls_seen: set[str] = field(default_factory=set)

    @property
    def entry(self) -> CatalogEntry:
        return find_provider(self.key)

    @property
    def info(self) -> ProviderInfo:
        return self.entry.info

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def connect(
        self, *, secrets: dict[str, Secret] | None = None, url: str = "", read_seconds: float = 30.0, **settings: str
    ) -> Provider:
        """A provider with the real transport; repeats come at once."""
        servers = dict.fromkeys(self.facts.server_keys, url or self.url)
        account = Account(
            ACCOUNT_ID, "Demo", self.key, MappingProxyType({**self.facts.settings, **servers, **settings})
        )
        channel = Channel(
            HttpTransport(read_seconds=read_seconds, most_calls=self.entry.most_calls),
            pace=None,
            on_wait=self.waits.append,
            policy=RetryPolicy(3, 2, 0.001, 0.002),
            judge=self.entry.judge,
        )
        return self.entry.open(account, secrets or self.facts.secrets, channel)

    def spec(self, search: str) -> SearchSpec:
        return self.info.search(search)

    def query(self, search: str, page_size: int | None = None, raw: RawValues | None = None) -> Query:
        """The search filled in as the facts say, or with these values."""
        spec = self.spec(search)
        values = self.facts.ask[search](self.lead_ids) if raw is None else raw
        size = min(100, spec.page_sizes[1]) if page_size is None else page_size
        return build_query(spec, account_id=ACCOUNT_ID, provider=self.key, raw=values, page_size=size)

    def spoil_pages(self, search: str, *coming: Reply, always: Reply | None = None) -> None:
        """From now on the page calls of this search get these."""
        self.instead.names = (self.facts.pages[search],)
        self.instead.coming, self.instead.always = list(coming), always

    def spoil(self, *names: str, always: Reply) -> None:
        """From now on the calls of these names, or all calls, get this."""
        self.instead.names, self.instead.coming, self.instead.always = names, [], always

    def heal(self) -> None:
        self.instead.coming, self.instead.always, self.instead.names = [], None, ()

    def reset(self) -> None:
        self.heal()
        self.instead.answers.clear()
        self.instead.asked.clear()
        self.log.calls.clear()
        self.waits.clear()

    def around(self, app: Any) -> Any:
        """The application with `instead` before it."""

        async def answer(scope: Any, receive: AsgiReceive, send: AsgiSend) -> None:
            body = b""
            more = True
            while more:
                message = await receive()
                body, more = body + message.get("body", b""), message.get("more_body", False)
            name = self.facts.name_of(scope["method"], scope["path"], _decode(body))
            self.instead.asked.append(name)
            self.calls_seen.add(name)
            reply = self.instead.next_reply(name)
            if reply is not None:
                await reply.write(receive, send)
                return
            await app(scope, _replaying(body, receive), self._keeping(send))

        return answer

    def _keeping(self, send: AsgiSend) -> AsgiSend:
        async def keep(message: Any) -> None:
            if message["type"] == "http.response.body":
                self.instead.answers.append(message.get("body", b""))
            await send(message)

        return keep


class Connection(Provider, LooksUp, Completes, Protocol):
    """What a provider of the catalog may promise."""


@contextlib.asynccontextmanager
async def connected(stand_in: StandIn, **options: Any) -> AsyncIterator[Connection]:
    """A provider at the stand-in, closed at the end; see `StandIn.connect`."""
    provider = cast("Connection", stand_in.connect(**options))
    try:
        yield provider
    finally:
        await provider.aclose()


FAILURE = Reply(500, b"<html><title>Server error</title></html>", "text/html")


class StandIns:
    """Stand-ins of this run, each begun when it is first wanted."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._running: dict[tuple[str, int | None], StandIn] = {}
        self.population = Population(datetime.now(UTC))

    def get(self, key: str, lead_count: int | None = None) -> StandIn:
        """The stand-in of a provider; `lead_count` None: with the people of the demo."""
        if (key, lead_count) not in self._running:
            facts, log = VENDORS[key], LeadExecLog()
            app = facts.build_app(self.population, log, lead_count)
            stand_in = StandIn(key, facts, app, log, facts.lead_ids(self.population, lead_count))
            stand_in.url = self._stack.enter_context(serve(stand_in.around(app)))
            self._running[key, lead_count] = stand_in
        return self._running[key, lead_count]

    @property
    def running(self) -> list[StandIn]:
        return list(self._running.values())

    def close(self) -> None:
        self._stack.close()


async def walk(provider: Provider, query: Query, most_pages: int = 200) -> list[Page]:
    """All pages of a query, from the first to the last."""
    pages: list[Page] = []
    position: Position | None = Position()
    while position is not None:
        assert len(pages) < most_pages, "there is no end"
        pages.append(await provider.fetch_page(query, position))
        position = pages[-1].next
    return pages


def records_of(pages: list[Page]) -> list[Record]:
    return [record for page in pages for record in page.records]


async def until(is_so: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(seconds):
        while not is_so():  # noqa: ASYNC110 - a condition outside of this loop
            await asyncio.sleep(0.005)


def _replaying(body: bytes, receive: AsgiReceive) -> AsgiReceive:
    """The body again, and then whatever comes."""
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Any:
        return messages.pop() if messages else await receive()

    return replay


def _decode(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
