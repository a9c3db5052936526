"""What the stand-in imitates (section 11), each met by the provider over a real socket."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from leaddesk.demo.answers import WrongAnswer
from leaddesk.demo.lofty import DEMO_TOKENS
from leaddesk.demo.lofty_faults import Cursor, Envelope, Refused, Reset
from leaddesk.domain.account import Secret
from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood, CredentialsRefused, LimitReached, QueryRefused
from leaddesk.domain.page import Position
from leaddesk.domain.provider import LookUpAsked
from leaddesk.providers.lofty.lead_reading import read_detail
from leaddesk.providers.lofty.provider import LoftyProvider
from leaddesk.providers.lofty.wire import Access, PageAsked, build_page_request, read_leads
from leaddesk.transport.http import HttpTransport
from tests.providers.lofty.on_a_socket import Running, load_all, serve_lofty
from tests.providers.lofty.scripted import lead_query

pytestmark = pytest.mark.anyio


# `token` against `Bearer` (400/200058)


@pytest.mark.parametrize(
    ("token", "kind", "button"),
    [
        (DEMO_TOKENS.api_key, "oauth", "Switch to API key"),
        (DEMO_TOKENS.oauth_token, "api_key", "Switch to OAuth token"),
    ],
)
async def test_a_token_of_the_other_kind_is_told_and_switching_the_kind_mends_it(
    running: Running, token: Secret, kind: str, button: str
):
    wrong = running.connect(token=token, token_kind=kind)
    report = await wrong.test_account()
    assert not report.usable
    assert report.mending is not None
    assert report.mending.words == button
    mended = running.connect(token=token, token_kind=dict(report.mending.settings)["token_kind"])
    assert (await mended.test_account()).usable
    await wrong.aclose()
    await mended.aclose()


# 401 as string and as object


@pytest.mark.parametrize("how", [Refused.WORDS_401, Refused.OBJECT_401])
async def test_a_401_is_a_refused_credential_as_text_and_as_object(running: Running, how: Refused):
    running.faults.bad_credential = how
    provider = running.connect(token=Secret("another-key-0815"))
    with pytest.raises(CredentialsRefused, match="refused the API key"):
        await provider.fetch_page(lead_query(), Position())
    await provider.aclose()


# 429 with headers and a small reset


@pytest.mark.parametrize(
    ("reset", "window_seconds"), [(Reset.EPOCH, 0.3), (Reset.SECONDS, 0.3), (Reset.MILLISECONDS, 1.0)]
)
async def test_the_limit_is_waited_for_and_the_list_is_read_to_its_end(reset: Reset, window_seconds: float):
    with serve_lofty() as running:  # one of its own: the window of calls begins with its first one
        running.faults.rate_headers, running.faults.limit_per_minute = True, 2
        running.faults.window_seconds, running.faults.reset_as = window_seconds, reset
        provider = running.connect()
        loaded = await load_all(provider, 50)
        await provider.aclose()
        assert loaded.coverage.complete
        waits = [wait for wait in running.waits if "limit" in wait.reason]
        assert waits
        assert all(wait.seconds < 3 for wait in waits)


async def test_a_limit_that_lasts_is_told_with_its_wait(running: Running):
    running.faults.next_statuses = [429] * 3
    provider = running.connect()
    with pytest.raises(LimitReached):
        await provider.fetch_page(lead_query(), Position())
    await provider.aclose()


# ignored unknown parameters


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("stage", "Contacted"),
        ("phone", "2125550199"),
        ("email", "nobody@example.com"),
        ("contacted", "false"),
        ("segments", "Investors"),
        ("allTags", "VIP"),
        ("languages", "ja"),
        ("key", "Geneva"),
    ],
)
async def test_an_ignored_filter_is_said_on_every_page_and_no_lead_is_hidden(
    running: Running, provider: LoftyProvider, key: str, value: str
):
    running.faults.ignored_parameters = {key}
    loaded = await load_all(provider, 100, **{key: value})
    assert len(loaded.ids) == 250
    assert "Lofty seems to have ignored" in loaded.notes


# limit=0 and 101 = 400; default 25


@pytest.mark.parametrize("limit", [0, 101])
async def test_a_limit_out_of_bounds_would_be_refused_in_words(running: Running, limit: int):
    transport = HttpTransport()
    asked = PageAsked(lead_query(), Position(), limit)
    request = build_page_request(Access(running.url, DEMO_TOKENS.api_key), asked)
    response = await transport.send(request)
    with pytest.raises(QueryRefused) as caught:
        read_leads(asked, request, response)
    assert "1 to 100" in caught.value.remedy
    await transport.aclose()


async def test_without_a_limit_25_come_and_the_limit_is_echoed(running: Running):
    transport = HttpTransport()
    request = Access(running.url, DEMO_TOKENS.api_key).get("lead list", "/v1.0/leads")
    found = read_leads(PageAsked(lead_query(), Position(), 100), request, await transport.send(request))
    assert (found.row_count, found.served, found.total) == (25, 25, 250)
    await transport.aclose()


# `_metadata` and, switchable, `get_metadata`


@pytest.mark.parametrize("envelope", list(Envelope))
async def test_every_envelope_is_read_to_the_last_lead(running: Running, provider: LoftyProvider, envelope: Envelope):
    running.faults.envelope = envelope
    loaded = await load_all(provider)
    assert (len(loaded.ids), loaded.coverage.complete) == (250, True)
    assert len(await provider.fetch_choices("stages")) == 13


# a cursor that changes, stays, disappears, expires


@pytest.mark.parametrize(
    "switches",
    [
        {"cursor": Cursor.CHANGES},
        {"cursor": Cursor.STAYS},
        {"cursor_gone_after": 2},
        {"cursor_calls": 1},
        {"cursor_calls": 1, "cursor_refusal_status": 404},
    ],
)
async def test_whatever_becomes_of_the_cursor_all_leads_come_once(
    running: Running, provider: LoftyProvider, switches: dict[str, Any]
):
    for name, value in switches.items():
        setattr(running.faults, name, value)
    loaded = await load_all(provider, 40)
    assert (len(loaded.records), len(loaded.ids), loaded.coverage.duplicates) == (250, 250, 0)
    assert loaded.coverage.complete


# unknown stage = 404


async def test_an_unknown_stage_becomes_no_such_stage_with_the_known_ones(provider: LoftyProvider):
    with pytest.raises(QueryRefused, match="There is no stage “Nope” in this account") as caught:
        await load_all(provider, 100, stage="Contacted,Nope")
    assert "New Leads, Attempted Contact, Contacted" in caught.value.remedy


# null lists, -1, GMT dates, epoch ms


async def test_every_lead_with_its_nulls_and_odd_dates_is_read(provider: LoftyProvider):
    loaded = await load_all(provider)
    rows = [record.values() for record in loaded.records]
    assert any(row["segments"] is None for row in rows)
    assert any(row["leadSource"] == -1 for row in rows)
    for record in loaded.records:
        detail = read_detail(record)
        assert detail.lead is not None
        assert isinstance(detail.lead.added, datetime)
        assert not any(found.cell == -1 for group in detail.groups for found in group.rows if group.key != "other")


async def test_visits_in_milliseconds_and_notes_without_a_zone_stand_in_one_timeline(
    running: Running, provider: LoftyProvider
):
    loaded = await load_all(provider, 50)
    details = [await provider.complete(record, ()) for record in loaded.records[:8]]
    kinds = {event.kind for detail in details for event in detail.timeline}
    assert {"added", "note", "visit"} <= kinds
    assert kinds & {"call", "text", "email"}
    for detail in details:
        assert [event.moment for event in detail.timeline] == sorted(event.moment for event in detail.timeline)
        assert detail.notes == () or all("may be more visits" in note for note in detail.notes)
    running.faults.timeline_empty = True
    again = await provider.complete(loaded.records[0], ())
    assert "/v1.0/communication/text" in {call.path for call in running.log.calls}
    assert {event.words.split()[0] for event in again.timeline if event.kind in {"call", "text", "email"}} <= {
        "Call", "Text", "Email",
    }  # fmt: skip


# ids above 2**53


async def test_long_ids_are_found_again_digit_for_digit(provider: LoftyProvider):
    loaded = await load_all(provider, 50)
    for record in loaded.records[:3]:
        assert len(record.id) >= 16
        assert f'"leadId":{record.id}'.encode() in record.source.replace(b" ", b"")
        found = await provider.look_up(LookUpAsked("id", record.id))
        assert [hit.id for hit in found.records] == [record.id]


# `{"lead": …}` and bare


@pytest.mark.parametrize("is_bare", [False, True])
async def test_one_lead_is_read_wrapped_and_bare(running: Running, provider: LoftyProvider, is_bare: bool):
    running.faults.lead_is_bare = is_bare
    record = (await load_all(provider, 50, key="Geneva")).records[0]
    found = await provider.look_up(LookUpAsked("id", record.id))
    assert found.records[0].values() == record.values()
    assert (await provider.complete(record, ())).title == read_detail(record).title


# 415 on ponds without Content-Type


async def test_ponds_and_custom_fields_do_not_answer_415(provider: LoftyProvider):
    assert [choice.label for choice in await provider.fetch_choices("ponds")] == ["Long-term nurture", "Unworked leads"]
    assert len(await provider.fetch_choices("custom_fields")) == 8


# a repeated `leadId` across pages


async def test_a_lead_that_comes_twice_counts_once_and_what_it_displaced_is_said_to_be_missing(
    running: Running, provider: LoftyProvider
):
    running.faults.repeats_last_lead = True
    loaded = await load_all(provider)
    assert (loaded.coverage.duplicates, len(loaded.ids)) == (2, 248)
    assert not loaded.coverage.complete
    assert "announced 250; 248 different ones came" in loaded.notes


# HTML with status 200


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (WrongAnswer.WEB_PAGE, AnswerFault.WEB_PAGE),
        (WrongAnswer.EMPTY, AnswerFault.EMPTY),
        (WrongAnswer.CUT_OFF, AnswerFault.CUT_OFF),
        (WrongAnswer.OTHER_SHAPE, AnswerFault.OTHER_SHAPE),
    ],
)
async def test_a_success_that_is_none_is_told_apart(
    running: Running, provider: LoftyProvider, wrong: WrongAnswer, fault: AnswerFault
):
    running.faults.wrong_answer = wrong
    with pytest.raises(AnswerNotUnderstood) as caught:
        await provider.fetch_page(lead_query(), Position())
    assert caught.value.fault is fault


async def test_a_code_inside_a_success_is_a_refusal(running: Running, provider: LoftyProvider):
    running.faults.code_in_200 = 20012
    with pytest.raises(QueryRefused):
        await provider.fetch_page(lead_query(), Position())
