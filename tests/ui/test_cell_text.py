"""How values read on screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.cell import NOT_SENT, Kind, read_cell
from leaddesk.ui.cell_text import (
    MOST_CELL_CHARACTERS,
    cell_text,
    count_text,
    full_text,
    in_zone,
    moment_text,
    one_line,
    zone_short_name,
)

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, Kind.TEXT, ""),
        (NOT_SENT, Kind.PHONE, ""),
        (True, Kind.YES_NO, "yes"),
        (False, Kind.YES_NO, "no"),
        (150000, Kind.INTEGER, "150000"),
        (1250.5, Kind.MONEY, "1,250.50"),
        (0.125, Kind.MONEY, "0.125"),
        (6.125, Kind.NUMBER, "6.125"),
        (3.0, Kind.NUMBER, "3"),
        ("0123", Kind.POSTAL_CODE, "0123"),
    ],
)
def test_a_value_reads_by_its_kind(value, kind, text):
    assert full_text(value, kind, UTC) == text


@given(st.integers(min_value=0, max_value=10**15))
@settings(max_examples=100)
def test_a_phone_is_never_shown_with_an_exponent(number):
    for raw in (number, float(number)):
        assert cell_text(read_cell(raw, Kind.PHONE), Kind.PHONE, UTC) == str(number)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
@settings(max_examples=100)
def test_a_number_keeps_its_value_to_ten_places(number):
    shown = full_text(number, Kind.NUMBER, UTC)
    assert "e" not in shown.lower()
    assert float(shown) == pytest.approx(number, abs=1e-9)


def test_a_moment_is_told_in_the_zone_and_by_its_name():
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert moment_text(moment, BERLIN) == "2026-07-02 00:30:00"
    assert moment_text(moment, BERLIN, named=True) == "2026-07-02 00:30:00 CEST"
    assert moment_text(moment, timezone(timedelta(hours=5, minutes=30)), named=True) == "2026-07-02 04:00:00 UTC+05:30"


def test_a_moment_without_a_zone_is_not_moved_and_says_so():
    assert moment_text(datetime(2026, 7, 1, 22, 30), BERLIN) == "2026-07-01 22:30:00 (zone not given)"  # noqa: DTZ001


def test_the_ends_of_the_calendar_do_not_break_the_table():
    for moment in (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)):
        for zone in (timezone(timedelta(hours=14)), timezone(timedelta(hours=-12)), BERLIN):
            assert in_zone(moment, zone).year in {1, 9999}
            assert moment_text(moment, zone)


def test_a_zone_without_letters_is_named_by_its_distance():
    brazil = datetime(2026, 1, 1, tzinfo=ZoneInfo("America/Sao_Paulo"))
    assert zone_short_name(brazil) == "UTC-03:00"
    assert zone_short_name(brazil.astimezone(UTC)) == "UTC"


def test_a_cell_is_one_line_and_shows_what_cannot_be_seen():
    assert one_line("a\nb\r\nc\td") == "a⏎b⏎c d"
    assert one_line("Anna\u202eanna") == "Anna⇄anna"
    assert one_line("Zero\u200bWidth") == "Zero␣Width"
    assert one_line("bell\x07") == "bell�"
    assert len(one_line("x" * 5000)) == MOST_CELL_CHARACTERS
    assert one_line("x" * 5000).endswith("…")


@given(st.text(max_size=400))
@settings(max_examples=100)
def test_a_cell_never_breaks_its_line(text):
    shown = cell_text(text, Kind.LONG_TEXT, UTC)
    assert not set(shown) & set("\n\r\t\x00\u202e\u200b")
    assert len(shown) <= MOST_CELL_CHARACTERS


def test_counts_are_grouped_and_one_is_singular():
    assert count_text(1, "lead", "leads") == "1 lead"
    assert count_text(211_507, "lead", "leads") == "211,507 leads"
    assert count_text(0, "lead", "leads") == "0 leads"
