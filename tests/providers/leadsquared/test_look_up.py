from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.errors import CredentialsRefused, NetworkCause, NotReachable
from leaddesk.domain.provider import LooksUp, LookUpAsked
from leaddesk.providers.leadsquared.endpoints import LEAD_BY_EMAIL, LEAD_BY_ID, LEAD_BY_PHONE, QUICK_SEARCH, USERS
from leaddesk.providers.leadsquared.look_up import is_same_phone
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from tests.providers.leadsquared.scripted import HOST, ScriptedTransport, answer, lead, lead_id, record_of, refusal

pytestmark = pytest.mark.anyio

PHONE = LookUpAsked("phone", "(775) 555-0100", "+17755550100")


async def found(provider: LeadSquaredProvider, asked: LookUpAsked) -> list[str]:
    return [record.id for record in (await provider.look_up(asked)).records]


def keys(transport: ScriptedTransport) -> list[str]:
    return [request.params["key"] for request in transport.calls(QUICK_SEARCH)]


async def test_it_keeps_the_promise_of_a_look_up(provider: LeadSquaredProvider):
    as_looker: LooksUp = provider
    assert as_looker is provider


async def test_a_phone_is_searched_in_every_spelling_that_makes_sense(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_BY_PHONE, answer([]))
    transport.script(QUICK_SEARCH, answer([lead(1, Phone="+1-7755550100"), lead(2, Phone="+1-7755550199")]))
    assert await found(provider, PHONE) == [lead_id(1)]
    assert transport.calls(LEAD_BY_PHONE)[0].params == {"phone": "+1-7755550100"}
    assert keys(transport) == ["7755550100", "(775) 555-0100"]


@pytest.mark.parametrize("name", ["Phone", "Mobile", "mx_Work_Phone", "mx_Alternate_Mobile_No"])
async def test_a_phone_is_found_in_any_field_for_phones(
    transport: ScriptedTransport, provider: LeadSquaredProvider, name: str
):
    transport.script(QUICK_SEARCH, answer([lead(1, **{name: "775.555.0100"})]))
    assert await found(provider, PHONE) == [lead_id(1)]


@pytest.mark.parametrize(
    ("stored", "text", "phone", "same"),
    [
        ("+91-9000000000", "9000000000", "+19000000000", True),
        ("9000000000", "+91 90000 00000", "+919000000000", True),
        ("+91-9000000000", "+1 900 000 0000", "+19000000000", False),
        ("+1-7755550100", "775-555-0100 ext 5", "+17755550100", True),
        ("5550100", "555-0100", "", True),
        ("5550100", "7755550100", "+17755550100", False),
        ("", "555-0100", "", False),
    ],
)
def test_phones_are_compared_across_country_codes_that_one_of_them_leaves_out(
    stored: str, text: str, phone: str, same: bool
):
    assert is_same_phone(stored, text, phone) is same


async def test_a_country_code_with_a_blank_behind_it_is_understood(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_BY_PHONE, answer([]))
    await provider.look_up(LookUpAsked("phone", "+44 (0)20 7946 0000", "+442079460000"))
    assert transport.calls(LEAD_BY_PHONE)[0].params == {"phone": "+44-2079460000"}


async def test_rows_of_another_address_are_left_out_and_capitals_do_not_matter(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_BY_EMAIL, answer([]))
    rows = [lead(1, EmailAddress="ADA@example.com"), lead(2, EmailAddress="nada@example.com"),
            lead(3, mx_Work_Email="ada@example.com"), lead(4, OwnerIdEmailAddress="ada@example.com")]  # fmt: skip
    transport.script(QUICK_SEARCH, answer(rows))
    assert await found(provider, LookUpAsked("email", "ada@example.com")) == [lead_id(1), lead_id(3)]


async def test_all_words_of_a_name_must_be_there(transport: ScriptedTransport, provider: LeadSquaredProvider):
    rows = [lead(1, FirstName="Ada", LastName="Byron Lovelace"), lead(2, FirstName="Ada", LastName="Stone"),
            lead(3, FirstName="Adam", LastName="Lovelace")]  # fmt: skip
    transport.script(QUICK_SEARCH, answer([]), answer(rows))
    assert await found(provider, LookUpAsked("name", "lovelace ada")) == [lead_id(1)]
    assert keys(transport) == ["lovelace ada", "ada"]


