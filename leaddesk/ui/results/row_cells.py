"""Reading the shown columns out of a record, once; a value that breaks its reader is marked, not fatal. Pure; no Qt."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, Final, TypeVar

from leaddesk.domain.cell import NOT_SENT, CellValue
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record
from leaddesk.ui.cell_text import cell_text
from leaddesk.ui.results.narrowing import Haystack, build_haystack
from leaddesk.ui.results.sort_keys import fold

UNREADABLE: Final = "?"
"""Stands for a value that could not be read or shown."""
NOT_SENT_MARK: Final = "–"

_log = logging.getLogger(__name__)
_Value = TypeVar("_Value")


@dataclass(slots=True)
class RowCells:
    """One record with the decoded cells of the shown columns; texts are made when they are first asked for.

    `faults` holds the numbers of the columns whose value could not be read or shown.
    """

    record: Record
    cells: tuple[CellValue, ...]
    faults: set[int] = field(default_factory=set[int])
    _texts: tuple[str, ...] | None = None
    _haystack: Haystack | None = None

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
            self.faults.add(place)
        return UNREADABLE if text is None else text


def read_row(record: Record, columns: Sequence[Column]) -> RowCells:
    """Decode a record once and read these columns of it."""
    values = _guarded(record.values)
    if values is None:
        return RowCells(record, (UNREADABLE,) * len(columns), set(range(len(columns))))
    found = values
    cells: list[CellValue] = []
    faults: set[int] = set()
    for place, column in enumerate(columns):
        cell = _guarded(lambda column=column: (_read(column, found),))
        if cell is None:
            faults.add(place)
        cells.append(UNREADABLE if cell is None else cell[0])
    return RowCells(record, tuple(cells), faults)


def _read(column: Column, values: dict[str, Any]) -> CellValue:
    return column.cell_in(values)


def _guarded(work: Callable[[], _Value]) -> _Value | None:
    """The result, or None when the work failed: the type of the failure is logged, its text (a lead's data) is not."""
    try:
        return work()
    except Exception as error:  # one odd value must not take the table down
        _log.error("a value could not be read or shown: %s", type(error).__name__)
        return None
