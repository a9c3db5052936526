"""How wide a column is when nobody chose a width. Pure; the caller brings the measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from leaddesk.domain.cell import Kind

SAMPLE_ROWS: Final = 60
_LEAST_CHARACTERS: Final = 5
_MOST_CHARACTERS: Final = {
    Kind.LONG_TEXT: 40,
    Kind.OBJECT: 34,
    Kind.URL: 34,
    Kind.EMAIL: 34,
    Kind.IDENTIFIER: 26,
    Kind.YES_NO: 10,
}
_MOST_OTHERWISE: Final = 28
_MOST_HEADING: Final = 34
_BOLD_SHARE: Final = 1.15  # headings are set in a heavier face than what is measured
_PADDING_PIXELS: Final = 18
_ARROW_PIXELS: Final = 20

Measure = Callable[[str], int]


def fitting_width(kind: Kind, heading: str, texts: Sequence[str], measure: Measure) -> int:
    """Pixels for a sample of texts, within what is sensible for the kind; the heading counts up to a point."""
    unit = measure("n")
    longest = max((measure(text) for text in texts), default=0)
    most = _MOST_CHARACTERS.get(kind, _MOST_OTHERWISE) * unit
    head = min(_heading_width(heading, measure), _MOST_HEADING * unit)
    return max(_LEAST_CHARACTERS * unit, min(longest, most), head) + _PADDING_PIXELS


def whole_width(heading: str, texts: Sequence[str], measure: Measure) -> int:
    """Pixels to show everything: what “fit width” gives."""
    return max([_heading_width(heading, measure), *(measure(text) for text in texts)]) + _PADDING_PIXELS


def _heading_width(heading: str, measure: Measure) -> int:
    return int(measure(heading) * _BOLD_SHARE) + _ARROW_PIXELS
