"""Records become columns of cells, many records at a time.

A vendor mostly sends one type of value in a column, so that one look at many values tells what as many looks would,
in a tenth of the time. Where it does not, each value goes through the converters of `cells`, which alone say what a
value means.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from operator import itemgetter
from types import NoneType
from typing import Any, Final, NamedTuple, cast

import msgspec

from leaddesk.domain.cell import TEXT_KINDS, Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record
from leaddesk.exporting.cells import MOST_EXACT_INTEGER, Cell, Converter, cell_converter, exact_converter
from leaddesk.exporting.raw_columns import RawColumns, Values

_UTC_MOMENTS: Final = re.compile(r"(?:(?!000)\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,6})?Z\n)+", re.ASCII)
"""Moments as most systems write them, each with a line break behind it."""

_NO_MOMENT: Final = "0001-01-01"
_ELEVENTH: Final = itemgetter(10)
_LAST: Final = itemgetter(-1)
_TEXTS: Final = frozenset({str, NoneType})
_INTEGERS: Final[frozenset[type]] = frozenset({int})
_WHOLE_NUMBERS: Final = frozenset({int, NoneType})
_NUMBERS: Final = frozenset({int, float, NoneType})
_YES_NO: Final = frozenset({bool, NoneType})


class CellColumn(NamedTuple):
    """The cells of one column, and what is known of all of them.

    Attributes:
        cells: from the first row to the last. Among texts, an empty text stands for nothing.
        joined: all the texts with a line break between them; None when not all cells are texts.
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
        return CellColumn(cells, "\n".join(cast("Sequence[str]", cells)))
    except TypeError:
        types = frozenset(map(type, cells))
    if types <= _TEXTS:
        return column_of([cell or "" for cell in cells])
    return CellColumn(cells, None, types)


_encode = msgspec.json.Encoder().encode


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
        return partial(_exact_moment_column if is_exact else _moment_column, each)
    if kind is Kind.YES_NO:
        return partial(_plain_column, each, _YES_NO)
    return partial(_number_column, each, _WHOLE_NUMBERS if kind is Kind.INTEGER else _NUMBERS)


def _each(convert: Converter, values: Values) -> CellColumn:
    return column_of([convert(raw) for raw in values])


def _text_column(convert: Converter, values: Values) -> CellColumn:
    try:
        return CellColumn(values, "\n".join(values))
    except TypeError:
        types = frozenset(map(type, values))
    if types == _INTEGERS:
        joined = _encode(values)[1:-1].decode().replace(",", "\n")
        return CellColumn(joined.split("\n"), joined)
    return column_of([raw or "" for raw in values]) if types <= _TEXTS else _each(convert, values)


def _plain_column(convert: Converter, fitting: frozenset[type], values: Values) -> CellColumn:
    types = frozenset(map(type, values))
    return CellColumn(values, None, types) if types <= fitting else _each(convert, values)


def _number_column(convert: Converter, fitting: frozenset[type], values: Values) -> CellColumn:
    column = _plain_column(convert, fitting, values)
    numbers = [raw for raw in values if raw is not None] if NoneType in column.types else values
    if column.cells is not values or not numbers:
        return column
    is_exact = min(numbers) >= -MOST_EXACT_INTEGER and max(numbers) <= MOST_EXACT_INTEGER
    return column if is_exact and math.isfinite(sum(numbers)) else _each(convert, values)


def _moment_column(convert: Converter, values: Values) -> CellColumn:
    """Aware moments; what is surely one, in UTC, is read by Python's own quick way."""
    try:
        sent = _without_nothing(values)
        if not sent or _UTC_MOMENTS.fullmatch("\n".join(sent) + "\n"):
            return column_of(_with_nothing(values, list(map(datetime.fromisoformat, sent))))
    except (AttributeError, TypeError, ValueError):
        pass
    return _each(convert, values)


def _exact_moment_column(convert: Converter, values: Values) -> CellColumn:
    """What looks like `2026-01-31T…Z` stays as it is, whether it is a moment or not (`cells.exact_moment`)."""
    try:
        sent = _without_nothing(values)
        if not sent or (set(map(_ELEVENTH, sent)) == {"T"} and set(map(_LAST, sent)) == {"Z"}):
            return column_of(_with_nothing(values, sent))
    except (AttributeError, IndexError, TypeError):
        pass
    return _each(convert, values)


def _without_nothing(values: Values) -> Sequence[str]:
    """The values without those that name no moment: null, empty text and year 1.

    Raises:
        AttributeError, TypeError: not all are texts.
    """
    try:
        if min(values) > "0001-01-02":
            return values
    except TypeError:
        pass  # there are nulls among them
    return [raw for raw in values if raw is not None and raw != "" and not raw.startswith(_NO_MOMENT)]


def _with_nothing(values: Values, cells: Sequence[Cell]) -> Sequence[Cell]:
    """The cells in the places of their values, around what `_without_nothing` left out."""
    if len(cells) == len(values):
        return cells
    rest = iter(cells)
    return [None if raw is None or raw == "" or raw.startswith(_NO_MOMENT) else next(rest) for raw in values]
