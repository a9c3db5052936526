"""Comma-separated files, in two kinds that cannot be one.

"For spreadsheets": UTF-8 with a byte order mark (Excel reads UTF-8 only with it), every cell that a
spreadsheet would run as a formula begun with an apostrophe, local dates. "For other systems": UTF-8 without
a mark, column keys as headings, every value as it is, moments in ISO 8601 with `Z`.

Both end their lines with CR LF as RFC 4180 says. With a bare LF, Python's writer would leave a lone CR
inside a value unquoted, and readers would see two lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from types import NoneType
from typing import Final

from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record
from leaddesk.exporting.cell_columns import BETWEEN, ROWS_AT_ONCE, CellColumn, ColumnReader, column_of, number_texts
from leaddesk.exporting.cells import Cell, encoded, headings, wall_clock
from leaddesk.exporting.partial_file import PartialFile
from leaddesk.exporting.plan import ExportFormat, ExportPlan, Written

_SIGN: Final = r"[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]"
_FORMULA: Final = re.compile(rf"[\t\r\n]|{_SIGN}")
"""A beginning that spreadsheets take for a formula, also after blanks and characters nobody sees."""

_FORMULAS: Final = re.compile(rf"{BETWEEN}(?:{_FORMULA.pattern})")
_NUMBERS: Final = frozenset({int, float, NoneType})
_YES_NO: Final = frozenset({bool, NoneType})


class CsvFile:
    """Writes records as comma-separated lines."""

    def __init__(self, part: PartialFile, plan: ExportPlan) -> None:
        """Write the headings.

        Raises:
            OSError: the disk refuses.
        """
        self._part = part
        self._zone = plan.zone
        self._rows = 0
        self._is_exact = plan.file_format is ExportFormat.CSV_EXACT
        self._reader = ColumnReader(plan.columns, is_exact=self._is_exact)
        if self._is_exact:
            self._write([column_of([column.key]) for column in plan.columns], 1)
        else:
            part.write(b"\xef\xbb\xbf")
            self._write([column_of([title]) for title in headings(plan.columns, plan.zone_name)], 1)

    def add(self, records: Sequence[Record]) -> None:
        """Write one line for each record."""
        for start in range(0, len(records), ROWS_AT_ONCE):
            some = records[start : start + ROWS_AT_ONCE]
            self._write(self._reader.read(some), len(some))
        self._rows += len(records)

    def write_last(self, most: int) -> bool:  # noqa: ARG002 - nothing stands behind the records
        """There is nothing."""
        return False

    def finish(self, coverage: Coverage) -> Written:  # noqa: ARG002 - these files have no place to say it
        """Everything is written already."""
        self._part.finish()
        return Written(self._rows)

    def abort(self) -> None:
        """Nothing is held open."""

    def _write(self, columns: Sequence[CellColumn], count: int) -> None:
        fields = [_fields(column if self._is_exact else _guarded(column, self._zone)) for column in columns]
        if len(fields) == 1:  # an empty line would be no line to most readers
            fields = [[field or '""' for field in fields[0]]]
        lines = map(",".join, zip(*fields, strict=True)) if fields else [""] * count
        self._part.write(encoded("\r\n".join([*lines, ""])))


def _fields(column: CellColumn) -> Sequence[str]:
    """The cells as they stand between commas: in quotes where RFC 4180 wants them."""
    if column.joined is None:
        if column.types <= _NUMBERS or column.types <= _YES_NO:
            return number_texts(column.cells)
        column = column_of([_exact_text(cell) for cell in column.cells])
    joined, texts = column.joined or "", column.texts
    if '"' in joined or "\n" in joined or "\r" in joined:
        return [_quoted(text) for text in texts]
    return [f'"{text}"' if "," in text else text for text in texts] if "," in joined else texts


def _quoted(text: str) -> str:
    if "," in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _exact_text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else number_texts([cell])[0]


def guard(text: str) -> str:
    """An apostrophe before text that a spreadsheet would run; that is visible, so phones with `+` show one too."""
    return "'" + text if _FORMULA.match(text) else text


def _guarded(column: CellColumn, zone: tzinfo) -> CellColumn:
    """The column as spreadsheets may read it."""
    if column.joined is not None:
        is_harmless = _FORMULAS.search(BETWEEN + column.joined) is None
        return column if is_harmless else column_of(list(map(guard, column.texts)))
    if column.types <= _NUMBERS:
        return column
    return column_of([_guarded_text(cell, zone) for cell in column.cells])


def _guarded_text(cell: Cell, zone: tzinfo) -> str:
    if isinstance(cell, str):
        return guard(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        local = wall_clock(cell, zone)
        return local if isinstance(local, str) else local.isoformat(" ", "seconds")
    return _exact_text(cell)
