"""A SharpSpring account's connection. What is asked how stands in the modules of the searches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from leaddesk.domain.account import Account, Credentials
from leaddesk.domain.columns import Column
from leaddesk.domain.page import Page, Position
from leaddesk.domain.provider import AccountReport, LookUpAsked, LookUpResult, ProviderInfo
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Choice, Query
from leaddesk.providers.sharpspring.access import Access, AccountNames
from leaddesk.providers.sharpspring.account_test import run_account_test
from leaddesk.providers.sharpspring.calls import Calls
from leaddesk.providers.sharpspring.completing import Completing
from leaddesk.providers.sharpspring.date_pages import fetch_leads_by_date
from leaddesk.providers.sharpspring.event_pages import fetch_events, fetch_fields
from leaddesk.providers.sharpspring.field_names import field_choices, user_choices
from leaddesk.providers.sharpspring.lead_pages import fetch_lead, fetch_leads
from leaddesk.providers.sharpspring.look_up import look_up
from leaddesk.providers.sharpspring.memberships import ListMemberships, fetch_memberships
from leaddesk.providers.sharpspring.offset_pages import OffsetPages
from leaddesk.providers.sharpspring.spec import LEAD_FIELDS_SOURCE, SHARPSPRING, USERS_SOURCE
from leaddesk.providers.sharpspring.timeline import TimelinePages
from leaddesk.providers.sharpspring.wire import Connection
from leaddesk.transport.messages import Transport


def _now() -> datetime:
    return datetime.now(UTC)


class SharpSpringProvider:
    """Reads leads, events, lists and fields of one account; writes nothing."""

    def __init__(
        self,
        account: Account,
        credentials: Credentials,
        transport: Transport,
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """The transport belongs to this provider from now on. `now` is for tests."""
        self._account = account
        self._transport = transport
        self._now = now
        defaults = {item.key: item.default for item in SHARPSPRING.account_fields}
        calls = Calls(Connection.of(account, credentials, defaults), transport)
        pages = OffsetPages(calls)
        self._access = Access(calls, pages, AccountNames(calls, pages))
        self._timelines = TimelinePages()
        self._lists = ListMemberships()

    @property
    def info(self) -> ProviderInfo:
        """See `domain.provider.Provider`."""
        return SHARPSPRING

    async def fetch_page(self, query: Query, start: Position) -> Page:
        """One page; its columns carry the account's labels, its notes what was not as asked.

        Raises:
            The errors of `Calls.send`.
            KeyError: there is no such search.
        """
        match query.search:
            case "lead":
                return await fetch_lead(self._access, query, start)
            case "leads":
                return await fetch_leads(self._access, query, start)
            case "leads-by-date":
                return await fetch_leads_by_date(self._access, query, start)
            case "events":
                return await fetch_events(self._access, query, start)
            case "timeline":
                return await self._timelines.fetch(self._access, query, start)
            case "list-memberships":
                return await fetch_memberships(self._access, self._lists, query, start)
            case "fields":
                return await fetch_fields(self._access, query, start)
            case _:
                raise KeyError(query.search)

    async def fetch_choices(self, source: str) -> tuple[Choice, ...]:
        """The fields of leads by label (`lead_fields`), or the account's users by name (`users`).

        Raises:
            KeyError: `source` is another list.
            CredentialsRefused and others: then names are typed as SharpSpring's system has them.
        """
        if source == LEAD_FIELDS_SOURCE:
            return field_choices(await self._access.names.fields())
        if source == USERS_SOURCE:
            return user_choices(await self._access.names.users())
        raise KeyError(source)

    async def complete(self, record: Record, columns: Sequence[Column]) -> RecordDetail:
        """The whole lead with its timeline and lists; parts that fail are told in the notes.

        Raises:
            LeaddeskError: nothing of it could be read.
        """
        return await Completing(self._access, self._lists, record).run(columns)

    async def look_up(self, asked: LookUpAsked) -> LookUpResult:
        """Leads of one person: at the vendor by e-mail or id, else among the leads of the last days.

        Raises:
            LeaddeskError: nothing could be searched.
        """
        return await look_up(self._access, self._account.id, SHARPSPRING.key, asked, self._now())

    async def test_account(self) -> AccountReport:
        """Sign in, read the fields, read one lead."""
        return await run_account_test(self._access)

    async def aclose(self) -> None:
        """Close connections; idempotent."""
        await self._transport.aclose()
