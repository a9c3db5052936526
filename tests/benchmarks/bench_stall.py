"""The longest stall of the event loop while the real window loads and exports, seen by a timer of 5 ms.

Run as a program: `python tests/benchmarks/bench_stall.py [--pages N]`. The window pages through 20 pages of 1,000
leads, then exports all 20,000 with 60 columns and their sends to .xlsx, through the export dialog. The stand-in is
a process of its own. A stall is by how much a tick came later than it was due: so long the window would not have
answered a click. The idle window is watched, too: so late come ticks that this machine itself delays.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmark_row import JSON_FLAG, Row, report
from PySide6.QtCore import Qt, QTimer
from window_stage import Stage, play, stand_in, until

from leaddesk.domain.columns import ColumnLayout
from leaddesk.domain.page import Position
from leaddesk.ui.export.export_request import ExportRequest
from leaddesk.ui.results.column_layout import default_layout

LIMIT_MS = 50
TICK_MS = 5
PAGE_ROWS = 1000
COLUMNS = 60


@dataclass
class Ticks:
    """How late each tick of one stretch was, in milliseconds."""

    late: list[float] = field(default_factory=list[float])
    last: float = 0.0

    def tick(self) -> None:
        """The timer has fired."""
        now = time.perf_counter()
        self.late.append(max(0.0, (now - self.last) * 1000 - TICK_MS))
        self.last = now

    def row(self, what: str, *, limit: float | None = LIMIT_MS) -> Row:
        """The longest, and how common long ones are."""
        long = sorted(self.late)[-5:][::-1]
        most = ", ".join(f"{late:.0f}" for late in long)
        words = f"the longest: {most} ms; median {statistics.median(self.late):.1f} ms of {len(self.late):,} ticks"
        return Row(what, "", max(self.late), limit, below=limit is not None, unit="ms", spread=words)


class Watch:
    """A timer of 5 ms that begins and ends with a `with` block."""

    def __init__(self) -> None:
        self.ticks = Ticks()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=TICK_MS)
        self._timer.timeout.connect(self.ticks.tick)

    def __enter__(self) -> Ticks:
        self.ticks.last = time.perf_counter()
        self._timer.start()
        return self.ticks

    def __exit__(self, *_error: object) -> None:
        self._timer.stop()


async def idle(seconds: float) -> Ticks:
    """Do nothing."""
    with Watch() as ticks:
        await asyncio.sleep(seconds)
    return ticks


async def load(stage: Stage, pages: int) -> Ticks:
    """Turn through the pages, each as soon as the one before is painted."""
    screen = stage.window.screen_
    with Watch() as ticks:
        await stage.search(PAGE_ROWS)
        for number in range(1, pages):
            start = Position(number * PAGE_ROWS)
            screen.next_page()
            await until(lambda start=start: screen.shown is not None and screen.shown.page.start == start, "a page")
        await until(lambda: not stage.is_busy(), "everything is there")
    return ticks


async def export(stage: Stage, target: Path) -> Ticks:
    """Export everything through the dialog."""
    screen, flow = stage.window.screen_, stage.window.export_flow
    assert screen.shown is not None
    every = screen.shown.result.columns
    first = default_layout(every).shown
    keys = dict.fromkeys((*first, *(column.key for column in every)))
    screen.table.columns.use(ColumnLayout(tuple(keys)[:COLUMNS]))
    assert len(screen.shown_columns()) == COLUMNS
    with Watch() as ticks:
        stage.window.open_export("all")
        assert flow.dialog is not None
        flow.dialog.export_requested.emit(
            ExportRequest(scope="all", choice="xlsx", all_columns=False, local_zone=True, path=target)
        )
        await until(lambda: flow.is_running, "the export has begun")
        await until(lambda: not flow.is_running, "the export has ended")
    return ticks


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=20)
    options.add_argument(JSON_FLAG, action="store_true")
    chosen = options.parse_args()
    count = chosen.pages * PAGE_ROWS
    rows: list[Row] = []

    with stand_in(leads=count) as told, tempfile.TemporaryDirectory() as folder:

        async def story(stage: Stage) -> None:
            quiet = await idle(5)
            rows.append(quiet.row("longest delay of a tick in the idle window, for comparison", limit=None))
            loaded = await load(stage, chosen.pages)
            rows.append(loaded.row(f"longest stall while {chosen.pages} pages of {PAGE_ROWS:,} leads are loaded"))
            written = await export(stage, Path(folder) / "leads.xlsx")
            rows.append(written.row(f"longest stall while {count:,} leads × {COLUMNS} columns are exported"))

        play(story, told)
        assert (Path(folder) / "leads.xlsx").stat().st_size > 50 * count
    report(rows)


if __name__ == "__main__":
    main()
