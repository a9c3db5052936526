"""The guided tour: drives the real window through the main job on the demo, checks each step, takes its picture.

It works on a profile of its own in a temporary folder and keeps its secrets in memory: nothing of the person
who runs it is read or changed. Each step ends with a check; what it shows is saved in light and in dark.
"""

from __future__ import annotations

import asyncio
import csv
import json
import re
import tempfile
import time
import zipfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QWidget

from leaddesk.app import make_application, make_window
from leaddesk.composition import open_desk
from leaddesk.demo.accounts import DEMO_ACCOUNTS
from leaddesk.domain.account import Account
from leaddesk.domain.colour_scheme import ColourScheme
from leaddesk.domain.form_state import FormState
from leaddesk.domain.record import Record
from leaddesk.event_loop import run_until_done
from leaddesk.logs import start_logging
from leaddesk.paths import Profile
from leaddesk.storage.memory_vault import MemoryVault
from leaddesk.ui.accounts.account_dialog import AccountDialog
from leaddesk.ui.export.export_dialog import ExportDialog
from leaddesk.ui.main_window import MainWindow
from leaddesk.ui.results.column_chooser import ColumnChooser
from leaddesk.ui.results.table_state import StateKind
from leaddesk.ui.theme import apply_scheme

_PATIENCE_SECONDS = 20.0
_MORTGAGE = "1001"


def run_tour(out: Path) -> int:
    """Take the tour.

    Args:
        out: folder for the pictures and the exported files; made when it is not there.

    Returns:
        0 when every step's check held, else 1.
    """
    out.mkdir(parents=True, exist_ok=True)
    start_logging(None, debug=False)
    application = make_application()
    with tempfile.TemporaryDirectory(prefix="leaddesk-tour-") as folder:
        desk = open_desk(Profile.at(Path(folder)), MemoryVault())
        window = make_window(desk)
        window.resize(1440, 860)
        tour = Tour(application, window, out.resolve())

        async def walk() -> None:
            window.show()
            window.begin()
            try:
                await tour.walk()
            finally:
                await window.aclose()
                await desk.aclose()

        run_until_done(application, walk())
    print(f"{tour.held} of {tour.taken} steps")  # noqa: T201 - the tour's last line is its result
    return 0 if tour.held == tour.taken else 1


class CheckFailed(Exception):
    """What a step promised did not come true."""


@dataclass(frozen=True, slots=True)
class _Step:
    title: str
    act: Callable[[], Awaitable[QWidget]]  # gives the widget to take the picture of


