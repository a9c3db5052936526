"""Which pages of a result to ask for, and where each begins. Pure.

Neighbouring pages share a row where the vendor lets a page begin anywhere: a list that moved between two answers shows
itself there, at the cost of one row in a page. Where pages are numbered, a page may begin only at a multiple of its
size: then the next smaller size is asked for that gives a beginning just before the end of the page before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leaddesk.domain.page import Page, Position, TotalKind
from leaddesk.domain.search import PageStarts, SearchSpec

AT_ONCE: Final = 3
"""Calls for pages on their way at once; the transport's own limits and pace hold besides."""


@dataclass(frozen=True, slots=True)
class PageAsk:
    """One page to fetch: where it begins, and its rows."""

    start: Position
    size: int

    @property
    def end(self) -> int:
        """The row behind its last one, if it comes full."""
        return self.start.offset + self.size


class PagePlan:
    """Hands out what to ask for next, and learns from what came."""

    def __init__(self, spec: SearchSpec, size: int, pages: Sequence[Page] = ()) -> None:
        """`size` rows on a page. `pages` are there already and need not be asked for."""
        self._starts = spec.page_starts if spec.can_jump else PageStarts.IN_TURN
        self._size = size
        self._least = spec.page_sizes[0]
        self._short = 0
        self._total: int | None = None
        self._asked_to: int | None = 0
        """The row behind the last one asked for; None when there is nothing more to ask for."""
        self._next: Position | None = Position()
        for page in connected(pages):
            self.saw(None, page)

    @property
    def is_done(self) -> bool:
        """Whether the last page has come."""
        return self._next is None

    @property
    def at_once(self) -> int:
        """How many pages may be on their way: one in turn, several when it is known how many there are."""
        if self._starts is PageStarts.IN_TURN or self._next == Position():
            return 1
        return AT_ONCE if self._total is not None else 2

    def next_ask(self) -> PageAsk | None:
        """The next page to ask for; None while that depends on a page that is on its way, and at the end."""
        if self._asked_to is None or self._next is None:
            return None
        is_behind_known_end = self._total is not None and self._asked_to >= self._total
        if self._asked_to != self._next.offset and (self._starts is PageStarts.IN_TURN or is_behind_known_end):
            return None
        ask = self._ask_at(self._asked_to)
        self._asked_to = ask.end
        return ask

    def saw(self, ask: PageAsk | None, page: Page) -> bool:
        """Learn from a page in its turn; gives whether pages asked for behind it are of no use."""
        self._next = page.next
        if page.next is not None and page.next.cursor and self._starts is PageStarts.ANY_ROW:
            self._starts = PageStarts.IN_TURN
        if page.total.kind is TotalKind.EXACT:
            self._total = page.total.count
        if page.next is None:
            return True
        came_full = ask is not None and page.next.offset == ask.end
        if not came_full:
            if ask is not None:
                self._fit_size(page)
            self._asked_to = page.next.offset
        return not came_full

    def restart(self) -> None:
        """Pages on their way were given up: ask again from the end of the last one that came."""
        self._asked_to = None if self._next is None else self._next.offset

    def _ask_at(self, end: int) -> PageAsk:
        if self._starts is PageStarts.IN_TURN or end == 0:
            assert self._next is not None
            return PageAsk(self._next, self._size)
        if self._starts is PageStarts.ANY_ROW:
            return PageAsk(Position(end - 1), max(self._size, 2))
        number = -(-(end - 1) // self._size) or 1
        size = (end - 1) // number
        if 2 * size < self._size or (number + 1) * size <= end:  # too small a page: share rows where it falls so
            number, size = end // self._size, self._size
        return PageAsk(Position(number * size), size)

    def _fit_size(self, page: Page) -> None:
        """Ask for no more than the server gives: what it says it does, or what it gave twice."""
        given = page.served_size or (page.row_count if page.row_count == self._short else self._size)
        self._size = max(min(given, self._size), self._least)
        self._short = page.row_count


def connected(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Of pages that are there, those that follow one another from the first row on."""
    by_start = {page.start.offset: page for page in pages}
    found: list[Page] = []
    offset: int | None = 0
    while offset is not None and (page := by_start.get(offset)) is not None and page not in found:
        found.append(page)
        offset = None if page.next is None else page.next.offset
    return tuple(found)
