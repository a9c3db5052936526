"""Counting the values of a column: the most frequent ones, days, weeks, months, or ranges of numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Final

import polars as pl

from leaddesk.domain.arrangement import MomentRange, NumberRange, OneOf
from leaddesk.domain.cell import CellValue, Kind
from leaddesk.domain.cell_words import full_text, in_zone
from leaddesk.domain.column_counts import Bar, ColumnCounts, CountBy
from leaddesk.services.loaded.column_text import local_micros
from leaddesk.services.loaded.row_filtering import is_empty
from leaddesk.services.loaded.typed_column import BROKEN_VALUE, EPOCH, NAIVE, NAIVE_EPOCH, ODD, UNREADABLE, TypedColumn

_NUMBERS: Final = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.MONEY})
_DAY: Final = 86_400 * 1_000_000
_MOST_DAYS: Final = 62
_MOST_WEEKS: Final = 60
_FEW_VALUES: Final = 20
_BINS: Final = 16
_MOST_STEPS: Final = 2**40
_FINEST: Final = 1e-9
_MOST_BARS: Final = 800
_PERIOD: Final = {CountBy.DAY: "1d", CountBy.WEEK: "1w", CountBy.MONTH: "1mo"}


def count_column(column: TypedColumn, mask: pl.Series | None, zone: tzinfo, by: CountBy, most: int) -> ColumnCounts:
    """Count the rows of `mask` (all when None). Ways that do not suit the kind fall back to values."""
    chosen = _choose(column, mask, by)
    looked_at = column.row_count if mask is None else int(mask.sum())
    empty = is_empty(column)
    without = int((empty if mask is None else empty & mask).sum())
    if chosen in _PERIOD:
        bars = _count_periods(column, mask, zone, chosen)
    elif chosen is CountBy.BINS:
        bars = _count_bins(column, mask)
    else:
        bars = _count_values(column, mask, zone, most)
    others = looked_at - without - sum(bar.count for bar in bars)
    return ColumnCounts(column.column.key, chosen, tuple(bars), without, others, looked_at)


def _choose(column: TypedColumn, mask: pl.Series | None, by: CountBy) -> CountBy:
    kind = column.column.kind
    values = _within(column.values(), mask).drop_nulls()
    if kind is Kind.MOMENT and by is not CountBy.VALUES:
        if by in _PERIOD:
            return by
        days = 0 if not len(values) else (_least_most(values)[1] - _least_most(values)[0]) // _DAY
        return CountBy.DAY if days <= _MOST_DAYS else CountBy.WEEK if days <= 7 * _MOST_WEEKS else CountBy.MONTH
    if kind in _NUMBERS and by in {CountBy.AUTO, CountBy.BINS}:
        return CountBy.BINS if by is CountBy.BINS or values.n_unique() > _FEW_VALUES else CountBy.VALUES
    return CountBy.VALUES


def _count_values(column: TypedColumn, mask: pl.Series | None, zone: tzinfo, most: int) -> list[Bar]:
    counted: dict[CellValue, int] = {}
    for value, count in _value_counts(column, mask, most):
        counted[value] = counted.get(value, 0) + count
    for row, cell in column.odd.items():
        is_blank = isinstance(cell, str) and not cell.strip()
        if not is_blank and (mask is None or mask[row]):
            counted[cell] = counted.get(cell, 0) + 1
    if column.broken_count:
        broken = column.states() == BROKEN_VALUE
        counted[UNREADABLE] = counted.get(UNREADABLE, 0) + int((broken if mask is None else broken & mask).sum())
    kind = column.column.kind
    bars = [Bar(full_text(value, kind, zone), count, OneOf((value,))) for value, count in counted.items() if count]
    return sorted(bars, key=lambda bar: (-bar.count, bar.label))[:most]


def _value_counts(column: TypedColumn, mask: pl.Series | None, most: int) -> list[tuple[CellValue, int]]:
    """Of what stands in the compact values: the most frequent, each as a cell."""
    values, kind = column.values(), column.column.kind
    found: list[tuple[CellValue, int]] = []
    is_moment = kind is Kind.MOMENT
    naive = None if column.has_only_values() or not is_moment else column.states() == NAIVE
    kept = ~is_empty(column) & values.is_not_null()
    if not column.has_only_values():
        kept &= column.states() != ODD
    kept = kept if mask is None else kept & mask
    for part, is_naive in ((kept, False),) if naive is None else ((kept & ~naive, False), (kept & naive, True)):
        counts = values.filter(part).alias("value").value_counts(sort=True, name="count").head(most)
        for value, count in counts.iter_rows():
            found.append((_as_cell(value, is_moment=is_moment, is_naive=is_naive), count))
    return found


def _as_cell(value: str | float, *, is_moment: bool, is_naive: bool) -> CellValue:
    if is_moment:
        return (NAIVE_EPOCH if is_naive else EPOCH) + timedelta(microseconds=value)  # pyright: ignore[reportArgumentType]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _count_periods(column: TypedColumn, mask: pl.Series | None, zone: tzinfo, by: CountBy) -> list[Bar]:
    """On the calendar of the zone, from the first to the last, those without rows too unless they are too many."""
    kept = column.values().is_not_null() if mask is None else mask & column.values().is_not_null()
    local = local_micros(column, zone, move_naive=True).filter(kept).cast(pl.Datetime("us"))
    if not len(local):
        return []
    counts = local.dt.truncate(_PERIOD[by]).dt.date().alias("start").value_counts(sort=False, name="count")
    counted: dict[date, int] = dict(counts.iter_rows())
    starts = sorted(counted)
    following = _FOLLOWING[by]
    every = _all_between(starts[0], starts[-1], following)
    return [_period_bar(start, following, counted.get(start, 0), zone, by) for start in every or starts]


def _all_between(first: date, last: date, following: Callable[[date], date]) -> list[date]:
    """Empty when there are more than can be drawn."""
    every = [first]
    while (start := every[-1]) < last:
        every.append(following(start))
        if len(every) > _MOST_BARS:
            return []
    return every


def _period_bar(start: date, following: Callable[[date], date], count: int, zone: tzinfo, by: CountBy) -> Bar:
    """The last one of the calendar has no end."""
    label = f"{start:%Y-%m}" if by is CountBy.MONTH else f"{start:%Y-%m-%d}"
    try:
        end = _midnight(following(start), zone)
    except (OverflowError, ValueError):
        end = None
    return Bar(label, count, MomentRange(_midnight(start, zone), end))


def _midnight(day: date, zone: tzinfo) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return in_zone(midnight, UTC)


def _next_day(day: date) -> date:
    return day + timedelta(days=1)


def _next_week(day: date) -> date:
    return day + timedelta(days=7)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


_FOLLOWING: Final = {CountBy.DAY: _next_day, CountBy.WEEK: _next_week, CountBy.MONTH: _next_month}


def _count_bins(column: TypedColumn, mask: pl.Series | None) -> list[Bar]:
    """Ranges of one round width, the least included and the most not."""
    values = _within(column.values(), mask).drop_nulls()
    values = values.filter(values.is_finite())
    if not len(values):
        return []
    least, most = _least_most(values)
    edges = _round_edges(least, most, whole=column.column.kind is Kind.INTEGER)
    bins = pl.Series(values=edges, dtype=pl.Float64()).search_sorted(values, side="right")
    counted: dict[int, int] = dict(bins.alias("bin").value_counts(sort=False, name="count").iter_rows())
    kind = column.column.kind
    return [
        Bar(
            f"{full_text(low, kind, UTC)} – {full_text(high, kind, UTC)}",
            counted.get(place + 1, 0),
            NumberRange(low, high, most_excluded=True),
        )
        for place, (low, high) in enumerate(pairwise(edges))
    ]


def _round_edges(least: float, most: float, *, whole: bool) -> list[float]:
    """From the least number to beyond the most in steps of a round width; one step where floats are too coarse."""
    width = (most - least) / _BINS or 1.0
    if not math.isfinite(width) or max(-least, most) / width > _MOST_STEPS:
        return [least, math.nextafter(most, math.inf)]
    width = _round_width(width, whole=whole)
    numbers = range(math.floor(least / width) - 1, math.floor(most / width) + 3)
    edges = [round(number * width, 12) if width > _FINEST else number * width for number in numbers]
    while edges[1] <= least:
        del edges[0]
    while edges[-2] > most:
        del edges[-1]
    return edges


def _round_width(width: float, *, whole: bool) -> float:
    """The next of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(width))
    round_width = next(step * power for step in (1, 2, 5, 10) if step * power >= width * (1 - 1e-9))
    return max(1.0, round_width) if whole else round_width


def _within(values: pl.Series, mask: pl.Series | None) -> pl.Series:
    return values if mask is None else values.filter(mask)


def _least_most(values: pl.Series) -> tuple[float, float]:
    least, most = values.min(), values.max()
    assert isinstance(least, int | float)
    assert isinstance(most, int | float)
    return least, most
