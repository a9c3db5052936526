"""The compact form of a column gives back every cell as it was read."""

from __future__ import annotations

import logging
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.columns import Column
from leaddesk.services.loaded.part_reading import read_part
from leaddesk.services.loaded.row_reader import RowReader
from leaddesk.services.loaded.typed_column import UNREADABLE, TypedColumn
from tests.services.loaded.odd_values import KINDS_AND_VALUES, column, records_of, same_cell


def typed(of: Column, values: list[Any], part_size: int = 10) -> TypedColumn:
    held = TypedColumn(of)
    records = records_of(values)
    for start in range(0, len(records), part_size):
        sources = [record.source for record in records[start : start + part_size]]
        held.append(read_part(of, RowReader([of]).read(sources)[0], start))
    return held


@given(KINDS_AND_VALUES)
def test_every_cell_is_as_the_column_reads_it(example: tuple[Kind, list[Any]]) -> None:
    kind, values = example
    of = column(kind)
    held = typed(of, values)
    wanted = [of.cell_in(record.values()) for record in records_of(values)]
    for moment in ("in parts", "as one"):
        cells = [held.cell(row) for row in range(len(values))]
        assert all(map(same_cell, cells, wanted)), (moment, cells, wanted)
        assert held.values().len() == held.states().len() == len(values)


def test_not_sent_null_and_empty_stay_apart() -> None:
    held = typed(column(Kind.TEXT), [NOT_SENT, None, "", " ", "x"])
    assert [held.cell(row) for row in range(5)] == [NOT_SENT, None, "", " ", "x"]


def test_a_translation_is_applied_and_one_that_fails_costs_its_cell(caplog: pytest.LogCaptureFixture) -> None:
    def translate(raw: Any) -> Any:
        return raw.upper()

    of = Column("Fields.X", "X", Kind.TEXT, ("Fields", "X"), translate=translate)
    with caplog.at_level(logging.ERROR):
        held = typed(of, ["a", 5, NOT_SENT, "b"])
    assert [held.cell(row) for row in range(4)] == ["A", UNREADABLE, NOT_SENT, "B"]
    assert [held.is_broken(row) for row in range(4)] == [False, True, False, False]
    assert held.broken_count == 1
    assert "AttributeError" in caplog.text


def test_many_parts_become_one_in_between() -> None:
    held = typed(column(Kind.INTEGER), list(range(500)), part_size=2)
    assert [held.cell(row) for row in range(500)] == list(range(500))


def test_the_usual_moments_are_in_utc_to_the_microsecond() -> None:
    held = typed(column(Kind.MOMENT), ["2026-01-05T09:10:11.957Z"] * 3)
    assert held.has_only_values()
    cell = held.cell(1)
    assert str(cell) == "2026-01-05 09:10:11.957000+00:00"
    assert getattr(cell, "tzinfo", None) is UTC


def test_bytes_held_count_texts_and_misfits() -> None:
    texts = typed(column(Kind.TEXT), ["x" * 100] * 1000)
    assert 116_000 <= texts.bytes_held < 120_000
    misfits = typed(column(Kind.NUMBER), ["about " + "x" * 100] * 1000)
    assert misfits.bytes_held > 100_000
