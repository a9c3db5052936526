from __future__ import annotations

import pytest

from leaddesk.domain.errors import InvalidInput
from leaddesk.domain.provider import LookUpAsked
from leaddesk.services.look_up import LookUpKind, build_asked, recognise
from leaddesk.services.look_up_text import KIND_TITLES, asked_words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tel: (415) 555-0134 ext 2", LookUpKind.PHONE),
        ("Tel: (415) 555-0134 ext 2 (mobile)", LookUpKind.PHONE),
        ("John Smith 415.555.0134", LookUpKind.PHONE),
        ("call 4155550134 after 5pm", LookUpKind.PHONE),
        ("+44 20 7946 0", LookUpKind.PHONE),
        ("4155550134", LookUpKind.PHONE),
        ("14155550134", LookUpKind.PHONE),
        (" ada@example.com ", LookUpKind.EMAIL),
        ("Ada Lovelace <ada@example.com>", LookUpKind.EMAIL),
        ("90210001", LookUpKind.ID),
        ("555-0134", LookUpKind.ID),
        ("458755043330", LookUpKind.ID),
        ("1157294820485723", LookUpKind.ID),
        ("#90210001", LookUpKind.ID),
        ("Lead ID: 90210001", LookUpKind.ID),
        ("id 4155550134", LookUpKind.ID),
        ("63c8b0a03314ce0624637a41", LookUpKind.ID),
        ("ea8fa160-f51f-4086-ad2c-45eb2081d552", LookUpKind.ID),
        ("{EA8FA160-F51F-4086-AD2C-45EB2081D552}", LookUpKind.ID),
        ("Ada Lovelace", LookUpKind.NAME),
        ("O’Brien 3rd", LookUpKind.NAME),
        ("Acme 2024-2025-2026", LookUpKind.NAME),
        ("李小龙", LookUpKind.NAME),
    ],
)
def test_a_text_is_taken_for_what_it_most_likely_is(text: str, kind: LookUpKind) -> None:
    assert recognise(text) is kind
    assert build_asked(text).kind == kind.value


def test_nothing_is_not_looked_up() -> None:
    for kind in (None, *LookUpKind):
        with pytest.raises(InvalidInput, match="type a phone, an e-mail, a name or an id"):
            build_asked(" \n ", kind)
    with pytest.raises(InvalidInput):
        recognise("  ")


@pytest.mark.parametrize(
    ("text", "kind", "asked"),
    [
        (
            " Tel:  (415) 555-0134 ext 2 ",
            None,
            LookUpAsked("phone", "Tel: (415) 555-0134 ext 2", phone="+14155550134"),
        ),
        ("Ada Lovelace <Ada@example.com>,", None, LookUpAsked("email", "Ada@example.com")),
        ("mailto:ada@example.com.", None, LookUpAsked("email", "ada@example.com")),
        ("Lead ID: 90210001", None, LookUpAsked("id", "90210001")),
        ("#90210001", None, LookUpAsked("id", "90210001")),
        ("{ea8fa160-f51f-4086-ad2c-45eb2081d552}", None, LookUpAsked("id", "ea8fa160-f51f-4086-ad2c-45eb2081d552")),
        ("Ada \t Lovelace", None, LookUpAsked("name", "Ada Lovelace")),
        ("4155550134", LookUpKind.ID, LookUpAsked("id", "4155550134")),
        ("4155550134", LookUpKind.NAME, LookUpAsked("name", "4155550134")),
        ("Lead 90210001", LookUpKind.NAME, LookUpAsked("name", "Lead 90210001")),
    ],
)
def test_the_junk_around_what_is_looked_for_is_taken_off(
    text: str, kind: LookUpKind | None, asked: LookUpAsked
) -> None:
    assert build_asked(text, kind) == asked


def test_who_insists_on_a_phone_that_is_none_is_told_so() -> None:
    with pytest.raises(InvalidInput) as caught:
        build_asked("555-01", LookUpKind.PHONE)
    assert caught.value.problems[0].message == (
        "this is no phone number that could be dialled: 555-01; search for it as an id or a name instead"
    )
    with pytest.raises(InvalidInput, match=r"x{60}…;"):
        build_asked("x" * 10_000, LookUpKind.PHONE)


def test_who_insists_on_an_email_that_is_none_is_told_so() -> None:
    with pytest.raises(InvalidInput, match="this is no e-mail address: Ada; search for it as a name or an id instead"):
        build_asked("Ada", LookUpKind.EMAIL)


def test_the_box_can_say_what_is_really_looked_for() -> None:
    assert asked_words(build_asked("Tel: (415) 555-0134")) == "+14155550134"
    assert asked_words(build_asked("Ada <ada@example.com>")) == "ada@example.com"
    assert set(KIND_TITLES) == set(LookUpKind)
