"""What goes to standard output and standard error, and what is read from standard input."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, TextIO

from leaddesk.domain.errors import FileNotWritten, InvalidInput, LeaddeskError

if TYPE_CHECKING:
    from leaddesk.domain.page import Coverage


def prepare_streams() -> None:
    """Write UTF-8 whatever the locale says: a name that it cannot spell must not end the program.

    A stream that was closed before the start, or that a program of a window never had, goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, open(nowhere, "w", encoding="utf-8", closefd=False))  # noqa: SIM115 - to the very end
        reconfigure = getattr(getattr(sys, name), "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def read_standard_input() -> str:
    """All of standard input.

    Raises:
        OSError: it is closed.
        UnicodeDecodeError: it is not UTF-8.
    """
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison] - closed before the start
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return sys.stdin.buffer.read().decode("utf-8-sig")


def write_bytes(data: bytes) -> None:
    """Write to standard output at once.

    Raises:
        BrokenPipeError: the reader has left (`| head`).
        FileNotWritten: it cannot be written, with the cause.
    """
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _not_written(error) from error


def flush_output() -> None:
    """Bring what was printed out, so that a failure is told here and not after the end.

    Raises:
        As `write_bytes`.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _not_written(error) from error


def let_go_of(stream: TextIO) -> None:
    """Nothing more can be written there: let the rest, which the interpreter would write at its end, go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def print_error(error: LeaddeskError, *, about: str = "") -> None:
    """What happened, what to do, and what the other side said, on standard error; `about` goes before it."""
    begin = f"leaddesk: {about}: " if about else "leaddesk: "
    if isinstance(error, InvalidInput):
        for problem in error.problems:
            print(f"{begin}{problem.field}: {problem.message}", file=sys.stderr)
        return
    print(f"{begin}{error.what}", file=sys.stderr)
    if error.said:
        print(f"  it said: {error.said}", file=sys.stderr)
    if error.remedy:
        print(f"  {error.remedy}", file=sys.stderr)


def print_coverage(coverage: Coverage) -> None:
    """The coverage statement: one line of JSON, the last on standard error."""
    import json  # late: the window starts through this module, too

    print("coverage: " + json.dumps(coverage.as_json(), ensure_ascii=False), file=sys.stderr, flush=True)


def _not_written(error: OSError) -> FileNotWritten:
    let_go_of(sys.stdout)
    return FileNotWritten(f"Standard output cannot be written: {error.strerror}.")
