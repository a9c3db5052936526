from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from leaddesk.domain.errors import AnswerNotUnderstood, CredentialsRefused
from leaddesk.domain.lead import Lead, Place
from leaddesk.domain.provider import Completes
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.providers.leadsquared.endpoints import ACTIVITIES, LEAD_BY_ID
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from leaddesk.providers.leadsquared.record_reading import read_detail
from tests.providers.leadsquared.scripted import (
    OWNER,
    ScriptedTransport,
    answer,
    lead,
    lead_id,
    record_of,
    refusal,
)

pytestmark = pytest.mark.anyio

FULL: dict[str, Any] = {
    "ProspectID": lead_id(7), "ProspectAutoId": "100007", "FirstName": "Ada", "LastName": "Stone",
    "EmailAddress": "ada@example.com", "Phone": "+1-7755550100", "Mobile": "", "mx_Work_Phone": "+1-7755550101",
    "mx_Work_Email": "ada.work@example.com", "Company": "Example Co.", "ProspectStage": "Opportunity",
    "OwnerId": OWNER, "OwnerIdName": "Dana B.", "OwnerIdEmailAddress": "dana@example.com", "Source": "Compare",
    "SourceCampaign": "Spring", "SourceMedium": "cpc", "Score": "45", "TimeZone": "America/Los_Angeles",
    "Latitude": "39.5", "Longitude": "-119.8", "DoNotCall": "1", "DoNotEmail": "0", "mx_DoNotSMS": "true",
    "mx_Do_Not_WhatsApp": "maybe", "DoNotTrack": "1", "CreatedOn": "2026-01-01 08:00:00.000",
    "ModifiedOn": "2026-01-03 08:00:00.000", "ProspectActivityDate_Max": "2026-01-02 08:00:00",
    "ProspectActivityName_Max": "Outbound call", "mx_Street1": "1 Main St", "mx_City": "Reno", "mx_State": "NV",
    "mx_Zip": "01234", "mx_Country": "USA", "mx_Nested": {"a": [1]},
}  # fmt: skip


def read(row: Any) -> RecordDetail:
    return read_detail(record_of(row), ())


def lead_in(row: Any) -> Lead:
    lead_read = read(row).lead
    assert lead_read is not None
    return lead_read


def test_a_full_lead_is_read():
    found = lead_in(FULL)
    assert found.name == "Ada Stone"
    assert [(phone.text, phone.label) for phone in found.phones] == [
        ("+1-7755550100", "Phone"), ("+1-7755550101", "Work phone"),
    ]  # fmt: skip
    assert [email.text for email in found.emails] == ["ada@example.com", "ada.work@example.com"]
    assert found.place == Place("1 Main St", "Reno", "NV", "01234", "USA", 39.5, -119.8)
    assert (found.source, found.campaign, found.channel) == ("Compare", "Spring", "cpc")
    assert (found.stage, found.owner, found.grade) == ("Opportunity", "Dana B.", "45")
    assert found.time_zone == "America/Los_Angeles"
    assert found.added == datetime(2026, 1, 1, 8, tzinfo=UTC)
    assert found.updated == datetime(2026, 1, 3, 8, tzinfo=UTC)


def test_do_not_contact_flags_become_sentences():
    assert lead_in(FULL).do_not_contact == (
        "Do not call (Do not call).",
        "Do not text (Do not SMS).",
        "Do not whats app: “maybe”.",
    )
    assert lead_in({"DoNotCall": "0", "DoNotEmail": None, "mx_DND": False}).do_not_contact == ()


def test_titles_fall_back_to_what_there_is():
    assert (read(FULL).title, read(FULL).subtitle) == ("Ada Stone", f"Lead No. 100007 · {lead_id(7)}")
    assert read({"EmailAddress": "ada@example.com"}).title == "ada@example.com"
    assert read({"ProspectAutoId": "5"}).title == "Lead 5"
    assert read({}).title == "Lead"
    assert read({}).subtitle == "LeadSquared sent no id for this lead"


