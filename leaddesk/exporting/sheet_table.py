"""A table of a workbook: rows under headings, going on in a next sheet when one is full."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from functools import partial
from itertools import chain, repeat
from typing import Final

from leaddesk.exporting.cell_columns import CellColumn, column_of
from leaddesk.exporting.cells import cut_text
from leaddesk.exporting.sheet_cells import Style, column_letters, column_xml, text_cell_xml
from leaddesk.exporting.workbook_package import MOST_SHEET_BYTES, WorkbookPackage
from leaddesk.exporting.workbook_parts import SHEET_END, SHEET_START, Sheet

MOST_ROWS: Final = 1_048_575
"""Data rows of one sheet: Excel's 1,048,576 less the heading."""

_ROWS_MEASURED: Final = 200
_WIDTHS: Final = (8, 60)
_MARGIN: Final = 0.7109375
"""What Excel adds to the width of a column of so many digits in its usual font."""

_HEAD: Final = (
    SHEET_START + '<sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
    '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
)
_TAIL: Final = (
    "</sheetData>{}"
    '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    f'<ignoredErrors><ignoredError sqref="A1:XFD{MOST_ROWS + 1}" numberStoredAsText="1"/></ignoredErrors>'
    f"{SHEET_END}"
)


class SheetTable:
    """Writes its sheets into the package, one after another; no other sheet may be begun until it is closed."""

    def __init__(
        self, package: WorkbookPackage, name: str, titles: Sequence[str], *, zone: tzinfo, rows_per_sheet: int
    ) -> None:
        """Begin the first sheet.

        Raises:
            OSError: the disk refuses.
        """
        self.name = name
        self.rows = 0
        self.cut: Counter[str] = Counter()
        self.sheets: list[Sheet] = []
        self._package = package
        self._titles = titles
        self._zone = zone
        self._rows_per_sheet = rows_per_sheet
        self._letters = [column_letters(col) for col in range(len(titles))]
        self._on_cut: list[Callable[[], None]] = [partial(self._count_cut, title) for title in titles]
        self._widths = [len(title) + 3 for title in titles]  # room for the filter's arrow
        self._rows_in_sheet = 0
        self._waiting: list[str] | None = []
        self._package.open_sheet()

    def write(self, columns: Sequence[CellColumn], count: int) -> None:
        """The next rows: `count` cells of each column.

        Raises:
            OSError: the disk refuses.
        """
        start = 0
        while start < count:
            if self._rows_in_sheet == self._rows_per_sheet or self._package.sheet_bytes >= MOST_SHEET_BYTES:
                self._next_sheet()
            stop = min(count, start + self._rows_per_sheet - self._rows_in_sheet)
            whole = stop - start == count
            self._write_rows(columns if whole else [column_of(c.cells[start:stop]) for c in columns], stop - start)
            start = stop

    def close(self) -> None:
        """The last sheet is whole.

        Raises:
            OSError: the disk refuses.
        """
        if self._waiting is not None:
            self._write_head()
        last = (self._letters[-1], self._rows_in_sheet + 1) if self._titles else None
        self._package.write(_TAIL.format(f'<autoFilter ref="A1:{last[0]}{last[1]}"/>' if last else ""))
        self._package.close_sheet()
        name = self.name if not self.sheets else f"{self.name} {len(self.sheets) + 1}"
        self.sheets.append(Sheet(name, f"$A$1:${last[0]}${last[1]}" if last else ""))

    def _next_sheet(self) -> None:
        self.close()
        self._rows_in_sheet = 0
        self._package.open_sheet()
        self._write_head()

    def _write_rows(self, columns: Sequence[CellColumn], count: int) -> None:
        first = self._rows_in_sheet + 2
        rows = [str(row) for row in range(first, first + count)]
        cells = [
            column_xml(letters, rows, column, self._zone, on_cut)
            for letters, column, on_cut in zip(self._letters, columns, self._on_cut, strict=True)
        ]
        starts = [f'<row r="{row}">' for row in rows]
        xml = "".join(chain.from_iterable(zip(starts, *cells, repeat("</row>", count), strict=True)))
        self._rows_in_sheet += count
        self.rows += count
        if self._waiting is None:
            self._package.write(xml)
            return
        self._measure(columns)
        self._waiting.append(xml)
        if self.rows >= _ROWS_MEASURED:
            self._write_head()

    def _write_head(self) -> None:
        """What stands before the rows: of the first sheet it waits for some rows, whose widths it tells."""
        places = range(1, len(self._titles) + 1)
        widths = [min(max(width, _WIDTHS[0]), _WIDTHS[1]) + _MARGIN for width in self._widths]
        cols = [
            f'<col min="{col}" max="{col}" width="{width}" customWidth="1"/>'
            for col, width in zip(places, widths, strict=True)
        ]
        cells = [
            text_cell_xml(f"{letters}1", cut_text(title), Style.HEADING)
            for letters, title in zip(self._letters, self._titles, strict=True)
        ]
        self._package.write(f"{_HEAD}<cols>{''.join(cols)}</cols>" if cols else _HEAD)
        self._package.write(f'<sheetData><row r="1">{"".join(cells)}</row>')
        for xml in self._waiting or ():
            self._package.write(xml)
        self._waiting = None

    def _measure(self, columns: Sequence[CellColumn]) -> None:
        for col, column in enumerate(columns):
            for cell in column.cells[:_ROWS_MEASURED]:
                if cell is not None:
                    width = 20 if isinstance(cell, datetime) else len(str(cell)) + 1
                    self._widths[col] = max(self._widths[col], width)

    def _count_cut(self, title: str) -> None:
        self.cut[title] += 1
