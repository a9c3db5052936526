"""Repeats reads that failed for a reason that may pass, within the call's deadline; announces every wait.

What is repeated (`docs` of the policy: at most three tries, full jitter between 0.5 and 8 seconds):

- 429 and 503, after the time the server names (`Retry-After`), and 500, 502, 504: up to three tries;
- what the vendor's own `JudgeAnswer` calls a limit or a passing failure, whatever its status; and nothing that it
  calls final;
- a refused or broken connection and an answer that was cut off: once;
- nothing else: an unknown host, a certificate, a proxy, silence and a passed deadline do not mend in seconds.

Calls that are no reads go out once, whatever comes.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from tenacity import AsyncRetrying, RetryCallState

from leaddesk.domain.errors import (
    AnswerFault,
    AnswerNotUnderstood,
    LimitReached,
    NetworkCause,
    NotReachable,
)
from leaddesk.domain.provider import Wait, WaitListener
from leaddesk.transport.json_answer import vendor_words
from leaddesk.transport.messages import Transport, WireRequest, WireResponse
from leaddesk.transport.verdict import JudgeAnswer, Repeat, judge_by_status

LONGEST_WAIT_SECONDS: Final = 300.0
"""A server that names a longer time is not waited for."""

_LIMITS: Final = {429: "the provider’s limit is reached", 503: "the server is busy"}
_FAILURES: Final = frozenset({500, 502, 504})
_PASSING_CAUSES: Final = {
    NetworkCause.REFUSED: "the connection was refused",
    NetworkCause.BROKEN: "the connection broke off",
}


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how soon. A wait lies at random between `least_seconds` and a bound that doubles each time."""

    most_tries: int = 3
    most_tries_on_broken_connection: int = 2
    least_seconds: float = 0.5
    most_seconds: float = 8.0

    def draw_wait(self, tries: int) -> float:
        """Seconds to wait after so many tries."""
        bound = min(self.most_seconds, self.least_seconds * 2 ** (tries + 1))
        return random.uniform(self.least_seconds, max(bound, self.least_seconds))  # noqa: S311 - not for secrets


class RetryingTransport(Transport):
    """Sends over another transport, more than once where that helps."""

    def __init__(
        self,
        transport: Transport,
        on_wait: WaitListener,
        policy: RetryPolicy | None = None,
        judge: JudgeAnswer = judge_by_status,
    ) -> None:
        """`on_wait` hears of every wait before it begins; `judge` reads what the status does not tell."""
        self._transport = transport
        self._on_wait = on_wait
        self._policy = policy or RetryPolicy()
        self._judge = judge

    async def send(self, request: WireRequest) -> WireResponse:
        """The first answer that is no passing failure, or the last one of all.

        Raises:
            LimitReached: the limit (429, 503, or by the judge) to the end, or the server asks for more time than
                the deadline leaves.
            NotReachable, AnswerNotUnderstood, CredentialsRefused: as of the last try.
        """
        if not request.is_read:
            return await self._transport.send(request)
        call = _Call(self._transport, request, self._policy, self._on_wait, self._judge)
        retrying = AsyncRetrying(  # a new one each time: it keeps the state of the running call
            retry=call.is_worth_repeating,
            wait=call.draw_wait,
            stop=call.is_over,
            before_sleep=call.announce,
            retry_error_callback=call.give_up,
            sleep=asyncio.sleep,
        )
        return await retrying(call.try_once)

    async def aclose(self) -> None:
        """Close what is below."""
        await self._transport.aclose()


