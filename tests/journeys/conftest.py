"""Stories through the real window: real sockets, a real keyring, the one loop that drives asyncio and Qt."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from leaddesk.app import make_window
from leaddesk.composition import Desk, open_desk
from leaddesk.demo.leadexec import DEMO_CREDENTIAL, LEADS_PATH, leadexec_app
from leaddesk.demo.leadexec_faults import Faults, LeadExecLog
from leaddesk.demo.population import Population
from leaddesk.domain.account import Account
from leaddesk.domain.record import Record
from leaddesk.event_loop import run_until_done
from leaddesk.paths import Profile
from leaddesk.ui.main_window import MainWindow
from leaddesk.ui.results_screen import ResultsScreen
from leaddesk.ui.shown_result import ShownResult
from tests.journeys.driving import click, pick, turns, until
from tests.stand_in import serve

SECRET = DEMO_CREDENTIAL.client_secret.reveal()
ACCOUNT_NAME = "LeadExec East"


@dataclass
class StandIn:
    """LeadExec's stand-in on a loopback socket, its switches and what it was asked."""

    app: Any
    url: str
    faults: Faults
    log: LeadExecLog

    @property
    def lead_calls(self) -> int:
        """How often leads were asked for."""
        return sum(count for path, count in self.log.counts.items() if path.startswith(LEADS_PATH))

    @property
    def calls(self) -> int:
        """How often it was asked for anything."""
        return sum(self.log.counts.values())

    @property
    def last_body(self) -> dict[str, Any]:
        """The last question about leads, as it arrived."""
        return self.log.bodies(LEADS_PATH)[-1]


class Stage:
    """The window as a person has it before them; it can be closed and opened again on the same profile."""

    def __init__(self, folder: Path, stand_in: StandIn) -> None:
        self.stand_in = stand_in
        self.profile = Profile.at(folder)
        self.desk: Desk
        self.window: MainWindow
        self._is_open = False

    @property
    def screen(self) -> ResultsScreen:
        return self.window.screen_

    async def open(self) -> MainWindow:
        """Start the program."""
        self.desk = open_desk(self.profile)
        self.window = make_window(self.desk)
        self._is_open = True
        self.window.show()
        self.window.activateWindow()
        self.window.begin()
        await until(self.window.isActiveWindow, "the window has the keyboard")
        return self.window

    async def open_with_account(self, **settings: str) -> MainWindow:
        """Start the program with an account of the stand-in kept in the keyring, its lead types loaded."""
        await self.add_account(**settings)
        window = await self.open()
        await self.lead_types_loaded()
        return window

    async def add_account(self, name: str = ACCOUNT_NAME, **settings: str) -> Account:
        """Keep an account, as the command line would."""
        desk = open_desk(self.profile)
        account = await desk.accounts.add(name, "leadexec", self.account_input(**settings))
        await desk.aclose()
        return account

    def account_input(self, **settings: str) -> dict[str, str]:
        """What is typed for an account of the stand-in."""
        usual = {
            "client_id": DEMO_CREDENTIAL.client_id,
            "client_secret": SECRET,
            "data_server": self.stand_in.url,
            "account_server": self.stand_in.url,
        }
        return usual | settings

    async def lead_types_loaded(self) -> None:
        """Wait for the list of lead types."""
        await until(lambda: self.lead_type.count() > 0, "the lead types are there")

    @property
    def shown(self) -> ShownResult:
        """The result on screen."""
        shown = self.screen.shown
        assert shown is not None, "no result is on screen"
        return shown

    @property
    def account(self) -> Account:
        """The account in the form."""
        account = self.screen.account
        assert account is not None, "no account is in the form"
        return account

    @property
    def current(self) -> Record:
        """The record that is being read."""
        record = self.screen.table.current_record
        assert record is not None, "no record is chosen"
        return record

    def is_next_page_here(self) -> bool:
        """Whether the page after the one on screen was fetched."""
        following = self.shown.page.next
        return following is not None and self.shown.result.has_page(following)

    @property
    def lead_type(self) -> QComboBox:
        """The picker of the lead type."""
        return self.editor("LeadTypeUID").combo

    @property
    def lead_type_line(self) -> QLineEdit:
        """Where its number can be typed."""
        line = self.lead_type.lineEdit()
        assert line is not None, "nothing can be typed"
        return line

    def editor(self, key: str) -> Any:
        """The editor of a field of the form."""
        return next(part.editor for part in self.screen.form.body.parts if key in part.editor.keys)

    async def choose_mortgage(self, preset: str = "Last 30 days") -> None:
        """Fill in the form: the first lead type, and the dates."""
        await pick(self.lead_type, "Mortgage (1001)")
        await pick(self.editor("StartDate").preset, preset)

    async def search(self, preset: str = "Last 30 days") -> None:
        """Search the mortgage leads and wait for them."""
        await self.choose_mortgage(preset)
        before = self.screen.shown
        await click(self.screen.form.search_button)
        await until(lambda: self.screen.shown is not before and not self.screen.form.is_busy, "the leads are there")
        await self.record_read()

    async def record_read(self) -> None:
        """The chosen record stands in the pane."""
        await until(lambda: not self.screen.reader.is_busy, "the record is read")

    async def close(self) -> None:
        """Leave the program as a person does, and wait until it is gone."""
        if not self._is_open:
            return
        self._is_open = False
        left = asyncio.get_running_loop().create_future()
        self.window.leave_requested.connect(lambda: left.done() or left.set_result(None))
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window and widget.isVisible():
                widget.close()
        if self.window.isVisible():
            self.window.close()
            await left
        await self.window.aclose()
        await self.desk.aclose()
        self.window.deleteLater()
        await turns()
        _delete_what_waits()

    async def restart(self) -> MainWindow:
        """Leave and start again on the same profile."""
        await self.close()
        return await self.open()


