"""A look-up over four accounts, one of them delayed by 5 seconds: do the others' rows wait for it?

Run as a program: `python tests/benchmarks/bench_look_up.py [--rounds N]`. The four stand-ins are processes of their
own on loopback; Lofty's takes 5 seconds for each answer. Ours: the look-up screen of the real program over all four,
from the question to the moment at which the rows of the other three stand in the table. Against: the same screen with
one account at a time; the slowest of the three counts. The person looked up stands in every system.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark_row import JSON_FLAG, Row, quartiles, report
from window_stage import STAND_IN, until

from leaddesk.app import make_application
from leaddesk.composition import Desk, import_connections, open_desk
from leaddesk.demo.population import Population
from leaddesk.event_loop import run_until_done
from leaddesk.paths import Profile
from leaddesk.services.look_up import build_asked
from leaddesk.storage.memory_vault import MemoryVault
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.look_up.look_up_box import LookUpBox
from leaddesk.ui.look_up.look_up_screen import LookUpScreen

LIMIT = 1.5
DELAYED = "lofty"
DELAY_SECONDS = 5.0
SERVER_KEYS = {"leadexec": ("data_server", "account_server")}


@contextlib.contextmanager
def stand_ins() -> Iterator[dict[str, dict[str, str]]]:
    """All four; gives what each prints."""
    told: dict[str, dict[str, str]] = {}
    with contextlib.ExitStack() as opened:
        for vendor, lines in (("leadexec", 4), ("leadsquared", 3), ("sharpspring", 3), ("lofty", 3)):
            delay = ["--delay", str(DELAY_SECONDS)] if vendor == DELAYED else []
            command = [sys.executable, str(STAND_IN), "--vendor", vendor, *delay]
            process = opened.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
            opened.callback(process.terminate)
            assert process.stdout is not None
            told[vendor] = dict(line.split(maxsplit=1) for line in islice(process.stdout, lines))
        yield {vendor: {key: text.strip() for key, text in values.items()} for vendor, values in told.items()}


async def add_account(desk: Desk, vendor: str, told: dict[str, str]) -> None:
    """An account of that stand-in."""
    fields = {item.key for item in desk.accounts.info(vendor).account_fields}
    servers = dict.fromkeys(SERVER_KEYS.get(vendor, ("server",)), told["address"])
    secrets = {key: text for key, text in told.items() if key in fields and key != "access_token"}
    await desk.accounts.add(vendor, vendor, {**servers, **secrets})


async def measure(told: dict[str, dict[str, str]], vendors: Sequence[str], phone: str, rounds: int) -> list[float]:
    """Seconds until the rows of all but the delayed one are in the table, of each round."""
    found: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Profile.at(Path(folder)), MemoryVault())
        for vendor in vendors:
            await add_account(desk, vendor, told[vendor])
        tasks = TaskOwner(lambda _name, error: print(error, file=sys.stderr))
        screen = LookUpScreen(desk.accounts, LookUpBox(), tasks, UTC)
        screen.resize(1280, 800)
        screen.show()
        expected = {vendor for vendor in vendors if vendor != DELAYED}

        def shown() -> bool:
            return expected <= {lead.account.provider for lead in screen.table.contents.found.leads}

        for _ in range(rounds):
            begun = time.perf_counter()
            screen.look_up(build_asked(phone))
            while not shown():
                await asyncio.sleep(0.002)
                if time.perf_counter() - begun > 60:
                    raise TimeoutError(f"{vendors}: {[answer.state for answer in screen.answers]}")
            found.append(time.perf_counter() - begun)
            screen.cancel()
            await until(lambda: not screen.is_busy, "it has stopped")
        await tasks.close()
        await desk.aclose()
        screen.close()
    return found


async def compare(told: dict[str, dict[str, str]], rounds: int) -> list[Row]:
    """As one ratio."""
    person = next(p for p in Population(datetime.now(UTC)).people[:12] if p.contact.phone)
    import_connections()
    alone: dict[str, list[float]] = {}
    for vendor in told:
        if vendor != DELAYED:
            await measure(told, [vendor], person.contact.phone, 1)  # the stand-in writes a row when it is first asked
            alone[vendor] = await measure(told, [vendor], person.contact.phone, rounds)
    slowest = max(alone, key=lambda vendor: statistics.median(alone[vendor]))
    together = await measure(told, list(told), person.contact.phone, rounds)
    base = statistics.median(alone[slowest])
    return [
        Row(
            f"a look-up over four accounts, one delayed by {DELAY_SECONDS:g} s, until the rows of the others are shown",
            f"the slowest of those three alone ({slowest})",
            statistics.median(together) / base,
            LIMIT,
            spread=f"medians of {rounds}: {quartiles([s * 1000 for s in together])} against "
            f"{quartiles([s * 1000 for s in alone[slowest]])}",
        )
    ]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument(JSON_FLAG, action="store_true")
    chosen = options.parse_args()
    application = make_application()
    with stand_ins() as told:
        rows = run_until_done(application, compare(told, chosen.rounds))
    report(rows)


if __name__ == "__main__":
    main()
