# ruff: noqa: DTZ001 - local times, as spreadsheets and file names hold them
from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.cell import NOT_SENT, TEXT_KINDS, Kind
from leaddesk.domain.columns import Column
from leaddesk.exporting.cells import (
    MOST_CELL_UNITS,
    RowReader,
    cell_converter,
    cut_text,
    exact_moment,
    headings,
    wall_clock,
)

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize("kind", sorted(TEXT_KINDS))
@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (15555550123, "15555550123"),
        (5550123.0, "5550123"),
        (1.5555550123e10, "15555550123"),
        ("+1 202 555 0143", "+1 202 555 0143"),
        ("00123", "00123"),
        (12345678901234567890, "12345678901234567890"),
        (True, "true"),
        ({"a": [1, 2]}, '{"a": [1, 2]}'),
    ],
)
def test_texts_phones_and_ids_are_written_as_they_were_sent(kind: Kind, raw: Any, text: str) -> None:
    assert cell_converter(kind)(raw) == text


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("nothing", [None, NOT_SENT])
def test_null_and_not_sent_leave_the_cell_empty(kind: Kind, nothing: Any) -> None:
    assert cell_converter(kind)(nothing) is None


@pytest.mark.parametrize(
    ("kind", "raw", "cell"),
    [
        (Kind.MONEY, "12.50", 12.5),
        (Kind.MONEY, 0, 0),
        (Kind.NUMBER, -3.25, -3.25),
        (Kind.INTEGER, 999_999_999_999_999, 999_999_999_999_999),
        (Kind.INTEGER, 1_000_000_000_000_000, "1000000000000000"),
        (Kind.INTEGER, -1_000_000_000_000_000, "-1000000000000000"),
        (Kind.NUMBER, "about 12", "about 12"),
        (Kind.MONEY, "1,250.00", "1,250.00"),
        (Kind.NUMBER, True, "true"),
        (Kind.NUMBER, float("nan"), "NaN"),
        (Kind.NUMBER, float("-inf"), "-Infinity"),
        (Kind.YES_NO, "True", True),
        (Kind.YES_NO, 0, False),
        (Kind.YES_NO, "maybe", "maybe"),
        (Kind.OBJECT, [1, {"a": "ü"}], '[1, {"a": "ü"}]'),
    ],
)
def test_numbers_and_yes_no_keep_their_type_and_what_does_not_fit_stays_text(kind: Kind, raw: Any, cell: Any) -> None:
    found = cell_converter(kind)(raw)
    assert found == cell
    assert type(found) is type(cell)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00"])
def test_year_one_is_an_empty_cell(text: str) -> None:
    assert cell_converter(Kind.MOMENT)(text) is None
    assert exact_moment(text) is None


@pytest.mark.parametrize("text", ["2026-01-31T08:00:00", "2026-01-31", "next week", "2026-13-01T00:00:00Z", ""])
def test_a_date_without_zone_or_no_date_at_all_stays_text_as_sent(text: str) -> None:
    assert cell_converter(Kind.MOMENT)(text) == text
    assert exact_moment(text) == text


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("2026-01-31T08:00:00.9574321Z", "2026-01-31T08:00:00.9574321Z"),
        ("2026-01-31T08:00:00.9Z", "2026-01-31T08:00:00.9Z"),
        ("2026-01-31T08:00:00-05:00", "2026-01-31T13:00:00Z"),
        ("2026-01-31 08:00Z", "2026-01-31T08:00:00Z"),
        ("9999-12-31T23:59:59-05:00", "9999-12-31T23:59:59-05:00"),
    ],
)
def test_an_exact_moment_is_utc_and_loses_no_digit(sent: str, written: str) -> None:
    assert exact_moment(sent) == written


def test_lone_surrogates_become_the_replacement_character() -> None:
    assert cell_converter(Kind.TEXT)("a\ud800b") == "a\ufffdb"
    assert cell_converter(Kind.TEXT)("\ud83d\ude00") == "😀"


