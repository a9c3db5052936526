"""One export from its first record to the finished file: the blocking side, used from one worker thread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path

from leaddesk.domain.columns import Column, merge_columns
from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record, RecordKind
from leaddesk.exporting.json_lines import JsonLinesFile
from leaddesk.exporting.orphans import sweep_orphans
from leaddesk.exporting.partial_file import PartialFile
from leaddesk.exporting.plan import ExportFormat, ExportPlan, TableWriter, Written
from leaddesk.exporting.row_spool import RowSpool


class ExportJob:
    """Takes records and makes a file of them.

    Tables whose columns only the data knows are written in two passes: the records are set down on disk while
    they come, and written once all columns are known. Everything else is written as it comes.
    """

    def __init__(self, plan: ExportPlan, target: Path) -> None:
        """Nothing is touched before `open`."""
        self._plan = plan
        self._target = target
        self._part: PartialFile | None = None
        self._writer: TableWriter | None = None
        self._spool: RowSpool | None = None
        self._found: tuple[Column, ...] = plan.columns
        self._waiting: Iterator[Record] | None = None
        self.rows_written = 0

    def open(self) -> None:
        """Sweep what killed exports left in the folder, and begin.

        Raises:
            FileNotWritten: no file can be written there.
            OSError: the disk refuses.
        """
        self._part = PartialFile(self._target)
        sweep_orphans(self._target.parent)
        if self._plan.discover_columns is not None and self._plan.file_format is not ExportFormat.JSON_LINES:
            self._spool = RowSpool(self._part.scratch_folder() / "records")
        else:
            self._writer = open_writer(self._part, self._plan)

    def take(self, records: Sequence[Record]) -> None:
        """Take records that came."""
        self._opened().check_stop()
        if self._spool is None:
            self._write(records)
            return
        if self._plan.discover_columns is not None:
            seen = self._plan.discover_columns(record.values() for record in records)
            self._found = merge_columns(self._found, seen)
        for record in records:
            self._spool.append(
                (record.account_id, record.provider, record.kind, record.id, record.source, record.position)
            )

    def write_waiting(self, most: int) -> bool:
        """When all records were taken: write so many of the rows that are still to be written. False when all are."""
        self._opened().check_stop()
        if self._spool is not None:
            if self._waiting is None:
                self._plan = replace(self._plan, columns=self._found)
                self._writer = open_writer(self._opened(), self._plan)
                self._waiting = _records(self._spool)
            batch = list(islice(self._waiting, most))
            if batch:
                self._write(batch)
                return True
        return self._writer is not None and self._writer.write_last(most)

    def finish(self, coverage: Coverage) -> tuple[PartialFile, Written]:
        """The whole file, on disk, still to be placed under its name."""
        if self._spool is not None:
            self._spool.close()
        part, writer = self._opened(), self._writer
        if writer is None:
            raise RuntimeError("write_waiting was not called to its end")
        return part, writer.finish(coverage)

    def stop(self) -> None:
        """Make whatever runs now end soon; from any thread."""
        if self._part is not None:
            self._part.stop()

    def abort(self) -> None:
        """Remove everything this export made; never raises."""
        if self._part is None:
            return
        self._part.stop()
        self._part.silence()
        if self._writer is not None:
            self._writer.abort()
        if self._spool is not None:
            with suppress(OSError):  # a full disk refuses to take what was buffered; it is thrown away anyway
                self._spool.close()
        self._part.discard()

    def _write(self, records: Sequence[Record]) -> None:
        if self._writer is not None:
            self._writer.add(records)
            self.rows_written += len(records)

    def _opened(self) -> PartialFile:
        if self._part is None:
            raise RuntimeError("open was not called")
        return self._part


def open_writer(part: PartialFile, plan: ExportPlan) -> TableWriter:
    """The writer of the plan's kind of file, begun.

    Raises:
        OSError: the disk refuses.
    """
    # late: no window needs writers to come up
    if plan.file_format is ExportFormat.XLSX:
        from leaddesk.exporting.xlsx_file import XlsxFile

        return XlsxFile(part, plan)
    if plan.file_format is ExportFormat.JSON_LINES:
        return JsonLinesFile(part, plan)
    from leaddesk.exporting.csv_file import CsvFile

    return CsvFile(part, plan)


def _records(spool: RowSpool) -> Iterator[Record]:
    for account_id, provider, kind, record_id, source, position in spool.rows():
        yield Record(account_id, provider, RecordKind(kind), record_id, source, position)
