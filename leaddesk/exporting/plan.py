"""What is to be written, and what every kind of file promises to the one who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from leaddesk.domain.columns import Column
from leaddesk.domain.errors import FieldProblem, InvalidInput
from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record
from leaddesk.domain.send_history import SendHistory


class ExportFormat(StrEnum):
    """The kinds of file. A `.csv` cannot be both safe in a spreadsheet and exact, hence two of them."""

    XLSX = "xlsx"
    CSV_SPREADSHEET = "csv for spreadsheets"  # UTF-8 with BOM; a cell can never become a formula
    CSV_EXACT = "csv for other systems"  # UTF-8 without BOM; every value as it is
    JSON_LINES = "json lines"

    @property
    def suffix(self) -> str:
        """The end of the file's name, with the dot."""
        return _SUFFIXES[self]

    @property
    def label(self) -> str:
        """What a person reads in a list of kinds."""
        return _LABELS[self]


_SUFFIXES = {
    ExportFormat.XLSX: ".xlsx",
    ExportFormat.CSV_SPREADSHEET: ".csv",
    ExportFormat.CSV_EXACT: ".csv",
    ExportFormat.JSON_LINES: ".jsonl",
}
_LABELS = {
    ExportFormat.XLSX: "Excel workbook (.xlsx)",
    ExportFormat.CSV_SPREADSHEET: "CSV for spreadsheets (.csv)",
    ExportFormat.CSV_EXACT: "CSV for other systems (.csv)",
    ExportFormat.JSON_LINES: "JSON Lines (.jsonl)",
}


def format_of(path: Path, *, field: str = "to") -> ExportFormat:
    """The kind of file that a name asks for; `.csv` alone means the exact one, which is what scripts expect.

    Args:
        path: the file's name.
        field: under which name a wrong suffix is reported.

    Raises:
        InvalidInput: the name ends in nothing that can be written.
    """
    kinds = {".xlsx": ExportFormat.XLSX, ".csv": ExportFormat.CSV_EXACT, ".jsonl": ExportFormat.JSON_LINES}
    found = kinds.get(path.suffix.lower())
    if found is None:
        ending = f"not in “{path.suffix}”" if path.suffix else "this one has no ending"
        raise InvalidInput((FieldProblem(field, f"the file's name must end in .xlsx, .csv or .jsonl; {ending}"),))
    return found


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """One export, described so that nothing below needs to know a vendor.

    Attributes:
        file_format: the kind of file.
        account_name, provider_key, provider_title, search_title: where the records come from.
        asked: label and value of everything that was filled in, as a person reads it.
        columns: what becomes a column, in this order.
        started_at: when the export began (aware).
        record_noun: plural of what the rows are; names the sheet (`leads` -> "Leads").
        zone: the zone dates are shown in, `datetime.UTC` or a `zoneinfo.ZoneInfo`.
        read_sends: gives a record's sends for the sheet "Sends"; None when these records have none.
        read_name: gives the person's name for the sheet "Sends"; None leaves that column out.
        discover_columns: finds columns that only the data knows (`SearchSpec.discover_columns`). When given,
            all records are looked through before the first row is written, so that no late field is lost.
            None writes `columns` and nothing else, which is what a choice of columns means.
    """

    file_format: ExportFormat
    account_name: str
    provider_key: str
    provider_title: str
    search_title: str
    asked: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    started_at: datetime
    record_noun: str = "leads"
    zone: tzinfo = UTC
    read_sends: Callable[[Record], SendHistory | None] | None = None
    read_name: Callable[[Record], str] | None = None
    discover_columns: Callable[[Iterable[Mapping[str, Any]]], tuple[Column, ...]] | None = None

    @property
    def zone_name(self) -> str:
        """The zone as it stands in headings: `UTC`, `America/New_York`."""
        return str(self.zone)


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a finished file. `cut_cells` counts texts too long for a cell; `notes` say what is not in it."""

    rows: int
    sends: int = 0
    cut_cells: int = 0
    notes: tuple[str, ...] = ()


class TableWriter(Protocol):
    """Writes records into one kind of file. Made with a `PartialFile` and a plan; used from one thread at a time."""

    def add(self, records: Sequence[Record]) -> None:
        """Write these records after those before.

        Raises:
            OSError: the disk refuses.
        """
        ...

    def write_last(self, most: int) -> bool:
        """Write so many of the rows that stand behind all records. False when none is left; `finish` writes the rest.

        Raises:
            OSError: the disk refuses.
        """
        ...

    def finish(self, coverage: Coverage) -> Written:
        """Write what comes last; the partial file then holds the whole file, not yet under its name.

        Raises:
            OSError: the disk refuses.
        """
        ...

    def abort(self) -> None:
        """Let go of everything; never raises."""
        ...
