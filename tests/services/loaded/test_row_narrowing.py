"""Narrowing all rows: the same rows as the table finds on one page."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.needle import build_needle
from leaddesk.services.loaded.part_reading import read_part
from leaddesk.services.loaded.row_narrowing import Haystack
from leaddesk.services.loaded.row_reader import RowReader
from leaddesk.services.loaded.typed_column import TypedColumn
from leaddesk.ui.results import narrowing
from tests.services.loaded.odd_values import TEXTS, VALUES, record, values_of

COLUMNS = [Column(kind.name, kind.name, kind, (kind.name,)) for kind in Kind]


def is_on_screen(value: Any) -> bool:
    """The table cannot write a whole number of hundreds of digits as money: it shows “?”."""
    return not (isinstance(value, int) and abs(value) > 10**300)


ROWS = st.lists(
    st.fixed_dictionaries({item.key: st.one_of(values_of(item.kind), VALUES).filter(is_on_screen) for item in COLUMNS}),
    max_size=6,
)
NEEDLES = st.one_of(
    TEXTS, st.sampled_from(["555 01", "5550", "(202)", "jose", "2026-01", "yes", "12.5", "zone not", "1,0", "-05"])
)
ZONES = st.sampled_from(
    [UTC, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), timezone(timedelta(hours=5, minutes=45))]
)


def haystack(rows: list[dict[str, Any]], zone: tzinfo) -> Haystack:
    sources = [record(row).source for row in rows]
    columns: list[TypedColumn] = []
    for item, raws in zip(COLUMNS, RowReader(COLUMNS).read(sources), strict=True):
        typed = TypedColumn(item)
        typed.append(read_part(item, raws, 0))
        columns.append(typed)
    found = Haystack(COLUMNS, zone)
    found.grow(columns)
    return found


@given(ROWS, NEEDLES, ZONES)
def test_the_same_rows_are_found_as_on_a_page(rows: list[dict[str, Any]], typed: str, zone: tzinfo) -> None:
    needle = build_needle(typed)
    wanted: list[bool] = []
    for row in rows:
        values = record(row).values()
        cells = [item.cell_in(values) for item in COLUMNS]
        wanted.append(narrowing.build_haystack(cells, COLUMNS, zone).holds(needle))
    assert haystack(rows, zone).find(needle).to_list() == wanted


@pytest.mark.parametrize(
    ("typed", "found"),
    [("jose", [True, False]), ("JOSÉ", [True, False]), ("202 555 0123", [False, True]), ("14:10", [True, False])],
)
def test_case_accents_phone_marks_and_the_zone_count_as_on_screen(typed: str, found: list[bool]) -> None:
    rows = [{"TEXT": "José", "MOMENT": "2026-07-05T18:10:00Z"}, {"PHONE": "+1 (202) 555-0123"}]
    zone = ZoneInfo("America/New_York")
    assert haystack([dict(row) for row in rows], zone).find(build_needle(typed)).to_list() == found


@settings(deadline=None)  # a case is a tenth of a second of polars, and more on a busy machine
@given(ROWS, ROWS, NEEDLES)
def test_rows_that_come_later_are_found_too(
    first: list[dict[str, Any]], later: list[dict[str, Any]], typed: str
) -> None:
    columns = [TypedColumn(item) for item in COLUMNS]
    growing = Haystack(COLUMNS, UTC)
    for rows in (first, later):
        sources = [record(row).source for row in rows]
        for column, raws in zip(columns, RowReader(COLUMNS).read(sources), strict=True):
            column.append(read_part(column.column, raws, column.row_count))
        growing.grow(columns)
    needle = build_needle(typed)
    assert growing.find(needle).to_list() == haystack([*first, *later], UTC).find(needle).to_list()
