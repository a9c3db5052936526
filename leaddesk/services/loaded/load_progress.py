"""How far the loading of a result is, and how fast it goes. Pure."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

_WINDOW_SECONDS: Final = 15.0
_LEAST_SECONDS: Final = 0.2


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """One moment of loading.

    Attributes:
        loaded: different records that are there.
        total: how many there are in all, when the provider said so.
        rows_per_second: over the last quarter of a minute; 0 before that can be said.
        seconds_left: at that rate; None when the total or the rate is not known.
    """

    loaded: int
    total: int | None
    rows_per_second: float
    seconds_left: float | None


class LoadPace:
    """Rows by time, seen page by page."""

    def __init__(self) -> None:
        """Nothing was seen."""
        self._seen: deque[tuple[float, int]] = deque()

    def see(self, now: float, loaded: int, total: int | None) -> LoadProgress:
        """So many rows are there at this time (seconds of any clock that never goes back)."""
        self._seen.append((now, loaded))
        while len(self._seen) > 2 and now - self._seen[1][0] >= _WINDOW_SECONDS:
            self._seen.popleft()
        begun, before = self._seen[0]
        took = now - begun
        rate = (loaded - before) / took if took >= _LEAST_SECONDS else 0.0
        left = max(total - loaded, 0) / rate if total is not None and rate > 0 else None
        return LoadProgress(loaded, total, rate, left)
