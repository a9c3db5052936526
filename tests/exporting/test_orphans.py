from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from leaddesk.exporting.orphans import sweep_orphans

HOUR_SECONDS = 3600.0


def dead_process() -> int:
    """The number of a process that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_orphans_of_dead_processes_are_swept_and_nothing_else(tmp_path: Path) -> None:
    dead, alive = dead_process(), os.getpid()
    names = {
        "orphan": f".leaddesk-{dead}-0123456789abcdef.part",
        "rows": f".leaddesk-{dead}-0123456789abcdef.rows",
        "young": f".leaddesk-{dead}-00000000000000ff.part",
        "running": f".leaddesk-{alive}-0123456789abcdef.part",
        "other": ".leaddesk-notes.part",
        "longer": f".leaddesk-{dead}-0123456789abcdef.part.txt",
        "leads": "leads.csv",
    }
    for key, name in names.items():
        path = tmp_path / name
        if key == "rows":
            path.mkdir()
            (path / "tmp1").write_bytes(b"personal")
        else:
            path.write_bytes(b"personal")
        if key != "young":
            long_ago = time.time() - HOUR_SECONDS - 60
            os.utime(path, (long_ago, long_ago))
    assert sweep_orphans(tmp_path) == 2
    assert {path.name for path in tmp_path.iterdir()} == set(names.values()) - {names["orphan"], names["rows"]}
    assert sweep_orphans(tmp_path, older_than_seconds=-1) == 1
    assert sweep_orphans(tmp_path / "gone") == 0


def test_an_orphan_that_is_a_link_is_removed_and_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "leads.csv").write_bytes(b"old")
    (tmp_path / f".leaddesk-{dead_process()}-0123456789abcdef.rows").symlink_to(precious)
    assert sweep_orphans(tmp_path, older_than_seconds=-1) == 1
    assert (precious / "leads.csv").exists()