def test_the_hour_that_clocks_repeat_is_written_as_text_with_its_offset() -> None:
    first = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert wall_clock(first, NEW_YORK) == "2026-11-01 01:30:00-04:00"
    assert wall_clock(first + timedelta(hours=1), NEW_YORK) == "2026-11-01 01:30:00-05:00"
    assert wall_clock(first + timedelta(hours=2), NEW_YORK) == datetime(2026, 11, 1, 2, 30)
    assert wall_clock(first - timedelta(hours=1), NEW_YORK) == datetime(2026, 11, 1, 0, 30)


def test_the_hour_that_clocks_skip_does_not_appear() -> None:
    before = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)
    assert wall_clock(before, NEW_YORK) == datetime(2026, 3, 8, 1, 30)
    assert wall_clock(before + timedelta(hours=1), NEW_YORK) == datetime(2026, 3, 8, 3, 30)


@given(st.datetimes(datetime(1900, 3, 1), datetime(9990, 1, 1), timezones=st.just(UTC)))
@settings(max_examples=150)
def test_every_date_reads_back_as_the_same_instant(moment: datetime) -> None:
    local = wall_clock(moment, NEW_YORK)
    read_back = datetime.fromisoformat(local) if isinstance(local, str) else local.replace(tzinfo=NEW_YORK)
    assert read_back.astimezone(UTC) == moment


def test_years_without_dates_in_spreadsheets_stay_text() -> None:
    assert wall_clock(datetime(1899, 12, 31, 23, tzinfo=UTC), UTC) == "1899-12-31 23:00:00+00:00"
    end = datetime.max.replace(tzinfo=UTC)
    assert wall_clock(end, ZoneInfo("Asia/Tokyo")) == end.isoformat(sep=" ")


@pytest.mark.parametrize("letter", ["x", "ü", "😀"])
def test_a_text_is_cut_only_beyond_the_limit_and_says_how_much_is_missing(letter: str) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    fits = letter * (MOST_CELL_UNITS // units)
    assert cut_text(fits) is fits
    cut = cut_text(fits + letter)
    kept, _, mark = cut.partition("… [cut: ")
    assert len(cut.encode("utf-16-le")) // 2 <= MOST_CELL_UNITS
    assert set(kept) == {letter}
    assert int(mark.removesuffix(" characters]").replace(",", "")) == len(fits) + 1 - len(kept)


def test_headings_name_the_zone_with_dates_and_the_key_where_titles_are_the_same() -> None:
    columns = (
        Column("Properties.State", "State", Kind.TEXT, ("Properties", "State")),
        Column("Fields.State", "State", Kind.TEXT, ("Fields", "State")),
        Column("Properties.DateAdded", "Date added", Kind.MOMENT, ("Properties", "DateAdded")),
    )
    assert headings(columns, "UTC") == ("State – Properties.State", "State – Fields.State", "Date added (UTC)")


def test_values_are_found_at_any_depth_and_missing_sections_are_empty() -> None:
    paths = [("UID",), ("Fields", "A"), ("Deep", "er", "est", "x"), ("Gone", "x"), ("Text", "x"), ("List", "0")]
    reader = RowReader([Column(".".join(path), "", Kind.TEXT, path) for path in paths])
    row = {"UID": 7, "Fields": {"A": "a"}, "Deep": {"er": {"est": {"x": "y"}}}, "Text": "no section", "List": ["z"]}
    assert reader.read(row) == ["7", "a", "y", None, None, None]
    assert reader.read({"Deep": {"er": 3}}) == [None] * 6


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(JSON_VALUES | st.floats(), st.sampled_from(list(Kind)))
@settings(max_examples=150)
def test_any_value_of_any_kind_becomes_a_cell_that_a_file_can_hold(raw: Any, kind: Kind) -> None:
    cell = cell_converter(kind)(raw)
    assert cell is None or isinstance(cell, str | int | float | bool | datetime)
    if isinstance(cell, str):
        assert cell.encode().decode() == cell
        if isinstance(raw, dict | list):
            assert json.loads(cell) == raw


def test_empty_text_stays_empty_text() -> None:
    assert cell_converter(Kind.TEXT)("") == ""
