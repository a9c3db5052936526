"""In place of the page bar while a whole result is loaded, and once it is there: how far it is, Stop, and back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import plain_label, set_plain_tool_tip

_STEPS: Final = 1000


class LoadBar(QWidget):
    """Says what it is told and passes on what is pressed.

    Signals:
        stop_requested(): loading is to end; what came stays.
        go_on_requested(): loading is to go on from there, or to be tried again.
        pages_requested(): back to the pages.
    """

    stop_requested = Signal()
    go_on_requested = Signal()
    pages_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is said yet."""
        super().__init__(parent)
        self._progress = QProgressBar(self)
        self._words = plain_label(parent=self)
        self._work = plain_label(parent=self)
        self.stop_button = QPushButton(icon("stop"), "Stop", self)
        self.go_on_button = QPushButton(icon("refresh"), "Go on", self)
        self.back_button = QPushButton(icon("undo"), "Back to pages", self)
        self._arrange()

    def _arrange(self) -> None:
        self._progress.setTextVisible(False)
        self._progress.setFixedSize(120, 6)
        self._progress.setAccessibleName("Progress of loading")
        self._words.setAccessibleName("Loading")
        self._work.setAccessibleName("Work on the loaded rows")
        self._work.setProperty("role", "muted")
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for button, words, signal in (
            (self.stop_button, "Stop loading; what came stays (Esc)", self.stop_requested),
            (self.go_on_button, "Load the rest", self.go_on_requested),
            (self.back_button, "Show page by page again", self.pages_requested),
        ):
            button.setFlat(True)
            button.setAccessibleName(button.text())
            set_plain_tool_tip(button, words)
            button.clicked.connect(signal)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 6, 3)
        row.setSpacing(8)
        row.addWidget(self._progress)
        row.addWidget(self._words, 1)
        row.addWidget(self._work)
        for button in (self.stop_button, self.go_on_button, self.back_button):
            row.addWidget(button)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_loading(self, words: str, loaded: int, total: int | None) -> None:
        """How far it is; without a total the bar only shows that something is going on."""
        self._words.setText(words)
        self._progress.setRange(0, _STEPS if total else 0)
        if total:
            self._progress.setValue(min(_STEPS, loaded * _STEPS // total))
        self._show_parts(loading=True, ended=False)

    def show_ended(self, words: str, *, go_on: str) -> None:
        """Loading has ended before its end; `go_on` names the button that takes it up again."""
        self.go_on_button.setText(go_on)
        self.go_on_button.setAccessibleName(go_on)
        self._words.setText(words)
        self._show_parts(loading=False, ended=True)

    def show_whole(self, words: str) -> None:
        """Everything is there."""
        self._words.setText(words)
        self._show_parts(loading=False, ended=False)

    def show_work(self, words: str) -> None:
        """What is being done with the loaded rows (`Reading columns: 12,000 of 211,507`); empty when it is done."""
        self._work.setText(words)

    def _show_parts(self, *, loading: bool, ended: bool) -> None:
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        self._progress.setVisible(loading)
        for button, is_of_use in (
            (self.go_on_button, ended),
            (self.back_button, not loading),
            (self.stop_button, loading),
        ):
            button.setVisible(is_of_use)
        first = self.stop_button if loading else self.go_on_button if ended else self.back_button
        self.setFocusProxy(first)
        if had_keyboard:
            first.setFocus()
