"""Stories about a whole result: loaded in the real window over a real socket, while the person goes on working.

How long the window was held up at most is collected, not judged: machines are shared.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

from leaddesk.demo.leadexec import leadexec_app
from leaddesk.demo.leadexec_faults import Faults, LeadExecLog
from leaddesk.demo.population import Population
from leaddesk.domain.folded_text import fold
from leaddesk.domain.form_state import FormState
from tests.journeys.conftest import Stage, StandIn, Story, player
from tests.journeys.driving import button, click, control, press, turns, type_text, until
from tests.journeys.exported import csv_rows, opened_export, sheet, tells, write_to
from tests.stand_in import serve

ALL_LEADS = 200_000
LEADS = 20_000
TICK_MS = 5
PATIENCE_SECONDS = 400


@dataclass
class StallProbe:
    """A timer of 5 ms: by how much a tick comes late, so long the window would not have answered a click."""

    longest_ms: float = 0.0
    ticks: int = 0
    _last: float = 0.0
    _timer: QTimer = field(default_factory=lambda: QTimer(timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS))

    def begin(self) -> None:
        self._last = time.perf_counter()
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000 - TICK_MS)
        self.ticks += 1
        self._last = now


@dataclass
class StandInElsewhere:
    """LeadExec's stand-in in a process of its own, where its work holds up nobody."""

    url: str
    process: subprocess.Popen[str]

    async def end(self) -> None:
        """Nothing can be fetched any more."""
        self.process.terminate()
        await until(lambda: self.process.poll() is not None, "the stand-in has ended")


