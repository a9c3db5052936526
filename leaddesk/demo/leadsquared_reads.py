"""Answers of LeadSquared's lead and activity reads, each in the shape of its endpoint (dossier, sections 7, 8, 10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from starlette.responses import Response

from leaddesk.demo.answers import json_answer
from leaddesk.demo.leadsquared_activities import build_activity, happenings_of, moment_of
from leaddesk.demo.leadsquared_bodies import check_members, read_member
from leaddesk.demo.leadsquared_book import LeadBook, pick
from leaddesk.demo.leadsquared_faults import LeadSquaredFaults, OffsetMeaning
from leaddesk.demo.leadsquared_fields import FIELDS
from leaddesk.demo.leadsquared_leads import LeadRow
from leaddesk.demo.leadsquared_moments import write_milliseconds, write_padded
from leaddesk.demo.leadsquared_refusal import INVALID_ENTITY, MANDATORY_MISSING, BadRequest, LogicError
from leaddesk.demo.leadsquared_requests import IdsRequest

USUAL_ACTIVITIES: Final = 25

_ALL: Final = tuple(field.schema_name for field in FIELDS)
_QUICK_COLUMNS: Final = (
    "ProspectID", "ProspectAutoId", "FirstName", "LastName", "EmailAddress", "Phone", "Mobile", "Company", "JobTitle",
    "ProspectStage", "OwnerId", "OwnerIdName", "Source", "Score", "DoNotCall", "CreatedOn", "ModifiedOn", "mx_City",
    "mx_State", "mx_Country",
)  # fmt: skip


class Reads:
    """Builds the answers."""

    def __init__(self, book: LeadBook, faults: LeadSquaredFaults) -> None:
        """`faults` may change from call to call."""
        self._book = book
        self._faults = faults

    def answer_ids(self, asked: IdsRequest) -> Response:
        """Leads by ids: flat rows. Fewer than the ids, where some are not known.

        Raises:
            LogicError: with the switch, something is no GUID.
        """
        found = self._book.find_by_ids(asked)
        page = found[asked.paging.start : asked.paging.start + asked.paging.size]
        columns = _ALL if asked.columns == ("*",) and self._faults.star_is_all_columns else asked.columns
        if self._faults.ids_left_out:
            columns = tuple(name for name in columns if name != "ProspectID")
        return json_answer({"RecordCount": len(found), "Leads": [pick(row, columns) for row in page]})

    def answer_one(self, query: Mapping[str, str]) -> Response:
        """`Leads.GetById`: an array with no or one lead that has every field."""
        row = self._book.by_id.get(_read_asked(query, "id").lower())
        write = write_milliseconds if self._faults.lead_dates_in_milliseconds else write_padded
        leads = [pick(row, row.write(), write)] if row else []
        return json_answer(leads[0] if leads and self._faults.lead_as_object else leads)

    def answer_mail(self, query: Mapping[str, str]) -> Response:
        """`Leads.GetByEmailaddress`: all leads of this address, in any letter case."""
        mail = _read_asked(query, "emailaddress").casefold()
        return self._answer_whole(lambda row: str(row.value("EmailAddress") or "").casefold() == mail)

    def answer_phone(self, query: Mapping[str, str]) -> Response:
        """`RetrieveLeadByPhoneNumber`: country code, a dash, the number; written otherwise it finds nobody."""
        phone = _read_asked(query, "phone")
        return self._answer_whole(lambda row: phone in (row.value("Phone"), row.value("Mobile")))

    def answer_quick_search(self, query: Mapping[str, str]) -> Response:
        """`Leads.GetByQuickSearch`: name, e-mail, phones, company, city, country; the more usual fields only."""
        key = _read_asked(query, "key").casefold()
        found = self._book.find_where(lambda row: key in row.sheet.searched, self._faults.quick_search_rows)
        return json_answer([pick(row, _QUICK_COLUMNS) for row in found])

    def _answer_whole(self, test: Callable[[LeadRow], bool]) -> Response:
        return json_answer([pick(row, row.write()) for row in self._book.find_where(test)])

    def answer_activities(self, query: Mapping[str, str], body: Mapping[str, Any]) -> Response:
        """`ProspectActivity.svc/Retrieve`: what happened with a lead, the latest first.

        Raises:
            LogicError: there is no such lead.
        """
        check_members(body, "Body", ("Parameter", "Paging"))
        row = self._book.by_id.get(_read_asked(query, "leadId").lower())
        if row is None:
            raise LogicError("Lead does not exist in the system.", INVALID_ENTITY)
        code = _read_event(read_member(body, "Body", "Parameter", ("ActivityEvent",)))
        happenings = [item for item in happenings_of(row.sheet.person.number) if code is None or item.type.code == code]
        start, count = self._read_offset(read_member(body, "Body", "Paging", ("Offset", "RowCount")))
        form = self._faults.activity_data
        activities = [
            build_activity(row.id, item, moment_of(item, row.added, row.now), form)
            for item in happenings[start : start + count]
        ]
        return json_answer({"RecordCount": len(happenings), "ProspectActivities": activities})

    def _read_offset(self, paging: Mapping[str, Any]) -> tuple[int, int]:
        """The first row and how many; the page writes both as text."""
        offset, count = _read_count(paging, "Offset", 0), _read_count(paging, "RowCount", USUAL_ACTIVITIES)
        match self._faults.offset_meaning:
            case OffsetMeaning.ROWS:
                return offset, count
            case OffsetMeaning.PAGES_FROM_0:
                return offset * count, count
            case OffsetMeaning.PAGES_FROM_1:
                return max(0, offset - 1) * count, count


def _read_asked(query: Mapping[str, str], name: str) -> str:
    text = query.get(name, "")
    if not text:
        raise BadRequest(f"The query parameter {name} is mandatory.", MANDATORY_MISSING)
    return text


def _read_event(parameter: Mapping[str, Any]) -> int | None:
    code: object = parameter.get("ActivityEvent")
    if code is not None and (not isinstance(code, int) or isinstance(code, bool)):
        raise BadRequest("Parameter.ActivityEvent must be a number.")
    return code


def _read_count(paging: Mapping[str, Any], key: str, default: int) -> int:
    value = cast("object", paging.get(key, str(default)))
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdecimal()):
        raise BadRequest(f"Paging.{key} must be a whole number.")
    return int(text)
