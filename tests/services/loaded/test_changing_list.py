"""A thousand loads of each kind from a list that changes meanwhile: every wrong one is flagged, no quiet one is."""

from __future__ import annotations

import random

import pytest

from leaddesk.domain.page import Coverage
from leaddesk.domain.search import SearchSpec
from leaddesk.services.loaded.load_all import LoadAll
from leaddesk.services.loaded.loaded_result import LoadedResult
from tests.services.loaded.changing_list import BY_CURSOR, NUMBERED, QUERY, SPEC, Change, ChangingList

pytestmark = pytest.mark.anyio

RUNS = 1000


def now_and_then(*happenings: Change, often: float = 0.25) -> Change:
    """Before an answer, one or several of these happen, in any order."""

    def change(of: ChangingList) -> None:
        while of.dice.random() < often:
            of.dice.choice(happenings)(of)

    return change


def as_many_come_as_go(of: ChangingList) -> None:
    """Whoever looks at the total alone sees nothing."""
    if of.dice.random() < 0.1:
        for _ in range(of.dice.randint(1, 3)):
            of.delete()
            of.insert()


CHANGES = {
    "insertions": now_and_then(ChangingList.insert),
    "deletions": now_and_then(ChangingList.delete),
    "both": now_and_then(ChangingList.insert, ChangingList.delete),
    "as many in as out": as_many_come_as_go,
    "updates that re-sort": now_and_then(ChangingList.touch),
}
ALWAYS_SEEN_IN_TURN = ("insertions", "deletions", "updates that re-sort")
"""Where pages share no row, rows that come and go between the same two answers can stay unseen."""


async def load(vendor: ChangingList, spec: SearchSpec, page_size: int) -> tuple[set[str], Coverage]:
    result = LoadedResult(spec, QUERY, columns=())
    coverage = await LoadAll(vendor, spec, QUERY, result, page_size=page_size).run()
    return {result.key_at(row) for row in range(result.row_count)}, coverage


async def count_wrong_runs(change: Change, spec: SearchSpec, runs: int) -> int:
    """Load as often as that; fails when a wrong run was not flagged, or a quiet one was."""
    wrong = 0
    for seed in range(runs):
        shape = random.Random(seed)
        vendor = ChangingList(shape.randint(2, 90), seed, change)
        loaded, coverage = await load(vendor, spec, shape.randint(10, 16))
        is_wrong = bool(vendor.lost(loaded) or vendor.doubled())
        wrong += is_wrong
        assert coverage.changed_while_loading or not is_wrong, (seed, vendor.lost(loaded), vendor.doubled())
        assert vendor.changed or not coverage.changed_while_loading, (seed, coverage.notes)
        assert vendor.changed or coverage.complete
        assert not (coverage.changed_while_loading and coverage.complete)
    return wrong


@pytest.mark.parametrize("kind", list(CHANGES))
async def test_every_wrong_run_over_pages_that_share_a_row_is_flagged(kind: str) -> None:
    assert await count_wrong_runs(CHANGES[kind], SPEC, RUNS) > RUNS / 10


@pytest.mark.parametrize("kind", list(CHANGES))
async def test_every_wrong_run_over_numbered_pages_is_flagged(kind: str) -> None:
    assert await count_wrong_runs(CHANGES[kind], NUMBERED, RUNS) > RUNS / 10


@pytest.mark.parametrize("kind", ALWAYS_SEEN_IN_TURN)
async def test_every_wrong_run_page_by_page_is_flagged(kind: str) -> None:
    assert await count_wrong_runs(CHANGES[kind], BY_CURSOR, RUNS) > RUNS / 10


@pytest.mark.parametrize("spec", [SPEC, NUMBERED, BY_CURSOR])
async def test_a_list_that_does_not_change_is_never_flagged(spec: SearchSpec) -> None:
    for seed in range(RUNS):
        shape = random.Random(seed)
        vendor = ChangingList(shape.randint(0, 60), seed, keeps_total=seed % 3 > 0)
        loaded, coverage = await load(vendor, spec, shape.randint(2, 12))
        assert loaded == set(vendor.ids)
        assert not coverage.changed_while_loading
        assert coverage.complete
        assert coverage.duplicates == 0
