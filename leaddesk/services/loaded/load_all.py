"""Loading a whole result into a `LoadedResult`: page after page, several on their way at once where that can be."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import Coverage, Page, Position
from leaddesk.domain.provider import Provider
from leaddesk.domain.search import Query, SearchSpec
from leaddesk.services.loaded.change_evidence import HEAD_ROWS, ChangeEvidence
from leaddesk.services.loaded.load_progress import LoadPace, LoadProgress
from leaddesk.services.loaded.loaded_result import LoadedResult, without_rows
from leaddesk.services.loaded.page_plan import PageAsk, PagePlan, connected
from leaddesk.services.loaded.stable_sort import with_stable_sort

_MOST_PAGES_WITHOUT_NEWS: Final = 3

OnProgress = Callable[[LoadProgress], None]
_Fetched = Page | LeaddeskError
_Ahead = deque[tuple[PageAsk, "asyncio.Task[_Fetched]"]]


class LoadState(StrEnum):
    """How loading stands."""

    READY = "ready"
    RUNNING = "running"
    STOPPED = "stopped"  # on request, or its task was cancelled; `run` goes on
    FAILED = "failed"  # see `error`; `run` tries again from there
    STUCK = "stuck"  # the provider sent nothing but what had come already
    DONE = "done"


class LoadAll:
    """Loads one result. What arrived stays in it, however the loading ends.

    Attributes:
        state: see LoadState.
        error: why it failed; None otherwise.
        usage: how much of the account's allowance is used, in words, as last heard.
    """

    def __init__(
        self,
        provider: Provider,
        spec: SearchSpec,
        query: Query,
        result: LoadedResult,
        *,
        pages: Sequence[Page] = (),
        page_size: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is fetched yet.

        Args:
            provider: asked for pages; waits for its limits are told to the listener it was opened with.
            spec: the search.
            query: as the person asked; a stable sort is added to it unless pages are there already.
            result: taken to be empty.
            pages: pages of that query that are there already; those that follow one another from the first are used.
            page_size: rows on a page; the most that the search allows when left out.
            clock: for tests.
        """
        self.state = LoadState.READY
        self.error: LeaddeskError | None = None
        self.usage = ""
        self._provider = provider
        self._result = result
        self._given = list(connected(pages))
        size = page_size or spec.page_sizes[1]
        self._query = replace(query if self._given else with_stable_sort(spec, query), page_size=size)
        self._head_size = max(min(HEAD_ROWS, size), spec.page_sizes[0])
        self._plan = PagePlan(spec, size)
        self._evidence = ChangeEvidence()
        self._pace = LoadPace()
        self._clock = clock
        self._pages_taken = 0
        self._repeated_within = 0
        self._pages_without_news = 0
        self._is_head_read = False
        self._stopping = asyncio.Event()

    @property
    def total(self) -> int | None:
        """How many there are in all, as last announced."""
        return self._result.tally.statement().total

    def use(self, provider: Provider) -> None:
        """Ask this connection from now on: the account's former one is closed when its key is changed."""
        self._provider = provider

    def stop(self) -> None:
        """End `run` soon; calls on their way are given up."""
        self._stopping.set()

    async def run(self, on_progress: OnProgress | None = None) -> Coverage:
        """Load to the end, to `stop`, or to an error, which then stands in `error`. Call it again to go on from there.

        Cancelling its task ends it too, and keeps what arrived.
        """
        if self.state in {LoadState.DONE, LoadState.RUNNING}:
            return self.coverage()
        self.state, self.error = LoadState.RUNNING, None
        self._pages_without_news = 0
        self._stopping.clear()
        self._plan.restart()
        for note in self._query.notes:
            self._result.tally.note(note)
        try:
            while self._given:
                await self._take(self._given.pop(0), on_progress, ask=None)
            await self._load(on_progress)
            if self._plan.is_done and self.state is LoadState.RUNNING:
                await self._read_head_again()
        finally:
            if self.state is LoadState.RUNNING:
                is_done = self._plan.is_done and self._is_head_read
                self.state = LoadState.DONE if is_done else LoadState.STOPPED
        return self.coverage()

    def coverage(self) -> Coverage:
        """What was covered so far, and what is known of changes meanwhile."""
        covered = self._result.tally.statement(stopped=self._why_it_ended())
        self._evidence.came_twice = covered.duplicates - self._repeated_within
        changes = self._evidence.changes
        if not changes:
            return covered
        return replace(covered, complete=False, changed_while_loading=True, notes=(*covered.notes, *changes))

    def _why_it_ended(self) -> str:
        if self.state is LoadState.FAILED and self.error is not None:
            return f"Loading stopped: {self.error.what}"
        if self.state is LoadState.STUCK:
            return "Loading stopped: the provider sent the same page again."
        if self.state is LoadState.DONE:
            return ""
        return "Loading was stopped before its end." if self.state is LoadState.STOPPED else "Loading goes on."

    async def _load(self, on_progress: OnProgress | None) -> None:
        ahead: _Ahead = deque()
        async with asyncio.TaskGroup() as group:
            stopping = group.create_task(self._stopping.wait())
            try:
                while self._send_ahead(group, ahead):
                    ask, coming = ahead.popleft()
                    await asyncio.wait({coming, stopping}, return_when=asyncio.FIRST_COMPLETED)
                    if not coming.done():
                        ahead.appendleft((ask, coming))
                        return
                    await self._see(ask, coming.result(), group, ahead, on_progress)
                    if self.state is not LoadState.RUNNING or self._stopping.is_set():
                        return
            finally:
                stopping.cancel()
                _give_up(ahead)

    def _send_ahead(self, group: asyncio.TaskGroup, ahead: _Ahead) -> bool:
        """Send for more pages; gives whether any is on its way."""
        while len(ahead) < self._plan.at_once:
            ask = self._plan.next_ask()
            if ask is None:
                break
            ahead.append((ask, group.create_task(self._fetch(ask.start, ask.size))))
        return bool(ahead)

    async def _see(
        self, ask: PageAsk, found: _Fetched, group: asyncio.TaskGroup, ahead: _Ahead, on_progress: OnProgress | None
    ) -> None:
        """Take one page in; the next ones are sent for before it is worked on."""
        if isinstance(found, LeaddeskError):
            self.state, self.error = LoadState.FAILED, found
            return
        if self._plan.saw(ask, found):
            _give_up(ahead)
        self._send_ahead(group, ahead)
        await self._take(found, on_progress, ask=ask)

    async def _take(self, page: Page, on_progress: OnProgress | None, *, ask: PageAsk | None) -> None:
        if ask is None:
            self._plan.saw(None, page)
        self.usage = page.usage or self.usage
        self._pages_taken += 1
        rest = without_rows(page, self._evidence.compare(page))
        self._repeated_within += page.repeated
        rows = await self._result.add(rest)
        has_news = bool(rows or rest.skipped or not page.row_count)
        self._pages_without_news = 0 if has_news else self._pages_without_news + 1
        if self._pages_without_news >= _MOST_PAGES_WITHOUT_NEWS and page.next is not None:
            self.state = LoadState.STUCK
        if on_progress is not None:
            on_progress(self._pace.see(self._clock(), self._result.tally.loaded, self.total))

    async def _read_head_again(self) -> None:
        """One small call more; a result that came in a single answer cannot have changed between answers."""
        if self._pages_taken > 1 and not self._is_head_read:
            found = await self._fetch(Position(), self._head_size)
            if isinstance(found, LeaddeskError):
                self.state, self.error = LoadState.FAILED, found
                return
            self._evidence.compare_head(found)
            self._result.tally.add(replace(found, records=(), skipped=(), repeated=0, notes=(), next=None))
        self._is_head_read = True

    async def _fetch(self, start: Position, size: int) -> _Fetched:
        """A page or its error: an error must not take the pages before it along."""
        try:
            return await self._provider.fetch_page(replace(self._query, page_size=size), start)
        except LeaddeskError as error:
            return error


def _give_up(ahead: _Ahead) -> None:
    """Calls whose pages nobody waits for."""
    while ahead:
        ahead.popleft()[1].cancel()
