"""Counts of a column: they add up, and each bar stands for exactly the rows that its test lets pass."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.arrangement import NumberRange, OneOf
from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.column_counts import ColumnCounts, CountBy
from leaddesk.services.loaded.row_counting import count_column
from leaddesk.services.loaded.row_filtering import passing
from tests.services.loaded.odd_values import KINDS_AND_VALUES, column
from tests.services.loaded.test_typed_column import typed

ZONE = ZoneInfo("America/New_York")
WAYS = st.sampled_from(list(CountBy))


@given(KINDS_AND_VALUES, WAYS, st.data())
def test_a_bar_counts_the_rows_that_pass_its_test(
    example: tuple[Kind, list[Any]], by: CountBy, data: st.DataObject
) -> None:
    kind, values = example
    held = typed(column(kind), values)
    flags = data.draw(st.one_of(st.none(), st.lists(st.booleans(), min_size=len(values), max_size=len(values))))
    mask = None if flags is None else pl.Series(values=flags, dtype=pl.Boolean())
    counts = count_column(held, mask, ZONE, by, 50)
    for bar in counts.bars:
        found = passing(held, bar.test, ZONE)
        assert int((found if mask is None else found & mask).sum()) == bar.count, bar
    assert counts.row_count == (len(values) if flags is None else sum(flags))
    assert sum(bar.count for bar in counts.bars) + counts.others + counts.without_value == counts.row_count
    assert counts.others >= 0
    assert counts.by is not CountBy.AUTO
    if counts.by is CountBy.VALUES:
        assert counts.others == 0
        assert all(bar.count for bar in counts.bars)


def counts_of(kind: Kind, values: list[Any], by: CountBy = CountBy.AUTO, most: int = 50) -> ColumnCounts:
    return count_column(typed(column(kind), values), None, ZONE, by, most)


def bars(counts: ColumnCounts) -> list[tuple[str, int]]:
    return [(bar.label, bar.count) for bar in counts.bars]


def test_values_stand_by_falling_count_and_the_rest_is_counted() -> None:
    counts = counts_of(Kind.TEXT, ["CA", "NV", "CA", None, "", NOT_SENT, "TX", "CA", "NV", "AZ"], most=2)
    assert bars(counts) == [("CA", 3), ("NV", 2)]
    assert (counts.without_value, counts.others, counts.row_count) == (3, 2, 10)
    assert counts.bars[0].test == OneOf(("CA",))


def test_days_are_those_of_the_zone_and_empty_ones_are_there() -> None:
    counts = counts_of(Kind.MOMENT, ["2026-01-05T03:00:00Z", "2026-01-05T12:00:00Z", "2026-01-08T01:00:00Z", None])
    assert counts.by is CountBy.DAY
    assert bars(counts) == [("2026-01-04", 1), ("2026-01-05", 1), ("2026-01-06", 0), ("2026-01-07", 1)]
    assert counts.without_value == 1


@pytest.mark.parametrize(
    ("days", "by", "first"),
    [(30, CountBy.DAY, "2026-01-01"), (200, CountBy.WEEK, "2025-12-29"), (900, CountBy.MONTH, "2026-01")],
)
def test_the_longer_the_time_the_longer_the_periods(days: int, by: CountBy, first: str) -> None:
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    counts = counts_of(Kind.MOMENT, [(start + timedelta(days=day)).isoformat() for day in range(days)])
    assert counts.by is by
    assert counts.bars[0].label == first
    assert sum(bar.count for bar in counts.bars) == days


def test_few_numbers_are_counted_by_value_and_many_by_round_ranges() -> None:
    assert bars(counts_of(Kind.INTEGER, [2, 1, 2, 3])) == [("2", 2), ("1", 1), ("3", 1)]
    counts = counts_of(Kind.MONEY, [price / 10 for price in range(1000)])
    assert counts.by is CountBy.BINS
    assert bars(counts)[:2] == [("0.00 – 10.00", 100), ("10.00 – 20.00", 100)]
    assert counts.bars[0].test == NumberRange(0.0, 10.0, most_excluded=True)


def test_an_empty_column_has_no_bars() -> None:
    for kind in Kind:
        counts = counts_of(kind, [None, NOT_SENT])
        assert (counts.bars, counts.without_value) == ((), 2)


def test_the_last_day_of_the_calendar_and_numbers_beyond_floats_are_counted_too() -> None:
    counts = counts_of(Kind.MOMENT, ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-05:00"])
    assert bars(counts) == [("9999-12-31", 2)]
    counts = counts_of(Kind.INTEGER, [18_014_398_509_481_983, 18_014_398_509_481_985], CountBy.BINS)
    assert sum(bar.count for bar in counts.bars) == 2
