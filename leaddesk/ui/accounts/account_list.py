"""The list of accounts, with everything that can be done to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QMessageBox,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.name_dialog import NameDialog
from leaddesk.ui.widgets.plain_label import message_box, muted_label

_EMPTY_WORDS = "No accounts yet. Add one to look up its leads."


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as it is listed. `is_good` is None while it was not tried."""

    id: str
    name: str
    provider_title: str
    state: str = ""
    is_good: bool | None = None


class AccountList(QDialog):
    """Non-modal; show it with `show()` or `open()`. It changes nothing itself: call `set_accounts` afterwards.

    Signals carry the account's id: `add_wanted()`, `edit_wanted(id)`, `rename_wanted(id, new_name)`,
    `test_wanted(id)`, `remove_wanted(id)` (asked for and confirmed).
    """

    add_wanted = Signal()
    edit_wanted = Signal(str)
    rename_wanted = Signal(str, str)
    test_wanted = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Starts empty."""
        super().__init__(parent)
        self.setWindowTitle("Accounts")
        self._rows: tuple[AccountRow, ...] = ()
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels(["Name", "Provider", "State"])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName("Accounts")
        header = self.tree.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.resizeSection(0, 170)
        header.resizeSection(1, 110)
        self._empty = muted_label(_EMPTY_WORDS)
        self.add_button = QPushButton(icon("plus"), "Add …")
        self.edit_button = QPushButton(icon("pencil"), "Change …")
        self.rename_button = QPushButton("Rename …")
        self.test_button = QPushButton(icon("refresh"), "Test")
        self.remove_button = QPushButton(icon("delete"), "Remove …")
        self.close_button = QPushButton("Close")
        self._arrange()
        self._connect()
        self.set_accounts(())

    @property
    def chosen(self) -> AccountRow | None:
        """The selected account."""
        item = self.tree.currentItem()
        place = self.tree.indexOfTopLevelItem(item) if item is not None else -1  # pyright: ignore[reportUnnecessaryComparison]
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def set_accounts(self, rows: Sequence[AccountRow]) -> None:
        """Show these accounts; the selected one stays selected."""
        former = self.chosen
        self._rows = tuple(rows)
        self.tree.clear()
        items = [_item(row) for row in self._rows]
        self.tree.addTopLevelItems(items)
        ids = [row.id for row in self._rows]
        place = ids.index(former.id) if former is not None and former.id in ids else 0
        if items:
            self.tree.setCurrentItem(items[place])
        self._empty.setVisible(not self._rows)
        self._show_enabled()

    def _arrange(self) -> None:
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        for button in self._buttons():
            button.setAutoDefault(False)
            buttons.addWidget(button)
        buttons.addStretch()
        self.close_button.setAutoDefault(False)
        buttons.addWidget(self.close_button)
        left = QVBoxLayout()
        left.addWidget(self.tree, 1)
        left.addWidget(self._empty)
        layout = QHBoxLayout(self)
        layout.setSpacing(12)
        layout.addLayout(left, 1)
        layout.addLayout(buttons)
        self.resize(640, 340)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.add_button, self.edit_button, self.rename_button, self.test_button, self.remove_button)

    def _connect(self) -> None:
        self.tree.currentItemChanged.connect(self._show_enabled)
        self.tree.itemActivated.connect(self._edit)
        self.add_button.clicked.connect(self.add_wanted)
        self.edit_button.clicked.connect(self._edit)
        self.rename_button.clicked.connect(self._rename)
        self.test_button.clicked.connect(self._test)
        self.remove_button.clicked.connect(self._remove)
        self.close_button.clicked.connect(self.close)
        for keys, slot in ((Qt.Key.Key_F2, self._rename), (Qt.Key.Key_Delete, self._remove)):
            shortcut = QShortcut(QKeySequence(keys), self.tree)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)

    def _show_enabled(self) -> None:
        for button in self._buttons()[1:]:
            button.setEnabled(self.chosen is not None)

    def _edit(self) -> None:
        if self.chosen is not None:
            self.edit_wanted.emit(self.chosen.id)

    def _test(self) -> None:
        if self.chosen is not None:
            self.test_wanted.emit(self.chosen.id)

    def _rename(self) -> None:
        row = self.chosen
        if row is None:
            return
        others = [other.name for other in self._rows if other.id != row.id]
        dialog = NameDialog(
            self, title="Rename the account", label="New name", button="Rename", name=row.name, taken=others
        )
        dialog.named.connect(partial(self.rename_wanted.emit, row.id))
        dialog.open()

    def _remove(self) -> None:
        row = self.chosen
        if row is None:
            return
        box = message_box(
            self,
            "Remove the account",
            f"Remove the account “{row.name}”?",
            "Its secrets are deleted from the keyring. The leads at the provider are not touched.",
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        remove = box.addButton("Remove", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        remove.clicked.connect(lambda: self.remove_wanted.emit(row.id))
        box.open()


def _item(row: AccountRow) -> QTreeWidgetItem:
    item = QTreeWidgetItem([row.name, row.provider_title, row.state])
    if row.is_good is not None:
        role = QPalette.ColorRole.Link if row.is_good else QPalette.ColorRole.BrightText
        item.setIcon(2, icon("check" if row.is_good else "error", role))
    return item
