"""Values in words."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.ui.lead.value_text import (
    MOST_SHOWN_CHARACTERS,
    cut_text,
    duration_text,
    is_placeholder_phone,
    money_text,
    openable_url,
    phone_text,
    raw_json_text,
    shown_value,
    yes_no_text,
)

BERLIN = timezone(timedelta(hours=1), "CET")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("4155550134", "(415) 555-0134"),
        ("14155550134", "(415) 555-0134"),
        ("+14155550134", "(415) 555-0134"),
        ("5550100", "5550100"),
        ("0501234567", "0501234567"),
        ("1155550134", "1155550134"),
        ("24155550134", "24155550134"),
        ("415-555-0134", "415-555-0134"),
        ("+44 20 7946 0018", "+44 20 7946 0018"),
        ("", ""),
    ],
)
def test_only_certain_american_numbers_are_formatted(sent, shown):
    assert phone_text(sent) == shown


def test_ten_digits_of_another_country_stay_as_they_were_sent():
    assert phone_text("4155550134", "Germany") == "4155550134"
    assert phone_text("4155550134", "US") == "(415) 555-0134"


@pytest.mark.parametrize("raw", [4155550134, 4.155550134e9, "4155550134"])
def test_a_phone_is_never_shown_with_an_exponent(field, raw):
    shown = shown_value(field("Phone", raw, Kind.PHONE), UTC)
    assert shown.text == "(415) 555-0134"
    assert shown.full == "4155550134"


def test_a_long_number_sent_as_a_phone_keeps_its_digits(field):
    assert shown_value(field("Phone", 1e15, Kind.PHONE), UTC).full == "1000000000000000"


@pytest.mark.parametrize(
    ("sent", "is_none"),
    [("0", True), ("0000000000", True), ("000-000", True), ("4155550134", False), ("", False), ("-", False)],
)
def test_only_zeros_are_no_phone(sent, is_none):
    assert is_placeholder_phone(sent) is is_none


def test_not_sent_null_empty_and_no_date_read_differently(field):
    words = [
        shown_value(field("A", raw, kind), UTC)
        for raw, kind in (
            (NOT_SENT, Kind.TEXT),
            (None, Kind.TEXT),
            ("", Kind.TEXT),
            ("0001-01-01T00:00:00Z", Kind.MOMENT),
        )
    ]
    assert [shown.text for shown in words] == ["not sent", "null", "empty", "empty (no date)"]
    assert all(shown.muted and shown.full == "" and shown.note for shown in words)


def test_a_text_that_says_not_sent_is_data(field):
    shown = shown_value(field("A", "not sent"), UTC)
    assert (shown.text, shown.full, shown.muted) == ("not sent", "not sent", False)


def test_a_moment_is_shown_in_the_own_zone_with_utc_and_the_sent_text_beside(field):
    shown = shown_value(field("A", "2026-11-20T14:02:10.5Z", Kind.MOMENT), BERLIN)
    assert shown.text == "2026-11-20 15:02:10 CET"
    assert shown.note == "2026-11-20 14:02:10 UTC\nSent as 2026-11-20T14:02:10.5Z"


def test_line_breaks_and_direction_marks_are_visible_in_one_line(field):
    shown = shown_value(field("A", "one\ntwo\u202ethree"), UTC)
    assert shown.text == "one⏎two⇄three"
    assert shown.full == "one\ntwo\u202ethree"


def test_false_and_zero_are_data(field):
    assert shown_value(field("A", False, Kind.YES_NO), UTC).text == "no"
    assert shown_value(field("A", 0, Kind.INTEGER), UTC).text == "0"
    assert shown_value(field("A", 0.0, Kind.MONEY), UTC).text == "0.00"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0, "0 s"), (48.0, "48 s"), (2.5, "2.5 s"), (125, "2 min 05 s"), (3600, "1 h 00 min"), (-3, "-3 s")],
)
def test_durations_are_said_in_words(seconds, words):
    assert duration_text(seconds) == words


def test_money_and_answers_have_words_for_missing():
    assert (money_text(1234.5), money_text(0.0), money_text(None)) == ("1,234.50", "0.00", "not said")
    assert (yes_no_text(True), yes_no_text(False), yes_no_text(None)) == ("yes", "no", "not said")


@pytest.mark.parametrize(
    ("url", "can_open"),
    [
        ("https://quotes.example.com/a?b=c", True),
        ("http://example.net", True),
        ("HTTPS://example.net", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("//host/share/a.png", False),
        ("https://", False),
        ("https://exa mple.com", False),
        ("https://example.com\\@evil.example", False),
        ("https://example.com/\u202egnp", False),
        ("\nhttps://example.com", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_plain_web_addresses_can_be_opened(url, can_open):
    assert openable_url(url) is can_open


def test_raw_json_keeps_every_digit_and_escape():
    text = raw_json_text(b'{"a":1e5,"b":1.0,"c":123456789012345678901234567890.10,"d":"\\u00e9"}')
    assert text == '{\n  "a": 1e5,\n  "b": 1.0,\n  "c": 123456789012345678901234567890.10,\n  "d": "\\u00e9"\n}'


def test_raw_text_that_is_no_strict_json_is_shown_as_it_came():
    assert raw_json_text(b'{"a":NaN}') == '{"a":NaN}'
    assert raw_json_text(b"[" * 5000) == "[" * 5000


def test_a_text_over_a_million_characters_is_cut_with_words():
    shown, words = cut_text("x" * (MOST_SHOWN_CHARACTERS + 5))
    assert len(shown) == MOST_SHOWN_CHARACTERS
    assert words == "This text is long: the first 1,000,000 of 1,000,005 characters are shown."
    assert cut_text("short") == ("short", "")
