from __future__ import annotations

import asyncio

import pytest

from leaddesk.domain.turns import Turns, at_once, in_turns


def counting(to: int) -> Turns[list[int]]:
    done: list[int] = []
    for number in range(to):
        yield
        done.append(number)
    return done


def test_work_done_at_once_gives_its_result():
    assert at_once(counting(3)) == [0, 1, 2]


@pytest.mark.anyio
async def test_other_work_goes_in_between_the_turns():
    order: list[str] = []

    def work() -> Turns[str]:
        for number in range(3):
            order.append(f"turn {number}")
            yield
        return "done"

    async def beside() -> None:
        for _ in range(3):
            order.append("beside")
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        one = group.create_task(in_turns(work()))
        group.create_task(beside())
    assert one.result() == "done"
    assert order == ["turn 0", "beside", "turn 1", "beside", "turn 2", "beside"]


@pytest.mark.anyio
async def test_an_error_in_the_work_comes_out():
    def failing() -> Turns[None]:
        yield
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        await in_turns(failing())
    with pytest.raises(ValueError, match="half-way"):
        at_once(failing())


@pytest.mark.anyio
async def test_work_that_is_cancelled_stops_at_its_next_turn():
    reached: list[int] = []

    def endless() -> Turns[None]:
        while True:
            reached.append(len(reached))
            yield

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await in_turns(endless())
    count = len(reached)
    await asyncio.sleep(0)
    assert len(reached) == count > 1
