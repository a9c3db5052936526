from __future__ import annotations

from datetime import UTC

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from leaddesk.domain.columns import ColumnLayout
from leaddesk.ui.results.column_layout import default_layout
from leaddesk.ui.results.record_table_model import TICK_COLUMN
from leaddesk.ui.results.table_menus import build_column_menu, build_row_menu
from tests.ui.results.sample_leads import COLUMNS, leads, record

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


# Ticks and the current row


def test_arrows_move_the_current_row_and_leave_ticks_alone(table):
    table.model.set_selected(table.model.shown_records[5:6], ticked=True)
    table.select_row(0)
    press(table, KEY.Key_Down)
    press(table, KEY.Key_Down)
    assert current_row(table) == 2
    assert ticked(table) == [5]


def test_a_plain_click_shows_the_lead_and_leaves_ticks_alone(table, qtbot):
    table.model.set_selected(table.model.shown_records[5:6], ticked=True)
    with qtbot.waitSignal(table.current_record_changed) as told:
        click(table, 3, 4)
    assert told.args[0].id == "90210003"
    assert ticked(table) == [5]


@pytest.mark.parametrize("place", [TICK_COLUMN, 1, 4])
def test_a_click_into_the_ticks_or_with_ctrl_turns_one_tick(table, place):
    modifiers = Qt.KeyboardModifier.NoModifier if place == TICK_COLUMN else CTRL
    click(table, 2, place, modifiers)
    click(table, 4, place, modifiers)
    assert ticked(table) == [2, 4]
    click(table, 2, place, modifiers)
    assert ticked(table) == [4]


def test_a_quick_second_click_into_the_ticks_turns_the_tick_again(table):
    spot = table.grid.frozen.visualRect(table.model.index(2, TICK_COLUMN)).center()
    click(table, 2, TICK_COLUMN)
    assert ticked(table) == [2]
    QTest.mouseDClick(table.grid.frozen.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, spot)
    assert ticked(table) == []


def test_shift_click_ticks_the_range_from_the_last_plain_step(table):
    click(table, 2, 4)
    click(table, 6, 1, SHIFT)
    assert ticked(table) == [2, 3, 4, 5, 6]
    click(table, 3, 4, SHIFT)
    assert ticked(table) == [2, 3]


def test_shift_arrows_tick_and_going_back_restores_what_was_before(table):
    table.model.set_selected(table.model.shown_records[4:5], ticked=True)
    table.select_row(2)
    for _ in range(3):
        press(table, KEY.Key_Down, SHIFT)
    assert ticked(table) == [2, 3, 4, 5]
    for _ in range(3):
        press(table, KEY.Key_Up, SHIFT)
    assert ticked(table) == [2, 4]


def test_space_turns_the_tick_of_the_current_row(table):
    table.select_row(3)
    press(table, KEY.Key_Space)
    assert ticked(table) == [3]
    press(table, KEY.Key_Space)
    assert ticked(table) == []


def test_ctrl_a_ticks_all_shown_rows_and_no_others(table):
    table.narrow("reno")
    table.setFocus()
    press(table, KEY.Key_A, CTRL)
    count = table.model.rowCount()
    assert ticked(table) == list(range(count))
    table.narrow("")
    assert 0 < len(ticked(table)) == count < 60


