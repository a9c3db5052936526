"""Reading the shown columns out of a record, once; a value that breaks its reader is marked, not fatal. Pure; no Qt.

A row is read when it is first needed: of a page of 1,000 rows some 30 are seen, and reading all of them at once
would hold the window up.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Final, TypeVar

from leaddesk.domain.cell import NOT_SENT, CellValue
from leaddesk.domain.columns import Column
from leaddesk.domain.folded_text import fold
from leaddesk.domain.record import Record
from leaddesk.ui.cell_text import cell_text
from leaddesk.ui.results.narrowing import Haystack, build_haystack

UNREADABLE: Final = "?"
"""Stands for a value that could not be read or shown."""
NOT_SENT_MARK: Final = "–"

_log = logging.getLogger(__name__)
_Value = TypeVar("_Value")


class RowCells:
    """One row with the shown columns; decoded once, when a cell or a text is first asked for.

    `number` is its place among the rows that are there, before any sorting.
    """

    __slots__ = ("_cells", "_faults", "_haystack", "_record", "_texts", "columns", "number")

    def __init__(self, record: Record | None, columns: Sequence[Column], number: int = 0) -> None:
        """Nothing is decoded yet. Whoever gives no record overrides `record`."""
        self.columns = columns
        self.number = number
        self._record = record
        self._cells: tuple[CellValue, ...] | None = None
        self._faults: set[int] = set()
        self._texts: tuple[str, ...] | None = None
        self._haystack: Haystack | None = None

    @property
    def record(self) -> Record:
        """The record of the row."""
        assert self._record is not None
        return self._record

    @property
    def cells(self) -> tuple[CellValue, ...]:
        """The values of the columns."""
        if self._cells is None:
            self._cells = self._read()
        return self._cells

    @property
    def faults(self) -> set[int]:
        """Numbers of the columns whose value could not be read or, so far, shown."""
        if self._cells is None:
            self._cells = self._read()
        return self._faults

    def _read(self) -> tuple[CellValue, ...]:
        values = _guarded(self.record.values)
        if values is None:
            self._faults.update(range(len(self.columns)))
            return (UNREADABLE,) * len(self.columns)
        cells: list[CellValue] = []
        for place, column in enumerate(self.columns):
            cell = _guarded(lambda column=column: (column.cell_in(values),))
            if cell is None:
                self._faults.add(place)
            cells.append(UNREADABLE if cell is None else cell[0])
        return tuple(cells)

    def texts(self, columns: Sequence[Column], zone: tzinfo) -> tuple[str, ...]:
        """What the cells show: one line each; a dash for not sent."""
        if self._texts is None:
            self._texts = tuple(self._text(place, column, zone) for place, column in enumerate(columns))
        return self._texts

    def haystack(self, columns: Sequence[Column], zone: tzinfo) -> Haystack:
        """What narrowing looks in."""
        if self._haystack is None:
            built = _guarded(lambda: build_haystack(self.cells, columns, zone))
            self._haystack = built or Haystack(fold(" ".join(self.texts(columns, zone))), "")
        return self._haystack

    def _text(self, place: int, column: Column, zone: tzinfo) -> str:
        value = self.cells[place]
        if value is NOT_SENT:
            return NOT_SENT_MARK
        text = _guarded(lambda: cell_text(value, column.kind, zone))
        if text is None:
            self._faults.add(place)
        return UNREADABLE if text is None else text


def _guarded(work: Callable[[], _Value]) -> _Value | None:
    """The result, or None when the work failed: the type of the failure is logged, its text (a lead's data) is not."""
    try:
        return work()
    except Exception as error:  # one odd value must not take the table down
        _log.error("a value could not be read or shown: %s", type(error).__name__)
        return None