async def test_a_name_that_is_found_is_not_searched_for_again(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(QUICK_SEARCH, answer([lead(1, FirstName="Ada", LastName="Stone")]))
    await provider.look_up(LookUpAsked("name", "Ada Stone"))
    assert keys(transport) == ["Ada Stone"]


async def test_a_company_is_found_by_its_name(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(QUICK_SEARCH, answer([lead(1, LastName="Stone", Company="Harborview Plumbing Co.")]))
    assert await found(provider, LookUpAsked("name", "harborview")) == [lead_id(1)]


async def test_an_id_is_read_by_equality_and_nothing_else_is_claimed(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_BY_ID, answer([lead(1)]))
    result = await provider.look_up(LookUpAsked("id", lead_id(1).upper()))
    assert [record.id for record in result.records] == [lead_id(1)]
    assert [part.searched for part in result.parts] == [True]


@pytest.mark.parametrize(
    "asked",
    [LookUpAsked("id", "abc"), LookUpAsked("email", "ada"), LookUpAsked("phone", "12"), LookUpAsked("tag", "x")],
)
async def test_what_cannot_be_looked_up_is_said_and_nothing_is_sent(
    transport: ScriptedTransport, provider: LeadSquaredProvider, asked: LookUpAsked
):
    result = await provider.look_up(asked)
    assert result.records == ()
    assert [part.searched for part in result.parts] == [False]
    assert transport.sent == []


async def test_the_parts_say_what_was_searched_and_what_not(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_BY_EMAIL, answer([]))
    result = await provider.look_up(LookUpAsked("email", "ada@example.com"))
    assert [(part.searched, part.failed) for part in result.parts] == [
        (True, False), (True, False), (False, False), (False, False),
    ]  # fmt: skip
    assert "does not say how many" in result.parts[2].words
    assert not result.can_widen


async def test_one_call_that_fails_is_named_and_the_others_count(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_BY_EMAIL, refusal("no such endpoint", status=404))
    transport.script(QUICK_SEARCH, answer([lead(1, EmailAddress="ada@example.com")]))
    result = await provider.look_up(LookUpAsked("email", "ada@example.com"))
    assert len(result.records) == 1
    assert [part.failed for part in result.parts] == [True, False, False, False]
    assert "404" in result.parts[0].words


@pytest.mark.parametrize(
    "nobody", [answer(b"null"), answer({}), answer([]), refusal("Lead does not exist in the system.")]
)
async def test_nobody_is_told_in_many_ways(transport: ScriptedTransport, provider: LeadSquaredProvider, nobody: Any):
    transport.script(LEAD_BY_PHONE, nobody)
    transport.script(LEAD_BY_ID, nobody)
    result = await provider.look_up(PHONE)
    assert result.records == ()
    assert not any(part.failed for part in result.parts)
    detail = await provider.complete(record_of(lead(1)), ())
    assert any("no longer there" in note for note in detail.notes)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (refusal("no", status=401), CredentialsRefused),
        (NotReachable("x", host=HOST, cause=NetworkCause.SILENT), NotReachable),
    ],
)
async def test_when_no_call_could_be_made_the_error_is_raised(
    transport: ScriptedTransport, provider: LeadSquaredProvider, reply: Any, error: type[Exception]
):
    transport.script(LEAD_BY_EMAIL, reply)
    transport.script(QUICK_SEARCH, reply)
    with pytest.raises(error):
        await provider.look_up(LookUpAsked("email", "ada@example.com"))


async def test_names_of_fields_come_with_what_was_found_and_cost_nothing_otherwise(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    await provider.look_up(LookUpAsked("name", "Ada"))
    assert transport.calls(USERS) == []
    transport.script(QUICK_SEARCH, answer([lead(1, FirstName="Ada")]))
    result = await provider.look_up(LookUpAsked("name", "Ada"))
    assert "First Name" in {column.title for column in result.columns}


async def test_a_lead_that_comes_by_two_calls_is_found_once(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    row = lead(1, EmailAddress="ada@example.com")
    transport.script(LEAD_BY_EMAIL, answer([row]))
    transport.script(QUICK_SEARCH, answer([row, 5]))
    assert await found(provider, LookUpAsked("email", "ada@example.com")) == [lead_id(1)]
