"""Exporting a whole result that is loaded: no row is fetched again, and the file says what the loading covered."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from PySide6.QtWidgets import QWidget

from leaddesk.services.export import ExportFormat, ExportService
from leaddesk.ui.export.export_flow import ExportFlow
from leaddesk.ui.export.export_offer import ALL, PAGE, SELECTED, Offer
from leaddesk.ui.export.export_request import ExportRequest
from tests.journeys.driving import until
from tests.journeys.exported import sheet
from tests.ui.screen_parts import ScriptedProvider
from tests.ui.screen_stand import Play, Stand

ROWS = 1300


async def loaded(stand: Stand) -> None:
    """Everything is loaded and sorted by name, the last first."""
    stand.provider.rows = ScriptedProvider(ROWS).rows
    await stand.open()
    await stand.search()
    await until(lambda: not stand.tasks.is_running("ahead"), "the page ahead is there")
    stand.screen.load_all()
    await stand.loaded()
    stand.screen.table.ask_for_sort("name", descending=True)
    await stand.arranged()


def offer(stand: Stand) -> Offer:
    screen = stand.screen
    assert screen.shown is not None
    return Offer(screen.shown, screen.model.selected_records, screen.shown_columns(), screen.zone)


async def write(stand: Stand, scope: str, path: Path) -> str:
    """Export through the dialog; gives what it says at the end."""
    window = QWidget()
    flow = ExportFlow(stand.accounts, stand.preferences, ExportService(), stand.tasks, window)
    flow.open(offer(stand), scope)
    dialog = flow.dialog
    assert dialog is not None
    choice = (ExportFormat.XLSX if path.suffix == ".xlsx" else ExportFormat.CSV_EXACT).value
    dialog.export_requested.emit(ExportRequest(scope, choice, all_columns=True, local_zone=False, path=path))
    await until(lambda: not flow.is_running, "the file is written")
    said = dialog.outcome.text
    dialog.close()
    window.deleteLater()
    return said


def names(path: Path) -> list[str]:
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    return [row[rows[0].index("name")] for row in rows[1:]]


def by_name(stand: Stand) -> list[str]:
    return sorted((row["name"] for row in stand.provider.rows), reverse=True)


def test_all_is_written_in_the_order_of_the_table_and_nothing_is_fetched(play: Play, tmp_path: Path):
    async def story(stand: Stand) -> None:
        await loaded(stand)
        stand.screen.bar._narrow.setText("n12")
        await stand.arranged()
        asked = len(stand.provider.asked)
        said = await write(stand, ALL, tmp_path / "all.csv")
        assert f"{ROWS:,} leads written" in said
        assert len(stand.provider.asked) == asked
        assert names(tmp_path / "all.csv") == by_name(stand), "narrowing leaves nothing out"

    play(story)


def test_the_about_sheet_says_what_the_loading_covered(play: Play, tmp_path: Path):
    async def story(stand: Stand) -> None:
        stand.provider.rows = ScriptedProvider(ROWS).rows
        await stand.open()
        await stand.search()
        await until(lambda: not stand.tasks.is_running("ahead"), "the page ahead is there")
        stand.provider.gate.clear()
        stand.screen.load_all()
        await until(lambda: stand.screen.model.loaded_count == 200, "loading has begun")
        stand.provider.rows.insert(0, {"id": "new", "name": "new one", "size": 1})
        stand.provider.gate.set()
        await stand.loaded()
        await write(stand, ALL, tmp_path / "all.xlsx")

    play(story)
    about = sheet(tmp_path / "all.xlsx", "About")
    told = {str(row[0]): row[1] for row in about}
    assert str(told["Complete"]).startswith("NO")
    assert told["Changed while loading"] == "yes"
    assert any("the total went from 1,300 to 1,301" in str(cell) for row in about for cell in row)


def test_the_ticked_are_written_as_they_stand_in_the_table(play: Play, tmp_path: Path):
    async def story(stand: Stand) -> None:
        await loaded(stand)
        screen = stand.screen
        for row in (2, 700, 5):
            screen.model.toggle_row(row)
        screen.bar._narrow.setText(str(screen.model.index(700, 2).data()))
        await stand.arranged()
        said = await write(stand, SELECTED, tmp_path / "ticked.csv")
        assert f"Only the leads selected by hand: 3 of {ROWS:,}." in said
        ordered = by_name(stand)
        assert names(tmp_path / "ticked.csv") == [ordered[2], ordered[5], ordered[700]], "in view or not"

    play(story)


def test_what_the_table_shows_is_written_and_said(play: Play, tmp_path: Path):
    async def story(stand: Stand) -> None:
        await loaded(stand)
        screen = stand.screen
        screen.bar._narrow.setText("n12")
        await stand.arranged()
        count = screen.model.rowCount()
        assert screen.bar.export_page_action.text() == f"Export what is shown, {count:,}…"
        assert [scope.title for scope in offer(stand).scopes()] == ["Selected", "Shown in the table", "All"]
        said = await write(stand, PAGE, tmp_path / "shown.csv")
        assert f"Only the leads shown in the table, narrowed by “n12”: {count:,} of {ROWS:,}." in said
        assert names(tmp_path / "shown.csv") == [name for name in by_name(stand) if "n12" in name]

    play(story)


def test_all_is_fetched_when_only_a_part_is_loaded(play: Play, tmp_path: Path):
    async def story(stand: Stand) -> None:
        stand.provider.rows = ScriptedProvider(ROWS).rows
        await stand.open()
        await stand.search()
        stand.provider.gate.clear()
        stand.screen.load_all()
        await until(lambda: stand.screen.model.loaded_count >= 100, "loading has begun")
        stand.screen.whole.stop()
        await stand.loaded()
        stand.provider.gate.set()
        asked = len(stand.provider.asked)
        said = await write(stand, ALL, tmp_path / "all.csv")
        assert f"{ROWS:,} leads written" in said
        assert len(stand.provider.asked) > asked
        assert len(names(tmp_path / "all.csv")) == ROWS

    play(story)
