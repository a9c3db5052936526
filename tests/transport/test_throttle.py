"""The pace: never more calls in any window, in order, announced, cancellable."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import UTC, datetime

import pytest

from leaddesk.domain.errors import LimitReached
from leaddesk.domain.provider import Wait
from leaddesk.transport.messages import Transport, WireRequest, WireResponse
from leaddesk.transport.throttle import Pace, PacedTransport

pytestmark = pytest.mark.anyio


class Recorder(Transport):
    """Stands where the network would be, and notes when each call arrived there."""

    def __init__(self) -> None:
        self.arrivals: list[tuple[float, WireRequest]] = []
        self.is_closed = False

    async def send(self, request: WireRequest) -> WireResponse:
        self.arrivals.append((time.monotonic(), request))
        return WireResponse(200, {}, b"{}", request.host, datetime.now(UTC))

    async def aclose(self) -> None:
        self.is_closed = True


def a_request(number: int = 0, deadline_seconds: float = 10) -> WireRequest:
    return WireRequest(str(number), "GET", "https://api.example.com/", deadline_seconds=deadline_seconds)


async def test_no_window_holds_more_calls_than_allowed_and_order_is_kept():
    below = Recorder()
    paced = PacedTransport(below, Pace(5, 0.25, documented=True), lambda wait: None)
    await asyncio.gather(*(paced.send(a_request(number)) for number in range(20)))
    times = [moment for moment, _ in below.arrivals]
    assert [request.label for _, request in below.arrivals] == [str(number) for number in range(20)]
    assert all(later - earlier > 0.24 for earlier, later in zip(times, times[5:], strict=False))
    assert times[-1] - times[0] < 2  # four windows, not twenty


async def test_calls_within_the_pace_do_not_wait():
    below = Recorder()
    paced = PacedTransport(below, Pace(10, 60, documented=True), lambda wait: pytest.fail("nothing to wait for"))
    async with asyncio.timeout(1):
        await asyncio.gather(*(paced.send(a_request()) for _ in range(10)))


@pytest.mark.parametrize(("documented", "words"), [(True, "the provider allows"), (False, "leaddesk keeps to")])
async def test_a_long_wait_is_announced_with_its_reason_and_can_be_cancelled(documented, words):
    waits: list[Wait] = []
    below = Recorder()
    paced = PacedTransport(below, Pace(2, 30, documented=documented), waits.append)
    await paced.send(a_request())
    await paced.send(a_request())
    task = asyncio.create_task(paced.send(a_request(deadline_seconds=60)))
    while not waits:  # noqa: ASYNC110 - a condition outside of this loop
        await asyncio.sleep(0.001)
    (wait,) = waits
    assert 28 < wait.seconds <= 31
    assert wait.reason == f"{words} 2 calls in 30 seconds"
    assert wait.host == "api.example.com"
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(below.arrivals) == 2


async def test_of_a_queue_only_the_first_announces_its_wait():
    waits: list[Wait] = []
    paced = PacedTransport(Recorder(), Pace(1, 30, documented=True), waits.append)
    await paced.send(a_request())
    tasks = [asyncio.create_task(paced.send(a_request(number, deadline_seconds=60))) for number in range(5)]
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(waits) == 1
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_short_waits_are_not_announced():
    paced = PacedTransport(Recorder(), Pace(1, 0.1, documented=True), lambda wait: pytest.fail("too short to tell"))
    await paced.send(a_request())
    await paced.send(a_request())


async def test_a_cancelled_waiter_costs_no_place():
    below = Recorder()
    paced = PacedTransport(below, Pace(1, 0.3, documented=True), lambda wait: None)
    await paced.send(a_request(1))
    cancelled = [asyncio.create_task(paced.send(a_request(number))) for number in (2, 3, 4)]
    await asyncio.sleep(0)
    last = asyncio.create_task(paced.send(a_request(5)))
    await asyncio.sleep(0)
    for task in cancelled:
        task.cancel()
    await last
    assert [request.label for _, request in below.arrivals] == ["1", "5"]
    assert below.arrivals[1][0] - below.arrivals[0][0] < 0.59  # the next place, not the one after


async def test_a_wait_beyond_the_deadline_is_refused_at_once_and_a_queue_ends_in_time():
    below = Recorder()
    paced = PacedTransport(below, Pace(1, 30, documented=True), lambda wait: None)
    await paced.send(a_request())
    async with asyncio.timeout(0.5):
        with pytest.raises(LimitReached) as caught:
            await paced.send(a_request(deadline_seconds=5))
    assert caught.value.wait_seconds is not None
    assert 28 < caught.value.wait_seconds <= 31
    first = asyncio.create_task(paced.send(a_request(deadline_seconds=60)))
    await asyncio.sleep(0)
    with pytest.raises(LimitReached):
        await paced.send(a_request(deadline_seconds=0.1))
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert len(below.arrivals) == 1


async def test_time_spent_waiting_is_taken_off_the_deadline():
    below = Recorder()
    paced = PacedTransport(below, Pace(1, 0.2, documented=True), lambda wait: None)
    await paced.send(a_request(deadline_seconds=5))
    await paced.send(a_request(deadline_seconds=5))
    first, second = (request.deadline_seconds for _, request in below.arrivals)
    assert 4.9 < first <= 5
    assert 4 < second < 4.85


async def test_neither_threads_nor_tasks_are_started_and_closing_goes_through():
    threads, tasks = threading.active_count(), len(asyncio.all_tasks())
    below = Recorder()
    paced = PacedTransport(below, Pace(2, 0.05, documented=True), lambda wait: None)
    for _ in range(5):
        await paced.send(a_request())
    assert threading.active_count() == threads
    assert len(asyncio.all_tasks()) == tasks
    await paced.aclose()
    assert below.is_closed
