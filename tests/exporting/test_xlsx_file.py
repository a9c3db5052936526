# ruff: noqa: DTZ001 - local times, as spreadsheets and file names hold them
from __future__ import annotations

import gc
import re
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import FieldValue
from leaddesk.domain.send_history import Send, SendHistory
from leaddesk.exporting.partial_file import PartialFile, WritingStopped
from leaddesk.exporting.plan import ExportFormat, ExportPlan, Written
from leaddesk.exporting.sheet_table import MOST_ROWS
from leaddesk.exporting.xlsx_file import XlsxFile

MakeRecord = Callable[..., Record]
MakePlan = Callable[..., ExportPlan]
WriteFile = Callable[..., Written]

FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "|cmd", "%0a=1", "\uff1d1+1", "\uff0b1", "\uff0d1",
    "\uff20A1", " =1", "\ufeff=1", "\u200b=1", "{=1+1}", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://example.com\")",
    "http://example.com", "internal:Leads!A1", "external:c:\\a.exe", "mailto:a@example.com", "ftp://example.com",
]  # fmt: skip
AWKWARD = [
    "+12025550143", "00123", "12345678901234567890", "1E5", "TRUE", "#N/A", "<r><t>x</t></r>", "<r></r>", "_x0041_",
    "a\r\nb", " lead", "trail ", "\n", "&amp;", "\ufffe\uffff", "\x0b\x1f\x7f", "😀", "'quoted", "]]>",
]  # fmt: skip


def column(key: str, kind: Kind) -> Column:
    return Column(key, key, kind, ("Fields", key))


def sheet_xml(path: Path) -> str:
    """All of the workbook's sheets as the XML they are."""
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        names = package.namelist()
        assert not [name for name in names if "externalLink" in name or "sheet1.xml.rels" in name or "vba" in name]
        return "".join(package.read(name).decode() for name in names if name.startswith("xl/worksheets/"))


