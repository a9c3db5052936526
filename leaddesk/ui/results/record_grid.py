"""The grid of records: one table, and a second one laid over its left edge that shows the frozen columns.

Both show the same model and share one current cell. The table below has the keyboard focus and all the
columns; the one above shows only the first few of them, does not scroll sideways and takes mouse clicks.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QWidget,
)

from leaddesk.ui.results.calm_table import CalmTable
from leaddesk.ui.results.cell_roles import Role
from leaddesk.ui.results.frozen_columns import FrozenColumns
from leaddesk.ui.results.record_table_model import TICK_COLUMN, RecordTableModel
from leaddesk.ui.results.tick_gestures import TickGestures

_MOST_FROZEN_SHARE: Final = 0.7
_CURRENT_ROW: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class RecordGrid(CalmTable):
    """The table with its frozen columns; turns keys and clicks into steps and ticks (see RecordTableView).

    Signals:
        record_activated(Record): Enter or a double click.
    """

    record_activated = Signal(object)
    _is_ready = False  # of the class: Qt calls overridden methods before a grid has its fields

    def __init__(self, model: RecordTableModel, parent: QWidget | None = None) -> None:
        """`model` brings the rows; one column is frozen besides the ticks until `set_frozen`."""
        super().__init__(parent)
        self._model = model
        self._gestures = TickGestures(model)
        self._wanted_frozen = 1
        self._mirroring = False
        self.set_up(model)
        self.frozen = FrozenColumns(self, model)
        self.setAccessibleName("Results")
        for table in (self, self.frozen):
            table.cell_pressed.connect(self._on_cell_pressed)
            table.cell_double_clicked.connect(self._on_double_clicked)
        self._keep_in_step()
        self._is_ready = True
        self.place_frozen()

    def _keep_in_step(self) -> None:
        mine, theirs = self.verticalScrollBar(), self.frozen.verticalScrollBar()
        mine.valueChanged.connect(theirs.setValue)
        theirs.valueChanged.connect(mine.setValue)
        theirs.rangeChanged.connect(lambda: theirs.setValue(mine.value()))
        self.heading.sectionResized.connect(self._on_section_resized)
        self.frozen.heading.sectionResized.connect(self._on_frozen_section_resized)

    # Frozen columns

    @property
    def frozen_width(self) -> int:
        """Pixels covered at the left."""
        return sum(self.columnWidth(column) for column in range(self._frozen_count()))

    @property
    def is_mirroring(self) -> bool:
        """The frozen columns are just taking their widths from the others; nobody resized anything."""
        return self._mirroring

    def set_frozen(self, count: int) -> None:
        """Keep the ticks and this many columns in view."""
        self._wanted_frozen = count
        self.place_frozen()

    def _frozen_count(self) -> int:
        """Columns frozen now, the ticks included: as many as wanted, while they leave room for the others."""
        most = int(self.viewport().width() * _MOST_FROZEN_SHARE)
        count = width = 0
        for column in range(min(self._wanted_frozen + 1, self._model.columnCount())):
            width += self.columnWidth(column)
            if column > 0 and width > most:
                break
            count += 1
        return count

    def place_frozen(self) -> None:
        """Lay the frozen columns over the left edge, with the same widths."""
        self._mirroring = True
        count = self._frozen_count()
        for column in range(self._model.columnCount()):
            self.frozen.setColumnHidden(column, column >= count)
            if column < count:
                self.frozen.setColumnWidth(column, self.columnWidth(column))
        self._mirroring = False
        self.frozen.heading.setFixedHeight(self.heading.height())
        height = self.heading.height() + self.viewport().height()
        self.frozen.setGeometry(QRect(self.frameWidth(), self.frameWidth(), self.frozen_width, height))
        self.frozen.setVisible(count > 0)

    def updateGeometries(self) -> None:
        """Also place the frozen columns anew."""
        super().updateGeometries()
        if self._is_ready:
            self.place_frozen()

    def _on_section_resized(self, section: int, _old: int, _new: int) -> None:
        if not self._mirroring and section < self._frozen_count() + 1:
            self.place_frozen()

    def _on_frozen_section_resized(self, section: int, _old: int, new: int) -> None:
        if not self._mirroring and new > 0:
            self.setColumnWidth(section, new)

    def changeEvent(self, event: QEvent) -> None:
        """Rows follow the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._is_ready:
            self.fit_row_height()
            self.frozen.fit_row_height()
            self.place_frozen()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into view, beside the frozen columns and not below them."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if not self._is_ready:
            return
        if index.column() < self._frozen_count():
            bar.setValue(before)
            return
        hidden = self.frozen_width - self.visualRect(index).left()
        if hidden > 0:
            bar.setValue(bar.value() - hidden)

    # Keys and clicks

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one and bring it into view."""
        self.mark_current(row, column)
        self.scrollTo(self._model.index(row, column))

    def mark_current(self, row: int, column: int) -> None:
        """Make a cell the current one, wherever it is: nothing scrolls."""
        self.setAutoScroll(False)
        self.selectionModel().setCurrentIndex(self._model.index(row, column), _CURRENT_ROW)
        self.setAutoScroll(True)
        self._gestures.step_to(row)

    def _on_cell_pressed(self, index: QModelIndex, modifiers: Qt.KeyboardModifier) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        row = index.row()
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._gestures.extend_to(row)
        elif index.column() == TICK_COLUMN or modifiers & Qt.KeyboardModifier.ControlModifier:
            self._gestures.toggle(row)
        else:
            self._gestures.step_to(row)
        self.selectionModel().setCurrentIndex(self._model.index(row, index.column()), _CURRENT_ROW)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.record_activated.emit(index.data(Role.RECORD))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first row the current one here without highlighting it; both go together."""
        super().focusInEvent(event)
        current = self.currentIndex()
        if current.isValid() and not self.selectionModel().isSelected(current):
            self.go_to(current.row(), max(TICK_COLUMN + 1, current.column()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter opens, Shift with a step ticks the rows passed; all else is the stock table's."""
        current = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and current.isValid():
            self._gestures.toggle(current.row())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self.record_activated.emit(current.data(Role.RECORD))
            return
        if event.matches(QKeySequence.StandardKey.SelectAll) or event.matches(QKeySequence.StandardKey.Copy):
            event.ignore()  # actions of the view around this one
            return
        super().keyPressEvent(event)
        self._follow_step(current.row(), ticking=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _follow_step(self, row_before: int, *, ticking: bool) -> None:
        row = self.currentIndex().row()
        if row < 0 or row == row_before:
            return
        if ticking and row_before >= 0:
            if not self._gestures.has_anchor:
                self._gestures.step_to(row_before)
            self._gestures.extend_to(row)
        else:
            self._gestures.step_to(row)
