"""The records that are ticked, whichever page they stand on. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from leaddesk.domain.record import Record
from leaddesk.ui.results.lazy_sequence import LazySequence

Held = Record | Callable[[], Record]
"""A record, or how it is read: those of a whole result stay packed there."""


class SelectedRecords:
    """Ticked records by their key, in the order of ticking.

    The records themselves are kept, so that those of other pages can be copied and exported as they were
    when they were ticked; a record that is read again replaces its older reading.
    """

    def __init__(self, held: Mapping[str, Held] | None = None) -> None:
        """Nothing is ticked, or these are."""
        self._held: dict[str, Held] = dict(held or {})

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, key: object) -> bool:
        return key in self._held

    @property
    def held(self) -> Mapping[str, Held]:
        """By key, in the order of ticking."""
        return self._held

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys in the order of ticking."""
        return tuple(self._held)

    @property
    def records(self) -> Sequence[Record]:
        """Records in the order of ticking."""
        return LazySequence(tuple(self._held.values()), read_held)

    def put(self, records: Iterable[Record], *, ticked: bool) -> int:
        """Tick or untick; gives how many changed."""
        before = len(self._held)
        for record in records:
            if ticked:
                self._held[record.key] = record
            else:
                self._held.pop(record.key, None)
        return abs(len(self._held) - before)

    def drop(self, key: str) -> bool:
        """Untick one by its key; False when it was not ticked."""
        return self._held.pop(key, None) is not None

    def refresh(self, records: Iterable[Record]) -> None:
        """Take the newer reading of records that are ticked."""
        self._held.update({record.key: record for record in records if record.key in self._held})

    def replace(self, held: Mapping[str, Held]) -> None:
        """Have these ticked and no others."""
        self._held = dict(held)

    def clear(self) -> None:
        """Untick all."""
        self._held.clear()


def read_held(held: Held) -> Record:
    """The record."""
    return held if isinstance(held, Record) else held()
