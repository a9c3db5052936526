from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QToolButton

from leaddesk.domain.page import Total
from leaddesk.ui.results.page_bar import PageBar
from tests.ui.results.conftest import controls_without_name

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def bar(qtbot):
    widget = PageBar()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def show(bar, start=300, rows=100, total=None, size=100, *, has_next=True, can_jump=True):
    bar.show_page(start, rows, total or Total.exact(211507), size, has_next=has_next, can_jump=can_jump)


def texts(bar):
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisible() and label.text()]


def enabled(bar):
    actions = (bar.first_action, bar.previous_action, bar.next_action, bar.last_action, bar.go_to_page_action)
    return tuple(action.isEnabled() for action in actions)


def test_the_bar_tells_rows_and_pages(bar):
    show(bar)
    assert {"301–400 of 211,507", "of 2,116"} <= set(texts(bar))
    assert bar.findChild(QSpinBox).value() == 4


def test_nothing_can_be_asked_before_the_first_page(bar):
    assert enabled(bar) == (False,) * 5


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, (True, True, True, True, True)),
        ({"start": 0}, (False, False, True, True, True)),
        ({"start": 211500, "rows": 7, "has_next": False}, (True, True, False, False, True)),
        ({"total": Total.at_least(400)}, (True, True, True, False, True)),
        ({"total": Total.unknown(), "can_jump": False}, (True, True, True, False, False)),
        ({"can_jump": False}, (True, True, True, False, False)),
        ({"start": 0, "rows": 0, "total": Total.exact(0), "has_next": False}, (False, False, False, False, True)),
    ],
)
def test_only_pages_that_can_be_reached_can_be_asked_for(bar, arguments, expected):
    show(bar, **arguments)
    assert enabled(bar) == expected


def test_each_command_asks_for_its_page(bar, qtbot):
    show(bar)
    for action, offset in ((bar.first_action, 0), (bar.previous_action, 200), (bar.last_action, 211500)):
        with qtbot.waitSignal(bar.page_requested) as told:
            action.trigger()
        assert told.args == [offset]
    with qtbot.waitSignal(bar.next_requested):
        bar.next_action.trigger()


def test_shortcuts_turn_the_page(bar, qtbot):
    show(bar)
    with qtbot.waitSignal(bar.next_requested):
        QTest.keyClick(bar, Qt.Key.Key_PageDown, ALT)
    with qtbot.waitSignal(bar.page_requested) as told:
        QTest.keyClick(bar, Qt.Key.Key_PageUp, ALT)
    assert told.args == [200]
    QTest.keyClick(bar, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(bar.findChild(QSpinBox).hasFocus)


def test_a_typed_page_is_asked_for_with_enter_only(bar, qtbot):
    show(bar)
    number = bar.findChild(QSpinBox)
    bar.go_to_page_action.trigger()
    with qtbot.assertNotEmitted(bar.page_requested):
        QTest.keyClicks(number, "17")
        bar.findChild(QComboBox).setFocus()
    assert number.value() == 4
    bar.go_to_page_action.trigger()
    QTest.keyClicks(number, "17")
    with qtbot.waitSignal(bar.page_requested) as told:
        QTest.keyClick(number, Qt.Key.Key_Return)
    assert told.args == [1600]


def test_a_page_behind_the_last_cannot_be_asked_for(bar, qtbot):
    show(bar, total=Total.exact(450))
    assert bar.findChild(QSpinBox).maximum() == 5


def test_another_page_size_is_told_and_odd_ones_are_offered_too(bar, qtbot):
    show(bar, size=30)
    sizes = bar.findChild(QComboBox)
    shown = [sizes.itemText(row).removesuffix(" rows") for row in range(sizes.count())]
    assert shown == ["25", "30", "50", "100", "250", "500", "1,000"]
    assert sizes.currentText() == "30 rows"
    sizes.setFocus()
    with qtbot.waitSignal(bar.page_size_changed) as told:
        QTest.keyClick(sizes, Qt.Key.Key_Down)
        sizes.activated.emit(sizes.currentIndex())
    assert told.args == [50]


def test_page_sizes_that_the_search_does_not_allow_are_not_offered(bar):
    show(bar)
    bar.set_page_sizes(1, 250)
    sizes = bar.findChild(QComboBox)
    assert [sizes.itemData(row) for row in range(sizes.count())] == [25, 50, 100, 250]
    assert sizes.currentData() == 100


def test_while_reading_nothing_is_asked_twice_and_the_focus_stays(bar, qtbot):
    show(bar)
    button = bar.findChildren(QToolButton)[2]
    button.setFocus()
    bar.set_busy(busy=True)
    assert "Reading…" not in texts(bar), "most pages are there at once"
    qtbot.waitUntil(lambda: "Reading…" in texts(bar))
    with qtbot.assertNotEmitted(bar.next_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.hasFocus()
    bar.set_busy(busy=False)
    assert "Reading…" not in texts(bar)
    bar.set_busy(busy=True)
    bar.set_busy(busy=False)
    assert not any(timer.isActive() for timer in bar.findChildren(QTimer)), "a page that came soon is not announced"
    with qtbot.waitSignal(bar.next_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_control_has_a_name_and_every_button_names_its_shortcut(bar):
    assert controls_without_name(bar) == []
    tips = [button.toolTip() for button in bar.findChildren(QToolButton)]
    assert tips[0] == "<span>First page (Alt+Home)</span>"
    show(bar, start=0)
    assert [button.toolTip() for button in bar.findChildren(QToolButton)] == tips


def test_the_window_keeps_its_size_while_a_page_is_read(bar, qtbot):
    """A bar that grew would push the panes beside the table aside at every page."""
    show(bar)
    before = bar.minimumSizeHint()
    bar.set_busy(busy=True)
    qtbot.waitUntil(lambda: "Reading…" in texts(bar))
    assert bar.minimumSizeHint() == before
