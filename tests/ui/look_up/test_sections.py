"""Under which heading rows stand, and what the headings say."""

from __future__ import annotations

from leaddesk.ui.look_up.sections import build_sections, group_sentences
from tests.ui.look_up.look_up_parts import ADA, BOB, ELSE, answers_of, found_in


def test_one_person_in_two_accounts_stands_under_the_reason():
    (section,) = build_sections(found_in(*answers_of(East=ADA, West=ADA)))
    assert section.places == (0, 1)
    assert section.heading == "Same person: same phone +1 775 555 0134 and same e-mail, same name"
    assert section.mark == 0


def test_people_who_have_nothing_to_do_with_each_other_need_no_heading():
    (section,) = build_sections(found_in(*answers_of(East=ADA, West=ELSE)))
    assert (section.places, section.heading, section.mark) == ((0, 1), "", None)


def test_people_who_stand_alone_beside_a_group_are_said_to():
    sections = build_sections(found_in(*answers_of(East=[ELSE, ADA], West=ADA)))
    assert [section.places for section in sections] == [(0,), (1, 2)]
    assert sections[0].heading == "A person of their own, as far as can be told"
    assert sections[0].mark is None


def test_a_shared_number_is_a_link_with_its_reason_and_no_group():
    found = found_in(*answers_of(East=ADA, West=BOB))
    one, other = build_sections(found)
    assert one.heading == "Shared number with Bob Nye: same phone +1 775 555 0134; the names differ"
    assert other.heading == "Shared number with Ada Lovelace: same phone +1 775 555 0134; the names differ"
    assert one.mark != other.mark


def test_a_household_is_told_with_who_is_listed():
    spouse = {"name": "Ada Lovelace", "relation": "spouse", "phones": ["775-555-0134"]}
    carl = {"name": "Carl Lovelace", "phones": ["775-555-0177"], "family": [spouse]}
    found = found_in(*answers_of(East=ADA, West=carl))
    assert "Household with Carl Lovelace" in build_sections(found)[0].heading
    assert "spouse" in build_sections(found)[0].heading


def test_a_group_with_links_tells_both_in_sentences():
    found = found_in(*answers_of(East=ADA, West=ADA, North=BOB))
    assert [sentence.split(":")[0] for sentence in group_sentences(found.groups[0], found)] == [
        "Same person",
        "Shared number with Bob Nye",
    ]
    assert " · Shared number" in build_sections(found)[0].heading


def test_a_switchboard_names_three_and_counts_the_rest():
    people = [{"name": f"Person Number{letter}", "phones": ["775-555-0134"]} for letter in "abcdef"]
    heading = build_sections(found_in(*answers_of(East=people)))[0].heading
    assert "and 2 more" in heading


def test_a_later_answer_makes_new_groups_at_the_end_and_appends_within():
    first = answers_of(East=[ADA, ELSE])
    both = [*first, *answers_of(West=[BOB, ADA])]
    assert [section.places for section in build_sections(found_in(*first))] == [(0, 1)]
    assert [section.places for section in build_sections(found_in(*both))] == [(0, 3), (1,), (2,)]
