from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record, RecordKind
from leaddesk.exporting.json_lines import one_line, record_line
from leaddesk.exporting.plan import ExportFormat, ExportPlan, Written

MakeRecord = Callable[..., Record]
MakePlan = Callable[..., ExportPlan]
WriteFile = Callable[..., Written]

COLUMNS = (
    Column("UID", "UID", Kind.IDENTIFIER, ("UID",)),
    Column("Fields.Phone", "Phone", Kind.PHONE, ("Fields", "Phone")),
    Column("Fields.Price", "Price", Kind.MONEY, ("Fields", "Price")),
    Column("Fields.When", "When", Kind.MOMENT, ("Fields", "When")),
    Column("Fields.Given", "Given", Kind.YES_NO, ("Fields", "Given")),
    Column("Fields.List", "List", Kind.OBJECT, ("Fields", "List")),
    Column("Gone.Gone", "Gone", Kind.TEXT, ("Gone", "Gone")),
)


def line_of(source: bytes) -> bytes:
    line = record_line("Example", Record("a1", "leadexec", RecordKind.LEAD, "7", source, 0), COLUMNS)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert b"\r" not in line
    return line


def test_a_line_has_the_keys_of_the_contract_in_their_order() -> None:
    source = (
        b'{"UID": 90071992547409931234, "Fields": {"Phone": 12025550143, "Price": "12.50", "Given": "True",'
        b' "When": "2026-01-31T08:00:00.9574321-05:00", "List": [{"a": 1}], "Other": null}}'
    )
    assert json.loads(line_of(source), object_pairs_hook=list) == [
        ("account", "Example"),
        ("provider", "leadexec"),
        ("kind", "lead"),
        ("id", "7"),
        (
            "values",
            [
                ("UID", "90071992547409931234"),
                ("Fields.Phone", "12025550143"),
                ("Fields.Price", 12.5),
                ("Fields.When", "2026-01-31T13:00:00.957432Z"),
                ("Fields.Given", True),
                ("Fields.List", [[("a", 1)]]),
            ],
        ),
        ("raw", json.loads(source, object_pairs_hook=list)),
    ]


def test_null_is_null_and_what_was_not_sent_is_left_out() -> None:
    line = line_of(b'{"UID": null, "Fields": {"When": "0001-01-01T00:00:00Z"}}')
    assert json.loads(line)["values"] == {"UID": None, "Fields.When": None}


def test_raw_is_byte_for_byte_what_came() -> None:
    source = (
        b'{"n": 1.10, "e": 1E+2, "big": 123456789012345678901234567890, "t": "\\u00e9\\/\xc3\xa9", "n": 2, "z":[ ]}'
    )
    assert b'"raw":' + source + b"}\n" in line_of(source)


def test_line_breaks_between_the_parts_go_and_those_inside_texts_stay() -> None:
    source = b'{\r\n  "a\\n": 1.10,\n\t"b": "x \\"\\n\\\\",\n "c": [1,\n 2]\n}'
    line = line_of(source)
    assert line.endswith(b'"raw":{"a\\n":1.10,"b":"x \\"\\n\\\\","c":[1,2]}}\n')
    assert json.loads(line)["raw"] == json.loads(source)


def test_half_characters_stay_in_raw_as_they_came() -> None:
    source = b'{"UID": "a\\ud800b",\n"x": 1}'
    parsed = json.loads(line_of(source))
    assert parsed["raw"] == {"UID": "a\ud800b", "x": 1}
    assert parsed["values"] == {"UID": "a\ufffdb"}


def test_numbers_that_are_none_become_words_because_json_has_none() -> None:
    line = line_of(b'{"UID": NaN, "Fields": {"Price": -Infinity, "List": [NaN]}}')
    parsed = json.loads(line, parse_constant=pytest.fail)
    assert parsed["raw"] == {"UID": "NaN", "Fields": {"Price": "-Infinity", "List": ["NaN"]}}
    assert parsed["values"] == {"UID": "nan", "Fields.Price": "-Infinity", "Fields.List": ["NaN"]}


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=8), JSON_VALUES, max_size=5), st.sampled_from([None, 0, 2]), st.booleans())
@settings(max_examples=150)
def test_any_object_keeps_its_value_on_one_line(row: dict[str, Any], indent: int | None, as_ascii: bool) -> None:
    source = json.dumps(row, indent=indent, ensure_ascii=as_ascii).encode()
    assert json.loads(line_of(source))["raw"] == row
    assert json.loads(one_line(source)) == row


def test_a_file_holds_one_line_for_each_record_and_late_columns_join_in(
    tmp_path: Path, make_record: MakeRecord, make_plan: MakePlan, write_file: WriteFile
) -> None:
    def discover(rows: Any) -> tuple[Column, ...]:
        return tuple(Column(key, key, Kind.TEXT, (key,)) for row in rows for key in row)

    plan = make_plan(ExportFormat.JSON_LINES, [], discover_columns=discover)
    path = tmp_path / "leads.jsonl"
    written = write_file(plan, [make_record({"a": 1}, "1"), make_record({"b": "ü"}, "2")], path)
    lines = path.read_bytes().decode().splitlines()
    assert [json.loads(line)["values"] for line in lines] == [{"a": "1"}, {"b": "ü"}]
    assert written.rows == 2
