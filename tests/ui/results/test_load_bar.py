"""What stands below the table while a whole result is loaded, and where the keyboard goes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar

from leaddesk.domain.page import Total
from leaddesk.ui.results.page_words import load_all_text, loaded_text
from leaddesk.ui.results.results_foot import ResultsFoot
from tests.ui.results.conftest import controls_without_name

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def foot(qtbot):
    widget = ResultsFoot()
    qtbot.addWidget(widget)
    widget.pages.show_page(0, 100, Total.exact(211_507), 100, has_next=True, can_jump=True, can_load_all=True)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (Total.exact(211_507), "Load all 211,507"),
        (Total.at_least(300), "Load all"),
        (Total.unknown(), "Load all"),
    ],
)
def test_the_number_stands_on_the_button(foot, qtbot, total, words):
    foot.pages.show_page(0, 100, total, 100, has_next=True, can_jump=True, can_load_all=True)
    assert foot.pages.load_all_action.text() == load_all_text(total) == words
    with qtbot.waitSignal(foot.pages.load_all_requested):
        foot.pages.load_all_action.trigger()


def test_a_page_that_is_all_offers_nothing_to_load(foot):
    foot.pages.show_page(0, 3, Total.exact(3), 100, has_next=False, can_jump=True)
    assert not foot.pages.load_all_action.isEnabled()
    assert not foot.pages._load_all.isVisible()


def test_pages_cannot_be_turned_while_everything_is_in_the_table(foot):
    height = foot.height()
    foot.show_whole(whole=True)
    pages = foot.pages
    for action in (pages.next_action, pages.last_action, pages.go_to_page_action, pages.load_all_action):
        assert not action.isEnabled()
    assert foot.height() == height
    foot.show_whole(whole=False)
    assert pages.next_action.isEnabled()
    assert pages.isVisible()


def test_the_keyboard_goes_along_with_the_buttons(foot):
    bar = foot.load_bar
    foot.pages.setFocus()
    bar.show_loading("Loading: 5 of 9", 5, 9)
    foot.show_whole(whole=True)
    assert bar.stop_button.hasFocus()
    bar.show_ended("Stopped: 5 of 9 loaded", go_on="Try again")
    assert bar.go_on_button.hasFocus()
    assert bar.go_on_button.accessibleName() == "Try again"
    bar.show_whole("Whole result: 9 loaded")
    assert bar.back_button.hasFocus()
    foot.show_whole(whole=False)
    assert not bar.isVisible()


def test_progress_is_shown_as_far_as_the_total_is_known(foot):
    bar, progress = foot.load_bar, foot.load_bar.findChild(QProgressBar)
    foot.show_whole(whole=True)
    bar.show_loading("Loading: 500 of 1,000", 500, 1000)
    assert progress.value() * 2 == progress.maximum()
    bar.show_loading("Loading: 500", 500, None)
    assert progress.maximum() == 0
    bar.show_work("Reading columns: 1 of 2")
    assert {"Loading: 500", "Reading columns: 1 of 2"} <= {label.text() for label in bar.findChildren(QLabel)}
    assert controls_without_name(foot) == []


def test_how_much_is_loaded_is_said_with_the_total_where_it_is_another():
    assert loaded_text(12_000, 211_507) == "12,000 of 211,507 loaded"
    assert loaded_text(211_507, 211_507) == loaded_text(211_507, None) == "211,507 loaded"
