"""Exports that end badly: no room, a limit, a kill at any moment."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from leaddesk.exporting.orphans import sweep_orphans
from leaddesk.services.export import (
    ExportFormat,
    ExportService,
)
from tests.services.export_parts import (
    SUFFIXES,
    dead_process,
    every_format,
    export,
    files_in,
    ids_in,
)

REPOSITORY = Path(__file__).parents[2]

EXPORT_IN_A_CHILD = f"""
import asyncio, pathlib, resource, sys
sys.path[:0] = [{str(REPOSITORY)!r}]
from tests.services import export_parts as cases
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
sys.path[:0] = [{str(REPOSITORY)!r}]
from tests.services import export_parts as cases

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
