"""Signs of a change between two answers, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from leaddesk.domain.page import Page, Position, SkippedRow, Total
from leaddesk.domain.record import Record, RecordKind
from leaddesk.services.loaded.change_evidence import HEAD_ROWS, ChangeEvidence


def page(start: int, names: str, *, ends: bool = False) -> Page:
    """One row for each letter; `.` is a row that could not be read, `-` one without an id."""
    rows = list(enumerate(names, start))
    records = tuple(
        Record("a", "p", RecordKind.LEAD, "" if name == "-" else name, name.encode(), position)
        for position, name in rows
        if name != "."
    )
    skipped = tuple(SkippedRow(position, "it is not readable JSON") for position, name in rows if name == ".")
    following = None if ends else Position(start + len(names))
    return Page(records, Position(start), following, Total.exact(99), datetime(2026, 1, 1, tzinfo=UTC), skipped)


def compared(*pages: Page) -> tuple[ChangeEvidence, list[frozenset[int]]]:
    evidence = ChangeEvidence()
    return evidence, [evidence.compare(each) for each in pages]


def test_a_shared_row_that_is_the_same_is_counted_once_and_says_nothing() -> None:
    evidence, same = compared(page(0, "abcd"), page(3, "defg"), page(6, "ghij"))
    assert same == [frozenset(), frozenset({3}), frozenset({6})]
    assert evidence.changes == ()


def test_a_shared_row_that_is_another_is_a_change() -> None:
    evidence, same = compared(page(0, "abcd"), page(3, "efgh"))
    assert same[1] == frozenset()
    assert "rows moved at row 4" in evidence.changes[0]


def test_rows_that_could_not_be_read_or_have_no_id_are_compared_as_they_are() -> None:
    assert compared(page(0, "abc."), page(3, ".efg"))[0].changes == ()
    assert compared(page(0, "abc-"), page(3, "-efg"))[0].changes == ()
    assert compared(page(0, "abc."), page(3, "defg"))[0].changes


def test_a_row_that_was_left_out_as_repeated_within_its_page_proves_nothing() -> None:
    first = replace(page(0, "abc"), repeated=1, next=Position(4))
    assert compared(first, page(3, "befg"))[0].changes == ()


def test_several_shared_rows_are_all_compared() -> None:
    evidence, same = compared(page(0, "abcdef"), page(4, "xfgh"))
    assert same[1] == frozenset({5})
    assert "row 5" in evidence.changes[0]


def test_many_places_are_not_all_named() -> None:
    pages = [page(3 * number, f"{number}bc{number}") for number in range(8)]
    (words,) = compared(*pages)[0].changes
    assert "4, 7, 10 and other places" in words


def test_rows_that_came_on_two_pages_are_said() -> None:
    evidence = ChangeEvidence()
    evidence.came_twice = 3
    assert "3 came on more than one page" in evidence.changes[0]


def test_the_first_rows_are_compared_again() -> None:
    for again, is_changed in (("abcd", False), ("ab", False), ("xabc", True), ("acde", True)):
        evidence, _same = compared(page(0, "abcdef"), page(5, "fgh"))
        evidence.compare_head(page(0, again))
        assert bool(evidence.changes) == is_changed, again


def test_a_list_that_ends_sooner_than_its_first_rows_did_has_changed() -> None:
    evidence, _same = compared(page(0, "abcdef"), page(5, "fgh"))
    evidence.compare_head(page(0, "abc", ends=True))
    assert evidence.changes


def test_only_the_first_rows_are_kept_for_that() -> None:
    evidence, _same = compared(page(0, "x" * (HEAD_ROWS + 50)))
    evidence.compare_head(page(0, "x" * HEAD_ROWS + "y"))
    assert evidence.changes == ()
