"""The LeadSquared dossier, sections 9 to 11 (paging, row shapes, open questions): each point with its test."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.errors import QueryRefused
from leaddesk.domain.page import Position
from leaddesk.providers.leadsquared.endpoints import (
    LEADS_BY_IDS,
    NOT_CONTACTED,
    QUICK_SEARCH,
)
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from tests.providers.leadsquared.scripted import (
    ScriptedTransport,
    answer,
    ask,
    lead,
    lead_id,
    load,
    refusal,
    report,
)

pytestmark = pytest.mark.anyio


# Section 9, paging and order


async def test_a_short_page_before_the_total_is_no_end(transport: ScriptedTransport, provider: LeadSquaredProvider):
    """A server that lowers the page size in silence counts pages in its own size."""
    leads = [lead(number) for number in range(7)]

    def clamped(request: Any) -> Any:
        index = request.json_body["Paging"]["PageIndex"]
        return answer(report(leads[(index - 1) * 3 : index * 3], "7"))

    transport.script(NOT_CONTACTED, clamped)
    tally, records, _pages = await load(provider, ask(page_size=5))
    assert len(records) == 7
    assert tally.statement().complete
    assert [body["Paging"] for body in transport.bodies(NOT_CONTACTED)] == [
        {"PageIndex": index, "PageSize": 5} for index in (1, 2, 3)
    ]


async def test_a_full_last_page_needs_no_further_call_where_the_total_is_known(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(NOT_CONTACTED, answer(report([lead(1), lead(2)], "2")))
    page = await provider.fetch_page(ask(page_size=2), Position())
    assert page.next is None


async def test_a_full_page_without_a_total_needs_one_more_call(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(NOT_CONTACTED, answer({"Results": [lead(1), lead(2)]}), answer({"Results": None}))
    _tally, records, pages = await load(provider, ask(page_size=2))
    assert (len(records), len(pages)) == (2, 2)


async def test_a_place_within_a_page_is_found_by_asking_for_its_page(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(NOT_CONTACTED, answer(report([lead(number) for number in range(20, 30)], "100")))
    page = await provider.fetch_page(ask(page_size=10), Position(23))
    assert transport.bodies(NOT_CONTACTED)[0]["Paging"] == {"PageIndex": 3, "PageSize": 10}
    assert [record.position for record in page.records] == list(range(23, 30))
    assert page.records[0].id == lead_id(23)
    assert page.next == Position(30, "4:10")


async def test_a_following_page_keeps_the_size_of_the_first(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    """A limit lowers the page size for the last page; in another size the page of that number would be another."""
    transport.script(NOT_CONTACTED, answer(report([lead(1)], "250")))
    await provider.fetch_page(ask(page_size=30), Position(100, "2:100"))
    assert transport.bodies(NOT_CONTACTED)[0]["Paging"] == {"PageIndex": 2, "PageSize": 100}


# Section 10, row shapes


async def test_every_envelope_is_read_with_flat_rows(transport: ScriptedTransport, provider: LeadSquaredProvider):
    flat = lead(2, FirstName="Ada")
    transport.script(NOT_CONTACTED, answer({"TotalCount": "1", "Results": [flat]}))
    transport.script(LEADS_BY_IDS, answer({"RecordCount": 1, "Leads": [flat]}))
    transport.script(QUICK_SEARCH, answer([flat]))
    for query in (ask(), ask("leads-by-id", LeadIds=lead_id(2)), ask("quick-search", key="Ada")):
        page = await provider.fetch_page(query, Position())
        assert [record.values() for record in page.records] == [flat]
        assert [record.id for record in page.records] == [lead_id(2)]


@pytest.mark.parametrize("search", ["not-contacted", "leads-by-id", "quick-search"])
async def test_a_row_that_cannot_be_read_costs_itself_only(
    transport: ScriptedTransport, provider: LeadSquaredProvider, search: str
):
    rows = b'[{"ProspectID": "' + lead_id(2).encode() + b'"}, 5, {"a": "\xff"}]'
    transport.script(NOT_CONTACTED, answer(b'{"TotalCount": "3", "Results": ' + rows + b"}"))
    transport.script(LEADS_BY_IDS, answer(b'{"RecordCount": 3, "Leads": ' + rows + b"}"))
    transport.script(QUICK_SEARCH, answer(rows))
    raw: dict[str, Any] = {"leads-by-id": {"LeadIds": lead_id(2)}, "quick-search": {"key": "x"}}.get(search, {})
    page = await provider.fetch_page(ask(search, **raw), Position())
    assert (len(page.records), len(page.skipped)) == (1, 2)


# Section 11, open questions: 1 to 5 stand with sections 6, 2, 1 and 4; 6 with section 4


@pytest.mark.parametrize("status", [400, 500])
async def test_an_mx_error_of_the_report_may_have_either_status(
    transport: ScriptedTransport, provider: LeadSquaredProvider, status: int
):
    transport.script(NOT_CONTACTED, refusal("Invalid field", status=status))
    with pytest.raises(QueryRefused) as caught:
        await provider.fetch_page(ask(), Position())
    assert caught.value.status == status
