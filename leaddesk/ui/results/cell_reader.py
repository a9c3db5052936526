"""Reads the cells of the shown columns out of records. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from leaddesk.domain.cell import NOT_SENT, CellValue, read_cell
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record

if TYPE_CHECKING:
    from leaddesk.services.loaded.row_reader import RowReader

Raws = Sequence[Any]
"""The raw values of one record, by the places of the columns."""


class CellReader:
    """Decodes of many records at once what the columns name, and makes a cell of a raw value when it is wanted."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Prepared at the first reading."""
        self.columns = tuple(columns)
        self._reader: RowReader | None = None

    def read(self, records: Sequence[Record]) -> list[Raws | None]:
        """The raw values of each record; None for one that could not be decoded."""
        from leaddesk.services.loaded.row_reader import BROKEN, RowReader  # late: no window needs it to come up

        if not self.columns:
            return [()] * len(records)
        if self._reader is None:
            self._reader = RowReader(self.columns)
        by_column = self._reader.read([record.source for record in records])
        return [None if raws[0] is BROKEN else raws for raws in zip(*by_column, strict=True)]

    def cell(self, raws: Raws, place: int) -> CellValue:
        """One cell, as `Column.cell_in` gives it.

        Raises:
            Exception: whatever the column's `translate` fails with.
        """
        column, raw = self.columns[place], raws[place]
        if column.translate is not None and raw is not NOT_SENT:
            raw = column.translate(raw)
        return read_cell(raw, column.kind)
