"""What the cells of a column read like, and the same without case and accents: for finding, filtering and labels.

All of it equals `cell_words.full_text` and `folded_text.fold`, cell by cell; polars does most, Python the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta, tzinfo
from string import ascii_uppercase
from typing import Any, Final

import polars as pl

from leaddesk.domain.cell import Kind
from leaddesk.domain.cell_words import full_text, in_zone, number_text
from leaddesk.domain.folded_text import fold
from leaddesk.domain.needle import digits_of
from leaddesk.services.loaded.typed_column import BROKEN_VALUE, EPOCH, NAIVE, ODD, UNREADABLE, TypedColumn

PYTHON_BLANKS: Final = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What `str.strip` takes away; polars has a slightly different idea of a blank."""

_SLOT: Final = 15 * 60 * 1_000_000
"""Zones change their distance from UTC only at the quarters of an hour."""
_MICROSECOND: Final = timedelta(microseconds=1)
_MOST_WHOLE: Final = 1e15
_MOST_SHORT: Final = 5e5
_MOST_MONEY: Final = 1e9


def labels_of(column: TypedColumn, zone: tzinfo) -> pl.Series:
    """The words of every cell; empty where there is no value."""
    kind, values = column.column.kind, column.values()
    if values.dtype == pl.String:
        words = values
    elif values.dtype == pl.Boolean:
        words = pl.select(pl.when(values).then(pl.lit("yes")).when(~values).then(pl.lit("no"))).to_series()
    elif kind is Kind.MOMENT:
        words = _moment_words(column, zone)
    else:
        words = _number_words(values, kind)
    return _with_exceptions(column, words, lambda cell: full_text(cell, kind, zone)).fill_null("")


def folded(texts: pl.Series) -> pl.Series:
    """`fold` of every text; null stays null. A text is folded letter by letter, so it is enough to fold each letter."""
    rows = _not_ascii(texts)
    lower = texts.str.to_lowercase()
    if not len(rows):
        return lower
    others = texts.gather(rows)
    letters = sorted(set("".join(others.str.replace_all(r"[\x00-\x7f]+", "").unique())) | set(ascii_uppercase))
    return lower.clone().scatter(rows, others.str.replace_many(letters, [fold(letter) for letter in letters]))


def digits_in(texts: pl.Series) -> pl.Series:
    """`digits_of` every text."""
    digits = texts.str.replace_all("[^0-9]", "")
    rows = _not_ascii(texts)
    return digits.clone().scatter(rows, _by_distinct(texts.gather(rows), digits_of, pl.String()))


def local_micros(column: TypedColumn, zone: tzinfo, *, move_naive: bool = False) -> pl.Series:
    """Moments as microseconds on the clock of the zone.

    Those without a zone stay as they are, or are taken for UTC and moved too.
    """
    values = column.values()
    if zone is UTC:
        return values
    offsets = _by_distinct(values // _SLOT, _offset_in(zone), pl.Int64())
    if not move_naive and not column.has_only_values():
        offsets = offsets.set(column.states() == NAIVE, 0)
    return values + offsets


def _by_distinct(values: pl.Series, of: Callable[[Any], Any], dtype: pl.DataType) -> pl.Series:
    """A Python function of every value, called once for each distinct one; null stays null."""
    distinct = values.drop_nulls().unique()
    results = pl.Series(values=[of(value) for value in distinct], dtype=dtype)
    return values.replace_strict(distinct, results, default=None, return_dtype=dtype)


def _number_words(numbers: pl.Series, kind: Kind) -> pl.Series:
    """`number_text` of every number: most at once, those that polars would write otherwise through Python."""
    words = _plain_words(numbers)
    if kind is Kind.MONEY:
        money = _money_words(numbers)
        words = money.zip_with(money.is_not_null(), words)
    rows = (words.is_null() & numbers.is_not_null()).arg_true()
    if not len(rows):
        return words

    def in_python(number: float) -> str:
        return number_text(int(number) if number.is_integer() else number, kind)

    return words.clone().scatter(rows, _by_distinct(numbers.gather(rows), in_python, pl.String()))


def _plain_words(numbers: pl.Series) -> pl.Series:
    """Whole numbers, and those whose shortest form has at most ten digits behind the point; null for others.

    Below half a million a float lies closer to its shortest form than half of the tenth digit, so that rounding to ten
    digits gives that form.
    """
    is_whole = (numbers == numbers.floor()) & (numbers.abs() < _MOST_WHOLE)
    whole = numbers.set(~is_whole, None).cast(pl.Int64()).cast(pl.String())
    shortest = numbers.cast(pl.String())
    is_short = (numbers.abs() < _MOST_SHORT) & shortest.str.contains(r"^-?[0-9]+\.[0-9]{1,10}$")
    return whole.zip_with(is_whole.fill_null(value=False), shortest.set(~is_short, None))


def _money_words(numbers: pl.Series) -> pl.Series:
    """`1,234.50` for whole cents up to a milliard; null for others."""
    cents = (numbers * 100).round()
    is_money = ((cents / 100 == numbers) & (numbers.abs() < _MOST_MONEY)).fill_null(value=False)
    whole = cents.set(~is_money, None).cast(pl.Int64())
    frame = pl.DataFrame({"cents": whole.abs(), "is_less": whole < 0})
    units = pl.col("cents") // 100
    groups = [((units // power) % 1000).cast(pl.String) for power in (1_000_000, 1000, 1)]
    behind = [group.str.zfill(3) for group in groups]
    number = (
        pl.when(units >= 1_000_000)
        .then(pl.concat_str([groups[0], behind[1], behind[2]], separator=","))
        .when(units >= 1000)
        .then(pl.concat_str([groups[1], behind[2]], separator=","))
        .otherwise(groups[2])
    )
    sign = pl.when(pl.col("is_less")).then(pl.lit("-")).otherwise(pl.lit(""))
    point = (pl.col("cents") % 100).cast(pl.String).str.zfill(2)
    return frame.select(pl.concat_str([sign, number, pl.lit("."), point])).to_series()


def _moment_words(column: TypedColumn, zone: tzinfo) -> pl.Series:
    words = local_micros(column, zone).cast(pl.Datetime("us")).dt.strftime("%Y-%m-%d %H:%M:%S")
    if column.has_only_values():
        return words
    return words.zip_with(column.states() != NAIVE, words + " (zone not given)")


def _offset_in(zone: tzinfo) -> Callable[[int], int]:
    def offset(slot: int) -> int:
        moment = in_zone(EPOCH + timedelta(microseconds=slot * _SLOT), zone)
        return (moment.utcoffset() or timedelta()) // _MICROSECOND

    return offset


def _with_exceptions(column: TypedColumn, words: pl.Series, text: Callable[[Any], str]) -> pl.Series:
    if column.has_only_values():
        return words
    states = column.states()
    if column.broken_count:
        words = words.set(states == BROKEN_VALUE, UNREADABLE)
    rows = (states == ODD).arg_true()
    return _replaced(words, rows, [text(column.odd[row]) for row in rows.to_list()])


def _not_ascii(texts: pl.Series) -> pl.Series:
    return (texts.str.len_bytes() != texts.str.len_chars()).arg_true()


def _replaced(texts: pl.Series, rows: pl.Series, by: list[str]) -> pl.Series:
    """A new series; `scatter` alone would change the one it is called on."""
    return texts.clone().scatter(rows, pl.Series(values=by, dtype=pl.String())) if by else texts
