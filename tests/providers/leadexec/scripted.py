"""A scripted LeadExec: hand-made answers by host and call, and what was sent is kept for looking at."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from leaddesk.domain.search import Query, RawValues, build_query
from leaddesk.providers.leadexec.spec import LEADEXEC
from leaddesk.transport.messages import WireRequest, WireResponse

ACCOUNT_HOST = "api.leadexec.net"
DATA_HOST = "apidata.leadexec.net"
CLIENT_SECRET = "s3cr3t-of-the-client"
PASTED_TOKEN = "pasted-t0ken"
NOW = datetime(2026, 1, 10, 12, 0, tzinfo=UTC)

Reply = WireResponse | Exception | Callable[[WireRequest], "WireResponse | Exception"]


def answer(
    body: Any = b"", *, status: int = 200, host: str = DATA_HOST, at: datetime = NOW, **headers: str
) -> WireResponse:
    """`body`: bytes as they are, anything else as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "application/json" if content[:1] in (b"{", b"[", b'"') else "text/plain"
    names = {"content-type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
    return WireResponse(status, MappingProxyType(names), content, host, at)


def lead(uid: Any = 1, /, **fields: Any) -> dict[str, Any]:
    """A small lead with these `Fields`."""
    row: dict[str, Any] = {"UID": uid, "Properties": {"DateAdded": "2026-01-05T09:10:11.4Z"}, "Fields": fields}
    return row


def leads_page(rows: list[Any], *, total: Any = None, skip: int = 0, take: int = 100) -> dict[str, Any]:
    total = len(rows) if total is None else total
    return {"QueryTotal": total, "SentCount": len(rows), "Skip": skip, "Take": take, "Leads": rows}


@dataclass
class ScriptedTransport:
    """Answers each call with the next reply of its script; the last reply of a script is given again and again."""

    tokens: list[Reply] = field(default_factory=list)
    lead_types: list[Reply] = field(default_factory=list)
    data: list[Reply] = field(default_factory=list)
    sent: list[WireRequest] = field(default_factory=list)
    is_closed: bool = False

    async def send(self, request: WireRequest) -> WireResponse:
        self.sent.append(request)
        await asyncio.sleep(0)
        script = self._script(request)
        reply = script.pop(0) if len(script) > 1 else script[0]
        if callable(reply):
            reply = reply(request)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def _script(self, request: WireRequest) -> list[Reply]:
        if request.url == f"https://{ACCOUNT_HOST}/v1/authorization/token":
            return self.tokens
        if request.url == f"https://{ACCOUNT_HOST}/v1/leadtypes":
            return self.lead_types
        assert request.url.startswith(f"https://{DATA_HOST}/v1/"), request.url
        return self.data

    async def aclose(self) -> None:
        self.is_closed = True

    def calls(self, label: str) -> list[WireRequest]:
        return [request for request in self.sent if request.label == label]

    def bodies(self, label: str = "lead query") -> list[dict[str, Any]]:
        return [dict(request.json_body or {}) for request in self.calls(label)]


class HandClock:
    """A monotonic clock that is turned by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def token_answer(token: str = "t0ken-1", **more: Any) -> WireResponse:
    body = {"access_token": token, "token_type": "Bearer", "expires_in": 3600, "error": None} | more
    return answer(body, host=ACCOUNT_HOST)


def lead_query(search: str = "leads", *, page_size: int = 100, **raw: Any) -> Query:
    values: RawValues = {"LeadTypeUID": "7", "StartDate": "2026-01-01", "EndDate": "2026-02-01"} | raw
    return build_query(LEADEXEC.search(search), account_id="a1", provider="leadexec", raw=values, page_size=page_size)
