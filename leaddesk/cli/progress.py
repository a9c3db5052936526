"""Progress on standard error: a bar on a terminal, silence elsewhere; waits are said in both."""

from __future__ import annotations

import os
import sys
import time
from typing import Final

from leaddesk.domain.provider import Wait

_WIDEST_BAR: Final = 40
_LEAST_BAR: Final = 6
_USUAL_COLUMNS: Final = 80
_SECONDS_BETWEEN: Final = 0.1


class ProgressLine:
    """One line that is rewritten while records arrive."""

    def __init__(self, noun: str) -> None:
        """`noun`: what is counted, in the plural."""
        self._noun = noun
        self._live = sys.stderr.isatty()
        self._width = 0
        self._drawn_at = 0.0

    def show(self, count: int, total: int | None) -> None:
        """Draw the line, at most ten times a second."""
        now = time.monotonic()
        if not self._live or (now - self._drawn_at < _SECONDS_BETWEEN and count != total):
            return
        self._drawn_at = now
        self._draw(progress_text(self._noun, count, total, room=_terminal_columns() - 1))

    def wait(self, wait: Wait) -> None:
        """Say that a pause is being kept."""
        self.clear()
        print(f"waiting {wait.seconds:.0f} s: {wait.reason} ({wait.host})", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away, so that other words can stand there."""
        if self._width:
            self._draw("")
            print("\r", end="", file=sys.stderr, flush=True)

    def _draw(self, text: str) -> None:
        """Over the old line, with blanks where it was longer: every terminal understands that."""
        print(f"\r{text:<{self._width}}", end="", file=sys.stderr, flush=True)
        self._width = len(text)


def _terminal_columns() -> int:
    """Of standard error, where the line stands: standard output may be a file. A terminal may not know its size."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL_COLUMNS
    except OSError:
        return _USUAL_COLUMNS


def progress_text(noun: str, count: int, total: int | None, *, room: int) -> str:
    """`[#####     ] 1,000 of 2,000 leads` in at most `room` characters; without a bar where the total is not known."""
    words = f"{count:,} of {total:,} {noun}" if total else f"{count:,} {noun}"
    width = min(_WIDEST_BAR, room - len(words) - 3)
    if not total or width < _LEAST_BAR:
        return words[: max(room, 0)]
    done = int(width * min(1.0, count / total))
    return f"[{'#' * done:<{width}}] {words}"
