"""A chip for each account, on as many lines as it takes; pauses are counted down."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leaddesk.services.look_up import AccountAnswer, LookUpState
from leaddesk.services.look_up_text import LookUpKind
from leaddesk.services.look_up_words import chip_words
from leaddesk.ui.look_up.chip import AccountChip
from leaddesk.ui.search.flow_layout import FlowLayout

_TICK_MS: Final = 250


class ChipRow(QWidget):
    """Signal `reason_wanted(str)`: the chip of the account of this id was pressed."""

    reason_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Without chips."""
        super().__init__(parent)
        self._kind = LookUpKind.NAME
        self._chips: dict[str, AccountChip] = {}
        self._wait_ends: dict[str, float] = {}
        self._flow = FlowLayout(6)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 2, 8, 6)
        column.addLayout(self._flow)
        self.setAccessibleName("Accounts")
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._ticking.timeout.connect(self._tick)

    @property
    def chips(self) -> tuple[AccountChip, ...]:
        """In the order of the accounts."""
        return tuple(self._chips.values())

    def chip(self, account_id: str) -> AccountChip:
        """The chip of that account."""
        return self._chips[account_id]

    def show_answers(self, answers: Sequence[AccountAnswer], kind: LookUpKind) -> None:
        """A new look-up: chips for these accounts in place of those before."""
        self._kind = kind
        self._wait_ends.clear()
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        for answer in answers:
            chip = AccountChip(answer, chip_words(answer, kind), self)
            chip.pressed_for.connect(self.reason_wanted)
            self._chips[answer.account.id] = chip
            self._flow.addWidget(chip)
            chip.show()

    def show_answer(self, answer: AccountAnswer) -> None:
        """One account stands otherwise."""
        key = answer.account.id
        if answer.state is LookUpState.WAITING and answer.wait is not None:
            self._wait_ends[key] = time.monotonic() + answer.wait.seconds
            self._ticking.start()
        else:
            self._wait_ends.pop(key, None)
        self._chips[key].show_answer(answer, chip_words(answer, self._kind))

    def _tick(self) -> None:
        now = time.monotonic()
        for key, end in self._wait_ends.items():
            chip = self._chips[key]
            chip.show_words(chip_words(chip.answer, self._kind, seconds_left=end - now))
        if not self._wait_ends:
            self._ticking.stop()
