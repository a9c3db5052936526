"""The zip package of a workbook: each sheet is compressed and on its way to the disk as its rows come."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import IO, Final, cast

from leaddesk import __version__
from leaddesk.exporting import workbook_parts
from leaddesk.exporting.cells import encoded
from leaddesk.exporting.partial_file import PartialFile, WritingStopped
from leaddesk.exporting.workbook_parts import Sheet

MOST_SHEET_BYTES: Final = 1_500_000_000
"""So much XML a sheet may have before its last rows come. Beyond 2 GB a package needs zip's 64-bit form, over which
Excel says that it repairs the file."""

_EFFORT: Final = 3
"""Of zlib's 1 to 9: its usual 6 takes more than twice the time for files that are a seventh smaller."""


class WorkbookPackage:
    """Takes sheets one after another, each from its first byte to its last."""

    def __init__(self, part: PartialFile, made_at: datetime) -> None:
        """Begin with small parts: programs tell by the first names in a package what it is.

        Raises:
            OSError: the disk refuses.
        """
        self._zip = zipfile.ZipFile(cast("IO[bytes]", part), "w", zipfile.ZIP_DEFLATED, compresslevel=_EFFORT)
        self._sheet: IO[bytes] | None = None
        self._sheet_count = 0
        self.sheet_bytes = 0
        try:
            self._begin(made_at)
        except BaseException:
            self.abort()
            raise

    def open_sheet(self) -> None:
        """Begin the next sheet; there is none open."""
        self._sheet_count += 1
        self.sheet_bytes = 0
        self._sheet = self._zip.open(workbook_parts.sheet_part(self._sheet_count), "w")

    def write(self, xml: str) -> None:
        """Go on with the open sheet.

        Raises:
            OSError: the disk refuses.
        """
        if self._sheet is None:
            raise RuntimeError("no sheet is open")
        self.sheet_bytes += self._sheet.write(encoded(xml))

    def close_sheet(self) -> None:
        """The sheet is whole."""
        if self._sheet is not None:
            self._sheet.close()
            self._sheet = None

    def finish(self, sheets: Sequence[Sheet]) -> None:
        """Write what names the sheets, in their order, and close the package."""
        self._write_part("xl/workbook.xml", workbook_parts.workbook(sheets))
        self._write_part("xl/_rels/workbook.xml.rels", workbook_parts.workbook_relations(len(sheets)))
        self._write_part("[Content_Types].xml", workbook_parts.content_types(len(sheets)))
        self._zip.close()

    def abort(self) -> None:
        """Let go of everything; the file is thrown away, and what was in its way is told already."""
        with suppress(OSError, RuntimeError, WritingStopped):
            self.close_sheet()
        with suppress(OSError, ValueError, WritingStopped):
            self._zip.close()

    def _begin(self, made_at: datetime) -> None:
        self._write_part("_rels/.rels", workbook_parts.PACKAGE_RELATIONS)
        self._write_part("docProps/core.xml", workbook_parts.core_properties(made_at))
        self._write_part("docProps/app.xml", workbook_parts.app_properties(f"leaddesk {__version__}"))
        self._write_part("xl/styles.xml", workbook_parts.STYLES)

    def _write_part(self, name: str, xml: str) -> None:
        with self._zip.open(name, "w") as part:
            part.write(encoded(xml))
