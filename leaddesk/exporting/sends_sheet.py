"""The rows of the sheet "Sends": one for each send, with every key that any send has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import cast

from leaddesk.domain.cell import Kind
from leaddesk.domain.record import Record
from leaddesk.domain.send_history import Send, SendHistory
from leaddesk.exporting.cells import Cell, cell_converter, heading, text_cell
from leaddesk.exporting.plan import ExportPlan
from leaddesk.exporting.row_spool import RowSpool


class SendRows:
    """Collects sends on disk while the leads are written; afterwards gives headings and rows.

    `are_known` says that some record had sends or an empty list of them: others can have none.
    """

    def __init__(self, path: Path, plan: ExportPlan) -> None:
        """`path` is where the rows lie until then.

        Raises:
            OSError: the disk refuses.
        """
        self._spool = RowSpool(path)
        self._read: Callable[[Record], SendHistory | None] = plan.read_sends or _no_sends
        self._read_name = plan.read_name
        self._noun = plan.record_noun.removesuffix("s")
        self._zone_name = plan.zone_name
        self._found: dict[str, tuple[str, Kind]] = {}
        self.are_known = False
        self._skipped = 0
        self._differing = 0

    @property
    def count(self) -> int:
        """How many sends there are."""
        return len(self._spool)

    def add(self, record: Record) -> None:
        """Set the sends of one record down."""
        history = self._read(record)
        if history is None:
            return
        self.are_known = True
        self._skipped += len(history.skipped)
        listed = len(history.sends) + len(history.skipped)
        self._differing += history.announced is not None and history.announced != listed
        if history.sends:
            name = text_cell(self._read_name(record)) if self._read_name is not None else None
            for send in history.sends:
                self._spool.append((text_cell(record.id), name, self._cells(send)))

    def headings(self) -> list[str]:
        """What stands above the columns."""
        return [
            f"{self._noun.capitalize()} id",
            *(["Name"] if self._read_name is not None else []),
            *(heading(title, kind, self._zone_name) for title, kind in self._found.values()),
        ]

    def rows(self) -> Iterator[list[Cell]]:
        """The cells of each send, in the order of the leads."""
        for record_id, name, cells in cast("Iterator[tuple[Cell, Cell, dict[str, Cell]]]", self._spool.rows()):
            who: list[Cell] = [record_id] if self._read_name is None else [record_id, name]
            yield who + [cells.get(key) for key in self._found]

    def notes(self) -> tuple[str, ...]:
        """What the reader must know of these rows, one sentence each."""
        notes: list[str] = []
        if self._skipped:
            notes.append(f"Sends that could not be read and are not in this file: {self._skipped:,}.")
        if self._differing:
            noun = self._noun.capitalize()
            notes.append(f"{noun}s whose number of sends differs from the sends listed: {self._differing:,}.")
        return tuple(notes)

    def close(self) -> None:
        """Let go of the file."""
        with suppress(OSError):  # a full disk refuses to take what was buffered; nobody reads it any more
            self._spool.close()

    def _cells(self, send: Send) -> dict[str, Cell]:
        cells: dict[str, Cell] = {}
        for item in send.rows:
            self._found.setdefault(item.name, (item.label, item.kind))
            cell = cell_converter(item.kind)(item.raw)
            if cell is not None:
                cells[item.name] = cell
        return cells


def _no_sends(_record: Record) -> SendHistory | None:
    return None
