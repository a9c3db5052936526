from __future__ import annotations

from datetime import UTC

import pytest

from leaddesk.domain.cell import NOT_SENT, Kind
from leaddesk.domain.needle import build_needle
from leaddesk.ui.results.narrowing import build_haystack
from tests.ui.results.sample_leads import column

COLUMNS = (
    column("Name", "Name", Kind.TEXT),
    column("Phone", "Phone", Kind.PHONE),
    column("Price", "Price", Kind.MONEY),
)
HAYSTACK = build_haystack(("José Dyer", "+1 (775) 555-0100", 1234.5), COLUMNS, UTC)


@pytest.mark.parametrize(
    "typed", ["jose", "JOSÉ", " dyer ", "7755550100", "775-555", "+1 775 555 01", "1,234.50", "(775)", ""]
)
def test_what_a_person_would_type_finds_the_row(typed):
    assert HAYSTACK.holds(build_needle(typed))


@pytest.mark.parametrize("typed", ["josef", "5550199", "dyer +1", "775 555 0101"])
def test_what_is_not_there_is_not_found(typed):
    assert not HAYSTACK.holds(build_needle(typed))


def test_a_few_digits_do_not_match_across_the_dashes_of_a_phone():
    assert not build_haystack(("", "775-5 50", NOT_SENT), COLUMNS, UTC).holds(build_needle("550"))


def test_text_behind_the_cut_of_a_long_cell_is_found():
    long_column = (column("Note", "Note", Kind.LONG_TEXT),)
    assert build_haystack(("x" * 5000 + "needle",), long_column, UTC).holds(build_needle("needle"))
