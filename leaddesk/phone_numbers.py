"""Telephone numbers compared: with any junk around them, in any spelling. The only importer of phonenumbers."""

from __future__ import annotations

import re
from typing import Final

HOME_REGION: Final = "US"
"""Where a number without a country code is taken to be from: all four vendors are at home there."""

_LEAST_DIGITS: Final = 7
_MOST_CHARACTERS: Final = 250
_EUROPEAN_PREFIX: Final = re.compile(r"^\D{0,3}00(?=[1-9\s])")


def international(text: str) -> str:
    """The number in international form (`+17755550100`), empty when the text holds none that could be dialled.

    Words around the number do not matter; of several numbers the first counts. An extension is left out: it does
    not tell two people's numbers apart reliably. A local number without its area code (`555-0134`) is none: it
    could be anybody's in any town.
    """
    text = text[:_MOST_CHARACTERS]
    if len(re.sub(r"\D", "", text)) < _LEAST_DIGITS:
        return ""
    return _whole_text_as_number(text) or _number_within(text) or _whole_text_as_number(_EUROPEAN_PREFIX.sub("+", text))


def is_same_number(one: str, other: str) -> bool:
    """Whether both can be dialled and reach the same line."""
    number = international(one)
    return bool(number) and number == international(other)


def _whole_text_as_number(text: str) -> str:
    import phonenumbers  # late: its tables take long to import

    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _number_within(text: str) -> str:
    """The first number among other words: `call 415 555 0134 after 5pm`."""
    import phonenumbers  # late: see above

    for match in phonenumbers.PhoneNumberMatcher(text, HOME_REGION, leniency=phonenumbers.Leniency.POSSIBLE):
        if phonenumbers.is_possible_number_with_reason(match.number) == phonenumbers.ValidationResult.IS_POSSIBLE:
            return phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    return ""
