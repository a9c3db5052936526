"""Everything in sections 9, 10 and 11 of what is known of LeadExec, each point with a test of its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from leaddesk.domain.account import Account, Secret
from leaddesk.domain.cell import Kind
from leaddesk.domain.errors import (
    AnswerFault,
    AnswerNotUnderstood,
    CredentialsRefused,
    NetworkCause,
    NotReachable,
    ProviderFailed,
    QueryRefused,
)
from leaddesk.domain.page import CoverageTally, Position, Total, TotalKind
from leaddesk.domain.provider import Wait
from leaddesk.domain.record import Record, RecordKind
from leaddesk.providers.leadexec.lead_types import build_lead_types_request, read_lead_types
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
from tests.providers.leadexec.seed_samples import pings_page, inbound_ping

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


# 9.1 SentCount is the rows of this reply


async def test_sent_count_is_never_taken_for_the_total(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer({"QueryTotal": 3088, "SentCount": 1, "Skip": 0, "Take": 1, "Leads": [lead(1)]})]
    page = await provider.fetch_page(lead_query(), Position())
    assert page.total == Total.exact(3088)
    assert page.next == Position(1)


async def test_sent_count_is_no_total_even_where_the_total_is_missing(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.data = [answer({"SentCount": 50, "Leads": [lead(1), lead(2)]})]
    page = await provider.fetch_page(lead_query(), Position())
    assert page.total == Total.at_least(2)


# 9.2 SortOrder: a number for leads, a word for pings


@pytest.mark.parametrize(("chosen", "sent"), [("0", 0), ("1", 1), ("ASC", "ASC"), ("DESC", "DESC")])
async def test_sort_order_is_sent_in_the_form_that_was_chosen(
    transport: ScriptedTransport, provider: LeadExecProvider, chosen: str, sent: int | str
):
    await provider.fetch_page(lead_query(SortFields="DateAdded", SortOrder=chosen), Position())
    body = transport.bodies()[0]
    assert body["SortOrder"] == sent
    assert type(body["SortOrder"]) is type(sent)


def test_pings_take_words_and_leads_start_with_numbers():
    assert [choice.value for choice in LEADEXEC.search("inbound-pings").field("SortOrder").choices] == ["ASC", "DESC"]
    assert [choice.value for choice in LEADEXEC.search("leads").field("SortOrder").choices] == ["0", "1", "ASC", "DESC"]
    sort = LEADEXEC.search("leads").sort
    assert sort is not None
    assert (sort.ascending, sort.descending) == ("0", "1")


# 9.3 placeholders and Take 0 of the sample


async def test_placeholders_of_the_sample_are_never_sent(transport: ScriptedTransport, provider: LeadExecProvider):
    query = lead_query(SortFields='[""]', Fields="", Query="{}")
    await provider.fetch_page(query, Position())
    assert transport.bodies() == [
        {"StartDate": "2026-01-01T00:00:00Z", "EndDate": "2026-02-01T00:00:00Z", "Skip": 0, "Take": 100}
    ]


@pytest.mark.parametrize("page_size", [1, 25, 1000])
async def test_take_is_always_sent_and_never_zero(
    transport: ScriptedTransport, provider: LeadExecProvider, page_size: int
):
    await provider.fetch_page(lead_query(page_size=page_size), Position())
    assert transport.bodies()[0]["Take"] == page_size


# 9.4 year 1


def test_year_one_is_no_date_anywhere():
    year_one = "0001-01-01T00:00:00Z"
    detail = read_detail(
        record_of(
            {
                "Properties": {"DateAdded": year_one, "QualityControlledOn": "0001-01-01T00:00:00-08:00"},
                "TCPAInformation": {"RequestDate": year_one},
                "SendInformation": {"Sends": [{"NextAppointmentDate": year_one, "DateSent": year_one}]},
                "LastUpdated": year_one,
            }
        )
    )
    assert detail.lead is not None
    assert detail.sends is not None
    assert detail.lead.added is None
    assert detail.lead.updated is None
    assert detail.sends.sends[0].next_appointment is None
    assert detail.timeline == ()


# 9.5 types of Fields are not stable


def test_a_numeric_phone_is_never_shown_with_an_exponent():
    detail = read_detail(record_of({"Fields": {"Phone": 7.755550100e9, "CellPhone": 7755550101}}))
    assert detail.lead is not None
    assert [phone.text for phone in detail.lead.phones] == ["7755550100", "7755550101"]
    assert [row.cell for row in detail.groups[0].rows] == ["7755550100", "7755550101"]


def test_fields_that_no_document_names_become_columns():
    rows = [{"Fields": {"LoanAmount": 1}}, {"Fields": {"LoanAmount": 2, "Homeowner": True}}]
    columns = LEADEXEC.search("leads").discover_columns(rows)
    assert [(column.key, column.kind) for column in columns] == [
        ("Fields.LoanAmount", Kind.MONEY),
        ("Fields.Homeowner", Kind.YES_NO),
    ]


# 9.6 missing sections


def test_a_lead_without_any_section_is_read_and_says_what_did_not_come():
    detail = read_detail(record_of({"UID": 5}))
    assert detail.title == "Lead 5"
    assert detail.consent is not None
    assert detail.consent.was_sent is False
    assert detail.sends is not None
    assert detail.sends.was_sent is False
    assert detail.closing_groups[0].note == "LeadExec sends this section only for leads that went through Trestle."
    assert all(group.rows or group.note for group in detail.groups)


# 9.7 the token call


async def test_the_token_is_asked_for_in_json_without_scope(transport: ScriptedTransport, provider: LeadExecProvider):
    await provider.fetch_page(lead_query(), Position())
    request = transport.calls("sign-in")[0]
    assert request.method == "POST"
    assert request.json_body == {"client_id": "client-1", "grant_type": "client_credentials"}
    assert {key: secret.reveal() for key, secret in request.secret_body.items()} == {"client_secret": CLIENT_SECRET}
    assert not request.params
    assert not request.secret_params


@pytest.mark.parametrize(
    "body", [{"access_token": "x", "error": "Error details"}, {"access_token": ""}, {"access_token": None}, {}]
)
async def test_status_200_with_an_error_or_without_a_token_is_a_refusal(
    transport: ScriptedTransport, provider: LeadExecProvider, body: dict[str, object]
):
    transport.tokens = [answer(body, host=ACCOUNT_HOST)]
    with pytest.raises(CredentialsRefused) as caught:
        await provider.fetch_page(lead_query(), Position())
    assert caught.value.host == ACCOUNT_HOST
    assert not transport.calls("lead query")


# 9.8 a token that works on one host only


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refusal_names_the_host_and_the_call(
    transport: ScriptedTransport, provider: LeadExecProvider, status: int
):
    transport.data = [answer(b"no", status=status)]
    with pytest.raises(CredentialsRefused, match="lead query") as caught:
        await provider.fetch_page(lead_query(), Position())
    assert caught.value.host == DATA_HOST
    transport.lead_types = [answer(b"", status=status, host=ACCOUNT_HOST)]
    with pytest.raises(CredentialsRefused, match="lead types") as caught:
        await provider.fetch_choices("lead_types")
    assert caught.value.host == ACCOUNT_HOST


# 9.9 dates of the account host are Pacific


def test_dates_of_the_account_host_are_never_read():
    request = build_lead_types_request("https://api.leadexec.net", Secret("t"))
    body = [{"LeadTypeUID": 7, "Descriptor": "Solar", "DateAdded": "2026-01-05T09:00:00Z"}]
    choices = read_lead_types(request, answer(body, host=ACCOUNT_HOST))
    assert [(choice.value, choice.label) for choice in choices] == [("7", "Solar")]


def test_dates_of_the_data_host_are_utc():
    detail = read_detail(record_of({"Properties": {"DateAdded": "2026-01-05T09:00:00"}}))
    assert detail.lead is not None
    assert detail.lead.added == datetime(2026, 1, 5, 9, tzinfo=UTC)


# 9.10 operators beyond the documented ones


def test_the_conditions_builder_offers_only_what_is_documented():
    assert [operator.wire for operator in LEADEXEC.search("leads").field("Query").operators] == ["", "$gte", "$lte"]


@pytest.mark.parametrize("query", ['{"City": {"$regex": "R"}}', '{"$or": [{"A": 1}]}', '{"City": ["A"]}'])
async def test_an_undocumented_operator_is_sent_and_noted_as_unchecked(
    transport: ScriptedTransport, provider: LeadExecProvider, query: str
):
    transport.data = [answer(leads_page([lead(1, City="Reno")]))]
    page = await provider.fetch_page(lead_query(Query=query), Position())
    assert transport.bodies()[0]["Query"] == json.loads(query)
    assert any("cannot be checked" in note for note in page.notes)


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
        lambda request: answer(b"too many", status=status)
        if (request.json_body or {})["Take"] > 250
        else answer(leads_page([lead(1)], total=900, take=250))
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
    assert page.notes == (
        "The server seems to have ignored the condition on LoanAmount: 2 of 3 leads do not match.",
    )


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
    second = await provider.fetch_page(query, first.next)
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


@pytest.mark.parametrize(("uid", "shown"), [(90210001, "90210001"), ("90210001", "90210001"), (9007199254740993, "9007199254740993"), (0, ""), (None, ""), ("0", ""), (True, "")])
async def test_an_id_is_text_to_the_last_digit(
    transport: ScriptedTransport, provider: LeadExecProvider, uid: object, shown: str
):
    transport.data = [answer(leads_page([lead(uid)]))]
    page = await provider.fetch_page(lead_query(), Position())
    assert [record.id for record in page.records] == [shown]


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


async def test_an_account_without_the_account_area_is_usable(
    transport: ScriptedTransport, provider: LeadExecProvider
):
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
