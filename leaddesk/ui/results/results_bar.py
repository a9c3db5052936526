"""The bar above the table: narrowing, columns, copying, export."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from leaddesk.domain.page import Total
from leaddesk.ui.results.action_button import button_for, make_action
from leaddesk.ui.results.page_words import export_all_text
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import plain_label, set_plain_tool_tip


class ExportRange(StrEnum):
    """Which records are to be exported."""

    SELECTED = "selected"
    PAGE = "page"
    ALL = "all"


class _NarrowBox(QLineEdit):
    """A search box over the loaded rows; Escape empties it, Enter and Down go to the table."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Narrow the loaded rows")
        self.setClearButtonEnabled(True)
        self.setAccessibleName("Narrow the loaded rows")
        self.tell_whether_whole(is_whole=False)
        self.addAction(icon("filter"), QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(200)
        self.setMaximumWidth(320)

    def tell_whether_whole(self, *, is_whole: bool) -> None:
        """What is searched: one page, or everything that is loaded."""
        where = "All loaded rows are searched." if is_whole else "Other pages are not searched."
        set_plain_tool_tip(self, f"Show only the loaded rows that hold this text in a shown column (Ctrl+F)\n{where}")

    def event(self, event: QEvent) -> bool:
        """With a text in the box Escape is its own, also while something could be stopped by that key."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if event.type() is QEvent.Type.ShortcutOverride and is_escape and self.text():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ResultsBar(QWidget):
    """Narrowing box, and the buttons for columns, copying and export.

    Signals:
        narrow_changed(str): at each key.
        narrow_left(): Enter or Down in the box: the table wants the focus.
        columns_requested().
        copy_requested(bool): with headings or without.
        export_requested(ExportRange).
    """

    narrow_changed = Signal(str)
    narrow_left = Signal()
    columns_requested = Signal()
    copy_requested = Signal(bool)
    export_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing to export until `show_counts`."""
        super().__init__(parent)
        self._selected = 0
        self._narrow = _NarrowBox(self)
        self._count = plain_label(parent=self)
        self.narrow_action = make_action(self, "&Narrow the loaded rows", "filter", "Ctrl+F")
        self.addAction(self.narrow_action)
        self.export_selected_action = self._export_action("Export selected…", "", ExportRange.SELECTED)
        self.export_page_action = self._export_action("Export this page…", "", ExportRange.PAGE)
        self.export_all_action = self._export_action("Export all…", "Ctrl+Shift+E", ExportRange.ALL)
        self._columns = make_action(self, "Columns…", "columns")
        self._copy = make_action(self, "Copy", "copy")
        self._copy_menu = QMenu(self)
        self._export = QToolButton(self)
        self._arrange()
        self._connect()
        self.show_counts(0, 0, Total.unknown())

    def _export_action(self, words: str, keys: str, scope: ExportRange) -> QAction:
        action = make_action(self, words, "export", keys)
        action.triggered.connect(lambda: self.export_requested.emit(scope))
        self.addAction(action)
        return action

    def _arrange(self) -> None:
        self._count.setProperty("role", "muted")
        self._count.setAccessibleName("Rows shown after narrowing")
        copy = button_for(self._copy, self, with_text=True)
        without = self._copy_menu.addAction("Copy &rows")
        without.triggered.connect(lambda: self.copy_requested.emit(False))  # noqa: FBT003 - a signal's argument
        with_headings = self._copy_menu.addAction("Copy rows with &headings")
        with_headings.triggered.connect(lambda: self.copy_requested.emit(True))  # noqa: FBT003 - a signal's argument
        copy.setMenu(self._copy_menu)
        copy.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._dress_export()
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(6)
        row.addWidget(self._narrow, 1)
        row.addWidget(self._count)
        row.addStretch(1)
        row.addWidget(button_for(self._columns, self, with_text=True))
        row.addWidget(copy)
        row.addWidget(self._export)

    def _dress_export(self) -> None:
        menu = QMenu(self)
        menu.addActions([self.export_selected_action, self.export_page_action, self.export_all_action])
        self._export.setIcon(icon("export"))
        self._export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._export.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._export.setMenu(menu)
        self._export.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _connect(self) -> None:
        self.narrow_action.triggered.connect(self._focus_narrow)
        self._narrow.textChanged.connect(self.narrow_changed)
        self._narrow.left.connect(self.narrow_left)
        self._columns.triggered.connect(self.columns_requested)
        self._copy.triggered.connect(lambda: self.copy_requested.emit(False))  # noqa: FBT003 - a signal's argument
        self._export.clicked.connect(self._on_export)

    def _focus_narrow(self) -> None:
        self._narrow.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._narrow.selectAll()

    def _on_export(self) -> None:
        self.export_requested.emit(ExportRange.SELECTED if self._selected else ExportRange.ALL)

    # What is shown

    def show_counts(self, selected: int, page_rows: int, total: Total, *, is_whole: bool = False) -> None:
        """Put the numbers on the buttons: ticked records, rows of this page, and the total.

        With `is_whole` the table shows no page: `page_rows` are those that it shows of the whole result.
        """
        self._selected = selected
        self._narrow.tell_whether_whole(is_whole=is_whole)
        self.export_selected_action.setText(f"Export {selected:,} selected…")
        self.export_selected_action.setEnabled(selected > 0)
        self.export_page_action.setText(f"Export {'what is shown' if is_whole else 'this page'}, {page_rows:,}…")
        self.export_page_action.setEnabled(page_rows > 0)
        self.export_all_action.setText(export_all_text(total))
        self.export_all_action.setEnabled(is_whole or page_rows > 0)
        self._copy.setEnabled(selected > 0 or page_rows > 0)
        words = self.export_selected_action.text() if selected else self.export_all_action.text()
        self._export.setText(words)
        self._export.setAccessibleName(words.removesuffix("…"))
        set_plain_tool_tip(self._export, f"{words.removesuffix('…')} into a spreadsheet or another file")
        self._export.setEnabled(is_whole or selected > 0 or page_rows > 0)

    def show_narrowed(self, shown: int, loaded: int) -> None:
        """`12 of 100 shown` while the box narrows; nothing otherwise."""
        self._count.setText(f"{shown:,} of {loaded:,} shown" if self.narrowing else "")

    @property
    def narrowing(self) -> str:
        """What is typed, without blanks at both ends."""
        return self._narrow.text().strip()

    def clear_narrowing(self) -> None:
        """Empty the box; `narrow_changed` tells."""
        self._narrow.clear()
