"""The main window: it arranges, gives every command a place in a menu, and remembers where it stood."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QByteArray, QSignalBlocker, QTimeZone, QUrl, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget

import leaddesk
from leaddesk.domain.account import Account
from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.form_state import FormState
from leaddesk.services.accounts import AccountService
from leaddesk.services.export import ExportService
from leaddesk.services.preferences import PreferenceService, SavedSearch
from leaddesk.ui.accounts.accounts_flow import AccountsFlow
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.export.export_flow import ExportFlow, Offer
from leaddesk.ui.results.results_bar import ExportRange
from leaddesk.ui.results_screen import ResultsScreen
from leaddesk.ui.search.search_picker import PickerItem
from leaddesk.ui.theme import apply_scheme
from leaddesk.ui.welcome import Welcome
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import message_box

AddDemoAccounts = Callable[[], Awaitable[tuple[Account, ...]]]

_SHORTCUTS = """\
Search                            Ctrl+Enter
Ask again                         F5
Stop waiting                      Esc
Narrow the loaded rows            Ctrl+F
Choose columns                    Ctrl+Shift+L
Next, previous page               Alt+PgDn, Alt+PgUp
First, last page                  Alt+Home, Alt+End
Tick the row; tick all rows       Space; Ctrl+A
Open the record                   Enter
Next, previous record in the pane Alt+Down, Alt+Up
Tabs of the record                Ctrl+1 … Ctrl+9
Copy; copy with headings          Ctrl+C; Ctrl+Shift+C
Export                            Ctrl+E
Larger, smaller, normal text      Ctrl++, Ctrl+-, Ctrl+0"""

_PRIVACY = (
    "Your searches and your key go to the servers named in the account, and nowhere else. leaddesk only reads.\n\n"
    "There is no telemetry, no update check and no crash report. Secrets are kept in the keyring of this computer; "
    "leads are kept nowhere, unless you export them."
)


class MainWindow(QMainWindow):
    """Everything on screen. Signal `leave_requested()`: the window was closed and wants to be let go."""

    leave_requested = Signal()

    def __init__(
        self,
        accounts: AccountService,
        preferences: PreferenceService,
        exports: ExportService,
        *,
        add_demo_accounts: AddDemoAccounts,
        log_folder: Path,
    ) -> None:
        """Built, not shown, and nothing asked of anyone yet: see `begin`."""
        super().__init__()
        self.accounts = self._accounts = accounts
        self._preferences = preferences
        self._add_demo_accounts = add_demo_accounts
        self._log_folder = log_folder
        self._is_demo = False
        self._normal_points = QApplication.font().pointSizeF()
        self.tasks = TaskOwner(self._on_task_failed)
        self.screen_ = ResultsScreen(accounts, preferences, self.tasks, system_zone())
        self.welcome = Welcome()
        self.account_flow = AccountsFlow(accounts, self.tasks, self)
        self.export_flow = ExportFlow(accounts, preferences, exports, self.tasks, self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self.screen_)
        self.setCentralWidget(self._stack)
        self.setWindowTitle("leaddesk")
        self.resize(1440, 860)
        self._make_menus()
        self._connect()
        self._restore_places()
        with QSignalBlocker(self.screen_.form):  # no loop runs yet: the form's lists are asked for in `begin`
            self._show_accounts()

    def _connect(self) -> None:
        self.welcome.add_account_wanted.connect(self.account_flow.add)
        self.welcome.demo_wanted.connect(lambda: self.tasks.start("demo", self._begin_demo()))
        self.account_flow.changed.connect(self._on_accounts_changed)
        self.account_flow.failed.connect(self.show_fault)
        self.screen_.account_wanted.connect(self._mend_account)
        self.screen_.bar.export_requested.connect(self.open_export)
        self.screen_.counts_changed.connect(self._match_actions)
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
        for problem in (*self._accounts.take_problems(), *self._preferences.take_problems()):
            self.show_fault(problem)
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
        self.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave in order: the loop's owner closes connections before the program ends."""
        self._keep_places()
        event.accept()
        self.leave_requested.emit()

    def _restore_places(self) -> None:
        geometry = self._preferences.window_state("geometry")
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        splitter = self._preferences.window_state("splitter")
        if splitter:
            self.screen_.splitter.restoreState(QByteArray.fromBase64(splitter.encode()))

    def _keep_places(self) -> None:
        states = {
            "geometry": self.saveGeometry().toBase64().toStdString(),
            "splitter": self.screen_.splitter.saveState().toBase64().toStdString(),
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
            self._stack.setCurrentWidget(self.screen_)
            self.show_fault(error)
            return
        self._stack.setCurrentWidget(self.screen_ if accounts else self.welcome)
        kept = self._preferences.window_state("account")
        wanted = chosen.id if chosen is not None else self.screen_.picker.account_key or kept
        items = [PickerItem(account.id, account.name) for account in accounts]
        self.screen_.picker.set_accounts(items, wanted)
        self._on_account_chosen(self.screen_.picker.account_key)

    def _on_accounts_changed(self, account: Account | None) -> None:
        self._show_accounts(account)

    def _account(self, key: str) -> Account | None:
        return next((account for account in self._accounts.list() if account.id == key), None)

    def _on_account_chosen(self, key: str) -> None:
        account = self._account(key)
        searches = () if account is None else self._accounts.info(account.provider).searches
        present = self.screen_.picker.search_key
        self.screen_.picker.set_searches([PickerItem(spec.key, spec.title) for spec in searches], present)
        self._on_search_chosen(self.screen_.picker.search_key)

    def _on_search_chosen(self, key: str, form: FormState | None = None) -> None:
        account = self._account(self.screen_.picker.account_key)
        spec = None
        if account is not None:
            spec = next((item for item in self._accounts.info(account.provider).searches if item.key == key), None)
        self.screen_.show_search(account, spec, form)
        self._show_saved("")

    def _mend_account(self) -> None:
        if self.screen_.account is not None:
            self.account_flow.edit(self.screen_.account)
        else:
            self.account_flow.open_list()

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
        self.screen_.picker.set_searches([PickerItem(spec.key, spec.title) for spec in searches], saved.search)
        self._on_search_chosen(saved.search, saved.form)
        self._show_saved(name)

    def _rename_saved(self, old: str, new: str) -> None:
        try:
            self._preferences.rename_saved_search(old, new)
        except LeaddeskError as error:
            self.show_fault(error)
        self._show_saved(new)

    def _delete_saved(self, name: str) -> None:
        self._preferences.delete_saved_search(name)
        self._show_saved("")

    # Export

    def open_export(self, scope: str) -> None:
        """Open the export dialog with this scope chosen."""
        shown = self.screen_.shown
        if shown is None:
            return
        model = self.screen_.model
        offer = Offer(shown, model.selected_records, self.screen_.shown_columns(), self.screen_.zone)
        self.export_flow.open(offer, str(scope))

    # Menus

    def _make_menus(self) -> None:
        screen = self.screen_
        file = self._menu("&File")
        file.addAction(screen.bar.export_selected_action)
        file.addAction(screen.bar.export_page_action)
        file.addAction(screen.bar.export_all_action)
        self.export_action = self._entry(file, "&Export…", "export", "Ctrl+E", self.export_best)
        file.addSeparator()
        self._entry(file, "&Quit", "", QKeySequence.StandardKey.Quit, self.close)
        edit = self._menu("&Edit")
        table = screen.table
        for action in (table.copy_action, table.copy_with_headings_action):
            edit.addAction(action)
        edit.addSeparator()
        for action in (table.select_all_action, table.clear_selection_action):
            edit.addAction(action)
        search = self._menu("&Search")
        self._entry(search, "&Search", "search", "", screen.form.submit)
        self._entry(search, "&Ask again", "refresh", "F5", screen.refresh)
        self._entry(search, "S&top waiting", "stop", "Esc", screen.cancel)
        search.addSeparator()
        self._entry(search, "&Reset the form", "undo", "", screen.form.reset)
        self._entry(search, "Save &as…", "save", QKeySequence.StandardKey.Save, screen.picker.open_save_dialog)
        accounts = self._menu("&Accounts")
        self._entry(accounts, "&Add account…", "plus", "", self.account_flow.add)
        self._entry(accounts, "&Change this account…", "pencil", "", self._mend_account)
        self._entry(accounts, "A&ll accounts…", "accounts", "Ctrl+Shift+P", self.account_flow.open_list)
        self._make_view_menu()
        self._make_help_menu()

    def _make_view_menu(self) -> None:
        screen = self.screen_
        view = self._menu("&View")
        view.addAction(screen.table.columns_action)
        view.addSeparator()
        pages = screen.pages
        for action in (
            pages.first_action, pages.previous_action, pages.next_action, pages.last_action, pages.go_to_page_action,
        ):  # fmt: skip
            view.addAction(action)
        view.addSeparator()
        self._entry(view, "&Larger text", "plus", QKeySequence.StandardKey.ZoomIn, lambda: self._zoom(1))
        self._entry(view, "S&maller text", "minus", QKeySequence.StandardKey.ZoomOut, lambda: self._zoom(-1))
        self._entry(view, "N&ormal text", "", "Ctrl+0", lambda: self._zoom(0))
        view.addSeparator()
        group = QActionGroup(self)
        for scheme, words in (
            (ColourScheme.SYSTEM, "Colours as the &system has them"),
            (ColourScheme.LIGHT, "L&ight"),
            (ColourScheme.DARK, "&Dark"),
        ):
            action = self._entry(view, words, "", "", lambda scheme=scheme: self.use_scheme(scheme))
            action.setCheckable(True)
            action.setChecked(scheme is self._preferences.colour_scheme())
            group.addAction(action)

    def _make_help_menu(self) -> None:
        helps = self._menu("&Help")
        self._entry(helps, "&Keys…", "", "F1", lambda: self._tell("Keys", _SHORTCUTS, fixed=True))
        self._entry(helps, "&What leaves this computer…", "shield", "", lambda: self._tell("Privacy", _PRIVACY))
        self._entry(helps, "Open the &log folder", "folder", "", self._open_logs)
        words = f"leaddesk {leaddesk.__version__}\n\nLook up, read and export leads. MIT license."
        self._entry(helps, "&About leaddesk…", "", "", lambda: self._tell("About leaddesk", words))

    def _menu(self, title: str) -> QMenu:
        return self.menuBar().addMenu(title)

    def _entry(
        self, menu: QMenu, words: str, icon_name: str, keys: QKeySequence.StandardKey | str, act: Callable[[], object]
    ) -> QAction:
        action = QAction(words, self)
        if icon_name:
            action.setIcon(icon(icon_name))
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: act())
        menu.addAction(action)
        return action

    def _match_actions(self) -> None:
        self.export_action.setEnabled(self.screen_.model.loaded_count > 0)

    def export_best(self) -> None:
        """Export the ticked records, or all when none is ticked."""
        selected = bool(self.screen_.model.selected_keys)
        self.open_export(ExportRange.SELECTED if selected else ExportRange.ALL)

    # Looks and words

    def use_scheme(self, scheme: ColourScheme) -> None:
        """Dress the window, now and at the next start."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_scheme(application, scheme)
        self._preferences.remember_colour_scheme(scheme)

    def _zoom(self, step: int) -> None:
        font = QApplication.font()
        points = self._normal_points if step == 0 else font.pointSizeF() + step
        font.setPointSizeF(max(7.0, min(24.0, points)))
        QApplication.setFont(font)

    def _tell(self, title: str, words: str, *, fixed: bool = False) -> None:
        box = message_box(self, title, words)
        if fixed:
            box.setStyleSheet("QLabel { font-family: monospace; }")
        box.open()

    def _open_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_folder)))

    def show_fault(self, error: Exception) -> None:
        """Show an error that nobody else showed."""
        self.screen_.show_error(error)

    def _on_task_failed(self, _name: str, error: Exception) -> None:
        self.show_fault(error)


def system_zone() -> tzinfo:
    """The person's own zone, by its name; UTC where the system does not tell."""
    name = QTimeZone.systemTimeZoneId().toStdString().removeprefix("Etc/")
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
