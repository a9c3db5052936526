"""A row with its shown columns, read as far as it is seen; a value that breaks its reader is marked, not fatal. No Qt.

Of a page of 1,000 rows some 30 are seen, and of these the columns in view: reading all at once would hold the window
up.
"""

from __future__ import annotations

import logging
from datetime import tzinfo
from itertools import repeat
from typing import Any, Final

from leaddesk.domain.cell import NOT_SENT, CellValue
from leaddesk.domain.folded_text import fold
from leaddesk.domain.record import Record
from leaddesk.ui.cell_text import cell_text
from leaddesk.ui.results.cell_reader import CellReader, Raws
from leaddesk.ui.results.narrowing import Haystack, build_haystack

UNREADABLE: Final = "?"
"""Stands for a value that could not be read or shown."""
NOT_SENT_MARK: Final = "–"
UNREAD: Final = object()
"""Stands where a cell has not been asked for yet."""

_log = logging.getLogger(__name__)


class RowCells:
    """One row. Its record is decoded when a cell is first asked for; cells and texts are made one by one, once.

    `number` is its place among the rows that are there, before any sorting.
    """

    __slots__ = ("_cells", "_faults", "_haystack", "_raws", "_record", "_texts", "number", "reader")

    def __init__(self, record: Record | None, reader: CellReader, number: int = 0) -> None:
        """Nothing is decoded yet. Whoever gives no record overrides `record`."""
        self.reader = reader
        self.number = number
        self._record = record
        self._raws: Raws | None = None
        self._cells: list[Any] | None = None
        self._texts: list[str | None] | None = None
        self._faults: set[int] = set()
        self._haystack: Haystack | None = None

    @property
    def record(self) -> Record:
        """The record of the row."""
        assert self._record is not None
        return self._record

    @property
    def is_decoded(self) -> bool:
        """Whether a record need not be decoded for its cells any more."""
        return self._cells is not None

    def take(self, raws: Raws | None) -> None:
        """Take what the reader found in the record, together with other records."""
        width = len(self.reader.columns)
        self._raws = raws
        if raws is None:
            _log.error("a record could not be read")
            self._faults.update(range(width))
        self._cells = [UNREADABLE if raws is None else UNREAD] * width

    def cell(self, place: int) -> CellValue:
        """The value in one column."""
        cells = self._cells
        if cells is None:
            cells = self._cells = self._open()
        value = cells[place]
        if value is UNREAD:
            value = cells[place] = self._read(place)
        return value

    def _open(self) -> list[Any]:
        """The cells that are there without reading them one by one; `UNREAD` for the others."""
        self.take(self.reader.read([self.record])[0])
        assert self._cells is not None
        return self._cells

    def _read(self, place: int) -> CellValue:
        assert self._raws is not None
        try:
            return self.reader.cell(self._raws, place)
        except Exception as error:  # one odd value must not take the table down
            self.mark_fault(place, error)
            return UNREADABLE

    @property
    def cells(self) -> tuple[CellValue, ...]:
        """The values of all columns."""
        return tuple([self.cell(place) for place in range(len(self.reader.columns))])

    @property
    def faults(self) -> set[int]:
        """Numbers of the columns whose value could not be read or, so far, shown."""
        for place in range(len(self.reader.columns)):
            self.cell(place)
        return self._faults

    def mark_fault(self, place: int, error: Exception) -> None:
        """Know that a value could not be shown. The type of the failure is logged; its text, a lead's data, is not."""
        if place not in self._faults:
            self._faults.add(place)
            _log.error("a value could not be read or shown: %s", type(error).__name__)

    def text(self, place: int, zone: tzinfo) -> str:
        """What one cell shows: one line; a dash for not sent."""
        texts = self._texts
        if texts is None:
            texts = self._texts = list[str | None](repeat(None, len(self.reader.columns)))
        text = texts[place]
        if text is None:
            text = texts[place] = self._make_text(place, zone)
        return text

    def _make_text(self, place: int, zone: tzinfo) -> str:
        value = self.cell(place)
        if value is NOT_SENT:
            return NOT_SENT_MARK
        try:
            return cell_text(value, self.reader.columns[place].kind, zone)
        except Exception as error:  # one odd value must not take the table down
            self.mark_fault(place, error)
            return UNREADABLE

    def texts(self, zone: tzinfo) -> tuple[str, ...]:
        """What all the cells show."""
        return tuple([self.text(place, zone) for place in range(len(self.reader.columns))])

    def is_muted(self, place: int) -> bool:
        """Whether what a cell shows stands for a value and is none: not sent, or could not be read or shown."""
        return self.cell(place) is NOT_SENT or place in self._faults

    def haystack(self, zone: tzinfo) -> Haystack:
        """What narrowing looks in."""
        if self._haystack is None:
            try:
                self._haystack = build_haystack(self.cells, self.reader.columns, zone)
            except Exception:  # one odd value, which `texts` marks
                self._haystack = Haystack(fold(" ".join(self.texts(zone))), "")
        return self._haystack
