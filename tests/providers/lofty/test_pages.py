"""Turning pages by offset and by cursor."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.errors import NetworkCause, NotReachable, ProviderFailed, QueryRefused
from leaddesk.domain.page import Page, Position, Total
from leaddesk.transport.messages import WireRequest
from tests.providers.lofty.scripted import (
    LEADS,
    STAGES,
    ScriptedTransport,
    answer,
    connect,
    lead,
    lead_query,
    leads_page,
    refusal,
    script,
)

pytestmark = pytest.mark.anyio


def rows(first: int, count: int = 100) -> list[dict[str, Any]]:
    return [lead(number) for number in range(first, first + count)]


def server(total: int, *, deepest: int = 20_000, scrolls: bool = True, dead_cursors: int = 0) -> ScriptedTransport:
    """Serves leads 1 to `total`; its cursor holds its place here and moves on with every use.
    The first `dead_cursors` cursors that come are refused."""
    state = {"place": 0, "dead": dead_cursors}

    def reply(request: WireRequest):
        limit = int(request.params["limit"])
        if "scrollId" in request.params:
            if state["dead"]:
                state["dead"] -= 1
                return refusal(404, 20007)
            start = state["place"]
        else:
            start = int(request.params.get("offset", "0"))
            if start + limit > deepest:
                return refusal(400, "OFFSET_EXCEED_LIMIT")
        found = rows(start + 1, max(0, min(limit, total - start)))
        state["place"] = start + len(found)
        return answer(leads_page(found, total=total, cursor="the-cursor" if scrolls else "", limit=limit))

    return script(reply)


async def walk(transport: ScriptedTransport, size: int = 100, **raw: str):
    provider, query = connect(transport), lead_query(size, **raw)
    pages: list[Page] = []
    position: Position | None = Position()
    while position is not None:
        page = await provider.fetch_page(query, position)
        pages.append(page)
        position = page.next
        assert len(pages) < 400
    return pages


async def test_the_first_page_is_asked_for_plainly_and_the_next_by_cursor():
    transport = server(250)
    pages = await walk(transport, sort="Score", desc="true", stage="New Leads")
    assert [len(page.records) for page in pages] == [100, 100, 50]
    assert [page.total for page in pages] == [Total.exact(250)] * 3
    assert pages[0].next == Position(100, "the-cursor")
    usual = {"sort": "Score", "desc": "true", "stage": "New Leads", "limit": "100"}
    assert transport.params() == [usual, usual | {"scrollId": "the-cursor"}, usual | {"scrollId": "the-cursor"}]


async def test_a_page_that_is_read_again_is_read_by_its_offset():
    transport = server(500)
    provider, query = connect(transport), lead_query()
    first = await provider.fetch_page(query, Position())
    assert first.next is not None
    second = await provider.fetch_page(query, first.next)
    assert second.next is not None
    await provider.fetch_page(query, second.next)
    again = await provider.fetch_page(query, first.next)
    assert [record.id for record in again.records] == [record.id for record in second.records]
    assert transport.params()[-1] == {"limit": "100", "offset": "100"}


async def test_a_page_that_is_jumped_to_is_read_by_its_offset_and_so_is_the_one_after_it():
    transport = server(500)
    provider, query = connect(transport), lead_query()
    page = await provider.fetch_page(query, Position(300))
    assert page.records[0].id == "301"
    assert page.next is not None
    after = await provider.fetch_page(query, page.next)
    assert after.records[0].id == "401"
    assert after.next is None
    assert [params.get("offset") for params in transport.params()] == ["300", "400"]
    assert page.notes == after.notes == ()


async def test_a_smaller_last_page_keeps_the_limit_that_the_cursor_was_made_for():
    transport = server(250)
    provider = connect(transport)
    first = await provider.fetch_page(lead_query(), Position())
    assert first.next is not None
    await provider.fetch_page(lead_query(50), first.next)
    assert transport.params()[-1] == {"limit": "100", "scrollId": "the-cursor"}


async def test_two_walks_of_one_query_do_not_spoil_each_other():
    transport = server(300)
    provider, query = connect(transport), lead_query()
    first = await provider.fetch_page(query, Position())
    other = await provider.fetch_page(query, Position())
    assert first.next == other.next
    assert first.next is not None
    second = await provider.fetch_page(query, first.next)
    assert second.records[0].id == "101"
    same = await provider.fetch_page(query, first.next)
    assert same.records[0].id == "101"


async def test_a_cursor_whose_answer_was_lost_is_not_held_for_used():
    transport = server(200)
    provider, query = connect(transport), lead_query()
    first = await provider.fetch_page(query, Position())
    assert first.next is not None
    serving = transport.scripts[LEADS]
    transport.scripts[LEADS] = [NotReachable("gone", host="x", cause=NetworkCause.SILENT)]
    with pytest.raises(NotReachable):
        await provider.fetch_page(query, first.next)
    transport.scripts[LEADS] = serving
    second = await provider.fetch_page(query, first.next)
    assert [second.records[0].id, second.next] == ["101", None]


async def test_without_cursors_all_pages_come_by_offset():
    transport = server(250, scrolls=False)
    pages = await walk(transport)
    assert sum(len(page.records) for page in pages) == 250
    assert [params.get("offset") for params in transport.params()] == [None, "100", "200"]


async def test_a_refused_cursor_is_followed_by_counting_and_that_is_said():
    transport = server(250, dead_cursors=1)
    pages = await walk(transport)
    assert {record.id for page in pages for record in page.records} == {str(number) for number in range(1, 251)}
    assert "refused its cursor" in pages[1].notes[0]
    assert pages[2].notes == ()


async def test_after_a_refused_cursor_offsets_lead_on_and_cursors_beyond_them():
    pages = await walk(server(450, deepest=200, dead_cursors=1))
    assert [record.id for page in pages for record in page.records] == [str(number) for number in range(1, 451)]
    assert "refused its cursor" in pages[1].notes[0]
    assert "jumped to" in pages[2].notes[0]


async def test_beyond_the_deepest_offset_a_dead_cursor_costs_time_and_no_lead():
    transport = server(450, deepest=200)
    provider, query = connect(transport), lead_query()
    position = Position()
    for _ in range(3):
        after = (await provider.fetch_page(query, position)).next
        assert after is not None
        position = after
    assert position == Position(300, "the-cursor")
    working = transport.scripts[LEADS][0]
    assert callable(working)
    refused = []

    def refuse_once(request: WireRequest):
        if "scrollId" in request.params and not refused:
            refused.append(request)
            return refusal(400, 20012)
        return working(request)

    transport.scripts[LEADS] = [refuse_once]
    transport.sent.clear()
    page = await provider.fetch_page(query, position)
    assert [record.id for record in page.records] == [str(number) for number in range(301, 401)]
    assert [set(params) - {"limit"} for params in transport.params()] == [
        {"scrollId"}, {"offset"}, set(), {"scrollId"}, {"scrollId"}, {"scrollId"},
    ]  # fmt: skip
    assert "refused its cursor" in page.notes[0]
    assert "read again from the first page" in page.notes[1]
    assert page.next == Position(400, "the-cursor")


async def test_an_offset_that_is_too_deep_goes_on_by_cursor_and_is_not_tried_again():
    transport = server(500, deepest=200)
    provider, query = connect(transport), lead_query()
    jumped = await provider.fetch_page(query, Position(100))
    assert jumped.next is not None
    assert jumped.next == Position(200, "the-cursor")
    page = await provider.fetch_page(query, Position(200, "the-cursor"))
    assert page.records[0].id == "201"
    assert "jumped to" in page.notes[0]
    assert page.next is not None
    await provider.fetch_page(query, page.next)
    assert [set(params) - {"limit"} for params in transport.params()] == [
        {"offset"}, {"offset"}, {"scrollId"}, {"scrollId"},
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["OFFSET_EXCEED_LIMIT", 200104])
async def test_a_jump_that_is_too_deep_is_refused_in_words(code: str | int):
    transport = script(refusal(400, code))
    with pytest.raises(QueryRefused, match="does not jump that deep") as caught:
        await connect(transport).fetch_page(lead_query(), Position(15_000))
    assert "one by one" in caught.value.remedy


async def test_a_400_at_a_small_offset_is_a_refusal_like_any_other():
    with pytest.raises(QueryRefused, match="refused the lead list"):
        await connect(script(refusal(400, 20012))).fetch_page(lead_query(), Position(100, "c"))


async def test_a_failing_server_is_no_reason_for_another_way():
    with pytest.raises(ProviderFailed):
        await connect(script(refusal(500, 20005))).fetch_page(lead_query(), Position(100))


async def test_a_cursor_that_began_again_at_the_first_lead_is_noticed():
    """A cursor of a jumped-to page that counts from the start would give the same leads again."""
    transport = server(400, deepest=200)
    provider, query = connect(transport), lead_query()
    first = await provider.fetch_page(query, Position())
    assert first.next is not None
    jumped = await provider.fetch_page(query, Position(100))
    assert jumped.next is not None
    working = transport.scripts[LEADS][0]
    assert callable(working)
    uses = []

    def start_over(request: WireRequest):
        if "scrollId" in request.params and not uses:
            uses.append(request)
            return answer(leads_page(rows(1), total=400, cursor="the-cursor"))
        return working(request)

    transport.scripts[LEADS] = [start_over]
    page = await provider.fetch_page(query, jumped.next)
    assert [record.id for record in page.records] == [str(number) for number in range(201, 301)]


@pytest.mark.parametrize(
    ("page", "is_end"),
    [
        (leads_page([], total=500, cursor="c"), True),
        (leads_page(rows(1, 30), total=30, cursor="c"), True),
        (leads_page(rows(1, 30), total=500, cursor="c"), False),
        (leads_page(rows(1, 30), total=500), False),
        ({"leads": rows(1, 30)}, True),
        ({"leads": rows(1, 100)}, False),
        ({"_metadata": {"limit": 30}, "leads": rows(1, 30)}, False),
        ({"_metadata": {"scrollId": "c"}, "leads": rows(1, 30)}, False),
        ({"_metadata": {"scrollId": None, "total": None}, "leads": rows(1, 30)}, True),
    ],
)
async def test_the_end_is_an_empty_page_the_total_or_a_short_page_without_cursor(page: Any, is_end: bool):
    found = await connect(script(answer(page))).fetch_page(lead_query(), Position())
    assert (found.next is None) is is_end


async def test_a_page_without_a_new_lead_is_the_end():
    transport = script(answer({"_metadata": {"scrollId": "c"}, "leads": rows(1)}))
    pages = await walk(transport)
    assert [len(page.records) for page in pages] == [100, 100]


async def test_a_lead_that_came_twice_does_not_hide_the_last_one():
    transport = script(
        answer(leads_page(rows(1, 100), total=200, cursor="c")),
        answer(leads_page(rows(100, 100), total=200, cursor="d")),
        answer(leads_page(rows(200, 1), total=200, cursor="e")),
        answer(leads_page([], total=200, cursor="f")),
    )
    pages = await walk(transport)
    assert len({record.id for page in pages for record in page.records}) == 200
    assert pages[1].total == pages[2].total == Total.exact(200)


async def test_a_total_that_is_contradicted_is_a_least_number():
    page = await connect(script(answer(leads_page(rows(1, 50), total=10)))).fetch_page(lead_query(), Position())
    assert page.total == Total.at_least(50)


async def test_a_smaller_limit_of_the_server_and_its_allowance_are_told():
    body = leads_page(rows(1, 25), total=60, limit=25, cursor="c")
    reply = answer(body, x_ratelimit_limit="100", x_ratelimit_remaining="99")
    page = await connect(script(reply)).fetch_page(lead_query(), Position())
    assert page.served_size == 25
    assert page.usage == "1 of 100 calls of this minute used"
    assert page.next == Position(25, "c")


async def test_an_unknown_stage_is_named_with_those_that_there_are():
    transport = script(refusal(404, 20007))
    transport.scripts[STAGES] = [answer({"pipelines": [{"id": 1, "name": "New Leads"}, {"id": 2, "name": "Lost"}]})]
    with pytest.raises(QueryRefused) as caught:
        await connect(transport).fetch_page(lead_query(stage="new leads,Nope"), Position())
    assert caught.value.what == "There is no stage “Nope” in this account."
    assert caught.value.remedy == "The stages are: New Leads, Lost."
    assert caught.value.status == 404


async def test_an_unknown_stage_is_named_from_the_former_list_when_the_call_is_refused():
    transport = script(refusal(404, 20007))
    transport.scripts[STAGES] = [answer([{"id": 1, "name": "New Leads"}]), refusal(403, 200100)]
    provider = connect(transport)
    await provider.fetch_choices("stages")
    with pytest.raises(QueryRefused, match="There is no stage “Nope”") as caught:
        await provider.fetch_page(lead_query(stage="Nope"), Position())
    assert "New Leads" in caught.value.remedy


async def test_several_known_stages_that_are_refused_are_to_be_asked_one_by_one():
    transport = script(refusal(404, 20007))
    transport.scripts[STAGES] = [answer([{"name": "A"}, {"name": "B"}])]
    with pytest.raises(QueryRefused, match="did not take 2 stages"):
        await connect(transport).fetch_page(lead_query(stage="A,B"), Position())
