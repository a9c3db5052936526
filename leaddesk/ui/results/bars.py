"""Rows of figures as bars: which label, how long, what is left out. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leaddesk.domain.cell import NOT_SENT, CellValue
from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record
from leaddesk.ui.cell_text import one_line

MOST_BARS: Final = 40
NO_LABEL: Final = "(empty)"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, the figure, and the figure as text."""

    label: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """The longest bars, the longest first; `left_out` says how many more rows there are, `unreadable` how many
    hold no figure.
    """

    title: str
    bars: tuple[Bar, ...]
    left_out: int
    unreadable: int

    def words(self) -> str:
        """All of it as one text, for screen readers."""
        told = "; ".join(f"{bar.label}: {bar.text}" for bar in self.bars)
        return f"{self.title}. {told}{f'; and {self.left_out:,} more' if self.left_out else ''}"


def build_bars(records: Sequence[Record], label: Column, value: Column) -> Bars:
    """Bars for the figures of one column."""
    found: list[Bar] = []
    for record in records:
        values = record.values()
        number = _read_number(value.raw_in(values))
        if number is None:
            continue
        found.append(Bar(_label_text(label.cell_in(values)), number, _number_text(number)))
    ordered = sorted(found, key=lambda bar: -bar.value)
    title = f"{one_line(value.title)} by {one_line(label.title)}"
    return Bars(title, tuple(ordered[:MOST_BARS]), max(0, len(ordered) - MOST_BARS), len(records) - len(found))


def _label_text(cell: CellValue) -> str:
    return NO_LABEL if cell in (None, "", NOT_SENT) else one_line(str(cell))


def _read_number(raw: object) -> float | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    try:
        number = float(raw)
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None


def _number_text(number: float) -> str:
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"
