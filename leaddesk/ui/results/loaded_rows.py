"""The rows of a whole result, and their ticks: one byte a row. Pure; no Qt."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import partial
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from leaddesk.domain.cell import CellValue
from leaddesk.domain.record import Record
from leaddesk.ui.results.cell_reader import CellReader
from leaddesk.ui.results.lazy_sequence import LazySequence
from leaddesk.ui.results.row_cells import UNREAD, UNREADABLE, RowCells
from leaddesk.ui.results.selected_records import Held, SelectedRecords, read_held

if TYPE_CHECKING:
    from leaddesk.services.loaded.loaded_result import LoadedResult

_MOST_ROWS_KEPT: Final = 600
"""Rows read lately stay read: some screens full."""


class LoadedCells(RowCells):
    """One row of a whole result. Its cells are there already, but for columns that were just chosen."""

    __slots__ = ("_result",)

    def __init__(self, result: LoadedResult, number: int, reader: CellReader) -> None:
        """Nothing is read yet."""
        super().__init__(None, reader, number)
        self._result = result

    @property
    def record(self) -> Record:
        """The record, byte for byte as it came."""
        return self._result.record(self.number)

    def _open(self) -> list[Any]:
        return [UNREAD] * len(self.reader.columns)

    def _read(self, place: int) -> CellValue:
        if self._result.shown != self.reader.columns:
            return self._read_record(place)
        cell = self._result.cell(self.number, place)
        if cell == UNREADABLE and self._result.is_unreadable(self.number, self.reader.columns[place]):
            self._faults.add(place)
        return cell

    def _read_record(self, place: int) -> CellValue:
        if self._raws is None:
            self.take(self.reader.read([self.record])[0])
        return UNREADABLE if self._raws is None else super()._read(place)


class LoadedRows:
    """What of a result has come so far. Those ticked before and not here (yet) stand in `elsewhere`."""

    def __init__(self, result: LoadedResult, reader: CellReader, elsewhere: SelectedRecords) -> None:
        """`elsewhere` is taken over: what is found here leaves it."""
        self.result = result
        self._reader = reader
        self._elsewhere = elsewhere
        self._ticks = bytearray()
        self._read: dict[int, LoadedCells] = {}
        self.grow()

    def __len__(self) -> int:
        return len(self._ticks)

    def grow(self) -> None:
        """Take in what has come since."""
        first, end = len(self._ticks), self.result.row_count
        self._ticks.extend(bytes(end - first))
        if len(self._elsewhere):
            for number in range(first, end):
                if self._elsewhere.drop(self.result.key_at(number)):
                    self._ticks[number] = 1

    def row(self, number: int) -> LoadedCells:
        """The cells of a row."""
        row = self._read.get(number)
        if row is None:
            if len(self._read) >= _MOST_ROWS_KEPT:
                self._read.clear()
            row = self._read[number] = LoadedCells(self.result, number, self._reader)
        return row

    def rows(self, numbers: Sequence[int]) -> list[LoadedCells]:
        """The cells of these rows."""
        return [self.row(number) for number in numbers]

    def record(self, number: int) -> Record:
        """The record of a row."""
        return self.result.record(number)

    def key(self, number: int) -> str:
        """The key of a row's record."""
        return self.result.key_at(number)

    def number_of(self, key: str) -> int | None:
        """The row of a record, as far as it is here."""
        number = self.result.row_of(key)
        return number if number is not None and number < len(self) else None

    def records(self, numbers: Sequence[int]) -> Sequence[Record]:
        """The records of these rows, read when they are asked for."""
        return LazySequence(numbers, self.result.record)

    @property
    def fault_count(self) -> int:
        """Cells that could not be read or shown, of the rows looked at lately."""
        return sum(len(row.faults) for row in self._read.values())

    def use(self, reader: CellReader) -> None:
        """Read other columns from now on."""
        self._reader = reader
        self._read.clear()

    # Ticks

    def is_ticked(self, row: RowCells) -> bool:
        """Whether the row is selected."""
        return self._ticks[row.number] == 1

    @property
    def ticked_count(self) -> int:
        """Here and elsewhere."""
        return self._ticks.count(1) + len(self._elsewhere)

    @property
    def ticked_keys(self) -> Sequence[str]:
        """As they came; then those that are not here."""
        items: list[int | str] = [*self._ticked_numbers(), *self._elsewhere.keys]
        return LazySequence(items, lambda item: item if isinstance(item, str) else self.result.key_at(item))

    def _ticked_numbers(self) -> Sequence[int]:
        return array("I", compress(range(len(self._ticks)), self._ticks))

    def ticked_records(self, shown: Sequence[int]) -> Sequence[Record]:
        """The shown ones from top to bottom, then the others as they came; read when they are asked for."""
        numbers: list[int | Held] = list(compress(shown, map(self._ticks.__getitem__, shown)))
        if len(numbers) < self._ticks.count(1):
            others = self._ticks.copy()
            _mark(others, shown, 0)
            numbers += compress(range(len(others)), others)
        numbers += self._elsewhere.held.values()
        return LazySequence(numbers, self._record_of)

    def _record_of(self, item: int | Held) -> Record:
        return self.result.record(item) if isinstance(item, int) else read_held(item)

    def ticked_among(self, shown: Sequence[int]) -> int:
        """How many of these rows are ticked."""
        return self._ticks.count(1) if len(shown) == len(self) else sum(map(self._ticks.__getitem__, shown))

    def tick(self, numbers: Sequence[int], *, ticked: bool) -> bool:
        """Tick or untick; False when that changed nothing."""
        before = self._ticks.count(1)
        _mark(self._ticks, numbers, int(ticked))
        return self._ticks.count(1) != before

    def untick_all(self) -> None:
        """Here and elsewhere."""
        self._ticks = bytearray(len(self._ticks))
        self._elsewhere.clear()

    def ticks(self) -> object:
        """The ticks as they are now, for `put_back`."""
        return bytes(self._ticks)

    def put_back(self, ticks: object) -> None:
        """Have the ticks of an earlier moment; rows that came since keep theirs."""
        assert isinstance(ticks, bytes)
        self._ticks[: len(ticks)] = ticks

    def as_selected(self) -> SelectedRecords:
        """The ticks by key, for the pages."""
        read = self.result.record
        here: dict[str, Held] = {self.result.key_at(row): partial(read, row) for row in self._ticked_numbers()}
        return SelectedRecords({**here, **self._elsewhere.held})


def _mark(ticks: bytearray, numbers: Sequence[int], mark: int) -> None:
    if len(numbers) == len(ticks):
        ticks[:] = bytes((mark,)) * len(ticks)
    elif isinstance(numbers, range) and numbers.step == 1:
        ticks[numbers.start : numbers.stop] = bytes((mark,)) * len(numbers)
    else:
        for number in numbers:
            ticks[number] = mark
