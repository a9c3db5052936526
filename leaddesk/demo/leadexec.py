"""A stand-in for LeadExec: token, lead types, leads, inbound and outbound pings, over the invented population.

One ASGI application plays both hosts. It checks requests as strictly as the vendor's page writes them (seed,
dossier sections 2 to 7) and can be made to fail in the ways that the dossier asks to be borne (sections 10, 11).
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from leaddesk.demo.answers import json_answer, spoil
from leaddesk.demo.dice import Dice
from leaddesk.demo.leadexec_faults import Faults, LeadExecLog
from leaddesk.demo.leadexec_fields import LEAD_TYPES, LeadType
from leaddesk.demo.leadexec_lists import LeadExecLists, PingDirection
from leaddesk.demo.leadexec_requests import Refusal, read_json_object
from leaddesk.demo.population import Population
from leaddesk.domain.account import Secret

TOKEN_PATH: Final = "/v1/authorization/token"  # noqa: S105 - a path
LEAD_TYPES_PATH: Final = "/v1/leadtypes"
LEADS_PATH: Final = "/v1/leads/query"
INBOUND_PATH: Final = "/v1/pings/inbound/query"
OUTBOUND_PATH: Final = "/v1/pings/outbound/query"
TOKEN_SECONDS: Final = 3600

_STATUS_WORDS: Final = {
    401: "The access token is missing, not known or has expired.",
    403: "This credential has no right to this call.",
    429: "Too many requests.",
    500: "An error has occurred.",
    503: "The service is unavailable.",
}


@dataclass(frozen=True, slots=True)
class Credential:
    """What the stand-in accepts: an id with its secret, or an access token that never ends."""

    client_id: str
    client_secret: Secret = field(repr=False)
    access_token: Secret = field(repr=False)


DEMO_CREDENTIAL: Final = Credential(
    "00000000-demo-0000-0000-000000000001",
    Secret("demo-client-secret-not-a-real-one"),
    Secret("demo-access-token-not-a-real-one"),
)


def leadexec_app(
    population: Population,
    *,
    credential: Credential = DEMO_CREDENTIAL,
    faults: Faults | None = None,
    log: LeadExecLog | None = None,
    lead_count: int | None = None,
) -> Starlette:
    """The application.

    Args:
        population: whom the leads and pings are about.
        credential: the only one that is let in.
        faults: switches that the caller may turn while it runs.
        log: where calls are noted.
        lead_count: so many leads of the first type (Mortgage), going through its people as often as needed;
            its pings then name leads that are not among them.
    """
    stand_in = _StandIn(population, credential, faults or Faults(), log or LeadExecLog(), lead_count)
    return Starlette(
        routes=[
            Route(TOKEN_PATH, stand_in.answer_token, methods=["POST"]),
            Route(LEAD_TYPES_PATH, stand_in.answer_lead_types, methods=["GET"]),
            Route(LEADS_PATH + "/{lead_type}", stand_in.answer_leads, methods=["POST"]),
            Route(INBOUND_PATH + "/{lead_type}", stand_in.answer_inbound_pings, methods=["POST"]),
            Route(OUTBOUND_PATH + "/{lead_type}", stand_in.answer_outbound_pings, methods=["POST"]),
        ]
    )


@dataclass(slots=True)
class _Token:
    given_at: float
    data_calls: int = 0


class _StandIn:
    """Answers calls. Rows are arranged at the first call that needs them."""

    def __init__(
        self, population: Population, credential: Credential, faults: Faults, log: LeadExecLog, lead_count: int | None
    ) -> None:
        self._lists = LeadExecLists(population, faults, lead_count)
        self._credential = credential
        self._faults = faults
        self._log = log
        self._tokens = {credential.access_token.reveal(): _Token(float("inf"))}
        self._token_calls = 0

    async def answer_token(self, request: Request) -> Response:
        """`POST /v1/authorization/token`: client credentials as JSON (dossier, section 2)."""
        self._token_calls += 1
        self._log.most_token_calls_at_once = max(self._log.most_token_calls_at_once, self._token_calls)
        try:
            body = await self._receive(request)
            return self._give_token(body, request.headers.get("content-type", ""))
        except Refusal as refusal:
            return self._refuse_token(refusal)
        finally:
            self._token_calls -= 1

    async def answer_lead_types(self, request: Request) -> Response:
        """`GET /v1/leadtypes`: a bare array (dossier, section 6)."""
        await self._receive(request)
        try:
            if self._faults.lead_types_status is not None:
                raise _refuse(self._faults.lead_types_status)
            self._check_token(request, counts=False)
        except Refusal as refusal:
            return self._refuse(refusal)
        return json_answer([{"LeadTypeUID": item.uid, "Descriptor": item.descriptor} for item in LEAD_TYPES])

    async def answer_leads(self, request: Request) -> Response:
        """`POST /v1/leads/query/{LeadTypeUID}` (seed)."""
        return await self._answer_list(request, self._lists.build_leads)

    async def answer_inbound_pings(self, request: Request) -> Response:
        """`POST /v1/pings/inbound/query/{LeadTypeUID}` (seed)."""
        return await self._answer_list(request, partial(self._lists.build_pings, PingDirection.INBOUND))

    async def answer_outbound_pings(self, request: Request) -> Response:
        """`POST /v1/pings/outbound/query/{LeadTypeUID}` (seed)."""
        return await self._answer_list(request, partial(self._lists.build_pings, PingDirection.OUTBOUND))

    async def _receive(self, request: Request) -> bytes:
        body = await request.body()
        try:
            decoded = json.loads(body)
        except ValueError:
            decoded = None
        self._log.note(request, decoded)
        if self._faults.delay_seconds:
            await asyncio.sleep(self._faults.delay_seconds)
        return body

    def _give_token(self, body: bytes, content_type: str) -> Response:
        if self._faults.token_status is not None:
            raise _refuse(self._faults.token_status)
        asked = read_json_object(body, content_type)
        if self._faults.token_error:
            return json_answer(
                {"access_token": None, "token_type": None, "expires_in": 0, "error": self._faults.token_error}
            )
        wanted = {
            "client_id": self._credential.client_id,
            "client_secret": self._credential.client_secret.reveal(),
            "grant_type": "client_credentials",
        }
        if set(asked) != set(wanted) or not all(isinstance(value, str) for value in asked.values()):
            raise Refusal(400, f"Send exactly {', '.join(wanted)}, as text.")
        if asked["grant_type"] != wanted["grant_type"]:
            raise Refusal(400, "grant_type must be client_credentials.")
        if asked != wanted:
            raise Refusal(401, "The client id or the client secret is wrong.")
        self._log.tokens_given += 1
        token = f"demo-token-{self._log.tokens_given:06d}-{Dice(self._log.tokens_given).hexadecimal(24)}"
        self._tokens[token] = _Token(time.monotonic())
        return json_answer({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS, "error": None})

    def _check_token(self, request: Request, *, counts: bool) -> None:
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        token = self._tokens.get(text) if scheme == "Bearer" else None
        if token is None or time.monotonic() - token.given_at > TOKEN_SECONDS:
            raise _refuse(401)
        if counts:
            limit = self._faults.calls_per_token
            if limit is not None and token.data_calls >= limit:
                raise _refuse(401)
            token.data_calls += 1

    async def _answer_list(
        self, request: Request, build: Callable[[dict[str, Any], LeadType], dict[str, Any]]
    ) -> Response:
        body = await self._receive(request)
        try:
            self._fail_if_asked()
            self._check_token(request, counts=True)
            lead_type = _find_lead_type(request.path_params["lead_type"])
            answer = build(read_json_object(body, request.headers.get("content-type", "")), lead_type)
        except Refusal as refusal:
            return self._refuse(refusal)
        return spoil(json_answer(answer), self._faults.wrong_answer)

    def _fail_if_asked(self) -> None:
        if self._faults.next_data_statuses:
            raise _refuse(self._faults.next_data_statuses.pop(0))
        if self._faults.data_status is not None:
            raise _refuse(self._faults.data_status)

    def _refuse(self, refusal: Refusal) -> Response:
        headers = {"Retry-After": self._faults.retry_after} if self._faults.retry_after else {}
        if refusal.status not in (429, 503):
            headers = {}
        if self._faults.plain_text_errors:
            return Response(refusal.words, refusal.status, headers, "text/plain")
        return json_answer({"Message": refusal.words}, refusal.status, headers)

    def _refuse_token(self, refusal: Refusal) -> Response:
        if self._faults.plain_text_errors:
            return self._refuse(refusal)
        body = {"access_token": None, "token_type": None, "expires_in": 0, "error": refusal.words}
        return json_answer(body, refusal.status)


def _find_lead_type(text: str) -> LeadType:
    for lead_type in LEAD_TYPES:
        if text == str(lead_type.uid):
            return lead_type
    raise Refusal(404, "There is no such lead type in this account.")


def _refuse(status: int) -> Refusal:
    return Refusal(status, _STATUS_WORDS.get(status, f"Refused with status {status}."))
