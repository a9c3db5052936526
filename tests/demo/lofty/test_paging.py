"""Pages of Lofty's leads by offset and by cursor, and what may go wrong on the way."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.demo.lofty import LEADS_PATH
from leaddesk.demo.lofty_faults import Cursor, ScrollEnd
from tests.demo.lofty.conftest import LoftyStandIn

Leads = list[dict[str, Any]]


@pytest.fixture
def everyone(all_lofty_leads: Leads) -> list[int]:
    return [lead["leadId"] for lead in all_lofty_leads]


def joined(pages: list[list[int]]) -> list[int]:
    return [lead_id for page in pages for lead_id in page]


def metadata(lofty: LoftyStandIn, **parameters: Any) -> dict[str, Any]:
    return lofty.get(LEADS_PATH, **parameters)["_metadata"]


def test_pages_by_offset_hold_every_lead_once(lofty: LoftyStandIn, everyone: list[int]):
    pages = [lofty.ids(limit=100, offset=offset) for offset in range(0, len(everyone), 100)]
    assert joined(pages) == everyone
    assert len(set(everyone)) == len(everyone) > 600


def test_a_page_behind_the_last_lead_is_empty(lofty: LoftyStandIn, everyone: list[int]):
    assert lofty.ids(offset=len(everyone)) == []


def test_the_metadata_names_the_list_and_echoes_the_page(lofty: LoftyStandIn, everyone: list[int]):
    about = metadata(lofty, limit=10, offset=20)
    assert list(about) == ["collection", "limit", "offset", "total", "scrollId"]
    assert [about[name] for name in ("collection", "limit", "offset", "total")] == ["leads", 10, 20, len(everyone)]
    assert isinstance(about["scrollId"], str)


@pytest.mark.parametrize("cursor", Cursor)
@pytest.mark.parametrize("end", ScrollEnd)
def test_cursors_lead_through_every_lead_once(lofty: LoftyStandIn, everyone: list[int], cursor: Cursor, end: ScrollEnd):
    lofty.faults.cursor = cursor
    lofty.faults.scroll_end = end
    pages = lofty.scroll()
    assert joined(pages) == everyone
    assert (pages[-1] == []) == (end is ScrollEnd.KEPT)


def test_a_cursor_changes_with_each_page_or_stays(lofty: LoftyStandIn):
    for kind, count in ((Cursor.CHANGES, 3), (Cursor.STAYS, 1)):
        lofty.faults.cursor = kind
        first = metadata(lofty)["scrollId"]
        second = metadata(lofty, scrollId=first)["scrollId"]
        third = metadata(lofty, scrollId=second)["scrollId"]
        assert len({first, second, third}) == count


def test_an_old_cursor_gives_its_page_again_when_cursors_change_and_the_next_one_when_they_stay(
    lofty: LoftyStandIn, everyone: list[int]
):
    for kind, second in ((Cursor.CHANGES, everyone[10:20]), (Cursor.STAYS, everyone[20:30])):
        lofty.faults.cursor = kind
        cursor = metadata(lofty, limit=10)["scrollId"]
        assert lofty.ids(limit=10, scrollId=cursor) == everyone[10:20]
        assert lofty.ids(limit=10, scrollId=cursor) == second


def test_a_cursor_holds_signs_that_mean_something_in_an_address(lofty: LoftyStandIn):
    cursor = metadata(lofty)["scrollId"]
    assert {"+", "/", "="} <= set(cursor)
    assert lofty.client.get(f"{LEADS_PATH}?scrollId={cursor}").status_code == 400


def test_the_end_of_a_walk_has_no_cursor_or_an_empty_one(lofty: LoftyStandIn, everyone: list[int]):
    for end, wanted in ((ScrollEnd.MISSING, None), (ScrollEnd.BLANK, "")):
        lofty.faults.scroll_end = end
        assert metadata(lofty, limit=100, offset=len(everyone) - 100).get("scrollId") == wanted
        assert metadata(lofty, limit=100, offset=len(everyone) - 101)["scrollId"]


def test_only_a_cursor_is_enough_and_brings_25_leads_of_the_same_query(lofty: LoftyStandIn):
    wanted = lofty.ids(limit=35, stage="New Leads", sort="Score")
    cursor = metadata(lofty, limit=10, stage="New Leads", sort="Score")["scrollId"]
    assert lofty.ids(scrollId=cursor) == wanted[10:]


def test_filters_may_have_to_be_sent_again_with_a_cursor(lofty: LoftyStandIn, everyone: list[int]):
    wanted = lofty.ids(limit=20, stage="New Leads")
    lofty.faults.cursor_forgets_filters = True
    cursor = metadata(lofty, limit=10, stage="New Leads")["scrollId"]
    assert lofty.ids(limit=10, scrollId=cursor) == everyone[10:20]
    assert lofty.ids(limit=10, scrollId=cursor, stage="New Leads") == wanted[10:]


def test_a_cursor_from_a_later_page_goes_on_there_or_starts_over(lofty: LoftyStandIn, everyone: list[int]):
    cursor = metadata(lofty, limit=10, offset=40)["scrollId"]
    assert lofty.ids(limit=10, scrollId=cursor) == everyone[50:60]
    lofty.faults.cursor_starts_over = True
    cursor = metadata(lofty, limit=10, offset=40)["scrollId"]
    assert lofty.ids(limit=10, scrollId=cursor) == everyone[10:20]


def test_a_cursor_together_with_an_offset_ignores_it_or_is_refused(lofty: LoftyStandIn, everyone: list[int]):
    cursor = metadata(lofty, limit=10)["scrollId"]
    assert lofty.ids(limit=10, scrollId=cursor, offset=300) == everyone[10:20]
    lofty.faults.cursor_with_offset_refused = True
    for offset in (0, 300):
        answer = lofty.ask(LEADS_PATH, limit=10, scrollId=cursor, offset=offset)
        assert (answer.status_code, answer.json()["code"]) == (400, 20012)
    assert lofty.ids(limit=10, scrollId=cursor) == everyone[10:20]


def test_an_unknown_cursor_is_refused(lofty: LoftyStandIn):
    assert lofty.ask(LEADS_PATH, scrollId="nothing").status_code == 400


@pytest.mark.parametrize(("status", "code"), [(400, 20012), (404, 20007), (500, 20005)])
def test_a_cursor_may_end_after_some_pages(lofty: LoftyStandIn, status: int, code: int):
    lofty.faults.cursor_calls = 2
    lofty.faults.cursor_refusal_status = status
    for _ in range(2):
        cursor = metadata(lofty)["scrollId"]
        for _ in range(2):
            cursor = metadata(lofty, scrollId=cursor)["scrollId"]
        answer = lofty.ask(LEADS_PATH, scrollId=cursor)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_cursor_may_be_refused_once_and_a_new_walk_goes_through(lofty: LoftyStandIn, everyone: list[int]):
    lofty.faults.cursor_calls = 1
    lofty.faults.cursor_refusals = 1
    cursor = metadata(lofty, scrollId=metadata(lofty)["scrollId"])["scrollId"]
    assert lofty.ask(LEADS_PATH, scrollId=cursor).status_code == 400
    assert joined(lofty.scroll()) == everyone


def test_the_cursor_may_disappear_before_the_end(lofty: LoftyStandIn, everyone: list[int]):
    lofty.faults.cursor_gone_after = 3
    pages = lofty.scroll()
    assert joined(pages) == everyone[:300]
    lofty.faults.cursor_gone_after = 1
    assert "scrollId" not in metadata(lofty)


def test_offsets_may_be_refused_from_10_000(lofty: LoftyStandIn):
    lofty.faults.deepest_offset = 10_000
    assert lofty.ask(LEADS_PATH, offset=9_900, limit=100).status_code == 200
    answer = lofty.ask(LEADS_PATH, offset=9_901, limit=100)
    assert (answer.status_code, answer.json()["code"]) == (400, 200104)


def test_a_lead_may_come_again_in_place_of_another(lofty: LoftyStandIn, everyone: list[int]):
    lofty.faults.repeats_last_lead = True
    first, second = lofty.ids(limit=50), lofty.ids(limit=50, offset=50)
    assert first == everyone[:50]
    assert second == [first[-1], *everyone[51:100]]
    pages = lofty.scroll()
    assert pages[1][0] == pages[0][-1]
    assert len(set(joined(pages))) < len(everyone)


def test_pages_may_overlap_and_cursors_lose_no_lead_by_it(lofty: LoftyStandIn, everyone: list[int]):
    lofty.faults.pages_overlap_by = 1
    pages = lofty.scroll()
    assert pages[1][0] == pages[0][-1]
    assert list(dict.fromkeys(joined(pages))) == everyone
    assert pages[-1] == []


def test_leads_may_come_in_at_the_front_while_paging_by_offset(lofty: LoftyStandIn, everyone: list[int]):
    lofty.faults.leads_moved = 2
    first, second = lofty.ids(limit=50), lofty.ids(limit=50, offset=50)
    assert second[:2] == first[-2:]
    assert metadata(lofty, limit=50, offset=50)["total"] == len(everyone) + 2
    assert metadata(lofty, limit=50)["total"] == len(everyone)
    assert joined(lofty.scroll()) == everyone


def test_the_total_may_move_from_page_to_page(lofty: LoftyStandIn, everyone: list[int]):
    lofty.faults.total_moves_by = -2
    first = metadata(lofty, limit=100)
    second = metadata(lofty, limit=100, scrollId=first["scrollId"])
    by_offset = metadata(lofty, limit=100, offset=200)
    totals = [first["total"], second["total"], by_offset["total"]]
    assert totals == [len(everyone), len(everyone) - 2, len(everyone) - 4]


def test_the_total_may_be_missing(lofty: LoftyStandIn):
    assert "total" in metadata(lofty)
    lofty.faults.total_missing = True
    assert "total" not in metadata(lofty)


def test_one_row_of_a_page_may_be_a_number(lofty: LoftyStandIn):
    lofty.faults.unreadable_row = 4
    rows = lofty.get(LEADS_PATH, limit=10)["leads"]
    assert [place for place, row in enumerate(rows) if not isinstance(row, dict)] == [4]
