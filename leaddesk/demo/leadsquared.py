"""A stand-in for LeadSquared: the report of leads not contacted, lead and activity reads, metadata, the key test.

One ASGI application over the invented population. It checks requests as strictly as the vendor's pages write them
(seeds; dossier, sections 2, 3, 6 to 8) and can be made to fail, and to answer what is not known of the vendor, in
every way that the dossier asks to be borne (`LeadSquaredFaults`).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from leaddesk.demo.answers import json_answer, spoil
from leaddesk.demo.call_log import CallLog
from leaddesk.demo.leadsquared_activities import build_activity_types
from leaddesk.demo.leadsquared_bodies import read_body, read_query
from leaddesk.demo.leadsquared_book import LeadBook
from leaddesk.demo.leadsquared_faults import KeysRefused, LeadSquaredFaults
from leaddesk.demo.leadsquared_fields import build_metadata
from leaddesk.demo.leadsquared_pace import Pace, refuse_for_pace
from leaddesk.demo.leadsquared_reads import Reads
from leaddesk.demo.leadsquared_refusal import INVALID_ACCESS, BadRequest, LogicError, envelope
from leaddesk.demo.leadsquared_report import Report
from leaddesk.demo.leadsquared_requests import read_ids, read_report
from leaddesk.demo.leadsquared_searches import Searches
from leaddesk.demo.leadsquared_users import build_key_holder, build_users
from leaddesk.demo.population import Population
from leaddesk.domain.account import Secret

NOT_CONTACTED_PATH: Final = "/Leads/NotContacted"
_LEADS: Final = "/v2/LeadManagement.svc"
BY_IDS_PATH: Final = f"{_LEADS}/Leads/Retrieve/ByIds"
BY_ID_PATH: Final = f"{_LEADS}/Leads.GetById"
BY_MAIL_PATH: Final = f"{_LEADS}/Leads.GetByEmailaddress"
BY_PHONE_PATH: Final = f"{_LEADS}/RetrieveLeadByPhoneNumber"
QUICK_SEARCH_PATH: Final = f"{_LEADS}/Leads.GetByQuickSearch"
CRITERION_PATH: Final = f"{_LEADS}/Leads.Get"
CHANGED_PATH: Final = f"{_LEADS}/Leads.RecentlyModified"
METADATA_PATH: Final = f"{_LEADS}/LeadsMetaData.Get"
ACTIVITY_TYPES_PATH: Final = "/v2/ProspectActivity.svc/ActivityTypes.Get"
ACTIVITIES_PATH: Final = "/v2/ProspectActivity.svc/Retrieve"
USERS_PATH: Final = "/v2/UserManagement.svc/Users.Get"
KEY_TEST_PATH: Final = "/v2/Authentication.svc/UserByAccessKey.Get"
OTHER_REGION_HOST: Final = "api-us11.leadsquared.com"

_WEB_PAGE: Final = "<html><head><title>{0} Server Error</title></head><body><h1>{0}</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Keys:
    """The two keys of a user."""

    access_key: Secret = field(repr=False)
    secret_key: Secret = field(repr=False)


DEMO_KEYS: Final = Keys(Secret("u$rdemo0000access0key0not-a-real-one"), Secret("demo-secret-key-not-a-real-one"))


def leadsquared_app(
    population: Population,
    *,
    keys: Keys = DEMO_KEYS,
    faults: LeadSquaredFaults | None = None,
    log: CallLog | None = None,
    lead_count: int | None = None,
) -> Starlette:
    """The application.

    Args:
        population: whom the leads are about; those of them that stand in LeadSquared.
        keys: the only ones that are let in.
        faults: switches that the caller may turn while it runs.
        log: where calls are noted.
        lead_count: so many leads, going through the people as often as needed, with ids of their own.
    """
    return _StandIn(population, keys, faults or LeadSquaredFaults(), log or CallLog(), lead_count).build_app()


@dataclass(frozen=True, slots=True)
class _Call:
    """A request that was let in: its query by the names of the page, its body as it came."""

    query: Mapping[str, str]
    body: bytes
    content_type: str
    host: str

    def read_body(self) -> Mapping[str, Any]:
        return read_body(self.body, self.content_type)


@dataclass(frozen=True, slots=True)
class _Endpoint:
    path: str
    method: str
    query: tuple[str, ...]
    build: Callable[[_Call], Response]
    gives_data: bool = True


class _StandIn:
    """Answers calls. Leads are arranged at the first call that needs them."""

    def __init__(
        self, population: Population, keys: Keys, faults: LeadSquaredFaults, log: CallLog, lead_count: int | None
    ) -> None:
        book = LeadBook(population, faults, lead_count)
        self._report = Report(book, faults)
        self._reads = Reads(book, faults)
        self._searches = Searches(book, faults)
        self._pace = Pace(faults)
        self._keys = keys
        self._faults = faults
        self._log = log

    def build_app(self) -> Starlette:
        reads, searches = self._reads, self._searches
        endpoints = (
            _Endpoint(NOT_CONTACTED_PATH, "POST", ("responseformat",), self._answer_report),
            _Endpoint(BY_IDS_PATH, "POST", (), lambda call: reads.answer_ids(read_ids(call.read_body(), self._faults))),
            _Endpoint(BY_ID_PATH, "GET", ("id",), lambda call: reads.answer_one(call.query)),
            _Endpoint(BY_MAIL_PATH, "GET", ("emailaddress",), lambda call: reads.answer_mail(call.query)),
            _Endpoint(BY_PHONE_PATH, "GET", ("phone",), lambda call: reads.answer_phone(call.query)),
            _Endpoint(QUICK_SEARCH_PATH, "GET", ("key",), lambda call: reads.answer_quick_search(call.query)),
            _Endpoint(CRITERION_PATH, "POST", (), lambda call: searches.answer_criterion(call.read_body())),
            _Endpoint(CHANGED_PATH, "POST", (), lambda call: searches.answer_changed(call.read_body())),
            _Endpoint(
                ACTIVITIES_PATH, "POST", ("leadId",), lambda call: reads.answer_activities(call.query, call.read_body())
            ),
            _Endpoint(METADATA_PATH, "GET", ("excludeOptionSets", "schemaName"), _answer_metadata, gives_data=False),
            _Endpoint(
                ACTIVITY_TYPES_PATH, "GET", (), lambda _call: json_answer(build_activity_types()), gives_data=False
            ),
            _Endpoint(USERS_PATH, "GET", (), self._answer_users, gives_data=False),
            _Endpoint(KEY_TEST_PATH, "GET", (), self._answer_key_test, gives_data=False),
        )
        return Starlette(routes=[self._route(endpoint) for endpoint in endpoints])

    def _route(self, endpoint: _Endpoint) -> Route:
        async def answer(request: Request) -> Response:
            body = await request.body()
            self._log.note(request, _decode(body))
            refused = self._refuse(request, endpoint, self._log.calls[-1].at)
            if self._faults.delay_seconds:
                await asyncio.sleep(self._faults.delay_seconds)
            return refused or self._build(request, endpoint, body)

        return Route(endpoint.path, answer, methods=[endpoint.method])

    def _refuse(self, request: Request, endpoint: _Endpoint, at: float) -> Response | None:
        """What stands in the way of a call before it is looked at; None for nothing."""
        if endpoint.path == NOT_CONTACTED_PATH and self._faults.report_missing:
            return Response("Not Found", 404, media_type="text/plain")
        return (
            self._refuse_keys(request, endpoint)
            or (None if self._pace.lets_through(at) else refuse_for_pace(self._faults))
            or (self._fail_data() if endpoint.gives_data else self._fail_metadata(endpoint))
        )

    def _refuse_keys(self, request: Request, endpoint: _Endpoint) -> Response | None:
        """Keys come as a pair of headers or in the query string (dossier, section 2)."""
        pairs = [_keys_in(request.query_params, "accessKey", "secretKey")]
        if not (endpoint.path == NOT_CONTACTED_PATH and self._faults.report_refuses_headers):
            pairs.append(_keys_in(request.headers, "x-lsq-accesskey", "x-lsq-secretkey"))
        are_right = (self._keys.access_key.reveal(), self._keys.secret_key.reveal()) in pairs
        match self._faults.keys_refused if are_right else KeysRefused.ENVELOPE:
            case KeysRefused.NO:
                return None
            case KeysRefused.ENVELOPE:
                return envelope(INVALID_ACCESS, "Invalid Access Details provided.", 401)
            case KeysRefused.FORBIDDEN:
                return envelope(INVALID_ACCESS, "The user has no access to this API.", 403)
            case KeysRefused.OTHER_REGION:
                host = self._faults.region_host or OTHER_REGION_HOST
                words = f"Invalid API host for this organization. Use {host} for all API calls."
                return None if endpoint.path == KEY_TEST_PATH else envelope(INVALID_ACCESS, words, 401)

    def _fail_data(self) -> Response | None:
        faults = self._faults
        if faults.next_statuses:
            return self._fail(faults.next_statuses.pop(0))
        if faults.infrastructure_fails:
            return self._fail(500)
        if faults.exception_words:
            return envelope(faults.exception_type, faults.exception_words, faults.exception_status)
        return None

    def _fail_metadata(self, endpoint: _Endpoint) -> Response | None:
        status = self._faults.metadata_status
        return None if status is None or endpoint.path == KEY_TEST_PATH else self._fail(status)

    def _fail(self, status: int) -> Response:
        if status == 429:
            return refuse_for_pace(self._faults)
        if status >= 500:
            return Response(_WEB_PAGE.format(status), status, media_type="text/html")
        return envelope("MXException", f"Refused with status {status}.", status)

    def _build(self, request: Request, endpoint: _Endpoint, body: bytes) -> Response:
        try:
            query = read_query(request.query_params, endpoint.query)
            host = request.headers.get("host", "")
            answer = endpoint.build(_Call(query, body, request.headers.get("content-type", ""), host))
        except LogicError as refusal:
            return envelope(refusal.kind, refusal.words, self._faults.logic_status)
        except BadRequest as refusal:
            return envelope(refusal.kind, refusal.words, 400)
        return spoil(answer, self._faults.wrong_answer) if endpoint.gives_data else answer

    def _answer_report(self, call: _Call) -> Response:
        """`POST /Leads/NotContacted` (seed)."""
        form = call.query.get("responseformat", "JSON").upper()
        if form not in ("JSON", "CSV"):
            raise BadRequest("responseformat must be JSON or CSV.")
        return self._report.answer(read_report(call.read_body(), self._faults), as_csv=form == "CSV")

    def _answer_users(self, _call: _Call) -> Response:
        return json_answer(build_users(status_is_text=self._faults.user_status_is_text))

    def _answer_key_test(self, call: _Call) -> Response:
        """Whose keys they are; every region's host answers this (dossier, section 2)."""
        is_elsewhere = self._faults.keys_refused is KeysRefused.OTHER_REGION
        return json_answer(
            build_key_holder(self._faults.region_host or (OTHER_REGION_HOST if is_elsewhere else call.host))
        )


def _answer_metadata(call: _Call) -> Response:
    """`LeadsMetaData.Get` (dossier, section 8)."""
    excluded = call.query.get("excludeOptionSets", "0")
    if excluded not in ("0", "1"):
        raise BadRequest("excludeOptionSets must be 0 or 1.")
    return json_answer(build_metadata(with_options=excluded == "0", schema_name=call.query.get("schemaName")))


def _keys_in(holder: Mapping[str, str], access: str, secret: str) -> tuple[str, str]:
    return holder.get(access, ""), holder.get(secret, "")


def _decode(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
