"""Excel workbooks: sheets "Leads", "Sends" and "About"."""

# XlsxWriter tells types of some things only.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record
from leaddesk.exporting.about import AboutRow, SheetFacts, about_rows
from leaddesk.exporting.cell_columns import ROWS_AT_ONCE, ColumnReader, column_of
from leaddesk.exporting.cells import Cell, headings
from leaddesk.exporting.partial_file import PartialFile
from leaddesk.exporting.plan import ExportPlan, Written
from leaddesk.exporting.sends_sheet import SendRows
from leaddesk.exporting.sheet_table import MOST_ROWS, SheetTable
from leaddesk.exporting.workbook import Workbook, check, put_text

MOST_COLUMNS: Final = 16_384


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
        self._sends = SendRows(part.scratch_folder() / "sends", plan) if plan.read_sends is not None else None
        self._book = Workbook(part)
        columns = plan.columns[:MOST_COLUMNS]
        self._reader = ColumnReader(columns)
        self._tables: list[SheetTable] = []
        self._leads = self._table(plan.record_noun.capitalize(), headings(columns, plan.zone_name))
        self._sends_waiting: Iterator[list[Cell]] | None = None

    def add(self, records: Sequence[Record]) -> None:
        """Write one row for each record, and set its sends down for the sheet that follows."""
        for start in range(0, len(records), ROWS_AT_ONCE):
            some = records[start : start + ROWS_AT_ONCE]
            self._leads.write(self._reader.read(some), len(some))
        if self._sends is not None:
            for record in records:
                self._sends.add(record)

    def write_last(self, most: int) -> bool:
        """Write so many of the sends; False when all are written."""
        if self._sends is None or not self._sends.count:
            return False
        if self._sends_waiting is None:
            self._table("Sends", self._sends.headings())
            self._sends_waiting = self._sends.rows()
        self._part.check_stop()
        rows = list(islice(self._sends_waiting, most))
        if rows:
            self._tables[-1].write([column_of(cells) for cells in zip(*rows, strict=True)], len(rows))
        return bool(rows)

    def finish(self, coverage: Coverage) -> Written:
        """Write what is left of the sends and the sheet "About", and pack the workbook."""
        while self.write_last(ROWS_AT_ONCE):
            pass
        for table in self._tables:
            table.close()
        if self._sends is not None:
            self._sends.close()
        cut = {f"{table.name}, {heading}": count for table in self._tables for heading, count in table.cut.items()}
        sends = self._sends.count if self._sends is not None and self._sends.are_known else None
        facts = SheetFacts(self._leads.rows, sends, cut, self._notes())
        self._write_about(about_rows(self._plan, coverage, facts))
        self._book.pack()
        self._part.finish()
        return Written(facts.rows, facts.sends or 0, sum(cut.values()), facts.notes)

    def abort(self) -> None:
        """Let go of what is open."""
        self._book.let_go()
        if self._sends is not None:
            self._sends.close()

    def _table(self, name: str, titles: Sequence[str]) -> SheetTable:
        table = SheetTable(self._book, name, titles, zone=self._plan.zone, rows_per_sheet=self._rows_per_sheet)
        self._tables.append(table)
        return table

    def _notes(self) -> tuple[str, ...]:
        notes = self._sends.notes() if self._sends is not None else ()
        beyond = len(self._plan.columns) - MOST_COLUMNS
        if beyond > 0:
            return (*notes, f"A sheet holds {MOST_COLUMNS:,} columns; the last {beyond:,} are not in this file.")
        return notes

    def _write_about(self, rows: Sequence[AboutRow]) -> None:
        sheet = self._book.add_sheet("About")
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 100)
        for row, (label, value) in enumerate(rows):
            put_text(sheet, row, 0, label, self._book.heading)
            if isinstance(value, int):
                check(sheet.write_number(row, 1, value, self._book.left))
            else:
                put_text(sheet, row, 1, value, self._book.wrapped)
