"""The rate limit is kept over a sliding window, told in three ways, and can be proven from the log."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from leaddesk.demo.call_log import Call, CallLog, most_calls_within
from leaddesk.demo.leadsquared import USERS_PATH, leadsquared_app
from leaddesk.demo.leadsquared_faults import LeadSquaredFaults, LimitCarrier
from leaddesk.demo.leadsquared_pace import Pace
from leaddesk.demo.population import Population
from tests.demo.leadsquared.conftest import HEADERS
from tests.stand_in import serve

WORDS = "API calls exceeded the limit of 3 in 5 second(s)"


def statuses(population: Population, faults: LeadSquaredFaults, count: int, log: CallLog | None = None) -> list[int]:
    with (
        serve(leadsquared_app(population, faults=faults, log=log)) as url,
        httpx.Client(base_url=url, headers=HEADERS, trust_env=False, timeout=20) as client,
    ):
        return [client.get(USERS_PATH).status_code for _ in range(count)]


def test_no_limit_is_kept_unless_switched_on(population: Population):
    assert statuses(population, LeadSquaredFaults(), 40) == [200] * 40


def test_a_window_slides_and_refused_calls_do_not_count():
    pace = Pace(LeadSquaredFaults(limit=(3, 5)))
    moments = [0.0, 4.0, 4.5, 4.9, 4.99, 5.0, 5.1, 8.9, 9.0, 9.4, 9.5]
    let = [moment for moment in moments if pace.lets_through(moment)]
    assert let == [0.0, 4.0, 4.5, 5.0, 9.0, 9.5]


def test_a_limit_that_is_lowered_while_calls_run_holds_from_the_next_call_on():
    faults = LeadSquaredFaults(limit=(5, 5))
    pace = Pace(faults)
    assert [pace.lets_through(moment) for moment in (0.0, 0.1, 0.2)] == [True] * 3
    faults.limit = (3, 5)
    assert [pace.lets_through(moment) for moment in (0.3, 4.9, 5.0)] == [False, False, True]


@pytest.mark.parametrize(
    ("carrier", "status", "content_type"),
    [
        (LimitCarrier.STATUS_429, 429, "application/json"),
        (LimitCarrier.STATUS_403, 403, "text/plain"),
        (LimitCarrier.STATUS_200, 200, "application/json"),
    ],
)
def test_the_limit_is_told_in_one_of_three_ways(
    population: Population, carrier: LimitCarrier, status: int, content_type: str
):
    faults = LeadSquaredFaults(limit=(3, 5), limit_carrier=carrier)
    with (
        serve(leadsquared_app(population, faults=faults)) as url,
        httpx.Client(base_url=url, headers=HEADERS, trust_env=False) as client,
    ):
        answers = [client.get(USERS_PATH) for _ in range(4)]
        assert all(isinstance(answer.json(), list) for answer in answers[:3])
        refused = answers[3]
        assert refused.status_code == status
        assert refused.headers["Content-Type"].startswith(content_type)
        assert "Retry-After" not in refused.headers
        if content_type == "text/plain":
            assert refused.text == WORDS
        else:
            assert refused.json() == {
                "Status": "Error",
                "ExceptionType": "MXAPIRateLimitExceededException",
                "ExceptionMessage": WORDS,
            }
        faults.retry_after = "4"
        assert client.get(USERS_PATH).headers["Retry-After"] == "4"


def test_the_daily_quota_ends_with_the_same_words_however_long_one_waits(population: Population):
    assert statuses(population, LeadSquaredFaults(calls_per_day=2), 4) == [200, 200, 429, 429]
    pace = Pace(LeadSquaredFaults(calls_per_day=1, limit=(25, 5)))
    assert [pace.lets_through(moment) for moment in (0.0, 6.0, 6_000.0)] == [True, False, False]


def test_calls_at_the_same_time_do_not_slip_through(population: Population):
    faults = LeadSquaredFaults(limit=(5, 60), delay_seconds=0.05)
    with serve(leadsquared_app(population, faults=faults)) as url, ThreadPoolExecutor(8) as threads:

        def ask(_turn: int) -> int:
            return httpx.get(url + USERS_PATH, headers=HEADERS, trust_env=False, timeout=20).status_code

        assert sorted(threads.map(ask, range(12))) == [200] * 5 + [429] * 7


def test_the_log_tells_the_most_calls_of_any_window(population: Population):
    log = CallLog()
    assert most_calls_within(log, 5) == 0
    for at in (0.0, 1.0, 4.9, 5.0, 5.5, 9.8, 20.0):
        log.calls.append(Call(USERS_PATH, "GET", {}, {}, None, at))
    assert most_calls_within(log, 5) == 4
    assert most_calls_within(log, 0.5) == 2
    assert most_calls_within(log, 0.05) == 1
    assert most_calls_within(log, 100) == 7
    served = CallLog()
    statuses(population, LeadSquaredFaults(limit=(3, 60)), 6, served)
    assert most_calls_within(served, 60) == 6
