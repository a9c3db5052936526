"""Lofty's list of leads: finds, cuts and writes a page, by offset or by cursor (dossier, section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import msgspec
from starlette.datastructures import QueryParams

from leaddesk.demo.lofty_cursors import Cursors, Scroll
from leaddesk.demo.lofty_envelopes import Metadata, wrap_list
from leaddesk.demo.lofty_errors import refuse
from leaddesk.demo.lofty_faults import LoftyFaults, ScrollEnd
from leaddesk.demo.lofty_filter import find_leads
from leaddesk.demo.lofty_leads import LeadRow, arrange_leads
from leaddesk.demo.lofty_requests import LeadFilter, LeadRequest, read_lead_request
from leaddesk.demo.population import Population
from leaddesk.demo.shelf import Shelf

MOST_FOUND: Final = 50
"""So many answers to filters are remembered."""


class LoftyLists:
    """The leads of the demo account; they are arranged at the first call that needs them."""

    def __init__(self, population: Population, faults: LoftyFaults, lead_count: int | None) -> None:
        """`lead_count`: so many leads, None for as many as there are people."""
        self._population = population
        self._faults = faults
        self._lead_count = lead_count
        self._cursors = Cursors(faults)
        self._found: dict[LeadFilter, Sequence[int]] = {}

    @cached_property
    def rows(self) -> tuple[LeadRow, ...]:
        """All leads, the oldest first."""
        return arrange_leads(self._population, self._lead_count)

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.rows)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {row.lead_id: place for place, row in enumerate(self.rows)}

    def find(self, lead_id: int) -> LeadRow:
        """A lead by its id; raises Refusal (20006) when there is none."""
        place = self._places.get(lead_id)
        if place is None:
            raise refuse(20006)
        return self.rows[place]

    def build_lead(self, lead_id: int) -> Any:
        """The answer for one lead; raises Refusal (20006)."""
        self.find(lead_id)
        lead = msgspec.Raw(self._shelf.write_json(self._places[lead_id]))
        return lead if self._faults.lead_is_bare else {"lead": lead}

    def build_leads(self, query: QueryParams) -> Any:
        """The answer to a query for a page of leads; raises Refusal."""
        asked = read_lead_request(query, self._faults)
        scroll = self._start(asked)
        places = self._find(scroll.filter)
        start, chosen = self._cut_page(places, scroll, asked)
        scroll_id = self._move(asked, scroll, start + len(chosen), len(places))
        moved = self._faults.leads_moved if scroll.pages else 0
        total = len(places) + moved + self._faults.total_moves_by * scroll.pages
        offset = 0 if asked.scroll_id else asked.offset
        metadata = Metadata("leads", asked.limit, offset, None if self._faults.total_missing else total, scroll_id)
        return wrap_list(metadata, [self._write(chosen, place) for place in range(len(chosen))], self._faults.envelope)

    def _start(self, asked: LeadRequest) -> Scroll:
        if not asked.scroll_id:
            return Scroll(asked.filter, asked.offset, -(-asked.offset // asked.limit))
        scroll = self._cursors.find(asked.scroll_id)
        if self._faults.cursor_forgets_filters:
            return Scroll(asked.filter, scroll.place, scroll.pages)
        return scroll

    def _find(self, wanted: LeadFilter) -> Sequence[int]:
        if wanted not in self._found:
            if len(self._found) >= MOST_FOUND:
                self._found.clear()
            self._found[wanted] = find_leads(self.rows, wanted)
        return self._found[wanted]

    def _cut_page(self, places: Sequence[int], scroll: Scroll, asked: LeadRequest) -> tuple[int, list[int]]:
        """Where the page begins, and the places of its leads."""
        faults, start = self._faults, scroll.place
        if asked.scroll_id and start >= len(places):
            return start, []
        if scroll.pages:
            start -= faults.pages_overlap_by + (0 if asked.scroll_id else faults.leads_moved)
        start = max(0, start)
        chosen = list(places[start : start + asked.limit])
        if faults.repeats_last_lead and start and chosen:
            chosen[0] = places[start - 1]
        return start, chosen

    def _move(self, asked: LeadRequest, scroll: Scroll, place: int, found: int) -> str | None:
        faults = self._faults
        if faults.cursor_gone_after is not None and scroll.pages + 1 >= faults.cursor_gone_after:
            return None
        if place >= found and faults.scroll_end is not ScrollEnd.KEPT:
            return "" if faults.scroll_end is ScrollEnd.BLANK else None
        if faults.cursor_starts_over and not asked.scroll_id and asked.offset:
            place = min(asked.limit, found)
        return self._cursors.move(asked.scroll_id, scroll, place)

    def _write(self, chosen: Sequence[int], place: int) -> Any:
        return 7 if place == self._faults.unreadable_row else msgspec.Raw(self._shelf.write_json(chosen[place]))
