"""The table that is laid over the left edge of the grid and shows the columns that stay there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from leaddesk.ui.results.calm_table import CalmTable
from leaddesk.ui.results.record_table_model import RecordTableModel


class FrozenColumns(CalmTable):
    """The table above: never scrolls sideways, never has the focus."""

    def __init__(self, grid: QTableView, model: RecordTableModel) -> None:
        super().__init__(grid)
        self._grid = grid
        self.set_up(model)
        self.setObjectName("frozen columns")
        self.setAccessibleName("Results, columns that stay at the left")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        own = self.selectionModel()
        self.setSelectionModel(grid.selectionModel())
        own.deleteLater()

    def has_keyboard(self) -> bool:
        """The focus is always the table's below."""
        return self._grid.hasFocus()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Both tables scroll together."""
        self._grid.wheelEvent(event)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """The table below decides where to scroll."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line parts the frozen columns from the others."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        edge = self.viewport().width() - 1
        painter.drawLine(edge, 0, edge, self.viewport().height())
        painter.end()
