"""Lofty's limits, read off its answers (dossier section 7): X-RateLimit-Limit, -Remaining and -Reset."""

from __future__ import annotations

import re
from typing import Final

from leaddesk.transport.messages import WireResponse
from leaddesk.transport.verdict import Pace, Repeat, Verdict

WINDOW_SECONDS: Final = 60.0
LONGEST_PAUSE_SECONDS: Final = 90.0

LOFTY_PACE: Final = Pace(10, WINDOW_SECONDS, documented=True)
"""What an API key is allowed by the older document; the headers of the answers widen it."""

_MOST_CALLS: Final = 100_000
_LEAST_EPOCH: Final = 1_000_000_000
_LEAST_EPOCH_MILLISECONDS: Final = 1_000_000_000_000
_LEAST_MILLISECONDS: Final = 120


def judge_lofty(response: WireResponse) -> Verdict:
    """The pace that the answer names, a pause when nothing of it is left, and the wait after 429."""
    calls = _read_number(response, "x-ratelimit-limit")
    pace = Pace(min(round(calls), _MOST_CALLS), WINDOW_SECONDS, documented=True) if calls and calls >= 1 else None
    reset = read_reset(response)
    is_used_up = response.status == 429 or _read_number(response, "x-ratelimit-remaining") == 0
    return Verdict(
        Repeat.LIMIT if response.status == 429 else Repeat.AS_STATUS,
        wait_seconds=reset if response.status == 429 else None,
        pace=pace,
        pause_seconds=reset if is_used_up else None,
        words="Lofty’s limit is reached" if response.status == 429 else "",
    )


def read_reset(response: WireResponse) -> float | None:
    """Seconds until the allowance begins anew, at most 90; None when the answer does not say.

    Documented as seconds since 1970, while the document's own sample (`21000`) is none: below a thousand million it is
    taken for a duration, in milliseconds above 120 and in seconds below.
    """
    told = _read_number(response, "x-ratelimit-reset")
    if told is None:
        return None
    if told >= _LEAST_EPOCH:
        epoch_seconds = told / 1000 if told >= _LEAST_EPOCH_MILLISECONDS else told
        seconds = epoch_seconds - response.answered_at.timestamp()
    else:
        seconds = told / 1000 if told > _LEAST_MILLISECONDS else told
    return min(max(seconds, 0.0), LONGEST_PAUSE_SECONDS)


def usage_words(response: WireResponse) -> str:
    """`3 of 100 calls of this minute used`; empty when the answer does not say."""
    calls, left = _read_number(response, "x-ratelimit-limit"), _read_number(response, "x-ratelimit-remaining")
    if not calls or left is None or left > calls:
        return ""
    return f"{calls - left:,.0f} of {calls:,.0f} calls of this minute used"


def _read_number(response: WireResponse, name: str) -> float | None:
    text = response.headers.get(name, "").strip()
    return float(text) if re.fullmatch(r"\d{1,15}(\.\d{1,9})?", text, re.ASCII) else None
