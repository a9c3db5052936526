"""What a server may do: each point of section 11 with a test of its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from leaddesk.domain.account import Account, Secret
from leaddesk.domain.errors import (
    CredentialsRefused,
    ProviderFailed,
    QueryRefused,
)
from leaddesk.domain.page import CoverageTally, Position, Total, TotalKind
from leaddesk.domain.provider import Wait
from leaddesk.domain.record import Record, RecordKind
from leaddesk.providers.leadexec.provider import LeadExecProvider
from leaddesk.providers.leadexec.record_reading import read_detail
from leaddesk.providers.leadexec.spec import LEADEXEC
from leaddesk.transport.channel import Channel
from leaddesk.transport.retry import RetryPolicy
from tests.providers.leadexec.scripted import (
    ACCOUNT_HOST,
    CLIENT_SECRET,
    DATA_HOST,
    HandClock,
    ScriptedTransport,
    answer,
    lead,
    lead_query,
    leads_page,
    token_answer,
)
from tests.providers.leadexec.seed_samples import inbound_ping, pings_page

pytestmark = pytest.mark.anyio


def record_of(values: object) -> Record:
    return Record("a1", "leadexec", RecordKind.LEAD, "1", json.dumps(values).encode(), 0)


async def load_all(provider: LeadExecProvider, **raw: str) -> tuple[CoverageTally, list[Record]]:
    tally, records = CoverageTally(), []
    position: Position | None = Position()
    while position is not None:
        page = await provider.fetch_page(lead_query(page_size=2, **raw), position)
        records += tally.add(page)
        position = page.next
    return tally, records


# 11.1 token 200 with error


async def test_a_refused_sign_in_tells_the_server_s_words_without_the_secret(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    body = {"access_token": None, "error": f"client {CLIENT_SECRET} is unknown"}
    transport.tokens = [answer(body, host=ACCOUNT_HOST)]
    with pytest.raises(CredentialsRefused) as caught:
        await provider.fetch_choices("lead_types")
    assert "is unknown" in caught.value.said
    assert CLIENT_SECRET not in f"{caught.value!r} {caught.value} {caught.value.said} {caught.value.remedy}"


# 11.2 token 401


async def test_a_sign_in_answered_401_is_not_repeated(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.tokens = [answer(b"", status=401, host=ACCOUNT_HOST)]
    with pytest.raises(CredentialsRefused):
        await provider.fetch_page(lead_query(), Position())
    assert len(transport.sent) == 1


# 11.3 expiry in mid-paging


async def test_a_token_that_ends_while_paging_is_renewed_before_it_is_refused(
    transport: ScriptedTransport, provider: LeadExecProvider, clock: HandClock
):
    transport.tokens = [token_answer("t0ken-1"), token_answer("t0ken-2")]
    transport.data = [answer(leads_page([lead(1), lead(2)], total=3)), answer(leads_page([lead(3)], total=3, skip=2))]
    first = await provider.fetch_page(lead_query(page_size=2), Position())
    clock.seconds += 3600 - 60
    assert first.next is not None
    second = await provider.fetch_page(lead_query(page_size=2), first.next)
    assert [record.id for record in second.records] == ["3"]
    assert [r.bearer.reveal() for r in transport.calls("lead query") if r.bearer] == ["t0ken-1", "t0ken-2"]


# 11.4 QueryTotal larger than the sum of pages


async def test_a_total_that_is_never_reached_leaves_the_result_incomplete(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.data = [
        answer(leads_page([lead(1), lead(2)], total=5)),
        answer(leads_page([lead(3)], total=5, skip=2)),
        answer(leads_page([], total=5, skip=3)),
    ]
    tally, records = await load_all(provider)
    coverage = tally.statement()
    assert len(records) == 3
    assert not coverage.complete
    assert coverage.total == 5


# 11.5 Take lowered by the server


async def test_a_server_that_lowers_take_is_read_to_its_end(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [
        answer(leads_page([lead(1)], total=3, skip=0, take=1)),
        answer(leads_page([lead(2)], total=3, skip=1, take=1)),
        answer(leads_page([lead(3)], total=3, skip=2, take=1)),
    ]
    tally, records = await load_all(provider)
    assert [record.id for record in records] == ["1", "2", "3"]
    assert tally.statement().complete
    assert [body["Skip"] for body in transport.bodies()] == [0, 1, 2]


# 11.6 a repeated UID across pages


async def test_a_lead_repeated_on_the_next_page_is_counted_once(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.data = [
        answer(leads_page([lead(1), lead(2)], total=3)),
        answer(leads_page([lead(2)], total=3, skip=2)),
    ]
    tally, records = await load_all(provider)
    assert [record.id for record in records] == ["1", "2"]
    assert tally.statement().duplicates == 1
    assert not tally.statement().complete


# 11.7 a page with HTTP 500 once


async def test_a_page_that_fails_once_is_read_at_the_second_try(transport: ScriptedTransport):
    waits: list[Wait] = []
    channel = Channel(transport, pace=None, on_wait=waits.append, policy=RetryPolicy(3, 2, 0.0, 0.0))
    account = Account("a1", "Main", "leadexec", {"client_id": "client-1"})
    provider = LeadExecProvider(account, {"client_secret": Secret(CLIENT_SECRET)}, channel)
    transport.data = [answer(b"", status=500), answer(leads_page([lead(1)]))]
    page = await provider.fetch_page(lead_query(), Position())
    assert [record.id for record in page.records] == ["1"]
    assert [body["Take"] for body in transport.bodies()] == [100, 100]
    assert [wait.host for wait in waits] == [DATA_HOST]


async def test_a_failure_that_stays_is_the_provider_s_own(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer(b"boom", status=500)]
    with pytest.raises(ProviderFailed) as caught:
        await provider.fetch_page(lead_query(), Position())
    assert (caught.value.status, caught.value.said) == (500, "boom")


async def test_a_failure_of_a_large_page_passes_with_a_smaller_one(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.data = [answer(b"", status=500), answer(leads_page([lead(1)]))]
    page = await provider.fetch_page(lead_query(page_size=200), Position())
    assert [record.id for record in page.records] == ["1"]


# 11.8 a lead without SendInformation


@pytest.mark.parametrize("row", [{"UID": 1}, {"UID": 1, "SendInformation": None}, {"UID": 1, "SendInformation": "x"}])
def test_a_lead_without_sends_says_that_none_were_sent(row: dict[str, object]):
    sends = read_detail(record_of(row)).sends
    assert sends is not None
    assert sends.was_sent is False
    assert sends.sends == ()


# 11.9 Fields with number, string, bool, null


def test_fields_of_every_type_are_kept_and_told_apart():
    fields = {"A": 5, "B": "text", "C": True, "D": None, "E": "", "F": 1.5, "G": [1], "H": {"x": 1}}
    group = read_detail(record_of({"Fields": fields})).groups[0]
    assert {row.name: row.raw for row in group.rows} == fields
    assert {row.name: row.cell for row in group.rows} == {
        "A": 5, "B": "text", "C": True, "D": None, "E": "", "F": 1.5, "G": "[1]", "H": '{"x": 1}',
    }  # fmt: skip


# 11.10 year-1 dates


async def test_year_one_in_a_column_is_an_empty_cell(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer(leads_page([lead(1) | {"LastUpdated": "0001-01-01T00:00:00Z"}]))]
    page = await provider.fetch_page(lead_query(), Position())
    column = next(column for column in LEADEXEC.search("leads").columns if column.key == "LastUpdated")
    assert column.cell_in(page.records[0].values()) is None


# 11.11 fractions of 7 digits


def test_seven_digits_after_the_second_are_read():
    detail = read_detail(record_of({"Properties": {"DateAdded": "2026-01-05T09:10:11.1234567Z"}}))
    assert detail.lead is not None
    assert detail.lead.added == datetime(2026, 1, 5, 9, 10, 11, 123456, tzinfo=UTC)


# 11.12 /v1/leadtypes


async def test_lead_types_are_a_bare_array_named_by_descriptor(provider: LeadExecProvider):
    choices = await provider.fetch_choices("lead_types")
    assert [(choice.value, choice.label) for choice in choices] == [("8", "Roofing"), ("7", "Solar")]


# 11.13 403 on the account host while the data host works


async def test_an_account_without_the_account_area_is_usable(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.lead_types = [answer(b"", status=403, host=ACCOUNT_HOST)]
    transport.data = [answer(b"Lead type not found", status=404)]
    report = await provider.test_account()
    assert report.usable
    assert [(step.host, step.error is None) for step in report.steps] == [
        (ACCOUNT_HOST, True),
        (ACCOUNT_HOST, False),
        (DATA_HOST, True),
    ]
    assert isinstance(report.first_error, CredentialsRefused)
    assert "Account API" in report.first_error.remedy


# 11.14 a plain-text error body


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"Lead type 7 is closed", "Lead type 7 is closed"),
        (b'{"Message": "Lead type 7 is closed"}', "Lead type 7 is closed"),
        (b'"Lead type 7 is closed"', "Lead type 7 is closed"),
        (b"", ""),
    ],
)
@pytest.mark.parametrize("status", [404, 422])
async def test_the_words_of_a_refusal_are_told_whatever_their_form(
    transport: ScriptedTransport, provider: LeadExecProvider, status: int, body: bytes, said: str
):
    transport.data = [answer(body, status=status)]
    with pytest.raises(QueryRefused) as caught:
        await provider.fetch_page(lead_query(), Position())
    assert (caught.value.status, caught.value.said) == (status, said)


async def test_pings_are_read_by_their_own_names(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer(pings_page([inbound_ping()], total=9))]
    page = await provider.fetch_page(lead_query("inbound-pings", SortOrder="DESC"), Position())
    assert page.total == Total(TotalKind.EXACT, 9)
    assert page.records[0].id == "63c8b0a03314ce0624637a41"
    assert page.records[0].kind is RecordKind.PING
    assert transport.bodies("inbound ping query") == [
        {
            "SortOrder": "DESC",
            "StartDate": "2026-01-01T00:00:00Z",
            "EndDate": "2026-02-01T00:00:00Z",
            "Skip": 0,
            "Take": 100,
        }
    ]
