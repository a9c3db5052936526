from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.field_input import parse_field
from leaddesk.domain.search import clean_ids
from leaddesk.ui.search.id_list_editor import IdListEditor, ids_words
from tests.ui.search.vendor_spec import IDS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def editor(qtbot: QtBot) -> IdListEditor:
    made = IdListEditor(IDS)
    qtbot.addWidget(made)
    return made


def lines(count: int) -> str:
    return "\n".join(str(1_000_000 + n) for n in range(count))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "0 ids."),
        ("1", "1 id."),
        ("1\n2\n2\n1", "2 ids; left out: 2 repeated."),
        ("1 abc", "1 id; left out: 1 no id (“abc”)."),
        ("1\n1, abc; x1\n\n", "1 id; left out: 1 repeated, 2 no ids (“abc” …)."),
        ("a" * 60, "0 ids; left out: 1 no id (“" + "a" * 23 + "…”)."),
    ],
)
def test_what_is_understood_and_what_is_left_out_is_said(text: str, words: str) -> None:
    assert ids_words(clean_ids(text, IDS.pattern), IDS.maximum) == words


def test_the_count_follows_what_is_pasted(qtbot: QtBot, editor: IdListEditor) -> None:
    QGuiApplication.clipboard().setText("“1”\r\n2\r\n2\r\nabc\r\n")
    editor.box.paste()
    assert editor.words == "0 ids.", "it is counted when typing rests"
    qtbot.waitUntil(lambda: editor.words == "2 ids; left out: 1 repeated, 1 no id (“abc”).")
    assert parse_field(IDS, editor.raw()) == ("1", "2")


def test_a_list_of_ids_is_shown_one_a_line_and_the_text_is_given_as_it_stands(editor: IdListEditor) -> None:
    editor.set_raw(["1", "2", "2"])
    assert editor.raw() == "1\n2\n2"
    assert editor.words == "2 ids; left out: 1 repeated."
    editor.set_raw("3, 4")
    assert editor.raw_values() == {"ids": "3, 4"}


def test_more_than_the_most_is_marked_at_once_and_refused_in_the_words_of_the_search(
    qtbot: QtBot, editor: IdListEditor
) -> None:
    QGuiApplication.clipboard().setText(lines(10_001))
    editor.box.paste()
    qtbot.waitUntil(lambda: editor.is_too_many)
    assert editor.words == "10,001 ids, more than the 10,000 that can be asked for at once."
    assert editor.own_problems() == (FieldProblem("ids", "these are 10,001 ids; the most at once is 10,000"),)
    editor.set_raw(lines(10_000))
    assert (editor.is_too_many, editor.own_problems()) == (False, ())


def test_sending_counts_at_once_without_waiting_for_the_delay(editor: IdListEditor) -> None:
    editor.box.setPlainText(lines(10_001))
    assert [problem.field for problem in editor.own_problems()] == ["ids"]


def test_ten_thousand_ids_are_pasted_and_counted_without_a_stall(qtbot: QtBot, editor: IdListEditor) -> None:
    editor.show()
    QGuiApplication.clipboard().setText(lines(10_000))
    begun = time.perf_counter()
    editor.box.paste()
    qtbot.waitUntil(lambda: editor.words == "10,000 ids.")
    qtbot.keyClick(editor.box, Qt.Key.Key_Return)
    assert time.perf_counter() - begun < 2


def test_tab_leaves_the_box(editor: IdListEditor) -> None:
    assert editor.box.tabChangesFocus()
