"""What killed exports left behind: temporary files with personal data in them, swept at the next occasion.

`partial_file` names its files after the process that writes them; a name whose process is gone is an orphan.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

_OWN_NAME: Final = re.compile(r"\.leaddesk-(\d+)-[0-9a-f]{16}\.(part|rows)")


def sweep_orphans(folder: Path, *, older_than_seconds: float = 3600.0) -> int:
    """Remove what killed processes left in this folder: own temporary names, old enough, of no running process.

    Returns: how many were removed. A folder that cannot be read has none.
    """
    return sum(_remove(path) for path in _orphans(folder, time.time() - older_than_seconds))


def _orphans(folder: Path, newest: float) -> Iterator[Path]:
    with suppress(OSError):
        for path in list(folder.iterdir()):
            match = _OWN_NAME.fullmatch(path.name)
            if match is None or _is_running(int(match[1])):
                continue
            with suppress(OSError):
                if path.lstat().st_mtime <= newest:
                    yield path


def _remove(path: Path) -> bool:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError:
        return False  # held open or not ours: the next sweep tries again
    return True


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        return _is_running_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OverflowError, PermissionError):
        return True  # somebody else's, hence running
    return True


if sys.platform == "win32":

    def _is_running_on_windows(process: int) -> bool:
        """Ask for the exit status: sending signal 0 would end the process there."""
        import ctypes
        from ctypes import wintypes

        query_limited_information, still_active = 0x1000, 259
        system = ctypes.WinDLL("kernel32", use_last_error=True)
        system.OpenProcess.restype = wintypes.HANDLE
        handle = system.OpenProcess(query_limited_information, False, process)  # noqa: FBT003
        if not handle:
            return ctypes.get_last_error() == 5  # refused: it runs
        try:
            status = wintypes.DWORD()
            system.GetExitCodeProcess(wintypes.HANDLE(handle), ctypes.byref(status))
            return status.value == still_active
        finally:
            system.CloseHandle(wintypes.HANDLE(handle))
