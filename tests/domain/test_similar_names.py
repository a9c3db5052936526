from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.similar_names import Likeness, compare_names, difference_words, read_name


def likeness(one: str, other: str) -> Likeness:
    return compare_names(read_name(one), read_name(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lovelace", "ADA  LOVELACE"),
        ("Lovelace, Ada", "Ada Lovelace"),
        ("Zoë Núñez", "Zoe Nunez"),
        ("Jose\u0301 Pérez", "José Pe\u0301rez"),
        ("Łukasz Żółciński", "Lukasz Zolcinski"),
        ("Sean O'Hara", "Sean O’Hara"),
        ("Sean O'Hara", "Sean Ohara"),
        ("Mary-Ann Ross", "Maryann Ross"),
        ("Mr. Sam Ross", "Sam Ross"),
        ("Sam Ross, MD", "Sam Ross"),
        ("J.R. Ross", "J R Ross"),
        ("田中 太郎", "太郎 田中"),
        ("A B", "A B"),
    ],
)
def test_spelling_accents_titles_and_order_make_no_other_name(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Robert Garcia", "Bob Garcia"),
        ("Robert Garcia", "Bob Garcia Jr."),
        ("Robert Garcia", "Bob Garcia-Smith"),
        ("Margaret Ross", "Peggy Ross"),
        ("Robert Garcia", "R Garcia"),
        ("Robert Garcia", "R. Garcia"),
        ("Robert James Garcia", "Robert Garcia"),
        ("Robert J Garcia", "Robert James Garcia"),
        ("Robert", "Bob Garcia"),
        ("Brian Miller", "Bryan Miller"),
        ("Katherine Ross", "Cathy Ross"),
        ("Smyth Robert", "Robert Smyth III"),
        ("Robert & Susan Garcia", "Susan Garcia"),
    ],
)
def test_nicknames_initials_missing_words_and_slips_make_a_similar_name(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.SIMILAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Smith", "Bob Smith"),
        ("Maria Lopez", "Mario Lopez"),
        ("Christian Ross", "Christina Ross"),
        ("Samuel Ross", "Samantha Ross"),
        ("John Smith Jr.", "John Smith Sr."),
        ("Smith", "Robert Smith"),
        ("Ann Smith", "Ann Jones"),
        ("A S", "Ann Smith"),
        ("王 小明", "王 大明"),
    ],
)
def test_brother_and_sister_father_and_son_are_different_names(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.DIFFERENT


@pytest.mark.parametrize("text", ["", "  ", "N/A", "n/a N/A", "Unknown", "null None", "Test Test", "🌞", "..", "- -"])
def test_a_text_that_names_nobody_is_like_no_name(text: str) -> None:
    assert likeness(text, "Ada Lovelace") is Likeness.NOT_KNOWN
    assert likeness(text, text) is Likeness.NOT_KNOWN


def test_what_differs_is_said_in_the_words_as_they_were_written() -> None:
    assert difference_words(read_name("Robert García"), read_name("bob garcia")) == "bob / Robert"
    assert difference_words(read_name("Ann Smith"), read_name("Ann M Smith")) == "Ann M Smith / Ann Smith"
    assert difference_words(read_name("Ann Smith"), read_name("Ann Smith Jr.")) == "Ann Smith / Ann Smith Jr."
    assert len(difference_words(read_name("y" * 300), read_name("Ada\nLove"))) < 100
    assert difference_words(read_name("Ada\nLove\u202e"), read_name("Grace")) == "Ada Love / Grace"


NAMES = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(["Robert", "Bob", "R.", "Garcia", "Jr.", "Smith", "Ann", "A", "N/A", "José"]), max_size=4
    ).map(" ".join),
)


@given(one=NAMES, other=NAMES)
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(one, other) is likeness(other, one)
    assert difference_words(read_name(one), read_name(other)) == difference_words(read_name(other), read_name(one))


@given(name=NAMES)
def test_a_name_is_the_same_as_itself(name: str) -> None:
    assert likeness(name, name) in {Likeness.SAME, Likeness.NOT_KNOWN}
