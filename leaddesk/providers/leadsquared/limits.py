"""LeadSquared's rate limit and which of its failures are worth a repeat, read off its answers (dossier section 4)."""

from __future__ import annotations

from typing import Final

from leaddesk.providers.leadsquared.envelope import Limit, read_limit, read_refusal
from leaddesk.transport.messages import WireResponse
from leaddesk.transport.verdict import Pace, Repeat, Verdict

LEADSQUARED_PACE: Final = Pace(25, 5, documented=True)
"""By the document of each call; other plans have other numbers, which the answer to the first hit names."""

_USUAL_WINDOW_SECONDS: Final = 5
_MARGIN_SECONDS: Final = 0.5
_MOST_CALLS: Final = 10_000
_LONGEST_WINDOW_SECONDS: Final = 3600


def judge_leadsquared(response: WireResponse) -> Verdict:
    """The limit by its three carriers (429, 403 and 200), the pace it names, and exceptions that are final.

    The vendor's own exceptions say the same on every repeat, whatever their status, but for those that speak of a
    timeout, a deadlock or of trying again. A failure without such an exception (a web page, nothing) is left to its
    status.
    """
    refusal = read_refusal(response)
    limit = read_limit(response, refusal)
    if limit is not None:
        return _judge_limit(limit)
    if refusal is None or not (refusal.is_of_the_vendor or response.status < 400):
        return Verdict()
    return Verdict(Repeat.FAILURE if refusal.is_passing else Repeat.NEVER)


def _judge_limit(limit: Limit) -> Verdict:
    """Nothing is sent until the window has passed: it is shared with everything else that uses the account."""
    window = min(limit.seconds or _USUAL_WINDOW_SECONDS, _LONGEST_WINDOW_SECONDS)
    wait_seconds = window + _MARGIN_SECONDS
    pace = Pace(min(limit.calls, _MOST_CALLS), window, documented=True) if limit.calls else None
    told = f" of {limit.calls:,} calls in {window:g} seconds" if limit.calls else ""
    return Verdict(
        Repeat.LIMIT,
        wait_seconds=wait_seconds,
        pace=pace,
        pause_seconds=wait_seconds,
        words=f"LeadSquared’s limit{told} is reached",
    )
