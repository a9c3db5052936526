from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record
from leaddesk.exporting.csv_file import guard
from leaddesk.exporting.plan import ExportFormat, ExportPlan, Written

MakeRecord = Callable[..., Record]
MakePlan = Callable[..., ExportPlan]
WriteFile = Callable[..., Written]

KINDS = {
    "phone": Kind.PHONE, "zip": Kind.POSTAL_CODE, "id": Kind.IDENTIFIER, "price": Kind.MONEY, "score": Kind.INTEGER,
    "given": Kind.YES_NO, "added": Kind.MOMENT, "never": Kind.MOMENT, "note": Kind.LONG_TEXT, "list": Kind.OBJECT,
}  # fmt: skip
VALUES: dict[str, Any] = {
    "phone": "+12025550143", "zip": "00501", "id": 12345678901234567890, "price": -12.5, "score": 67, "given": "True",
    "added": "2026-01-31T08:00:00.25-05:00", "never": "0001-01-01T00:00:00Z", "note": "a\nb, “c” \"d\"", "list": [1],
}  # fmt: skip


def columns(*keys: str) -> list[Column]:
    return [Column(f"Fields.{key}", key, KINDS[key], ("Fields", key)) for key in keys]


def lines_of(path: Path, encoding: str) -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, strict=True))


def test_the_kind_for_spreadsheets_has_a_mark_local_dates_and_guarded_texts(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.csv"
    plan = make_plan(ExportFormat.CSV_SPREADSHEET, columns(*VALUES))
    written = write_file(plan, [make_record({"Fields": VALUES}), make_record({})], path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfphone,zip,")
    assert path.read_bytes().count(b"\r\n") == 3
    assert lines_of(path, "utf-8-sig") == [
        ["phone", "zip", "id", "price", "score", "given", "added (UTC)", "never (UTC)", "note", "list"],
        ["'+12025550143", "00501", "12345678901234567890", "-12.5", "67", "TRUE", "2026-01-31 13:00:00", "",
         "a\nb, “c” \"d\"", "[1]"],
        [""] * 10,
    ]  # fmt: skip
    assert written.rows == 2


def test_the_kind_for_other_systems_is_exact(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.csv"
    write_file(make_plan(ExportFormat.CSV_EXACT, columns(*VALUES)), [make_record({"Fields": VALUES})], path)
    assert lines_of(path, "utf-8") == [
        [f"Fields.{key}" for key in VALUES],
        ["+12025550143", "00501", "12345678901234567890", "-12.5", "67", "true", "2026-01-31T13:00:00.250000Z", "",
         "a\nb, “c” \"d\"", "[1]"],
    ]  # fmt: skip


@pytest.mark.parametrize("beginning", ["", " ", "\0", "\ufeff", "\u200b", "\u00a0", "\x0b"])
@pytest.mark.parametrize("sign", list("=+-@\uff1d\uff0b\uff0d\uff20"))
def test_nothing_in_the_kind_for_spreadsheets_begins_like_a_formula(
    beginning: str, sign: str, tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    text = f"{beginning}{sign}1+1"
    path = tmp_path / "leads.csv"
    column = Column("x", text, Kind.TEXT, ("Fields", "x"))
    write_file(make_plan(ExportFormat.CSV_SPREADSHEET, [column]), [make_record({"Fields": {"x": text}})], path)
    assert lines_of(path, "utf-8-sig") == [["'" + text], ["'" + text]]


@pytest.mark.parametrize("text", ["\tx", "\rx", "\nx"])
def test_tabs_and_line_breaks_at_the_beginning_are_guarded_too(
    text: str, tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.csv"
    record = make_record({"Fields": {"note": text}})
    write_file(make_plan(ExportFormat.CSV_SPREADSHEET, columns("note")), [record], path)
    assert lines_of(path, "utf-8-sig")[1] == ["'" + text]


@pytest.mark.parametrize(("sent", "cell"), [(-5, "-5"), ("-5.25", "-5.25"), ("-5 or so", "'-5 or so")])
def test_real_numbers_are_not_guarded(
    sent: Any, cell: str, tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    path = tmp_path / "leads.csv"
    record = make_record({"Fields": {"price": sent}})
    write_file(make_plan(ExportFormat.CSV_SPREADSHEET, columns("price")), [record], path)
    assert lines_of(path, "utf-8-sig")[1] == [cell]


@given(rows=st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=20))
@example(rows=[("a\rb", "\r"), ("", ""), ("\x00", '"'), ("\n", ",")])
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_reads_back_exactly_from_the_kind_for_other_systems(
    rows: list[tuple[str, str]], make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        plan = make_plan(ExportFormat.CSV_EXACT, columns("note", "zip"))
        write_file(plan, [make_record({"Fields": {"note": one, "zip": two}}) for one, two in rows], path)
        assert [tuple(row) for row in lines_of(path, "utf-8")[1:]] == rows


FIELDS = st.text(max_size=6) | st.sampled_from(
    ["", "a,b", 'say "a"', "a\r\nb", "a\rb", "=1", " =1", "-5", "\t", "x\n=1", "\u200b@", "\uff0b1", "plain", "ü,“”"]
)


@given(rows=st.lists(st.tuples(FIELDS, FIELDS, FIELDS), min_size=1, max_size=6), width=st.sampled_from([1, 2, 3]))
@example(rows=[("", "", "")], width=1)
@example(rows=[("a", "b", "c"), ("a,b", "", "c")], width=3)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_are_those_of_pythons_own_writer(
    rows: list[tuple[str, ...]], width: int, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    keys = ["note", "zip", "phone"][:width]
    records = [make_record({"Fields": dict(zip(keys, row, strict=False))}) for row in rows]
    for file_format, head, treat in (
        (ExportFormat.CSV_EXACT, [f"Fields.{key}" for key in keys], str),
        (ExportFormat.CSV_SPREADSHEET, keys, guard),
    ):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "leads.csv"
            write_file(make_plan(file_format, columns(*keys)), records, path)
            wanted = io.StringIO(newline="")
            csv.writer(wanted).writerows([head, *([treat(text) for text in row[:width]] for row in rows)])
            assert path.read_bytes().decode("utf-8-sig") == wanted.getvalue()


def test_types_that_change_from_row_to_row_keep_their_meaning(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    sent = [
        {"price": 1.5, "given": True, "added": "2026-01-31T08:00:00Z", "id": 7},
        {"price": None, "given": None, "added": None},
        {"price": "a, b", "given": "maybe", "added": "soon, =1", "id": "0007"},
        {"price": -0.00001, "given": False, "added": "0001-01-01T00:00:00", "id": None},
    ]
    records = [make_record({"Fields": fields}) for fields in sent]
    path = tmp_path / "leads.csv"
    write_file(make_plan(ExportFormat.CSV_EXACT, columns("price", "given", "added", "id")), records, path)
    assert lines_of(path, "utf-8")[1:] == [
        ["1.5", "true", "2026-01-31T08:00:00Z", "7"],
        ["", "", "", ""],
        ["a, b", "maybe", "soon, =1", "0007"],
        ["-0.00001", "false", "", ""],
    ]
    write_file(make_plan(ExportFormat.CSV_SPREADSHEET, columns("price", "given", "added", "id")), records, path)
    assert lines_of(path, "utf-8-sig")[1:] == [
        ["1.5", "TRUE", "2026-01-31 08:00:00", "7"],
        ["", "", "", ""],
        ["a, b", "maybe", "soon, =1", "0007"],
        ["-0.00001", "FALSE", "", ""],
    ]
