"""`leaddesk search`: a query from the command line, to standard output or into a file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from leaddesk.cli.program import ExitStatus, print_error, status_of
from leaddesk.cli.progress import ProgressLine
from leaddesk.cli.search_input import (
    DEFAULT_PAGE_SIZE,
    find_search,
    read_columns,
    read_limit,
    read_pairs,
    read_sort,
)
from leaddesk.domain.account import Account
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import FieldProblem, InvalidInput, LeaddeskError
from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record
from leaddesk.domain.search import build_query
from leaddesk.services.browse import WholeResult
from leaddesk.services.export import ExportPlan, check_target, format_of, record_line
from leaddesk.services.export_plan import export_plan

if TYPE_CHECKING:
    from leaddesk.composition import Desk


async def run_search(arguments: argparse.Namespace, loose: list[str], desk: Desk) -> int:
    """Search one account; gives the exit status.

    Raises:
        LeaddeskError: nothing was sent, or nothing came.
    """
    account = desk.accounts.find(arguments.account)
    info = desk.accounts.info(account.provider)
    spec = find_search(info, arguments.search)
    raw = read_sort(spec, read_pairs(spec, [*arguments.values, *loose]), arguments.sort)
    columns = read_columns(spec, arguments.columns)
    limit = read_limit(arguments.limit, everything=arguments.all)
    size = arguments.page_size if arguments.page_size is not None else DEFAULT_PAGE_SIZE
    query = build_query(spec, account_id=account.id, provider=info.key, raw=raw, page_size=size)
    if arguments.to is not None:
        _check_target(arguments.to)
    progress = ProgressLine(f"{spec.record_kind.value}s")
    coverage = Coverage(complete=False, total=None, loaded=0)
    result: WholeResult | None = None
    try:
        provider = await desk.accounts.connect(account, progress.wait)
        result = WholeResult(provider, spec, query, limit=limit)
        if arguments.to is None:
            await _print_lines(account, result, columns, progress)
            coverage = result.coverage()
        else:
            kind = format_of(arguments.to)
            plan = export_plan(info, spec, account, raw, file_format=kind, columns=columns)
            coverage = await _write_file(desk, result, plan, arguments.to, progress)
        coverage = _with_unknown_columns(coverage, columns, result)
    except LeaddeskError as error:
        progress.clear()
        loaded = result.coverage() if result is not None else coverage
        print_error(error)
        _print_coverage(replace(loaded, complete=False, notes=(*loaded.notes, error.what)))
        return status_of(error)
    progress.clear()
    if result.error is not None:
        print_error(result.error)
    _print_coverage(coverage)
    return _exit_status(result, coverage)


def _exit_status(result: WholeResult, coverage: Coverage) -> int:
    if coverage.complete or (result.limit_reached and not coverage.skipped and result.error is None):
        return ExitStatus.COMPLETE
    return ExitStatus.PARTIAL


def _check_target(target: Path) -> None:
    format_of(target, field="--to")
    try:
        check_target(target)
    except LeaddeskError as error:
        raise InvalidInput((FieldProblem("--to", error.what),)) from None


async def _print_lines(
    account: Account, result: WholeResult, columns: tuple[Column, ...] | None, progress: ProgressLine
) -> None:
    async for records in result.batches():
        progress.clear()
        chosen = columns if columns is not None else result.columns
        for record in records:
            sys.stdout.buffer.write(record_line(account.name, record, chosen))
        sys.stdout.buffer.flush()
        progress.show(result.tally.loaded, result.total)


async def _write_file(
    desk: Desk, result: WholeResult, plan: ExportPlan, target: Path, progress: ProgressLine
) -> Coverage:
    outcome = await desk.exports.export(
        plan,
        _batches(result),
        target,
        coverage=result.coverage,
        on_progress=lambda count: progress.show(count, result.total),
    )
    progress.clear()
    print(f"wrote {outcome.rows:,} {plan.record_noun} to {outcome.path}", file=sys.stderr)
    return outcome.coverage


async def _batches(result: WholeResult) -> AsyncIterator[Sequence[Record]]:
    async for records in result.batches():
        yield records


def _with_unknown_columns(coverage: Coverage, columns: tuple[Column, ...] | None, result: WholeResult) -> Coverage:
    """Say which columns asked for by name stood in no record: a misspelt name must not look like empty values."""
    known = {column.key for column in result.columns}
    notes = [
        f"No {result.spec.record_kind.value} had a column “{column.key}”."
        for column in columns or ()
        if column.key not in known
    ]
    return replace(coverage, notes=(*coverage.notes, *notes))


def _print_coverage(coverage: Coverage) -> None:
    sys.stdout.flush()
    print("coverage: " + json.dumps(coverage.as_json(), ensure_ascii=False), file=sys.stderr, flush=True)
