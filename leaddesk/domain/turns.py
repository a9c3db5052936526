"""Long work done in turns, so that an event loop (and with it the window) is not held up by it.

The work is a generator that yields wherever it may be left for a moment, and returns its result.
"""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import Final, TypeVar

Result = TypeVar("Result")
Turns = Generator[None, None, Result]

ROWS_PER_TURN: Final = 200
"""Records decoded in one turn: some milliseconds."""


def at_once(work: Turns[Result]) -> Result:
    """Do all of it now."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


async def in_turns(work: Turns[Result]) -> Result:
    """Do it turn by turn; whatever else waits on this loop goes in between."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
        await asyncio.sleep(0)
