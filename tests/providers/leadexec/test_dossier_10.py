"""What is not known of LeadExec and must be tolerated: each point of section 10 with a test of its own."""

from __future__ import annotations

import pytest

from leaddesk.domain.errors import (
    AnswerFault,
    AnswerNotUnderstood,
    CredentialsRefused,
    NetworkCause,
    NotReachable,
    QueryRefused,
)
from leaddesk.domain.page import Position
from leaddesk.providers.leadexec.provider import LeadExecProvider
from leaddesk.providers.leadexec.spec import LEADEXEC
from tests.providers.leadexec.scripted import (
    ACCOUNT_HOST,
    DATA_HOST,
    ScriptedTransport,
    answer,
    lead,
    lead_query,
    leads_page,
    token_answer,
)

pytestmark = pytest.mark.anyio


# 10.1 reply to an invalid or expired token


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, b""),
        (403, b"<html><title>Forbidden</title></html>"),
        (400, b"Access token has expired"),
        (400, b'{"Message": "Unauthorized"}'),
        (401, b'"Authorization has been denied"'),
    ],
)
async def test_a_refused_token_is_renewed_once_and_the_page_comes(
    transport: ScriptedTransport, provider: LeadExecProvider, status: int, body: bytes
):
    transport.tokens = [token_answer("t0ken-1"), token_answer("t0ken-2")]
    transport.data = [answer(body, status=status), answer(leads_page([lead(1)]))]
    page = await provider.fetch_page(lead_query(), Position())
    assert len(page.records) == 1
    bearers = [request.bearer.reveal() for request in transport.calls("lead query") if request.bearer]
    assert bearers == ["t0ken-1", "t0ken-2"]


