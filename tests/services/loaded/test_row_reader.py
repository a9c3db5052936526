"""Reading some columns out of raw records: the same values as decoding all of each."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.record import decode_json
from leaddesk.services.loaded.row_reader import BROKEN, RowReader


def columns(*paths: tuple[str, ...]) -> list[Column]:
    return [Column(".".join(path), "", Kind.TEXT, path) for path in paths]


PATHS = columns(("UID",), ("Fields", "First"), ("Fields", "Last"), ("A", "B", "C"), ("Properties", "Weird Key.é"))
SECTION = st.recursive(
    st.one_of(st.none(), st.integers(), st.text(max_size=4), st.floats(allow_nan=False), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["First", "Last", "B", "C", "Weird Key.é", "other"]), inner, max_size=4),
    ),
    max_leaves=8,
)
ROWS = st.one_of(
    st.dictionaries(st.sampled_from(["UID", "Fields", "A", "Properties", "zzz"]), SECTION, max_size=5), SECTION
)


def expected(source: bytes, wanted: list[Column]) -> list[Any]:
    decoded = decode_json(source)
    return [column.raw_in(decoded) for column in wanted]


@given(st.lists(ROWS, max_size=8))
def test_the_values_are_those_of_the_whole_record(rows: list[Any]) -> None:
    sources = [json.dumps(row).encode() for row in rows]
    found = RowReader(PATHS).read(sources)
    assert [list(values) for values in zip(*found, strict=True)] == [expected(source, PATHS) for source in sources]


@pytest.mark.parametrize(
    "source",
    [
        b'{"UID": "\\ud800 alone", "Fields": {"First": "x"}}',
        b'{"UID": NaN, "Fields": {"First": 1}}',
        b'{"UID": 1, "UID": 2, "Fields": {"First": 1, "First": 3}}',
        b'{"UID": 1, "Fields": null}',
        b'{"UID": 1, "Fields": []}',
        b'{"UID": 123456789012345678901234567890, "Fields": {"First": 1.10}}',
    ],
)
def test_odd_json_is_read_as_the_whole_record_is(source: bytes) -> None:
    found = [values[0] for values in RowReader(PATHS).read([source])]
    assert str(found) == str(expected(source, PATHS))


def test_a_record_that_cannot_be_decoded_is_broken_in_every_column_and_costs_only_itself() -> None:
    found = RowReader(PATHS[:2]).read([b'{"UID": 1}', b'{"UID": ', b'{"UID": 3, "Fields": {"First": "c"}}'])
    assert found == [[1, BROKEN, 3], [NOT_SENT, BROKEN, "c"]]


@pytest.mark.parametrize(
    "paths",
    [
        [("Fields",), ("Fields", "First")],
        [("Fields", "First"), ("Fields",)],
        [('Fields"',), ("Fields\\", "First"), ("a\nb",)],
        [("UID",), ("UID",)],
    ],
)
def test_paths_that_no_type_can_hold_are_read_all_the_same(paths: list[tuple[str, ...]]) -> None:
    wanted = columns(*paths)
    source = json.dumps({"UID": 5, "Fields": {"First": 1}, 'Fields"': 2, "Fields\\": {"First": 3}, "a\nb": 4}).encode()
    assert [values[0] for values in RowReader(wanted).read([source])] == expected(source, wanted)


def test_no_columns_and_no_rows_are_nothing() -> None:
    assert RowReader([]).read([b"{}"]) == []
    assert RowReader(PATHS[:1]).read([]) == [[]]
