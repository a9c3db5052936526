"""The results table: sorting, copying, and what it says when there are no rows."""

from __future__ import annotations

from datetime import UTC

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import ColumnLayout
from leaddesk.domain.errors import NetworkCause, NotReachable
from leaddesk.ui.results import record_table_view
from leaddesk.ui.results.record_table_model import TICK_COLUMN, RecordTableModel
from leaddesk.ui.results.record_table_view import RecordTableView
from leaddesk.ui.results.table_state import (
    ROWS,
    StateAction,
    StateKind,
    could_not_search,
    not_searched,
    nothing_found,
    searching,
)
from tests.ui.results.conftest import controls_without_name
from tests.ui.results.sample_leads import column, record

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

KEY, SHIFT, CTRL = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def press(table, key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(table.grid, key, modifiers)


def click(table, row, place, modifiers=Qt.KeyboardModifier.NoModifier):
    """A real click, on whichever of the two tables lies on top there."""
    grid = table.grid.frozen if not table.grid.frozen.isColumnHidden(place) else table.grid
    spot = grid.visualRect(table.model.index(row, place)).center()
    QTest.mouseClick(grid.viewport(), LEFT, modifiers, spot)


def ticked(table):
    return [row for row in range(table.model.rowCount()) if table.model.is_selected(row)]


def current_row(table):
    return table.grid.currentIndex().row()


# Sorting


def test_a_heading_asks_for_ascending_then_descending_then_the_providers_order(table):
    asked = []
    table.sort_requested.connect(lambda key, descending: asked.append((key, descending)))
    spot = QPoint(table.grid.heading.sectionViewportPosition(4) + 30, 8)
    for _ in range(3):
        QTest.mouseClick(table.grid.heading.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, spot)
    assert asked == [("Fields.LastName", False), ("Fields.LastName", True), ("", False)]
    assert table.grid.heading.sortIndicatorSection() == -1


def test_the_sort_mark_follows_its_column(table):
    table.set_sort_indicator("Fields.FirstName", descending=True)
    assert table.grid.heading.isSortIndicatorShown()
    assert table.grid.heading.sortIndicatorSection() == 3
    assert table.grid.heading.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
    table.columns.hide(1)
    assert table.grid.heading.sortIndicatorSection() == table.grid.frozen.heading.sortIndicatorSection() == 2


# Copying


def test_ctrl_c_copies_the_current_cell_when_its_row_is_not_ticked(table, qtbot):
    table.model.set_selected(table.model.shown_records[8:9], ticked=True)
    click(table, 2, 5)
    with qtbot.waitSignal(table.copied) as told:
        press(table, KEY.Key_C, CTRL)
    assert told.args == ["“Phone” copied"]
    assert QGuiApplication.clipboard().text() == "7755550102"


def test_ctrl_c_copies_all_ticked_rows_when_the_current_one_is_among_them(table, qtbot):
    table.model.set_selected(table.model.shown_records[2:4], ticked=True)
    table.select_row(3)
    with qtbot.waitSignal(table.copied) as told:
        press(table, KEY.Key_C, CTRL)
    assert told.args == ["2 rows, 13 columns copied"]
    table.grid.go_to(5, TICK_COLUMN)
    with qtbot.waitSignal(table.copied) as told:
        press(table, KEY.Key_C, CTRL)
    assert told.args == ["2 rows, 13 columns copied"]
    with qtbot.waitSignal(table.copied) as told:
        press(table, KEY.Key_C, CTRL | SHIFT)
    assert told.args == ["2 rows, 13 columns copied with headings"]


# States


def words_on(view):
    return [label.text() for label in view.findChildren(QLabel) if label.isVisible() and label.text()]


def test_nothing_searched_nothing_found_and_no_answer_look_different(qtbot):
    view = RecordTableView(RecordTableModel())
    qtbot.addWidget(view)
    view.resize(800, 500)
    view.show()
    assert words_on(view)[0] == "Nothing searched yet"
    error = NotReachable("No answer.", host="x.example.com", cause=NetworkCause.SILENT)
    pictures = []
    for state in (not_searched(), nothing_found("all leads"), could_not_search(error)):
        view.show_state(state)
        assert words_on(view)[0] == state.title
        picture = view.grab().toImage()
        pictures.append(picture)
        assert view.findChild(QPushButton) is None or state.kind is StateKind.COULD_NOT_SEARCH
    assert pictures[0] != pictures[1] != pictures[2]


def test_a_state_offers_its_actions(qtbot):
    view = RecordTableView(RecordTableModel())
    qtbot.addWidget(view)
    view.show()
    view.show_state(nothing_found("all leads", (StateAction("widen", "Search 90 days", "clock"),)))
    button = view.findChild(QPushButton, "state action widen")
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(view.action_requested) as told:
        QTest.mouseClick(button, LEFT)
    assert told.args == ["widen"]
    assert controls_without_name(view) == []


def test_searching_is_shown_only_when_it_takes_a_while(table, qtbot, monkeypatch):
    assert record_table_view.SEARCHING_DELAY_MS == 1000
    table._searching_timer.setInterval(40)
    table.show_state(searching("Office"))
    assert table.grid.isVisible()
    qtbot.waitUntil(lambda: "Searching" in words_on(table))
    assert table.findChild(QProgressBar).isVisible()
    table.show_state(searching("Office"))
    table.show_state(ROWS)
    assert table.grid.isVisible()
    assert not table._searching_timer.isActive()


def test_rows_that_are_narrowed_away_are_not_called_nothing_found(table, qtbot):
    table.narrow("no such text")
    assert words_on(table)[0] == "All loaded rows are hidden"
    with qtbot.waitSignal(table.widening_requested):
        QTest.mouseClick(table.findChild(QPushButton, "state action show-all-loaded"), LEFT)
    table.narrow("")
    assert table.grid.isVisible()


def test_hostile_text_is_shown_as_it_is(qtbot):
    hostile = '<b>x</b><img src="//host/a.png">'
    view = RecordTableView(RecordTableModel())
    qtbot.addWidget(view)
    view.show()
    view.show_state(nothing_found(hostile))
    assert hostile in words_on(view)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in view.findChildren(QLabel))
    columns = (column("Fields.X", hostile, Kind.TEXT),)
    view.show_page((record({"Fields": {"X": hostile}}),), columns, ColumnLayout(("Fields.X",)), UTC)
    assert view.model.index(0, 1).data() == hostile
    assert "<img" not in view.model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
