"""The tick boxes of the rows."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from leaddesk.ui.results.kept_pictures import KeptPictures

_ROOM: Final = 1
"""The style may draw its box so many pixels larger than it says."""


class TickBoxes:
    """Paints tick boxes into the tick column of a table, with an edge that can be seen on dark ground."""

    def __init__(self, table: QTableView) -> None:
        """Nothing is drawn yet."""
        self._table = table
        self._pictures = KeptPictures(table)

    def forget(self) -> None:
        """Draw them anew: style, size or colours have changed."""
        self._pictures.forget()

    def place_in(self, cell: QRect) -> QRect:
        """Where the box of a cell stands: in its middle, below that of the heading."""
        style = self._table.style()
        width = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, self._table)
        height = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorHeight, None, self._table)
        place = QRect(0, 0, width + 2 * _ROOM, height + 2 * _ROOM)
        place.moveCenter(cell.center())
        return place

    def paint(self, painter: QPainter, place: QRect, *, is_ticked: bool, is_selected: bool) -> None:
        """One box, where `place_in` says."""
        shows = (is_ticked, is_selected, self._table.isActiveWindow(), self._table.isEnabled())
        draw = partial(self._draw, is_ticked=is_ticked, is_selected=is_selected)
        self._pictures.paint(painter, place, shows, draw)

    def _draw(self, painter: QPainter, place: QRect, *, is_ticked: bool, is_selected: bool) -> None:
        option = QStyleOptionViewItem()
        self._table.initViewItemOption(option)
        option.rect = place.adjusted(_ROOM, _ROOM, -_ROOM, -_ROOM)
        option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        option.checkState = Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        option.state |= QStyle.StateFlag.State_On if is_ticked else QStyle.StateFlag.State_Off
        if is_selected:
            option.state |= QStyle.StateFlag.State_Selected
        painter.save()
        box = QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck
        self._table.style().drawPrimitive(box, option, painter, self._table)
        painter.setPen(self._table.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()
