"""Records into a file, without holding up the window: the export as the window and the command line call it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from leaddesk.daemon_thread import DaemonThread
from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record
from leaddesk.exporting.export_job import ExportJob
from leaddesk.exporting.file_errors import file_not_written
from leaddesk.exporting.file_names import default_file_name, incomplete_name, suggest_other_name
from leaddesk.exporting.json_lines import record_line
from leaddesk.exporting.orphans import sweep_orphans
from leaddesk.exporting.partial_file import PartialFile, TargetInUse, check_target
from leaddesk.exporting.plan import ExportFormat, ExportPlan, Written, format_of

__all__ = [
    "ExportFormat",
    "ExportPlan",
    "ExportResult",
    "ExportService",
    "PlacingFailed",
    "check_target",
    "default_file_name",
    "format_of",
    "incomplete_name",
    "record_line",
    "suggest_other_name",
]

_STEP_SECONDS: Final = 0.005
"""So long the writing thread works in one go. The window's loop asks for every step, so that a click, or the painting
of a whole table, waits for one of them at most: a thread that wrote on and on would take Python's lock from the window
again and again."""

_FIRST_ROWS, _FEWEST_ROWS, _MOST_ROWS = 25, 5, 500

_ABORT_SECONDS: Final = 2.0
"""How long a cancelled export waits until its temporary file is gone; it goes in any case."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class ExportResult:
    """A finished export. `coverage` is the one handed in, with what the kind of file could not hold added."""

    path: Path
    rows: int
    sends: int
    cut_cells: int
    coverage: Coverage


class PlacingFailed(TargetInUse):
    """The target is held open elsewhere; `retry_placing` needs what stood in the finished file too."""

    def __init__(self, finished: PartialFile, result: ExportResult) -> None:
        """`result` is what the export gives once the file has its name."""
        super().__init__(finished)
        self.result = result


class ExportService:
    """Writes files on one thread of its own."""

    def __init__(self) -> None:
        """The thread starts with the first export."""
        self._thread = DaemonThread("export")

    async def export(
        self,
        plan: ExportPlan,
        pages: AsyncIterator[Sequence[Record]],
        target: Path,
        *,
        coverage: Callable[[], Coverage],
        on_progress: Callable[[int], None],
        on_writing: Callable[[int], None] | None = None,
    ) -> ExportResult:
        """Write all records of `pages` into `target`; until that is done, an old file there is as it was.

        Args:
            plan: what is written, and how.
            pages: the records, batch by batch. When it raises, no file is made and the error goes on to the
                caller. When it simply ends early, the file is made and `coverage` has to say why.
            target: the file's name.
            coverage: called once, after the last batch.
            on_progress: called with the number of records taken so far.
            on_writing: called with the number of rows written so far, when the rows are written in a second
                pass (`plan.discover_columns` given, and a table asked for).

        Raises:
            PlacingFailed: another program holds the target open; nothing is lost, see `retry_placing`.
            FileNotWritten: the file cannot be written, with the cause in words.
        """
        job = ExportJob(plan, target)
        try:
            await self._run(job.open, target)
            await self._take_all(job, pages, target, on_progress)
            await self._write_waiting(job, target, on_writing)
            statement = coverage()
            finished, written = await self._run(lambda: job.finish(statement), target)
            return await self._place(finished, target, _result(target, written, statement))
        except PlacingFailed:
            raise
        except BaseException:
            await self._abort(job)
            raise
        finally:
            if isinstance(pages, AsyncGenerator):
                await pages.aclose()

    async def retry_placing(self, failure: PlacingFailed, target: Path | None = None) -> ExportResult:
        """Give the finished file its name once more, or another name.

        Raises:
            PlacingFailed: that one is held open too.
            FileNotWritten: that name cannot be had; the finished file waits on.
        """
        goal = target if target is not None else failure.result.path
        return await self._place(failure.finished, goal, replace(failure.result, path=goal))

    async def discard(self, failure: PlacingFailed) -> None:
        """Give up a finished file that has no name yet."""
        await self._thread.call(failure.finished.discard)

    async def sweep(self, folders: Sequence[Path]) -> int:
        """Remove what killed exports left in these folders; gives how many files and folders that were."""
        return await self._thread.call(lambda: sum(sweep_orphans(folder) for folder in folders))

    async def _take_all(
        self,
        job: ExportJob,
        pages: AsyncIterator[Sequence[Record]],
        target: Path,
        on_progress: Callable[[int], None],
    ) -> None:
        step, taken = _Step(), 0
        async for page in pages:
            start = 0
            while start < len(page):
                batch = page[start : start + step.rows]
                await self._run(step.timed(_taking(job, batch), len(batch)), target)
                start += len(batch)
                taken += len(batch)
                on_progress(taken)

    async def _write_waiting(self, job: ExportJob, target: Path, on_writing: Callable[[int], None] | None) -> None:
        step, told = _Step(), job.rows_written
        while await self._run(step.timed(_writing(job, step.rows), step.rows), target):
            if on_writing is not None and job.rows_written > told:
                told = job.rows_written
                on_writing(told)

    async def _place(self, finished: PartialFile, target: Path, result: ExportResult) -> ExportResult:
        try:
            await self._run(lambda: finished.place(target), target)
        except TargetInUse as error:
            raise PlacingFailed(finished, result) from error
        return result

    async def _run(self, work: Callable[[], Result], target: Path) -> Result:
        try:
            return await self._thread.call(work)
        except OSError as error:
            raise file_not_written(error, target) from error

    async def _abort(self, job: ExportJob) -> None:
        job.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(_ABORT_SECONDS):
                await self._thread.call(job.abort)


class _Step:
    """How many rows are written in one go: as many as take `_STEP_SECONDS` of work."""

    def __init__(self) -> None:
        self.rows = _FIRST_ROWS

    def timed(self, work: Callable[[], Result], rows: int) -> Callable[[], Result]:
        """The same work on so many rows; how long it takes decides how many the next step has."""

        def run() -> Result:
            begun = time.perf_counter()
            result = work()
            fitting = int(rows * _STEP_SECONDS / max(time.perf_counter() - begun, 1e-6))
            self.rows = min(max(fitting, _FEWEST_ROWS), 2 * self.rows, _MOST_ROWS)
            return result

        return run


def _taking(job: ExportJob, batch: Sequence[Record]) -> Callable[[], None]:
    return lambda: job.take(batch)


def _writing(job: ExportJob, most: int) -> Callable[[], bool]:
    return lambda: job.write_waiting(most)


def _result(target: Path, written: Written, coverage: Coverage) -> ExportResult:
    notes = written.notes
    if written.cut_cells:
        notes = (*notes, f"Texts too long for a cell, cut with a mark: {written.cut_cells:,}.")
    told = replace(coverage, notes=(*coverage.notes, *notes))
    return ExportResult(target, written.rows, written.sends, written.cut_cells, told)