def texts_of(path: Path, sheet: str = "Leads") -> list[Any]:
    """The first column below the heading, as another library reads it."""
    return [row[0].value for row in openpyxl.load_workbook(path)[sheet].iter_rows(min_row=2)]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_never_becomes_a_formula_or_a_link(
    text: str, tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    plan = make_plan(ExportFormat.XLSX, [Column("a", text, Kind.TEXT, ("Fields", "a"))])
    write_file(replace(plan, asked=((text, text),)), [make_record({"Fields": {"a": text}})], path)
    xml = sheet_xml(path)
    assert "<f>" not in xml
    assert "<f " not in xml
    assert "hyperlink" not in xml
    assert [row[0] for row in CalamineWorkbook.from_path(path).get_sheet_by_name("Leads").to_python()] == [text, text]


def excel_text(written: str) -> str:
    """How Excel, and calamine with it, reads text in a sheet: `_xHHHH_` is that character."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), written)


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_texts_read_back_letter_for_letter(
    text: str, tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    plan = make_plan(ExportFormat.XLSX, [column("a", Kind.TEXT)])
    write_file(plan, [make_record({"Fields": {"a": text}}), make_record({"Fields": {"a": f"{text}."}})], path)
    assert [excel_text(found) for found in texts_of(path)] == [text, f"{text}."]


@pytest.mark.parametrize("text", [*AWKWARD, *FORMULAS, "lone \ud800 half"])
def test_awkward_headings_and_answers_read_back_letter_for_letter_too(
    text: str, tmp_path: Path, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    plan = make_plan(ExportFormat.XLSX, [Column("a", text, Kind.TEXT, ("a",)), column("b", Kind.TEXT)])
    write_file(replace(plan, asked=(("Name", text),)), [], path)
    wanted = text.translate(
        {0xD800: "\ufffd", 0xFFFE: "_xFFFE_", 0xFFFF: "_xFFFF_"}
    )  # calamine leaves these as written
    assert CalamineWorkbook.from_path(path).get_sheet_by_name("Leads").to_python() == [[wanted, "b"]]
    assert [row[1] for row in about(path) if row[0] == "Asked: Name"] == [wanted]


@given(texts=st.lists(st.text(min_size=1), min_size=1, max_size=20))
@example(texts=["\r", "\x00", "_x000D_", "\ud7ff", " ", "\t", "\u2028"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_reads_back_as_it_was(
    texts: list[str], make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.xlsx"
        plan = make_plan(ExportFormat.XLSX, [column("a", Kind.TEXT)])
        write_file(plan, [make_record({"Fields": {"a": text}}) for text in texts], path)
        assert [excel_text(found) for found in texts_of(path)] == texts


def test_types_are_those_of_a_spreadsheet(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    sent = {
        "phone": (Kind.PHONE, 12025550143, "12025550143"),
        "zip": (Kind.POSTAL_CODE, "00501", "00501"),
        "id": (Kind.IDENTIFIER, 12345678901234567890, "12345678901234567890"),
        "price": (Kind.MONEY, "12.50", 12.5),
        "score": (Kind.INTEGER, 67, 67),
        "long": (Kind.INTEGER, 1234567890123456, "1234567890123456"),
        "given": (Kind.YES_NO, "True", True),
        "refused": (Kind.YES_NO, False, False),
        "added": (Kind.MOMENT, "2019-09-08T07:25:49Z", datetime(2019, 9, 8, 7, 25, 49)),
        "never": (Kind.MOMENT, "0001-01-01T00:00:00Z", None),
        "naive": (Kind.MOMENT, "2019-09-08T07:25:49", "2019-09-08T07:25:49"),
        "nested": (Kind.OBJECT, [{"a": 1}], '[{"a": 1}]'),
        "null": (Kind.TEXT, None, None),
    }
    path = tmp_path / "leads.xlsx"
    plan = make_plan(ExportFormat.XLSX, [column(key, kind) for key, (kind, _, _) in sent.items()])
    write_file(plan, [make_record({"Fields": {key: raw for key, (_, raw, _) in sent.items()}})], path)
    wanted = [value for _, _, value in sent.values()]
    cells = next(openpyxl.load_workbook(path)["Leads"].iter_rows(min_row=2, max_col=len(wanted)))
    assert [cell.value for cell in cells] == wanted
    assert {cell.data_type for cell in cells[:3]} <= {"s", "inlineStr"}
    assert getattr(cells[8], "number_format", "") == "yyyy-mm-dd hh:mm:ss"
    again = CalamineWorkbook.from_path(path).get_sheet_by_name("Leads").to_python()[1]
    assert again == [value if value is not None else "" for value in wanted]
    assert type(again[6]) is bool


def test_dates_stand_in_the_chosen_zone_and_the_heading_names_it(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    plan = make_plan(ExportFormat.XLSX, [column("added", Kind.MOMENT)], zone=ZoneInfo("America/New_York"))
    moments = ["2026-01-31T13:00:00Z", "2026-07-01T12:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"]
    write_file(plan, [make_record({"Fields": {"added": moment}}) for moment in moments], path)
    assert CalamineWorkbook.from_path(path).get_sheet_by_name("Leads").to_python() == [
        ["added (America/New_York)"],
        [datetime(2026, 1, 31, 8)],
        [datetime(2026, 7, 1, 8)],
        ["2026-11-01 01:30:00-04:00"],
        ["2026-11-01 01:30:00-05:00"],
    ]


def test_a_text_too_long_for_a_cell_is_cut_with_a_mark_and_counted(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    texts = ["x" * 32_767, "y" * 32_768, "<r>" + "z" * 40_000 + "</r>", "😀" * 16_384, "\n" * 254]
    records = [make_record({"Fields": {"note": text}}) for text in texts]
    written = write_file(make_plan(ExportFormat.XLSX, [column("note", Kind.LONG_TEXT)]), records, path)
    found = texts_of(path)
    assert written.cut_cells == 3
    assert found[0] == texts[0]
    assert found[1].endswith("… [cut: 27 characters]")
    assert "characters]" in found[2]
    assert "characters]" in found[3]
    assert found[4] == texts[4]
    assert ["Texts cut to fit a cell", "Leads, note: 3"] in about(path)


def about(path: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name("About").to_python()


def test_rows_go_on_in_a_next_sheet_when_one_is_full(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    records = [make_record({"Fields": {"n": str(number)}}, str(number)) for number in range(25)]
    plan = make_plan(ExportFormat.XLSX, [column("n", Kind.TEXT)])
    written = write_file(plan, records, path, writer=lambda part, plan: XlsxFile(part, plan, rows_per_sheet=10))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Leads", "Leads 2", "Leads 3", "About"]
    read = [[row[0] for row in book[name].iter_rows(values_only=True)] for name in book.sheetnames[:3]]
    assert [rows[0] for rows in read] == ["n", "n", "n"]
    assert [text for rows in read for text in rows[1:]] == [str(number) for number in range(25)]
    assert [book[name].auto_filter.ref for name in book.sheetnames[:3]] == ["A1:A11", "A1:A11", "A1:A6"]
    assert written.rows == 25


def test_a_sheet_ends_before_its_part_of_the_package_becomes_too_large(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaddesk.exporting.sheet_table.MOST_SHEET_BYTES", 50_000)
    path = tmp_path / "leads.xlsx"
    records = [make_record({"Fields": {"n": str(number)}}) for number in range(1_500)]
    written = write_file(make_plan(ExportFormat.XLSX, [column("n", Kind.TEXT)]), records, path)
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Leads", "Leads 2", "About"]
    rows = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names[:2]]
    assert [row[0] for sheet in rows for row in sheet[1:]] == [str(number) for number in range(1_500)]
    assert written.rows == 1_500


def test_sends_go_on_in_a_next_sheet_too_and_are_counted_together(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    history = SendHistory(True, sends=tuple(send(Client=f"Client {number}") for number in range(3)))
    plan = make_plan(ExportFormat.XLSX, [column("n", Kind.TEXT)], read_sends=lambda _record: history)
    records = [make_record({}, str(number)) for number in range(4)]
    written = write_file(plan, records, path, writer=lambda part, plan: XlsxFile(part, plan, rows_per_sheet=5))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Leads", "Sends", "Sends 2", "Sends 3", "About"]
    rows = [list(book[name].iter_rows(values_only=True)) for name in book.sheetnames[1:4]]
    assert [sheet[0] for sheet in rows] == [("Lead id", "Send Client")] * 3
    assert [row for sheet in rows for row in sheet[1:]] == [
        (str(lead), f"Client {number}") for lead in range(4) for number in range(3)
    ]
    assert (written.rows, written.sends) == (4, 12)


def test_sends_can_be_written_in_steps_before_the_end(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan
) -> None:
    part = PartialFile(tmp_path / "leads.xlsx")
    history = SendHistory(True, sends=(send(Client="a"), send(Client="b")))
    writer = XlsxFile(part, make_plan(ExportFormat.XLSX, [], read_sends=lambda _record: history))
    writer.add([make_record({}, "1"), make_record({}, "2")])
    steps = 0
    while writer.write_last(3):
        steps += 1
    writer.finish(Coverage(complete=True, total=2, loaded=2))
    assert steps == 2
    assert [
        row[1] for row in CalamineWorkbook.from_path(part.place()).get_sheet_by_name("Sends").to_python()[1:]
    ] == list("abab")


def test_a_sheet_holds_what_excel_takes() -> None:
    assert MOST_ROWS + 1 == 1_048_576


def test_a_sheet_that_is_just_full_is_not_followed_by_an_empty_one(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    records = [make_record({"Fields": {"n": number}}) for number in range(10)]
    plan = make_plan(ExportFormat.XLSX, [column("n", Kind.INTEGER)], record_noun="pings")
    write_file(plan, records, path, writer=lambda part, plan: XlsxFile(part, plan, rows_per_sheet=10))
    assert openpyxl.load_workbook(path).sheetnames == ["Pings", "About"]


def test_headings_are_bold_and_frozen_with_a_filter_and_widths_fit_the_first_rows(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    columns = [column("a", Kind.TEXT), column("b", Kind.TEXT), column("c", Kind.TEXT)]
    record = make_record({"Fields": {"a": "x", "b": "y" * 30, "c": "z" * 500}})
    write_file(make_plan(ExportFormat.XLSX, columns), [record], path)
    sheet = openpyxl.load_workbook(path)["Leads"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C2"
    assert sheet["A1"].font.bold
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == pytest.approx([8, 31, 60], abs=1)
    assert 'numberStoredAsText="1"' in sheet_xml(path)


def test_an_empty_result_is_a_workbook_with_headings(
    tmp_path: Path, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    write_file(make_plan(ExportFormat.XLSX, [column("a", Kind.TEXT)]), [], path)
    assert CalamineWorkbook.from_path(path).get_sheet_by_name("Leads").to_python() == [["a"]]


def test_about_says_what_was_asked_and_what_is_missing(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    coverage = Coverage(
        complete=False, total=2000, loaded=1, duplicates=2, skipped=3, changed_while_loading=True,
        notes=("The host did not answer.", "=1+1"),
    )  # fmt: skip
    write_file(make_plan(ExportFormat.XLSX, [column("a", Kind.TEXT)]), [make_record({})], path, coverage)
    rows = about(path)
    for row in (
        ["Complete", "NO: something is missing from this file, see the notes"],
        ["Leads in this file", "1 of 2,000"],
        ["Came more than once, counted once", 2],
        ["Could not be read, left out", 3],
        ["Changed while loading", "yes"],
        ["Note", "The host did not answer."],
        ["Note", "=1+1"],
        ["Provider", "LeadExec"],
        ["Account", "Example account"],
        ["Search", "Leads"],
        ["Asked: Lead type", "Mortgage"],
        ["Export begun", "2026-01-31 08:15:00 UTC"],
        ["Zone of all dates", "UTC"],
    ):
        assert row in rows
    assert rows[-1][1].startswith("leaddesk ")


def send(**row: Any) -> Send:
    kinds = {"DateSent": Kind.MOMENT, "Price": Kind.MONEY, "Valid": Kind.YES_NO}
    values = tuple(FieldValue(key, f"Send {key}", kinds.get(key, Kind.TEXT), raw) for key, raw in row.items())
    return Send("", None, "", "", None, None, "", "", None, None, None, "", None, (), (), values)


def test_sends_have_a_row_each_with_every_key_that_any_send_has(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    histories = {
        "1": SendHistory(True, sends=(send(Client="=Ann"), send(DateSent="2026-01-31T08:00:00Z"))),
        "2": SendHistory(True),
        "3": None,
        "4": SendHistory(True, announced=5, sends=(send(Price=1.5, Valid=True, Late="x" * 40_000),), skipped=("odd",)),
    }
    plan = make_plan(
        ExportFormat.XLSX,
        [column("a", Kind.TEXT)],
        read_sends=lambda record: histories[record.id],
        read_name=lambda record: f"Person {record.id}",
    )
    path = tmp_path / "leads.xlsx"
    written = write_file(plan, [make_record({}, record_id) for record_id in histories], path)
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Leads", "Sends", "About"]
    rows = book.get_sheet_by_name("Sends").to_python()
    headings = ["Lead id", "Name", "Send Client", "Send DateSent (UTC)", "Send Price", "Send Valid", "Send Late"]
    assert rows[:3] == [
        headings,
        ["1", "Person 1", "=Ann", "", "", "", ""],
        ["1", "Person 1", "", datetime(2026, 1, 31, 8), "", "", ""],
    ]
    assert rows[3][:6] == ["4", "Person 4", "", "", 1.5, True]
    assert (written.rows, written.sends, written.cut_cells) == (4, 3, 1)
    notes = [row[1] for row in about(path) if row[0] == "Note"]
    assert notes == [
        "Sends that could not be read and are not in this file: 1.",
        "Leads whose number of sends differs from the sends listed: 1.",
    ]
    assert ["Sends in this file", 3] in about(path)


def test_without_sends_there_is_no_sheet_for_them(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    plan = make_plan(ExportFormat.XLSX, [column("a", Kind.TEXT)], read_sends=lambda _record: None)
    write_file(plan, [make_record({})], path)
    assert openpyxl.load_workbook(path).sheetnames == ["Leads", "About"]


@pytest.mark.parametrize(("history", "rows"), [(None, []), (SendHistory(was_sent=False), [["Sends in this file", 0]])])
def test_about_speaks_of_sends_only_where_there_can_be_some(
    history: SendHistory | None,
    rows: list[Any],
    tmp_path: Path,
    make_record: MakeRecord,
    make_plan: MakePlan,
    write_file: WriteFile,
) -> None:
    path = tmp_path / "leads.xlsx"
    plan = make_plan(ExportFormat.XLSX, [column("a", Kind.TEXT)], read_sends=lambda _record: history)
    write_file(plan, [make_record({})], path)
    assert [row for row in about(path) if "ends" in row[0]] == rows


def test_one_odd_record_changes_nothing_for_the_others(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    plain = make_record({"Fields": {"added": "2026-01-31T08:00:00Z", "price": 1.5, "note": "x"}})
    odd = make_record(b'{"Fields": {"added": "soon", "price": NaN, "note": {"a": 1}}}')
    columns = [column("added", Kind.MOMENT), column("price", Kind.MONEY), column("note", Kind.TEXT)]
    write_file(make_plan(ExportFormat.XLSX, columns), [plain, odd, make_record({"Fields": "none"}), plain], path)
    wanted = [datetime(2026, 1, 31, 8), 1.5, "x"]
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Leads").to_python()[1:]
    assert rows == [wanted, ["soon", "NaN", '{"a": 1}'], [""] * 3, wanted]


def test_columns_beyond_what_a_sheet_holds_are_named_as_missing(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    columns = [column(f"c{number}", Kind.TEXT) for number in range(16_386)]
    written = write_file(make_plan(ExportFormat.XLSX, columns), [make_record({"Fields": {"c16383": "last"}})], path)
    assert written.notes == ("A sheet holds 16,384 columns; the last 2 are not in this file.",)
    assert CalamineWorkbook.from_path(path).get_sheet_by_name("Leads").to_python()[1][16_383] == "last"


def test_an_aborted_workbook_leaves_nothing_behind(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan
) -> None:
    part = PartialFile(tmp_path / "leads.xlsx")
    plan = make_plan(ExportFormat.XLSX, [column("a", Kind.TEXT)], read_sends=lambda _record: None)
    writer = XlsxFile(part, plan)
    writer.add([make_record({"Fields": {"a": "x"}})])
    writer.abort()
    part.discard()
    assert list(tmp_path.iterdir()) == []


class Stopping(PartialFile):
    """A partial file that is stopped at its n-th write."""

    writes_left = 0

    def write(self, data: bytes) -> int:
        self.writes_left -= 1
        if self.writes_left == 0:
            self.stop()
        return super().write(data)


@pytest.mark.parametrize("writes", [1, 2, 5, 11, 12, 13, 14, 18, 20, 23, 24, 25, 28])
def test_a_stop_at_any_write_leaves_nothing_and_makes_no_noise(
    writes: int, tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan
) -> None:
    part = Stopping(tmp_path / "leads.xlsx")
    part.writes_left = writes
    with pytest.raises(WritingStopped):
        write_until_stopped(part, make_plan(ExportFormat.XLSX, [column("a", Kind.TEXT)]), make_record)
    part.discard()
    gc.collect()  # what is still held open would complain now
    assert list(tmp_path.iterdir()) == []


def write_until_stopped(part: Stopping, plan: ExportPlan, make_record: MakeRecord) -> None:
    writer = XlsxFile(part, plan)
    try:
        writer.add([make_record({"Fields": {"a": "x" * 1000}})])
        writer.finish(Coverage(complete=True, total=1, loaded=1))
    except WritingStopped:
        part.silence()
        writer.abort()
        raise


def test_rows_on_their_way_are_readable_by_their_owner_alone(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan
) -> None:
    part = PartialFile(tmp_path / "leads.xlsx")
    writer = XlsxFile(part, make_plan(ExportFormat.XLSX, [column("a", Kind.TEXT)], read_sends=lambda _record: None))
    writer.add([make_record({"Fields": {"a": "x"}})])
    assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}
    writer.finish(Coverage(complete=True, total=1, loaded=1))
    assert part.place().stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["leads.xlsx"]


def test_the_moment_of_the_export_is_told_in_the_zone_of_the_dates(
    tmp_path: Path, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.xlsx"
    plan = make_plan(ExportFormat.XLSX, [], zone=ZoneInfo("America/New_York"))
    write_file(replace(plan, started_at=datetime(2026, 7, 1, 12, tzinfo=UTC)), [], path)
    assert ["Export begun", "2026-07-01 08:00:00 America/New_York"] in about(path)
