"""Progress on standard error: a bar on a terminal, silence elsewhere; waits are said in both."""

from __future__ import annotations

import shutil
import sys
import time

from leaddesk.domain.provider import Wait


class ProgressLine:
    """One line that is rewritten while records arrive."""

    def __init__(self, noun: str) -> None:
        """`noun`: what is counted, in the plural."""
        self._noun = noun
        self._shown = False
        self._live = sys.stderr.isatty()
        self._drawn_at = 0.0

    def show(self, count: int, total: int | None) -> None:
        """Draw the line, at most ten times a second."""
        now = time.monotonic()
        if not self._live or (now - self._drawn_at < 0.1 and count != total):
            return
        self._drawn_at = now
        words = f"{count:,} of {total:,} {self._noun}" if total else f"{count:,} {self._noun}"
        room = shutil.get_terminal_size().columns - len(words) - 4
        done = min(1.0, count / total) if total else 0.0
        width = max(0, min(40, room))
        bar = f"[{'#' * int(width * done):<{width}}] " if total and width > 5 else ""
        print(f"\r\x1b[K{bar}{words}", end="", file=sys.stderr, flush=True)
        self._shown = True

    def wait(self, wait: Wait) -> None:
        """Say that a pause is being kept."""
        self.clear()
        print(f"waiting {wait.seconds:.0f} s: {wait.reason} ({wait.host})", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away, so that other words can stand there."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = False
