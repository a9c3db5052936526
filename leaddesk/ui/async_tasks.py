"""Every task of the window has a name, an owner and an end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


class TaskOwner:
    """Owns the tasks of one screen. A new task replaces the running one of the same name.

    What a task raises goes to `on_error`, except cancellation, which is no error. The default of an unhandled
    error is therefore to be shown.
    """

    def __init__(self, on_error: Callable[[str, Exception], None]) -> None:
        """`on_error` gets the task's name and what it raised."""
        self._on_error = on_error
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._leaving: set[asyncio.Task[None]] = set()
        self._closed = False

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Run `work` under this name; the former task of that name is cancelled."""
        if self._closed:
            work.close()
            return
        self.cancel(name)
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks[name] = task
        task.add_done_callback(lambda done: self._finished(name, done))

    def cancel(self, name: str) -> None:
        """Cancel the task of that name, if it runs."""
        task = self._tasks.pop(name, None)
        if task is not None and not task.done():
            self._leaving.add(task)
            task.cancel()

    def is_running(self, name: str) -> bool:
        """Whether a task of that name is under way."""
        return name in self._tasks

    async def close(self) -> None:
        """Take no more work; cancel all tasks and wait until they have cleaned up (2 s at most)."""
        self._closed = True
        for name in list(self._tasks):
            self.cancel(name)
        if self._leaving:
            await asyncio.wait(self._leaving, timeout=2)

    def _finished(self, name: str, task: asyncio.Task[None]) -> None:
        self._leaving.discard(task)
        if self._tasks.get(name) is task:
            del self._tasks[name]
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, Exception):
            self._on_error(name, error)
