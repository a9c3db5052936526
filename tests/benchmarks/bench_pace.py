"""LeadSquared's 20,000 leads under its limit of 25 calls in 5 seconds, against the least time that the limit allows.

Run as a program: `python tests/benchmarks/bench_pace.py`. The stand-in answers over loopback, keeps to the limit
and counts what arrives. By pages of 1,000 the limit alone asks for no wait (20 calls), so the base is what the same
calls take one after another without any pace of ours; by pages of 200 (100 calls) it is the limit: 25 calls at once,
then 25 more after each 5 seconds. A last figure: the most calls that the server saw in any 5 seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark_row import JSON_FLAG, Row, report

from leaddesk.demo.call_log import CallLog, most_calls_within
from leaddesk.demo.leadsquared import DEMO_KEYS, leadsquared_app
from leaddesk.demo.leadsquared_faults import LeadSquaredFaults
from leaddesk.demo.population import Population
from leaddesk.domain.account import Account
from leaddesk.domain.search import build_query
from leaddesk.providers.catalog import find_provider
from leaddesk.services.browse import WholeResult
from leaddesk.transport.channel import Channel
from leaddesk.transport.http import HttpTransport
from leaddesk.transport.verdict import Pace
from tests.stand_in import serve

LEADS = 20_000
CALLS, SECONDS = 25, 5.0
LIMIT = 1.15
RAW = {"activity_filters": '[{"LookUpName": "ActivityEvent", "SqlOperator": "=", "LookUpValues": ["999999"]}]'}


async def load(address: str, page_size: int, *, paced: bool) -> tuple[float, int]:
    """Load the report to LEADS; gives seconds and leads loaded."""
    entry = find_provider("leadsquared")
    pace = Pace(CALLS, SECONDS, documented=True) if paced else None
    channel = Channel(
        HttpTransport(most_calls=entry.most_calls), pace=pace, on_wait=lambda _wait: None, judge=entry.judge
    )
    account = Account("a1", "Pace", "leadsquared", {"server": address})
    secrets = {"access_key": DEMO_KEYS.access_key, "secret_key": DEMO_KEYS.secret_key}
    provider = entry.open(account, secrets, channel)
    spec = entry.info.search("not-contacted")
    query = build_query(spec, account_id="a1", provider="leadsquared", raw=RAW, page_size=page_size)
    result = WholeResult(provider, spec, query, limit=LEADS)
    begun = time.perf_counter()
    async for _records in result.batches():
        pass
    took = time.perf_counter() - begun
    await provider.aclose()
    if result.error is not None:
        raise result.error
    return took, result.tally.loaded


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(JSON_FLAG, action="store_true")
    options.parse_args()
    population = Population(datetime.now(UTC))
    rows: list[Row] = []
    seen = 0
    for page_size in (1000, 200):
        log, faults = CallLog(), LeadSquaredFaults(limit=None)
        with serve(leadsquared_app(population, faults=faults, log=log, lead_count=LEADS)) as address:
            free, loaded = asyncio.run(load(address, page_size, paced=False))  # also lets the stand-in write its rows
            assert loaded == LEADS, loaded
            free, _ = asyncio.run(load(address, page_size, paced=False))
            log.calls.clear()
            faults.limit = (CALLS, SECONDS)
            took, loaded = asyncio.run(load(address, page_size, paced=True))
        assert loaded == LEADS, loaded
        calls = len(log.calls)
        by_limit = (calls - 1) // CALLS * SECONDS
        least = max(by_limit, free)
        base = "the limit" if by_limit > free else "the same calls without a pace"
        what = f"LeadSquared, {LEADS:,} leads by pages of {page_size:,} ({calls} calls) at {CALLS} in {SECONDS:g} s"
        spread = f"{took:.1f} s against {least:.1f} s; without a pace {free:.1f} s"
        rows.append(Row(what, f"the least that {base} allows", took / least, LIMIT, spread=spread))
        seen = max(seen, most_calls_within(log, SECONDS))
    rows.append(
        Row(
            f"most calls that the server saw in any {SECONDS:g} s",
            f"the limit of {CALLS}",
            seen / CALLS,
            1.0,
            spread=f"{seen} calls",
        )
    )
    report(rows)


if __name__ == "__main__":
    main()
