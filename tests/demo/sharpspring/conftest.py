"""SharpSpring's stand-in on a real socket; its faults, its log and its counters are put back after each test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import httpx
import pytest

from leaddesk.demo.call_log import CallLog
from leaddesk.demo.population import Population
from leaddesk.demo.sharpspring import DEMO_KEYS, V1_PATH, V12_PATH, sharpspring_app
from leaddesk.demo.sharpspring_faults import SharpSpringFaults
from tests.stand_in import serve

RIGHT_KEYS = {"accountID": DEMO_KEYS.account_id.reveal(), "secretKey": DEMO_KEYS.secret_key.reveal()}
ALL_TIME = {"startDate": "2020-01-01 00:00:00", "endDate": "2030-01-01 00:00:00"}
PATHS = {"v1": V1_PATH, "v1.2": V12_PATH}


@dataclass
class SharpSpring:
    """The running stand-in, with a client whose calls carry the keys."""

    client: httpx.Client
    faults: SharpSpringFaults
    log: CallLog
    state: Any

    def post(self, body: Any, *, version: str = "v1.2", **keywords: Any) -> httpx.Response:
        """A call as it stands."""
        return self.client.post(PATHS[version], json=body, **keywords)

    def call(self, method: str, *, version: str = "v1.2", **params: Any) -> httpx.Response:
        """A call of a method."""
        return self.post({"method": method, "params": params, "id": "call-1"}, version=version)

    def answer(self, method: str, *, version: str = "v1.2", **params: Any) -> dict[str, Any]:
        """The envelope of a call."""
        answer = self.call(method, version=version, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def rows(self, method: str, *, version: str = "v1.2", **params: Any) -> Any:
        """What stands under the only key of the result."""
        answer = self.answer(method, version=version, **params)
        assert answer["error"] is None, answer
        (rows,) = answer["result"].values()
        return rows

    def error(self, method: str, **params: Any) -> int:
        """The code with which a call is refused."""
        return self.answer(method, **params)["error"]["code"]

    def all_rows(self, method: str, **params: Any) -> list[dict[str, Any]]:
        """Every row of a list, page by page."""
        rows: list[dict[str, Any]] = []
        while page := self.rows(method, **params, limit=500, offset=len(rows)):
            rows += page
        return rows


@pytest.fixture(scope="session")
def serving(population: Population) -> Iterator[SharpSpring]:
    faults, log = SharpSpringFaults(), CallLog()
    app = sharpspring_app(population, faults=faults, log=log)
    with (
        serve(app) as url,
        httpx.Client(base_url=url, params=RIGHT_KEYS, trust_env=False, timeout=20) as client,
    ):
        yield SharpSpring(client, faults, log, app.state)


@pytest.fixture
def crm(serving: SharpSpring) -> Iterator[SharpSpring]:
    yield serving
    for changed, fresh in ((serving.faults, SharpSpringFaults()), (serving.log, CallLog())):
        for item in fields(fresh):
            setattr(changed, item.name, getattr(fresh, item.name))
    serving.state.writes_asked.clear()
    serving.state.methods_asked.clear()


@pytest.fixture(scope="session")
def all_leads(serving: SharpSpring) -> list[dict[str, Any]]:
    """Every active lead, read once."""
    return serving.all_rows("getLeads", where={})
