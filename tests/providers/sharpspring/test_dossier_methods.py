"""What the document about SharpSpring lists in its section 5 (methods) and asks in its sections 9 and 10."""

from __future__ import annotations

import json
from typing import Any

import pytest

from leaddesk.domain.errors import AnswerNotUnderstood, InvalidInput, QueryRefused
from leaddesk.domain.page import Position
from leaddesk.providers.sharpspring.spec import SHARPSPRING
from leaddesk.providers.sharpspring.wire import ReadingMethod, build_call
from tests.providers.sharpspring.scripted import (
    failed,
    first_page,
    lead,
    leads,
    load_all,
    make_provider,
    make_query,
    make_transport,
    ok,
    paged,
)

pytestmark = pytest.mark.anyio

KEYS = [
    ("getLead", "lead", ["lead", "leads", "somethingElse"], {"id": "482517300001"}),
    ("getLeads", "leads", ["lead", "leads", "somethingElse"], {}),
    ("getLeadsDateRange", "leads-by-date", ["lead", "leads", "somethingElse"], {}),
    ("getEvents", "events", ["event", "fields", "somethingElse"], {"leadID": "482517300001"}),
    ("getLeadTimeline", "timeline", ["leadTimeline", "somethingElse"], {"whoID": "482517300001"}),
    ("getFields", "fields", ["field", "fields", "somethingElse"], {}),
    ("getLeadListMemberships", "list-memberships", ["getWhereIns", "somethingElse"], {"memberIDs": "482517300001"}),
]


@pytest.mark.parametrize(
    ("method", "search", "key", "raw"), [(m, s, key, raw) for m, s, keys, raw in KEYS for key in keys]
)
async def test_5_rows_stand_under_the_real_key_or_the_documented_one_or_in_the_only_list(
    method: str, search: str, key: str, raw: dict[str, Any]
):
    row = lead(1, memberID="482517300001", listID="9", whoID="482517300001", leadID="482517300001")
    page = await first_page(make_transport(**{method: ok({key: [row], "hasMore": False})}), search, **raw)
    assert len(page.records) == 1


async def test_5_the_real_key_comes_before_the_documented_one():
    page = await first_page(make_transport(getLeads=ok({"leads": [lead(2)], "lead": [lead(1)]})), "leads")
    assert [record.values()["lastName"] for record in page.records] == ["Lee1"]


@pytest.mark.parametrize("result", [{"a": [lead()], "b": [lead()]}, {"a": 1}, {"lead": "x"}, {"lead": 5}, 7])
async def test_5_rows_that_cannot_be_told_are_no_empty_list(result: Any):
    with pytest.raises(AnswerNotUnderstood):
        await first_page(make_transport(getLeads=ok(result)), "leads")


SENT = [
    ("lead", {"id": "482517300001"}, "getLead", {"id": 482517300001}),
    ("leads", {}, "getLeads", {"where": {}, "limit": 100, "offset": 0}),
    (
        "leads",
        {"where": '{"emailAddress": ["a@example.com"]}', "fields": "firstName"},
        "getLeads",
        {
            "where": {"emailAddress": ["a@example.com"]},
            "fields": ["id", "firstName", "emailAddress"],
            "limit": 100,
            "offset": 0,
        },
    ),
    (
        "leads-by-date",
        {"startDate": "2026-01-05T09:10:11+01:00", "endDate": "2026-01-06", "timestamp": "create"},
        "getLeadsDateRange",
        {
            "startDate": "2026-01-05 08:10:11",
            "endDate": "2026-01-06 00:00:00",
            "timestamp": "create",
            "limit": 100,
            "offset": 0,
        },
    ),
    ("events", {"leadID": "5"}, "getEvents", {"where": {"leadID": 5}, "limit": 100, "offset": 0}),
    (
        "events",
        {"createTimestamp": "2026-01-05"},
        "getEvents",
        {"where": {"createTimestamp": "2026-01-05 00:00:00"}, "limit": 100, "offset": 0},
    ),
    (
        "timeline",
        {"whoID": "5", "eventSource": "emailOpened"},
        "getLeadTimeline",
        {"where": {"whoID": 5, "eventSource": "emailOpened"}, "limit": 500, "offset": 0},
    ),
    ("list-memberships", {"memberIDs": "5\n6\n5"}, "getLeadListMemberships", {"memberIDs": [5, 6]}),
    ("fields", {}, "getFields", {"where": {}, "limit": 100, "offset": 0}),
]


