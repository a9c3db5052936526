"""The window around the screen: where it opens, what it remembers, how it is left."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox

from leaddesk.app import make_window
from leaddesk.composition import Desk, open_desk
from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.domain.errors import FileNotWritten
from leaddesk.event_loop import run_until_done
from leaddesk.paths import Profile
from leaddesk.storage.memory_vault import MemoryVault
from leaddesk.ui.main_window import MainWindow, system_zone
from leaddesk.ui.theme import apply_scheme
from tests.journeys.driving import click, dialog, dialogs, entry, press, turns, until

Story = Callable[[MainWindow, Desk], Coroutine[Any, Any, None]]
Play = Callable[[Story], None]


@pytest.fixture
def play(qapp: QApplication, tmp_path: Path) -> Play:
    def run(story: Story) -> None:
        async def whole() -> None:
            desk = open_desk(Profile.at(tmp_path / "profile"), MemoryVault())
            window = make_window(desk)
            window.show()
            window.activateWindow()
            await turns()
            try:
                await story(window, desk)
            finally:
                window.close()
                await window.aclose()
                await desk.aclose()
                window.deleteLater()
                await turns()

        font = qapp.font()
        run_until_done(qapp, whole())
        qapp.setFont(font)
        apply_scheme(qapp, ColourScheme.SYSTEM)

    return run


def test_the_demo_begins_with_leads_on_screen(play: Play):
    async def story(window: MainWindow, _desk: Desk) -> None:
        window.begin()
        assert window.welcome.isVisible()
        await click(window.welcome.demo_button)
        await until(lambda: window.screen_.model.loaded_count == 100, "the first leads are there")
        assert not window.welcome.isVisible()
        assert "this run only" in window.screen_.picker.account.currentText()
        await until(lambda: window.screen_.pane.is_showing_record, "the first lead is read")

    play(story)


def test_a_fault_is_told_where_it_can_be_seen(play: Play):
    async def story(window: MainWindow, _desk: Desk) -> None:
        window.begin()
        window.show_fault(FileNotWritten("The disk is full."))
        assert window.welcome.notice.isVisible()
        assert "The disk is full." in window.welcome.notice.accessibleName()
        await click(window.welcome.demo_button)
        await until(lambda: window.screen_.model.loaded_count == 100, "the first leads are there")
        window.show_fault(ValueError("secret words"))
        assert window.screen_.notice.isVisible()
        assert "secret words" not in window.screen_.notice.accessibleName()

    play(story)


def test_text_grows_and_shrinks_within_bounds(play: Play):
    async def story(window: MainWindow, _desk: Desk) -> None:
        usual = QApplication.font().pointSizeF()
        entry(window, "View", "Larger text").trigger()
        assert QApplication.font().pointSizeF() == usual + 1
        assert window.welcome.add_button.font().pointSizeF() == usual + 1, "what is on screen has grown too"
        for _ in range(60):
            window.zoom(1)
        assert QApplication.font().pointSizeF() == 24
        for _ in range(60):
            window.zoom(-1)
        assert QApplication.font().pointSizeF() == 7
        entry(window, "View", "Normal text").trigger()
        assert QApplication.font().pointSizeF() == usual

    play(story)


def test_the_colours_are_chosen_in_the_menu_and_remembered(play: Play):
    async def story(window: MainWindow, desk: Desk) -> None:
        entry(window, "View", "Dark").trigger()
        assert desk.preferences.colour_scheme() is ColourScheme.DARK
        assert QApplication.palette().window().color().lightness() < 80
        assert entry(window, "View", "Dark").isChecked()
        assert not entry(window, "View", "Light").isChecked()

    play(story)


def test_words_about_the_program_are_told_in_boxes_that_go_away(play: Play):
    async def story(window: MainWindow, _desk: Desk) -> None:
        for words, told in (
            ("Keys", "Ctrl+Enter"),
            ("What leaves this computer", "no telemetry"),
            ("About leaddesk", "MIT"),
        ):
            entry(window, "Help", words).trigger()
            box = await dialog(QMessageBox)
            assert told in box.text()
            await press("Esc")
            await until(lambda: not dialogs(QMessageBox), "the box is gone")
        await turns()
        assert window.findChildren(QMessageBox) == []

    play(story)


def test_closing_keeps_where_the_window_stood_and_asks_to_be_let_go(play: Play):
    async def story(window: MainWindow, desk: Desk) -> None:
        left: list[bool] = []
        window.leave_requested.connect(lambda: left.append(True))
        window.close()
        assert left == [True]
        assert desk.preferences.window_state("geometry")
        assert desk.preferences.window_state("splitter")

    play(story)


def test_what_needs_a_search_is_greyed_until_there_is_one(play: Play):
    async def story(window: MainWindow, _desk: Desk) -> None:
        window.begin()
        names = ("Search", "Ask again", "Reset the form", "Save as")
        assert not any(entry(window, "Search", words).isEnabled() for words in names)
        await click(window.welcome.demo_button)
        await until(lambda: window.screen_.model.loaded_count == 100, "the first leads are there")
        assert all(entry(window, "Search", words).isEnabled() for words in names)
        assert entry(window, "File", "Export").isEnabled()
        assert not entry(window, "Search", "Stop waiting").isEnabled()

    play(story)


def test_every_entry_of_every_menu_can_be_read(play: Play):
    async def story(window: MainWindow, _desk: Desk) -> None:
        for top in window.menuBar().actions():
            menu = top.menu()
            assert isinstance(menu, QMenu)
            entries: list[QAction] = [action for action in menu.actions() if not action.isSeparator()]
            assert all(action.text().strip() for action in entries)
            assert len(entries) >= 3

    play(story)


def test_the_zone_of_the_person_has_a_name_that_can_be_shown():
    assert str(system_zone())
    assert not str(system_zone()).startswith("Etc/")
