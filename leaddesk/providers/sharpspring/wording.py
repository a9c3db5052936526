"""Words that notes share."""

from __future__ import annotations


def counted(count: int, singular: str, plural: str = "") -> str:
    """`1 lead`, `1,037 leads`; the plural has an s unless it is given."""
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"
