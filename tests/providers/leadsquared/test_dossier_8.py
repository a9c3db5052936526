"""The LeadSquared dossier, section 8 (other reads, metadata): each point with its test."""

from __future__ import annotations

import json
from typing import Any

import pytest

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import rename_columns
from leaddesk.domain.page import Position, Total
from leaddesk.domain.provider import LookUpAsked
from leaddesk.providers.leadsquared.endpoints import (
    ACTIVITIES,
    LEAD_BY_EMAIL,
    LEAD_BY_ID,
    LEAD_BY_PHONE,
    LEAD_FIELDS,
    LEADS_BY_CRITERION,
    NOT_CONTACTED,
    QUICK_SEARCH,
    USERS,
)
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from leaddesk.providers.leadsquared.spec import LEADSQUARED
from tests.providers.leadsquared.scripted import (
    OWNER,
    USER_ROWS,
    ScriptedTransport,
    answer,
    ask,
    lead,
    lead_id,
    record_of,
    refusal,
    report,
)

pytestmark = pytest.mark.anyio

SPEC = LEADSQUARED.search("not-contacted")


# Section 8, other reads


@pytest.mark.parametrize("form", ["array", "object"])
async def test_one_lead_is_read_from_an_array_and_from_a_bare_object(
    transport: ScriptedTransport, provider: LeadSquaredProvider, form: str
):
    whole = lead(1, FirstName="Ada", mx_City="Reno")
    transport.script(LEAD_BY_ID, answer([whole] if form == "array" else whole))
    detail = await provider.complete(record_of(lead(1)), ())
    assert transport.calls(LEAD_BY_ID)[0].params == {"id": lead_id(1)}
    assert detail.title == "Ada"
    assert json.loads(detail.source) == whole
    assert [(row.label, row.cell) for row in detail.groups[1].rows] == [("City", "Reno")]


async def test_an_unknown_id_is_a_lead_that_is_no_longer_there(provider: LeadSquaredProvider):
    detail = await provider.complete(record_of(lead(1, FirstName="Ada")), ())
    assert detail.title == "Ada"
    assert any("no longer there" in note for note in detail.notes)


async def test_a_phone_is_asked_for_with_country_code_and_dash(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_BY_PHONE, answer([lead(1, Phone="+91-9000000000")]))
    result = await provider.look_up(LookUpAsked("phone", "+91 90000 00000", "+919000000000"))
    assert transport.calls(LEAD_BY_PHONE)[0].params == {"phone": "+91-9000000000"}
    assert [record.id for record in result.records] == [lead_id(1)]


async def test_an_address_is_asked_for_by_equality_too(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(LEAD_BY_EMAIL, answer([lead(1, EmailAddress="ADA@example.com")]))
    result = await provider.look_up(LookUpAsked("email", "ada@example.com"))
    assert transport.calls(LEAD_BY_EMAIL)[0].params == {"emailaddress": "ada@example.com"}
    assert len(result.records) == 1


async def test_quick_search_is_one_page_of_unknown_limit(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(QUICK_SEARCH, answer([lead(1), lead(2)]))
    page = await provider.fetch_page(ask("quick-search", key="Ada & Co"), Position())
    assert transport.calls(QUICK_SEARCH)[0].params == {"key": "Ada & Co"}
    assert (page.next, page.total) == (None, Total.at_least(2))
    assert page.notes == ("LeadSquared does not say how many leads its quick search gives at most: there may be more.",)


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"Leads": rows}])
async def test_a_lead_is_asked_for_by_its_number_with_one_condition(
    transport: ScriptedTransport, provider: LeadSquaredProvider, wrap: Any
):
    transport.script(LEADS_BY_CRITERION, answer(wrap([lead(1, ProspectAutoId="100")])))
    result = await provider.look_up(LookUpAsked("id", "100"))
    body = transport.bodies(LEADS_BY_CRITERION)[0]
    assert body["Parameter"] == {"LookupName": "ProspectAutoId", "LookupValue": "100", "SqlOperator": "="}
    assert len(result.records) == 1


def activity(number: int, **more: Any) -> dict[str, Any]:
    return {
        "Id": f"a{number}",
        "EventCode": 22,
        "EventName": "Outbound call",
        "CreatedOn": "2026-01-05 09:10:11",
    } | more


