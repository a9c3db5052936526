"""What breaks a naive client: each point of section 9 with a test of its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from leaddesk.domain.account import Secret
from leaddesk.domain.cell import Kind
from leaddesk.domain.errors import (
    CredentialsRefused,
)
from leaddesk.domain.page import Position, Total
from leaddesk.domain.record import Record, RecordKind
from leaddesk.providers.leadexec.lead_types import build_lead_types_request, read_lead_types
from leaddesk.providers.leadexec.provider import LeadExecProvider
from leaddesk.providers.leadexec.record_reading import read_detail
from leaddesk.providers.leadexec.spec import LEADEXEC
from tests.providers.leadexec.scripted import (
    ACCOUNT_HOST,
    CLIENT_SECRET,
    DATA_HOST,
    ScriptedTransport,
    answer,
    lead,
    lead_query,
    leads_page,
)

pytestmark = pytest.mark.anyio


def record_of(values: object) -> Record:
    return Record("a1", "leadexec", RecordKind.LEAD, "1", json.dumps(values).encode(), 0)


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
