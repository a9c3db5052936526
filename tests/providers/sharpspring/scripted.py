"""A scripted SharpSpring: hand-made answers by method, and what was sent is kept for looking at."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, cast

from leaddesk.domain.account import Account, Secret
from leaddesk.domain.page import CoverageTally, Page, Position
from leaddesk.domain.record import Record
from leaddesk.domain.search import Query, RawValues, build_query
from leaddesk.providers.sharpspring.provider import SharpSpringProvider
from leaddesk.providers.sharpspring.spec import SHARPSPRING
from leaddesk.transport.messages import WireRequest, WireResponse

HOST = "api.sharpspring.com"
ACCOUNT_ID = "0123456789abcdef0123456789abcdef"
SECRET_KEY = "fedcba9876543210fedcba9876543210"
CREDENTIALS = {"account_id": Secret(ACCOUNT_ID), "secret_key": Secret(SECRET_KEY)}
NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
CLUSTER_WORDS = "Unable to determine clusterID from provided accountID/secretKey"

Reply = Any
"""A dict is an envelope (the id is added), a WireResponse or an exception is itself; a callable gets the params."""


def response(body: bytes | str | Any, *, status: int = 200, **headers: str) -> WireResponse:
    """`body`: bytes and text as they are, anything else as JSON."""
    if isinstance(body, str):
        body = body.encode()
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "application/json" if content[:1] in (b"{", b"[", b'"') else "text/plain"
    names = {"content-type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
    return WireResponse(status, MappingProxyType(names), content, HOST, NOW)


def web_page(status: int = 200, words: str = "Bad gateway") -> WireResponse:
    page = f"<!DOCTYPE html><html><head><title>{words}</title></head></html>"
    return response(page, status=status, content_type="text/html")


def ok(result: Any, **more: Any) -> dict[str, Any]:
    return {"result": result, "error": None} | more


def failed(code: Any, message: str = "No.", **more: Any) -> dict[str, Any]:
    return {"result": None, "error": {"code": code, "message": message, "data": {"secret": SECRET_KEY}}} | more


def lead(number: int = 1, /, **values: Any) -> dict[str, Any]:
    """A small lead; every scalar is text."""
    row: dict[str, Any] = {
        "id": str(482_517_300_000 + number),
        "firstName": "Ann",
        "lastName": f"Lee{number}",
        "emailAddress": f"ann{number}@example.com",
        "phoneNumber": "(775) 555-0100",
        "ownerID": None,
        "leadStatus": "open",
        "isUnsubscribed": "0",
        "active": "1",
        "createTimestamp": "2026-01-05 09:10:11",
        "updateTimestamp": "2026-01-06 10:11:12",
    }
    return row | values


def leads(count: int, first: int = 1) -> list[dict[str, Any]]:
    return [lead(number) for number in range(first, first + count)]


def paged(rows: list[Any], key: str = "lead", cap: int = 500) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Answers `limit` and `offset` as SharpSpring was seen to do."""

    def answer(params: dict[str, Any]) -> dict[str, Any]:
        start = params.get("offset", 0)
        return ok({key: rows[start : start + min(params.get("limit", cap), cap)]})

    return answer


@dataclass
class ScriptedTransport:
    """Answers each call of a method with the next reply of its script; the last one is given again and again."""

    script: dict[str, list[Reply]] = field(default_factory=dict)
    sent: list[WireRequest] = field(default_factory=list)
    is_closed: bool = False

    async def send(self, request: WireRequest) -> WireResponse:
        self.sent.append(request)
        await asyncio.sleep(0)
        body = request.json_body or {}
        replies = self.script[body["method"]]
        reply: Any = replies.pop(0) if len(replies) > 1 else replies[0]
        if callable(reply):
            reply = reply(body["params"])
        reply = cast("Any", reply)
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, WireResponse):
            return reply
        return response(reply if "id" in reply else reply | {"id": body["id"]})

    async def aclose(self) -> None:
        self.is_closed = True

    def params(self, method: str) -> list[dict[str, Any]]:
        bodies = [request.json_body or {} for request in self.sent]
        return [dict(body["params"]) for body in bodies if body["method"] == method]


def make_transport(**script: Reply) -> ScriptedTransport:
    """`getLeads=[...]`: what is not named answers with an empty list."""
    empty = {
        "getLead": ok({"lead": []}),
        "getLeads": ok({"lead": []}),
        "getLeadsDateRange": ok({"lead": []}),
        "getEvents": ok({"event": []}),
        "getLeadTimeline": ok({"leadTimeline": []}),
        "getLeadListMemberships": ok({"getWhereIns": []}),
        "getFields": ok({"field": [field_row("firstName", "First name")]}),
        "getUserProfiles": ok({"userProfile": [{"id": "77", "displayName": "Pat Owner"}]}),
    }
    return ScriptedTransport(
        {
            **{name: [reply] for name, reply in empty.items()},
            **{name: reply if isinstance(reply, list) else [reply] for name, reply in script.items()},
        }
    )


def make_provider(transport: ScriptedTransport, **settings: str) -> SharpSpringProvider:
    account = Account("a1", "Main", "sharpspring", settings)
    return SharpSpringProvider(account, CREDENTIALS, transport, now=lambda: NOW)


def field_row(system_name: str, label: str, **more: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"id": "1", "relationship": "lead", "systemName": system_name, "label": label}
    return row | {"dataType": "string", "isCustom": "0", "isActive": "1"} | more


def make_query(search: str, *, page_size: int = 100, **raw: Any) -> Query:
    values: RawValues = raw
    if search == "leads-by-date":
        values = {"startDate": "2026-01-01", "endDate": "2026-02-01", "timestamp": "update"} | raw
    spec = SHARPSPRING.search(search)
    return build_query(spec, account_id="a1", provider="sharpspring", raw=values, page_size=page_size)


async def load_all(provider: SharpSpringProvider, query: Query) -> tuple[CoverageTally, list[Record], list[Page]]:
    """All pages, added up as a whole result is."""
    tally, records, pages = CoverageTally(), [], []
    position: Position | None = Position()
    while position is not None:
        page = await provider.fetch_page(query, position)
        records += tally.add(page)
        pages.append(page)
        position = page.next
        assert len(pages) < 200
    return tally, records, pages


async def first_page(transport: ScriptedTransport, search: str, *, page_size: int = 100, **raw: Any) -> Page:
    query = make_query(search, page_size=page_size, **raw)
    return await make_provider(transport).fetch_page(query, Position())
