"""The status line below the table: counts, account, time of reading, and what is being waited for."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from leaddesk.domain.provider import Wait
from leaddesk.ui.results.status_words import ResultFacts, status_parts, wait_text
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import plain_label, set_plain_tool_tip

_BETWEEN: Final = "   ·   "
MESSAGE_MS: Final = 8000
_SECOND_MS: Final = 1000


class StatusLine(QWidget):
    """One line of facts at the left; a passing message or a wait with its Cancel button at the right.

    Signals:
        cancel_requested(): the person does not want to wait any longer.
    """

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._wait: Wait | None = None
        self._seconds_left = 0
        self._facts = plain_label(parent=self, selectable=True)
        self._message = plain_label(parent=self)
        self._waiting = plain_label(parent=self)
        self._cancel = QPushButton(icon("stop"), "Cancel", self)
        self._message_timer = QTimer(self, singleShot=True, interval=MESSAGE_MS)
        self._message_timer.timeout.connect(self._message.clear)
        self._second_timer = QTimer(self, interval=_SECOND_MS)
        self._second_timer.timeout.connect(self._count_down)
        self._arrange()
        self.end_wait()

    def _arrange(self) -> None:
        self._facts.setProperty("role", "muted")
        self._facts.setAccessibleName("Status")
        self._facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._message.setAccessibleName("Message")
        self._waiting.setAccessibleName("Waiting")
        self._cancel.setAccessibleName("Cancel waiting")
        self._cancel.setFlat(True)
        self._cancel.clicked.connect(self.cancel_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(10)
        row.addWidget(self._facts, 1)
        row.addWidget(self._message)
        row.addWidget(self._waiting)
        row.addWidget(self._cancel)

    def show_facts(self, facts: ResultFacts) -> None:
        """Show the counts, the account and the time."""
        text = _BETWEEN.join(status_parts(facts))
        self._facts.setText(text)
        set_plain_tool_tip(self._facts, text.replace(_BETWEEN, "\n"))

    def clear(self) -> None:
        """Show nothing."""
        self._facts.clear()
        set_plain_tool_tip(self._facts, "")
        self._message.clear()
        self.end_wait()

    def show_message(self, words: str) -> None:
        """Show words for a few seconds (“12 rows, 8 columns copied”)."""
        self._message.setText(words)
        self._message_timer.start()

    def show_wait(self, wait: Wait) -> None:
        """Count a pause down, with a Cancel button."""
        self._wait = wait
        self._seconds_left = math.ceil(wait.seconds)
        self._waiting.setText(wait_text(wait, self._seconds_left))
        self._waiting.show()
        self._cancel.show()
        self._second_timer.start()

    def end_wait(self) -> None:
        """The wait is over."""
        self._wait = None
        self._second_timer.stop()
        self._waiting.clear()
        self._waiting.hide()
        self._cancel.hide()

    def _count_down(self) -> None:
        if self._wait is None:
            return
        self._seconds_left = max(0, self._seconds_left - 1)
        self._waiting.setText(wait_text(self._wait, self._seconds_left))
        if self._seconds_left == 0:
            self._second_timer.stop()
