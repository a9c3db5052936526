"""Comma-separated files, in two kinds that cannot be one.

"For spreadsheets": UTF-8 with a byte order mark (Excel reads UTF-8 only with it), every cell that a
spreadsheet would run as a formula begun with an apostrophe, local dates. "For other systems": UTF-8 without
a mark, column keys as headings, every value as it is, moments in ISO 8601 with `Z`.

Both end their lines with CR LF as RFC 4180 says. With a bare LF, Python's writer would leave a lone CR
inside a value unquoted, and readers would see two lines.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record
from leaddesk.exporting.cells import Cell, RowReader, cell_converter, exact_converter, headings, wall_clock
from leaddesk.exporting.partial_file import PartialFile
from leaddesk.exporting.plan import ExportFormat, ExportPlan, Written

_FORMULA: Final = re.compile(
    r"[\t\r\n]|[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]"
)
"""A beginning that spreadsheets take for a formula, also after blanks and characters nobody sees."""


class CsvFile:
    """Writes records as comma-separated lines."""

    def __init__(self, part: PartialFile, plan: ExportPlan) -> None:
        """Write the headings.

        Raises:
            OSError: the disk refuses.
        """
        self._part = part
        self._zone = plan.zone
        self._buffer = io.StringIO(newline="")
        self._lines = csv.writer(self._buffer, lineterminator="\r\n")
        self._rows = 0
        self._is_exact = plan.file_format is ExportFormat.CSV_EXACT
        self._reader = RowReader(plan.columns, exact_converter if self._is_exact else cell_converter)
        if self._is_exact:
            self._lines.writerow([_exact_text(column.key) for column in plan.columns])
        else:
            part.write(b"\xef\xbb\xbf")
            self._lines.writerow([guard(text) for text in headings(plan.columns, plan.zone_name)])
        self._pass_on()

    def add(self, records: Sequence[Record]) -> None:
        """Write one line for each record."""
        line = self._exact_line if self._is_exact else self._guarded_line
        self._lines.writerows(line(self._reader.read(record.values())) for record in records)
        self._rows += len(records)
        self._pass_on()

    def finish(self, coverage: Coverage) -> Written:  # noqa: ARG002 - these files have no place to say it
        """Everything is written already."""
        self._part.finish()
        return Written(self._rows)

    def abort(self) -> None:
        """Nothing is held open."""

    def _pass_on(self) -> None:
        self._part.write(self._buffer.getvalue().encode("utf-8", "replace"))
        self._buffer.seek(0)
        self._buffer.truncate()

    def _guarded_line(self, cells: list[Cell]) -> list[str]:
        return [self._guarded_text(cell) for cell in cells]

    def _guarded_text(self, cell: Cell) -> str:
        if isinstance(cell, str):
            return guard(cell)
        if cell is None:
            return ""
        if isinstance(cell, bool):
            return "TRUE" if cell else "FALSE"
        if isinstance(cell, datetime):
            local = wall_clock(cell, self._zone)
            return local if isinstance(local, str) else local.strftime("%Y-%m-%d %H:%M:%S")
        return repr(cell)

    @staticmethod
    def _exact_line(cells: list[Cell]) -> list[str]:
        return [_exact_text(cell) for cell in cells]


def guard(text: str) -> str:
    """An apostrophe before text that a spreadsheet would run; that is visible, so phones with `+` show one too."""
    return "'" + text if _FORMULA.match(text) else text


def _exact_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return repr(cell)
