from __future__ import annotations

import pytest

from leaddesk.domain.errors import InvalidInput
from leaddesk.services.look_up import LookUpKind, recognise


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Tel: (415) 555-0134 ext 2", LookUpKind.PHONE),
        ("+44 20 7946 0", LookUpKind.PHONE),
        ("4155550134", LookUpKind.PHONE),
        (" ada@example.com ", LookUpKind.EMAIL),
        ("Ada Lovelace <ada@example.com>", LookUpKind.EMAIL),
        ("90210001", LookUpKind.ID),
        ("63c8b0a03314ce0624637a41", LookUpKind.ID),
        ("ea8fa160-f51f-4086-ad2c-45eb2081d552", LookUpKind.ID),
        ("Ada Lovelace", LookUpKind.NAME),
        ("O’Brien 3rd", LookUpKind.NAME),
        ("李小龙", LookUpKind.NAME),
    ],
)
def test_a_text_is_taken_for_what_it_most_likely_is(text: str, kind: LookUpKind) -> None:
    assert recognise(text) is kind


def test_nothing_is_not_looked_up() -> None:
    with pytest.raises(InvalidInput):
        recognise("  ")
