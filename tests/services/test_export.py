from __future__ import annotations

import asyncio
import csv
import json
import os
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from leaddesk.domain.cell import Kind
from leaddesk.domain.errors import FileNotWritten, NetworkCause, NotReachable
from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import FieldValue
from leaddesk.domain.send_history import Send, SendHistory
from leaddesk.exporting.partial_file import PartialFile
from leaddesk.services.export import (
    ExportFormat,
    ExportService,
    PlacingFailed,
)
from tests.services.export_parts import (
    SUFFIXES,
    discover,
    every_format,
    export,
    files_in,
    ids_in,
    pages_of,
    plan,
    record,
    whole,
)


@pytest.mark.anyio
@every_format
async def test_every_record_of_every_page_is_in_the_file(file_format: ExportFormat, tmp_path: Path) -> None:
    target = tmp_path / f"leads{SUFFIXES[file_format]}"
    progress: list[int] = []
    result = await export(ExportService(), target, 1050, on_progress=progress.append)
    assert ids_in(target) == [str(number) for number in range(1050)]
    assert (result.path, result.rows, result.sends, result.cut_cells) == (target, 1050, 0, 0)
    assert result.coverage == whole(1050)
    assert progress == sorted(set(progress))
    assert progress[-1] == 1050
    assert max(later - former for former, later in zip([0, *progress], progress, strict=False)) <= 500
    assert files_in(tmp_path) == [target]


@pytest.mark.anyio
async def test_a_batch_of_any_size_is_written_in_steps_between_which_others_have_their_turn(tmp_path: Path) -> None:
    turns = 0
    at_progress: list[int] = []

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def one_batch() -> AsyncIterator[Sequence[Record]]:
        yield [record(number) for number in range(20_000)]

    task = asyncio.create_task(others())
    await export(
        ExportService(),
        tmp_path / "leads.xlsx",
        20_000,
        pages=one_batch(),
        on_progress=lambda _n: at_progress.append(turns),
    )
    task.cancel()
    await asyncio.wait([task])
    assert len(at_progress) >= 20_000 / 500
    assert at_progress == sorted(set(at_progress))


@pytest.mark.anyio
async def test_records_that_take_long_are_written_a_few_at_a_time(tmp_path: Path) -> None:
    def read_slowly(_record: Record) -> SendHistory | None:
        time.sleep(0.001)
        return None

    progress: list[int] = []
    slow = replace(plan(ExportFormat.XLSX), read_sends=read_slowly)
    await export(ExportService(), tmp_path / "leads.xlsx", 200, plan=slow, on_progress=progress.append)
    steps = [later - former for former, later in zip([0, *progress], progress, strict=False)]
    assert sum(steps) == 200
    assert max(steps[1:]) <= 10


