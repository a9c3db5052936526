"""Excel workbooks: sheets "Leads", "Sends" and "About", written row by row with XlsxWriter.

A text is only ever written as text: it cannot become a formula or a link. XlsxWriter never raises for a
limit but returns a negative number, so every return value is looked at.
"""

# XlsxWriter tells types of some things only.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, tzinfo
from typing import Any, Final, cast

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record
from leaddesk.exporting.about import SheetFacts, about_rows
from leaddesk.exporting.cells import Cell, RowReader, cut_text, headings, wall_clock, without_surrogates
from leaddesk.exporting.lean_worksheet import LeanWorksheet
from leaddesk.exporting.partial_file import PartialFile
from leaddesk.exporting.plan import ExportPlan, Written
from leaddesk.exporting.sends_sheet import SendRows

MOST_ROWS: Final = 1_048_575
"""Data rows of one sheet: Excel's 1,048,576 less the heading."""

MOST_COLUMNS: Final = 16_384
_ROWS_MEASURED: Final = 200
_WIDTHS: Final = (8, 60)

_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
    "use_zip64": True,
}


class XlsxFile:
    """Writes records into a workbook."""

    def __init__(self, part: PartialFile, plan: ExportPlan, *, rows_per_sheet: int = MOST_ROWS) -> None:
        """Begin the workbook; `rows_per_sheet` is how many data rows a sheet holds before the next one begins.

        Raises:
            OSError: the disk refuses.
        """
        self._part = part
        self._plan = plan
        self._rows_per_sheet = rows_per_sheet
        scratch = part.scratch_folder()
        self._book = xlsxwriter.Workbook(cast("Any", part), {**_OPTIONS, "tmpdir": str(scratch)})
        self._styles = _Styles(self._book)
        columns = plan.columns[:MOST_COLUMNS]
        self._reader = RowReader(columns)
        self._leads = self._table(plan.record_noun.capitalize(), headings(columns, plan.zone_name))
        self._sends = SendRows(scratch / "sends", plan) if plan.read_sends is not None else None

    def add(self, records: Sequence[Record]) -> None:
        """Write one row for each record, and set its sends down for the sheet that follows."""
        for record in records:
            self._leads.write(self._reader.read(record.values()))
        if self._sends is not None:
            for record in records:
                self._sends.add(record)

    def finish(self, coverage: Coverage) -> Written:
        """Write the sends and the sheet "About", and pack the workbook."""
        tables = [self._leads, *self._write_sends()]
        if self._sends is not None:
            self._sends.close()
        for table in tables:
            table.close()
        cut = {f"{table.name}, {heading}": count for table in tables for heading, count in table.cut.items()}
        sends = tables[1].rows if len(tables) > 1 else 0
        facts = SheetFacts(self._leads.rows, sends, cut, self._notes())
        self._write_about(coverage, facts)
        self._pack()
        self._part.finish()
        return Written(facts.rows, facts.sends, sum(cut.values()), facts.notes)

    def abort(self) -> None:
        """Close what XlsxWriter holds open; its files go with the scratch folder."""
        self._book.fileclosed = True
        handles = [handle for sheet in self._book.worksheets() for handle in _handles(sheet)]
        if self._sends is not None:
            handles.append(self._sends)
        for handle in handles:
            with suppress(OSError):  # a full disk refuses to take what was buffered; it is thrown away anyway
                handle.close()

    def _table(self, name: str, titles: Sequence[str]) -> _Table:
        return _Table(self._book, self._styles, name, titles, zone=self._plan.zone, rows_per_sheet=self._rows_per_sheet)

    def _write_sends(self) -> Iterable[_Table]:
        if self._sends is None or not self._sends.count:
            return
        table = self._table("Sends", self._sends.headings())
        for cells in self._sends.rows():
            self._part.check_stop()
            table.write(cells)
        yield table

    def _notes(self) -> tuple[str, ...]:
        notes = self._sends.notes() if self._sends is not None else ()
        beyond = len(self._plan.columns) - MOST_COLUMNS
        if beyond > 0:
            return (*notes, f"A sheet holds {MOST_COLUMNS:,} columns; the last {beyond:,} are not in this file.")
        return notes

    def _write_about(self, coverage: Coverage, facts: SheetFacts) -> None:
        sheet = self._book.add_worksheet("About")
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 100)
        for row, (label, value) in enumerate(about_rows(self._plan, coverage, facts)):
            _put_text(sheet, row, 0, cut_text(without_surrogates(label)), self._styles.bold)
            if isinstance(value, int):
                _checked(sheet.write_number(row, 1, value, self._styles.left))
            else:
                _put_text(sheet, row, 1, cut_text(without_surrogates(value)), self._styles.wrapped)

    def _pack(self) -> None:
        try:
            self._book.close()
        except XlsxWriterException as error:
            cause = error.args[0] if error.args else None
            raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error


