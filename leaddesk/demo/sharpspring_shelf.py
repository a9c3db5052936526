"""The demo account's leads in order: found by id, by e-mail and by date, and written when somebody asks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from typing import Any, Final

import msgspec

from leaddesk.demo.population import Population
from leaddesk.demo.sharpspring_faults import SharpSpringFaults
from leaddesk.demo.sharpspring_leads import LeadRow, arrange_leads
from leaddesk.demo.sharpspring_moments import move_to_zone
from leaddesk.demo.shelf import Shelf

_TIMES: Final = ("createTimestamp", "updateTimestamp")
_NUMBERS: Final = ("id", "accountID", "ownerID", "campaignID", "leadScore")
_FLAGS: Final = ("active", "isQualified", "isContact", "isCustomer", "isUnsubscribed")


class LeadShelf:
    """The leads, ascending by id; a place is a lead's index."""

    def __init__(self, population: Population, faults: SharpSpringFaults, count: int | None) -> None:
        """They are arranged at first use."""
        self._population = population
        self._faults = faults
        self._count = count

    def __len__(self) -> int:
        return len(self._rows)

    @cached_property
    def _rows(self) -> tuple[LeadRow, ...]:
        return arrange_leads(self._population, self._count)

    @cached_property
    def _written(self) -> Shelf:
        return Shelf(self._rows)

    @cached_property
    def _active(self) -> list[int]:
        return [place for place, row in enumerate(self._rows) if row.is_active]

    @cached_property
    def _active_by_change(self) -> list[int]:
        return sorted(self._active, key=self._changed)

    @cached_property
    def _by_email(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, row in enumerate(self._rows):
            places.setdefault(row.email, []).append(place)
        return places

    def row(self, place: int) -> LeadRow:
        """The lead before it is written."""
        return self._rows[place]

    def place_of(self, lead_id: int) -> int | None:
        """Where the lead with this id stands; None when there is none."""
        place = bisect_left(self._rows, lead_id, key=lambda row: row.id)
        return place if place < len(self._rows) and self._rows[place].id == lead_id else None

    def find(self, conditions: Mapping[str, Sequence[Any]], *, widens: bool) -> Sequence[int]:
        """The leads with one of these ids or e-mails, also those put aside; without conditions all active ones.

        `widens`: with both conditions a lead needs to fulfil one of them; those found by id come first.
        """
        if not conditions:
            return self._active
        found: list[list[int]] = []
        if "id" in conditions:
            places = {self.place_of(lead_id) for lead_id in conditions["id"]}
            found.append(sorted(place for place in places if place is not None))
        if "emailAddress" in conditions:
            emails = {str(email).lower() for email in conditions["emailAddress"]}
            found.append(sorted(place for email in emails for place in self._by_email.get(email, ())))
        if widens:
            return list(dict.fromkeys(place for places in found for place in places))
        return [place for place in found[0] if all(place in places for places in found)]

    def between(self, start: datetime, end: datetime, *, by_change: bool, is_exclusive: bool) -> Sequence[int]:
        """The active leads that were created, or else changed, from `start` to `end`, by that moment.

        A lead that was never changed counts by its creation (dossier, section 5).
        """
        places = self._active_by_change if by_change else self._active
        key = self._changed if by_change else self._added
        find_start, find_end = (bisect_right, bisect_left) if is_exclusive else (bisect_left, bisect_right)
        return places[find_start(places, start, key=key) : find_end(places, end, key=key)]

    def write_part(self, place: int, names: Sequence[str], zone: tzinfo) -> Any:
        """The lead with the named fields alone, with all when none is named."""
        if not names:
            return self._write_whole(place, zone)
        wanted = set(names) | ({"id"} if self._faults.id_always_returned else set[str]())
        return {name: value for name, value in self.write(place, zone).items() if name in wanted}

    def _write_whole(self, place: int, zone: tzinfo) -> Any:
        if zone is UTC and not self._faults.scalars_typed and not self._faults.nulls_left_out:
            return msgspec.Raw(self._written.write_json(place))
        return self.write(place, zone)

    def write(self, place: int, zone: tzinfo) -> dict[str, Any]:
        """The lead with its times in the zone."""
        values = self._written.write(place)
        if zone is not UTC:
            values |= {name: move_to_zone(values[name], zone) for name in _TIMES}
        if self._faults.scalars_typed:
            _type_scalars(values)
        if self._faults.nulls_left_out:
            values = {name: value for name, value in values.items() if value is not None}
        return values

    def _added(self, place: int) -> datetime:
        return self._rows[place].added

    def _changed(self, place: int) -> datetime:
        return self._rows[place].changed


def _type_scalars(values: dict[str, Any]) -> None:
    for name in _NUMBERS:
        if values[name] is not None:
            values[name] = int(values[name])
    for name in _FLAGS:
        if values[name] is not None:
            values[name] = values[name] == "1"
