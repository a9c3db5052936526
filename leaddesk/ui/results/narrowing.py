"""Finding typed words in the rows of a page. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from leaddesk.domain.cell import CellValue, Kind
from leaddesk.domain.cell_words import full_text
from leaddesk.domain.columns import Column
from leaddesk.domain.folded_text import fold
from leaddesk.domain.needle import Needle, digits_of

_BETWEEN_CELLS: Final = "\x00"


@dataclass(frozen=True, slots=True)
class Haystack:
    """The texts of one row, folded, and the digits of its phones."""

    text: str
    digits: str

    def holds(self, needle: Needle) -> bool:
        """Whether the row holds what was typed."""
        return needle.text in self.text or (bool(needle.digits) and needle.digits in self.digits)


def build_haystack(cells: Sequence[CellValue], columns: Iterable[Column], zone: tzinfo) -> Haystack:
    """The texts of one row as they are shown, whole (also where the table cuts them)."""
    texts: list[str] = []
    phones: list[str] = []
    for value, column in zip(cells, columns, strict=True):
        text = full_text(value, column.kind, zone)
        texts.append(fold(text))
        if column.kind is Kind.PHONE:
            phones.append(digits_of(text))
    return Haystack(_BETWEEN_CELLS.join(texts), _BETWEEN_CELLS.join(phones))
