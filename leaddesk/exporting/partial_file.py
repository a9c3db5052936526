"""A file that is written under a temporary name in its own folder and takes its real name when it is whole.

Whatever happens before that (the process is killed, the disk is full, the person cancels), a file that
stood under the real name is as it was. Temporary names carry the number of the process, so that what a
killed one left behind can be told apart and swept.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from leaddesk.domain.errors import FileNotWritten
from leaddesk.exporting.file_errors import file_not_written
from leaddesk.exporting.file_names import name_problem

_PAUSES_SECONDS: Final = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)
"""Pauses before a replacement is tried again; 2.5 s in all. Virus scanners let go sooner, spreadsheets do not."""

_HELD_ELSEWHERE: Final = frozenset({5, 32, 33})
"""Windows error numbers of a file that another program holds open."""


class WritingStopped(Exception):
    """`PartialFile.stop` was called. Never reaches a person."""


class TargetInUse(FileNotWritten):
    """Close the other program and retry, or choose another name: the finished file waits in `finished`."""

    def __init__(self, finished: PartialFile) -> None:
        """`finished` is whole; `finished.place(path)` gives it a name, `finished.discard()` removes it."""
        super().__init__(
            f"“{finished.target.name}” is open in another program.",
            "Close it there and try again, or choose another name. Nothing has to be loaded again.",
        )
        self.finished = finished


class PartialFile:
    """The temporary file. To libraries it is a binary file object that can be written and sought in."""

    def __init__(self, target: Path) -> None:
        """Create it beside `target`, readable by its owner alone.

        Raises:
            FileNotWritten: no file can be written there, with the cause in words.
        """
        check_target(target)
        self.target = target
        self._stem = target.parent / f".leaddesk-{os.getpid()}-{secrets.token_hex(8)}"
        self._path = self._stem.with_name(self._stem.name + ".part")
        self._scratch = self._stem.with_name(self._stem.name + ".rows")
        self._stop = threading.Event()
        self._is_dead = False
        self._dead_place = 0  # where libraries believe to be in what goes nowhere
        try:
            self._file: BinaryIO = open(self._path, "xb", opener=_open_private)  # noqa: SIM115 - an opener
        except OSError as error:
            raise file_not_written(error, target) from error

    def write(self, data: bytes) -> int:
        """Append bytes. After a failure or a stop, further bytes go nowhere, so that libraries can unwind.

        Raises:
            OSError: the disk refuses.
            WritingStopped: `stop` was called.
        """
        if self._is_dead:
            self._dead_place += len(data)
            return len(data)
        try:
            self.check_stop()
            return self._file.write(data)
        except BaseException:
            self._is_dead = True
            raise

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place, as in any file."""
        if not self._is_dead:
            return self._file.seek(offset, whence)
        self._dead_place = offset + (self._dead_place if whence else 0)
        return self._dead_place

    def tell(self) -> int:
        """The present place."""
        return self._dead_place if self._is_dead else self._file.tell()

    def flush(self) -> None:
        """Hand what is buffered to the system."""
        if not self._is_dead:
            self._file.flush()

    def seekable(self) -> bool:
        """Always."""
        return True

    def scratch_folder(self) -> Path:
        """A folder beside it for rows on their way, readable by its owner alone; it goes when the file is whole."""
        self._scratch.mkdir(mode=0o700, exist_ok=True)
        return self._scratch

    def stop(self) -> None:
        """Make the next write fail. May be called from any thread; returns at once."""
        self._stop.set()

    def silence(self) -> None:
        """Let all further bytes go nowhere, so that libraries can be let go of without a sound."""
        self._is_dead = True

    def check_stop(self) -> None:
        """Raise WritingStopped when `stop` was called; from then on bytes go nowhere."""
        if self._stop.is_set():
            self._is_dead = True
            raise WritingStopped

    def finish(self) -> None:
        """Bring everything onto the disk and close; the file is then whole and still under its temporary name."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._remove_scratch()

    def place(self, target: Path | None = None) -> Path:
        """Give the finished file its name, or another one; an old file of that name is replaced.

        Returns: the path it now has.

        Raises:
            TargetInUse: another program holds the old file open; this one stays, to be placed again.
            FileNotWritten: that name cannot be had; this one stays too.
        """
        if target is not None:
            check_target(target)
            self.target = target
        try:
            self._move_near(self.target.parent)
            self._replace_patiently()
        except PermissionError as error:
            if getattr(error, "winerror", None) in _HELD_ELSEWHERE:
                raise TargetInUse(self) from error
            raise file_not_written(error, self.target) from error
        except OSError as error:
            raise file_not_written(error, self.target) from error
        _sync_folder(self.target.parent)
        return self.target

    def discard(self) -> None:
        """Remove it; never raises. What cannot be removed now is swept later."""
        self._is_dead = True
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        self._remove_scratch()

    def _remove_scratch(self) -> None:
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _replace_patiently(self) -> None:
        for pause_seconds in (*_PAUSES_SECONDS, None):
            try:
                os.replace(self._path, self.target)  # noqa: PTH105 - one call to watch in tests
            except PermissionError as error:
                if pause_seconds is None or getattr(error, "winerror", None) not in _HELD_ELSEWHERE:
                    raise
                if self._stop.wait(pause_seconds):
                    raise WritingStopped from error
            else:
                return

    def _move_near(self, folder: Path) -> None:
        """Copy it when another folder was chosen: a file changes its name in one step only within its folder."""
        if folder == self._path.parent:
            return
        near = folder / self._path.name
        try:
            with self._path.open("rb") as source, open(near, "xb", opener=_open_private) as copy:
                shutil.copyfileobj(source, copy, 1024 * 1024)
                copy.flush()
                os.fsync(copy.fileno())
        except OSError:
            near.unlink(missing_ok=True)
            raise
        self._path.unlink(missing_ok=True)
        self._path = near


def check_target(target: Path) -> None:
    """Refuse what no file can be written to, before anything is loaded.

    A symbolic link is accepted: the link itself is replaced, the file it pointed to stays as it was.

    Raises:
        FileNotWritten: with the cause in words.
    """
    problem = name_problem(target.name)
    if problem:
        raise FileNotWritten(f"“{target.name[:80]}” cannot be written: {problem}.", "Choose another name.")
    try:
        if not target.parent.is_dir():
            raise FileNotWritten(f"The folder “{target.parent}” is not there.", "Choose another folder.")
        found = target.stat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise file_not_written(error, target) from error
    if stat.S_ISDIR(found.st_mode):
        raise FileNotWritten(f"“{target.name}” is a folder.", "Choose another name.")
    if not stat.S_ISREG(found.st_mode):
        raise FileNotWritten(f"“{target.name}” is not an ordinary file.", "Choose another name.")
    if not os.access(target, os.W_OK):
        raise FileNotWritten(f"“{target.name}” is write-protected.", "Choose another name.")


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    """Bring the new name onto the disk. The file is in place already, so a refusal changes nothing."""
    if sys.platform == "win32":
        return  # a folder cannot be opened for this there
    with suppress(OSError), _opened(folder) as handle:
        os.fsync(handle)


@contextmanager
def _opened(folder: Path) -> Generator[int]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)