def test_every_field_is_shown_in_the_vendors_order():
    own, custom = read(FULL).groups
    assert [row.name for row in own.rows] == [name for name in FULL if not name.startswith("mx_")]
    assert [row.name for row in custom.rows] == [name for name in FULL if name.startswith("mx_")]


def test_the_owner_is_named_by_what_there_is():
    assert lead_in({"OwnerId": OWNER, "OwnerIdEmailAddress": "dana@example.com"}).owner == "dana@example.com"
    assert lead_in({"OwnerId": OWNER}).owner == OWNER


@pytest.mark.parametrize("phone", ["0", "000-000", "", None, True, [1], "n/a"])
def test_what_is_no_phone_is_none(phone: Any):
    assert lead_in({"Phone": phone}).phones == ()


@pytest.mark.parametrize("place", [{"Latitude": "0", "Longitude": "0.0"}, {"Longitude": "5"}, {"Latitude": "x"}])
def test_half_a_place_and_nowhere_are_no_place(place: dict[str, str]):
    assert (lead_in(place).place.latitude, lead_in(place).place.longitude) == (None, None)


def test_the_leads_own_dates_are_its_timeline_until_the_history_is_read():
    assert [(event.kind, event.words) for event in read(FULL).timeline] == [
        ("created", "Lead created, source Compare"),
        ("last activity", "Last activity: Outbound call"),
        ("modified", "Lead last modified"),
    ]


def test_a_record_that_is_no_object_is_refused():
    with pytest.raises(AnswerNotUnderstood):
        read_detail(Record("a1", "leadsquared", RecordKind.LEAD, "1", b"[1]", 0), ())


async def test_it_keeps_the_promise_to_complete(provider: LeadSquaredProvider):
    as_completer: Completes = provider
    assert as_completer is provider


async def test_a_completed_lead_has_all_fields_its_history_and_the_accounts_names(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_BY_ID, answer([FULL]))
    rows = [{"Id": "a1", "EventCode": 22, "EventName": "Outbound call", "CreatedOn": "2026-01-02 08:00:00"}]
    transport.script(ACTIVITIES, answer({"RecordCount": 1, "ProspectActivities": rows}))
    detail = await provider.complete(record_of(lead(7)), ())
    assert detail.lead is not None
    assert detail.lead.owner == "Dana Bell"
    assert [event.words for event in detail.timeline] == [
        "Lead created, source Compare", "Outbound call", "Lead last modified",
    ]  # fmt: skip
    labels = {row.name: (row.label, row.meaning) for row in detail.groups[0].rows}
    assert labels["FirstName"] == ("First Name", "")
    assert labels["OwnerId"] == ("Owner (id)", "Dana Bell")
    assert detail.notes == ()


async def test_a_history_that_cannot_be_read_leaves_the_fields(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_BY_ID, answer([FULL]))
    transport.script(ACTIVITIES, refusal("no right", status=403))
    detail = await provider.complete(record_of(lead(7)), ())
    assert detail.title == "Ada Stone"
    assert detail.notes[0].startswith("The history of this lead could not be read")
    assert len(detail.timeline) == 3


async def test_fields_that_cannot_be_read_leave_the_row_and_the_history(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_BY_ID, answer(b"", status=500))
    detail = await provider.complete(record_of(lead(7, FirstName="Ada")), ())
    assert detail.title == "Ada"
    assert detail.notes[0].startswith("All fields of this lead could not be read")


async def test_when_nothing_could_be_read_the_error_is_raised(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    for endpoint in (LEAD_BY_ID, ACTIVITIES):
        transport.script(endpoint, refusal("no", status=401))
    with pytest.raises(CredentialsRefused):
        await provider.complete(record_of(lead(7)), ())


async def test_a_row_without_an_id_is_all_there_is(transport: ScriptedTransport, provider: LeadSquaredProvider):
    detail = await provider.complete(record_of({"FirstName": "Ada"}), ())
    assert detail.title == "Ada"
    assert transport.sent == []
