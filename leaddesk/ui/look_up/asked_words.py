"""How a look-up reads: what a text is taken for, and what is looked for. Pure; no Qt."""

from __future__ import annotations

from typing import Final

from leaddesk.domain.provider import LookUpAsked
from leaddesk.services.look_up_text import KIND_TITLES, LookUpKind
from leaddesk.services.look_up_text import asked_words as plain_words

_ARTICLES: Final = {LookUpKind.EMAIL: "an", LookUpKind.ID: "an"}


def taken_for(asked: LookUpAsked, *, insisted: bool) -> str:
    """`taken for a phone number: +1 775 555 0100`; `looked up as a name: Ada` where the person insists on it."""
    kind = LookUpKind(asked.kind)
    begin = "looked up as" if insisted else "taken for"
    return f"{begin} {_ARTICLES.get(kind, 'a')} {KIND_TITLES[kind]}: {what_is_sought(asked)}"


def asked_title(asked: LookUpAsked) -> str:
    """`Phone number +1 775 555 0100`."""
    title = KIND_TITLES[LookUpKind(asked.kind)]
    return f"{title[:1].upper()}{title[1:]} {what_is_sought(asked)}"


def what_is_sought(asked: LookUpAsked) -> str:
    """`+1 775 555 0100`, `ada@example.com`, `Ada Lovelace`."""
    if not asked.phone:
        return plain_words(asked)
    from leaddesk.domain.same_person import phone_words  # late: the box comes up with the window

    return phone_words(asked.phone)
