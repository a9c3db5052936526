"""A stand-in for Lofty: the leads of a team, what happened to them, and the account's own settings.

One ASGI application plays `api.lofty.com`. It checks requests as the documents and live keys show them (seed;
dossier, sections 1 to 8) and can be made to fail in the ways that the dossier asks to be borne (sections 10, 11).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from leaddesk.demo import lofty_contacts as contacts
from leaddesk.demo import lofty_events as events
from leaddesk.demo import lofty_settings as settings
from leaddesk.demo.answers import WrongAnswer, json_answer, spoil
from leaddesk.demo.call_log import CallLog
from leaddesk.demo.lofty_errors import Refusal, build_refusal, refuse, refuse_credential, refuse_with_status
from leaddesk.demo.lofty_faults import ErrorShape, LoftyFaults, Refused
from leaddesk.demo.lofty_leads import LeadRow
from leaddesk.demo.lofty_lists import LoftyLists
from leaddesk.demo.lofty_rate import RateWindow
from leaddesk.demo.population import Population
from leaddesk.domain.account import Secret

LEADS_PATH: Final = "/v1.0/leads"
ME_PATH: Final = "/v1.0/me"
MEMBERS_PATH: Final = "/v1.0/members"
ORGANISATION_PATH: Final = "/v1.0/org"
STAGES_PATH: Final = "/v1.0/teamFeatures/lead-pipelines"
TAGS_PATH: Final = "/v1.0/teamFeatures/listTag"
CUSTOM_FIELDS_PATH: Final = "/v1.0/teamFeatures/listCustomField"
PONDS_PATH: Final = "/v1.0/team-features/lead-ponds"
NOTES_PATH: Final = "/v1.0/notes"
TIMELINE_PATH: Final = "/v2.0/leads"
CALLS_PATH: Final = "/v1.0/communication/call/v2"
TEXTS_PATH: Final = "/v1.0/communication/text"
EMAILS_PATH: Final = "/v1.0/communication/email"
APPOINTMENTS_PATH: Final = "/v1.0/appts"

Build = Callable[[Request], Any]


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the stand-in accepts: a person's API key, sent after `token`, and an OAuth token, sent after `Bearer`."""

    api_key: Secret = field(repr=False)
    oauth_token: Secret = field(repr=False)


DEMO_TOKENS: Final = Tokens(
    Secret("demo-lofty-api-key-not-a-real-one"), Secret("demo-lofty-oauth-token-not-a-real-one")
)


def lofty_app(
    population: Population,
    *,
    tokens: Tokens = DEMO_TOKENS,
    faults: LoftyFaults | None = None,
    log: CallLog | None = None,
    lead_count: int | None = None,
) -> Starlette:
    """The application.

    Args:
        population: whom the leads are about; those who stand in Lofty.
        tokens: the only ones that are let in.
        faults: switches that the caller may turn while it runs.
        log: where calls are noted.
        lead_count: so many leads, going through the people as often as needed, with ids of their own.
    """
    stand_in = _StandIn(population, tokens, faults or LoftyFaults(), log or CallLog(), lead_count)
    return Starlette(routes=[Route(path, partial(stand_in.answer, build)) for path, build in stand_in.routes()])


