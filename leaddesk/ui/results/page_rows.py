"""The rows of one page: their order, what narrowing leaves of them, and their ticks. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import cast

from leaddesk.domain.needle import Needle
from leaddesk.domain.record import Record
from leaddesk.ui.results.cell_reader import CellReader
from leaddesk.ui.results.row_cells import RowCells
from leaddesk.ui.results.selected_records import Held, SelectedRecords
from leaddesk.ui.results.sort_keys import sort_key, sorted_order


class PageRows:
    """Some records, each decoded once, when its row is first needed. Ticks go by record key, over all pages."""

    def __init__(self, records: Sequence[Record], reader: CellReader, selected: SelectedRecords) -> None:
        """`selected` holds the ticks of this page and of others."""
        self.selected = selected
        self._reader = reader
        self._rows = [RowCells(record, reader, number) for number, record in enumerate(records)]
        self._order = list(range(len(self._rows)))

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, number: int) -> RowCells:
        """The cells of a row."""
        return self._rows[number]

    def rows(self, numbers: Sequence[int]) -> list[RowCells]:
        """The cells of these rows; their records are decoded together, which takes half the time."""
        rows = [self._rows[number] for number in numbers]
        due = [row for row in rows if not row.is_decoded]
        if due:
            for row, raws in zip(due, self._reader.read([row.record for row in due]), strict=True):
                row.take(raws)
        return rows

    def record(self, number: int) -> Record:
        """The record of a row."""
        return self._rows[number].record

    def key(self, number: int) -> str:
        """The key of a row's record."""
        return self._rows[number].record.key

    def number_of(self, key: str) -> int | None:
        """The row of a record."""
        return next((number for number, row in enumerate(self._rows) if row.record.key == key), None)

    def records(self, numbers: Sequence[int]) -> tuple[Record, ...]:
        """The records of these rows."""
        return tuple(self._rows[number].record for number in numbers)

    @property
    def fault_count(self) -> int:
        """Cells that could not be read or shown."""
        return sum(len(row.faults) for row in self._rows)

    def use(self, reader: CellReader) -> None:
        """Read other columns of the same rows."""
        self._reader = reader
        self._rows = [RowCells(row.record, reader, row.number) for row in self._rows]

    def sort(self, column_key: str, *, descending: bool) -> None:
        """By one shown column; by one that is not shown, in the order in which they came."""
        numbers = list(range(len(self._rows)))
        columns = self._reader.columns
        place = next((place for place, column in enumerate(columns) if column.key == column_key), None)
        if place is None:
            self._order = numbers
            return
        keys = [sort_key(row.cell(place), columns[place].kind) for row in self.rows(numbers)]
        self._order = sorted_order(keys, descending=descending)

    def shown(self, needle: Needle, zone: tzinfo) -> Sequence[int]:
        """The rows that hold what was typed, in order."""
        if not needle.text:
            return list(self._order)
        rows = self.rows(self._order)
        return [row.number for row in rows if row.haystack(zone).holds(needle)]

    # Ticks

    def is_ticked(self, row: RowCells) -> bool:
        """Whether the row is selected."""
        return row.record.key in self.selected

    @property
    def ticked_count(self) -> int:
        """On all pages."""
        return len(self.selected)

    @property
    def ticked_keys(self) -> tuple[str, ...]:
        """On all pages, in the order of ticking."""
        return self.selected.keys

    def ticked_records(self, shown: Sequence[int]) -> tuple[Record, ...]:
        """The shown ones from top to bottom, then the others in the order of ticking."""
        here = tuple(record for record in self.records(shown) if record.key in self.selected)
        keys = {record.key for record in here}
        return here + tuple(record for record in self.selected.records if record.key not in keys)

    def ticked_among(self, shown: Sequence[int]) -> int:
        """How many of these rows are ticked."""
        return sum(self._rows[number].record.key in self.selected for number in shown)

    def tick(self, numbers: Sequence[int], *, ticked: bool) -> bool:
        """Tick or untick; False when that changed nothing."""
        return self.selected.put(self.records(numbers), ticked=ticked) > 0

    def untick_all(self) -> None:
        """On all pages."""
        self.selected.clear()

    def ticks(self) -> object:
        """The ticks as they are now, for `put_back`."""
        return dict(self.selected.held)

    def put_back(self, ticks: object) -> None:
        """Have the ticks of an earlier moment."""
        self.selected.replace(cast("dict[str, Held]", ticks))
