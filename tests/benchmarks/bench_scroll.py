"""A scroll step in a table of 200,000 loaded rows, to its painted rows, against one in 100 rows.

Run as a program: `python tests/benchmarks/bench_scroll.py [--rows N] [--rounds N]`. Two real tables of the same size on
an offscreen screen, with 20 columns, two of them frozen; the person turns the wheel by one notch, or presses Page Down.
A step ends when both parts of the table have painted. Measured is processor time, since the screen's own clock is in
between. The two take turns. The rows of 100 have all been read once; those of 200,000 are new in nearly every step: as
they came, and sorted, where neighbours lie far apart.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import time
from collections.abc import Sequence

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_loaded import COLUMNS, fill
from benchmark_row import JSON_FLAG, Row, report
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest

from leaddesk.app import make_application
from leaddesk.domain.arrangement import Arrangement, SortBy
from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.domain.columns import ColumnLayout
from leaddesk.services.loaded.loaded_result import LoadedResult
from leaddesk.ui.results.record_table_model import RecordTableModel
from leaddesk.ui.results.record_table_view import RecordTableView
from leaddesk.ui.results.table_state import ROWS
from leaddesk.ui.theme import apply_scheme

LIMIT = 1.2
SMALL_ROWS = 100
NOTCH = QPoint(0, -120)
WINDOW_PIXELS = (900, 740)
STEPS_BETWEEN_JUMPS = 5


class Scrolled(QObject):
    """A table on screen that is scrolled from place to place."""

    def __init__(self, result: LoadedResult) -> None:
        super().__init__()
        model = RecordTableModel()
        self.view = RecordTableView(model)
        self.view.resize(*WINDOW_PIXELS)
        self.view.show_loaded(result, COLUMNS)
        self.view.columns.show_layout(COLUMNS, ColumnLayout(tuple(column.key for column in COLUMNS), {}, 2))
        self.view.show_state(ROWS)
        self._unpainted: set[QObject] = set()
        self._parts = (self.view.grid.viewport(), self.view.grid.frozen.viewport())
        for part in self._parts:
            part.installEventFilter(self)
        self.view.show()
        self._wait_for_paint(self._parts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._unpainted.discard(watched)
        return False

    def _wait_for_paint(self, parts: Sequence[QObject]) -> None:
        self._unpainted = set(parts)
        while self._unpainted:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def jump(self, share: float) -> None:
        """Scroll to another place, which does not count."""
        bar = self.view.grid.verticalScrollBar()
        wanted = int(bar.maximum() * share)
        if wanted != bar.value():
            bar.setValue(wanted)
            self._wait_for_paint(self._parts)

    def notch(self) -> float:
        """Turn the wheel by one notch; gives milliseconds of processor time."""
        place = QPointF(self._parts[0].rect().center())
        wheel = QWheelEvent(
            place,
            self._parts[0].mapToGlobal(place),
            QPoint(),
            NOTCH,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        begun = time.thread_time()
        QCoreApplication.sendEvent(self._parts[0], wheel)
        self._wait_for_paint(self._parts)
        return (time.thread_time() - begun) * 1000

    def page(self) -> float:
        """Press Page Down; gives milliseconds of processor time."""
        begun = time.thread_time()
        QTest.keyClick(self.view.grid, Qt.Key.Key_PageDown)
        self._wait_for_paint(self._parts)
        return (time.thread_time() - begun) * 1000


def in_turns(large: Scrolled, small: Scrolled, rounds: int, *, by_page: bool) -> tuple[list[float], list[float]]:
    """Milliseconds of both, after jumps that do not count."""
    dice = random.Random(7)
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for table, times in zip((large, small), found, strict=True):
            share = dice.random() * 0.5
            if by_page:
                row = int(table.view.model.rowCount() * share)
                table.view.select_row(row)
                table.jump(share)
                table.page()
                times.append(table.page())
            else:
                table.jump(share)
                times.extend(table.notch() for _ in range(STEPS_BETWEEN_JUMPS))
    return found


def row_of(what: str, found: tuple[list[float], list[float]], limit: float | None) -> Row:
    """As a ratio of medians."""
    large, small = map(statistics.median, found)
    words = f"medians of {len(found[0])}: {large:.2f} ms against {small:.2f} ms of processor time"
    return Row(what, f"one in {SMALL_ROWS} rows", large / small, limit, spread=words)


def measure(rows: int, rounds: int) -> list[Row]:
    """All of it in one result."""
    apply_scheme(make_application(), ColourScheme.LIGHT)
    result = asyncio.run(fill(rows))
    sorted_rows = asyncio.run(result.arrange(Arrangement(SortBy("Fields.LastName")))).rows
    large, small = Scrolled(result), Scrolled(asyncio.run(fill(SMALL_ROWS)))
    found: list[Row] = []
    for words, shown in (("", range(rows)), (", sorted", sorted_rows)):
        large.view.show_rows(shown, stay=False)
        for by_page, way in ((False, "a notch of the wheel"), (True, "a press of Page Down")):
            for warm_up in (True, False):
                times = in_turns(large, small, 4 if warm_up else rounds, by_page=by_page)
            limit = None if by_page else LIMIT
            found.append(row_of(f"a scroll step in {rows:,} rows{words}: {way}, to the painted rows", times, limit))
    return found


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=40)
    options.add_argument(JSON_FLAG, action="store_true")
    chosen = options.parse_args()
    report(measure(chosen.rows, chosen.rounds))


if __name__ == "__main__":
    main()
