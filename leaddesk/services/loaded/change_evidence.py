"""Signs that a result changed while its pages were read. Pure.

What each sign shows:

- a total that moved (`CoverageTally` sees it): rows came or went;
- an id that came on two pages: a row moved behind what was read already, or rows came before it;
- a row shared by neighbouring pages that is not the same in both: the list shifted there between the two answers. While
  all shared rows agree and rows only come and go, no row that was there all the time can be missing: whatever stood
  before the shared row came with the pages before it, whatever stood behind it with those after. While rows only move,
  a missing one has another in its place that came twice;
- the first rows, read again at the end: what is new or was touched goes there where the newest come first.

What remains where pages share rows: a row that moves into what was read already, another that goes from there, and a
third that comes behind, all between the same two answers and none of it among the first rows. Where a cursor leads from
page to page nothing shifts, and a row that moves past the cursor shows itself in the number of rows that came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from leaddesk.domain.page import Page

HEAD_ROWS: Final = 25
"""So many first rows are read again."""

_UNREADABLE_ROW: Final = b""
_MOST_PLACES: Final = 3
_ROWS_KNOWN: Final = 1000
"""Rows that a page can share with those before it: fewer than it holds."""


class ChangeEvidence:
    """Compares pages with one another, in the order of the result.

    Attributes:
        came_twice: rows that came with more than one page, shared ones left out.
    """

    def __init__(self) -> None:
        """No page was seen."""
        self._head: list[str | bytes] = []
        self._known: dict[int, str | bytes] = {}
        self._ends_at = 0
        self._shifts: list[int] = []
        self.came_twice = 0
        self._is_head_changed = False

    @property
    def changes(self) -> tuple[str, ...]:
        """One sentence for each kind of sign; empty when nothing was found."""
        said: list[str] = []
        if self._shifts:
            places = ", ".join(f"{position + 1:,}" for position in self._shifts[:_MOST_PLACES])
            more = " and other places" if len(self._shifts) > _MOST_PLACES else ""
            said.append(
                f"The list changed while loading: rows moved at row {places}{more}; some may be missing or out of date."
            )
        if self.came_twice:
            said.append(
                f"The list may have changed while loading: {self.came_twice:,} came on more than one page; "
                "others may be missing."
            )
        if self._is_head_changed:
            said.append("The list changed while loading: its first rows were others at the end than at the beginning.")
        return tuple(said)

    def compare(self, page: Page) -> frozenset[int]:
        """Compare a page with the one before it; gives the places of rows that came with both and are the same."""
        rows = _rows_by_position(page)
        shared = [position for position in rows if position < self._ends_at]
        same = frozenset(position for position in shared if self._known.get(position) == rows[position])
        moved = [position for position in shared if position in self._known and position not in same]
        if moved:
            self._shifts.append(moved[0])
        if page.start.offset == 0 and not self._head:
            self._head = _first_rows(rows)
        self._ends_at = max(self._ends_at, page.start.offset + page.row_count)
        self._known |= rows
        self._known = {place: row for place, row in self._known.items() if place >= self._ends_at - _ROWS_KNOWN}
        return same

    def compare_head(self, page: Page) -> None:
        """Compare the first rows, read again, with what they were."""
        again = _first_rows(_rows_by_position(page))
        shortest = min(len(again), len(self._head)) if page.next is not None else len(self._head)
        self._is_head_changed = again[:shortest] != self._head[:shortest]


def _rows_by_position(page: Page) -> dict[int, str | bytes]:
    """Who stands where: the id, without one the row itself; an unreadable row is like another."""
    rows: dict[int, str | bytes] = {record.position: record.id or record.source for record in page.records}
    return rows | {row.position: _UNREADABLE_ROW for row in page.skipped}


def _first_rows(rows: Mapping[int, str | bytes]) -> list[str | bytes]:
    return [row for _position, row in sorted(_of_head(rows.items()))]


def _of_head(items: Iterable[tuple[int, str | bytes]]) -> list[tuple[int, str | bytes]]:
    return [(position, row) for position, row in items if position < HEAD_ROWS]
