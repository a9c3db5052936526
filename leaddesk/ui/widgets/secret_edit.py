"""A line for a secret: hidden, never completed, never offered again, gone when the dialog is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from leaddesk.domain.account import check_secret_text
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import plain_tool_tip

_HINTS = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)


class SecretEdit(QLineEdit):
    """A hidden line with an eye to look at it.

    Blanks and line breaks around what is pasted are dropped. `fault` tells what is wrong without repeating it.
    Setting the text as a whole is what empties the undo history: `clear()` would leave the secret in it.
    """

    def __init__(self, parent: QWidget | None = None, *, placeholder: str = "") -> None:
        """`placeholder` is shown while the line is empty."""
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(_HINTS)
        self.setPlaceholderText(placeholder)
        self.setDragEnabled(False)
        self.eye = QAction(icon("eye"), "Show what was typed", self)
        self.eye.setCheckable(True)
        self.eye.setToolTip(plain_tool_tip("Show what was typed"))
        self.eye.toggled.connect(self._show_text)
        self.addAction(self.eye, QLineEdit.ActionPosition.TrailingPosition)
        self.textEdited.connect(self._trim)

    @property
    def fault(self) -> str:
        """What is wrong with the text, in words that do not repeat it; empty when nothing is."""
        try:
            check_secret_text(self.text().strip())
        except ValueError as error:
            return str(error)
        return ""

    def forget(self) -> None:
        """Empty the line and its undo history, and hide again what is typed next."""
        self.setText("")
        self.hide_text()

    def hide_text(self) -> None:
        """Dots instead of letters."""
        self.eye.setChecked(False)

    def changeEvent(self, event: QEvent) -> None:
        """Hide the text again when the window is left or the line is disabled."""
        super().changeEvent(event)
        left = event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow()
        if left or (event.type() is QEvent.Type.EnabledChange and not self.isEnabled()):
            self.hide_text()

    def _trim(self, text: str) -> None:
        if text != text.strip():
            self.setText(text.strip())

    def _show_text(self, shown: bool) -> None:  # noqa: FBT001 - a slot of `toggled`
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.eye.setIcon(icon("eye-off" if shown else "eye"))
        self.eye.setText("Hide what was typed" if shown else "Show what was typed")
        self.eye.setToolTip(plain_tool_tip(self.eye.text()))
