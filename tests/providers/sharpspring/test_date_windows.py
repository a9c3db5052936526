"""The walk through a range of dates, without any server."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from leaddesk.providers.sharpspring.date_windows import (
    Ending,
    Mode,
    Walk,
    Window,
    advance,
    begin_walk,
    read_cursor,
    split,
    write_cursor,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("seconds", [3, 4, 5, 60, 61, 86_400, 31_536_000])
def test_halves_share_one_second_and_are_shorter(seconds: int):
    window = Window(START, START + seconds * SECOND)
    halves = window.halves()
    assert halves is not None
    left, right = halves
    assert (left.start, right.end) == (window.start, window.end)
    assert left.end - right.start == SECOND
    assert max(left.end - left.start, right.end - right.start) < window.end - window.start


@pytest.mark.parametrize("seconds", [0, 1, 2])
def test_what_gets_no_shorter_is_not_halved(seconds: int):
    assert Window(START, START + seconds * SECOND).halves() is None


@pytest.mark.parametrize("seconds", [3, 7, 100, 4096])
@pytest.mark.parametrize(("takes_start", "takes_end"), [(True, True), (True, False), (False, True), (False, False)])
def test_every_inner_second_is_in_some_half_whatever_the_ends_mean(seconds: int, takes_start: bool, takes_end: bool):
    def covers(window: Window, moment: datetime) -> bool:
        after_start = window.start <= moment if takes_start else window.start < moment
        return after_start and (moment <= window.end if takes_end else moment < window.end)

    window = Window(START, START + seconds * SECOND)
    halves = window.halves() or ()
    for second in range(seconds + 1):
        moment = START + second * SECOND
        assert covers(window, moment) == any(covers(half, moment) for half in halves)


def test_a_walk_goes_through_its_cursor_unchanged():
    rng = random.Random(7)
    for mode in Mode:
        windows = tuple(Window(START + n * SECOND, START + (n + 9) * SECOND) for n in range(rng.randint(1, 9)))
        walk = Walk(windows, mode, rng.randint(0, 999), rng.randint(50, 500), ("1", "2"), ("3",))
        assert read_cursor(write_cursor(walk)) == walk


@pytest.mark.parametrize(
    "cursor", ["x", "{}", "[]", "7", '{"windows": [["a"]]}', '{"windows": [[1]], "mode": "pages"}']
)
def test_a_cursor_of_another_kind_is_refused(cursor: str):
    with pytest.raises(ValueError):
        read_cursor(cursor)


def test_parts_of_a_second_belong_to_the_range():
    walk = begin_walk(START + timedelta(milliseconds=700), START + timedelta(seconds=9, milliseconds=1))
    assert walk.windows == (Window(START, START + 10 * SECOND),)


def test_a_page_that_brings_something_new_leads_on_and_a_short_one_ends():
    walk = begin_walk(START, START + timedelta(days=1))
    step = advance(walk, ["1", "2"], 2, 2, Ending.MORE)
    assert step.gives_rows
    assert step.following is not None
    assert (step.following.offset, step.following.last) == (2, ("1", "2"))
    assert advance(step.following, ["3"], 1, 2, Ending.LAST).following is None


def test_a_page_that_repeats_splits_the_range_and_knows_what_came():
    walk = Walk((Window(START, START + timedelta(days=1)),), offset=2, last=("1", "2"))
    step = advance(walk, ["1", "2"], 2, 2, Ending.MORE)
    assert not step.gives_rows
    assert step.following is not None
    assert (step.following.mode, step.following.offset, step.following.cap) == (Mode.PARTS, 0, 50)
    assert step.following.known == {"1", "2"}


@pytest.mark.parametrize(("rows", "is_split"), [(499, False), (500, True), (700, False)])
def test_an_answer_that_ignores_the_limit_is_whole_unless_it_is_the_cap(rows: int, is_split: bool):
    walk = begin_walk(START, START + timedelta(days=1))
    step = advance(walk, [str(n) for n in range(rows)], rows, 100, Ending.MORE)
    assert step.gives_rows != is_split
    assert (step.following is not None) == is_split


def test_a_part_that_cannot_be_split_is_given_as_incomplete():
    walk = split(Walk((Window(START, START + SECOND), Window(START, START + 9 * SECOND))), Mode.BARE)
    step = advance(walk, ["1"], 500, 500, Ending.LAST)
    assert (step.gives_rows, step.is_incomplete) == (True, True)
    assert step.following is not None
    assert step.following.windows == walk.windows[1:]
