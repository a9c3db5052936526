"""The figures that leaddesk is held to, in their order, and which row of which benchmark is which. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from benchmark_row import Row


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its key, and how its rows are told where they do not say so themselves (`Row.figure`)."""

    key: str
    script: str
    words: str = ""
    """A pattern for `Row.what`, empty where the rows say it; a row without a limit is told by its own word only."""


STALL = "stall"
FIGURES = (
    Figure("start", "bench_start.py", r"first painted main window"),
    Figure("page", "bench_page.py", r"a page of 100 leads, request to painted rows"),
    Figure("load, drained", "bench_load_all.py"),
    Figure("load, requests", "bench_load_all.py"),
    Figure("memory for a lead", "bench_load_all.py"),
    Figure("sort, text", "bench_loaded.py"),
    Figure("sort, number", "bench_loaded.py"),
    Figure("sort, date", "bench_loaded.py"),
    Figure("narrow", "bench_loaded.py"),
    Figure("scroll", "bench_scroll.py", r"a scroll step in [\d,]+ rows: a notch"),
    Figure("export, xlsx", "bench_export.py", r"export of 50,000 .*\(leaddesk xlsx\): time"),
    Figure("export, csv", "bench_export.py", r"export of 50,000 .*\(leaddesk csv\): time"),
    Figure("export, memory", "bench_export.py", r"export of 200,000 .*\(leaddesk streamed \w+\): peak memory"),
)
STALL_SCRIPTS = ("bench_load_all.py", "bench_loaded.py", "bench_stall.py")
STALL_LIMIT_MS = 50


def arrange(found: Mapping[str, Sequence[Row]]) -> tuple[list[Row], list[Row], list[str]]:
    """The rows of each benchmark as those of the figures, in their order, and the further ones; and what is missing."""
    rest = [(script, row) for script, rows in found.items() for row in rows]
    figures: list[Row] = []
    missing: list[str] = []
    for figure in FIGURES:
        own = [item for item in rest if _is_of(figure, *item)]
        figures += [row for _script, row in own]
        rest = [item for item in rest if item not in own]
        if not own:
            missing.append(f"no row for “{figure.key}”, which {figure.script} is to give")
    stalls = [row for script in STALL_SCRIPTS for row in found.get(script, ()) if _is_stall(row)]
    missing += [
        f"no stall was measured by {script}"
        for script in STALL_SCRIPTS
        if not any(map(_is_stall, found.get(script, ())))
    ]
    if stalls:
        figures.append(_longest(stalls))
    return figures, [row for _script, row in rest], missing


def _is_of(figure: Figure, script: str, row: Row) -> bool:
    if row.figure or row.limit is None or not figure.words:
        return row.figure == figure.key
    return script == figure.script and re.search(figure.words, row.what) is not None


def _is_stall(row: Row) -> bool:
    return "stall" in row.what and row.unit == "ms" and row.limit is not None


def _longest(stalls: Sequence[Row]) -> Row:
    """One row over all of them; it says which one was the longest."""
    worst = max(stalls, key=lambda row: row.value)
    return replace(
        worst,
        what="longest stall of the event loop in all of the above",
        against=f"{STALL_LIMIT_MS} ms",
        value=worst.value / STALL_LIMIT_MS,
        limit=1.0,
        below=False,
        unit="",
        spread=f"{worst.value:.0f} ms: {worst.what}",
        figure=STALL,
    )
