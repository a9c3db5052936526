from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from leaddesk.domain.search import FieldKind, SearchField, parse_text_list
from leaddesk.ui.search.choice_editor import ChoiceEditor
from leaddesk.ui.search.choice_picker import ChoicePicker
from leaddesk.ui.search.conditions_editor import ConditionsEditor
from leaddesk.ui.search.field_editors import MomentEditor, TextEditor, YesNoEditor, build_editor
from leaddesk.ui.search.text_list_editor import TextListEditor, list_text
from tests.ui.search.sample_spec import COLUMN_NAMES, LEADS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("key", "editor_type"),
    [
        ("LeadTypeUID", ChoiceEditor),
        ("Query", ConditionsEditor),
        ("name", TextEditor),
        ("flagged", YesNoEditor),
        ("SortFields", TextListEditor),
        ("SortOrder", ChoiceEditor),
        ("since", MomentEditor),
    ],
)
def test_each_kind_of_field_has_its_editor(qtbot: QtBot, key: str, editor_type: type) -> None:
    editor = build_editor(LEADS.field(key), BERLIN)
    qtbot.addWidget(editor)
    assert type(editor) is editor_type


def test_text_is_given_without_blanks_around_it(qtbot: QtBot) -> None:
    editor = TextEditor(LEADS.field("name"))
    qtbot.addWidget(editor)
    qtbot.keyClicks(editor.line, "  Ada ")
    assert editor.raw_values() == {"name": "Ada"}


def test_a_wrong_number_is_kept_as_typed_so_that_it_can_be_marked(qtbot: QtBot) -> None:
    editor = build_editor(SearchField("n", "Number", FieldKind.INTEGER), BERLIN)
    qtbot.addWidget(editor)
    editor.set_raw("12a")
    assert editor.raw() == "12a"


def test_enter_in_a_line_submits(qtbot: QtBot) -> None:
    editor = TextEditor(LEADS.field("name"))
    qtbot.addWidget(editor)
    with qtbot.waitSignal(editor.submitted):
        qtbot.keyClick(editor.line, Qt.Key.Key_Return)


def test_enter_on_a_suggestion_does_not_submit(qtbot: QtBot) -> None:
    editor = TextListEditor(LEADS.field("SortFields"))
    qtbot.addWidget(editor)
    editor.set_column_names(COLUMN_NAMES)
    editor.show()
    editor.activateWindow()
    editor.line.setFocus()
    qtbot.waitUntil(editor.line.hasFocus)
    sent: list[bool] = []
    editor.submitted.connect(lambda: sent.append(True))
    qtbot.keyClicks(editor.line, "Loan")
    completer = editor.line.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert sent == []
    assert editor.raw() == "LoanAmount"


def test_the_last_name_of_a_list_is_completed_and_the_others_stay(qtbot: QtBot) -> None:
    editor = TextListEditor(LEADS.field("SortFields"))
    qtbot.addWidget(editor)
    editor.set_column_names(COLUMN_NAMES)
    editor.line.setText("State, Lo")
    completer = editor.line.completer()
    assert completer is not None
    assert completer.splitPath("State, Lo") == ["Lo"]
    completer.setCompletionPrefix("Lo")
    assert completer.pathFromIndex(completer.completionModel().index(0, 0)) == "State, LoanAmount"


@pytest.mark.parametrize("items", [[], ["A"], ["A", "B"], ["A,B", "C"], ["[x"], ['say "hi"', "B"], ["ä"]])
def test_a_list_comes_back_from_its_line(qtbot: QtBot, items: list[str]) -> None:
    editor = TextListEditor(LEADS.field("SortFields"))
    qtbot.addWidget(editor)
    editor.set_raw(items)
    assert list(parse_text_list(editor.raw())) == items
    assert editor.line.text() == list_text(items)


def test_names_are_picked_from_the_known_ones_in_the_order_of_the_clicks(qtbot: QtBot) -> None:
    editor = TextListEditor(LEADS.field("SortFields"))
    qtbot.addWidget(editor)
    assert editor.pick_button.isHidden()
    editor.set_column_names(COLUMN_NAMES)
    assert not editor.pick_button.isHidden()
    editor.show()
    qtbot.mouseClick(editor.pick_button, Qt.MouseButton.LeftButton)
    (picker,) = editor.findChildren(ChoicePicker)
    assert [picker.model.index(row).data() for row in range(picker.model.rowCount())] == ["LoanAmount", "State"]
    qtbot.keyClick(picker.search, Qt.Key.Key_Down)
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    qtbot.keyClick(picker.search, Qt.Key.Key_Up)
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert editor.raw() == "State, LoanAmount"
    qtbot.keyClicks(picker.search, "stat")
    assert picker.model.rowCount() == 1
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert editor.raw() == "LoanAmount"
    picker.close()


@pytest.mark.parametrize(("value", "raw"), [("true", "true"), ("Yes", "true"), ("0", "false"), ("", ""), ("maybe", "")])
def test_yes_or_no_takes_the_words_of_the_command_line(qtbot: QtBot, value: str, raw: str) -> None:
    editor = YesNoEditor(LEADS.field("flagged"))
    qtbot.addWidget(editor)
    editor.set_raw(value)
    assert editor.raw() == raw


def test_a_moment_can_be_left_out_and_is_sent_in_utc(qtbot: QtBot) -> None:
    editor = MomentEditor(LEADS.field("since"), BERLIN)
    qtbot.addWidget(editor)
    assert editor.raw_values() == {}
    editor.set_raw("2026-11-20T08:00:00Z")
    assert editor.clock.wall.hour == 9
    assert editor.raw() == "2026-11-20T08:00:00.000Z"
    editor.box.click()
    assert editor.raw() == ""
    assert not editor.clock.isEnabled()
