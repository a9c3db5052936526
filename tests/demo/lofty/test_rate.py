"""Lofty's pace: the calls of a window are really counted, and told in headers of three kinds."""

from __future__ import annotations

import time

import pytest

from leaddesk.demo.lofty import LEADS_PATH, ME_PATH
from leaddesk.demo.lofty_faults import LoftyFaults, Reset
from leaddesk.demo.lofty_rate import RateWindow
from tests.demo.lofty.conftest import LoftyStandIn

LIMIT, LEFT, RESET = "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"


def test_calls_beyond_the_limit_get_429_until_the_window_is_over(lofty: LoftyStandIn):
    lofty.faults.window_seconds = 0.001
    lofty.ask(ME_PATH)  # the window that earlier calls began ends here
    lofty.faults.limit_per_minute = 3
    lofty.faults.window_seconds = 0.6
    lofty.faults.rate_headers = True
    deadline = time.monotonic() + 10
    statuses: list[int] = []
    while time.monotonic() < deadline and statuses.count(200) < 5:
        answer = lofty.ask(ME_PATH)
        statuses.append(answer.status_code)
        if answer.status_code == 429:
            assert answer.json() == {"message": "Too Many Requests"}
            assert answer.headers[LEFT] == "0"
    first_refusal = statuses.index(429)
    assert statuses[:first_refusal].count(200) <= 3
    assert statuses.count(200) == 5
    assert set(statuses) == {200, 429}


def test_a_window_holds_exactly_so_many_calls():
    faults = LoftyFaults(limit_per_minute=4, window_seconds=30, rate_headers=True)
    window = RateWindow(faults)
    assert [window.count() for _ in range(6)] == [True] * 4 + [False] * 2
    assert window.headers(is_refused=True)[LEFT] == "0"
    faults.window_seconds = 0
    assert window.count()
    assert window.headers(is_refused=False)[LEFT] == "3"


@pytest.mark.parametrize("path", [LEADS_PATH, ME_PATH, "/v1.0/nothing", "/v1/leads", f"{LEADS_PATH}?limit=0"])
def test_every_answer_tells_the_pace_when_switched_on(lofty: LoftyStandIn, path: str):
    assert not {LIMIT, LEFT, RESET} & set(lofty.client.get(path).headers)
    lofty.faults.rate_headers = True
    for client in (lofty.client, lofty.stranger):
        headers = client.get(path).headers
        assert headers[LIMIT] == "100"
        assert 0 <= int(headers[LEFT]) <= 100


def test_what_is_left_falls_by_one_with_each_call(lofty: LoftyStandIn):
    lofty.faults.rate_headers = True
    lofty.faults.limit_per_minute = 100_000
    left = [int(lofty.ask(ME_PATH).headers[LEFT]) for _ in range(3)]
    assert left == [left[0], left[0] - 1, left[0] - 2]
    assert lofty.ask(ME_PATH).headers[LIMIT] == "100000"


def test_the_reset_is_a_moment_or_a_duration(lofty: LoftyStandIn):
    lofty.faults.rate_headers = True
    lofty.faults.window_seconds = 3_600
    told: dict[Reset, int] = {}
    for kind in Reset:
        lofty.faults.reset_as = kind
        told[kind] = int(lofty.ask(ME_PATH).headers[RESET])
    seconds = told[Reset.SECONDS]
    assert 0 < seconds <= 3_600
    assert abs(told[Reset.EPOCH] - time.time() - seconds) < 5
    assert abs(told[Reset.MILLISECONDS] - seconds * 1_000) < 5_000


def test_a_single_429_may_tell_a_small_reset(lofty: LoftyStandIn):
    lofty.faults.rate_headers = True
    lofty.faults.window_seconds = 0.001
    lofty.ask(ME_PATH)
    lofty.faults.window_seconds = 2
    lofty.faults.reset_as = Reset.SECONDS
    lofty.faults.next_statuses = [429]
    answer = lofty.ask(LEADS_PATH)
    assert answer.status_code == 429
    assert answer.headers[LEFT] == "0"
    assert 0 <= int(answer.headers[RESET]) <= 2
    assert lofty.ask(LEADS_PATH).status_code == 200


def test_retry_after_comes_with_429_and_503_only(lofty: LoftyStandIn):
    lofty.faults.next_statuses = [429, 503, 500]
    lofty.faults.retry_after = "2"
    answers = [lofty.ask(LEADS_PATH) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [429, 503, 500, 200]
    assert [answer.headers.get("Retry-After") for answer in answers] == ["2", "2", None, None]
