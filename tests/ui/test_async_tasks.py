"""Tasks of a screen: named, replaced, cancelled, reported, and all gone at the end."""

from __future__ import annotations

import asyncio
import warnings

import pytest

from leaddesk.ui.async_tasks import TaskOwner

pytestmark = pytest.mark.anyio


class Told:
    """Keeps what an owner reports."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, Exception]] = []

    def hear(self, name: str, error: Exception) -> None:
        self.errors.append((name, error))


async def until_idle(owner: TaskOwner, name: str) -> None:
    for _ in range(1000):
        if not owner.is_running(name):
            return
        await asyncio.sleep(0)
    raise AssertionError(f"{name} still runs")


async def test_a_task_runs_under_its_name_and_is_gone_when_it_has_ended():
    told, done = Told(), []
    owner = TaskOwner(told.hear)

    async def work() -> None:
        await asyncio.sleep(0)
        done.append(True)

    owner.start("search", work())
    assert owner.is_running("search")
    await until_idle(owner, "search")
    assert done == [True]
    assert told.errors == []


async def test_a_task_of_the_same_name_replaces_the_running_one_which_cleans_up():
    told, ended = Told(), []
    owner = TaskOwner(told.hear)

    async def work(name: str) -> None:
        try:
            await asyncio.sleep(0 if name == "second" else 60)
            ended.append(f"{name} through")
        except asyncio.CancelledError:
            ended.append(f"{name} cancelled")
            raise

    owner.start("page", work("first"))
    await asyncio.sleep(0)
    owner.start("page", work("second"))
    await until_idle(owner, "page")
    assert ended == ["first cancelled", "second through"]
    assert told.errors == [], "being replaced is no error"


async def test_the_end_of_a_replaced_task_does_not_take_its_successor_off_the_list():
    owner = TaskOwner(Told().hear)
    gate = asyncio.Event()

    async def slow_to_leave() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)

    async def successor() -> None:
        await gate.wait()

    owner.start("page", slow_to_leave())
    await asyncio.sleep(0)
    owner.start("page", successor())
    for _ in range(5):
        await asyncio.sleep(0)
    assert owner.is_running("page")
    gate.set()
    await until_idle(owner, "page")


async def test_what_a_task_raises_is_reported_with_its_name():
    told = Told()
    owner = TaskOwner(told.hear)

    async def fail() -> None:
        raise ValueError("broken")

    owner.start("export", fail())
    await until_idle(owner, "export")
    assert [(name, str(error)) for name, error in told.errors] == [("export", "broken")]


async def test_closing_cancels_all_waits_for_them_and_takes_no_more():
    told, ended = Told(), []
    owner = TaskOwner(told.hear)

    async def work(name: str) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            ended.append(name)

    owner.start("one", work("one"))
    owner.start("two", work("two"))
    await asyncio.sleep(0)
    await owner.close()
    assert sorted(ended) == ["one", "two"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        owner.start("late", work("late"))
    assert not owner.is_running("late")
    await owner.close()
    assert told.errors == []


async def test_cancelling_what_does_not_run_does_nothing():
    owner = TaskOwner(Told().hear)
    owner.cancel("nothing")
    assert not owner.is_running("nothing")
    await owner.close()
