"""LeadExec, and what is the same for every vendor: the first account, the form, pages, columns, ticks and files."""

from __future__ import annotations

import asyncio
from typing import Final

from PySide6.QtWidgets import QLineEdit, QWidget

from leaddesk.domain.form_state import FormState
from leaddesk.domain.page import Position
from leaddesk.domain.record import Record
from leaddesk.tour.account_dialog import demo_account, fill_in, save, test
from leaddesk.tour.exporting import (
    FOR_OTHER_SYSTEMS,
    FOR_SPREADSHEETS,
    JSON_LINES,
    WORKBOOK,
    exporter_of_all,
    opened_export,
)
from leaddesk.tour.files import count_rows
from leaddesk.tour.guide import Guide
from leaddesk.tour.step import Act, Step, check
from leaddesk.tour.whole_result import WholeResultPart
from leaddesk.ui.results.column_chooser import ColumnChooser
from leaddesk.ui.results.table_state import StateKind

_DEMO: Final = demo_account("leadexec")
_MORTGAGE: Final = "1001"
_PANE_TABS: Final = ("summary", "fields", "properties", "consent", "sends", "verification", "timeline", "raw")


class LeadExecPart:
    """From the welcome page to a refused key."""

    def __init__(self, guide: Guide) -> None:
        """The window has no account yet."""
        self._guide = guide
        self._window = guide.window
        self._screen = guide.screen

    def steps(self) -> tuple[Step, ...]:
        """In order; each goes on where the one before ended."""
        guide = self._guide
        return (
            Step("Welcome", self._welcome),
            Step("Account dialog", self._account_dialog),
            Step("Account tested", self._account_tested),
            Step("Account with a wrong key", self._account_refused),
            Step("Form", self._form),
            Step("Form with a wrong date marked", self._wrong_date),
            Step("Table", self._table),
            Step("Second page", self._second_page),
            Step("Sorted by the provider", self._sorted),
            Step("Conditions", self._conditions),
            Step("Narrowed", self._narrowed),
            Step("Column chooser", self._column_chooser),
            *(Step(f"Pane {key}", self._pane_step(key)) for key in _PANE_TABS),
            Step("Selected", self._selected),
            Step("Export dialog", self._export_dialog),
            Step("Export of the selected done", self._export_selected),
            Step("Export of all to a workbook", exporter_of_all(guide, WORKBOOK, "all-leads")),
            Step("Export of all for spreadsheets", exporter_of_all(guide, FOR_SPREADSHEETS, "all-leads-spreadsheet")),
            Step("Export of all for other systems", exporter_of_all(guide, FOR_OTHER_SYSTEMS, "all-leads")),
            Step("Export of all as JSON Lines", exporter_of_all(guide, JSON_LINES, "all-leads")),
            *WholeResultPart(guide).steps(),
            Step("Inbound pings", self._pings("inbound-pings")),
            Step("Outbound pings", self._pings("outbound-pings")),
            Step("Nothing found", self._nothing_found),
            Step("Could not search", self._could_not_search),
        )

    # Account

    async def _welcome(self) -> QWidget:
        check(self._window.welcome.isVisible(), "the welcome page is not shown")
        return self._window

    async def _account_dialog(self) -> QWidget:
        self._window.welcome.add_button.click()
        return await self._guide.found(lambda: self._window.account_flow.dialog, "the account dialog opens")

    async def _account_tested(self) -> QWidget:
        fill_in(self._guide, _DEMO)
        return await test(self._guide, "Leads can be read")

    async def _account_refused(self) -> QWidget:
        dialog = fill_in(self._guide, _DEMO, {"client_secret": "not-the-right-key"})
        await test(self._guide, "refused")
        check("not-the-right-key" not in dialog.report.text, "the key is repeated")
        return dialog

    # Form

    async def _form(self) -> QWidget:
        fill_in(self._guide, _DEMO)
        await save(self._guide, _DEMO)
        await self._guide.until(lambda: "Mortgage" in self._guide.form_words(), "the lead types are listed")
        self._screen.form.set_form_state(FormState({"LeadTypeUID": _MORTGAGE}, "last-90-days"))
        return self._window

    async def _wrong_date(self) -> QWidget:
        values = {"LeadTypeUID": _MORTGAGE, "StartDate": "2026-03-02T00:00:00Z", "EndDate": "2026-03-01T00:00:00Z"}
        self._screen.form.set_form_state(FormState(dict(values), "custom"))
        self._screen.form.search_button.click()
        await asyncio.sleep(0)
        check(any(p.field == "EndDate" for p in self._screen.form.check()), "the wrong date is not marked")
        check(self._screen.shown is None and not self._window.tasks.is_running("search"), "something was sent")
        return self._window

    async def _search(self, **values: str | list[str]) -> None:
        await self._guide.search({"LeadTypeUID": _MORTGAGE, **values}, "last-90-days")

    # Results

    async def _table(self) -> QWidget:
        await self._search()
        check(self._screen.model.loaded_count == 100, "the first page has not 100 rows")
        check(self._guide.total > 1000, "the total is not given")
        return self._window

    async def _second_page(self) -> QWidget:
        first = self._guide.records[0].id
        shown = self._guide.shown
        following = shown.page.next or Position()
        check(following.offset == 100, "the page says nothing of a next one")
        await self._guide.until(lambda: shown.result.has_page(following), "the next page is fetched ahead")
        await self._turn_page()
        check(self._guide.records[0].id != first, "the rows are those of the first page")
        return self._window

    async def _turn_page(self) -> None:
        self._screen.pages.next_action.trigger()
        await self._guide.until(lambda: self._guide.shown.page.start.offset == 100, "the second page comes")

    async def _sorted(self) -> QWidget:
        before = self._screen.shown
        self._screen.table.ask_for_sort("Fields.LastName", descending=False)
        await self._guide.until(lambda: self._screen.shown is not before, "the sorted result comes")
        check("whole result sorted" in self._guide.shown.order_words(), "it is not said who sorted")
        return self._window

    async def _conditions(self) -> QWidget:
        total = self._guide.total
        await self._search(Query='{"LoanAmount": {"$gte": 400000}}', SortFields=["LoanAmount"])
        amounts = [_field(record, "LoanAmount") for record in self._guide.records]
        check(0 < self._guide.total < total, "the condition changes nothing")
        check(all(isinstance(amount, int | float) and amount >= 400000 for amount in amounts), "a smaller loan came")
        return self._window

    async def _narrowed(self) -> QWidget:
        await self._search()
        city = str(_field(self._guide.records[0], "City"))
        box = await self._guide.found(lambda: self._screen.bar.findChild(QLineEdit), "there is a box to narrow with")
        box.setText(city)
        check(0 < self._screen.model.rowCount() < 100, "the rows are not narrowed")
        return self._window

    async def _column_chooser(self) -> QWidget:
        self._screen.bar.clear_narrowing()
        self._screen.choose_columns()
        return await self._guide.found(lambda: self._window.findChild(ColumnChooser), "the column chooser opens")

    # One record

    def _pane_step(self, key: str) -> Act:
        async def act() -> QWidget:
            self._guide.close_dialogs()
            await self._guide.read_row(self._guide.row_where(_has_everything, "a lead with all sections"))
            await self._guide.open_tab(key)
            return self._window

        return act

    # Ticks, and the files

    async def _selected(self) -> QWidget:
        for row in (1, 3, 4):
            self._screen.model.toggle_row(row)
        await self._turn_page()
        self._screen.model.toggle_row(0)
        check(len(self._screen.model.selected_keys) == 4, "the selection did not survive paging")
        return self._window

    async def _export_dialog(self) -> QWidget:
        self._window.export_best()
        dialog = opened_export(self._guide)
        dialog.form.target.set_text(str(self._guide.out / "selected-leads.xlsx"))
        check(dialog.export_button.text() == "Export 4 leads", f"the button says {dialog.export_button.text()}")
        return dialog

    async def _export_selected(self) -> QWidget:
        dialog = opened_export(self._guide)
        dialog.export_button.click()
        await self._guide.until(lambda: "4 leads written" in dialog.outcome.text, "the file is written")
        check(count_rows(self._guide.out / "selected-leads.xlsx") == 4, "the file has not four leads")
        return dialog

    # Pings, and what there is to say when there is nothing

    def _pings(self, search: str) -> Act:
        async def act() -> QWidget:
            self._guide.close_dialogs()
            self._guide.choose(_DEMO.name, search)
            await self._search()
            check(self._screen.model.loaded_count > 0, "no pings came")
            await self._guide.read_row(0)
            check(self._screen.pane.select_tab(self._screen.pane.tab_keys()[0]), "the ping is not shown")
            return self._window

        return act

    async def _nothing_found(self) -> QWidget:
        self._guide.choose(_DEMO.name, "leads")
        await self._search(Query='{"City": "Nowhere at all"}')
        check(self._screen.table.shown_state.kind is StateKind.NOTHING_FOUND, "it is not said that nothing was found")
        return self._window

    async def _could_not_search(self) -> QWidget:
        account = self._guide.account(_DEMO.name)
        await self._window.accounts.change(account, account.name, {**account.settings, "client_secret": "wrong-key"})
        self._screen.form.search_button.click()
        await self._guide.until(
            lambda: self._screen.table.shown_state.kind is StateKind.COULD_NOT_SEARCH, "the refusal is shown"
        )
        return self._window


def _field(record: Record, name: str) -> object:
    return record.values().get("Fields", {}).get(name)


def _has_everything(record: Record) -> bool:
    """Whether a lead has every section, sends with reads among them."""
    values = record.values()
    sends: list[object] = values.get("SendInformation", {}).get("Sends") or []
    is_whole = all(values.get(key) for key in ("TCPAInformation", "TrestleVerification", "Fields"))
    return is_whole and len(sends) > 1 and bool(values["TCPAInformation"].get("ConsentText"))