async def test_a_token_refused_twice_is_given_up(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.tokens = [token_answer("t0ken-1"), token_answer("t0ken-2"), token_answer("t0ken-3")]
    transport.data = [answer(b"", status=401)]
    with pytest.raises(CredentialsRefused):
        await provider.fetch_page(lead_query(), Position())
    assert len(transport.calls("lead query")) == 2
    assert len(transport.calls("sign-in")) == 2


# 10.2 reply to bad credentials


@pytest.mark.parametrize(
    ("status", "body"), [(200, b'{"error": "invalid_client"}'), (400, b"bad"), (401, b""), (403, b"<html></html>")]
)
async def test_bad_credentials_are_refused_whatever_the_status(
    transport: ScriptedTransport, provider: LeadExecProvider, status: int, body: bytes
):
    transport.tokens = [answer(body, status=status, host=ACCOUNT_HOST)]
    with pytest.raises(CredentialsRefused, match="client secret"):
        await provider.fetch_choices("lead_types")


# 10.3 form of SortOrder


@pytest.mark.parametrize(("chosen", "other"), [("1", "DESC"), ("0", "ASC"), ("DESC", 1), ("ASC", 0)])
async def test_a_refused_sort_order_is_sent_in_its_other_form_and_remembered(
    transport: ScriptedTransport, provider: LeadExecProvider, chosen: str, other: int | str
):
    transport.data = [answer(b"SortOrder", status=400), answer(leads_page([lead(1, City="A")]))]
    query = lead_query(SortFields="City", SortOrder=chosen)
    page = await provider.fetch_page(query, Position())
    await provider.fetch_page(query, Position(1))
    assert [body["SortOrder"] for body in transport.bodies()][1:] == [other, other]
    assert any("LeadExec refused SortOrder" in note for note in page.notes)


@pytest.mark.parametrize("sort_order", ["0", "1"])
async def test_a_page_in_another_order_is_sorted_here_and_says_so(
    transport: ScriptedTransport, provider: LeadExecProvider, sort_order: str
):
    rows = [lead(1, LoanAmount=5), lead(2, LoanAmount="30"), lead(3), lead(4, LoanAmount=10)]
    transport.data = [answer(leads_page(rows))]
    page = await provider.fetch_page(lead_query(SortFields="LoanAmount", SortOrder=sort_order), Position())
    expected = ["1", "4", "2", "3"] if sort_order == "0" else ["2", "4", "1", "3"]
    assert [record.id for record in page.records] == expected
    assert page.sorted_here
    assert page.notes == ("The server did not sort by LoanAmount as asked; each page was sorted on its own.",)


# 10.4 maximum Take, range, rate


@pytest.mark.parametrize("status", [400, 413, 500])
async def test_a_refused_page_size_is_halved_remembered_and_noted(
    transport: ScriptedTransport, provider: LeadExecProvider, status: int
):
    transport.data = [
        lambda request: (
            answer(b"too many", status=status)
            if (request.json_body or {})["Take"] > 250
            else answer(leads_page([lead(1)], total=900, take=250))
        )
    ]
    query = lead_query(page_size=1000)
    page = await provider.fetch_page(query, Position())
    await provider.fetch_page(query, Position(1))
    assert [body["Take"] for body in transport.bodies()] == [1000, 500, 250, 250]
    assert "LeadExec did not serve pages of 1,000 rows; 250 were asked for." in page.notes
    assert page.served_size == 250


@pytest.mark.parametrize("cause", [NetworkCause.DEADLINE, NetworkCause.SILENT])
async def test_a_page_that_takes_too_long_is_asked_for_with_fewer_rows(
    transport: ScriptedTransport, provider: LeadExecProvider, cause: NetworkCause
):
    transport.data = [NotReachable("too slow", host=DATA_HOST, cause=cause), answer(leads_page([lead(1)]))]
    page = await provider.fetch_page(lead_query(page_size=1000), Position())
    assert [body["Take"] for body in transport.bodies()] == [1000, 250]
    assert page.served_size == 100  # the echoed Take


async def test_rows_that_are_too_large_are_asked_for_down_to_25(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    too_large = AnswerNotUnderstood("too large", fault=AnswerFault.TOO_LARGE)
    transport.data = [too_large, too_large, answer(leads_page([lead(1)], take=25))]
    page = await provider.fetch_page(lead_query(page_size=100), Position())
    assert [body["Take"] for body in transport.bodies()] == [100, 50, 25]
    assert page.served_size == 25


async def test_a_refusal_of_a_small_page_is_the_query_s_own(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer(b"Unknown operator", status=400)]
    with pytest.raises(QueryRefused) as caught:
        await provider.fetch_page(lead_query(page_size=100), Position())
    assert caught.value.said == "Unknown operator"
    assert len(transport.calls("lead query")) == 1


# 10.5 the date that the range tests


async def test_a_row_outside_the_dates_is_kept(transport: ScriptedTransport, provider: LeadExecProvider):
    row = lead(1) | {"Properties": {"DateAdded": "2001-01-01T00:00:00Z"}, "LastUpdated": "2026-01-05T00:00:00Z"}
    transport.data = [answer(leads_page([row]))]
    page = await provider.fetch_page(lead_query(), Position())
    assert [record.id for record in page.records] == ["1"]
    assert page.notes == ()


# 10.6 bounds of the range


async def test_a_lead_that_comes_twice_counts_once(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer(leads_page([lead(1), lead("1"), lead(2)], total=3))]
    page = await provider.fetch_page(lead_query(), Position())
    assert [record.id for record in page.records] == ["1", "2"]
    assert page.repeated == 1
    assert page.next is None


# 10.7 operators may work, be refused, or be ignored


async def test_an_ignored_condition_is_told_with_its_count(transport: ScriptedTransport, provider: LeadExecProvider):
    rows = [lead(1, LoanAmount="200000"), lead(2, LoanAmount=5), lead(3)]
    transport.data = [answer(leads_page(rows))]
    page = await provider.fetch_page(lead_query(Query='{"LoanAmount": {"$gte": 150000}}'), Position())
    assert len(page.records) == 3
    assert page.notes == ("The server seems to have ignored the condition on LoanAmount: 2 of 3 leads do not match.",)


async def test_an_honoured_condition_needs_no_word(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer(leads_page([lead(1, LoanAmount="150000", City="RENO")]))]
    query = lead_query(Query='{"LoanAmount": {"$gte": 150000, "$lte": 150000.0}, "City": "Reno", "UID": 1}')
    page = await provider.fetch_page(query, Position())
    assert page.notes == ()


# 10.8 the effect of Fields


async def test_rows_without_ids_turn_the_choice_of_fields_off_for_the_next_pages(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.data = [
        answer(leads_page([{"Fields": {"City": "A"}}, {"Fields": {"City": "B"}}], total=3)),
        answer(leads_page([lead(3, City="C")], total=3, skip=2)),
    ]
    query = lead_query(Fields="City")
    first = await provider.fetch_page(query, Position())
    assert first.next == Position(2)
    second = await provider.fetch_page(query, Position(2))
    assert [record.key for record in first.records] == ["row 1", "row 2"]
    assert any("no id" in note for note in first.notes)
    assert [body.get("Fields") for body in transport.bodies()] == [["City"], None]
    assert second.notes == ("Fields to return was left out of the request: with it, LeadExec sends no id.",)


async def test_a_condition_on_a_field_that_was_not_asked_for_raises_no_false_alarm(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.data = [answer(leads_page([lead(1, City="A"), lead(2, City="B", LoanAmount=9)]))]
    page = await provider.fetch_page(lead_query(Fields="City", Query='{"LoanAmount": 9}'), Position())
    assert page.notes == ()


# 10.9 paths for fields, sources and clients


async def test_no_undocumented_path_is_called(transport: ScriptedTransport, provider: LeadExecProvider):
    await provider.fetch_choices("lead_types")
    await provider.fetch_page(lead_query(), Position())
    await provider.test_account()
    assert {request.url for request in transport.sent} == {
        f"https://{ACCOUNT_HOST}/v1/authorization/token",
        f"https://{ACCOUNT_HOST}/v1/leadtypes",
        f"https://{DATA_HOST}/v1/leads/query/7",
        f"https://{DATA_HOST}/v1/leads/query/8",
    }


def test_fields_are_offered_from_the_leads_that_came():
    spec = LEADEXEC.search("leads")
    assert spec.field("Query").suggest_columns == spec.field("SortFields").suggest_columns == "Fields."
    (column,) = spec.discover_columns([{"Fields": {"RoofAge": 3}}])
    assert column.key == "Fields.RoofAge"
    assert column.sort_name == "RoofAge"


# 10.10 type of UID


@pytest.mark.parametrize(
    ("uid", "shown"),
    [
        (90210001, "90210001"),
        ("90210001", "90210001"),
        (9007199254740993, "9007199254740993"),
        (0, ""),
        (None, ""),
        ("0", ""),
        (True, ""),
    ],
)
async def test_an_id_is_text_to_the_last_digit(
    transport: ScriptedTransport, provider: LeadExecProvider, uid: object, shown: str
):
    transport.data = [answer(leads_page([lead(uid)]))]
    page = await provider.fetch_page(lead_query(), Position())
    assert [record.id for record in page.records] == [shown]
