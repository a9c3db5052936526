"""The one loop: asyncio and Qt take turns on it, and nothing of it outlives it."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import weakref

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from leaddesk.event_loop import run_until_done, show_painted


class Painted(QWidget):
    """Counts its paintings."""

    def __init__(self) -> None:
        super().__init__()
        self.paintings = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.paintings += 1


def test_qt_and_asyncio_take_turns_on_one_loop(qapp):
    heard: list[str] = []

    async def main() -> str:
        fired = asyncio.get_running_loop().create_future()
        QTimer.singleShot(0, lambda: (heard.append("timer of Qt"), fired.set_result(None)))
        await fired
        await asyncio.sleep(0.001)
        return "done"

    assert run_until_done(qapp, main()) == "done"
    assert heard == ["timer of Qt"]


def test_no_thread_keeps_the_window_waiting_for_long_while_it_runs(qapp):
    usual = sys.getswitchinterval()

    async def main() -> float:
        return sys.getswitchinterval()

    assert run_until_done(qapp, main()) < usual
    assert sys.getswitchinterval() == usual


def test_what_main_raises_comes_out(qapp):
    async def main() -> None:
        raise ValueError("as it was")

    with pytest.raises(ValueError, match="as it was"):
        run_until_done(qapp, main())


def test_tasks_left_over_are_cancelled_and_may_clean_up(qapp):
    cleaned: list[str] = []

    async def linger() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            cleaned.append("cleaned up")

    async def main() -> None:
        main_task = asyncio.get_running_loop().create_task(linger())
        await asyncio.sleep(0)
        assert not main_task.done()

    run_until_done(qapp, main())
    assert cleaned == ["cleaned up"]


def test_closing_the_last_window_does_not_stop_the_loop(qapp):
    async def main() -> str:
        window = QWidget()
        window.show()
        window.close()
        await asyncio.sleep(0.02)
        window.deleteLater()
        return "still running"

    assert run_until_done(qapp, main()) == "still running"


def test_asyncio_in_another_thread_is_not_spoilt(qapp):
    given: list[str] = []

    async def there() -> None:
        await asyncio.sleep(0)
        given.append(type(asyncio.get_running_loop()).__module__)

    async def main() -> None:
        loop = asyncio.get_running_loop()
        ended = loop.create_future()

        def run_there() -> None:
            asyncio.run(there())
            loop.call_soon_threadsafe(ended.set_result, None)

        thread = threading.Thread(target=run_there)
        thread.start()
        await ended
        thread.join()

    run_until_done(qapp, main())
    assert len(given) == 1
    assert given[0].startswith("asyncio")


def test_a_loop_can_follow_a_loop(qapp):
    async def main(number: int) -> int:
        await asyncio.sleep(0)
        return number

    assert [run_until_done(qapp, main(number)) for number in range(3)] == [0, 1, 2]


def test_a_window_stands_painted_on_screen_when_showing_it_comes_back(qapp, qtbot):
    window = Painted()
    qtbot.addWidget(window)
    show_painted(window)
    assert window.isVisible()
    assert window.paintings > 0


def test_a_window_closed_while_it_comes_up_holds_nobody(qapp, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    QTimer.singleShot(0, window.close)
    show_painted(window)
    assert not window.isVisible()


def test_a_windows_garbage_is_cleared_away_on_the_windows_own_thread(qapp):
    cleared_on: list[threading.Thread] = []
    gc.enable()  # as in the program, where nothing turned it off

    async def main() -> bool:
        window = QWidget()
        window.__dict__["itself"] = window
        weakref.finalize(window, lambda: cleared_on.append(threading.current_thread()))
        del window
        worker = threading.Thread(target=lambda: [[] for _ in range(200_000)], name="a worker that allocates")
        worker.start()
        worker.join()
        while not cleared_on:
            litter = [[] for _ in range(2_000)]
            await asyncio.sleep(0.01)
            del litter
            keep.append([[] for _ in range(200)])
        return gc.isenabled()

    keep: list[list[list[object]]] = []
    assert run_until_done(qapp, main()) is False
    assert cleared_on == [threading.main_thread()]
    assert gc.isenabled()
