"""The box at the top of the window: someone is on the phone, and what is typed here is looked up in all accounts.

It says what it takes the text for before anything is sent, and lets that be changed. What was looked up is
remembered for this run only, in memory: it is lead data.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from leaddesk.domain.errors import InvalidInput
from leaddesk.domain.provider import LookUpAsked
from leaddesk.services.look_up_text import LookUpKind, build_asked
from leaddesk.ui.look_up.asked_words import taken_for
from leaddesk.ui.widgets.elided_line import ElidedLine
from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import plain_label, set_plain_tool_tip
from leaddesk.ui.widgets.problem_mark import MarkFrame
from leaddesk.ui.widgets.quiet_wheel import quiet_wheels

RECOGNISING_MS: Final = 60
"""Somebody who goes on typing within this time is not told what each letter is taken for."""

_KINDS: Final = (
    ("Automatic", None),
    ("Phone", LookUpKind.PHONE),
    ("E-mail", LookUpKind.EMAIL),
    ("Id", LookUpKind.ID),
    ("Name", LookUpKind.NAME),
)
_NAME: Final = "Look a person up in all accounts"
_HELP: Final = (
    "A phone, an e-mail, an id or a name. Enter looks it up in all accounts; the arrow keys bring back earlier ones."
)
_MOST_REMEMBERED: Final = 50
_MOST_CHARACTERS: Final = 500


class LookUpBox(QWidget):
    """A line, what it is taken for, and a choice of what it is to be taken for.

    Signals:
        look_up_wanted(LookUpAsked): Enter, and the text can be looked up.
        left(): Esc; the keyboard belongs to the screen below again.
    """

    look_up_wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.line = QLineEdit()
        self.kind = QComboBox()
        self.button = QPushButton("Look up")
        self._frame = MarkFrame(self.line)
        self._words = ElidedLine(role=QPalette.ColorRole.PlaceholderText)
        self._problem = ElidedLine(role=QPalette.ColorRole.BrightText)
        self._sign = IconView("alert", role=QPalette.ColorRole.BrightText)
        self._remembered: list[str] = []
        self._place = 0
        self._asked_text: str | None = None
        self._recognising = QTimer(self, singleShot=True, interval=RECOGNISING_MS)
        self._recognising.timeout.connect(self._recognise)
        self._dress()
        self._arrange()
        quiet_wheels(self)
        for stop in self.stops:
            stop.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.line.textChanged.connect(self._on_text_changed)
        self.line.textEdited.connect(self._on_text_edited)
        self.line.returnPressed.connect(self.submit)
        self.kind.activated.connect(self._recognise)
        self.button.clicked.connect(self.submit)
        self._recognise()

    def _dress(self) -> None:
        self.line.setPlaceholderText("Look up a phone, e-mail, id or name (Ctrl+K)")
        self.line.setAccessibleName(_NAME)
        self.line.setAccessibleDescription(_HELP)
        self.line.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.setClearButtonEnabled(True)
        self.line.setMaxLength(_MOST_CHARACTERS)
        self.line.setMinimumWidth(280)
        set_plain_tool_tip(self.line, _HELP)
        for words, kind in _KINDS:
            self.kind.addItem(words, kind)
        self.kind.setAccessibleName("Take the text for")
        set_plain_tool_tip(self.kind, "What the text is to be taken for")
        set_plain_tool_tip(self.button, f"{_NAME} (Enter)")

    def _arrange(self) -> None:
        take = plain_label("as")
        take.setBuddy(self.kind)
        for line in (self._words, self._problem):
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(6)
        row.addWidget(self._frame, 5)
        row.addWidget(take)
        row.addWidget(self.kind)
        row.addWidget(self.button)
        row.addSpacing(6)
        row.addWidget(self._sign)
        row.addWidget(self._problem, 6)
        row.addWidget(self._words, 6)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab goes within the box. It comes here from a look-up, else the keyboard is brought here on purpose:
        a form that loses its focused button must not hand the keyboard to this box.
        """
        return self.line, self.kind, self.button

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab goes through the box, and out of it at its ends."""
        place = next((place for place, stop in enumerate(self.stops) if stop.hasFocus()), -1) + (1 if forward else -1)
        if 0 <= place < len(self.stops):
            self.stops[place].setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
            return True
        return super().focusNextPrevChild(forward)

    # What it holds

    @property
    def words(self) -> str:
        """What is said of the text: what it is taken for, or what is wrong with it."""
        return self._problem.text() or self._words.text()

    @property
    def problem(self) -> str:
        """What is wrong with the text; empty when nothing is."""
        return self._problem.text()

    @property
    def is_untouched(self) -> bool:
        """The keyboard is here, and nothing was typed since the last look-up."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused) and self.line.text() == self._asked_text

    def take_keyboard(self) -> None:
        """Give the keyboard to the line, its text chosen: what is typed next replaces it."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def submit(self) -> None:
        """Look up what the line holds; what cannot be looked up is marked, and nothing is asked."""
        self._recognising.stop()
        asked = self._read(must_hold=True)
        if asked is None:
            self.take_keyboard()
            return
        self._remember(self.line.text())
        self._asked_text = self.line.text()
        self.line.selectAll()
        self.look_up_wanted.emit(asked)

    def _read(self, *, must_hold: bool) -> LookUpAsked | None:
        """What is to be asked, with the words for it shown; None when it cannot be."""
        text, kind = self.line.text(), self._chosen_kind()
        if not text.strip() and not must_hold:
            self._say("", "")
            return None
        try:
            asked = build_asked(text, kind)
        except InvalidInput as error:
            words = error.problems[0].message
            self._say("", words[:1].upper() + words[1:])
            return None
        self._say(taken_for(asked, insisted=kind is not None), "")
        return asked

    def _chosen_kind(self) -> LookUpKind | None:
        return _KINDS[self.kind.currentIndex()][1]

    def _recognise(self, *_place: int) -> None:
        self._recognising.stop()
        self._read(must_hold=False)

    def _say(self, words: str, problem: str) -> None:
        self._words.set_text(words)
        self._problem.set_text(problem)
        self._words.setVisible(not problem)
        self._problem.setVisible(bool(problem))
        self._sign.setVisible(bool(problem))
        if self._frame.is_marked is not bool(problem):
            self._frame.mark(wrong=bool(problem))
        self.line.setAccessibleDescription(f"{problem or words} {_HELP}".strip())

    def _on_text_changed(self, _text: str) -> None:
        self._recognising.start()

    def _on_text_edited(self, text: str) -> None:
        """What was insisted on held for the text before, not for what is typed now."""
        self._place = len(self._remembered)
        if self._asked_text is not None and text != self._asked_text:
            self._asked_text = None
            self.kind.setCurrentIndex(0)

    # Keys, and what was looked up in this run

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down bring back what was looked up before, Esc leaves; the line itself does not use them."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Up and self.line.hasFocus():
            self._step(-1)
        elif event.key() == Qt.Key.Key_Down and self.line.hasFocus():
            self._step(1)
        else:
            super().keyPressEvent(event)

    def _remember(self, text: str) -> None:
        if text in self._remembered:
            self._remembered.remove(text)
        self._remembered.append(text)
        del self._remembered[:-_MOST_REMEMBERED]
        self._place = len(self._remembered) - 1

    def _step(self, step: int) -> None:
        place = self._place + step
        if 0 <= place < len(self._remembered):
            self._place = place
            self.kind.setCurrentIndex(0)
            self.line.setText(self._remembered[place])
