from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record, RecordKind
from leaddesk.exporting.cell_columns import BETWEEN, CellColumn, ColumnReader, column_of, number_texts
from leaddesk.exporting.cells import cell_converter, exact_converter, without_surrogates

MOMENTS = st.sampled_from(
    [
        "2026-01-31T08:00:00Z", "2026-01-31T08:00:00.5Z", "2026-01-31T08:00:00.957432Z", "2026-01-31T08:00:00.9574321Z",
        "2026-01-31T24:00:00Z", "2026-02-30T08:00:00Z", "2026-01-31T08:00:60Z", "2026-01-31T08:00:00-05:00",
        "2026-01-31 08:00:00Z", "2026-01-31T08:00Z", "2026-01-31T08:00:00", "2026-01-31", "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00", " 0001-01-01T00:00:00Z", " 2026-01-31T08:00:00Z", "2026-01-31T08:00:00Z ", "0001-06-01T00:00:00Z",
        "0000-00-00T00:00:00Z", "0009-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "20260131T080000Z", "2026-W05-6T08:00:00Z",
        "2026-01-3xT8:00:00Z", "٢٠٢٦-01-31T08:00:00Z", "", "next week", "2026-01-31T08:00:00Z\n2026-01-31T08:00:00Z", None, 0, True,
    ]
)  # fmt: skip
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=8)
    | st.sampled_from(["12.50", "007", "True", "no", "\ud800", "a\nb", 10**15, -(10**15), 999_999_999_999_999, NOT_SENT])
)  # fmt: skip
ODD = st.lists(st.integers(), max_size=2) | st.dictionaries(st.text(max_size=3), st.none(), max_size=2)
LISTS = (
    st.lists(SCALARS | MOMENTS | ODD, min_size=1, max_size=6)
    | st.lists(MOMENTS, min_size=1, max_size=6)
    | st.lists(st.text(max_size=8), min_size=1, max_size=6)
    | st.lists(st.integers() | st.none(), min_size=1, max_size=6)
    | st.lists(st.floats() | st.integers() | st.none(), min_size=1, max_size=6)
    | st.lists(st.booleans() | st.none(), min_size=1, max_size=6)
)


def read(values: list[Any], kind: Kind, *, is_exact: bool) -> CellColumn:
    """The column as it is read of records whose values these are."""
    plan = [Column("x", "x", kind, ("x",), translate=lambda index: values[index])]
    records = [Record("a", "p", RecordKind.LEAD, "", b'{"x": %d}' % index, 0) for index in range(len(values))]
    return ColumnReader(plan, is_exact=is_exact).read(records)[0]


def same(cell: Any) -> Any:
    """As files show it: nothing and empty text are one; the two zeros are not; 1, 1.0 and True are not."""
    if isinstance(cell, str):
        return without_surrogates(cell)
    return "" if cell is None else (type(cell).__name__, repr(cell))


@given(LISTS, st.sampled_from(list(Kind)), st.booleans())
@example(["2026-01-31T08:00:00Z", None, "0001-01-01T00:00:00Z", ""], Kind.MOMENT, False)
@example([1, None], Kind.PHONE, False)
@example([True, 1], Kind.INTEGER, False)
@example([1e308, 1e308], Kind.NUMBER, False)
@example([1.5, 10**400], Kind.NUMBER, False)
@example([-(10**15), 10**15], Kind.INTEGER, True)
@example([1.0, math.nan, None], Kind.NUMBER, False)
@example([math.nan, 1.0], Kind.MONEY, True)
@example([0.0, -0.0, 1e15, 1e16], Kind.MONEY, True)
@settings(max_examples=400)
def test_a_column_holds_what_each_of_its_values_is_read_as(values: list[Any], kind: Kind, is_exact: bool) -> None:
    convert = exact_converter(kind) if is_exact else cell_converter(kind)
    column = read(values, kind, is_exact=is_exact)
    assert [same(cell) for cell in column.cells] == [same(convert(raw)) for raw in values]
    assert column.joined is None or column.joined == BETWEEN.join(column.texts)
    assert column.joined is not None or column.types == {type(cell) for cell in column.cells}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Kind.MOMENT, ["2026-01-31T08:00:00Z", "0001-01-01T00:00:00Z", "1999-12-31T23:59:59.957Z"]),
        (Kind.MOMENT, ["2026-01-31T08:00:00Z", None]),
        (Kind.PHONE, [12025550143, 2025550143]),
        (Kind.PHONE, ["+12025550143", None]),
        (Kind.MONEY, [1.5, 2, None]),
        (Kind.INTEGER, [1, None]),
        (Kind.YES_NO, [True, False, None]),
        (Kind.TEXT, ["a", "ü", ""]),
    ],
)
def test_what_vendors_mostly_send_is_not_read_value_by_value(
    kind: Kind, values: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_raw: Any) -> Any:
        raise AssertionError("read value by value")

    monkeypatch.setattr("leaddesk.exporting.cell_columns.cell_converter", lambda _kind: refuse)
    monkeypatch.setattr("leaddesk.exporting.cell_columns.exact_converter", lambda _kind: refuse)
    for is_exact in (False, True):
        assert len(read(values, kind, is_exact=is_exact).cells) == len(values)


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15), min_size=1, max_size=5)
)
@example([5e-324, 1.7976931348623157e308, 0.1 + 0.2, 1e16, 1e22, 1e-5, -0.0])
@settings(max_examples=300)
def test_number_texts_mean_the_very_same_number(numbers: list[float]) -> None:
    texts = number_texts(numbers)
    assert [float(text) for text in texts] == [float(number) for number in numbers]
    assert [json.loads(text) for text in texts] == numbers


def test_number_texts_of_yes_no_and_nothing() -> None:
    assert number_texts([True, None, False, None]) == ["true", "", "false", ""]
    assert number_texts([None]) == [""]


def test_cells_that_are_there_already_are_looked_at() -> None:
    moment = datetime.fromisoformat("2026-01-31T08:00:00Z")
    assert column_of(["a", None, "b\nc"]) == CellColumn(["a", "", "b\nc"], "a\0\0b\nc")
    assert column_of([moment, None]) == CellColumn([moment, None], None, frozenset({datetime, type(None)}))


def test_one_odd_value_in_a_column_leaves_the_other_columns_alone(make_record: Callable[..., Record]) -> None:
    columns = [Column("a", "a", Kind.MOMENT, ("a",)), Column("b", "b", Kind.TEXT, ("b",))]
    found = ColumnReader(columns).read([make_record({"a": "odd", "b": "x"}), make_record({"b": None})])
    assert [list(column.cells) for column in found] == [["odd", ""], ["x", ""]]
