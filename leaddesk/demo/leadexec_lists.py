"""LeadExec's three lists: finds, puts in order, cuts and writes the rows that a query asks for."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

import msgspec

from leaddesk.demo.leadexec_faults import Faults
from leaddesk.demo.leadexec_fields import LEAD_TYPES, LeadType
from leaddesk.demo.leadexec_filter import matches, project, sort_key
from leaddesk.demo.leadexec_leads import arrange_leads
from leaddesk.demo.leadexec_moments import read_moment
from leaddesk.demo.leadexec_pings import arrange_inbound_pings, arrange_outbound_pings
from leaddesk.demo.leadexec_requests import ListRequest, read_lead_request, read_ping_request
from leaddesk.demo.population import Population
from leaddesk.demo.shelf import Shelf

_FILTERED_PARTS: Final = ("UID", "Properties", "Fields", "LastUpdated")


class PingDirection(StrEnum):
    """From a source to us, or from us to a buyer."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class LeadExecLists:
    """The leads and pings of the demo account; rows are arranged at the first query that needs them."""

    def __init__(self, population: Population, faults: Faults, lead_count: int | None) -> None:
        """`lead_count`: so many leads of the first type, None for as many as there are people."""
        self._population = population
        self._faults = faults
        self._lead_count = lead_count
        self._shelves: dict[tuple[str, int], Shelf] = {}

    def build_leads(self, body: dict[str, Any], lead_type: LeadType) -> dict[str, Any]:
        """The answer to a lead query; raises Refusal."""
        asked = read_lead_request(body, self._faults)
        shelf = self._shelf("leads", lead_type)
        places = self._find_leads(shelf, asked)
        rows = self._cut_page(places, asked)
        leads = [self._write_lead(shelf, place, asked) for place in rows]
        return self._build_answer(asked, len(places), leads, ("QueryTotal", "SentCount", "Leads"))

    def build_pings(self, direction: PingDirection, body: dict[str, Any], lead_type: LeadType) -> dict[str, Any]:
        """The answer to a ping query; raises Refusal."""
        asked = read_ping_request(body, self._faults)
        shelf = self._shelf(direction, lead_type)
        places = shelf.between(asked.start, asked.end, end_is_exclusive=self._faults.end_is_exclusive)
        if asked.is_descending and not self._faults.sort_ignored:
            places = places[::-1]
        pings = [msgspec.Raw(shelf.write_json(place)) for place in self._cut_page(places, asked)]
        answer = self._build_answer(asked, len(places), pings, ("Total", "Sent", "Pings"))
        rows = answer.pop("Pings")
        return {**answer, "QueryTime": 2 + len(pings) // 20, "Pings": rows}

    def _shelf(self, what: str, lead_type: LeadType) -> Shelf:
        key = (what, lead_type.uid)
        if key not in self._shelves:
            count = self._lead_count if lead_type is LEAD_TYPES[0] else None
            leads = arrange_leads(self._population, lead_type, count if what == "leads" else None)
            arranged = {
                "leads": lambda: leads,
                PingDirection.INBOUND: lambda: arrange_inbound_pings(leads),
                PingDirection.OUTBOUND: lambda: arrange_outbound_pings(leads),
            }
            self._shelves[key] = Shelf(arranged[what]())
        return self._shelves[key]

    def _find_leads(self, shelf: Shelf, asked: ListRequest) -> Sequence[int]:
        places: Sequence[int] = self._find_in_range(shelf, asked)
        if asked.query and not self._faults.query_ignored:
            places = [place for place in places if matches(shelf.parts(place, _FILTERED_PARTS), asked.query)]
        if self._faults.sort_ignored:
            return places
        if asked.sort_fields not in ((), ("DateAdded",)):  # rows stand in that order already
            names = asked.sort_fields
            places = sorted(places, key=lambda place: sort_key(shelf.parts(place, _FILTERED_PARTS), names))
        return places[::-1] if asked.is_descending else places

    def _find_in_range(self, shelf: Shelf, asked: ListRequest) -> Sequence[int]:
        exclusive = self._faults.end_is_exclusive
        if not self._faults.range_tests_last_updated:
            return shelf.between(asked.start, asked.end, end_is_exclusive=exclusive)
        found: list[int] = []
        for place in range(len(shelf)):
            moment = read_moment(shelf.parts(place, _FILTERED_PARTS)["LastUpdated"])
            if moment and asked.start <= moment <= asked.end and not (exclusive and moment == asked.end):
                found.append(place)
        return found

    def _cut_page(self, places: Sequence[int], asked: ListRequest) -> list[int]:
        skip = max(0, asked.skip - self._faults.rows_moved)
        rows = list(places[skip : skip + asked.take])
        if self._faults.repeats_last_row and skip and rows:
            rows[0] = places[skip - 1]
        return rows

    def _write_lead(self, shelf: Shelf, place: int, asked: ListRequest) -> Any:
        if not asked.fields and not self._faults.numbers_as_text:
            return msgspec.Raw(shelf.write_json(place))
        lead = shelf.write(place)
        if self._faults.numbers_as_text:
            lead["UID"] = str(lead["UID"])
        if asked.fields:
            lead = project(lead, asked.fields)
            if self._faults.uid_left_out:
                del lead["UID"]
        return lead

    def _build_answer(
        self, asked: ListRequest, total: int, rows: list[Any], names: tuple[str, str, str]
    ) -> dict[str, Any]:
        faults = self._faults
        if faults.unreadable_row is not None and faults.unreadable_row < len(rows):
            rows[faults.unreadable_row] = 7
        moved = faults.rows_moved if asked.skip else 0
        total_name, sent_name, list_name = names
        counts: dict[str, Any] = {total_name: total + faults.total_too_high_by + moved, sent_name: len(rows)}
        if faults.numbers_as_text:
            counts = {name: str(count) for name, count in counts.items()}
        if faults.total_missing:
            del counts[total_name]
        return {**counts, "Skip": asked.skip, "Take": asked.take, list_name: rows}
