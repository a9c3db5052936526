"""A line under an editor of choices: what is odd about what was typed, or why there is no list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import muted_label


class ChoicesNote(QWidget):
    """Hidden, a remark, or a failure with a button to try again (`retry`)."""

    def __init__(self) -> None:
        """Starts hidden."""
        super().__init__()
        self.sign = IconView("alert", size=15)
        self.words = muted_label()
        self.retry = QPushButton(icon("refresh"), "Try again")
        self.retry.setAccessibleName("Fetch the list again")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 0, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.retry, 0, Qt.AlignmentFlag.AlignTop)
        self.show_nothing()

    @property
    def text(self) -> str:
        """What it says, empty for nothing."""
        return self.words.text()

    def show_nothing(self) -> None:
        """Hide."""
        self.words.setText("")
        self.hide()

    def show_words(self, text: str) -> None:
        """A remark, or nothing for an empty text."""
        self._show(text, failed=False)

    def show_failure(self, text: str) -> None:
        """Why there is no list."""
        self._show(text, failed=True)

    def _show(self, text: str, *, failed: bool) -> None:
        self.words.setText(text)
        self.sign.setVisible(failed)
        self.retry.setVisible(failed)
        self.setVisible(bool(text))
