"""One search's rows, held compactly: what the window asks about everything that is loaded.

What is heavy runs on one worker thread, in steps of some milliseconds of Python; polars works beside it. Whoever waits
may be cancelled at any time: the step that runs is finished and nothing is left half done.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING, Final

from leaddesk.daemon_thread import DaemonThread
from leaddesk.domain.arrangement import Arrangement
from leaddesk.domain.cell import CellValue
from leaddesk.domain.column_counts import ColumnCounts, CountBy
from leaddesk.domain.columns import Column, merge_columns, rename_columns
from leaddesk.domain.page import CoverageTally, Page
from leaddesk.domain.record import Record
from leaddesk.domain.search import Query, SearchSpec
from leaddesk.services.loaded.question import ROWS_PER_STEP, Question

if TYPE_CHECKING:
    from leaddesk.services.loaded.loaded_table import BytesHeld, LoadedTable

OnStep = Callable[[int, int], None]
"""Hears how many rows of how many are done."""

_WORKER: Final = DaemonThread("loaded results")
_LOOKED_AT: Final = 50
_MOST_PAGES_PASSED_OVER: Final = 8
"""So many rows of a page are looked at for further columns; where they show none, fewer pages are, down to one in so
many.
"""


@dataclass(frozen=True, slots=True)
class Arranged:
    """Row numbers in order, and among how many rows was looked."""

    rows: array[int] = field(repr=False)
    out_of: int


class LoadedResult:
    """Rows are numbered as they came and never numbered anew.

    Attributes:
        spec, query: what was asked.
        tally: adds up what came; a repeated id is counted there and not stored again.
        columns: the declared ones and those seen so far, as the account names them. While pages come, only some rows of
            each are looked at; `discover_columns` looks at all.
        shown: the columns in view, whose cells are at hand.
    """

    def __init__(self, spec: SearchSpec, query: Query, *, columns: Sequence[Column], zone: tzinfo = UTC) -> None:
        """Empty. `columns` are those in view; `zone` is that of their times, in words, days and narrowing."""
        self.spec = spec
        self.query = query
        self.tally = CoverageTally()
        self.columns: tuple[Column, ...] = merge_columns(spec.columns, tuple(columns))
        self.shown: tuple[Column, ...] = tuple(columns)
        self._named: tuple[Column, ...] = ()
        self._look_every = self._pages_to_look = 1
        self._zone = zone
        self._table: LoadedTable | None = None

    # At once

    @property
    def row_count(self) -> int:
        """Rows that are loaded."""
        return 0 if self._table is None else self._table.row_count

    @property
    def zone(self) -> tzinfo:
        """The zone of all times."""
        return self._zone

    def record(self, row: int) -> Record:
        """The record of a row, byte for byte as it came.

        Raises:
            IndexError: there is no such row.
        """
        return self._loaded().store.record(row)

    def records(self, rows: Iterable[int]) -> Iterator[Record]:
        """Records in this order, opened as they are taken: little is held of them."""
        return map(self.record, rows)

    def key_at(self, row: int) -> str:
        """`Record.key` of a row."""
        return self._loaded().store.key_at(row)

    def row_of(self, key: str) -> int | None:
        """The row of that key; None when it is not loaded. Takes some milliseconds among 200,000."""
        return None if self._table is None else self._table.store.row_of(key)

    def cells(self, row: int) -> tuple[CellValue, ...]:
        """The cells of the columns in view, as `Column.cell_in` gives them; times with a zone are given in UTC.

        A value that breaks its reader is “?”; see `is_unreadable`.
        """
        return self._loaded().cells(row, self.shown)

    def cell(self, row: int, place: int) -> CellValue:
        """One of `cells`, by its place among the columns in view: a table shows five of twenty at a time."""
        return self._loaded().cell(row, self.shown, place)

    def is_unreadable(self, row: int, column: Column) -> bool:
        """Whether a cell is “?” because its value could not be read."""
        return self._loaded().is_unreadable(row, column)

    def column(self, key: str) -> Column:
        """The column of that key, known or possible.

        Raises:
            KeyError: there is none.
        """
        known = (column for column in (*self.shown, *self.columns) if column.key == key)
        return next(known, None) or self.spec.column(key)

    def _loaded(self) -> LoadedTable:
        if self._table is None:
            raise IndexError("nothing is loaded")
        return self._table

    # On the worker thread

    async def add(self, page: Page) -> range:
        """Take in a page; gives the rows of its records that were not there before."""
        fresh = self.tally.add(page)
        self._pages_to_look -= 1
        is_due = self._pages_to_look <= 0
        rows, seen = await _WORKER.call(lambda: self._add(fresh, is_looked_at=is_due))
        known = merge_columns(self.columns, seen)
        if is_due:
            has_new = len(known) > len(self.columns)
            self._look_every = 1 if has_new else min(self._look_every * 2, _MOST_PAGES_PASSED_OVER)
            self._pages_to_look = self._look_every
        self._named = merge_columns(page.columns, self._named)
        self.columns = rename_columns(known, self._named)
        return rows

    async def show_columns(self, columns: Sequence[Column], on_step: OnStep | None = None) -> None:
        """Have these columns in view; those that were not are read out of everything loaded first."""
        wanted = tuple(columns)
        while lacking := await _WORKER.call(lambda: self._open().show(wanted)):
            _tell(on_step, self.row_count - lacking, self.row_count)
        self.shown = wanted
        self.columns = merge_columns(self.columns, wanted)

    async def arrange(self, arrangement: Arrangement, on_step: OnStep | None = None) -> Arranged:
        """The rows that pass, in order.

        Raises:
            KeyError: it names a column that there is not.
        """
        named = self._columns_of(arrangement)
        while True:
            question = await self._ready(arrangement, named, on_step)
            arranged = await _WORKER.call(lambda question=question: self._arrange(question))
            if arranged is not None:
                return arranged

    async def count(
        self, column_key: str, by: CountBy = CountBy.AUTO, *, within: Arrangement | None = None, most: int = 50
    ) -> ColumnCounts:
        """The rows of `within` by their value in this column, whose own filters there do not count.

        Raises:
            KeyError: there is no such column.
        """
        among = (within or Arrangement()).without_filters_of(column_key)
        column = self.column(column_key)
        named = {**self._columns_of(among), column_key: column}
        while True:
            question = await self._ready(among, named, None)
            counts = await _WORKER.call(lambda question=question: self._open().count(column, question, by, most))
            if counts is not None:
                return counts

    async def discover_columns(self, on_step: OnStep | None = None) -> tuple[Column, ...]:
        """Look at every row for columns that no page so far was seen to have; `columns` holds them afterwards."""
        start = 0
        while start < self.row_count:
            end = min(start + ROWS_PER_STEP, self.row_count)
            seen = await _WORKER.call(lambda start=start, end=end: self._open().discover(self.spec, start, end))
            self.columns = rename_columns(merge_columns(self.columns, seen), self._named)
            start = end
            _tell(on_step, start, self.row_count)
        return self.columns

    async def bytes_held(self) -> BytesHeld:
        """What is held, in bytes."""
        return await _WORKER.call(lambda: self._open().bytes_held())

    async def _ready(self, arrangement: Arrangement, named: dict[str, Column], on_step: OnStep | None) -> Question:
        """Read what the question needs and is not there yet."""
        question = Question(arrangement, named, self.shown)
        needed = question.needed()
        while lacking := await _WORKER.call(lambda: self._open().catch_up(needed)):
            _tell(on_step, self.row_count - lacking, self.row_count)
        return question

    def _columns_of(self, arrangement: Arrangement) -> dict[str, Column]:
        keys = [item.column_key for item in arrangement.filters]
        if arrangement.sort is not None:
            keys.append(arrangement.sort.column_key)
        return {key: self.column(key) for key in keys}

    def _open(self) -> LoadedTable:
        """The table; made on the worker thread, since what it needs takes long to import."""
        if self._table is None:
            from leaddesk.services.loaded.loaded_table import LoadedTable

            self._table = LoadedTable(self.shown, self._zone)
        return self._table

    def _add(self, fresh: Sequence[Record], *, is_looked_at: bool) -> tuple[range, tuple[Column, ...]]:
        from leaddesk.services.loaded.loaded_table import discovered

        table = self._open()
        first = table.row_count
        table.add(fresh)
        every = 1 if first == 0 else max(1, len(fresh) // _LOOKED_AT)
        looked_at = fresh[::every] if is_looked_at else ()
        return range(first, table.row_count), discovered(self.spec, (record.source for record in looked_at))

    def _arrange(self, question: Question) -> Arranged | None:
        table = self._open()
        rows = table.arrange(question)
        return None if rows is None else Arranged(rows, table.row_count)


def without_rows(page: Page, positions: frozenset[int]) -> Page:
    """The page without what stands at these places of the whole result."""
    if not positions:
        return page
    return replace(
        page,
        records=tuple(record for record in page.records if record.position not in positions),
        skipped=tuple(row for row in page.skipped if row.position not in positions),
    )


def _tell(on_step: OnStep | None, done: int, of: int) -> None:
    if on_step is not None:
        on_step(done, of)
