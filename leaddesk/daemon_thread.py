"""One worker thread that runs blocking calls one after another and never holds up the end of the program.

Not the event loop's own executor: that one writes arguments and results (secrets, lead data) to the log at
DEBUG, and the program waits for its threads at exit.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")


class DaemonThread:
    """A named daemon thread with a queue of calls; it starts at the first call."""

    def __init__(self, name: str) -> None:
        """`name` is shown by debuggers."""
        self._name = name
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    async def call(self, work: Callable[[], Result]) -> Result:
        """Run `work` on the thread and wait for it; its exception is raised here.

        Cancelling the wait does not stop `work`: a blocking call cannot be stopped, only left alone.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Result] = loop.create_future()
        self._calls.put(lambda: self._run(work, loop, answer))
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name=self._name, daemon=True)
            self._thread.start()
        return await answer

    def _serve(self) -> None:
        while True:
            self._calls.get()()

    @staticmethod
    def _run(work: Callable[[], Result], loop: asyncio.AbstractEventLoop, answer: asyncio.Future[Result]) -> None:
        try:
            result = work()
        except BaseException as error:  # SystemExit in a worker must reach the waiter, not the thread
            settle: Callable[[], None] = _settler(answer, error=error)
        else:
            settle = _settler(answer, result=result)
        try:
            loop.call_soon_threadsafe(settle)
        except RuntimeError:
            return  # the loop is closed: nobody waits any more


def _settler(
    answer: asyncio.Future[Any], *, result: Any = None, error: BaseException | None = None
) -> Callable[[], None]:
    def settle() -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(result)
        elif isinstance(error, Exception) and not isinstance(error, StopIteration):
            answer.set_exception(error)
        else:  # a future takes no StopIteration, and the others would end the event loop
            answer.set_exception(RuntimeError(f"{type(error).__name__} in a worker thread"))

    return settle
