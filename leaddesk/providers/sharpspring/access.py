"""What every search of an account needs: its calls, its pages, and what the account calls its fields."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from leaddesk.domain.columns import Column
from leaddesk.domain.errors import LeaddeskError, NotReachable
from leaddesk.domain.page import Page, Position, Total
from leaddesk.domain.search import Query
from leaddesk.providers.sharpspring.answers import Answer
from leaddesk.providers.sharpspring.calls import Calls
from leaddesk.providers.sharpspring.field_names import (
    FieldName,
    build_lead_columns,
    read_field_names,
    read_user_names,
)
from leaddesk.providers.sharpspring.offset_pages import OffsetPages
from leaddesk.providers.sharpspring.rows import Rows, read_objects
from leaddesk.providers.sharpspring.wire import ReadingMethod

_NAMES_SECONDS: Final = 15.0
"""So long names may keep leads waiting, which can be shown without."""


@dataclass(frozen=True, slots=True)
class NamedColumns:
    """The columns of leads under the account's own labels, and what is to be said of them."""

    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()


class AccountNames:
    """The account's fields and users, each read once and kept. What failed is tried again with the next search."""

    def __init__(self, calls: Calls, pages: OffsetPages) -> None:
        """Nothing is read yet."""
        self._pages = pages
        self._times_are_utc = calls.connection.times_are_utc
        self._one_at_a_time = asyncio.Lock()
        self._fields: tuple[FieldName, ...] | None = None
        self._users: dict[str, str] | None = None
        self._named: NamedColumns | None = None

    async def fields(self) -> tuple[FieldName, ...]:
        """The fields of leads.

        Raises:
            LeaddeskError: they could not be read.
        """
        if self._fields is None:
            whole = await self._pages.fetch_all(
                ReadingMethod.GET_FIELDS, {"where": {}}, search="names", deadline_seconds=_NAMES_SECONDS
            )
            self._fields = read_field_names(read_objects(whole.sources))
        return self._fields

    async def users(self) -> dict[str, str]:
        """The users' names by id.

        Raises:
            LeaddeskError: they could not be read.
        """
        if self._users is None:
            whole = await self._pages.fetch_all(
                ReadingMethod.GET_USER_PROFILES, {"where": {}}, search="users", deadline_seconds=_NAMES_SECONDS
            )
            self._users = read_user_names(read_objects(whole.sources))
        return self._users

    async def lead_columns(self, *, again: bool = True) -> NamedColumns:
        """The columns of leads; without labels or owners' names where those cannot be read, and that is noted.

        With `again` false what failed before is not tried again: a later page of one search does not wait for it.
        """
        async with self._one_at_a_time:
            failed_before = self._named is not None and bool(self._named.notes)
            if self._named is None or (failed_before and again):
                self._named = await self._read()
            return self._named

    async def _read(self) -> NamedColumns:
        notes: list[str] = []
        fields: tuple[FieldName, ...] = ()
        users: dict[str, str] = {}
        is_reached = True
        try:
            fields = await self.fields()
        except LeaddeskError as error:
            is_reached = not isinstance(error, NotReachable)  # silence is waited for once, not twice
            notes.append(f"Fields are named as SharpSpring’s system has them; their labels did not come: {error.what}")
        try:
            users = await self.users() if is_reached else {}
        except LeaddeskError as error:
            notes.append(f"Owners are shown by their ids; their names did not come: {error.what}")
        return NamedColumns(build_lead_columns(fields, users, times_are_utc=self._times_are_utc), tuple(notes))


@dataclass(frozen=True, slots=True)
class Access:
    """One account's access to its vendor."""

    calls: Calls
    pages: OffsetPages
    names: AccountNames

    @property
    def times_are_utc(self) -> bool:
        """See `Connection.times_are_utc`."""
        return self.calls.connection.times_are_utc


COMPANY_ZONE_NOTE = (
    "With API v1 the times are those of the company’s own zone, which SharpSpring does not name; "
    "they are shown as they came."
)


def build_page(
    access: Access,
    query: Query,
    start: Position,
    answer: Answer,
    rows: Rows,
    *,
    following: Position | None,
    columns: tuple[Column, ...] = (),
    notes: tuple[str, ...] = (),
    served_size: int | None = None,
    is_incomplete: bool = False,
) -> Page:
    """A page of rows. There is no total at the vendor's: all is known only where one page is all there is."""
    seen = start.offset + len(rows.records)
    is_all = following is None and start == Position()
    zone_notes = () if access.times_are_utc or not rows.records else (COMPANY_ZONE_NOTE,)
    return Page(
        records=tuple(rows.records),
        start=start,
        next=following,
        total=Total.exact(seen + len(rows.skipped)) if is_all and not is_incomplete else Total.at_least(seen),
        read_at=answer.answered_at,
        skipped=tuple(rows.skipped),
        repeated=rows.repeated,
        notes=(*notes, *zone_notes),
        served_size=served_size if served_size is not None and served_size < query.page_size else None,
        columns=columns,
        usage=answer.usage,
        incomplete=is_incomplete,
    )
