"""The LeadSquared dossier, section 6: what the report is asked; each point with its test."""

from __future__ import annotations

import json
from typing import Any

import pytest

from leaddesk.domain.errors import InvalidInput, QueryRefused
from leaddesk.domain.page import Position
from leaddesk.providers.leadsquared import wire
from leaddesk.providers.leadsquared.endpoints import (
    LEADS_BY_IDS,
    NOT_CONTACTED,
)
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from leaddesk.providers.leadsquared.spec import LEADSQUARED
from tests.providers.leadsquared.scripted import (
    OWNER,
    USER_ROWS,
    ScriptedTransport,
    answer,
    ask,
    figures,
    lead,
    lead_id,
    load,
    refusal,
    report,
)

pytestmark = pytest.mark.anyio

SPEC = LEADSQUARED.search("not-contacted")


async def send_report(transport: ScriptedTransport, provider: LeadSquaredProvider, **raw: Any) -> dict[str, Any]:
    """The body that goes out for these values."""
    await provider.fetch_page(ask(**raw), Position())
    return transport.bodies(NOT_CONTACTED)[-1]


def one_filter(operator: str, *values: str, name: str = "ProspectStage") -> str:
    return json.dumps([{"LookUpName": name, "SqlOperator": operator, "LookUpValues": list(values)}])


# Section 6, what is sent


async def test_several_users_are_one_text_with_commas(transport: ScriptedTransport, provider: LeadSquaredProvider):
    other = USER_ROWS[1]["ID"]
    body = await send_report(transport, provider, users=f"{OWNER},{other}")
    assert body["ReportFilter"] == {
        "UserFilter": {
            "GroupConditions": [
                {"Condition": [{"LookupName": "UserID", "Operator": "eq", "LookupValue": f"{OWNER},{other}"}]}
            ]
        }
    }


async def test_users_may_be_named_by_their_addresses(transport: ScriptedTransport, provider: LeadSquaredProvider):
    body = await send_report(transport, provider, users="dana@example.com,gus@example.com")
    (condition,) = body["ReportFilter"]["UserFilter"]["GroupConditions"][0]["Condition"]
    assert condition == {
        "LookupName": "EmailAddress", "Operator": "eq", "LookupValue": "dana@example.com,gus@example.com",
    }  # fmt: skip


def test_ids_and_addresses_of_users_do_not_go_together():
    with pytest.raises(InvalidInput, match="not both"):
        ask(users=f"{OWNER},dana@example.com")


