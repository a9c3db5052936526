"""Small pictures that the style draws slowly: drawn once, and copied from then on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

LOOKS: Final = frozenset(
    {QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.DevicePixelRatioChange}
)
"""Changes of a widget after which its pictures are to be drawn anew."""

_MOST_KEPT: Final = 200

Draw = Callable[[QPainter, QRect], object]


class KeptPictures:
    """Pictures by what they show. Between the pixels of a screen (at a scale of 1.5) none is copied, to stay sharp."""

    def __init__(self, widget: QWidget) -> None:
        """Nothing is drawn yet. `widget` tells the scale of its screen."""
        self._widget = widget
        self._pictures: dict[Hashable, QPixmap] = {}

    def forget(self) -> None:
        """Draw them anew: style, font or colours have changed."""
        self._pictures.clear()

    def paint(self, painter: QPainter, place: QRect, shows: Hashable, draw: Draw) -> None:
        """Paint what `draw` draws within a place of that size; the same picture wherever it `shows` the same."""
        scale = self._widget.devicePixelRatioF()
        if scale != int(scale):
            draw(painter, place)
            return
        key = (shows, place.width(), place.height(), scale)
        picture = self._pictures.get(key)
        if picture is None:
            if len(self._pictures) >= _MOST_KEPT:
                self._pictures.clear()
            picture = self._pictures[key] = self._picture(place, scale, draw)
        painter.drawPixmap(place.topLeft(), picture)

    def _picture(self, place: QRect, scale: float, draw: Draw) -> QPixmap:
        picture = QPixmap(place.size() * scale)
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            painter.setFont(self._widget.font())
            draw(painter, QRect(QPoint(0, 0), place.size()))
        return picture
