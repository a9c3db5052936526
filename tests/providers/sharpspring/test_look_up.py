"""Looking one person up: what is asked, what is compared here, and what is told."""

from __future__ import annotations

import re
from typing import Any

import pytest

from leaddesk.domain.errors import CredentialsRefused, LeaddeskError, ProviderFailed
from leaddesk.domain.provider import LookUpAsked, LookUpResult
from leaddesk.providers.sharpspring.look_up import MOST_CALLS
from tests.providers.sharpspring.scripted import (
    Reply,
    ScriptedTransport,
    failed,
    field_row,
    lead,
    leads,
    make_provider,
    make_transport,
    ok,
    paged,
    response,
)

pytestmark = pytest.mark.anyio

PHONE = LookUpAsked("phone", "775 555 0142", "+17755550142")
DEACTIVATED = "deactivated leads: SharpSpring leaves them out of every list"


async def look_up(transport: ScriptedTransport, asked: LookUpAsked, **settings: str) -> LookUpResult:
    return await make_provider(transport, **settings).look_up(asked)


def words(result: LookUpResult, *, searched: bool) -> list[str]:
    return [part.words for part in result.parts if part.searched == searched]


async def test_an_address_is_asked_for_at_the_vendor_as_typed_and_in_small_letters():
    transport = make_transport(getLeads=ok({"lead": [lead(1), lead(2)]}))
    result = await look_up(transport, LookUpAsked("email", "Ann <ANN1@example.com>"))
    asked = [params["where"] for params in transport.params("getLeads")]
    assert asked == [{"emailAddress": "ANN1@example.com"}, {"emailAddress": "ann1@example.com"}]
    assert [record.values()["lastName"] for record in result.records] == ["Lee1"]
    assert words(result, searched=True) == ["the e-mail address, of all leads, deactivated ones too"]
    assert not result.can_widen
    assert result.columns


async def test_an_address_that_the_vendor_ignores_is_told_as_not_searched():
    transport = make_transport(getLeads=paged(leads(300)))
    result = await look_up(transport, LookUpAsked("email", "ann290@example.com"))
    assert result.records == ()
    assert any(part.failed for part in result.parts)
    assert words(result, searched=True) == []


async def test_an_id_finds_a_deactivated_lead_too():
    transport = make_transport(getLead=ok({"lead": [lead(1, active="0")]}))
    result = await look_up(transport, LookUpAsked("id", "482517300001"))
    assert len(result.records) == 1
    assert not transport.params("getLeadsDateRange")
    assert (await look_up(make_transport(), LookUpAsked("id", "5"))).records == ()


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (LookUpAsked("id", "abc"), "whole number"),
        (LookUpAsked("email", "nobody"), "no address"),
        (LookUpAsked("phone", "555"), "7 digits"),
        (LookUpAsked("name", "  "), "there is none"),
        (LookUpAsked("colour", "red"), "by colour"),
    ],
)
async def test_what_cannot_be_looked_up_says_why_and_sends_nothing(asked: LookUpAsked, reason: str):
    transport = make_transport()
    result = await look_up(transport, asked)
    assert result.records == ()
    assert [part.searched for part in result.parts] == [False]
    assert reason in result.parts[0].words
    assert not [name for name in ("getLeads", "getLead", "getLeadsDateRange") if transport.params(name)]


