from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from leaddesk.ui.widgets.fold import Fold
from leaddesk.ui.widgets.problem_mark import MarkedField


@pytest.fixture
def field(qtbot: QtBot) -> MarkedField:
    made = MarkedField("Lead type", QLineEdit(), help_text="Pick one.", required=True)
    qtbot.addWidget(made)
    return made


def test_a_wrong_field_has_a_frame_the_words_and_an_accessible_description(field: MarkedField) -> None:
    assert field.frame is not None
    field.show_problem("fill in <b>it</b>")
    assert field.problem == "Fill in <b>it</b>"
    assert field.frame.is_marked
    assert field.editor.accessibleDescription() == "Wrong: fill in <b>it</b>. Pick one."
    field.clear_problem()
    assert (field.problem, field.frame.is_marked) == ("", False)
    assert field.editor.accessibleDescription() == "Pick one."


def test_all_words_are_plain_text(field: MarkedField) -> None:
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in field.findChildren(QLabel))


def test_a_required_field_says_so_to_eye_and_ear(field: MarkedField) -> None:
    assert field.label.text() == "Lead type *"
    assert field.editor.accessibleName() == "Lead type, required"


def test_an_address_is_not_spelled_with_a_capital(field: MarkedField) -> None:
    field.show_problem("http:// is accepted for loopback only")
    assert field.problem.startswith("http://")


def test_a_fold_opens_and_closes_by_its_button_and_tells_its_state(qtbot: QtBot) -> None:
    fold = Fold("More")
    qtbot.addWidget(fold)
    assert (fold.is_open, fold.content.isHidden(), fold.button.accessibleName()) == (False, True, "More, closed")
    fold.button.click()
    assert (fold.is_open, fold.content.isHidden(), fold.button.accessibleName()) == (True, False, "More, open")
    fold.button.click()
    assert not fold.is_open