def _history_script(meaning: str, count: int, *, with_total: bool = True) -> Any:
    def reply(request: Any) -> Any:
        paging = request.json_body["Paging"]
        offset, rows = int(paging["Offset"]), int(paging["RowCount"])
        start = {"rows": offset, "pages from 0": offset * rows, "pages from 1": max(0, offset - 1) * rows}[meaning]
        body: dict[str, Any] = {"ProspectActivities": [activity(n) for n in range(count)[start : start + rows]]}
        return answer(body | ({"RecordCount": count} if with_total else {}))

    return reply


@pytest.mark.parametrize("with_total", [True, False])
@pytest.mark.parametrize("meaning", ["rows", "pages from 0", "pages from 1"])
@pytest.mark.parametrize("count", [0, 1, 100, 101, 350])
async def test_offset_may_mean_rows_or_pages(
    transport: ScriptedTransport, provider: LeadSquaredProvider, meaning: str, count: int, with_total: bool
):
    transport.script(LEAD_BY_ID, answer([lead(1)]))
    transport.script(ACTIVITIES, _history_script(meaning, count, with_total=with_total))
    detail = await provider.complete(record_of(lead(1)), ())
    assert len(detail.timeline) == count
    assert len(transport.calls(ACTIVITIES)) <= count // 100 + 4
    assert detail.notes == ()


