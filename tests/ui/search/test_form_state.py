from __future__ import annotations

import json

import pytest

from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import SearchSpec
from leaddesk.ui.search.form_state import FormState, default_state
from tests.ui.search.sample_spec import LEADS


def test_a_state_comes_back_from_json_as_it_was() -> None:
    state = FormState({"LeadTypeUID": "1001", "SortFields": ["A", "B,C"], "Query": '{"x": 1}'}, "last-30-days", 250)
    assert FormState.from_json(json.loads(json.dumps(state.as_json()))) == state


@pytest.mark.parametrize("raw", [None, [], "text", {"values": [1]}, {"page_size": True, "range_preset": 3}])
def test_damaged_json_gives_an_empty_state_instead_of_an_error(raw: object) -> None:
    assert FormState.from_json(raw) == FormState()


def test_values_of_a_strange_type_are_left_out_and_the_others_kept() -> None:
    state = FormState.from_json({"values": {"a": "1", "b": 2, "c": ["x"], "d": ["x", 3]}})
    assert state.values == {"a": "1", "c": ["x"]}


def test_a_form_starts_with_the_declared_defaults_and_the_last_week() -> None:
    state = default_state(LEADS)
    assert (state.values, state.range_preset, state.page_size) == ({"SortOrder": "1"}, "last-7-days", 100)


def test_the_default_page_fits_what_the_search_allows() -> None:
    small = SearchSpec("s", "S", RecordKind.LEAD, (), (), page_sizes=(1, 50))
    assert default_state(small).page_size == 50
    assert default_state(small).range_preset == ""
