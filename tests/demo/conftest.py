"""One stand-in on a real socket for all tests of the demo; its faults and its log are put back after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from leaddesk.demo.leadexec import DEMO_CREDENTIAL, LEADS_PATH, leadexec_app
from leaddesk.demo.leadexec_faults import Faults, LeadExecLog
from leaddesk.demo.population import Population
from tests.stand_in import serve

NOW = datetime(2026, 1, 31, 12, 0, 0, 250_000, tzinfo=UTC)
EVERYTHING = {"StartDate": "2020-01-01T00:00:00Z", "EndDate": "2030-01-01T00:00:00Z"}


@dataclass
class StandIn:
    """The running stand-in, a client that is signed in and one that is not."""

    url: str
    client: httpx.Client
    stranger: httpx.Client
    faults: Faults
    log: LeadExecLog

    def ask(self, path: str, **body: Any) -> httpx.Response:
        """Ask for a list over all time, unless the body says otherwise."""
        return self.client.post(path, json=EVERYTHING | body)

    def leads(self, lead_type: int = 1001, **body: Any) -> dict[str, Any]:
        """The decoded answer of a lead query that must succeed."""
        answer = self.ask(f"{LEADS_PATH}/{lead_type}", **body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def all_rows(self, path: str, **body: Any) -> list[dict[str, Any]]:
        """Every row of a list, page by page."""
        rows: list[dict[str, Any]] = []
        while True:
            answer = self.ask(path, **({"Take": 1000} | body | {"Skip": len(rows)})).json()
            page = answer["Leads"] if "Leads" in answer else answer["Pings"]
            rows += page
            if not page:
                return rows


@pytest.fixture(scope="session")
def population() -> Population:
    return Population(NOW)


@pytest.fixture(scope="session")
def running(population: Population) -> Iterator[StandIn]:
    faults, log = Faults(), LeadExecLog()
    headers = {"Authorization": f"Bearer {DEMO_CREDENTIAL.access_token.reveal()}"}
    with (
        serve(leadexec_app(population, faults=faults, log=log)) as url,
        httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=20) as client,
        httpx.Client(base_url=url, trust_env=False, timeout=20) as stranger,
    ):
        yield StandIn(url, client, stranger, faults, log)


@pytest.fixture
def stand_in(running: StandIn) -> Iterator[StandIn]:
    yield running
    _put_back(running.faults, Faults())
    _put_back(running.log, LeadExecLog())


@pytest.fixture(scope="session")
def all_leads(running: StandIn) -> Callable[[int], list[dict[str, Any]]]:
    """Every lead of a type, read once, without any fault."""
    kept: dict[int, list[dict[str, Any]]] = {}

    def read(lead_type: int) -> list[dict[str, Any]]:
        if lead_type not in kept:
            kept[lead_type] = running.all_rows(f"{LEADS_PATH}/{lead_type}")
        return kept[lead_type]

    for lead_type in (1001, 1002, 1003):
        read(lead_type)
    return read


def _put_back(changed: Any, fresh: Any) -> None:
    for field in fields(fresh):
        setattr(changed, field.name, getattr(fresh, field.name))
