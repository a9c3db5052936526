from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.search import Choice, SearchField, parse_text_list
from leaddesk.ui.search.multi_choice_editor import MultiChoiceEditor
from leaddesk.ui.widgets.problem_mark import MarkFrame
from tests.ui.search.vendor_spec import LANGUAGES, SEGMENTS, USER_CHOICES, USERS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def make(qtbot: QtBot, field: SearchField) -> MultiChoiceEditor:
    editor = MultiChoiceEditor(field)
    qtbot.addWidget(editor)
    return editor


@pytest.mark.parametrize(
    "value", [[], ["u-1"], ["u-1", "a, b"], ["Sample, Carla", "u-2"], "u-1, u-2", '["a, b", "c"]', ""]
)
def test_values_come_back_as_the_search_reads_them(qtbot: QtBot, value: str | list[str]) -> None:
    editor = make(qtbot, USERS)
    editor.set_raw(value)
    assert editor.raw() == list(parse_text_list(value))
    assert editor.raw_values() == ({"users": editor.raw()} if value else {})


def test_a_text_that_is_no_list_is_kept_whole(qtbot: QtBot) -> None:
    editor = make(qtbot, USERS)
    editor.set_raw('["u-1"')
    assert editor.raw() == ['["u-1"']


def test_fetched_names_are_shown_for_the_values_and_strangers_are_pointed_out(qtbot: QtBot) -> None:
    editor = make(qtbot, USERS)
    editor.set_choices_loading("users")
    assert editor.tags.line.placeholderText() == "Loading the list …"
    editor.set_raw(["u-1", "x@example.com"])
    assert editor.note.text == ""
    editor.set_choices("users", USER_CHOICES)
    assert [tag.accessibleName() for tag in editor.tags.tags] == ["Take out Ada Testwood", "Take out x@example.com"]
    assert editor.note.text == "“x@example.com” is not in the list; it is sent as typed."
    assert editor.own_problems() == ()
    editor.set_raw(["u-2"])
    assert editor.note.text == ""


def test_choices_of_another_source_are_not_taken(qtbot: QtBot) -> None:
    editor = make(qtbot, USERS)
    for source in ("fields", ""):
        editor.set_choices(source, USER_CHOICES)
    assert editor.tags.pick_button.isHidden()


def test_when_the_list_cannot_be_fetched_values_are_typed_and_it_can_be_wanted_again(qtbot: QtBot) -> None:
    editor = make(qtbot, USERS)
    editor.set_choices_loading("users")
    editor.set_choices_failed("users", "The host refused it.")
    assert editor.note.text == "The host refused it. Type the values, or try again."
    qtbot.keyClicks(editor.tags.line, "u-7")
    qtbot.keyClick(editor.tags.line, Qt.Key.Key_Return)
    assert editor.raw() == ["u-7"]
    assert "refused" in editor.note.text, "typing does not hide why there is no list"
    with qtbot.waitSignal(editor.retry_wanted) as wanted:
        qtbot.mouseClick(editor.note.retry, Qt.MouseButton.LeftButton)
    assert wanted.args == ["users"]


def test_an_account_without_any_says_so(qtbot: QtBot) -> None:
    editor = make(qtbot, USERS)
    editor.set_choices("users", ())
    assert "none to choose from" in editor.note.text


def test_a_fixed_list_may_not_be_left(qtbot: QtBot) -> None:
    editor = make(qtbot, LANGUAGES)
    qtbot.keyClicks(editor.tags.line, "french")
    qtbot.keyClick(editor.tags.line, Qt.Key.Key_Return)
    qtbot.keyClicks(editor.tags.line, "Klingon")
    assert editor.raw() == ["fr", "Klingon"]
    assert editor.note.text == "“Klingon” is not in the list; choose from it."


def test_a_name_of_several_is_a_problem(qtbot: QtBot) -> None:
    editor = make(qtbot, USERS)
    editor.set_choices("users", (Choice("u-1", "Ada"), Choice("u-9", "Ada")))
    qtbot.keyClicks(editor.tags.line, "ada")
    assert editor.own_problems() == (FieldProblem("users", "several are called “ada”; choose one in the list"),)


def test_values_seen_on_screen_are_offered_and_none_is_called_strange(qtbot: QtBot) -> None:
    editor = make(qtbot, SEGMENTS)
    assert editor.tags.pick_button.isHidden()
    editor.set_value_suggestions({"segments": ["Buyers", "Sellers, old"], "other": ["x"]})
    assert not editor.tags.pick_button.isHidden()
    editor.set_raw(["Sellers, old", "Renters"])
    assert editor.note.text == ""
    editor.set_value_suggestions({})
    assert editor.tags.pick_button.isHidden()
    assert editor.raw() == ["Sellers, old", "Renters"]


def test_a_mark_frames_it_and_goes(qtbot: QtBot) -> None:
    editor = make(qtbot, USERS)
    frame = editor.tags.parentWidget()
    assert isinstance(frame, MarkFrame)
    editor.mark("users")
    assert frame.is_marked
    editor.clear_marks()
    assert not frame.is_marked
