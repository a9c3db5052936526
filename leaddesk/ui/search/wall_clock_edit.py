"""Date and time as the clock on the wall shows them, without a zone.

The widget counts in UTC, in which no hour is missing or comes twice; what the wall clock means in the person's
zone is worked out by `date_presets`.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QChildEvent, QDate, QDateTime, QSignalBlocker, QTime, QTimeZone, Signal
from PySide6.QtWidgets import QCalendarWidget, QDateTimeEdit, QLineEdit, QWidget

SHOWN_FORMAT = "yyyy-MM-dd HH:mm:ss"


class WallClockEdit(QDateTimeEdit):
    """A date-time line with a calendar. Signal: `edited()` when the person changed it."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Starts at the first of January 2000; set it."""
        super().__init__(parent)
        self.setTimeZone(QTimeZone.utc())
        self.setDisplayFormat(SHOWN_FORMAT)
        self.setCalendarPopup(True)
        self.setDateRange(QDate(100, 1, 2), QDate(9999, 12, 30))
        self.dateTimeChanged.connect(self.edited)

    def childEvent(self, event: QChildEvent) -> None:
        """Dress the calendar when it is about to be seen: it takes long to make, and most are never opened."""
        super().childEvent(event)
        if event.polished() and not isinstance(event.child(), QLineEdit):
            calendar = self.calendarWidget()
            calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
            calendar.setAccessibleName("Calendar")

    @property
    def wall(self) -> datetime:
        """What it shows, to the second."""
        day, time = self.date(), self.time()
        return datetime(  # noqa: DTZ001 - a wall clock has no zone
            day.year(), day.month(), day.day(), time.hour(), time.minute(), time.second()
        )

    def set_wall(self, wall: datetime) -> None:
        """Show a wall-clock time; emits nothing."""
        day, time = QDate(wall.year, wall.month, wall.day), QTime(wall.hour, wall.minute, wall.second)
        with QSignalBlocker(self):
            self.setDateTime(QDateTime(day, time, QTimeZone.utc()))
