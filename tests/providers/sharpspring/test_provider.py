"""The provider's own promises: choices, reading a lead whole, testing an account, closing."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from leaddesk.domain.account import Account
from leaddesk.domain.errors import CredentialsRefused, LeaddeskError, NetworkCause, NotReachable
from leaddesk.domain.page import Position
from leaddesk.domain.provider import Completes, LooksUp, Provider
from leaddesk.domain.record import Record, RecordKind
from leaddesk.providers.sharpspring.provider import SharpSpringProvider
from leaddesk.providers.sharpspring.spec import SHARPSPRING
from tests.providers.sharpspring.scripted import (
    CREDENTIALS,
    Reply,
    ScriptedTransport,
    failed,
    field_row,
    first_page,
    lead,
    make_provider,
    make_query,
    make_transport,
    ok,
    web_page,
)

pytestmark = pytest.mark.anyio

EVENTS = [
    {"whoID": "1", "eventSource": "emailOpened", "eventName": "Rates", "createTimestamp": "2026-01-04 10:00:00"},
    {"whoID": "1", "eventSource": "emailSent", "eventName": "Rates", "createTimestamp": "2026-01-03 10:00:00"},
    {"whoID": "1", "eventSource": "emailSent", "eventName": "Rates", "createTimestamp": "2026-01-03 10:00:00"},
    {"whoID": "1", "eventSource": "pageVisit", "eventName": None, "createTimestamp": "0000-00-00 00:00:00"},
]
DOWN = NotReachable("The host is silent.", host="api.sharpspring.com", cause=NetworkCause.SILENT)


def record_of(**values: Any) -> Record:
    row = lead(1, **values)
    return Record("a1", "sharpspring", RecordKind.LEAD, row["id"], json.dumps(row).encode(), 0)


def whole_transport(**script: Reply) -> ScriptedTransport:
    everything: dict[str, Reply] = {
        "getLead": ok({"lead": [lead(1, street="1 Main St", companyName="Acme")]}),
        "getLeadTimeline": ok({"leadTimeline": [event | {"whoID": "482517300001"} for event in EVENTS]}),
        "getLeadListMemberships": ok({"getWhereIns": [{"memberID": "482517300001", "listID": "9"}]}),
    }
    return make_transport(**(everything | script))


def test_it_keeps_the_promises_of_a_provider():
    provider = make_provider(make_transport())
    promises: tuple[Provider, LooksUp, Completes] = (provider, provider, provider)
    assert all(promise.info is SHARPSPRING for promise in (promises[0],))


async def test_a_lead_is_read_whole():
    transport = whole_transport()
    detail = await make_provider(transport).complete(record_of(), ())
    assert detail.lead is not None
    assert detail.lead.place.street == "1 Main St"
    assert [event.words for event in detail.timeline] == ["E-mail sent: Rates", "E-mail opened: Rates"]
    lists = next(group for group in detail.groups if group.key == "lists")
    assert [row.raw for row in lists.rows] == ["9"]
    assert "Left out of the timeline: 1 exact repeat." in detail.notes
    assert "Left out of the timeline: 1 event without a readable time." in detail.notes
    assert json.loads(detail.source)["companyName"] == "Acme"
    assert transport.params("getLead") == [{"id": 482517300001}]


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("getLead", "The whole lead could not be read"),
        ("getLeadTimeline", "The timeline could not be read"),
        ("getLeadListMemberships", "The list memberships could not be read"),
        ("getFields", "named as SharpSpring’s system has them"),
        ("getUserProfiles", "Owners are shown by their ids"),
    ],
)
async def test_a_part_that_fails_is_a_note(method: str, words: str):
    detail = await make_provider(whole_transport(**{method: failed(204)})).complete(record_of(), ())
    assert detail.lead is not None
    assert any(words in note for note in detail.notes)
    assert bool(detail.timeline) == (method != "getLeadTimeline")


async def test_a_lead_that_is_gone_is_shown_as_its_row_and_that_is_told():
    detail = await make_provider(whole_transport(getLead=ok({"lead": []}))).complete(record_of(city="Reno"), ())
    assert detail.lead is not None
    assert detail.lead.place.city == "Reno"
    assert any("no lead of this id any more" in note for note in detail.notes)
    assert detail.source == b""


async def test_when_nothing_comes_the_cause_is_raised():
    refused = failed(105)
    transport = whole_transport(getLead=refused, getLeadTimeline=refused, getLeadListMemberships=refused)
    with pytest.raises(CredentialsRefused):
        await make_provider(transport).complete(record_of(), ())


async def test_a_row_without_an_id_is_read_as_it_is():
    record = Record("a1", "sharpspring", RecordKind.LEAD, "", b'{"firstName": "Ann"}', 0)
    transport = whole_transport()
    detail = await make_provider(transport).complete(record, ())
    assert detail.title == "Ann"
    assert transport.sent == []


async def test_the_timeline_of_version_1_stands_in_a_table_of_its_own():
    detail = await make_provider(whole_transport(), api_version="v1").complete(record_of(), ())
    group = next(group for group in detail.groups if group.key == "timeline")
    assert [(row.label, row.raw) for row in group.rows] == [
        ("0000-00-00 00:00:00", "Page visited"),
        ("2026-01-03 10:00:00", "E-mail sent: Rates"),
        ("2026-01-04 10:00:00", "E-mail opened: Rates"),
    ]
    assert "company’s own zone" in group.note
    assert detail.timeline == ()


async def test_choices_come_by_label_and_another_list_is_unknown():
    fields = ok({"field": [field_row("b", "zip"), field_row("a", "Age")]})
    provider = make_provider(make_transport(getFields=fields))
    assert [(c.value, c.label) for c in await provider.fetch_choices("lead_fields")] == [("a", "Age"), ("b", "zip")]
    assert [(c.value, c.label) for c in await provider.fetch_choices("users")] == [("77", "Pat Owner")]
    with pytest.raises(KeyError):
        await provider.fetch_choices("lead_types")
    with pytest.raises(LeaddeskError):
        await make_provider(make_transport(getFields=failed(204))).fetch_choices("lead_fields")


async def test_a_test_of_the_account_tells_all_three_steps():
    transport = make_transport(getLeads=ok({"lead": [lead()]}, callCount="5", queryLimit="50000"))
    report = await make_provider(transport).test_account()
    assert report.usable
    assert [(step.title, step.host, step.words) for step in report.steps] == [
        ("Sign in", "api.sharpspring.com", "Account id and secret key are accepted."),
        ("Read the fields", "api.sharpspring.com", "Leads have 1 field."),
        ("Read leads", "api.sharpspring.com", "Leads can be read; 5 of 50,000 calls used today."),
    ]
    assert transport.params("getLeads") == [{"where": {}, "limit": 1, "offset": 0}]


@pytest.mark.parametrize(
    ("script", "titles", "usable"),
    [
        ({"getLeads": failed(105)}, ["Sign in"], False),
        ({"getLeads": DOWN}, ["Sign in"], False),
        ({"getLeads": failed(106)}, ["Sign in", "Read the fields", "Read leads"], False),
        ({"getLeads": web_page()}, ["Sign in", "Read the fields", "Read leads"], False),
        ({"getFields": failed(204)}, ["Sign in", "Read the fields", "Read leads"], True),
    ],
)
async def test_a_test_of_the_account_raises_nothing(script: dict[str, Any], titles: list[str], usable: bool):
    report = await make_provider(make_transport(**script)).test_account()
    assert [step.title for step in report.steps] == titles
    assert report.usable == usable
    assert report.first_error is not None


async def test_names_are_read_once_even_when_asked_for_at_the_same_time():
    transport = make_transport()
    provider = make_provider(transport)
    await asyncio.gather(*(provider.fetch_page(make_query("leads"), Position()) for _ in range(5)))
    assert len(transport.params("getFields")) == 1
    assert len(transport.params("getUserProfiles")) == 1


async def test_silence_about_names_is_waited_for_once():
    transport = make_transport(getFields=DOWN)
    page = await first_page(transport, "leads")
    assert page.notes
    assert not transport.params("getUserProfiles")
    requests = [request for request in transport.sent if (request.json_body or {})["method"] == "getFields"]
    assert len(requests) == 2
    assert all(request.deadline_seconds == 15 for request in requests)


async def test_a_cancelled_call_leaves_the_provider_usable():
    transport = make_transport(getLeads=ok({"lead": [lead()]}))
    held = asyncio.Event()
    send = transport.send

    async def hold(request: Any) -> Any:
        await held.wait()
        return await send(request)

    transport.send = hold
    provider = make_provider(transport)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await provider.fetch_page(make_query("leads"), Position())
    held.set()
    assert len((await provider.fetch_page(make_query("leads"), Position())).records) == 1


async def test_missing_keys_are_sent_empty_and_closing_twice_does_no_harm():
    transport = make_transport()
    provider = SharpSpringProvider(Account("a1", "Main", "sharpspring"), {}, transport)
    await provider.fetch_page(make_query("leads"), Position())
    assert [secret.reveal() for secret in transport.sent[0].secret_params.values()] == ["", ""]
    await provider.aclose()
    await provider.aclose()
    assert transport.is_closed


async def test_no_secret_stands_in_what_can_be_seen():
    transport = make_transport(getLeads=failed(205, CREDENTIALS["secret_key"].reveal()))
    provider = make_provider(transport)
    with pytest.raises(LeaddeskError) as caught:
        await provider.fetch_page(make_query("leads"), Position())
    seen = repr(transport.sent) + repr(provider._access.calls.connection) + caught.value.said + repr(caught.value)
    assert not [secret for secret in CREDENTIALS.values() if secret.reveal() in seen]


SCALARS: list[Any] = [None, "", "x", 0, 7, 1.5, True, [], {}, [1], {"a": 1}, "0000-00-00 00:00:00", "\u0000", "9" * 400]


@pytest.mark.parametrize("scalar", SCALARS, ids=repr)
async def test_any_value_in_any_place_can_be_read_and_shown(scalar: Any):
    row = dict.fromkeys(lead(1), scalar) | {
        "id": "5",
        "whoID": "5",
        "leadID": "5",
        "memberID": "5",
        "eventData": scalar,
    }
    row |= {"systemName": scalar, "label": scalar, "relationship": scalar, "x": scalar, "eventSource": scalar}
    transport = make_transport(
        getLead=ok({"lead": [row]}),
        getLeads=ok({"lead": [row]}),
        getLeadsDateRange=ok({"lead": [row]}),
        getEvents=ok({"event": [row]}),
        getLeadTimeline=ok({"leadTimeline": [row, row]}),
        getLeadListMemberships=ok({"getWhereIns": [row]}),
        getFields=ok({"field": [row]}),
        getUserProfiles=ok({"userProfile": [row]}),
    )
    provider = make_provider(transport)
    asked = {
        "lead": {"id": "5"},
        "leads": {},
        "leads-by-date": {},
        "events": {"leadID": "5"},
        "timeline": {"whoID": "5"},
    }
    for search, raw in {**asked, "list-memberships": {"memberIDs": "5"}, "fields": {}}.items():
        page = await provider.fetch_page(make_query(search, **raw), Position())
        assert len(page.records) == 1
        detail = SHARPSPRING.read_detail(page.records[0], page.columns)
        assert detail.title
        assert all(isinstance(one.title, str) for one in page.columns)
    assert (await provider.complete(record_of(), ())).title
