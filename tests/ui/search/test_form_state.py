from __future__ import annotations

from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import SearchSpec
from leaddesk.ui.search.form_state import default_state
from tests.ui.search.sample_spec import LEADS


def test_a_form_starts_with_the_declared_defaults_and_the_last_week() -> None:
    state = default_state(LEADS)
    assert (state.values, state.range_preset, state.page_size) == ({"SortOrder": "1"}, "last-7-days", 100)


def test_the_default_page_fits_what_the_search_allows() -> None:
    small = SearchSpec("s", "S", RecordKind.LEAD, (), (), page_sizes=(1, 50))
    assert default_state(small).page_size == 50
    assert default_state(small).range_preset == ""
