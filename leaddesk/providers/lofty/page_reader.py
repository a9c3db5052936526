"""Fetches pages of leads, by the way that works (see `walk`), and says what the reader must know of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final

from leaddesk.domain.errors import LeaddeskError, ProviderFailed, QueryRefused
from leaddesk.domain.page import Page, Position, Total
from leaddesk.domain.record import Record
from leaddesk.domain.search import Query
from leaddesk.providers.lofty.filter_check import check_filters, check_order
from leaddesk.providers.lofty.refusals import LoftyRefusal
from leaddesk.providers.lofty.spec import LEADS
from leaddesk.providers.lofty.walk import Walk, Walks, Way, is_cursor_refusal, is_too_deep
from leaddesk.providers.lofty.wire import LeadsAnswer, PageAsked

FetchLeads = Callable[[PageAsked], Awaitable[LeadsAnswer]]

_LABELS: Final = {field.key: f"“{field.label}”" for field in LEADS.fields}


@dataclass(frozen=True, slots=True)
class _Turn:
    """One page that is wanted."""

    query: Query
    start: Position
    walk: Walk

    @property
    def limit(self) -> int:
        return self.query.page_size

    @property
    def is_followed(self) -> bool:
        """Whether it is the first page, or was reached from it by cursors alone."""
        return self.start.offset == 0 or self.start in self.walk.live


class PageReader:
    """Turns the pages of one account's queries."""

    def __init__(self, fetch: FetchLeads) -> None:
        """`fetch` sends one call and reads its answer."""
        self._fetch = fetch
        self._walks = Walks()

    async def read(self, query: Query, start: Position) -> Page:
        """The page that begins there.

        Raises:
            QueryRefused: the filters were refused, or the place lies deeper than Lofty jumps.
            The other errors of `wire.read_leads` and of the transport.
        """
        turn = _Turn(query, start, self._walks.of(query))
        if start.offset == 0:
            turn.walk.begin()
        notes: list[str] = []
        refusal: LeaddeskError | None = None
        for way in turn.walk.ways(start, turn.limit):
            try:
                page = await self._read_by(way, turn, notes)
            except (LoftyRefusal, ProviderFailed) as error:
                notes += _say_other_way(way, turn, error)
                refusal = error
                continue
            if page is not None:
                return page
        raise _too_deep(refusal)

    async def _read_by(self, way: Way, turn: _Turn, notes: list[str]) -> Page | None:
        """The page; None when what came does not follow the pages before."""
        if way is Way.AGAIN:
            return await self._read_again(turn, notes)
        by_scroll = way is Way.SCROLL
        limit = turn.walk.limit_at(turn.start, turn.limit) if by_scroll else turn.limit
        asked = PageAsked(turn.query, turn.start, limit, by_scroll=by_scroll)
        answer = await self._fetch(asked)
        if by_scroll and not turn.is_followed:
            if answer.records and all(turn.walk.is_known_before(record.key, turn.start) for record in answer.records):
                return None
            notes.append(
                "These leads come after a page that was jumped to; whether Lofty’s cursor counts from there is not "
                "documented."
            )
        is_followed = turn.start.offset == 0 or by_scroll
        after = turn.walk.take_in(turn.start, answer, limit, is_followed=is_followed)
        return _build_page(turn, answer, after, notes)

    async def _read_again(self, turn: _Turn, notes: list[str]) -> Page | None:
        """From the first page by scroll up to the place, without what is known; None when there is no cursor.

        Leads that were not there before and stand further up now are given too, where all before the place was read.
        """
        walk = turn.walk
        known = sum(1 for offset in walk.first_seen.values() if offset < turn.start.offset)
        has_read_all = 2 * known > turn.start.offset
        fresh: list[Record] = []
        place = Position()
        while True:
            answer = await self._fetch(PageAsked(turn.query, place, turn.limit, by_scroll=bool(place.cursor)))
            is_there = place.offset + answer.row_count > turn.start.offset
            new = [record for record in answer.records if not walk.is_known_before(record.key, turn.start)]
            if is_there or has_read_all:
                fresh += new
            is_end = answer.total is not None and place.offset + answer.row_count >= answer.total
            if is_there or is_end or not answer.row_count:
                break
            if not answer.cursor:
                return None
            place = Position(place.offset + answer.row_count, answer.cursor)
        notes.append("leaddesk read again from the first page, and left out what had come already.")
        walk.live.pop(turn.start, None)
        found = replace(answer, records=tuple(fresh))
        after = walk.take_in(place, found, turn.limit, is_followed=True)
        return _build_page(turn, found, after, notes)


def _say_other_way(way: Way, turn: _Turn, error: LeaddeskError) -> list[str]:
    """What the reader must know when the page is read in another way.

    Raises:
        LeaddeskError: the error itself, when another way would not help.
    """
    if way is Way.SCROLL and is_cursor_refusal(error):
        said = f"Lofty no longer knew its place in the list after {turn.start.offset:,} leads (it refused its cursor)"
        return [f"{said}; what follows was found by another way, and leads may have moved meanwhile."]
    if way is Way.OFFSET and is_too_deep(error, turn.start, turn.limit):
        turn.walk.learn_depth(turn.start, turn.limit)
        return []
    raise error


def _too_deep(refusal: LeaddeskError | None) -> QueryRefused:
    return QueryRefused(
        "Lofty does not jump that deep into a list.",
        status=refusal.status if isinstance(refusal, QueryRefused) else 400,
        remedy="Turn the pages one by one from the first, or narrow the search.",
        said=refusal.said if refusal is not None else "",
    )


def _build_page(turn: _Turn, answer: LeadsAnswer, after: Position | None, notes: list[str]) -> Page:
    values = turn.query.values
    checks = [*check_filters(values, _LABELS, answer.rows), *check_order(values, answer.rows)]
    limit = turn.limit
    return Page(
        records=answer.records,
        start=turn.start,
        next=after,
        total=_read_total(turn, answer),
        read_at=answer.read_at,
        skipped=answer.skipped,
        repeated=answer.repeated,
        notes=(*notes, *checks),
        usage=answer.usage,
        served_size=answer.served if answer.served is not None and 0 < answer.served < limit else None,
    )


def _read_total(turn: _Turn, answer: LeadsAnswer) -> Total:
    """Lofty's total, unless more different leads came than it says."""
    seen = turn.start.offset + answer.row_count
    if answer.total is not None and (answer.total >= seen or not answer.row_count or turn.walk.has_repeats):
        return Total.exact(answer.total)
    return Total.at_least(seen) if answer.row_count else Total.unknown()
