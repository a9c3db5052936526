"""A small icon beside words; it follows light and dark by itself."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from leaddesk.ui.widgets.icons import icon


class IconView(QWidget):
    """Paints one icon at its top. The words beside it say the same, so it takes no focus."""

    def __init__(
        self,
        name: str,
        parent: QWidget | None = None,
        *,
        role: QPalette.ColorRole = QPalette.ColorRole.WindowText,
        size: int = 16,
    ) -> None:
        """`name` and `role` as in `icons.icon`; `size` in pixels."""
        super().__init__(parent)
        self._size = size
        self._icon = icon(name, role)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, role: QPalette.ColorRole = QPalette.ColorRole.WindowText) -> None:
        """Show another icon."""
        self._icon = icon(name, role)
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon with the palette of this moment."""
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        self._icon.paint(painter, self.rect())
        painter.end()
