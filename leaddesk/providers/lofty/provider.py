"""A Lofty account's connection: encode, send, decode. What goes over the wire is in `wire`, `choices`, `timeline`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from leaddesk.domain.account import Account, Credentials, Secret
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import CredentialsRefused, LeaddeskError, LimitReached, NotReachable, QueryRefused
from leaddesk.domain.page import Page, Position
from leaddesk.domain.provider import AccountReport, LookUpAsked, LookUpPart, LookUpResult, ProviderInfo
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Choice, Query
from leaddesk.providers.lofty.account_test import (
    build_me_request,
    build_probe,
    build_report,
    judge_leads,
    judge_token,
    read_me,
)
from leaddesk.providers.lofty.choices import AccountLists
from leaddesk.providers.lofty.completion import Completing
from leaddesk.providers.lofty.envelope import read_one
from leaddesk.providers.lofty.json_values import read_id, read_object, read_text
from leaddesk.providers.lofty.look_up import LookingUp, beyond_words, build_look_up, read_lead_id
from leaddesk.providers.lofty.page_reader import PageReader
from leaddesk.providers.lofty.refusals import LoftyRefusal, NoRight
from leaddesk.providers.lofty.spec import LOFTY, STAGES
from leaddesk.providers.lofty.stage_words import explain_unknown_stage
from leaddesk.providers.lofty.wire import (
    LEADS_PATH,
    Access,
    LeadsAnswer,
    PageAsked,
    build_page_request,
    build_record,
    read_leads,
)
from leaddesk.transport.messages import Transport, WireRequest, WireResponse

_MOST_SEEN_USERS: Final = 500
_QUICK_SECONDS: Final = 15.0
"""A list that only makes an error's words better is not waited for longer."""


