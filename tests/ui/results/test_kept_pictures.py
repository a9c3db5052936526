from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from leaddesk.ui.results.kept_pictures import KeptPictures

PLACE = QRect(7, 5, 20, 11)


class Screen:
    """A widget on a screen of some scale, and what was drawn there."""

    def __init__(self, qtbot, monkeypatch, scale: float) -> None:
        self.widget = QWidget()
        qtbot.addWidget(self.widget)
        monkeypatch.setattr(self.widget, "devicePixelRatioF", lambda: scale)
        self.scale = scale
        self.drawn: list[QRect] = []
        self.pictures = KeptPictures(self.widget)

    def draw(self, painter: QPainter, place: QRect) -> None:
        self.drawn.append(place)
        painter.setPen(Qt.GlobalColor.darkBlue)
        painter.drawRect(place.adjusted(2, 2, -3, -3))
        painter.drawLine(place.topLeft() + QPoint(3, 3), place.center())

    def image(self, paint) -> QImage:
        image = QImage(int(60 * self.scale), int(40 * self.scale), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.scale)
        image.fill(Qt.GlobalColor.white)
        with QPainter(image) as painter:
            painter.setFont(self.widget.font())
            paint(painter)
        return image

    def painted(self, shows: object = "it", place: QRect = PLACE) -> QImage:
        return self.image(lambda painter: self.pictures.paint(painter, place, shows, self.draw))


@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0])
def test_a_copy_is_what_would_have_been_drawn(qtbot, monkeypatch, scale):
    screen = Screen(qtbot, monkeypatch, scale)
    drawn = screen.image(lambda painter: screen.draw(painter, PLACE))
    screen.drawn.clear()
    assert [screen.painted() for _ in range(3)] == [drawn] * 3
    assert screen.drawn == [QRect(0, 0, PLACE.width(), PLACE.height())], "once"


def test_at_a_broken_scale_each_is_drawn_in_its_place(qtbot, monkeypatch):
    screen = Screen(qtbot, monkeypatch, 1.5)
    assert screen.painted() == screen.painted() == screen.image(lambda painter: screen.draw(painter, PLACE))
    assert set(map(QRect.getRect, screen.drawn)) == {PLACE.getRect()}


def test_what_shows_something_else_or_has_another_size_is_drawn_anew(qtbot, monkeypatch):
    screen = Screen(qtbot, monkeypatch, 1.0)
    for shows, place in (("it", PLACE), ("other", PLACE), ("it", PLACE.adjusted(0, 0, 1, 0)), ("it", PLACE)):
        screen.painted(shows, place)
    assert len(screen.drawn) == 3
    screen.pictures.forget()
    screen.painted()
    assert len(screen.drawn) == 4


def test_the_number_of_pictures_is_bounded(qtbot, monkeypatch):
    screen = Screen(qtbot, monkeypatch, 1.0)
    for number in range(500):
        screen.painted(number)
    assert len(screen.pictures._pictures) <= 200
