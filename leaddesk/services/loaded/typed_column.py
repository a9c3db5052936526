"""One column of all loaded rows, held compactly by type."""

from __future__ import annotations

import sys
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import polars as pl

from leaddesk.domain.cell import NOT_SENT, TEXT_KINDS, CellValue, Kind
from leaddesk.domain.columns import Column

# What stands in a row.
VALUE: Final = 0
NAIVE: Final = 1  # a moment without a zone
BLANK: Final = 2  # text of nothing but blanks
NULL: Final = 3
ABSENT: Final = 4  # not sent
ODD: Final = 5  # the cell stands in `odd`: text that does not fit the kind, a number that a float would change
BROKEN_VALUE: Final = 6  # could not be read

UNREADABLE: Final = "?"
"""What stands for a value that could not be read."""

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
NAIVE_EPOCH: Final = EPOCH.replace(tzinfo=None)

_EXACT_UP_TO: Final = 2**53
_MOST_PARTS: Final = 64


def value_type(kind: Kind) -> pl.DataType:
    """How the values of a kind are held: texts, floats, yes/no, or microseconds since 1970 (UTC, or without a zone)."""
    if kind in TEXT_KINDS or kind is Kind.OBJECT:
        return pl.String()
    if kind is Kind.YES_NO:
        return pl.Boolean()
    return pl.Int64() if kind is Kind.MOMENT else pl.Float64()


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a column. `values` is null where the state is not VALUE or NAIVE, but for BLANK texts and for ODD
    numbers, whose nearest float it holds; `states` None means that all are VALUE. `odd` goes by row of the result.
    """

    values: pl.Series = field(repr=False)
    states: pl.Series | None = field(repr=False)
    odd: dict[int, CellValue] = field(repr=False)


class TypedColumn:
    """Grows by parts; a part is never changed, so that one thread may read while another appends."""

    def __init__(self, column: Column) -> None:
        """No rows yet."""
        self.column = column
        self.row_count = 0
        self.odd: dict[int, CellValue] = {}
        self.broken_count = 0
        self._held: tuple[tuple[int, ...], tuple[Part, ...]] = ((), ())
        """First rows and parts, replaced together: the other thread must never see one without the other."""

    def append(self, part: Part) -> None:
        """The next rows."""
        self.odd.update(part.odd)
        if part.states is not None:
            self.broken_count += int((part.states == BROKEN_VALUE).sum())
        starts, parts = self._held
        self._held = ((*starts, self.row_count), (*parts, part))
        self.row_count += len(part.values)
        if len(parts) >= _MOST_PARTS:
            self._merge()

    def values(self) -> pl.Series:
        """All values; see `Part`."""
        return self._merge().values

    def states(self) -> pl.Series:
        """What stands in each row."""
        states = self._merge().states
        return pl.repeat(VALUE, self.row_count, dtype=pl.UInt8(), eager=True) if states is None else states

    def has_only_values(self) -> bool:
        """Whether every row's state is VALUE."""
        return self._merge().states is None

    def since(self, row: int) -> TypedColumn:
        """A column of the rows from this one on."""
        states = None if self.has_only_values() else self.states().slice(row)
        odd = {at - row: cell for at, cell in self.odd.items() if at >= row}
        rest = TypedColumn(self.column)
        rest.append(Part(self.values().slice(row), states, odd))
        return rest

    def cell(self, row: int) -> CellValue:
        """The cell as `Column.cell_in` gives it; a moment with a zone is given in UTC, "?" for what is unreadable."""
        part, at = self._find(row)
        state = VALUE if part.states is None else part.states[at]
        if state == VALUE:
            value = part.values[at]
            kind = self.column.kind
            if kind is Kind.MOMENT:
                return EPOCH + timedelta(microseconds=value)
            return _whole(value) if isinstance(value, float) else value
        if state == BLANK:
            return part.values[at]
        if state == NAIVE:
            return NAIVE_EPOCH + timedelta(microseconds=part.values[at])
        if state == ODD:
            return self.odd[row]
        return None if state == NULL else NOT_SENT if state == ABSENT else UNREADABLE

    def is_broken(self, row: int) -> bool:
        """Whether the value of this row could not be read."""
        part, at = self._find(row)
        return part.states is not None and part.states[at] == BROKEN_VALUE

    @property
    def bytes_held(self) -> int:
        """Bytes of the values and states; misfits are counted with their texts."""
        _starts, parts = self._held
        size = sum(series_bytes(part.values) for part in parts)
        size += sum(series_bytes(part.states) for part in parts if part.states is not None)
        return size + sys.getsizeof(self.odd) + sum(28 + sys.getsizeof(cell) for cell in self.odd.values())

    def _find(self, row: int) -> tuple[Part, int]:
        starts, parts = self._held
        place = bisect_right(starts, row) - 1
        return parts[place], row - starts[place]

    def _merge(self) -> Part:
        """One part of all rows."""
        _starts, parts = self._held
        if not parts:
            return Part(pl.Series(dtype=value_type(self.column.kind)), None, {})
        if len(parts) > 1:
            values = pl.concat([part.values for part in parts], rechunk=True)
            states = None
            if any(part.states is not None for part in parts):
                states = pl.concat([_states(part) for part in parts], rechunk=True)
            self._held = ((0,), (Part(values, states, {}),))
        return self._held[1][0]


def series_bytes(series: pl.Series) -> int:
    """Bytes that a series takes; polars leaves out the 16 that each text has besides its own."""
    return int(series.estimated_size()) + (16 * len(series) if series.dtype == pl.String() else 0)


def is_exact(number: float) -> bool:
    """Whether a float holds this number to the last digit."""
    return -_EXACT_UP_TO < number < _EXACT_UP_TO


def _states(part: Part) -> pl.Series:
    if part.states is not None:
        return part.states
    return pl.repeat(VALUE, len(part.values), dtype=pl.UInt8(), eager=True)


def _whole(value: float) -> float:
    """Whole numbers as such: which of the two was sent is not kept, and shown alike."""
    return int(value) if value.is_integer() else value