class LoftyProvider:
    """Reads the leads of one account; writes nothing."""

    def __init__(self, account: Account, credentials: Credentials, transport: Transport) -> None:
        """The transport belongs to this provider from now on."""
        self._account = account
        self._transport = transport
        defaults = {item.key: item.default for item in LOFTY.account_fields}
        self._access = Access(
            account.settings.get("server") or defaults["server"],
            credentials.get("token", Secret("")),
            is_api_key=(account.settings.get("token_kind") or defaults["token_kind"]) == "api_key",
        )
        self._lists = AccountLists(self._access, self._send)
        self._pages = PageReader(self._fetch_leads)
        self._seen_users: dict[str, str] = {}
        self._stages: tuple[str, ...] = ()

    @property
    def info(self) -> ProviderInfo:
        """See `domain.provider.Provider`."""
        return LOFTY

    async def fetch_page(self, query: Query, start: Position) -> Page:
        """One page of leads, by offset or by cursor.

        Raises:
            QueryRefused: the filters were refused; an unknown stage is named, with those that there are.
            CredentialsRefused and others: of the answer and of the transport.
        """
        try:
            return await self._pages.read(query, start)
        except LoftyRefusal as refusal:
            stages = query.values.get("stage")
            if refusal.status != 404 or not stages:
                raise
            raise explain_unknown_stage(tuple(stages), await self._known_stages(), refusal) from None

    async def fetch_choices(self, source: str) -> tuple[Choice, ...]:
        """The account's `stages`, `members` (users seen on leads first), `tags`, `ponds` or `custom_fields`.

        Raises:
            KeyError: `source` is another list.
            CredentialsRefused and others: then names and numbers are typed instead.
        """
        choices = await self._lists.fetch(source, MappingProxyType(self._seen_users))
        if source == STAGES:
            self._stages = tuple(choice.value for choice in choices)
        return choices

    async def test_account(self) -> AccountReport:
        """Ask who the token's user is, then read one lead. Usable when leads can be read."""
        host = urlsplit(self._access.server).netloc
        user = await self._try_me()
        token = judge_token(host, self._access.is_api_key, user)
        is_dead = isinstance(user, NotReachable | LimitReached)
        if is_dead or (isinstance(user, CredentialsRefused) and not isinstance(user, NoRight)):
            return build_report((token,))
        return build_report((token, judge_leads(host, await self._try_leads())))

    async def complete(self, record: Record, columns: Sequence[Column]) -> RecordDetail:
        """The lead read again, with its notes, its visits to the site, and its calls, texts and e-mails.

        Raises:
            LeaddeskError: nothing of it could be read.
        """
        del columns  # Lofty's keys are the same in every account
        return await Completing(self._access, self._send, record).run()

    async def look_up(self, asked: LookUpAsked) -> LookUpResult:
        """Leads whose phone, e-mail, name or id is this.

        Raises:
            LeaddeskError: nothing could be searched.
        """
        result = await (self._look_up_id(asked.text) if asked.kind == "id" else self._look_up(asked))
        if not any(part.searched or part.failed for part in result.parts):
            return result
        return replace(result, parts=(*result.parts, beyond_words(self._access.is_api_key)))

    async def aclose(self) -> None:
        """Close connections; idempotent."""
        await self._transport.aclose()

    async def _send(self, request: WireRequest) -> WireResponse:
        return await self._transport.send(request)

    async def _fetch_leads(self, asked: PageAsked) -> LeadsAnswer:
        request = build_page_request(self._access, asked)
        answer = read_leads(asked, request, await self._send(request))
        self._remember_users(answer)
        return answer

    def _remember_users(self, answer: LeadsAnswer) -> None:
        """Numbers of users as leads carry them; those of the list of members may be others (dossier section 6)."""
        for row in answer.rows:
            number = read_id(row.get("assignedUserId"))
            if number and len(self._seen_users) < _MOST_SEEN_USERS:
                self._seen_users[number] = read_text(row.get("assignedUser"))

    async def _known_stages(self) -> tuple[str, ...]:
        """Fetched when that takes no long wait, else those of the last time; they only make an error clearer."""
        quick = AccountLists(self._access, self._send_quickly)
        try:
            choices = await quick.fetch(STAGES, {})
        except LeaddeskError:
            return self._stages
        self._stages = tuple(choice.value for choice in choices)
        return self._stages

    async def _send_quickly(self, request: WireRequest) -> WireResponse:
        return await self._send(replace(request, deadline_seconds=_QUICK_SECONDS))

    async def _try_me(self) -> str | LeaddeskError:
        request = build_me_request(self._access)
        try:
            return read_me(request, await self._send(request))
        except LeaddeskError as error:
            return error

    async def _try_leads(self) -> LeadsAnswer | LeaddeskError:
        try:
            return await self._fetch_leads(build_probe(self._account.id, LOFTY.key))
        except LeaddeskError as error:
            return error

    async def _look_up(self, asked: LookUpAsked) -> LookUpResult:
        wanted = build_look_up(asked)
        if isinstance(wanted, str):
            return LookUpResult((), (LookUpPart(wanted, searched=False),))
        return await LookingUp(self._account.id, LOFTY.key, wanted, self.fetch_page).run()

    async def _look_up_id(self, text: str) -> LookUpResult:
        lead_id = read_lead_id(text)
        if not lead_id:
            return LookUpResult((), (LookUpPart("by id: the id of a Lofty lead is a whole number", searched=False),))
        request = self._access.get("lead by id", f"{LEADS_PATH}/{lead_id}")
        part = LookUpPart("the lead’s id", searched=True)
        try:
            source = read_one(request, await self._send(request), "lead")
        except QueryRefused as refusal:
            if refusal.status != 404:
                raise
            return LookUpResult((), (part,))
        query = Query(self._account.id, LOFTY.key, "leads", MappingProxyType({}))
        found = read_id(read_object(build_record(query, lead_id, source).values()).get("leadId"))
        if found != lead_id:
            words = "by id: Lofty answered with another lead"
            return LookUpResult((), (LookUpPart(words, searched=False, failed=True),))
        return LookUpResult((build_record(query, lead_id, source),), (part,))
