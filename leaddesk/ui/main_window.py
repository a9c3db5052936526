"""The main window: it arranges, connects, and remembers where it stood.

It comes in three steps: its frame with the titles of its menus is there at once; then, once that stands on screen,
what the person sees first (`furnish`); and behind the painting of that all the rest. Imports within functions are
late for that reason, and the enumerations of `Qt` are no part of the frame: making them takes long.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QMainWindow, QWidget

from leaddesk.domain.errors import LeaddeskError
from leaddesk.ui.theme import apply_scheme

if TYPE_CHECKING:
    from datetime import tzinfo
    from pathlib import Path

    from leaddesk.domain.account import Account
    from leaddesk.domain.colour_scheme import ColourScheme
    from leaddesk.domain.form_state import FormState
    from leaddesk.services.accounts import AccountService
    from leaddesk.services.export import ExportService
    from leaddesk.services.preferences import PreferenceService
    from leaddesk.ui.look_up.look_up_screen import LookUpScreen
    from leaddesk.ui.search.search_picker import PickerItem
    from leaddesk.ui.widgets.notice_bar import NoticeBar

    AddDemoAccounts = Callable[[], Awaitable[tuple[Account, ...]]]

_MENUS = ("&File", "&Edit", "&Search", "&Accounts", "&View", "&Help")


class MainWindow(QMainWindow):
    """Everything on screen. Signal `leave_requested()`: the window was closed and wants to be let go."""

    leave_requested = Signal()

    def __init__(self, geometry: str = "") -> None:
        """The frame, where it stood last (base64 text); not shown, and empty until `furnish`."""
        super().__init__()
        self._is_demo = False
        self._is_furnished = False
        self._has_accounts = False
        self._has_greeted = False
        self._may_stop_export = False
        self._normal_points = QApplication.font().pointSizeF()
        self.setWindowTitle("leaddesk")
        self.resize(1440, 860)
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self.menus_by_title = {title: self.menuBar().addMenu(title) for title in _MENUS}

    def greet(self) -> None:
        """Fill the frame with what a newcomer sees: it needs no services, and so little of the program."""
        self._has_greeted = True
        self._make_places()
        self._make_welcome()
        self.setCentralWidget(self._content)

    def furnish(
        self,
        accounts: AccountService,
        preferences: PreferenceService,
        exports: ExportService,
        *,
        add_demo_accounts: AddDemoAccounts,
        log_folder: Path,
        show_first: Callable[[], None],
    ) -> None:
        """Make all that the frame holds; nothing is asked of anyone yet: see `begin`.

        `show_first` is called as soon as everything stands there that is seen first.
        """
        from leaddesk.ui.async_tasks import TaskOwner

        self.accounts = self._accounts = accounts
        self._preferences = preferences
        self._add_demo_accounts = add_demo_accounts
        self.tasks = TaskOwner(self._on_task_failed)
        if not self._has_greeted and self._is_new():
            self.greet()
            show_first()
        if self._has_greeted:
            self._make_screens()
        else:
            self._make_places()
            self._make_screens()
            self.setCentralWidget(self._content)
            show_first()
            self._make_welcome()
        self._make_commands(exports, log_folder)

    def _is_new(self) -> bool:
        """Whether there is no account yet. A list that cannot be read is none that is empty."""
        try:
            return not self._accounts.list()
        except LeaddeskError:
            return False

    def _make_places(self) -> None:
        from PySide6.QtWidgets import QStackedWidget

        from leaddesk.ui.widgets.panes import stacked

        self._stack = QStackedWidget()
        self._content = stacked(self._stack, stretched=self._stack)

    def _make_welcome(self) -> None:
        from leaddesk.ui.welcome import Welcome

        self.welcome = Welcome()
        self._stack.addWidget(self.welcome)

    def _make_screens(self) -> None:
        from leaddesk.ui.look_up.look_up_flow import LookUpFlow
        from leaddesk.ui.results_screen import ResultsScreen
        from leaddesk.ui.search.saved_search_flow import SavedSearchFlow

        self.screen_ = ResultsScreen(self._accounts, self._preferences, self.tasks, system_zone())
        self._stack.addWidget(self.screen_)
        self._saved = SavedSearchFlow(
            self.screen_, self._preferences, open_search=self._open_search, on_error=self.show_fault
        )
        self.look_up = LookUpFlow(
            self._accounts, self._preferences, self._stack, self.screen_.zone, self._on_task_failed
        )
        self.look_up.box.hide()
        column = self._content.layout()
        assert isinstance(column, QBoxLayout)
        column.insertWidget(0, self.look_up.box)
        splitter = self._preferences.window_state("splitter")
        if splitter:
            self.screen_.splitter.restoreState(QByteArray.fromBase64(splitter.encode()))
        with QSignalBlocker(self.screen_.form):  # no loop runs yet: the form's lists are asked for in `begin`
            self._show_accounts()

    def _make_commands(self, exports: ExportService, log_folder: Path) -> None:
        from leaddesk.ui.accounts.accounts_flow import AccountsFlow
        from leaddesk.ui.export.export_flow import ExportFlow
        from leaddesk.ui.window_menus import WindowMenus

        self.account_flow = AccountsFlow(self._accounts, self.tasks, self)
        self.export_flow = ExportFlow(self._accounts, self._preferences, exports, self.tasks, self)
        self.menus = WindowMenus(self, log_folder, self._preferences.colour_scheme())
        self.export_action = self.menus.export_action
        self._connect()
        self._is_furnished = True

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
        from leaddesk.domain.form_state import FormState

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
        if self._is_furnished:
            if self.export_flow.is_running and not self._may_stop_export:
                event.ignore()
                self._ask_to_stop_export()
                return
            self._keep_places()
        event.accept()
        self.leave_requested.emit()

    def _ask_to_stop_export(self) -> None:
        """No export ends in silence because its window was closed."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QMessageBox

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
        self.screen_.table.columns.tell_now()
        states = {
            "geometry": self.saveGeometry().toBase64().toStdString(),
            "splitter": self.screen_.splitter.saveState().toBase64().toStdString(),
            "account": self.screen_.picker.account_key,
            "search": self.screen_.picker.search_key,
            **self.look_up.window_states(),
        }
        try:
            self._preferences.remember_window_states(states)
        except LeaddeskError as error:
            self.show_fault(error)

    # Accounts and searches

    def _show_accounts(self, chosen: Account | None = None) -> None:
        try:
            accounts = self._accounts.list()
        except LeaddeskError as error:
            self._has_accounts = True
            self._show_place(self.screen_)
            self.show_fault(error)
            return
        self._has_accounts = bool(accounts)
        self._show_place((self.look_up_in_view or self.screen_) if accounts else self.welcome)
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
        present = self.screen_.picker.search_key or self._preferences.window_state("search")
        self._offer_searches(self._account(key), present)
        self._on_search_chosen(self.screen_.picker.search_key)

    def _on_search_chosen(self, key: str, form: FormState | None = None) -> None:
        account = self._account(self.screen_.picker.account_key)
        spec = None
        if account is not None:
            spec = next((item for item in self._accounts.info(account.provider).searches if item.key == key), None)
        self.screen_.show_search(account, spec, form)
        self._match_menus()
        self._saved.show()

    def _open_search(self, key: str, form: FormState) -> None:
        """A saved one: of the account in the form."""
        account = self.screen_.account
        if account is not None:
            self._offer_searches(account, key)
            self._on_search_chosen(key, form)

    def _offer_searches(self, account: Account | None, chosen: str) -> None:
        searches = () if account is None else self._accounts.info(account.provider).searches
        self.screen_.picker.set_searches(_picker_items((spec.key, spec.title) for spec in searches), chosen)

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
        return self._has_accounts

    @property
    def look_up_in_view(self) -> LookUpScreen | None:
        """The screen of the look-up while it is what is seen."""
        return self.look_up.in_view

    def _show_place(self, place: QWidget) -> None:
        self._stack.setCurrentWidget(place)
        self._show_commands()

    def _show_commands(self) -> None:
        self.look_up.box.setVisible(self.has_accounts)
        self._match_menus()

    def _match_menus(self) -> None:
        if self._is_furnished:
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

    from PySide6.QtCore import QTimeZone

    name = QTimeZone.systemTimeZoneId().toStdString().removeprefix("Etc/")
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
