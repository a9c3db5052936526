"""Loaded rows in the order of a column: typed, stable, rows without a value last in both directions.

Values of the column's own type come first, then texts that do not fit it. Text goes without case and accents,
identifiers made of digits by their number, moments without a zone as if they were in UTC, numbers that no float holds
by the nearest one.
"""

from __future__ import annotations

import math
from array import array
from io import BytesIO
from typing import Final

import polars as pl

from leaddesk.domain.cell import CellValue, Kind
from leaddesk.domain.folded_text import fold
from leaddesk.services.loaded.column_text import PYTHON_BLANKS, folded
from leaddesk.services.loaded.typed_column import BLANK, BROKEN_VALUE, UNREADABLE, TypedColumn

_MOST_DIGITS_OF_A_NUMBER: Final = 40
_SAMPLE: Final = 10_000


def order_by(column: TypedColumn, *, descending: bool) -> pl.Series:
    """All row numbers in the order of this column."""
    typed, texts = _keys(column)
    groups = [_order(keys, descending=descending) for keys in (typed, texts) if keys is not None]
    absent = _absent(typed, texts)
    return pl.concat([*groups, absent]) if len(absent) or len(groups) > 1 else groups[0]


def row_numbers(order: pl.Series) -> array[int]:
    """The numbers of a series of UInt32 without nulls.

    Arrow's stream form has them one behind another, as they are in memory: a message with the types, then one whose
    body they are. Each begins with four bytes of ones and the length of its head. To make Python's numbers of them
    first takes sixty times as long.
    """
    rows = array("I")
    if not len(order):
        return rows
    stream = BytesIO()
    order.rechunk().to_frame("row").write_ipc_stream(stream, compression="uncompressed")
    view = stream.getbuffer()
    start = 0
    for _message in range(2):
        start += 8 + int.from_bytes(view[start + 4 : start + 8], "little")
    rows.frombytes(view[start : start + rows.itemsize * len(order)])
    return rows


def _keys(column: TypedColumn) -> tuple[pl.Series | None, pl.Series | None]:
    """Sort keys of the values of the own type and of the texts, null where the row belongs to the other or to none."""
    values = column.values()
    if values.dtype != pl.String:
        return values, _misfit_keys(column)
    if not column.has_only_values():
        values = values.set(column.states() == BLANK, None)
        if column.broken_count:
            values = values.set(column.states() == BROKEN_VALUE, UNREADABLE)
    if column.column.kind is Kind.IDENTIFIER:
        return _numbered(values.str.strip_chars(PYTHON_BLANKS))
    return None, _text_keys(values)


def _text_keys(texts: pl.Series) -> pl.Series:
    """The folded texts; where there are few different ones, their places in order: numbers sort faster."""
    if texts.head(_SAMPLE).n_unique() > _SAMPLE // 2:
        return folded(texts.str.strip_chars(PYTHON_BLANKS))
    distinct = texts.drop_nulls().unique()
    ranks = folded(distinct.str.strip_chars(PYTHON_BLANKS)).rank("dense")
    return texts.replace_strict(distinct, ranks, default=None, return_dtype=pl.UInt32()) if len(distinct) else texts


def _numbered(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Digits by their number: as text of one length."""
    is_number = texts.str.contains(f"^[0-9]{{1,{_MOST_DIGITS_OF_A_NUMBER}}}$").fill_null(value=False)
    numbers = texts.set(~is_number, None)
    longest = numbers.str.len_bytes().max()
    short = isinstance(longest, int) and longest <= 18
    keys = numbers.cast(pl.Int64()) if short else numbers.str.zfill(_MOST_DIGITS_OF_A_NUMBER)
    return keys, folded(texts.set(is_number, None))


def _misfit_keys(column: TypedColumn) -> pl.Series | None:
    """Folded texts of the cells that do not fit the kind; None when there is none."""
    misfits = {row: text for row, cell in column.odd.items() if (text := _misfit_text(cell))}
    if column.broken_count:
        misfits |= dict.fromkeys((column.states() == BROKEN_VALUE).arg_true().to_list(), UNREADABLE)
    if not misfits:
        return None
    keys = pl.Series(values=[None], dtype=pl.String()).extend_constant(None, column.row_count - 1)
    rows = sorted(misfits)
    return keys.scatter(pl.Series(values=rows, dtype=pl.UInt32()), pl.Series(values=[misfits[row] for row in rows]))


def _misfit_text(cell: CellValue) -> str:
    if isinstance(cell, str):
        return fold(cell.strip())
    return str(cell) if _is_nan(cell) else ""


def _is_nan(cell: CellValue) -> bool:
    return isinstance(cell, float) and math.isnan(cell)


def _order(keys: pl.Series, *, descending: bool) -> pl.Series:
    """Rows that have a key, in order."""
    by = pl.arg_sort_by("key", descending=descending, nulls_last=True, maintain_order=True)
    order = keys.to_frame("key").select(by).to_series()
    return order.head(len(keys) - keys.null_count())


def _absent(typed: pl.Series | None, texts: pl.Series | None) -> pl.Series:
    """Rows that have neither key, as they came."""
    missing: pl.Series | None = None
    for keys in (typed, texts):
        if keys is not None:
            missing = keys.is_null() if missing is None else missing & keys.is_null()
    assert missing is not None
    return missing.arg_true()
