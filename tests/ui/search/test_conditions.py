from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.search import Operator
from leaddesk.ui.search.conditions import (
    ConditionRow,
    NameTwice,
    NotRows,
    as_text,
    object_to_rows,
    parse_object,
    parse_value,
    row_problems,
    rows_to_object,
    type_words,
    value_hint,
    value_text,
)
from tests.ui.search.sample_spec import OPERATORS

SCALARS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
    st.sampled_from(["true", "null", "94105", "01234", '"', '""', '"a"', " a ", "a\nb", "-1", "1e5", "", "\u2028"]),
)
NAMES = st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("150000", 150000),
        ("-1.5", -1.5),
        ("1e3", 1000.0),
        ("01234", "01234"),
        ("+1", "+1"),
        ("150,000", "150,000"),
        ("true", True),
        ("True", "True"),
        ("null", None),
        ('"94105"', "94105"),
        ('"true"', "true"),
        ('"a"b"', 'a"b'),
        ('""', ""),
        ('"', '"'),
        ("  CA ", "CA"),
        ("1e999", "1e999"),
    ],
)
def test_a_typed_value_gets_the_type_it_looks_like(text: str, value: object) -> None:
    read = parse_value(text)
    assert (read, type(read)) == (value, type(value))


@given(value=SCALARS)
@settings(max_examples=200)
def test_a_value_survives_being_typed_with_its_type(value: Any) -> None:
    again = parse_value(value_text(value))
    assert (again, type(again)) == (value, type(value))


@given(text=st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=10).filter(str.strip))
@settings(max_examples=100)
def test_text_in_quotes_is_sent_as_that_text(text: str) -> None:
    assert parse_value(as_text(text)) == text.strip()


@pytest.mark.parametrize(
    ("text", "words"),
    [("1", "number"), ("x", "text"), ('"1"', "text"), ("false", "true/false"), ("null", "null"), (" ", "")],
)
def test_the_type_is_named_beside_the_value(text: str, words: str) -> None:
    assert type_words(text) == words


@pytest.mark.parametrize("text", ["150,000", "150.000", "$150000", "$ 1,500.50", "1 000"])
def test_a_number_with_separators_gets_a_warning_that_it_is_text(text: str) -> None:
    assert "text" in value_hint(text)


@pytest.mark.parametrize("text", ["150000", "CA", "94105-1234", '"150,000"', ""])
def test_plain_values_get_no_warning(text: str) -> None:
    assert value_hint(text) == ""


def test_two_rows_on_one_field_combine() -> None:
    rows = [ConditionRow("Amount", "$gte", "1"), ConditionRow("State", "", "CA"), ConditionRow("Amount", "$lte", "9")]
    assert rows_to_object(rows, OPERATORS) == {"Amount": {"$gte": 1, "$lte": 9}, "State": "CA"}
    assert row_problems(rows, OPERATORS) == ()


@pytest.mark.parametrize(
    ("rows", "wrong", "words"),
    [
        ([ConditionRow("", "", "5")], 0, "choose a field"),
        ([ConditionRow("A", "", "")], 0, "fill in a value"),
        ([ConditionRow("$or", "", "1")], 0, "raw JSON"),
        ([ConditionRow("A", "", "1"), ConditionRow("A", "", "2")], 1, "= goes with no other"),
        ([ConditionRow("A", "", "1"), ConditionRow("A", "$gte", "2")], 1, "= goes with no other"),
        ([ConditionRow("A", "$gte", "1"), ConditionRow("A", "", "2")], 1, "= goes with no other"),
        ([ConditionRow("A", "$gte", "1"), ConditionRow(" A ", "$gte", "2")], 1, "keep one"),
        ([ConditionRow("A", "$gte", "5"), ConditionRow("A", "$lte", "1")], 1, "nothing is at least 5 and at most 1"),
    ],
)
def test_a_row_that_cannot_be_sent_is_named(rows: list[ConditionRow], wrong: int, words: str) -> None:
    (problem,) = row_problems(rows, OPERATORS)
    assert problem.row == wrong
    assert words in problem.message


def test_blank_rows_are_left_out() -> None:
    rows = [ConditionRow(), ConditionRow("A", "", "1"), ConditionRow(" ", "$gte", " ")]
    assert rows_to_object(rows, OPERATORS) == {"A": 1}
    assert row_problems(rows, OPERATORS) == ()


@given(
    value=st.dictionaries(
        NAMES,
        st.one_of(SCALARS, st.dictionaries(st.sampled_from(["$gte", "$lte"]), SCALARS, min_size=1)),
        max_size=4,
    )
)
@settings(max_examples=200)
def test_an_object_survives_being_shown_as_rows(value: dict[str, Any]) -> None:
    try:
        rows = object_to_rows(value, OPERATORS)
    except NotRows:
        assert any(isinstance(item, float) and math.isinf(item) for item in value.values())
        return
    assert json.dumps(rows_to_object(rows, OPERATORS)) == json.dumps(value)


@pytest.mark.parametrize(
    "value",
    [
        {"$or": [{"a": 1}]},
        {"a": {"$in": [1, 2]}},
        {"a": {"$gt": 1}},
        {"a": []},
        {"a": {}},
        {"a": {"b": 1}},
        {"": 1},
        {" a": 1},
        {"a": {"$gte": [1]}},
        {"a": {"": 1}},
        {"a": float("inf")},
        {"a": 10**40},
    ],
)
def test_an_object_that_says_more_than_rows_is_not_shown_as_rows(value: dict[str, Any]) -> None:
    with pytest.raises(NotRows):
        object_to_rows(value, OPERATORS)


def test_equality_is_not_offered_where_the_vendor_has_none() -> None:
    with pytest.raises(NotRows, match="which this search does not have"):
        object_to_rows({"a": 1}, (Operator("$gte", "≥"),))


def test_a_name_that_stands_twice_is_refused_instead_of_dropped() -> None:
    with pytest.raises(NameTwice, match="stands here twice"):
        parse_object('{"Amount": {"$gte": 1}, "Amount": {"$lte": 9}}')


@pytest.mark.parametrize("text", ["[1]", "1", "{", '{"a": NaN}', "null"])
def test_what_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_object(text)
