"""A LeadExec account's connection: encode, send, decode. What goes over the wire is in `wire`, `token_wire`, ..."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from leaddesk.domain.account import Account, Credentials, Secret
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import Page, Position
from leaddesk.domain.provider import AccountReport, LookUpAsked, LookUpPart, LookUpResult, ProviderInfo, TestStep
from leaddesk.domain.search import Choice, Query
from leaddesk.domain.turns import in_turns
from leaddesk.providers.leadexec.account_test import (
    SIGN_IN_TITLE,
    build_probe,
    judge_clock,
    judge_lead_types,
    judge_probe,
    measure_clock_gap,
)
from leaddesk.providers.leadexec.lead_types import build_lead_types_request, read_lead_types
from leaddesk.providers.leadexec.look_up import LookingUp
from leaddesk.providers.leadexec.look_up_wire import build_look_up
from leaddesk.providers.leadexec.page_attempts import PageAttempts, WhatWorked
from leaddesk.providers.leadexec.refusals import is_credential_refusal
from leaddesk.providers.leadexec.signing_in import Clock, SigningIn
from leaddesk.providers.leadexec.spec import LEAD_TYPES_SOURCE, LEADEXEC
from leaddesk.providers.leadexec.wire import PageAsked, build_page_request, reading_page
from leaddesk.transport.messages import Transport, WireRequest, WireResponse


def _now() -> datetime:
    return datetime.now(UTC)


class LeadExecProvider:
    """Reads leads and pings of one account; writes nothing."""

    def __init__(
        self,
        account: Account,
        credentials: Credentials,
        transport: Transport,
        *,
        clock: Clock = time.monotonic,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """The transport belongs to this provider from now on. `clock` and `now` are for tests."""
        self._account = account
        self._transport = transport
        self._now = now
        defaults = {item.key: item.default for item in LEADEXEC.account_fields}
        self._data_server = account.settings.get("data_server") or defaults["data_server"]
        self._account_server = account.settings.get("account_server") or defaults["account_server"]
        self._worked = WhatWorked()
        self._clock_gap: timedelta | None = None
        self._signing_in = SigningIn(
            transport,
            account_server=self._account_server,
            client_id=account.settings.get("client_id", ""),
            credentials=credentials,
            clock=clock,
            on_answer=self._see_clock,
        )

    @property
    def info(self) -> ProviderInfo:
        """See `domain.provider.Provider`."""
        return LEADEXEC

    async def fetch_page(self, query: Query, start: Position) -> Page:
        """One page. A page that is refused for its size or its sort order is asked for in another way, and noted.

        Raises:
            The errors of `wire.read_page` and of the transport; the first one when no other way helped.
        """
        attempts = PageAttempts(self._worked.begin(query, start))
        first_error: LeaddeskError | None = None
        while True:
            asked = attempts.asked
            try:
                page = await self._fetch(asked)
            except LeaddeskError as error:
                first_error = first_error or error
                if not attempts.adapt(error):  # another kind of error says more than the first refusal
                    raise (first_error if type(error) is type(first_error) else error) from None
                continue
            return self._worked.learn(asked, page)

    async def fetch_choices(self, source: str) -> tuple[Choice, ...]:
        """The account's lead types.

        Raises:
            KeyError: `source` is another list.
            CredentialsRefused and others: then the number of a lead type is typed instead.
        """
        if source != LEAD_TYPES_SOURCE:
            raise KeyError(source)
        request, response = await self._send(lambda token: build_lead_types_request(self._account_server, token))
        return read_lead_types(request, response)

    async def test_account(self) -> AccountReport:
        """Sign in, read the lead types, read one lead, compare clocks. Usable when the data host accepts."""
        sign_in = await self._try_sign_in()
        if sign_in.error is not None:
            return AccountReport((sign_in, *self._judge_clock()), usable=False)
        lead_types = await self._try_lead_types()
        known = () if isinstance(lead_types, LeaddeskError) else lead_types
        probe = build_probe(self._account.id, LEADEXEC.key, known, self._now())
        probe_error = None
        try:
            await self._fetch(probe)
        except LeaddeskError as error:
            probe_error = error
        leads = judge_probe(_host(self._data_server), known, probe_error)
        steps = (sign_in, judge_lead_types(_host(self._account_server), lead_types), leads, *self._judge_clock())
        return AccountReport(steps, usable=leads.error is None)

    async def look_up(self, asked: LookUpAsked) -> LookUpResult:
        """Leads of the last days whose phone, e-mail, id or name equals the text, over all lead types.

        Raises:
            CredentialsRefused and others: the lead types could not be read, or not one could be searched.
        """
        wanted = build_look_up(asked.kind, asked.text)
        if isinstance(wanted, str):
            return LookUpResult((), (LookUpPart(wanted, searched=False),))
        lead_types = await self.fetch_choices(LEAD_TYPES_SOURCE)
        looking_up = LookingUp(self._account.id, LEADEXEC.key, wanted, asked.days, self._now(), self.fetch_page)
        return await looking_up.run(lead_types)

    async def aclose(self) -> None:
        """Close connections; idempotent."""
        await self._transport.aclose()

    async def _fetch(self, asked: PageAsked) -> Page:
        request, response = await self._send(lambda token: build_page_request(self._data_server, asked, token))
        return await in_turns(reading_page(asked, request, response))

    async def _send(self, build: Callable[[Secret], WireRequest]) -> tuple[WireRequest, WireResponse]:
        """Send with the token; once more with a new one when it is refused."""
        token = await self._signing_in.token()
        request = build(token)
        response = await self._transport.send(request)
        if is_credential_refusal(request, response):
            renewed = await self._signing_in.renew(token)
            if renewed is not None:
                request = build(renewed)
                response = await self._transport.send(request)
        self._see_clock(response)
        return request, response

    async def _try_sign_in(self) -> TestStep:
        if self._signing_in.uses_pasted_token:
            words = "The access token of the account is used as it is."
            return TestStep(SIGN_IN_TITLE, _host(self._data_server), words)
        host = _host(self._account_server)
        try:
            await self._signing_in.token()
        except LeaddeskError as error:
            return TestStep(SIGN_IN_TITLE, host, error.what, error)
        return TestStep(SIGN_IN_TITLE, host, "Client id and client secret are accepted.")

    async def _try_lead_types(self) -> tuple[Choice, ...] | LeaddeskError:
        try:
            return await self.fetch_choices(LEAD_TYPES_SOURCE)
        except LeaddeskError as error:
            return error

    def _judge_clock(self) -> tuple[TestStep, ...]:
        """No step when no answer came at all."""
        return () if self._clock_gap is None else (judge_clock(_host(self._data_server), self._clock_gap),)

    def _see_clock(self, response: WireResponse) -> None:
        gap = measure_clock_gap(response)
        self._clock_gap = self._clock_gap if gap is None else gap


def _host(server: str) -> str:
    return urlsplit(server).netloc
