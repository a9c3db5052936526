"""A server that has all its leads ready in memory: what a client takes is not hidden behind what a server takes.

    python tests/benchmarks/page_server.py --leads N [--think SECONDS]

prints its address once every lead is written, and serves until its input ends. The leads are the stand-in's, with the
first of their sends only: some 3.3 kB each. It answers `Skip` and `Take` and looks at nothing else. With `--think` it
keeps each answer back for so long, as a vendor's server does that has to look for the leads.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from leaddesk.demo.leadexec_fields import LEAD_TYPES
from leaddesk.demo.leadexec_leads import LeadRow, arrange_leads
from leaddesk.demo.population import Population
from tests.stand_in import serve


def write_lead(row: LeadRow) -> bytes:
    """A lead with at most one send."""
    lead = row.write()
    information = lead.get("SendInformation")
    if information and information.get("Sends"):
        information["Sends"] = information["Sends"][:1]
    return msgspec.json.encode(lead)


def page_app(leads: int, think_seconds: float) -> Starlette:
    """Answers lead queries."""
    rows = [write_lead(row) for row in arrange_leads(Population(datetime.now(UTC)), LEAD_TYPES[0], leads)]

    async def answer(request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())
        skip, take = asked["Skip"], asked["Take"]
        page = rows[skip : skip + take]
        await asyncio.sleep(think_seconds)
        head = f'{{"QueryTotal":{len(rows)},"SentCount":{len(page)},"Skip":{skip},"Take":{take},"Leads":['.encode()
        return Response(b"".join((head, b",".join(page), b"]}")), media_type="application/json; charset=utf-8")

    return Starlette(routes=[Route("/v1/leads/query/{lead_type}", answer, methods=["POST"])])


@contextlib.contextmanager
def page_server(leads: int, think_seconds: float = 0.0) -> Iterator[dict[str, Any]]:
    """The server as a process of its own; gives what `window_stage.stand_in` gives, as far as it is needed."""
    command = [sys.executable, __file__, "--leads", str(leads), "--think", str(think_seconds)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield {"address": process.stdout.readline().strip(), "access_token": "any-token-will-do"}
        finally:
            process.stdin.close()


def main() -> None:
    """Serve."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--leads", type=int, required=True)
    options.add_argument("--think", type=float, default=0.0)
    chosen = options.parse_args()
    with serve(page_app(chosen.leads, chosen.think)) as address:
        print(address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
