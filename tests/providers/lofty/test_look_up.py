"""Looking one person up, and saying what was searched."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.errors import CredentialsRefused, QueryRefused
from leaddesk.domain.provider import LookUpAsked
from leaddesk.transport.messages import WireRequest
from tests.providers.lofty.scripted import LEADS, ScriptedTransport, answer, connect, lead, leads_page, refusal, script

pytestmark = pytest.mark.anyio

ADA = lead(1, phones=["+13479033333"], emails=["ADA@example.com"])
BO = lead(2, firstName="Bo", lastName="Else", phones=["2125550123"], emails=["bo@example.com"])


async def look_up(kind: str, text: str, *replies: Any, phone: str = ""):
    transport = script(*replies)
    return await connect(transport).look_up(LookUpAsked(kind, text, phone)), transport


async def test_a_phone_is_asked_for_as_national_digits_and_precisely():
    found, transport = await look_up(
        "phone", "call (347) 903-3333 now", answer(leads_page([ADA])), phone="+13479033333"
    )
    assert [record.id for record in found.records] == ["1"]
    assert transport.params() == [{"phone": "3479033333", "preciseSearchFlag": "true", "limit": "100"}]
    assert [(part.words, part.searched) for part in found.parts] == [
        ("leads by phone", True),
        ("leads that the user of this API key may not see in Lofty", False),
    ]
    assert not found.can_widen


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [("phone", "347-903-3333", "3479033333"), ("email", "<ada@example.com>", "ada@example.com")],
)
async def test_nothing_found_precisely_is_looked_for_loosely(kind: str, text: str, key: str):
    found, transport = await look_up(kind, text, answer(leads_page([])), answer(leads_page([ADA, BO])))
    assert [record.id for record in found.records] == ["1"]
    assert transport.params()[1] == {"key": key, "limit": "100"}
    assert [part.searched for part in found.parts] == [True, True, False]


async def test_a_name_is_found_by_the_beginnings_of_its_words():
    found, transport = await look_up("name", "te ada", answer(leads_page([ADA, BO])))
    assert [record.id for record in found.records] == ["1"]
    assert transport.params()[0]["key"] == "te ada"
    found, transport = await look_up("name", "Ada Testing", answer(leads_page([])), answer(leads_page([ADA])))
    assert found.records == ()
    assert transport.params()[1]["key"] == "Testing"


async def test_a_family_members_phone_finds_the_lead():
    row = lead(3, leadFamilyMemberList=[{"firstName": "Cy", "phones": ["(212) 555-0199"]}])
    found, _transport = await look_up("phone", "2125550199", answer(leads_page([row])))
    assert [record.id for record in found.records] == ["3"]


async def test_a_filter_that_was_ignored_is_said_and_nobody_else_is_given():
    def everybody(request: WireRequest):
        first = int(request.params.get("offset", "0"))
        rows = [lead(first + number, phones=["2125550100"]) for number in range(1, 101)]
        return answer({"_metadata": {"total": 5000}, "leads": rows})

    found, transport = await look_up("phone", "3479033333", everybody)
    assert found.records == ()
    assert all("not wholly searched" in part.words and part.failed for part in found.parts[:2])
    assert all("only 200 were looked at" in part.words for part in found.parts[:2])
    assert len(transport.sent) == 4


async def test_a_server_that_gives_the_same_page_again_was_not_wholly_searched():
    page = answer(leads_page([lead(number) for number in range(1, 101)], total=5000, cursor="c"))
    found, _transport = await look_up("phone", "3479033333", page)
    assert "only 200 of 5,000" in found.parts[0].words
    assert found.parts[0].failed


async def test_more_hits_than_were_read_are_said():
    first = answer(leads_page([lead(number) for number in range(1, 101)], total=300, cursor="c"))
    second = answer(leads_page([lead(number) for number in range(101, 201)], total=300, cursor="d"))
    found, _transport = await look_up("name", "ada", first, second)
    assert len(found.records) == 200
    assert "more leads match than the 200" in found.parts[0].words


async def test_an_id_is_read_alone():
    for body in ({"lead": lead(1100000000000001)}, lead(1100000000000001), {"code": 0, "data": lead(1100000000000001)}):
        transport = ScriptedTransport({f"{LEADS}/1100000000000001": [answer(body)]})
        found = await connect(transport).look_up(LookUpAsked("id", " 1100000000000001 "))
        assert [record.id for record in found.records] == ["1100000000000001"]
        assert found.records[0].values() == lead(1100000000000001)


async def test_an_id_that_is_not_there_is_none_and_another_lead_is_not_taken_for_it():
    found = await connect(ScriptedTransport({f"{LEADS}/5": [refusal(404, 20006)]})).look_up(LookUpAsked("id", "5"))
    assert (found.records, found.parts[0].searched) == ((), True)
    found = await connect(ScriptedTransport({f"{LEADS}/5": [answer(lead(6))]})).look_up(LookUpAsked("id", "5"))
    assert (found.records, found.parts[0].failed) == ((), True)
    with pytest.raises(QueryRefused):
        await connect(ScriptedTransport({f"{LEADS}/5": [refusal(400, 20012)]})).look_up(LookUpAsked("id", "5"))


@pytest.mark.parametrize(
    ("kind", "text"), [("id", "abc"), ("id", "0"), ("phone", "12"), ("email", "nobody"), ("name", " "), ("pond", "x")]
)
async def test_what_cannot_be_searched_is_said_and_nothing_is_sent(kind: str, text: str):
    transport = ScriptedTransport()
    found = await connect(transport).look_up(LookUpAsked(kind, text))
    assert transport.sent == []
    assert [part.searched for part in found.parts] == [False]


async def test_the_first_failure_is_raised_and_a_later_one_is_a_part():
    with pytest.raises(CredentialsRefused):
        await look_up("phone", "3479033333", refusal(401, 20004))
    found, _transport = await look_up("phone", "3479033333", answer(leads_page([])), refusal(400, 20012))
    assert [(part.searched, part.failed) for part in found.parts] == [(True, False), (False, True), (False, False)]


async def test_rows_that_could_not_be_read_are_said():
    found, _transport = await look_up("phone", "3479033333", answer(leads_page([ADA, 7])))
    assert len(found.records) == 1
    assert "1 lead could not be read" in found.parts[0].words
