"""A page of records with an honest total, and the coverage that goes with every answer and every file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page starts: rows before it, and the vendor's cursor where it pages by one."""

    offset: int = 0
    cursor: str = ""


class TotalKind(StrEnum):
    """How sure the total is."""

    EXACT = "exact"
    AT_LEAST = "at least"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Total:
    """How many records the query has; `count` is 0 when unknown."""

    kind: TotalKind
    count: int = 0

    @classmethod
    def exact(cls, count: int) -> Total:
        """The vendor said so."""
        return cls(TotalKind.EXACT, count)

    @classmethod
    def at_least(cls, count: int) -> Total:
        """So many were seen and more may follow."""
        return cls(TotalKind.AT_LEAST, count)

    @classmethod
    def unknown(cls) -> Total:
        """The vendor gives no total."""
        return cls(TotalKind.UNKNOWN)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row of the answer that could not be read: its 0-based place in the whole result, and why."""

    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows that can be drawn as bars: the key of the column that names a bar, and of those that give its length."""

    label_key: str
    value_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a provider.

    Attributes:
        records: what could be read, in the order to show.
        start: where this page began.
        next: where the following page starts; None when this was the last.
        total: how many there are in all.
        skipped: rows that came and could not be read.
        repeated: rows of this answer left out because the same id stood earlier in it.
        notes: what the reader of this page must know, one sentence each.
        read_at: when the answer came (aware, UTC).
        served_size: how many rows the server is willing to give at once, when it said less than asked.
        sorted_here: True when the server did not sort as asked and this page was sorted on arrival.
        columns: columns as the account itself names them; they stand in place of the declared ones of that key.
        chart: how these rows are drawn as bars, when they are figures.
        usage: how much of the account's allowance is used, in words, when the answer says so.
        incomplete: rows are known to be missing here that no further page brings; the notes say which.
    """

    records: tuple[Record, ...]
    start: Position
    next: Position | None
    total: Total
    read_at: datetime
    skipped: tuple[SkippedRow, ...] = ()
    repeated: int = 0
    notes: tuple[str, ...] = ()
    served_size: int | None = None
    sorted_here: bool = False
    columns: tuple[Column, ...] = ()
    chart: Chart | None = None
    usage: str = ""
    incomplete: bool = False

    @property
    def row_count(self) -> int:
        """Rows the answer held, readable or not."""
        return len(self.records) + len(self.skipped) + self.repeated


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an answer covered.

    Attributes:
        complete: everything that the query asked for was loaded.
        total: how many the vendor announced; None when it did not.
        loaded: different records received.
        duplicates: records that came again.
        skipped: records that could not be read.
        changed_while_loading: the list changed between pages.
        notes: one sentence each; why it is not complete among them.
    """

    complete: bool
    total: int | None
    loaded: int
    duplicates: int = 0
    skipped: int = 0
    changed_while_loading: bool = False
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The keys of the command line's coverage statement."""
        return {
            "complete": self.complete,
            "total": self.total,
            "loaded": self.loaded,
            "duplicates": self.duplicates,
            "skipped": self.skipped,
            "changed_while_loading": self.changed_while_loading,
            "notes": list(self.notes),
        }


_MOST_NOTES = 50


@dataclass(slots=True)
class CoverageTally:
    """Adds up pages into a coverage statement; remembers ids so that no record is counted twice."""

    _seen: set[str] = field(default_factory=set[str])
    _totals: list[Total] = field(default_factory=list[Total])
    _notes: dict[str, None] = field(default_factory=dict[str, None])
    _row_notes: list[str] = field(default_factory=list[str])
    _duplicates: int = 0
    _skipped: int = 0
    _at_end: bool = False
    _incomplete: bool = False

    def add(self, page: Page) -> tuple[Record, ...]:
        """Count a page in; gives its records that were not there before."""
        fresh = tuple(record for record in page.records if record.key not in self._seen)
        self._seen.update(record.key for record in fresh)
        self._duplicates += page.repeated + len(page.records) - len(fresh)
        self._skipped += len(page.skipped)
        self._totals.append(page.total)
        self._notes.update(dict.fromkeys(page.notes))
        room = _MOST_NOTES - len(self._row_notes)
        self._row_notes += [f"row {row.position + 1} was left out: {row.reason}" for row in page.skipped[:room]]
        self._at_end = page.next is None
        self._incomplete = self._incomplete or page.incomplete
        return fresh

    @property
    def loaded(self) -> int:
        """Different records so far."""
        return len(self._seen)

    def note(self, words: str) -> None:
        """Add a sentence, once."""
        self._notes[words] = None

    def statement(self, *, stopped: str = "") -> Coverage:
        """The coverage so far. `stopped` says why loading ended before the end, when it did."""
        exact = [total.count for total in self._totals if total.kind is TotalKind.EXACT]
        total = exact[-1] if exact else None
        changed = len(set(exact)) > 1
        notes = self._remarks()
        missing = total is not None and self.loaded + self._skipped < total
        if changed:
            notes.append(f"The list changed while loading: the total went from {exact[0]:,} to {exact[-1]:,}.")
        if self._duplicates:
            notes.append(f"{self._duplicates:,} came more than once and were counted once.")
        if self._skipped:
            notes.append(f"{self._skipped:,} could not be read and were left out.")
        if self._at_end and not stopped and missing:
            notes.append(f"The provider announced {total:,}; {self.loaded:,} different ones came.")
        if stopped:
            notes.append(stopped)
        complete = self._at_end and not stopped and not missing and not self._skipped and not changed
        complete = complete and not self._incomplete
        return Coverage(complete, total, self.loaded, self._duplicates, self._skipped, changed, tuple(notes))

    def _remarks(self) -> list[str]:
        """Those of pages, then those of single rows; what there is no room for is counted."""
        notes = list(self._notes)[:_MOST_NOTES]
        rows = self._row_notes[: _MOST_NOTES - len(notes)]
        more_notes, more_rows = len(self._notes) - len(notes), self._skipped - len(rows)
        if more_notes:
            notes.append(f"And {more_notes:,} more {'remark' if more_notes == 1 else 'remarks'} of single pages.")
        if more_rows:
            rows.append(f"And {more_rows:,} more {'row that was' if more_rows == 1 else 'rows that were'} left out.")
        return notes + rows