def test_the_box_in_the_heading_ticks_and_unticks_all_shown_rows(table):
    spot = QPoint(table.grid.columnWidth(TICK_COLUMN) // 2, 8)
    QTest.mouseClick(table.grid.frozen.heading.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, spot)
    assert len(ticked(table)) == 60
    QTest.mouseClick(table.grid.frozen.heading.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, spot)
    assert ticked(table) == []


def test_home_end_and_their_ctrl_forms_go_where_they_say(table):
    table.grid.go_to(5, 3)
    press(table, KEY.Key_End)
    assert (current_row(table), table.grid.currentIndex().column()) == (5, len(table.model.columns))
    press(table, KEY.Key_Home)
    assert (current_row(table), table.grid.currentIndex().column()) == (5, 0)
    press(table, KEY.Key_End, CTRL)
    assert current_row(table) == 59
    press(table, KEY.Key_Home, CTRL)
    assert current_row(table) == 0


def test_the_keyboard_focus_makes_the_first_row_current_and_highlights_it(table):
    assert current_row(table) == 0
    assert table.current_record.id == "90210000"
    assert table.grid.selectionModel().isRowSelected(0)


def test_the_first_down_key_on_a_new_page_goes_to_its_first_row(table):
    table.show_page(leads(60, 60), COLUMNS, table.columns.layout, UTC)
    assert current_row(table) == -1
    press(table, KEY.Key_Down)
    assert table.current_record.id == "90210060"


def test_enter_and_a_double_click_open_the_record(table, qtbot):
    table.select_row(1)
    with qtbot.waitSignal(table.record_activated) as told:
        press(table, KEY.Key_Return)
    assert told.args[0].id == "90210001"
    spot = table.grid.visualRect(table.model.index(2, 4)).center()
    with qtbot.waitSignal(table.record_activated) as told:
        QTest.mouseDClick(table.grid.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, spot)
    assert told.args[0].id == "90210002"


def test_the_current_record_stays_current_when_it_is_read_again(table, qtbot):
    table.grid.go_to(4, 3)
    with qtbot.assertNotEmitted(table.current_record_changed):
        table.model.sort_loaded("UID", descending=True)
        table.columns.hide(1)
    assert table.current_record.id == "90210004"
    assert (current_row(table), table.model.columns[table.grid.currentIndex().column() - 1].key) == (
        55,
        "Fields.FirstName",
    )


def test_another_page_without_the_current_record_has_none(table, qtbot):
    table.select_row(4)
    table.grid.verticalScrollBar().setValue(300)
    with qtbot.waitSignal(table.current_record_changed) as told:
        table.show_page(leads(60, 60), COLUMNS, table.columns.layout, UTC)
    assert told.args == [None]
    assert table.grid.verticalScrollBar().value() == 0


def test_nobody_hears_of_no_record_when_another_one_is_chosen_at_once(table, qtbot):
    table.select_row(4)
    heard = []
    table.current_record_changed.connect(heard.append)
    table.show_page(leads(60, 60), COLUMNS, table.columns.layout, UTC)
    assert table.current_record is None
    table.select_row(0)
    qtbot.wait(20)
    assert [item.id for item in heard] == ["90210060"]


def test_the_pane_can_step_through_the_rows(table):
    table.select_row(0)
    assert table.move_current(1)
    assert table.current_record.id == "90210001"
    assert table.move_current(-1)
    assert not table.move_current(-1)
    assert table.select_row(59)
    assert not table.move_current(1)


def test_a_range_never_begins_at_a_row_of_an_earlier_page(table):
    click(table, 9, 4)
    table.show_page(leads(60, 60), COLUMNS, table.columns.layout, UTC)
    click(table, 3, 4, SHIFT)
    assert ticked(table) == [3]


def test_a_tool_tip_comes_only_where_the_cell_does_not_tell_everything(table):
    def has_tip(key, row):
        place = [item.key for item in table.model.columns].index(key) + 1
        grid = table.grid.frozen if place <= 2 else table.grid
        table.grid.go_to(row, place)
        return grid._needs_tip(grid.visualRect(table.model.index(row, place)).center())

    assert not has_tip("Fields.FirstName", 1)
    assert has_tip("Fields.Comment", 1)
    assert has_tip("Fields.City", 5)  # not sent
    assert has_tip("Fields.Email", 7)  # sent empty
    table.grid.setColumnWidth(3, 36)
    assert has_tip("Fields.FirstName", 4)


# Frozen columns


def test_frozen_columns_show_the_same_rows_when_either_table_scrolls(table):
    grid = table.grid
    grid.verticalScrollBar().setValue(150)
    assert grid.frozen.verticalScrollBar().value() == 150
    grid.frozen.verticalScrollBar().setValue(70)
    assert grid.verticalScrollBar().value() == 70
    index = table.model.index(8, 1)
    assert grid.visualRect(index).top() == grid.frozen.visualRect(index).top()
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    last = table.model.index(59, 1)
    assert grid.visualRect(last).bottom() == grid.frozen.visualRect(last).bottom()


def test_frozen_columns_stay_in_view_when_the_others_scroll_sideways(table):
    table.grid.horizontalScrollBar().setValue(200)
    assert table.grid.frozen.visualRect(table.model.index(0, 1)).left() == table.grid.columnWidth(0)
    assert [table.grid.frozen.isColumnHidden(place) for place in range(4)] == [False, False, False, True]
    assert table.grid.frozen.width() == table.grid.frozen_width


@pytest.mark.parametrize("which", ["grid", "frozen"])
def test_a_frozen_column_has_the_same_width_in_both_tables(table, which):
    header = table.grid.heading if which == "grid" else table.grid.frozen.heading
    header.resizeSection(1, 155)
    assert table.grid.columnWidth(1) == table.grid.frozen.columnWidth(1) == 155
    assert table.grid.frozen.width() == table.grid.frozen_width


def test_the_current_cell_is_never_below_the_frozen_columns(table):
    table.grid.go_to(0, len(COLUMNS) - 2)
    for place in range(len(COLUMNS) - 2, 3, -1):
        press(table, KEY.Key_Left)
        assert table.grid.currentIndex().column() == place - 1
        assert table.grid.visualRect(table.grid.currentIndex()).left() >= table.grid.frozen_width


def test_going_to_a_frozen_cell_does_not_scroll_sideways(table):
    table.grid.horizontalScrollBar().setValue(200)
    click(table, 3, 1)
    press(table, KEY.Key_Down)
    assert table.grid.horizontalScrollBar().value() == 200


def test_frozen_columns_never_take_the_whole_window(table):
    table.columns.use(ColumnLayout(table.columns.layout.shown, {"UID": 600}, 5))
    assert table.grid.frozen_width < table.grid.viewport().width() * 0.7
    table.columns.use(ColumnLayout(table.columns.layout.shown, {"UID": 60, "Properties.DateAdded": 80}, 2))
    assert table.grid.frozen_width == 34 + 60 + 80


def test_another_number_of_columns_keeps_the_two_tables_in_step(table):
    for shown in (("UID", "Fields.Phone"), default_layout(COLUMNS).shown, ("Fields.Zip",)):
        table.columns.show_layout(COLUMNS, ColumnLayout(shown, {}, 1))
        visible = [place for place in range(len(shown) + 1) if not table.grid.frozen.isColumnHidden(place)]
        assert visible == [0, 1]
        assert table.grid.frozen.columnWidth(1) == table.grid.columnWidth(1)


# Columns


def test_moving_a_heading_is_kept_in_the_layout_and_in_the_model(table, qtbot):
    table.select_row(2)
    with qtbot.waitSignal(table.layout_changed) as told:
        table.grid.heading.moveSection(5, 3)
    assert told.args[0].shown[:5] == (
        "UID",
        "Properties.DateAdded",
        "Fields.Phone",
        "Fields.FirstName",
        "Fields.LastName",
    )
    assert tuple(item.key for item in table.model.columns) == told.args[0].shown
    assert [table.grid.heading.visualIndex(section) for section in range(6)] == list(range(6))
    assert table.model.headerData(3, Qt.Orientation.Horizontal) == "Phone"
    assert current_row(table) == 2


def test_a_width_that_was_dragged_is_kept_over_pages_and_told_once(table, qtbot):
    with qtbot.waitSignal(table.layout_changed) as told:
        table.grid.heading.resizeSection(4, 100)
        table.grid.heading.resizeSection(4, 140)
    assert told.args[0].widths == {"Fields.LastName": 140}
    table.show_page(leads(30, 60), COLUMNS, told.args[0], UTC)
    assert table.grid.columnWidth(4) == 140


def test_showing_pages_changes_no_layout(table, qtbot):
    with qtbot.assertNotEmitted(table.layout_changed, wait=400):
        table.show_page(leads(60, 60), COLUMNS, table.columns.layout, UTC)
        table.resize(500, 300)
        table.columns.show_layout(COLUMNS, ColumnLayout(("UID", "Fields.Zip")))


def test_widths_that_nobody_chose_do_not_jump_from_page_to_page(table):
    before = [table.grid.columnWidth(place) for place in range(table.model.columnCount())]
    table.show_page((record({"Fields": {"FirstName": "x" * 60}}),), COLUMNS, table.columns.layout, UTC)
    assert [table.grid.columnWidth(place) for place in range(table.model.columnCount())] == before


def test_widths_are_found_with_the_first_rows_when_there_were_none_before(table):
    wide = record({"Fields": {"FirstName": "x" * 20}})
    table.columns.forget_widths()
    table.show_page((), COLUMNS, table.columns.layout, UTC)
    empty = table.grid.columnWidth(3)
    table.show_page((wide,), COLUMNS, table.columns.layout, UTC)
    assert table.grid.columnWidth(3) > max(empty, table.grid.fontMetrics().horizontalAdvance("x" * 20))


def test_hiding_keeps_the_last_column_and_those_that_are_not_there_today(table):
    layout = ColumnLayout(("UID", "Fields.Other", "Fields.Zip"), {}, 1)
    table.columns.show_layout(COLUMNS, layout)
    table.columns.hide(1)
    assert table.columns.layout.shown == ("Fields.Zip", "Fields.Other")
    table.columns.hide(1)
    assert [item.key for item in table.model.columns] == ["Fields.Zip"]


def test_fit_width_shows_the_longest_text_whole(table):
    table.grid.setColumnWidth(6, 40)
    table.columns.fit_width(6)
    longest = max(table.model.texts_of_column(5, range(60)), key=len)
    assert table.grid.columnWidth(6) > table.grid.fontMetrics().horizontalAdvance(longest)


def test_the_menu_of_a_heading_sorts_hides_and_freezes(table, qtbot):
    menu = build_column_menu(table, 4)
    entries = {action.text().replace("&", ""): action for action in menu.actions() if action.text()}
    assert list(entries) == [
        "Sort ascending", "Sort descending", "The provider's order", "Filter and count: load all first",
        "Hide column", "Freeze up to here", "Unfreeze columns", "Fit width", "Columns…",
    ]  # fmt: skip
    assert not entries["The provider's order"].isEnabled()
    with qtbot.waitSignal(table.sort_requested) as told:
        entries["Sort descending"].trigger()
    assert told.args == ["Fields.LastName", True]
    entries["Freeze up to here"].trigger()
    assert table.columns.layout.frozen == 4
    entries["Unfreeze columns"].trigger()
    assert table.columns.layout.frozen == 0
    assert table.grid.frozen_width == table.grid.columnWidth(TICK_COLUMN)
    entries["Hide column"].trigger()
    assert "Fields.LastName" not in table.columns.layout.shown
    menu.deleteLater()


def test_the_menu_of_a_row_selects_and_copies(table):
    table.grid.go_to(3, 3)
    menu = build_row_menu(table, table.grid.currentIndex())
    entries = {action.text().replace("&", ""): action for action in menu.actions()}
    entries["Select"].trigger()
    assert ticked(table) == [3]
    entries["Copy value"].trigger()
    assert QGuiApplication.clipboard().text() == table.model.index(3, 3).data()
    menu.deleteLater()


@pytest.mark.parametrize("which", ["grid", "frozen"])
def test_a_right_click_opens_the_menu_of_that_row_and_of_that_heading(table, qtbot, which):
    grid = table.grid if which == "grid" else table.grid.frozen
    place = 4 if which == "grid" else 1
    grid.customContextMenuRequested.emit(grid.visualRect(table.model.index(6, place)).center())
    row_menu = QApplication.activePopupWidget()
    assert isinstance(row_menu, QMenu)
    assert row_menu.actions()[0].text() == "&Open"
    assert current_row(table) == 6
    row_menu.close()
    grid.heading.customContextMenuRequested.emit(QPoint(grid.heading.sectionViewportPosition(place) + 9, 5))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "Sort &ascending"
    menu.close()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