class _Styles:
    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.date = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.left = book.add_format({"align": "left"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})


class _Table:
    """Rows under headings, going on in a next sheet when one is full."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        styles: _Styles,
        name: str,
        titles: Sequence[str],
        *,
        zone: tzinfo,
        rows_per_sheet: int,
    ) -> None:
        self.name = name
        self.rows = 0
        self.cut: Counter[str] = Counter()
        self._book = book
        self._styles = styles
        self._zone = zone
        self._titles = titles
        self._rows_per_sheet = rows_per_sheet
        self._widths = [len(title) + 3 for title in titles]  # room for the filter's arrow
        self._sheets: list[Worksheet] = []
        self._next_row = 0
        self._open_sheet()

    def write(self, cells: Sequence[Cell]) -> None:
        """The next row."""
        if self._next_row > self._rows_per_sheet:
            self._open_sheet()
        if self.rows < _ROWS_MEASURED:
            self._measure(cells)
        self._write_cells(cells)
        self._next_row += 1
        self.rows += 1

    def close(self) -> None:
        """Set what spans whole sheets, now that their length is known."""
        for number, sheet in enumerate(self._sheets, start=1):
            last = self._rows_per_sheet if number < len(self._sheets) else self._next_row - 1
            sheet.freeze_panes(1, 0)
            sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS + 1}"})
            if self._titles:
                sheet.autofilter(0, 0, last, len(self._titles) - 1)
            for col, width in enumerate(self._widths):
                sheet.set_column(col, col, min(max(width, _WIDTHS[0]), _WIDTHS[1]))

    def _open_sheet(self) -> None:
        number = len(self._sheets) + 1
        sheet = self._book.add_worksheet(self.name if number == 1 else f"{self.name} {number}", LeanWorksheet)
        for col, title in enumerate(self._titles):
            _put_text(sheet, 0, col, cut_text(title), self._styles.bold)
        self._sheets.append(sheet)
        self._next_row = 1

    def _write_cells(self, cells: Sequence[Cell]) -> None:
        """Write one row. The innermost loop of an export, hence without calls that could be spared."""
        sheet, row = self._sheets[-1], self._next_row
        refused = 0
        for col, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                if len(cell) > 16_000 or cell[0] == "<":
                    self._write_awkward_text(sheet, row, col, cell)
                else:
                    refused |= sheet.write_string(row, col, cell)
            elif isinstance(cell, bool):
                refused |= sheet.write_boolean(row, col, cell)
            elif isinstance(cell, datetime):
                local = wall_clock(cell, self._zone)
                if isinstance(local, str):
                    refused |= sheet.write_string(row, col, local)
                else:
                    refused |= sheet.write_datetime(row, col, local, self._styles.date)
            else:
                refused |= sheet.write_number(row, col, cell)
        _checked(refused)

    def _write_awkward_text(self, sheet: Worksheet, row: int, col: int, text: str) -> None:
        short = cut_text(text)
        if short is not text:
            self.cut[self._titles[col]] += 1
        _put_text(sheet, row, col, short)

    def _measure(self, cells: Sequence[Cell]) -> None:
        for col, cell in enumerate(cells):
            if cell is not None:
                width = 20 if isinstance(cell, datetime) else len(str(cell)) + 1
                self._widths[col] = max(self._widths[col], width)


def _put_text(sheet: Worksheet, row: int, col: int, text: str, style: Format | None = None) -> None:
    """Write text as text. What looks like XlsxWriter's own rich text would be taken for it: written in three runs."""
    if text.startswith("<r>") and text.endswith("</r>"):
        runs = ("<", "r", text[2:])
        _checked(sheet.write_rich_string(row, col, *runs, *((style,) if style else ())))
    else:
        _checked(sheet.write_string(row, col, text, style))


def _checked(code: int) -> None:
    if code:
        raise OSError(f"the sheet refused a cell ({code})")


def _handles(sheet: Any) -> list[Any]:
    """The files XlsxWriter has open for a sheet: its rows, and its part of the package."""
    found: list[Any] = [sheet.row_data_fh, sheet.fh]
    return [handle for handle in found if handle is not None]
