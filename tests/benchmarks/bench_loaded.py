"""Sorting, narrowing and filtering 200,000 loaded rows, against polars doing the same.

Run as a program: `python tests/benchmarks/bench_loaded.py [--rows N] [--rounds N]`. Ours is what the window awaits, from the
question to the row numbers, on its worker thread. Against: polars alone, on this thread, over the columns as they were
decoded, with their null values: `arg_sort_by` that is stable and puts nulls last, as ours; for narrowing, `contains` in
20 columns of texts in lower case, made beforehand, joined by `any_horizontal`. The two take turns.

Beside these, the cells of 30 rows somewhere are asked for, as the window does before it paints them.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec
import polars as pl
from bench_load_all import STALL_LIMIT, Stalls
from benchmark_row import JSON_FLAG, Row, quartiles, report

from leaddesk.domain.arrangement import Arrangement, ColumnFilter, Contains, NumberRange, SortBy
from leaddesk.domain.cell import Kind
from leaddesk.domain.column_counts import CountBy
from leaddesk.domain.columns import Column
from leaddesk.domain.page import Page, Position, Total
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.search import Query, SearchSpec
from leaddesk.services.loaded.loaded_result import LoadedResult

LIMIT, STEP_ROWS = 2.0, 30
K = Kind
KINDS: Final = {
    "FirstName": K.TEXT, "LastName": K.TEXT, "City": K.TEXT, "State": K.TEXT, "PostalCode": K.POSTAL_CODE,
    "Phone": K.PHONE, "EmailAddress": K.EMAIL, "UID": K.IDENTIFIER, "LeadSource": K.TEXT, "LeadGrade": K.TEXT,
    "Campaign": K.TEXT, "Channel": K.TEXT, "Price": K.MONEY, "LoanAmount": K.MONEY, "SendCount": K.INTEGER,
    "Lat": K.NUMBER, "IsValid": K.YES_NO, "DateAdded": K.MOMENT, "LastUpdated": K.MOMENT, "Comments": K.LONG_TEXT,
}  # fmt: skip
COLUMNS: Final = tuple(Column(f"Fields.{key}", key, kind, ("Fields", key)) for key, kind in KINDS.items())
SPEC: Final = SearchSpec("leads", "Leads", RecordKind.LEAD, (), COLUMNS)
QUERY: Final = Query("a", "p", "leads", {}, 1000)
FIRST_NAMES: Final = ("Ann", "Bo", "José", "Zoë", "Miguel", "Renée", "Dana", "Chris", "Sam", "Ingrid", "Łukasz", "Kim")
SYLLABLES: Final = ("mar", "tin", "ez", "son", "ka", "lo", "wi", "fer", "nan", "do", "ber", "gü", "li", "ster", "na")
FILLER: Final = "By pressing the button I agree that Example Lending may call and text me about the loan. "
NEEDLE: Final = "berlo"


def lead(number: int, dice: random.Random) -> Record:
    """One invented lead; one field in ten is missing."""
    moment = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(60_000_000))
    last = "".join(dice.choices(SYLLABLES, k=3)).title()
    samples: dict[Kind, Callable[[], Any]] = {
        K.TEXT: lambda: dice.choice(SYLLABLES).title() + dice.choice(SYLLABLES),
        K.LONG_TEXT: lambda: " ".join(dice.choices(SYLLABLES, k=12)),
        K.IDENTIFIER: lambda: 4_000_000 + number,
        K.PHONE: lambda: f"202555{100 + number % 100:04}",
        K.EMAIL: lambda: f"{last.lower().replace('ü', 'u')}{number}@example.com",
        K.POSTAL_CODE: lambda: f"{dice.randrange(99999):05}",
        K.INTEGER: lambda: dice.randrange(20),
        K.MONEY: lambda: dice.randrange(1_000_000) / 100,
        K.NUMBER: lambda: dice.random() * 90,
        K.YES_NO: lambda: dice.random() < 0.8,
        K.MOMENT: lambda: (moment + timedelta(milliseconds=dice.randrange(9999))).isoformat().replace("+00:00", "Z"),
    }
    fields = {key: samples[kind]() for key, kind in KINDS.items() if dice.random() > 0.1}
    fields |= {"FirstName": dice.choice(FIRST_NAMES), "LastName": last, "Consent": FILLER * 28}
    source = msgspec.json.encode({"UID": number, "Fields": fields})
    return Record("a", "p", RecordKind.LEAD, str(number), source, number)


async def fill(rows: int) -> LoadedResult:
    """A result of so many leads of some 3.3 kB, with 20 columns in view."""
    dice = random.Random(4)
    result = LoadedResult(SPEC, QUERY, columns=COLUMNS)
    for first in range(0, rows, 1000):
        records = tuple(lead(number, dice) for number in range(first, min(first + 1000, rows)))
        await result.add(Page(records, Position(first), Position(first + 1000), Total.exact(rows), datetime.now(UTC)))
    return result


def decoded(result: LoadedResult) -> pl.DataFrame:
    """The columns as polars would have them, had it read the leads itself."""
    of: dict[str, list[Any]] = {column.title: [] for column in COLUMNS}
    for row in range(result.row_count):
        for column, cell in zip(COLUMNS, result.cells(row), strict=True):
            of[column.title].append(cell if isinstance(cell, str | int | float | datetime) else None)
    types = {K.MONEY: pl.Float64(), K.NUMBER: pl.Float64(), K.MOMENT: pl.Datetime("us", "UTC")}
    return pl.DataFrame(
        {key: pl.Series(key, values, dtype=types.get(KINDS[key]), strict=False) for key, values in of.items()}
    )


async def milliseconds(work: Callable[[], Awaitable[object]]) -> float:
    """How long one answer takes."""
    begun = time.perf_counter()
    await work()
    return (time.perf_counter() - begun) * 1000


def milliseconds_of(work: Callable[[], object]) -> float:
    """The same for what is not awaited."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


