"""What the document about SharpSpring lists of getLeadsDateRange (section 5): no lead of a range is missed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from leaddesk.domain.errors import QueryRefused
from tests.providers.sharpspring.scripted import (
    Reply,
    failed,
    first_page,
    lead,
    leads,
    load_all,
    make_provider,
    make_query,
    make_transport,
    ok,
)

pytestmark = pytest.mark.anyio


class DateServer:
    """Leads at known seconds; pages, caps and refuses as told."""

    def __init__(self, moments: list[str], *, pages: str = "honoured", cap: int = 500, inclusive: bool = True) -> None:
        self.rows = [lead(n, createTimestamp=m, updateTimestamp=m) for n, m in enumerate(moments)]
        self.pages, self.cap, self.inclusive = pages, cap, inclusive
        self.calls = 0

    def __call__(self, params: dict[str, Any]) -> Reply:
        self.calls += 1
        if self.pages == "refused" and params.keys() & {"limit", "offset"}:
            return failed(205)
        start, end = params["startDate"], params["endDate"]
        rows = [
            row
            for row in self.rows
            if start < row["updateTimestamp"] < end or (self.inclusive and row["updateTimestamp"] in (start, end))
        ]
        limit = params.get("limit", self.cap) if self.pages != "all ignored" else self.cap
        offset = params.get("offset", 0) if self.pages == "honoured" else 0
        return ok({"lead": rows[offset : offset + min(limit, self.cap)]})


def moments(count: int, step_seconds: int = 60) -> list[str]:
    first = datetime.fromisoformat("2026-01-02 00:00:00").timestamp()
    return [datetime.fromtimestamp(first + n * step_seconds).strftime("%Y-%m-%d %H:%M:%S") for n in range(count)]  # noqa: DTZ006


@pytest.mark.parametrize("page_size", [1, 100, 250, 500])
@pytest.mark.parametrize("inclusive", [True, False])
@pytest.mark.parametrize("pages", ["honoured", "offset ignored", "all ignored", "refused"])
async def test_5_no_lead_of_a_range_is_missed(pages: str, inclusive: bool, page_size: int):
    count = 120 if page_size == 1 else 1203
    server = DateServer(moments(count), pages=pages, inclusive=inclusive, cap=500 if page_size > 1 else 50)
    if page_size == 1 and pages in {"all ignored", "refused"}:
        server.cap = 500  # a lower cap without limit cannot be known
    transport = make_transport(getLeadsDateRange=server)
    query = make_query("leads-by-date", page_size=page_size)
    tally, records, loaded = await load_all(make_provider(transport), query)
    assert len({record.id for record in records}) == count
    assert tally.statement().complete
    assert tally.statement().duplicates == 0
    assert all(page.row_count for page in loaded[:-1])  # a page that repeats alone would end the loading
    was_split = any("smaller parts" in note for page in loaded for note in page.notes)
    fits_into_one = count < 500 and pages in {"all ignored", "refused"}
    assert was_split == (pages != "honoured" and not fits_into_one)


async def test_5_a_second_that_is_fuller_than_an_answer_is_told_as_incomplete():
    crowded = [*moments(3), *["2026-01-05 00:00:00"] * 600, *moments(3)]
    server = DateServer(crowded, pages="refused")
    tally, records, pages = await load_all(
        make_provider(make_transport(getLeadsDateRange=server)), make_query("leads-by-date")
    )
    assert len(records) == 506
    assert not tally.statement().complete
    assert any("500 came, others of this moment may be missing" in note for page in pages for note in page.notes)


async def test_5_a_page_that_mostly_repeats_is_a_repeat_and_one_that_overlaps_is_not():
    rows = leads(150)

    def moving(params: dict[str, Any]) -> Reply:  # one lead came in between: the pages overlap by it
        place = params["offset"] - (1 if params["offset"] else 0)
        return ok({"lead": rows[place : place + params["limit"]]})

    tally, records, pages = await load_all(
        make_provider(make_transport(getLeadsDateRange=moving)), make_query("leads-by-date")
    )
    assert len(records) == 150
    assert tally.statement().duplicates == 1
    assert not any("smaller parts" in note for page in pages for note in page.notes)


async def test_5_rows_outside_the_dates_are_told():
    outside = lead(1, updateTimestamp="2024-05-05 00:00:00")
    page = await first_page(make_transport(getLeadsDateRange=ok({"lead": [outside, lead(2)]})), "leads-by-date")
    assert len(page.records) == 2
    assert any("1 lead of this page lies outside the dates" in note for note in page.notes)


async def test_5_a_refusal_for_another_reason_is_no_refusal_of_paging():
    transport = make_transport(getLeadsDateRange=failed(205, "unknown field"))
    with pytest.raises(QueryRefused, match="205"):
        await first_page(transport, "leads-by-date")
    assert len(transport.params("getLeadsDateRange")) == 2
