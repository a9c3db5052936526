"""Records, plans and files for the tests of exporting."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from leaddesk.domain.columns import Column
from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record, RecordKind
from leaddesk.exporting.export_job import open_writer
from leaddesk.exporting.partial_file import PartialFile
from leaddesk.exporting.plan import ExportFormat, ExportPlan, Written

MakeRecord = Callable[..., Record]
MakePlan = Callable[..., ExportPlan]
WriteFile = Callable[..., Written]


@pytest.fixture
def make_record() -> MakeRecord:
    """A record of an object, or of the very bytes given."""

    def make(source: dict[str, Any] | bytes, record_id: str = "1", position: int = 0) -> Record:
        held = source if isinstance(source, bytes) else json.dumps(source).encode()
        return Record("a1", "leadexec", RecordKind.LEAD, record_id, held, position)

    return make


@pytest.fixture
def make_plan() -> MakePlan:
    """A plan of the columns given."""

    def make(file_format: ExportFormat, columns: Sequence[Column], **others: Any) -> ExportPlan:
        return ExportPlan(
            file_format=file_format,
            account_name="Example account",
            provider_key="leadexec",
            provider_title="LeadExec",
            search_title="Leads",
            asked=(("Lead type", "Mortgage"), ("Start", "2026-01-01")),
            columns=tuple(columns),
            started_at=datetime(2026, 1, 31, 8, 15, tzinfo=UTC),
            **others,
        )

    return make


@pytest.fixture
def write_file() -> WriteFile:
    """Write records into a file by a plan, the whole way to its name."""

    def write(
        plan: ExportPlan, records: Sequence[Record], target: Path, coverage: Coverage | None = None, **others: Any
    ) -> Written:
        part = PartialFile(target)
        writer = others["writer"](part, plan) if "writer" in others else open_writer(part, plan)
        writer.add(records)
        count = len(records)
        written = writer.finish(coverage or Coverage(complete=True, total=count, loaded=count))
        part.place()
        return written

    return write
