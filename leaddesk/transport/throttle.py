"""Keeps one account's calls to a pace: no more than so many in any stretch of so many seconds.

pyrate-limiter's sliding window decides; its `Limiter` is left out, because it starts a thread or a task that
runs for ever, and says nothing before it waits.
"""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from leaddesk.domain.errors import LimitReached
from leaddesk.domain.provider import Wait, WaitListener
from leaddesk.transport.messages import Transport, WireRequest, WireResponse
from leaddesk.transport.verdict import JudgeAnswer, Pace, Verdict, judge_by_status

if TYPE_CHECKING:
    from pyrate_limiter import InMemoryBucket

__all__ = ["QUIET_SECONDS", "Pace", "PacedTransport"]

_MARGIN: Final = 1.02
"""Calls may arrive closer together than they left: the first of a window later than the first of the next."""

QUIET_SECONDS: Final = 1.0
"""Shorter waits are not announced."""


class PacedTransport(Transport):
    """Sends over another transport, in order, when the pace allows. A call cancelled while it waits costs nothing.

    The pace begins as it was given and becomes what the answers say.
    """

    def __init__(
        self, transport: Transport, pace: Pace, on_wait: WaitListener, judge: JudgeAnswer = judge_by_status
    ) -> None:
        """`on_wait` hears of waits longer than a second before they begin."""
        from pyrate_limiter import RateItem  # late: the catalogue of providers knows paces

        self._call = RateItem
        self._transport = transport
        self._on_wait = on_wait
        self._judge = judge
        self._pace = pace
        self._bucket = _open_bucket(pace)
        self._paused_until = 0.0
        self._queue = asyncio.Lock()  # first come, first served

    async def send(self, request: WireRequest) -> WireResponse:
        """Wait for a place, then send with what is left of the deadline.

        Raises:
            LimitReached: no place comes free within the deadline; nothing was sent.
        """
        ends_at = time.monotonic() + request.deadline_seconds
        try:
            async with asyncio.timeout(request.deadline_seconds):
                await self._take_place(request.host, ends_at)
        except TimeoutError:
            raise self._no_place(request.host, None) from None
        left = max(ends_at - time.monotonic(), 0.001)
        response = await self._transport.send(replace(request, deadline_seconds=left))
        self._learn(self._judge(response))
        return response

    async def aclose(self) -> None:
        """Close what is below."""
        await self._transport.aclose()

    def _learn(self, verdict: Verdict) -> None:
        """Keep to the pace that an answer names; calls already sent count towards it."""
        if verdict.pause_seconds:
            self._paused_until = max(self._paused_until, time.monotonic() + verdict.pause_seconds)
        if verdict.pace is None or verdict.pace == self._pace:
            return
        former = self._bucket
        self._pace, self._bucket = verdict.pace, _open_bucket(verdict.pace)
        self._bucket.items = list(former.items[-verdict.pace.calls :])

    async def _wait_for_pause(self, host: str, ends_at: float) -> None:
        wait_seconds = self._paused_until - time.monotonic()
        if wait_seconds <= 0:
            return
        if time.monotonic() + wait_seconds >= ends_at:
            raise self._no_place(host, wait_seconds)
        if wait_seconds > QUIET_SECONDS:
            self._on_wait(Wait(host, wait_seconds, "the provider’s allowance is used up for now", attempt=1))
        await asyncio.sleep(wait_seconds)

    async def _take_place(self, host: str, ends_at: float) -> None:
        async with self._queue:
            await self._wait_for_pause(host, ends_at)
            while True:
                now = time.monotonic_ns() // 1_000_000
                self._bucket.leak(now)
                call = self._call("call", now)
                if self._bucket.put(call):
                    return
                wait_seconds = cast("int", self._bucket.waiting(call)) / 1000
                if time.monotonic() + wait_seconds >= ends_at:
                    raise self._no_place(host, wait_seconds)
                if wait_seconds > QUIET_SECONDS:
                    self._on_wait(Wait(host, wait_seconds, self._pace.words, attempt=1))
                await asyncio.sleep(wait_seconds)

    def _no_place(self, host: str, wait_seconds: float | None) -> LimitReached:
        return LimitReached(
            f"Too many calls to {host} at once: {self._pace.words}.",
            host=host,
            wait_seconds=wait_seconds,
            remedy="Try again in a moment.",
        )


def _open_bucket(pace: Pace) -> InMemoryBucket:
    from pyrate_limiter import InMemoryBucket, Rate

    return InMemoryBucket([Rate(pace.calls, math.ceil(pace.per_seconds * 1000 * _MARGIN))])
