"""Which pages are asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from leaddesk.domain.columns import Column
from leaddesk.domain.page import Page, Position, Total
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.search import PageStarts, SearchSpec
from leaddesk.services.loaded.page_plan import AT_ONCE, PageAsk, PagePlan, connected

SPEC = SearchSpec("leads", "Leads", RecordKind.LEAD, (), tuple[Column, ...]())


def page(start: Position, count: int, total: Total, *, ends: bool = False, cursor: str = "") -> Page:
    records = tuple(
        Record("a", "p", RecordKind.LEAD, str(row), b"{}", row) for row in range(start.offset, start.offset + count)
    )
    following = None if ends else Position(start.offset + count, cursor)
    return Page(records, start, following, total, datetime(2026, 1, 1, tzinfo=UTC))


def walk(plan: PagePlan, count: int, most: int = 10_000) -> list[PageAsk]:
    """Answer every ask from a list of `count` rows, one after another."""
    asked: list[PageAsk] = []
    while (ask := plan.next_ask()) is not None and len(asked) < most:
        asked.append(ask)
        size = min(ask.size, count - ask.start.offset)
        answer = page(ask.start, size, Total.exact(count), ends=ask.start.offset + size >= count)
        plan.saw(ask, answer)
    return asked


def test_neighbouring_pages_share_one_row() -> None:
    plan = PagePlan(SPEC, 100)
    asked = walk(plan, 450)
    assert [(ask.start.offset, ask.size) for ask in asked] == [
        (0, 100), (99, 100), (198, 100), (297, 100), (396, 100)
    ]  # fmt: skip
    assert plan.is_done


@pytest.mark.parametrize(("count", "size"), [(211_507, 1000), (5_003, 100), (777, 10), (40, 3), (2_000, 1000)])
def test_numbered_pages_begin_at_a_multiple_of_their_size_and_leave_nothing_out(count: int, size: int) -> None:
    asked = walk(PagePlan(replace(SPEC, page_starts=PageStarts.ITS_SIZE), size), count)
    covered = 0
    for ask in asked:
        assert ask.start.offset % ask.size == 0
        assert ask.size <= size
        assert ask.start.offset <= covered < ask.end
        covered = ask.end
    assert covered >= count
    assert len(asked) <= 1.4 * count / size + 2


def test_numbered_pages_of_a_large_result_share_rows_nearly_always() -> None:
    asked = walk(PagePlan(replace(SPEC, page_starts=PageStarts.ITS_SIZE), 1000), 211_507)
    shared = [before.end - after.start.offset for before, after in pairwise(asked)]
    assert min(shared) >= 1


def test_several_pages_are_asked_for_at_once_when_it_is_known_how_many_there_are() -> None:
    plan = PagePlan(SPEC, 100)
    first = plan.next_ask()
    assert first == PageAsk(Position(), 100)
    assert plan.at_once == 1
    plan.saw(first, page(Position(), 100, Total.exact(250)))
    assert plan.at_once == AT_ONCE
    assert [plan.next_ask(), plan.next_ask(), plan.next_ask()] == [
        PageAsk(Position(99), 100), PageAsk(Position(198), 100), None
    ]  # fmt: skip


def test_a_cursor_is_followed_page_by_page() -> None:
    plan = PagePlan(SPEC, 100)
    first = plan.next_ask()
    plan.saw(first, page(Position(), 100, Total.exact(250), cursor="c1"))
    assert plan.at_once == 1
    assert plan.next_ask() == PageAsk(Position(100, "c1"), 100)
    assert plan.next_ask() is None


def test_a_list_that_grew_is_read_to_its_new_end() -> None:
    plan = PagePlan(SPEC, 100)
    plan.saw(plan.next_ask(), page(Position(), 100, Total.exact(150)))
    plan.saw(plan.next_ask(), page(Position(99), 100, Total.exact(210)))
    assert plan.next_ask() == PageAsk(Position(198), 100)


def test_a_server_that_gives_fewer_rows_is_asked_for_fewer() -> None:
    plan = PagePlan(SPEC, 1000)
    told = replace(page(Position(), 200, Total.exact(900)), served_size=200)
    assert plan.saw(plan.next_ask(), told)
    assert plan.next_ask() == PageAsk(Position(199), 200)


def test_a_server_that_gives_fewer_rows_twice_without_a_word_is_asked_for_fewer_too() -> None:
    plan = PagePlan(SPEC, 1000)
    plan.saw(plan.next_ask(), page(Position(), 500, Total.exact(9000)))
    second = plan.next_ask()
    assert second == PageAsk(Position(499), 1000)
    assert plan.saw(second, page(Position(499), 500, Total.exact(9000)))
    assert plan.next_ask() == PageAsk(Position(998), 500)


def test_pages_that_are_there_are_not_asked_for_again() -> None:
    there = [page(Position(), 100, Total.exact(450)), page(Position(100), 100, Total.exact(450))]
    plan = PagePlan(SPEC, 200)
    for each in connected([page(Position(300), 100, Total.exact(450)), *there]):
        plan.saw(None, each)
    assert plan.next_ask() == PageAsk(Position(199), 200)


def test_after_a_break_it_goes_on_behind_what_came() -> None:
    plan = PagePlan(SPEC, 100)
    plan.saw(plan.next_ask(), page(Position(), 100, Total.exact(950)))
    asked = [plan.next_ask() for _ in range(3)]
    plan.saw(asked[0], page(Position(99), 100, Total.exact(950)))
    plan.restart()
    assert plan.next_ask() == asked[1]


def test_the_end_is_the_end() -> None:
    plan = PagePlan(SPEC, 100)
    plan.saw(plan.next_ask(), page(Position(), 20, Total.exact(20), ends=True))
    assert plan.is_done
    assert plan.next_ask() is None
    plan.restart()
    assert plan.next_ask() is None
