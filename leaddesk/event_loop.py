"""The door to qasync: one asyncio loop that is also Qt's.

`asyncio.Runner` and not `qasync.run`, which sets a process-wide policy and so breaks asyncio in other threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from PySide6.QtWidgets import QApplication

import qasync  # isort: skip - it takes the first Qt binding that it finds imported  # pyright: ignore[reportMissingTypeStubs]

Result = TypeVar("Result")


def run_until_done(application: QApplication, main: Coroutine[Any, Any, Result]) -> Result:
    """Run `main` on a loop that drives Qt; ends when `main` returns. Tasks left over are cancelled and awaited."""
    # Closing the last window must not stop the loop before the clean-up has run.
    application.setQuitOnLastWindowClosed(False)

    def make_loop() -> asyncio.AbstractEventLoop:
        return qasync.QEventLoop(application)

    with asyncio.Runner(loop_factory=make_loop) as runner:
        return runner.run(main)
