"""Light and dark: colours that can be read, and the choice that is honoured."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.ui.theme import apply_scheme, is_dark

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
