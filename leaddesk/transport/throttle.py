"""Keeps one account's calls to a pace: no more than so many in any stretch of so many seconds.

pyrate-limiter's sliding window decides; its `Limiter` is left out, because it starts a thread or a task that
runs for ever, and says nothing before it waits.
"""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass, replace
from typing import Final, cast

from leaddesk.domain.errors import LimitReached
from leaddesk.domain.provider import Wait, WaitListener
from leaddesk.transport.messages import Transport, WireRequest, WireResponse

QUIET_SECONDS: Final = 1.0
"""Shorter waits are not announced."""


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `calls` in any `per_seconds`; `documented` when the vendor says so, else it is our own courtesy."""

    calls: int
    per_seconds: float
    documented: bool

    @property
    def words(self) -> str:
        """Why there is a wait, for the person."""
        span = f"{self.per_seconds:g} seconds" if self.per_seconds != 1 else "a second"
        calls = f"{self.calls:,} calls" if self.calls != 1 else "one call"
        whose = "the provider allows" if self.documented else "leaddesk keeps to"
        return f"{whose} {calls} in {span}"


class PacedTransport(Transport):
    """Sends over another transport, in order, when the pace allows. A call cancelled while it waits costs nothing."""

    def __init__(self, transport: Transport, pace: Pace, on_wait: WaitListener) -> None:
        """`on_wait` hears of waits longer than a second before they begin."""
        from pyrate_limiter import InMemoryBucket, Rate, RateItem  # late: the catalogue of providers knows paces

        self._call = RateItem
        self._transport = transport
        self._pace = pace
        self._on_wait = on_wait
        self._bucket = InMemoryBucket([Rate(pace.calls, math.ceil(pace.per_seconds * 1000))])
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
        return await self._transport.send(replace(request, deadline_seconds=left))

    async def aclose(self) -> None:
        """Close what is below."""
        await self._transport.aclose()

    async def _take_place(self, host: str, ends_at: float) -> None:
        async with self._queue:
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
