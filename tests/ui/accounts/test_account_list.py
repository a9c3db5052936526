from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from leaddesk.ui.accounts.account_list import AccountList, AccountRow
from leaddesk.ui.widgets.name_dialog import NameDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ROWS = (
    AccountRow("1", "Main", "Alpha CRM", "Works", is_good=True),
    AccountRow("2", "<b>Branch</b>", "Beta Leads", "The key was refused", is_good=False),
)


@pytest.fixture
def accounts(qtbot: QtBot) -> AccountList:
    made = AccountList()
    qtbot.addWidget(made)
    made.set_accounts(ROWS)
    return made


def choose(accounts: AccountList, row: int) -> None:
    item = accounts.tree.topLevelItem(row)
    assert item is not None
    accounts.tree.setCurrentItem(item)


def test_accounts_are_listed_with_provider_and_state(accounts: AccountList) -> None:
    item = accounts.tree.topLevelItem(1)
    assert item is not None
    assert [item.text(column) for column in range(3)] == ["<b>Branch</b>", "Beta Leads", "The key was refused"]
    assert not item.icon(2).isNull()


def test_without_accounts_only_adding_is_offered(accounts: AccountList) -> None:
    accounts.set_accounts(())
    assert accounts.add_button.isEnabled()
    assert not accounts.edit_button.isEnabled()
    assert not accounts.remove_button.isEnabled()
    assert accounts.chosen is None


def test_the_chosen_account_stays_chosen_when_the_list_changes(accounts: AccountList) -> None:
    choose(accounts, 1)
    accounts.set_accounts((AccountRow("0", "Another", "Alpha CRM"), *ROWS))
    assert accounts.chosen == ROWS[1]


def test_each_button_names_the_chosen_account(qtbot: QtBot, accounts: AccountList) -> None:
    choose(accounts, 1)
    for button, signal in (
        (accounts.edit_button, accounts.edit_wanted),
        (accounts.test_button, accounts.test_wanted),
    ):
        with qtbot.waitSignal(signal) as wanted:
            button.click()
        assert wanted.args == ["2"]
    with qtbot.waitSignal(accounts.add_wanted):
        accounts.add_button.click()


def test_an_account_is_removed_only_after_a_question_that_names_it(qtbot: QtBot, accounts: AccountList) -> None:
    choose(accounts, 1)
    with qtbot.assertNotEmitted(accounts.remove_wanted):
        accounts.remove_button.click()
    (box,) = accounts.findChildren(QMessageBox)
    assert box.text() == "Remove the account “<b>Branch</b>”?"
    assert box.textFormat() is Qt.TextFormat.PlainText
    assert "deleted from the keyring" in box.informativeText()
    assert box.defaultButton().text().replace("&", "") == "Cancel"
    with qtbot.waitSignal(accounts.remove_wanted) as wanted:
        next(button for button in box.buttons() if button.text() == "Remove").click()
    assert wanted.args == ["2"]


def test_renaming_refuses_a_taken_name_and_gives_the_new_one(qtbot: QtBot, accounts: AccountList) -> None:
    choose(accounts, 1)
    accounts.rename_button.click()
    (dialog,) = accounts.findChildren(NameDialog)
    dialog.line.setText("main")
    dialog.accept_button.click()
    assert "there already" in dialog.field.problem
    dialog.line.setText(" Branch ")
    with qtbot.waitSignal(accounts.rename_wanted) as wanted:
        dialog.accept_button.click()
    assert wanted.args == ["2", "Branch"]


def test_enter_changes_f2_renames_and_delete_asks(qtbot: QtBot, accounts: AccountList) -> None:
    accounts.show()
    accounts.activateWindow()
    accounts.tree.setFocus()
    qtbot.waitUntil(accounts.tree.hasFocus)
    with qtbot.waitSignal(accounts.edit_wanted):
        qtbot.keyClick(accounts.tree, Qt.Key.Key_Return)
    qtbot.keyClick(accounts.tree, Qt.Key.Key_F2)
    (dialog,) = accounts.findChildren(NameDialog)
    dialog.reject()
    accounts.activateWindow()
    qtbot.waitUntil(accounts.tree.hasFocus)
    qtbot.keyClick(accounts.tree, Qt.Key.Key_Delete)
    (box,) = accounts.findChildren(QMessageBox)
    box.reject()
