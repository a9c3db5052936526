from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leaddesk.domain.field_input import parse_field
from leaddesk.domain.search import Choice, SearchField
from leaddesk.ui.search.condition_list import ConditionEntry
from leaddesk.ui.search.condition_list_editor import ConditionListEditor
from tests.ui.search.vendor_spec import ACTIVITIES, ACTIVITY_CHOICES, FIELD_CHOICES, FILTERS, ROLES

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def make(qtbot: QtBot, field: SearchField = FILTERS) -> ConditionListEditor:
    editor = ConditionListEditor(field)
    qtbot.addWidget(editor)
    return editor


def type_name(qtbot: QtBot, editor: ConditionListEditor, row: int, text: str) -> None:
    line = editor.rows[row].name.lineEdit()
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, text)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (FILTERS, ""),
        (FILTERS, '[{"LookUpName": "mx_City", "SqlOperator": "=", "LookUpValues": ["Reno, NV"]}]'),
        (FILTERS, '[{"LookUpName": "mx_City", "SqlOperator": "in", "LookUpValues": ["a", "b, c"]}]'),
        (FILTERS, '[{"LookUpName": "mx_City", "SqlOperator": "def", "LookUpValues": []}]'),
        (ACTIVITIES, '[{"LookUpName": "ActivityEvent", "SqlOperator": "in", "LookUpValues": ["21", "22"]}]'),
        (ROLES, '[{"roleName": "Agent", "assigneeToIds": [7, 8]}]'),
        (FILTERS, "not json"),
        (FILTERS, '[{"LookUpName": "a", "SqlOperator": "like", "LookUpValues": ["x"]}]'),
    ],
)
def test_conditions_come_back_as_they_were_set(qtbot: QtBot, field: SearchField, text: str) -> None:
    editor = make(qtbot, field)
    editor.set_raw(text)
    assert editor.raw() == text


def test_what_rows_cannot_show_is_shown_as_raw_json(qtbot: QtBot) -> None:
    editor = make(qtbot)
    editor.set_raw('[{"LookUpName": "a", "SqlOperator": "like", "LookUpValues": ["x"]}]')
    assert editor.is_raw
    editor.set_raw('[{"LookUpName": "a", "SqlOperator": "=", "LookUpValues": ["x"]}]')
    assert not editor.is_raw
    assert [row.entry for row in editor.rows] == [ConditionEntry("a", "=", ("x",))]


def test_a_condition_is_built_with_a_name_of_the_account(qtbot: QtBot) -> None:
    editor = make(qtbot)
    editor.set_choices("fields", FIELD_CHOICES)
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    row = editor.rows[0]
    assert [row.name.itemText(place) for place in range(row.name.count())] == ["First name", "City", "Lead stage"]
    type_name(qtbot, editor, 0, "city")
    row.operator.setCurrentIndex(row.operator.findData(">="))
    qtbot.keyClicks(row.values.line, "Reno")
    expected = {"LookUpName": "mx_City", "SqlOperator": ">=", "LookUpValues": ["Reno"]}
    assert parse_field(FILTERS, editor.raw()) == (expected,)
    assert editor.own_problems() == ()
    assert row.hint == ""


def test_names_that_come_later_are_shown_for_what_was_chosen_or_typed(qtbot: QtBot) -> None:
    editor = make(qtbot)
    editor.set_choices_loading("fields")
    editor.set_raw('[{"LookUpName": "mx_City", "SqlOperator": "=", "LookUpValues": ["Reno"]}]')
    line = editor.rows[0].name.lineEdit()
    assert line is not None
    assert line.text() == "mx_City"
    edited: list[bool] = []
    editor.edited.connect(lambda: edited.append(True))
    editor.set_choices("fields", FIELD_CHOICES)
    assert line.text() == "City"
    assert edited == [], "nobody changed anything"
    assert json.loads(str(editor.raw()))[0]["LookUpName"] == "mx_City"


def test_a_name_that_is_not_in_the_list_is_sent_and_pointed_out(qtbot: QtBot) -> None:
    editor = make(qtbot)
    editor.set_choices("fields", FIELD_CHOICES)
    editor.add_row(ConditionEntry("", "=", ("x",)))
    type_name(qtbot, editor, 0, "mx_Hidden")
    assert editor.rows[0].hint == "“mx_Hidden” is not in the list; it is sent as typed."
    assert json.loads(str(editor.raw()))[0]["LookUpName"] == "mx_Hidden"


def test_operators_decide_how_many_values_there_are_and_none_is_lost_on_the_way(qtbot: QtBot) -> None:
    editor = make(qtbot)
    row = editor.add_row(ConditionEntry("City", "in", ("Reno", "Provo")))

    def choose(wire: str) -> None:
        place = row.operator.findData(wire)
        row.operator.setCurrentIndex(place)
        row.operator.activated.emit(place)

    assert row.values.is_many
    choose("def")
    assert row.values.isHidden()
    assert editor.own_problems() == ()
    choose("=")
    assert not row.values.isHidden()
    (problem,) = editor.own_problems()
    assert "takes one value" in problem.message
    assert row.problem.startswith("This takes one value")
    choose("in")
    assert row.problem == ""
    assert json.loads(str(editor.raw()))[0]["LookUpValues"] == ["Reno", "Provo"]


