"""Text without case and accents, for sorting and finding."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """The text without case and accents, for comparing: `José` and `JOSE` are the same."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text)
    return "".join(character for character in apart if not unicodedata.combining(character)).casefold()
