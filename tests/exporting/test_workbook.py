from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import openpyxl
import pytest

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record
from leaddesk.exporting.partial_file import PartialFile
from leaddesk.exporting.plan import ExportFormat, ExportPlan, Written
from leaddesk.exporting.xlsx_file import XlsxFile

COLUMNS = [Column(key, key, Kind.TEXT, (key,)) for key in ("a", "b & c")]


@pytest.fixture
def book(
    tmp_path: Path,
    make_record: Callable[..., Record],
    make_plan: Callable[..., ExportPlan],
    write_file: Callable[..., Written],
) -> Path:
    """A workbook of three sheets and "About"; the sheets' name needs care in XML and in references."""
    path = tmp_path / "leads.xlsx"
    plan = make_plan(ExportFormat.XLSX, COLUMNS, record_noun="Bob's <leads> & more")

    def writer(part: PartialFile, plan: ExportPlan) -> XlsxFile:
        return XlsxFile(part, plan, rows_per_sheet=2)

    write_file(plan, [make_record({"a": "x"})] * 5, path, writer=writer)
    return path


def test_every_part_is_xml_and_named_with_its_type(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        assert package.testzip() is None
        parts = {name: ElementTree.fromstring(package.read(name)) for name in package.namelist()}
    types = parts.pop("[Content_Types].xml")
    named = {kind.get("PartName", "").removeprefix("/") for kind in types if "PartName" in kind.attrib}
    assert named == {name for name in parts if not name.endswith(".rels")}
    assert {kind.get("Extension") for kind in types if "Extension" in kind.attrib} == {"rels", "xml"}


def test_every_relation_leads_to_a_part(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        names = set(package.namelist())
        for rels, base in (("_rels/.rels", ""), ("xl/_rels/workbook.xml.rels", "xl")):
            relations = ElementTree.fromstring(package.read(rels))
            targets = [str(PurePosixPath(base) / relation.get("Target", "")) for relation in relations]
            assert set(targets) <= names
            assert len({relation.get("Id") for relation in relations}) == len(targets)


def test_the_package_is_plain_zip_whose_first_names_tell_what_it_is(book: Path) -> None:
    """Excel offers to repair packages with 64-bit sizes; other programs look at the first names only."""
    with zipfile.ZipFile(book) as package:
        infos = package.infolist()
    assert {(info.extract_version, info.flag_bits, info.extra) for info in infos} == {(20, 0, b"")}
    assert [info.filename for info in infos][:5] == [
        "_rels/.rels", "docProps/core.xml", "docProps/app.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml",
    ]  # fmt: skip
    content = book.read_bytes()
    for info in infos:
        version, extra_length = (
            content[info.header_offset + 4],
            content[info.header_offset + 28 : info.header_offset + 30],
        )
        assert (version, extra_length) == (20, b"\0\0")


def test_filters_and_their_hidden_names_span_each_sheet(book: Path) -> None:
    sheets = openpyxl.load_workbook(book).worksheets
    assert [sheet.title for sheet in sheets] == [
        "Bob's <leads> & more", "Bob's <leads> & more 2", "Bob's <leads> & more 3", "About",
    ]  # fmt: skip
    assert [sheet.auto_filter.ref for sheet in sheets] == ["A1:B3", "A1:B3", "A1:B2", None]
    with zipfile.ZipFile(book) as package:
        workbook = ElementTree.fromstring(package.read("xl/workbook.xml"))
    names = [
        (name.get("localSheetId"), name.get("hidden"), name.text)
        for name in workbook.iter()
        if name.tag.endswith("definedName")
    ]
    assert names == [
        ("0", "1", "'Bob''s <leads> & more'!$A$1:$B$3"),
        ("1", "1", "'Bob''s <leads> & more 2'!$A$1:$B$3"),
        ("2", "1", "'Bob''s <leads> & more 3'!$A$1:$B$2"),
    ]


def test_cells_stand_in_order_in_rows_that_count_up(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        sheet = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))
    tags = [part.tag.rpartition("}")[2] for part in sheet]
    assert tags == ["sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "pageMargins", "ignoredErrors"]
    places = [cell.get("r") for cell in sheet.iter() if cell.tag.endswith("}c")]
    assert places == ["A1", "B1", "A2", "A3"]
