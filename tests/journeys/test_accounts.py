"""Stories about accounts: the first one, one without a keyring, one whose key has no right to the account's own host."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QMessageBox

from leaddesk.demo.leadexec import DEMO_CREDENTIAL
from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.accounts.account_list import AccountList
from leaddesk.ui.widgets.notice_bar import NoticeBar
from tests.journeys.conftest import ACCOUNT_NAME, SECRET, Stage, bytes_below, player
from tests.journeys.driving import (
    button,
    choose_entry,
    click,
    control,
    controls,
    dialog,
    dialogs,
    entry,
    fill_in,
    type_text,
    until,
    words_in,
)
from tests.keyring_session import KeyringSession


async def fill_in_account(opened: AccountDialog, url: str, secret: str) -> None:
    """Type name, credential and both servers."""
    await fill_in(control(opened, QLineEdit, "Account name, required"), ACCOUNT_NAME)
    await fill_in(control(opened, QLineEdit, "Client id, required"), DEMO_CREDENTIAL.client_id)
    await fill_in(control(opened, QLineEdit, "Client secret, required"), secret)
    fold = button(opened, "Advanced")
    if "closed" in fold.accessibleName():
        await click(fold)
    for name in ("Data server", "Account server"):
        opened.scroll_area.ensureWidgetVisible(control(opened, QLineEdit, name))
        await fill_in(control(opened, QLineEdit, name), url)


def test_a_newcomer_adds_an_account_tests_it_mends_its_key_and_finds_the_form_ready(
    play, stand_in, keyring_session: KeyringSession
):
    async def story(stage: Stage) -> None:
        window = await stage.open()
        assert window.welcome.isVisible()
        await click(button(window, "Add an account"))
        opened = await dialog(AccountDialog)
        await fill_in_account(opened, stand_in.url, "not-the-right-secret")

        await click(button(opened, "Test"))
        await until(lambda: "refused" in opened.report.text, "the test says that the key is refused")
        assert stand_in.url.removeprefix("http://") in opened.report.text, "it says which host"
        assert "not-the-right-secret" not in words_in(opened)
        assert keyring_session.secrets() == []

        await fill_in(control(opened, QLineEdit, "Client secret, required"), SECRET)
        assert opened.report.isHidden(), "the old report speaks of another key"
        await click(button(opened, "Test"))
        await until(lambda: "This account works." in opened.report.text, "the test says that it works")
        assert "Leads can be read." in opened.report.text

        await click(button(opened, "Save"))
        await until(lambda: not dialogs(AccountDialog), "the dialog is gone")
        assert [SECRET.encode() in entry for entry in keyring_session.secrets()] == [True]
        await stage.lead_types_loaded()
        texts = [stage.lead_type.itemText(row) for row in range(stage.lead_type.count())]
        assert texts == ["Auto insurance (1003)", "Mortgage (1001)", "Solar (1002)"]
        assert not window.welcome.isVisible()
        assert stage.screen.picker.account.currentText() == ACCOUNT_NAME
        await stage.search()
        assert stage.screen.model.loaded_count == 100

    play(story)


def test_without_a_keyring_an_account_is_kept_for_this_run_only_and_the_window_says_so(
    qapp, no_keyring_session, stand_in, profile_folder: Path
):
    async def story(stage: Stage) -> None:
        window = await stage.open()
        await click(button(window, "Add an account"))
        opened = await dialog(AccountDialog)
        await fill_in_account(opened, stand_in.url, SECRET)
        await click(button(opened, "Save"))
        question = await dialog(QMessageBox)
        assert "keyring" in question.text()
        assert "nothing of it is written down" in question.informativeText()
        await click(button(question, "Use for this run only"))
        await until(lambda: not dialogs(AccountDialog), "the dialog is gone")
        await stage.lead_types_loaded()

        notice = controls(window, NoticeBar)
        assert [shown.accessibleName() for shown in notice if "this run only" in shown.accessibleName()]
        await choose_entry(entry(window, "Accounts", "All accounts"))
        listed = await dialog(AccountList)
        item = listed.tree.topLevelItem(0)
        assert item is not None
        assert item.text(2) == "for this run only"
        await click(button(listed, "Close"))
        await stage.search()
        assert stage.screen.model.loaded_count == 100

        window = await stage.restart()
        assert window.welcome.isVisible(), "the account is gone"
        kept = bytes_below(profile_folder)
        assert SECRET.encode() not in kept
        assert DEMO_CREDENTIAL.client_id.encode() not in kept

    player(qapp, stand_in, profile_folder)(story)


def test_a_kept_account_whose_keyring_is_gone_asks_for_its_key_and_can_be_used_for_this_run(
    qapp, keyring_session, stand_in, profile_folder: Path, monkeypatch
):
    async def story(stage: Stage) -> None:
        await stage.add_account()
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
        monkeypatch.setenv("XDG_RUNTIME_DIR", "/nonexistent")
        window = await stage.open()
        await until(
            lambda: "keyring" in stage.editor("LeadTypeUID").note.words.text(), "it is said why there is no list"
        )
        await click(stage.lead_type_line)
        await type_text("1001")
        await click(stage.screen.form.search_button)
        await until(lambda: "Could not search" in words_in(window), "it is said that the search was not made")
        assert stand_in.calls == 0
        await click(button(window, "Open account"))
        opened = await dialog(AccountDialog)
        assert "keyring" in opened.storage_words
        assert "kept in this computer" not in opened.storage_words
        await fill_in(control(opened, QLineEdit, "Client secret, required"), SECRET)
        await click(button(opened, "Save"))
        question = await dialog(QMessageBox)
        await click(button(question, "Use for this run only"))
        await until(lambda: not dialogs(AccountDialog), "the dialog is gone")
        await stage.lead_types_loaded()
        assert stage.lead_type_line.text() in {"1001", "Mortgage (1001)"}, "what was typed is still there"
        await click(button(window, "Try again"))
        await until(lambda: stage.screen.model.loaded_count == 100, "the leads are there")

    player(qapp, stand_in, profile_folder)(story)


def test_when_the_account_host_refuses_the_lead_types_their_number_is_typed(play, stand_in):
    async def story(stage: Stage) -> None:
        stand_in.faults.lead_types_status = 403
        await stage.add_account()
        window = await stage.open()
        note = stage.editor("LeadTypeUID").note
        await until(lambda: "Type the number" in note.words.text(), "the picker asks for the number")
        assert stage.lead_type_line.placeholderText() == "Type the number"
        assert "no right" in note.words.text() or "refuse" in note.words.text()
        await click(stage.lead_type_line)
        await type_text("1002")
        await click(stage.screen.form.search_button)
        await until(lambda: stage.screen.shown is not None, "the leads are there")
        assert stand_in.log.calls[-1].path.endswith("/1002")
        assert "Could not search" not in words_in(window)

        stand_in.faults.lead_types_status = None
        await click(button(window, "Fetch the list again"))
        await stage.lead_types_loaded()
        assert stage.lead_type_line.text() == "Solar (1002)", "what was typed is now named"

    play(story)


def test_a_removed_account_takes_its_key_and_its_form_along(play, stand_in, keyring_session: KeyringSession):
    async def story(stage: Stage) -> None:
        window = await stage.open_with_account()
        await stage.search()
        await choose_entry(entry(window, "Accounts", "All accounts"))
        listed = await dialog(AccountList)
        await click(button(listed, "Remove"))
        question = await dialog(QMessageBox)
        await click(button(question, "Remove"))
        await until(lambda: listed.tree.topLevelItemCount() == 0, "the list is empty")
        assert keyring_session.secrets() == []
        await click(button(listed, "Close"))
        assert window.welcome.isVisible()

    play(story)
