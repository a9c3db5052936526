# ruff: noqa: DTZ001 - local times, as spreadsheets and file names hold them
from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from leaddesk.domain.errors import InvalidInput
from leaddesk.exporting.file_names import default_file_name, incomplete_name, name_problem, suggest_other_name
from leaddesk.exporting.plan import ExportFormat, format_of

MORNING = datetime(2026, 1, 31, 8, 15)


def test_the_default_name_says_what_and_when() -> None:
    assert default_file_name("LeadExec", "Inbound pings", MORNING, ExportFormat.XLSX) == (
        "leadexec-inbound-pings-2026-01-31-0815.xlsx"
    )


def test_the_guarded_csv_says_so_in_its_name() -> None:
    name = default_file_name("LeadExec", "Leads", MORNING, ExportFormat.CSV_SPREADSHEET)
    assert name == "leadexec-leads-2026-01-31-0815-for-spreadsheets.csv"


@pytest.mark.parametrize("title", ["x" * 300, "CON", "..", 'a/b\\c:d*?"<>|', "", "Grüße 李", "\0\n", ". . ."])
@pytest.mark.parametrize("file_format", list(ExportFormat))
def test_a_default_name_is_safe_on_every_system_whatever_it_is_made_of(title: str, file_format: ExportFormat) -> None:
    name = default_file_name(title, title, MORNING, file_format)
    assert name_problem(name, on_windows=True) == ""
    assert len(Path(name).stem) <= 80
    assert Path(name).name == name


def test_an_incomplete_file_says_so_in_its_name() -> None:
    assert incomplete_name(Path("/x/leads.xlsx"), 700, 2000) == Path("/x/leads-INCOMPLETE-700-of-2000.xlsx")
    assert incomplete_name(Path("/x/leads.csv"), 700, None) == Path("/x/leads-INCOMPLETE-700.csv")


def test_another_name_is_one_that_is_not_there(tmp_path: Path) -> None:
    first = tmp_path / "leads.xlsx"
    assert suggest_other_name(first).name == "leads (2).xlsx"
    (tmp_path / "leads (2).xlsx").touch()
    assert suggest_other_name(first).name == "leads (3).xlsx"
    assert suggest_other_name(tmp_path / "leads (2).xlsx").name == "leads (3).xlsx"


@pytest.mark.parametrize(
    "name", ["CON", "con.xlsx", "COM1.csv", "LPT9", "nul.tar.gz", "leads.", "leads ", "a:b", "a|b"]
)
def test_names_of_devices_and_trailing_dots_are_refused_on_windows_only(name: str) -> None:
    assert name_problem(name, on_windows=True)
    assert name_problem(name, on_windows=False) == ""


@pytest.mark.parametrize("name", ["", ".", "..", " ", "a\0b", "x" * 256, "ü" * 128])
def test_names_no_file_can_have_are_refused_everywhere(name: str) -> None:
    assert name_problem(name, on_windows=False)


@pytest.mark.parametrize("name", ["concert.xlsx", "leads.xlsx", "COM10.csv", ".hidden"])
def test_ordinary_names_are_accepted(name: str) -> None:
    assert name_problem(name, on_windows=True) == ""


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.xlsx", ExportFormat.XLSX), ("a.CSV", ExportFormat.CSV_EXACT), ("a.b.jsonl", ExportFormat.JSON_LINES)],
)
def test_the_kind_of_file_follows_its_ending(name: str, kind: ExportFormat) -> None:
    assert format_of(Path(name)) is kind


@pytest.mark.parametrize("name", ["leads", "leads.xls", "leads.json", ".xlsx"])
def test_another_ending_is_bad_input_that_names_what_there_is(name: str) -> None:
    with pytest.raises(InvalidInput, match=r"\.xlsx, \.csv or \.jsonl") as caught:
        format_of(Path(name), field="--to")
    assert caught.value.problems[0].field == "--to"
