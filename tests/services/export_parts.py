"""What the tests of exports share: records, plans, and reading files back."""

from __future__ import annotations

import asyncio
import csv
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record, RecordKind
from leaddesk.services.export import (
    ExportFormat,
    ExportPlan,
    ExportResult,
    ExportService,
)

SUFFIXES = {ExportFormat.XLSX: ".xlsx", ExportFormat.CSV_EXACT: ".csv", ExportFormat.JSON_LINES: ".jsonl"}
every_format = pytest.mark.parametrize("file_format", list(SUFFIXES))


def record(number: int, **fields: Any) -> Record:
    source = json.dumps({"UID": number, "Fields": {"Phone": f"+1202555{number:04d}", **fields}}).encode()
    return Record("a1", "leadexec", RecordKind.LEAD, str(number), source, number)


def plan(file_format: ExportFormat, **others: Any) -> ExportPlan:
    columns = (
        Column("UID", "UID", Kind.IDENTIFIER, ("UID",)),
        Column("Fields.Phone", "Phone", Kind.PHONE, ("Fields", "Phone")),
    )
    return ExportPlan(
        file_format, "Example", "leadexec", "LeadExec", "Leads", (), columns, datetime(2026, 1, 31, tzinfo=UTC), **others
    )  # fmt: skip


async def pages_of(count: int, size: int = 250) -> AsyncIterator[Sequence[Record]]:
    for start in range(0, count, size):
        await asyncio.sleep(0)
        yield [record(number) for number in range(start, min(start + size, count))]


def whole(count: int) -> Coverage:
    return Coverage(complete=True, total=count, loaded=count)


def files_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def dead_process() -> int:
    """The number of a process that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def ids_in(path: Path) -> list[str]:
    """The ids in a file, whatever its kind, read by another library."""
    if path.suffix == ".xlsx":
        return [str(row[0]) for row in CalamineWorkbook.from_path(path).get_sheet_by_name("Leads").to_python()[1:]]
    if path.suffix == ".csv":
        return [row[0] for row in list(csv.reader(path.read_text().splitlines()))[1:]]
    return [json.loads(line)["id"] for line in path.read_text().splitlines()]


async def export(service: ExportService, target: Path, count: int, **others: Any) -> ExportResult:
    kinds = {suffix: kind for kind, suffix in SUFFIXES.items()}
    return await service.export(
        others.pop("plan", plan(kinds[target.suffix])),
        others.pop("pages", pages_of(count)),
        target,
        coverage=others.pop("coverage", lambda: whole(count)),
        on_progress=others.pop("on_progress", lambda _count: None),
        **others,
    )


def discover(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    keys = dict.fromkeys(key for row in rows for key in row["Fields"])
    return tuple(Column(f"Fields.{key}", key, Kind.TEXT, ("Fields", key)) for key in keys)
