"""Light and dark: colours that can be read, and the choice that is honoured."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit

from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.ui.theme import SCHEME_NUMBERS, apply_scheme, colour_first, is_dark

PAIRS = [
    (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
    (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
    (QPalette.ColorRole.Text, QPalette.ColorRole.AlternateBase),
    (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
    (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
    (QPalette.ColorRole.ToolTipText, QPalette.ColorRole.ToolTipBase),
    (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
    (QPalette.ColorRole.Link, QPalette.ColorRole.Window),
    (QPalette.ColorRole.BrightText, QPalette.ColorRole.Window),
]
LEAST_CONTRAST = 4.5


@pytest.fixture
def dressed(qapp: QApplication):
    """The application, in its own clothes again afterwards."""
    yield qapp
    apply_scheme(qapp, ColourScheme.SYSTEM)


def brightness(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [ColourScheme.LIGHT, ColourScheme.DARK])
def test_every_text_stands_out_from_its_ground(dressed, scheme):
    apply_scheme(dressed, scheme)
    palette = dressed.palette()
    weak = {
        f"{front.name} on {ground.name}": round(contrast(palette.color(front), palette.color(ground)), 2)
        for front, ground in PAIRS
        if contrast(palette.color(front), palette.color(ground)) < LEAST_CONTRAST
    }
    assert weak == {}


def test_the_choice_is_honoured_at_once(dressed):
    apply_scheme(dressed, ColourScheme.DARK)
    assert brightness(dressed.palette().window().color()) < 0.1
    assert is_dark(dressed, ColourScheme.DARK)
    dark_style = dressed.styleSheet()
    apply_scheme(dressed, ColourScheme.LIGHT)
    assert brightness(dressed.palette().window().color()) > 0.8
    assert not is_dark(dressed, ColourScheme.LIGHT)
    assert dressed.styleSheet() != dark_style
    assert "{" in dressed.styleSheet()
    assert "{{" not in dressed.styleSheet()


def test_what_is_disabled_looks_so(dressed):
    for scheme in (ColourScheme.LIGHT, ColourScheme.DARK):
        apply_scheme(dressed, scheme)
        palette = dressed.palette()
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            usual = palette.color(QPalette.ColorGroup.Active, role)
            assert palette.color(QPalette.ColorGroup.Disabled, role) != usual


class Dressings(QObject):
    """Counts how often a widget is dressed anew."""

    def __init__(self, widget: QLineEdit) -> None:
        super().__init__()
        self.widget = widget
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.StyleChange
        return False


@pytest.fixture
def dressings(dressed, qtbot) -> Dressings:
    apply_scheme(dressed, ColourScheme.LIGHT)
    widget = QLineEdit()
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    return Dressings(widget)


def test_who_is_dressed_already_is_not_dressed_again(dressed, dressings):
    apply_scheme(dressed, ColourScheme.LIGHT)
    assert dressings.count == 0


def test_other_colours_dress_each_widget_once(dressed, dressings):
    apply_scheme(dressed, ColourScheme.DARK)
    assert dressings.count == 1
    apply_scheme(dressed, ColourScheme.LIGHT)
    assert dressings.count == 2


def test_the_colours_of_the_frame_are_those_of_the_window(dressed):
    for scheme in (ColourScheme.LIGHT, ColourScheme.DARK):
        colour_first(dressed, scheme)
        first = dressed.palette()
        apply_scheme(dressed, ColourScheme.SYSTEM)
        apply_scheme(dressed, scheme)
        assert dressed.palette() == first


def test_the_frame_follows_a_system_that_is_dark(dressed):
    """SIMULATED: this system's own palette."""
    for ground, ink in (("#101010", "#f0f0f0"), ("#f0f0f0", "#101010")):
        own = QPalette(dressed.palette())
        own.setColor(QPalette.ColorRole.Window, QColor(ground))
        own.setColor(QPalette.ColorRole.WindowText, QColor(ink))
        dressed.setPalette(own)
        colour_first(dressed, ColourScheme.SYSTEM)
        is_dark_now = dressed.palette().window().color().lightness() < 128
        assert is_dark_now is (ground == "#101010")


def test_the_schemes_are_told_to_the_system_by_its_own_numbers():
    by_system = {Qt.ColorScheme.Unknown: "SYSTEM", Qt.ColorScheme.Light: "LIGHT", Qt.ColorScheme.Dark: "DARK"}
    assert {ColourScheme[name]: number.value for number, name in by_system.items()} == SCHEME_NUMBERS
