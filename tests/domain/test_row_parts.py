"""Some values out of a record: the same as decoding all of it, and never out of what cannot be decoded."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.record import decode_json
from leaddesk.domain.row_parts import RowParts, is_ordinary

PATHS = [("UID",), ("Fields", "First"), ("Fields", "Last"), ("A", "B", "C"), ("Weird Key.é",)]
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=4)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["First", "Last", "B", "C", "other"]), inner, max_size=4),
    ),
    max_leaves=8,
)
ROWS = st.dictionaries(st.sampled_from(["UID", "Fields", "A", "Weird Key.é", "zzz"]), VALUES, max_size=5)


def restricted(row: Any, paths: list[tuple[str, ...]]) -> dict[str, Any]:
    """The row with nothing but what stands at these paths; an object on the way is kept, null is not."""
    found: dict[str, Any] = {}
    for key in dict.fromkeys(path[0] for path in paths):
        inner = [path[1:] for path in paths if path[0] == key]
        if key not in row:
            continue
        if inner == [()]:
            found[key] = row[key]
        elif row[key] is not None:
            found[key] = restricted(row[key], inner)
    return found


def leads_through_objects(row: Any, path: tuple[str, ...]) -> bool:
    for step in path[:-1]:
        if row is not None and not isinstance(row, dict):
            return False
        row = (row or {}).get(step)
    return row is None or isinstance(row, dict)


@given(ROWS)
def test_the_values_are_those_of_the_whole_record(row: dict[str, Any]) -> None:
    source = json.dumps(row).encode()
    found = RowParts(PATHS).read(source)
    if found is not None:
        assert found == restricted(decode_json(source), PATHS)
    else:
        assert "\\ud" in json.dumps(row) or not all(leads_through_objects(row, path) for path in PATHS) or _is_huge(row)


def _is_huge(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_is_huge, value.values()))
    return any(map(_is_huge, value)) if isinstance(value, list) else isinstance(value, int) and abs(value) >= 2**63


@pytest.mark.parametrize(
    "source", [b"7", b"[]", b'{"UID": 1', b'{"UID": 1, "Fields": []}', b'{"UID": NaN}', b"", b"null"]
)
def test_what_takes_decoding_all_of_it_is_left(source: bytes) -> None:
    assert RowParts(PATHS).read(source) is None


@pytest.mark.parametrize("paths", [[("A",), ("A", "B")], [("A", "B"), ("A",)], [('quo"te',)], [()]])
def test_paths_that_cannot_be_told_apart_read_nothing(paths: list[tuple[str, ...]]) -> None:
    assert RowParts(paths).read(b'{"A": {"B": 1}}') is None


def test_of_a_repeated_name_the_last_one_counts_as_in_the_whole_record() -> None:
    assert RowParts([("UID",)]).read(b'{"UID": 1, "UID": 2}') == {"UID": 2}


ODD = {
    "bytes that are no UTF-8": b'"\xff\xfe"',
    "an overlong form": b'"\xc0\xaf"',
    "half of a pair, encoded": b'"\xed\xa0\x80"',
    "too many digits": b"1" * 4301,
    "too many digits, negative": b"-" + b"1" * 4301,
    "too many levels": b"[" * 100_000 + b"]" * 100_000,
    "a lone surrogate": rb'"\ud800"',
    "a control character": b'"\x01"',
    "a wrong escape": rb'"\x41"',
    "half an escape": rb'"\u12"',
    "NaN": b"NaN",
    "a number beyond all bounds": b"1e999",
    "a leading zero": b"01",
    "a bare word": b"tru",
    "a trailing comma": b"[1,]",
    "a comment": b"/* */1",
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("filler", [0, 1, 511, 512, 513, 4000, 9000])
@pytest.mark.parametrize("is_before", [False, True])
def test_nothing_is_read_out_of_what_cannot_be_decoded(odd: str, filler: int, is_before: bool) -> None:
    members = [b'"UID": 5', b'"X": ' + ODD[odd], b'"Filler": "' + b"x" * filler + b'"']
    source = b"{" + b", ".join(reversed(members) if is_before else members) + b"}"
    try:
        values = decode_json(source)
    except ValueError:
        assert not is_ordinary(source) or RowParts([("UID",)]).read(source) is None
    else:
        assert RowParts([("UID",)]).read(source) in ({"UID": values["UID"]}, None)


@given(st.integers(0, 2000), st.integers(4301, 9000))
def test_a_number_too_long_is_seen_wherever_it_stands(before: int, digits: int) -> None:
    assert not is_ordinary(b'{"a": "' + b"x" * before + b'", "n": ' + b"7" * digits + b"}")


@pytest.mark.parametrize("text", ["Zoë", "東京", "☎️", "x" * 9000, "9 " * 3000])
def test_usual_rows_are_ordinary(text: str) -> None:
    assert is_ordinary(json.dumps({"a": text}, ensure_ascii=False).encode())
