"""Looking one person up: by e-mail or id at the vendor; by phone or name among the leads updated lately (section 5).

SharpSpring finds leads by id and e-mail address alone. For anything else the leads of a stated stretch of time are
read, the newest first, and compared here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import Page, Position
from leaddesk.domain.provider import WIDER_LOOK_UP_DAYS, LookUpAsked, LookUpPart, LookUpResult
from leaddesk.domain.record import Record
from leaddesk.domain.search import Query
from leaddesk.providers.sharpspring.access import Access, NamedColumns
from leaddesk.providers.sharpspring.date_pages import fetch_leads_by_date
from leaddesk.providers.sharpspring.lead_pages import fetch_leads, fetch_whole_lead
from leaddesk.providers.sharpspring.lead_reading import read_name
from leaddesk.providers.sharpspring.plain_values import text_of
from leaddesk.providers.sharpspring.refusals import WRONG_PARAMETERS, CodedRefusal
from leaddesk.providers.sharpspring.row_checks import is_same_phone
from leaddesk.providers.sharpspring.rows import read_values
from leaddesk.providers.sharpspring.wire import MOST_ROWS
from leaddesk.providers.sharpspring.wording import counted

MOST_CALLS: Final = 20
"""Calls for one look-up among leads by date: some seconds, and a small share of a day's calls."""

DEACTIVATED: Final = "deactivated leads: SharpSpring leaves them out of every list"

_BANDS_DAYS: Final = (14, 90)
"""The newest leads are read first: whoever calls was most likely in touch lately."""

_MOST_READ_WHOLE: Final = 100
_TAIL_DIGITS: Final = 7
_LEAST_PHONE_DIGITS: Final = 7
_ZONE_DOUBT: Final = timedelta(days=1)

Matches = Callable[[Mapping[str, Any]], bool]


async def look_up(access: Access, account_id: str, provider: str, asked: LookUpAsked, now: datetime) -> LookUpResult:
    """Find a person's leads by the next best honest way; the parts say what was searched.

    Raises:
        LeaddeskError: nothing could be searched.
    """
    looking = _LookingUp(access, account_id, provider, asked, now)
    match asked.kind:
        case "email":
            return await looking.by_email()
        case "id":
            return await looking.by_id()
        case "phone" | "name":
            return await looking.by_dates()
        case _:
            words = f"by {asked.kind}: SharpSpring is searched by id, e-mail, phone or name"
            return LookUpResult((), (LookUpPart(words, searched=False),))


@dataclass(slots=True)
class _LookingUp:
    access: Access
    account_id: str
    provider: str
    asked: LookUpAsked
    now: datetime
    _found: dict[str, Record] = field(default_factory=dict[str, Record])
    _parts: list[LookUpPart] = field(default_factory=list[LookUpPart])

    async def by_email(self) -> LookUpResult:
        """At the vendor, as typed and in small letters."""
        address = re.search(r"[^\s<>,;:]+@[^\s<>,;:]+", self.asked.text)
        if address is None:
            return self._nothing("by e-mail: this is no address")
        for spelling in dict.fromkeys((address[0], address[0].lower())):
            query = self._query("leads", {"where": {"emailAddress": spelling}}, page_size=100)
            page = await fetch_leads(self.access, query, Position())
            self._found.update((record.key, record) for record in page.records)
            self._tell_gaps(page, "more leads than one page holds came for this address")
        if not self._parts:
            self._parts.append(LookUpPart("the e-mail address, of all leads, deactivated ones too", searched=True))
        self._parts.append(LookUpPart("addresses in custom fields", searched=False))
        return await self._result()

    async def by_id(self) -> LookUpResult:
        """At the vendor."""
        text = self.asked.text.strip()
        if not (text.isascii() and text.isdigit() and len(text) <= 18):
            return self._nothing("by id: the id of a SharpSpring lead is a whole number")
        rows, _answer = await fetch_whole_lead(self.access, self._query("lead", {"id": text}), text)
        self._found.update((record.key, record) for record in rows.records)
        self._parts.append(LookUpPart("the id, of all leads, deactivated ones too", searched=True))
        return await self._result()

    async def by_dates(self) -> LookUpResult:
        """Among the leads updated (or created and never updated) in the last days, the newest first."""
        named = await self.access.names.lead_columns()
        matches = build_test(self.asked, named.columns)
        if isinstance(matches, str):
            return self._nothing(matches)
        scan = _Scan(self, matches, _fields_for(self.asked, named))
        await scan.run()
        await self._read_whole()
        oldest = self.now - timedelta(days=self.asked.days)
        self._parts += [
            LookUpPart(f"leads last updated before {oldest:%Y-%m-%d}", searched=False),
            LookUpPart(DEACTIVATED, searched=False),
        ]
        return await self._result(can_widen=self.asked.days < WIDER_LOOK_UP_DAYS)

    def tell(self, words: str, *, searched: bool, failed: bool = False) -> None:
        """Add to what is said of the search."""
        self._parts.append(LookUpPart(words, searched, failed))

    def find(self, record: Record) -> None:
        """Add a lead that matches, once."""
        self._found.setdefault(record.key, record)

    def query(self, search: str, values: dict[str, Any]) -> Query:
        """A query of this account with the largest page."""
        return self._query(search, values)

    def _query(self, search: str, values: dict[str, Any], page_size: int = MOST_ROWS) -> Query:
        return Query(self.account_id, self.provider, search, MappingProxyType(values), page_size)

    async def _read_whole(self) -> None:
        """The leads that match were read with a few fields only; now all fields of them."""
        ids = [record.id for record in self._found.values() if record.id][:_MOST_READ_WHOLE]
        if not ids:
            return
        try:
            page = await fetch_leads(self.access, self._query("leads", {"where": {"id": ids}}), Position())
        except LeaddeskError as error:
            self.tell(f"all fields of the leads that were found: {error.what}", searched=False, failed=True)
            return
        self._found.update((record.key, record) for record in page.records if record.key in self._found)

    def _tell_gaps(self, page: Page, words_for_more: str) -> None:
        if page.skipped:
            self.tell(f"{counted(len(page.skipped), 'row')} that could not be read", searched=False, failed=True)
        if page.next is not None:
            self.tell(words_for_more, searched=False, failed=True)

    def _nothing(self, words: str) -> LookUpResult:
        return LookUpResult((), (LookUpPart(words, searched=False),))

    async def _result(self, *, can_widen: bool = False) -> LookUpResult:
        named = await self.access.names.lead_columns(again=False)
        return LookUpResult(tuple(self._found.values()), tuple(self._parts), can_widen, named.columns)


