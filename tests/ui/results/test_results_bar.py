from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton

from leaddesk.domain.page import Total
from leaddesk.ui.results.results_bar import ExportRange, ResultsBar
from tests.ui.results.conftest import controls_without_name

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def bar(qtbot):
    widget = ResultsBar()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def export_button(bar):
    return next(button for button in bar.findChildren(QToolButton) if button.text().startswith("Export"))


@pytest.mark.parametrize(
    ("selected", "words", "scope"), [(0, "Export all 211,507…", ExportRange.ALL), (3, "Export 3 selected…", "selected")]
)
def test_the_export_button_names_the_number_and_exports_just_that(bar, qtbot, selected, words, scope):
    bar.show_counts(selected, 100, Total.exact(211507))
    assert export_button(bar).text() == words
    with qtbot.waitSignal(bar.export_requested) as told:
        QTest.mouseClick(export_button(bar), Qt.MouseButton.LeftButton)
    assert told.args == [scope]


def test_all_three_scopes_are_offered_with_their_numbers(bar, qtbot):
    bar.show_counts(3, 100, Total.at_least(300))
    texts = [action.text() for action in export_button(bar).menu().actions()]
    assert texts == ["Export 3 selected…", "Export this page, 100…", "Export all, at least 300…"]
    with qtbot.waitSignal(bar.export_requested) as told:
        bar.export_page_action.trigger()
    assert told.args == [ExportRange.PAGE]


def test_nothing_can_be_exported_while_there_is_nothing(bar):
    assert not export_button(bar).isEnabled()
    bar.show_counts(2, 0, Total.exact(0))
    assert export_button(bar).isEnabled()
    assert not bar.export_all_action.isEnabled()


def test_ctrl_f_goes_to_the_box_and_typing_narrows_at_each_key(bar, qtbot):
    typed = []
    bar.narrow_changed.connect(typed.append)
    QTest.keyClick(bar, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    box = bar.findChild(QLineEdit)
    qtbot.waitUntil(box.hasFocus)
    QTest.keyClicks(box, "re")
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert typed == ["r", "re", ""]
    with qtbot.waitSignal(bar.narrow_left):
        QTest.keyClick(box, Qt.Key.Key_Down)


def test_the_count_is_shown_only_while_narrowing(bar):
    bar.show_narrowed(100, 100)
    assert not any("shown" in label.text() for label in bar.findChildren(QLabel))
    bar.findChild(QLineEdit).setText("x")
    bar.show_narrowed(12, 100)
    assert "12 of 100 shown" in [label.text() for label in bar.findChildren(QLabel)]


def test_copy_and_columns_ask_for_what_they_say(bar, qtbot):
    bar.show_counts(0, 100, Total.unknown())
    buttons = {button.text(): button for button in bar.findChildren(QToolButton)}
    with qtbot.waitSignal(bar.columns_requested):
        QTest.mouseClick(buttons["Columns…"], Qt.MouseButton.LeftButton)
    for action, headings in zip(buttons["Copy"].menu().actions(), (False, True), strict=True):
        with qtbot.waitSignal(bar.copy_requested) as told:
            action.trigger()
        assert told.args == [headings]


def test_every_control_has_a_name(bar):
    assert controls_without_name(bar) == []
