"""Who hears of the pauses that a call keeps.

One connection serves a whole account: a search and a look-up may be under way over it at once. The connection tells
its pauses to the listener of the task that makes the call, and to its own listener where the task has named none.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from leaddesk.domain.provider import Wait, WaitListener

_listener_of_this_task: ContextVar[WaitListener | None] = ContextVar("listener of this task's waits", default=None)


@contextmanager
def waits_told_to(listener: WaitListener) -> Generator[None, None, None]:
    """Within, pauses of this task's calls (and of tasks it starts) are told to `listener` and to nobody else."""
    token = _listener_of_this_task.set(listener)
    try:
        yield
    finally:
        _listener_of_this_task.reset(token)


def tell_wait(wait: Wait, otherwise: WaitListener) -> None:
    """Tell the present task's own listener; `otherwise` where it has none."""
    (_listener_of_this_task.get() or otherwise)(wait)
