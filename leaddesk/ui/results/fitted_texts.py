"""Texts cut to the width of their cells, measured as seldom as possible: measuring costs as much as drawing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF

_PRINTABLE: Final = "".join(map(chr, range(32, 127)))
_KERNING_PIXELS: Final = 4
"""How much wider than its letters one by one a text may be."""
_MOST_KEPT: Final = 4096


class FittedTexts:
    """Cuts texts set in one font. What was cut stays known, since the same rows are painted again and again."""

    def __init__(self, metrics: QFontMetrics) -> None:
        """`metrics` of the font that the texts are painted in."""
        self._metrics = metrics
        exact = QFontMetricsF(metrics)  # whole pixels would add up to something else
        self._advances = {letter: exact.horizontalAdvance(letter) for letter in _PRINTABLE}
        self._widest = max(self._advances.values())
        self._kept: dict[tuple[str, int], str] = {}

    def fit(self, text: str, room_pixels: int) -> str:
        """The text, or its beginning and “…” where it is wider than there is room."""
        if self._surely_fits(text, room_pixels):
            return text
        place = (text, room_pixels)
        fitted = self._kept.get(place)
        if fitted is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            fitted = self._kept[place] = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room_pixels)
        return fitted

    def _surely_fits(self, text: str, room_pixels: int) -> bool:
        if not text.isascii():
            return False
        room = room_pixels - _KERNING_PIXELS
        if len(text) * self._widest <= room:
            return True
        try:
            return sum(map(self._advances.__getitem__, text)) <= room
        except KeyError:  # a letter that has no picture
            return False
