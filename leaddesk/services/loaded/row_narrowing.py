"""Finding typed words in all loaded rows: one text for each row, folded, of all columns in view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from typing import Final

import polars as pl

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.needle import Needle
from leaddesk.services.loaded.column_text import digits_in, folded, labels_of
from leaddesk.services.loaded.typed_column import TypedColumn, series_bytes

_BETWEEN_CELLS: Final = "\x00"


class Haystack:
    """What narrowing looks in."""

    def __init__(self, columns: Sequence[Column], zone: tzinfo) -> None:
        """No rows yet. `columns` are those in view."""
        self.columns = tuple(columns)
        self.zone = zone
        self._texts = pl.Series(dtype=pl.String())
        self._digits = [pl.Series(dtype=pl.String()) for column in columns if column.kind is Kind.PHONE]

    @property
    def row_count(self) -> int:
        """Rows that can be found."""
        return len(self._texts)

    def grow(self, columns: Sequence[TypedColumn]) -> None:
        """Take in the rows that came since; the columns are those in view, in their order, of one length."""
        new = [column.since(self.row_count) for column in columns]
        if not new or not new[0].row_count:
            return
        labels = [labels_of(column, self.zone) for column in new]
        words = [folded(texts).alias(str(place)) for place, texts in enumerate(labels)]
        joined = pl.concat_str([pl.col(series.name) for series in words], separator=_BETWEEN_CELLS)
        self._texts = pl.concat([self._texts, pl.DataFrame(words).select(joined).to_series()], rechunk=True)
        phones = [texts for texts, column in zip(labels, self.columns, strict=True) if column.kind is Kind.PHONE]
        self._digits = [
            pl.concat([known, digits_in(texts)], rechunk=True)
            for known, texts in zip(self._digits, phones, strict=True)
        ]

    @property
    def bytes_held(self) -> int:
        """Bytes of the texts."""
        return series_bytes(self._texts) + sum(map(series_bytes, self._digits))

    def find(self, needle: Needle) -> pl.Series:
        """One truth value for each row."""
        found = self._texts.str.contains(needle.text, literal=True)
        if needle.digits:
            for digits in self._digits:
                found |= digits.str.contains(needle.digits, literal=True)
        return found
