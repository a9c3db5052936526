"""A scripted Lofty: hand-made answers by path, and what was sent is kept for looking at."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from leaddesk.domain.account import Account, Secret
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.search import Query, RawValues, build_query
from leaddesk.providers.lofty.provider import LoftyProvider
from leaddesk.providers.lofty.spec import LOFTY
from leaddesk.transport.messages import WireRequest, WireResponse

HOST = "api.lofty.com"
TOKEN = "eyJ-t0ken-of-the-test"
NOW = datetime(2026, 1, 10, 12, 0, tzinfo=UTC)
LEADS = "/v1.0/leads"
STAGES = "/v1.0/teamFeatures/lead-pipelines"
MEMBERS = "/v1.0/members"
ME = "/v1.0/me"

Reply = WireResponse | Exception | Callable[[WireRequest], "WireResponse | Exception"]


def answer(body: Any = b"", *, status: int = 200, **headers: str) -> WireResponse:
    """`body`: bytes as they are, anything else as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "text/html" if content[:1] == b"<" else "application/json"
    names = {"content-type": kind} | {name.replace("_", "-"): value for name, value in headers.items()}
    return WireResponse(status, MappingProxyType(names), content, HOST, NOW)


def refusal(status: int, code: int | str, words: str = "No.") -> WireResponse:
    return answer({"code": code, "message": words}, status=status)


def lead(number: Any = 1, /, **members: Any) -> dict[str, Any]:
    """A small lead."""
    row: dict[str, Any] = {
        "leadId": number,
        "firstName": "Ada",
        "lastName": "Test",
        "createTime": "2026-01-05T09:10:11GMT",
    }
    return row | members


def leads_page(rows: list[Any], *, total: Any = None, cursor: str = "", **about: Any) -> dict[str, Any]:
    metadata = {"collection": "leads", "total": len(rows) if total is None else total, **about}
    return {"_metadata": metadata | ({"scrollId": cursor} if cursor else {}), "leads": rows}


@dataclass
class ScriptedTransport:
    """Answers each call with the next reply of its path's script; the last reply of a script is given again."""

    scripts: dict[str, list[Reply]] = field(default_factory=dict)
    sent: list[WireRequest] = field(default_factory=list)
    is_closed: bool = False

    async def send(self, request: WireRequest) -> WireResponse:
        self.sent.append(request)
        await asyncio.sleep(0)
        script = self.scripts[request.url.removeprefix(f"https://{HOST}")]
        reply = script.pop(0) if len(script) > 1 else script[0]
        if callable(reply):
            reply = reply(request)
        if isinstance(reply, Exception):
            raise reply
        return reply

    async def aclose(self) -> None:
        self.is_closed = True

    def params(self, path: str = LEADS) -> list[dict[str, str]]:
        return [dict(request.params) for request in self.sent if request.url == f"https://{HOST}{path}"]


def script(*leads: Reply, **others: Reply) -> ScriptedTransport:
    """A transport whose list of leads answers so."""
    return ScriptedTransport({LEADS: list(leads)} | {path: [reply] for path, reply in others.items()})


def connect(transport: ScriptedTransport, token_kind: str = "api_key") -> LoftyProvider:
    settings = {"token_kind": token_kind}
    return LoftyProvider(Account("a1", "Main", "lofty", settings), {"token": Secret(TOKEN)}, transport)


def lead_query(page_size: int = 100, /, **raw: str) -> Query:
    values: RawValues = raw
    return build_query(LOFTY.search("leads"), account_id="a1", provider="lofty", raw=values, page_size=page_size)


def record_of(values: Any, lead_id: str = "1") -> Record:
    return Record("a1", "lofty", RecordKind.LEAD, lead_id, json.dumps(values).encode(), 0)
