"""Adding, changing, testing and removing accounts: dialogs on one side, the service on the other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from leaddesk.domain.account import Account
from leaddesk.domain.errors import CredentialsRefused, FieldProblem, InvalidInput, KeyringNotAvailable, LeaddeskError
from leaddesk.domain.provider import AccountReport, TestStep
from leaddesk.services.accounts import AccountService, VaultState
from leaddesk.ui.accounts.account_draft import AccountDraft
from leaddesk.ui.accounts.account_list import AccountList, AccountRow
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.widgets.plain_label import message_box

if TYPE_CHECKING:  # late where it is made: no window needs it to come up
    from leaddesk.ui.accounts.account_dialog import AccountDialog

WAITING_SHOWN_AFTER_MILLISECONDS = 1000
_EDIT = "account edit"
_SAVE = "account save"


class AccountsFlow(QObject):
    """Opens the dialogs and carries out what is wanted in them.

    Signals:
        changed(Account | None): the list of accounts changed; the account that was added or changed, if any.
        failed(Exception): something that no dialog can show.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, accounts: AccountService, tasks: TaskOwner, window: QWidget) -> None:
        """`window` is the parent of the dialogs."""
        super().__init__(window)
        self._accounts = accounts
        self._tasks = tasks
        self._window = window
        self._states: dict[str, tuple[str, bool]] = {}
        self.list: AccountList | None = None
        self.dialog: AccountDialog | None = None

    def open_list(self) -> None:
        """Show all accounts."""
        if self.list is not None:
            self.list.raise_()
            self.list.activateWindow()
            return
        dialog = self.list = AccountList(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._forget_list)
        dialog.add_wanted.connect(self.add)
        dialog.edit_wanted.connect(partial(self._with, self.edit))
        dialog.rename_wanted.connect(self._rename)
        dialog.test_wanted.connect(partial(self._with, self._test_listed))
        dialog.remove_wanted.connect(partial(self._with, self._remove))
        self._show_list()
        dialog.open()

    def _forget_list(self) -> None:
        self.list = None

    def add(self) -> None:
        """Open the dialog for a new account."""
        self._open_dialog(None, ())

    def edit(self, account: Account, because: LeaddeskError | None = None) -> None:
        """Open the dialog for an account; which secrets it has is asked of the keyring first.

        `because` is what went wrong with the account: the dialog says it, and offers the change that would mend it
        where the error knows one.
        """
        self._tasks.start(_EDIT, self._edit(account, because))

    async def _edit(self, account: Account, because: LeaddeskError | None) -> None:
        kept: tuple[str, ...] = ()
        trouble = ""
        try:
            with self._waiting_shown(account):
                kept = tuple(await self._accounts.credentials(account))
        except LeaddeskError as error:  # the fields then ask for them
            trouble = f"{error.what} {error.remedy}".strip()
        dialog = self._open_dialog(account, kept)
        if trouble:
            dialog.set_storage_words(trouble, True)  # noqa: FBT003 - the one state it has
        if isinstance(because, CredentialsRefused):
            dialog.show_report(AccountReport((TestStep("Search", because.host, "", because),), usable=False))

    @contextmanager
    def _waiting_shown(self, account: Account) -> Generator[None, None, None]:
        """Show after a second that the keyring is being waited for; it can be given up."""
        box = message_box(
            self._parent(),
            "Open the account",
            f"Waiting for this computer's keyring to open “{account.name}”.",
            "It may be asking for its password in another window.",
        )
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.rejected.connect(lambda: self._tasks.cancel(_EDIT))
        timer = QTimer(box)
        timer.setSingleShot(True)
        timer.timeout.connect(box.open)
        timer.start(WAITING_SHOWN_AFTER_MILLISECONDS)
        try:
            yield
        finally:
            timer.stop()
            box.hide()
            box.deleteLater()

    def _open_dialog(self, account: Account | None, kept: Collection[str]) -> AccountDialog:
        from leaddesk.ui.accounts.account_dialog import AccountDialog

        taken = [item.name for item in self._accounts.list() if account is None or item.id != account.id]
        dialog = self.dialog = AccountDialog(
            self._accounts.infos, self._parent(), account=account, kept_secrets=kept, taken_names=taken
        )
        self._say_storage(dialog, account)
        dialog.test_requested.connect(partial(self._start_test, dialog, account))
        dialog.test_cancel_wanted.connect(partial(self._stop_test, dialog))
        dialog.save_requested.connect(partial(self._start_save, dialog, account))
        dialog.rejected.connect(self._stop_saving)
        dialog.finished.connect(partial(self._forget_dialog, dialog))
        dialog.open()
        return dialog

    def _stop_saving(self) -> None:
        """Left while the keyring was still being asked: nothing is to be kept."""
        self._tasks.cancel(_SAVE)

    def _forget_dialog(self, dialog: AccountDialog, _result: int) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()

    def _parent(self) -> QWidget:
        return self.list if self.list is not None and self.list.isVisible() else self._window

    def _say_storage(self, dialog: AccountDialog, account: Account | None) -> None:
        if account is not None:
            words, warning = self._accounts.storage_words(account), self._accounts.is_this_run_only(account)
        else:
            status = self._accounts.vault_status
            words, warning = status.words, status.state is not VaultState.STORED
        dialog.set_storage_words(words, warning)

    # Testing

    def _start_test(self, dialog: AccountDialog, account: Account | None, draft: AccountDraft) -> None:
        self._tasks.start("account test", self._test(dialog, draft, account))

    async def _test(self, dialog: AccountDialog, draft: AccountDraft, account: Account | None) -> None:
        dialog.show_testing()
        try:
            report = await self._accounts.test_input(draft.provider, draft.values, account=account)
        except InvalidInput as error:
            dialog.show_problems(error.problems)
            return
        except LeaddeskError as error:
            report = _failed_report(error)
        dialog.show_report(report)

    def _stop_test(self, dialog: AccountDialog) -> None:
        self._tasks.cancel("account test")
        dialog.show_idle()

    def _test_listed(self, account: Account) -> None:
        self._states[account.id] = ("being tested …", True)
        self._show_list()
        self._tasks.start(f"account test {account.id}", self._test_and_list(account))

    async def _test_and_list(self, account: Account) -> None:
        try:
            report = await self._accounts.test(account)
        except LeaddeskError as error:
            report = _failed_report(error)
        error = report.first_error
        words = "works" if error is None else error.what
        self._states[account.id] = (words, report.usable)
        self._show_list()

    # Keeping

    def _start_save(self, dialog: AccountDialog, account: Account | None, draft: AccountDraft) -> None:
        self._tasks.start(_SAVE, self._save(dialog, draft, account))

    async def _save(
        self, dialog: AccountDialog, draft: AccountDraft, account: Account | None, *, this_run_only: bool = False
    ) -> None:
        if not this_run_only:
            dialog.set_storage_words("Asking this computer's keyring …", False)  # noqa: FBT003 - the one state it has
        try:
            if account is None:
                saved = await self._accounts.add(draft.name, draft.provider, draft.values, this_run_only=this_run_only)
            else:
                saved = await self._accounts.change(account, draft.name, draft.values, this_run_only=this_run_only)
        except InvalidInput as error:
            self._say_storage(dialog, account)
            dialog.show_problems(error.problems)
            return
        except KeyringNotAvailable as error:
            dialog.set_storage_words(error.what, True)  # noqa: FBT003 - the one state it has
            self._offer_this_run_only(dialog, draft, account, error)
            return
        except LeaddeskError as error:
            self._say_storage(dialog, account)
            dialog.show_problems((FieldProblem("account", f"{error.what} {error.remedy}".strip()),))
            return
        self._states.pop(saved.id, None)
        dialog.accept()
        self._show_list()
        self.changed.emit(saved)

    def _offer_this_run_only(
        self, dialog: AccountDialog, draft: AccountDraft, account: Account | None, error: KeyringNotAvailable
    ) -> None:
        """Without a keyring secrets are kept for this run only, and only when the person wants that."""
        box = message_box(
            dialog,
            "No keyring",
            f"{error.what} {error.remedy}".strip(),
            "The account can be used until leaddesk is closed; nothing of it is written down. "
            "You then have to type its key again next time.",
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        go_on = box.addButton("Use for this run only", QMessageBox.ButtonRole.AcceptRole)
        again = box.addButton("Try the keyring again", QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Cancel)

        def save(*, this_run_only: bool) -> None:
            self._accounts.ask_keyring_again()
            self._tasks.start(_SAVE, self._save(dialog, draft, account, this_run_only=this_run_only))

        go_on.clicked.connect(lambda: save(this_run_only=True))
        again.clicked.connect(lambda: save(this_run_only=False))
        box.open()

    def _rename(self, key: str, name: str) -> None:
        account = self._find(key)
        if account is None:
            return
        try:
            renamed = self._accounts.rename(account, name)
        except LeaddeskError as error:
            self.failed.emit(error)
            return
        self._show_list()
        self.changed.emit(renamed)

    def _remove(self, account: Account) -> None:
        self._tasks.start("account remove", self._remove_now(account))

    async def _remove_now(self, account: Account) -> None:
        try:
            await self._accounts.remove(account)
        except LeaddeskError as error:
            self.failed.emit(error)
        self._states.pop(account.id, None)
        self._show_list()
        self.changed.emit(None)

    # The list

    def _show_list(self) -> None:
        if self.list is None:
            return
        rows: list[AccountRow] = []
        for account in self._accounts.list():
            words, good = self._states.get(account.id, ("", None))
            if not words and self._accounts.is_this_run_only(account):
                words = "for this run only"
            rows.append(AccountRow(account.id, account.name, self._accounts.info(account.provider).title, words, good))
        self.list.set_accounts(rows)

    def _find(self, key: str) -> Account | None:
        return next((account for account in self._accounts.list() if account.id == key), None)

    def _with(self, act: Callable[[Account], None], key: str) -> None:
        account = self._find(key)
        if account is not None:
            act(account)


def _failed_report(error: LeaddeskError) -> AccountReport:
    return AccountReport((TestStep("Read the key", "this computer", error.what, error),), usable=False)
