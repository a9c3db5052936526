"""What a benchmark found, as rows of one table; shared by all of them."""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

JSON_FLAG = "--json"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        what: what was measured.
        against: what it is divided by; empty for a figure that stands alone.
        value: the ratio, or milliseconds where `unit` says so.
        limit: what `value` is held to; None when it is only reported.
        below: `value` must stay below the limit; else it may reach it.
        unit: empty for a ratio.
        spread: the figures behind it, in words.
        figure: which of `figures.FIGURES` it is, by key; empty for a further one, or where `figures` tells it by words.
    """

    what: str
    against: str
    value: float
    limit: float | None
    below: bool = False
    unit: str = ""
    spread: str = ""
    figure: str = ""

    @property
    def met(self) -> str:
        """Whether the limit is kept; a dash where there is none."""
        if self.limit is None:
            return "–"
        return "yes" if self.value < self.limit or (not self.below and self.value == self.limit) else "no"

    def cells(self) -> tuple[str, ...]:
        """The row as texts."""
        number = f"{self.value:.0f}" if self.unit else f"{self.value:.2f}"
        limit = "–" if self.limit is None else f"{'below ' if self.below else ''}{self.limit:g}"
        unit = f" {self.unit}" if self.unit else ""
        return (self.what, self.against or "–", number + unit, limit, self.met, self.spread)


HEADINGS = ("what", "against", "ratio", "at most", "met", "how")


def table(rows: Sequence[Row]) -> str:
    """All rows under one heading, as Markdown with aligned columns."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]

    def write(line: Sequence[str]) -> str:
        return "| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |"

    return "\n".join([write(HEADINGS), write(["-" * width for width in widths]), *map(write, lines[1:])])


def report(rows: Sequence[Row]) -> None:
    """Print the rows: as a table, or as JSON for `run.py`."""
    text = json.dumps([asdict(row) for row in rows]) if JSON_FLAG in sys.argv else table(rows)
    sys.stdout.write(text + "\n")


def quartiles(values: Sequence[float]) -> str:
    """The middle half of milliseconds: `12 to 15 ms`."""
    low, _middle, high = statistics.quantiles(values, n=4)
    return f"{low:.3g} to {high:.3g} ms"


def child_environment() -> dict[str, str]:
    """For child processes: windows that nobody sees, a profile that is nobody's, byte code kept for the next start."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*.debug=false"}
