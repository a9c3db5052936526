"""Filters of columns, against the same question asked of each cell."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from leaddesk.domain.cell import NOT_SENT, CellValue, Kind, read_cell
from leaddesk.domain.cell_words import full_text, in_zone
from leaddesk.domain.folded_text import fold
from leaddesk.domain.needle import build_needle, digits_of
from leaddesk.services.loaded.row_filtering import passing
from leaddesk.ui.results.sort_keys import sort_key
from tests.services.loaded.odd_values import KINDS_AND_VALUES, TEXTS, column, records_of, same_cell
from tests.services.loaded.test_typed_column import typed

ZONE = ZoneInfo("America/New_York")
NUMBER_KINDS = {Kind.INTEGER, Kind.NUMBER, Kind.MONEY}
BOUNDS = st.one_of(st.none(), st.floats(-200, 200), st.integers(-100, 100).map(float))
MOMENT_BOUNDS = st.one_of(st.none(), st.datetimes(timezones=st.just(UTC)))
TESTS: st.SearchStrategy[Test] = st.one_of(
    st.builds(Equals, TEXTS),
    st.builds(Contains, TEXTS),
    st.just(IsEmpty()),
    st.just(IsNotEmpty()),
    st.builds(NumberRange, BOUNDS, BOUNDS, st.booleans()),
    st.builds(MomentRange, MOMENT_BOUNDS, MOMENT_BOUNDS),
)


def is_huge(cell: CellValue) -> bool:
    return isinstance(cell, int) and abs(cell) > 10**300


def passes(cell: CellValue, kind: Kind, test: Test, zone: tzinfo) -> bool:
    words = full_text(cell, kind, zone)
    number_there = cell if isinstance(cell, int | float) and not isinstance(cell, bool) else None
    match test:
        case IsEmpty() | IsNotEmpty():
            is_empty = cell is None or cell is NOT_SENT or (isinstance(cell, str) and not cell.strip())
            return is_empty == isinstance(test, IsEmpty)
        case Equals(text):
            number = read_cell(text.strip().replace(",", ""), kind)
            if kind in NUMBER_KINDS and isinstance(number, int | float):
                return number_there is not None and number_there == number
            return fold(words).strip() == fold(text.strip())
        case Contains(text):
            needle = build_needle(text)
            in_digits = kind is Kind.PHONE and bool(needle.digits) and needle.digits in digits_of(words)
            return needle.text in fold(words) or in_digits
        case NumberRange(least, most, most_excluded):
            if kind not in NUMBER_KINDS or number_there is None:
                return False
            return (least is None or number_there >= least) and (
                most is None or (number_there < most if most_excluded else number_there <= most)
            )
        case MomentRange(start, end):
            if not isinstance(cell, datetime):
                return False
            moment = in_zone(cell, UTC) if cell.tzinfo else cell.replace(tzinfo=UTC)
            return (start is None or moment >= start) and (end is None or moment < end)
        case OneOf(values, or_empty):
            return any(same_cell(cell, value) for value in values) or (or_empty and passes(cell, kind, IsEmpty(), zone))


@given(KINDS_AND_VALUES, TESTS)
def test_a_row_passes_when_its_cell_does(example: tuple[Kind, list[Any]], test: Test) -> None:
    kind, values = example
    of = column(kind)
    cells = [of.cell_in(record.values()) for record in records_of(values)]
    wanted = [passes(cell, kind, test, ZONE) for cell in cells]
    assert passing(typed(of, values), test, ZONE).to_list() == wanted


@given(KINDS_AND_VALUES, st.data())
def test_one_of_takes_exactly_these_values(example: tuple[Kind, list[Any]], data: st.DataObject) -> None:
    kind, values = example
    of = column(kind)
    cells = [of.cell_in(record.values()) for record in records_of(values)]
    real = [cell for cell in cells if sort_key_or_none(cell, kind)]
    chosen = tuple(data.draw(st.lists(st.sampled_from(real), max_size=4))) if real else ()
    test = OneOf(chosen, or_empty=data.draw(st.booleans()))
    wanted = [passes(cell, kind, test, ZONE) for cell in cells]
    assert passing(typed(of, values), test, ZONE).to_list() == wanted


def sort_key_or_none(cell: CellValue, kind: Kind) -> bool:
    """Whether there is a value; whole numbers beyond all floats have no sort key and are one."""
    return is_huge(cell) or sort_key(cell, kind) is not None


def test_a_range_of_moments_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        MomentRange(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused


def test_money_is_found_as_it_reads_and_as_it_is_typed() -> None:
    held = typed(column(Kind.MONEY), [1234.5, "1,234.50", 12, None])
    assert passing(held, Equals("1,234.50"), UTC).to_list() == [True, False, False, False]
    assert passing(held, Contains("1,234"), UTC).to_list() == [True, True, False, False]
