"""Accounts of the demo, filled in and kept through the account dialog as a person does."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from leaddesk.demo.accounts import DEMO_ACCOUNTS, DemoAccount
from leaddesk.tour.guide import Guide, pick
from leaddesk.tour.step import CheckFailed, check
from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.accounts.server_edit import ServerEdit

_NOTHING: Mapping[str, str] = MappingProxyType({})


def demo_account(provider: str) -> DemoAccount:
    """The demo's account of a provider."""
    return next(demo for demo in DEMO_ACCOUNTS if demo.provider == provider)


def opened_dialog(guide: Guide) -> AccountDialog:
    """The account dialog.

    Raises:
        CheckFailed: it is not open.
    """
    dialog = guide.window.account_flow.dialog
    if dialog is None:
        raise CheckFailed("the account dialog is not open")
    return dialog


async def open_for_new(guide: Guide, provider: str) -> AccountDialog:
    """Open the dialog for a new account of a provider."""
    guide.window.account_flow.add()
    dialog = await guide.found(lambda: guide.window.account_flow.dialog, "the account dialog opens")
    pick(dialog.provider, provider)
    return dialog


def fill_in(guide: Guide, demo: DemoAccount, changed: Mapping[str, str] = _NOTHING) -> AccountDialog:
    """Type what the demo's account has, but for what is `changed`."""
    dialog = opened_dialog(guide)
    dialog.name.setText(demo.name)
    secrets = {key: secret.reveal() for key, secret in demo.secrets.items()}
    for key, text in {**demo.settings, **secrets, **changed}.items():
        _type(dialog.form.editors[key], text)
    return dialog


async def test(guide: Guide, words: str) -> AccountDialog:
    """Press Test and wait until the report says this."""
    dialog = opened_dialog(guide)
    dialog.test_button.click()
    await report_says(guide, words)
    return dialog


async def report_says(guide: Guide, words: str) -> None:
    """Wait until the report of the test says this."""
    dialog = opened_dialog(guide)
    await guide.until(lambda: words.lower() in dialog.report.text.lower(), f"the test says “{words}”")


async def save(guide: Guide, demo: DemoAccount) -> QWidget:
    """Keep the account; it is then the one in the form."""
    opened_dialog(guide).save_button.click()
    await guide.until(
        lambda: guide.screen.account is not None and guide.screen.account.name == demo.name, "the account is kept"
    )
    return guide.window


def mend_button(dialog: AccountDialog) -> QPushButton:
    """The button that carries out what the report offers.

    Raises:
        CheckFailed: the report offers nothing.
    """
    if dialog.report.mend_button is None:
        raise CheckFailed("the report offers no change")
    return dialog.report.mend_button


def _type(editor: QLineEdit | QComboBox, text: str) -> None:
    if isinstance(editor, ServerEdit):
        editor.set_address(text)
    elif isinstance(editor, QComboBox):
        pick(editor, text)
    else:
        check(editor.isEnabled(), "a field cannot be filled in")
        editor.setText(text)
