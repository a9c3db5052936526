"""What stands in the pane when: the row at once, the whole record soon after, and never that of another row."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from leaddesk.domain.columns import Column
from leaddesk.domain.errors import NetworkCause, NotReachable
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Completion
from leaddesk.domain.timeline import TimelineEvent
from leaddesk.event_loop import run_until_done
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.lead.record_pane import RecordPane
from leaddesk.ui.record_reader import READ_WHOLE, Opened, RecordReader
from tests.journeys.driving import turns, until
from tests.ui.screen_parts import INFO, ScriptedProvider, make_accounts

BROKEN = NotReachable("h broke off.", host="h", cause=NetworkCause.BROKEN)
MOMENT = datetime(2026, 1, 5, tzinfo=UTC)


class CompletingProvider(ScriptedProvider):
    """Tells more of a record when asked for it."""

    def __init__(self) -> None:
        super().__init__()
        self.completed: list[str] = []
        self.notes: tuple[str, ...] = ()

    async def complete(self, record: Record, columns: Sequence[Column]) -> RecordDetail:
        self.completed.append(record.id)
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        event = TimelineEvent(MOMENT, "called", "Called once")
        return RecordDetail(f"whole {record.id}", "", timeline=(event,), notes=self.notes, source=b'{"more": 1}')


class Stand:
    """A pane with its reader."""

    def __init__(self, folder: Path) -> None:
        self.provider = CompletingProvider()
        self.accounts = make_accounts(folder, self.provider)
        self.tasks = TaskOwner(lambda _name, error: self.failed.append(error))
        self.failed: list[Exception] = []
        self.pane = RecordPane()
        self.reader = RecordReader(self.pane, self.accounts, self.tasks, UTC, lambda _wait: None)

    async def open(self, number: int, completion: Completion = Completion.AT_ONCE) -> None:
        if not self.accounts.list():
            await self.accounts.add("East", "sample", {"key": "abc"}, this_run_only=True)
        record = Record("a", "sample", RecordKind.LEAD, str(number), b'{"name": "n%d"}' % number, number)
        self.reader.open(Opened(self.accounts.list()[0], INFO, record, (), completion))

    async def settled(self) -> None:
        await until(lambda: not self.reader.is_busy, "the record is read")

    @property
    def title(self) -> str:
        return self.pane.header.title.text()

    @property
    def said(self) -> str:
        return self.pane.notice.notice.words if self.pane.notice.notice is not None else ""


@pytest.fixture
def play(qapp: QApplication, tmp_path: Path) -> Callable[[Callable[[Stand], Coroutine[Any, Any, None]]], None]:
    def run(story: Callable[[Stand], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            stand = Stand(tmp_path)
            stand.pane.show()
            try:
                await story(stand)
            finally:
                await stand.tasks.close()
                await stand.accounts.aclose()
                stand.pane.close()
                stand.pane.deleteLater()
                await turns()
            assert stand.failed == []

        run_until_done(qapp, whole())

    return run


def test_the_row_is_shown_first_and_the_whole_record_after_it(play):
    async def story(stand: Stand) -> None:
        stand.provider.gate.clear()
        await stand.open(1)
        await until(lambda: stand.title == "n1", "the row is shown")
        await until(lambda: stand.provider.completed == ["1"], "the rest is asked for")
        stand.provider.gate.set()
        await stand.settled()
        assert stand.title == "whole 1"
        assert stand.pane.select_tab("timeline")
        assert stand.pane.select_tab("raw")

    play(story)


def test_rows_that_are_only_passed_cost_no_call(play):
    async def story(stand: Stand) -> None:
        for number in range(8):
            await stand.open(number)
            await asyncio.sleep(0)
        await stand.settled()
        assert stand.provider.completed == ["7"]
        assert stand.title == "whole 7"

    play(story)


def test_a_late_answer_does_not_replace_the_record_in_view(play):
    async def story(stand: Stand) -> None:
        stand.provider.gate.clear()
        await stand.open(1)
        await until(lambda: stand.provider.completed == ["1"], "the rest is asked for")
        await stand.open(2, Completion.NONE)
        stand.provider.gate.set()
        await stand.settled()
        await turns()
        assert stand.title == "n2"

    play(story)


def test_where_calls_are_scarce_the_rest_is_read_at_the_press_of_a_button(play):
    async def story(stand: Stand) -> None:
        await stand.open(1, Completion.ON_REQUEST)
        await stand.settled()
        assert stand.provider.completed == []
        assert "on request" in stand.said
        stand.pane.notice.action_wanted.emit(READ_WHOLE)
        await until(lambda: stand.title == "whole 1", "it is read whole")
        assert stand.said == ""
        await stand.open(2, Completion.ON_REQUEST)
        await stand.settled()
        await stand.open(1, Completion.ON_REQUEST)
        await stand.settled()
        assert stand.title == "whole 1", "what was read is kept"
        assert stand.provider.completed == ["1"]

    play(story)


def test_what_could_not_be_read_is_said_beside_what_the_list_gave(play):
    async def story(stand: Stand) -> None:
        stand.provider.error = BROKEN
        await stand.open(1)
        await stand.settled()
        assert stand.title == "n1"
        assert "what the list gave" in stand.said
        stand.provider.error = None
        stand.provider.notes = ("Its calls could not be read.",)
        stand.pane.notice.action_wanted.emit(READ_WHOLE)
        await until(lambda: stand.title == "whole 1", "it is read whole")
        assert stand.said == "Its calls could not be read."

    play(story)


def test_words_of_one_record_do_not_stay_beside_another(play):
    async def story(stand: Stand) -> None:
        stand.provider.error = BROKEN
        await stand.open(1)
        await stand.settled()
        assert stand.said
        await stand.open(2, Completion.NONE)
        await stand.settled()
        assert stand.said == ""
        stand.reader.open(None)
        assert not stand.pane.is_showing_record

    play(story)


def test_what_was_read_whole_can_be_forgotten(play):
    async def story(stand: Stand) -> None:
        for _ in range(2):
            await stand.open(1)
            await stand.settled()
            stand.reader.forget()
        assert stand.provider.completed == ["1", "1"]

    play(story)
