"""Accounts that are opened: while the keyring is slow, and with what went wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from leaddesk.domain.account import Account, Credentials
from leaddesk.domain.errors import AccountMending, CredentialsRefused, SecretsMissing
from leaddesk.domain.provider import AccountReport, Provider
from leaddesk.domain.provider import TestStep as Step
from leaddesk.event_loop import run_until_done
from leaddesk.paths import Profile
from leaddesk.services.accounts import AccountService
from leaddesk.storage.accounts_file import AccountsFile
from leaddesk.storage.memory_vault import MemoryVault
from leaddesk.ui.accounts import accounts_flow
from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.accounts.accounts_flow import AccountsFlow
from leaddesk.ui.async_tasks import TaskOwner
from tests.journeys.driving import button, click, dialog, dialogs, turns, until, words_in
from tests.ui.accounts.sample_providers import BETA, SECRET
from tests.ui.screen_parts import ScriptedProvider

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MENDING = AccountMending("Use the server in America", (("region", "us"),))
REFUSED = CredentialsRefused(
    "The key is of another region.", host="api.example.com", remedy="Go there.", mending=MENDING
)


class SlowVault(MemoryVault):
    """A keyring that answers when its gate is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.asked = 0
        self.given_up = 0

    async def load(self, account_id: str, version: str) -> Credentials:
        self.asked += 1
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        return await super().load(account_id, version)


class TestedProvider(ScriptedProvider):
    """Works in America only, and knows it."""

    __test__ = False

    def __init__(self, account: Account) -> None:
        super().__init__(0)
        self._region = account.settings.get("region")

    async def test_account(self) -> AccountReport:
        if self._region == "us":
            return AccountReport((Step("Sign in", "us.example.com", "Fine."),), usable=True)
        return AccountReport((Step("Sign in", "api.example.com", "Refused."),), usable=False, mending=MENDING)


class Stand:
    """A window with accounts, one of them in a slow keyring."""

    def __init__(self, folder: Path) -> None:
        self.window = QWidget()
        self.vault = SlowVault()
        self.failed: list[Exception] = []
        self.tasks = TaskOwner(lambda _name, error: self.failed.append(error))
        self._folder = folder
        self.accounts = self._service()
        self.flow = AccountsFlow(self.accounts, self.tasks, self.window)
        self.account: Account

    def _service(self) -> AccountService:
        def connect(account: Account, _credentials: Credentials, _on_wait: object) -> Provider:
            return TestedProvider(account)

        return AccountService([BETA], AccountsFile(Profile.at(self._folder)), self.vault, connect)

    async def open(self) -> None:
        self.account = await self._service().add("East", "beta", {"server": "api.example.com", "access_key": SECRET})
        self.window.show()

    async def opened(self) -> AccountDialog:
        await until(lambda: self.flow.dialog is not None, "the dialog is there")
        assert self.flow.dialog is not None
        return self.flow.dialog


Play = Callable[[Callable[[Stand], Coroutine[Any, Any, None]]], None]


@pytest.fixture
def play(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    monkeypatch.setattr(accounts_flow, "WAITING_SHOWN_AFTER_MILLISECONDS", 30)

    def run(story: Callable[[Stand], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            stand = Stand(tmp_path)
            try:
                await stand.open()
                await story(stand)
            finally:
                if stand.flow.dialog is not None:
                    stand.flow.dialog.reject()
                await stand.tasks.close()
                await stand.accounts.aclose()
                stand.window.close()
                stand.window.deleteLater()
                await turns()
            assert stand.failed == []

        run_until_done(qapp, whole())

    return run


def test_a_person_waits_a_second_before_anything_is_said() -> None:
    assert accounts_flow.WAITING_SHOWN_AFTER_MILLISECONDS == 1000


def test_while_the_keyring_is_silent_the_window_says_that_it_waits_and_opens_the_account_then(play: Play) -> None:
    async def story(stand: Stand) -> None:
        stand.flow.edit(stand.account)
        box = await dialog(QMessageBox)
        assert box.text() == "Waiting for this computer's keyring to open “East”."
        stand.vault.gate.set()
        opened = await stand.opened()
        assert opened.isVisible()
        assert dialogs(QMessageBox) == []
        assert opened.draft().kept == ("access_key",)

    play(story)


def test_waiting_for_the_keyring_can_be_given_up(play: Play) -> None:
    async def story(stand: Stand) -> None:
        stand.flow.edit(stand.account)
        box = await dialog(QMessageBox)
        await click(button(box, "Cancel"))
        await until(lambda: stand.vault.given_up == 1, "nobody waits any longer")
        stand.vault.gate.set()
        await turns(10)
        assert stand.flow.dialog is None
        assert dialogs(QMessageBox) == []

    play(story)


def test_a_keyring_that_answers_at_once_shows_no_waiting(play: Play) -> None:
    async def story(stand: Stand) -> None:
        stand.vault.gate.set()
        stand.flow.edit(stand.account)
        await stand.opened()
        boxes = stand.window.findChildren(QMessageBox)
        assert not any(box.isVisible() for box in boxes)
        await until(lambda: not stand.window.findChildren(QMessageBox), "nothing is left that could come up later")

    play(story)


def test_an_error_that_knows_what_would_mend_the_account_offers_it_and_tests_it(play: Play) -> None:
    async def story(stand: Stand) -> None:
        stand.vault.gate.set()
        stand.flow.edit(stand.account, REFUSED)
        opened = await stand.opened()
        assert opened.report.text.startswith("The key was refused.")
        assert "The key is of another region." in words_in(opened)
        opened.scroll_area.ensureWidgetVisible(opened.report)
        await click(button(opened, "Use the server in America"))
        await until(lambda: opened.report.text.startswith("This account works."), "the change was tested")
        assert stand.accounts.list()[0].settings["region"] == "eu", "nothing is kept before Save"
        await click(button(opened, "Save"))
        await until(lambda: stand.flow.dialog is None, "the dialog is gone")
        assert stand.accounts.list()[0].settings["region"] == "us"

    play(story)


def test_what_a_test_finds_to_help_is_offered_under_its_report(play: Play) -> None:
    async def story(stand: Stand) -> None:
        stand.vault.gate.set()
        stand.flow.edit(stand.account)
        opened = await stand.opened()
        await click(button(opened, "Test"))
        await until(lambda: "Refused." in opened.report.text, "the test has failed")
        opened.scroll_area.ensureWidgetVisible(opened.report)
        await click(button(opened, "Use the server in America"))
        await until(lambda: opened.report.text.startswith("This account works."), "the change was tested")
        assert opened.form.values()["region"] == "us"

    play(story)


def test_other_errors_open_the_account_as_it_is(play: Play) -> None:
    async def story(stand: Stand) -> None:
        stand.vault.gate.set()
        stand.flow.edit(stand.account, SecretsMissing("No key.", "Type it."))
        opened = await stand.opened()
        assert opened.report.isHidden()

    play(story)