class Tour:
    """The steps, in order."""

    def __init__(self, application: QApplication, window: MainWindow, out: Path) -> None:
        """`held` of `taken` steps kept what they promised."""
        self.taken = 0
        self.held = 0
        self._application = application
        self._window = window
        self._screen = window.screen_
        self._out = out
        self._account: Account | None = None

    async def walk(self) -> None:
        """Take all steps; a failed one does not keep the others from being tried."""
        for step in self._steps():
            self.taken += 1
            name = f"{self.taken:02d}-{re.sub(r'[^a-z0-9]+', '-', step.title.lower()).strip('-')}"
            try:
                shown = await step.act()
            except CheckFailed as error:
                print(f"FAILED {name}: {error}")  # noqa: T201
                self._window.grab().save(str(self._out / f"{name}-failed.png"))
                continue
            await self._take_pictures(shown, name)
            self.held += 1
            print(f"ok     {name}")  # noqa: T201

    def _steps(self) -> Sequence[_Step]:
        return (
            _Step("Welcome", self._welcome),
            _Step("Account dialog", self._account_dialog),
            _Step("Account tested", self._account_tested),
            _Step("Account with a wrong key", self._account_refused),
            _Step("Form", self._form),
            _Step("Form with a wrong date marked", self._wrong_date),
            _Step("Table", self._table),
            _Step("Second page", self._second_page),
            _Step("Sorted by the provider", self._sorted),
            _Step("Conditions", self._conditions),
            _Step("Narrowed", self._narrowed),
            _Step("Column chooser", self._column_chooser),
            *(_Step(f"Pane {key}", self._pane_step(key)) for key in self._PANE_TABS),
            _Step("Selected", self._selected),
            _Step("Export dialog", self._export_dialog),
            _Step("Export of the selected done", self._export_selected),
            _Step("Export of all to a workbook", self._exporter("all", 0, "all-leads.xlsx")),
            _Step("Export of all for spreadsheets", self._exporter("all", 1, "all-leads-spreadsheet.csv")),
            _Step("Export of all for other systems", self._exporter("all", 2, "all-leads.csv")),
            _Step("Export of all as JSON Lines", self._exporter("all", 3, "all-leads.jsonl")),
            _Step("Inbound pings", self._pings("inbound-pings")),
            _Step("Outbound pings", self._pings("outbound-pings")),
            _Step("Nothing found", self._nothing_found),
            _Step("Could not search", self._could_not_search),
        )

    _PANE_TABS = ("summary", "fields", "properties", "consent", "sends", "verification", "timeline", "raw")

    # Account

    async def _welcome(self) -> QWidget:
        _check(self._window.welcome.isVisible(), "the welcome page is not shown")
        return self._window

    async def _account_dialog(self) -> QWidget:
        self._window.welcome.add_button.click()
        return await self._until(lambda: self._window.account_flow.dialog, "the account dialog opens")

    async def _account_tested(self) -> QWidget:
        demo = DEMO_ACCOUNTS[0]
        dialog = self._fill_account(demo.name, demo.secrets["client_secret"].reveal())
        dialog.test_button.click()
        await self._until(lambda: "Leads can be read" in dialog.report.text, "the test answers")
        return dialog

    async def _account_refused(self) -> QWidget:
        demo = DEMO_ACCOUNTS[0]
        dialog = self._fill_account(demo.name, "not-the-right-key")
        dialog.test_button.click()
        await self._until(lambda: "refused" in dialog.report.text.lower(), "the test says that the key is refused")
        _check("not-the-right-key" not in dialog.report.text, "the key is repeated")
        return dialog

    def _fill_account(self, name: str, secret: str) -> AccountDialog:
        dialog = self._window.account_flow.dialog
        if dialog is None:
            raise CheckFailed("the account dialog is not open")
        dialog.name.setText(name)
        for key, text in {**DEMO_ACCOUNTS[0].settings, "client_secret": secret}.items():
            editor = dialog.form.editors[key]
            assert isinstance(editor, QLineEdit)
            editor.setText(text)
        return dialog

    # Form

    async def _form(self) -> QWidget:
        demo = DEMO_ACCOUNTS[0]
        dialog = self._fill_account(demo.name, demo.secrets["client_secret"].reveal())
        dialog.save_button.click()
        await self._until(lambda: self._screen.account is not None, "the account is kept")
        await self._until(lambda: "Mortgage" in self._form_words(), "the lead types are listed")
        self._screen.form.set_form_state(FormState({"LeadTypeUID": _MORTGAGE}, "last-90-days"))
        return self._window

    def _form_words(self) -> str:
        combos = self._screen.form.findChildren(QComboBox)
        return " ".join(combo.itemText(place) for combo in combos for place in range(combo.count()))

    async def _wrong_date(self) -> QWidget:
        values = {"LeadTypeUID": _MORTGAGE, "StartDate": "2026-03-02T00:00:00Z", "EndDate": "2026-03-01T00:00:00Z"}
        self._screen.form.set_form_state(FormState(dict(values), "custom"))
        self._screen.form.search_button.click()
        await asyncio.sleep(0)
        _check(any(p.field == "EndDate" for p in self._screen.form.check()), "the wrong date is not marked")
        _check(self._screen.shown is None and not self._window.tasks.is_running("search"), "something was sent")
        return self._window

    async def _search(self, values: dict[str, str | list[str]], preset: str = "last-90-days") -> None:
        """Fill the form in, press Search, wait for the result."""
        before = self._screen.shown
        self._screen.form.set_form_state(FormState({"LeadTypeUID": _MORTGAGE, **values}, preset))
        self._screen.form.search_button.click()
        await self._until(lambda: self._screen.shown is not before, "the answer comes")

    # Results

    async def _table(self) -> QWidget:
        await self._search({})
        _check(self._screen.model.loaded_count == 100, "the first page has not 100 rows")
        _check(self._total() > 1000, "the total is not given")
        return self._window

    async def _second_page(self) -> QWidget:
        first = self._screen.model.loaded_records[0].id
        shown = self._screen.shown
        assert shown is not None
        following = shown.page.next
        assert following is not None
        await self._until(lambda: shown.result.has_page(following), "the next page is fetched ahead")
        self._screen.pages.next_action.trigger()
        await self._until(lambda: self._offset() == 100, "the second page comes")
        _check(self._screen.model.loaded_records[0].id != first, "the rows are those of the first page")
        return self._window

    async def _sorted(self) -> QWidget:
        before = self._screen.shown
        self._screen.table.ask_for_sort("Fields.LastName", descending=False)
        await self._until(lambda: self._screen.shown is not before, "the sorted result comes")
        assert self._screen.shown is not None
        _check("whole result sorted" in self._screen.shown.order_words(), "it is not said who sorted")
        return self._window

    async def _conditions(self) -> QWidget:
        total = self._total()
        await self._search({"Query": '{"LoanAmount": {"$gte": 400000}}', "SortFields": ["LoanAmount"]})
        amounts = [self._field(record, "LoanAmount") for record in self._screen.model.loaded_records]
        _check(0 < self._total() < total, "the condition changes nothing")
        _check(all(isinstance(amount, int | float) and amount >= 400000 for amount in amounts), "a smaller loan came")
        return self._window

    async def _narrowed(self) -> QWidget:
        await self._search({})
        city = str(self._field(self._screen.model.loaded_records[0], "City"))
        box = self._screen.bar.findChild(QLineEdit)
        assert isinstance(box, QLineEdit)
        box.setText(city)
        _check(0 < self._screen.model.rowCount() < 100, "the rows are not narrowed")
        return self._window

    async def _column_chooser(self) -> QWidget:
        self._screen.bar.clear_narrowing()
        self._screen.choose_columns()
        return await self._until(lambda: self._screen.findChild(ColumnChooser), "the column chooser opens")

    # One record

    def _pane_step(self, key: str) -> Callable[[], Awaitable[QWidget]]:
        async def act() -> QWidget:
            self._close_dialogs()
            row = self._row_of_full_lead()
            await self._read_row(row)
            keys = self._screen.pane.tab_keys()
            wanted = next((name for name in keys if key in name.lower()), "")
            _check(bool(wanted), f"the pane has no {key} among {keys}")
            _check(self._screen.pane.select_tab(wanted), f"the tab {wanted} does not open")
            await asyncio.sleep(0)
            return self._window

        return act

    async def _read_row(self, row: int) -> None:
        self._screen.table.select_row(row)
        await self._until(lambda: not self._screen.reader.is_busy, "the record is read")

    def _row_of_full_lead(self) -> int:
        """A lead that has every section, sends with reads among them."""
        for row, record in enumerate(self._screen.model.shown_records):
            values = record.values()
            sends: list[object] = values.get("SendInformation", {}).get("Sends") or []
            whole = all(values.get(key) for key in ("TCPAInformation", "TrestleVerification", "Fields"))
            if whole and len(sends) > 1 and values["TCPAInformation"].get("ConsentText"):
                return row
        raise CheckFailed("no lead on the page has all sections")

    # Selection and export

    async def _selected(self) -> QWidget:
        for row in (1, 3, 4):
            self._screen.model.toggle_row(row)
        self._screen.pages.next_action.trigger()
        await self._until(lambda: self._offset() == 100, "the second page comes")
        self._screen.model.toggle_row(0)
        _check(len(self._screen.model.selected_keys) == 4, "the selection did not survive paging")
        return self._window

    async def _export_dialog(self) -> QWidget:
        self._window.export_best()
        dialog = self._dialog()
        dialog.form.target.set_text(str(self._out / "selected-leads.xlsx"))
        _check(dialog.export_button.text() == "Export 4 leads", f"the button says {dialog.export_button.text()}")
        return dialog

    async def _export_selected(self) -> QWidget:
        dialog = self._dialog()
        dialog.export_button.click()
        await self._until(lambda: "4 leads written" in dialog.outcome.text, "the file is written")
        _check(_xlsx_rows(self._out / "selected-leads.xlsx") == 4, "the file has not four leads")
        return dialog

    def _exporter(self, scope: str, kind: int, name: str) -> Callable[[], Awaitable[QWidget]]:
        async def act() -> QWidget:
            self._close_dialogs()
            self._window.open_export(scope)
            dialog = self._dialog()
            dialog.form.choice_box.setCurrentIndex(kind)
            dialog.form.choice_box.activated.emit(kind)
            dialog.form.all_columns.setChecked(True)
            dialog.form.target.set_text(str(self._out / name))
            total = self._total()
            dialog.export_button.click()
            await self._until(lambda: f"{total:,} leads written" in dialog.outcome.text, "the file is written")
            _check(_rows_of(self._out / name) == total, f"{name} has not {total} leads")
            return dialog

        return act

    # Pings, and what there is to say when there is nothing

    def _pings(self, key: str) -> Callable[[], Awaitable[QWidget]]:
        async def act() -> QWidget:
            self._close_dialogs()
            picker = self._screen.picker
            picker.search.setCurrentIndex(picker.search.findData(key))
            picker.search_chosen.emit(key)
            await self._search({})
            _check(self._screen.model.loaded_count > 0, "no pings came")
            await self._read_row(0)
            pane = self._screen.pane
            _check(pane.is_showing_record and pane.select_tab(pane.tab_keys()[0]), "the ping is not shown")
            return self._window

        return act

    async def _nothing_found(self) -> QWidget:
        picker = self._screen.picker
        picker.search.setCurrentIndex(picker.search.findData("leads"))
        picker.search_chosen.emit("leads")
        await self._search({"Query": '{"City": "Nowhere at all"}'})
        _check(self._screen.table.shown_state.kind is StateKind.NOTHING_FOUND, "it is not said that nothing was found")
        return self._window

    async def _could_not_search(self) -> QWidget:
        account = self._screen.account
        assert account is not None
        await self._window.accounts.change(account, account.name, {**account.settings, "client_secret": "wrong-key"})
        self._screen.form.search_button.click()
        await self._until(
            lambda: self._screen.table.shown_state.kind is StateKind.COULD_NOT_SEARCH, "the refusal is shown"
        )
        return self._window

    # Means

    def _total(self) -> int:
        return 0 if self._screen.shown is None else self._screen.shown.page.total.count

    def _offset(self) -> int:
        return -1 if self._screen.shown is None else self._screen.shown.page.start.offset

    @staticmethod
    def _field(record: Record, name: str) -> object:
        return record.values().get("Fields", {}).get(name)

    def _dialog(self) -> ExportDialog:
        dialog = self._window.export_flow.dialog
        if dialog is None:
            raise CheckFailed("the export dialog is not open")
        return dialog

    def _close_dialogs(self) -> None:
        for dialog in self._window.findChildren(QDialog):
            dialog.close()

    async def _until(self, condition: Callable[[], object], words: str) -> QWidget:
        """Wait until the condition gives something; gives that when it is a widget, else the window."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = condition()
            if found:
                return found if isinstance(found, QWidget) else self._window
            await asyncio.sleep(0.01)
        raise CheckFailed(f"waited in vain until {words}")

    async def _take_pictures(self, shown: QWidget, name: str) -> None:
        for scheme in (ColourScheme.DARK, ColourScheme.LIGHT):
            apply_scheme(self._application, scheme)
            for _ in range(3):
                await asyncio.sleep(0.02)  # the palette travels through posted events
            if not shown.grab().save(str(self._out / f"{name}-{scheme}.png")):
                raise CheckFailed(f"the picture {name} cannot be written")


def _check(held: object, words: str) -> None:
    if not held:
        raise CheckFailed(words)


def _rows_of(path: Path) -> int:
    if path.suffix == ".xlsx":
        return _xlsx_rows(path)
    if path.suffix == ".jsonl":
        return sum(1 for line in path.read_text("utf-8").splitlines() if json.loads(line)["id"])
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _row in csv.reader(file)) - 1


def _xlsx_rows(path: Path) -> int:
    """Rows of the first sheet without its heading."""
    with zipfile.ZipFile(path) as workbook:
        sheet = workbook.read("xl/worksheets/sheet1.xml")
    return sheet.count(b"<row ") - 1
