"""What somebody typed to find rows by. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from leaddesk.domain.folded_text import fold

_PHONE_LIKE: Final = re.compile(r"[\d\s()+./-]+")
_LEAST_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Needle:
    """What was typed, folded. A number with blanks, dashes or brackets is also looked for as bare digits in phones.

    `digits` is empty for anything else, and for fewer than four digits.
    """

    text: str
    digits: str


def build_needle(typed: str) -> Needle:
    """Read what was typed; blanks at both ends do not count."""
    text = fold(typed.strip())
    digits = digits_of(text) if _PHONE_LIKE.fullmatch(text) else ""
    return Needle(text, digits if len(digits) >= _LEAST_DIGITS else "")


def digits_of(text: str) -> str:
    """The digits alone."""
    return "".join(character for character in text if character.isdigit())
