"""The table: what stays put while answers come, what the keys do, what is copied."""

from __future__ import annotations

import html
import re
from datetime import UTC
from time import thread_time

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QRect, Qt
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QStyledItemDelegate, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from leaddesk.services.found_leads import FoundLead
from leaddesk.ui.look_up.found_cells import DO_NOT_CONTACT, FOUND_COLUMNS, found_cells
from leaddesk.ui.look_up.found_rows import Found
from leaddesk.ui.look_up.found_table import FoundTable
from leaddesk.ui.look_up.found_table_model import FoundTableModel
from tests.services.look_up_rig import answer, record
from tests.ui.look_up.look_up_parts import ADA, BOB, ELSE, answers_of, found_in

HOSTILE = "<b>Ada</b> & \u202eolleH"
MANY = [{"name": f"Person Number{number}", "emails": [f"p{number}@example.com"]} for number in range(60)]


@pytest.fixture
def chosen() -> list[FoundLead | None]:
    return []


@pytest.fixture
def table(qtbot: QtBot, chosen: list[FoundLead | None]) -> FoundTable:
    table = FoundTable(UTC)
    qtbot.addWidget(table)
    table.lead_chosen.connect(chosen.append)
    table.resize(900, 300)
    table.show()
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    return table


def name_of_current(table: FoundTable) -> str:
    assert table.chosen is not None
    return table.chosen.words


def test_the_first_lead_is_chosen_by_itself(table: FoundTable, chosen: list[FoundLead | None]):
    table.show_found(found_in(*answers_of(East=ADA, West=ADA)))
    assert name_of_current(table) == "East East-0"
    assert table.chosen_place == 0
    assert table.selected_rows() == [1], "below its heading"
    assert len(chosen) == 1


def test_the_arrow_keys_step_over_headings(table: FoundTable, chosen: list[FoundLead | None]):
    table.show_found(found_in(*answers_of(East=[ADA, ELSE], West=ADA)))
    assert [row.lead is None for row in table.contents.rows] == [True, False, False, True, False]
    for keys in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(table, keys)
    assert [lead.words for lead in chosen if lead] == ["East East-0", "West West-0", "East East-1", "West West-0"]


