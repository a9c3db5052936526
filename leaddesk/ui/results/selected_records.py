"""The records that are ticked, whichever page they stand on. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Iterable

from leaddesk.domain.record import Record


class SelectedRecords:
    """Ticked records by their key, in the order of ticking.

    The records themselves are kept, so that those of other pages can be copied and exported as they were
    when they were ticked; a record that is read again replaces its older reading.
    """

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, key: object) -> bool:
        return key in self._records

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys in the order of ticking."""
        return tuple(self._records)

    @property
    def records(self) -> tuple[Record, ...]:
        """Records in the order of ticking."""
        return tuple(self._records.values())

    def put(self, records: Iterable[Record], *, ticked: bool) -> int:
        """Tick or untick; gives how many changed."""
        before = len(self._records)
        for record in records:
            if ticked:
                self._records[record.key] = record
            else:
                self._records.pop(record.key, None)
        return abs(len(self._records) - before)

    def refresh(self, records: Iterable[Record]) -> None:
        """Take the newer reading of records that are ticked."""
        self._records.update({record.key: record for record in records if record.key in self._records})

    def clear(self) -> None:
        """Untick all."""
        self._records.clear()
