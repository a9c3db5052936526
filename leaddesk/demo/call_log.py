"""What a stand-in was asked, for tests to look at."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Call:
    """One request.

    `query` and `headers` (lower-case names) hold what came, secrets included; `body` is decoded JSON, None when there
    was none or it was none. `at` is on the monotonic clock, in seconds.
    """

    path: str
    method: str
    query: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: Any = field(repr=False)
    at: float


@dataclass(slots=True)
class CallLog:
    """What was asked: how often each path, and the last five thousand calls."""

    counts: Counter[str] = field(default_factory=Counter[str])
    calls: deque[Call] = field(default_factory=lambda: deque[Call](maxlen=5000), repr=False)

    def note(self, request: Request, body: Any) -> None:
        """Count a call in."""
        self.counts[request.url.path] += 1
        call = Call(
            request.url.path,
            request.method,
            dict(request.query_params),
            dict(request.headers),
            body,
            time.monotonic(),
        )
        self.calls.append(call)

    def bodies(self, path_start: str) -> list[Any]:
        """The bodies of the calls whose path begins so, the oldest first."""
        return [call.body for call in self.calls if call.path.startswith(path_start)]


def most_calls_within(log: CallLog, seconds: float) -> int:
    """The most calls that came in any window of this length, among those that the log still holds.

    A window holds its beginning and not its end: calls exactly `seconds` apart are not in one window.
    """
    window: deque[float] = deque()
    most = 0
    for call in log.calls:
        window.append(call.at)
        while call.at - window[0] >= seconds:
            window.popleft()
        most = max(most, len(window))
    return most
