"""Paging and loading a whole result, over a provider whose answers are scripted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import NetworkCause, NotReachable
from leaddesk.domain.page import Page, Position, Total
from leaddesk.domain.provider import AccountReport, ProviderInfo
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Choice, Query, SearchSpec
from leaddesk.domain.turns import ROWS_PER_TURN
from leaddesk.services.browse import PagedResult, WholeResult

SPEC = SearchSpec(
    "leads", "Leads", RecordKind.LEAD, (), (Column("id", "Id", Kind.IDENTIFIER, ("id",)),),
    discover_columns=lambda rows: tuple(
        Column(key, key, Kind.TEXT, (key,)) for key in dict.fromkeys(key for row in rows for key in row)
    ),
)  # fmt: skip
INFO = ProviderInfo("p", "P", (), (), "", (SPEC,), lambda record, _columns: RecordDetail(record.id, ""))
BROKEN = NotReachable("The host broke off.", host="h", cause=NetworkCause.BROKEN)

Answer = Callable[[Query, Position], Page]


class ScriptedProvider:
    """Answers from a function; counts calls and can be held back."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[tuple[int, int]] = []
        self.gate = asyncio.Event()
        self.gate.set()

    @property
    def info(self) -> ProviderInfo:
        return INFO

    async def fetch_page(self, query: Query, start: Position) -> Page:
        self.asked.append((start.offset, query.page_size))
        await self.gate.wait()
        return self.answer(query, start)

    async def fetch_choices(self, source: str) -> tuple[Choice, ...]:
        return ()

    async def test_account(self) -> AccountReport:
        return AccountReport((), usable=True)

    async def aclose(self) -> None:
        return


def record(number: int, *, key: str | None = None) -> Record:
    name = str(number) if key is None else key
    return Record("a", "p", RecordKind.LEAD, name, f'{{"id": "{name}"}}'.encode(), number)


def page_of(records: Sequence[Record], start: Position, following: Position | None, total: Total) -> Page:
    return Page(tuple(records), start, following, total, datetime(2026, 1, 1, tzinfo=UTC))


def steady(count: int, announced: int | None = None) -> Answer:
    """A list of `count` records that does not change."""

    def answer(query: Query, start: Position) -> Page:
        end = min(count, start.offset + query.page_size)
        records = [record(number) for number in range(start.offset, end)]
        following = Position(end) if end < count else None
        return page_of(records, start, following, Total.exact(announced if announced is not None else count))

    return answer


def query(size: int = 10) -> Query:
    return Query("a", "p", "leads", {}, size)


async def load(
    provider: ScriptedProvider, *, limit: int | None = None, size: int = 10
) -> tuple[WholeResult, list[str]]:
    whole = WholeResult(provider, SPEC, query(size), limit=limit)
    ids = [item.id async for batch in whole.batches() for item in batch]
    return whole, ids


@pytest.mark.anyio
async def test_a_whole_result_is_loaded_page_by_page_to_its_end() -> None:
    whole, ids = await load(ScriptedProvider(steady(25)))
    assert ids == [str(number) for number in range(25)]
    assert whole.coverage().complete


@pytest.mark.anyio
@pytest.mark.parametrize(("limit", "asked"), [(25, [(0, 10), (10, 10), (20, 5)]), (5, [(0, 5)]), (10, [(0, 10)])])
async def test_a_limit_is_kept_to_the_record(limit: int, asked: list[tuple[int, int]]) -> None:
    provider = ScriptedProvider(steady(40))
    whole, ids = await load(provider, limit=limit)
    assert len(ids) == limit
    assert provider.asked == asked
    assert whole.limit_reached
    coverage = whole.coverage()
    assert (coverage.loaded, coverage.total, coverage.complete) == (limit, 40, False)
    assert f"limit of {limit}" in " ".join(coverage.notes)


@pytest.mark.anyio
async def test_a_limit_that_is_the_whole_list_leaves_nothing_out() -> None:
    whole, _ids = await load(ScriptedProvider(steady(10)), limit=10)
    assert whole.coverage().complete
    assert not whole.limit_reached


@pytest.mark.anyio
async def test_a_provider_that_gives_more_than_asked_is_cut_at_the_limit() -> None:
    def generous(_query: Query, start: Position) -> Page:
        return page_of([record(number) for number in range(20)], start, None, Total.exact(20))

    whole, ids = await load(ScriptedProvider(generous), limit=7)
    assert len(ids) == 7
    assert not whole.coverage().complete


@pytest.mark.anyio
async def test_a_failure_of_the_first_page_is_raised() -> None:
    def fail(_query: Query, _start: Position) -> Page:
        raise BROKEN

    with pytest.raises(NotReachable):
        await load(ScriptedProvider(fail))


