"""Rows by `limit` and `offset`: how many to ask for, and whether there are more (dossier sections 4, 5).

There is no total. A page with fewer rows than asked for is the last one, unless the server gives fewer than that
at a time: before a page of some length is taken for the last one, the row behind it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from leaddesk.domain.errors import LeaddeskError, NotReachable
from leaddesk.providers.sharpspring.answers import Answer
from leaddesk.providers.sharpspring.calls import Calls
from leaddesk.providers.sharpspring.date_windows import LEAST_CAP, Ending
from leaddesk.providers.sharpspring.page_attempts import (
    LEAST_ROWS,
    MOST_TRIES,
    MOST_TRIES_AFTER_SILENCE,
    Sizes,
    is_too_much,
    say_smaller,
)
from leaddesk.providers.sharpspring.wire import DEADLINE_SECONDS, MOST_ROWS, ReadingMethod

_MOST_PAGES: Final = 20
"""Beyond these a list is said to be not whole: 10,000 rows of names or of one lead's events."""


@dataclass(frozen=True, slots=True)
class Portion:
    """What one page's call brought.

    Attributes:
        sources: the rows, each as it came.
        limit: rows asked for in the end.
        ending: what is known of the rows behind.
        served_size: the rows that the server is willing to give at once, when it is fewer than wanted.
        notes: one sentence each.
    """

    answer: Answer
    sources: list[bytes]
    limit: int
    ending: Ending
    served_size: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """All rows of a list; `is_whole` is false when there may be more that could not be reached."""

    answer: Answer
    sources: list[bytes]
    is_whole: bool


class OffsetPages:
    """Fetches rows page by page; remembers which sizes came through."""

    def __init__(self, calls: Calls) -> None:
        """Nothing is fetched yet."""
        self._calls = calls
        self._sizes = Sizes()

    async def fetch(
        self,
        method: ReadingMethod,
        params: Mapping[str, Any],
        *,
        search: str,
        wanted: int,
        offset: int | None,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> Portion:
        """The rows from `offset` on, at most `wanted` of them; with None for the first ones, without that parameter.

        Raises:
            The errors of `Calls.send`; the first one when fewer rows did not help.
        """
        wanted = min(wanted, MOST_ROWS)
        limit = self._sizes.begin(search, wanted)
        answer, limit = await self._try_sizes(method, params, limit, offset, deadline_seconds)
        if limit < wanted:
            self._sizes.learn(search, limit)
        sources = answer.rows()
        ending = await self._find_ending(method, params, sources, limit, offset)
        notes = (say_smaller(wanted, limit),) if limit < wanted else ()
        served = limit if limit < wanted else None
        if ending is Ending.MORE and len(sources) < limit:
            served = len(sources)
            self._sizes.learn(search, served)
            notes = (f"SharpSpring gives {served:,} rows at a time, whatever is asked for.",)
        return Portion(answer, sources, limit, ending, served, notes)

    async def fetch_all(
        self,
        method: ReadingMethod,
        params: Mapping[str, Any],
        *,
        search: str,
        deadline_seconds: float = DEADLINE_SECONDS,
    ) -> Whole:
        """All rows, page by page. A page that repeats the one before ends it: then the paging is ignored.

        Raises:
            As `fetch`: a page that fails fails the whole.
        """
        portion = await self.fetch(
            method, params, search=search, wanted=MOST_ROWS, offset=0, deadline_seconds=deadline_seconds
        )
        sources = list(portion.sources)
        for _ in range(_MOST_PAGES):
            if portion.ending is not Ending.MORE:
                return Whole(portion.answer, sources, is_whole=True)
            before = portion.sources
            portion = await self.fetch(
                method, params, search=search, wanted=MOST_ROWS, offset=len(sources), deadline_seconds=deadline_seconds
            )
            if portion.sources and portion.sources == before:
                return Whole(portion.answer, sources, is_whole=len(before) != portion.limit)
            sources += portion.sources
        return Whole(portion.answer, sources, is_whole=False)

    async def _try_sizes(
        self,
        method: ReadingMethod,
        params: Mapping[str, Any],
        limit: int,
        offset: int | None,
        deadline_seconds: float,
    ) -> tuple[Answer, int]:
        first_error: LeaddeskError | None = None
        tries = MOST_TRIES
        while tries:
            tries -= 1
            try:
                placed = _with_place(params, limit, offset)
                return await self._calls.send(method, placed, deadline_seconds=deadline_seconds), limit
            except LeaddeskError as error:
                first_error = first_error or error
                if not is_too_much(error):  # another kind of error says more than the first one
                    raise
                if limit <= LEAST_ROWS:
                    break
                if isinstance(error, NotReachable):
                    tries = min(tries, MOST_TRIES_AFTER_SILENCE)
                limit = max(limit // 2, LEAST_ROWS)
        assert first_error is not None
        raise first_error

    async def _find_ending(
        self, method: ReadingMethod, params: Mapping[str, Any], sources: list[bytes], limit: int, offset: int | None
    ) -> Ending:
        count = len(sources)
        if offset is None or count < min(limit, LEAST_CAP):
            return Ending.LAST
        if count >= limit:
            return Ending.MORE
        try:
            answer = await self._calls.send(method, _with_place(params, 1, offset + count))
            behind = answer.rows()
        except LeaddeskError:
            return Ending.MORE  # not known: the next page's call will tell
        if not behind:
            return Ending.LAST
        return Ending.REPEATED if behind[0] in sources else Ending.MORE


def _with_place(params: Mapping[str, Any], limit: int, offset: int | None) -> dict[str, Any]:
    return {**params, "limit": limit} if offset is None else {**params, "limit": limit, "offset": offset}
