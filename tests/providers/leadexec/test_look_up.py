from __future__ import annotations

import re
from typing import Any

import pytest

from leaddesk.domain.errors import CredentialsRefused, LeaddeskError
from leaddesk.domain.provider import LookUpAsked
from leaddesk.providers.leadexec.look_up_wire import LookUp, build_look_up
from leaddesk.providers.leadexec.provider import LeadExecProvider
from leaddesk.transport.messages import WireRequest, WireResponse
from tests.providers.leadexec.scripted import ACCOUNT_HOST, ScriptedTransport, answer, lead, leads_page

pytestmark = pytest.mark.anyio


def server(rows: dict[str, list[Any]]):
    """Answers equality strictly by type, as the vendor's store very likely does; rows by lead type."""

    def reply(request: WireRequest) -> WireResponse:
        lead_type = request.url.rpartition("/")[2]
        query = (request.json_body or {}).get("Query", {})
        found = [
            row for row in rows.get(lead_type, []) if all(equal(row, name, value) for name, value in query.items())
        ]
        return answer(leads_page(found))

    def equal(row: dict[str, Any], name: str, value: Any) -> bool:
        held = row["UID"] if name == "UID" else row["Fields"].get(name)
        return type(held) is type(value) and held == value

    return reply


@pytest.mark.parametrize(
    "stored", [7755550100, "7755550100", "775-555-0100", "(775) 555-0100", "+17755550100", "17755550100"]
)
@pytest.mark.parametrize("typed", ["775 555 0100", "+1 (775) 555-0100", "Tel: 775.555.0100 ext 2"])
async def test_a_phone_is_found_however_it_is_stored_and_typed(
    transport: ScriptedTransport, provider: LeadExecProvider, stored: Any, typed: str
):
    transport.data = [server({"7": [lead(1, Phone="x")], "8": [lead(2, Phone=stored)]})]
    result = await provider.look_up(LookUpAsked("phone", typed))
    assert [record.id for record in result.records] == ["2"]


@pytest.mark.parametrize("typed", ["Ada@example.com", "Ada Test <Ada@example.com>"])
@pytest.mark.parametrize("stored", ["Ada@example.com", "ada@example.com"])
async def test_an_address_is_found_as_typed_and_in_small_letters(
    transport: ScriptedTransport, provider: LeadExecProvider, typed: str, stored: str
):
    transport.data = [server({"7": [lead(1, EmailAddress=stored), lead(2, EmailAddress="ada2@example.com")]})]
    assert [record.id for record in (await provider.look_up(LookUpAsked("email", typed))).records] == ["1"]


