"""Lofty's `scrollId`: where a walk through a list stands (dossier, section 4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from leaddesk.demo.dice import Dice
from leaddesk.demo.lofty_errors import Refusal, refuse
from leaddesk.demo.lofty_faults import Cursor, LoftyFaults
from leaddesk.demo.lofty_requests import LeadFilter

MOST_CURSORS: Final = 20_000
"""So many are remembered."""


@dataclass(frozen=True, slots=True)
class Scroll:
    """A walk: its filter, the place of the next lead, and how many pages came so far."""

    filter: LeadFilter
    place: int
    pages: int


class Cursors:
    """The walks that are under way, by cursor."""

    def __init__(self, faults: LoftyFaults) -> None:
        """`faults` are looked at with each call."""
        self._faults = faults
        self._scrolls: dict[str, Scroll] = {}
        self._given = 0

    def find(self, cursor: str) -> Scroll:
        """The walk behind a cursor.

        Raises:
            Refusal: there is none, or it has ended.
        """
        scroll = self._scrolls.get(cursor)
        if scroll is None:
            raise self._refuse()
        if self._faults.cursor_calls is not None and scroll.pages > self._faults.cursor_calls:
            if self._faults.cursor_refusals is None:
                raise self._refuse()
            if self._faults.cursor_refusals > 0:
                self._faults.cursor_refusals -= 1
                raise self._refuse()
        return scroll

    def move(self, cursor: str, scroll: Scroll, place: int) -> str:
        """Go on to a place; gives the cursor for it. `cursor` is empty for the first page."""
        if not cursor or self._faults.cursor is Cursor.CHANGES:
            self._given += 1
            if len(self._scrolls) >= MOST_CURSORS:
                del self._scrolls[next(iter(self._scrolls))]  # the oldest
            # signs that have a meaning in addresses, as the ids of search servers have
            cursor = f"demo+scroll/{self._given:06d}{Dice(self._given).hexadecimal(24)}=="
        self._scrolls[cursor] = replace(scroll, place=place, pages=scroll.pages + 1)
        return cursor

    def _refuse(self) -> Refusal:
        code = {400: 20012, 404: 20007}.get(self._faults.cursor_refusal_status, 20005)
        return refuse(code, "The scroll has ended.", self._faults.cursor_refusal_status)
