from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leaddesk.domain.search import Choice, FieldKind, SearchField
from leaddesk.ui.search.choice_editor import ChoiceEditor
from tests.ui.search.sample_spec import LEAD_TYPES, LEADS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LEAD_TYPE = LEADS.field("LeadTypeUID")


def make(qtbot: QtBot, field: SearchField) -> ChoiceEditor:
    editor = ChoiceEditor(field)
    qtbot.addWidget(editor)
    return editor


def items(editor: ChoiceEditor) -> list[str]:
    return [editor.combo.itemText(row) for row in range(editor.combo.count())]


def type_text(qtbot: QtBot, editor: ChoiceEditor, text: str) -> None:
    line = editor.combo.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, text)


def test_fetched_choices_are_shown_with_their_number_and_give_the_number(qtbot: QtBot) -> None:
    editor = make(qtbot, LEAD_TYPE)
    editor.set_choices("types", LEAD_TYPES)
    assert items(editor) == ["Mortgage (1001)", "Auto insurance (1002)"]
    assert editor.raw() == ""
    editor.set_raw("1002")
    assert (editor.combo.currentText(), editor.raw()) == ("Auto insurance (1002)", "1002")


@pytest.mark.parametrize(("typed", "value"), [("1001", "1001"), ("mortgage", "1001"), ("7", "7"), ("Mort", "Mort")])
def test_a_number_or_a_whole_name_can_be_typed_and_nothing_is_guessed(qtbot: QtBot, typed: str, value: str) -> None:
    editor = make(qtbot, LEAD_TYPE)
    editor.set_choices("types", LEAD_TYPES)
    type_text(qtbot, editor, typed)
    assert editor.raw() == value


def test_a_typed_value_outside_the_list_is_allowed_and_pointed_out(qtbot: QtBot) -> None:
    editor = make(qtbot, LEAD_TYPE)
    editor.set_choices("types", LEAD_TYPES)
    type_text(qtbot, editor, "777")
    assert editor.note.words.text() == "Not in the list; it is sent as typed."
    assert editor.own_problems() == ()


def test_when_the_list_cannot_be_fetched_the_typed_number_works_and_the_list_can_be_wanted_again(qtbot: QtBot) -> None:
    editor = make(qtbot, LEAD_TYPE)
    editor.set_choices_loading("types")
    editor.set_choices_failed("types", "The host refused the list.")
    assert "The host refused the list. Type the number" in editor.note.words.text()
    assert not editor.note.retry.isHidden()
    type_text(qtbot, editor, "1001")
    assert editor.raw() == "1001"
    with qtbot.waitSignal(editor.retry_wanted) as wanted:
        qtbot.mouseClick(editor.note.retry, Qt.MouseButton.LeftButton)
    assert wanted.args == ["types"]


def test_what_was_typed_while_the_list_was_loading_stays_when_it_comes(qtbot: QtBot) -> None:
    editor = make(qtbot, LEAD_TYPE)
    editor.set_choices_loading("types")
    type_text(qtbot, editor, "1002")
    editor.set_choices("types", LEAD_TYPES)
    assert (editor.combo.currentText(), editor.raw()) == ("Auto insurance (1002)", "1002")


def test_an_empty_list_says_so(qtbot: QtBot) -> None:
    editor = make(qtbot, LEAD_TYPE)
    editor.set_choices("types", ())
    assert "has none to choose from" in editor.note.words.text()


def test_choices_of_another_source_are_not_taken(qtbot: QtBot) -> None:
    editor = make(qtbot, LEAD_TYPE)
    editor.set_choices("users", LEAD_TYPES)
    editor.set_choices("", LEAD_TYPES)
    assert items(editor) == []


def test_a_list_of_the_account_may_be_left_and_the_stranger_is_pointed_out(qtbot: QtBot) -> None:
    editor = make(qtbot, SearchField("owner", "Owner", FieldKind.CHOICE, choices_from="users"))
    type_text(qtbot, editor, "Nobody")
    assert editor.note.text == ""
    editor.set_choices("users", (Choice("u1", "Ada"),))
    assert (editor.raw(), editor.own_problems()) == ("Nobody", ())
    assert editor.note.text == "Not in the list; it is sent as typed."


def test_labels_that_come_twice_are_told_apart_by_their_values(qtbot: QtBot) -> None:
    editor = make(qtbot, SearchField("owner", "Owner", FieldKind.CHOICE, choices_from="users"))
    editor.set_choices("users", (Choice("u1", "Ada"), Choice("u2", "Ada"), Choice("u3", "Bob")))
    assert items(editor) == ["Ada (u1)", "Ada (u2)", "Bob"]
    type_text(qtbot, editor, "ada")
    assert [problem.field for problem in editor.own_problems()] == ["owner"], "either could be meant"
    type_text(qtbot, editor, "u2")
    assert (editor.raw(), editor.own_problems()) == ("u2", ())


def test_a_fixed_choice_that_is_not_required_can_be_left_out(qtbot: QtBot) -> None:
    editor = make(qtbot, LEADS.field("SortOrder"))
    assert items(editor) == ["Not filled in", "Ascending", "Descending"]
    assert editor.raw() == "1"
    editor.set_raw("")
    assert (editor.combo.currentText(), editor.raw()) == ("Not filled in", "")


def test_a_required_fixed_choice_starts_with_nothing_chosen(qtbot: QtBot) -> None:
    field = SearchField("kind", "Kind", FieldKind.CHOICE, required=True, choices=(Choice("a", "A"), Choice("b", "B")))
    editor = make(qtbot, field)
    assert (editor.combo.currentIndex(), editor.raw()) == (-1, "")
