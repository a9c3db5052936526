from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record, RecordKind
from leaddesk.exporting.raw_columns import RawColumns

MakeRecord = Callable[..., Record]

KEYS = st.sampled_from(["a", "b", "c", "ü", ""])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)
PATHS = st.lists(KEYS, min_size=1, max_size=4).map(tuple)


def column(*path: str, translate: Callable[[Any], Any] | None = None) -> Column:
    return Column(".".join(path), "", Kind.TEXT, path, translate=translate)


def rows_of(columns: list[Column], records: list[Record]) -> list[list[Any]]:
    """What each record holds in these columns, a missing value as null."""
    found = RawColumns(columns).read(records)
    assert [len(values) for values in found] == [len(records)] * len(columns)
    rows = [list(row) for row in zip(*found, strict=True)]
    return [[None if raw is NOT_SENT else raw for raw in row] for row in rows]


def expected(columns: list[Column], record: Record) -> list[Any]:
    """The same, found by the column itself in the whole object."""
    raws = [one.raw_in(record.values()) for one in columns]
    return [None if raw is NOT_SENT else raw for raw in raws]


@given(
    st.lists(st.dictionaries(KEYS, VALUES, max_size=5), min_size=1, max_size=5), st.lists(PATHS, min_size=1, max_size=6)
)
@example([{"a": {"b": 1}}, {"a": None}, {}], [("a", "b"), ("c",)])
@example([{"a": {"b": 1}}], [("a", "b"), ("a",), ("a", "b"), ("a", "b", "c")])
@example([{"a": {"b": {"c": {"a": 1}}}}, {"a": {"b": 5}}], [("a", "b", "c", "a"), ("a", "b")])
@example([{"a": {"b": 1}}, {"a": "no section"}], [("a", "b"), ("b",)])
@settings(max_examples=200)
def test_every_value_is_found_where_the_column_says(rows: list[dict[str, Any]], paths: list[tuple[str, ...]]) -> None:
    records = [Record("a", "p", RecordKind.LEAD, "", json.dumps(row).encode(), 0) for row in rows]
    columns = [column(*path) for path in paths]
    assert rows_of(columns, records) == [expected(columns, record) for record in records]


@pytest.mark.parametrize(
    "source",
    [
        b'{"a": 1, "b": {"c": 2}, "a": 3, "b": {"c": 4}}',
        b'{"\\u0061": 1}',
        b'{"a": 123456789012345678901234567890, "b": {"c": 1.10}}',
        b'{"a": NaN, "b": {"c": -Infinity}}',
        b'{"a": "half \\ud800 character"}',
        b'\xef\xbb\xbf{"a": 1}',
        b'{"a": 1e999}',
        b'{"b": [1, 2]}',
        b'{"b": "text"}',
        b'{"z": ' + b"[" * 900 + b"]" * 900 + b', "a": 1}',
    ],
)
def test_an_odd_record_is_read_like_any_other_and_its_neighbours_too(source: bytes, make_record: MakeRecord) -> None:
    columns = [column("a"), column("b", "c")]
    odd = make_record(source)
    records = [make_record({"a": 1, "b": {"c": 2}}), odd, make_record({"a": 3})]
    found = rows_of(columns, records)
    assert (found[0], found[2]) == ([1, 2], [3, None])
    assert repr(found[1]) == repr(expected(columns, odd))


@pytest.mark.parametrize("name", ['a"b', "a\\b", "a\nb", "\x01"])
def test_names_that_json_writes_with_a_backslash_are_found(name: str, make_record: MakeRecord) -> None:
    assert rows_of([column(name), column("b", name)], [make_record({name: 1, "b": {name: 2}})]) == [[1, 2]]


def test_more_keys_than_a_decoder_takes_are_found(make_record: MakeRecord) -> None:
    names = [f"key {number}" for number in range(1500)]
    record = make_record({"s": {name: number for number, name in enumerate(names)}})
    assert rows_of([column("s", name) for name in names], [record]) == [list(range(1500))]


def test_values_are_translated_wherever_they_lie(make_record: MakeRecord) -> None:
    columns = [
        column("a", translate=lambda raw: f"<{raw}>"),
        column("b", "c", translate=lambda raw: f"[{raw}]"),
        column("b", "c"),
        column("d", "e", "f", translate=lambda raw: f"({raw})"),
    ]
    values = {"a": 1, "b": {"c": 2}, "d": {"e": {"f": 3}}}
    assert rows_of(columns, [make_record(values)]) == [["<1>", "[2]", 2, "(3)"]]
    odd = make_record(json.dumps(values).replace("1", "NaN").encode())
    assert rows_of(columns, [odd]) == [["<nan>", "[2]", 2, "(3)"]]


def test_no_columns_are_asked_for(make_record: MakeRecord) -> None:
    assert RawColumns([]).read([make_record({"a": 1})]) == []
