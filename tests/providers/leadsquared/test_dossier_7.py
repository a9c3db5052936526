"""The LeadSquared dossier, section 7 (leads by id): each point with its test."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.errors import InvalidInput
from leaddesk.domain.page import Position, Total
from leaddesk.providers.leadsquared.endpoints import (
    LEADS_BY_IDS,
)
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from leaddesk.providers.leadsquared.spec import LEADSQUARED
from tests.providers.leadsquared.scripted import (
    ScriptedTransport,
    answer,
    ask,
    lead,
    lead_id,
    load,
)

pytestmark = pytest.mark.anyio

SPEC = LEADSQUARED.search("not-contacted")


# Section 7, leads by id


async def test_ids_go_out_as_the_document_says_a_thousand_at_most(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    ids = [lead_id(number) for number in range(2500)]
    raw: dict[str, Any] = {"LeadIds": "\n".join(ids), "Include_CSV": "FirstName"}
    _tally, records, _pages = await load(provider, ask("leads-by-id", page_size=1000, **raw))
    assert len(records) == 1250
    bodies = transport.bodies(LEADS_BY_IDS)
    assert all(len(body["SearchParameters"]["LeadIds"]) <= 1000 for body in bodies)
    assert {lead_id for body in bodies for lead_id in body["SearchParameters"]["LeadIds"]} == set(ids)
    assert all(body["Paging"] == {"PageIndex": 1, "PageSize": 1000} for body in bodies)
    assert all(body["Columns"] == {"Include_CSV": "ProspectID,FirstName"} for body in bodies)


def test_more_than_ten_thousand_ids_are_refused_before_anything_is_sent():
    with pytest.raises(InvalidInput, match="10,001 ids; the most at once is 10,000"):
        ask("leads-by-id", LeadIds=" ".join(lead_id(number) for number in range(10_001)))


def test_pasted_ids_are_cleaned_and_what_was_left_out_is_said():
    query = ask("leads-by-id", LeadIds=f"\n{lead_id(1)};\n\n'{lead_id(2)}',{lead_id(1).upper()}\tProspectID\n")
    assert query.values["LeadIds"] == (lead_id(1), lead_id(2))
    assert query.notes == ("Of the ids given, 1 repeated and 1 no ids (such as “ProspectID”) were left out.",)


async def test_which_ids_were_not_found_is_listed(transport: ScriptedTransport, provider: LeadSquaredProvider):
    ids = [lead_id(number) for number in (1, 2, 3, 4, 5)]
    tally, records, pages = await load(provider, ask("leads-by-id", LeadIds=",".join(ids)))
    assert [record.id for record in records] == [lead_id(2), lead_id(4)]
    assert pages[0].notes == (f"3 of 5 ids were not found: {lead_id(1)}, {lead_id(3)}, {lead_id(5)}",)
    assert pages[0].total == Total.exact(2)
    assert tally.statement().complete


async def test_each_chunk_lists_its_own_missing_ids_and_no_total_is_pretended(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    ids = ",".join(lead_id(number) for number in (1, 2, 3, 4))
    tally, records, pages = await load(provider, ask("leads-by-id", page_size=2, LeadIds=ids))
    assert [page.total for page in pages] == [Total.unknown(), Total.unknown()]
    statement = tally.statement()
    assert len(records) == 2
    assert statement.complete
    assert statement.notes == (
        f"1 of 2 ids was not found: {lead_id(1)}",
        f"1 of 2 ids was not found: {lead_id(3)}",
    )


async def test_a_page_that_was_cut_in_silence_is_asked_for_again(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    def clamped(request: Any) -> Any:
        ids = request.json_body["SearchParameters"]["LeadIds"]
        rows = [{"ProspectID": asked} for asked in ids[:30]]
        return answer({"RecordCount": len(rows), "Leads": rows})

    transport.script(LEADS_BY_IDS, clamped)
    ids = [lead_id(number) for number in range(100)]
    _tally, records, pages = await load(provider, ask("leads-by-id", LeadIds=" ".join(ids)))
    assert {record.id for record in records} == set(ids)
    assert len(pages) == 1
    assert pages[0].notes == ()


async def test_an_answer_that_announces_more_than_it_holds_is_asked_for_the_rest(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(
        LEADS_BY_IDS,
        answer({"RecordCount": 2, "Leads": [{"ProspectID": lead_id(1)}]}),
        answer({"RecordCount": 1, "Leads": [{"ProspectID": lead_id(2)}]}),
    )
    ids = f"{lead_id(1)} {lead_id(2)}"
    page = await provider.fetch_page(ask("leads-by-id", LeadIds=ids), Position())
    assert len(page.records) == 2
    assert transport.bodies(LEADS_BY_IDS)[1]["SearchParameters"]["LeadIds"] == [lead_id(2)]


async def test_a_column_that_did_not_come_is_said(transport: ScriptedTransport, provider: LeadSquaredProvider):
    raw: dict[str, Any] = {"LeadIds": lead_id(2), "Include_CSV": "FirstName,ProspectAutoID"}
    page = await provider.fetch_page(ask("leads-by-id", **raw), Position())
    (note,) = page.notes
    assert note.startswith("No lead came with a value of ProspectAutoID")


async def test_rows_without_their_id_cannot_tell_which_were_not_found(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEADS_BY_IDS, answer({"RecordCount": 1, "Leads": [{"FirstName": "Ringo"}]}))
    page = await provider.fetch_page(ask("leads-by-id", LeadIds=f"{lead_id(1)},{lead_id(2)}"), Position())
    assert [record.key for record in page.records] == ["row 1"]
    assert any("which ids were not found cannot be told" in note for note in page.notes)


async def test_the_spelling_of_the_documents_sample_is_read_as_the_id(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEADS_BY_IDS, answer({"RecordCount": 1, "Leads": [{"ProspectId": lead_id(1)}]}))
    page = await provider.fetch_page(ask("leads-by-id", LeadIds=lead_id(1)), Position())
    assert page.records[0].id == lead_id(1)
    assert page.notes == ()


async def test_the_order_of_the_answer_does_not_matter_and_ids_differ_in_case(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    ids = ["AAAAAAAA-0000-0000-0000-00000000000B", lead_id(1)]
    rows = [{"ProspectID": asked.lower()} for asked in reversed(ids)]
    transport.script(LEADS_BY_IDS, answer({"RecordCount": 2, "Leads": rows}))
    page = await provider.fetch_page(ask("leads-by-id", LeadIds=",".join(ids)), Position())
    assert page.notes == ()


async def test_columns_are_sent_without_blanks_and_a_star_passes(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    raw: dict[str, Any] = {"LeadIds": lead_id(2), "Include_CSV": "FirstName, LastName , *"}
    page = await provider.fetch_page(ask("leads-by-id", **raw), Position())
    assert transport.bodies(LEADS_BY_IDS)[0]["Columns"] == {"Include_CSV": "ProspectID,FirstName,LastName,*"}
    assert not any("*" in note for note in page.notes)


def test_a_lead_type_becomes_a_column_where_it_comes():
    (column,) = SPEC.discover_columns([lead(LeadType="OT_1"), lead()])
    assert (column.key, column.title) == ("LeadType", "Lead type")
