"""Loading a whole result of 200,000 leads over loopback, against reading the same pages with less.

Run as a program: `python tests/benchmarks/bench_load_all.py [--leads N] [--rounds N]`. Needs requests besides
(`pip install -e .[dev,benchmarks]`). The server is a process of its own that has every lead ready in memory
(`page_server.py`): some 3.4 kB each, in pages of 1,000. Ours goes from the query to records, ids, 12 columns and the
signs of a change, all kept, by the real provider and transport on the window's loop. Against: `httpx.Client` that
throws the bytes away as they come, and requests with `json()` of every page, one after another. The three take turns.

All are measured by the clock; processor time is told beside it, since it hardly changes when others keep the machine
busy. A further figure tells what the provider alone takes of that (pages fetched one after another, and dropped).
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import gc
import statistics
import sys
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx
import requests
from benchmark_row import JSON_FLAG, Row, report
from page_server import page_server
from PySide6.QtWidgets import QApplication
from window_stage import LEAD_TYPE

from leaddesk.app import make_application
from leaddesk.domain.account import Account, Secret
from leaddesk.domain.page import Position
from leaddesk.domain.search import Query, build_query
from leaddesk.event_loop import run_until_done
from leaddesk.providers.leadexec.provider import LeadExecProvider
from leaddesk.providers.leadexec.spec import LEADEXEC
from leaddesk.providers.leadexec.wire import PageAsked, build_body
from leaddesk.services.loaded.load_all import LoadAll, LoadState
from leaddesk.services.loaded.loaded_result import LoadedResult
from leaddesk.transport.channel import Channel
from leaddesk.transport.http import HttpTransport

PAGE = 1000
SPEC = LEADEXEC.search("leads")
COLUMNS = tuple(column for column in SPEC.columns if column.shown)[:12]
DRAIN_LIMIT, REQUESTS_LIMIT, MEMORY_LIMIT, STALL_LIMIT = 1.6, 0.4, 0.35, 50
THINKING_LEADS, THINKING_SECONDS = 40_000, 0.05
PATH = f"/v1/leads/query/{LEAD_TYPE}"
_TICK_SECONDS = 0.005

Result = TypeVar("Result")


def make_query() -> Query:
    """All leads of the last two years."""
    now = datetime.now(UTC)
    raw = {
        "LeadTypeUID": LEAD_TYPE,
        "StartDate": (now - timedelta(days=730)).isoformat(timespec="seconds"),
        "EndDate": (now + timedelta(days=2)).isoformat(timespec="seconds"),
    }
    return build_query(SPEC, account_id="a1", provider=LEADEXEC.key, raw=raw, page_size=PAGE)


def bodies(query: Query, leads: int) -> list[dict[str, Any]]:
    """What is posted for each page."""
    return [build_body(PageAsked(query, Position(offset), PAGE)) for offset in range(0, leads, PAGE)]


def connect(told: dict[str, str]) -> LeadExecProvider:
    """The real provider on the stand-in."""
    servers = {"data_server": told["address"], "account_server": told["address"]}
    account = Account("a1", "East", LEADEXEC.key, servers, "1")
    channel = Channel(HttpTransport(), pace=None, on_wait=lambda _wait: None)
    return LeadExecProvider(account, {"access_token": Secret(told["access_token"])}, channel)


class Stalls:
    """The longest time for which the event loop did not come round, in milliseconds.

    Attributes:
        longest: by the clock.
        worked: how much of the longest this thread was at work; else it waited, for Python or for the processor.
    """

    def __init__(self) -> None:
        self.longest = self.worked = 0.0

    def forget(self) -> None:
        """Begin anew."""
        self.longest = self.worked = 0.0

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            due, worked = time.perf_counter() + _TICK_SECONDS, time.thread_time()
            await asyncio.sleep(_TICK_SECONDS)
            late = (time.perf_counter() - due) * 1000
            if late > self.longest:
                self.longest, self.worked = late, (time.thread_time() - worked) * 1000

    @property
    def words(self) -> str:
        """What the longest was made of."""
        return f"in the longest, this thread’s own work {self.worked:.0f} ms"


async def while_watched(work: Coroutine[Any, Any, Any], stalls: Stalls) -> None:
    """Do it with the stall probe on."""
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(stalls.watch())
        await work
        watching.cancel()


async def load_all(told: dict[str, str], query: Query, leads: int) -> LoadedResult:
    """The service, as the window uses it."""
    provider = connect(told)
    result = LoadedResult(SPEC, query, columns=COLUMNS)
    load = LoadAll(provider, SPEC, query, result, page_size=PAGE)
    coverage = await load.run()
    await provider.aclose()
    assert load.state is LoadState.DONE, load.error
    assert coverage.complete, coverage
    assert result.row_count == leads
    return result


async def fetch_only(told: dict[str, str], query: Query, leads: int) -> None:
    """The provider's pages, dropped."""
    provider = connect(told)
    for offset in range(0, leads, PAGE):
        await provider.fetch_page(query, Position(offset))
    await provider.aclose()


def drain(told: dict[str, str], asked: list[dict[str, Any]]) -> int:
    """httpx, bytes thrown away; gives how many there were."""
    total = 0
    headers = {"Authorization": f"Bearer {told['access_token']}"}
    with httpx.Client(base_url=told["address"], headers=headers, timeout=60) as client:
        for body in asked:
            with client.stream("POST", PATH, json=body) as answer:
                total += sum(map(len, answer.iter_raw()))
    return total


def read_with_requests(told: dict[str, str], asked: list[dict[str, Any]]) -> None:
    """requests and `json()` of every page."""
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {told['access_token']}"
        for body in asked:
            assert session.post(told["address"] + PATH, json=body, timeout=60).json()["Leads"]


