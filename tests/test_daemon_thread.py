"""Blocking calls on a thread of their own."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import threading
import time

import pytest

from leaddesk.daemon_thread import DaemonThread


@pytest.mark.anyio
async def test_results_and_errors_come_back_to_the_caller():
    thread = DaemonThread("test worker")
    assert await thread.call(lambda: 6 * 7) == 42
    with pytest.raises(KeyError, match="gone"):
        await thread.call(lambda: {}["gone"])
    assert await thread.call(lambda: threading.current_thread().name) == "test worker"
    assert await thread.call(lambda: threading.current_thread().daemon)


@pytest.mark.anyio
@pytest.mark.parametrize("error", [SystemExit, KeyboardInterrupt, StopIteration, asyncio.CancelledError])
async def test_errors_that_would_end_more_than_the_call_reach_the_caller_as_another(error):
    def fail() -> None:
        raise error

    thread = DaemonThread("test worker")
    async with asyncio.timeout(2):
        with pytest.raises(RuntimeError, match=error.__name__):
            await thread.call(fail)
        assert await thread.call(lambda: "still there") == "still there"


@pytest.mark.anyio
async def test_calls_run_one_after_another_in_order_while_the_loop_goes_on():
    thread = DaemonThread("test worker")
    running: list[int] = []
    order: list[int] = []

    def work(number: int) -> None:
        running.append(number)
        time.sleep(0.005)
        assert running == [number]
        order.append(number)
        running.clear()

    ticks = 0
    calls = asyncio.gather(*(thread.call(lambda number=number: work(number)) for number in range(10)))
    while not calls.done():
        ticks += 1
        await asyncio.sleep(0.001)
    await calls
    assert order == list(range(10))
    assert ticks > 5


@pytest.mark.anyio
async def test_a_wait_can_be_cancelled_and_the_thread_goes_on():
    thread = DaemonThread("test worker")
    started, go_on = threading.Event(), threading.Event()

    def block() -> bool:
        started.set()
        return go_on.wait(10)

    task = asyncio.create_task(thread.call(block))
    while not started.is_set():  # noqa: ASYNC110 - a condition outside of this loop
        await asyncio.sleep(0.001)
    task.cancel()
    async with asyncio.timeout(1):
        with pytest.raises(asyncio.CancelledError):
            await task
    go_on.set()
    assert await thread.call(lambda: "next") == "next"


def test_one_thread_serves_one_event_loop_after_another():
    thread = DaemonThread("test worker")

    async def ask() -> int:
        return await thread.call(threading.get_ident)

    assert asyncio.run(ask()) == asyncio.run(ask())


def test_a_call_whose_loop_is_gone_does_not_end_the_thread():
    thread = DaemonThread("test worker")
    go_on = threading.Event()

    async def give_up() -> None:
        try:
            async with asyncio.timeout(0.05):
                await thread.call(lambda: go_on.wait(10))
        except TimeoutError:
            return

    asyncio.run(give_up())
    go_on.set()

    async def ask() -> str:
        async with asyncio.timeout(2):
            return await thread.call(lambda: "still there")

    assert asyncio.run(ask()) == "still there"


@pytest.mark.anyio
async def test_neither_arguments_nor_results_are_logged(caplog):
    caplog.set_level(logging.DEBUG)
    secret = "QXZ77-secret"
    await DaemonThread("test worker").call(lambda: secret)
    assert secret not in caplog.text


def test_a_blocked_call_does_not_hold_up_the_end_of_the_program():
    script = (
        "import asyncio, time\n"
        "from leaddesk.daemon_thread import DaemonThread\n"
        "async def main():\n"
        "    try:\n"
        "        async with asyncio.timeout(0.1):\n"
        "            await DaemonThread('blocked').call(lambda: time.sleep(60))\n"
        "    except TimeoutError:\n"
        "        print('left')\n"
        "asyncio.run(main())\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=10, check=True)
    assert ended.stdout == "left\n"
    assert ended.stderr == ""
