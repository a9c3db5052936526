"""Turning pages with every provider: nothing is lost or given twice, and totals are honest."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable

import pytest

from leaddesk.domain.page import CoverageTally, Page, Position, TotalKind
from leaddesk.domain.provider import Provider
from leaddesk.domain.record import Record
from leaddesk.domain.search import Query
from tests.providers.conformance_rig import MAIN_SEARCHES, SEARCHES, Reply, StandIn, records_of, walk

pytestmark = pytest.mark.anyio
Standing = Callable[..., StandIn]
every_search = pytest.mark.parametrize(("key", "search"), SEARCHES)
SMALL = 17
MOST_CALLS = 12
"""More pages than that take longer than they teach: the pings of the demo are many."""


def small_size(stand_in: StandIn, search: str) -> int:
    return 150 if search.endswith("pings") else SMALL


async def walk_in(stand_in: StandIn, search: str, size: int) -> list[Page]:
    provider = stand_in.connect()
    try:
        return await walk(provider, stand_in.query(search, size))
    finally:
        await provider.aclose()


def sources(records: Iterable[Record]) -> list[bytes]:
    return sorted(record.source for record in records)


@every_search
async def test_small_pages_and_large_ones_bring_the_same_rows(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    stand_in = standing(key, stand_in.facts.few)
    small = await walk_in(stand_in, search, small_size(stand_in, search))
    large = await walk_in(stand_in, search, stand_in.spec(search).page_sizes[1])
    records = records_of(small)
    keys = [record.key for record in records]
    assert len(set(keys)) == len(keys), "no row comes twice"
    if search in stand_in.facts.made_here:
        assert {record.id for record in records} == {record.id for record in records_of(large)}
    else:
        assert sources(records) == sources(records_of(large))
    assert records
    if search == stand_in.facts.main_search:
        assert len(large) == 1
        assert len(small) > 3


@every_search
async def test_pages_follow_each_other(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    pages = await walk_in(standing(key, stand_in.facts.few), search, small_size(stand_in, search))
    assert pages[0].start == Position()
    assert pages[-1].next is None
    for page, following in itertools.pairwise(pages):
        assert following.start == page.next
        assert following.start.offset > page.start.offset
    for page in pages:
        end = page.next.offset if page.next else page.start.offset + 10_000
        places = [record.position for record in page.records]
        assert places == sorted(set(places))
        assert all(page.start.offset <= place < end for place in places)
        assert len(page.records) <= small_size(stand_in, search)


@every_search
async def test_totals_are_honest(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    for size in (small_size(stand_in, search), stand_in.spec(search).page_sizes[1]):
        pages = await walk_in(standing(key, stand_in.facts.few), search, size)
        count = len(records_of(pages))
        for page in pages:
            match page.total.kind:
                case TotalKind.EXACT:
                    assert page.total.count == count
                case TotalKind.AT_LEAST:
                    assert 0 < page.total.count <= count
                    assert page.total.count >= page.start.offset + len(page.records)
                case TotalKind.UNKNOWN:
                    assert page.total.count == 0
        tally = CoverageTally()
        for page in pages:
            tally.add(page)
        statement = tally.statement()
        assert (statement.complete, statement.loaded, statement.skipped) == (True, count, 0)
        assert not statement.changed_while_loading


@every_search
async def test_a_page_can_be_jumped_to_where_that_is_declared(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    if not stand_in.spec(search).can_jump:
        return
    stand_in = standing(key, stand_in.facts.few)
    size = small_size(stand_in, search)
    pages = await walk_in(stand_in, search, size)
    middle = pages[len(pages) // 2]
    provider = stand_in.connect()
    try:
        jumped = await provider.fetch_page(stand_in.query(search, size), Position(middle.start.offset))
    finally:
        await provider.aclose()
    assert [record.key for record in jumped.records] == [record.key for record in middle.records]
    assert [record.source for record in jumped.records] == [record.source for record in middle.records]
    assert (jumped.next is None) == (middle.next is None)
    if jumped.next and middle.next:
        assert jumped.next.offset == middle.next.offset


@every_search
async def test_a_page_can_be_read_again(standing: Standing, key: str, search: str):
    """Turning back, and forward once more, gives the rows that stood there."""
    stand_in = standing(key)
    stand_in = standing(key, stand_in.facts.few)
    query = stand_in.query(search, small_size(stand_in, search))
    provider = stand_in.connect()
    try:
        pages = (await _walk_some(provider, query))[:MOST_CALLS]
        again = [await provider.fetch_page(query, page.start) for page in reversed(pages)]
    finally:
        await provider.aclose()
    for page, same in zip(reversed(pages), again, strict=True):
        assert [record.source for record in same.records] == [record.source for record in page.records]


async def _walk_some(provider: Provider, query: Query) -> list[Page]:
    pages = [await provider.fetch_page(query, Position())]
    while pages[-1].next is not None and len(pages) < MOST_CALLS:
        pages.append(await provider.fetch_page(query, pages[-1].next))
    return pages


NOTHING = {
    "leadexec": {"LeadTypeUID": "1001", "StartDate": "2001-01-01", "EndDate": "2001-01-02"},
    "leadsquared": {
        "lead_filters": '[{"LookUpName": "LastName", "SqlOperator": "=", "LookUpValues": ["Nobody Ever"]}]'
    },
    "sharpspring": {"where": '{"id": 5}'},
    "lofty": {"key": "Nobody-Ever"},
}


@pytest.mark.parametrize(("key", "search"), MAIN_SEARCHES)
async def test_an_empty_result_is_an_answer(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    provider = stand_in.connect()
    try:
        page = await provider.fetch_page(stand_in.query(search, raw=NOTHING[key]), Position())
    finally:
        await provider.aclose()
    assert (page.records, page.next, page.row_count) == ((), None, 0)
    assert page.total.count == 0
    tally = CoverageTally()
    tally.add(page)
    assert tally.statement().complete


@pytest.mark.parametrize(("key", "search"), MAIN_SEARCHES)
async def test_a_row_that_cannot_be_read_costs_itself_and_is_counted(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    provider = stand_in.connect()
    query = stand_in.query(search, 10)
    try:
        rows = [record.values() for record in (await provider.fetch_page(query, Position())).records]
        body = json.dumps(stand_in.facts.envelope([*rows[:3], 7, *rows[3:], None, rows[0]])).encode()
        stand_in.spoil_pages(search, Reply(body=body))
        page = await provider.fetch_page(query, Position())
    finally:
        await provider.aclose()
    assert [record.values() for record in page.records] == rows
    assert [skipped.position for skipped in page.skipped] == [3, len(rows) + 1]
    assert all(skipped.reason for skipped in page.skipped)
    assert page.repeated == 1
    tally = CoverageTally()
    tally.add(page)
    assert not tally.statement().complete
    assert tally.statement().skipped == 2