class _Call:
    """One call with all its tries; the callbacks that tenacity asks. Cancellation is not worth repeating."""

    def __init__(
        self,
        transport: Transport,
        request: WireRequest,
        policy: RetryPolicy,
        on_wait: WaitListener,
        judge: JudgeAnswer,
    ) -> None:
        self._judge = judge
        self._transport = transport
        self._request = request
        self._policy = policy
        self._on_wait = on_wait
        self._ends_at = time.monotonic() + request.deadline_seconds

    async def try_once(self) -> WireResponse:
        return await self._transport.send(replace(self._request, deadline_seconds=max(self._seconds_left(), 0.001)))

    def is_worth_repeating(self, state: RetryCallState) -> bool:
        return self._most_tries(_ending(state)) > 1

    def draw_wait(self, state: RetryCallState) -> float:
        ending = _ending(state)
        told = self._told_wait(ending) if isinstance(ending, WireResponse) else None
        # A told time of zero is no invitation to hammer.
        return told or self._policy.draw_wait(state.attempt_number)

    def _told_wait(self, response: WireResponse) -> float | None:
        told = read_retry_after(response)
        return self._judge(response).wait_seconds if told is None else told

    def is_over(self, state: RetryCallState) -> bool:
        wait_seconds = state.upcoming_sleep
        return (
            state.attempt_number >= self._most_tries(_ending(state))
            or wait_seconds >= self._seconds_left()
            or wait_seconds > LONGEST_WAIT_SECONDS
        )

    def announce(self, state: RetryCallState) -> None:
        ending = _ending(state)
        judged = self._judge(ending).words if isinstance(ending, WireResponse) else ""
        reason = judged or _reason(ending)
        self._on_wait(Wait(self._request.host, state.upcoming_sleep, reason, state.attempt_number + 1))

    def give_up(self, state: RetryCallState) -> WireResponse:
        ending = _ending(state)
        if isinstance(ending, BaseException):
            raise ending
        if self._repeat(ending) is Repeat.LIMIT:
            raise _limit_reached(ending, self._request, self._told_wait(ending))
        return ending

    def _repeat(self, response: WireResponse) -> Repeat:
        judged = self._judge(response).repeat
        if judged is not Repeat.AS_STATUS:
            return judged
        if response.status in _LIMITS:
            return Repeat.LIMIT
        return Repeat.FAILURE if response.status in _FAILURES else Repeat.NEVER

    def _most_tries(self, ending: WireResponse | BaseException) -> int:
        if isinstance(ending, WireResponse):
            return 1 if self._repeat(ending) is Repeat.NEVER else self._policy.most_tries
        is_broken = (isinstance(ending, NotReachable) and ending.cause in _PASSING_CAUSES) or (
            isinstance(ending, AnswerNotUnderstood) and ending.fault is AnswerFault.CUT_OFF
        )
        return self._policy.most_tries_on_broken_connection if is_broken else 1

    def _seconds_left(self) -> float:
        return self._ends_at - time.monotonic()


def read_retry_after(response: WireResponse) -> float | None:
    """Seconds the server asks to wait (`Retry-After`, a number or a date), None when it says nothing readable.

    A date is compared with the answer's own `Date`, so that this computer's clock does not matter. Not clamped:
    a caller that will not wait so long gives up, it does not come back too early.
    """
    text = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return float(text)
    until = _parse_http_date(text)
    if until is None:
        return None
    now = _parse_http_date(response.headers.get("date", "")) or response.answered_at
    return max(0.0, (until - now).total_seconds())


def _parse_http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _ending(state: RetryCallState) -> WireResponse | BaseException:
    outcome: Any = state.outcome
    error: BaseException | None = outcome.exception()
    if error is not None:
        return error
    response: WireResponse = outcome.result()
    return response


def _reason(ending: WireResponse | BaseException) -> str:
    if isinstance(ending, WireResponse):
        return f"{_LIMITS.get(ending.status, 'the server failed')} ({ending.status})"
    if isinstance(ending, NotReachable):
        return _PASSING_CAUSES[ending.cause]
    return "the answer was cut off"


def _limit_reached(response: WireResponse, request: WireRequest, told: float | None) -> LimitReached:
    what = "is busy or being looked after" if response.status == 503 else "wants no more calls for now"
    when = f"Try again in {_span(told)}." if told else "Try again in a few minutes."
    return LimitReached(
        f"{response.host} {what} ({response.status}).",
        host=response.host,
        wait_seconds=told,
        remedy=when,
        said=vendor_words(response, request.secrets),
    )


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} seconds"
    if seconds < 7200:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:,.0f} hours"
