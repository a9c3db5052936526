from __future__ import annotations

import pytest

from leaddesk.phone_numbers import international, is_same_number


@pytest.mark.parametrize(
    "text",
    [
        "4155550134",
        "(415) 555-0134",
        "+1 415 555 0134",
        "1-415-555-0134",
        "Tel: (415) 555-0134 ext 2 (mobile)",
        "415.555.0134x2",
        "tel:+1-415-555-0134;ext=2",
        "call 4155550134 after 5pm",
        "Mobile 1: 415-555-0134",
        "John Smith 415 555 0134",
        "１（４１５）５５５－０１３４",
        "+14155550134\u202c",
        "011 1 415 555 0134",
        "00 1 415 555 0134",
        "4155550134, 4155550135",
        "4155550134\n",
    ],
)
def test_a_number_is_read_with_any_junk_around_it(text: str) -> None:
    assert international(text) == "+14155550134"


@pytest.mark.parametrize(
    ("text", "number"), [("+44 20 7946 0958", "+442079460958"), ("0044 20 7946 0958", "+442079460958")]
)
def test_a_number_of_another_country_keeps_its_country(text: str, number: str) -> None:
    assert international(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "0", "12", "555-01", "555-0134", "458755043330", "12345678901234567890", "Acme 2024-2025-2026", "Ada", "+1"],
)
def test_what_could_not_be_dialled_from_anywhere_is_no_number(text: str) -> None:
    assert international(text) == ""


def test_a_text_of_any_length_is_read_in_no_time() -> None:
    assert international("4155550134 " + "1 " * 1_000_000) == "+14155550134"


def test_two_spellings_of_a_number_are_the_same_and_two_texts_without_one_are_not() -> None:
    assert is_same_number("(415) 555-0134", "+1 415 555 0134 ext 7")
    assert not is_same_number("4155550134", "4155550135")
    assert not is_same_number("", "")
