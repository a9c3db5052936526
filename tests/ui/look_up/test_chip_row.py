"""The chips: words and sign for every state, the countdown, and lines that break."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from leaddesk.domain.errors import CredentialsRefused, NetworkCause, NotReachable
from leaddesk.domain.provider import LookUpPart, Wait
from leaddesk.services.look_up import AccountAnswer, LookUpState
from leaddesk.services.look_up_text import LookUpKind
from leaddesk.ui.look_up.chip import chip_sign
from leaddesk.ui.look_up.chip_row import ChipRow
from tests.ui.look_up.look_up_parts import ADA, answers_of, standing

REFUSED = CredentialsRefused("The key was refused.", host="h", remedy="Open the account.")
SILENT = NotReachable("h did not answer.", host="h", cause=NetworkCause.SILENT)
CANNOT = LookUpPart("by phone: there is no such search", searched=False)
CUT_OFF = LookUpPart("the second page", searched=False, failed=True)

STATES: list[tuple[AccountAnswer, str, str]] = [
    (standing("A", LookUpState.SEARCHING), "searching", "search"),
    (standing("A", LookUpState.WAITING, wait=Wait("h", 3.2, "limit", 2)), "waiting 4 s", "clock"),
    (answers_of(A=[ADA, ADA, ADA])[0], "3 found", "check"),
    (standing("A", LookUpState.NONE), "none", "minus"),
    (standing("A", LookUpState.NONE, can_widen=True, days=90), "none in 90 days", "minus"),
    (standing("A", LookUpState.CANNOT), "cannot search by phone", "cancel"),
    (standing("A", LookUpState.FAILED, error=REFUSED), "key refused", "key"),
    (standing("A", LookUpState.FAILED, error=SILENT), "not reached", "error"),
    (standing("A", LookUpState.STOPPED), "stopped", "stop"),
]


@pytest.fixture
def row(qtbot: QtBot) -> ChipRow:
    row = ChipRow()
    qtbot.addWidget(row)
    row.resize(600, 100)
    return row


@pytest.mark.parametrize(("answer", "words", "sign"), STATES, ids=[words for _, words, _ in STATES])
def test_each_state_has_words_and_a_sign_of_its_own(row: ChipRow, answer: AccountAnswer, words: str, sign: str):
    row.show_answers([answer], LookUpKind.PHONE)
    (chip,) = row.chips
    assert chip.text() == f"A: {words}"
    assert chip.accessibleName() == f"A: {words}"
    assert chip_sign(answer)[0] == sign
    assert not chip.icon().isNull()


def test_an_answer_that_lacks_something_warns(row: ChipRow):
    partial = replace(answers_of(A=ADA)[0], parts=(CUT_OFF,))
    assert chip_sign(partial)[0] == "alert"
    row.show_answers([partial], LookUpKind.PHONE)
    assert row.chips[0].words == "partly searched: 1 found"
    assert "second page" in row.chips[0].accessibleDescription()


def test_a_pause_is_counted_down_and_ends_with_the_answer(qtbot: QtBot, row: ChipRow):
    waiting = standing("A", LookUpState.WAITING, wait=Wait("h", 1.3, "limit", 2))
    row.show_answers([standing("A", LookUpState.SEARCHING)], LookUpKind.PHONE)
    row.show_answer(waiting)
    seen = [row.chips[0].words]
    qtbot.waitUntil(lambda: seen.append(row.chips[0].words) or seen[-1] == "waiting 0 s", timeout=4000)
    assert list(dict.fromkeys(seen)) == ["waiting 2 s", "waiting 1 s", "waiting 0 s"]
    row.show_answer(standing("A", LookUpState.NONE))
    qtbot.waitUntil(lambda: not row._ticking.isActive())
    assert row.chips[0].words == "none"


def test_many_accounts_take_several_lines(qtbot: QtBot, row: ChipRow):
    answers = [standing(f"Account number {number}", LookUpState.SEARCHING) for number in range(12)]
    row.show_answers(answers, LookUpKind.PHONE)
    row.show()
    row.resize(600, row.heightForWidth(600))
    qtbot.waitUntil(lambda: len({chip.y() for chip in row.chips}) > 2)
    assert all(chip.geometry().right() <= 600 for chip in row.chips)
    assert max(chip.geometry().bottom() for chip in row.chips) <= row.height()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_open_the_reason_as_a_click_does(qtbot: QtBot, row: ChipRow, key: Qt.Key):
    row.show_answers([standing("A", LookUpState.NONE), standing("B", LookUpState.NONE)], LookUpKind.PHONE)
    row.show()
    row.activateWindow()
    row.chips[1].setFocus()
    with qtbot.waitSignal(row.reason_wanted) as told:
        QTest.keyClick(row.chips[1], key)
    assert told.args == ["id of B"]


def test_names_are_shown_as_they_are_and_long_ones_are_cut(row: ChipRow):
    row.show_answers([standing("R&D <b>", LookUpState.NONE), standing("x" * 80, LookUpState.NONE)], LookUpKind.PHONE)
    assert row.chips[0].text() == "R&&D <b>: none", "no letter is taken for a key"
    assert len(row.chips[1].text()) < 50
    assert row.chips[1].accessibleName() == f"{'x' * 80}: none"


def test_a_new_look_up_brings_its_own_chips(row: ChipRow):
    row.show_answers([standing("A", LookUpState.NONE)], LookUpKind.PHONE)
    row.show_answers([standing("B", LookUpState.NONE), standing("C", LookUpState.NONE)], LookUpKind.NAME)
    assert [chip.answer.account.name for chip in row.chips] == ["B", "C"]
    row.show_answer(standing("B", LookUpState.CANNOT))
    assert row.chip("id of B").words == "cannot search by name"
