"""What stands in the place of the rows when there are none: see `table_state`."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from leaddesk.ui.results.table_state import StateAction, StateKind, TableState
from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import heading_label, muted_label, wrapped_label

_LOOKS: Final = {
    StateKind.NOT_SEARCHED: ("search", QPalette.ColorRole.PlaceholderText, ""),
    StateKind.SEARCHING: ("clock", QPalette.ColorRole.PlaceholderText, ""),
    StateKind.NOTHING_FOUND: ("info", QPalette.ColorRole.Link, "notice-info"),
    StateKind.NOTHING_HERE: ("alert", QPalette.ColorRole.WindowText, "notice-warning"),
    StateKind.COULD_NOT_SEARCH: ("error", QPalette.ColorRole.BrightText, "notice-error"),
    StateKind.NARROWED_AWAY: ("filter", QPalette.ColorRole.WindowText, "notice-warning"),
}
_PICTURE_SIDE: Final = 40
_TEXT_WIDTH: Final = 520


class StatePanel(QWidget):
    """A centred title with words and buttons.

    Signals:
        action_requested(str): the key of the pressed button's StateAction.
    """

    action_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty until `show_state`."""
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._frame = QFrame(self)
        self._picture = IconView("search", self._frame, size=_PICTURE_SIDE)
        self._title = heading_label(parent=self._frame)
        self._words = wrapped_label(parent=self._frame, selectable=True)
        self._detail = muted_label(parent=self._frame)
        self._bar = QProgressBar(self._frame)
        self._buttons = QHBoxLayout()
        self._arrange()

    def _arrange(self) -> None:
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(QSize(220, 6))
        self._bar.setAccessibleName("Searching")
        for label in (self._title, self._words, self._detail):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setFixedWidth(_TEXT_WIDTH)
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(10)
        for part in (self._picture, self._title, self._words, self._detail, self._bar):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        self._buttons.setSpacing(8)
        column.addSpacing(6)
        column.addLayout(self._buttons)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(self._frame, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def show_state(self, state: TableState) -> None:
        """Show these words. `ROWS` has none and is not for this panel."""
        picture, role, frame = _LOOKS[state.kind]
        self._picture.show_icon(picture, role)
        self._frame.setProperty("role", frame)
        self._frame.style().unpolish(self._frame)
        self._frame.style().polish(self._frame)
        for label, text in ((self._title, state.title), (self._words, state.words), (self._detail, state.detail)):
            label.setText(text)
            label.setMinimumHeight(max(0, label.heightForWidth(_TEXT_WIDTH)))
            label.setVisible(bool(text))
        self._bar.setVisible(state.kind is StateKind.SEARCHING)
        self.setAccessibleName(state.title)
        self.setAccessibleDescription(state.words)
        self._show_buttons(state.actions)

    def _show_buttons(self, actions: tuple[StateAction, ...]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:  # pyright: ignore[reportUnnecessaryComparison] - None at the end
            widget = item.widget()
            if widget is not None:  # pyright: ignore[reportUnnecessaryComparison] - None for a stretch
                widget.hide()
                widget.deleteLater()
        self._buttons.addStretch(1)
        for action in actions:
            self._buttons.addWidget(self._button(action))
        self._buttons.addStretch(1)

    def _button(self, action: StateAction) -> QPushButton:
        button = QPushButton(action.label, self._frame)
        if action.primary:
            button.setProperty("role", "primary")
        elif action.icon:
            button.setIcon(icon(action.icon))
        button.setAccessibleName(action.label.removesuffix("…"))
        button.setObjectName(f"state action {action.key}")
        button.clicked.connect(lambda: self.action_requested.emit(action.key))
        return button
