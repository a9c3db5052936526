"""Stories about leaving: at once, whatever is under way, and with everything where it was at the next start."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from leaddesk import app
from leaddesk.composition import open_desk
from leaddesk.event_loop import run_until_done
from leaddesk.paths import Profile
from leaddesk.ui.results.column_chooser import ColumnChooser
from tests.journeys.conftest import Stage, player
from tests.journeys.driving import button, choose_entry, click, dialog, dialogs, entry, press, turns, type_text, until
from tests.keyring_session import KeyringSession

MOST_SECONDS = 3.0


async def leave_in_time(stage: Stage) -> None:
    started = time.monotonic()
    await stage.close()
    assert time.monotonic() - started < MOST_SECONDS


def test_closing_the_window_while_it_loads_ends_the_program_at_once(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.choose_mortgage()
        stand_in.faults.delay_seconds = 1
        await press("Ctrl+Return")
        await until(lambda: stand_in.lead_calls == 1, "the question is under way")
        await leave_in_time(stage)

    play(story)


def test_closing_the_window_during_a_pause_ends_the_program_at_once(play, stand_in):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.choose_mortgage()
        stand_in.faults.retry_after = "60"
        stand_in.faults.next_data_statuses = [429]
        await press("Ctrl+Return")
        await until(lambda: stand_in.lead_calls == 1, "the question is under way")
        await turns(10)
        await leave_in_time(stage)

    play(story)


def test_closing_the_window_while_the_keyring_is_blocked_ends_the_program_at_once(
    qapp, own_keyring_session: KeyringSession, stand_in, profile_folder: Path
):
    async def story(stage: Stage) -> None:
        await stage.add_account()
        own_keyring_session.pause_daemon()
        try:
            window = await stage.open()
            await until(lambda: stage.screen.account is not None, "the form is there")
            await asyncio.sleep(0.2)
            assert stage.lead_type.count() == 0, "the list waits for the keyring"
            assert window.isVisible()
            await leave_in_time(stage)
        finally:
            own_keyring_session.resume_daemon()

    player(qapp, stand_in, profile_folder)(story)


def test_the_window_opens_with_its_account_before_the_loop_runs_and_ends_when_it_is_closed(
    qapp, keyring_session, stand_in, profile_folder: Path
):
    """As the program starts: the window is made and shown first, and only then the loop."""
    faults: list[str] = []

    async def keep() -> None:
        await Stage(profile_folder, stand_in).add_account()

    run_until_done(qapp, keep())
    desk = open_desk(Profile.at(profile_folder))
    window = app.make_window(desk)
    window.show()

    async def watch() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: faults.append(str(context)))
        async with asyncio.TaskGroup() as group:
            group.create_task(app._live(desk, window, demo=False))
            stage = Stage(profile_folder, stand_in)
            stage.desk, stage.window = desk, window
            await until(lambda: window.screen_.account is not None, "the form is there")
            await stage.lead_types_loaded()
            window.close()

    run_until_done(qapp, watch())
    assert faults == []
    assert not window.isVisible()
    window.deleteLater()


def test_columns_widths_frozen_columns_and_panes_are_where_they_were(play):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        window.resize(window.minimumSizeHint().width(), 640)
        await press("Ctrl+Shift+L")
        chooser = await dialog(ColumnChooser)
        await type_text("loan")
        await click(button(chooser, "Show all"))
        await click(button(chooser, "OK"))
        await until(lambda: not dialogs(ColumnChooser), "the chooser is gone")
        model, table = stage.screen.model, stage.screen.table
        shown = [column.key for column in model.columns]
        assert "Fields.LoanAmount" in shown
        heading = table.grid.heading
        section = shown.index("Fields.LastName") + 1
        edge = heading.sectionViewportPosition(section) + heading.sectionSize(section) - 1
        start, end = QPoint(edge, heading.height() // 2), QPoint(edge + 60, heading.height() // 2)
        QTest.mousePress(heading.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        QTest.mouseMove(heading.viewport(), end)
        QTest.mouseRelease(heading.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
        await turns()
        width = table.grid.columnWidth(section)
        table.columns.freeze_up_to(section)
        stage.screen.splitter.setSizes([330, 400, 290])
        panes = stage.screen.splitter.sizes()
        await turns()

        window = await stage.restart()
        await stage.lead_types_loaded()
        await stage.search()
        model, table = stage.screen.model, stage.screen.table
        assert [column.key for column in model.columns] == shown
        assert table.grid.columnWidth(section) == width
        assert table.columns.layout.frozen == section
        assert window.height() == 640
        # the bars around the table need their least width only once they have words
        await until(lambda: stage.screen.splitter.sizes()[:2] == panes[:2], "the panes are as wide as they were")

    play(story)


def test_a_column_changed_at_the_last_moment_is_kept_too(play):
    async def story(stage: Stage) -> None:
        await stage.open_with_account()
        await stage.search()
        table = stage.screen.table
        table.columns.freeze_up_to(3)
        await stage.restart()
        await stage.lead_types_loaded()
        await stage.search()
        assert stage.screen.table.columns.layout.frozen == 3

    play(story)


def test_the_colours_chosen_are_those_of_the_next_start(play):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await choose_entry(entry(window, "View", "Dark"))
        dark = QApplication.palette().window().color()
        window = await stage.restart()
        assert entry(window, "View", "Dark").isChecked()
        assert QApplication.palette().window().color() == dark
        await choose_entry(entry(window, "View", "Light"))
        assert QApplication.palette().window().color() != dark

    play(story)
