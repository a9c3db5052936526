"""Loading a whole result: order, overlap of calls, stopping, errors, resuming, and what is said of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from leaddesk.domain.errors import LeaddeskError, NetworkCause, NotReachable
from leaddesk.domain.page import Page, Position, SkippedRow
from leaddesk.domain.search import FieldKind, Query, SearchField, SearchSpec, SortRule
from leaddesk.services.loaded.load_all import LoadAll, LoadState
from leaddesk.services.loaded.load_progress import LoadPace, LoadProgress
from leaddesk.services.loaded.loaded_result import LoadedResult
from leaddesk.services.loaded.page_plan import AT_ONCE
from leaddesk.services.loaded.stable_sort import with_stable_sort
from tests.services.loaded.changing_list import BY_CURSOR, NUMBERED, QUERY, SPEC, ChangingList

pytestmark = pytest.mark.anyio

BROKEN = NotReachable("The host broke off.", host="h", cause=NetworkCause.BROKEN)
ANY_SPEC = pytest.mark.parametrize("spec", [SPEC, NUMBERED, BY_CURSOR], ids=["any row", "numbered", "in turn"])


class Vendor(ChangingList):
    """A quiet list whose calls can be held back or fail, and who counts how many are with it."""

    def __init__(self, count: int, *, keeps_total: bool = True) -> None:
        super().__init__(count, 1, keeps_total=keeps_total)
        self.gate = asyncio.Event()
        self.gate.set()
        self.held = asyncio.Event()
        self.faults: dict[int, LeaddeskError] = {}
        self.inside = self.most_inside = self.left_early = 0
        self.spoil: Callable[[Page], Page] = lambda page: page

    async def fetch_page(self, query: Query, start: Position) -> Page:
        self.inside += 1
        self.most_inside = max(self.most_inside, self.inside)
        try:
            await asyncio.sleep(0)
            if not self.gate.is_set():
                self.held.set()
            await self.gate.wait()
            if len(self.asked) in self.faults:
                raise self.faults.pop(len(self.asked))
            return self.spoil(await super().fetch_page(query, start))
        except asyncio.CancelledError:
            self.left_early += 1
            raise
        finally:
            self.inside -= 1


def started(vendor: ChangingList, spec: SearchSpec = SPEC, *, page_size: int = 10) -> tuple[LoadAll, LoadedResult]:
    result = LoadedResult(spec, QUERY, columns=spec.columns)
    return LoadAll(vendor, spec, QUERY, result, page_size=page_size), result


def ids(result: LoadedResult) -> list[str]:
    return [result.key_at(row) for row in range(result.row_count)]


@ANY_SPEC
@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 19, 95, 100])
async def test_everything_comes_once_and_in_order(spec: SearchSpec, count: int) -> None:
    vendor = Vendor(count)
    load, result = started(vendor, spec)
    coverage = await load.run()
    assert ids(result) == vendor.ids
    assert coverage.complete
    assert (coverage.loaded, coverage.total, coverage.notes) == (count, count, ())
    assert load.state is LoadState.DONE
    assert [result.record(row).position for row in range(count)] == list(range(count))


async def test_pages_that_may_begin_anywhere_are_asked_for_several_at_once() -> None:
    vendor = Vendor(200)
    await started(vendor)[0].run()
    assert vendor.most_inside == AT_ONCE


async def test_without_a_total_one_page_is_asked_for_ahead() -> None:
    vendor = Vendor(200, keeps_total=False)
    load, result = started(vendor)
    coverage = await load.run()
    assert vendor.most_inside == 2
    assert (ids(result), coverage.total) == (vendor.ids, None)


async def test_in_turn_the_next_page_is_on_its_way_while_one_is_worked_on() -> None:
    vendor = Vendor(100)
    load, _result = started(vendor, BY_CURSOR)
    sent_for: list[int] = []
    await load.run(lambda _progress: sent_for.append(len(vendor.asked) + vendor.inside))
    assert vendor.most_inside == 1
    assert sent_for == [2, 3, 4, 5, 6, 7, 8, 9, 10, 10], "when a page is handed over, the next one is sent for"


async def test_a_result_in_one_answer_costs_one_call_and_a_longer_one_a_small_one_more() -> None:
    vendor = Vendor(10)
    await started(vendor)[0].run()
    assert len(vendor.asked) == 1
    vendor = Vendor(95)
    await started(vendor)[0].run()
    assert len(vendor.asked) == 11 + 1
    assert vendor.asked[-1] == (Position(), 10)


async def test_a_shift_that_leaves_the_total_as_it_was_is_seen() -> None:
    vendor = Vendor(100)

    def shift(page: Page) -> Page:
        if page.start.offset == 36:
            del vendor.ids[12:15]
            vendor.ids += ["new-1", "new-2", "new-3"]
        return page

    vendor.spoil = shift
    load, result = started(vendor, replace(SPEC, can_jump=True))
    coverage = await load.run()
    assert set(vendor.ids) - set(ids(result)), "rows were lost"
    assert coverage.changed_while_loading
    assert not coverage.complete
    assert any("rows moved at row" in note for note in coverage.notes)


async def test_a_new_row_at_the_head_is_seen_when_all_is_loaded() -> None:
    vendor = Vendor(30)

    def touch(page: Page) -> Page:
        if page.next is None:
            vendor.ids.insert(0, vendor.ids.pop(20))
        return page

    vendor.spoil = touch
    coverage = await started(vendor)[0].run()
    assert any("first rows" in note for note in coverage.notes)
    assert coverage.changed_while_loading


async def test_stopping_keeps_what_arrived_says_so_and_goes_on_later() -> None:
    vendor = Vendor(95)
    load, result = started(vendor)
    coverage = await load.run(lambda progress: load.stop() if progress.loaded > 30 else None)
    assert load.state is LoadState.STOPPED
    assert 30 < result.row_count < 60
    assert not coverage.complete
    assert "Loading was stopped before its end." in coverage.notes
    assert not coverage.changed_while_loading
    coverage = await load.run()
    assert ids(result) == vendor.ids
    assert coverage.complete
    assert coverage.notes == ()


async def test_stopping_does_not_wait_for_a_call_that_hangs() -> None:
    vendor = Vendor(95)
    load, result = started(vendor)
    seen: list[int] = []

    def hold(progress: LoadProgress) -> None:
        seen.append(progress.loaded)
        vendor.gate.clear()

    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        running = group.create_task(load.run(hold))
        await vendor.held.wait()
        load.stop()
        await running
    assert vendor.inside == 0
    assert vendor.left_early
    assert result.row_count >= seen[-1] > 0


async def test_cancelling_keeps_what_arrived_and_leaves_no_call_behind() -> None:
    vendor = Vendor(95)
    load, result = started(vendor)
    with pytest.raises(asyncio.CancelledError):
        await load.run(lambda progress: _cancel_me() if progress.loaded > 20 else None)
    assert load.state is LoadState.STOPPED
    assert (vendor.inside, load.coverage().complete) == (0, False)
    await load.run()
    assert ids(result) == vendor.ids
    assert load.coverage().complete


def _cancel_me() -> None:
    task = asyncio.current_task()
    assert task is not None
    task.cancel()


@ANY_SPEC
@pytest.mark.parametrize("at_call", [0, 1, 5, 10, 11])
async def test_an_error_keeps_what_arrived_and_is_gone_on_from(spec: SearchSpec, at_call: int) -> None:
    vendor = Vendor(95)
    vendor.faults[at_call] = BROKEN
    load, result = started(vendor, spec)
    coverage = await load.run()
    if load.state is LoadState.DONE:
        assert at_call == 11, "there was no such call"
        return
    assert (load.state, load.error) == (LoadState.FAILED, BROKEN)
    assert "Loading stopped: The host broke off." in coverage.notes
    assert not coverage.complete
    assert ids(result) == vendor.ids[: result.row_count]
    coverage = await load.run()
    assert load.error is None
    assert ids(result) == vendor.ids
    assert coverage.complete
    assert not coverage.changed_while_loading


async def test_pages_that_are_there_are_used() -> None:
    vendor = Vendor(95)
    there = [vendor.answer(Position(0), 20), vendor.answer(Position(20), 20), vendor.answer(Position(60), 20)]
    result = LoadedResult(SPEC, QUERY, columns=SPEC.columns)
    coverage = await LoadAll(vendor, SPEC, QUERY, result, pages=there, page_size=30).run()
    assert ids(result) == vendor.ids
    assert coverage.complete
    assert sorted(start.offset for start, _size in vendor.asked) == [0, 39, 68]


async def test_small_pages_that_are_there_are_used_where_pages_are_numbered() -> None:
    vendor = Vendor(95)
    there = [vendor.answer(Position(start), 5) for start in (0, 5, 10)]
    result = LoadedResult(NUMBERED, QUERY, columns=NUMBERED.columns)
    coverage = await LoadAll(vendor, NUMBERED, QUERY, result, pages=there, page_size=40).run()
    assert ids(result) == vendor.ids
    assert (coverage.complete, coverage.duplicates, coverage.notes) == (True, 0, ())
    assert (Position(), 40) in vendor.asked


async def test_a_result_whose_pages_are_all_there_costs_only_the_second_look() -> None:
    vendor = Vendor(30)
    there = [vendor.answer(Position(start), 10) for start in (0, 10, 20)]
    result = LoadedResult(SPEC, QUERY, columns=SPEC.columns)
    coverage = await LoadAll(vendor, SPEC, QUERY, result, pages=there, page_size=10).run()
    assert ids(result) == vendor.ids
    assert coverage.complete
    assert len(vendor.asked) == 1


async def test_a_provider_that_sends_the_same_page_for_ever_is_left() -> None:
    vendor = Vendor(10_000)
    vendor.answer = lambda start, size: replace(  # type: ignore[method-assign]
        ChangingList.answer(vendor, Position(), size), start=start, next=Position(start.offset + size)
    )
    load, result = started(vendor)
    coverage = await load.run()
    assert load.state is LoadState.STUCK
    assert result.row_count == 10
    assert len(vendor.asked) < 10
    assert "Loading stopped: the provider sent the same page again." in coverage.notes


async def test_unreadable_rows_and_remarks_are_in_the_coverage_once() -> None:
    vendor = Vendor(40)

    def spoil(page: Page) -> Page:
        rows = tuple(record for record in page.records if record.position != 18)
        skipped = (SkippedRow(18, "it is not readable JSON"),) if len(rows) < len(page.records) else ()
        return replace(page, records=rows, skipped=skipped, notes=("The server is slow.",), usage="5 of 10 calls")

    vendor.spoil = spoil
    load, result = started(vendor)
    coverage = await load.run()
    assert result.row_count == 39
    assert (coverage.skipped, coverage.complete, coverage.changed_while_loading) == (1, False, False)
    assert coverage.notes.count("The server is slow.") == 1
    assert load.usage == "5 of 10 calls"


async def test_notes_of_the_query_go_into_the_coverage() -> None:
    result = LoadedResult(SPEC, QUERY, columns=())
    query = replace(QUERY, notes=("2 ids were left out.",))
    coverage = await LoadAll(Vendor(5), SPEC, query, result).run()
    assert "2 ids were left out." in coverage.notes


async def test_progress_tells_count_rate_and_time_left() -> None:
    ticks = iter(range(1000))
    vendor = Vendor(100)
    result = LoadedResult(SPEC, QUERY, columns=())
    seen: list[LoadProgress] = []
    await LoadAll(vendor, SPEC, QUERY, result, page_size=20, clock=lambda: next(ticks)).run(seen.append)
    assert [progress.loaded for progress in seen] == [20, 39, 58, 77, 96, 100]
    assert seen[0] == LoadProgress(20, 100, 0.0, None)
    assert (seen[2].rows_per_second, seen[2].seconds_left) == (19.0, 42 / 19)


def test_the_rate_is_that_of_the_last_quarter_of_a_minute() -> None:
    pace = LoadPace()
    seen = [pace.see(second, 10 * second if second < 50 else 500 + 100 * (second - 50), None) for second in range(100)]
    progress = seen[-1]
    assert progress.rows_per_second == pytest.approx(100)
    assert progress.seconds_left is None


def sorted_spec(kind: FieldKind) -> SearchSpec:
    fields = (SearchField("sort", "Sort", kind), SearchField("order", "Order", FieldKind.CHOICE))
    return replace(SPEC, fields=fields, sort=SortRule("sort", "order", "0", "1"), stable_sort="UID")


@pytest.mark.parametrize(
    ("kind", "values", "sent"),
    [
        (FieldKind.TEXT_LIST, {}, {"sort": ("UID",), "order": "0"}),
        (FieldKind.TEXT_LIST, {"sort": ("City",), "order": "1"}, {"sort": ("City", "UID"), "order": "1"}),
        (FieldKind.TEXT_LIST, {"sort": ("UID",)}, {"sort": ("UID",)}),
        (FieldKind.CHOICE, {}, {"sort": "UID", "order": "0"}),
        (FieldKind.CHOICE, {"sort": "City"}, {"sort": "City"}),
    ],
)
def test_a_stable_sort_is_asked_for_where_there_is_one(
    kind: FieldKind, values: dict[str, object], sent: dict[str, object]
) -> None:
    assert dict(with_stable_sort(sorted_spec(kind), replace(QUERY, values=values)).values) == sent


def test_no_sort_is_added_where_the_vendor_has_none() -> None:
    assert with_stable_sort(SPEC, QUERY) is QUERY
    assert with_stable_sort(replace(SPEC, stable_sort="UID"), QUERY) is QUERY


async def test_pages_that_are_there_keep_their_order() -> None:
    spec = sorted_spec(FieldKind.TEXT_LIST)
    asked: list[Query] = []

    class Listening(Vendor):
        async def fetch_page(self, query: Query, start: Position) -> Page:
            asked.append(query)
            return await super().fetch_page(query, start)

    vendor = Listening(30)
    for pages in ([], [vendor.answer(Position(), 10)]):
        asked.clear()
        result = LoadedResult(spec, QUERY, columns=())
        await LoadAll(vendor, spec, QUERY, result, pages=pages, page_size=10).run()
        assert {"sort" in query.values for query in asked} == {not pages}
