"""Copying leads: tab-separated text and an HTML table together, so that spreadsheets and mails get cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import QLocale, QMimeData
from PySide6.QtGui import QGuiApplication

from leaddesk.domain.cell import CellValue
from leaddesk.domain.cell_words import full_text
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record
from leaddesk.ui.cell_text import count_text
from leaddesk.ui.results.cell_reader import CellReader
from leaddesk.ui.results.clipboard_table import build_cells, build_html, build_text, clean_text
from leaddesk.ui.results.row_cells import UNREADABLE, RowCells

MOST_COPIED_ROWS: Final = 5_000
"""More would hold the window up for long, and no clipboard is made for it."""


def copy_rows(records: Sequence[Record], columns: Sequence[Column], zone: tzinfo, *, headings: bool = False) -> str:
    """Put these records' columns, in this order, on the clipboard; gives words for the status line."""
    if not records or not columns:
        return "Nothing to copy"
    if len(records) > MOST_COPIED_ROWS:
        return (
            f"Nothing copied: {len(records):,} rows are too many. Export them, or select {MOST_COPIED_ROWS:,} at most"
        )
    reader = CellReader(columns)
    rows = [RowCells(record, reader) for record in records]
    QGuiApplication.clipboard().setMimeData(build_mime([row.cells for row in rows], columns, zone, headings=headings))
    words = f"{count_text(len(rows), 'row', 'rows')}, {count_text(len(columns), 'column', 'columns')} copied"
    unread = sum(len(row.faults) for row in rows)
    marked = f"; {count_text(unread, 'value', 'values')} could not be read, marked “{UNREADABLE}”" if unread else ""
    return words + (" with headings" if headings else "") + marked


def copy_value(value: CellValue, column: Column, zone: tzinfo) -> str:
    """Put one value on the clipboard, raw and as plain text only; gives words for the status line."""
    QGuiApplication.clipboard().setText(clean_text(full_text(value, column.kind, zone)))
    return f"“{column.title}” copied"


def build_mime(
    rows: Sequence[Sequence[CellValue]], columns: Sequence[Column], zone: tzinfo, *, headings: bool
) -> QMimeData:
    """Both forms of the rows in one object. Numbers are written with this computer's decimal point."""
    point = QLocale.system().decimalPoint()
    table = build_cells(rows, columns, zone, headings=headings, decimal_point=point)
    data = QMimeData()
    data.setText(build_text(table))
    if len(table) > 1 or len(table[0]) > 1:
        data.setHtml(build_html(table, headings=headings))
    return data
