"""The door to qasync: one asyncio loop that is also Qt's.

`asyncio.Runner` and not `qasync.run`, which sets a process-wide policy and so breaks asyncio in other threads.
"""

from __future__ import annotations

import builtins
import gc
import sys
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    import asyncio

Result = TypeVar("Result")

_PAINT_PATIENCE_MS: Final = 300
_COLLECTING_EVERY_MS: Final = 500
_LONGEST_TURN_SECONDS: Final = 0.001


def restore_plain_imports() -> None:
    """Take Qt's binding out of the way of imports; call it once the binding is there, before the rest is imported.

    For a feature that nobody here uses (`from __feature__ import`) it reads the source of each module that is
    imported after it, and keeps it: a quarter of the time that those imports take, and some megabytes.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def show_painted(window: QWidget) -> None:
    """Show a window and come back when it stands on screen, or soon after where it does not come up at once.

    This runs Qt's own loop, so nothing of asyncio may be under way yet. Keys and clicks wait for the loop that
    follows: the window may hold nothing yet that could take them.
    """
    waiting = QEventLoop()
    watch = _PaintWatch(waiting)
    window.installEventFilter(watch)
    QTimer.singleShot(_PAINT_PATIENCE_MS, waiting.quit)  # a window that starts minimized is not painted
    window.show()
    waiting.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    window.removeEventFilter(watch)


class _PaintWatch(QObject):
    """Ends a waiting loop once its window was painted, or closed."""

    def __init__(self, waiting: QEventLoop) -> None:
        super().__init__()
        self._waiting = waiting

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's own signature
        if event.type() in (QEvent.Type.Paint, QEvent.Type.Close):
            QTimer.singleShot(0, self._waiting.quit)
        return False


def run_until_done(application: QApplication, main: Coroutine[Any, Any, Result]) -> Result:
    """Run `main` on a loop that drives Qt; ends when `main` returns. Tasks left over are cancelled and awaited."""
    import asyncio  # late, as qasync: the window is on screen by now

    import qasync  # pyright: ignore[reportMissingTypeStubs]

    # Closing the last window must not stop the loop before the clean-up has run.
    application.setQuitOnLastWindowClosed(False)

    def make_loop() -> asyncio.AbstractEventLoop:
        return qasync.QEventLoop(application)

    with _garbage_collected_here(), _short_turns(), asyncio.Runner(loop_factory=make_loop) as runner:
        return runner.run(main)


@contextmanager
def _short_turns() -> Generator[None, None, None]:
    """Let no thread keep Python to itself for longer than a millisecond while this one waits for it.

    Otherwise Python gives a thread 5 ms, which this one may have to wait for at each piece of an answer while a whole
    result is read beside it.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_LONGEST_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


@contextmanager
def _garbage_collected_here() -> Generator[None, None, None]:
    """Keep Python's garbage collector on this thread, the window's.

    Left to itself it runs on whichever thread allocates, and a widget cleared away by a thread that writes an
    export or asks the keyring ends the process with a segmentation fault.
    """
    was_on = gc.isenabled()
    gc.disable()
    timer = QTimer()
    timer.timeout.connect(_collect_what_is_due)
    timer.start(_COLLECTING_EVERY_MS)
    try:
        yield
    finally:
        timer.stop()
        if was_on:
            gc.enable()


def _collect_what_is_due() -> None:
    """Collect the oldest generation whose threshold is passed, as Python itself would have by now."""
    due = [
        generation
        for generation, limit in enumerate(gc.get_threshold())
        if limit and gc.get_count()[generation] > limit
    ]
    if due:
        gc.collect(max(due))
