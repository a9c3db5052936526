from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from leaddesk.domain.search import Choice
from leaddesk.ui.search.choice_names import ChoiceNames
from leaddesk.ui.search.choice_picker import ChoicePicker
from leaddesk.ui.search.tag_editor import MOST_TAGS_SHOWN, TagEditor, split_typed
from tests.ui.search.vendor_spec import USER_CHOICES

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

USERS = ChoiceNames(USER_CHOICES)


@pytest.fixture
def tags(qtbot: QtBot) -> TagEditor:
    made = TagEditor("Users")
    qtbot.addWidget(made)
    made.set_names(USERS)
    made.resize(300, 120)
    made.show()
    made.activateWindow()
    made.line.setFocus()
    qtbot.waitUntil(made.line.hasFocus)
    return made


def texts(tags: TagEditor) -> list[str]:
    return [tag.accessibleName().removeprefix("Take out ") for tag in tags.tags]


def close_suggestions(tags: TagEditor) -> None:
    completer = tags.line.completer()
    popup = completer.popup() if completer is not None else None
    assert popup is not None
    popup.hide()


def test_enter_makes_a_tag_of_what_was_typed_and_in_the_empty_line_it_searches(qtbot: QtBot, tags: TagEditor) -> None:
    sent: list[bool] = []
    tags.submitted.connect(lambda: sent.append(True))
    qtbot.keyClicks(tags.line, "ben sample")
    qtbot.keyClick(tags.line, Qt.Key.Key_Return)
    assert (tags.values, tags.line.text(), sent) == (("u-2",), "", [])
    assert texts(tags) == ["Ben Sample"]
    qtbot.keyClick(tags.line, Qt.Key.Key_Return)
    assert sent == [True]


def test_what_still_stands_in_the_line_counts_as_given(qtbot: QtBot, tags: TagEditor) -> None:
    tags.set_values(["u-1"])
    qtbot.keyClicks(tags.line, "Ben Sample")
    assert tags.values == ("u-1", "u-2")


def test_a_suggestion_that_is_picked_becomes_a_tag(qtbot: QtBot, tags: TagEditor) -> None:
    qtbot.keyClicks(tags.line, "carl")
    completer = tags.line.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tags.line.text() == "")
    assert tags.values == ("u-3",)
    assert texts(tags) == ["Sample, Carla"]


def test_leaving_the_line_makes_a_tag(qtbot: QtBot, tags: TagEditor) -> None:
    qtbot.keyClicks(tags.line, "u-1")
    close_suggestions(tags)
    tags.pick_button.setFocus()
    assert texts(tags) == ["Ada Testwood"]


def test_a_column_pasted_from_a_spreadsheet_becomes_a_tag_for_each_cell(tags: TagEditor) -> None:
    QGuiApplication.clipboard().setText("Ada Testwood\r\nSample, Carla\nsomebody else\n\nAda Testwood\n")
    tags.line.paste()
    assert tags.values == ("u-1", "u-3", "somebody else")
    assert tags.line.text() == ""
    assert tags.strangers == ("somebody else",)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("u-1, Ben Sample", ("u-1", "u-2")),
        ("Sample, Carla", ("u-3",)),
        ("sample, c", ("sample, c",)),
        ("x, y", ("x", "y")),
        ('["x, y", "u-1"]', ("x, y", "u-1")),
        ('["x, y"', ('["x, y"',)),
        ("a\tb\nc, d", ("a", "b", "c, d")),
        ("a, a ,, ", ("a",)),
    ],
)
def test_commas_part_what_was_typed_unless_the_whole_is_offered(text: str, values: tuple[str, ...]) -> None:
    assert split_typed(text, USERS) == values


def test_backspace_in_the_empty_line_takes_the_last_tag_out(qtbot: QtBot, tags: TagEditor) -> None:
    tags.set_values(["u-1", "u-2"])
    qtbot.keyClicks(tags.line, "x")
    qtbot.keyClick(tags.line, Qt.Key.Key_Backspace)
    assert tags.values == ("u-1", "u-2"), "it took the letter out"
    with qtbot.waitSignal(tags.edited):
        qtbot.keyClick(tags.line, Qt.Key.Key_Backspace)
    assert tags.values == ("u-1",)


def test_a_click_on_a_tag_takes_it_out(qtbot: QtBot, tags: TagEditor) -> None:
    tags.set_values(["u-1", "u-2"])
    with qtbot.waitSignal(tags.edited):
        qtbot.mouseClick(tags.tags[0], Qt.MouseButton.LeftButton)
    assert tags.values == ("u-2",)


