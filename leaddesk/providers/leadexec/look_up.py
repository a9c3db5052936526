"""One look-up over all lead types of an account, and the honest account of what it searched."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import Page, Position
from leaddesk.domain.provider import WIDER_LOOK_UP_DAYS, LookUpPart, LookUpResult
from leaddesk.domain.record import Record
from leaddesk.domain.search import Choice, Query
from leaddesk.providers.leadexec.look_up_wire import LookUp
from leaddesk.providers.leadexec.record_reading import read_values

FetchPage = Callable[[Query, Position], Awaitable[Page]]

_MOST_PAGES: Final = 10
_PAGE_SIZE: Final = 100


@dataclass(slots=True)
class LookingUp:
    """Sends a look-up's conditions for one lead type after the other and gathers what matches.

    One lead type that fails does not end the look-up: it is named as not searched. When all fail, the first error
    is raised.
    """

    account_id: str
    provider: str
    look_up: LookUp
    days: int
    now: datetime
    fetch_page: FetchPage
    _found: dict[str, Record] = field(default_factory=dict[str, Record])
    _parts: list[LookUpPart] = field(default_factory=list[LookUpPart])

    async def run(self, lead_types: tuple[Choice, ...]) -> LookUpResult:
        """Search all of them.

        Raises:
            LeaddeskError: not one could be searched.
        """
        errors: list[LeaddeskError] = []
        for lead_type in lead_types:
            try:
                await self._search(lead_type)
            except LeaddeskError as error:
                errors.append(error)
                self._parts.append(LookUpPart(f"{lead_type.label}: {error.what}", searched=False, failed=True))
        if errors and len(errors) == len(lead_types):
            raise errors[0]
        if not lead_types:
            self._parts.append(LookUpPart("anything: this account has no lead types", searched=False))
        parts = (*self._parts, *self._not_searched())
        return LookUpResult(tuple(self._found.values()), parts, can_widen=self.days < WIDER_LOOK_UP_DAYS)

    async def _search(self, lead_type: Choice) -> None:
        problems: dict[str, None] = {}
        for conditions in self.look_up.conditions:
            problem = await self._read_all(self._build_query(lead_type, conditions))
            if problem:
                problems[problem] = None
        words = f"{lead_type.label}: {self.look_up.words}, {self._range_words()}"
        if problems:
            words += f": not wholly searched, because {' and '.join(problems)}"
        self._parts.append(LookUpPart(words, searched=not problems, failed=bool(problems)))

    async def _read_all(self, query: Query) -> str:
        """Gather what matches, page by page within bounds; why something may be missing, empty when nothing.

        Rows that do not match mean that the condition was ignored: then the pages are searched here.
        """
        position = Position()
        is_honoured = True
        skipped = 0
        for _ in range(_MOST_PAGES):
            page = await self.fetch_page(query, position)
            skipped += len(page.skipped)
            matching = [record for record in page.records if self.look_up.matches(read_values(record))]
            self._found.update((record.key, record) for record in matching if record.key not in self._found)
            is_honoured = is_honoured and len(matching) == len(page.records)
            if page.next is None:
                return f"{skipped:,} rows could not be read" if skipped else ""
            position = page.next
        if is_honoured:
            return f"more leads match than the {position.offset:,} that were read"
        return f"LeadExec ignored the condition and only {position.offset:,} leads were looked at"

    def _build_query(self, lead_type: Choice, conditions: Mapping[str, Any]) -> Query:
        values = {
            "LeadTypeUID": int(lead_type.value),
            "StartDate": self.now - timedelta(days=self.days),
            "EndDate": self.now,
            "Query": dict(conditions),
        }
        return Query(self.account_id, self.provider, "leads", MappingProxyType(values), _PAGE_SIZE)

    def _range_words(self) -> str:
        start = self.now - timedelta(days=self.days)
        return f"leads of {start:%Y-%m-%d} to {self.now:%Y-%m-%d} (UTC)"

    def _not_searched(self) -> tuple[LookUpPart, ...]:
        """What a lead that exists may hide behind."""
        texts = (
            f"leads older than {self.days} days",
            self.look_up.not_compared,
            "pings: LeadExec takes no conditions for them",
        )
        return tuple(LookUpPart(text, searched=False) for text in texts if text)