def test_a_fixed_name_is_not_asked_for_and_values_come_from_the_account(qtbot: QtBot) -> None:
    editor = make(qtbot, ACTIVITIES)
    editor.set_choices("activities", ACTIVITY_CHOICES)
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    row = editor.rows[0]
    assert row.name.isHidden()
    row.operator.setCurrentIndex(row.operator.findData("in"))
    row.operator.activated.emit(row.operator.currentIndex())
    qtbot.keyClicks(row.values.line, "Outbound call")
    qtbot.keyClick(row.values.line, Qt.Key.Key_Escape)
    qtbot.keyClick(row.values.line, Qt.Key.Key_Return)
    assert [tag.accessibleName() for tag in row.values.tags] == ["Take out Outbound call (22)"]
    assert json.loads(str(editor.raw())) == [
        {"LookUpName": "ActivityEvent", "SqlOperator": "in", "LookUpValues": ["22"]}
    ]


def test_a_list_without_operators_shows_none_and_sends_numbers(qtbot: QtBot) -> None:
    editor = make(qtbot, ROLES)
    editor.set_choices("members", (Choice("7", "Ada Testwood"),))
    row = editor.add_row(ConditionEntry("Agent", "", ("7", "Ben")))
    assert row.operator.isHidden()
    assert "no whole number" in editor.own_problems()[0].message
    row.values.toggle("Ben")
    assert editor.raw() == '[{"roleName": "Agent", "assigneeToIds": [7]}]'


def test_a_half_filled_row_is_marked_at_the_row_and_gone_to(qtbot: QtBot) -> None:
    editor = make(qtbot)
    editor.add_row(ConditionEntry("City", "=", ("x",)))
    row = editor.add_row(ConditionEntry("City", "=", ()))
    editor.show()
    editor.activateWindow()
    (problem,) = editor.own_problems()
    assert (problem.field, problem.message) == ("filters", "condition 2: fill in a value")
    assert (editor.rows[0].problem, row.problem) == ("", "Fill in a value")
    editor.focus_first("filters")
    qtbot.waitUntil(row.name.hasFocus)
    editor.rows[0].name.setFocus()
    assert row.problem == "Fill in a value", "leaving a row that was not changed leaves its mark"
    qtbot.keyClicks(row.values.line, "y")
    assert row.problem == ""


def test_an_unfinished_row_is_not_lost_by_switching_to_raw_json(qtbot: QtBot) -> None:
    editor = make(qtbot)
    editor.add_row(ConditionEntry("City", "=", ()))
    qtbot.mouseClick(editor.raw_button, Qt.MouseButton.LeftButton)
    assert not editor.is_raw
    assert "Finish or remove" in editor.words


def test_raw_json_and_back_keeps_the_conditions(qtbot: QtBot) -> None:
    editor = make(qtbot)
    text = '[{"LookUpName": "a", "SqlOperator": "in", "LookUpValues": ["x", "y"]}]'
    editor.set_raw(text)
    qtbot.mouseClick(editor.raw_button, Qt.MouseButton.LeftButton)
    assert editor.is_raw
    assert json.loads(str(editor.raw())) == json.loads(text)
    qtbot.mouseClick(editor.raw_button, Qt.MouseButton.LeftButton)
    assert editor.raw() == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"LookUpName": "a", "SqlOperator": "like", "LookUpValues": ["x"]}]', "another SqlOperator"),
        ("{}", "not a JSON list"),
        ('[{"LookUpName": "a", "LookUpName": "b"}]', "twice"),
    ],
)
def test_switching_back_keeps_text_that_rows_cannot_show_and_says_why(qtbot: QtBot, text: str, words: str) -> None:
    editor = make(qtbot)
    editor.set_raw("{")
    editor.text.setPlainText(text)
    qtbot.mouseClick(editor.raw_button, Qt.MouseButton.LeftButton)
    assert editor.is_raw
    assert editor.raw() == text
    assert words in editor.words


def test_removing_a_row_goes_to_the_next_and_renumbers(qtbot: QtBot) -> None:
    editor = make(qtbot)
    for name in "abc":
        editor.add_row(ConditionEntry(name, "=", ("x",)))
    editor.show()
    editor.activateWindow()
    with qtbot.waitSignal(editor.edited):
        qtbot.mouseClick(editor.rows[1].remove, Qt.MouseButton.LeftButton)
    assert [row.entry.name for row in editor.rows] == ["a", "c"]
    assert editor.rows[1].name.accessibleName() == "Filters, condition 2, name"
    assert editor.rows[1].values.line.accessibleName() == "Filters, condition 2, values"
    qtbot.waitUntil(editor.rows[1].name.hasFocus)


def test_each_list_that_failed_is_told_and_fetched_again(qtbot: QtBot) -> None:
    field = SearchField("both", "Both", FILTERS.kind, choices_from="fields", row=ACTIVITIES.row)
    editor = make(qtbot, field)
    editor.set_choices_failed("fields", "Names refused.")
    editor.set_choices_failed("activities", "Values refused.")
    editor.set_choices_failed("other", "Not mine.")
    assert editor.note.text == "Names refused. Values refused. Type what you need, or try again."
    wanted: list[str] = []
    editor.retry_wanted.connect(wanted.append)
    qtbot.mouseClick(editor.note.retry, Qt.MouseButton.LeftButton)
    assert wanted == ["fields", "activities"]
    editor.set_choices("fields", FIELD_CHOICES)
    assert editor.note.text.startswith("Values refused.")
    editor.set_choices("activities", ACTIVITY_CHOICES)
    assert editor.note.text == ""
