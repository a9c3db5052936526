from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.folded_text import fold
from leaddesk.ui.results.sort_keys import sort_key, sorted_order


def order(values, kind, *, descending=False):
    numbers = sorted_order([sort_key(value, kind) for value in values], descending=descending)
    return [values[number] for number in numbers]


def test_numbers_go_by_their_value():
    assert order([10, 9.5, -3, 100], Kind.NUMBER) == [-3, 9.5, 10, 100]


def test_identifiers_of_digits_go_by_their_number():
    assert order(["10", "9", "x7", "0100"], Kind.IDENTIFIER) == ["9", "10", "0100", "x7"]


def test_texts_go_without_case_and_accents():
    assert order(["Zoe", "émile", "Adam", "Émilie", "eva"], Kind.TEXT) == ["Adam", "émile", "Émilie", "eva", "Zoe"]


def test_times_go_by_the_moment_whatever_their_zone():
    east = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=9)))
    utc = datetime(2026, 1, 1, 4, tzinfo=UTC)
    naive = datetime(2026, 1, 1, 3, 30)  # noqa: DTZ001
    assert order([utc, naive, east], Kind.MOMENT) == [east, naive, utc]


@pytest.mark.parametrize("descending", [False, True])
def test_rows_without_a_value_are_last_in_both_directions(descending):
    values = [None, 2, NOT_SENT, 1, "", "  "]
    assert order(values, Kind.NUMBER, descending=descending)[2:] == [None, NOT_SENT, "", "  "]


def test_a_text_among_numbers_and_a_number_that_is_none_break_nothing():
    result = order([float("nan"), "about 5", 3, True, 1], Kind.NUMBER)
    assert result[:3] == [True, 1, 3]
    assert result[3] == "about 5"


@settings(max_examples=100)
@given(st.lists(st.sampled_from([1, 2, 3, None])), st.booleans())
def test_sorting_is_stable(values, descending):
    numbers = sorted_order([sort_key(value, Kind.INTEGER) for value in values], descending=descending)
    assert sorted(numbers) == list(range(len(values)))
    for left, right in pairwise(numbers):
        if values[left] == values[right]:
            assert left < right


def test_folding_forgets_case_and_accents():
    assert fold("JOSÉ Ørsted Straße") == fold("josé ørsted strasse")
