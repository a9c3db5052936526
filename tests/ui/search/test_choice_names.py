from __future__ import annotations

import time

import pytest

from leaddesk.domain.search import Choice
from leaddesk.ui.search.choice_names import ChoiceNames, choice_texts

ADAS = (Choice("u1", "Ada"), Choice("u2", "Ada"), Choice("u3", "Bob"), Choice("1001", "Mortgage"), Choice("VIP", "VIP"))


def test_labels_are_shown_with_values_where_those_can_be_typed_or_are_needed_to_tell_them_apart() -> None:
    assert choice_texts(ADAS, with_values=True) == {
        "u1": "Ada (u1)",
        "u2": "Ada (u2)",
        "u3": "Bob",
        "1001": "Mortgage (1001)",
        "VIP": "VIP",
    }
    assert choice_texts(ADAS, with_values=False)["1001"] == "Mortgage"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ada (u2)", "u2"),
        (" u2 ", "u2"),
        ("bob", "u3"),
        ("mortgage", "1001"),
        ("vip", "VIP"),
        ("ada", "ada"),
        ("Mort", "Mort"),
        ("", ""),
    ],
)
def test_a_shown_text_a_value_or_a_label_of_its_own_is_understood_and_nothing_else_is_guessed(
    text: str, value: str
) -> None:
    assert ChoiceNames(ADAS).value_of(text) == value


def test_a_label_of_several_is_ambiguous_until_one_of_them_is_named() -> None:
    names = ChoiceNames(ADAS)
    assert [names.is_ambiguous(text) for text in ("ada", "Ada (u1)", "u1", "bob", "x")] == [True] + [False] * 4


def test_a_value_that_is_no_choice_is_shown_as_it_is() -> None:
    names = ChoiceNames(ADAS)
    assert (names.text_of("u3"), names.text_of("nobody")) == ("Bob", "nobody")
    assert (names.is_known("u3"), names.is_known("nobody")) == (True, False)


def test_thousands_of_choices_with_one_label_are_named_in_no_time() -> None:
    many = [Choice(f"id-{n}", "Ada") for n in range(20_000)]
    begun = time.perf_counter()
    names = ChoiceNames(many)
    assert time.perf_counter() - begun < 1, "the labels are counted once, not once for each"
    assert names.text_of("id-7") == "Ada (id-7)"
