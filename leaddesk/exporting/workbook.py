"""A workbook as XlsxWriter writes it: its sheets, its formats, and the package that holds them.

XlsxWriter never raises for a limit but returns a number, so every answer is looked at.
"""

# XlsxWriter tells types of some things only.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportPrivateUsage=false

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any, Final, cast

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from leaddesk.exporting.cells import cut_text, without_surrogates
from leaddesk.exporting.partial_file import PartialFile
from leaddesk.exporting.rows_worksheet import RowsWorksheet

_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "use_zip64": True,
}


class Workbook:
    """Sheets stand in the order in which they are added, and are packed into the file at the end."""

    def __init__(self, part: PartialFile) -> None:
        """Nothing is written into `part` before `pack`; rows lie in its scratch folder until then."""
        self._part = part
        self._scratch = part.scratch_folder()
        self._book = xlsxwriter.Workbook(cast("Any", part), {**_OPTIONS, "tmpdir": str(self._scratch)})
        self._row_sheets: list[RowsWorksheet] = []
        self.heading = self._book.add_format({"bold": True, "valign": "top"})
        moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.moment_style: int = moment._get_xf_index()  # noqa: SLF001 - rows of XML name a format by its number
        self.left = self._book.add_format({"align": "left"})
        self.wrapped = self._book.add_format({"text_wrap": True, "valign": "top"})

    def add_sheet(self, name: str) -> Worksheet:
        """A sheet for some cells."""
        return self._book.add_worksheet(name)

    def add_rows_sheet(self, name: str) -> RowsWorksheet:
        """A sheet for many rows.

        Raises:
            OSError: the disk refuses.
        """
        path = self._scratch / f"rows{len(self._row_sheets)}"
        made_so: Any = partial(RowsWorksheet, path, self._part.check_stop)
        sheet = cast("RowsWorksheet", self._book.add_worksheet(name, made_so))
        self._row_sheets.append(sheet)
        return sheet

    def pack(self) -> None:
        """Write the package.

        Raises:
            OSError: the disk refuses.
            WritingStopped: the writing was stopped.
        """
        try:
            self._book.close()
        except XlsxWriterException as error:
            cause = error.args[0] if error.args else None
            raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error
        for sheet in self._row_sheets:
            sheet.let_go()
            sheet.check_packed()

    def let_go(self) -> None:
        """Close what is open; its files go with the scratch folder. Never raises."""
        for sheet in self._row_sheets:
            sheet.let_go()
        handles: list[Any] = [sheet.fh for sheet in self._book.worksheets()]
        for handle in handles:
            with suppress(OSError, AttributeError):  # those that were never opened are None
                handle.close()


def put_text(sheet: Worksheet, row: int, col: int, text: str, look: Format) -> None:
    """Write text as text, cut where a cell cannot hold it.

    What looks like XlsxWriter's own rich text would be taken for it: that is written in three runs.
    """
    held = cut_text(without_surrogates(text))
    if held.startswith("<r>") and held.endswith("</r>"):
        check(sheet.write_rich_string(row, col, "<", "r", held[2:], look))
    else:
        check(sheet.write_string(row, col, held, look))


def check(answer: int) -> None:
    """Raise RuntimeError unless XlsxWriter took the cell."""
    if answer:
        raise RuntimeError(f"the sheet refused a cell ({answer})")
