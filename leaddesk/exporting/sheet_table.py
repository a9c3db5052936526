"""A table of a workbook: rows under headings, going on in a next sheet when one is full."""

# XlsxWriter tells types of some things only.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from functools import partial
from itertools import chain, repeat
from typing import Final

from xlsxwriter.utility import xl_col_to_name

from leaddesk.exporting.cell_columns import CellColumn, column_of
from leaddesk.exporting.rows_worksheet import RowsWorksheet
from leaddesk.exporting.sheet_cells import MomentLook, column_xml
from leaddesk.exporting.workbook import Workbook, put_text

MOST_ROWS: Final = 1_048_575
"""Data rows of one sheet: Excel's 1,048,576 less the heading."""

MOST_SHEET_BYTES: Final = 1_500_000_000
"""So much XML a sheet may have before its last rows come. Beyond 2 GB a package needs zip's 64-bit form, over which
Excel says that it repairs the file."""

_ROWS_MEASURED: Final = 200
_WIDTHS: Final = (8, 60)


class SheetTable:
    """Adds its sheets to the workbook as they are needed; no other sheet may be added until it has all its rows."""

    def __init__(
        self, book: Workbook, name: str, titles: Sequence[str], *, zone: tzinfo, rows_per_sheet: int = MOST_ROWS
    ) -> None:
        """Begin the first sheet.

        Raises:
            OSError: the disk refuses.
        """
        self.name = name
        self.rows = 0
        self.cut: Counter[str] = Counter()
        self._book = book
        self._titles = titles
        self._look = MomentLook(zone, book.moment_style)
        self._rows_per_sheet = rows_per_sheet
        self._letters = [xl_col_to_name(col) for col in range(len(titles))]
        self._on_cut: list[Callable[[], None]] = [partial(self._count_cut, title) for title in titles]
        self._widths = [len(title) + 3 for title in titles]  # room for the filter's arrow
        self._sheets: list[RowsWorksheet] = []
        self._rows_in_sheet = 0
        self._begin_sheet()

    def write(self, columns: Sequence[CellColumn], count: int) -> None:
        """The next rows: `count` cells of each column.

        Raises:
            OSError: the disk refuses.
        """
        if self.rows < _ROWS_MEASURED:
            self._measure(columns)
        start = 0
        while start < count:
            if self._rows_in_sheet == self._rows_per_sheet or self._sheets[-1].bytes_appended >= MOST_SHEET_BYTES:
                self._end_sheet()
                self._begin_sheet()
            stop = min(count, start + self._rows_per_sheet - self._rows_in_sheet)
            whole = stop - start == count
            self._append(columns if whole else [column_of(c.cells[start:stop]) for c in columns], stop - start)
            start = stop

    def close(self) -> None:
        """All rows are there."""
        self._end_sheet()
        for sheet in self._sheets:
            for col, width in enumerate(self._widths):
                sheet.set_column(col, col, min(max(width, _WIDTHS[0]), _WIDTHS[1]))

    def _begin_sheet(self) -> None:
        number = len(self._sheets) + 1
        sheet = self._book.add_rows_sheet(self.name if number == 1 else f"{self.name} {number}")
        sheet.freeze_panes(1, 0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS + 1}"})
        for col, title in enumerate(self._titles):
            put_text(sheet, 0, col, title, self._book.heading)
        self._sheets.append(sheet)
        self._rows_in_sheet = 0

    def _end_sheet(self) -> None:
        if self._titles:
            self._sheets[-1].autofilter(0, 0, self._rows_in_sheet, len(self._titles) - 1)

    def _append(self, columns: Sequence[CellColumn], count: int) -> None:
        first = self._rows_in_sheet + 2
        rows = [str(row) for row in range(first, first + count)]
        cells = [
            column_xml(letters, rows, column, self._look, on_cut)
            for letters, column, on_cut in zip(self._letters, columns, self._on_cut, strict=True)
        ]
        starts = [f'<row r="{row}">' for row in rows]
        xml = "".join(chain.from_iterable(zip(starts, *cells, repeat("</row>", count), strict=True)))
        self._rows_in_sheet += count
        self.rows += count
        if self._titles:  # without a column there is nothing that a row could hold
            self._sheets[-1].append_rows(self._rows_in_sheet, len(self._titles) - 1, xml)

    def _measure(self, columns: Sequence[CellColumn]) -> None:
        for col, column in enumerate(columns):
            for cell in column.cells[:_ROWS_MEASURED]:
                if cell is not None:
                    width = 20 if isinstance(cell, datetime) else len(str(cell)) + 1
                    self._widths[col] = max(self._widths[col], width)

    def _count_cut(self, title: str) -> None:
        self.cut[title] += 1
