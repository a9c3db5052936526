"""What breaks a naive client: each point of section 9 with a test of its own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from leaddesk.domain.cell import NOT_SENT
from leaddesk.domain.errors import CredentialsRefused, InvalidInput, QueryRefused
from leaddesk.domain.page import Position, Total
from leaddesk.domain.provider import LookUpAsked
from leaddesk.domain.search import Completion, FieldKind
from leaddesk.providers.lofty.lead_reading import read_lead, read_lead_detail
from leaddesk.providers.lofty.spec import LEADS as SEARCH
from tests.providers.lofty.on_a_socket import Running, load_all
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


# 9.1 Bearer with an API key: HTTP 400, not 401


async def test_a_400_with_200058_is_a_refused_credential_and_names_the_kind_that_was_used():
    with pytest.raises(CredentialsRefused, match="as an OAuth token") as caught:
        await connect(script(refusal(400, 200058)), "oauth").fetch_page(lead_query(), Position())
    assert caught.value.mending is not None
    assert caught.value.mending.words == "Switch to API key"


async def test_an_api_key_stands_behind_the_lower_case_word_token():
    transport = script(answer(leads_page([])))
    await connect(transport).fetch_page(lead_query(), Position())
    assert transport.sent[0].auth_scheme == "token"


# 9.2 get_metadata in place of _metadata


async def test_total_and_cursor_are_found_under_either_name():
    for name in ("_metadata", "get_metadata"):
        body = {name: {"total": 60, "scrollId": "c"}, "leads": [lead(1)]}
        page = await connect(script(answer(body))).fetch_page(lead_query(), Position())
        assert (page.total, page.next) == (Total.exact(60), Position(1, "c"))


# 9.3 a misspelt or invented filter: 200 with the whole database


async def test_a_filter_that_was_ignored_is_said_and_the_leads_are_shown_all_the_same():
    rows = [lead(1, source="Zillow"), lead(2, source="Walk-in"), lead(3, source=None)]
    page = await connect(script(answer(leads_page(rows)))).fetch_page(lead_query(source="Zillow"), Position())
    assert len(page.records) == 3
    assert page.notes == ("Lofty seems to have ignored “Source”: 2 of 3 leads on this page do not match.",)


def test_an_invented_filter_cannot_be_sent():
    for key in ("stages", "pageSize", "createdAfter"):
        with pytest.raises(InvalidInput, match="there is no such field"):
            lead_query(**{key: "x"})


# 9.4 datetime.fromisoformat on …GMT


def test_text_that_ends_in_gmt_is_a_real_date_in_pane_and_table():
    row = lead(1, createTime="2026-04-30T17:33:32GMT")
    when = datetime(2026, 4, 30, 17, 33, 32, tzinfo=UTC)
    assert read_lead(row).added == when
    assert SEARCH.column("createTime").cell_in(row) == when


# 9.5 None lists; -1 prices


def test_null_in_place_of_lists_is_read():
    row = lead(1, segments=None, groups=None, leadFamilyMemberList=None, leadInquiry={"locations": None}, tags=None,
               phones=None, emails=None, phoneStatuses=None, leadPropertyList=None, customAttributes=None,
               customRoleList=None, leadTypes=None)  # fmt: skip
    detail = read_lead_detail(row)
    assert detail.lead is not None
    assert (detail.lead.phones, detail.lead.family) == ((), ())
    assert SEARCH.column("tags").cell_in(row) is None


def test_minus_one_is_never_shown_as_a_price():
    row = lead(1, leadInquiry={"priceMin": -1, "priceMax": -1}, leadPropertyList=[{"price": -1}])
    values = [found for group in read_lead_detail(row).groups for found in group.rows if "rice" in found.label]
    assert [value.meaning for value in values] == ["not set"] * 3
    assert SEARCH.column("leadInquiry.priceMin").cell_in(row) is None


# 9.6 mixed envelopes


async def test_bare_lists_wrapped_lists_and_single_leads_are_unwrapped():
    for body in (
        [lead(1)],
        {"leads": [lead(1)]},
        {"data": {"list": [lead(1)]}},
        {"code": 0, "data": {"leads": [lead(1)]}},
    ):
        page = await connect(script(answer(body))).fetch_page(lead_query(), Position())
        assert [record.id for record in page.records] == ["1"]
    for body in ({"lead": lead(1)}, lead(1)):
        found = await connect(ScriptedTransport({f"{LEADS}/1": [answer(body)]})).look_up(LookUpAsked("id", "1"))
        assert [record.id for record in found.records] == ["1"]


# 9.7 GET without Content-Type


async def test_every_call_names_json_as_its_content_type(running: Running):
    provider = running.connect()
    for source in ("stages", "members", "tags", "ponds", "custom_fields"):
        assert await provider.fetch_choices(source)
    loaded = await load_all(provider, 100, key="Geneva")
    await provider.complete(loaded.records[0], ())
    await provider.test_account()
    await provider.aclose()
    assert len({call.path for call in running.log.calls}) >= 10
    assert {call.headers["content-type"] for call in running.log.calls} == {"application/json"}
    assert {call.method for call in running.log.calls} == {"GET"}


# 9.8 64-bit ids


async def test_ids_beyond_what_a_float_holds_stay_digit_for_digit():
    number = 9007199254740993  # 2 ** 53 + 1
    reply = answer(leads_page([lead(number, leadUserId=number + 2, assignedUserId=number + 4)]))
    page = await connect(script(reply)).fetch_page(lead_query(), Position())
    record = page.records[0]
    assert record.id == "9007199254740993"
    assert SEARCH.column("leadUserId").cell_in(record.values()) == "9007199254740995"
    assert SEARCH.column("assignedUserId").cell_in(record.values()) == "9007199254740997"
    transport = script(reply)
    await connect(transport).fetch_page(lead_query(assignedUserId="9007199254740997"), Position())
    assert transport.params()[0]["assignedUserId"] == "9007199254740997"


# 9.9 detail calls per row at 10 requests a minute


async def test_a_list_costs_one_call_a_page_and_a_lead_is_completed_on_request_only(running: Running):
    assert SEARCH.completion is Completion.ON_REQUEST
    provider = running.connect()
    loaded = await load_all(provider)
    await provider.aclose()
    assert len(loaded.records) == 250
    assert len(running.log.calls) == 3


# 9.10 stage= with a wrong name: 404 for the whole list


async def test_an_unknown_stage_is_said_with_the_known_ones():
    transport = script(refusal(404, 20007))
    transport.scripts[STAGES] = [answer({"pipelines": [{"name": "New Leads"}, {"name": "Lost"}]})]
    with pytest.raises(QueryRefused, match="There is no stage “Nwe Leads” in this account") as caught:
        await connect(transport).fetch_page(lead_query(stage="Nwe Leads"), Position())
    assert "New Leads, Lost" in caught.value.remedy


# 9.11 assuming a date filter


def test_no_search_by_date_is_offered_and_the_form_says_so():
    assert SEARCH.date_range is None
    assert not any(field.kind in {FieldKind.MOMENT, FieldKind.MOMENT_LIST} for field in SEARCH.fields)
    assert "no search by date" in SEARCH.intro
    assert SEARCH.column("createTime").sort_name == "CreateTime"
    assert SEARCH.column("createTime").cell_in({}) is NOT_SENT
