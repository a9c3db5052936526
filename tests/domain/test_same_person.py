from __future__ import annotations

import gc
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.placeholders import is_placeholder_phone, normal_email
from leaddesk.domain.same_person import (
    FamilyClue,
    GroupLink,
    PersonClue,
    PersonGroup,
    Relation,
    group_people,
    grouping_people,
)

PHONE, OTHER_PHONE = "+17755550100", "+17755550101"
EMAIL, OTHER_EMAIL = "ada@example.com", "ada@example.net"


def clue(name: str = "", phones: str = "", emails: str = "", *family: FamilyClue) -> PersonClue:
    return PersonClue(name, name, tuple(phones.split()), tuple(emails.split()), family)


def one_group(*clues: PersonClue) -> PersonGroup:
    groups = group_people(clues)
    assert [group.members for group in groups] == [tuple(range(len(clues)))]
    return groups[0]


def two_groups(one: PersonClue, other: PersonClue) -> tuple[GroupLink, ...]:
    """The links of the first."""
    groups = group_people((one, other))
    assert [group.members for group in groups] == [(0,), (1,)]
    assert all(group.relation is None and group.reasons == () for group in groups)
    assert [(link.relation, link.reason) for link in groups[0].links] == [
        (link.relation, link.reason) for link in groups[1].links
    ]
    assert all(link.others == (1,) for link in groups[0].links)
    return groups[0].links


def test_a_phone_and_an_email_in_common_are_the_same_person() -> None:
    group = one_group(clue("Ada Love", PHONE, EMAIL), clue("Ada Love", f"{OTHER_PHONE} {PHONE}", EMAIL.upper()))
    assert group.relation is Relation.SAME
    assert group.reasons == ("same phone +1 775 555 0100 and same e-mail, same name",)


def test_the_same_person_by_phone_and_email_under_another_name_says_so() -> None:
    group = one_group(clue("Ada Love", PHONE, EMAIL), clue("Grace Hop", PHONE, EMAIL))
    assert group.relation is Relation.SAME
    assert group.reasons[0].endswith(", though the names differ (Ada Love / Grace Hop)")
    nameless = one_group(clue("", PHONE, EMAIL), clue("Grace Hop", PHONE, EMAIL))
    assert nameless.reasons[0].endswith(", though not both have a name")


@pytest.mark.parametrize(
    ("phones", "emails", "what"),
    [(PHONE, "", "same phone +1 775 555 0100"), ("", EMAIL, "same e-mail"), ("+442079460958", "", "same phone +4420")],
)
def test_one_of_them_and_a_similar_name_are_likely_the_same_person(phones: str, emails: str, what: str) -> None:
    group = one_group(clue("Bob Love", phones, emails), clue("Robert Love Jr.", phones, emails))
    assert group.relation is Relation.LIKELY
    assert group.reasons[0].startswith(what)
    assert group.reasons[0].endswith(", similar name (Bob / Robert)")


def test_a_shared_number_links_and_does_not_join() -> None:
    links = two_groups(clue("Ada Love", PHONE), clue("Grace Hop", PHONE))
    assert [(link.relation, link.reason) for link in links] == [
        (Relation.SHARED_NUMBER, "same phone +1 775 555 0100; the names differ")
    ]
    nameless = two_groups(clue("", PHONE), clue("Grace Hop", PHONE))
    assert nameless[0].reason == "same phone +1 775 555 0100; not all have a name"


def test_a_shared_email_links_and_does_not_join() -> None:
    links = two_groups(clue("Ada Love", "", EMAIL), clue("Grace Hop", "", EMAIL))
    assert [(link.relation, link.reason) for link in links] == [
        (Relation.SHARED_EMAIL, f"same e-mail {EMAIL}; the names differ")
    ]


def test_the_phone_and_mailbox_of_an_office_make_nobody_the_same() -> None:
    links = two_groups(clue("Ada Love", PHONE, "info@example.com"), clue("Grace Hop", PHONE, "info@example.com"))
    assert {link.relation for link in links} == {Relation.SHARED_NUMBER, Relation.SHARED_EMAIL}
    assert one_group(clue("Ada Love", PHONE, "info@example.com"), clue("A Love", PHONE, "info@example.com"))


def test_a_switchboard_is_one_link_for_all_who_share_it() -> None:
    names = [f"{first} {last}" for first in ("Ada", "Grace", "Hedy") for last in ("Love", "Hop", "Lamar")]
    groups = group_people([clue(name, PHONE) for name in names])
    assert len(groups) == len(names)
    assert [len(group.links) for group in groups] == [1] * len(names)
    assert groups[0].links[0].others == tuple(range(1, len(names)))


