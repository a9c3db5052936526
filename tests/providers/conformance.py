"""What the conformance suite knows of each vendor beside its declaration: its stand-in, its calls, what to ask.

A vendor is one entry of `VENDORS`; everything else is drawn from the catalog.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leaddesk.demo import leadexec, leadsquared, leadsquared_leads, lofty, sharpspring, sharpspring_leads
from leaddesk.demo.leadexec_faults import LeadExecLog
from leaddesk.demo.population import Population
from leaddesk.domain.account import Secret

Raw = dict[str, str | Sequence[str]]
Ask = Callable[[Sequence[str]], Raw]
"""A search filled in, given ids of leads that are there."""

BuildApp = Callable[[Population, LeadExecLog, int | None], Any]
ListIds = Callable[[Population, int | None], list[str]]


@dataclass(frozen=True)
class VendorFacts:
    """One vendor's stand-in and how it is spoken to.

    Attributes:
        build_app: the stand-in over a population, with a log and a number of leads (None: those of the demo).
        secrets: the right ones, by account field.
        settings: what the account needs beside its servers.
        server_keys: account fields that take the stand-in's address.
        lead_ids: ids of leads that are listed, where a search asks for them.
        few: so many leads that one page of the main search holds them all.
        ask: each search filled in so that rows come.
        wrong: input that is refused before anything is sent: search, values.
        pages: for each search, the calls whose answer is a page of it, as `name_of` writes them.
        parts: the calls of which a completed record is made.
        spare: a call that the account test makes and without which the account is usable.
        reads: every call that may ever be sent.
        envelope: rows as the answer to a page call of the main search.
        made_here: searches whose records are put together from several rows of the vendor.
        method_in_body: one path takes all calls, and the body says which.
    """

    build_app: BuildApp
    secrets: Mapping[str, Secret]
    settings: Mapping[str, str]
    server_keys: tuple[str, ...]
    lead_ids: ListIds
    few: int
    ask: Mapping[str, Ask]
    wrong: tuple[tuple[str, Raw], ...]
    pages: Mapping[str, str]
    parts: tuple[str, ...]
    spare: str
    reads: frozenset[str]
    envelope: Callable[[list[Any]], Any]
    made_here: frozenset[str] = field(default=frozenset())
    method_in_body: bool = False

    @property
    def main_search(self) -> str:
        """The search of leads that the faults are tried on."""
        return next(iter(self.ask))

    def name_of(self, method: str, path: str, body: Any) -> str:
        """What a call is called: `GET /v1.0/leads/{id}`, `getLeads`; ids are no part of it."""
        if self.method_in_body:
            return str(body.get("method")) if isinstance(body, dict) else f"{method} {path}"
        return f"{method} {re.sub(r'/[0-9]+(?=/|$)', '/{id}', path)}"


ALL_TIME: Raw = {"StartDate": "2020-01-01", "EndDate": "2040-01-01"}
_EXEC: Raw = {"LeadTypeUID": "1001", **ALL_TIME}
_SPRING_DATES: Raw = {"startDate": "2020-01-01", "endDate": "2040-01-01", "timestamp": "create"}
_SQUARED = "/v2/LeadManagement.svc"
_GUID = "01234567-89ab-cdef-0123-456789abcdef"


def _squared_ids(population: Population, count: int | None) -> list[str]:
    return [row.id for row in leadsquared_leads.arrange_leads(population, count)]


def _spring_ids(population: Population, count: int | None) -> list[str]:
    return [str(row.id) for row in sharpspring_leads.arrange_leads(population, count) if row.is_active]


def _no_ids(_population: Population, _count: int | None) -> list[str]:
    return []


LEADEXEC = VendorFacts(
    build_app=lambda people, log, count: leadexec.leadexec_app(people, log=log, lead_count=count),
    secrets={"client_secret": leadexec.DEMO_CREDENTIAL.client_secret},
    settings={"client_id": leadexec.DEMO_CREDENTIAL.client_id},
    server_keys=("data_server", "account_server"),
    lead_ids=_no_ids,
    few=90,
    ask={key: lambda _ids: _EXEC for key in ("leads", "inbound-pings", "outbound-pings")},
    wrong=(
        ("leads", {**ALL_TIME}),
        ("leads", {**_EXEC, "EndDate": "2019-12-31"}),
        ("leads", {**_EXEC, "StartDate": "31.1.2020"}),
        ("leads", {**_EXEC, "Query": "[1]"}),
        ("leads", {**_EXEC, "SortOrder": "up"}),
        ("inbound-pings", {**_EXEC, "Query": "{}"}),
        ("outbound-pings", {**_EXEC, "LeadTypeUID": "solar"}),
    ),
    pages={
        "leads": "POST /v1/leads/query/{id}",
        "inbound-pings": "POST /v1/pings/inbound/query/{id}",
        "outbound-pings": "POST /v1/pings/outbound/query/{id}",
    },
    parts=(),
    spare="GET /v1/leadtypes",
    reads=frozenset(
        {
            "POST /v1/authorization/token",
            "GET /v1/leadtypes",
            "POST /v1/leads/query/{id}",
            "POST /v1/pings/inbound/query/{id}",
            "POST /v1/pings/outbound/query/{id}",
        }
    ),
    envelope=lambda rows: {"QueryTotal": len(rows), "SentCount": len(rows), "Skip": 0, "Take": 100, "Leads": rows},
)

LEADSQUARED = VendorFacts(
    build_app=lambda people, log, count: leadsquared.leadsquared_app(people, log=log, lead_count=count),
    secrets={"access_key": leadsquared.DEMO_KEYS.access_key, "secret_key": leadsquared.DEMO_KEYS.secret_key},
    settings={},
    server_keys=("server",),
    lead_ids=_squared_ids,
    few=600,
    ask={
        "not-contacted": lambda _ids: {},
        "leads-by-id": lambda ids: {"LeadIds": ids[:60]},
        "quick-search": lambda _ids: {"key": "Jesse"},
    },
    wrong=(
        ("not-contacted", {"Type": "Aggregate"}),
        ("not-contacted", {"GroupBy": "OwnerId"}),
        ("not-contacted", {"lead_filters": "{}"}),
        (
            "not-contacted",
            {"lead_filters": '[{"LookUpName": "Score", "SqlOperator": "between", "LookUpValues": ["1"]}]'},
        ),
        ("not-contacted", {"DateField": "LeadCreatedOn", "FromDate": "2026-01-31"}),
        ("not-contacted", {"DateField": "CreatedOn", "FromDate": "2026-01-01", "ToDate": "2026-01-31"}),
        ("not-contacted", {"DateField": "LeadCreatedOn", "FromDate": "2026-01-31", "ToDate": "2026-01-01"}),
        ("leads-by-id", {}),
        ("leads-by-id", {"LeadIds": "12, none of them, 13"}),
        ("leads-by-id", {"LeadIds": [f"{number:08x}{_GUID[8:]}" for number in range(10_001)]}),
        ("quick-search", {"key": "  "}),
    ),
    pages={
        "not-contacted": "POST /Leads/NotContacted",
        "leads-by-id": f"POST {_SQUARED}/Leads/Retrieve/ByIds",
        "quick-search": f"GET {_SQUARED}/Leads.GetByQuickSearch",
    },
    parts=(f"GET {_SQUARED}/Leads.GetById", "POST /v2/ProspectActivity.svc/Retrieve"),
    spare="POST /Leads/NotContacted",
    reads=frozenset(
        {
            "POST /Leads/NotContacted",
            f"POST {_SQUARED}/Leads/Retrieve/ByIds",
            f"GET {_SQUARED}/Leads.GetByQuickSearch",
            f"GET {_SQUARED}/Leads.GetById",
            f"GET {_SQUARED}/Leads.GetByEmailaddress",
            f"GET {_SQUARED}/RetrieveLeadByPhoneNumber",
            f"POST {_SQUARED}/Leads.Get",
            f"GET {_SQUARED}/LeadsMetaData.Get",
            "POST /v2/ProspectActivity.svc/Retrieve",
            "GET /v2/ProspectActivity.svc/ActivityTypes.Get",
            "GET /v2/UserManagement.svc/Users.Get",
            "GET /v2/Authentication.svc/UserByAccessKey.Get",
        }
    ),
    envelope=lambda rows: {"TotalCount": str(len(rows)), "Results": rows},
)

SHARPSPRING = VendorFacts(
    build_app=lambda people, log, count: sharpspring.sharpspring_app(people, log=log, lead_count=count),
    secrets={"account_id": sharpspring.DEMO_KEYS.account_id, "secret_key": sharpspring.DEMO_KEYS.secret_key},
    settings={"api_version": "v1.2"},
    server_keys=("server",),
    lead_ids=_spring_ids,
    few=90,
    ask={
        "leads": lambda _ids: {},
        "leads-by-date": lambda _ids: _SPRING_DATES,
        "lead": lambda ids: {"id": ids[0]},
        "events": lambda ids: {"leadID": ids[0]},
        "timeline": lambda ids: {"whoID": ids[0]},
        "list-memberships": lambda ids: {"memberIDs": ids[:60]},
        "fields": lambda _ids: {},
    },
    wrong=(
        ("leads", {"where": "[]"}),
        ("leads", {"where": '{"id": {"$gte": 5}}'}),
        ("leads-by-date", {"startDate": "2026-01-01", "endDate": "2026-01-31"}),
        ("leads-by-date", {**_SPRING_DATES, "timestamp": "delete"}),
        ("leads-by-date", {**_SPRING_DATES, "endDate": "2019-01-01"}),
        ("lead", {}),
        ("lead", {"id": "12a"}),
        ("events", {}),
        ("timeline", {"whoID": ""}),
        ("list-memberships", {"memberIDs": "none, of, these"}),
        ("list-memberships", {"memberIDs": [str(number) for number in range(10_001)]}),
        ("fields", {"where": "{}"}),
    ),
    pages={
        "leads": "getLeads",
        "leads-by-date": "getLeadsDateRange",
        "lead": "getLead",
        "events": "getEvents",
        "timeline": "getLeadTimeline",
        "list-memberships": "getLeadListMemberships",
        "fields": "getFields",
    },
    parts=("getLead", "getLeadTimeline", "getLeadListMemberships"),
    spare="getFields",
    reads=frozenset(
        {
            "getLead",
            "getLeads",
            "getLeadsDateRange",
            "getEvents",
            "getLeadTimeline",
            "getLeadListMemberships",
            "getFields",
            "getUserProfiles",
        }
    ),
    envelope=lambda rows: {"result": {"lead": rows}, "error": None, "callCount": "1", "queryLimit": "50000"},
    made_here=frozenset({"list-memberships"}),
    method_in_body=True,
)

LOFTY = VendorFacts(
    build_app=lambda people, log, count: lofty.lofty_app(people, log=log, lead_count=count),
    secrets={"token": lofty.DEMO_TOKENS.api_key},
    settings={"token_kind": "api_key"},
    server_keys=("server",),
    lead_ids=_no_ids,
    few=90,
    ask={"leads": lambda _ids: {"sort": "CreateTime", "desc": "true"}},
    wrong=(
        ("leads", {"sort": "createTime desc"}),
        ("leads", {"contacted": "perhaps"}),
        ("leads", {"assignedUserId": "me"}),
        ("leads", {"email": "nobody"}),
        ("leads", {"phone": "12"}),
        ("leads", {"languages": "klingon"}),
        ("leads", {"roleAssigneeFilters": '[{"roleName": "Agent", "assigneeToIds": ["me"]}]'}),
        ("leads", {"anyTags": '["one, two"]'}),
        ("leads", {"scrollId": "abc"}),
        ("leads", {"offset": "10"}),
        ("leads", {"limit": "10"}),
    ),
    pages={"leads": "GET /v1.0/leads"},
    parts=(
        "GET /v1.0/leads/{id}",
        "GET /v1.0/notes",
        "GET /v1.0/leads/{id}/activities",
        "GET /v2.0/leads/{id}/activities",
        "GET /v1.0/communication/call/v2",
        "GET /v1.0/communication/text",
        "GET /v1.0/communication/email",
    ),
    spare="GET /v1.0/me",
    reads=frozenset(
        {
            "GET /v1.0/leads",
            "GET /v1.0/leads/{id}",
            "GET /v1.0/leads/{id}/activities",
            "GET /v2.0/leads/{id}/activities",
            "GET /v1.0/notes",
            "GET /v1.0/communication/call/v2",
            "GET /v1.0/communication/text",
            "GET /v1.0/communication/email",
            "GET /v1.0/me",
            "GET /v1.0/members",
            "GET /v1.0/teamFeatures/lead-pipelines",
            "GET /v1.0/teamFeatures/listTag",
            "GET /v1.0/teamFeatures/listCustomField",
            "GET /v1.0/team-features/lead-ponds",
        }
    ),
    envelope=lambda rows: {"_metadata": {"total": len(rows), "limit": 100, "offset": 0}, "leads": rows},
)

VENDORS: Mapping[str, VendorFacts] = {
    "leadexec": LEADEXEC,
    "leadsquared": LEADSQUARED,
    "sharpspring": SHARPSPRING,
    "lofty": LOFTY,
}
"""By the provider's key."""
