from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leaddesk.ui.search.conditions import ConditionRow
from leaddesk.ui.search.conditions_editor import ConditionsEditor
from tests.ui.search.sample_spec import COLUMN_NAMES, QUERY

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def editor(qtbot: QtBot) -> ConditionsEditor:
    made = ConditionsEditor(QUERY)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    "text",
    [
        "",
        '{"Amount": {"$gte": 150000, "$lte": 400000.5}, "State": "CA"}',
        '{"PostalCode": "94105", "Flagged": true, "Old": null, "Empty": ""}',
        '{"$or": [{"a": 1}, {"b": "x"}]}',
        "not json",
        "[1, 2]",
    ],
)
def test_conditions_come_back_as_they_were_set(editor: ConditionsEditor, text: str) -> None:
    editor.set_raw(text)
    assert editor.raw() == text


def test_what_rows_cannot_show_is_shown_as_raw_json(editor: ConditionsEditor) -> None:
    editor.set_raw('{"$or": []}')
    assert editor.is_raw
    editor.set_raw('{"a": 1}')
    assert not editor.is_raw
    assert [row.row for row in editor.rows] == [ConditionRow("a", "", "1")]


def test_typing_a_condition_gives_a_number_or_a_text_as_shown(qtbot: QtBot, editor: ConditionsEditor) -> None:
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    row = editor.rows[0]
    row.name.setText("PostalCode")
    qtbot.keyClicks(row.value, "94105")
    assert (row.type_button.text(), editor.raw()) == ("number", '{"PostalCode": 94105}')
    qtbot.mouseClick(row.type_button, Qt.MouseButton.LeftButton)
    assert (row.type_button.text(), row.value.text()) == ("text", '"94105"')
    assert editor.raw() == '{"PostalCode": "94105"}'
    qtbot.mouseClick(row.type_button, Qt.MouseButton.LeftButton)
    assert editor.raw() == '{"PostalCode": 94105}'


def test_plain_text_has_no_other_type_to_change_to(editor: ConditionsEditor) -> None:
    editor.set_raw('{"State": "CA"}')
    assert editor.rows[0].type_button.text() == "text"
    assert not editor.rows[0].type_button.isEnabled()


def test_switching_to_raw_json_and_back_keeps_the_conditions(qtbot: QtBot, editor: ConditionsEditor) -> None:
    text = '{"Amount": {"$gte": 1, "$lte": 9}, "PostalCode": "94105"}'
    editor.set_raw(text)
    qtbot.mouseClick(editor.raw_button, Qt.MouseButton.LeftButton)
    assert editor.is_raw
    assert json.loads(str(editor.raw())) == json.loads(text)
    qtbot.mouseClick(editor.raw_button, Qt.MouseButton.LeftButton)
    assert not editor.is_raw
    assert editor.raw() == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": {"$in": [1]}}', "“$in”, which rows do not have"),
        ("{", "not a JSON object"),
        ('{"a": 1, "a": 2}', "twice"),
    ],
)
def test_switching_back_keeps_text_that_rows_cannot_show_and_says_why(
    qtbot: QtBot, editor: ConditionsEditor, text: str, words: str
) -> None:
    editor.set_raw("{")
    editor.text.setPlainText(text)
    qtbot.mouseClick(editor.raw_button, Qt.MouseButton.LeftButton)
    assert editor.is_raw
    assert editor.raw() == text
    assert words in editor.words


def test_an_unfinished_row_is_not_lost_by_switching_to_raw_json(qtbot: QtBot, editor: ConditionsEditor) -> None:
    editor.add_row(ConditionRow("Amount", "$gte", ""))
    qtbot.mouseClick(editor.raw_button, Qt.MouseButton.LeftButton)
    assert not editor.is_raw
    assert editor.rows[0].row.name == "Amount"
    assert "Finish or remove" in editor.words
    assert editor.rows[0].problem


def test_a_conflict_is_marked_at_its_row_and_goes_when_the_row_is_edited(
    qtbot: QtBot, editor: ConditionsEditor
) -> None:
    editor.set_raw('{"A": {"$gte": 1}}')
    editor.add_row(ConditionRow("A", "$gte", "2"))
    (problem,) = editor.own_problems()
    assert problem.field == "Query"
    assert "condition 2" in problem.message
    assert (editor.rows[0].problem, bool(editor.rows[1].problem)) == ("", True)
    qtbot.keyClicks(editor.rows[1].value, "0")
    assert editor.rows[1].problem == ""


def test_a_name_that_stands_twice_in_raw_json_is_a_problem(editor: ConditionsEditor) -> None:
    editor.set_raw("{")
    editor.text.setPlainText('{"a": 1, "a": 2}')
    assert [problem.field for problem in editor.own_problems()] == ["Query"]
    assert "twice" in editor.words


def test_removing_a_row_removes_its_condition_and_renumbers_the_rest(qtbot: QtBot, editor: ConditionsEditor) -> None:
    editor.set_raw('{"A": 1, "B": 2}')
    with qtbot.waitSignal(editor.edited):
        qtbot.mouseClick(editor.rows[0].remove, Qt.MouseButton.LeftButton)
    assert editor.raw() == '{"B": 2}'
    assert editor.rows[0].name.accessibleName() == "Condition 1, field"


def test_names_are_offered_without_the_prefix_of_their_section(editor: ConditionsEditor) -> None:
    editor.set_column_names(COLUMN_NAMES)
    completer = editor.add_row(ConditionRow()).name.completer()
    assert completer is not None
    model = completer.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["LoanAmount", "State"]


def test_a_number_with_separators_is_pointed_out_at_the_row(qtbot: QtBot, editor: ConditionsEditor) -> None:
    row = editor.add_row(ConditionRow("Amount", "$gte", ""))
    qtbot.keyClicks(row.value, "150,000")
    assert row.hint.startswith("This is sent as text")