@pytest.mark.anyio
async def test_a_failure_later_keeps_what_came_and_says_so() -> None:
    whole_list = steady(30)

    def fail_later(asked: Query, start: Position) -> Page:
        if start.offset >= 20:
            raise BROKEN
        return whole_list(asked, start)

    whole, ids = await load(ScriptedProvider(fail_later))
    assert len(ids) == 20
    assert whole.error is BROKEN
    assert "The host broke off." in " ".join(whole.coverage().notes)
    assert not whole.coverage().complete


@pytest.mark.anyio
async def test_the_same_page_for_ever_ends_the_loading() -> None:
    def stuck(_query: Query, start: Position) -> Page:
        return page_of([record(1), record(2)], start, Position(start.offset + 2), Total.unknown())

    provider = ScriptedProvider(stuck)
    whole, ids = await load(provider)
    assert ids == ["1", "2"]
    assert len(provider.asked) == 2
    assert "same page again" in " ".join(whole.coverage().notes)


@pytest.mark.anyio
async def test_a_total_that_lies_is_said() -> None:
    whole, ids = await load(ScriptedProvider(steady(25, announced=40)))
    assert len(ids) == 25
    assert "announced 40" in " ".join(whole.coverage().notes)


@pytest.mark.anyio
async def test_a_column_of_the_last_page_is_known_at_the_end() -> None:
    def late(_query: Query, start: Position) -> Page:
        if start.offset == 0:
            return page_of([record(1)], start, Position(1), Total.unknown())
        odd = Record("a", "p", RecordKind.LEAD, "2", b'{"id": "2", "Extra": 1}', 1)
        return page_of([odd], start, None, Total.unknown())

    whole, _ids = await load(ScriptedProvider(late))
    assert [column.key for column in whole.columns] == ["id", "Extra"]


@pytest.mark.anyio
async def test_a_page_fetched_ahead_is_turned_to_without_another_call() -> None:
    provider = ScriptedProvider(steady(30))
    result = PagedResult(provider, SPEC, query())
    first = await result.fetch_page(Position())
    assert first.next is not None
    await result.fetch_ahead(first.next)
    assert result.has_page(first.next)
    await result.fetch_page(first.next)
    assert [offset for offset, _size in provider.asked] == [0, 10]


@pytest.mark.anyio
async def test_turning_to_a_page_on_its_way_waits_for_that_call() -> None:
    provider = ScriptedProvider(steady(30))
    result = PagedResult(provider, SPEC, query())
    await result.fetch_page(Position())
    provider.gate.clear()
    async with asyncio.TaskGroup() as group:
        group.create_task(result.fetch_ahead(Position(10)))
        await asyncio.sleep(0)
        turned: asyncio.Task[Any] = group.create_task(result.fetch_page(Position(10)))
        await asyncio.sleep(0)
        provider.gate.set()
    assert turned.result().start == Position(10)
    assert [offset for offset, _size in provider.asked] == [0, 10]


@pytest.mark.anyio
async def test_a_cancelled_fetch_ahead_does_not_take_the_page_with_it() -> None:
    provider = ScriptedProvider(steady(30))
    result = PagedResult(provider, SPEC, query())
    provider.gate.clear()
    async with asyncio.TaskGroup() as group:
        ahead = group.create_task(result.fetch_ahead(Position(10)))
        await asyncio.sleep(0)
        turned = group.create_task(result.fetch_page(Position(10)))
        await asyncio.sleep(0)
        ahead.cancel()
        provider.gate.set()
    assert turned.result().start == Position(10)


@pytest.mark.anyio
async def test_a_failed_fetch_ahead_is_tried_again_in_earnest() -> None:
    whole_list = steady(30)
    failures = [BROKEN]

    def fail_once(asked: Query, start: Position) -> Page:
        if start.offset == 10 and failures:
            raise failures.pop()
        return whole_list(asked, start)

    result = PagedResult(ScriptedProvider(fail_once), SPEC, query())
    await result.fetch_ahead(Position(10))
    assert not result.has_page(Position(10))
    assert (await result.fetch_page(Position(10))).records


@pytest.mark.anyio
async def test_pages_that_come_at_the_same_time_all_bring_their_columns() -> None:
    def answer(_query: Query, start: Position) -> Page:
        rows = [
            Record(
                "a", "p", RecordKind.LEAD, f"{start.offset}-{number}", f'{{"Late{start.offset}": 1}}'.encode(), number
            )
            for number in range(3 * ROWS_PER_TURN)
        ]
        return page_of(rows, start, None, Total.unknown())

    result = PagedResult(ScriptedProvider(answer), SPEC, query())
    async with asyncio.TaskGroup() as group:
        for offset in (0, 1000, 2000):
            group.create_task(result.fetch_page(Position(offset)))
    assert {column.key for column in result.columns} == {"id", "Late0", "Late1000", "Late2000"}


@pytest.mark.anyio
async def test_other_work_goes_on_while_a_long_page_is_read() -> None:
    result = PagedResult(ScriptedProvider(steady(5 * ROWS_PER_TURN)), SPEC, query(5 * ROWS_PER_TURN))
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        counting = group.create_task(count())
        await result.fetch_page(Position())
        counting.cancel()
    assert turns >= 5
