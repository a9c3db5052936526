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


def test_every_part_is_xml_and_every_relation_leads_to_one(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        assert package.testzip() is None
        parts = {name: ElementTree.fromstring(package.read(name)) for name in package.namelist()}
    for rels, base in (("_rels/.rels", ""), ("xl/_rels/workbook.xml.rels", "xl")):
        targets = [str(PurePosixPath(base) / relation.get("Target", "")) for relation in parts[rels]]
        assert targets
        assert set(targets) <= set(parts)


def test_the_package_is_plain_zip_whose_first_name_tells_what_it_is(book: Path) -> None:
    """Excel offers to repair packages with 64-bit sizes."""
    with zipfile.ZipFile(book) as package:
        infos = package.infolist()
    assert infos[0].filename == "[Content_Types].xml"
    assert {(info.extract_version, info.flag_bits, info.extra) for info in infos} == {(20, 0, b"")}
    content = book.read_bytes()
    for info in infos:
        version, extra = content[info.header_offset + 4], content[info.header_offset + 28 : info.header_offset + 30]
        assert (version, extra) == (20, b"\0\0")


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
    assert sorted(names) == [
        ("0", "1", "'Bob''s <leads> & more'!$A$1:$B$3"),
        ("1", "1", "'Bob''s <leads> & more 2'!$A$1:$B$3"),
        ("2", "1", "'Bob''s <leads> & more 3'!$A$1:$B$2"),
    ]


def test_cells_stand_in_order_in_rows_that_count_up_to_what_the_sheet_says_it_holds(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        sheets = [ElementTree.fromstring(package.read(f"xl/worksheets/sheet{number}.xml")) for number in (1, 3)]
    dimensions = [part.get("ref") for sheet in sheets for part in sheet if part.tag.endswith("}dimension")]
    assert dimensions == ["A1:B3", "A1:B2"]
    rows = [part.get("r") for part in sheets[0].iter() if part.tag.endswith("}row")]
    places = [part.get("r") for part in sheets[0].iter() if part.tag.endswith("}c")]
    assert (rows, places) == (["1", "2", "3"], ["A1", "B1", "A2", "A3"])
