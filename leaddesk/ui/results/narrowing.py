"""Finding typed words in loaded rows. Pure; no Qt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from leaddesk.domain.cell import CellValue, Kind
from leaddesk.domain.columns import Column
from leaddesk.ui.cell_text import full_text
from leaddesk.ui.results.sort_keys import fold

_BETWEEN_CELLS: Final = "\x00"
_PHONE_LIKE: Final = re.compile(r"[\d\s()+./-]+")
_LEAST_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Haystack:
    """The texts of one row, folded, and the digits of its phones."""

    text: str
    digits: str


@dataclass(frozen=True, slots=True)
class Needle:
    """What was typed, folded. A number with blanks, dashes or brackets is also looked for as bare digits in phones."""

    text: str
    digits: str

    def is_in(self, haystack: Haystack) -> bool:
        """Whether the row holds it."""
        return self.text in haystack.text or (bool(self.digits) and self.digits in haystack.digits)


def build_needle(typed: str) -> Needle:
    """Read what was typed; blanks at both ends do not count."""
    text = fold(typed.strip())
    digits = _digits(text) if _PHONE_LIKE.fullmatch(text) else ""
    return Needle(text, digits if len(digits) >= _LEAST_DIGITS else "")


def build_haystack(cells: Sequence[CellValue], columns: Iterable[Column], zone: tzinfo) -> Haystack:
    """The texts of one row as they are shown, whole (also where the table cuts them)."""
    texts: list[str] = []
    phones: list[str] = []
    for value, column in zip(cells, columns, strict=True):
        text = full_text(value, column.kind, zone)
        texts.append(fold(text))
        if column.kind is Kind.PHONE:
            phones.append(_digits(text))
    return Haystack(_BETWEEN_CELLS.join(texts), _BETWEEN_CELLS.join(phones))


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
