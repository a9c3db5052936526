"""All that is loaded, and every question about it, done at once. `loaded_result` calls it on the worker thread.

Only what is under “Reading”, and reading from `store`, may be called on another thread meanwhile.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from itertools import chain
from typing import Any, Final, cast

import polars as pl

from leaddesk.domain.cell import CellValue
from leaddesk.domain.column_counts import ColumnCounts, CountBy
from leaddesk.domain.columns import Column
from leaddesk.domain.needle import build_needle
from leaddesk.domain.record import Record, decode_json
from leaddesk.domain.search import SearchSpec
from leaddesk.services.loaded.part_reading import read_part
from leaddesk.services.loaded.question import ROWS_PER_STEP, Question
from leaddesk.services.loaded.record_store import RecordStore
from leaddesk.services.loaded.row_counting import count_column
from leaddesk.services.loaded.row_filtering import passing
from leaddesk.services.loaded.row_narrowing import Haystack
from leaddesk.services.loaded.row_reader import RowReader
from leaddesk.services.loaded.row_sorting import order_by, row_numbers
from leaddesk.services.loaded.typed_column import TypedColumn

_READERS_KEPT: Final = 4
_OTHERS_KEPT: Final = 4
"""Columns out of view that stay decoded, having been sorted, filtered or counted by."""


@dataclass(frozen=True, slots=True)
class BytesHeld:
    """What the loaded rows take, in bytes: compressed records, ids, columns, and the texts for narrowing."""

    records: int
    ids: int
    columns: int
    haystack: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.records + self.ids + self.columns + self.haystack


class LoadedTable:
    """The store, its typed columns, and the texts for narrowing."""

    def __init__(self, shown: Sequence[Column], zone: tzinfo) -> None:
        """Nothing is loaded yet."""
        self.zone = zone
        self.store = RecordStore()
        self._reader = self.store.reader()
        self._shown: tuple[Column, ...] = tuple(shown)
        self._columns: dict[Column, TypedColumn] = {column: TypedColumn(column) for column in shown}
        self._row_readers: dict[tuple[Column, ...], RowReader] = {}
        self._haystack: Haystack | None = None
        self._at_hand: tuple[Sequence[Column], list[TypedColumn | None]] | None = None
        self._last_order: tuple[tuple[Column, bool, int], pl.Series] | None = None

    @property
    def row_count(self) -> int:
        """Rows whose record and cells can be read."""
        return self.store.row_count

    # Growing

    def add(self, records: Sequence[Record]) -> None:
        """Keep these records. Columns that are up to date and in view are read at once, others when they are needed."""
        first = self.row_count
        due = [typed for column, typed in self._columns.items() if column in self._shown and typed.row_count == first]
        packing = self.store.begin(records)
        self._read_into(due, [record.source for record in records])
        self.store.add(records, packing)

    def catch_up(self, columns: Sequence[Column], most_rows: int = ROWS_PER_STEP) -> int:
        """Read some more rows into those of these columns that lack them; gives how many rows are still to be read."""
        for column in columns:
            self._columns[column] = self._columns.pop(column, None) or TypedColumn(column)  # last used, last forgotten
        self._at_hand = None
        held = [self._columns[column] for column in columns]
        start = min((typed.row_count for typed in held), default=self.row_count)
        ends = [typed.row_count for typed in held if typed.row_count > start]
        end = min([start + most_rows, self.row_count, *ends])
        due = [typed for typed in held if typed.row_count == start]
        for _first, sources in self.store.blocks_from(start, end, self._reader):
            self._read_into(due, sources)
        return self.row_count - min((typed.row_count for typed in held), default=self.row_count)

    def show(self, columns: Sequence[Column]) -> int:
        """Have these columns in view once they are up to date; gives how many rows they still lack."""
        lacking = self.catch_up(columns)
        if not lacking:
            self._shown = tuple(columns)
            others = [column for column in self._columns if column not in self._shown]
            for column in others[: max(len(others) - _OTHERS_KEPT, 0)]:
                del self._columns[column]
            self._at_hand = None
        return lacking

    def _read_into(self, due: Sequence[TypedColumn], sources: Sequence[bytes]) -> None:
        if not due or not sources:
            return
        columns = tuple(typed.column for typed in due)
        reader = self._row_readers.pop(columns, None) or RowReader(columns)
        self._row_readers[columns] = reader
        if len(self._row_readers) > _READERS_KEPT:
            del self._row_readers[next(iter(self._row_readers))]
        for typed, raws in zip(due, reader.read(sources), strict=True):
            typed.append(read_part(typed.column, raws, typed.row_count))

    def discover(self, spec: SearchSpec, start: int, end: int) -> tuple[Column, ...]:
        """The columns that only these rows show."""
        pieces = (sources for _first, sources in self.store.blocks_from(start, end, self._reader))
        return discovered(spec, chain.from_iterable(pieces))

    # Reading

    def cells(self, row: int, columns: Sequence[Column]) -> tuple[CellValue, ...]:
        """The cells of one row; columns that have no typed cell there are read from the record."""
        held = [typed for typed in self._typed(columns) if typed is not None and row < typed.row_count]
        if len(held) == len(columns):
            return tuple(typed.cell(row) for typed in held)
        raws = RowReader(columns).read([self.store.record(row).source])
        found: list[CellValue] = []
        for column, (raw,) in zip(columns, raws, strict=True):
            typed = TypedColumn(column)
            typed.append(read_part(column, (raw,), 0))
            found.append(typed.cell(0))
        return tuple(found)

    def cell(self, row: int, columns: Sequence[Column], place: int) -> CellValue:
        """One of the cells of a row."""
        typed = self._typed(columns)[place]
        return self.cells(row, columns)[place] if typed is None or row >= typed.row_count else typed.cell(row)

    def _typed(self, columns: Sequence[Column]) -> list[TypedColumn | None]:
        at_hand = self._at_hand
        if at_hand is None or at_hand[0] is not columns:
            at_hand = self._at_hand = (columns, [self._columns.get(column) for column in columns])
        return at_hand[1]

    def is_unreadable(self, row: int, column: Column) -> bool:
        """Whether the cell is “?” because its value could not be read."""
        typed = self._columns.get(column)
        return typed is not None and row < typed.row_count and typed.broken_count > 0 and typed.is_broken(row)

    def bytes_held(self) -> BytesHeld:
        """See BytesHeld."""
        columns = sum(typed.bytes_held for typed in self._columns.values())
        haystack = 0 if self._haystack is None else self._haystack.bytes_held
        return BytesHeld(self.store.bytes_held, self.store.id_bytes, columns, haystack)

    # Questions

    def arrange(self, question: Question) -> array[int] | None:
        """Row numbers; None when a column that is needed is not up to date."""
        if self._lacks(question):
            return None
        order = self._order(question)
        mask = self._mask(question)
        kept = order if mask is None else order.filter(mask.gather(order))
        return row_numbers(kept)

    def count(self, column: Column, question: Question, by: CountBy, most: int) -> ColumnCounts | None:
        """Count a column's values among the rows that pass; None as for `arrange`."""
        if self._lacks(question):
            return None
        return count_column(self._columns[column], self._mask(question), self.zone, by, most)

    def _lacks(self, question: Question) -> bool:
        held = [self._columns.get(column) for column in question.needed()]
        return any(typed is None or typed.row_count < self.row_count for typed in held)

    def _order(self, question: Question) -> pl.Series:
        """The order of the last column sorted by is kept: what is typed into the filter box leaves it as it is."""
        sort = question.arrangement.sort
        if sort is None:
            return pl.int_range(self.row_count, dtype=pl.UInt32(), eager=True)
        what = (question.columns[sort.column_key], sort.descending, self.row_count)
        if self._last_order is None or self._last_order[0] != what:
            self._last_order = (what, order_by(self._columns[what[0]], descending=sort.descending))
        return self._last_order[1]

    def _mask(self, question: Question) -> pl.Series | None:
        """Rows that pass everything; None for all."""
        masks = [
            passing(self._columns[question.columns[item.column_key]], item.test, self.zone)
            for item in question.arrangement.filters
        ]
        needle = build_needle(question.arrangement.narrow)
        if needle.text:
            masks.append(self._find_haystack(question.shown).find(needle))
        if not masks:
            return None
        passed = masks[0]
        for mask in masks[1:]:
            passed &= mask
        return passed

    def _find_haystack(self, shown: tuple[Column, ...]) -> Haystack:
        held = self._haystack
        if held is None or held.columns != shown:
            held = self._haystack = Haystack(shown, self.zone)
        held.grow([self._columns[column] for column in shown])
        return held


def discovered(spec: SearchSpec, sources: Iterable[bytes]) -> tuple[Column, ...]:
    """The columns that only these records show. What cannot be decoded shows none; in the table it stands as “?”."""
    return spec.discover_columns(_objects(sources))


def _objects(sources: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for source in sources:
        try:
            decoded = decode_json(source)
        except ValueError:
            continue
        if isinstance(decoded, dict):
            yield cast("dict[str, Any]", decoded)
