from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.field_input import parse_field
from leaddesk.domain.search import ConditionRow, SearchField
from leaddesk.ui.search.condition_list import (
    ConditionEntry,
    entries_to_list,
    entry_problems,
    example_of,
    list_to_entries,
)
from leaddesk.ui.search.conditions import NameTwice, NotRows
from tests.ui.search.vendor_spec import ACTIVITIES, ACTIVITY_ROW, FILTER_ROW, FILTERS, ROLE_ROW, ROLES

FIELDS = (FILTERS, ACTIVITIES, ROLES)


def rule_of(field: SearchField) -> ConditionRow:
    assert field.row is not None
    return field.row


@pytest.mark.parametrize(
    ("entry", "rule", "sent"),
    [
        (
            ConditionEntry("City", "=", ("Reno",)),
            FILTER_ROW,
            {"LookUpName": "City", "SqlOperator": "=", "LookUpValues": ["Reno"]},
        ),
        (
            ConditionEntry("City", "in", ("Reno", "Provo")),
            FILTER_ROW,
            {"LookUpName": "City", "SqlOperator": "in", "LookUpValues": ["Reno", "Provo"]},
        ),
        (
            ConditionEntry("City", "def", ("left over",)),
            FILTER_ROW,
            {"LookUpName": "City", "SqlOperator": "def", "LookUpValues": []},
        ),
        (
            ConditionEntry("", "in", ("21",)),
            ACTIVITY_ROW,
            {"LookUpName": "ActivityEvent", "SqlOperator": "in", "LookUpValues": ["21"]},
        ),
        (ConditionEntry("Agent", "", ("7", "8")), ROLE_ROW, {"roleName": "Agent", "assigneeToIds": [7, 8]}),
    ],
)
def test_a_row_is_sent_with_the_vendors_own_keys(
    entry: ConditionEntry, rule: ConditionRow, sent: dict[str, Any]
) -> None:
    assert entries_to_list([entry], rule) == [sent]
    assert entry_problems([entry], rule) == ()


@pytest.mark.parametrize(
    ("entry", "rule", "words"),
    [
        (ConditionEntry("City", "=", ()), FILTER_ROW, "fill in a value"),
        (ConditionEntry("", "=", ("Reno",)), FILTER_ROW, "choose what is compared"),
        (ConditionEntry("City", "=", ("a", "b")), FILTER_ROW, "one value; several go with “is one of”"),
        (ConditionEntry("Agent", "", ()), ROLE_ROW, "fill in a value"),
        (ConditionEntry("Agent", "", ("Ada",)), ROLE_ROW, "“Ada” is no whole number"),
        (ConditionEntry("", "=", ("21", "22")), ACTIVITY_ROW, "one value"),
    ],
)
def test_a_row_filled_in_by_half_is_a_problem_and_is_not_sent(
    entry: ConditionEntry, rule: ConditionRow, words: str
) -> None:
    (problem,) = entry_problems([ConditionEntry(), entry], rule)
    assert problem.row == 1
    assert words in problem.message
    assert entries_to_list([entry], rule) == []


@pytest.mark.parametrize("rule", [FILTER_ROW, ACTIVITY_ROW, ROLE_ROW])
def test_a_row_in_which_nothing_stands_is_left_out_and_is_no_problem(rule: ConditionRow) -> None:
    wire = rule.operators[0].wire if rule.operators else ""
    assert entries_to_list([ConditionEntry(wire=wire)], rule) == []
    assert entry_problems([ConditionEntry(wire=wire)], rule) == ()


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_the_example_is_read_by_the_check_of_the_search_and_as_a_row(field: SearchField) -> None:
    example = example_of(rule_of(field))
    assert len(parse_field(field, example)) == 1
    assert len(list_to_entries(example, rule_of(field))) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('["x"]', "entry 1 is no object"),
        ('[{"LookUpName": "a", "SqlOperator": "=", "LookUpValues": ["x"], "Extra": 1}]', "“Extra”"),
        ('[{"SqlOperator": "=", "LookUpValues": ["x"]}]', "no LookUpName"),
        ('[{"LookUpName": "a", "SqlOperator": "like", "LookUpValues": ["x"]}]', "another SqlOperator"),
        ('[{"LookUpName": "a", "SqlOperator": "=", "LookUpValues": [true]}]', "neither texts nor numbers"),
        ('[{"LookUpName": "a", "SqlOperator": "=", "LookUpValues": {"a": 1}}]', "neither texts nor numbers"),
    ],
)
def test_what_rows_cannot_show_is_refused_with_the_entry(text: str, words: str) -> None:
    with pytest.raises(NotRows, match=words):
        list_to_entries(text, FILTER_ROW)


def test_a_name_that_stands_twice_in_an_entry_is_refused() -> None:
    with pytest.raises(NameTwice):
        list_to_entries('[{"LookUpName": "a", "LookUpName": "b"}]', FILTER_ROW)


@pytest.mark.parametrize("text", ["{}", '"a"', "3", "["])
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        list_to_entries(text, FILTER_ROW)


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12).map(str.strip)
_FILLED = _TEXTS.filter(bool)


@given(
    st.lists(
        st.one_of(
            st.builds(lambda n, v: ConditionEntry(n, "=", (v,)), _FILLED, _FILLED),
            st.builds(
                lambda n, v: ConditionEntry(n, "in", tuple(dict.fromkeys(v))), _FILLED, st.lists(_FILLED, min_size=1)
            ),
            st.builds(lambda n: ConditionEntry(n, "def"), _FILLED),
        ),
        max_size=4,
    )
)
def test_rows_come_back_from_their_json_and_the_search_reads_them_so(entries: list[ConditionEntry]) -> None:
    made = entries_to_list(entries, FILTER_ROW)
    text = json.dumps(made, ensure_ascii=False)
    assert list_to_entries(text, FILTER_ROW) == tuple(entries)
    assert list(parse_field(FILTERS, text) or ()) == made