async def test_filters_are_spelt_as_in_the_json_and_not_as_in_the_prose(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    body = await send_report(transport, provider, lead_filters=one_filter("in", "Prospect", "Opportunity"))
    assert body["ReportFilter"]["LeadFilters"] == [
        {"LookUpName": "ProspectStage", "LookUpValues": ["Prospect", "Opportunity"], "SqlOperator": "in"}
    ]


@pytest.mark.parametrize("operator", ["=", ">", "<", ">=", "<=", "lik", "nlik", "in", "<>"])
async def test_one_value_is_a_list_of_one(transport: ScriptedTransport, provider: LeadSquaredProvider, operator: str):
    body = await send_report(transport, provider, lead_filters=one_filter(operator, "5", name="Score"))
    assert body["ReportFilter"]["LeadFilters"][0]["LookUpValues"] == ["5"]


@pytest.mark.parametrize("operator", ["=", "lik", ">="])
def test_only_in_takes_several_values(operator: str):
    with pytest.raises(InvalidInput, match="takes one value"):
        ask(lead_filters=one_filter(operator, "a", "b"))


@pytest.mark.parametrize("operator", ["def", "ndef"])
async def test_contains_data_sends_one_empty_value(
    transport: ScriptedTransport, provider: LeadSquaredProvider, operator: str
):
    body = await send_report(transport, provider, lead_filters=one_filter(operator, name="Phone"))
    assert body["ReportFilter"]["LeadFilters"] == [
        {"LookUpName": "Phone", "LookUpValues": [""], "SqlOperator": operator}
    ]


@pytest.mark.parametrize(("setting", "sent"), [((), {"LookUpValues": []}), (None, {})])
async def test_what_contains_data_sends_can_be_switched(
    transport: ScriptedTransport,
    provider: LeadSquaredProvider,
    monkeypatch: pytest.MonkeyPatch,
    setting: tuple[str, ...] | None,
    sent: dict[str, Any],
):
    monkeypatch.setattr(wire, "VALUES_OF_NO_VALUE", setting)
    body = await send_report(transport, provider, lead_filters=one_filter("def", name="Phone"))
    assert body["ReportFilter"]["LeadFilters"] == [{"LookUpName": "Phone", "SqlOperator": "def", **sent}]


async def test_contains_sends_the_bare_text(transport: ScriptedTransport, provider: LeadSquaredProvider):
    body = await send_report(transport, provider, lead_filters=one_filter("lik", "50% off", name="Source"))
    assert body["ReportFilter"]["LeadFilters"][0]["LookUpValues"] == ["50% off"]


async def test_whether_capitals_count_is_left_to_the_server(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(NOT_CONTACTED, answer(report([lead(ProspectStage="PROSPECT")])))
    page = await provider.fetch_page(ask(lead_filters=one_filter("=", "prospect")), Position())
    assert page.notes == ()


@pytest.mark.parametrize(("operator", "codes"), [("in", ["21", "22"]), ("=", ["22"]), ("<>", ["22"])])
async def test_activities_go_by_code_as_text(
    transport: ScriptedTransport, provider: LeadSquaredProvider, operator: str, codes: list[str]
):
    raw = json.dumps([{"SqlOperator": operator, "LookUpValues": [int(code) for code in codes]}])
    body = await send_report(transport, provider, activity_filters=raw)
    assert body["ReportFilter"]["ActivityFilters"] == [
        {"LookUpName": "ActivityEvent", "LookUpValues": codes, "SqlOperator": operator}
    ]


def test_an_activity_filter_has_no_other_name_and_no_other_operator():
    for wrong in (one_filter("=", "1", name="Score"), one_filter("lik", "1", name="ActivityEvent")):
        with pytest.raises(InvalidInput):
            ask(activity_filters=wrong)


async def test_without_an_activity_filter_none_is_sent_and_the_form_says_what_it_means(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    assert "ReportFilter" not in await send_report(transport, provider)
    help_text = SPEC.field("activity_filters").help
    assert "without any activity" in help_text
    assert "cannot be asked since when" in help_text


async def test_several_date_ranges_go_out_each_with_its_field(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    body = await send_report(
        transport,
        provider,
        DateField="LeadCreatedOn,LeadModifiedOn",
        FromDate="2026-01-01,2026-02-01T08:00:00+05:30",
        ToDate="2026-01-31,2026-02-28",
    )
    assert body["DateFilter"] == [
        {"DateField": "LeadCreatedOn", "FromDate": "2026-01-01 00:00:00", "ToDate": "2026-01-31 00:00:00"},
        {"DateField": "LeadModifiedOn", "FromDate": "2026-02-01 02:30:00", "ToDate": "2026-02-28 00:00:00"},
    ]


def test_only_two_dates_can_be_filtered_by():
    with pytest.raises(InvalidInput, match="LeadCreatedOn, LeadModifiedOn"):
        ask(DateField="ProspectActivityDate_Max", FromDate="2026-01-01", ToDate="2026-01-02")


async def test_one_output_type_is_sent_and_a_list_has_no_grouping(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    body = await send_report(transport, provider, IncludeCSV="FirstName,LastName")
    assert body["Output"] == {"Type": "List", "IncludeCSV": "ProspectID,FirstName,LastName"}
    await provider.fetch_page(figures(AggregateFunction="Sum", AggregateField="Score"), Position())
    assert transport.bodies(NOT_CONTACTED)[-1]["Output"] == {
        "Type": "Aggregate", "GroupBy": "OwnerId", "AggregateFunction": "Sum", "AggregateField": "Score",
    }  # fmt: skip


@pytest.mark.parametrize("missing", ["GroupBy", "AggregateFunction", "AggregateField"])
def test_an_aggregate_needs_all_of_its_fields(missing: str):
    with pytest.raises(InvalidInput, match=missing):
        figures(**{missing: ""})


def test_columns_belong_to_a_list_only():
    with pytest.raises(InvalidInput, match="Type=List"):
        figures(IncludeCSV="FirstName")


async def test_the_column_key_differs_between_the_endpoints(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    assert "IncludeCSV" in (await send_report(transport, provider))["Output"]
    await provider.fetch_page(ask("leads-by-id", LeadIds=lead_id(2)), Position())
    assert "Include_CSV" in transport.bodies(LEADS_BY_IDS)[0]["Columns"]


async def test_a_report_without_filters_leaves_the_filter_out(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    assert list(await send_report(transport, provider)) == ["Output", "Paging"]


@pytest.mark.parametrize(("offset", "index"), [(0, 1), (100, 2), (900, 10)])
async def test_pages_count_from_one(
    transport: ScriptedTransport, provider: LeadSquaredProvider, offset: int, index: int
):
    transport.script(NOT_CONTACTED, answer(report([], 0)))
    await provider.fetch_page(ask(), Position(offset))
    assert transport.bodies(NOT_CONTACTED)[0]["Paging"] == {"PageIndex": index, "PageSize": 100}


@pytest.mark.parametrize("size", [0, 1001])
def test_a_page_has_one_to_a_thousand_rows(size: int):
    with pytest.raises(InvalidInput, match="1 to 1,000 rows"):
        ask(page_size=size)


async def test_a_rejected_page_size_is_no_reason_to_repeat(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(NOT_CONTACTED, refusal("PageSize can't be greater than 500"))
    with pytest.raises(QueryRefused) as caught:
        await provider.fetch_page(ask(page_size=1000), Position())
    assert len(transport.calls(NOT_CONTACTED)) == 1
    assert "page size" in caught.value.remedy


async def test_rows_that_come_twice_are_counted_once_and_compared_with_the_total(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    """The order is not promised: what moves between pages comes twice, and something else not at all."""
    transport.script(NOT_CONTACTED, answer(report([lead(1), lead(2)], "4")), answer(report([lead(2), lead(3)], "4")))
    tally, records, _pages = await load(provider, ask(page_size=2))
    statement = tally.statement()
    assert [record.id for record in records] == [lead_id(1), lead_id(2), lead_id(3)]
    assert statement.duplicates == 1
    assert not statement.complete
    assert any("announced 4; 3 different ones came" in note for note in statement.notes)


async def test_a_row_that_comes_twice_on_a_page_counts_once(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    twice = lead(1) | {"ProspectID": lead_id(1).upper()}
    transport.script(NOT_CONTACTED, answer(report([lead(1), twice, lead(2)])))
    page = await provider.fetch_page(ask(), Position())
    assert (len(page.records), page.repeated) == (2, 1)


def test_the_report_is_not_sorted_by_the_vendor():
    assert SPEC.sort is None