@pytest.mark.parametrize(("search", "raw", "method", "params"), SENT)
async def test_5_each_method_is_sent_as_its_document_has_it(
    search: str, raw: dict[str, Any], method: str, params: dict[str, Any]
):
    transport = make_transport()
    await first_page(transport, search, **raw)
    assert (transport.sent[0].json_body or {})["method"] == method
    assert transport.params(method)[0] == params
    assert isinstance(transport.params(method)[0].get("where", {}), dict)  # sent even where it is empty


@pytest.mark.parametrize(
    "method",
    ["createLeads", "updateLeads", "updateLeadsV2", "deleteLeads", "logCalls", "subscribeToLeadUpdates", "", "getlead"],
)
async def test_5_a_method_that_writes_cannot_be_built(method: str):
    provider = make_provider(make_transport())
    connection = provider._access.calls.connection
    with pytest.raises(ValueError, match="is not a valid ReadingMethod"):
        build_call(connection, method, {}, "1")  # pyright: ignore[reportArgumentType]
    assert method not in {known.value for known in ReadingMethod}


async def test_5_a_row_that_contradicts_the_condition_is_left_out_and_that_is_told():
    transport = make_transport(getLeads=ok({"lead": [lead(1, state="CA"), lead(2, state="NV"), lead(3, state="ca ")]}))
    page = await first_page(transport, "leads", where='{"state": "CA"}')
    assert [record.values()["lastName"] for record in page.records] == ["Lee1", "Lee3"]
    assert (
        "SharpSpring ignored the condition on state; 1 row of this page did not match and was left out." in page.notes
    )


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ({"id": 482517300002}, [2]),
        ({"id": ["482517300001", 482517300003]}, [1, 3]),
        ({"emailAddress": "ANN2@example.com"}, [2]),
        ({"phoneNumber": "+1 775 555 0100"}, [1, 2, 3]),
        ({"emailAddress": "nobody@example.com"}, []),
        ({"firstName": "ann", "lastName": "Lee3"}, [3]),
    ],
)
async def test_5_conditions_are_compared_here_again(where: dict[str, Any], kept: list[int]):
    page = await first_page(make_transport(getLeads=ok({"lead": leads(3)})), "leads", where=json.dumps(where))
    assert [record.values()["lastName"] for record in page.records] == [f"Lee{number}" for number in kept]


async def test_5_a_condition_on_a_value_that_does_not_come_leaves_nothing_out():
    page = await first_page(make_transport(getLeads=ok({"lead": leads(2)})), "leads", where='{"crmID": "7"}')
    assert len(page.records) == 2
    assert any("cannot be told" in note for note in page.notes)


def test_5_there_are_no_operators():
    assert [operator.wire for operator in SHARPSPRING.search("leads").field("where").operators] == [""]
    assert all(spec.sort is None for spec in SHARPSPRING.searches)
    with pytest.raises(InvalidInput, match="no other comparison"):
        make_query("leads", where='{"id": {"$gte": 5}}')


async def test_5_leads_that_come_again_are_counted_once():
    rows = [*leads(100), *leads(100, first=100)]  # one moved while paging
    tally, records, _pages = await load_all(make_provider(make_transport(getLeads=paged(rows))), make_query("leads"))
    assert len(records) == 199
    assert tally.statement().duplicates == 1


@pytest.mark.parametrize("count", [0, 1, 49, 60, 99, 100, 101, 200])
async def test_5_a_short_page_is_the_last_one(count: int):
    transport = make_transport(getLeads=paged(leads(count)))
    tally, records, pages = await load_all(make_provider(transport), make_query("leads"))
    assert len(records) == count
    assert tally.statement().complete
    assert len(pages) == count // 100 + 1
    if count < 100:
        assert (pages[0].total.kind.value, pages[0].total.count) == ("exact", count)


async def test_5_a_server_that_gives_less_than_asked_is_read_on():
    transport = make_transport(getLeads=paged(leads(170), cap=60))
    tally, records, pages = await load_all(make_provider(transport), make_query("leads"))
    assert len(records) == 170
    assert any("60 rows at a time" in note for note in pages[0].notes)
    assert tally.statement().complete


