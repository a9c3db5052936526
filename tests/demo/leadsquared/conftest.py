"""LeadSquared's stand-in on a real socket; its faults and its log are put back after each test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import httpx
import pytest

from leaddesk.demo.call_log import CallLog
from leaddesk.demo.leadsquared import ACTIVITIES_PATH, BY_IDS_PATH, DEMO_KEYS, NOT_CONTACTED_PATH, leadsquared_app
from leaddesk.demo.leadsquared_faults import LeadSquaredFaults
from leaddesk.demo.leadsquared_fields import FIELDS
from leaddesk.demo.population import Population
from tests.stand_in import serve

HEADERS = {
    "x-LSQ-AccessKey": DEMO_KEYS.access_key.reveal(),
    "x-LSQ-SecretKey": DEMO_KEYS.secret_key.reveal(),
}
QUERY_KEYS = {"accessKey": DEMO_KEYS.access_key.reveal(), "secretKey": DEMO_KEYS.secret_key.reveal()}
COLUMNS = "ProspectID,ProspectStage,ProspectActivityDate_Max,OwnerId"
EVERYBODY = {"LookUpName": "ProspectID", "LookUpValues": [""], "SqlOperator": "def"}
NOBODY = {"LookUpName": "ProspectID", "LookUpValues": [""], "SqlOperator": "ndef"}
CALLS = {"LookUpName": "ActivityEvent", "LookUpValues": ["21", "22"], "SqlOperator": "in"}
NO_EVENT = {"LookUpName": "ActivityEvent", "LookUpValues": ["99999"], "SqlOperator": "="}

Lead = dict[str, Any]


def report_body(
    *lead_filters: dict[str, Any], page: int = 1, size: int = 10_000, columns: str = COLUMNS, **more: Any
) -> dict[str, Any]:
    """The body of a report over all leads, contacted or not, as the seed writes it; `more` replaces its members."""
    return {
        "ReportFilter": {"LeadFilters": list(lead_filters), "ActivityFilters": [NO_EVENT]},
        "Output": {"Type": "List", "IncludeCSV": columns},
        "Paging": {"PageIndex": page, "PageSize": size},
        **more,
    }


def lead_filter(name: str, operator: str, *values: str) -> dict[str, Any]:
    """A lead filter as the seed writes it."""
    return {"LookUpName": name, "LookUpValues": list(values), "SqlOperator": operator}


@dataclass
class LeadSquaredStandIn:
    """The running stand-in, a client that is signed in and one that is not."""

    url: str
    client: httpx.Client
    stranger: httpx.Client
    faults: LeadSquaredFaults
    log: CallLog
    leads: list[Lead]
    """Every lead with all its fields, as leads by ids writes them, oldest first."""

    def report(self, *lead_filters: dict[str, Any], **options: Any) -> httpx.Response:
        """Ask the report for leads."""
        return self.client.post(NOT_CONTACTED_PATH, json=report_body(*lead_filters, **options))

    def ids(self, *lead_filters: dict[str, Any], **options: Any) -> list[str]:
        """The ids of the leads that the report gives."""
        answer = self.report(*lead_filters, **options)
        assert answer.status_code == 200, answer.text
        return [row["ProspectID"] for row in answer.json()["Results"]]

    def by_ids(self, ids: list[str], columns: str = "ProspectID", size: int = 1000, page: int = 1) -> httpx.Response:
        """Ask for leads by their ids."""
        body = {
            "SearchParameters": {"LeadIds": ids},
            "Columns": {"Include_CSV": columns},
            "Paging": {"PageIndex": page, "PageSize": size},
        }
        return self.client.post(BY_IDS_PATH, json=body)

    def activities(self, lead_id: str, **body: Any) -> httpx.Response:
        """Ask for what happened with a lead."""
        return self.client.post(ACTIVITIES_PATH, params={"leadId": lead_id}, json={"Parameter": {}, **body})


@pytest.fixture(scope="session")
def running_leadsquared(population: Population) -> Iterator[LeadSquaredStandIn]:
    faults, log = LeadSquaredFaults(), CallLog()
    with (
        serve(leadsquared_app(population, faults=faults, log=log)) as url,
        httpx.Client(base_url=url, headers=HEADERS, trust_env=False, timeout=20) as client,
        httpx.Client(base_url=url, trust_env=False, timeout=20) as stranger,
    ):
        stand_in = LeadSquaredStandIn(url, client, stranger, faults, log, [])
        everybody = stand_in.ids()
        columns = ",".join(field.schema_name for field in FIELDS)
        for start in range(0, len(everybody), 1000):
            stand_in.leads += stand_in.by_ids(everybody[start : start + 1000], columns).json()["Leads"]
        put_back(stand_in)
        yield stand_in


@pytest.fixture
def stand_in(running_leadsquared: LeadSquaredStandIn) -> Iterator[LeadSquaredStandIn]:
    yield running_leadsquared
    put_back(running_leadsquared)


def put_back(stand_in: LeadSquaredStandIn) -> None:
    """No fault, nothing in the log."""
    for fresh, changed in ((LeadSquaredFaults(), stand_in.faults), (CallLog(), stand_in.log)):
        for field in fields(fresh):
            setattr(changed, field.name, getattr(fresh, field.name))
