"""Rows of a stand-in in order of time, written only when somebody asks for them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Protocol

import msgspec

MOST_KEPT: Final = 25_000
"""So many written rows are kept; with more, all are forgotten and written anew."""


class Row(Protocol):
    """A row that knows its moment before it is written."""

    @property
    def added(self) -> datetime:
        """Aware, in UTC."""
        ...

    def write(self) -> dict[str, Any]:
        """The row as the vendor sends it; the same at each call."""
        ...


class Shelf:
    """Rows with the oldest first; a place is a row's index."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """`rows` are sorted by `added`."""
        self._rows = rows
        self._written: dict[int, bytes] = {}
        self._parts: dict[int, dict[str, Any]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def between(self, start: datetime, end: datetime, *, end_is_exclusive: bool = False) -> range:
        """The places of the rows from `start` to `end`, both included unless said otherwise."""
        first = bisect_left(self._rows, start, key=_moment_of)
        search = bisect_left if end_is_exclusive else bisect_right
        return range(first, max(first, search(self._rows, end, key=_moment_of)))

    def write(self, place: int) -> dict[str, Any]:
        """The row, new at each call."""
        return self._rows[place].write()

    def write_json(self, place: int) -> bytes:
        """The row as JSON."""
        kept = self._written.get(place)
        if kept is None:
            if len(self._written) >= MOST_KEPT:
                self._written.clear()
            kept = self._written[place] = msgspec.json.encode(self.write(place))
        return kept

    def parts(self, place: int, names: Sequence[str]) -> dict[str, Any]:
        """Some members of the row, kept for filters and sorting; always ask for the same ones."""
        kept = self._parts.get(place)
        if kept is None:
            if len(self._parts) >= MOST_KEPT:
                self._parts.clear()
            row = self.write(place)
            kept = self._parts[place] = {name: row[name] for name in names if name in row}
        return kept


def _moment_of(row: Row) -> datetime:
    return row.added
