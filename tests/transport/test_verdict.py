"""What a vendor's own way of saying “too fast”, “never” or “again” changes in the repeats and in the pace."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

import pytest

from leaddesk.domain.errors import LimitReached
from leaddesk.domain.provider import Wait
from leaddesk.transport.channel import Channel
from leaddesk.transport.messages import Transport, WireRequest, WireResponse
from leaddesk.transport.retry import RetryPolicy
from leaddesk.transport.verdict import Pace, Repeat, Verdict

pytestmark = pytest.mark.anyio

QUICK = RetryPolicy(least_seconds=0.001, most_seconds=0.004)
SLOW_DOWN = Pace(2, 0.3, documented=True)


class Vendor(Transport):
    """Answers by a script of (status, body); the last is given again and again."""

    def __init__(self, *script: tuple[int, bytes]) -> None:
        self.script = list(script)
        self.arrivals: list[float] = []

    async def send(self, request: WireRequest) -> WireResponse:
        self.arrivals.append(time.monotonic())
        await asyncio.sleep(0)
        status, body = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return WireResponse(status, {}, body, request.host, datetime.now(UTC))

    async def aclose(self) -> None:
        pass


def judge(response: WireResponse) -> Verdict:
    """A vendor that speaks in bodies."""
    return {
        b"too fast": Verdict(Repeat.LIMIT, wait_seconds=0.05, words="the vendor is too busy for us"),
        b"slower": Verdict(Repeat.LIMIT, wait_seconds=0.01, pace=SLOW_DOWN),
        b"used up": Verdict(pause_seconds=0.2),
        b"used up for long": Verdict(pause_seconds=90),
        b"never": Verdict(Repeat.NEVER),
        b"again": Verdict(Repeat.FAILURE),
    }.get(response.body, Verdict())


def open_channel(vendor: Vendor, *, pace: Pace | None = None, waits: list[Wait] | None = None) -> Channel:
    heard = waits if waits is not None else []
    return Channel(vendor, pace=pace, on_wait=heard.append, policy=QUICK, judge=judge)


def a_request(deadline_seconds: float = 5.0) -> WireRequest:
    return WireRequest("lead query", "GET", "https://api.example.com/", deadline_seconds=deadline_seconds)


async def test_a_limit_told_with_status_200_is_waited_for_and_announced():
    vendor, waits = Vendor((200, b"too fast"), (200, b"fine")), list[Wait]()
    response = await open_channel(vendor, waits=waits).send(a_request())
    assert response.body == b"fine"
    assert vendor.arrivals[1] - vendor.arrivals[0] >= 0.045
    assert [wait.reason for wait in waits] == ["the vendor is too busy for us"]


@pytest.mark.parametrize("status", [200, 403, 429, 500])
async def test_a_limit_that_stays_is_an_error_of_its_own_whatever_its_status(status: int):
    vendor = Vendor((status, b"too fast"))
    with pytest.raises(LimitReached):
        await open_channel(vendor).send(a_request())
    assert len(vendor.arrivals) == QUICK.most_tries


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_what_the_vendor_calls_final_is_not_repeated(status: int):
    vendor = Vendor((status, b"never"))
    assert (await open_channel(vendor).send(a_request())).status == status
    assert len(vendor.arrivals) == 1


async def test_a_passing_failure_with_a_good_status_is_repeated():
    vendor = Vendor((200, b"again"), (200, b"fine"))
    assert (await open_channel(vendor).send(a_request())).body == b"fine"
    assert len(vendor.arrivals) == 2


async def test_calls_follow_the_pace_that_an_answer_names():
    vendor = Vendor((200, b"slower"), (200, b"fine"))
    channel = open_channel(vendor, pace=Pace(100, 1, documented=False))
    for _ in range(4):
        await channel.send(a_request())
    times = vendor.arrivals
    assert len(times) == 5
    assert all(later - earlier > 0.29 for earlier, later in zip(times[1:], times[3:], strict=False))


async def test_no_call_goes_out_while_the_allowance_is_used_up():
    vendor = Vendor((200, b"used up"), (200, b"fine"))
    channel = open_channel(vendor, pace=Pace(100, 1, documented=False))
    await channel.send(a_request())
    await asyncio.gather(*(channel.send(a_request()) for _ in range(3)))
    assert vendor.arrivals[1] - vendor.arrivals[0] >= 0.19


async def test_a_pause_beyond_the_deadline_is_an_error_at_once():
    vendor = Vendor((200, b"used up for long"), (200, b"fine"))
    channel = open_channel(vendor, pace=Pace(100, 1, documented=False))
    await channel.send(a_request())
    begun = time.monotonic()
    with pytest.raises(LimitReached) as caught:
        await channel.send(a_request(deadline_seconds=30))
    assert time.monotonic() - begun < 5
    assert caught.value.wait_seconds is not None
    assert caught.value.wait_seconds > 80
    assert len(vendor.arrivals) == 1
