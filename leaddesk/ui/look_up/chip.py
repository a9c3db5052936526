"""One account of a look-up: its name and how its answer stands, as a button that opens the reason."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QToolButton, QWidget

from leaddesk.domain.errors import CredentialsRefused, SecretsMissing
from leaddesk.services.look_up import AccountAnswer, LookUpState
from leaddesk.services.look_up_words import reason_words
from leaddesk.ui.cell_text import one_line
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import set_plain_tool_tip

_MOST_NAME_CHARACTERS: Final = 32
_ICON_SIDE: Final = 16
_STYLE: Final = """
QToolButton { border: 1px solid palette(mid); border-radius: 11px; padding: 2px 4px 2px 6px; }
QToolButton:hover { background: palette(midlight); }
QToolButton:focus { border: 2px solid palette(highlight); padding: 1px 3px 1px 5px; }
"""
_SIGNS: Final = {
    LookUpState.SEARCHING: ("search", QPalette.ColorRole.PlaceholderText),
    LookUpState.WAITING: ("clock", QPalette.ColorRole.WindowText),
    LookUpState.FOUND: ("check", QPalette.ColorRole.Link),
    LookUpState.NONE: ("minus", QPalette.ColorRole.WindowText),
    LookUpState.CANNOT: ("cancel", QPalette.ColorRole.WindowText),
    LookUpState.FAILED: ("error", QPalette.ColorRole.BrightText),
    LookUpState.STOPPED: ("stop", QPalette.ColorRole.WindowText),
}


class AccountChip(QToolButton):
    """Signal `pressed_for(str)`: the reason is wanted, with the account's id; by a click, Enter or Space."""

    pressed_for = Signal(str)

    def __init__(self, answer: AccountAnswer, words: str, parent: QWidget | None = None) -> None:
        """See `show_answer`."""
        super().__init__(parent)
        self.answer = answer
        self.words = ""
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(_ICON_SIDE, _ICON_SIDE))
        self.setStyleSheet(_STYLE)
        self.clicked.connect(lambda: self.pressed_for.emit(self.answer.account.id))
        self.show_answer(answer, words)

    def show_answer(self, answer: AccountAnswer, words: str) -> None:
        """Show how it stands; `words` are those of `services.look_up_words.chip_words`."""
        self.answer = answer
        self.setIcon(icon(*chip_sign(answer)))
        set_plain_tool_tip(self, "\n".join(reason_words(answer)))
        self.setAccessibleDescription(" ".join(reason_words(answer)))
        self.show_words(words)

    def show_words(self, words: str) -> None:
        """Show other words for the same answer: a pause is counted down."""
        self.words = words
        name = one_line(self.answer.account.name)
        self.setAccessibleName(f"{name}: {words}")
        short = name if len(name) <= _MOST_NAME_CHARACTERS else f"{name[: _MOST_NAME_CHARACTERS - 1]}…"
        self.setText(f"{short}: {words}".replace("&", "&&"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as Space does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)


def chip_sign(answer: AccountAnswer) -> tuple[str, QPalette.ColorRole]:
    """The icon that goes with the words, and its colour."""
    if answer.is_partial and not answer.is_under_way:
        return "alert", QPalette.ColorRole.BrightText
    if isinstance(answer.error, CredentialsRefused | SecretsMissing):
        return "key", QPalette.ColorRole.BrightText
    return _SIGNS[answer.state]
