"""A page of 100 leads, from the request to its painted rows in the real window, against fetching and decoding it.

Run as a program: `python tests/benchmarks/bench_page.py [--rounds N]`. The stand-in is a process of its own on
loopback and has been asked for every page once before. Ours: the person turns to a page that was not loaded yet, until
the table has painted it and the event loop came round after that; the same turn shows the page's first lead in
the pane (a second figure leaves that out). Against: `httpx.Client` with a kept connection, then `json.loads`.
The two take turns, page by page, in changing order. The page that is fetched ahead is waited for in between.

A third figure tells what painting alone takes, of rows that are there already: against a server on the same machine,
which answers at once, no table comes below it. Half of it is Qt setting and drawing some 150 texts.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import time
from typing import Any

import httpx
from benchmark_row import JSON_FLAG, Row, quartiles, report
from PySide6.QtCore import QEvent, QObject, QTimer
from window_stage import LEAD_TYPE, Stage, play, stand_in, until

from leaddesk.domain.page import Position
from leaddesk.domain.search import Query
from leaddesk.providers.leadexec.wire import PageAsked, build_body

LIMIT = 1.3
ROWS = 100
WARM_UP = 4


class PaintWatch(QObject):
    """Tells when a new page was painted: the table's first paint event after it, and the loop once round."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._model = stage.window.screen_.model
        self._viewport = stage.window.screen_.table.grid.viewport()
        self._viewport.installEventFilter(self)
        self._offset = -1
        self._painted: asyncio.Future[float] | None = None

    def expect(self, offset: int) -> asyncio.Future[float]:
        """Gives the moment at which the page that begins there was painted."""
        self._offset = offset
        self._painted = asyncio.get_running_loop().create_future()
        return self._painted

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        painted = self._painted
        if event.type() is QEvent.Type.Paint and painted is not None and not painted.done() and self._is_there():
            QTimer.singleShot(0, lambda: _tell(painted))
        return False

    def _is_there(self) -> bool:
        record = self._model.record_at(0)
        return record is not None and record.position == self._offset


def _tell(painted: asyncio.Future[float]) -> None:
    if not painted.done():
        painted.set_result(time.perf_counter())


class PlainFetch:
    """The same pages by the shortest way."""

    def __init__(self, told: dict[str, str], query: Query) -> None:
        self._query = query
        self._client = httpx.Client(
            base_url=told["address"], headers={"Authorization": f"Bearer {told['access_token']}"}
        )

    def milliseconds(self, offset: int) -> float:
        """Fetch and decode the page that begins there."""
        body = build_body(PageAsked(self._query, Position(offset), ROWS))
        begun = time.perf_counter()
        answer = json.loads(self._client.post(f"/v1/leads/query/{LEAD_TYPE}", json=body).content)
        took = (time.perf_counter() - begun) * 1000
        assert len(answer["Leads"]) == ROWS
        return took

    def close(self) -> None:
        self._client.close()


async def turn(stage: Stage, watch: PaintWatch, offset: int) -> float:
    """Turn to a page that was not loaded yet; gives milliseconds."""
    screen = stage.window.screen_
    assert screen.shown is not None
    assert not screen.shown.result.has_page(Position(offset))
    painted = watch.expect(offset)
    begun = time.perf_counter()
    screen.pages.page_requested.emit(offset)
    took = (await painted - begun) * 1000
    assert screen.shown.page.start == Position(offset), "another page was painted"
    # The page after it comes ahead of need; it is not to disturb what is measured next.
    await until(lambda: not stage.is_busy(), "the next page is there, too")
    return took


async def measure(stage: Stage, told: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of all ways."""
    found: dict[str, list[float]] = {"page": [], "without pane": [], "painting": [], "plain": []}
    await stage.search(ROWS)
    screen = stage.window.screen_
    assert screen.shown is not None
    plain = PlainFetch(told, screen.shown.result.query)
    watch = PaintWatch(stage)
    offsets = iter(range(3 * ROWS, 3 * ROWS + 4 * ROWS * (rounds + WARM_UP), 2 * ROWS))
    for number in range(rounds + WARM_UP):
        for way in ("page", "without pane"):
            offset = next(offsets)
            plain.milliseconds(offset)  # the stand-in writes a row when it is first asked for
            if way == "without pane":
                screen.table.blockSignals(True)
            plain_first = number % 2 == 0
            fetched = plain.milliseconds(offset) if plain_first else 0.0
            took = await turn(stage, watch, offset)
            fetched = fetched if plain_first else plain.milliseconds(offset)
            screen.table.blockSignals(False)
            begun = time.perf_counter()
            for table in (screen.table.grid, screen.table.grid.frozen):
                table.viewport().repaint()
            found["painting"].append((time.perf_counter() - begun) * 1000)
            if number >= WARM_UP:
                found[way].append(took)
                found["plain"].append(fetched)
    plain.close()
    return found


def rows_of(found: dict[str, list[float]], rounds: int) -> list[Row]:
    """As ratios."""
    base = statistics.median(found["plain"])
    against = "httpx fetch and json.loads of the same page"
    words = f"medians of {rounds}"
    page = f"a page of {ROWS} leads, request to painted rows"
    ways = (
        ("page", page, LIMIT),
        ("without pane", f"{page}, the pane left as it is", None),
        ("painting", "painting the rows on screen once more, nothing else", None),
    )
    return [
        Row(
            what,
            against,
            statistics.median(found[way]) / base,
            limit,
            spread=f"{words}: {quartiles(found[way])} against {quartiles(found['plain'])}",
        )
        for way, what, limit in ways
    ]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=30)
    options.add_argument(JSON_FLAG, action="store_true")
    chosen = options.parse_args()
    found: dict[str, Any] = {}

    with stand_in(leads=(chosen.rounds + WARM_UP) * 4 * ROWS + 1000) as told:

        async def story(stage: Stage) -> None:
            found.update(await measure(stage, told, chosen.rounds))

        play(story, told)
    report(rows_of(found, chosen.rounds))


if __name__ == "__main__":
    main()
