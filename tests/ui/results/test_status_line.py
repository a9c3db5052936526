from __future__ import annotations

from datetime import UTC

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from leaddesk.domain.page import Total
from leaddesk.domain.provider import Wait
from leaddesk.ui.results.status_line import StatusLine
from leaddesk.ui.results.status_words import ResultFacts
from tests.ui.results.conftest import controls_without_name

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

WAIT = Wait("apidata.example.com", 3.2, "LeadExec asks for a pause", 2)


@pytest.fixture
def line(qtbot):
    widget = StatusLine()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def texts(line):
    return [label.text() for label in line.findChildren(QLabel) if label.isVisible() and label.text()]


def test_the_facts_are_shown_as_plain_text(line):
    line.show_facts(ResultFacts(100, 100, Total.exact(300), 3, "<b>East</b>", None, UTC))
    assert texts(line) == ["100 rows shown   ·   300 in all   ·   3 selected   ·   <b>East</b>"]
    assert line.findChild(QLabel).textFormat() is Qt.TextFormat.PlainText
    line.clear()
    assert texts(line) == []


def test_a_message_passes(line, qtbot):
    line._message_timer.setInterval(30)
    line.show_message("12 rows, 8 columns copied")
    assert texts(line) == ["12 rows, 8 columns copied"]
    qtbot.waitUntil(lambda: texts(line) == [])


def test_a_wait_counts_down_and_can_be_cancelled(line, qtbot):
    line._second_timer.setInterval(20)
    assert not line.findChild(QPushButton).isVisible()
    line.show_wait(WAIT)
    assert texts(line) == ["Waiting 4 s: LeadExec asks for a pause (try 2 follows)"]
    qtbot.waitUntil(lambda: texts(line)[0].startswith("Waiting 0 s"))
    with qtbot.waitSignal(line.cancel_requested):
        QTest.mouseClick(line.findChild(QPushButton), Qt.MouseButton.LeftButton)
    line.end_wait()
    assert texts(line) == []
    assert not line.findChild(QPushButton).isVisible()


def test_every_control_has_a_name(line):
    assert controls_without_name(line) == []
