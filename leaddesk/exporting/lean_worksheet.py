"""XlsxWriter's worksheet with a shorter way for plain cells: an export spends most of its time there."""

# XlsxWriter tells types of some things only.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_AWKWARD: Final = re.compile(r"[&<>\x00-\x1f\ufffe\uffff]|_x|\A\s|\s\Z")
"""What must be escaped or marked in the sheet's XML; XlsxWriter's own way knows how."""


class LeanWorksheet(Worksheet):
    """Writes unformatted plain text, numbers and booleans in one step; leaves everything else to XlsxWriter.

    It replaces the one method that turns a cell into XML. Should a later XlsxWriter call that method by another
    name, exports stay right and become slower; the benchmark shows it.
    """

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = cell.__class__.__name__
        out: Any = self.fh
        if cell.format is not None or not self.constant_memory:
            super()._write_cell(row, col, cell)
        elif kind == "String" and _AWKWARD.search(cell.string) is None:
            out.write(f'<c r="{_letters(col)}{row + 1}" t="inlineStr"><is><t>{cell.string}</t></is></c>')
        elif kind == "Number":
            out.write(f'<c r="{_letters(col)}{row + 1}"><v>{cell.number:.16G}</v></c>')
        elif kind == "Boolean":
            out.write(f'<c r="{_letters(col)}{row + 1}" t="b"><v>{cell.boolean:d}</v></c>')
        else:
            super()._write_cell(row, col, cell)


@cache
def _letters(col: int) -> str:
    return xl_col_to_name(col)
