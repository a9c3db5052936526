"""LeadSquared's rate limit: so many calls in any window of some seconds (dossier, section 4)."""

from __future__ import annotations

from collections import deque
from typing import Final

from starlette.responses import Response

from leaddesk.demo.leadsquared_faults import LeadSquaredFaults, LimitCarrier
from leaddesk.demo.leadsquared_refusal import LIMIT_EXCEEDED, envelope

_USUAL_LIMIT: Final = (25, 5.0)


class Pace:
    """Counts the calls that were let through. Refused ones do not count."""

    def __init__(self, faults: LeadSquaredFaults) -> None:
        """`faults.limit` may change from call to call."""
        self._faults = faults
        self._recent: deque[float] = deque()
        self._all = 0

    def lets_through(self, at: float) -> bool:
        """Whether a call at this moment (monotonic, seconds, never going back) is within the limits; counts it in."""
        if self._faults.calls_per_day is not None and self._all >= self._faults.calls_per_day:
            return False
        if self._faults.limit is not None:
            calls, seconds = self._faults.limit
            while self._recent and at - self._recent[0] >= seconds:
                self._recent.popleft()
            if len(self._recent) >= calls:
                return False
            self._recent.append(at)
        self._all += 1
        return True


def refuse_for_pace(faults: LeadSquaredFaults) -> Response:
    """The words of the limit, by the carrier that is switched on."""
    calls, seconds = faults.limit or _USUAL_LIMIT
    words = f"API calls exceeded the limit of {calls} in {seconds:g} second(s)"
    headers = {"Retry-After": faults.retry_after} if faults.retry_after else {}
    match faults.limit_carrier:
        case LimitCarrier.STATUS_403:
            return Response(words, 403, headers, "text/plain")
        case LimitCarrier.STATUS_200:
            return envelope(LIMIT_EXCEEDED, words, 200, headers)
        case LimitCarrier.STATUS_429:
            return envelope(LIMIT_EXCEEDED, words, 429, headers)