@pytest.mark.parametrize(
    ("relative", "what"),
    [
        (FamilyClue("Ann Love", "Spouse", (OTHER_PHONE,)), "same phone and name as Ann Love"),
        (FamilyClue("", "Spouse", (OTHER_PHONE,)), "same phone as somebody"),
        (FamilyClue("Annie", "Spouse", (), (OTHER_EMAIL.upper(),)), "same e-mail as Annie"),
        (FamilyClue("Love, Ann", "Spouse"), "same name as Love, Ann"),
    ],
)
def test_whom_a_lead_lists_as_family_is_its_household(relative: FamilyClue, what: str) -> None:
    lister = clue("Bob Love", PHONE, EMAIL, relative)
    listed = clue("Ann Love", OTHER_PHONE, OTHER_EMAIL)
    for pair in ((lister, listed), (listed, lister)):
        links = two_groups(*pair)
        assert [(link.relation, link.reason) for link in links] == [
            (Relation.HOUSEHOLD, f"{what} (Spouse), listed as family of Bob Love")
        ]


def test_family_that_shares_the_phone_is_household_and_not_the_person() -> None:
    spouse = clue("Bob Love", PHONE, EMAIL, FamilyClue("Ann Love", "Spouse", (PHONE,)))
    assert two_groups(spouse, clue("Ann Love", PHONE, EMAIL))[0].relation is Relation.HOUSEHOLD
    father = clue("Bob Love", PHONE, EMAIL, FamilyClue("Bob Love Jr.", "Son"))
    assert two_groups(father, clue("Bob Love Jr.", PHONE))[0].relation is Relation.HOUSEHOLD


def test_a_lead_with_its_family_s_phone_is_still_the_same_person_elsewhere() -> None:
    ada = clue("Ada Love", PHONE, EMAIL, FamilyClue("Ann Love", "Sister", (PHONE,)))
    group = one_group(ada, clue("Ada Love", PHONE, EMAIL))
    assert (group.relation, group.links) == (Relation.SAME, ())


def test_family_without_name_is_said_to_be_somebody() -> None:
    links = two_groups(clue("", "", "", FamilyClue("", "", (PHONE,))), clue("Ann Love", PHONE))
    assert links[0].reason == "same phone as somebody, listed as family of a lead without name"


def test_groups_join_through_a_third_lead_and_are_only_as_sure_as_their_weakest_tie() -> None:
    ada = clue("Ada Love", PHONE, EMAIL)
    again = clue("Ada Love", f"{PHONE} {OTHER_PHONE}", EMAIL)
    loosely = clue("A. Love", OTHER_PHONE)
    group = one_group(ada, again, loosely)
    assert group.relation is Relation.LIKELY
    assert group.reasons[0] == "same phone +1 775 555 0100 and same e-mail, same name"
    assert "same phone +1 775 555 0101, similar name (A / Ada)" in group.reasons
    assert one_group(ada, again).relation is Relation.SAME


def test_names_that_do_not_fit_within_a_group_are_pointed_out() -> None:
    group = one_group(clue("Ann Love", PHONE), clue("A Love", PHONE), clue("Alice Love", PHONE))
    assert group.reasons[-1] == "look closely, names within this group differ (Alice / Ann)"


@pytest.mark.parametrize("phone", ["0", "000", "+10000000000", "+11111111111", "+11234567890", "+15555555555", ""])
def test_placeholder_phones_join_and_link_nobody(phone: str) -> None:
    assert two_groups(clue("Ada Love", phone), clue("Ada Love", phone)) == ()


@pytest.mark.parametrize("email", ["test@example.com", "none", "n/a", "noemail@example.com", "a@a.a", "none@none.test"])
def test_placeholder_emails_join_and_link_nobody(email: str) -> None:
    assert two_groups(clue("Ada Love", "", email), clue("Ada Love", "", email)) == ()


def test_a_name_alone_joins_nobody() -> None:
    assert two_groups(clue("Ada Love", PHONE, EMAIL), clue("Ada Love", OTHER_PHONE, OTHER_EMAIL)) == ()


def test_nobody_at_all_makes_no_group() -> None:
    assert group_people(()) == ()


def test_hundreds_behind_one_switchboard_are_grouped_within_seconds() -> None:
    clues = [clue(f"Name{number:03} Worker{number:03}", PHONE) for number in range(300)]
    began = time.perf_counter()
    assert len(group_people(clues)) == 300
    assert time.perf_counter() - began < 20


