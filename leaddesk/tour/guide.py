"""What every part of the tour does with the window: choose, fill in, search, read a row, wait, look around."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtWidgets import QComboBox, QDialog

from leaddesk.domain.account import Account
from leaddesk.domain.form_state import FormState
from leaddesk.domain.lead import Lead
from leaddesk.domain.record import Record
from leaddesk.tour.seen import words_in
from leaddesk.tour.step import CheckFailed, check
from leaddesk.ui.main_window import MainWindow
from leaddesk.ui.results_screen import ResultsScreen
from leaddesk.ui.search.field_editor import FieldEditor
from leaddesk.ui.shown_result import ShownResult

PATIENCE_SECONDS: Final = 20.0

Values = Mapping[str, str | list[str]]
EditorKind = TypeVar("EditorKind", bound=FieldEditor)
Found = TypeVar("Found")


class Guide:
    """Has the window, and the folder for what is written."""

    def __init__(self, window: MainWindow, out: Path) -> None:
        """`out` is there already."""
        self.window = window
        self.out = out

    @property
    def screen(self) -> ResultsScreen:
        """The screen of the searches."""
        return self.window.screen_

    # Waiting

    async def until(self, condition: Callable[[], object], words: str) -> None:
        """Wait until the condition holds.

        Raises:
            CheckFailed: it never did; `words` say what was waited for.
        """
        await self.found(lambda: condition() or None, words)

    async def found(self, look: Callable[[], Found | None], words: str) -> Found:
        """Wait until there is something to be found; gives it.

        Raises:
            CheckFailed: there never was; `words` say what was waited for.
        """
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = look()
            if found is not None:
                return found
            await asyncio.sleep(0.01)
        raise CheckFailed(f"waited in vain until {words}")

    # Searching

    def account(self, name: str) -> Account:
        """The account of this name.

        Raises:
            CheckFailed: there is none.
        """
        account = next((account for account in self.window.accounts.list() if account.name == name), None)
        if account is None:
            raise CheckFailed(f"there is no account “{name}”")
        return account

    def choose(self, account_name: str, search: str) -> None:
        """Pick an account, and a search by its key."""
        picker = self.screen.picker
        pick(picker.account, self.account(account_name).id)
        pick(picker.search, search)

    async def search(self, values: Values, preset: str = "", page_size: int = 100) -> None:
        """Fill the form in, press Search, and wait until its answer is on screen."""
        self.fill_in(values, preset, page_size)
        await self.submit()

    def fill_in(self, values: Values, preset: str = "", page_size: int = 100) -> None:
        """Fill the form in: raw values by field, and the name of the range of dates."""
        self.screen.form.set_form_state(FormState(dict(values), preset, page_size))

    async def submit(self) -> None:
        """Press Search and wait until the answer is on screen and its first row is read."""
        before = self.screen.shown
        self.screen.form.search_button.click()
        check(not self.screen.form.check(), f"the form does not take it: {self.screen.form.check()}")
        await self.until(lambda: self.screen.shown is not before and not self.screen.form.is_busy, "the answer comes")
        await self.until(lambda: not self.screen.reader.is_busy, "the first row is read")

    def editor(self, key: str, kind: type[EditorKind]) -> EditorKind:
        """The editor of a field of the form.

        Raises:
            CheckFailed: the form has no such editor.
        """
        for part in self.screen.form.body.parts:
            if key in part.editor.keys and isinstance(part.editor, kind):
                return part.editor
        raise CheckFailed(f"the form has no {kind.__name__} for {key}")

    def form_words(self) -> str:
        """What the form's lists offer."""
        combos = self.screen.form.findChildren(QComboBox)
        return " ".join(combo.itemText(place) for combo in combos for place in range(combo.count()))

    async def lists_come(self) -> None:
        """Wait until the lists of the account that the form asks for are there."""
        form, tasks = self.screen.form, self.window.tasks
        await self.until(
            lambda: not any(tasks.is_running(f"choices {source}") for source in form.sources_asked),
            "the lists of the account are there",
        )

    # What is on screen

    @property
    def shown(self) -> ShownResult:
        """The result on screen.

        Raises:
            CheckFailed: there is none.
        """
        if self.screen.shown is None:
            raise CheckFailed("no result is on screen")
        return self.screen.shown

    @property
    def total(self) -> int:
        """How many there are in all, as the page says."""
        return self.shown.page.total.count

    @property
    def records(self) -> Sequence[Record]:
        """The rows on screen."""
        return self.screen.model.shown_records

    def lead(self, record: Record) -> Lead:
        """A record of the result on screen, read as a lead.

        Raises:
            CheckFailed: it is none.
        """
        detail = self.shown.asking.info.read_detail(record, self.shown.result.columns)
        if detail.lead is None:
            raise CheckFailed(f"{record.id} is not read as a lead")
        return detail.lead

    def row_where(self, holds: Callable[[Record], object], words: str) -> int:
        """The first row on screen of which this holds.

        Raises:
            CheckFailed: there is none; `words` say what was looked for.
        """
        row = next((row for row, record in enumerate(self.records) if holds(record)), None)
        if row is None:
            raise CheckFailed(f"no row on screen is {words}")
        return row

    async def read_row(self, row: int) -> None:
        """Choose a row and wait until it is read, whole where its vendor gives it at once."""
        self.screen.table.select_row(row)
        await self.until(lambda: not self.screen.reader.is_busy, "the record is read")
        check(self.screen.pane.is_showing_record, "the record is not shown")

    async def open_tab(self, part_of_key: str) -> str:
        """Open the tab of the record whose key holds these words; gives what is written on it.

        Raises:
            CheckFailed: the record has no such tab.
        """
        keys = self.screen.pane.tab_keys()
        wanted = next((key for key in keys if part_of_key in key.lower()), "")
        check(bool(wanted), f"the pane has no {part_of_key} among {keys}")
        check(self.screen.pane.select_tab(wanted), f"the tab {wanted} does not open")
        await asyncio.sleep(0)
        page = self.screen.pane.tabs.page(wanted)
        return "" if page is None else words_in(page)

    def close_dialogs(self) -> None:
        """No dialog stays in the way of the next step."""
        for dialog in self.window.findChildren(QDialog):
            dialog.close()


def pick(combo: QComboBox, data: str) -> None:
    """Pick the entry that stands for this.

    Raises:
        CheckFailed: there is none.
    """
    place = combo.findData(data)
    check(place >= 0, f"“{data}” cannot be picked")
    combo.setCurrentIndex(place)
    combo.activated.emit(place)
