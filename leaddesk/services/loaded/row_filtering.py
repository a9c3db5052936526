"""Which of the loaded rows pass the filters of columns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

import polars as pl

from leaddesk.domain.arrangement import (
    Contains,
    Equals,
    IsEmpty,
    IsNotEmpty,
    MomentRange,
    NumberRange,
    OneOf,
    Test,
)
from leaddesk.domain.cell import CellValue, Kind, read_cell
from leaddesk.domain.cell_words import in_zone
from leaddesk.domain.folded_text import fold
from leaddesk.domain.needle import build_needle
from leaddesk.services.loaded.column_text import PYTHON_BLANKS, digits_in, folded, labels_of
from leaddesk.services.loaded.typed_column import (
    ABSENT,
    BLANK,
    BROKEN_VALUE,
    EPOCH,
    NAIVE,
    NAIVE_EPOCH,
    NULL,
    ODD,
    UNREADABLE,
    VALUE,
    TypedColumn,
    is_exact,
)


def passing(column: TypedColumn, test: Test, zone: tzinfo) -> pl.Series:
    """One truth value for each row."""
    match test:
        case IsEmpty():
            return is_empty(column)
        case IsNotEmpty():
            return ~is_empty(column)
        case NumberRange():
            return _in_range(column, test)
        case MomentRange():
            return _in_time(column, test)
        case OneOf():
            return _one_of(column, test)
        case Equals():
            return _equals(column, test.text, zone)
        case Contains():
            return _contains(column, test.text, zone)


def is_empty(column: TypedColumn) -> pl.Series:
    """Not sent, null, or blank text."""
    if column.has_only_values():
        return _nowhere(column)
    empty = column.states().is_in([BLANK, NULL, ABSENT])
    odd_blanks = [row for row, cell in column.odd.items() if isinstance(cell, str) and not cell.strip()]
    return _with_rows(empty, odd_blanks)


def _in_range(column: TypedColumn, test: NumberRange) -> pl.Series:
    if column.column.kind not in {Kind.INTEGER, Kind.NUMBER, Kind.MONEY}:
        return _nowhere(column)
    values = column.values()
    found = values.is_not_null() & values.is_not_nan()
    if test.least is not None:
        found &= values >= test.least
    if test.most is not None:
        found &= (values < test.most) if test.most_excluded else (values <= test.most)
    return found.fill_null(value=False)


def _in_time(column: TypedColumn, test: MomentRange) -> pl.Series:
    if column.column.kind is not Kind.MOMENT:
        return _nowhere(column)
    values = column.values()
    found = values.is_not_null()
    if test.start is not None:
        found &= values >= _micros(test.start)
    if test.end is not None:
        found &= values < _micros(test.end)
    return found.fill_null(value=False)


def _one_of(column: TypedColumn, test: OneOf) -> pl.Series:
    values, kind = column.values(), column.column.kind
    wanted = {_as_held(value, kind) for value in test.values} - {None}
    found = values.is_in(list(wanted)) if wanted else _nowhere(column)
    found = found.fill_null(value=False)
    if not column.has_only_values():
        states = column.states()
        if values.dtype == pl.String:
            found &= states == VALUE
        elif kind is Kind.MOMENT:
            found = _moments_among(column, test.values)
        else:
            found &= states != ODD
    odd = [row for row, cell in column.odd.items() if cell in test.values]
    found = _with_rows(found, odd)
    if UNREADABLE in test.values and column.broken_count:
        found |= column.states() == BROKEN_VALUE
    return found | is_empty(column) if test.or_empty else found


def _moments_among(column: TypedColumn, wanted: tuple[CellValue, ...]) -> pl.Series:
    """Moments with and without a zone are different values, although both are held as a number."""
    found = _nowhere(column)
    moments = [value for value in wanted if isinstance(value, datetime)]
    for state, group in (
        (VALUE, [moment for moment in moments if moment.tzinfo is not None]),
        (NAIVE, [moment for moment in moments if moment.tzinfo is None]),
    ):
        micros = [_micros(moment) for moment in group]
        found |= column.values().is_in(micros).fill_null(value=False) & (column.states() == state)
    return found


def _as_held(value: CellValue, kind: Kind) -> str | float | bool | None:
    """The compact form of a wanted value; None when the column cannot hold it so."""
    if kind is Kind.MOMENT:
        return _micros(value) if isinstance(value, datetime) and value.tzinfo is not None else None
    if kind is Kind.YES_NO:
        return value if isinstance(value, bool) else None
    if kind in {Kind.INTEGER, Kind.NUMBER, Kind.MONEY}:
        return float(value) if isinstance(value, int | float) and is_exact(value) else None
    return value if isinstance(value, str) else None


def _equals(column: TypedColumn, text: str, zone: tzinfo) -> pl.Series:
    kind = column.column.kind
    if kind in {Kind.INTEGER, Kind.NUMBER, Kind.MONEY}:
        number = read_cell(text.strip().replace(",", ""), kind)
        if isinstance(number, int | float):
            return (column.values() == float(number)).fill_null(value=False)
    wanted = fold(text.strip())
    found = folded(labels_of(column, zone)).str.strip_chars(PYTHON_BLANKS) == wanted
    return found if wanted else is_empty(column)


def _contains(column: TypedColumn, text: str, zone: tzinfo) -> pl.Series:
    needle = build_needle(text)
    labels = labels_of(column, zone)
    found = folded(labels).str.contains(needle.text, literal=True)
    if needle.digits and column.column.kind is Kind.PHONE:
        found |= digits_in(labels).str.contains(needle.digits, literal=True)
    return found


def _micros(moment: datetime) -> int:
    since_start = moment - NAIVE_EPOCH if moment.tzinfo is None else in_zone(moment, UTC) - EPOCH
    return since_start // timedelta(microseconds=1)


def _nowhere(column: TypedColumn) -> pl.Series:
    return pl.repeat(value=False, n=column.row_count, dtype=pl.Boolean(), eager=True)


def _with_rows(found: pl.Series, rows: list[int]) -> pl.Series:
    return found.clone().scatter(pl.Series(values=rows, dtype=pl.UInt32()), values=True) if rows else found
