"""LeadSquared: an account of a region, leads not contacted as rows and as figures, ids pasted, quick search."""

from __future__ import annotations

import json
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from leaddesk.domain.record import Record
from leaddesk.tour.account_dialog import demo_account, fill_in, open_for_new, save, test
from leaddesk.tour.exporting import WORKBOOK, exporter_of_all
from leaddesk.tour.guide import Guide, Values
from leaddesk.tour.seen import words_in
from leaddesk.tour.step import Step, check
from leaddesk.ui.accounts.server_edit import ServerEdit
from leaddesk.ui.search.id_list_editor import IdListEditor

_DEMO: Final = demo_account("leadsquared")
_STAGES: Final = ("Prospect", "Opportunity")
_CALLED: Final = ("21", "22")
"""The account's activities “Inbound phone call” and “Outbound phone call”."""
_ACTIVITIES: Final = ("E-mail opened", "E-mail link clicked", "Page visited on website", "Meeting", "Lead captured")
_REGIONS: Final = 7
_UNKNOWN_ID: Final = "01234567-89ab-cdef-0123-456789abcdef"
_KNOWN_IDS: Final = 40


def _condition(name: str, *values: str) -> str:
    return json.dumps([{"LookUpName": name, "SqlOperator": "in", "LookUpValues": values}])


_FILTERS: Final[Values] = {
    "lead_filters": _condition("ProspectStage", *_STAGES),
    "activity_filters": _condition("ActivityEvent", *_CALLED),
    "DateField": ["LeadCreatedOn"],
    "FromDate": ["2020-01-01T00:00:00.000Z"],
    "ToDate": ["2020-01-02T00:00:00.000Z"],
}
"""The dates only make room for a range, which the preset then works out."""
_PRESET: Final = "last-90-days"


class LeadSquaredPart:
    """From the account dialog to a quick search."""

    def __init__(self, guide: Guide) -> None:
        """The window has an account of LeadExec."""
        self._guide = guide
        self._screen = guide.screen
        self._ids: list[str] = []

    def steps(self) -> tuple[Step, ...]:
        """In order; each goes on where the one before ended."""
        return (
            Step("LeadSquared account dialog", self._account_dialog),
            Step("LeadSquared account tested", self._account_tested),
            Step("LeadSquared form", self._form),
            Step("LeadSquared leads not contacted", self._not_contacted),
            Step("LeadSquared lead completed", self._completed),
            Step("LeadSquared timeline of a lead", self._timeline),
            Step("LeadSquared workbook", exporter_of_all(self._guide, WORKBOOK, "leadsquared-leads", "Phone")),
            Step("LeadSquared leads as CSV answer", self._csv_answer),
            Step("LeadSquared figures", self._figures),
            Step("LeadSquared ids pasted", self._ids_pasted),
            Step("LeadSquared leads by id", self._leads_by_id),
            Step("LeadSquared quick search", self._quick_search),
        )

    # Account

    async def _account_dialog(self) -> QWidget:
        self._guide.close_dialogs()
        dialog = await open_for_new(self._guide, _DEMO.provider)
        server = dialog.form.editors["server"]
        offers = isinstance(server, ServerEdit) and server.count() == _REGIONS and "Singapore" in server.currentText()
        check(offers, "the regions are not offered, the usual one chosen")
        return dialog

    async def _account_tested(self) -> QWidget:
        fill_in(self._guide, _DEMO)
        dialog = await test(self._guide, "this account works")
        check("report of leads not contacted can be read" in dialog.report.text, "the report was not tried")
        return dialog

    # Leads not contacted

    async def _form(self) -> QWidget:
        await save(self._guide, _DEMO)
        self._guide.choose(_DEMO.name, "not-contacted")
        self._guide.fill_in(_FILTERS, _PRESET)
        form = self._screen.form
        await self._guide.until(lambda: "Outbound phone call" in words_in(form), "activities are named")
        check("Lead Stage" in words_in(form), "the field is not named as the account names it")
        check("not in the list" not in words_in(form), "something is not of the account's lists")
        return self._guide.window

    async def _not_contacted(self) -> QWidget:
        await self._guide.submit()
        check(self._screen.model.loaded_count > 50, "few leads came")
        stages = {record.values().get("ProspectStage") for record in self._guide.records}
        check(stages == set(_STAGES), f"leads of other stages came: {stages}")
        check(self._screen.notice.isHidden(), "something is said to have gone wrong")
        return self._guide.window

    async def _completed(self) -> QWidget:
        """A row of the list has the columns asked for; opened, the lead has all of its fields."""
        await self._guide.read_row(self._guide.row_where(_has_activities, "a lead with activities"))
        check(self._screen.pane.notice.isHidden(), "the rest could not be read")
        check("Job Title" in await self._guide.open_tab("fields"), "the lead was not read with all its fields")
        await self._guide.open_tab("summary")
        return self._guide.window

    async def _timeline(self) -> QWidget:
        words = await self._guide.open_tab("timeline")
        kinds = {name for name in _ACTIVITIES if name in words}
        check(kinds, f"no activity of the account stands in the timeline: {words}")
        return self._guide.window

    async def _csv_answer(self) -> QWidget:
        self._guide.close_dialogs()
        await self._guide.search({**_FILTERS, "ResponseFormat": "CSV"}, _PRESET)
        check(self._screen.model.loaded_count > 50, "few leads came")
        return self._guide.window

    async def _figures(self) -> QWidget:
        figures: dict[str, str | list[str]] = {
            "Type": "Aggregate",
            "GroupBy": "Source",
            "AggregateFunction": "Count",
            "AggregateField": "ProspectID",
        }
        await self._guide.search({**_FILTERS, **figures}, _PRESET)
        check(self._screen.chart.isVisible(), "there are no bars")
        check(self._screen.model.loaded_count > 3, "few figures came")
        await self._guide.open_tab("summary")
        return self._guide.window

    # By id

    async def _ids_pasted(self) -> QWidget:
        await self._guide.search({})
        self._ids = [record.id for record in self._guide.records[:_KNOWN_IDS]]
        self._guide.choose(_DEMO.name, "leads-by-id")
        editor = self._guide.editor("LeadIds", IdListEditor)
        editor.box.setPlainText("\n".join([*self._ids, "", "  ", self._ids[0], self._ids[1], "Name", _UNKNOWN_ID]))
        wanted = f"{_KNOWN_IDS + 1} ids; left out: 2 repeated, 1 no id (“Name”)."
        await self._guide.until(lambda: editor.words == wanted, f"“{wanted}” is said under the box")
        return self._guide.window

    async def _leads_by_id(self) -> QWidget:
        await self._guide.submit()
        check({record.id for record in self._guide.records} == set(self._ids), "other leads came")
        notice = self._screen.notice.notice
        check(
            notice is not None and _UNKNOWN_ID in f"{notice.words} {notice.details}", "what was not found is not said"
        )
        return self._guide.window

    async def _quick_search(self) -> QWidget:
        name = str(self._guide.records[0].values()["LastName"])
        self._guide.choose(_DEMO.name, "quick-search")
        await self._guide.search({"key": name})
        check(self._ids[0] in {record.id for record in self._guide.records}, f"{name} is not found by the name")
        return self._guide.window


def _has_activities(record: Record) -> bool:
    values: dict[str, Any] = dict(record.values())
    return bool(values.get("ProspectActivityDate_Max"))
