"""Which account, which search, and the searches saved under a name: stands above the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QGridLayout, QMenu, QToolButton, QWidget

from leaddesk.ui.accounts.account_combo import AccountCombo
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import message_box, plain_label, set_plain_tool_tip
from leaddesk.ui.widgets.quiet_wheel import quiet_wheels


@dataclass(frozen=True, slots=True)
class PickerItem:
    """Something to pick: its key and what is shown."""

    key: str
    title: str


class SearchPicker(QWidget):
    """Takes and gives keys and names only; fetches and keeps nothing.

    Signals:
        account_chosen(key), search_chosen(key): the person picked another one.
        accounts_wanted(): the list of accounts is to be opened.
        save_wanted(name): the form is to be kept under this name; one of that name is replaced.
        saved_opened(name), saved_renamed(old, new), saved_deleted(name): what to do with a saved search.
    """

    account_chosen = Signal(str)
    search_chosen = Signal(str)
    accounts_wanted = Signal()
    save_wanted = Signal(str)
    saved_opened = Signal(str)
    saved_renamed = Signal(str, str)
    saved_deleted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Starts empty."""
        super().__init__(parent)
        self._saved: tuple[str, ...] = ()
        self._current = ""
        self.account = AccountCombo()
        self.account.setAccessibleName("Account")
        self.search = _combo("Search")
        self.accounts_button = _button("accounts", "Accounts")
        self.accounts_button.clicked.connect(self.accounts_wanted)
        self.saved_button = _button("bookmark", "Saved searches")
        self.saved_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.saved_button)
        self.saved_button.setMenu(self.menu)
        self._arrange()
        self.account.activated.connect(lambda: self.account_chosen.emit(self.account_key))
        self.search.activated.connect(lambda: self.search_chosen.emit(self.search_key))
        quiet_wheels(self)
        self._fill_menu()

    @property
    def account_key(self) -> str:
        """The account picked, empty for none."""
        return str(self.account.currentData() or "")

    @property
    def search_key(self) -> str:
        """The search picked, empty for none."""
        return str(self.search.currentData() or "")

    def set_accounts(self, accounts: Sequence[PickerItem], chosen: str = "") -> None:
        """Show these accounts, the first one picked where `chosen` is not among them; emits nothing."""
        _fill(self.account, accounts, chosen)

    def set_searches(self, searches: Sequence[PickerItem], chosen: str = "") -> None:
        """Show the searches of the account's provider; emits nothing."""
        _fill(self.search, searches, chosen)

    def set_saved(self, names: Sequence[str], current: str = "") -> None:
        """Show the names of the saved searches; `current` is the one that the form was opened from."""
        self._saved, self._current = tuple(names), current
        self._fill_menu()

    def open_save_dialog(self) -> None:
        """Ask for the name under which the form is kept; also for the window's own menu."""
        from leaddesk.ui.widgets.name_dialog import NameDialog  # late: no window needs it to come up

        dialog = NameDialog(
            self,
            title="Save this search",
            label="Name",
            button="Save",
            name=self._current,
            taken=self._saved,
            replaces=True,
        )
        dialog.named.connect(self.save_wanted)
        dialog.open()

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 10, 12, 6)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        rows = (("Account", self.account, self.accounts_button), ("Search", self.search, self.saved_button))
        for row, (words, combo, button) in enumerate(rows):
            label = plain_label(words)
            label.setBuddy(combo)
            grid.addWidget(label, row, 0)
            grid.addWidget(combo, row, 1)
            grid.addWidget(button, row, 2)

    def _fill_menu(self) -> None:
        self.menu.clear()
        self.menu.addAction(icon("save"), "Save as …").triggered.connect(self.open_save_dialog)
        self.menu.addSeparator()
        for name in self._saved:
            action = _named_action(self.menu, name)
            action.setCheckable(True)
            action.setChecked(name == self._current)
            action.triggered.connect(lambda _checked=False, name=name: self.saved_opened.emit(name))
        if not self._saved:
            nothing = self.menu.addAction("No saved searches yet")
            nothing.setEnabled(False)
            return
        self.menu.addSeparator()
        rename = self.menu.addMenu(icon("pencil"), "Rename")
        delete = self.menu.addMenu(icon("delete"), "Delete")
        for name in self._saved:
            _named_action(rename, name).triggered.connect(lambda _checked=False, name=name: self._rename(name))
            _named_action(delete, name).triggered.connect(lambda _checked=False, name=name: self._delete(name))

    def _rename(self, name: str) -> None:
        from leaddesk.ui.widgets.name_dialog import NameDialog

        dialog = NameDialog(
            self,
            title="Rename a saved search",
            label="New name",
            button="Rename",
            name=name,
            taken=[other for other in self._saved if other != name],
        )
        dialog.named.connect(partial(self.saved_renamed.emit, name))
        dialog.open()

    def _delete(self, name: str) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = message_box(self, "Delete a saved search", f"Delete “{name}”?", "The leads are not touched.")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        delete = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        delete.clicked.connect(lambda: self.saved_deleted.emit(name))
        box.open()


def _combo(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(10)
    return combo


def _button(icon_name: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setAccessibleName(words)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    set_plain_tool_tip(button, words)
    return button


def _fill(combo: QComboBox, items: Sequence[PickerItem], chosen: str) -> None:
    with QSignalBlocker(combo):
        combo.clear()
        for item in items:
            combo.addItem(item.title, item.key)
        place = combo.findData(chosen)
        combo.setCurrentIndex(place if place >= 0 else 0 if items else -1)
    combo.setEnabled(bool(items))


def _named_action(menu: QMenu, name: str) -> QAction:
    """An action with a person's own words: `&` is no shortcut in them, a tab no second column."""
    return menu.addAction(name.replace("&", "&&").replace("\t", " "))
