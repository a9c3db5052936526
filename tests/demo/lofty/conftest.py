"""One stand-in for Lofty on a real socket; its faults and its log are put back after each test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import httpx
import pytest

from leaddesk.demo.call_log import CallLog
from leaddesk.demo.lofty import DEMO_TOKENS, LEADS_PATH, lofty_app
from leaddesk.demo.lofty_faults import LoftyFaults
from leaddesk.demo.population import Population
from tests.stand_in import serve

JSON = {"Content-Type": "application/json"}


@dataclass
class LoftyStandIn:
    """The running stand-in, a client with the API key and one without a credential."""

    url: str
    client: httpx.Client
    stranger: httpx.Client
    faults: LoftyFaults
    log: CallLog

    def ask(self, path: str, **parameters: Any) -> httpx.Response:
        """Ask with the API key."""
        return self.client.get(path, params=parameters)

    def get(self, path: str, **parameters: Any) -> Any:
        """The decoded answer of a call that must succeed."""
        answer = self.ask(path, **parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def leads(self, **parameters: Any) -> list[dict[str, Any]]:
        """All leads that a query finds, by offset."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.get(LEADS_PATH, **{"limit": 100, "offset": len(found), **parameters})
            found += page["leads"]
            if not page["leads"]:
                assert len(found) == page["_metadata"]["total"]
                return found

    def ids(self, **parameters: Any) -> list[int]:
        """The ids on one page."""
        return [lead["leadId"] for lead in self.get(LEADS_PATH, **parameters)["leads"]]

    def scroll(self, limit: int = 100, **parameters: Any) -> list[list[int]]:
        """The ids of page after page, by cursor, the empty page at the end included; at most 100 pages."""
        pages: list[list[int]] = []
        cursor: str | None = None
        while len(pages) < 100:
            sent = {"limit": limit, **parameters} | ({"scrollId": cursor} if cursor else {})
            page = self.get(LEADS_PATH, **sent)
            pages.append([lead["leadId"] for lead in page["leads"]])
            cursor = page["_metadata"].get("scrollId")
            if not cursor or not page["leads"]:
                break
        return pages


@pytest.fixture(scope="session")
def running_lofty(population: Population) -> Iterator[LoftyStandIn]:
    faults, log = LoftyFaults(), CallLog()
    headers = JSON | {"Authorization": f"token {DEMO_TOKENS.api_key.reveal()}"}
    with (
        serve(lofty_app(population, faults=faults, log=log)) as url,
        httpx.Client(base_url=url, headers=headers, trust_env=False, timeout=20) as client,
        httpx.Client(base_url=url, headers=JSON, trust_env=False, timeout=20) as stranger,
    ):
        yield LoftyStandIn(url, client, stranger, faults, log)


@pytest.fixture(scope="session")
def all_lofty_leads(running_lofty: LoftyStandIn) -> list[dict[str, Any]]:
    """Every lead, the newest first, read once before any fault."""
    return running_lofty.leads()


@pytest.fixture
def lofty(running_lofty: LoftyStandIn, all_lofty_leads: list[dict[str, Any]]) -> Iterator[LoftyStandIn]:
    running_lofty.log.counts.clear()
    running_lofty.log.calls.clear()
    yield running_lofty
    for changed, fresh in ((running_lofty.faults, LoftyFaults()), (running_lofty.log, CallLog())):
        for field in fields(fresh):
            setattr(changed, field.name, getattr(fresh, field.name))
