r"""Rows as text that spreadsheets take for cells: tab-separated, and as an HTML table. Pure; no Qt.

Spreadsheets prefer the HTML when they are offered both. There every cell that is no number and no date is
marked as text (`mso-number-format:"\@"`), so that phones and ids keep their zeros and plus signs and nothing
that looks like a formula becomes one. The tab-separated text holds the bare values.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from leaddesk.domain.cell import TEXT_KINDS, CellValue
from leaddesk.domain.cell_words import full_text, in_zone
from leaddesk.domain.columns import Column
from leaddesk.ui.results.headings import heading_text

_TEXT_STYLE: Final = r"mso-number-format:'\@'"
_MOMENT_STYLE: Final = r"mso-number-format:'yyyy\-mm\-dd\ hh\:mm\:ss'"
_NUMBER_STYLE: Final = "mso-number-format:General"
_LINE_BREAK: Final = '<br style="mso-data-placement:same-cell">'
_MOST_EXACT_DIGITS: Final = 15
_FIRST_SPREADSHEET_YEAR: Final = 1900
_CONTROL: Final = {number: "�" for number in range(32) if chr(number) not in "\t\n"}


@dataclass(frozen=True, slots=True)
class CopyCell:
    """One cell: its text, and how a spreadsheet is to take it."""

    text: str
    style: str


def copy_cell(value: CellValue, column: Column, zone: tzinfo, decimal_point: str) -> CopyCell:
    """A value as it is copied: whole, times in the zone, numbers without grouping and without loss."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        local = in_zone(value, zone)
        style = _MOMENT_STYLE if local.year >= _FIRST_SPREADSHEET_YEAR else _TEXT_STYLE
        return CopyCell(full_text(value, column.kind, zone), style)
    if isinstance(value, int | float) and not isinstance(value, bool) and column.kind not in TEXT_KINDS:
        text = _number_text(value)
        exact = sum(character.isdigit() for character in text) <= _MOST_EXACT_DIGITS
        return CopyCell(text.replace(".", decimal_point), _NUMBER_STYLE if exact else _TEXT_STYLE)
    return CopyCell(clean_text(full_text(value, column.kind, zone)), _TEXT_STYLE)


def clean_text(text: str) -> str:
    """Line breaks as one character; characters that clipboards cannot carry are marked."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)


def build_cells(
    rows: Sequence[Sequence[CellValue]], columns: Sequence[Column], zone: tzinfo, *, headings: bool, decimal_point: str
) -> list[list[CopyCell]]:
    """All cells to copy, with the headings as the first row when wanted."""
    table = [
        [copy_cell(value, column, zone, decimal_point) for value, column in zip(row, columns, strict=True)]
        for row in rows
    ]
    head = [CopyCell(heading_text(column, zone), _TEXT_STYLE) for column in columns]
    return [head, *table] if headings else table


def build_text(table: Sequence[Sequence[CopyCell]]) -> str:
    """Tab-separated text. A single cell is given raw; else tabs, line breaks and quotes are quoted as Excel does."""
    if len(table) == 1 and len(table[0]) == 1:
        return table[0][0].text
    return "".join("\t".join(_quoted(cell.text) for cell in row) + "\n" for row in table)


def build_html(table: Sequence[Sequence[CopyCell]], *, headings: bool) -> str:
    """An HTML table; everything is escaped."""
    body = "\n".join(
        "<tr>" + "".join(_html_cell(cell, "th" if headings and place == 0 else "td") for cell in row) + "</tr>"
        for place, row in enumerate(table)
    )
    return f'<html><head><meta charset="utf-8"></head><body>\n<table>\n{body}\n</table>\n</body></html>'


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '\t\n"') else text


def _html_cell(cell: CopyCell, tag: str) -> str:
    text = html.escape(cell.text).replace("\n", _LINE_BREAK)
    text = re.sub(r" {2,}|\t+", lambda run: f'<span style="mso-spacerun:yes">{run[0]}</span>', text)
    return f'<{tag} style="{cell.style};white-space:pre-wrap">{text}</{tag}>'


def _number_text(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(value)
    if "e" not in text:
        return text
    return f"{value:.20f}".rstrip("0") if abs(value) < 1 else f"{value:.0f}"