@pytest.fixture
def elsewhere() -> Iterator[StandInElsewhere]:
    command = [sys.executable, str(Path(__file__).parents[1] / "stand_in.py"), "--leads", str(ALL_LEADS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield StandInElsewhere(process.stdout.readline().split()[1], process)
        process.terminate()


@pytest.fixture(scope="module")
def many(population: Population) -> Iterator[StandIn]:
    """A stand-in with many leads."""
    faults, log = Faults(), LeadExecLog()
    app = leadexec_app(population, faults=faults, log=log, lead_count=LEADS)
    with serve(app) as url:
        yield StandIn(app, url, faults, log)


@pytest.fixture
def play_many(
    qapp: QApplication, keyring_session: object, many: StandIn, profile_folder: Path
) -> Callable[[Story], None]:
    del keyring_session
    return player(qapp, many, profile_folder)


async def search(stage: Stage) -> None:
    """The first page of all leads of the last two years."""
    now = datetime.now(UTC)
    values: dict[str, str | list[str]] = {
        "LeadTypeUID": "1001",
        "StartDate": (now - timedelta(days=730)).isoformat(timespec="seconds"),
        "EndDate": (now + timedelta(days=2)).isoformat(timespec="seconds"),
    }
    before = stage.screen.shown
    stage.screen.form.set_form_state(FormState(values, "custom"))
    await click(stage.screen.form.search_button)
    await until(lambda: stage.screen.shown is not before and not stage.screen.form.is_busy, "the leads are there")
    await stage.record_read()


async def begin_loading(stage: Stage, leads: int = LEADS) -> None:
    await click(button(stage.screen, f"Load all {leads:,}"))
    await until(lambda: stage.screen.model.loaded_count > 200, "leads come", seconds=PATIENCE_SECONDS)


async def all_loaded(stage: Stage) -> None:
    await until(lambda: not stage.screen.whole.is_loading, "everything is there", seconds=PATIENCE_SECONDS)
    await arranged(stage)


async def arranged(stage: Stage) -> None:
    await until(lambda: not stage.screen.whole.is_arranging, "the rows are arranged", seconds=PATIENCE_SECONDS)


async def click_heading(stage: Stage, key: str) -> None:
    """Click on the title of a column."""
    table = stage.screen.table
    section = [column.key for column in stage.screen.model.columns].index(key) + 1
    grid = table.grid if table.grid.frozen.isColumnHidden(section) else table.grid.frozen
    table.grid.horizontalScrollBar().setValue(0)
    left = grid.heading.sectionViewportPosition(section)
    spot = QPoint(left + grid.heading.sectionSize(section) // 3, grid.heading.height() // 2)
    await click(grid.heading.viewport(), spot)


async def scroll_through(stage: Stage, steps: int = 12) -> None:
    bar = stage.screen.table.grid.verticalScrollBar()
    for step in range(steps + 1):
        bar.setValue(bar.maximum() * step // steps)
        await turns()


def status(stage: Stage) -> str:
    return control(stage.window, QLabel, "Status").text()


def texts(stage: Stage, key: str, rows: range) -> list[str]:
    place = [column.key for column in stage.screen.model.columns].index(key) + 1
    return [stage.screen.model.index(row, place).data() for row in rows]


@pytest.mark.timeout(600)
def test_a_person_works_on_while_200_000_leads_are_loaded(
    qapp: QApplication,
    keyring_session: object,
    elsewhere: StandInElsewhere,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
):
    del keyring_session
    probe = StallProbe()

    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        screen, model = stage.screen, stage.screen.model
        await search(stage)
        probe.begin()
        await begin_loading(stage, ALL_LEADS)
        await scroll_through(stage)
        screen.table.select_row(model.rowCount() - 1)
        await stage.record_read()
        assert screen.pane.is_showing_record
        await click_heading(stage, "Fields.LastName")
        await arranged(stage)
        assert "what is loaded sorted" in status(stage)
        await press("Ctrl+F")
        await type_text("smith")
        await arranged(stage)
        assert 0 < model.rowCount() < model.loaded_count
        await press("Esc")
        await arranged(stage)
        screen.table.select_row(150)
        current = stage.current.id
        screen.table.setFocus()
        await press("Ctrl+A")
        ticked = model.selected_count
        assert 200 < ticked < ALL_LEADS, "those that have come"
        opened = await opened_export(stage)
        await write_to(opened, tmp_path / "ticked.csv", "CSV for other systems (.csv)")
        await until(lambda: tells(opened, f"{ticked:,} leads written"), "the ticked are written", seconds=600)
        opened.close()
        assert csv_rows(tmp_path / "ticked.csv") == ticked
        await all_loaded(stage)
        assert (model.rowCount(), model.loaded_count) == (ALL_LEADS, ALL_LEADS)
        assert stage.current.id == current, "the lead that is read stays the current one"
        assert "whole result loaded" in status(stage)
        assert "whole result sorted" in status(stage)

        await elsewhere.end()  # whatever comes now comes from what is loaded
        await scroll_through(stage)
        names = [fold(str(name)).strip() for name in texts(stage, "Fields.LastName", range(0, model.rowCount(), 1000))]
        present = [name for name in names if name and name != "–"]
        assert names[: len(present)] == sorted(present), "those without a name stand last"
        await press("Ctrl+F")
        await type_text("smith")
        await arranged(stage)
        assert 0 < model.rowCount() < ALL_LEADS
        assert f"{model.rowCount():,} of {ALL_LEADS:,} loaded rows shown" in status(stage)
        opened = await opened_export(stage, "Ctrl+Shift+E")
        await write_to(opened, tmp_path / "all.csv", "CSV for other systems (.csv)")
        await until(lambda: tells(opened, f"{ALL_LEADS:,} leads written"), "all are written", seconds=900)
        opened.close()
        probe.end()
        assert window.isVisible()

    player(qapp, elsewhere, tmp_path / "profile")(story)
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        place = next(rows).index("Fields.LastName")
        names = [fold(row[place]).strip() for row in rows]
    assert len(names) == ALL_LEADS
    written = [name for name in names if name]
    assert written == sorted(written), "in the order of the table, narrowed or not"
    assert probe.ticks > 100
    record_property("longest_stall_ms", round(probe.longest_ms))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.4])
def test_loading_that_is_stopped_leaves_the_window_usable_and_the_next_search_begins(
    play_many: Callable[[Story], None], many: StandIn, share: float
):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        screen, model = stage.screen, stage.screen.model
        await search(stage)
        await click(button(screen, f"Load all {LEADS:,}"))
        await until(lambda: model.loaded_count >= share * LEADS, "so much is there", seconds=PATIENCE_SECONDS)
        await press("Esc")
        await until(lambda: not screen.whole.is_loading, "loading has ended")
        kept = model.loaded_count
        assert kept == model.rowCount()
        if screen.whole.whole is not None:
            assert f"Stopped: {kept:,} of {LEADS:,} loaded" in status(stage)
        assert screen.table.select_row(min(50, kept - 1))
        calls = many.lead_calls
        await search(stage)
        assert many.lead_calls > calls
        assert model.rowCount() == 100
        assert button(screen, f"Load all {LEADS:,}").isEnabled()

    play_many(story)


def test_a_new_search_does_not_wait_for_the_one_that_is_loaded(play_many: Callable[[Story], None]):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await search(stage)
        await begin_loading(stage)
        await search(stage)
        await turns(50)
        assert stage.screen.model.rowCount() == 100
        assert stage.screen.whole.whole is None

    play_many(story)


def test_a_list_that_changed_while_it_was_loaded_is_told_on_screen_and_in_the_file(
    play_many: Callable[[Story], None], many: StandIn, tmp_path: Path
):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await search(stage)
        many.faults.rows_moved = 3
        await begin_loading(stage)
        await all_loaded(stage)
        notice = stage.screen.notice.notice
        assert notice is not None
        assert notice.title == "The list changed while it was loaded"
        opened = await opened_export(stage, "Ctrl+Shift+E")
        await write_to(opened, tmp_path / "moved.xlsx")
        await until(lambda: tells(opened, "leads written"), "all are written", seconds=PATIENCE_SECONDS)
        about = "\n".join(str(cell) for row in sheet(tmp_path / "moved.xlsx", "About") for cell in row)
        assert "changed while" in about
        assert "total went from" in about
        opened.close()
        many.faults.rows_moved = 0
        await search(stage)
        await begin_loading(stage)
        await all_loaded(stage)
        assert stage.screen.notice.notice is None, "a list that stayed as it was is not doubted"
        assert stage.screen.whole.whole is not None
        assert stage.screen.whole.whole.load.coverage().complete

    play_many(story)
