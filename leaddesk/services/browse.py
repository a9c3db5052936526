"""Searching: a result turned page by page, and a whole result loaded to its end.

Both give values; who shows or writes them is not known here. Tasks belong to the caller.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from leaddesk.domain.columns import Column, merge_columns, rename_columns
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import Coverage, CoverageTally, Page, Position
from leaddesk.domain.provider import Provider
from leaddesk.domain.record import Record
from leaddesk.domain.search import Query, SearchSpec
from leaddesk.domain.turns import ROWS_PER_TURN, Turns, in_turns

_PAGES_KEPT: Final = 6


class PagedResult:
    """One search as it is paged through. Pages are kept, and one may be fetched ahead of need.

    Late answers are the caller's to drop: compare the `PagedResult` that a page came from with the one on screen.
    """

    def __init__(self, provider: Provider, spec: SearchSpec, query: Query) -> None:
        """Nothing is fetched yet."""
        self.spec = spec
        self.query = query
        self.columns: tuple[Column, ...] = spec.columns
        self._provider = provider
        self._named: tuple[Column, ...] = ()
        self._unread: list[Page] = []
        self._pages: OrderedDict[Position, Page] = OrderedDict()
        self._starts: dict[int, Position] = {}
        self._coming: dict[Position, asyncio.Future[Page | None]] = {}

    def use(self, provider: Provider) -> None:
        """Ask this connection from now on: the account's former one is closed when its key is changed."""
        self._provider = provider

    @property
    def kept_pages(self) -> tuple[Page, ...]:
        """Pages that are there and need not be fetched again, the one asked for last behind the others."""
        return tuple(self._pages.values())

    async def fetch_page(self, start: Position) -> Page:
        """The page that begins there: kept, on its way already, or fetched now.

        A place given by its offset alone is found again with the cursor that led to it.

        Raises:
            LeaddeskError: as the provider raises.
        """
        start = self._known_start(start)
        coming = self._coming.get(start)
        if coming is not None:
            page = await asyncio.shield(coming)
            if page is not None:
                return page
        kept = self._pages.get(start)
        if kept is not None:
            self._pages.move_to_end(start)
            return kept
        return await self._keep(await self._provider.fetch_page(self.query, start))

    async def fetch_ahead(self, start: Position) -> None:
        """Fetch a page before it is asked for. What goes wrong here is no one's concern until it is asked for."""
        start = self._known_start(start)
        if start in self._pages or start in self._coming:
            return
        coming: asyncio.Future[Page | None] = asyncio.get_running_loop().create_future()
        self._coming[start] = coming
        page: Page | None = None
        try:
            page = await self._keep(await self._provider.fetch_page(self.query, start))
        except LeaddeskError:
            page = None  # asked for in earnest, the same call is made again and its error shown
        finally:
            del self._coming[start]
            if not coming.done():
                coming.set_result(page)

    async def read_columns(self) -> None:
        """Let `columns` hold those that only the pages fetched since show. The first page's are read at once.

        Later pages rarely show new ones, and looking for them takes longer than showing the page.
        """
        while self._unread:
            page = self._unread.pop(0)
            seen = await _seen_columns(self.spec, page.records)
            self._named = merge_columns(page.columns, self._named)
            self.columns = rename_columns(merge_columns(self.columns, seen), self._named)

    def has_page(self, start: Position) -> bool:
        """Whether turning to this page needs no waiting."""
        return self._known_start(start) in self._pages

    def _known_start(self, start: Position) -> Position:
        return start if start.cursor else self._starts.get(start.offset, start)

    async def _keep(self, page: Page) -> Page:
        self._unread.append(page)
        if not self._pages:
            await self.read_columns()
        self._pages[page.start] = page
        if page.next is not None:
            self._starts[page.next.offset] = page.next
        while len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return page


class WholeResult:
    """A search loaded from its beginning to its end, or to a limit, or to the point where it failed.

    Attributes:
        tally: adds up what came.
        error: what ended the loading early, after at least one page had come; None otherwise.
        limit_reached: the loading ended because enough was loaded, and there is more.
        columns: the declared ones and those seen so far, as the account names them.
        usage: how much of the account's allowance is used, in words, as last heard.
    """

    def __init__(self, provider: Provider, spec: SearchSpec, query: Query, *, limit: int | None = None) -> None:
        """`limit`: most records to load; None for all."""
        self.spec = spec
        self.query = query
        self.tally = CoverageTally()
        self.error: LeaddeskError | None = None
        self.limit_reached = False
        self.columns: tuple[Column, ...] = spec.columns
        self.usage = ""
        self._provider = provider
        self._limit = limit
        self._stuck = False

    async def batches(self) -> AsyncIterator[tuple[Record, ...]]:
        """The records of each page that were not there before, in order.

        Raises:
            LeaddeskError: the first page failed. Later failures end the iteration and stand in `error`.
        """
        for note in self.query.notes:
            self.tally.note(note)
        start: Position | None = Position()
        while start is not None:
            room = None if self._limit is None else self._limit - self.tally.loaded
            try:
                page = await self._provider.fetch_page(self._asking_for(room), start)
            except LeaddeskError as error:
                if start.offset == 0:
                    raise
                self.error = error
                return
            more_than_asked = room is not None and len(page.records) > room
            if more_than_asked:
                page = replace(page, records=page.records[:room])
            fresh = self.tally.add(page)
            seen = merge_columns(self.columns, await _seen_columns(self.spec, fresh))
            self.columns = rename_columns(seen, page.columns)
            self.usage = page.usage or self.usage
            yield fresh
            if room is not None and len(fresh) >= room:
                self.limit_reached = more_than_asked or page.next is not None
                return
            if page.row_count and not fresh and not page.skipped:
                self._stuck = page.next is not None
                return
            start = page.next

    def _asking_for(self, room: int | None) -> Query:
        if room is None or room >= self.query.page_size:
            return self.query
        return replace(self.query, page_size=max(room, self.spec.page_sizes[0]))

    @property
    def total(self) -> int | None:
        """The announced total, when the provider gave one."""
        return self.tally.statement().total

    def coverage(self) -> Coverage:
        """What was covered so far; says why loading ended early when it did."""
        if self.error is not None:
            return self.tally.statement(stopped=f"Loading stopped: {self.error.what}")
        if self.limit_reached:
            return self.tally.statement(stopped=f"Stopped at the limit of {self._limit:,}; there are more.")
        if self._stuck:
            return self.tally.statement(stopped="Loading stopped: the provider sent the same page again.")
        return self.tally.statement()


def columns_with(spec: SearchSpec, known: tuple[Column, ...], records: Iterable[Record]) -> tuple[Column, ...]:
    """The known columns and those that only these records show."""
    return merge_columns(known, spec.discover_columns(record.values() for record in records))


async def _seen_columns(spec: SearchSpec, records: Sequence[Record]) -> tuple[Column, ...]:
    """The columns that only these records show; a page of 1,000 is long work."""
    seen = spec.discover_columns(await in_turns(_decoding(records)))
    if len(records) > ROWS_PER_TURN:
        await asyncio.sleep(0)
    return seen


def _decoding(records: Sequence[Record]) -> Turns[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    for number, record in enumerate(records):
        if number and number % ROWS_PER_TURN == 0:
            yield
        rows.append(record.values())
    return rows
