"""How values read."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain import cell_words
from leaddesk.domain.cell import NOT_SENT, CellValue, Kind

CELLS: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    st.just(NOT_SENT),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
)


@given(CELLS, st.sampled_from(list(Kind)))
def test_every_value_has_words_whatever_kind_is_expected(cell: CellValue, kind: Kind) -> None:
    words = cell_words.full_text(cell, kind, ZoneInfo("Asia/Kathmandu"))
    assert bool(words) == (cell is not None and cell is not NOT_SENT and cell != "")


def test_a_moment_at_the_end_of_the_calendar_is_left_in_utc() -> None:
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert cell_words.moment_text(last, ZoneInfo("Pacific/Auckland")) == "9999-12-31 23:59:00"


@pytest.mark.parametrize(("value", "words"), [(5.0, "5.00"), (1234.5, "1,234.50"), (0.125, "0.125")])
def test_money_has_two_digits_where_that_loses_nothing(value: float, words: str) -> None:
    assert cell_words.number_text(value, Kind.MONEY) == words
