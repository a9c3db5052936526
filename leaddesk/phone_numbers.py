"""Telephone numbers compared: with any junk around them, in any spelling. The only importer of phonenumbers."""

from __future__ import annotations

import re
from typing import Final

HOME_REGION: Final = "US"
"""Where a number without a country code is taken to be from: all four vendors are at home there."""

_LEAST_DIGITS: Final = 7


def international(text: str) -> str:
    """The number in international form (`+17755550100`), empty when the text holds none that could be dialled.

    An extension is left out: it does not tell two people's numbers apart reliably.
    """
    import phonenumbers  # late: its tables take long to import

    if len(re.sub(r"\D", "", text)) < _LEAST_DIGITS:
        return ""
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_same_number(one: str, other: str) -> bool:
    """Whether both can be dialled and reach the same line."""
    number = international(one)
    return bool(number) and number == international(other)
