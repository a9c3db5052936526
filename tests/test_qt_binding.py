"""The Qt binding and the loop do what the program relies on; some of their versions did not."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import textwrap

import pytest
from PySide6.QtWidgets import QApplication

from leaddesk.event_loop import run_until_done


def run_child(code: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own: what is guarded against aborts it."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=100, check=False
    )


def test_two_hundred_thousand_void_calls_are_survived() -> None:
    """PySide6 6.12.0 lost a reference to None at each on Python 3.11, and aborted after some thousands."""
    done = run_child(
        """
        from PySide6.QtCore import QObject
        thing = QObject()
        for _ in range(200_000):
            thing.blockSignals(False)
            thing.setObjectName("x")
        print("alive")
        """
    )
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_none_and_true_keep_their_references() -> None:
    done = run_child(
        """
        import sys
        from PySide6.QtCore import QObject, QTimer, Signal, Slot
        class Speaker(QObject):
            spoke = Signal()
            @Slot()
            def hear(self) -> None: pass
        speaker, timer = Speaker(), QTimer()
        speaker.spoke.connect(speaker.hear)
        before = sys.getrefcount(None), sys.getrefcount(True)
        for _ in range(500):
            speaker.setObjectName("x")
            timer.stop()
            speaker.spoke.emit()
        after = sys.getrefcount(None), sys.getrefcount(True)
        print(max(abs(one - other) for one, other in zip(before, after)))
        """
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 60


def test_the_loop_drives_qt_and_leaves_no_policy_behind(qapp: QApplication) -> None:
    async def count() -> int:
        await asyncio.sleep(0.01)
        return type(asyncio.get_running_loop()).__module__.startswith("qasync")

    before = type(asyncio.get_event_loop_policy())
    assert run_until_done(qapp, count())
    assert type(asyncio.get_event_loop_policy()) is before


def test_tasks_left_over_are_cancelled_and_clean_up(qapp: QApplication) -> None:
    cleaned: list[str] = []

    async def linger() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            cleaned.append("done")

    async def leave() -> None:
        asyncio.get_running_loop().create_task(linger())
        await asyncio.sleep(0)

    run_until_done(qapp, leave())
    assert cleaned == ["done"]


def test_modules_imported_after_the_binding_are_not_read_by_it() -> None:
    done = run_child(
        """
        import linecache, sys
        from leaddesk.event_loop import restore_plain_imports
        restore_plain_imports()
        import wave
        assert not [name for name in linecache.cache if name.endswith("wave.py")], "its source was read"
        from PySide6.QtCore import QObject, Signal
        class Speaker(QObject):
            spoke = Signal(str)
        heard = []
        speaker = Speaker()
        speaker.spoke.connect(heard.append)
        speaker.spoke.emit("still here")
        print(*heard)
        """
    )
    assert (done.returncode, done.stdout.strip()) == (0, "still here"), done.stderr


def test_the_binding_reads_modules_where_nobody_stops_it() -> None:
    """When this fails, the binding has mended its ways and `restore_plain_imports` can go."""
    done = run_child(
        """
        import linecache
        import PySide6.QtCore
        import wave
        print(len([name for name in linecache.cache if name.endswith("wave.py")]))
        """
    )
    assert done.stdout.strip() == "1", done.stderr
