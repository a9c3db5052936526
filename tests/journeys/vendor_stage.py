"""The window over an account of any vendor: choose a search by its title, search, wait, look at what was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QLabel

from leaddesk.composition import open_desk
from leaddesk.demo.call_log import Call, CallLog
from leaddesk.domain.account import Account
from leaddesk.domain.record import Record
from leaddesk.tour import seen
from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.main_window import MainWindow
from leaddesk.ui.results.table_state import StateKind
from tests.journeys.conftest import Stage, put_back
from tests.journeys.driving import button, click, controls, dialog, name_of, pick, until
from tests.stand_in import serve


@dataclass
class Vendor:
    """A vendor's stand-in on a loopback socket, its switches, what it was asked, and what is typed for an account."""

    provider: str
    url: str
    faults: Any
    log: CallLog
    typed: Mapping[str, str]

    def calls(self, path: str = "") -> list[Call]:
        """Those whose path ends so."""
        return [call for call in self.log.calls if call.path.endswith(path)]


@contextmanager
def serve_vendor(
    provider: str, build_app: Callable[..., Any], faults: Any, typed: Mapping[str, str], **more: Any
) -> Iterator[Vendor]:
    """The stand-in of a vendor for the length of a `with` block."""
    log = CallLog()
    with serve(build_app(faults=faults, log=log, **more)) as url:
        yield Vendor(provider, url, faults, log, typed)


def reset(vendor: Vendor) -> None:
    """All switches off, and nothing asked yet."""
    put_back(vendor.faults, type(vendor.faults)())
    vendor.log.calls.clear()


class VendorStage(Stage):
    """The window as a person has it before them, with an account of a vendor."""

    def __init__(self, folder: Path, vendor: Vendor) -> None:
        super().__init__(folder, vendor)  # pyright: ignore[reportArgumentType] - only its address is used
        self.vendor = vendor

    def account_input(self, **settings: str) -> dict[str, str]:
        return {"server": self.vendor.url, **self.vendor.typed, **settings}

    async def add_account(self, name: str = "Sales", **settings: str) -> Account:
        desk = open_desk(self.profile)
        account = await desk.accounts.add(name, self.vendor.provider, self.account_input(**settings))
        await desk.aclose()
        return account

    async def open_with_account(self, **settings: str) -> MainWindow:
        await self.add_account(**settings)
        window = await self.open()
        await self.lists_loaded()
        return window

    async def lists_loaded(self) -> None:
        """The lists of the account that the form in view offers are there."""
        form, tasks = self.screen.form, self.window.tasks
        await until(
            lambda: not any(tasks.is_running(f"choices {source}") for source in form.sources_asked),
            "the lists of the account are there",
        )

    async def choose(self, search: str) -> None:
        """Pick a search by its title."""
        await pick(self.screen.picker.search, search)
        await self.lists_loaded()

    async def search_now(self) -> None:
        """Press Search, and wait until the answer is there and its first row is read."""
        before = self.screen.shown
        await click(self.screen.form.search_button)
        await until(lambda: self.screen.shown is not before and not self.screen.form.is_busy, "the answer is there")
        await self.record_read()

    async def try_search(self) -> None:
        """Press Search, and wait until it has ended, well or not."""
        await click(self.screen.form.search_button)
        await until(lambda: not self.screen.form.is_busy, "the search has ended")

    async def open_refused_account(self) -> AccountDialog:
        """Press the button that stands beside a refused key."""
        table = self.screen.table
        await until(lambda: any(name_of(one) == "Open account" for one in controls(table, QAbstractButton)), "offered")
        await click(button(table, "Open account"))
        return await dialog(AccountDialog)

    @property
    def records(self) -> tuple[Record, ...]:
        """The rows on screen."""
        return tuple(self.screen.model.shown_records)

    @property
    def state(self) -> StateKind:
        """What stands where the rows are."""
        return self.screen.table.shown_state.kind

    @property
    def waiting_words(self) -> str:
        """What the status line says of a pause; empty for none."""
        found = [label.text() for label in controls(self.window, QLabel) if label.accessibleName() == "Waiting"]
        return found[0] if found else ""

    def tab_words(self, key: str) -> str:
        """Open a tab of the record; gives what is written there, cells among it."""
        pane = self.screen.pane
        assert pane.select_tab(key), f"no tab “{key}” among {pane.tab_keys()}"
        page = pane.tabs.page(key)
        assert page is not None
        return seen.words_in(page)
