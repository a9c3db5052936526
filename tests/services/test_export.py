from __future__ import annotations

import asyncio
import csv
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import FileNotWritten, NetworkCause, NotReachable
from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import FieldValue
from leaddesk.domain.send_history import Send, SendHistory
from leaddesk.exporting.orphans import sweep_orphans
from leaddesk.exporting.partial_file import PartialFile
from leaddesk.services.export import (
    ExportFormat,
    ExportPlan,
    ExportResult,
    ExportService,
    PlacingFailed,
)

REPOSITORY = Path(__file__).parents[2]
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


def discover(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    keys = dict.fromkeys(key for row in rows for key in row["Fields"])
    return tuple(Column(f"Fields.{key}", key, Kind.TEXT, ("Fields", key)) for key in keys)


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


EXPORT_IN_A_CHILD = f"""
import asyncio, pathlib, resource, sys
sys.path[:0] = [{str(Path(__file__).parent)!r}]
import test_export as cases
from leaddesk.domain.errors import FileNotWritten

target, most_bytes, passes = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
kind = next(kind for kind, suffix in cases.SUFFIXES.items() if suffix == target.suffix)
plan = cases.plan(kind, discover_columns=cases.discover if passes == 2 else None)
if most_bytes:
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
else:
    target.write_bytes(b"old")
try:
    asyncio.run(cases.export(cases.ExportService(), target, 20_000, plan=plan))
except FileNotWritten as error:
    print(error.what)
print(sorted(path.name for path in target.parent.iterdir()), target.read_bytes())
"""
NO_ROOM = "There is no room left for “{}” on this disk, or a limit on its size was reached."


@pytest.mark.parametrize("passes", [1, 2])
@every_format
def test_a_limit_on_the_size_of_files_leaves_the_old_file_and_nothing_else(
    file_format: ExportFormat, passes: int, tmp_path: Path
) -> None:
    target = tmp_path / f"leads{SUFFIXES[file_format]}"
    target.write_bytes(b"old")
    command = [sys.executable, "-W", "error", "-c", EXPORT_IN_A_CHILD, str(target), "200000", str(passes)]
    child = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert child.stdout.splitlines() == [NO_ROOM.format(target.name), f"['{target.name}'] b'old'"]
    assert child.stderr == ""


def can_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    command = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="no file system can be mounted here")
@every_format
def test_a_full_disk_leaves_the_old_file_and_nothing_else(file_format: ExportFormat, tmp_path: Path) -> None:
    target = tmp_path / f"leads{SUFFIXES[file_format]}"
    script = 'mount -t tmpfs -o size=200k none "$1" && shift && exec "$@"'
    command = [
        "unshare", "-rm", "sh", "-c", script, "sh", str(tmp_path),
        sys.executable, "-W", "error", "-c", EXPORT_IN_A_CHILD, str(target), "0", "1",
    ]  # fmt: skip
    child = subprocess.run(command, capture_output=True, text=True, check=True, cwd=REPOSITORY)
    assert child.stdout.splitlines() == [NO_ROOM.format(target.name), f"['{target.name}'] b'old'"]
    assert child.stderr == ""


NURSERY = f"""
import asyncio, os, pathlib, sys
sys.path[:0] = [{str(Path(__file__).parent)!r}]
import test_export as cases

async def export_for_ever(target):
    service = cases.ExportService()
    while True:
        await cases.export(service, target, 400)

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        os.close(0)
        asyncio.run(export_for_ever(pathlib.Path(line.strip())))
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


@pytest.fixture
def nursery() -> Iterator[subprocess.Popen[str]]:
    """A process that has imported everything and forks a child for each line, which exports until it is killed."""
    command = [sys.executable, "-c", NURSERY]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY
    ) as process:  # fmt: skip
        yield process
        process.communicate()


@pytest.mark.anyio
@every_format
async def test_a_kill_at_any_moment_leaves_the_old_or_the_whole_new_file_and_orphans_are_swept(
    file_format: ExportFormat, nursery: subprocess.Popen[str], tmp_path: Path
) -> None:
    target = tmp_path / f"leads{SUFFIXES[file_format]}"
    target.write_bytes(b"old")
    moments = random.Random(2026)
    orphans = 0
    found: list[int] = []
    for number in range(14):
        kill_one(nursery, target, moments.uniform(0.0, 0.25), first=number == 0)
        found.append(-1 if target.read_bytes() == b"old" else len(ids_in(target)))
        orphans = max(orphans, len(files_in(tmp_path)) - 1)
    assert set(found) <= {-1, 400}
    assert 400 in found
    assert orphans > 0
    long_ago = time.time() - 7200
    for path in files_in(tmp_path):
        os.utime(path, (long_ago, long_ago))
    assert (await export(ExportService(), target, 3)).rows == 3
    assert files_in(tmp_path) == [target]
    assert sweep_orphans(tmp_path, older_than_seconds=-1) == 0


def kill_one(nursery: subprocess.Popen[str], target: Path, after_seconds: float, *, first: bool) -> None:
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(f"{target}\n")
    nursery.stdin.flush()
    child = int(nursery.stdout.readline())
    while first and target.read_bytes() == b"old":
        time.sleep(0.01)
    time.sleep(after_seconds)
    os.kill(child, 9)
    assert nursery.stdout.readline() == "ended\n"


@pytest.mark.anyio
async def test_the_service_sweeps_folders_that_are_named_to_it(tmp_path: Path) -> None:
    orphan = tmp_path / f".leaddesk-{dead_process()}-0123456789abcdef.part"
    orphan.write_bytes(b"personal")
    long_ago = time.time() - 7200
    os.utime(orphan, (long_ago, long_ago))
    assert await ExportService().sweep([tmp_path, tmp_path / "gone"]) == 1
    assert files_in(tmp_path) == []


@pytest.mark.anyio
async def test_an_error_in_what_the_plan_calls_goes_on_to_the_caller_and_leaves_nothing(tmp_path: Path) -> None:
    def fail(_record: Record) -> Callable[..., Any]:
        raise ZeroDivisionError

    failing = replace(plan(ExportFormat.XLSX), read_sends=fail)
    with pytest.raises(ZeroDivisionError):
        await export(ExportService(), tmp_path / "leads.xlsx", 10, plan=failing)
    assert files_in(tmp_path) == []
