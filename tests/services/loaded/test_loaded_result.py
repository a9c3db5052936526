"""A whole result as the window uses it: rows, columns, arrangements and counts, while pages still come."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from leaddesk.domain.arrangement import (
    Arrangement,
    ColumnFilter,
    Contains,
    IsEmpty,
    NumberRange,
    OneOf,
    SortBy,
)
from leaddesk.domain.cell import Kind
from leaddesk.domain.column_counts import CountBy
from leaddesk.domain.columns import Column
from leaddesk.domain.page import Page, Position, Total
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.search import Query, SearchSpec
from leaddesk.services.loaded.loaded_result import LoadedResult
from leaddesk.ui.results.sort_keys import sort_key, sorted_order

pytestmark = pytest.mark.anyio

NAME = Column("Fields.Name", "Name", Kind.TEXT, ("Fields", "Name"), shown=True)
PRICE = Column("Price", "Price", Kind.MONEY, ("Price",), shown=True)
ADDED = Column("Added", "Added", Kind.MOMENT, ("Added",), shown=True)
STATE = Column("State", "State", Kind.TEXT, ("State",))


def discover(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    known = {"id", "Fields", "Price", "Added", "State"}
    names = dict.fromkeys(name for row in rows for name in row if name not in known)
    return tuple(Column(name, name, Kind.TEXT, (name,)) for name in names)


SPEC = SearchSpec(
    "leads", "Leads", RecordKind.LEAD, (), (NAME, PRICE, ADDED, STATE), discover_columns=discover, open_sections=("Fields",)
)  # fmt: skip
QUERY = Query("a", "p", "leads", {}, 100)
NAMES = ("José", "Ann", "jose", "Zoë", "Bo")


def lead(row: int) -> Record:
    members = (
        f'{{"id": "{row}", "Fields": {{"Name": "{NAMES[row % 5]}"}}, "Price": {row % 7 or "null"}, '
        f'"Added": "2026-01-{row % 28 + 1:02}T23:30:00Z", "State": "{("CA", "NV", "")[row % 3]}"'
    )
    late = ', "Rare": "only here"' if row == 777 else ""
    return Record("a", "p", RecordKind.LEAD, str(row), f"{members}{late}}}".encode(), row)


def page(first: int, end: int) -> Page:
    records = tuple(lead(row) for row in range(first, end))
    return Page(records, Position(first), Position(end), Total.exact(5000), datetime(2026, 1, 1, tzinfo=UTC))


async def loaded(count: int = 1000, *columns: Column) -> LoadedResult:
    result = LoadedResult(SPEC, QUERY, columns=columns or (NAME, PRICE, ADDED), zone=ZoneInfo("America/New_York"))
    for first in range(0, count, 300):
        await result.add(page(first, min(first + 300, count)))
    return result


def cells(result: LoadedResult, column: Column) -> list[Any]:
    return [column.cell_in(result.record(row).values()) for row in range(result.row_count)]


async def test_nothing_is_loaded_at_first() -> None:
    result = LoadedResult(SPEC, QUERY, columns=(NAME,))
    assert (result.row_count, result.row_of("1")) == (0, None)
    with pytest.raises(IndexError):
        result.record(0)
    arranged = await result.arrange(Arrangement(SortBy("Price"), "x"))
    assert (len(arranged.rows), arranged.out_of) == (0, 0)
    assert (await result.count("State")).bars == ()


async def test_rows_records_keys_and_cells_belong_together() -> None:
    result = await loaded()
    assert result.row_count == 1000
    for row in (0, 299, 300, 777, 999):
        assert result.record(row) == lead(row)
        assert result.key_at(row) == str(row)
        assert result.row_of(str(row)) == row
        values = result.record(row).values()
        assert result.cells(row) == tuple(column.cell_in(values) for column in (NAME, PRICE, ADDED))
    assert [record.id for record in result.records([5, 3])] == ["5", "3"]


async def test_a_repeated_record_is_counted_and_not_kept_again() -> None:
    result = await loaded(300)
    assert await result.add(page(290, 310)) == range(300, 310)
    assert result.row_count == 310
    assert result.tally.statement().duplicates == 10


@pytest.mark.parametrize("column", [NAME, PRICE, ADDED, STATE])
@pytest.mark.parametrize("descending", [False, True])
async def test_any_column_sorts_in_view_or_not(column: Column, descending: bool) -> None:
    result = await loaded()
    keys = [sort_key(cell, column.kind) for cell in cells(result, column)]
    arranged = await result.arrange(Arrangement(SortBy(column.key, descending)))
    assert arranged.rows.tolist() == sorted_order(keys, descending=descending)
    assert (arranged.out_of, arranged.rows.itemsize) == (1000, 4)


async def test_without_anything_the_rows_stand_as_they_came() -> None:
    assert (await (await loaded()).arrange(Arrangement())).rows.tolist() == list(range(1000))


async def test_sort_narrowing_and_filters_work_together() -> None:
    result = await loaded()
    arranged = await result.arrange(
        Arrangement(
            SortBy("Price", descending=True),
            "jose",
            (ColumnFilter("State", OneOf(("CA",), or_empty=True)), ColumnFilter("Price", NumberRange(3, 5))),
        )
    )
    wanted = [
        row for row in range(1000)
        if NAMES[row % 5] in {"José", "jose"} and row % 3 != 1 and 3 <= row % 7 <= 5
    ]  # fmt: skip
    assert arranged.rows.tolist() == sorted(wanted, key=lambda row: -(row % 7))


async def test_narrowing_looks_at_the_columns_in_view_in_the_words_of_the_zone() -> None:
    result = await loaded()
    assert len((await result.arrange(Arrangement(narrow="nv"))).rows) == 0
    await result.show_columns((NAME, STATE))
    assert len((await result.arrange(Arrangement(narrow="nv"))).rows) == 333
    assert len((await result.arrange(Arrangement(narrow="18:30"))).rows) == 0
    await result.show_columns((NAME, ADDED))
    assert len((await result.arrange(Arrangement(narrow="18:30"))).rows) == 1000


async def test_a_column_that_comes_into_view_is_read_from_all_rows_with_progress() -> None:
    result = await loaded(3000)
    steps: list[tuple[int, int]] = []
    await result.show_columns((STATE, NAME), lambda done, of: steps.append((done, of)))
    assert result.shown == (STATE, NAME)
    assert result.cells(2000) == tuple(column.cell_in(lead(2000).values()) for column in (STATE, NAME))
    assert len(steps) >= 2
    assert steps == sorted(steps)
    assert {of for _done, of in steps} == {3000}


async def test_pages_may_come_while_columns_change_and_rows_are_sorted() -> None:
    result = LoadedResult(SPEC, QUERY, columns=(NAME,))

    async def add() -> None:
        for first in range(0, 3000, 100):
            await result.add(page(first, first + 100))

    async def ask() -> None:
        for number in range(20):
            await result.show_columns((STATE, PRICE) if number % 2 else (NAME, ADDED))
            arranged = await result.arrange(Arrangement(SortBy("Price"), "a", (ColumnFilter("State", IsEmpty()),)))
            counts = await result.count("Added", CountBy.DAY)
            assert arranged.out_of <= counts.row_count <= result.row_count
            assert all(row < arranged.out_of for row in arranged.rows)

    async with asyncio.TaskGroup() as group:
        group.create_task(add())
        group.create_task(ask())
    assert result.row_count == 3000
    assert [result.cells(row) for row in (0, 1500, 2999)] == [
        tuple(column.cell_in(lead(row).values()) for column in result.shown) for row in (0, 1500, 2999)
    ]


async def test_columns_that_only_a_late_row_has_are_found() -> None:
    result = await loaded()
    assert "Rare" not in {column.key for column in result.columns}
    steps: list[tuple[int, int]] = []
    columns = await result.discover_columns(lambda done, of: steps.append((done, of)))
    assert [column.key for column in columns] == ["Fields.Name", "Price", "Added", "State", "Rare"]
    assert result.columns == columns
    assert steps[-1] == (1000, 1000)


async def test_pages_that_show_no_further_column_are_looked_at_more_seldom_and_one_that_does_is_followed() -> None:
    looked_at: list[set[str]] = []

    def look(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
        seen = list(rows)
        looked_at.append({str(row["id"]) for row in seen})
        return discover(seen)

    result = LoadedResult(replace(SPEC, discover_columns=look), QUERY, columns=(NAME,))
    for first in range(0, 3000, 100):
        await result.add(page(first, first + 100))
    pages = [sorted({int(row) // 100 for row in rows}) for rows in looked_at if rows]
    assert pages == [[0], [2], [6], [14], [22]]
    looked_at.clear()
    records = tuple(replace(lead(row), source=b'{"id": "%d", "New": 1}' % row) for row in range(3000, 3800))
    for first in range(0, 800, 100):
        await result.add(replace(page(3000 + first, 3100 + first), records=records[first : first + 100]))
    assert "New" in {column.key for column in result.columns}


async def test_columns_take_the_names_that_the_account_gives_them() -> None:
    result = LoadedResult(SPEC, QUERY, columns=(NAME,))
    named = replace(STATE, title="Bundesland")
    await result.add(replace(page(0, 10), columns=(named,)))
    assert result.column("State").title == "Bundesland"


async def test_any_name_of_an_open_section_is_a_column_and_another_is_not() -> None:
    result = await loaded(10)
    assert len((await result.arrange(Arrangement(SortBy("Fields.Anything")))).rows) == 10
    with pytest.raises(KeyError):
        await result.arrange(Arrangement(SortBy("Nothing")))
    with pytest.raises(KeyError):
        await result.count("Nothing")


async def test_counts_are_of_the_rows_that_pass_but_for_the_columns_own_filters() -> None:
    result = await loaded()
    within = Arrangement(
        narrow="ann", filters=(ColumnFilter("State", OneOf(("CA",))), ColumnFilter("Price", NumberRange(1, 3)))
    )
    counts = await result.count("State", within=within)
    wanted = [row % 3 for row in range(1000) if row % 5 == 1 and 1 <= row % 7 <= 3]
    assert {bar.label: bar.count for bar in counts.bars} == {"CA": wanted.count(0), "NV": wanted.count(1)}
    assert (counts.without_value, counts.row_count) == (wanted.count(2), len(wanted))


async def test_a_bar_filters() -> None:
    result = await loaded()
    counts = await result.count("Added", CountBy.DAY)
    bar = counts.bars[3]
    arranged = await result.arrange(Arrangement(filters=(ColumnFilter("Added", bar.test),)))
    assert len(arranged.rows) == bar.count


async def test_a_value_that_cannot_be_read_is_a_question_mark() -> None:
    def translate(raw: Any) -> Any:
        return {1: "one"}[raw]

    odd = replace(PRICE, key="Odd", translate=translate)
    result = await loaded(10, odd)
    assert [result.cells(row)[0] for row in (1, 2)] == ["one", "?"]
    assert [result.is_unreadable(row, odd) for row in (1, 2)] == [False, True]
    assert not result.is_unreadable(1, NAME)
    arranged = await result.arrange(Arrangement(filters=(ColumnFilter("Odd", Contains("?")),)))
    assert 2 in arranged.rows


async def test_what_is_held_is_told() -> None:
    result = await loaded()
    held = await result.bytes_held()
    assert held.haystack == 0
    assert held.records > 0
    assert held.ids > 0
    assert held.columns > 0
    await result.arrange(Arrangement(narrow="a"))
    more = await result.bytes_held()
    assert more.haystack > 0
    assert more.total == more.records + more.ids + more.columns + more.haystack


async def test_a_question_that_is_cancelled_leaves_everything_usable() -> None:
    result = await loaded(3000)
    async with asyncio.TaskGroup() as group:
        questions = [
            group.create_task(result.show_columns((STATE,))),
            group.create_task(result.arrange(Arrangement(SortBy("State")))),
        ]
        await asyncio.sleep(0)
        for question in questions:
            question.cancel()
    arranged = await result.arrange(Arrangement(SortBy("State"), "jose"))
    assert len(arranged.rows) == 1200
    assert result.cells(4) == tuple(column.cell_in(lead(4).values()) for column in result.shown)


@pytest.mark.parametrize(
    "ask",
    [
        lambda result: result.arrange(Arrangement(SortBy("State"), "jose")),
        lambda result: result.count("Added"),
        lambda result: result.show_columns((STATE, NAME)),
        lambda result: result.discover_columns(),
    ],
    ids=["arrange", "count", "show", "discover"],
)
async def test_heavy_work_is_not_done_on_the_loop(ask: Callable[[LoadedResult], Any]) -> None:
    result = await loaded(6000)
    here = threading.get_ident()
    begun = time.thread_time()
    await ask(result)
    assert threading.get_ident() == here
    assert time.thread_time() - begun < 0.1


def test_importing_the_service_does_not_import_what_takes_long() -> None:
    words = (
        "import sys, leaddesk.services.loaded.load_all; "
        "sys.exit(bool({'polars', 'zstandard', 'PySide6', 'httpx'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0
