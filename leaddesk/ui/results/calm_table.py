"""What the two tables that make up the grid have in common: looks, mouse, tool tips, the mark of the current cell."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip

from leaddesk.ui.results.cell_roles import Role
from leaddesk.ui.results.column_header import ColumnHeader
from leaddesk.ui.results.kept_pictures import LOOKS
from leaddesk.ui.results.record_table_model import TICK_COLUMN, RecordTableModel
from leaddesk.ui.results.row_painter import TEXT_MARGIN_PIXELS, RowPainter

_ROW_PADDING_PIXELS: Final = 9


class CalmTable(QTableView):
    """What the two tables have in common: looks, mouse, tool tips, the mark of the current cell.

    Signals:
        cell_pressed(QModelIndex, Qt.KeyboardModifier), cell_double_clicked(QModelIndex): left button.
    """

    cell_pressed = Signal(object, object)
    cell_double_clicked = Signal(object)

    heading: ColumnHeader

    def set_up(self, model: RecordTableModel) -> None:
        """Dress the table; Qt calls overridden methods meanwhile, so the fields of subclasses come first."""
        self._painter = RowPainter(self, model)
        self.heading = ColumnHeader(model.shown_tick_state, self)
        self.setHorizontalHeader(self.heading)
        self.heading.setSortIndicatorShown(True)  # only now: the table turns it off when it takes a header
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.fit_row_height()

    def fit_row_height(self) -> None:
        """One line of text and a little air."""
        height = self.fontMetrics().height() + _ROW_PADDING_PIXELS
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def has_keyboard(self) -> bool:
        """Whether the current cell is to be marked."""
        return self.hasFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The left button is given to the grid; the others do what they always do."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        elif index.isValid():
            self.cell_pressed.emit(index, event.modifiers())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging over rows chooses nothing."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press has done all there is to do."""
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the ticks a quick second click is a click."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        if index.column() == TICK_COLUMN:
            self.cell_pressed.emit(index, event.modifiers())
        else:
            self.cell_double_clicked.emit(index)

    def viewportEvent(self, event: QEvent) -> bool:
        """A tool tip only where the cell does not show the whole truth by itself."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and not self._needs_tip(event.pos()):
            QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def _needs_tip(self, place: QPoint) -> bool:
        index = self.indexAt(place)
        shown = index.data(Qt.ItemDataRole.DisplayRole)
        if not isinstance(shown, str):
            return False
        room = self.visualRect(index).width() - 2 * TEXT_MARGIN_PIXELS
        whole = index.data(Role.FULL_TEXT)
        return bool(index.data(Role.REMARK)) or shown != whole or self.fontMetrics().horizontalAdvance(shown) > room

    def changeEvent(self, event: QEvent) -> None:
        """What was prepared for painting belongs to the earlier font, style and colours."""
        super().changeEvent(event)
        if event.type() in LOOKS:
            self._painter.forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and a frame around the current cell."""
        with QPainter(self.viewport()) as painter:
            self._painter.paint(painter, event.rect())
            current = self.currentIndex()
            if current.isValid() and self.has_keyboard() and not self.isColumnHidden(current.column()):
                painter.setPen(self.palette().color(QPalette.ColorRole.HighlightedText))
                painter.drawRect(self.visualRect(current).adjusted(1, 1, -2, -2))