async def test_activities_are_asked_for_with_numbers_as_text(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    await provider.complete(record_of(lead(1)), ())
    (sent,) = transport.calls(ACTIVITIES)
    assert sent.params == {"leadId": lead_id(1)}
    assert sent.json_body == {"Parameter": {}, "Paging": {"Offset": "0", "RowCount": "100"}}


async def test_a_history_without_an_end_is_cut_and_said(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(LEAD_BY_ID, answer([lead(1)]))
    transport.script(ACTIVITIES, _history_script("pages from 0", 5000))
    detail = await provider.complete(record_of(lead(1)), ())
    assert len(transport.calls(ACTIVITIES)) == 20
    assert detail.notes == ("Of the history only the 2,000 activities that came first were read.",)


async def test_activities_that_were_announced_and_did_not_come_are_said(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_BY_ID, answer([lead(1)]))
    transport.script(ACTIVITIES, answer({"RecordCount": 3, "ProspectActivities": [activity(1)]}))
    detail = await provider.complete(record_of(lead(1)), ())
    assert detail.notes == ("LeadSquared announced 3 activities; 1 came.",)


@pytest.mark.parametrize(
    "data",
    [
        [{"Key": "Status", "Value": "Answered"}, {"Key": "CreatedBy", "Value": OWNER}, {"Key": "Empty", "Value": None}],
        {"Status": "Answered", "CreatedBy": OWNER, "Empty": ""},
    ],
)
async def test_data_of_an_activity_is_a_list_of_pairs_or_an_object(
    transport: ScriptedTransport, provider: LeadSquaredProvider, data: Any
):
    transport.script(LEAD_BY_ID, answer([lead(1)]))
    transport.script(ACTIVITIES, answer({"RecordCount": 1, "ProspectActivities": [activity(1, Data=data)]}))
    detail = await provider.complete(record_of(lead(1)), ())
    assert [event.words for event in detail.timeline] == ["Outbound call: Status: Answered; Created by: Dana Bell"]


@pytest.mark.parametrize("data", [None, [], "", 5, [None, {"Key": None}]])
async def test_an_activity_without_data_is_told_by_its_name(
    transport: ScriptedTransport, provider: LeadSquaredProvider, data: Any
):
    transport.script(LEAD_BY_ID, answer([lead(1)]))
    rows = [activity(1, Data=data), activity(2, EventName=None)]
    transport.script(ACTIVITIES, answer({"RecordCount": "2", "ProspectActivities": rows}))
    detail = await provider.complete(record_of(lead(1)), ())
    assert [event.words for event in detail.timeline] == ["Outbound call", "Activity 22"]


@pytest.mark.parametrize(
    "note", ["{keyvalueinfo}{Outcome}{=}{Call back}{next}{Seconds}{=}{12}{next}",
             "{keyvalueinfo}Outcome{=}Call back{next}Seconds{=}12"],
)  # fmt: skip
async def test_encoded_notes_are_read(transport: ScriptedTransport, provider: LeadSquaredProvider, note: str):
    transport.script(LEAD_BY_ID, answer([lead(1)]))
    rows = [activity(1, Data=[{"Key": "CallNotes", "Value": note}])]
    transport.script(ACTIVITIES, answer({"RecordCount": 1, "ProspectActivities": rows}))
    detail = await provider.complete(record_of(lead(1)), ())
    assert detail.timeline[0].words == "Outbound call: Call notes: Outcome: Call back, Seconds: 12"


async def test_an_activity_without_a_date_stands_among_those_as_sent(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_BY_ID, answer([lead(1)]))
    rows = [activity(1, CreatedOn=None), activity(2)]
    transport.script(ACTIVITIES, answer({"RecordCount": 2, "ProspectActivities": rows}))
    detail = await provider.complete(record_of(lead(1)), ())
    assert len(detail.timeline) == 1
    assert '"a1"' in detail.documents[0].text
    assert detail.notes[0].startswith("Of 2 activities 1 came without a readable date")


async def test_metadata_is_read_once_and_without_the_values_of_dropdowns(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    for _ in range(3):
        await provider.fetch_page(ask(), Position())
    assert [choice.value for choice in await provider.fetch_choices("lead_fields")][:2] == ["mx_Born", "mx_City"]
    (sent,) = transport.calls(LEAD_FIELDS)
    assert sent.params == {"excludeOptionSets": "1"}
    assert len(transport.calls(USERS)) == 1


async def test_columns_carry_the_accounts_own_names_and_kinds(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    rows = [lead(1, mx_City="Reno", mx_Seen_On="2026-01-05 09:10:11.000", FirstName="Ada")]
    transport.script(NOT_CONTACTED, answer(report(rows)))
    page = await provider.fetch_page(ask(IncludeCSV="FirstName,mx_City,mx_Seen_On"), Position())
    columns = {column.key: column for column in rename_columns(SPEC.columns, page.columns)}
    assert [columns[key].title for key in ("FirstName", "mx_City", "mx_Seen_On")] == ["First Name", "City", "Seen On"]
    assert columns["mx_Seen_On"].kind is Kind.MOMENT
    assert columns["mx_City"].shown


async def test_activity_types_are_labelled_by_either_name(transport: ScriptedTransport, provider: LeadSquaredProvider):
    from leaddesk.providers.leadsquared.endpoints import ACTIVITY_TYPES

    rows = [
        {"ActivityEvent": 22, "DisplayName": "Outbound call", "EventType": 9},
        {"ActivityEvent": "21", "ActivityEventName": "Inbound call"},
        {"ActivityEvent": 5, "DisplayName": ""},
        {"DisplayName": "without a code"},
    ]
    transport.script(ACTIVITY_TYPES, answer(rows))
    choices = await provider.fetch_choices("activity_types")
    assert [(choice.value, choice.label) for choice in choices] == [
        ("5", "Activity 5"), ("21", "Inbound call"), ("22", "Outbound call"),
    ]  # fmt: skip


async def test_users_are_offered_by_name_and_inactive_ones_are_marked(provider: LeadSquaredProvider):
    choices = await provider.fetch_choices("users")
    assert [(choice.value, choice.label) for choice in choices] == [
        (OWNER, "Dana Bell"),
        ("22222222-0000-0000-0000-000000000002", "Gus (inactive)"),
    ]


async def test_owners_are_named_inactive_ones_too_and_unknown_ones_stay_ids(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    gone = "33333333-0000-0000-0000-000000000009"
    rows = [lead(1), lead(2, OwnerId=str(USER_ROWS[1]["ID"]).upper()), lead(3, OwnerId=gone), lead(4, OwnerId=None)]
    transport.script(NOT_CONTACTED, answer(report(rows)))
    page = await provider.fetch_page(ask(), Position())
    owner = next(column for column in page.columns if column.key == "OwnerName")
    assert [owner.cell_in(record.values()) for record in page.records] == ["Dana Bell", "Gus", gone, None]
    lead_of = LEADSQUARED.read_detail(page.records[0], page.columns).lead
    assert lead_of is not None
    assert lead_of.owner == "Dana Bell"


async def test_without_metadata_and_users_names_and_ids_are_shown_and_it_is_said(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(USERS, refusal("no", status=403))
    transport.script(LEAD_FIELDS, answer(b"", status=500))
    transport.script(NOT_CONTACTED, answer(report([lead(1)])))
    page = await provider.fetch_page(ask(), Position())
    for again in (page, await provider.fetch_page(ask(), Position())):
        assert [note.split(":")[0] for note in again.notes] == [
            "The account’s own names of fields could not be read",
            "Owners are shown by their ids, because the users could not be read",
        ]
    assert len(transport.calls(USERS)) == 1
    detail = LEADSQUARED.read_detail(page.records[0], page.columns)
    assert detail.lead is not None
    assert detail.lead.owner == OWNER
