"""Stories about ticking leads and having them in a file: all of them or none, and never an old file harmed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QMessageBox, QRadioButton

from leaddesk.ui.export.export_dialog import ExportDialog
from tests.journeys.conftest import Stage
from tests.journeys.driving import (
    button,
    choose_entry,
    click,
    control,
    controls,
    dialog,
    dialogs,
    entry,
    fill_in,
    press,
    type_text,
    until,
    words_in,
)
from tests.journeys.exported import csv_rows, opened_export, sheet, tells, write_to


async def tick_row(stage: Stage, row: int) -> None:
    """Click into the tick column."""
    grid = stage.screen.table.grid.frozen
    place = grid.visualRect(stage.screen.model.index(row, 0)).center()
    await click(grid.viewport(), place)


def names_beside(path: Path) -> list[str]:
    return sorted(other.name for other in path.parent.iterdir() if other.name != "profile")


def test_leads_ticked_on_two_pages_are_the_rows_of_the_file(play, tmp_path: Path):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        model, table = stage.screen.model, stage.screen.table
        await tick_row(stage, 1)
        await tick_row(stage, 3)
        grid = table.grid.frozen
        place = grid.visualRect(model.index(6, 0)).center()
        await click(grid.viewport(), place, Qt.KeyboardModifier.ShiftModifier)  # rows 3 to 6
        assert len(model.selected_keys) == 5
        await press("Alt+PgDown")
        await until(lambda: stage.shown.page.start.offset == 100, "the second page is there")
        assert len(model.selected_keys) == 5, "ticks survive paging"

        await press("Ctrl+F")
        await type_text("CA")
        assert 0 < model.rowCount() < 100
        narrowed = model.rowCount()
        assert f"{narrowed} of 100 shown" in words_in(window)
        await press("Return")
        assert table.grid.hasFocus()
        await press("Ctrl+A")
        count = 5 + narrowed
        assert len(model.selected_keys) == count, "only the rows in view were ticked"
        await press("Ctrl+F")
        await press("Esc")
        assert model.rowCount() == 100, "Esc in the box shows all loaded rows again"
        assert f"{count:,} selected" in control(window, QLabel, "Status").text()
        assert button(window, f"Export {count:,} selected").isEnabled()
        ticked = {record.id for record in model.selected_records}

        await press("Alt+Home")
        await until(lambda: stage.shown.page.start.offset == 0, "the first page is there")
        assert [row for row in range(100) if model.is_selected(row)] == [1, 3, 4, 5, 6]
        table.setFocus()
        opened = await opened_export(stage)
        assert opened.export_button.text() == f"Export {count:,} leads"
        path = tmp_path / "ticked.xlsx"
        await write_to(opened, path)
        await until(lambda: tells(opened, f"{count:,} leads written"), "the file is written")
        rows = sheet(path)
        assert {row[rows[0].index("Lead id")] for row in rows[1:]} == ticked
        assert len(rows) - 1 == count
        phones = [row[rows[0].index("Phone")] for row in rows[1:]]
        assert all(isinstance(phone, str) for phone in phones)
        assert not any("e+" in phone.lower() for phone in phones)
        assert any(len(phone) >= 10 for phone in phones)
        await click(button(opened, "Close"))
        assert f"{count:,} leads exported to ticked.xlsx" in words_in(window)
        assert names_beside(path) == ["ticked.xlsx"]

    play(story)


def test_all_leads_are_written_in_each_kind_of_file(play, tmp_path: Path):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        total = stage.shown.page.total.count
        opened = await opened_export(stage, "Ctrl+Shift+E")
        assert opened.export_button.text() == f"Export {total:,} leads"
        kinds = control(opened, QComboBox, "Kind of file")
        titles = [kinds.itemText(row) for row in range(kinds.count())]
        for title, name in zip(titles, ("all.xlsx", "all.csv", "exact.csv", "all.jsonl"), strict=True):
            await write_to(opened, tmp_path / name, title)
            await until(lambda: tells(opened, f"{total:,} leads written"), f"{name} is written")
            await click(button(opened, "Back"))
        assert len(sheet(tmp_path / "all.xlsx")) - 1 == total
        assert len(sheet(tmp_path / "all.xlsx", "Sends")) > 1
        about = "\n".join(str(cell) for row in sheet(tmp_path / "all.xlsx", "About") for cell in row)
        assert "LeadExec East" in about
        assert "demo-client-secret" not in about
        raw = (tmp_path / "all.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        for name in ("all.csv", "exact.csv"):
            assert csv_rows(tmp_path / name) == total
        lines = (tmp_path / "all.jsonl").read_text("utf-8").splitlines()
        assert len({json.loads(line)["id"] for line in lines}) == total
        await press("Esc")
        assert not dialogs(ExportDialog)
        assert window.isVisible()

    play(story)


def test_a_cancelled_export_leaves_the_old_file_as_it_was(play, stand_in, tmp_path: Path):
    async def story(stage: Stage) -> None:
        path = tmp_path / "leads.xlsx"
        path.write_bytes(b"the old file")
        await stage.open_with_account()
        await stage.search("Last 90 days")
        stand_in.faults.delay_seconds = 0.2
        stand_in.faults.most_rows = 200
        opened = await opened_export(stage)
        await fill_in(control(opened, QLineEdit, "File"), str(path))
        await press("Tab")
        assert "This file is there already" in words_in(opened)
        calls = stand_in.lead_calls
        await click(opened.export_button)
        await until(lambda: stand_in.lead_calls >= calls + 3, "some pages were loaded")
        await until(lambda: "Loading" in opened.running_words, "the progress is told")
        await click(button(opened, "Cancel"))
        await until(lambda: "Cancelled" in words_in(opened), "it is stopped")
        assert path.read_bytes() == b"the old file"
        assert names_beside(path) == ["leads.xlsx"]
        await until(lambda: not stage.window.tasks.is_running("export"), "its task has ended")

    play(story)


def test_an_export_that_fails_on_the_way_writes_only_what_the_person_agrees_to(play, stand_in, tmp_path: Path):
    async def story(stage: Stage) -> None:
        path = tmp_path / "leads.csv"
        path.write_bytes(b"the old file")
        await stage.open_with_account()
        await stage.search("Last 90 days")
        total = stage.shown.page.total.count
        await until(lambda: stand_in.lead_calls == 2, "the second page is fetched ahead")
        stand_in.faults.delay_seconds = 0.05
        stand_in.faults.most_rows = 200
        opened = await opened_export(stage)
        kinds = control(opened, QComboBox, "Kind of file")
        await write_to(opened, path, kinds.itemText(2))
        await until(lambda: stand_in.lead_calls >= 5, "some pages were loaded")
        stand_in.faults.data_status = 403
        await until(lambda: tells(opened, "No file was written yet"), "it is told that it is not complete")
        assert path.read_bytes() == b"the old file"
        assert names_beside(path) == ["leads.csv"]
        offer = next(
            b for b in controls(opened, type(opened.outcome.partial_button)) if b.text().startswith("Save the")
        )
        loaded = int(offer.text().split()[2].replace(",", ""))
        assert 0 < loaded < total
        await click(offer)
        await until(lambda: tells(opened, f"{loaded:,} leads written"), "the part is written")
        assert "403" in opened.outcome.text or "Loading stopped" in opened.outcome.text
        assert path.read_bytes() == b"the old file"
        names = names_beside(path)
        assert len(names) == 2
        part = next(tmp_path / name for name in names if "INCOMPLETE" in name)
        assert str(loaded) in part.name
        assert csv_rows(part) == loaded

        stand_in.faults.data_status = None
        stand_in.faults.delay_seconds = 0
        await click(button(opened, "Back"))
        await click(opened.export_button)
        await until(lambda: tells(opened, f"{total:,} leads written"), "the whole file is written")
        assert len(path.read_text("utf-8").splitlines()) > total

    play(story)


def test_a_folder_that_cannot_be_written_is_told_and_another_name_helps(play, tmp_path: Path):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.search()
        opened = await opened_export(stage)
        await click(next(b for b in controls(opened, QRadioButton) if b.text().startswith("This page")))
        assert opened.export_button.text() == "Export 100 leads"
        blocked = tmp_path / "is-a-folder.xlsx"
        blocked.mkdir()
        await write_to(opened, blocked)
        assert "This is a folder" in words_in(opened)
        await write_to(opened, Path("/proc/leads.xlsx"))
        await until(opened.outcome.other_button.isVisible, "another name is offered")
        target = opened.outcome.target.line
        await fill_in(target, str(tmp_path / "here.xlsx"))
        await click(button(opened, "Write this file instead"))
        await until(lambda: tells(opened, "100 leads written"), "the file is written")
        assert len(sheet(tmp_path / "here.xlsx")) == 101

    play(story)


def test_waits_of_turning_pages_are_shown_in_the_window_again_after_an_export(play, stand_in, tmp_path: Path):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        await until(lambda: stand_in.lead_calls == 2, "the second page is fetched ahead")
        opened = await opened_export(stage)
        await write_to(opened, tmp_path / "leads.jsonl", control(opened, QComboBox, "Kind of file").itemText(3))
        await until(lambda: tells(opened, "leads written"), "the file is written")
        await press("Esc")
        stand_in.faults.retry_after = "30"
        stand_in.faults.next_data_statuses = [429]
        await press("Alt+End")
        await until(lambda: "Waiting" in control_text(window), "the wait is told in the window")
        await click(button(window, "Cancel waiting"))
        assert control(window, QLabel, "Rows shown").text().startswith("1–100 of")

    def control_text(window: Any) -> str:
        return "\n".join(label.text() for label in controls(window, QLabel))

    play(story)


def test_leaving_while_an_export_runs_asks_first(play, stand_in, tmp_path: Path):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search("Last 90 days")
        stand_in.faults.delay_seconds = 0.3
        opened = await opened_export(stage)
        await write_to(opened, tmp_path / "leads.xlsx")
        await until(lambda: opened.is_running, "the export runs")
        left: list[bool] = []
        window.leave_requested.connect(lambda: left.append(True))
        await choose_entry(entry(window, "File", "Quit"))
        question = await dialog(QMessageBox)
        await click(button(question, "Go on exporting"))
        assert opened.is_running
        assert left == []
        await choose_entry(entry(window, "File", "Quit"))
        question = await dialog(QMessageBox)
        await click(button(question, "Stop and leave"))
        await until(lambda: left, "the window is left")
        stand_in.faults.delay_seconds = 0
        await window.aclose()
        assert names_beside(tmp_path / "leads.xlsx") == []

    play(story)


def test_copied_rows_are_cells_for_a_spreadsheet(play):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        await tick_row(stage, 0)
        await tick_row(stage, 2)
        stage.screen.table.setFocus()
        await press("Ctrl+Shift+C")
        data = QGuiApplication.clipboard().mimeData()
        lines = data.text().splitlines()
        titles = [column.title for column in stage.screen.model.columns]
        assert [heading.split(" (")[0] for heading in lines[0].split("\t")] == titles
        assert len(lines) == 3
        assert data.html().count("<tr>") == 3
        assert "2 rows" in words_in(window)

    play(story)
