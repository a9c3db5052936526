"""How loaded rows are put in order: by what a value means, not by how it is written. Pure; no Qt."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime

from leaddesk.domain.cell import NOT_SENT, CellValue, Kind
from leaddesk.domain.folded_text import fold

SortKey = tuple[int, float | int | datetime | str]
"""Values of the column's own type come first (0), then those that do not fit it, as texts (1)."""

_MOST_DIGITS_OF_A_NUMBER = 40


def sort_key(value: CellValue, kind: Kind) -> SortKey | None:
    """What to sort a cell by; None for not sent, null and blank, which go last in both directions.

    Times without a zone are taken for UTC. Identifiers made of digits go by their number.
    """
    if value is None or value is NOT_SENT:
        return None
    if isinstance(value, datetime):
        return 0, value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    if isinstance(value, int | float):
        return (1, str(value)) if math.isnan(value) else (0, value)
    text = str(value).strip()
    if not text:
        return None
    if kind is Kind.IDENTIFIER and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS_OF_A_NUMBER:
        return 0, int(text)
    return 1, fold(text)


def sorted_order(keys: Sequence[SortKey | None], *, descending: bool) -> list[int]:
    """Row numbers in the order of their keys: stable, keyless rows last."""
    present = [(key, row) for row, key in enumerate(keys) if key is not None]
    typed = [(key[1], row) for key, row in present if key[0] == 0]
    texts = [(key[1], row) for key, row in present if key[0] == 1]
    absent = [row for row, key in enumerate(keys) if key is None]
    groups = [
        [row for _key, row in sorted(group, key=lambda pair: pair[0], reverse=descending)]  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType] - one type in each group
        for group in (typed, texts)
    ]
    return groups[0] + groups[1] + absent
