from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from leaddesk.ui.widgets.icons import icon


def colours(picture: QImage) -> set[str]:
    """The colours of the pixels that are painted all through."""
    pixels = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    return {colour.name() for colour in pixels if colour.alpha() == 255}


@pytest.mark.parametrize("name", ["account", "alert", "check", "close", "error", "export", "eye", "key", "search"])
def test_an_icon_is_painted_in_the_colour_of_its_role(qtbot: QtBot, name: str) -> None:
    wanted = QApplication.palette().color(QPalette.ColorRole.Link).name()
    assert colours(icon(name, QPalette.ColorRole.Link).pixmap(QSize(32, 32)).toImage()) == {wanted}


def test_an_icon_in_a_selected_row_is_painted_like_the_text_beside_it(qtbot: QtBot) -> None:
    picture = icon("check", QPalette.ColorRole.Link).pixmap(QSize(32, 32), QIcon.Mode.Selected).toImage()
    assert colours(picture) == {QApplication.palette().color(QPalette.ColorRole.HighlightedText).name()}
    assert QColor(next(iter(colours(picture)))) != QApplication.palette().color(QPalette.ColorRole.Link)


@pytest.mark.parametrize("size", [QSize(16, -1), QSize(0, 0)])
def test_a_button_squeezed_to_nothing_paints_nothing(qtbot: QtBot, size: QSize) -> None:
    assert icon("close").pixmap(size).isNull()


def test_an_unknown_icon_is_an_error(qtbot: QtBot) -> None:
    with pytest.raises(KeyError):
        icon("unicorn")


def test_an_icon_outlives_the_widgets_that_hold_it(qtbot: QtBot) -> None:
    """One that the garbage collector clears away together with its widget crashes the process."""
    holder = QWidget()
    holder.__dict__.update(itself=holder, icon=icon("search"))
    kept = weakref.ref(holder.__dict__["icon"])
    del holder
    gc.collect()
    assert kept() is icon("search")
