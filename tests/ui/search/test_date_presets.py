from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.ui.search.date_presets import (
    Preset,
    day_end,
    day_start,
    end_from_wall,
    moment_raw,
    preset_range,
    raw_moment,
    sent_words,
    start_from_wall,
    wall_of,
    zone_name,
)

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
CAIRO = ZoneInfo("Africa/Cairo")  # changes its clocks at midnight
HAVANA = ZoneInfo("America/Havana")  # repeats the hour after midnight in autumn
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # changes by half an hour


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("preset", "start", "end"),
    [
        (Preset.TODAY, "2026-11-19T23:00:00Z", "2026-11-20T22:59:59.999Z"),
        (Preset.YESTERDAY, "2026-11-18T23:00:00Z", "2026-11-19T22:59:59.999Z"),
        (Preset.LAST_7_DAYS, "2026-11-13T23:00:00Z", "2026-11-20T22:59:59.999Z"),
        (Preset.LAST_30_DAYS, "2026-10-21T22:00:00Z", "2026-11-20T22:59:59.999Z"),
        (Preset.LAST_90_DAYS, "2026-08-22T22:00:00Z", "2026-11-20T22:59:59.999Z"),
        (Preset.THIS_MONTH, "2026-10-31T23:00:00Z", "2026-11-20T22:59:59.999Z"),
    ],
)
def test_a_preset_covers_whole_local_days_up_to_the_end_of_today(preset: Preset, start: str, end: str) -> None:
    assert preset_range(preset, utc("2026-11-20T12:00:00Z"), BERLIN) == (utc(start), utc(end))


def test_today_is_the_local_day_even_when_utc_is_already_a_day_further() -> None:
    start, end = preset_range(Preset.TODAY, utc("2026-11-21T02:00:00Z"), NEW_YORK)
    assert (start, end) == (utc("2026-11-20T05:00:00Z"), utc("2026-11-21T04:59:59.999Z"))


def test_a_preset_stays_the_same_all_day_and_moves_at_local_midnight() -> None:
    morning = preset_range(Preset.TODAY, utc("2026-11-19T23:00:00Z"), BERLIN)
    assert preset_range(Preset.TODAY, utc("2026-11-20T22:59:59.999999Z"), BERLIN) == morning
    assert preset_range(Preset.TODAY, utc("2026-11-20T23:00:00Z"), BERLIN)[0] == morning[0] + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 29), BERLIN, 23),
        (date(2026, 10, 25), BERLIN, 25),
        (date(2026, 3, 8), NEW_YORK, 23),
        (date(2026, 11, 1), NEW_YORK, 25),
        (date(2026, 4, 24), CAIRO, 23),
        (date(2026, 11, 1), HAVANA, 25),
        (date(2026, 10, 4), LORD_HOWE, 23.5),
    ],
)
def test_a_day_on_which_clocks_change_is_covered_to_its_last_millisecond(
    day: date, zone: ZoneInfo, hours: float
) -> None:
    length = day_end(day, zone) - day_start(day, zone) + timedelta(milliseconds=1)
    assert length == timedelta(hours=hours)


def test_a_day_whose_midnight_does_not_exist_begins_when_the_clock_jumps() -> None:
    assert wall_of(day_start(date(2026, 4, 24), CAIRO), CAIRO) == wall("2026-04-24T01:00:00")
    assert day_end(date(2026, 4, 23), CAIRO) + timedelta(milliseconds=1) == day_start(date(2026, 4, 24), CAIRO)


def test_last_seven_days_across_a_change_of_clocks_are_seven_calendar_days() -> None:
    start, end = preset_range(Preset.LAST_7_DAYS, utc("2026-03-30T12:00:00Z"), BERLIN)
    assert wall_of(start, BERLIN) == wall("2026-03-24T00:00:00")
    assert end - start + timedelta(milliseconds=1) == timedelta(days=7, hours=-1)


def test_a_wall_time_that_comes_twice_makes_the_range_wider() -> None:
    twice = wall("2026-10-25T02:30:00")
    assert start_from_wall(twice, BERLIN) == utc("2026-10-25T00:30:00Z")
    assert end_from_wall(twice, BERLIN) == utc("2026-10-25T01:30:00.999Z")


def test_a_wall_time_that_never_comes_makes_the_range_wider() -> None:
    never = wall("2026-03-29T02:30:00")
    assert start_from_wall(never, BERLIN) <= utc("2026-03-29T01:00:00Z") <= end_from_wall(never, BERLIN)


@given(
    shown=st.datetimes(wall("1980-01-01T00:00:00"), wall("2040-01-01T00:00:00")),
    zone=st.sampled_from([BERLIN, NEW_YORK, CAIRO, HAVANA, LORD_HOWE, UTC]),
)
@settings(max_examples=150)
def test_start_and_end_of_one_wall_time_hold_at_least_its_whole_second(shown: datetime, zone: ZoneInfo) -> None:
    start, end = start_from_wall(shown, zone), end_from_wall(shown, zone)
    assert end - start >= timedelta(milliseconds=999)
    assert raw_moment(moment_raw(start)) == start
    assert raw_moment(moment_raw(end)) == end


def test_raw_moments_name_their_zone() -> None:
    assert moment_raw(utc("2026-11-13T23:00:00+02:00")) == "2026-11-13T21:00:00.000Z"
    assert moment_raw(None) == ""


@pytest.mark.parametrize("raw", ["", "tomorrow", "2026-13-01", "0001-01-01T00:00:00Z"])
def test_text_that_is_no_date_is_no_moment(raw: str) -> None:
    assert raw_moment(raw) is None


def test_a_date_without_a_zone_is_read_as_utc_like_on_the_command_line() -> None:
    assert raw_moment("2026-01-31") == utc("2026-01-31T00:00:00Z")


@pytest.mark.parametrize("preset", [Preset.ANY, Preset.CUSTOM])
def test_any_time_and_custom_have_no_range_of_their_own(preset: Preset) -> None:
    with pytest.raises(ValueError, match="no range"):
        preset_range(preset, utc("2026-11-20T12:00:00Z"), UTC)


def test_zones_are_named_by_their_place_or_their_offset() -> None:
    now = utc("2026-11-20T12:00:00Z")
    assert zone_name(BERLIN, now) == "Europe/Berlin"
    assert zone_name(UTC, now) == "UTC"
    assert zone_name(utc("2026-11-20T12:00:00+05:30").tzinfo or UTC, now) == "UTC+05:30"


def test_a_range_open_at_one_end_says_so() -> None:
    assert sent_words(utc("2026-11-20T12:00:00Z"), None, UTC) == "2026-11-20 12:00 \u2013 open"
