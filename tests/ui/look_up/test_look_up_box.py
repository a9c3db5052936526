"""The box: what it takes a text for, what it refuses, and what it remembers for this run."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leaddesk.domain.provider import LookUpAsked
from leaddesk.ui.look_up.look_up_box import LookUpBox

AUTOMATIC, AS_PHONE, AS_EMAIL, AS_ID, AS_NAME = range(5)


@pytest.fixture
def asked() -> list[LookUpAsked]:
    return []


@pytest.fixture
def box(qtbot: QtBot, asked: list[LookUpAsked]) -> LookUpBox:
    box = LookUpBox()
    qtbot.addWidget(box)
    box.look_up_wanted.connect(asked.append)
    box.resize(1000, 40)
    box.show()
    box.activateWindow()
    box.take_keyboard()
    qtbot.waitUntil(box.line.hasFocus)
    return box


def say(qtbot: QtBot, box: LookUpBox, text: str) -> str:
    """Type a text; gives what is said of it."""
    box.line.selectAll()
    QTest.keyClicks(box.line, text)
    qtbot.wait(0)
    qtbot.waitUntil(lambda: not box._recognising.isActive())
    return box.words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Tel: (775) 555-0100 ext 2", "taken for a phone number: +1 775 555 0100"),
        ("<ada@example.com>", "taken for an e-mail address: ada@example.com"),
        ("#90210001", "taken for an id: 90210001"),
        ("Ada Lovelace", "taken for a name: Ada Lovelace"),
        ("   ", ""),
    ],
)
def test_it_says_what_it_takes_the_text_for(qtbot: QtBot, box: LookUpBox, text: str, words: str):
    assert say(qtbot, box, text) == words
    assert box.problem == ""
    assert words in box.line.accessibleDescription(), "a screen reader is told too"


def test_enter_asks_for_what_was_said(qtbot: QtBot, box: LookUpBox, asked: list[LookUpAsked]):
    QTest.keyClicks(box.line, "(775) 555-0100")
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert [(item.kind, item.phone) for item in asked] == [("phone", "+17755550100")]
    assert box.line.selectedText() == "(775) 555-0100", "the next text takes its place"
    box.button.click()
    assert len(asked) == 2


def test_what_it_is_taken_for_can_be_changed(qtbot: QtBot, box: LookUpBox, asked: list[LookUpAsked]):
    assert say(qtbot, box, "7755550100").startswith("taken for a phone")
    box.kind.setCurrentIndex(AS_ID)
    box.kind.activated.emit(AS_ID)
    assert box.words == "looked up as an id: 7755550100"
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert asked[-1].kind == "id"


def test_what_was_insisted_on_does_not_hold_for_the_next_person(qtbot: QtBot, box: LookUpBox, asked: list[LookUpAsked]):
    QTest.keyClicks(box.line, "Ada")
    box.kind.setCurrentIndex(AS_NAME)
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert say(qtbot, box, "ada@example.com") == "taken for an e-mail address: ada@example.com"
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert [item.kind for item in asked] == ["name", "email"]


@pytest.mark.parametrize(
    ("text", "kind", "problem"),
    [
        ("12", AS_PHONE, "no phone number that could be dialled: 12"),
        ("Ada", AS_EMAIL, "no e-mail address: Ada"),
        ("", AUTOMATIC, "type a phone"),
        ("   ", AS_NAME, "type a phone"),
    ],
)
def test_what_cannot_be_looked_up_is_marked_and_nothing_is_asked(
    box: LookUpBox, asked: list[LookUpAsked], text: str, kind: int, problem: str
):
    box.line.setText(text)
    box.kind.setCurrentIndex(kind)
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert problem.casefold() in box.problem.casefold()
    assert box._frame.is_marked
    assert box._sign.isVisible(), "not by colour alone"
    assert box.problem in box.line.accessibleDescription()
    assert asked == []
    assert box.line.hasFocus()


def test_the_mark_goes_when_the_text_is_mended(qtbot: QtBot, box: LookUpBox):
    box.submit()
    assert box.problem
    assert say(qtbot, box, "Ada") == "taken for a name: Ada"
    assert not box._frame.is_marked
    assert not box._sign.isVisible()


def test_the_arrow_keys_bring_back_what_was_looked_up(box: LookUpBox, asked: list[LookUpAsked]):
    for text in ("Ada", "Bob", "Ada", "Cleo"):
        box.line.setText(text)
        box.submit()
    seen = [box.line.text()]
    for _ in range(4):
        QTest.keyClick(box.line, Qt.Key.Key_Up)
        seen.append(box.line.text())
    assert seen == ["Cleo", "Ada", "Bob", "Bob", "Bob"], "each once, the latest first"
    QTest.keyClick(box.line, Qt.Key.Key_Down)
    assert box.line.text() == "Ada"
    assert len(asked) == 4, "nothing is sent before Enter"


def test_escape_leaves_the_box(qtbot: QtBot, box: LookUpBox):
    with qtbot.waitSignal(box.left):
        QTest.keyClick(box.line, Qt.Key.Key_Escape)


def test_it_knows_whether_something_was_typed_since(qtbot: QtBot, box: LookUpBox):
    QTest.keyClicks(box.line, "Ada")
    assert not box.is_untouched
    QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert box.is_untouched
    QTest.keyClicks(box.line, "B")
    assert not box.is_untouched


def test_the_wheel_does_not_change_what_a_text_is_taken_for(box: LookUpBox):
    event = QWheelEvent(
        QPointF(5, 5), box.kind.mapToGlobal(QPointF(5, 5)), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box.kind, event)
    assert box.kind.currentIndex() == AUTOMATIC
