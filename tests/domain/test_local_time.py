"""What time it is where a lead lives."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.lead import Place
from leaddesk.domain.local_time import (
    NOT_KNOWN_WORDS,
    conflict_text,
    lead_moment_text,
    local_now_text,
    read_lead_zones,
)

SUMMER = datetime(2026, 7, 1, 18, 2, tzinfo=UTC)
WINTER = datetime(2026, 11, 20, 18, 2, tzinfo=UTC)


def now_text(text: str, state: str = "", country: str = "", now: datetime = SUMMER) -> str:
    return local_now_text(read_lead_zones(text, Place(state=state, country=country), now), now)


@pytest.mark.parametrize(
    "text",
    ["Eastern Standard Time", "Eastern Daylight Time", "Eastern", "EST", "edt", "ET", "US/Eastern", "EST5EDT",
     "(UTC-05:00) Eastern", "(UTC-05:00) Eastern Time (US & Canada)", "America/New_York", "america/new_york"],
)  # fmt: skip
def test_every_way_to_write_eastern_time_is_the_time_of_new_york(text):
    assert now_text(text) == "Wed 14:02 EDT (America/New_York)"
    assert now_text(text, now=WINTER) == "Fri 13:02 EST (America/New_York)"


@pytest.mark.parametrize("text", ["-5", "-05", "-0500", "-05:00", "UTC-5", "GMT-05:00", "(UTC-05:00)", "−5", "-5.0"])
def test_an_offset_alone_is_kept_as_an_offset_and_says_that_summer_time_is_not_known(text):
    zones = read_lead_zones(text, Place(), SUMMER)
    assert local_now_text(zones, SUMMER) == "Wed 13:02 UTC-05:00"
    assert zones.basis == f"from the offset “{text}” alone; summer time is not known"


def test_an_offset_with_half_hours_is_understood():
    assert now_text("-3.5") == "Wed 14:32 UTC-03:30"
    assert now_text("UTC+05:30") == "Wed 23:32 UTC+05:30"


@pytest.mark.parametrize("text", ["-300", "5", "-99", "-18000", "+15"])
def test_a_number_that_could_mean_several_things_is_not_understood(text):
    zones = read_lead_zones(text, Place(), SUMMER)
    assert local_now_text(zones, SUMMER) == NOT_KNOWN_WORDS
    assert zones.basis == f"the zone “{text}” is not understood"


def test_an_offset_with_a_state_becomes_the_zone_of_the_state():
    assert now_text("-6", "TX") == "Wed 13:02 CDT (America/Chicago)"
    assert now_text("-7", "TX") == "Wed 12:02 MDT (America/Denver)"


def test_mountain_time_in_arizona_keeps_no_summer_time_and_the_part_that_does_is_named():
    assert now_text("MST", "AZ") == ("Wed 11:02 MST (America/Phoenix); in parts of AZ 12:02 MDT (America/Denver)")
    assert now_text("MST", "AZ", now=WINTER) == "Fri 11:02 MST (America/Phoenix)"
    assert now_text("US Mountain Standard Time") == "Wed 11:02 MST (America/Phoenix)"


def test_a_state_in_two_zones_gives_both_times():
    zones = read_lead_zones("", Place(state="Texas"), SUMMER)
    assert local_now_text(zones, SUMMER) == (
        "Wed 13:02 CDT (America/Chicago); in parts of TX 12:02 MDT (America/Denver)"
    )
    assert zones.basis == "from the state TX, which lies in more than one zone"


def test_a_vendor_zone_settles_a_state_in_two_zones():
    assert now_text("Central Standard Time", "FL") == "Wed 13:02 CDT (America/Chicago)"
    assert now_text("Eastern Standard Time", "IN") == "Wed 14:02 EDT (America/Indiana/Indianapolis)"


def test_the_second_time_names_the_day_when_it_is_another_one():
    midnight = datetime(2026, 7, 1, 5, 30, tzinfo=UTC)
    assert now_text("", "TX", now=midnight) == (
        "Wed 00:30 CDT (America/Chicago); in parts of TX Tue 23:30 MDT (America/Denver)"
    )


def test_a_zone_and_a_state_that_contradict_are_said_and_the_vendor_zone_is_shown():
    zones = read_lead_zones("PST", Place(state="NY"), SUMMER)
    assert local_now_text(zones, SUMMER) == "Wed 11:02 PDT (America/Los_Angeles)"
    assert conflict_text(zones, SUMMER) == (
        "The zone and the state do not agree: in NY it is 14:02 EDT (America/New_York)."
    )


def test_a_zone_and_a_state_that_agree_have_no_conflict():
    assert conflict_text(read_lead_zones("America/New_York", Place(state="New York"), SUMMER), SUMMER) == ""


def test_a_zone_that_is_not_understood_falls_back_to_the_state_and_says_so():
    zones = read_lead_zones("Middle Earth", Place(state="ON", country="Canada"), SUMMER)
    assert local_now_text(zones, SUMMER).startswith("Wed 14:02 EDT (America/Toronto)")
    assert "“Middle Earth” is not understood" in zones.basis


@pytest.mark.parametrize("text", ["", "N/A", " ", "0", "null", "Unknown"])
def test_without_zone_and_state_the_time_is_not_known(text):
    zones = read_lead_zones(text, Place(), SUMMER)
    assert local_now_text(zones, SUMMER) == NOT_KNOWN_WORDS
    assert zones.basis == "neither a zone nor a state that tells it"


def test_a_state_of_another_country_is_not_taken_for_an_american_one():
    assert now_text("", "WA", "Australia") == NOT_KNOWN_WORDS
    assert now_text("CST", "", "China") == NOT_KNOWN_WORDS
    assert now_text("", "WA", "US") == "Wed 11:02 PDT (America/Los_Angeles)"


def test_an_iana_zone_of_another_country_is_taken_as_it_is():
    assert now_text("Europe/Berlin", "", "Germany") == "Wed 20:02 CEST (Europe/Berlin)"


@pytest.mark.parametrize("text", ["../../etc/passwd", "America/", "/etc/localtime", "America", "a/\x00b", "Etc/../UTC"])
def test_a_text_that_looks_like_a_path_opens_no_file(text):
    assert now_text(text) == NOT_KNOWN_WORDS


@pytest.mark.parametrize("code", ["HI", "PR", "AK", "SK", "QC", "DC", "GU", "district of columbia", "Québec"])
def test_states_territories_and_provinces_have_a_zone(code):
    assert now_text("", code) != NOT_KNOWN_WORDS


def test_a_past_moment_is_written_with_the_zone_it_had_then():
    zones = read_lead_zones("Eastern", Place(), SUMMER)
    assert lead_moment_text(zones, WINTER) == "2026-11-20 13:02:00 EST"
    assert lead_moment_text(zones, SUMMER) == "2026-07-01 14:02:00 EDT"


def test_a_past_moment_in_a_state_with_two_zones_gives_both():
    zones = read_lead_zones("", Place(state="TX"), SUMMER)
    assert lead_moment_text(zones, WINTER) == "2026-11-20 12:02:00 CST or 11:02:00 MST"


def test_a_moment_without_a_zone_is_not_moved():
    zones = read_lead_zones("Eastern", Place(), SUMMER)
    assert lead_moment_text(zones, datetime(2026, 7, 1, 9, 0))  # noqa: DTZ001 == "2026-07-01 09:00:00 (zone not given)"


def test_the_ends_of_the_calendar_do_not_overflow():
    zones = read_lead_zones("Eastern", Place(), SUMMER)
    assert lead_moment_text(zones, datetime.min.replace(tzinfo=UTC)) == "0001-01-01 00:00:00 UTC"
    tokyo = read_lead_zones("Asia/Tokyo", Place(), SUMMER)
    assert lead_moment_text(tokyo, datetime.max.replace(tzinfo=UTC)) == "9999-12-31 23:59:59 UTC"
    assert read_lead_zones("MST", Place(state="AZ"), datetime.min.replace(tzinfo=UTC)).zones


@given(text=st.text(max_size=30), state=st.text(max_size=5), country=st.sampled_from(["", "US", "DE"]))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_reading(text, state, country):
    zones = read_lead_zones(text, Place(state=state, country=country), SUMMER)
    assert local_now_text(zones, SUMMER)
    assert isinstance(conflict_text(zones, SUMMER), str)
