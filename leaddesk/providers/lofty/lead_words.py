"""Lofty's numbers in plain words (dossier section 5)."""

from __future__ import annotations

from typing import Any, Final

from leaddesk.providers.lofty.json_values import read_text

LANGUAGES: Final = {
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "zh-CN": "Chinese (simplified)",
    "zh-TW": "Chinese (traditional)", "ja": "Japanese",
}  # fmt: skip

_LEAD_TYPES: Final = {
    "-1": "other", "1": "seller", "2": "buyer", "5": "renter", "6": "investor", "7": "agent", "8": "homeowner",
    "9": "landlord",
}  # fmt: skip
_PHONE_STATUSES: Final = {
    "1": "invalid number", "2": "valid number", "3": "talked to on this number", "4": "do-not-call number",
    "5": "do-not-call contact",
}  # fmt: skip
DO_NOT_CALL_STATUSES: Final = frozenset({"4", "5"})

_OWNERSHIP: Final = {"TEAM": "owned by the team", "OFFICE": "owned by an office", "PERSONAL": "owned by one person"}


def lead_type_words(raw: Any) -> str:
    """`buyer` for 2; a number that is not documented is said as such."""
    text = read_text(raw)
    return _LEAD_TYPES.get(text, f"type {text}" if text else "")


def phone_status_words(raw: Any) -> str:
    """`do-not-call number` for 4; empty when nothing is said."""
    text = read_text(raw)
    return _PHONE_STATUSES.get(text, f"state {text}" if text not in {"", "0", "-1"} else "")


def ownership_words(raw: Any) -> str:
    """`owned by the team` for TEAM."""
    return _OWNERSHIP.get(read_text(raw).upper(), "")
