"""Unknown, and to be tolerated: each point of section 10 with a test of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from leaddesk.demo.lofty_faults import Cursor, ErrorShape, Refused, ScrollEnd, Separator
from leaddesk.domain.account import Secret
from leaddesk.domain.errors import CredentialsRefused, InvalidInput, QueryRefused
from leaddesk.domain.page import Position
from leaddesk.domain.provider import LookUpAsked
from leaddesk.providers.lofty.limits import LOFTY_PACE, judge_lofty
from leaddesk.providers.lofty.moments import read_moment
from leaddesk.providers.lofty.provider import LoftyProvider
from leaddesk.transport.verdict import Pace
from tests.providers.lofty.on_a_socket import Running, load_all
from tests.providers.lofty.scripted import answer, lead_query

pytestmark = pytest.mark.anyio


# 10.1 the list separator


async def test_names_parted_by_commas_find_and_rows_are_checked(provider: LoftyProvider):
    loaded = await load_all(provider, 100, anyTags="VIP,Relocation")
    assert loaded.records
    assert loaded.notes == ""


async def test_where_commas_are_not_understood_nothing_found_is_said_to_be_doubtful(
    running: Running, provider: LoftyProvider
):
    running.faults.list_separator = Separator.REPEATED
    loaded = await load_all(provider, 100, anyTags="VIP,Relocation")
    assert loaded.records == []
    assert "Try one name at a time" in loaded.notes
    with pytest.raises(QueryRefused, match="did not take 2 stages at once"):
        await load_all(provider, 100, stage="Contacted,Qualified")
    assert (await load_all(provider, 100, stage="Contacted")).records


def test_a_name_that_holds_a_comma_is_not_sent():
    with pytest.raises(InvalidInput, match="holds a comma"):
        lead_query(anyTags='["Open house, May"]')


# 10.2 scroll: same or new cursor, expiry, filters needed again


@pytest.mark.parametrize("cursor", list(Cursor))
@pytest.mark.parametrize("end", list(ScrollEnd))
async def test_a_cursor_may_change_or_stay_and_end_in_any_way(
    running: Running, provider: LoftyProvider, cursor: Cursor, end: ScrollEnd
):
    running.faults.cursor, running.faults.scroll_end = cursor, end
    loaded = await load_all(provider)
    assert (len(loaded.ids), loaded.coverage.complete, loaded.notes) == (250, True, "")
    assert sum("scrollId" in call.query for call in running.lead_calls()) == 2


async def test_filters_order_and_limit_go_with_every_page(running: Running, provider: LoftyProvider):
    running.faults.cursor_forgets_filters = True
    loaded = await load_all(provider, 10, contacted="true", sort="Score", desc="true", segments="Investors")
    assert len(loaded.pages) > 2
    assert loaded.coverage.complete
    assert loaded.notes == ""
    sent = [{key: text for key, text in call.query.items() if key != "scrollId"} for call in running.lead_calls()]
    assert all(params == sent[0] for params in sent)


@pytest.mark.parametrize("status", [400, 404, 500])
@pytest.mark.parametrize("calls", [0, 1])
async def test_a_refused_cursor_costs_no_lead_and_is_said(
    running: Running, provider: LoftyProvider, status: int, calls: int
):
    running.faults.cursor_calls, running.faults.cursor_refusal_status = calls, status
    loaded = await load_all(provider, 50)
    assert (len(loaded.ids), loaded.coverage.complete) == (250, True)
    assert "refused its cursor" in loaded.notes


async def test_a_refused_cursor_where_offsets_do_not_reach_starts_again_without_repeats(
    running: Running, provider: LoftyProvider
):
    running.faults.deepest_offset, running.faults.cursor_calls, running.faults.cursor_refusals = 100, 2, 1
    loaded = await load_all(provider, 50)
    assert [record.id for record in loaded.records] == list(dict.fromkeys(record.id for record in loaded.records))
    assert len(loaded.ids) == 250
    assert loaded.coverage.duplicates == 0
    assert "read again from the first page" in loaded.notes


@pytest.mark.parametrize("after", [1, 2])
async def test_a_cursor_that_disappears_is_replaced_by_counting(running: Running, provider: LoftyProvider, after: int):
    running.faults.cursor_gone_after = after
    loaded = await load_all(provider)
    assert (len(loaded.ids), loaded.coverage.complete) == (250, True)


async def test_a_cursor_of_a_jumped_to_page_is_not_relied_on(running: Running, provider: LoftyProvider):
    running.faults.cursor_starts_over = True
    whole = await load_all(provider, 50)
    page = await provider.fetch_page(lead_query(50), Position(100))
    assert page.next is not None
    after = await provider.fetch_page(lead_query(50), page.next)
    assert [record.id for record in (*page.records, *after.records)] == [record.id for record in whole.records[100:200]]


# 10.3 the deepest offset


async def test_an_offset_that_is_too_deep_goes_on_by_cursor(running: Running, provider: LoftyProvider):
    running.faults.deepest_offset = 100
    page = await provider.fetch_page(lead_query(50), Position(50))
    assert page.next is not None
    after = await provider.fetch_page(lead_query(50), page.next)
    assert after.records
    assert not {record.id for record in after.records} & {record.id for record in page.records}


async def test_a_jump_that_is_too_deep_says_to_turn_the_pages(running: Running, provider: LoftyProvider):
    running.faults.deepest_offset = 100
    with pytest.raises(QueryRefused, match="does not jump that deep") as caught:
        await provider.fetch_page(lead_query(50), Position(200))
    assert "one by one" in caught.value.remedy


# 10.4 offset together with scrollId


async def test_offset_and_cursor_are_never_sent_together(running: Running, provider: LoftyProvider):
    running.faults.cursor_with_offset_refused = True
    assert (await load_all(provider, 50)).coverage.complete
    await provider.fetch_page(lead_query(50), Position(100))
    assert not any({"offset", "scrollId"} <= set(call.query) for call in running.lead_calls())


# 10.5 the rate for API keys


def test_ten_a_minute_is_kept_until_an_answer_says_otherwise():
    assert Pace(10, 60, documented=True) == LOFTY_PACE
    assert judge_lofty(answer({})).pace is None
    told = answer({}, x_ratelimit_limit="500", x_ratelimit_remaining="499", x_ratelimit_reset="21000")
    assert judge_lofty(told).pace == Pace(500, 60, documented=True)


# 10.6 the body of an invalid or expired key


@pytest.mark.parametrize("refused", list(Refused))
@pytest.mark.parametrize("shape", [ErrorShape.OBJECT, ErrorShape.NAMED, ErrorShape.EXCEPTION])
async def test_a_bad_key_is_a_refused_credential_in_every_shape(running: Running, refused: Refused, shape: ErrorShape):
    running.faults.bad_credential, running.faults.error_shape = refused, shape
    provider = running.connect(token=Secret("another-key-0815"))
    with pytest.raises(CredentialsRefused) as caught:
        await provider.fetch_page(lead_query(), Position())
    assert "another-key-0815" not in f"{caught.value} {caught.value.said} {caught.value.remedy}"
    await provider.aclose()


@pytest.mark.parametrize("shape", [ErrorShape.STRING, ErrorShape.PLAIN_TEXT, ErrorShape.WEB_PAGE])
async def test_a_401_in_words_or_as_a_web_page_is_a_refused_credential(running: Running, shape: ErrorShape):
    running.faults.error_shape = shape
    provider = running.connect(token=Secret("another-key-0815"))
    with pytest.raises(CredentialsRefused):
        await provider.fetch_page(lead_query(), Position())
    await provider.aclose()


# 10.7 member ids may not join


async def test_numbers_of_members_that_no_lead_has_stand_behind_those_seen_on_leads(
    running: Running, provider: LoftyProvider
):
    running.faults.member_ids_short = True
    loaded = await load_all(provider, 100, sort="Score")
    seen = {row["assignedUserId"] for record in loaded.records if (row := record.values())["assignedUserId"]}
    choices = await provider.fetch_choices("members")
    assert {int(choice.value) for choice in choices[: len(seen)]} == seen
    members = choices[len(seen) :]
    assert all(len(choice.value) == 6 for choice in members)
    assert f"{choices[0].label} (member " in " ".join(choice.label for choice in members)


async def test_leads_that_carry_another_number_for_the_user_are_shown_and_explained(
    running: Running, provider: LoftyProvider
):
    running.faults.ignored_parameters = {"assignedUserId"}
    loaded = await load_all(provider, 100, assignedUserId="100232")
    assert len(loaded.ids) == 250
    assert "ignored “Assigned to”" in loaded.notes


# 10.8 a wrong sort value


async def test_a_sort_that_was_ignored_is_said(running: Running, provider: LoftyProvider):
    running.faults.ignored_parameters = {"sort", "desc"}
    loaded = await load_all(provider, 100, sort="Score", desc="true")
    assert "not to have sorted by Score" in loaded.notes


async def test_a_sort_that_was_refused_is_a_refused_query(running: Running, provider: LoftyProvider):
    running.faults.sort_refused = True
    assert (await load_all(provider, 100, sort="Inquries")).records
    with pytest.raises(InvalidInput):
        lead_query(sort="lastUpdateTime")


# 10.9 how `key` matches


@pytest.mark.parametrize("starts_only", [False, True])
async def test_a_name_is_found_whether_key_matches_beginnings_or_anything(
    running: Running, provider: LoftyProvider, starts_only: bool
):
    row = (await load_all(provider, 50)).records[3].values()
    running.faults.key_matches_start_only = starts_only
    for text in (f"{row['firstName']} {row['lastName']}", f"{row['lastName']} {row['firstName']}"):
        found = await provider.look_up(LookUpAsked("name", text))
        assert str(row["leadId"]) in {record.id for record in found.records}
        assert all(row["lastName"] in record.values()["lastName"] for record in found.records)


# 10.10 the zone of `yyyy-MM-dd HH:mm:ss`


@pytest.mark.parametrize("written", ["2026-04-30 17:33:32", "2026-04-30T17:33:32"])
def test_a_time_without_a_zone_is_utc(written: Any):
    assert read_moment(written) == datetime(2026, 4, 30, 17, 33, 32, tzinfo=UTC)


# 10.11 anything else that the lists may do: they move while they are read


@pytest.mark.parametrize(
    "switches", [{"leads_moved": 7}, {"total_moves_by": 1}, {"pages_overlap_by": 5}, {"total_missing": True}]
)
async def test_a_list_that_moves_is_read_to_its_end_and_said_to_have_moved(
    running: Running, provider: LoftyProvider, switches: dict[str, Any]
):
    for name, value in switches.items():
        setattr(running.faults, name, value)
    loaded = await load_all(provider)
    assert len(loaded.ids) == 250
    assert loaded.coverage.changed_while_loading is bool({"leads_moved", "total_moves_by"} & set(switches))
