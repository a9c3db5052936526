"""Log files without secrets: every line passes the redactor, whoever wrote it, and every unhandled error too.

Lead data is kept out by its writers: nobody in leaddesk logs a record, a query's values or an answer. Libraries
that would are held at WARNING here.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
import threading
import traceback
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Any, Final, cast

from leaddesk.transport.redact import mask, remember_secret

__all__ = ["RedactingFormatter", "remember_secret", "start_logging", "stop_logging"]

LOG_NAME: Final = "leaddesk.log"
MOST_BYTES: Final = 500_000
OLDER_FILES: Final = 3

_TALKATIVE: Final = ("httpx", "httpcore", "hpack", "h11", "qasync", "keyring", "pyrate_limiter", "asyncio", "uvicorn")
"""They log URLs, headers, arguments or results at INFO and DEBUG."""

_logger = logging.getLogger(__name__)
_undo: Final[list[Callable[[], None]]] = []


def start_logging(folder: Path | None, *, debug: bool) -> None:
    """Log into `folder`, or to standard error when it is None; report unhandled errors of all kinds there.

    A second call replaces the first. Files are readable by their owner only, `leaddesk.log` and three older
    ones of 500 kB. When the folder cannot be written, standard error is used and says so.

    Args:
        folder: where `leaddesk.log` goes.
        debug: DEBUG and up instead of INFO (file) or WARNING (standard error). Libraries stay at WARNING.
    """
    stop_logging()
    handler, trouble = _open_handler(folder)
    usual = logging.WARNING if isinstance(handler, _StandardError) else logging.INFO
    _install(handler, logging.DEBUG if debug else usual)
    _install_hooks()
    if trouble:
        _logger.warning("No log file can be written: %s", trouble)


def stop_logging() -> None:
    """Put everything back as it was before `start_logging`."""
    while _undo:
        _undo.pop()()


class RedactingFormatter(logging.Formatter):
    """Formats a line, then masks secrets in all of it: message, traceback, stack."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        return mask(super().format(record))

    def formatException(  # noqa: D102
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        # The record keeps this text for the next handler: masked already here.
        return mask(super().formatException(ei))


class _Careful(logging.Handler):
    """A handler whose own trouble prints no arguments of the line, as logging does by default."""

    def handleError(self, record: logging.LogRecord) -> None:
        error = sys.exc_info()[0]
        if sys.stderr is not None:  # pyright: ignore[reportUnnecessaryComparison] - None in a windowed program
            where = f"{record.name}, line {record.lineno}"
            print(f"A log line of {where} could not be written: {error and error.__name__}", file=sys.stderr)  # noqa: T201


class _PrivateFile(_Careful, logging.handlers.RotatingFileHandler):
    """A rotating file that only its owner may read, from its first byte on."""

    def _open(self) -> TextIOWrapper:
        opened = open(self.baseFilename, self.mode, encoding="utf-8", errors="replace", opener=_open_private)  # noqa: SIM115
        return cast("TextIOWrapper", opened)


class _StandardError(_Careful, logging.StreamHandler[Any]):
    """Standard error as it is at the time of the line; silent in a program that has none."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        if self.stream is not None:
            super().emit(record)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _open_handler(folder: Path | None) -> tuple[logging.Handler, str]:
    if folder is None:
        return _StandardError(), ""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / LOG_NAME
        return _PrivateFile(path, maxBytes=MOST_BYTES, backupCount=OLDER_FILES, encoding="utf-8"), ""
    except OSError as error:
        return _StandardError(), error.strerror or type(error).__name__


def _install(handler: logging.Handler, level: int) -> None:
    root = logging.getLogger()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    before = root.level
    root.addHandler(handler)
    root.setLevel(level)

    def remove() -> None:
        root.removeHandler(handler)
        root.setLevel(before)
        handler.close()

    _undo.append(remove)
    for name in _TALKATIVE:
        _quieten(logging.getLogger(name))


def _quieten(logger: logging.Logger) -> None:
    before = logger.level
    logger.setLevel(logging.WARNING)
    _undo.append(lambda: logger.setLevel(before))


def _install_hooks() -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    sys.excepthook = _report_error
    threading.excepthook = _report_thread_error
    sys.unraisablehook = _report_unraisable

    def put_back() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before

    _undo.append(put_back)


def _report_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _report("Unhandled error", error)


def _report_thread_error(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
        _report(f"Unhandled error in thread {args.thread.name if args.thread else 'unknown'}", args.exc_value)


def _report_unraisable(args: sys.UnraisableHookArgs) -> None:
    # The object itself may print anything: only its type is named.
    if args.exc_value is not None:
        _report(f"Unhandled error while a {type(args.object).__name__} was cleared away", args.exc_value)


def _report(words: str, error: BaseException) -> None:
    _logger.critical(words, exc_info=error)
    logs_to_file = any(isinstance(handler, _PrivateFile) for handler in logging.getLogger().handlers)
    if logs_to_file and sys.stderr is not None:  # pyright: ignore[reportUnnecessaryComparison]
        print(mask("".join(traceback.format_exception(error))), file=sys.stderr, end="")  # noqa: T201
