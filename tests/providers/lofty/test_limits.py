"""Lofty's limits as its answers tell them."""

from __future__ import annotations

import pytest

from leaddesk.providers.lofty.limits import LOFTY_PACE, judge_lofty, read_reset, usage_words
from leaddesk.transport.verdict import Pace, Repeat, Verdict
from tests.providers.lofty.scripted import NOW, answer


def told(limit: str = "", remaining: str = "", reset: str = "", status: int = 200):
    headers = {"x_ratelimit_limit": limit, "x_ratelimit_remaining": remaining, "x_ratelimit_reset": reset}
    return answer({}, status=status, **{name: text for name, text in headers.items() if text})


def test_without_headers_nothing_is_learnt_and_ten_a_minute_is_kept():
    assert judge_lofty(told()) == Verdict()
    assert Pace(10, 60, documented=True) == LOFTY_PACE


def test_the_limit_of_the_answer_becomes_the_pace():
    assert judge_lofty(told("100", "99", "21000")).pace == Pace(100, 60, documented=True)


@pytest.mark.parametrize("limit", ["0", "-5", "many", "1e9", "0.5"])
def test_a_limit_that_is_none_is_not_learnt(limit: str):
    assert judge_lofty(told(limit)).pace is None


def test_nothing_left_is_a_pause_until_the_reset_and_something_left_is_none():
    assert judge_lofty(told("100", "0", "20")).pause_seconds == 20
    assert judge_lofty(told("100", "1", "20")).pause_seconds is None


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("20", 20.0),
        ("120", 90.0),
        ("121", 0.121),
        ("21000", 21.0),
        ("600000", 90.0),
        (str(int(NOW.timestamp()) + 45), 45.0),
        (str(int(NOW.timestamp()) * 1000 + 45_000), 45.0),
        (str(int(NOW.timestamp()) - 500), 0.0),
        (str(int(NOW.timestamp()) + 86_400), 90.0),
    ],
)
def test_the_reset_is_read_as_seconds_milliseconds_or_since_1970_and_never_beyond_90_seconds(
    written: str, seconds: float
):
    assert read_reset(told(reset=written)) == pytest.approx(seconds)


def test_429_is_the_limit_with_the_reset_as_its_wait():
    verdict = judge_lofty(told("10", "0", "30", status=429))
    assert (verdict.repeat, verdict.wait_seconds, verdict.pause_seconds) == (Repeat.LIMIT, 30, 30)
    assert "limit" in verdict.words
    assert judge_lofty(told(status=429)).wait_seconds is None


def test_what_is_used_is_said_when_the_answer_tells_it():
    assert usage_words(told("100", "97")) == "3 of 100 calls of this minute used"
    assert usage_words(told("100")) == usage_words(told("", "5")) == usage_words(told("5", "9")) == ""