async def take_turns(
    ours: Callable[[], Awaitable[object]], theirs: Callable[[], object], rounds: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of both, after one that does not count."""
    found: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        took = (await milliseconds(ours), milliseconds_of(theirs))
        if number:
            for times, one in zip(found, took, strict=True):
                times.append(one)
    return found


def ratio(what: str, against: str, found: tuple[list[float], list[float]], limit: float | None) -> Row:
    """Medians of both."""
    ours, theirs = found
    words = f"medians of {len(ours)}: {quartiles(ours)} / {quartiles(theirs)}"
    return Row(what, against, statistics.median(ours) / statistics.median(theirs), limit, spread=words)


async def sorting(result: LoadedResult, frame: pl.DataFrame, rounds: int) -> list[Row]:
    """By a text, by a number, by a date; another order in between, since the last one is kept."""
    rows: list[Row] = []
    for words, key, figure in (
        ("text (last name)", "LastName", "sort, text"), ("number", "Price", "sort, number"),
        ("date", "DateAdded", "sort, date"), ("text (e-mail, all different)", "EmailAddress", ""),
    ):  # fmt: skip
        turn = iter(range(10_000))

        async def ours(key: str = key, turn: Any = turn) -> None:
            await result.arrange(Arrangement(SortBy(f"Fields.{key}", descending=next(turn) % 2 == 0)))

        turns = iter(range(10_000))

        def theirs(key: str = key, turns: Any = turns) -> None:
            by = pl.arg_sort_by(key, descending=next(turns) % 2 == 0, nulls_last=True, maintain_order=True)
            frame.select(by)

        found = await take_turns(ours, theirs, rounds)
        row = ratio(f"sort {result.row_count:,} rows by {words}", "polars arg_sort_by", found, LIMIT)
        rows.append(replace(row, figure=figure))
    return rows


async def narrowing(result: LoadedResult, frame: pl.DataFrame, rounds: int) -> list[Row]:
    """A substring over all columns: as it is typed on, and the first time, when nothing is prepared on either side."""
    lower = frame.select(pl.all().cast(pl.String).str.to_lowercase().fill_null(""))
    anywhere = pl.any_horizontal(pl.all().str.contains(NEEDLE, literal=True))

    async def ours() -> None:
        await result.arrange(Arrangement(narrow=NEEDLE))

    async def ours_first() -> None:
        shown = result.shown
        await result.show_columns(shown[::-1])  # other columns in view, nothing prepared
        await result.arrange(Arrangement(narrow=NEEDLE))

    def theirs() -> None:
        lower.select(anywhere.arg_true())

    def theirs_first() -> None:
        prepared = frame.select(pl.all().cast(pl.String).str.to_lowercase().fill_null(""))
        prepared.select(anywhere.arg_true())

    what = f"narrow {result.row_count:,} rows by a substring over {len(COLUMNS)} columns"
    row = ratio(what, "polars over texts prepared beforehand", await take_turns(ours, theirs, rounds), LIMIT)
    first = f"{what}, for the first time since rows came"
    return [
        replace(row, figure="narrow"),
        ratio(first, "polars, preparing too", await take_turns(ours_first, theirs_first, 5), None),
    ]


async def scrolling(result: LoadedResult, rounds: int) -> list[Row]:
    """A step in all rows against one in 100 rows: as they came, and sorted, where neighbours lie far apart."""
    small = await fill(100)
    rows: list[Row] = []
    for words, sort in (("", None), (", sorted", SortBy("Fields.LastName"))):
        dice = random.Random(7)
        orders = [(each, (await each.arrange(Arrangement(sort))).rows) for each in (result, small)]
        found: tuple[list[float], list[float]] = ([], [])
        for _ in range(20 * rounds):
            for times, (each, order) in zip(found, orders, strict=True):
                first = dice.randrange(len(order) - STEP_ROWS)

                def step(each: LoadedResult = each, rows: Any = order[first : first + STEP_ROWS]) -> None:
                    for row in rows:
                        each.cells(row)
                        each.key_at(row)

                times.append(milliseconds_of(step))
        what = f"the cells of {STEP_ROWS} rows somewhere in {result.row_count:,}{words}"
        rows.append(ratio(what, "somewhere in 100", found, None))
    return rows


async def choosing(result: LoadedResult, rounds: int) -> Row:
    """One whole record somewhere, as when a row is chosen."""
    dice = random.Random(9)
    times = [
        milliseconds_of(lambda: result.record(dice.randrange(result.row_count)).values()) for _ in range(20 * rounds)
    ]
    words = f"median of {len(times)}: {statistics.median(times):.2f} ms; the longest {max(times):.1f} ms"
    return Row("a record chosen anywhere, decoded", "", statistics.median(times), None, unit="ms", spread=words)


async def other_questions(result: LoadedResult) -> None:
    """What is not compared with anything, for the stall probe."""
    filters = (ColumnFilter("Fields.State", Contains("ber")), ColumnFilter("Fields.Price", NumberRange(10, 5000)))
    await result.arrange(Arrangement(SortBy("Fields.City"), "ann", filters))
    for column in COLUMNS:
        await result.count(column.key, CountBy.AUTO)


async def measure(rows: int, rounds: int) -> list[Row]:
    """All of it in one result."""
    result = await fill(rows)
    frame = decoded(result)
    stalls = Stalls()
    found = [
        *await sorting(result, frame, rounds),
        *await narrowing(result, frame, rounds),
        *await scrolling(result, rounds),
        await choosing(result, rounds),
    ]
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(stalls.watch())
        await other_questions(result)
        await narrowing_alone(result)
        watching.cancel()
    held = await result.bytes_held()
    what = f"longest stall of the event loop while {rows:,} rows are sorted, narrowed, filtered and counted"
    words = f"{stalls.words}; held per lead: {held.records / rows:.0f} records, {held.ids / rows:.0f} ids, "
    words += f"{held.columns / rows:.0f} for {len(COLUMNS)} columns, {held.haystack / rows:.0f} for narrowing"
    return [*found, Row(what, "", stalls.longest, STALL_LIMIT, unit="ms", spread=words)]


async def narrowing_alone(result: LoadedResult) -> None:
    """Ours without the other side, which would stall the loop itself."""
    for typed in ("b", "be", "ber", "2025550"):
        await result.arrange(Arrangement(SortBy("Fields.DateAdded"), typed))


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument(JSON_FLAG, action="store_true")
    chosen = options.parse_args()
    report(asyncio.run(measure(chosen.rows, max(chosen.rounds, 5))))


if __name__ == "__main__":
    main()
