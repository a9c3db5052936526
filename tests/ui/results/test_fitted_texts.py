from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

from leaddesk.ui.results.fitted_texts import FittedTexts

pytestmark = pytest.mark.usefixtures("qapp")

TEXTS = (
    "",
    "WWWWWWWWWW",
    "iiiiiiiiiiii",
    "AVAVAVAV To Ty Wa",
    "2026-11-20 14:02:10",
    "chloé.glover.2@example.com",
    "漢字テスト長い名前です",
    "שלום עולם שלום",
    "ǄǄǄǄǄǄ",
    "one\x00two\x1fthree",
    "a rather long text that goes on and on " * 4,
)


@pytest.mark.parametrize("points", [7, 9, 15])
def test_a_text_is_cut_exactly_where_qt_would_cut_it(points):
    font = QFont()
    font.setPointSize(points)
    metrics = QFontMetrics(font)
    fitted = FittedTexts(metrics)
    for text in TEXTS:
        whole = metrics.horizontalAdvance(text)
        for room in {1, 5, 20, 33, 60, 61, 62, 100, *range(max(1, whole - 6), whole + 7)}:
            for _ in range(2):
                assert fitted.fit(text, room) == metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


def test_a_text_that_surely_fits_is_not_measured():
    class NoMeasuring(QFontMetrics):
        def elidedText(self, text: str, mode: Qt.TextElideMode, width: int, flags: int | None = 0) -> str:
            raise AssertionError((text, mode, width, flags))

    fitted = FittedTexts(NoMeasuring(QFont()))
    assert fitted.fit("Ada Archer", 400) == "Ada Archer"
    with pytest.raises(AssertionError):
        fitted.fit("Ada Archer", 20)


def test_what_was_cut_is_known_and_the_memory_of_it_is_bounded():
    fitted = FittedTexts(QFontMetrics(QFont()))
    for number in range(10_000):
        assert fitted.fit(f"number {number} of many", 40).endswith("…")
    assert len(fitted._kept) <= 4096
