"""The search for leads by dates: pages where the server pages, smaller ranges where it does not (dossier section 5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import Page, Position
from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import Query
from leaddesk.domain.turns import in_turns
from leaddesk.providers.sharpspring.access import Access, build_page
from leaddesk.providers.sharpspring.date_windows import (
    Ending,
    Mode,
    Step,
    Walk,
    Window,
    advance,
    begin_walk,
    read_cursor,
    split,
    write_cursor,
)
from leaddesk.providers.sharpspring.offset_pages import Portion
from leaddesk.providers.sharpspring.refusals import WRONG_PARAMETERS, CodedRefusal
from leaddesk.providers.sharpspring.row_checks import say_outside, say_without_id
from leaddesk.providers.sharpspring.rows import Rows, reading_rows
from leaddesk.providers.sharpspring.wire import MOST_ROWS, ReadingMethod, with_fields, write_moment

SPLIT_NOTE: Final = (
    "SharpSpring did not page through these dates, so they were read in smaller parts; that leaves no lead out."
)
COMPANY_DATES_NOTE: Final = (
    "With API v1 the dates are taken in the company’s own zone: start and end were sent as typed, in figures of UTC."
)
_MOST_CALLS: Final = 40
"""Calls for one page: then a page without rows is given out, rather than going on for minutes."""

_TIMES: Final = {"create": "createTimestamp", "update": "updateTimestamp"}


async def fetch_leads_by_date(access: Access, query: Query, start: Position) -> Page:
    """A page of the leads that were created or updated within a range of dates; the cursor says where the walk stands.

    Raises:
        ValueError: the position is none of this search.
    """
    reading = _DateReading(access, query, start)
    walk = _walk_at(query, start)
    for _ in range(_MOST_CALLS):
        found = await reading.go_on(walk)
        if isinstance(found, Page):
            return found
        walk = found
    return await reading.give_nothing_yet(walk)


def _walk_at(query: Query, start: Position) -> Walk:
    if start.cursor:
        return read_cursor(start.cursor)
    return replace(begin_walk(query.values["startDate"], query.values["endDate"]), offset=start.offset)


@dataclass(slots=True)
class _Found:
    """The rows of one answer, and what it means for the walk."""

    walk: Walk
    portion: Portion
    rows: Rows
    step: Step


class _DateReading:
    """Reads one page of the walk; several calls where an answer is too full to be whole."""

    def __init__(self, access: Access, query: Query, start: Position) -> None:
        self._access = access
        self._query = query
        self._start = start
        self._notes: dict[str, None] = {}
        self._portion: Portion | None = None

    async def go_on(self, walk: Walk) -> Page | Walk:
        """The page, or where to go on without one: an answer that may not be whole, or that brought nothing new."""
        found = await self._read(walk)
        self._notes.update(dict.fromkeys(found.portion.notes))
        following, rows = found.step.following, found.rows
        if not found.step.gives_rows:
            assert following is not None
            return following
        known = found.walk.known
        rows.keep([record.id not in known for record in rows.records])
        if following is not None and not (rows.records or rows.skipped or found.step.is_incomplete):
            return following
        return await self._build(found)

    async def give_nothing_yet(self, walk: Walk) -> Page:
        """A page without rows that leads on."""
        assert self._portion is not None
        return await self._build(_Found(walk, self._portion, Rows(), Step(gives_rows=True, following=walk)))

    async def _read(self, walk: Walk) -> _Found:
        walk, portion = await self._fetch(walk)
        self._portion = portion
        rows = await in_turns(reading_rows(self._query, RecordKind.LEAD, portion.sources, self._start.offset))
        return _Found(walk, portion, rows, advance(walk, rows.ids, len(portion.sources), portion.limit, portion.ending))

    async def _fetch(self, walk: Walk) -> tuple[Walk, Portion]:
        """Where `limit` and `offset` are refused, the range is asked for as documented."""
        params = self._params(walk.windows[0])
        if walk.mode is Mode.BARE:
            return walk, await self._fetch_bare(params)
        by_pages = walk.mode is Mode.PAGES
        try:
            return walk, await self._access.pages.fetch(
                ReadingMethod.GET_LEADS_DATE_RANGE,
                params,
                search=self._query.search,
                wanted=self._query.page_size if by_pages else walk.cap,
                offset=walk.offset if by_pages else None,
            )
        except CodedRefusal as refused:
            if refused.code not in WRONG_PARAMETERS or walk.offset:
                raise
            try:
                return split(walk, Mode.BARE), await self._fetch_bare(params)
            except LeaddeskError:
                raise refused from None

    async def _fetch_bare(self, params: dict[str, Any]) -> Portion:
        answer = await self._access.calls.send(ReadingMethod.GET_LEADS_DATE_RANGE, params)
        return Portion(answer, answer.rows(), MOST_ROWS, Ending.LAST)

    def _params(self, window: Window) -> dict[str, Any]:
        values = self._query.values
        params = {
            "startDate": write_moment(window.start),
            "endDate": write_moment(window.end),
            "timestamp": values["timestamp"],
        }
        return with_fields(params, values.get("fields", ()))

    async def _build(self, found: _Found) -> Page:
        named = await self._access.names.lead_columns(again=self._start == Position())
        following, portion = found.step.following, found.portion
        count = self._start.offset + len(found.rows.records) + len(found.rows.skipped) + found.rows.repeated
        return build_page(
            self._access,
            self._query,
            self._start,
            portion.answer,
            found.rows,
            following=None if following is None else Position(count, write_cursor(following)),
            columns=named.columns,
            notes=(*self._notes, *self._say(found), *named.notes),
            served_size=portion.served_size if found.walk.mode is Mode.PAGES else None,
            is_incomplete=found.step.is_incomplete,
        )

    def _say(self, found: _Found) -> list[str]:
        values = self._query.values
        notes = say_without_id(found.rows)
        if not self._access.times_are_utc:
            notes.append(COMPANY_DATES_NOTE)
        else:
            notes += say_outside(found.rows, _TIMES[values["timestamp"]], values["startDate"], values["endDate"])
        if found.walk.mode is not Mode.PAGES and (self._start.cursor or found.step.following is not None):
            notes.append(SPLIT_NOTE)
        if found.step.is_incomplete:
            notes.append(_say_incomplete(found))
        return notes


def _say_incomplete(found: _Found) -> str:
    window = found.walk.windows[0]
    count = len(found.portion.sources)
    return (
        f"Between {window.start:%Y-%m-%d %H:%M:%S} and {window.end:%H:%M:%S} (UTC) there may be more leads than "
        f"SharpSpring gives at once: {count:,} came, others of this moment may be missing."
    )
