"""What a vendor's answer says of repeating the call and of the pace, where its HTTP status alone does not tell.

Each vendor has its own way to say "too fast" (a status, a text inside 200, a header); a `JudgeAnswer` reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from leaddesk.transport.messages import WireResponse


class Repeat(Enum):
    """Whether a read that got this answer is sent again."""

    AS_STATUS = auto()  # 429, 500, 502, 503 and 504 are repeated, nothing else
    NEVER = auto()  # the same call would get the same answer
    LIMIT = auto()  # the vendor's limit: again after `wait_seconds`
    FAILURE = auto()  # a failure that may pass, whatever the status


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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer says.

    Attributes:
        repeat: see Repeat.
        wait_seconds: with LIMIT, the least time before the next try; None for the usual one.
        pace: the pace to keep from now on; None when the answer does not say.
        pause_seconds: no call at all for so long from now: the allowance is used up.
        words: what happened, for the person, while the call waits (`the provider’s limit is reached`).
    """

    repeat: Repeat = Repeat.AS_STATUS
    wait_seconds: float | None = None
    pace: Pace | None = None
    pause_seconds: float | None = None
    words: str = ""


JudgeAnswer = Callable[[WireResponse], Verdict]


def judge_by_status(_response: WireResponse) -> Verdict:
    """The status tells it all."""
    return Verdict()