def test_tags_are_reached_and_taken_out_by_keys(qtbot: QtBot, tags: TagEditor) -> None:
    tags.set_values(["u-1", "u-2", "u-3"])
    qtbot.keyClick(tags.line, Qt.Key.Key_Left)
    assert tags.tags[2].hasFocus()
    qtbot.keyClick(tags.tags[2], Qt.Key.Key_Left)
    assert tags.tags[1].hasFocus()
    qtbot.keyClick(tags.tags[1], Qt.Key.Key_Delete)
    assert tags.values == ("u-1", "u-3")
    assert tags.tags[1].hasFocus(), "the one that follows"
    qtbot.keyClick(tags.tags[1], Qt.Key.Key_Right)
    assert tags.line.hasFocus()


def test_a_name_of_several_stays_in_the_line_until_one_is_chosen(qtbot: QtBot, tags: TagEditor) -> None:
    tags.set_names(ChoiceNames((Choice("u-1", "Ada"), Choice("u-9", "Ada"))))
    qtbot.keyClicks(tags.line, "Ada")
    close_suggestions(tags)
    qtbot.keyClick(tags.line, Qt.Key.Key_Return)
    assert (texts(tags), tags.line.text(), tags.ambiguous_text) == ([], "Ada", "Ada")


def test_a_list_that_may_not_be_left_keeps_strangers_in_the_line(qtbot: QtBot) -> None:
    tags = TagEditor("Languages", is_open=False)
    qtbot.addWidget(tags)
    tags.set_names(USERS)
    tags.line.setText("u-1, Nobody")
    tags.take_typed()
    assert (texts(tags), tags.line.text()) == (["Ada Testwood"], "Nobody")
    assert tags.values == ("u-1", "Nobody"), "it is not lost, and the check of the search refuses it"


def test_names_that_come_later_are_shown_and_what_is_being_typed_stays(qtbot: QtBot) -> None:
    tags = TagEditor("Users")
    qtbot.addWidget(tags)
    tags.set_values(["u-1"])
    qtbot.keyClicks(tags.line, "Be")
    tags.set_names(USERS)
    assert (texts(tags), tags.line.text()) == (["Ada Testwood"], "Be")


def test_where_one_is_wanted_it_stands_in_the_line(qtbot: QtBot, tags: TagEditor) -> None:
    tags.set_many(False)
    tags.set_values(["u-2"])
    assert (tags.line.text(), texts(tags), tags.values) == ("Ben Sample", [], ("u-2",))
    tags.set_many(True)
    assert (tags.line.text(), texts(tags), tags.values) == ("", ["Ben Sample"], ("u-2",))


def test_several_stay_where_only_one_is_wanted(tags: TagEditor) -> None:
    tags.set_values(["u-1", "u-2"])
    tags.set_many(False)
    assert tags.values == ("u-1", "u-2"), "what is too much is refused, not dropped"
    assert len(texts(tags)) == 2


def test_one_value_holds_its_commas(qtbot: QtBot, tags: TagEditor) -> None:
    tags.set_many(False)
    qtbot.keyClicks(tags.line, "Reno, NV")
    assert tags.values == ("Reno, NV",)


def test_of_very_many_the_first_are_shown_and_the_rest_is_counted(qtbot: QtBot, tags: TagEditor) -> None:
    tags.set_values([f"v{n}" for n in range(400)])
    assert len(tags.tags) == MOST_TAGS_SHOWN
    assert tags.more_button.text() == f"and {400 - MOST_TAGS_SHOWN} more"
    assert tags.line.accessibleName() == "Users, 400 chosen"
    assert len(tags.values) == 400
    qtbot.mouseClick(tags.more_button, Qt.MouseButton.LeftButton)
    (picker,) = tags.findChildren(ChoicePicker)
    assert picker.words.startswith("400 chosen")
    picker.close()


def test_a_value_that_looks_like_markup_or_a_shortcut_is_shown_as_it_is(tags: TagEditor) -> None:
    tags.set_values(["<b>A</b> & B"])
    tag = tags.tags[0]
    tag.resize(300, 30)
    assert tag.text() == "<b>A</b> && B"
    assert "&lt;b&gt;" in tag.toolTip()


def test_a_long_value_gives_way_and_never_widens_the_editor(qtbot: QtBot, tags: TagEditor) -> None:
    tags.set_values(["A very long name of a stage that goes on and on " * 3, "u-1"])
    tags.resize(150, 200)
    qtbot.waitUntil(lambda: tags.tags[0].width() <= 150)
    assert tags.tags[0].text().endswith("…")
    assert tags.minimumSizeHint().width() < 150


def test_picking_toggles_and_where_one_is_wanted_replaces(qtbot: QtBot, tags: TagEditor) -> None:
    qtbot.mouseClick(tags.pick_button, Qt.MouseButton.LeftButton)
    (picker,) = tags.findChildren(ChoicePicker)
    qtbot.keyClicks(picker.search, "ben")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    picker.search.selectAll()
    qtbot.keyClicks(picker.search, "ada")
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert picker.isVisible()
    assert tags.values == ("u-2", "u-1")
    picker.close()
    tags.set_values(["u-1"])
    tags.set_many(False)
    tags.toggle("u-3")
    assert (tags.values, tags.line.text()) == (("u-3",), "Sample, Carla")
