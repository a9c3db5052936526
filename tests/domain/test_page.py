from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from leaddesk.domain.page import CoverageTally, Page, Position, SkippedRow, Total
from leaddesk.domain.record import Record, RecordKind


def page(
    ids: Sequence[str], *, start: int = 0, more: bool = False, total: Total | None = None, skipped: int = 0
) -> Page:
    records = tuple(Record("a", "p", RecordKind.LEAD, key, b"{}", start + at) for at, key in enumerate(ids))
    return Page(
        records,
        Position(start),
        Position(start + len(ids)) if more else None,
        total or Total.unknown(),
        datetime(2026, 1, 1, tzinfo=UTC),
        skipped=tuple(SkippedRow(start + len(ids) + at, "not an object") for at in range(skipped)),
    )


def test_a_result_that_came_whole_is_complete() -> None:
    tally = CoverageTally()
    tally.add(page(["1", "2"], more=True, total=Total.exact(3)))
    tally.add(page(["3"], start=2, total=Total.exact(3)))
    assert tally.statement().as_json() == {
        "complete": True, "total": 3, "loaded": 3, "duplicates": 0, "skipped": 0,
        "changed_while_loading": False, "notes": [],
    }  # fmt: skip


def test_a_total_that_was_not_reached_is_said() -> None:
    tally = CoverageTally()
    tally.add(page(["1", "2"], total=Total.exact(5)))
    statement = tally.statement()
    assert not statement.complete
    assert "announced 5" in " ".join(statement.notes)


def test_a_record_that_comes_again_is_counted_once_and_said() -> None:
    tally = CoverageTally()
    tally.add(page(["1", "2"], more=True, total=Total.exact(4)))
    fresh = tally.add(page(["2", "3"], start=2, total=Total.exact(4)))
    statement = tally.statement()
    assert [record.id for record in fresh] == ["3"]
    assert (statement.loaded, statement.duplicates, statement.complete) == (3, 1, False)


def test_records_without_an_id_are_never_taken_for_repeats() -> None:
    tally = CoverageTally()
    tally.add(page(["", ""], more=True))
    tally.add(page([""], start=2))
    assert (tally.statement().loaded, tally.statement().duplicates) == (3, 0)


def test_a_skipped_row_is_counted_with_its_reason() -> None:
    tally = CoverageTally()
    tally.add(page(["1"], total=Total.exact(2), skipped=1))
    statement = tally.statement()
    assert (statement.skipped, statement.complete) == (1, False)
    assert "row 2 was left out: not an object" in statement.notes


def test_a_total_that_moves_while_loading_is_said() -> None:
    tally = CoverageTally()
    tally.add(page(["1"], more=True, total=Total.exact(2)))
    tally.add(page(["2", "3"], start=1, total=Total.exact(3)))
    statement = tally.statement()
    assert statement.changed_while_loading
    assert not statement.complete


def test_an_unknown_total_does_not_make_a_result_incomplete() -> None:
    tally = CoverageTally()
    tally.add(page(["1"]))
    assert tally.statement().complete
    assert tally.statement().total is None


def test_what_stopped_the_loading_stands_in_the_notes() -> None:
    tally = CoverageTally()
    tally.add(page(["1"], more=True, total=Total.exact(9)))
    statement = tally.statement(stopped="Stopped at the limit of 1; there are more.")
    assert not statement.complete
    assert statement.notes[-1].startswith("Stopped at the limit")


def noted(*notes: str) -> Page:
    return replace(page(["1"]), notes=notes)


def test_remarks_beyond_fifty_are_counted_and_not_lost_in_silence() -> None:
    tally = CoverageTally()
    for number in range(53):
        tally.add(noted(f"remark {number}"))
    notes = tally.statement().notes
    assert notes[:50] == tuple(f"remark {number}" for number in range(50))
    assert notes[50] == "And 3 more remarks of single pages."
    tally = CoverageTally()
    tally.add(noted(*(f"remark {number}" for number in range(51))))
    assert "And 1 more remark of single pages." in tally.statement().notes


def test_many_rows_that_were_left_out_hide_no_remark_of_a_later_page() -> None:
    tally = CoverageTally()
    tally.add(page(["1"], skipped=70, more=True))
    tally.add(noted("The server sent fewer rows than it was asked for."))
    tally.note("Ids that were pasted twice were asked for once.")
    notes = tally.statement().notes
    assert "The server sent fewer rows than it was asked for." in notes
    assert "Ids that were pasted twice were asked for once." in notes
    assert sum(note.startswith("row ") for note in notes) == 48
    assert "And 22 more rows that were left out." in notes
    assert "70 could not be read and were left out." in notes


def test_fifty_remarks_are_all_told_and_nothing_is_said_of_more() -> None:
    tally = CoverageTally()
    tally.add(replace(page(["1"], skipped=20), notes=tuple(f"remark {number}" for number in range(30))))
    notes = tally.statement().notes
    assert sum(note.startswith(("row ", "remark ")) for note in notes) == 50
    assert not any(note.startswith("And ") for note in notes)
