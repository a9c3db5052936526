"""What a chip opens: what the account searched and what not, why, what to do, and the buttons to do it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leaddesk.services.look_up import AccountAnswer
from leaddesk.services.look_up_words import reason_words
from leaddesk.ui.look_up.chip import AccountChip
from leaddesk.ui.look_up.next_steps import WIDEN_WORDS, may_ask_again, may_open_account, may_widen
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import wrapped_label

_WIDTH: Final = 440
_MARGIN: Final = 12


class ReasonPanel(QFrame):
    """Hangs below a chip; Esc or a click elsewhere closes it.

    Signals, with the account's id:
        widening_wanted(str): search further back.
        again_wanted(str): ask the same again.
        account_wanted(str): open the account for mending.
    """

    widening_wanted = Signal(str)
    again_wanted = Signal(str)
    account_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        """Closed."""
        super().__init__(parent, Qt.WindowType.Popup)
        self._account_id = ""
        self._chip: AccountChip | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._title = wrapped_label()
        self._title.setProperty("role", "section")
        self._words = wrapped_label(selectable=True)
        self._words.setAccessibleName("Reason")
        self.widen_button = QPushButton(icon("search"), WIDEN_WORDS)
        self.account_button = QPushButton(icon("account"), "Open the account…")
        self.again_button = QPushButton(icon("refresh"), "Try again")
        self._arrange()
        for button, signal in (
            (self.widen_button, self.widening_wanted),
            (self.account_button, self.account_wanted),
            (self.again_button, self.again_wanted),
        ):
            button.setAutoDefault(True)  # Enter presses it, as it would in a dialog
            button.clicked.connect(lambda _checked=False, signal=signal: self._act(signal.emit))

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.widen_button, self.account_button, self.again_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN - 2, _MARGIN, _MARGIN)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addLayout(buttons)
        self.setFixedWidth(_WIDTH)

    @property
    def text(self) -> str:
        """What it says."""
        return f"{self._title.text()}\n{self._words.text()}"

    def open_at(self, chip: AccountChip) -> None:
        """Open below a chip, within its screen; the keyboard goes to the first button, or to the words."""
        self._chip = chip
        self.show_answer(chip.answer)
        place, screen = chip.mapToGlobal(QPoint(0, chip.height() + 2)), chip.screen().availableGeometry()
        left = max(screen.left(), min(place.x(), screen.right() - self.width()))
        top = max(screen.top(), min(place.y(), screen.bottom() - self.height()))
        self.move(left, top)
        self.show()
        buttons = (self.widen_button, self.account_button, self.again_button)
        first = next((button for button in buttons if not button.isHidden()), None)
        (first or self._words).setFocus(Qt.FocusReason.PopupFocusReason)

    def show_answer(self, answer: AccountAnswer) -> None:
        """Say how this account stands."""
        words = self._chip.words if self._chip is not None else ""
        self._account_id = answer.account.id
        self._title.setText(f"{answer.account.name}: {words}")
        sentences = reason_words(answer)
        mark = "• " if len(sentences) > 1 else ""
        self._words.setText("\n".join(f"{mark}{sentence}" for sentence in sentences))
        self.setAccessibleName(f"{answer.account.name}: {words}")
        self.setAccessibleDescription(self._words.text())
        self.widen_button.setVisible(may_widen(answer))
        self.account_button.setVisible(may_open_account(answer))
        self.again_button.setVisible(may_ask_again(answer))
        inner = _WIDTH - 2 * _MARGIN - 2 * self.frameWidth()
        for label in (self._title, self._words):
            label.setFixedHeight(label.heightForWidth(inner))
        self.adjustSize()

    def follow(self, answer: AccountAnswer) -> None:
        """The account stands otherwise: say so where it is the one that is open."""
        if self.isVisible() and answer.account.id == self._account_id:
            self.show_answer(answer)

    def _act(self, tell: object) -> None:
        self.close()
        if callable(tell):
            tell(self._account_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it, and nothing behind it hears of that."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)
