"""The main window: it arranges, connects, and remembers where it stood.

It comes in two steps. The frame is there at once; what it is filled with is imported and made when it stands on
screen (`furnish`). Imports within functions are late for that reason.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSignalBlocker, Qt, QTimer, QTimeZone, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox, QStackedWidget, QWidget

from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.form_state import FormState
from leaddesk.services.preferences import PreferenceService, SavedSearch
from leaddesk.ui.theme import apply_scheme

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    from leaddesk.domain.account import Account
    from leaddesk.services.accounts import AccountService
    from leaddesk.services.export import ExportService
    from leaddesk.ui.look_up.look_up_screen import LookUpScreen
    from leaddesk.ui.search.search_picker import PickerItem
    from leaddesk.ui.widgets.notice_bar import NoticeBar

    AddDemoAccounts = Callable[[], Awaitable[tuple[Account, ...]]]


class MainWindow(QMainWindow):
    """Everything on screen. Signal `leave_requested()`: the window was closed and wants to be let go."""

    leave_requested = Signal()

    def __init__(self, preferences: PreferenceService) -> None:
        """The frame, where it stood last; not shown, and empty until `furnish`."""
        super().__init__()
        self._preferences = preferences
        self._is_demo = False
        self._is_furnished = False
        self._may_stop_export = False
        self._normal_points = QApplication.font().pointSizeF()
        self.setWindowTitle("leaddesk")
        self.resize(1440, 860)
        geometry = preferences.window_state("geometry")
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))

    def furnish(
        self, accounts: AccountService, exports: ExportService, *, add_demo_accounts: AddDemoAccounts, log_folder: Path
    ) -> None:
        """Make all that the frame holds; nothing is asked of anyone yet: see `begin`."""
        from leaddesk.ui.accounts.accounts_flow import AccountsFlow
        from leaddesk.ui.async_tasks import TaskOwner
        from leaddesk.ui.export.export_flow import ExportFlow
        from leaddesk.ui.look_up.look_up_flow import LookUpFlow
        from leaddesk.ui.results_screen import ResultsScreen
        from leaddesk.ui.welcome import Welcome
        from leaddesk.ui.widgets.panes import stacked
        from leaddesk.ui.window_menus import WindowMenus

        preferences = self._preferences
        self.accounts = self._accounts = accounts
        self._add_demo_accounts = add_demo_accounts
        self.tasks = TaskOwner(self._on_task_failed)
        self.screen_ = ResultsScreen(accounts, preferences, self.tasks, system_zone())
        self.welcome = Welcome()
        self.account_flow = AccountsFlow(accounts, self.tasks, self)
        self.export_flow = ExportFlow(accounts, preferences, exports, self.tasks, self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self.screen_)
        self.look_up = LookUpFlow(accounts, preferences, self._stack, self.screen_.zone, self._on_task_failed)
        self.menus = WindowMenus(self, log_folder, preferences.colour_scheme())
        self.export_action = self.menus.export_action
        self._connect()
        splitter = preferences.window_state("splitter")
        if splitter:
            self.screen_.splitter.restoreState(QByteArray.fromBase64(splitter.encode()))
        self._is_furnished = True
        self.setCentralWidget(stacked(self.look_up.box, self._stack, stretched=self._stack))
        with QSignalBlocker(self.screen_.form):  # no loop runs yet: the form's lists are asked for in `begin`
            self._show_accounts()

    def _connect(self) -> None:
        self.look_up.came_into_view.connect(self._show_commands)
        self.look_up.search_wanted.connect(self.show_search)
        self.look_up.account_wanted.connect(self.mend_account)
        self.look_up.waiting_changed.connect(self.menus.match_stop)
        self.welcome.add_account_wanted.connect(self.account_flow.add)
        self.welcome.demo_wanted.connect(lambda: self.tasks.start("demo", self._begin_demo()))
        self.account_flow.changed.connect(self._on_accounts_changed)
        self.account_flow.failed.connect(self.show_fault)
        self.screen_.account_wanted.connect(self.mend_account)
        self.screen_.bar.export_requested.connect(self.open_export)
        self.export_flow.exported.connect(self.screen_.status.show_message)
        picker = self.screen_.picker
        picker.account_chosen.connect(self._on_account_chosen)
        picker.search_chosen.connect(self._on_search_chosen)
        picker.accounts_wanted.connect(self.account_flow.open_list)
        picker.save_wanted.connect(self._save_search)
        picker.saved_opened.connect(self._open_saved)
        picker.saved_renamed.connect(self._rename_saved)
        picker.saved_deleted.connect(self._delete_saved)

    # Beginning and ending

    def begin(self, *, demo: bool = False) -> None:
        """The loop runs: ask for what the form needs. With `demo` the first search is made at once."""
        self._is_demo = demo
        self._show_accounts()
        problems = (*self._accounts.take_problems(), *self._preferences.take_problems())
        if problems:
            self._show_faults(problems)
        if demo:
            self.tasks.start("first search", self._first_demo_search())

    async def _begin_demo(self) -> None:
        await self._add_demo_accounts()
        self.begin(demo=True)

    async def _first_demo_search(self) -> None:
        """The demo begins with leads on screen: the first lead type, the last 30 days."""
        screen = self.screen_
        account, spec = screen.account, screen.spec
        if account is None or spec is None:
            return
        provider = await self._accounts.connect(account, screen.status.show_wait)
        values: dict[str, str | list[str]] = {}
        for item in spec.fields:
            if item.required and item.choices_from:
                choices = await provider.fetch_choices(item.choices_from)
                screen.form.set_choices(item.choices_from, choices)
                values[item.key] = choices[0].value if choices else ""
        screen.form.set_form_state(FormState(values, "last-30-days"))
        screen.form.submit()

    async def aclose(self) -> None:
        """Stop all work and keep where the window stood."""
        await self.tasks.close()
        await self.look_up.aclose()
        await self.export_flow.aclose()
        self.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave in order: the loop's owner closes connections before the program ends."""
        if self._is_furnished and self.export_flow.is_running and not self._may_stop_export:
            event.ignore()
            self._ask_to_stop_export()
            return
        self._keep_places()
        event.accept()
        self.leave_requested.emit()

    def _ask_to_stop_export(self) -> None:
        """No export ends in silence because its window was closed."""
        from leaddesk.ui.widgets.plain_label import message_box

        box = message_box(
            self, "An export is running", "Stop the export and leave?", "No file is written then; an old one stays."
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        stop = box.addButton("Stop and leave", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton("Go on exporting", QMessageBox.ButtonRole.RejectRole))
        stop.clicked.connect(self._stop_export_and_leave)
        box.open()

    def _stop_export_and_leave(self) -> None:
        self._may_stop_export = True
        QTimer.singleShot(0, self.close)  # once the question has closed

    def _keep_places(self) -> None:
        states = {"geometry": self.saveGeometry().toBase64().toStdString()}
        if self._is_furnished:
            self.screen_.table.columns.tell_now()
            states["splitter"] = self.screen_.splitter.saveState().toBase64().toStdString()
            states |= self.look_up.window_states()
            states["account"] = self.screen_.picker.account_key
            states["search"] = self.screen_.picker.search_key
        try:
            self._preferences.remember_window_states(states)
        except LeaddeskError as error:
            self.show_fault(error)

    # Accounts and searches

    def _show_accounts(self, chosen: Account | None = None) -> None:
        try:
            accounts = self._accounts.list()
        except LeaddeskError as error:
            self._show_place(self.screen_)
            self.show_fault(error)
            return
        self._show_place(self.welcome if not accounts else self.look_up_in_view or self.screen_)
        kept = self._preferences.window_state("account")
        wanted = chosen.id if chosen is not None else self.screen_.picker.account_key or kept
        items = _picker_items((account.id, self._title_of(account)) for account in accounts)
        self.screen_.picker.set_accounts(items, wanted)
        self._on_account_chosen(self.screen_.picker.account_key)

    def _title_of(self, account: Account) -> str:
        return f"{account.name} (this run only)" if self._accounts.is_this_run_only(account) else account.name

    def _on_accounts_changed(self, account: Account | None) -> None:
        self._show_accounts(account)
        if account is not None:
            self.look_up.on_account_changed(account)
        if account is not None and self._accounts.is_this_run_only(account):
            from leaddesk.ui.widgets.notice_bar import Notice, NoticeLevel

            words = f"“{account.name}”: {self._accounts.storage_words(account)}"
            self._notice_in_view().show_notice(Notice(NoticeLevel.INFO, words, "Kept for this run only"))

    def _account(self, key: str) -> Account | None:
        return next((account for account in self._accounts.list() if account.id == key), None)

    def _on_account_chosen(self, key: str) -> None:
        account = self._account(key)
        searches = () if account is None else self._accounts.info(account.provider).searches
        present = self.screen_.picker.search_key or self._preferences.window_state("search")
        self.screen_.picker.set_searches(_picker_items((spec.key, spec.title) for spec in searches), present)
        self._on_search_chosen(self.screen_.picker.search_key)

    def _on_search_chosen(self, key: str, form: FormState | None = None) -> None:
        account = self._account(self.screen_.picker.account_key)
        spec = None
        if account is not None:
            spec = next((item for item in self._accounts.info(account.provider).searches if item.key == key), None)
        self.screen_.show_search(account, spec, form)
        self.menus.match()
        self._show_saved("")

    def mend_account(self, account: Account | None = None, because: LeaddeskError | None = None) -> None:
        """Open an account: this one, or that of the form. `because` is what it failed with."""
        wanted = account or self.screen_.account
        if wanted is not None and self._account(wanted.id) is not None:
            self.account_flow.edit(wanted, because)
        else:
            self.account_flow.open_list()

    # Which screen

    @property
    def has_accounts(self) -> bool:
        """Whether there is anything to search, or to look people up in."""
        return self._stack.currentWidget() is not self.welcome

    @property
    def look_up_in_view(self) -> LookUpScreen | None:
        """The screen of the look-up while it is what is seen."""
        return self.look_up.in_view

    def _show_place(self, place: QWidget) -> None:
        self._stack.setCurrentWidget(place)
        self._show_commands()

    def _show_commands(self) -> None:
        self.look_up.box.setVisible(self.has_accounts)
        self.menus.match()

    def show_search(self) -> None:
        """Bring the search back; a look-up that runs goes on."""
        self._show_place(self.screen_)
        self.screen_.table.setFocus()

    def stop_waiting(self) -> None:
        """Stop what is in view waits for."""
        (self.look_up_in_view or self.screen_).cancel()

    def ask_again(self) -> None:
        """Ask the same again, of what is in view."""
        (self.look_up_in_view or self.screen_).refresh()

    # Saved searches

    def _show_saved(self, current: str) -> None:
        account = self.screen_.account
        saved = () if account is None else self._preferences.saved_searches(account.provider, account.id)
        self.screen_.picker.set_saved([item.name for item in saved], current)

    def _save_search(self, name: str) -> None:
        account, spec = self.screen_.account, self.screen_.spec
        if account is None or spec is None:
            return
        problems = self.screen_.form.check()
        if problems:
            self.screen_.form.show_problems(problems)
            return
        state = self.screen_.form.form_state()
        saved = SavedSearch(name=name, provider=account.provider, search=spec.key, form=state, account_id=account.id)
        try:
            self._preferences.replace_saved_search(saved)
        except LeaddeskError as error:
            self.show_fault(error)
            return
        self._show_saved(name)
        self.screen_.status.show_message(f"Saved as “{name}”")

    def _open_saved(self, name: str) -> None:
        saved = next((item for item in self._preferences.saved_searches() if item.name == name), None)
        account = self.screen_.account
        if saved is None or account is None:
            return
        searches = self._accounts.info(account.provider).searches
        self.screen_.picker.set_searches(_picker_items((spec.key, spec.title) for spec in searches), saved.search)
        self._on_search_chosen(saved.search, saved.form)
        self._show_saved(name)

    def _rename_saved(self, old: str, new: str) -> None:
        try:
            self._preferences.rename_saved_search(old, new)
        except LeaddeskError as error:
            self.show_fault(error)
        self._show_saved(new)

    def _delete_saved(self, name: str) -> None:
        try:
            self._preferences.delete_saved_search(name)
        except LeaddeskError as error:
            self.show_fault(error)
        self._show_saved("")

    # Export

    def open_export(self, scope: str) -> None:
        """Open the export dialog with this scope chosen."""
        shown = self.screen_.shown
        if shown is None:
            return
        model = self.screen_.model
        from leaddesk.ui.export.export_flow import Offer

        offer = Offer(shown, model.selected_records, self.screen_.shown_columns(), self.screen_.zone)
        self.export_flow.open(offer, str(scope))

    def export_best(self) -> None:
        """Export the ticked records, or all when none is ticked."""
        from leaddesk.ui.results.results_bar import ExportRange

        selected = bool(self.screen_.model.selected_keys)
        self.open_export(ExportRange.SELECTED if selected else ExportRange.ALL)

    # Looks and words

    def use_scheme(self, scheme: ColourScheme) -> None:
        """Dress the window, now and at the next start."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_scheme(application, scheme)
        self._preferences.remember_colour_scheme(scheme)

    def zoom(self, step: int) -> None:
        """Larger (1) or smaller (-1) text, or as the system has it (0)."""
        font = QApplication.font()
        points = self._normal_points if step == 0 else font.pointSizeF() + step
        font.setPointSizeF(max(7.0, min(24.0, points)))
        QApplication.setFont(font)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setStyleSheet(application.styleSheet())  # under a style sheet widgets keep their font until then

    def show_fault(self, error: Exception) -> None:
        """Show an error that nobody else showed; an unfurnished frame has no place for words (the log has them)."""
        self._show_faults((error,))

    def _show_faults(self, errors: Sequence[Exception]) -> None:
        if not self._is_furnished:
            return
        from leaddesk.ui.shown_result import fault_notice

        self._notice_in_view().show_notice(fault_notice(errors))

    def _notice_in_view(self) -> NoticeBar:
        look_up = self.look_up_in_view
        if look_up is not None:
            return look_up.fault
        return self.screen_.notice if self.has_accounts else self.welcome.notice

    def _on_task_failed(self, _name: str, error: Exception) -> None:
        self.show_fault(error)


def _picker_items(items: Iterable[tuple[str, str]]) -> list[PickerItem]:
    from leaddesk.ui.search.search_picker import PickerItem

    return [PickerItem(key, title) for key, title in items]


def system_zone() -> tzinfo:
    """The person's own zone, by its name; UTC where the system does not tell."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    name = QTimeZone.systemTimeZoneId().toStdString().removeprefix("Etc/")
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
