"""What is repeated, how often, how long is waited, and when it is given up. Over real sockets."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.account import Secret
from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood, LimitReached, NetworkCause, NotReachable
from leaddesk.domain.provider import Wait
from leaddesk.transport.channel import Channel
from leaddesk.transport.http import HttpTransport
from leaddesk.transport.messages import WireRequest, WireResponse
from leaddesk.transport.retry import RetryPolicy, read_retry_after
from leaddesk.transport.throttle import Pace

QUICK = RetryPolicy(least_seconds=0.001, most_seconds=0.004)


@pytest.fixture
def waits() -> list[Wait]:
    return []


@pytest.fixture
async def open_channel(anyio_backend: str, waits: list[Wait]) -> AsyncIterator[Callable[..., Channel]]:
    opened: list[Channel] = []

    def build(policy: RetryPolicy = QUICK, pace: Pace | None = None) -> Channel:
        transport = HttpTransport(connect_seconds=2, read_seconds=0.3)
        opened.append(Channel(transport, pace=pace, on_wait=waits.append, policy=policy))
        return opened[-1]

    yield build
    for channel in opened:
        await channel.aclose()


def a_request(url: str, **changes: Any) -> WireRequest:
    return WireRequest(**{"label": "lead query", "method": "POST", "url": url, "deadline_seconds": 5.0, **changes})


def answers(*statuses: str, headers: tuple[str, ...] = ()) -> Any:
    """A script that gives these statuses one after another, the last one for ever."""
    left = list(statuses)

    async def script(wire: Any, request: Any) -> None:
        status = left.pop(0) if len(left) > 1 else left[0]
        await wire.answer(b"{}", *(headers if status[0] in "45" else ()), status=status)

    return script


@pytest.mark.anyio
@pytest.mark.parametrize("status", ["429 Slow Down", "500 Oops", "502 Bad Gateway", "503 Busy", "504 Too Late"])
async def test_a_passing_failure_of_a_read_is_repeated_until_it_succeeds(serve, open_channel, waits, status):
    server = await serve(answers(status, status, "200 OK"))
    response = await open_channel().send(a_request(server.url))
    assert response.status == 200
    assert len(server.received) == 3
    assert [wait.attempt for wait in waits] == [2, 3]
    assert all(wait.host == response.host and status[:3] in wait.reason for wait in waits)


@pytest.mark.anyio
@pytest.mark.parametrize("status", ["500 Oops", "502 Bad Gateway", "504 Too Late"])
async def test_a_server_that_goes_on_failing_is_asked_three_times_and_its_answer_given(serve, open_channel, status):
    server = await serve(answers(status))
    assert (await open_channel().send(a_request(server.url))).status == int(status[:3])
    assert len(server.received) == 3


@pytest.mark.anyio
@pytest.mark.parametrize("status", ["429 Slow Down", "503 Busy"])
async def test_a_limit_that_stays_is_told_after_three_tries(serve, open_channel, status):
    server = await serve(answers(status))
    with pytest.raises(LimitReached) as caught:
        await open_channel().send(a_request(server.url))
    assert caught.value.wait_seconds is None
    assert status[:3] in caught.value.what
    assert len(server.received) == 3


@pytest.mark.anyio
@pytest.mark.parametrize("status", ["200 OK", "204 None", "400 No", "401 No", "403 No", "404 No", "409 No", "422 No"])
async def test_other_answers_are_given_as_they_are_at_once(serve, open_channel, waits, status):
    server = await serve(lambda wire, request: wire.answer(b"", status=status))
    assert (await open_channel().send(a_request(server.url))).status == int(status[:3])
    assert len(server.received) == 1
    assert waits == []


@pytest.mark.anyio
@pytest.mark.parametrize("fault", ["429 Slow Down", "503 Busy", "500 Oops"])
async def test_a_call_that_is_no_read_goes_out_once(serve, open_channel, waits, fault):
    server = await serve(answers(fault))
    assert (await open_channel().send(a_request(server.url, is_read=False))).status == int(fault[:3])
    assert len(server.received) == 1
    assert waits == []


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("fault", "tries"),
    [
        ("reset_in_body", 2),
        ("closed_before", 2),
        ("short_length", 2),
        ("cut_chunk", 2),
        ("silence", 1),
        ("garbage", 1),
        ("bad_gzip", 1),
        ("endless", 1),
    ],
)
async def test_a_broken_answer_is_asked_for_once_more_and_others_are_not(
    serve_fault, open_channel, waits, fault, tries
):
    server = await serve_fault(fault)
    with pytest.raises((NotReachable, AnswerNotUnderstood)):
        await open_channel().send(a_request(server.url))
    assert len(server.received) == tries
    assert len(waits) == tries - 1


@pytest.mark.anyio
async def test_a_broken_answer_followed_by_a_good_one_is_no_error(serve, open_channel):
    async def cut_once(wire: Any, request: Any) -> None:
        if len(server.received) == 1:
            await wire.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{")
            raise ConnectionError
        await wire.answer(b'{"a": 1}')

    server = await serve(cut_once)
    assert (await open_channel().send(a_request(server.url))).body == b'{"a": 1}'


@pytest.mark.anyio
async def test_a_refused_connection_is_tried_twice_and_an_unknown_host_once(open_channel, waits, unused_port):
    with pytest.raises(NotReachable) as caught:
        await open_channel().send(a_request(f"http://127.0.0.1:{unused_port}"))
    assert caught.value.cause is NetworkCause.REFUSED
    assert len(waits) == 1
    with pytest.raises(NotReachable):
        await open_channel().send(a_request(f"https://{'a' * 64}.example.com"))
    assert len(waits) == 1


@pytest.mark.anyio
async def test_the_time_the_server_names_is_waited_and_not_less(serve, open_channel, waits):
    server = await serve(answers("429 Slow Down", "200 OK", headers=("Retry-After: 1",)))
    started = time.monotonic()
    await open_channel().send(a_request(server.url))
    assert time.monotonic() - started >= 1
    assert [wait.seconds for wait in waits] == [1]


@pytest.mark.anyio
@pytest.mark.parametrize(("told", "expected"), [("60", 60), ("999999999", 999_999_999)])
async def test_a_wait_beyond_the_deadline_is_not_begun(serve, open_channel, waits, told, expected):
    body = b'{"error": {"message": "Slow down, sesame-12\\nplease"}}'
    server = await serve(
        lambda wire, request: wire.answer(body, f"Retry-After: {told}", status="429 Too Many Requests")
    )
    async with asyncio.timeout(1):
        with pytest.raises(LimitReached) as caught:
            await open_channel().send(a_request(server.url, bearer=Secret("sesame-12")))
    assert caught.value.wait_seconds == expected
    assert caught.value.said == "Slow down, ••• please"
    assert waits == []
    assert len(server.received) == 1


@pytest.mark.anyio
async def test_no_wait_of_more_than_five_minutes_is_begun_however_long_the_deadline(serve, open_channel, waits):
    server = await serve(answers("503 Busy", headers=("Retry-After: 301",)))
    with pytest.raises(LimitReached):
        await open_channel().send(a_request(server.url, deadline_seconds=10_000))
    assert waits == []


@pytest.mark.anyio
async def test_a_failure_whose_wait_would_pass_the_deadline_is_given_at_once(serve, open_channel, waits):
    slow = RetryPolicy(least_seconds=5, most_seconds=8)
    server = await serve(answers("500 Oops"))
    async with asyncio.timeout(1):
        assert (await open_channel(slow).send(a_request(server.url, deadline_seconds=3))).status == 500
    cut = await serve(lambda wire, request: wire.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"))
    with pytest.raises(NotReachable):
        await open_channel(slow).send(a_request(cut.url, deadline_seconds=0.2))
    assert waits == []


@pytest.mark.anyio
async def test_all_tries_together_stay_within_the_deadline(serve, open_channel):
    async def fail_then_drip(wire: Any, request: Any) -> None:
        if len(server.received) == 1:
            await wire.answer(b"", status="500 Oops")
        else:
            await wire.drip(b"HTTP/1.1 200 OK\r\n" * 100, 0.05)

    server = await serve(fail_then_drip)
    async with asyncio.timeout(1.5):
        with pytest.raises(NotReachable) as caught:
            await open_channel().send(a_request(server.url, deadline_seconds=0.5))
    assert caught.value.cause is NetworkCause.DEADLINE
    assert len(server.received) == 2


@pytest.mark.anyio
async def test_a_wait_can_be_cancelled_at_once(serve, open_channel, waits):
    server = await serve(answers("429 Slow Down", headers=("Retry-After: 60",)))
    task = asyncio.create_task(open_channel().send(a_request(server.url, deadline_seconds=100)))
    while not waits:  # noqa: ASYNC110 - a condition outside of this loop
        await asyncio.sleep(0.001)
    task.cancel()
    async with asyncio.timeout(0.5):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert len(server.received) == 1


@pytest.mark.anyio
async def test_a_call_on_the_wire_can_be_cancelled_and_is_not_repeated(serve_fault, open_channel, waits):
    server = await serve_fault("body_drip")
    task = asyncio.create_task(open_channel().send(a_request(server.url)))
    while not server.received:  # noqa: ASYNC110 - a condition outside of this loop
        await asyncio.sleep(0.001)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert task.cancelled()
    assert waits == []
    assert len(server.received) == 1


@pytest.mark.anyio
async def test_calls_side_by_side_keep_their_own_count(serve, open_channel, waits):
    seen: dict[str, int] = {}

    async def fail_twice_each(wire: Any, request: Any) -> None:
        seen[request.target] = seen.get(request.target, 0) + 1
        await wire.answer(b"{}", status="200 OK" if seen[request.target] == 3 else "500 Oops")

    server = await serve(fail_twice_each)
    channel = open_channel()
    results = await asyncio.gather(*(channel.send(a_request(f"{server.url}/{number}")) for number in range(10)))
    assert [result.status for result in results] == [200] * 10
    assert sorted(wait.attempt for wait in waits) == [2] * 10 + [3] * 10


@pytest.mark.anyio
async def test_every_try_takes_a_place_in_the_pace(serve, open_channel):
    arrivals: list[float] = []

    async def fail(wire: Any, request: Any) -> None:
        arrivals.append(time.monotonic())
        await wire.answer(b"{}", status="500 Oops")

    server = await serve(fail)
    await open_channel(pace=Pace(1, 0.2, documented=False)).send(a_request(server.url))
    assert len(arrivals) == 3
    assert all(later - earlier > 0.15 for earlier, later in itertools.pairwise(arrivals))


# --- reading Retry-After

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


def an_answer(**headers: str) -> WireResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return WireResponse(429, named, b"", "api.example.com", NOW)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0", 0), ("7", 7), (" 30 ", 30), ("999999999", 999_999_999), ("", None), ("-1", None), ("soon", None),
     ("1.5", None), ("٣", None), ("9" * 30, None), ("Thu, 99 Foo 2026 99:99:99 GMT", None)],
)  # fmt: skip
def test_seconds_are_read_and_junk_is_ignored(text, seconds):
    assert read_retry_after(an_answer(retry_after=text)) == seconds


@pytest.mark.parametrize("clock_error_days", [-1, 0, 1])
def test_a_date_is_compared_with_the_answers_own_date(clock_error_days):
    servers_now = NOW + timedelta(days=clock_error_days)
    answer = an_answer(
        date=format_datetime(servers_now, usegmt=True),
        retry_after=format_datetime(servers_now + timedelta(seconds=90), usegmt=True),
    )
    assert read_retry_after(answer) == 90


def test_a_date_without_an_answers_date_is_compared_with_this_clock_and_never_negative():
    assert read_retry_after(an_answer(retry_after=format_datetime(NOW + timedelta(seconds=5), usegmt=True))) == 5
    assert read_retry_after(an_answer(retry_after=format_datetime(NOW - timedelta(days=5), usegmt=True))) == 0


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_header_text_breaks_the_reading(retry_after, date):
    seconds = read_retry_after(an_answer(retry_after=retry_after, date=date))
    assert seconds is None or seconds >= 0


@given(st.integers(1, 5))
def test_waits_lie_between_half_a_second_and_eight(tries):
    assert 0.5 <= RetryPolicy().draw_wait(tries) <= min(8, 2**tries)


@pytest.mark.anyio
async def test_a_cut_answer_is_still_named_after_the_repeat(serve_fault, open_channel):
    server = await serve_fault("short_length")
    with pytest.raises(AnswerNotUnderstood) as caught:
        await open_channel().send(a_request(server.url))
    assert caught.value.fault is AnswerFault.CUT_OFF
