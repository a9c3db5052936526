from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from leaddesk.ui.search.search_picker import PickerItem, SearchPicker
from leaddesk.ui.widgets.name_dialog import NameDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def picker(qtbot: QtBot) -> SearchPicker:
    made = SearchPicker()
    qtbot.addWidget(made)
    made.set_accounts([PickerItem("a1", "Main"), PickerItem("a2", "Branch & Co")], "a2")
    made.set_searches([PickerItem("leads", "Leads"), PickerItem("pings", "Pings")])
    made.set_saved(["Big loans", "Hot & new"], "Big loans")
    return made


def actions(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if action.text()}


def submenu(picker: SearchPicker, title: str) -> dict[str, QAction]:
    menu = next(menu for menu in picker.menu.findChildren(QMenu) if menu.title() == title)
    return actions(menu)


def name_dialog(picker: SearchPicker) -> NameDialog:
    (dialog,) = [found for found in picker.findChildren(NameDialog) if found.isVisible()]
    return dialog


def test_filling_the_lists_chooses_without_a_signal(picker: SearchPicker, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(picker.account_chosen), qtbot.assertNotEmitted(picker.search_chosen):
        picker.set_accounts([PickerItem("a1", "Main")], "gone")
        picker.set_searches([])
    assert picker.account_key == "a1"
    assert picker.search_key == ""
    assert not picker.search.isEnabled()


def test_picking_another_account_says_which(picker: SearchPicker, qtbot: QtBot) -> None:
    assert picker.account_key == "a2"
    with qtbot.waitSignal(picker.account_chosen) as chosen:
        qtbot.keyClick(picker.account, Qt.Key.Key_Up)
    assert chosen.args == ["a1"]


def test_a_saved_search_is_opened_by_its_own_name(picker: SearchPicker, qtbot: QtBot) -> None:
    assert actions(picker.menu)["Big loans"].isChecked()
    with qtbot.waitSignal(picker.saved_opened) as opened:
        actions(picker.menu)["Hot && new"].trigger()
    assert opened.args == ["Hot & new"]


def test_saving_proposes_the_present_name_and_says_that_it_replaces(picker: SearchPicker, qtbot: QtBot) -> None:
    actions(picker.menu)["Save as …"].trigger()
    dialog = name_dialog(picker)
    assert dialog.line.text() == "Big loans"
    assert dialog.accept_button.text() == "Replace “Big loans”"
    dialog.line.selectAll()
    qtbot.keyClicks(dialog.line, "Small loans")
    assert dialog.accept_button.text() == "Save"
    with qtbot.waitSignal(picker.save_wanted) as saved:
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert saved.args == ["Small loans"]


def test_renaming_gives_the_old_and_the_new_name(picker: SearchPicker, qtbot: QtBot) -> None:
    submenu(picker, "Rename")["Hot && new"].trigger()
    dialog = name_dialog(picker)
    dialog.line.selectAll()
    qtbot.keyClicks(dialog.line, "big LOANS")
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert "there already" in dialog.field.problem
    dialog.line.selectAll()
    qtbot.keyClicks(dialog.line, "Cold")
    with qtbot.waitSignal(picker.saved_renamed) as renamed:
        qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert renamed.args == ["Hot & new", "Cold"]


def test_deleting_asks_first(picker: SearchPicker, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(picker.saved_deleted):
        submenu(picker, "Delete")["Hot && new"].trigger()
    (box,) = picker.findChildren(QMessageBox)
    assert "“Hot & new”" in box.text()
    with qtbot.waitSignal(picker.saved_deleted) as deleted:
        next(button for button in box.buttons() if button.text() == "Delete").click()
    assert deleted.args == ["Hot & new"]


def test_without_saved_searches_the_menu_says_so(picker: SearchPicker) -> None:
    picker.set_saved([])
    assert not actions(picker.menu)["No saved searches yet"].isEnabled()
    assert "Rename" not in actions(picker.menu)


def test_the_account_button_wants_the_list_of_accounts(picker: SearchPicker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picker.accounts_wanted):
        qtbot.mouseClick(picker.accounts_button, Qt.MouseButton.LeftButton)


def test_the_name_of_an_account_is_seen_whole(picker: SearchPicker, qtbot: QtBot) -> None:
    name = "Demo LeadSquared (this run only)"
    picker.resize(200, 80)
    picker.show()
    picker.set_accounts([PickerItem("a1", name), PickerItem("a2", "West")])
    qtbot.waitUntil(lambda: picker.account.width() >= picker.account.minimumWidth())
    assert picker.account.shown_name() == name
