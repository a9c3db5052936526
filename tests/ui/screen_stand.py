"""A results screen with everything it needs, over a scripted provider."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC
from pathlib import Path
from typing import Any

from leaddesk.domain.account import Account
from leaddesk.domain.form_state import FormState
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.results_screen import ResultsScreen
from tests.journeys.driving import turns, until
from tests.ui.screen_parts import SPEC, ScriptedProvider, make_accounts, make_preferences


class Stand:
    """A screen with everything it needs."""

    def __init__(self, folder: Path, provider: ScriptedProvider) -> None:
        self.provider = provider
        self.accounts = make_accounts(folder, provider)
        self.preferences = make_preferences(folder)
        self.failed: list[Exception] = []
        self.tasks = TaskOwner(lambda _name, error: self.failed.append(error))
        self.screen = ResultsScreen(self.accounts, self.preferences, self.tasks, UTC)
        self.account: Account

    async def open(self) -> ResultsScreen:
        self.account = await self.accounts.add("East", "sample", {"key": "abc"}, this_run_only=True)
        self.screen.resize(1000, 600)
        self.screen.show()
        self.screen.show_search(self.account, SPEC)
        await turns()
        return self.screen

    async def search(self, **values: str) -> None:
        self.screen.form.set_form_state(FormState({"kind": "1", **values}))
        self.screen.form.submit()
        await until(lambda: not self.screen.form.is_busy, "the search has ended")
        await self.record_read()

    async def record_read(self) -> None:
        await until(lambda: not self.screen.reader.is_busy, "the record is read")

    @property
    def offset(self) -> int:
        assert self.screen.shown is not None
        return self.screen.shown.page.start.offset

    async def loaded(self) -> None:
        """Loading everything has ended."""
        await until(lambda: not self.screen.whole.is_loading, "loading has ended")
        await self.arranged()

    async def arranged(self) -> None:
        """The rows stand as they were last asked for."""
        await until(lambda: not self.screen.whole.is_arranging, "the rows are arranged")

    async def close(self) -> None:
        """Leave nothing behind."""
        await self.tasks.close()
        await self.accounts.aclose()
        self.screen.close()
        self.screen.deleteLater()
        await turns()


Play = Callable[[Callable[[Stand], Coroutine[Any, Any, None]]], None]
