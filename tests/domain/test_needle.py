"""What was typed, as it is looked for."""

from __future__ import annotations

import pytest

from leaddesk.domain.folded_text import fold
from leaddesk.domain.needle import Needle, build_needle, digits_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [("José", "jose"), ("JOSE", "jose"), ("Straße", "strasse"), ("ﬁne", "fine"), ("", ""), ("Łódź", "łodz")],
)
def test_case_and_accents_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("typed", "needle"),
    [
        ("  José ", Needle("jose", "")),
        ("(202) 555-0123", Needle("(202) 555-0123", "2025550123")),
        ("555 01", Needle("555 01", "55501")),
        ("555", Needle("555", "")),
        ("5550x", Needle("5550x", "")),
        ("", Needle("", "")),
    ],
)
def test_a_number_is_also_looked_for_by_its_digits(typed: str, needle: Needle) -> None:
    assert build_needle(typed) == needle


def test_digits_are_taken_alone() -> None:
    assert digits_of("+1 (202) 555-0123 ext. 4") == "120255501234"
