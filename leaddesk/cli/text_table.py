"""Rows in aligned columns, for reading on a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

_MOST_WIDTH: Final = 40
_NOTHING: Final = "-"
_GAP: Final = "  "


class TextTable:
    """Lines up rows that come in several batches: columns only ever grow wider.

    A cell is never cut: one that is wider than 40 characters pushes the rest of its own row to the right.
    """

    def __init__(self) -> None:
        """No column has a width yet."""
        self._widths: list[int] = []

    def lines(self, rows: Sequence[Sequence[str]]) -> str:
        """The rows as lines; an empty cell is a dash."""
        cleaned = [[one_line(cell).strip() or _NOTHING for cell in row] for row in rows]
        for row in cleaned:
            self._widths += [0] * (len(row) - len(self._widths))
            for column, cell in enumerate(row):
                if (width := _width(cell)) <= _MOST_WIDTH:
                    self._widths[column] = max(self._widths[column], width)
        return "".join(f"{_GAP.join(map(self._padded, range(len(row)), row)).rstrip()}\n" for row in cleaned)

    def _padded(self, column: int, cell: str) -> str:
        return cell + " " * (self._widths[column] - _width(cell))


def one_line(text: str) -> str:
    """The text without line breaks and without characters that steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def _width(text: str) -> int:
    """Places it takes on a terminal: two for wide letters of East Asia, none for an accent put on a letter."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
