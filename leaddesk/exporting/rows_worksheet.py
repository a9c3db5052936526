"""XlsxWriter's worksheet, with rows under its heading that come as ready XML, many at a time.

XlsxWriter makes a row cell by cell, which is nearly all of an export's time. Everything else of a workbook is left to
it. Used of it beyond what its manual names: `_write_rows`, which it calls where a sheet's rows belong, `fh`, the file
it writes the sheet into, `_check_dimensions` and `dim_rowmax`, the range of cells that the sheet claims to have. An
XlsxWriter that does without them makes an export fail and no wrong file: `check_packed` sees rows left out.
"""

# XlsxWriter tells types of some things only.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from xlsxwriter.worksheet import Worksheet

from leaddesk.exporting.cells import encoded

_BYTES_AT_ONCE: Final = 1024 * 1024


class RowsWorksheet(Worksheet):
    """A sheet whose first row is written with XlsxWriter's own methods, and all others with `append_rows`."""

    def __init__(self, path: Path, check_stop: Callable[[], None]) -> None:
        """`path` is where the rows lie until the workbook is packed; `check_stop` may raise while they are copied.

        Raises:
            OSError: the disk refuses.
        """
        super().__init__()
        self._path = path
        self._rows: BinaryIO = path.open("x+b")
        self._check_stop = check_stop
        self._are_packed = False
        self.bytes_appended = 0

    def append_rows(self, last_row: int, last_col: int, xml: str) -> None:
        """Set whole `<row>` elements down, below those before.

        Args:
            last_row: number of the last of these rows, from 0.
            last_col: number of the last column that any of them may fill, from 0.
            xml: the elements.

        Raises:
            OSError: the disk refuses.
        """
        if self._check_dimensions(last_row, last_col):
            raise RuntimeError(f"a sheet has no row {last_row} or no column {last_col}")
        self.bytes_appended += self._rows.write(encoded(xml))

    def check_packed(self) -> None:
        """Raise RuntimeError when the packed workbook does not hold the rows."""
        if self.bytes_appended and not self._are_packed:
            raise RuntimeError("this version of XlsxWriter left the rows out of the sheet")

    def let_go(self) -> None:
        """Close the rows' file; never raises."""
        with suppress(OSError):  # a full disk refuses to take what was buffered; it is thrown away anyway
            self._rows.close()

    def _write_rows(self) -> None:
        """Called by XlsxWriter between `<sheetData>` and `</sheetData>`."""
        self.dim_rowmax = 0  # it would look for cells of its own in each of our rows, and remember that look
        super()._write_rows()
        sheet: Any = self.fh
        sheet.flush()
        self._rows.seek(0)
        while some := self._rows.read(_BYTES_AT_ONCE):
            self._check_stop()
            sheet.buffer.write(some)
        self._rows.close()
        self._path.unlink()  # there is a copy now
        self._are_packed = True
