"""The column chooser: find, show, order and freeze columns."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QStyle,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.domain.columns import Column, ColumnLayout
from leaddesk.domain.folded_text import fold
from leaddesk.ui.cell_text import one_line
from leaddesk.ui.results.action_button import make_action
from leaddesk.ui.results.column_layout import MOST_FROZEN, default_layout, keep_unknown, shown_columns
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import plain_label

_KEY_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_SEARCH_ROLE: Final = Qt.ItemDataRole.UserRole + 2
_ROW_PADDING_PIXELS: Final = 7


class _ColumnTree(QTreeWidget):
    """A list with clear edges around its tick boxes: the stock ones can hardly be seen on dark ground."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        index = self.indexAt(QPoint(0, 0))
        while index.isValid() and self.visualRect(index).top() < self.viewport().height():
            option.rect = self.visualRect(index)
            box = self.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, self)
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            index = self.indexBelow(index)
        painter.end()


class ColumnChooser(QDialog):
    """Lists all columns, the shown ones first and in their order. Show it with `open()`; it deletes itself.

    Signals:
        layout_chosen(ColumnLayout): OK or Apply. Columns of the layout that are not listed here are kept in it.
    """

    layout_chosen = Signal(object)

    def __init__(self, columns: tuple[Column, ...], layout: ColumnLayout, parent: QWidget | None = None) -> None:
        """`columns` are all there are, `layout` is the present choice."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Columns")
        self.resize(620, 600)
        self._columns = columns
        self._earlier = layout
        self._widths = dict(layout.widths)
        self._search = QLineEdit(self)
        self._tree = _ColumnTree(self)
        self._count = plain_label(parent=self)
        self._frozen = QSpinBox(self)
        self._show_all = self._button("Show all", "eye", self._tick_listed)
        self._hide_all = self._button("Hide all", "eye-off", self._untick_listed)
        self._up = self._button("Move up", "arrow-up", lambda: self._move(-1))
        self._down = self._button("Move down", "arrow-down", lambda: self._move(1))
        self._reset = self._button("Reset to default", "undo", self._on_reset)
        self._box = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok
            | QDialogButtonBox.StandardButton.Apply
            | QDialogButtonBox.StandardButton.Cancel,
            self,
        )
        self._dress()
        self._arrange()
        self._connect()
        self._fill(layout)
        self._search.setFocus()

    def _button(self, words: str, icon_name: str, slot: object) -> QPushButton:
        button = QPushButton(icon(icon_name), words, self)
        button.setAutoDefault(False)
        button.setAccessibleName(words)
        button.clicked.connect(slot)
        return button

    def _dress(self) -> None:
        self._search.setPlaceholderText("Find a column")
        self._search.setClearButtonEnabled(True)
        self._search.setAccessibleName("Find a column")
        self._tree.setAccessibleName("Columns")
        self._tree.setHeaderLabels(["Column", "The provider's name"])
        self._tree.setColumnWidth(0, 250)
        self._tree.setRootIsDecorated(False)
        self._tree.setUniformRowHeights(True)
        self._tree.setAlternatingRowColors(True)
        self._tree.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._tree.setDefaultDropAction(Qt.DropAction.MoveAction)
        self._tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._frozen.setRange(0, MOST_FROZEN)
        self._frozen.setAccessibleName("Columns that stay at the left")
        for button, keys in ((self._up, "Alt+Up"), (self._down, "Alt+Down")):
            action = make_action(self, button.text(), "", QKeySequence(keys))
            action.triggered.connect(button.click)
            self.addAction(action)

    def _arrange(self) -> None:
        side = QVBoxLayout()
        for button in (self._up, self._down):
            side.addWidget(button)
        side.addSpacing(12)
        for button in (self._show_all, self._hide_all):
            side.addWidget(button)
        side.addStretch(1)
        side.addWidget(self._reset)
        frozen_label = plain_label("Columns that &stay at the left:", self)
        frozen_label.setBuddy(self._frozen)
        below = QHBoxLayout()
        below.addWidget(frozen_label)
        below.addWidget(self._frozen)
        below.addStretch(1)
        below.addWidget(self._count)
        grid = QGridLayout(self)
        grid.addWidget(self._search, 0, 0)
        grid.addWidget(self._tree, 1, 0)
        grid.addLayout(side, 1, 1)
        grid.addLayout(below, 2, 0)
        grid.addWidget(self._box, 3, 0, 1, 2)

    def _connect(self) -> None:
        self._search.textChanged.connect(self._on_search)
        self._tree.itemChanged.connect(self._tell_count)
        self._tree.currentItemChanged.connect(self._enable_moves)
        self._tree.model().rowsInserted.connect(self._enable_moves)
        self._box.accepted.connect(self._on_ok)
        self._box.rejected.connect(self.reject)
        self._box.button(QDialogButtonBox.StandardButton.Apply).clicked.connect(self._apply)

    def _fill(self, layout: ColumnLayout) -> None:
        shown = shown_columns(layout, self._columns)
        keys = {column.key for column in shown}
        self._tree.clear()
        for column in (*shown, *(column for column in self._columns if column.key not in keys)):
            self._tree.addTopLevelItem(self._item(column, ticked=column.key in keys))
        self._frozen.setValue(layout.frozen)
        self._on_search()
        self._enable_moves()

    def _item(self, column: Column, *, ticked: bool) -> QTreeWidgetItem:
        item = QTreeWidgetItem([one_line(column.title), one_line(column.key)])
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemIsDragEnabled
        )
        item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        item.setForeground(1, QGuiApplication.palette().placeholderText())
        item.setSizeHint(0, QSize(0, self.fontMetrics().height() + _ROW_PADDING_PIXELS))
        item.setData(0, _KEY_ROLE, column.key)
        item.setData(0, _SEARCH_ROLE, fold(f"{column.title}\n{column.key}"))
        return item

    # The choice

    def chosen_layout(self) -> ColumnLayout:
        """What is ticked, from top to bottom."""
        shown = tuple(str(item.data(0, _KEY_ROLE)) for item in self._items() if _is_ticked(item))
        return keep_unknown(ColumnLayout(shown, self._widths, self._frozen.value()), self._earlier, self._columns)

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self._tree.topLevelItem(row) for row in range(self._tree.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _tell_count(self) -> None:
        ticked = sum(_is_ticked(item) for item in self._items())
        words = f"{ticked:,} of {len(self._columns):,} columns shown" if ticked else "Tick at least one column"
        self._count.setText(words)
        for which in (QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Apply):
            self._box.button(which).setEnabled(ticked > 0)

    def _apply(self) -> None:
        self._earlier = self.chosen_layout()
        self.layout_chosen.emit(self._earlier)

    def _on_ok(self) -> None:
        self._apply()
        self.accept()

    def _on_reset(self) -> None:
        self._widths = {}
        self._search.clear()
        self._fill(default_layout(self._columns))

    # The list

    def _on_search(self) -> None:
        wanted = fold(self._search.text().strip())
        for item in self._items():
            item.setHidden(wanted not in str(item.data(0, _SEARCH_ROLE)))
        self._show_all.setText("Show these" if wanted else "Show all")
        self._hide_all.setText("Hide these" if wanted else "Hide all")
        current = self._tree.currentItem()
        listed = [item for item in self._items() if not item.isHidden()]
        if listed and current not in listed:
            self._tree.setCurrentItem(listed[0])
        self._tell_count()
        self._enable_moves()

    def _tick_listed(self) -> None:
        self._set_listed(Qt.CheckState.Checked)

    def _untick_listed(self) -> None:
        self._set_listed(Qt.CheckState.Unchecked)

    def _set_listed(self, state: Qt.CheckState) -> None:
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(0, state)

    def _neighbour(self, step: int) -> int | None:
        """The row of the next listed column above (-1) or below (1) the current one."""
        row = self._tree.currentIndex().row() + step
        items = self._items()
        while 0 <= row < len(items):
            if not items[row].isHidden():
                return row
            row += step
        return None

    def _move(self, step: int) -> None:
        to = self._neighbour(step)
        item = None if to is None else self._tree.takeTopLevelItem(self._tree.currentIndex().row())
        if to is None or item is None:
            return
        self._tree.insertTopLevelItem(to, item)
        self._tree.setCurrentItem(item)
        self._enable_moves()

    def _enable_moves(self) -> None:
        has_current = self._tree.currentIndex().isValid()
        self._up.setEnabled(has_current and self._neighbour(-1) is not None)
        self._down.setEnabled(has_current and self._neighbour(1) is not None)


def _is_ticked(item: QTreeWidgetItem) -> bool:
    return item.checkState(0) is Qt.CheckState.Checked
