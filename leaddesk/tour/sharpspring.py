"""SharpSpring: each of its seven searches, calls used today, a timeline in the pane, a file."""

from __future__ import annotations

import json
from typing import Final

from PySide6.QtWidgets import QWidget

from leaddesk.domain.record import Record
from leaddesk.tour.account_dialog import demo_account, fill_in, open_for_new, save, test
from leaddesk.tour.exporting import WORKBOOK, exporter_of_all
from leaddesk.tour.guide import Guide
from leaddesk.tour.seen import words_in
from leaddesk.tour.step import Step, check

_DEMO: Final = demo_account("sharpspring")
_PAGE: Final = 250
_MEMBERS: Final = 12
_KINDS_OF_EVENT: Final = ("Form submitted", "E-mail sent", "E-mail opened", "Owner changed", "Page visited")


class SharpSpringPart:
    """From the account dialog to the list of fields."""

    def __init__(self, guide: Guide) -> None:
        """Whatever accounts the window has."""
        self._guide = guide
        self._screen = guide.screen
        self._leads: tuple[Record, ...] = ()

    def steps(self) -> tuple[Step, ...]:
        """In order; each goes on where the one before ended."""
        return (
            Step("SharpSpring account tested", self._account_tested),
            Step("SharpSpring leads", self._all_leads),
            Step("SharpSpring timeline in the pane", self._timeline_in_pane),
            Step("SharpSpring workbook", exporter_of_all(self._guide, WORKBOOK, "sharpspring-leads", "phoneNumber")),
            Step("SharpSpring leads of an address", self._leads_of_an_address),
            Step("SharpSpring leads by date", self._leads_by_date),
            Step("SharpSpring lead by id", self._lead_by_id),
            Step("SharpSpring events", self._events),
            Step("SharpSpring timeline", self._timeline),
            Step("SharpSpring list memberships", self._memberships),
            Step("SharpSpring fields", self._fields),
        )

    async def _account_tested(self) -> QWidget:
        self._guide.close_dialogs()
        await open_for_new(self._guide, _DEMO.provider)
        fill_in(self._guide, _DEMO)
        return await test(self._guide, "this account works")

    async def _search(self, search: str, preset: str = "", **values: str | list[str]) -> None:
        self._guide.choose(_DEMO.name, search)
        await self._guide.search(values, preset, _PAGE)
        check(self._screen.model.loaded_count > 0, "nothing came")

    @property
    def _first_id(self) -> str:
        check(self._leads, "there is no lead to go on with")
        return self._leads[0].id

    # Leads

    async def _all_leads(self) -> QWidget:
        await save(self._guide, _DEMO)
        await self._search("leads")
        check(self._screen.model.loaded_count == _PAGE, f"the first page has not {_PAGE} rows")
        check("calls used today" in words_in(self._screen.status), "calls used today are not shown")
        self._leads = tuple(self._guide.records)
        return self._guide.window

    async def _timeline_in_pane(self) -> QWidget:
        words = await self._guide.open_tab("timeline")
        kinds = [kind for kind in _KINDS_OF_EVENT if kind in words]
        check(len(kinds) > 1, f"the timeline tells little: {words}")
        return self._guide.window

    async def _leads_of_an_address(self) -> QWidget:
        self._guide.close_dialogs()
        lead = next(record for record in self._leads if "@" in str(record.values().get("emailAddress")))
        await self._search("leads", where=json.dumps({"emailAddress": lead.values()["emailAddress"]}))
        check(lead.id in {record.id for record in self._guide.records}, "the lead of this address did not come")
        return self._guide.window

    async def _leads_by_date(self) -> QWidget:
        await self._search("leads-by-date", "last-90-days", timestamp="create")
        check(self._screen.model.loaded_count == _PAGE, f"the first page has not {_PAGE} rows")
        moments = [self._guide.lead(record).added for record in self._guide.records]
        check(len({moment for moment in moments if moment}) > 1, "the leads have no date")
        return self._guide.window

    async def _lead_by_id(self) -> QWidget:
        await self._search("lead", id=self._first_id)
        check([record.id for record in self._guide.records] == [self._first_id], "another lead came")
        name = str(self._leads[0].values()["lastName"])
        check(name in await self._guide.open_tab("summary"), "the lead is not read")
        return self._guide.window

    # What happened, lists, fields

    async def _events(self) -> QWidget:
        await self._search("events", leadID=self._first_id)
        leads = {str(record.values().get("leadID")) for record in self._guide.records}
        check(leads == {self._first_id}, f"events of other leads came: {leads}")
        return self._guide.window

    async def _timeline(self) -> QWidget:
        await self._search("timeline", whoID=self._first_id)
        moments = [str(record.values().get("createTimestamp")) for record in self._guide.records]
        check(moments == sorted(moments), "it is not in order of time")
        return self._guide.window

    async def _memberships(self) -> QWidget:
        ids = [record.id for record in self._leads[:_MEMBERS]]
        await self._search("list-memberships", memberIDs=ids)
        shown = {str(record.values().get("memberID") or record.id) for record in self._guide.records}
        check(shown <= set(ids), "lists of other leads came")
        words = words_in(self._screen.notice)
        check(all(lead_id in shown or lead_id in words for lead_id in ids), "of a lead nothing is said")
        return self._guide.window

    async def _fields(self) -> QWidget:
        await self._search("fields")
        names = {str(record.values().get("systemName")) for record in self._guide.records}
        check({"firstName", "emailAddress"} <= names, "the usual fields are not among them")
        return self._guide.window
