"""One chosen value as a small button that takes it out."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from leaddesk.ui.cell_text import one_line
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import set_plain_tool_tip

_WIDEST_TAG = 200
_NARROWEST_TAG = 64
_TAG_ICON = 14
_TAG_MARGINS = _TAG_ICON + 18
_ROUNDING = 2
_REMOVES = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Tag(QToolButton):
    """One value; a click or Delete takes it out. Signals: `remove_wanted()`, `step_wanted(-1 or 1)`."""

    remove_wanted = Signal()
    step_wanted = Signal(int)

    def __init__(self, text: str, parent: QWidget) -> None:
        """The text gives way where there is little room; the whole of it is in the tool tip."""
        super().__init__(parent)
        self.ensurePolished()
        self._text = one_line(text)
        self.setIcon(icon("close"))
        self.setIconSize(QSize(_TAG_ICON, _TAG_ICON))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(f"Take out {text}")
        set_plain_tool_tip(self, f"{text}\nClick to take it out.")
        self.clicked.connect(self.remove_wanted)

    def sizeHint(self) -> QSize:
        """As wide as the text, within bounds."""
        width = min(self.fontMetrics().horizontalAdvance(self._text), _WIDEST_TAG)
        return QSize(width + _TAG_MARGINS + _ROUNDING, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(_NARROWEST_TAG, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to the width there is."""
        super().resizeEvent(event)
        room = event.size().width() - _TAG_MARGINS
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, max(room, 1))
        self.setText(shown.replace("&", "&&"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go to the neighbours, Delete takes it out."""
        if event.key() in _REMOVES:
            self.remove_wanted.emit()
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.step_wanted.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        else:
            super().keyPressEvent(event)
