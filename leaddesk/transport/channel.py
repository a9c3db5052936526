"""What a provider sends through: one account's transport with its pace and its repeats."""

from __future__ import annotations

from leaddesk.domain.provider import WaitListener
from leaddesk.transport.messages import Transport, WireRequest, WireResponse
from leaddesk.transport.retry import RetryingTransport, RetryPolicy
from leaddesk.transport.throttle import Pace, PacedTransport
from leaddesk.transport.verdict import JudgeAnswer, judge_by_status


class Channel(Transport):
    """Repeats above, pace below, so that each repeat takes its place in the pace too."""

    def __init__(
        self,
        transport: Transport,
        *,
        pace: Pace | None,
        on_wait: WaitListener,
        policy: RetryPolicy | None = None,
        judge: JudgeAnswer = judge_by_status,
    ) -> None:
        """`transport` sends once and belongs to this channel from now on; `on_wait` hears of every longer wait.

        `judge` reads what an answer of this vendor says of its limits.
        """
        paced = transport if pace is None else PacedTransport(transport, pace, on_wait, judge)
        self._top = RetryingTransport(paced, on_wait, policy, judge)

    async def send(self, request: WireRequest) -> WireResponse:
        """See `Transport.send`."""
        return await self._top.send(request)

    async def aclose(self) -> None:
        """Close the connections; idempotent."""
        await self._top.aclose()