class _StandIn:
    """Answers calls."""

    def __init__(
        self, population: Population, tokens: Tokens, faults: LoftyFaults, log: CallLog, lead_count: int | None
    ) -> None:
        self._lists = LoftyLists(population, faults, lead_count)
        self._tokens = tokens
        self._faults = faults
        self._log = log
        self._rate = RateWindow(faults)

    def routes(self) -> list[tuple[str, Build]]:
        """Each path and what answers there; a path that is not known comes last."""
        faults = self._faults
        return [
            (LEADS_PATH, lambda request: self._lists.build_leads(request.query_params)),
            (LEADS_PATH + "/{lead_id}", self._build_lead),
            (LEADS_PATH + "/{lead_id}/activities", self._of_lead(events.build_site_activities)),
            (LEADS_PATH + "/{lead_id}/transactions", lambda request: events.build_transactions(self._named(request))),
            (TIMELINE_PATH + "/{lead_id}/activities", self._build_timeline),
            (ME_PATH, lambda _request: settings.build_me()),
            (MEMBERS_PATH, lambda request: settings.build_members(request.query_params, faults)),
            (ORGANISATION_PATH, lambda _request: settings.build_organisation()),
            (STAGES_PATH, lambda request: settings.build_stages(request.query_params, faults)),
            (TAGS_PATH, lambda _request: settings.build_tag_list(self._lists.rows[: settings.TAG_USES])),
            (CUSTOM_FIELDS_PATH, _with_content_type(settings.build_custom_fields)),
            (PONDS_PATH, _with_content_type(settings.build_ponds)),
            (NOTES_PATH, self._of_lead(events.build_notes)),
            (CALLS_PATH, self._of_lead(contacts.build_calls)),
            (TEXTS_PATH, self._of_lead(contacts.build_texts)),
            (EMAILS_PATH, self._of_lead(contacts.build_emails)),
            (APPOINTMENTS_PATH, lambda request: events.build_appointments(self._named(request))),
            ("/v1/{rest:path}", _refuse_version),
            ("/{rest:path}", _refuse_path),
        ]

    async def answer(self, build: Build, request: Request) -> Response:
        """The answer to a call, whatever it asks for."""
        self._log.note(request, None)
        concerned = request.url.path.startswith(self._faults.only_path)
        if self._faults.delay_seconds and concerned:
            await asyncio.sleep(self._faults.delay_seconds)
        is_in_time = self._rate.count()
        try:
            if not is_in_time:
                raise refuse_with_status(429)
            if concerned:
                self._fail_if_asked()
            self._check_credential(request)
            value = build(request)
        except Refusal as refusal:
            return self._refuse(refusal, self._faults.error_shape if concerned else ErrorShape.OBJECT)
        return self._write(value, concerned=concerned)

    def _write(self, value: Any, *, concerned: bool) -> Response:
        faults, headers = self._faults, self._rate.headers(is_refused=False)
        if not concerned:
            return json_answer(value, 200, headers)
        if faults.code_in_200 is not None:
            value = {"code": faults.code_in_200, "message": "The request failed.", "data": None}
        answer = spoil(json_answer(value, 200, headers), faults.wrong_answer)
        answer.headers.update(headers)
        if faults.wrong_answer is WrongAnswer.WEB_PAGE:
            answer.status_code = faults.web_page_status
        return answer

    def _refuse(self, refusal: Refusal, shape: ErrorShape) -> Response:
        headers = self._rate.headers(is_refused=refusal.status == 429)
        if self._faults.retry_after and refusal.status in (429, 503):
            headers["Retry-After"] = self._faults.retry_after
        return build_refusal(refusal, shape, headers)

    def _fail_if_asked(self) -> None:
        if self._faults.next_statuses:
            raise refuse_with_status(self._faults.next_statuses.pop(0))
        if self._faults.always_refused is not None:
            raise refuse_credential(self._faults.always_refused)

    def _check_credential(self, request: Request) -> None:
        """`token <API key>` or `Bearer <OAuth token>`; one sent as the other gets 400 (dossier, section 2)."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        key, token = self._tokens.api_key.reveal(), self._tokens.oauth_token.reveal()
        if (scheme, text) in (("token", key), ("Bearer", token)):
            return
        if (scheme, text) in (("token", token), ("Bearer", key)):
            raise refuse_credential(Refused.NO_USER_400)
        raise refuse_credential(self._faults.bad_credential)

    def _build_lead(self, request: Request) -> Any:
        return self._lists.build_lead(self._named(request).lead_id)

    def _build_timeline(self, request: Request) -> Any:
        return contacts.build_timeline(self._named(request), request.query_params, is_empty=self._faults.timeline_empty)

    def _of_lead(self, build: Callable[[LeadRow, Any], Any]) -> Build:
        return lambda request: build(self._named(request), request.query_params)

    def _named(self, request: Request) -> LeadRow:
        """The lead that the path or `leadId` names."""
        text = request.path_params.get("lead_id", request.query_params.get("leadId", ""))
        if not text.isascii() or not text.isdecimal():
            raise refuse(20012, "leadId is not valid.")
        return self._lists.find(int(text))


def _with_content_type(build: Callable[[], Any]) -> Build:
    """Some calls want `Content-Type: application/json`, though they carry nothing (dossier, section 1)."""

    def check(request: Request) -> Any:
        sent = request.headers.get("content-type")
        if sent is None or sent.partition(";")[0].strip().lower() != "application/json":
            raise Refusal(415, 415, f"Content-Type '{sent or 'null'}' is not supported")
        return build()

    return check


def _refuse_version(_request: Request) -> Any:
    raise refuse(200100)


def _refuse_path(_request: Request) -> Any:
    raise refuse(20007)
