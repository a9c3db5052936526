"""The provider against the stand-in over a real socket: every call, real repeats, a real pace."""

from __future__ import annotations

import time

import pytest

from leaddesk.demo.lofty import DEMO_TOKENS
from leaddesk.domain.errors import LimitReached
from leaddesk.domain.page import Position
from leaddesk.domain.provider import LookUpAsked
from leaddesk.providers.lofty.provider import LoftyProvider
from leaddesk.transport.verdict import Pace
from tests.providers.lofty.on_a_socket import LEAD_COUNT, Running, load_all
from tests.providers.lofty.scripted import lead_query

pytestmark = pytest.mark.anyio


async def test_all_leads_come_once_and_nothing_is_said_of_a_healthy_server(provider: LoftyProvider):
    loaded = await load_all(provider)
    assert len(loaded.ids) == LEAD_COUNT
    assert [len(page.records) for page in loaded.pages] == [100, 100, 50]
    assert loaded.coverage.complete
    assert loaded.notes == ""


@pytest.mark.parametrize(
    "raw",
    [
        {"stage": "Contacted"},
        {"stage": "Contacted,Qualified"},
        {"contacted": "true"},
        {"contacted": "false"},
        {"languages": "en,es"},
        {"anyTags": "VIP,Relocation"},
        {"allTags": "VIP"},
        {"segments": "Investors"},
        {"groups": "VIP Clients"},
        {"assignedUserId": "563172647619602"},
        {"key": "a"},
        {"roleAssigneeFilters": '[{"roleName":"Lender","assigneeToIds":[563172647619602]}]'},
        {"sort": "Score", "desc": "true"},
        {"sort": "CreateTime", "desc": "false"},
        {"sort": "AssignTime", "desc": "true"},
    ],
    ids="+".join,
)
async def test_filters_that_are_honoured_raise_no_note(provider: LoftyProvider, raw: dict[str, str]):
    loaded = await load_all(provider, 100, **raw)
    assert loaded.records
    assert loaded.coverage.complete
    assert loaded.notes == ""


async def test_an_office_is_searched_and_said_to_be_beyond_checking(provider: LoftyProvider):
    small = await load_all(provider, 100, groupIds="3001", querySubGroup="false")
    large = await load_all(provider, 100, groupIds="3001", querySubGroup="true")
    assert small.ids < large.ids
    assert "cannot be seen" in large.notes


async def test_people_are_found_by_phone_email_name_and_id(provider: LoftyProvider):
    rows = [record.values() for record in (await load_all(provider)).records]
    full = [row for row in rows if row["phones"] and row["emails"] and row["lastName"]][:3]
    assert len(full) == 3
    for row in full:
        phone = row["phones"][0]
        for kind, text in (
            ("phone", f"({phone[:3]}) {phone[3:6]}-{phone[6:]} please"),
            ("email", row["emails"][0].upper()),
            ("name", f"{row['firstName']} {row['lastName']}"),
            ("id", str(row["leadId"])),
        ):
            found = await provider.look_up(LookUpAsked(kind, text))
            assert str(row["leadId"]) in {record.id for record in found.records}, kind
            assert found.parts[0].searched


async def test_nobody_is_found_where_nobody_is(provider: LoftyProvider):
    for kind, text in (
        ("phone", "2125550199"),
        ("email", "nobody@nowhere.example.com"),
        ("name", "Zzyzx Qq"),
        ("id", "7"),
    ):
        found = await provider.look_up(LookUpAsked(kind, text))
        assert found.records == ()
        assert found.parts[0].searched


async def test_an_oauth_token_is_as_good(running: Running):
    provider = running.connect(token=DEMO_TOKENS.oauth_token, token_kind="oauth")
    assert (await provider.test_account()).usable
    assert running.log.calls[0].headers["authorization"].startswith("Bearer ")
    await provider.aclose()


async def test_a_failure_that_passes_is_repeated(running: Running, provider: LoftyProvider):
    running.faults.next_statuses = [500, 503]
    assert (await load_all(provider)).coverage.complete


async def test_the_pace_widens_when_the_answers_name_a_greater_one(running: Running):
    running.faults.rate_headers = True
    provider = running.connect(pace=Pace(1, 0.4, documented=True))
    started = time.monotonic()
    loaded = await load_all(provider, 10)
    await provider.aclose()
    assert len(loaded.pages) == 25
    assert time.monotonic() - started < 8  # one in 0.4 seconds would be 10
    assert loaded.pages[0].usage.endswith("calls of this minute used")


async def test_a_pace_that_outlasts_the_call_is_told_and_nothing_is_sent(running: Running):
    provider = running.connect(pace=Pace(1, 1000, documented=True))
    await provider.fetch_page(lead_query(), Position())
    sent = len(running.log.calls)
    with pytest.raises(LimitReached, match="the provider allows one call"):
        await provider.fetch_page(lead_query(), Position(100))
    assert len(running.log.calls) == sent
    await provider.aclose()
