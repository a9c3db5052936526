"""The menus of the main window: every command with its shortcut, greyed while it can do nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QActionGroup, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QMenu

import leaddesk
from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import message_box

if TYPE_CHECKING:
    from leaddesk.ui.main_window import MainWindow

Keys = QKeySequence.StandardKey | str

_SHORTCUTS = """\
Look a person up; earlier ones    Ctrl+K; Up, Down
Why an account answers so         Enter on its name
Search                            Ctrl+Enter
Ask again                         F5
Stop waiting                      Esc
Narrow the loaded rows            Ctrl+F
Choose columns                    Ctrl+Shift+L
Next, previous page               Alt+PgDn, Alt+PgUp
First, last page; go to page      Alt+Home, Alt+End; Ctrl+G
Load everything, not only a page  Ctrl+L
Tick the row; tick all rows       Space; Ctrl+A
Open the record                   Enter
Next, previous record in the pane Alt+Down, Alt+Up
Tabs of the record                Ctrl+1 … Ctrl+9
Back to the table, to the search  Esc
Copy; copy with headings          Ctrl+C; Ctrl+Shift+C
Export; export all                Ctrl+E; Ctrl+Shift+E
Save the search                   Ctrl+S
Accounts                          Ctrl+Shift+P
Larger, smaller, normal text      Ctrl++, Ctrl+-, Ctrl+0"""

_PRIVACY = (
    "Your searches and your key go to the servers named in the account, and nowhere else. leaddesk only reads.\n\n"
    "There is no telemetry, no update check and no crash report. Secrets are kept in the keyring of this computer; "
    "leads are kept nowhere, unless you export them."
)


class WindowMenus:
    """Fills the menus of the window's frame.

    Attributes:
        export_action: exports the ticked records, or all when none is ticked.
        stop_action: stops what is being waited for; enabled only while something is, so that Esc is free otherwise.
    """

    def __init__(self, window: MainWindow, log_folder: Path, scheme: ColourScheme) -> None:
        """`scheme` is the one in use."""
        self._window = window
        self._screen = window.screen_
        self._log_folder = log_folder
        self._needing_search: list[QAction] = []
        self._needing_rows: list[QAction] = []
        self._of_results = QActionGroup(window)
        self._of_results.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._is_searching = False
        self._make_file_menu()
        self._make_edit_menu()
        self._make_search_menu()
        self._make_accounts_menu()
        self._make_view_menu(scheme)
        self._make_help_menu()
        self._screen.counts_changed.connect(self.match)
        self._screen.waiting_changed.connect(self._on_search_waiting)
        self.match()

    def _on_search_waiting(self, waiting: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._is_searching = waiting
        self.match_stop()

    def match_stop(self) -> None:
        """Something can be stopped when what is in view waits for an answer."""
        look_up = self._window.look_up_in_view
        self.stop_action.setEnabled(self._is_searching if look_up is None else look_up.is_waiting)

    def match(self) -> None:
        """Enable what can be done now. What belongs to the search does nothing while a look-up is in view."""
        screen, look_up = self._screen, self._window.look_up_in_view
        self._of_results.setEnabled(look_up is None)
        rows = screen.model.loaded_count > 0
        for action in self._needing_search:
            action.setEnabled(screen.spec is not None)
        for action in self._needing_rows:
            action.setEnabled(rows)
        self._change_account.setEnabled(screen.account is not None)
        self._again.setEnabled(screen.spec is not None if look_up is None else True)
        self._look_up.setEnabled(self._window.has_accounts)
        self._back.setEnabled(look_up is not None)
        self.match_stop()

    def _make_file_menu(self) -> None:
        window, bar = self._window, self._screen.bar
        file = self._menu("&File")
        self.export_action = self._entry(file, "&Export…", "export", "Ctrl+E", window.export_best)
        self._needing_rows.append(self.export_action)
        for action in (bar.export_selected_action, bar.export_page_action, bar.export_all_action):
            file.addAction(action)
        self._belongs_to_results(*file.actions())
        file.addSeparator()
        self._entry(file, "&Quit", "", QKeySequence.StandardKey.Quit, window.close)

    def _make_edit_menu(self) -> None:
        edit = self._menu("&Edit")
        table = self._screen.table
        for action in (table.copy_action, table.copy_with_headings_action):
            edit.addAction(action)
        edit.addSeparator()
        for action in (table.select_all_action, table.clear_selection_action):
            edit.addAction(action)
        edit.addSeparator()
        edit.addAction(self._screen.bar.narrow_action)
        self._belongs_to_results(*edit.actions())

    def _belongs_to_results(self, *actions: QAction) -> None:
        """A group that is switched off holds back what switches its actions on."""
        for action in actions:
            if not action.isSeparator():
                self._of_results.addAction(action)

    def _make_search_menu(self) -> None:
        screen, window = self._screen, self._window
        menu = self._menu("&Search")
        self._look_up = self._entry(menu, "&Look up a person…", "account", "Ctrl+K", window.look_up.take_keyboard)
        self._back = self._entry(menu, "&Back to the search", "left", "", window.show_search)
        menu.addSeparator()
        search = self._entry(menu, "&Search", "search", "", screen.form.submit)
        self._again = self._entry(menu, "&Ask again", "refresh", "F5", window.ask_again)
        self.stop_action = self._entry(menu, "S&top waiting", "stop", "Esc", window.stop_waiting)
        self.stop_action.setEnabled(False)
        menu.addSeparator()
        reset = self._entry(menu, "&Reset the form", "undo", "", screen.form.reset)
        save = self._entry(menu, "Sa&ve as…", "save", QKeySequence.StandardKey.Save, screen.picker.open_save_dialog)
        self._needing_search += [search, reset, save]
        self._belongs_to_results(search, reset, save)
        self._give_keys_outside_the_form(search)

    def _give_keys_outside_the_form(self, search: QAction) -> None:
        """The form has these keys itself; two owners in one place would make them mean nothing."""
        search.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        search.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        screen = self._screen
        for part in (screen.picker, screen.notice, screen.bar, screen.table, screen.pages, screen.pane):
            part.addAction(search)

    def _make_accounts_menu(self) -> None:
        window = self._window
        accounts = self._menu("&Accounts")
        self._entry(accounts, "&Add account…", "plus", "", window.account_flow.add)
        self._change_account = self._entry(accounts, "&Change this account…", "pencil", "", window.mend_account)
        self._belongs_to_results(self._change_account)
        self._entry(accounts, "A&ll accounts…", "accounts", "Ctrl+Shift+P", window.account_flow.open_list)

    def _make_view_menu(self, scheme: ColourScheme) -> None:
        screen, window = self._screen, self._window
        view = self._menu("&View")
        view.addAction(screen.table.columns_action)
        view.addAction(screen.table.column_menu_action)
        view.addSeparator()
        pages = screen.pages
        for action in (
            pages.first_action, pages.previous_action, pages.next_action, pages.last_action, pages.go_to_page_action,
            pages.load_all_action,
        ):  # fmt: skip
            view.addAction(action)
        view.addSeparator()
        for words, name, act in (
            ("&Open the record", "open", screen.pane.focus_record),
            ("Ne&xt record", "arrow-down", screen.next_record),
            ("Pre&vious record", "arrow-up", screen.previous_record),
        ):
            self._needing_rows.append(self._entry(view, words, name, "", act))
        self._belongs_to_results(*view.actions())
        view.addSeparator()
        self._entry(view, "La&rger text", "plus", QKeySequence.StandardKey.ZoomIn, lambda: window.zoom(1))
        self._entry(view, "&Smaller text", "minus", QKeySequence.StandardKey.ZoomOut, lambda: window.zoom(-1))
        self._entry(view, "Norm&al text", "", "Ctrl+0", lambda: window.zoom(0))
        view.addSeparator()
        self._add_schemes(view, scheme)

    def _add_schemes(self, view: QMenu, in_use: ColourScheme) -> None:
        group = QActionGroup(self._window)
        for scheme, words in (
            (ColourScheme.SYSTEM, "Colours as the s&ystem has them"),
            (ColourScheme.LIGHT, "L&ight"),
            (ColourScheme.DARK, "&Dark"),
        ):
            action = self._entry(view, words, "", "", lambda scheme=scheme: self._window.use_scheme(scheme))
            action.setCheckable(True)
            action.setChecked(scheme is in_use)
            group.addAction(action)

    def _make_help_menu(self) -> None:
        helps = self._menu("&Help")
        self._entry(helps, "&Keys…", "", "F1", lambda: self._tell("Keys", _SHORTCUTS, fixed=True))
        self._entry(helps, "&What leaves this computer…", "shield", "", lambda: self._tell("Privacy", _PRIVACY))
        self._entry(helps, "Open the &log folder", "folder", "", self._open_logs)
        words = f"leaddesk {leaddesk.__version__}\n\nLook up, read and export leads. MIT license."
        self._entry(helps, "&About leaddesk…", "", "", lambda: self._tell("About leaddesk", words))

    def _menu(self, title: str) -> QMenu:
        return self._window.menus_by_title[title]

    def _entry(self, menu: QMenu, words: str, icon_name: str, keys: Keys, act: Callable[[], object]) -> QAction:
        action = QAction(words, self._window)
        if icon_name:
            action.setIcon(icon(icon_name))
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: act())
        menu.addAction(action)
        return action

    def _tell(self, title: str, words: str, *, fixed: bool = False) -> None:
        box = message_box(self._window, title, words)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if fixed:
            box.setStyleSheet("QLabel { font-family: monospace; }")
        box.open()

    def _open_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log_folder)))