def in_window(work: Coroutine[Any, Any, Result]) -> Result:
    """Do it on the loop of the real program, which is Qt's."""
    return run_until_done(the_application(), work)


@cache
def the_application() -> QApplication:
    """Qt's, kept; garbage is looked for among what is new only, as in the program once its window is there."""
    application = make_application()
    gc.freeze()
    return application


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """How long it takes by the clock, and how much processor time this process takes for it."""
    begun, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begun, time.process_time() - used


def resident_bytes() -> int:
    """Memory of this process, after what is free was given back."""
    gc.collect()
    if sys.platform == "linux":
        ctypes.CDLL("libc.so.6").malloc_trim(0)
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
    return 0


def measure(leads: int, rounds: int) -> list[Row]:
    """The ways in turn, after one round that does not count."""
    query = make_query()
    asked = bodies(query, leads)
    found: dict[str, list[tuple[float, float]]] = {"ours": [], "drain": [], "requests": [], "provider": []}
    stalls = Stalls()
    with page_server(leads) as told:
        source_bytes = drain(told, asked)
        for number in range(rounds + 1):
            ours = seconds(lambda: in_window(while_watched(load_all(told, query, leads), stalls)))
            drained = seconds(lambda: drain(told, asked))
            read = seconds(lambda: read_with_requests(told, asked))
            fetched = seconds(lambda: in_window(fetch_only(told, query, leads)))
            if number:
                for way, took in zip(found, (ours, drained, read, fetched), strict=True):
                    found[way].append(took)
            else:
                stalls.forget()
        held = measure_memory(told, query, leads)
    return rows_of(found, stalls, held, leads, source_bytes) + measure_thinking(rounds)


def measure_thinking(rounds: int) -> list[Row]:
    """The same from a server that has to look for its leads, as a vendor's has."""
    query = make_query()
    asked = bodies(query, THINKING_LEADS)
    ours: list[float] = []
    drained: list[float] = []
    read: list[float] = []
    with page_server(THINKING_LEADS, THINKING_SECONDS) as told:
        for _ in range(rounds):
            drained.append(seconds(lambda: drain(told, asked))[0])
            ours.append(seconds(lambda: in_window(load_all(told, query, THINKING_LEADS)))[0])
            read.append(seconds(lambda: read_with_requests(told, asked))[0])
    what = (
        f"the same, {THINKING_LEADS:,} leads, from a server that takes {THINKING_SECONDS * 1000:.0f} ms over each page"
    )
    took = statistics.median(ours)
    return [
        Row(what, against, took / statistics.median(times), limit, figure=figure, spread=spread(ours, times))
        for against, times, limit, figure in (
            ("draining the same pages with httpx", drained, DRAIN_LIMIT, "load, drained"),
            ("requests + json() of every page", read, REQUESTS_LIMIT, "load, requests"),
        )
    ]


def spread(ours: list[float], theirs: list[float]) -> str:
    """Seconds of both."""
    return f"{statistics.median(ours):.2f} s against {statistics.median(theirs):.2f} s, medians of {len(ours)}"


def measure_memory(told: dict[str, str], query: Query, leads: int) -> tuple[float, float]:
    """Bytes for each lead: what this process grew by, and what the result counts itself."""
    before = resident_bytes()

    async def load() -> tuple[float, float]:
        result = await load_all(told, query, leads)
        grown = resident_bytes() - before
        return grown / leads, (await result.bytes_held()).total / leads

    return in_window(load())


def rows_of(
    found: dict[str, list[tuple[float, float]]],
    stalls: Stalls,
    held: tuple[float, float],
    leads: int,
    source_bytes: int,
) -> list[Row]:
    """As ratios."""
    middle = {way: statistics.median(clock for clock, _used in times) for way, times in found.items()}
    words = {way: _words(times, leads) for way, times in found.items()}
    what = f"load all of {leads:,} leads of {source_bytes / leads / 1000:.1f} kB, pages of {PAGE:,}"
    drained, read = "draining the same pages with httpx", "requests + json() of every page"
    each = source_bytes / leads
    return [
        Row(
            what,
            drained,
            middle["ours"] / middle["drain"],
            DRAIN_LIMIT,
            spread=f"{words['ours']} against {words['drain']}",
            figure="load, drained",
        ),
        Row(
            what,
            read,
            middle["ours"] / middle["requests"],
            REQUESTS_LIMIT,
            spread=f"against {words['requests']}",
            figure="load, requests",
        ),
        Row("of that, fetching pages alone", drained, middle["provider"] / middle["drain"], None, spread=words["provider"]),
        Row(
            f"memory held per lead loaded, {len(COLUMNS)} columns in view",
            "its JSON bytes",
            held[0] / each,
            MEMORY_LIMIT,
            spread=f"the process grew by {held[0]:.0f} bytes of {each:.0f}; counted: {held[1]:.0f}",
            figure="memory for a lead",
        ),
        Row(
            f"longest stall of the event loop while loading all of {leads:,} leads",
            "",
            stalls.longest,
            STALL_LIMIT,
            unit="ms",
            spread=stalls.words,
        ),
    ]  # fmt: skip


def _words(times: list[tuple[float, float]], leads: int) -> str:
    """Clock and processor: the latter hardly changes when others keep the machine busy."""
    clock = [took for took, _used in times]
    used = statistics.median(used for _took, used in times) / leads * 1e6
    return f"{statistics.median(clock):.2f} s ({min(clock):.2f} to {max(clock):.2f}; processor {used:.1f} µs a lead)"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--leads", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument(JSON_FLAG, action="store_true")
    chosen = options.parse_args()
    report(measure(chosen.leads, chosen.rounds))


if __name__ == "__main__":
    main()
