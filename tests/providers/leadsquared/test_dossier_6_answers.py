"""The LeadSquared dossier, section 6: what the report answers; each point with its test."""

from __future__ import annotations

import json
from typing import Any

import pytest

from leaddesk.domain.cell import Kind
from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood, QueryRefused
from leaddesk.domain.page import Chart, Position, Total
from leaddesk.domain.record import RecordKind
from leaddesk.providers.leadsquared.endpoints import (
    NOT_CONTACTED,
)
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from leaddesk.providers.leadsquared.spec import LEADSQUARED
from tests.providers.leadsquared.scripted import (
    OWNER,
    ScriptedTransport,
    answer,
    ask,
    csv_answer,
    figures,
    lead,
    lead_id,
    load,
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


# Section 6, what comes


async def test_the_documents_sample_is_read(transport: ScriptedTransport, provider: LeadSquaredProvider):
    rows = [
        {"OwnerId": OWNER, "ProspectActivityDate_Max": None, "ProspectStage": "Opportunity", "ProspectID": lead_id(1)},
        {"OwnerId": OWNER, "ProspectActivityDate_Max": "2019-08-08 18:30:30", "ProspectStage": "Prospect",
         "ProspectID": lead_id(2)},
    ]  # fmt: skip
    transport.script(NOT_CONTACTED, answer({"TotalCount": "211507", "Results": rows}))
    page = await provider.fetch_page(ask(page_size=2), Position())
    assert page.total == Total.exact(211507)
    assert [record.id for record in page.records] == [lead_id(1), lead_id(2)]
    assert page.next == Position(2, "2:2")
    last = next(column for column in SPEC.columns if column.key == "ProspectActivityDate_Max")
    assert last.cell_in(page.records[0].values()) is None


@pytest.mark.parametrize("columns", ["FirstName", "firstname,prospectid", "ProspectID,FirstName,FirstName"])
async def test_the_id_is_always_asked_for_in_its_exact_spelling(
    transport: ScriptedTransport, provider: LeadSquaredProvider, columns: str
):
    asked = (await send_report(transport, provider, IncludeCSV=columns))["Output"]["IncludeCSV"].split(",")
    assert asked[0] == "ProspectID"
    assert len(asked) == 2


@pytest.mark.parametrize(
    "body", [{"TotalCount": "0", "Results": []}, {"TotalCount": 0, "Results": None}, {"TotalCount": "0"},
             {"Results": []}, {"Results": None}, []],
)  # fmt: skip
async def test_no_rows_come_in_many_forms(transport: ScriptedTransport, provider: LeadSquaredProvider, body: Any):
    transport.script(NOT_CONTACTED, answer(body))
    page = await provider.fetch_page(ask(), Position())
    assert (page.records, page.next, page.total) == ((), None, Total.exact(0))


@pytest.mark.parametrize("body", [{"TotalCount": "5"}, {"TotalCount": "5", "Results": None}, {}, {"Items": []}])
async def test_missing_rows_are_no_empty_list(transport: ScriptedTransport, provider: LeadSquaredProvider, body: Any):
    transport.script(NOT_CONTACTED, answer(body))
    with pytest.raises(AnswerNotUnderstood) as caught:
        await provider.fetch_page(ask(), Position())
    assert caught.value.fault is AnswerFault.OTHER_SHAPE


async def test_a_missing_total_is_said_and_paging_goes_on_until_nothing_comes(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(
        NOT_CONTACTED, answer({"Results": [lead(1), lead(2)]}), answer({"Results": [lead(3)]}), answer({"Results": []})
    )
    tally, records, pages = await load(provider, ask(page_size=2))
    assert len(records) == 3
    assert [page.total for page in pages] == [Total.at_least(2), Total.at_least(3), Total.at_least(3)]
    assert "LeadSquared sent no total: whether all rows came cannot be checked." in tally.statement().notes


async def test_a_total_smaller_than_what_came_is_not_relied_on(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(NOT_CONTACTED, answer(report([lead(1), lead(2)], "1")))
    page = await provider.fetch_page(ask(), Position())
    assert page.total == Total.at_least(2)
    assert any("not to be relied on" in note for note in page.notes)


async def test_figures_are_shown_generically(transport: ScriptedTransport, provider: LeadSquaredProvider):
    rows = [
        {"Count": "12", "OwnerId": OWNER, "Average_Score": "4.50", "Note": "x"},
        {"Count": "3", "OwnerId": "33333333-0000-0000-0000-000000000009", "Average_Score": None, "Note": "y"},
    ]
    transport.script(NOT_CONTACTED, answer(report(rows)))
    page = await provider.fetch_page(figures(), Position())
    assert {record.kind for record in page.records} == {RecordKind.GROUP}
    assert page.chart == Chart("GroupBy", ("Count", "Average_Score"))
    columns = {column.key: column for column in page.columns}
    assert [(column.key, column.title, column.kind) for column in page.columns] == [
        ("GroupBy", "Owner", Kind.TEXT),
        ("Count", "Count", Kind.NUMBER),
        ("Average_Score", "Average: Lead Score", Kind.NUMBER),
        ("Note", "Note", Kind.TEXT),
    ]
    assert [columns["GroupBy"].cell_in(record.values()) for record in page.records] == [
        "Dana Bell", "33333333-0000-0000-0000-000000000009",
    ]  # fmt: skip
    assert columns["Average_Score"].cell_in(rows[0]) == 4.5
    assert page.total == Total.exact(2)


@pytest.mark.parametrize(("total", "expected"), [("200", Total.at_least(1)), (None, Total.at_least(1))])
async def test_the_total_of_figures_may_count_leads_or_be_missing(
    transport: ScriptedTransport, provider: LeadSquaredProvider, total: str | None, expected: Total
):
    body: dict[str, Any] = {"Results": [{"ProspectStage": "New", "Count": 200}]}
    transport.script(NOT_CONTACTED, answer(body if total is None else body | {"TotalCount": total}))
    page = await provider.fetch_page(figures(GroupBy="ProspectStage"), Position())
    assert (page.total, page.next) == (expected, None)
    assert len(page.notes) == 1


async def test_two_groups_of_one_name_are_both_shown(transport: ScriptedTransport, provider: LeadSquaredProvider):
    rows = [{"ProspectStage": "New", "Count": 1}, {"ProspectStage": "New", "Count": 2}, {"ProspectStage": None}]
    transport.script(NOT_CONTACTED, answer(report(rows)))
    tally, records, _pages = await load(provider, figures(GroupBy="ProspectStage"))
    assert len(records) == 3
    assert tally.statement().complete


async def test_a_group_named_in_other_letters_is_found(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(NOT_CONTACTED, answer(report([{"Total": 5, "prospectstage": "New"}])))
    page = await provider.fetch_page(figures(GroupBy="ProspectStage"), Position())
    assert page.records[0].id == "New"
    assert LEADSQUARED.read_detail(page.records[0], page.columns).title == "New"


async def test_a_row_of_figures_is_all_there_is(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(NOT_CONTACTED, answer(report([{"OwnerId": OWNER, "Count": "12"}])))
    page = await provider.fetch_page(figures(), Position())
    calls = len(transport.sent)
    detail = await provider.complete(page.records[0], page.columns)
    assert len(transport.sent) == calls
    assert detail.title == "Dana Bell"
    assert [(row.label, row.cell) for row in detail.summary] == [("Owner", "Dana Bell"), ("Count", 12)]


CSV_TEXT = f'ProspectID,FirstName,Notes\r\n{lead_id(1)},Ada,"two\r\nlines, ""quoted"""\r\n{lead_id(2)},,=1+1\r\n'


@pytest.mark.parametrize("mark", [False, True])
async def test_csv_is_read_with_and_without_a_mark(
    transport: ScriptedTransport, provider: LeadSquaredProvider, mark: bool
):
    transport.script(NOT_CONTACTED, csv_answer(CSV_TEXT, mark=mark))
    page = await provider.fetch_page(ask(ResponseFormat="CSV", IncludeCSV="FirstName,Notes"), Position())
    assert transport.calls(NOT_CONTACTED)[0].params == {"responseformat": "CSV"}
    assert [record.values() for record in page.records] == [
        {"ProspectID": lead_id(1), "FirstName": "Ada", "Notes": 'two\r\nlines, "quoted"'},
        {"ProspectID": lead_id(2), "FirstName": "", "Notes": "=1+1"},
    ]
    assert page.total == Total.at_least(2)
    assert page.next is None
    assert page.notes == ("A CSV answer carries no total: whether all rows came cannot be checked.",)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
async def test_csv_may_have_another_separator_and_labels_for_headings(
    transport: ScriptedTransport, provider: LeadSquaredProvider, separator: str
):
    transport.script(
        NOT_CONTACTED, csv_answer(f"Lead ID,First Name,City\n{lead_id(1)},Ada,Reno".replace(",", separator))
    )
    page = await provider.fetch_page(ask(ResponseFormat="CSV"), Position())
    assert page.records[0].values() == {"ProspectID": lead_id(1), "FirstName": "Ada", "mx_City": "Reno"}


async def test_csv_goes_on_while_pages_are_full(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(
        NOT_CONTACTED,
        csv_answer(f"ProspectID\n{lead_id(1)}\n{lead_id(2)}\n"),
        csv_answer(f"ProspectID\n{lead_id(3)}\n"),
    )
    _tally, records, pages = await load(provider, ask(ResponseFormat="CSV", page_size=2))
    assert (len(records), len(pages)) == (3, 2)
    assert [body["Paging"]["PageIndex"] for body in transport.bodies(NOT_CONTACTED)] == [1, 2]


async def test_csv_that_does_not_page_is_taken_whole(transport: ScriptedTransport, provider: LeadSquaredProvider):
    text = "ProspectID\n" + "".join(f"{lead_id(number)}\n" for number in range(7))
    transport.script(NOT_CONTACTED, csv_answer(text))
    tally, records, pages = await load(provider, ask(ResponseFormat="CSV", page_size=2))
    assert (len(records), len(pages)) == (7, 1)
    assert any("all rows at once" in note for note in tally.statement().notes)
    page = await provider.fetch_page(ask(ResponseFormat="CSV", page_size=2), Position(4))
    assert [record.id for record in page.records] == [lead_id(4), lead_id(5), lead_id(6)]


@pytest.mark.parametrize("content_type", ["text/csv", "application/json"])
async def test_an_error_in_place_of_csv_is_an_error(
    transport: ScriptedTransport, provider: LeadSquaredProvider, content_type: str
):
    body = json.dumps({"Status": "Error", "ExceptionType": "MXException", "ExceptionMessage": "No CSV."}).encode()
    transport.script(NOT_CONTACTED, answer(b"\xef\xbb\xbf" + body, content_type=content_type))
    with pytest.raises(QueryRefused):
        await provider.fetch_page(ask(ResponseFormat="CSV"), Position())


async def test_json_in_place_of_csv_is_read_all_the_same(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(NOT_CONTACTED, answer(report([lead()]), content_type="text/csv"))
    page = await provider.fetch_page(ask(ResponseFormat="CSV"), Position())
    assert page.total == Total.exact(1)


async def test_csv_in_place_of_json_is_read_all_the_same(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(NOT_CONTACTED, csv_answer(CSV_TEXT))
    assert len((await provider.fetch_page(ask(), Position())).records) == 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", AnswerFault.EMPTY),
        ("Service is busy, sorry\n", AnswerFault.OTHER_SHAPE),
        (f'ProspectID,FirstName\n{lead_id(1)},"Ada', AnswerFault.CUT_OFF),
        ("<!DOCTYPE html><html><title>Sign in</title></html>", AnswerFault.WEB_PAGE),
    ],
)
async def test_what_is_no_csv_is_never_an_empty_list(
    transport: ScriptedTransport, provider: LeadSquaredProvider, text: str, fault: AnswerFault
):
    transport.script(NOT_CONTACTED, csv_answer(text))
    with pytest.raises(AnswerNotUnderstood) as caught:
        await provider.fetch_page(ask(ResponseFormat="CSV"), Position())
    assert caught.value.fault is fault


async def test_csv_without_rows_is_an_empty_list(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(NOT_CONTACTED, csv_answer("ProspectID,FirstName\r\n"))
    page = await provider.fetch_page(ask(ResponseFormat="CSV"), Position())
    assert (page.records, page.total) == ((), Total.exact(0))


async def test_nothing_of_an_uneven_csv_is_left_out(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(NOT_CONTACTED, csv_answer(f"ProspectID,City,City,\n{lead_id(1)},a,b,c,d\n{lead_id(2)},e\n"))
    page = await provider.fetch_page(ask(ResponseFormat="CSV"), Position())
    assert [record.values() for record in page.records] == [
        {"ProspectID": lead_id(1), "mx_City": "a", "mx_City (2)": "b", "Column 4": "c", "Column 5": "d"},
        {"ProspectID": lead_id(2), "mx_City": "e"},
    ]


@pytest.mark.parametrize(
    ("raw", "row", "what"),
    [
        ({"lead_filters": one_filter("=", "Won")}, {}, "the filter on ProspectStage"),
        ({"lead_filters": one_filter("<>", "Prospect")}, {}, "the filter on ProspectStage"),
        ({"lead_filters": one_filter("in", "Won", "Lost")}, {}, "the filter on ProspectStage"),
        ({"lead_filters": one_filter("lik", "won")}, {}, "the filter on ProspectStage"),
        ({"lead_filters": one_filter("nlik", "PROS")}, {}, "the filter on ProspectStage"),
        ({"lead_filters": one_filter("ndef")}, {}, "the filter on ProspectStage"),
        ({"lead_filters": one_filter("def", name="Phone")}, {"Phone": ""}, "the filter on Phone"),
        ({"lead_filters": one_filter(">", "5", name="Score")}, {"Score": "5"}, "the filter on Score"),
        ({"lead_filters": one_filter(">=", "5", name="Score")}, {"Score": "4.9"}, "the filter on Score"),
        ({"lead_filters": one_filter("<", "5", name="Score")}, {"Score": "10"}, "the filter on Score"),
        ({"lead_filters": one_filter("<=", "5", name="Score")}, {"Score": 6}, "the filter on Score"),
        ({"users": "33333333-0000-0000-0000-000000000009"}, {}, "the filter on users"),
        (
            {"DateField": "LeadCreatedOn", "FromDate": "2026-01-01", "ToDate": "2026-01-31"},
            {"CreatedOn": "2026-02-01 00:00:00"},
            "the range of dates",
        ),
    ],
)
async def test_a_filter_that_was_ignored_is_said(
    transport: ScriptedTransport, provider: LeadSquaredProvider, raw: dict[str, Any], row: dict[str, Any], what: str
):
    transport.script(NOT_CONTACTED, answer(report([lead(**row)])))
    page = await provider.fetch_page(ask(**raw), Position())
    assert len(page.records) == 1
    (note,) = page.notes
    assert note.startswith(f"LeadSquared seems to have ignored {what}")
    assert "1 of 1 leads do not match" in note
