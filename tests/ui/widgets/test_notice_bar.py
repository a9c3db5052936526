from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from leaddesk.ui.widgets.notice_bar import Notice, NoticeBar, NoticeLevel

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ERROR = Notice(
    NoticeLevel.ERROR,
    "The host refused <b>this</b> key.",
    "The key was refused",
    (("open_account", "Open & mend"), ("retry", "Try again")),
    "HTTP 403\n<img src='x'>",
)


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    made = NoticeBar()
    qtbot.addWidget(made)
    return made


def buttons(bar: NoticeBar) -> list[QPushButton]:
    return [button for button in bar.findChildren(QPushButton) if not button.isHidden()]


def tool(bar: NoticeBar, name: str) -> QToolButton:
    return next(b for b in bar.findChildren(QToolButton) if name in (b.text(), b.accessibleName()))


def test_a_bar_without_a_notice_is_hidden(bar: NoticeBar) -> None:
    assert bar.isHidden()
    bar.show_notice(ERROR)
    assert not bar.isHidden()
    bar.dismiss()
    assert bar.isHidden()
    assert bar.notice is None


def test_words_are_shown_as_they_are_and_read_out(bar: NoticeBar) -> None:
    bar.show_notice(ERROR)
    labels = [label for label in bar.findChildren(QLabel) if label.text()]
    assert [label.text() for label in labels] == ["The key was refused", "The host refused <b>this</b> key."]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
    assert bar.accessibleName() == "error: The key was refused The host refused <b>this</b> key."


def test_each_action_comes_back_with_its_key(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice(ERROR)
    assert [button.text() for button in buttons(bar)] == ["Open && mend", "Try again"]
    for button, (key, _) in zip(buttons(bar), ERROR.actions, strict=True):
        with qtbot.waitSignal(bar.action_wanted) as wanted:
            button.click()
        assert wanted.args == [key]


def test_details_are_folded_away_and_can_be_copied(bar: NoticeBar) -> None:
    bar.show_notice(ERROR)
    (text,) = bar.findChildren(QPlainTextEdit)
    assert not text.isVisible()
    tool(bar, "Details").click()
    assert text.isVisible()
    assert text.toPlainText() == ERROR.details
    tool(bar, "Copy the details").click()
    assert QGuiApplication.clipboard().text() == ERROR.details


def test_the_next_notice_leaves_nothing_of_the_former_one(bar: NoticeBar) -> None:
    bar.show_notice(ERROR)
    tool(bar, "Details").click()
    bar.show_notice(Notice(NoticeLevel.INFO, "2 rows were left out.", closable=False))
    assert buttons(bar) == []
    assert tool(bar, "Details").isHidden()
    assert tool(bar, "Close this notice").isHidden()
    assert bar.findChildren(QPlainTextEdit)[0].toPlainText() == ""
    assert bar.property("role") == "notice-info"


def test_closing_hides_the_bar_and_says_so(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice(ERROR)
    with qtbot.waitSignal(bar.closed):
        tool(bar, "Close this notice").click()
    assert bar.isHidden()


def test_a_bar_that_never_had_anything_to_say_holds_nothing(bar: NoticeBar) -> None:
    assert bar.children() == []
    bar.dismiss()
    bar.show_notice(ERROR)
    bar.dismiss()
    bar.show_notice(ERROR)
    assert len(bar.findChildren(QPlainTextEdit)) == 1
