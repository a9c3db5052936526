"""The line under a look-up: what was searched and what not, in plain words, with the details on demand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from leaddesk.services.look_up import AccountAnswer, coverage_of
from leaddesk.services.look_up_text import LookUpKind
from leaddesk.services.look_up_words import chip_words, coverage_line, reason_words
from leaddesk.ui.look_up.next_steps import WIDEN_WORDS, may_widen
from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import plain_label, wrapped_label

_MESSAGE_MS: Final = 8000
_DETAILS_LINES: Final = 7


class CoverageBar(QWidget):
    """Signal `widening_wanted()`: search further back wherever that is possible."""

    widening_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._sign = IconView("info")
        self._words = wrapped_label(selectable=True)
        self._words.setAccessibleName("What was searched")
        self._message = plain_label()
        self._message.setAccessibleName("Message")
        self.widen_button = QPushButton(icon("search"), WIDEN_WORDS)
        self.details_button = QToolButton()
        self.details = QPlainTextEdit()
        self._is_told = False
        self._message_over = QTimer(self, singleShot=True, interval=_MESSAGE_MS)
        self._message_over.timeout.connect(self._message.clear)
        self._dress()
        self._arrange()
        self.widen_button.clicked.connect(self.widening_wanted)
        self.details_button.toggled.connect(self._unfold)
        self._unfold(opened=False)

    def _dress(self) -> None:
        self.details_button.setText("Details")
        self.details_button.setAccessibleName("Details of what was searched")
        self.details_button.setCheckable(True)
        self.details_button.setAutoRaise(True)
        self.details_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.details_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName("What exactly was searched")
        self.details.setFixedHeight(self.fontMetrics().lineSpacing() * _DETAILS_LINES + 12)

    def _arrange(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._sign)
        line.addWidget(self._words, 1)
        for part in (self._message, self.widen_button, self.details_button):
            line.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.details)

    @property
    def text(self) -> str:
        """What was searched, in one line."""
        return self._words.text()

    def show_answers(self, answers: Sequence[AccountAnswer], kind: LookUpKind) -> None:
        """Say what was searched so far; when all have answered, screen readers are told."""
        is_over = not any(answer.is_under_way for answer in answers)
        self._words.setText(coverage_line(answers, kind) if answers else "")
        self._sign.show_icon("info" if coverage_of(answers).complete else "alert")
        self._sign.setVisible(bool(answers))
        self.details.setPlainText(_details(answers, kind))
        self.details_button.setVisible(bool(answers))
        self.widen_button.setVisible(any(map(may_widen, answers)))
        if is_over and answers and not self._is_told:
            self._words.setAccessibleDescription(self._words.text())
            QAccessible.updateAccessibility(QAccessibleEvent(self._words, QAccessible.Event.Alert))
        self._is_told = is_over

    def open_details(self, *, opened: bool) -> None:
        """Show or hide what exactly was searched."""
        self.details_button.setChecked(opened)

    def show_message(self, words: str) -> None:
        """Words for a few seconds (“3 rows copied”)."""
        self._message.setText(words)
        self._message_over.start()

    def _unfold(self, opened: bool) -> None:  # noqa: FBT001 - a slot of `toggled`
        self.details_button.setIcon(icon("down" if opened else "right"))
        self.details.setVisible(opened)


def _details(answers: Sequence[AccountAnswer], kind: LookUpKind) -> str:
    """The accounts one after the other, with their reasons."""
    lines: list[str] = []
    for answer in answers:
        lines.append(f"{answer.account.name}: {chip_words(answer, kind)}")
        lines += [f"    {words}" for words in reason_words(answer)]
    return "\n".join(lines)