@pytest.mark.parametrize(
    ("phone", "found"),
    [
        ("(775) 555-0142", True), ("+1 775.555.0142 x22", True), ("7755550142 (after 5)", True),
        ("775-555-0143", False), ("555-0142", False), ("", False), ("17755550143", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["phoneNumber", "mobilePhoneNumber", "second_5a0dd86e6e290"])
async def test_a_phone_is_compared_here_in_any_spelling_and_field(key: str, phone: str, found: bool):
    transport = make_transport(
        getLeadsDateRange=ok({"lead": [lead(1), lead(2, **{"phoneNumber": None, key: phone})]}),
        getFields=ok({"field": [field_row("second_5a0dd86e6e290", "Second phone")]}),
    )
    result = await look_up(transport, PHONE)
    assert [record.values()["lastName"] for record in result.records] == (["Lee2"] if found else [])


@pytest.mark.parametrize(
    ("text", "found"), [("ANN lee2", True), ("lee2", True), ("lee2 ann", True), ("Lee", False), ("Bob Lee2", False)]
)
async def test_a_name_is_compared_by_its_words(text: str, found: bool):
    result = await look_up(make_transport(getLeadsDateRange=ok({"lead": leads(3)})), LookUpAsked("name", text))
    assert [record.values()["lastName"] for record in result.records] == (["Lee2"] if found else [])


async def test_the_stretch_of_time_and_what_lies_beyond_is_told():
    transport = make_transport(getLeadsDateRange=ok({"lead": leads(3)}))
    result = await look_up(transport, PHONE)
    assert words(result, searched=True) == [
        "phone numbers of the leads updated from 2025-11-02 to 2026-01-31 (UTC), 6 leads compared here"
    ]
    assert words(result, searched=False) == ["leads last updated before 2025-11-02", DEACTIVATED]
    assert not any(part.failed for part in result.parts)
    assert result.can_widen
    sent = transport.params("getLeadsDateRange")
    assert [(params["startDate"], params["endDate"]) for params in sent] == [
        ("2026-01-17 12:00:00", "2026-01-31 12:00:00"),  # the newest first
        ("2025-11-02 12:00:00", "2026-01-17 12:00:00"),
    ]
    assert all(params["timestamp"] == "update" and "phoneNumber" in params["fields"] for params in sent)


async def test_a_wider_look_up_goes_further_back_and_no_further():
    transport = make_transport()
    result = await look_up(transport, LookUpAsked("phone", PHONE.text, PHONE.phone, days=730))
    assert not result.can_widen
    assert transport.params("getLeadsDateRange")[-1]["startDate"] == "2024-02-01 12:00:00"


async def test_leads_that_match_are_read_with_all_their_fields():
    match = lead(2, phoneNumber="775-555-0142")
    part = {"id": match["id"], "phoneNumber": match["phoneNumber"]}
    transport = make_transport(getLeadsDateRange=ok({"lead": [part]}), getLeads=ok({"lead": [match]}))
    result = await look_up(transport, PHONE)
    assert [record.values() for record in result.records] == [match]
    assert transport.params("getLeads")[0]["where"] == {"id": [match["id"]]}
    transport = make_transport(getLeadsDateRange=ok({"lead": [part]}), getLeads=failed(205))
    result = await look_up(transport, PHONE)
    assert [record.values() for record in result.records] == [part]
    assert any(part.failed and "all fields" in part.words for part in result.parts)


async def test_where_fields_cannot_be_chosen_all_of_them_are_read():
    def answer(params: dict[str, Any]) -> Reply:
        return failed(205) if "fields" in params else ok({"lead": [lead(2, phoneNumber="7755550142")]})

    result = await look_up(make_transport(getLeadsDateRange=answer), PHONE)
    assert len(result.records) == 1


async def test_a_look_up_that_would_take_too_many_calls_stops_and_says_where():
    transport = make_transport(getLeadsDateRange=paged(leads(15_000)))
    result = await look_up(transport, PHONE)
    assert len(transport.params("getLeadsDateRange")) == MOST_CALLS
    stopped = next(part for part in result.parts if part.failed)
    assert f"one look-up makes {MOST_CALLS} calls" in stopped.words
    assert "all leads updated from 2026-01-17 to 2026-01-31, and older ones" in stopped.words
    assert not stopped.searched


async def test_a_failure_half_way_keeps_what_was_found():
    def answer(params: dict[str, Any]) -> Reply:
        newest = params["startDate"].startswith("2026-01-17")
        return ok({"lead": [lead(2, phoneNumber="7755550142")]}) if newest else response(b"", status=500)

    result = await look_up(make_transport(getLeadsDateRange=answer), PHONE)
    assert len(result.records) == 1
    assert words(result, searched=True) == [
        "phone numbers of the leads updated from 2026-01-17 to 2026-01-31 (UTC), 1 lead compared here"
    ]
    assert any(part.failed and re.search("failed", part.words) for part in result.parts)


@pytest.mark.parametrize("kind", ["phone", "name", "email", "id"])
@pytest.mark.parametrize(("reply", "error"), [(failed(105), CredentialsRefused), (failed(999), ProviderFailed)])
async def test_when_nothing_can_be_searched_the_cause_is_raised(kind: str, reply: Reply, error: type[LeaddeskError]):
    transport = make_transport(getLeads=reply, getLead=reply, getLeadsDateRange=reply)
    text = {"phone": PHONE.text, "name": "Ann", "email": "a@example.com", "id": "5"}[kind]
    with pytest.raises(error):
        await look_up(transport, LookUpAsked(kind, text, PHONE.phone))


async def test_rows_that_could_not_be_read_are_told():
    result = await look_up(make_transport(getLeadsDateRange=ok({"lead": [7, lead(1)]})), PHONE)
    assert any(part.failed and "2 rows that could not be read" in part.words for part in result.parts)


async def test_with_version_1_the_window_is_wider_by_a_day_of_doubt():
    transport = make_transport()
    await look_up(transport, PHONE, api_version="v1")
    assert transport.params("getLeadsDateRange")[0]["endDate"] == "2026-02-01 12:00:00"
