"""The date-time line: its calendar is made when somebody opens it."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget
from pytestqt.qtbot import QtBot

from leaddesk.ui.search.wall_clock_edit import WallClockEdit

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_the_calendar_opens_plain_and_named_and_its_day_is_taken(qtbot: QtBot) -> None:
    edit = WallClockEdit()
    qtbot.addWidget(edit)
    edit.set_wall(datetime(2026, 3, 5, 8, 30))  # noqa: DTZ001 - a wall clock has no zone
    edit.show()
    assert edit.findChildren(QCalendarWidget) == []
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton, pos=QPoint(edit.width() - 6, edit.height() // 2))
    calendar = edit.findChild(QCalendarWidget)
    assert calendar is not None
    qtbot.waitUntil(calendar.isVisible)
    assert calendar.accessibleName() == "Calendar"
    assert calendar.verticalHeaderFormat() is QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
    with qtbot.waitSignal(edit.edited):
        calendar.activated.emit(calendar.selectedDate().addDays(1))
    assert edit.wall == datetime(2026, 3, 6, 8, 30)  # noqa: DTZ001
    calendar.window().close()