def test_5_that_deactivated_leads_are_left_out_is_told():
    for search in ("leads", "leads-by-date"):
        assert "Deactivated leads are left out" in SHARPSPRING.search(search).intro


@pytest.mark.parametrize("search", ["leads", "leads-by-date"])
async def test_5_the_id_is_always_asked_for(search: str):
    transport = make_transport()
    await first_page(transport, search, fields="firstName,lastName")
    method = "getLeads" if search == "leads" else "getLeadsDateRange"
    assert transport.params(method)[0]["fields"] == ["id", "firstName", "lastName"]


async def test_5_leads_without_an_id_are_told():
    page = await first_page(make_transport(getLeads=ok({"lead": [{"firstName": "Ann"}, lead(2)]})), "leads")
    assert len(page.records) == 2
    assert any("1 lead came without an id" in note for note in page.notes)


async def test_5_an_unknown_field_may_be_refused():
    with pytest.raises(QueryRefused) as caught:
        await first_page(make_transport(getLeads=failed(205)), "leads", fields="nonsense")
    assert "fields" in caught.value.remedy


GHOST = {"leadStatus": "open", "favorite_color_5a0dd86e6e290": ""}


@pytest.mark.parametrize("rows", [[], [GHOST], [lead(7)]])
async def test_5_a_ghost_an_empty_list_and_another_lead_are_no_lead(rows: list[Any]):
    page = await first_page(make_transport(getLead=ok({"lead": rows})), "lead", id="482517300001")
    assert page.records == ()
    assert page.notes == ("No lead has this id.",)
    assert page.total.count == 0


def test_5_events_need_a_lead_or_a_time():
    with pytest.raises(InvalidInput) as caught:
        make_query("events")
    assert [problem.field for problem in caught.value.problems] == ["leadID"]


EVENT = {"id": "1", "leadID": "5", "eventName": "Rates", "eventSource": "emailOpened", "eventData": []}


@pytest.mark.parametrize(
    "result",
    [
        {"event": [EVENT, EVENT | {"id": "2", "eventSource": "formSubmit"}]},
        {"event": {"emailOpened": [EVENT], "formSubmit": [EVENT | {"id": "2"}]}},
        {"emailOpened": [EVENT], "formSubmit": [EVENT | {"id": "2"}]},
        [EVENT, EVENT | {"id": "2"}],
    ],
)
async def test_5_events_may_come_type_by_type(result: Any):
    page = await first_page(make_transport(getEvents=ok(result)), "events", leadID="5")
    assert [record.id for record in page.records] == ["1", "2"]


async def test_5_events_of_another_lead_and_from_before_are_left_out_and_told():
    rows = [EVENT | {"createTimestamp": "2026-01-10 00:00:00"}, EVENT | {"id": "2", "leadID": "6"}]
    rows += [EVENT | {"id": "3", "createTimestamp": "2025-01-10 00:00:00"}]
    transport = make_transport(getEvents=ok({"event": rows}))
    page = await first_page(transport, "events", leadID="5", createTimestamp="2026-01-01")
    assert [record.id for record in page.records] == ["1"]
    assert sum("ignored the condition on" in note for note in page.notes) == 2


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ({"isDelivered": 1, "url": "https://example.com"}, "rows"),
        ('{"isDelivered": 1}', "rows"),
        ("plain words &amp; more", "text"),
        ('{"broken', "text"),
        ([], "nothing"),
        ([1, 2], "text"),
        (None, "nothing"),
        ("", "nothing"),
    ],
)
async def test_5_event_data_may_be_an_object_json_text_plain_text_or_nothing(data: Any, where: str):
    page = await first_page(
        make_transport(getEvents=ok({"event": [EVENT | {"eventData": data}]})), "events", leadID="5"
    )
    detail = SHARPSPRING.read_detail(page.records[0], page.columns)
    assert bool(detail.documents) == (where == "text")
    assert bool(detail.groups and detail.groups[0].rows) == (where == "rows")
    if where == "nothing":
        assert detail.groups[0].note == "This event has no data."


async def test_5_an_unknown_search_is_no_page():
    query = make_query("leads")
    object.__setattr__(query, "search", "nothing")
    with pytest.raises(KeyError):
        await make_provider(make_transport()).fetch_page(query, Position())
