"""A calm bar above the table: what went wrong or is worth knowing, what to do, and the details on demand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import set_plain_tool_tip, wrapped_label

MOST_ACTIONS = 2


class NoticeLevel(StrEnum):
    """How serious it is; also the style's name and the icon's."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


_SIGNS = {
    NoticeLevel.INFO: ("info", QPalette.ColorRole.Link),
    NoticeLevel.WARNING: ("alert", QPalette.ColorRole.WindowText),
    NoticeLevel.ERROR: ("error", QPalette.ColorRole.BrightText),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """What the bar shows.

    Attributes:
        level: how serious it is.
        title: a few words; may be empty.
        words: one or two sentences, plain text.
        actions: up to two buttons, as key and text; the key comes back with `action_wanted`.
        details: plain text for the fold-out; empty for none.
        closable: whether the person may close the bar.
    """

    level: NoticeLevel
    words: str
    title: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    details: str = ""
    closable: bool = True


class NoticeBar(QFrame):
    """Hidden until `show_notice`. Signals: `action_wanted(key)`, `closed()`."""

    action_wanted = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Starts hidden, and empty: most bars of a window never have anything to say."""
        super().__init__(parent)
        self.notice: Notice | None = None
        self.hide()

    def _make(self) -> None:
        self._sign = IconView("info", size=18)
        self._title = wrapped_label(selectable=True)
        self._title.setProperty("role", "section")
        self._words = wrapped_label(selectable=True)
        for label, name in ((self._title, "Notice"), (self._words, "Notice text")):
            label.setAccessibleName(name)
        self._buttons = [QPushButton() for _ in range(MOST_ACTIONS)]
        for button in self._buttons:
            button.setAccessibleName("What to do")
        self._details_button = QToolButton()
        self._details_button.setText("Details")
        self._details_button.setAccessibleName("Details of the notice")
        self._details_button.setCheckable(True)
        self._details_button.setAutoRaise(True)
        self._details_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._close_button = _tool_button("close", "Close this notice")
        self._details = _DetailsBox()
        self._arrange()
        self._connect()

    def show_notice(self, notice: Notice) -> None:
        """Show it in place of the one before; screen readers are told."""
        if self.layout() is None:  # pyright: ignore[reportUnnecessaryComparison] - None until there is one
            self._make()
        self.notice = notice
        self.setProperty("role", f"notice-{notice.level}")
        self.style().unpolish(self)
        self.style().polish(self)
        self._sign.show_icon(*_SIGNS[notice.level])
        self._title.setText(notice.title)
        self._title.setVisible(bool(notice.title))
        self._words.setText(notice.words)
        self._words.setVisible(bool(notice.words))
        for button, (_, text) in zip(self._buttons, notice.actions, strict=False):
            button.setText(text.replace("&", "&&"))
            button.setAccessibleName(text)
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(notice.actions))
        self._details.set_text(notice.details)
        self._details_button.setVisible(bool(notice.details))
        self._details_button.setChecked(False)
        self._close_button.setVisible(notice.closable)
        self.setAccessibleName(f"{notice.level}: {' '.join(filter(None, (notice.title, notice.words)))}")
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def dismiss(self) -> None:
        """Hide it without a signal: what it said no longer holds."""
        self.notice = None
        self.hide()

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._words)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        for button in (*self._buttons, self._details_button, self._close_button):
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 7, 8, 7)
        layout.addLayout(line)
        layout.addWidget(self._details)
        self._unfold(opened=False)

    def _connect(self) -> None:
        for place, button in enumerate(self._buttons):
            button.clicked.connect(lambda _checked=False, place=place: self._act(place))
        self._details_button.toggled.connect(self._unfold)
        self._close_button.clicked.connect(self._close)

    def _act(self, place: int) -> None:
        if self.notice is not None and place < len(self.notice.actions):
            self.action_wanted.emit(self.notice.actions[place][0])

    def _close(self) -> None:
        self.dismiss()
        self.closed.emit()

    def _unfold(self, opened: bool) -> None:  # noqa: FBT001 - a slot of `toggled`
        self._details_button.setIcon(icon("down" if opened else "right"))
        self._details.setVisible(opened)


class _DetailsBox(QWidget):
    """Plain text to read and copy."""

    def __init__(self) -> None:
        super().__init__()
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(100)
        self._text.setAccessibleName("Details")
        copy = _tool_button("copy", "Copy the details")
        copy.clicked.connect(self._copy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(26, 0, 0, 0)
        layout.addWidget(self._text, 1)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)

    def set_text(self, text: str) -> None:
        self._text.setPlainText(text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())


def _tool_button(icon_name: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setAutoRaise(True)
    button.setAccessibleName(words)
    set_plain_tool_tip(button, words)
    return button
