"""Lofty's pace: so many calls in a window, told in three headers (dossier, section 7)."""

from __future__ import annotations

import math
import time
from typing import Final

from leaddesk.demo.lofty_faults import LoftyFaults, Reset

TOLD_LIMIT: Final = 100
"""What the headers say when no limit is kept."""


class RateWindow:
    """Counts the calls of the present window; it begins with the first call."""

    def __init__(self, faults: LoftyFaults) -> None:
        """`faults` are looked at with each call."""
        self._faults = faults
        self._begun: float | None = None
        self._calls = 0

    def count(self) -> bool:
        """Count a call in; False when it is one too many."""
        if self._begun is None or self._seconds_left() <= 0:
            self._begun, self._calls = time.monotonic(), 0
        limit = self._faults.limit_per_minute
        if limit is not None and self._calls >= limit:
            return False
        self._calls += 1
        return True

    def headers(self, *, is_refused: bool) -> dict[str, str]:
        """The three headers; none while the switch is off."""
        if not self._faults.rate_headers:
            return {}
        limit = self._faults.limit_per_minute or TOLD_LIMIT
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": "0" if is_refused else str(max(0, limit - self._calls)),
            "X-RateLimit-Reset": str(self._write_reset()),
        }

    def _seconds_left(self) -> float:
        begun = time.monotonic() if self._begun is None else self._begun
        return begun + self._faults.window_seconds - time.monotonic()

    def _write_reset(self) -> int:
        seconds = max(0.0, self._seconds_left())
        match self._faults.reset_as:
            case Reset.EPOCH:
                return math.ceil(time.time() + seconds)
            case Reset.SECONDS:
                return math.ceil(seconds)
            case Reset.MILLISECONDS:
                return math.ceil(seconds * 1_000)