class _Scan:
    """Reads the leads of the last days band by band and compares each; bounded by its number of calls."""

    def __init__(self, looking: _LookingUp, matches: Matches, fields: tuple[str, ...]) -> None:
        self._looking = looking
        self._matches = matches
        self._fields = fields
        self._calls = looking.access.calls
        self._most_sent = self._calls.sent + MOST_CALLS
        self._compared = 0
        self._unread = 0

    async def run(self) -> None:
        """Read all bands, or as many as the bound allows; what was reached is told.

        Raises:
            LeaddeskError: not one page could be read.
        """
        now, asked = self._looking.now, self._looking.asked
        end_days = 0
        problem = ""
        for days in (*(band for band in _BANDS_DAYS if band < asked.days), asked.days):
            start, end = now - timedelta(days=days), now - timedelta(days=end_days)
            try:
                problem = await self._read_band(start, end)
            except LeaddeskError as error:
                if not self._compared:
                    raise
                problem = error.what
            if problem:
                self._tell(end, now, end_days)
                words = f"all leads updated from {start:%Y-%m-%d} to {end:%Y-%m-%d}, and older ones: {problem}"
                self._looking.tell(words, searched=False, failed=True)
                return
            end_days = days
        self._tell(now - timedelta(days=asked.days), now, asked.days)

    def _tell(self, start: datetime, end: datetime, days: int) -> None:
        what = "phone numbers" if self._looking.asked.kind == "phone" else "names"
        if days:
            words = f"{what} of the leads updated from {start:%Y-%m-%d} to {end:%Y-%m-%d} (UTC)"
            self._looking.tell(f"{words}, {counted(self._compared, 'lead')} compared here", searched=True)
        else:
            self._looking.tell(f"{what} of {counted(self._compared, 'lead')}, compared here", searched=True)
        if self._unread:
            self._looking.tell(f"{counted(self._unread, 'row')} that could not be read", searched=False, failed=True)

    async def _read_band(self, start: datetime, end: datetime) -> str:
        """Compare the leads updated within these dates; why some were not reached, empty when all were."""
        position: Position | None = Position()
        while position is not None:
            if self._calls.sent >= self._most_sent:
                return f"one look-up makes {MOST_CALLS} calls"
            page = await self._fetch(start, end, position)
            self._compared += len(page.records)
            self._unread += len(page.skipped)
            for record in page.records:
                if self._matches(read_values(record)):
                    self._looking.find(record)
            if page.incomplete:
                return "SharpSpring did not give all leads of one moment"
            position = page.next
        return ""

    async def _fetch(self, start: datetime, end: datetime, position: Position) -> Page:
        """With the few fields that are compared; with all of them where SharpSpring refuses to choose."""
        doubt = timedelta(0) if self._looking.access.times_are_utc else _ZONE_DOUBT
        values = {"startDate": start - doubt, "endDate": end + doubt, "timestamp": "update", "fields": self._fields}
        try:
            query = self._looking.query("leads-by-date", values)
            return await fetch_leads_by_date(self._looking.access, query, position)
        except CodedRefusal as refused:
            if refused.code not in WRONG_PARAMETERS or not self._fields:
                raise
            self._fields = ()
            query = self._looking.query("leads-by-date", {**values, "fields": ()})
            return await fetch_leads_by_date(self._looking.access, query, position)


def build_test(asked: LookUpAsked, columns: tuple[Column, ...]) -> Matches | str:
    """Whether a lead is the one that is looked for; or the sentence that says why nobody can tell."""
    if asked.kind == "phone":
        wanted = asked.phone or asked.text
        digits = re.sub(r"\D", "", wanted)
        if len(digits) < _LEAST_PHONE_DIGITS:
            return "by phone: a phone number has 7 digits or more"
        keys, tail = _phone_keys(columns), digits[-_TAIL_DIGITS:]
        return lambda values: any(_is_phone(text_of(values, key), wanted, tail) for key in keys)
    words = frozenset(asked.text.casefold().split())
    if not words:
        return "by name: there is none"
    return lambda values: words <= frozenset(read_name(values).casefold().split())


def _is_phone(text: str, wanted: str, tail: str) -> bool:
    """Compared in international form only where the last digits are there: that is slow."""
    return tail in re.sub(r"\D", "", text) and is_same_phone(text, wanted)


def _phone_keys(columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(column.key for column in columns if column.kind is Kind.PHONE)


def _fields_for(asked: LookUpAsked, named: NamedColumns) -> tuple[str, ...]:
    return _phone_keys(named.columns) if asked.kind == "phone" else ("firstName", "lastName")
