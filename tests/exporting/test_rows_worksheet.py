from __future__ import annotations

import gc
import inspect
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from leaddesk.exporting.partial_file import PartialFile, WritingStopped
from leaddesk.exporting.rows_worksheet import RowsWorksheet
from leaddesk.exporting.workbook import Workbook, put_text


def row_xml(number: int, *texts: str) -> str:
    cells = [f'<c r="{chr(65 + col)}{number}" t="inlineStr"><is><t>{t}</t></is></c>' for col, t in enumerate(texts)]
    return f'<row r="{number}">{"".join(cells)}</row>'


def begun(part: PartialFile) -> tuple[Workbook, RowsWorksheet]:
    """A workbook with one sheet, its headings and three rows."""
    book = Workbook(part)
    sheet = book.add_rows_sheet("Leads")
    for col, title in enumerate("ab"):
        put_text(sheet, 0, col, title, book.heading)
    sheet.append_rows(2, 1, row_xml(2, "=1", "ü") + row_xml(3, "x"))
    sheet.append_rows(3, 1, row_xml(4, "\ud800", "z"))
    return book, sheet


def test_rows_stand_below_the_heading_for_two_other_libraries(tmp_path: Path) -> None:
    part = PartialFile(tmp_path / "leads.xlsx")
    book, _sheet = begun(part)
    book.pack()
    part.finish()
    path = part.place()
    wanted = [["a", "b"], ["=1", "ü"], ["x", ""], ["\ufffd", "z"]]
    assert CalamineWorkbook.from_path(path).get_sheet_by_name("Leads").to_python() == wanted
    for read_only in (True, False):
        read = openpyxl.load_workbook(path, read_only=read_only)
        rows = [[cell or "" for cell in row] for row in read["Leads"].iter_rows(values_only=True)]
        assert (rows, read["Leads"].calculate_dimension()) == (wanted, "A1:B4")
        read.close()


def test_what_is_used_of_xlsxwriter_beyond_its_manual_is_still_there(tmp_path: Path) -> None:
    """When this fails, read `rows_worksheet.py` against the new XlsxWriter before its version is allowed."""
    book: Any = xlsxwriter.Workbook(tmp_path / "book.xlsx")
    sheet: Any = book.add_worksheet()
    book.close()
    assert "self._write_rows()" in inspect.getsource(Worksheet._write_sheet_data)  # pyright: ignore[reportPrivateUsage]
    assert list(inspect.signature(sheet._check_dimensions).parameters)[:2] == ["row", "col"]
    assert list(inspect.signature(Format._get_xf_index).parameters) == ["self"]  # pyright: ignore[reportPrivateUsage]
    assert sheet.dim_rowmax is None
    assert sheet.fh.closed


def test_an_xlsxwriter_that_leaves_the_rows_out_makes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Worksheet, "_write_sheet_data", lambda sheet: sheet.fh.write("<sheetData/>"))
    part = PartialFile(tmp_path / "leads.xlsx")
    book, _sheet = begun(part)
    with pytest.raises(RuntimeError, match="left the rows out"):
        book.pack()
    book.let_go()
    part.discard()


@pytest.mark.parametrize("gone", ["_check_dimensions", "_write_rows"])
def test_an_xlsxwriter_without_what_is_used_makes_no_file(
    gone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = PartialFile(tmp_path / "leads.xlsx")
    monkeypatch.delattr(Worksheet, gone)
    book = Workbook(part)
    with pytest.raises(AttributeError):
        write_one(book)
    book.let_go()
    part.discard()


def write_one(book: Workbook) -> None:
    sheet = book.add_rows_sheet("Leads")
    sheet.append_rows(1, 0, row_xml(2, "x"))
    book.pack()


@pytest.mark.parametrize(("row", "col"), [(1_048_576, 0), (1, 16_384)])
def test_rows_that_no_sheet_has_are_refused(row: int, col: int, tmp_path: Path) -> None:
    part = PartialFile(tmp_path / "leads.xlsx")
    book, sheet = begun(part)
    sheet.append_rows(1_048_575, 16_383, "")
    with pytest.raises(RuntimeError, match="a sheet has no row"):
        sheet.append_rows(row, col, row_xml(2, "x"))
    book.let_go()
    part.discard()


class StoppedAtCheck(PartialFile):
    """A partial file that is stopped when it is asked for the n-th time whether it is."""

    checks_left = 3

    def check_stop(self) -> None:
        self.checks_left -= 1
        if self.checks_left == 0:
            self.stop()
        super().check_stop()


def test_a_stop_while_rows_are_copied_ends_the_packing(tmp_path: Path) -> None:
    part = StoppedAtCheck(tmp_path / "leads.xlsx")
    book, sheet = begun(part)
    for number in range(4, 10):
        sheet.append_rows(number, 0, row_xml(number + 1, "x" * 1_000_000))
    with pytest.raises(WritingStopped):
        book.pack()
    assert part.checks_left == 0
    part.silence()
    book.let_go()
    part.discard()
    gc.collect()  # what is still held open would complain now
    assert list(tmp_path.iterdir()) == []


class Watched(PartialFile):
    """A partial file that looks into its scratch folder at every write."""

    def write(self, data: bytes) -> int:
        assert not (self.scratch_folder() / "rows0").exists()
        return super().write(data)


def test_the_rows_are_not_kept_twice_while_the_package_is_written(tmp_path: Path) -> None:
    part = Watched(tmp_path / "leads.xlsx")
    book, _sheet = begun(part)
    assert (part.scratch_folder() / "rows0").exists()
    book.pack()
    part.discard()
