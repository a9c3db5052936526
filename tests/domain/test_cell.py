from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.cell import NOT_SENT, Kind, is_year_one, parse_moment, plain_text, read_cell


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (5550100, "5550100"),
        (4155550134, "4155550134"),
        (4155550134.0, "4155550134"),
        ("0", "0"),
        ("+1 (415) 555-0134", "+1 (415) 555-0134"),
        (0, "0"),
        (1e-30, "0.000000000000000000000000000001"),
        (1e21, "1000000000000000000000"),
        (12345678901234567890, "12345678901234567890"),
    ],
)
def test_a_phone_is_never_shown_with_an_exponent(raw: Any, text: str) -> None:
    assert read_cell(raw, Kind.PHONE) == text


def test_a_postal_code_keeps_its_leading_zero() -> None:
    assert read_cell("02134", Kind.POSTAL_CODE) == "02134"


@pytest.mark.parametrize("kind", list(Kind))
def test_not_sent_and_null_stay_apart_in_every_kind(kind: Kind) -> None:
    assert read_cell(NOT_SENT, kind) is NOT_SENT
    assert read_cell(None, kind) is None
    assert read_cell("", kind) == ""


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00", "0001-01-01"])
def test_year_one_is_no_date(text: str) -> None:
    assert is_year_one(text)
    assert read_cell(text, Kind.MOMENT) is None


@pytest.mark.parametrize(
    ("text", "microsecond"),
    [
        ("2019-09-08T07:25:49Z", 0),
        ("2019-09-08T07:25:49.9Z", 900_000),
        ("2019-09-08T07:25:49.87Z", 870_000),
        ("2019-09-08T07:25:49.957Z", 957_000),
        ("2019-09-08T07:25:49.1234567Z", 123_456),
        ("2019-09-08T07:25:49.123456789Z", 123_456),
    ],
)
def test_fractions_of_a_second_have_any_length(text: str, microsecond: int) -> None:
    assert read_cell(text, Kind.MOMENT) == datetime(2019, 9, 8, 7, 25, 49, microsecond, tzinfo=UTC)


def test_an_offset_is_kept() -> None:
    moment = parse_moment("2020-10-23T12:24:36-07:00")
    assert moment == datetime(2020, 10, 23, 12, 24, 36, tzinfo=timezone(timedelta(hours=-7)))


def test_a_time_without_a_zone_stays_without() -> None:
    moment = parse_moment("2020-10-23 12:24:36")
    assert moment is not None
    assert moment.tzinfo is None


@pytest.mark.parametrize(
    "text",
    ["soon", "2020-13-01", "2020-02-30T00:00:00Z", "20201023", "2020-10-23T25:00:00Z", "2020-01-01T00:00:00+99:00"],
)
def test_a_date_that_is_none_is_kept_as_text(text: str) -> None:
    assert parse_moment(text) is None
    assert read_cell(text, Kind.MOMENT) == text


@pytest.mark.parametrize(
    ("raw", "value"), [(True, True), ("True", True), ("false", False), (0, False), ("maybe", "maybe")]
)
def test_yes_and_no_come_in_many_spellings(raw: Any, value: object) -> None:
    assert read_cell(raw, Kind.YES_NO) == value


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        ("5003", Kind.INTEGER, 5003),
        ("41.50", Kind.MONEY, 41.5),
        (41.5, Kind.MONEY, 41.5),
        ("007", Kind.NUMBER, "007"),
        ("1e5", Kind.NUMBER, "1e5"),
        (3.0, Kind.INTEGER, 3),
        ("12345678901234567890", Kind.INTEGER, "12345678901234567890"),
        (True, Kind.NUMBER, "true"),
    ],
)
def test_numbers_are_read_only_where_no_digit_is_lost(raw: Any, kind: Kind, value: object) -> None:
    assert read_cell(raw, kind) == value


def test_nested_values_become_one_line_of_json() -> None:
    assert read_cell({"a": [1, None]}, Kind.TEXT) == '{"a": [1, null]}'


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(raw=json_values, kind=st.sampled_from(list(Kind)))
def test_any_json_value_is_readable_as_any_kind(raw: Any, kind: Kind) -> None:
    cell = read_cell(raw, kind)
    if isinstance(raw, str) and kind is not Kind.MOMENT and isinstance(cell, str):
        assert cell == raw


@settings(max_examples=200, deadline=None)
@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_text_is_the_same_number_without_exponent(number: float) -> None:
    text = plain_text(number)
    assert "e" not in text.lower()
    assert float(text) == pytest.approx(number, rel=1e-15)


def test_compact_json_is_json() -> None:
    assert json.loads(plain_text([1, "é"])) == [1, "é"]