def test_a_heading_cannot_be_chosen_by_a_click(table: FoundTable):
    table.show_found(found_in(*answers_of(East=ADA, West=ADA)))
    place = table.visualRect(table.contents.index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert name_of_current(table) == "East East-0"


def test_the_chosen_row_stays_chosen_and_in_its_place_on_screen(table: FoundTable, chosen: list[FoundLead | None]):
    first = answers_of(East=[*MANY, ADA])
    table.show_found(found_in(*first))
    table.move_current(1)
    row = table.contents.row_of(table.contents.found.keys[40])
    assert row is not None
    table.setCurrentIndex(table.contents.index(row, 1))
    table.scrollTo(table.currentIndex(), FoundTable.ScrollHint.PositionAtCenter)
    before = table.visualRect(table.currentIndex()).top()
    told = len(chosen)
    table.show_found(found_in(*first, *answers_of(West=[MANY[3] | {"phones": ["775-555-0199"]}, ADA])))
    assert len(table.contents.rows) > 62, "headings came above it"
    assert name_of_current(table) == "East East-40"
    assert table.currentIndex().column() == 1
    assert table.visualRect(table.currentIndex()).top() == before
    assert len(chosen) == told, "it is not read anew"


def test_the_selection_survives_later_answers(table: FoundTable):
    first = answers_of(East=[ADA, ELSE])
    table.show_found(found_in(*first))
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    table.show_found(found_in(*first, *answers_of(West=ADA)))
    names = [table.contents.lead_at(row) for row in table.selected_rows()]
    assert [lead.words for lead in names if lead] == ["East East-0", "East East-1"]


def test_when_the_chosen_lead_is_gone_its_neighbour_is_chosen(table: FoundTable, chosen: list[FoundLead | None]):
    table.show_found(found_in(*answers_of(East=[ADA, ELSE], West={"name": "Dan Dove"})))
    table.move_current(1)
    table.move_current(1)
    table.show_found(found_in(*answers_of(East=[ADA, ELSE])))
    assert name_of_current(table) == "East East-1"
    table.forget()
    assert table.chosen is None
    assert chosen[-1] is None
    assert table.chosen_place is None


def test_it_knows_its_neighbours(table: FoundTable):
    assert table.neighbours() == (False, False)
    table.show_found(found_in(*answers_of(East=[ADA, ELSE], West=ADA)))
    assert table.neighbours() == (False, True)
    table.move_current(-1)
    table.move_current(1)
    assert table.neighbours() == (True, True)
    table.move_current(1)
    table.move_current(1)
    assert table.neighbours() == (True, False)


def test_enter_goes_on(qtbot: QtBot, table: FoundTable):
    table.show_found(found_in(*answers_of(East=ADA)))
    with qtbot.waitSignal(table.lead_activated):
        QTest.keyClick(table, Qt.Key.Key_Return)


def test_rows_are_copied_as_cells(qtbot: QtBot, table: FoundTable):
    table.show_found(found_in(*answers_of(East=ADA | {"do_not_contact": ["do not call."]}, West=ADA)))
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(table.copied) as told:
        QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [f"2 rows, {len(FOUND_COLUMNS)} columns copied"]
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 2, "the heading is no row"
    assert lines[0].split("\t")[:5] == ["East", "Ada Lovelace", "do not call.", "+1 775 555 0134", "ada@example.com"]
    assert QGuiApplication.clipboard().mimeData().html().count("<tr>") == 2
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(table, Qt.Key.Key_C, keys)
    assert QGuiApplication.clipboard().text().startswith("Account\tName\tDo not contact")


def test_nothing_is_copied_where_there_is_nothing(qtbot: QtBot, table: FoundTable):
    QGuiApplication.clipboard().setText("kept")
    with qtbot.waitSignal(table.copied) as told:
        table.copy_rows()
    assert told.args == ["Nothing to copy"]
    assert QGuiApplication.clipboard().text() == "kept"


def test_the_menu_copies_one_value(qtbot: QtBot, table: FoundTable):
    table.show_found(found_in(*answers_of(East=ADA)))
    table.customContextMenuRequested.emit(table.visualRect(table.contents.index(0, 4)).center())
    menu = next(menu for menu in table.findChildren(QMenu) if menu.isVisible())
    assert menu.actions()[0].text() == "Copy “E-mails”"
    menu.actions()[0].trigger()
    menu.close()
    assert QGuiApplication.clipboard().text() == "ada@example.com"


def test_hostile_text_is_shown_as_it_is(table: FoundTable):
    table.show_found(found_in(*answers_of(East={"name": HOSTILE})))
    index = table.contents.index(0, 1)
    assert index.data() == "<b>Ada</b> & ⇄olleH"
    tip = index.data(Qt.ItemDataRole.ToolTipRole)
    assert html.unescape(re.sub(r"</?span>", "", tip)) == HOSTILE


def test_do_not_contact_is_a_sign_and_words_not_only_a_colour(table: FoundTable):
    table.show_found(found_in(*answers_of(East=ADA | {"do_not_contact": ["do not call."]}, West=ADA)))
    flagged, silent = (table.contents.index(row, DO_NOT_CONTACT) for row in (1, 2))
    assert flagged.data() == "do not call."
    assert flagged.data(Qt.ItemDataRole.DecorationRole) is not None
    assert flagged.data(Qt.ItemDataRole.FontRole).bold()
    assert silent.data(Qt.ItemDataRole.DecorationRole) is None


def test_a_screen_reader_hears_the_group_with_each_row(table: FoundTable):
    table.show_found(found_in(*answers_of(East=ADA, West=ADA)))
    spoken = table.contents.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "West. Same person: same phone +1 775 555 0134 and same e-mail, same name"


def test_columns_grow_with_what_comes_but_not_those_that_were_sized(table: FoundTable):
    table.show_found(found_in(*answers_of(East=ADA)))
    narrow = table.columnWidth(1)
    table.setColumnWidth(4, 50)
    long = {"name": "Ada Augusta King Countess of Lovelace", "emails": ["countess.of.lovelace@example.com"]}
    table.show_found(found_in(*answers_of(East=ADA, West=long)))
    assert table.columnWidth(1) > narrow
    assert table.columnWidth(4) == 50
    table.forget()
    table.show_found(found_in(*answers_of(East=ADA)))
    assert table.columnWidth(4) > 50, "another look-up, other widths"


def test_a_record_that_could_not_be_read_says_so_where_its_name_would_stand():
    (lead,) = found_in(answer("East", record("7", odd="?"))).leads
    assert found_cells(lead)[1] == "Lead 7 (This record could not be read (ValueError); its raw form can.)"


def test_there_is_a_value_for_every_column():
    values = ADA | {
        "stage": "Won",
        "source": "Web",
        "owner": "Marcus",
        "do_not_contact": ["do not call.", "do not text"],
    }
    (lead,) = found_in(answer("East", record("7", **values))).leads
    named = {column.key: value for column, value in zip(FOUND_COLUMNS, found_cells(lead), strict=True)}
    assert named == {
        "account": "East", "name": "Ada Lovelace", "do_not_contact": "do not call. do not text.",
        "phones": "+1 775 555 0134", "emails": "ada@example.com", "stage": "Won", "source": "Web", "owner": "Marcus",
        "place": "", "added": None, "id": "7",
    }  # fmt: skip


def test_dates_stand_in_the_persons_zone_which_the_heading_names():
    model = FoundTableModel(UTC)
    model.show_found(Found())
    assert model.headerData(9, Qt.Orientation.Horizontal) == "Added (UTC)"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def heading_place(table: FoundTable, row: int = 0) -> QRect:
    """Where a heading is painted."""
    index, option = table.contents.index(row, 0), QStyleOptionViewItem()
    option.rect = table.visualRect(index)
    delegate = table.itemDelegate()
    assert isinstance(delegate, QStyledItemDelegate)
    delegate.initStyleOption(option, index)
    return QRect(option.rect)


def test_a_long_heading_ends_in_view_also_when_scrolled_sideways(table: FoundTable):
    table.resize(420, 300)
    table.show_found(found_in(*answers_of(East=ADA, West=ADA, North=BOB)))
    bar = table.horizontalScrollBar()
    for place in (0, bar.maximum() // 2, bar.maximum()):
        bar.setValue(place)
        painted = heading_place(table)
        assert (painted.left(), painted.width()) == (0, table.viewport().width())
        assert painted.width() < table.fontMetrics().horizontalAdvance(table.contents.index(0, 0).data())
    assert "Shared number with Bob Nye" in table.contents.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_headings_are_painted_anew_when_scrolled_sideways(table: FoundTable, qtbot: QtBot):
    table.resize(420, 300)
    table.show_found(found_in(*answers_of(East=ADA, West=ADA)))
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() > 0)
    painted: list[QRect] = []

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                painted.append(event.region().boundingRect())
            return False

    watch = Watch()
    table.viewport().installEventFilter(watch)
    table.viewport().repaint()
    painted.clear()
    table.horizontalScrollBar().setValue(40)
    qtbot.waitUntil(lambda: bool(painted))
    assert painted[0].width() == table.viewport().width(), "not only what came into view"


def test_five_thousand_rows_are_shown_about_as_fast_as_five_hundred(table: FoundTable):
    def seconds_for(count: int) -> float:
        people = [{"name": f"Person Number{number}", "stage": "Open"} for number in range(count)]
        table.show_found(found_in(*answers_of(East=people)))
        table.selectAll()
        begun = thread_time()
        table.show_found(table.contents.found)
        assert len(table.selected_rows()) == count
        return thread_time() - begun

    few = min(seconds_for(500) for _ in range(3))
    many = min(seconds_for(5000) for _ in range(2))
    assert many < 5 * few, f"{many * 1000:.0f} ms in place of {few * 1000:.0f}"


def test_a_selection_with_gaps_survives_as_it_is(table: FoundTable):
    first = answers_of(East=[*MANY[:8], ADA])
    table.show_found(found_in(*first))
    model = table.selectionModel()
    model.clearSelection()
    for row in (1, 2, 4, 8):
        model.select(
            table.contents.index(row, 0),
            QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows,
        )
    table.show_found(found_in(*first, *answers_of(West=ADA)))
    names = [lead.words for row in table.selected_rows() if (lead := table.contents.lead_at(row))]
    assert names == ["East East-1", "East East-2", "East East-4", "East East-8"]


def test_who_must_be_left_alone_widens_the_column_among_thousands(table: FoundTable):
    flagged = ADA | {"do_not_contact": ["do not call: the number is on a do-not-call list"]}
    people = [{"name": f"Person {number}"} for number in range(700)]
    table.show_found(found_in(*answers_of(East=[*people[:333], flagged, *people[333:]])))
    assert table.columnWidth(DO_NOT_CONTACT) > 200