async def test_an_id_is_sent_as_a_number(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [server({"7": [lead(90210001)]})]
    result = await provider.look_up(LookUpAsked("id", " 90210001 "))
    assert [record.id for record in result.records] == ["90210001"]
    assert {body["Query"]["UID"] for body in transport.bodies()} == {90210001}


@pytest.mark.parametrize("typed", ["Ada Test", "ada test", "Test"])
async def test_a_name_is_found_by_its_parts(transport: ScriptedTransport, provider: LeadExecProvider, typed: str):
    transport.data = [server({"8": [lead(1, FirstName="Ada", LastName="Test"), lead(2, FirstName="Bo", LastName="X")]})]
    assert [record.id for record in (await provider.look_up(LookUpAsked("name", typed))).records] == ["1"]


async def test_a_name_of_three_words_is_cut_in_both_places(transport: ScriptedTransport, provider: LeadExecProvider):
    rows = [lead(1, FirstName="Mary Ann", LastName="Test"), lead(2, FirstName="Mary", LastName="Ann Test")]
    transport.data = [server({"7": rows})]
    assert {record.id for record in (await provider.look_up(LookUpAsked("name", "Mary Ann Test"))).records} == {
        "1",
        "2",
    }


@pytest.mark.parametrize(
    ("kind", "text"), [("id", "63c8b0a03314ce0624637a41"), ("phone", "12"), ("email", "x"), ("zip", "1")]
)
async def test_what_cannot_be_looked_up_is_said_and_nothing_is_sent(
    transport: ScriptedTransport, provider: LeadExecProvider, kind: str, text: str
):
    result = await provider.look_up(LookUpAsked(kind, text))
    assert result.records == ()
    assert [part.searched for part in result.parts] == [False]
    assert transport.sent == []


async def test_the_parts_say_what_was_searched_and_what_not(provider: LeadExecProvider):
    result = await provider.look_up(LookUpAsked("phone", "7755550100"))
    assert [(part.searched, part.words) for part in result.parts] == [
        (True, "Roofing: Phone, written in 6 ways, leads of 2025-10-12 to 2026-01-10 (UTC)"),
        (True, "Solar: Phone, written in 6 ways, leads of 2025-10-12 to 2026-01-10 (UTC)"),
        (False, "leads older than 90 days"),
        (False, "phone fields of other names than Phone"),
        (False, "pings: LeadExec takes no conditions for them"),
    ]


async def test_a_lead_type_that_fails_is_named_and_the_others_are_searched(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    good = server({"7": [lead(5)]})
    transport.data = [lambda request: answer(b"", status=404) if request.url.endswith("/8") else good(request)]
    result = await provider.look_up(LookUpAsked("id", "5"))
    assert [record.id for record in result.records] == ["5"]
    assert [part.searched for part in result.parts[:2]] == [False, True]
    assert "Roofing" in result.parts[0].words


async def test_when_nothing_can_be_searched_the_cause_is_raised(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.data = [answer(b"", status=403)]
    with pytest.raises(CredentialsRefused):
        await provider.look_up(LookUpAsked("id", "5"))
    transport.lead_types = [answer(b"", status=500, host=ACCOUNT_HOST)]
    with pytest.raises(LeaddeskError, match="lead types"):
        await provider.look_up(LookUpAsked("id", "5"))


async def test_a_server_that_ignores_the_condition_is_searched_here(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    def ignoring(request: WireRequest) -> WireResponse:
        skip = (request.json_body or {})["Skip"]
        rows = [lead(skip + number + 1) for number in range(100)]
        return answer(leads_page(rows, total=300, skip=skip))

    transport.data = [ignoring]
    result = await provider.look_up(LookUpAsked("id", "250"))
    assert [record.id for record in result.records] == ["250"]
    assert result.parts[0].searched


async def test_a_result_too_long_to_search_here_is_told(transport: ScriptedTransport, provider: LeadExecProvider):
    def endless(request: WireRequest) -> WireResponse:
        skip = (request.json_body or {})["Skip"]
        return answer(leads_page([lead(skip + number + 1) for number in range(100)], total=10**6, skip=skip))

    transport.data = [endless]
    result = await provider.look_up(LookUpAsked("id", "999999"))
    assert result.records == ()
    assert not result.parts[0].searched
    assert re.search("ignored the condition and only 1,000 leads were looked at", result.parts[0].words)


async def test_rows_that_could_not_be_read_are_told(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer(leads_page([5], total=1))]
    result = await provider.look_up(LookUpAsked("id", "5"))
    assert "1 rows could not be read" in result.parts[0].words
    assert not result.parts[0].searched


async def test_an_account_without_lead_types_says_that_nothing_was_searched(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.lead_types = [answer([], host=ACCOUNT_HOST)]
    result = await provider.look_up(LookUpAsked("id", "5"))
    assert not any(part.searched for part in result.parts)


@pytest.mark.parametrize("kind", ["id", "phone", "email", "name"])
@pytest.mark.parametrize("text", ["", " ", "\x00", "٣٤٥", "5" * 400, "@", "#", "ext 5", "a\nb"])
def test_any_text_gives_a_look_up_or_a_reason(kind: str, text: str):
    assert isinstance(build_look_up(kind, text), LookUp | str)