@pytest.mark.anyio
async def test_sends_are_counted_and_told_apart_from_the_rows_that_are_written(tmp_path: Path) -> None:
    rows = (FieldValue("Client", "Client", Kind.TEXT, "Example Client"),)
    one = Send("", None, "", "", None, None, "", "", None, None, None, "", None, (), (), rows)
    history = SendHistory(was_sent=True, announced=2, sends=(one, one))
    written: list[int] = []
    target = tmp_path / "leads.xlsx"
    result = await export(
        ExportService(),
        target,
        700,
        plan=replace(plan(ExportFormat.XLSX, discover_columns=discover), read_sends=lambda _record: history),
        on_writing=written.append,
    )
    assert (result.rows, result.sends) == (700, 1400)
    assert written == sorted(set(written))
    assert written[-1] == 700
    sends = CalamineWorkbook.from_path(target).get_sheet_by_name("Sends").to_python()
    assert sends[1:] == [[str(number // 2), "Example Client"] for number in range(1400)]


@pytest.mark.anyio
@every_format
async def test_a_field_that_only_the_last_record_has_is_in_the_file(file_format: ExportFormat, tmp_path: Path) -> None:
    async def pages() -> AsyncIterator[Sequence[Record]]:
        yield [record(number) for number in range(300)]
        yield [record(300, Late="found")]

    target = tmp_path / f"leads{SUFFIXES[file_format]}"
    loaded: list[int] = []
    written: list[int] = []
    result = await export(
        ExportService(),
        target,
        301,
        plan=plan(file_format, discover_columns=discover),
        pages=pages(),
        on_progress=loaded.append,
        on_writing=written.append,
    )
    assert result.rows == 301
    assert len(ids_in(target)) == 301
    if file_format is ExportFormat.XLSX:
        rows = list(openpyxl.load_workbook(target)["Leads"].iter_rows(values_only=True))
        assert (rows[0], rows[1][2], rows[301][2]) == (("UID", "Phone", "Late"), None, "found")
    elif file_format is ExportFormat.CSV_EXACT:
        rows = list(csv.reader(target.read_text().splitlines()))
        assert (rows[0][2], rows[1][2], rows[301][2]) == ("Fields.Late", "", "found")
    else:
        assert json.loads(target.read_text().splitlines()[300])["values"]["Fields.Late"] == "found"
    assert loaded[-1] == 301
    assert written == sorted(set(written))
    assert written[-1:] == ([] if file_format is ExportFormat.JSON_LINES else [301])
    assert files_in(tmp_path) == [target]


@pytest.mark.anyio
@every_format
async def test_a_failed_load_makes_no_file_and_leaves_the_old_one(file_format: ExportFormat, tmp_path: Path) -> None:
    async def pages() -> AsyncIterator[Sequence[Record]]:
        yield [record(number) for number in range(700)]
        raise NotReachable("The host did not answer.", host="example.com", cause=NetworkCause.SILENT)

    target = tmp_path / f"leads{SUFFIXES[file_format]}"
    target.write_bytes(b"old")
    with pytest.raises(NotReachable):
        await export(ExportService(), target, 0, pages=pages())
    assert target.read_bytes() == b"old"
    assert files_in(tmp_path) == [target]


@pytest.mark.anyio
async def test_pages_that_end_early_make_a_file_that_says_so(tmp_path: Path) -> None:
    target = tmp_path / "leads.xlsx"
    partial = Coverage(complete=False, total=2000, loaded=700, notes=("The host did not answer.",))
    result = await export(ExportService(), target, 700, coverage=lambda: partial)
    about = CalamineWorkbook.from_path(target).get_sheet_by_name("About").to_python()
    assert ["Leads in this file", "700 of 2,000"] in about
    assert ["Note", "The host did not answer."] in about
    assert result.coverage == partial


@pytest.mark.anyio
async def test_what_did_not_fit_is_added_to_the_coverage(tmp_path: Path) -> None:
    async def pages() -> AsyncIterator[Sequence[Record]]:
        yield [record(1, Phone="5" * 40_000)]

    result = await export(ExportService(), tmp_path / "leads.xlsx", 1, pages=pages())
    assert result.cut_cells == 1
    assert result.coverage.notes == ("Texts too long for a cell, cut with a mark: 1.",)


class Halt:
    """Pages that stand still in the middle until they are cancelled, and tell when they do."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.reached = asyncio.Event()
        self.closed = False

    async def pages(self) -> AsyncIterator[Sequence[Record]]:
        try:
            async for page in pages_of(self.count):
                yield page
            self.reached.set()
            await asyncio.Event().wait()
        finally:
            self.closed = True


@pytest.mark.anyio
@pytest.mark.parametrize("two_passes", [False, True])
@every_format
async def test_a_cancel_in_the_middle_leaves_the_old_file_and_nothing_else(
    file_format: ExportFormat, two_passes: bool, tmp_path: Path
) -> None:
    target = tmp_path / f"leads{SUFFIXES[file_format]}"
    target.write_bytes(b"old")
    halt = Halt(500)
    others = {"plan": plan(file_format, discover_columns=discover)} if two_passes else {}
    task = asyncio.create_task(export(ExportService(), target, 1000, pages=halt.pages(), **others))
    await halt.reached.wait()
    assert len(files_in(tmp_path)) > 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert target.read_bytes() == b"old"
    assert files_in(tmp_path) == [target]
    assert halt.closed


@pytest.mark.anyio
async def test_a_cancel_while_the_workbook_is_packed_ends_the_packing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The packing of a large workbook takes seconds: Cancel would seem to do nothing until it is over."""
    finished: list[PartialFile] = []
    monkeypatch.setattr(PartialFile, "finish", finished.append)
    packing, loop, write = asyncio.Event(), asyncio.get_running_loop(), PartialFile.write

    def told_write(part: PartialFile, data: bytes) -> int:
        if len(data) > 1000:  # of the rows: everything before them is small
            loop.call_soon_threadsafe(packing.set)
        return write(part, data)

    monkeypatch.setattr(PartialFile, "write", told_write)
    target = tmp_path / "leads.xlsx"
    target.write_bytes(b"old")
    texts = random.Random(7)

    async def pages() -> AsyncIterator[Sequence[Record]]:
        for number in range(4000):
            yield [record(number, Phone=texts.randbytes(1000).hex())]

    task = asyncio.create_task(export(ExportService(), target, 4000, pages=pages()))
    await packing.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not finished
    assert target.read_bytes() == b"old"
    assert files_in(tmp_path) == [target]


@pytest.mark.anyio
async def test_an_export_after_a_cancelled_one_works(tmp_path: Path) -> None:
    service = ExportService()
    halt = Halt(10)
    task = asyncio.create_task(export(service, tmp_path / "a.xlsx", 10, pages=halt.pages()))
    await halt.reached.wait()
    task.cancel()
    await asyncio.wait([task])
    assert (await export(service, tmp_path / "a.xlsx", 10)).rows == 10


@pytest.mark.anyio
async def test_two_exports_to_one_name_leave_one_whole_file(tmp_path: Path) -> None:
    service = ExportService()
    target = tmp_path / "leads.xlsx"
    results = await asyncio.gather(export(service, target, 600), export(service, target, 900))
    assert [result.rows for result in results] == [600, 900]
    assert ids_in(target) in ([str(n) for n in range(600)], [str(n) for n in range(900)])
    assert files_in(tmp_path) == [target]


@pytest.mark.anyio
async def test_a_target_that_cannot_be_written_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    asked: list[int] = []

    async def pages() -> AsyncIterator[Sequence[Record]]:
        asked.append(1)
        yield [record(1)]

    (tmp_path / "file").touch()
    with pytest.raises(FileNotWritten, match="is not there"):
        await export(ExportService(), tmp_path / "file" / "leads.xlsx", 1, pages=pages())
    assert asked == []


@pytest.mark.anyio
async def test_a_file_open_elsewhere_can_be_placed_again_or_under_another_name_or_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = ExportService()
    target = tmp_path / "leads.csv"
    target.write_bytes(b"old")
    held = [True]
    real = os.replace

    def replace_unless_held(source: Path, goal: Path) -> None:
        if held[0] and goal == target:
            error = PermissionError(13, "held")
            error.winerror = 32  # type: ignore[attr-defined]
            raise error
        real(source, goal)

    monkeypatch.setattr(os, "replace", replace_unless_held)
    monkeypatch.setattr("leaddesk.exporting.partial_file._PAUSES_SECONDS", (0.001,))
    with pytest.raises(PlacingFailed, match="is open in another program") as first:
        await export(service, target, 20)
    assert target.read_bytes() == b"old"
    with pytest.raises(PlacingFailed):
        await service.retry_placing(first.value)
    other = await service.retry_placing(first.value, tmp_path / "leads (2).csv")
    assert (other.path, other.rows) == (tmp_path / "leads (2).csv", 20)
    assert len(ids_in(other.path)) == 20
    with pytest.raises(PlacingFailed) as second:
        await export(service, target, 30)
    held[0] = False
    assert (await service.retry_placing(second.value)).rows == 30
    assert len(ids_in(target)) == 30
    held[0] = True
    with pytest.raises(PlacingFailed) as third:
        await export(service, target, 40)
    await service.discard(third.value)
    assert [path.name for path in files_in(tmp_path)] == ["leads (2).csv", "leads.csv"]


@pytest.mark.anyio
async def test_an_error_in_what_the_plan_calls_goes_on_to_the_caller_and_leaves_nothing(tmp_path: Path) -> None:
    def fail(_record: Record) -> Callable[..., Any]:
        raise ZeroDivisionError

    failing = replace(plan(ExportFormat.XLSX), read_sends=fail)
    with pytest.raises(ZeroDivisionError):
        await export(ExportService(), tmp_path / "leads.xlsx", 10, plan=failing)
    assert files_in(tmp_path) == []
