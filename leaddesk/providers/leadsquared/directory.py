"""What an account calls its fields, users and activity types: read once, when first needed, and kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.search import Choice
from leaddesk.providers.leadsquared.endpoints import ACTIVITY_TYPES, LEAD_FIELDS, USERS, Endpoint
from leaddesk.providers.leadsquared.metadata import WITHOUT_OPTIONS, read_activity_types, read_lead_fields, read_users
from leaddesk.providers.leadsquared.names import AccountNames, LeadField, User
from leaddesk.transport.messages import WireRequest, WireResponse

Send = Callable[[Endpoint, dict[str, str]], Awaitable[tuple[WireRequest, WireResponse]]]
Clock = Callable[[], float]

_PAUSE_AFTER_FAILURE_SECONDS: Final = 60.0
"""Names are no reason to hold up each page: a list that failed is left alone for so long."""

_Value = TypeVar("_Value")


@dataclass(slots=True)
class _Kept(Generic[_Value]):
    """A list that is fetched once; whoever asks meanwhile waits for the same call."""

    fetch: Callable[[], Awaitable[_Value]]
    clock: Clock
    _value: _Value | None = None
    _error: LeaddeskError | None = None
    _failed_at: float = 0.0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self) -> _Value:
        """The list, fetched now unless it was before.

        Raises:
            LeaddeskError: it could not be read.
        """
        async with self._lock:
            if self._value is None:
                try:
                    self._value = await self.fetch()
                except LeaddeskError as error:
                    self._error, self._failed_at = error, self.clock()
                    raise
            return self._value

    async def get_or_error(self) -> _Value | LeaddeskError:
        """The list, or why there is none; not asked for again soon after it failed."""
        if self._error is not None and self.clock() - self._failed_at < _PAUSE_AFTER_FAILURE_SECONDS:
            return self._error
        try:
            return await self.get()
        except LeaddeskError as error:
            return error


class Directory:
    """The lists of one account."""

    def __init__(self, send: Send, clock: Clock = time.monotonic) -> None:
        """Nothing is read yet. `clock` is for tests."""
        self._send = send
        self._fields = _Kept(self._fetch_fields, clock)
        self._users = _Kept(self._fetch_users, clock)
        self._activity_types = _Kept(self._fetch_activity_types, clock)
        self._names = AccountNames({}, {})
        self._named_from: tuple[object, object] = (None, None)

    async def fields(self) -> tuple[LeadField, ...]:
        """The lead fields.

        Raises:
            LeaddeskError: they could not be read.
        """
        return await self._fields.get()

    async def users(self) -> tuple[User, ...]:
        """The users, inactive ones too.

        Raises:
            LeaddeskError: they could not be read.
        """
        return await self._users.get()

    async def activity_types(self) -> tuple[Choice, ...]:
        """The activity types by label.

        Raises:
            LeaddeskError: they could not be read.
        """
        return await self._activity_types.get()

    async def names(self) -> AccountNames:
        """Labels of fields and names of users. Without them names and ids are shown as they are, and a note says so."""
        async with asyncio.TaskGroup() as group:
            asked_fields = group.create_task(self._fields.get_or_error())
            asked_users = group.create_task(self._users.get_or_error())
        lists = asked_fields.result(), asked_users.result()
        if lists != self._named_from:
            self._names, self._named_from = _name(*lists), lists
        return self._names

    async def _fetch_fields(self) -> tuple[LeadField, ...]:
        return read_lead_fields(*await self._send(LEAD_FIELDS, WITHOUT_OPTIONS))

    async def _fetch_users(self) -> tuple[User, ...]:
        return read_users(*await self._send(USERS, {}))

    async def _fetch_activity_types(self) -> tuple[Choice, ...]:
        return read_activity_types(*await self._send(ACTIVITY_TYPES, {}))


def _name(fields: tuple[LeadField, ...] | LeaddeskError, users: tuple[User, ...] | LeaddeskError) -> AccountNames:
    notes: list[str] = []
    if isinstance(fields, LeaddeskError):
        notes.append(f"The account’s own names of fields could not be read: {fields.what}")
        fields = ()
    if isinstance(users, LeaddeskError):
        notes.append(f"Owners are shown by their ids, because the users could not be read: {users.what}")
        users = ()
    return AccountNames({item.name: item for item in fields}, {user.id: user for user in users}, tuple(notes))
