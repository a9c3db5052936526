"""`leaddesk search`: a query from the command line, to standard output or into a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from leaddesk.cli.exit_status import ExitStatus, status_of
from leaddesk.cli.progress import ProgressLine
from leaddesk.cli.search_input import (
    check_target,
    find_search,
    read_columns,
    read_limit,
    read_pairs,
    read_query,
    read_sort,
)
from leaddesk.cli.standard_streams import print_coverage, print_error, write_bytes
from leaddesk.domain.account import Account
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import Coverage
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.record import Record
from leaddesk.domain.search import Query, RawValues, SearchSpec
from leaddesk.services.browse import WholeResult
from leaddesk.services.export import ExportResult, PlacingFailed, format_of, record_line, suggest_other_name
from leaddesk.services.export_plan import export_plan

if TYPE_CHECKING:
    from leaddesk.composition import Desk


@dataclass(frozen=True, slots=True)
class _Asked:
    """A search as it was asked for on the command line, checked. `columns` and `limit` None mean all."""

    account: Account
    info: ProviderInfo
    spec: SearchSpec
    raw: RawValues
    query: Query
    columns: tuple[Column, ...] | None
    limit: int | None
    target: Path | None


async def run_search(arguments: argparse.Namespace, loose: list[str], desk: Desk) -> int:
    """Search one account; gives the exit status.

    Raises:
        InvalidInput: nothing was sent.
        BrokenPipeError: the reader of standard output has left.
    """
    asked = _read_arguments(arguments, loose, desk)
    progress = ProgressLine(f"{asked.spec.record_kind.value}s")
    searching = _Searching(asked, desk, progress)
    try:
        await searching.run()
    except LeaddeskError as error:
        progress.clear()
        print_error(error)
        print_coverage(searching.coverage(stopped=error.what))
        return status_of(error)
    except BrokenPipeError:
        print_coverage(searching.coverage(stopped="The reader of standard output has left."))
        raise
    finally:
        progress.clear()
    return searching.conclude()


def _read_arguments(arguments: argparse.Namespace, loose: list[str], desk: Desk) -> _Asked:
    account = desk.accounts.find(arguments.account)
    info = desk.accounts.info(account.provider)
    spec = find_search(info, arguments.search)
    raw = read_sort(spec, read_pairs(spec, [*arguments.values, *loose]), arguments.sort)
    columns = read_columns(spec, arguments.columns)
    limit = read_limit(arguments.limit, everything=arguments.all)
    page_size = spec.page_size if arguments.page_size is None else arguments.page_size
    query = read_query(spec, account, raw, page_size)
    if arguments.to is not None:
        check_target(arguments.to)
    return _Asked(account, info, spec, raw, query, columns, limit, arguments.to)


class _Searching:
    """One search under way: what came, and what is to be said of it at the end."""

    def __init__(self, asked: _Asked, desk: Desk, progress: ProgressLine) -> None:
        self._asked = asked
        self._desk = desk
        self._progress = progress
        self._result: WholeResult | None = None
        self._written: ExportResult | None = None

    async def run(self) -> None:
        """Load and write all that was asked for.

        Raises:
            LeaddeskError: nothing came, or nothing can be written.
        """
        asked = self._asked
        provider = await self._desk.accounts.connect(asked.account, self._progress.wait)
        result = self._result = WholeResult(provider, asked.spec, asked.query, limit=asked.limit)
        if asked.target is None:
            await self._print_lines(result)
        else:
            self._written = await self._write_file(result, asked.target)

    def coverage(self, *, stopped: str = "") -> Coverage:
        """What was covered so far; `stopped` says what ended it, when something did."""
        if self._written is not None:
            return self._written.coverage
        statement = Coverage(complete=False, total=None, loaded=0)
        if self._result is not None:
            statement = self._result.coverage()
        if stopped:
            return replace(statement, complete=False, notes=(*statement.notes, stopped))
        return replace(statement, notes=(*statement.notes, *self._columns_not_seen()))

    def conclude(self) -> int:
        """Say how it ended, coverage last; gives the exit status."""
        result, written, coverage = self._result, self._written, self.coverage()
        if result is not None and result.error is not None:
            print_error(result.error)
        if written is not None:
            kind = self._asked.spec.record_kind.value
            print(f"wrote {written.rows:,} {kind}{'' if written.rows == 1 else 's'} to {written.path}", file=sys.stderr)
        print_coverage(coverage)
        if written is not None and written.path != self._asked.target:
            return ExitStatus.FAILED
        is_as_asked = result is not None and result.limit_reached and not coverage.skipped and result.error is None
        return ExitStatus.COMPLETE if coverage.complete or is_as_asked else ExitStatus.PARTIAL

    async def _print_lines(self, result: WholeResult) -> None:
        async for records in result.batches():
            self._progress.clear()
            columns = self._columns(result) or result.columns
            write_bytes(b"".join(record_line(self._asked.account.name, record, columns) for record in records))
            self._show(result.tally.loaded)

    async def _write_file(self, result: WholeResult, target: Path) -> ExportResult:
        """The first page is read before the file is begun: it shows what kind of values a column holds."""
        asked = self._asked
        batches = result.batches()
        first = await anext(batches, ())
        plan = export_plan(
            asked.info,
            asked.spec,
            asked.account,
            asked.raw,
            file_format=format_of(target),
            named=result.columns,
            columns=self._columns(result),
        )
        writing = ProgressLine(f"{asked.spec.record_kind.value}s written")
        try:
            return await self._desk.exports.export(
                plan,
                _after(first, batches),
                target,
                coverage=self.coverage,
                on_progress=self._show,
                on_writing=lambda count: writing.show(count, result.tally.loaded),
            )
        except PlacingFailed as failure:  # what was loaded is too dear to be thrown away
            print_error(LeaddeskError(failure.what, "The file was given another name."))
            return await self._desk.exports.retry_placing(failure, suggest_other_name(target))
        finally:
            writing.clear()

    def _columns(self, result: WholeResult) -> tuple[Column, ...] | None:
        """The columns asked for, each as the data showed it where it is not declared."""
        if self._asked.columns is None:
            return None
        seen = {column.key: column for column in result.columns}
        return tuple(seen.get(column.key, column) for column in self._asked.columns)

    def _columns_not_seen(self) -> list[str]:
        """Columns asked for that stood in no record: a misspelt name must not look like empty values."""
        result = self._result
        if result is None or not result.tally.loaded:
            return []
        seen = {column.key for column in result.columns}
        kind = self._asked.spec.record_kind.value
        return [
            f"No {kind} had a column “{column.key}”." for column in self._asked.columns or () if column.key not in seen
        ]

    def _show(self, count: int) -> None:
        total, limit = self._result.total if self._result is not None else None, self._asked.limit
        self._progress.show(count, total if total is None or limit is None else min(total, limit))


async def _after(first: Sequence[Record], rest: AsyncIterator[Sequence[Record]]) -> AsyncIterator[Sequence[Record]]:
    yield first
    async for records in rest:
        yield records