def bytes_below(folder: Path) -> bytes:
    """The contents of all files in a folder."""
    return b"\n".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


Story = Callable[[Any], Coroutine[Any, Any, None]]


@pytest.fixture(scope="session")
def population() -> Population:
    return Population(datetime.now(UTC))


@pytest.fixture(scope="session")
def served(population: Population) -> Iterator[StandIn]:
    faults, log = Faults(), LeadExecLog()
    app = leadexec_app(population, faults=faults, log=log)
    with serve(app) as url:
        yield StandIn(app, url, faults, log)


@pytest.fixture
def stand_in(served: StandIn) -> Iterator[StandIn]:
    """The stand-in of all stories, with all switches off and nothing asked yet."""
    yield served
    put_back(served.faults, Faults())
    put_back(served.log, LeadExecLog())


@pytest.fixture
def profile_folder(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def play(
    qapp: QApplication, keyring_session: object, stand_in: StandIn, profile_folder: Path
) -> Callable[[Story], None]:
    """Plays a story on the one loop, and leaves nothing behind: no task, no window, no error that nobody saw."""
    del keyring_session
    return player(qapp, stand_in, profile_folder)


def player(
    qapp: QApplication, stand_in: Any, folder: Path, stage_of: Callable[[Path, Any], Stage] = Stage
) -> Callable[[Story], None]:
    def run(story: Story) -> None:
        run_until_done(qapp, _play(story, stage_of(folder, stand_in)))
        assert [type(widget).__name__ for widget in QApplication.topLevelWidgets() if widget.isVisible()] == []

    return run


async def _play(story: Story, stage: Stage) -> None:
    loop = asyncio.get_running_loop()
    unseen: list[str] = []
    loop.set_exception_handler(
        lambda _loop, context: unseen.append(f"{context.get('message')} {context.get('exception')!r}")
    )
    try:
        await story(stage)
    finally:
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not getattr(stage, "window", None):
                widget.close()
        await stage.close()
    left = [task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    gc.collect()
    await turns()
    assert left == [], "tasks were left over"
    assert unseen == [], "errors that nobody saw"


def _delete_what_waits() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def put_back(changed: Any, fresh: Any) -> None:
    """Give one object the switches of another."""
    for field in fields(fresh):
        setattr(changed, field.name, getattr(fresh, field.name))
