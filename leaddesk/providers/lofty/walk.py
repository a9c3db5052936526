"""How one query's pages are turned: by offset, by cursor, or again from the first page (dossier section 4). Pure.

A cursor may hold its place at the server and move on with every use, so each is used once, where it was handed out;
a page that is read again is read by its offset. Whether a cursor from a page that was jumped to counts from there is
not documented, so only those of a walk from the first page are believed; others help where no offset does.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final

from leaddesk.domain.errors import LeaddeskError, ProviderFailed
from leaddesk.domain.page import Position
from leaddesk.domain.search import Query
from leaddesk.providers.lofty.refusals import OFFSET_TOO_DEEP, LoftyRefusal
from leaddesk.providers.lofty.wire import LeadsAnswer, build_filters

MOST_BY_OFFSET: Final = 10_000
"""From here on a 400 may mean that the offset is too deep; how deep it may be is not documented."""

_MOST_LIVE: Final = 8
_MOST_WALKS: Final = 12


class Way(Enum):
    """How a page is asked for."""

    OFFSET = auto()
    SCROLL = auto()
    AGAIN = auto()  # from the first page by scroll, leaving out what is known, up to what is not


@dataclass(slots=True)
class Walk:
    """What is known of one query while its pages are turned.

    Attributes:
        first_seen: where each lead stood when it came first: the offset of its page.
        live: places with a cursor that were handed out by a walk from the first page and not used yet, with the limit
            that the cursor was made for.
        has_repeats: some lead came on two pages, so counting rows does not tell the end.
        refused_depth: the least offset and limit together that were refused for their depth.
    """

    first_seen: dict[str, int] = field(default_factory=dict[str, int], repr=False)
    live: OrderedDict[Position, int] = field(default_factory=OrderedDict[Position, int], repr=False)
    has_repeats: bool = False
    refused_depth: int | None = None

    def ways(self, start: Position, limit: int) -> tuple[Way, ...]:
        """The ways to read the page that begins there, the best first."""
        if start.offset == 0:
            return (Way.OFFSET,)
        is_deep = self.refused_depth is not None and start.offset + limit >= self.refused_depth
        by_offset = () if is_deep else (Way.OFFSET,)
        if start in self.live:
            return (Way.SCROLL, *by_offset, Way.AGAIN)
        return (*by_offset, Way.SCROLL, Way.AGAIN) if start.cursor else (Way.OFFSET,)

    def learn_depth(self, start: Position, limit: int) -> None:
        """An offset was refused for its depth: none so deep is tried again."""
        depth = start.offset + limit
        self.refused_depth = depth if self.refused_depth is None else min(depth, self.refused_depth)

    def limit_at(self, start: Position, limit: int) -> int:
        """The limit to send with a cursor: the one it was made for."""
        return self.live.get(start, limit)

    def is_known_before(self, record_key: str, start: Position) -> bool:
        """Whether this lead came on an earlier page."""
        return self.first_seen.get(record_key, start.offset) < start.offset

    def begin(self) -> None:
        """The first page is read anew: what stood where may have changed."""
        self.first_seen.clear()
        self.has_repeats = False

    def take_in(self, start: Position, answer: LeadsAnswer, limit: int, *, is_followed: bool) -> Position | None:
        """Where the next page begins; None when this was the last.

        The end: an empty page, a page without a new lead, the total reached, or a short page without a cursor where
        no total says more. A page without a total's worth of different leads is not the end.

        Args:
            start: where the page began.
            answer: what came.
            limit: rows asked for.
            is_followed: the page is the first, or was reached from it by cursors alone.
        """
        is_new = not answer.records
        for record in answer.records:
            if self.is_known_before(record.key, start):
                self.has_repeats = True
            else:
                self.first_seen[record.key] = start.offset
                is_new = True
        self.has_repeats = self.has_repeats or bool(answer.repeated)
        self.live.pop(start, None)
        if not answer.row_count or not is_new or self._is_end(start, answer, limit):
            return None
        after = Position(start.offset + answer.row_count, answer.cursor)
        if answer.cursor and is_followed:
            self.live[after] = limit
            while len(self.live) > _MOST_LIVE:
                self.live.popitem(last=False)
        return after

    def _is_end(self, start: Position, answer: LeadsAnswer, limit: int) -> bool:
        seen = start.offset + answer.row_count
        is_reached = answer.total is not None and seen == answer.total
        if is_reached and not self.has_repeats:
            return True
        is_short = answer.row_count < min(limit, answer.served or limit)
        return is_short and not answer.cursor and (answer.total is None or seen >= answer.total)


class Walks:
    """The walks of the queries of late, by what was asked."""

    def __init__(self) -> None:
        """None yet."""
        self._walks: OrderedDict[tuple[str, ...], Walk] = OrderedDict()

    def of(self, query: Query) -> Walk:
        """The walk of a query; its page size does not count."""
        key = _key(query.values)
        walk = self._walks.setdefault(key, Walk())
        self._walks.move_to_end(key)
        while len(self._walks) > _MOST_WALKS:
            self._walks.popitem(last=False)
        return walk


def is_too_deep(error: LeaddeskError, start: Position, limit: int) -> bool:
    """Whether an offset was refused for its depth: by its code, or any 400 from 10,000 on (dossier section 10)."""
    if not isinstance(error, LoftyRefusal):
        return False
    return error.code == OFFSET_TOO_DEEP or (error.status == 400 and start.offset + limit > MOST_BY_OFFSET)


def is_cursor_refusal(error: LeaddeskError) -> bool:
    """Whether this may be a cursor that is no longer known: 400, 404 or 500 (dossier section 4)."""
    if isinstance(error, LoftyRefusal):
        return error.status in {200, 400, 404}
    return isinstance(error, ProviderFailed) and error.status == 500


def _key(values: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{key}={text}" for key, text in sorted(build_filters(values).items()))
