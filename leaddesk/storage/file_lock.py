"""One lock for all settings files of a profile, so that two running programs change them one after the other."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

_PAUSE_SECONDS = 0.01


@contextmanager
def locked(folder: Path, *, patience_seconds: float = 2.5) -> Generator[None]:
    """Hold the lock of this folder; it is freed by the system when the program dies.

    Where the file system knows no locks (some network homes) the work goes on without one: files are then
    still whole, only two changes in the same instant may meet.

    Raises:
        TimeoutError: another program held it for the whole time.
        OSError: the lock file cannot be made.
    """
    handle = os.open(folder / "settings.lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + patience_seconds
    try:
        while not _try_lock(handle):
            if time.monotonic() > deadline:
                raise TimeoutError(errno.ETIMEDOUT, "another program is writing the settings")
            time.sleep(_PAUSE_SECONDS)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in {errno.EACCES, errno.EDEADLK}:
                return False
            raise
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno in {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS}:
                return True
            raise
        return True
