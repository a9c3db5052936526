"""A scripted LeadSquared: hand-made answers by endpoint, and what was sent is kept for looking at."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from leaddesk.domain.account import Account, Secret
from leaddesk.domain.page import CoverageTally, Page, Position
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.search import Query, build_query
from leaddesk.providers.leadsquared.endpoints import (
    ACTIVITIES,
    ACTIVITY_TYPES,
    KEY_HOLDER,
    LEAD_BY_ID,
    LEAD_FIELDS,
    LEADS_BY_IDS,
    NOT_CONTACTED,
    QUICK_SEARCH,
    USERS,
    Endpoint,
)
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from leaddesk.providers.leadsquared.spec import LEADSQUARED
from leaddesk.transport.messages import WireRequest, WireResponse

HOST = "api.leadsquared.com"
SERVER = f"https://{HOST}"
ACCESS_KEY = "u$r0access0key0of0tests"
SECRET_KEY = "s3cret-key-of-tests"
NOW = datetime(2026, 1, 10, 12, 0, tzinfo=UTC)
OWNER = "22222222-0000-0000-0000-000000000001"
LIMIT_TEXT = "API calls exceeded the limit of 10 in 5 second(s)"

Reply = WireResponse | Exception | Callable[[WireRequest], "WireResponse | Exception"]


def answer(body: Any = b"", *, status: int = 200, content_type: str = "", **headers: str) -> WireResponse:
    """`body`: bytes as they are, anything else as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = content_type or ("application/json" if content[:1] in (b"{", b"[", b'"') else "text/plain")
    names = {"content-type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
    return WireResponse(status, MappingProxyType(names), content, HOST, NOW)


def refusal(
    words: str = "It cannot be done.", *, kind: str = "MXInvalidInputException", status: int = 500
) -> WireResponse:
    return answer({"Status": "Error", "ExceptionType": kind, "ExceptionMessage": words}, status=status)


def csv_answer(text: str, *, mark: bool = False) -> WireResponse:
    return answer((b"\xef\xbb\xbf" if mark else b"") + text.encode(), content_type="text/csv")


def lead_id(number: int) -> str:
    return f"11111111-0000-0000-0000-{number:012}"


def lead(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A small lead."""
    return {"ProspectID": lead_id(number), "ProspectStage": "Prospect", "OwnerId": OWNER} | fields


def report(rows: list[Any], total: Any = None) -> dict[str, Any]:
    return {"TotalCount": str(len(rows)) if total is None else total, "Results": rows}


def by_ids(request: WireRequest) -> WireResponse:
    """Knows every id with an even number."""
    ids = (request.json_body or {})["SearchParameters"]["LeadIds"]
    rows = [{"ProspectID": asked, "FirstName": "Ada"} for asked in ids if int(asked[-4:]) % 2 == 0]
    return answer({"RecordCount": len(rows), "Leads": rows})


def lead_field(name: str, label: str, data_type: str = "Text") -> dict[str, Any]:
    return {
        "SchemaName": name, "DisplayName": label, "DataType": data_type, "MaxLength": "50",
        "CreatedOn": "/Date(1751910591000+0000)/",
    }  # fmt: skip


FIELDS = [
    lead_field("ProspectID", "Lead ID"),
    lead_field("FirstName", "First Name"),
    lead_field("OwnerId", "Owner", "User"),
    lead_field("Score", "Lead Score", "Number"),
    lead_field("CreatedOn", "Created On", "DateTime"),
    lead_field("mx_City", "City"),
    lead_field("mx_Born", "Birthday", "Date"),
    lead_field("mx_Seen_On", "Seen On", "DateTime"),
]
USER_ROWS = [
    {"ID": OWNER, "FirstName": "Dana", "LastName": "Bell", "EmailAddress": "dana@example.com", "StatusCode": 0},
    {"ID": "22222222-0000-0000-0000-000000000002", "FirstName": "Gus", "LastName": None,
     "EmailAddress": "gus@example.com", "StatusCode": "1"},
]  # fmt: skip
KEY_HOLDER_ROW = {
    "Id": OWNER, "Name": "Dana Bell", "Role": "Administrator", "TimeZone": "India Standard Time", "Class": "1",
    "OrgDisplayName": "Example Org", "ManagerUserId": None, "LSQCommonServiceURLs": {"api": HOST, "app": None},
}  # fmt: skip


def _usual() -> dict[str, list[Reply]]:
    return {
        LEAD_FIELDS.path: [answer(FIELDS)],
        USERS.path: [answer(USER_ROWS)],
        ACTIVITY_TYPES.path: [answer([{"ActivityEvent": 22, "DisplayName": "Outbound call"}])],
        KEY_HOLDER.path: [answer(KEY_HOLDER_ROW)],
        NOT_CONTACTED.path: [answer(report([]))],
        LEADS_BY_IDS.path: [by_ids],
        QUICK_SEARCH.path: [answer([])],
        LEAD_BY_ID.path: [answer([])],
        ACTIVITIES.path: [answer({"RecordCount": 0, "ProspectActivities": []})],
    }


@dataclass
class ScriptedTransport:
    """Answers each call with the next reply of its path's script; the last reply is given again and again."""

    replies: dict[str, list[Reply]] = field(default_factory=_usual)
    sent: list[WireRequest] = field(default_factory=list)
    is_closed: bool = False

    def script(self, endpoint: Endpoint, *replies: Reply) -> None:
        self.replies[endpoint.path] = list(replies)

    async def send(self, request: WireRequest) -> WireResponse:
        self.sent.append(request)
        await asyncio.sleep(0)
        script = self.replies.get("/" + request.url.split("/", 3)[3], [answer(b"Not Found", status=404)])
        reply = script.pop(0) if len(script) > 1 else script[0]
        if callable(reply):
            reply = reply(request)
        if isinstance(reply, Exception):
            raise reply
        return reply

    async def aclose(self) -> None:
        self.is_closed = True

    def calls(self, endpoint: Endpoint) -> list[WireRequest]:
        return [request for request in self.sent if request.url.endswith(endpoint.path)]

    def bodies(self, endpoint: Endpoint) -> list[dict[str, Any]]:
        return [dict(request.json_body or {}) for request in self.calls(endpoint)]


def connect(transport: Any, server: str = SERVER) -> LeadSquaredProvider:
    keys = {"access_key": Secret(ACCESS_KEY), "secret_key": Secret(SECRET_KEY)}
    return LeadSquaredProvider(Account("a1", "Main", "leadsquared", {"server": server}), keys, transport)


def ask(search: str = "not-contacted", *, page_size: int = 100, **raw: Any) -> Query:
    spec = LEADSQUARED.search(search)
    return build_query(spec, account_id="a1", provider="leadsquared", raw=raw, page_size=page_size)


def figures(**raw: Any) -> Query:
    asked: dict[str, Any] = {
        "Type": "Aggregate",
        "GroupBy": "OwnerId",
        "AggregateFunction": "Count",
        "AggregateField": "ProspectID",
    }
    return ask(**(asked | raw))


def record_of(values: Any, kind: RecordKind = RecordKind.LEAD) -> Record:
    key = values.get("ProspectID", "") if isinstance(values, dict) else ""
    return Record("a1", "leadsquared", kind, key, json.dumps(values).encode(), 0)


async def load(provider: LeadSquaredProvider, query: Query) -> tuple[CoverageTally, list[Record], list[Page]]:
    """All pages of a query."""
    tally, records, pages = CoverageTally(), [], []
    position: Position | None = Position()
    while position is not None:
        page = await provider.fetch_page(query, position)
        records += tally.add(page)
        pages.append(page)
        position = page.next
    return tally, records, pages
