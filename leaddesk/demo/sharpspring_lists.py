"""What SharpSpring's reading methods find, cut to pages (seed; dossier, section 5)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any, Final, cast

from leaddesk.demo import sharpspring_requests as requests
from leaddesk.demo.population import Population
from leaddesk.demo.sharpspring_events import (
    DOCUMENTED_SOURCES,
    SOURCES,
    Happening,
    build_event,
    build_timeline,
    list_happenings,
)
from leaddesk.demo.sharpspring_faults import EventOrder, Memberships, SharpSpringFaults, UnknownWhere
from leaddesk.demo.sharpspring_fields import LEAD_KEYS, list_fields
from leaddesk.demo.sharpspring_leads import build_ghost
from leaddesk.demo.sharpspring_requests import Refusal
from leaddesk.demo.sharpspring_shelf import LeadShelf
from leaddesk.demo.sharpspring_users import list_users, lists_of

MOST_MEMBERS: Final = 100
_PAGING: Final = ("limit", "offset")


@dataclass(frozen=True, slots=True)
class Found:
    """What a method found: rows, or an object of rows; `has_more` when the page does not reach the end."""

    rows: list[Any] | dict[str, Any]
    has_more: bool = False


class SharpSpringLists:
    """The reading methods over the leads of the demo account; leads are arranged at the first call."""

    def __init__(self, population: Population, faults: SharpSpringFaults, lead_count: int | None) -> None:
        """`lead_count`: so many leads, None for as many as there are people."""
        self._population = population
        self._faults = faults
        self._leads = LeadShelf(population, faults, lead_count)
        self.methods: Mapping[str, Callable[[Mapping[str, Any], tzinfo], Found]] = {
            "getLead": self.get_lead,
            "getLeads": self.get_leads,
            "getLeadsDateRange": self.get_leads_by_date,
            "getEvents": self.get_events,
            "getLeadTimeline": self.get_timeline,
            "getLeadListMemberships": self.get_memberships,
            "getFields": self.get_fields,
            "getUserProfiles": self.get_users,
        }

    def get_lead(self, params: Mapping[str, Any], zone: tzinfo) -> Found:
        """One lead by id, also one that was put aside; a list of one or none."""
        requests.check_params(params, ("id",))
        place = self._leads.place_of(requests.read_id(params["id"], "id"))
        if place is None:
            return Found([build_ghost()] if self._faults.ghost_leads else [])
        return Found([self._leads.write(place, zone)])

    def get_leads(self, params: Mapping[str, Any], zone: tzinfo) -> Found:
        """Leads by id, by e-mail, or all that are active; ascending by id."""
        requests.check_params(params, ("where",), (*_PAGING, "fields"))
        where = requests.read_where(params)
        places = self._find_leads(where, zone)
        page, has_more = self._cut(places, requests.read_slice(params))
        return Found(self._write_leads(page, params, zone), has_more)

    def get_leads_by_date(self, params: Mapping[str, Any], zone: tzinfo) -> Found:
        """Active leads that were created or changed in a window; ascending by that moment."""
        paging = () if self._faults.range_paging_refused else _PAGING
        requests.check_params(params, ("startDate", "endDate", "timestamp"), ("fields", *paging))
        start = self._read_timestamp(params["startDate"], "startDate", zone)
        end = self._read_timestamp(params["endDate"], "endDate", zone)
        if params["timestamp"] not in ("create", "update"):
            raise Refusal(217, "Incorrect parameter value: timestamp must be create or update.")
        is_exclusive = self._faults.ends_are_exclusive
        places = self._leads.between(start, end, by_change=params["timestamp"] == "update", is_exclusive=is_exclusive)
        asked = requests.read_slice(params)
        if self._faults.range_offset_ignored:
            asked = requests.Slice(asked.limit, 0)
        page, has_more = self._cut(places, asked, limit_honoured=self._faults.range_limit_honoured)
        return Found(self._write_leads(page, params, zone), has_more)

    def get_events(self, params: Mapping[str, Any], zone: tzinfo) -> Found:
        """The events of a lead, or all of the account after a moment, or both."""
        requests.check_params(params, ("where",), _PAGING)
        where = requests.read_where(params)
        if not where.keys() & {"leadID", "createTimestamp"}:
            raise Refusal(206, "Missing parameters: leadID or createTimestamp.")
        events = self._find_events(where, zone)
        unknown = self._unknown(where, ("leadID", "createTimestamp"))
        if unknown:
            events = [event for event in events if _fulfils(self._write_event(event, zone), unknown)]
        if self._faults.event_order is not EventOrder.BY_TIME:
            events = sorted(events, key=lambda event: event[1].source)  # stable: by time within a source
        page, has_more = self._cut(events, requests.read_slice(params))
        return self._arrange_events([self._write_event(event, zone) for event in page], has_more=has_more)

    def get_timeline(self, params: Mapping[str, Any], zone: tzinfo) -> Found:
        """What happened with a lead, by source and then by time."""
        requests.check_params(params, ("where",), _PAGING)
        where, asked = requests.read_where(params), requests.read_slice(params)
        if "whoID" not in where:
            raise Refusal(220, "Supply a valid whoID.")
        place = self._leads.place_of(requests.read_id(where["whoID"], "whoID", 220))
        self._check_source(where)
        unknown = self._unknown(where, ("whoID", "eventSource"))
        if place is None:
            return Found([])
        row = self._leads.row(place)
        rows = build_timeline(row, list_happenings(row, place, self._population), zone)
        rows = [entry for entry in rows if where.get("eventSource", entry["eventSource"]) == entry["eventSource"]]
        rows = [entry for entry in rows if _fulfils(entry, unknown)]
        if self._faults.timeline_paging_ignored:
            return Found(rows)
        return Found(*self._cut(rows, asked))

    def get_memberships(self, params: Mapping[str, Any], _zone: tzinfo) -> Found:
        """The mailing lists of up to 100 leads; a lead that does not exist is on none."""
        requests.check_params(params, ("memberIDs",))
        if not isinstance(params["memberIDs"], list):
            raise Refusal(205, "Invalid parameters: memberIDs must be a list.")
        values = requests.read_values(params, "memberIDs")
        if len(values) > MOST_MEMBERS:
            raise Refusal(222, f"More than {MOST_MEMBERS} leads to process.")
        lists: dict[str, list[str]] = {}
        for value in values:
            place = self._leads.place_of(requests.read_id(value, "memberIDs"))
            if place is not None:
                lists[str(self._leads.row(place).id)] = lists_of(self._leads.row(place).person)
        return Found(_shape_memberships(lists, self._faults.memberships))

    def get_fields(self, params: Mapping[str, Any], _zone: tzinfo) -> Found:
        """The fields of all kinds of records."""
        requests.check_params(params, ("where",), _PAGING)
        rows = list_fields(flags_as_booleans=self._faults.flags_as_booleans)
        return self._keep_and_cut(rows, params, ("id", "label", "systemName", "isCustom"))

    def get_users(self, params: Mapping[str, Any], _zone: tzinfo) -> Found:
        """The users of the account."""
        requests.check_params(params, ("where",), _PAGING)
        return self._keep_and_cut(list_users(), params, ("emailAddress", "isActive"))

    def _keep_and_cut(self, rows: list[Any], params: Mapping[str, Any], documented: Sequence[str]) -> Found:
        where = requests.read_where(params)
        conditions = {name: value for name, value in where.items() if name in documented}
        conditions |= self._unknown(where, documented)
        rows = [row for row in rows if _fulfils(row, conditions)]
        return Found(*self._cut(rows, requests.read_slice(params)))

    def _find_leads(self, where: dict[str, Any], zone: tzinfo) -> Sequence[int]:
        unknown = self._unknown(where, ("id", "emailAddress"))
        known = {name: requests.read_values(where, name) for name in ("id", "emailAddress") if name in where}
        if "id" in known:
            known["id"] = [requests.read_id(value, "id") for value in known["id"]]
        lists = {name: values for name, values in known.items() if isinstance(where[name], list)}
        places = self._leads.find(lists or known, widens=bool(lists))
        if not unknown or lists:
            return places
        return [place for place in places if _fulfils(self._leads.write(place, zone), unknown)]

    def _unknown(self, where: Mapping[str, Any], documented: Sequence[str]) -> dict[str, Any]:
        """Conditions beyond the documented ones that are to be applied all the same."""
        unknown = {name: value for name, value in where.items() if name not in documented}
        if unknown and self._faults.unknown_where is UnknownWhere.REFUSED:
            raise Refusal(205, f"Invalid parameters: {', '.join(unknown)}.", documented)
        return unknown if self._faults.unknown_where is UnknownWhere.FILTERED else {}

    def _cut(
        self, rows: Sequence[Any], asked: requests.Slice, *, limit_honoured: bool = False
    ) -> tuple[list[Any], bool]:
        faults = self._faults
        limit = requests.USUAL_ROWS if asked.limit is None else asked.limit
        if faults.page_refused_above is not None and limit > faults.page_refused_above:
            raise requests.Overloaded
        if not limit_honoured:
            limit = min(limit, requests.USUAL_ROWS)
        if faults.most_rows is not None:
            limit = min(limit, faults.most_rows)
        offset = asked.offset + (faults.rows_gone if asked.offset else 0)
        page = list(rows[offset : offset + limit])
        if faults.repeats_last_row and offset and page:
            page[0] = rows[offset - 1]
        return page, offset + len(page) < len(rows)

    def _read_timestamp(self, value: object, name: str, zone: tzinfo) -> datetime:
        return requests.read_timestamp(value, name, zone, self._faults.other_date_code)

    def _write_leads(self, page: Sequence[int], params: Mapping[str, Any], zone: tzinfo) -> list[Any]:
        names = requests.read_fields(params)
        if self._faults.unknown_fields_refused and not set(names).issubset(LEAD_KEYS):
            raise Refusal(205, "Invalid parameters: fields holds an unknown name.", LEAD_KEYS)
        return [self._leads.write_part(place, names, zone) for place in page]

    def _find_events(self, where: Mapping[str, Any], zone: tzinfo) -> Sequence[tuple[int, Happening]]:
        after: datetime | None = None
        if "createTimestamp" in where:
            after = self._read_timestamp(where["createTimestamp"], "createTimestamp", zone)
        if "leadID" not in where:
            first = bisect_right(self._all_events, after, key=_moment_of) if after else 0
            return self._all_events[first:]
        place = self._leads.place_of(requests.read_id(where["leadID"], "leadID"))
        if place is None:
            return []
        return [item for item in self._events_of(place) if after is None or item[1].moment > after]

    def _write_event(self, event: tuple[int, Happening], zone: tzinfo) -> dict[str, Any]:
        lead_id, happening = event
        return build_event(lead_id, happening, self._faults.event_data, zone)

    def _events_of(self, place: int) -> list[tuple[int, Happening]]:
        row = self._leads.row(place)
        return [(row.id, happening) for happening in list_happenings(row, place, self._population)]

    @cached_property
    def _all_events(self) -> list[tuple[int, Happening]]:
        events = [item for place in range(len(self._leads)) for item in self._events_of(place)]
        return sorted(events, key=lambda item: (item[1].moment, item[1].id))

    def _arrange_events(self, rows: list[Any], *, has_more: bool) -> Found:
        if self._faults.event_order is not EventOrder.LIST_A_TYPE:
            return Found(rows, has_more)
        lists: dict[str, list[Any]] = {}
        for row in rows:
            lists.setdefault(row["eventSource"], []).append(row)
        return Found(lists or [], has_more)

    def _check_source(self, where: Mapping[str, Any]) -> None:
        allowed = SOURCES if self._faults.any_source_accepted else DOCUMENTED_SOURCES
        if "eventSource" in where and where["eventSource"] not in allowed:
            raise Refusal(219, "Incorrect eventSource.", allowed)


def _shape_memberships(lists: Mapping[str, list[str]], shape: Memberships) -> list[Any] | dict[str, Any]:
    pairs = [(member_id, list_id) for member_id, ids in lists.items() for list_id in ids]
    match shape:
        case Memberships.PAIRS:
            return [{"memberID": member_id, "listID": list_id} for member_id, list_id in pairs]
        case Memberships.IDS:
            return [list_id for _, list_id in pairs]
        case Memberships.MAP:
            return {member_id: ids for member_id, ids in lists.items() if ids} or []
        case Memberships.NOTHING:
            return []


def _fulfils(row: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    for name, value in where.items():
        wanted = cast("list[object]", value) if isinstance(value, list) else [value]
        if _plain(row.get(name, "")) not in [_plain(item) for item in wanted]:
            return False
    return True


def _plain(value: object) -> str:
    """Flags compare alike as `"1"`, 1 and true."""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _moment_of(item: tuple[int, Happening]) -> datetime:
    return item[1].moment
