"""The reading calls that the vendors' five documents name, where they stand in leaddesk, and what is to be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

LEADEXEC = "LeadExec: Query API"
NOT_CONTACTED = "LeadSquared: Leads Not Contacted"
BY_IDS = "LeadSquared: Get Leads in Bulk by Ids"
SPRING = "SharpSpring: Leads methods"
LOFTY = "Lofty: list of leads"

USER = "22222222-0000-0000-0000-000000000001"
LEAD_IDS = ["11111111-0000-0000-0000-000000000001", "11111111-0000-0000-0000-000000000002"]
ID_LIST = ",".join(LEAD_IDS)
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class DocumentedCall:
    """One call.

    Attributes:
        name: what the test is called after.
        document, call: which page names it, and how.
        where: where a person meets it in leaddesk.
        provider: whose it is.
        search, raw: the search that sends it, filled in; or
        choices: the list of the account that is fetched by it.
        method, path: as sent.
        query: the query string but for keys.
        body: the body but for the call's own id; None for no body.
        keys_in: what carries the account's keys.
        page: which page of the result sends it, 0 the first; with `jumps` it is asked for by its place.
    """

    name: str
    document: str
    call: str
    where: str
    provider: str
    method: str
    path: str
    search: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)
    choices: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    keys_in: str = "bearer"
    page_size: int = 100
    page: int = 0
    jumps: bool = False


_EXEC_RAW = {"LeadTypeUID": "1001", "StartDate": "2020-10-23T12:24:36-07:00", "EndDate": "2035-10-23T12:24:36-07:00"}
_EXEC_DATES = {"StartDate": "2020-10-23T19:24:36Z", "EndDate": "2035-10-23T19:24:36Z"}
_SQUARED = "/v2/LeadManagement.svc"
_SPRING_PATH = "/pubapi/v1.2/"
_SPRING_RANGE = {"startDate": "2026-01-31 08:00:00", "endDate": "2035-01-31 00:00:00", "timestamp": "update"}


def _ping(direction: str, search: str) -> DocumentedCall:
    return DocumentedCall(
        f"leadexec-{search}",
        LEADEXEC,
        f"POST /v1/pings/{direction}/query/[LeadTypeUID]",
        f"LeadExec, search “{search.capitalize().replace('-', ' ')}” (`{search}`)",
        "leadexec",
        "POST",
        f"/v1/pings/{direction}/query/1001",
        search=search,
        raw={**_EXEC_RAW, "SortOrder": "ASC"},
        body={**_EXEC_DATES, "SortOrder": "ASC", "Skip": 0, "Take": 100},
    )


def _report(
    name: str, call: str, where: str, raw: Mapping[str, str], query: Mapping[str, str], body: Any
) -> DocumentedCall:
    return DocumentedCall(
        f"leadsquared-{name}",
        NOT_CONTACTED,
        call,
        where,
        "leadsquared",
        "POST",
        "/Leads/NotContacted",
        search="not-contacted",
        raw=raw,
        query=query,
        body=body,
        keys_in="query",
        page_size=10,
    )


def _spring(method: str, where: str, search: str, raw: Mapping[str, str], params: Any, page: int = 0) -> DocumentedCall:
    return DocumentedCall(
        f"sharpspring-{method}",
        SPRING,
        method,
        f"SharpSpring, {where}",
        "sharpspring",
        "POST",
        _SPRING_PATH,
        search=search,
        raw=raw,
        body={"method": method, "params": params},
        keys_in="query",
        page=page,
    )


_LOFTY_RAW = {
    "stage": "New Leads,Contacted",
    "source": "Zillow Example",
    "phone": "(347) 903-3333",
    "email": "ada@example.com",
    "assignedUserId": "563172647619601",
    "contacted": "yes",
    "groups": "VIP Clients",
    "segments": "First-Time Buyers,Downtown Area",
    "allTags": "VIP,Relocation",
    "anyTags": "Cash buyer",
    "groupIds": "5",
    "querySubGroup": "no",
    "sort": "CreateTime",
    "desc": "true",
    "languages": "en,es",
    "preciseSearchFlag": "true",
    "roleAssigneeFilters": '[{"roleName": "Lender", "assigneeToIds": [111, 222]}]',
    "key": "Ada",
}


def _lofty(
    name: str, call: str, where: str, raw: Mapping[str, str], query: Mapping[str, str], **more: Any
) -> DocumentedCall:
    return DocumentedCall(
        f"lofty-{name}", LOFTY, call, where, "lofty", "GET", "/v1.0/leads", search="leads", raw=raw, query=query, **more
    )


CALLS = (
    DocumentedCall(
        "leadexec-leads",
        LEADEXEC,
        "POST /v1/leads/query/[LeadTypeUID]",
        "LeadExec, search “Leads” (`leads`)",
        "leadexec",
        "POST",
        "/v1/leads/query/1001",
        search="leads",
        raw={
            **_EXEC_RAW,
            "Query": '{"LoanAmount": {"$gte": 150000}}',
            "SortFields": "LastName,City",
            "SortOrder": "0",
            "Fields": "FirstName,LastName",
        },
        body={
            "Query": {"LoanAmount": {"$gte": 150000}},
            "SortFields": ["LastName", "City"],
            "SortOrder": 0,
            "Fields": ["FirstName", "LastName"],
            **_EXEC_DATES,
            "Skip": 0,
            "Take": 100,
        },
    ),
    _ping("inbound", "inbound-pings"),
    _ping("outbound", "outbound-pings"),
    _report(
        "not-contacted-list",
        "POST /Leads/NotContacted, Output Type List",
        "LeadSquared, search “Leads not contacted” (`not-contacted`)",
        {
            "users": f"{USER},22222222-0000-0000-0000-000000000002",
            "lead_filters": '[{"LookUpName": "ProspectStage", "SqlOperator": "in", '
            '"LookUpValues": ["Prospect", "Opportunity"]}]',
            "activity_filters": '[{"LookUpName": "ActivityEvent", "SqlOperator": "in", "LookUpValues": [21, 22]}]',
            "DateField": "LeadCreatedOn,LeadModifiedOn",
            "FromDate": "2026-01-01T12:10:00Z,2026-01-02",
            "ToDate": "2035-01-01T12:00:00Z,2035-01-02",
            "IncludeCSV": "ProspectStage,OwnerId",
        },
        {"responseformat": "JSON"},
        {
            "ReportFilter": {
                "UserFilter": {
                    "GroupConditions": [
                        {
                            "Condition": [
                                {
                                    "LookupName": "UserID",
                                    "Operator": "eq",
                                    "LookupValue": f"{USER},22222222-0000-0000-0000-000000000002",
                                }
                            ]
                        }
                    ]
                },
                "LeadFilters": [
                    {
                        "LookUpName": "ProspectStage",
                        "LookUpValues": ["Prospect", "Opportunity"],
                        "SqlOperator": "in",
                    }
                ],
                "ActivityFilters": [{"LookUpName": "ActivityEvent", "LookUpValues": ["21", "22"], "SqlOperator": "in"}],
            },
            "DateFilter": [
                {"DateField": "LeadCreatedOn", "FromDate": "2026-01-01 12:10:00", "ToDate": "2035-01-01 12:00:00"},
                {"DateField": "LeadModifiedOn", "FromDate": "2026-01-02 00:00:00", "ToDate": "2035-01-02 00:00:00"},
            ],
            "Output": {"Type": "List", "IncludeCSV": "ProspectID,ProspectStage,OwnerId"},
            "Paging": {"PageIndex": 1, "PageSize": 10},
        },
    ),
    _report(
        "not-contacted-figures",
        "POST /Leads/NotContacted, Output Type Aggregate",
        "LeadSquared, search “Leads not contacted” with `Type=Aggregate`",
        {
            "Type": "Aggregate",
            "GroupBy": "OwnerId",
            "AggregateFunction": "Sum",
            "AggregateField": "EngagementScore",
        },
        {"responseformat": "JSON"},
        {
            "Output": {
                "Type": "Aggregate",
                "GroupBy": "OwnerId",
                "AggregateFunction": "Sum",
                "AggregateField": "EngagementScore",
            },
            "Paging": {"PageIndex": 1, "PageSize": 10},
        },
    ),
    _report(
        "not-contacted-csv",
        "POST /Leads/NotContacted, responseformat CSV",
        "LeadSquared, search “Leads not contacted” with `ResponseFormat=CSV`",
        {"ResponseFormat": "CSV", "IncludeCSV": "FirstName"},
        {"responseformat": "CSV"},
        {"Output": {"Type": "List", "IncludeCSV": "ProspectID,FirstName"}, "Paging": {"PageIndex": 1, "PageSize": 10}},
    ),
    DocumentedCall(
        "leadsquared-lead-fields",
        NOT_CONTACTED,
        "LeadsMetaData API (for the schema names)",
        "LeadSquared, the names offered for fields, and the columns’ titles",
        "leadsquared",
        "GET",
        f"{_SQUARED}/LeadsMetaData.Get",
        choices="lead_fields",
        query={"excludeOptionSets": "1"},
        keys_in="headers",
    ),
    DocumentedCall(
        "leadsquared-activity-types",
        NOT_CONTACTED,
        "Get List of Activity Types API (for the event codes)",
        "LeadSquared, the activities offered in “Activities that did not take place”",
        "leadsquared",
        "GET",
        "/v2/ProspectActivity.svc/ActivityTypes.Get",
        choices="activity_types",
        keys_in="headers",
    ),
    DocumentedCall(
        "leadsquared-leads-by-id",
        BY_IDS,
        "POST /v2/LeadManagement.svc/Leads/Retrieve/ByIds",
        "LeadSquared, search “Leads by id” (`leads-by-id`)",
        "leadsquared",
        "POST",
        f"{_SQUARED}/Leads/Retrieve/ByIds",
        search="leads-by-id",
        raw={"LeadIds": ID_LIST, "Include_CSV": "FirstName,ProspectStage"},
        body={
            "SearchParameters": {"LeadIds": LEAD_IDS},
            "Columns": {"Include_CSV": "ProspectID,FirstName,ProspectStage"},
            "Paging": {"PageIndex": 1, "PageSize": 1000},
        },
        keys_in="headers",
    ),
    _spring("getLead", "search “Lead by id” (`lead`), and when a lead is opened", "lead", {"id": "7"}, {"id": 7}),
    _spring(
        "getLeads",
        "search “Leads” (`leads`)",
        "leads",
        {"where": '{"emailAddress": "ada@example.com"}', "fields": "firstName,lastName"},
        {
            "where": {"emailAddress": "ada@example.com"},
            "fields": ["id", "firstName", "lastName", "emailAddress"],
            "limit": 100,
            "offset": 0,
        },
    ),
    _spring(
        "getLeadsDateRange",
        "search “Leads by date” (`leads-by-date`)",
        "leads-by-date",
        {
            "startDate": "2026-01-31T08:00:00Z",
            "endDate": "2035-01-31",
            "timestamp": "update",
            "fields": "firstName,lastName",
        },
        {**_SPRING_RANGE, "fields": ["id", "firstName", "lastName"], "limit": 100, "offset": 0},
    ),
    _spring(
        "getEvents",
        "search “Events” (`events`)",
        "events",
        {"leadID": "7", "createTimestamp": "2026-01-31"},
        {"where": {"leadID": 7, "createTimestamp": "2026-01-31 00:00:00"}, "limit": 100, "offset": 0},
    ),
    _spring(
        "getLeadTimeline",
        "search “Timeline” (`timeline`), and when a lead is opened",
        "timeline",
        {"whoID": "{lead}", "eventSource": "emailOpened"},
        {"where": {"whoID": "{lead}", "eventSource": "emailOpened"}, "limit": 500, "offset": 0},
    ),
    _spring(
        "getLeadListMemberships",
        "search “List memberships” (`list-memberships`), and when a lead is opened",
        "list-memberships",
        {"memberIDs": "7,8,9"},
        {"memberIDs": [7, 8, 9]},
    ),
    _spring(
        "getFields",
        "search “Fields” (`fields`), and the columns’ titles everywhere",
        "fields",
        {},
        {"where": {}, "limit": 100, "offset": 0},
    ),
    _lofty(
        "leads",
        "GET /v1.0/leads, every filter and order",
        "Lofty, search “Leads” (`leads`)",
        _LOFTY_RAW,
        {
            **_LOFTY_RAW,
            "phone": "3479033333",
            "contacted": "true",
            "querySubGroup": "false",
            "roleAssigneeFilters": '[{"roleName":"Lender","assigneeToIds":[111,222]}]',
            "limit": "100",
        },
    ),
    _lofty(
        "leads-offset",
        "GET /v1.0/leads, offset and limit",
        "Lofty, going to a page",
        {"sort": "CreateTime", "desc": "true"},
        {"sort": "CreateTime", "desc": "true", "limit": "20", "offset": "40"},
        page_size=20,
        page=2,
        jumps=True,
    ),
    _lofty(
        "leads-scroll",
        "GET /v1.0/leads, scrollId",
        "Lofty, the next page",
        {"sort": "CreateTime", "desc": "true"},
        {"sort": "CreateTime", "desc": "true", "limit": "20", "scrollId": "{cursor}"},
        page_size=20,
        page=2,
    ),
)

WRITING = frozenset(
    {"createLeads", "deleteLeads", "updateLeads", "updateLeadsV2", "logCalls", "subscribeToLeadUpdates"}
)
"""The calls of the documents that write: none of them can be sent."""
