"""A LeadSquared account's connection: encode, send, decode. What goes over the wire is in `wire`, `pages`, ..."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from leaddesk.domain.account import Account, Credentials
from leaddesk.domain.columns import Column, merge_columns
from leaddesk.domain.errors import CredentialsRefused, LeaddeskError, LimitReached, NotReachable, SecretsMissing
from leaddesk.domain.page import Page, Position
from leaddesk.domain.provider import (
    AccountReport,
    LookUpAsked,
    LookUpPart,
    LookUpResult,
    ProviderInfo,
    TestStep,
)
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Choice, Query
from leaddesk.domain.turns import in_turns
from leaddesk.providers.leadsquared.account_test import (
    KEYS_TITLE,
    NOBODY,
    judge_fields,
    judge_keys,
    judge_leads,
    judge_report,
    read_key_holder,
)
from leaddesk.providers.leadsquared.activities import History, build_activities_body
from leaddesk.providers.leadsquared.columns import name_columns
from leaddesk.providers.leadsquared.directory import Clock, Directory
from leaddesk.providers.leadsquared.endpoints import (
    ACTIVITIES,
    KEY_HOLDER,
    LEAD_BY_ID,
    LEADS_BY_IDS,
    NOT_CONTACTED,
    QUICK_SEARCH,
    Endpoint,
    build_request,
)
from leaddesk.providers.leadsquared.look_up import Step, build_look_up, run_look_up
from leaddesk.providers.leadsquared.metadata import field_choices, user_choices
from leaddesk.providers.leadsquared.pages import (
    Exchange,
    reading_chunk,
    reading_quick_search,
    reading_report,
    split_chunk,
    split_report,
)
from leaddesk.providers.leadsquared.record_reading import read_detail, read_values, read_whole_lead
from leaddesk.providers.leadsquared.refusals import check_answer, explain_refusal, says_nobody, with_quota_words
from leaddesk.providers.leadsquared.rows import read_id, read_row, split_leads
from leaddesk.providers.leadsquared.spec import (
    ACTIVITY_TYPES_SOURCE,
    DEFAULT_SERVER,
    LEAD_FIELDS_SOURCE,
    LEADSQUARED,
    USERS_SOURCE,
)
from leaddesk.providers.leadsquared.wire import (
    asked_fields,
    build_ids_body,
    build_report_body,
    build_report_params,
    locate_page,
)
from leaddesk.transport.messages import Transport, WireRequest, WireResponse

_LEAST_CLAMP: Final = 25
"""A server that lowers the page size in silence gives so many rows or more: then missing ids are asked for again."""

_Value = TypeVar("_Value")


class LeadSquaredProvider:
    """Reads the leads of one account; writes nothing."""

    def __init__(
        self, account: Account, credentials: Credentials, transport: Transport, *, clock: Clock = time.monotonic
    ) -> None:
        """The transport belongs to this provider from now on. `clock` is for tests."""
        self._account = account
        self._credentials = credentials
        self._transport = transport
        self._server = account.settings.get("server") or DEFAULT_SERVER
        self._directory = Directory(self._fetch_list, clock)

    @property
    def info(self) -> ProviderInfo:
        """See `domain.provider.Provider`."""
        return LEADSQUARED

    async def fetch_page(self, query: Query, start: Position) -> Page:
        """One page: of the report, of leads by id (a page is a chunk of the ids), or all of a quick search.

        Raises:
            The errors of `refusals.check_answer`, of the readers in `pages`, and of the transport.
        """
        if query.search == "leads-by-id":
            return await self._fetch_chunk(query, start)
        if query.search == "quick-search":
            exchange = await self._exchange(query, start, QUICK_SEARCH, params={"key": str(query.values["key"])})
            return await in_turns(reading_quick_search(exchange, await self._directory.names()))
        asked = locate_page(start, query.page_size)
        exchange = await self._exchange(
            query, start, NOT_CONTACTED, params=build_report_params(query), body=build_report_body(query, asked)
        )
        return await in_turns(reading_report(exchange, asked, await self._directory.names()))

    async def fetch_choices(self, source: str) -> tuple[Choice, ...]:
        """The account's users, lead fields or activity types; each read once.

        Raises:
            KeyError: `source` is another list.
            CredentialsRefused and others: then names and ids are typed instead.
        """
        if source == LEAD_FIELDS_SOURCE:
            return field_choices(await self._directory.fields())
        if source == USERS_SOURCE:
            return user_choices(await self._directory.users())
        if source == ACTIVITY_TYPES_SOURCE:
            return await self._directory.activity_types()
        raise KeyError(source)

    async def test_account(self) -> AccountReport:
        """Whose keys they are and where their account lives; then read fields, a lead, and the report.

        Usable when leads can be read, even if the report cannot.
        """
        host = urlsplit(self._server).netloc
        mending = None
        try:
            holder = read_key_holder(*await self._send(KEY_HOLDER))
            keys, mending = judge_keys(self._server, holder)
        except LeaddeskError as error:
            keys = TestStep(KEYS_TITLE, host, error.what, error)
            if isinstance(error, CredentialsRefused | NotReachable | SecretsMissing):
                return AccountReport((keys,), usable=False, mending=getattr(error, "mending", None))
        fields = await _or_error(self._directory.fields())
        probe = Query(self._account.id, LEADSQUARED.key, "not-contacted", MappingProxyType({}), page_size=1)
        body = build_report_body(probe, locate_page(Position(), 1))
        lead = self._exchange(probe, Position(), LEAD_BY_ID, params={"id": NOBODY})
        leads = judge_leads(host, await _problem_of(lead, lambda exchange: split_leads(exchange.response)))
        first_page = self._exchange(probe, Position(), NOT_CONTACTED, params=build_report_params(probe), body=body)
        report = judge_report(host, await _problem_of(first_page, split_report))
        count = judge_fields(host, fields if isinstance(fields, LeaddeskError) else len(fields))
        if mending is None and isinstance(leads.error, CredentialsRefused):
            mending = leads.error.mending
        return AccountReport((keys, count, leads, report), usable=leads.error is None, mending=mending)

    async def look_up(self, asked: LookUpAsked) -> LookUpResult:
        """Leads that quick search and the exact calls find and that really have this phone, e-mail, id or name.

        Raises:
            CredentialsRefused and others: not one of the calls could be made.
        """
        wanted = build_look_up(asked)
        if isinstance(wanted, str):
            return LookUpResult((), (LookUpPart(wanted, searched=False),))
        found = await run_look_up(wanted, self._fetch_leads)
        rows = [read_values(source) for source in found.sources.values()]
        records = tuple(
            Record(self._account.id, LEADSQUARED.key, RecordKind.LEAD, read_id(row), source, place)
            for place, (row, source) in enumerate(zip(rows, found.sources.values(), strict=True))
        )
        if not records:
            return LookUpResult((), tuple(found.parts))
        columns = name_columns(await self._directory.names(), [name for row in rows for name in row])
        return LookUpResult(records, tuple(found.parts), columns=columns)

    async def complete(self, record: Record, columns: Sequence[Column]) -> RecordDetail:
        """All fields of a lead, and its activities as its timeline; a row of figures is all there is.

        Raises:
            LeaddeskError: neither fields nor activities could be read.
        """
        if record.kind is not RecordKind.LEAD or not record.id:
            return read_detail(record, columns)
        async with asyncio.TaskGroup() as group:
            asked_lead = group.create_task(_or_error(self._fetch_leads(Step(LEAD_BY_ID, "", {"id": record.id}))))
            asked_history = group.create_task(_or_error(self._fetch_history(record.id)))
            asked_names = group.create_task(self._directory.names())
        leads, history, names = asked_lead.result(), asked_history.result(), asked_names.result()
        if isinstance(leads, LeaddeskError) and isinstance(history, LeaddeskError):
            raise leads
        notes = list(names.notes)
        source = record.source
        if isinstance(leads, LeaddeskError):
            notes.append(f"All fields of this lead could not be read: {leads.what} Shown is what the list gave.")
        elif not leads:
            notes.append("This lead is no longer there, or these keys may not see it. Shown is what the list gave.")
        else:
            source = leads[0]
        if isinstance(history, LeaddeskError):
            if not isinstance(leads, LeaddeskError) and leads:
                notes.append(f"The history of this lead could not be read: {history.what}")
            history = None
        row = read_values(source)
        named = merge_columns(name_columns(names, row), tuple(columns))
        return read_whole_lead(row, named, history=history, notes=notes, source=source)

    async def aclose(self) -> None:
        """Close connections; idempotent."""
        await self._transport.aclose()

    async def _fetch_chunk(self, query: Query, start: Position) -> Page:
        """A chunk of the ids. Ids that a full answer left out are asked for again: it may have been cut in silence."""
        ids: Sequence[str] = query.values["LeadIds"]
        chunk = missing = list(ids[start.offset : start.offset + query.page_size])
        sources: list[bytes] = []
        while True:
            body = build_ids_body(missing, asked_fields(query))
            exchange = await self._exchange(query, start, LEADS_BY_IDS, body=body)
            rows, announced = split_chunk(exchange)
            sources += rows
            found = {read_id(row).lower() for row in map(read_row, rows) if isinstance(row, dict)}
            left = [lead_id for lead_id in missing if lead_id.lower() not in found]
            says_more = (announced or 0) > len(rows)
            if not left or len(left) == len(missing) or not (says_more or len(rows) >= _LEAST_CLAMP):
                break
            missing = left
        end = start.offset + len(chunk)
        next_offset = end if end < len(ids) else None
        names = await self._directory.names()
        return await in_turns(reading_chunk(exchange, chunk, sources, names, next_offset=next_offset))

    async def _fetch_history(self, lead_id: str) -> History:
        history = History()
        offset: int | None = 0
        while offset is not None:
            body = build_activities_body(offset)
            offset = history.take(*await self._send(ACTIVITIES, params={"leadId": lead_id}, body=body))
        return history

    async def _fetch_leads(self, step: Step) -> list[bytes]:
        request, response = await self._send(step.endpoint, params=step.params, body=step.body)
        error = explain_refusal(request, response)
        if error is None:
            return split_leads(response)
        if says_nobody(error):
            return []
        raise error

    async def _fetch_list(self, endpoint: Endpoint, params: dict[str, str]) -> tuple[WireRequest, WireResponse]:
        return await self._send(endpoint, params=params)

    async def _exchange(
        self,
        query: Query,
        start: Position,
        endpoint: Endpoint,
        *,
        params: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Exchange:
        request, response = await self._send(endpoint, params=params, body=body)
        check_answer(request, response)
        return Exchange(query, start, request, response)

    async def _send(
        self, endpoint: Endpoint, *, params: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
    ) -> tuple[WireRequest, WireResponse]:
        """Send with the keys.

        Raises:
            SecretsMissing: the account has no keys here; nothing was sent.
        """
        if not {"access_key", "secret_key"} <= set(self._credentials):
            raise SecretsMissing(
                f"The keys of “{self._account.name}” are not there.", "Open the account and enter both keys again."
            )
        request = build_request(self._server, self._credentials, endpoint, params=params, body=body)
        try:
            return request, await self._transport.send(request)
        except LimitReached as error:
            raise with_quota_words(error) from None


async def _problem_of(asked: Awaitable[Exchange], read: Callable[[Exchange], object]) -> LeaddeskError | None:
    """What is wrong with an answer; None when it was read."""
    try:
        read(await asked)
    except LeaddeskError as error:
        return error
    return None


async def _or_error(asked: Awaitable[_Value]) -> _Value | LeaddeskError:
    try:
        return await asked
    except LeaddeskError as error:
        return error
