"""Sorting all rows: the same order as the table gives the rows of one page."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.services.loaded.row_sorting import order_by, row_numbers
from leaddesk.ui.results.sort_keys import sort_key, sorted_order
from tests.services.loaded.odd_values import KINDS_AND_VALUES, column, records_of
from tests.services.loaded.test_typed_column import typed

_BEYOND_FLOATS = 2**53


@given(KINDS_AND_VALUES, st.booleans())
def test_the_order_is_that_of_a_page(example: tuple[Kind, list[Any]], descending: bool) -> None:
    kind, values = example
    of = column(kind)
    cells = [of.cell_in(record.values()) for record in records_of(values)]
    assume(not any(isinstance(cell, int | float) and abs(cell) >= _BEYOND_FLOATS for cell in cells))
    wanted = sorted_order([sort_key(cell, kind) for cell in cells], descending=descending)
    assert order_by(typed(of, values), descending=descending).to_list() == wanted


@pytest.mark.parametrize("descending", [False, True])
def test_few_different_texts_among_many_rows_are_ordered_as_texts(descending: bool) -> None:
    names = ["Zoë", "ann", "José", "JOSE", " Bo", "", "émile", "Ann", None, NOT_SENT]
    values = [names[row * 7 % len(names)] for row in range(3000)]
    of = column(Kind.TEXT)
    cells = [of.cell_in(record.values()) for record in records_of(values)]
    wanted = sorted_order([sort_key(cell, Kind.TEXT) for cell in cells], descending=descending)
    assert order_by(typed(of, values, 1000), descending=descending).to_list() == wanted


@pytest.mark.parametrize("descending", [False, True])
def test_many_different_texts_are_ordered_as_texts(descending: bool) -> None:
    values = [f"{row * 7919 % 5000:04}{'é' if row % 3 else 'E'}" for row in range(5000)]
    of = column(Kind.TEXT)
    wanted = sorted_order([sort_key(value, Kind.TEXT) for value in values], descending=descending)
    assert order_by(typed(of, values, 1000), descending=descending).to_list() == wanted


@pytest.mark.parametrize("count", [0, 1, 2, 15, 16, 17, 1000, 70_001])
def test_row_numbers_come_out_as_they_are(count: int) -> None:
    wanted = [row * 7919 % 70_001 for row in range(count)]
    half = count // 2
    order = pl.Series(values=wanted[:half], dtype=pl.UInt32()).append(
        pl.Series(values=wanted[half:], dtype=pl.UInt32())
    )
    assert row_numbers(order).tolist() == wanted


def test_numbers_beyond_floats_stand_at_their_nearest_float() -> None:
    values = [10**400, 2**53, -(10**400), 3, 2**70]
    assert order_by(typed(column(Kind.NUMBER), values), descending=False).to_list() == [2, 3, 1, 4, 0]
    assert order_by(typed(column(Kind.NUMBER), values), descending=True).to_list() == [0, 4, 1, 3, 2]


def test_nothing_is_in_order() -> None:
    assert order_by(typed(column(Kind.TEXT), []), descending=False).to_list() == []
    assert order_by(typed(column(Kind.YES_NO), [None, NOT_SENT]), descending=True).to_list() == [0, 1]


def test_only_plain_digits_make_an_identifier_a_number() -> None:
    held = typed(column(Kind.IDENTIFIER), ["²", "10", "9", "x1", "٣", "0009"])
    assert order_by(held, descending=False).to_list() == [2, 5, 1, 0, 3, 4]