PHONES = st.sampled_from([PHONE, OTHER_PHONE, "+442079460958", "0", "+10000000000", "+15555555555", ""])
EMAILS = st.sampled_from(
    [EMAIL, OTHER_EMAIL, EMAIL.upper(), "info@example.com", "test@example.com", "none", "a@a.a", ""]
)
PEOPLE = st.sampled_from(
    [
        "Bob Love",
        "Robert Love",
        "R. Love",
        "Love, Bob",
        "Bob Love Jr.",
        "Bob Love Sr.",
        "Ann Love",
        "A Love",
        "Ann",
        "",
        "N/A",
    ]
)
FAMILY = st.builds(
    FamilyClue,
    PEOPLE,
    st.just("Spouse"),
    st.lists(PHONES, max_size=1).map(tuple),
    st.lists(EMAILS, max_size=1).map(tuple),
)
CLUES = st.lists(
    st.builds(
        PersonClue,
        st.just(""),
        PEOPLE,
        st.lists(PHONES, max_size=2).map(tuple),
        st.lists(EMAILS, max_size=2).map(tuple),
        st.lists(FAMILY, max_size=1).map(tuple),
    ),
    max_size=7,
)


def described(clues: Sequence[PersonClue], order: Sequence[int]) -> set[object]:
    """The groups and their links, without regard to places."""
    groups = group_people([clues[place] for place in order])
    members = [frozenset(order[place] for place in group.members) for group in groups]
    return {
        (
            members[number],
            group.relation,
            frozenset(group.reasons),
            frozenset((frozenset(members[o] for o in link.others), link.relation, link.reason) for link in group.links),
        )
        for number, group in enumerate(groups)
    }


@given(clues=CLUES, data=st.data())
def test_the_order_of_the_leads_does_not_matter(clues: list[PersonClue], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(clues))))
    assert described(clues, range(len(clues))) == described(clues, order)


@given(clues=CLUES)
def test_nothing_is_lost_every_lead_is_in_exactly_one_group(clues: list[PersonClue]) -> None:
    groups = group_people(clues)
    assert sorted(place for group in groups for place in group.members) == list(range(len(clues)))
    assert [group.members[0] for group in groups] == sorted(group.members[0] for group in groups)
    for number, group in enumerate(groups):
        assert (group.relation is None) is (len(group.members) == 1) is (not group.reasons)
        for link in group.links:
            assert number not in link.others
            assert link.relation not in {Relation.SAME, Relation.LIKELY}
            backs = [(back.relation, back.reason) for other in link.others for back in groups[other].links]
            assert (link.relation, link.reason) in backs


@given(clues=CLUES)
def test_placeholders_never_join(clues: list[PersonClue]) -> None:
    """Everyone in a group of several has a value that is no placeholder in common with another of its members."""
    real = [
        {phone for phone in item.phones if phone and not is_placeholder_phone(phone)}
        | {normal for email in item.emails if (normal := normal_email(email))}
        for item in clues
    ]
    for group in group_people(clues):
        for place in group.members if len(group.members) > 1 else ():
            assert any(real[place] & real[other] for other in group.members if other != place)


def longest_turn(people: Sequence[PersonClue]) -> float:
    """Of grouping these: the processor time of the longest turn, as a share of the whole."""
    work, turns = grouping_people(people), list[float]()
    gc.disable()
    try:
        while True:
            begun = time.thread_time()
            try:
                next(work)
            except StopIteration:
                return max(*turns, time.thread_time() - begun) / sum(turns)
            turns.append(time.thread_time() - begun)
    finally:
        gc.enable()


def in_four_accounts(number: int) -> PersonClue:
    mother = FamilyClue(f"Mother Number{number}", "mother", (f"+1702556{number // 2:04d}",))
    return clue(
        f"Person Number{number % 1250}", f"+1775555{number % 1250:04d}", f"p{number % 1250}@example.com", mother
    )


@pytest.mark.parametrize(
    "people",
    [
        pytest.param([in_four_accounts(number) for number in range(5000)], id="5,000 leads of 1,250 families"),
        pytest.param([clue(f"Ada Love{'ly' * (n % 5)}", PHONE, EMAIL) for n in range(400)], id="one person"),
    ],
)
def test_no_turn_of_grouping_many_is_long(people: list[PersonClue]) -> None:
    share = min(longest_turn(people) for _ in range(2))
    assert share < 0.15, f"one turn took {share:.0%} of it"
