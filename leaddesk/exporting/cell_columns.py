"""Records become columns of cells, many records at a time.

A vendor mostly sends one type of value in a column, so that one look at many values tells what as many looks would,
in a tenth of the time. Where it does not, each value goes through the converters of `cells`, which alone say what a
value means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from itertools import compress
from operator import itemgetter
from types import NoneType
from typing import Any, Final, NamedTuple, cast

import msgspec

from leaddesk.domain.cell import TEXT_KINDS, Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record
from leaddesk.exporting.cells import MOST_EXACT_INTEGER, Cell, Converter, cell_converter, exact_converter
from leaddesk.exporting.raw_columns import RawColumns, Values

ROWS_AT_ONCE: Final = 167
"""So many records at a time are fastest: the texts of more are so long that each takes its memory from the system."""

BETWEEN: Final = "\0"
"""Stands between joined texts, since next to no text holds one itself."""

_UTC_MOMENTS: Final = re.compile(r"(?:(?!000)\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,6})?Z\n)*", re.ASCII)
"""Moments as most systems write them, each with a line break behind it."""

_NO_MOMENT: Final = "0001-01-01"
_NOT_ALIKE: Final = (AttributeError, IndexError, TypeError, ValueError)
_ELEVENTH: Final = itemgetter(10)
_LAST: Final = itemgetter(-1)
_TEXTS: Final = frozenset({str, NoneType})
_INTEGERS: Final[frozenset[type]] = frozenset({int})
_WHOLE_NUMBERS: Final = frozenset({int, NoneType})
_NUMBERS: Final = frozenset({int, float, NoneType})
_YES_NO: Final = frozenset({bool, NoneType})

_encode: Final = msgspec.json.Encoder().encode


class CellColumn(NamedTuple):
    """The cells of one column, and what is known of all of them.

    Attributes:
        cells: from the first row to the last. Among texts, an empty text stands for nothing.
        joined: all the texts with `BETWEEN` between them; None when not all cells are texts.
        types: the types of the cells when not all are texts; else empty.
    """

    cells: Sequence[Cell]
    joined: str | None
    types: frozenset[type] = frozenset()

    @property
    def texts(self) -> Sequence[str]:
        """The cells of a column that has `joined`."""
        return cast("Sequence[str]", self.cells)


def column_of(cells: Sequence[Cell]) -> CellColumn:
    """Look at cells that are there already."""
    try:
        return CellColumn(cells, BETWEEN.join(cast("Sequence[str]", cells)))
    except TypeError:
        types = frozenset(map(type, cells))
    if types <= _TEXTS:
        return column_of([cell or "" for cell in cells])
    return CellColumn(cells, None, types)


def number_texts(cells: Sequence[Any]) -> list[str]:
    """Numbers, `true` and `false` to the last digit, and empty text for None; one cell at least.

    The encoder of JSON writes them seven times as quickly as Python does.
    """
    joined = _encode(cells)[1:-1].decode()
    return joined.replace("null", "").split(",")


class ColumnReader:
    """Reads records into columns of cells, in the order of the columns asked for."""

    def __init__(self, columns: Sequence[Column], *, is_exact: bool = False) -> None:
        """`is_exact`: for files that other systems read, see `cells.exact_converter`."""
        self._raw = RawColumns(columns)
        self._converters = [_column_converter(column.kind, is_exact=is_exact) for column in columns]

    def read(self, records: Sequence[Record]) -> list[CellColumn]:
        """As many columns as were asked for, of as many cells as there are records; one record at least."""
        raw = self._raw.read(records)
        return [convert(values) for convert, values in zip(self._converters, raw, strict=True)]


def _column_converter(kind: Kind, *, is_exact: bool) -> Callable[[Values], CellColumn]:
    each = exact_converter(kind) if is_exact else cell_converter(kind)
    if kind in TEXT_KINDS or kind is Kind.OBJECT:
        return partial(_text_column, each)
    if kind is Kind.MOMENT:
        return partial(_moment_column, each, _texts_in_utc if is_exact else _utc_moments)
    if kind is Kind.YES_NO:
        return partial(_plain_column, each, _YES_NO)
    return partial(_number_column, each, _WHOLE_NUMBERS if kind is Kind.INTEGER else _NUMBERS)


def _each(convert: Converter, values: Values) -> CellColumn:
    return column_of([convert(raw) for raw in values])


def _text_column(convert: Converter, values: Values) -> CellColumn:
    column = column_of(values)
    if column.joined is not None:
        return column
    if column.types != _INTEGERS:
        return _each(convert, values)
    joined = _encode(values)[1:-1].decode().replace(",", BETWEEN)
    return CellColumn(joined.split(BETWEEN), joined)


def _plain_column(convert: Converter, fitting: frozenset[type], values: Values) -> CellColumn:
    types = frozenset(map(type, values))
    return CellColumn(values, None, types) if types <= fitting else _each(convert, values)


def _number_column(convert: Converter, fitting: frozenset[type], values: Values) -> CellColumn:
    column = _plain_column(convert, fitting, values)
    if column.cells is not values:
        return column
    numbers = filter(None, values) if NoneType in column.types else values
    with suppress(OverflowError):  # a whole number that no float can hold
        if sum(map(abs, numbers)) <= MOST_EXACT_INTEGER:  # more, or not a number, as soon as one of them is
            return column
    return _each(convert, values)


def _moment_column(convert: Converter, read_all: Callable[[Values], Sequence[Cell]], values: Values) -> CellColumn:
    """`read_all` reads texts that are all alike, and raises one of `_NOT_ALIKE` for others."""
    with suppress(*_NOT_ALIKE):
        return column_of(read_all(values))
    with suppress(*_NOT_ALIKE):  # null, empty text and year 1 may stand between them: they name no moment
        are_sent = [raw is not None and raw != "" and not raw.startswith(_NO_MOMENT) for raw in values]
        cells = iter(read_all(list(compress(values, are_sent))))
        return column_of([next(cells) if is_sent else None for is_sent in are_sent])
    return _each(convert, values)


def _utc_moments(texts: Values) -> Sequence[Cell]:
    """What surely are moments in UTC, read by Python's own quick way."""
    if _UTC_MOMENTS.fullmatch("\n".join([*texts, ""])) is None:
        raise ValueError("not all are moments in UTC")
    return list(map(datetime.fromisoformat, texts))


def _texts_in_utc(texts: Values) -> Sequence[Cell]:
    """What looks like `2026-01-31T…Z` stays as it is, whether it is a moment or not (`cells.exact_moment`)."""
    is_after_year_1 = not texts or min(texts) >= "0001-01-02"
    if is_after_year_1 and {*map(_ELEVENTH, texts)} <= {"T"} and {*map(_LAST, texts)} <= {"Z"}:
        return texts
    raise ValueError("not all look like moments in UTC")
