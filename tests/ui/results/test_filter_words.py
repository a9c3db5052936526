from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from leaddesk.domain.arrangement import (
    Contains,
    Equals,
    IsEmpty,
    IsNotEmpty,
    MomentRange,
    NumberRange,
    OneOf,
)
from leaddesk.domain.cell import Kind
from leaddesk.ui.results.filter_words import can_have_range, filter_words, read_range
from tests.ui.results.sample_leads import column

BERLIN = ZoneInfo("Europe/Berlin")
STATE = column("State", "State", Kind.TEXT)
PRICE = column("Price", "Price", Kind.MONEY)
ADDED = column("Added", "Added", Kind.MOMENT)
MIDNIGHT = datetime(2026, 11, 19, 23, tzinfo=UTC)  # of the 20th in Berlin
NEXT_MIDNIGHT = datetime(2026, 11, 20, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("about", "test", "words"),
    [
        (STATE, Equals("CA"), "State: “CA”"),
        (STATE, Contains("x\ny"), "State: contains “x⏎y”"),
        (STATE, IsEmpty(), "State: is empty"),
        (STATE, IsNotEmpty(), "State: is not empty"),
        (STATE, OneOf(("CA",)), "State: “CA”"),
        (STATE, OneOf(("CA", "NV"), or_empty=True), "State: one of “CA”, “NV”, without a value"),
        (STATE, OneOf(("a", "b", "c", "d", "e")), "State: one of “a”, “b”, “c” and 2 more"),
        (PRICE, NumberRange(10, 20), "Price: 10.00 to 20.00"),
        (PRICE, NumberRange(10, 20, most_excluded=True), "Price: 10.00 to below 20.00"),
        (PRICE, NumberRange(10, None), "Price: 10.00 or more"),
        (PRICE, NumberRange(None, 20), "Price: at most 20.00"),
        (ADDED, MomentRange(MIDNIGHT, NEXT_MIDNIGHT), "Added: 2026-11-20"),
        (ADDED, MomentRange(MIDNIGHT, None), "Added: 2026-11-20 or more"),
        (ADDED, MomentRange(None, NEXT_MIDNIGHT), "Added: at most 2026-11-20"),
        (ADDED, MomentRange(None, datetime(2026, 11, 20, 9, 30, tzinfo=UTC)), "Added: below 2026-11-20 10:30"),
    ],
)
def test_a_filter_reads_as_a_person_would_say_it(about, test, words):
    assert filter_words(about, test, BERLIN) == words


@pytest.mark.parametrize(
    ("kind", "low", "high", "test"),
    [
        (Kind.MONEY, "10", "1,250.5", NumberRange(10, 1250.5)),
        (Kind.INTEGER, " -3 ", "", NumberRange(-3, None)),
        (Kind.MOMENT, "2026-11-20", "2026-11-20", MomentRange(MIDNIGHT, NEXT_MIDNIGHT)),
        (Kind.MOMENT, "", "2026-11-20 10:30", MomentRange(None, datetime(2026, 11, 20, 9, 31, tzinfo=UTC))),
        (Kind.MOMENT, "2026-3-9T08:00", "", MomentRange(datetime(2026, 3, 9, 7, tzinfo=UTC), None)),
    ],
)
def test_ranges_are_read_and_a_day_means_all_of_it(kind, low, high, test):
    assert read_range(kind, low, high, BERLIN) == test


@pytest.mark.parametrize(
    ("kind", "low", "high", "wrong"),
    [
        (Kind.MONEY, "", " ", "type one end at least"),
        (Kind.MONEY, "ten", "", "this is no number"),
        (Kind.MONEY, "", "inf", "this is no number"),
        (Kind.MONEY, "5", "4", "this is less than the other end"),
        (Kind.MOMENT, "20.11.2026", "", "this is no date; write it as 2026-11-20"),
        (Kind.MOMENT, "2026-02-30", "", "this is no date; write it as 2026-11-20"),
        (Kind.MOMENT, "2026-11-21", "2026-11-20", "this is before the other end"),
    ],
)
def test_a_range_that_cannot_be_is_refused_with_words(kind, low, high, wrong):
    found = read_range(kind, low, high, BERLIN)
    assert isinstance(found, tuple)
    assert wrong in found


def test_only_numbers_and_moments_have_ranges():
    assert [can_have_range(item) for item in (STATE, PRICE, ADDED)] == [False, True, True]
