"""The real window over a stand-in that runs as a process of its own: what the benchmarks of the window share."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QComboBox

from leaddesk.app import make_application, make_window
from leaddesk.composition import Desk, import_connections, open_desk
from leaddesk.daemon_thread import DaemonThread
from leaddesk.domain.account import Account
from leaddesk.domain.form_state import FormState
from leaddesk.event_loop import run_until_done
from leaddesk.paths import Profile
from leaddesk.storage.memory_vault import MemoryVault
from leaddesk.ui.main_window import MainWindow

STAND_IN = Path(__file__).parents[1] / "stand_in.py"
LEAD_TYPE = "1001"


@contextlib.contextmanager
def stand_in(leads: int) -> Iterator[dict[str, str]]:
    """A stand-in with so many leads; gives what it prints: `address`, `access_token`, ..."""
    command = [sys.executable, str(STAND_IN), "--leads", str(leads)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = [line.split(maxsplit=1) for line in islice(process.stdout, 4)]
            yield {name: value.strip() for name, value in told}
        finally:
            process.terminate()


@dataclass(frozen=True)
class Stage:
    """The window, furnished and shown, with one account of the stand-in."""

    desk: Desk
    window: MainWindow
    account: Account

    async def search(self, page_size: int) -> None:
        """Ask for all leads of the last two years, newest first, and wait until the first page and the next are there."""
        screen = self.window.screen_
        now = datetime.now(UTC)
        values: dict[str, str | list[str]] = {
            "LeadTypeUID": LEAD_TYPE,
            "StartDate": (now - timedelta(days=730)).isoformat(timespec="seconds"),
            "EndDate": (now + timedelta(days=2)).isoformat(timespec="seconds"),
        }
        screen.form.set_form_state(FormState(values, "custom", page_size))
        screen.form.submit()
        await until(lambda: screen.shown is not None, "the first page is there")
        await until(lambda: not self.is_busy(), "the next page is there, too")

    def is_busy(self) -> bool:
        """Whether anything is on its way."""
        return any(self.window.tasks.is_running(name) for name in ("search", "page", "ahead", "choices", "export"))


Story = Callable[[Stage], Coroutine[Any, Any, None]]


async def until(holds: Callable[[], object], what: str, *, patience_seconds: float = 300) -> None:
    """Wait until something holds."""
    ends_at = time.monotonic() + patience_seconds
    while not holds():
        if time.monotonic() > ends_at:
            raise TimeoutError(f"waited in vain: {what}")
        await asyncio.sleep(0.02)


def play(story: Story, told: dict[str, str]) -> None:
    """Run a story in the window, on the loop of the real program, with a profile of its own; begun as `app` does."""
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Profile.at(Path(folder)), MemoryVault())

        async def run() -> None:
            servers = {"data_server": told["address"], "account_server": told["address"]}
            account = await desk.accounts.add("East", "leadexec", {**servers, "access_token": told["access_token"]})
            window = make_window(desk)
            gc.freeze()
            window.show()
            await DaemonThread("imports").call(import_connections)
            window.begin()
            try:
                await until(
                    lambda: window.screen_.form.findChildren(QComboBox)[0].count() > 0, "the lead types are there"
                )
                await story(Stage(desk, window, account))
            finally:
                await window.aclose()
                await desk.aclose()

        run_until_done(application, run())
