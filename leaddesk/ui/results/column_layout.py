"""Which columns a table shows, in which order, how wide, and how many stay at the left. Pure; no Qt.

A layout may name columns that the loaded data does not have (another lead type had them): they are skipped
when it is applied and kept when it is changed, so that no choice is lost by looking at something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from leaddesk.domain.columns import Column, ColumnLayout
from leaddesk.domain.page import Chart

MOST_FROZEN: Final = 5
LEAST_WIDTH_PIXELS: Final = 36
MOST_WIDTH_PIXELS: Final = 2000
_SHOWN_WHEN_NONE_IS_DECLARED: Final = 8


def default_layout(columns: Iterable[Column]) -> ColumnLayout:
    """The columns declared as shown, else the first few; the first of them frozen."""
    every = tuple(columns)
    shown = tuple(column.key for column in every if column.shown)
    return ColumnLayout(shown or tuple(column.key for column in every[:_SHOWN_WHEN_NONE_IS_DECLARED]))


def figures_layout(chart: Chart) -> ColumnLayout:
    """Figures over many leads have columns of their own, whatever is chosen for the leads of that search."""
    return ColumnLayout((chart.label_key, *chart.value_keys))


def shown_columns(layout: ColumnLayout, columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns to show, in order. Unknown keys and repeats are skipped; never empty while there are columns."""
    every = tuple(columns)
    by_key = {column.key: column for column in every}
    chosen = tuple(by_key[key] for key in dict.fromkeys(layout.shown) if key in by_key)
    if chosen or not every:
        return chosen
    return tuple(by_key[key] for key in default_layout(every).shown)


def keep_unknown(chosen: ColumnLayout, earlier: ColumnLayout, columns: Iterable[Column]) -> ColumnLayout:
    """`chosen` with the columns of `earlier` that nobody could choose about, each behind its old neighbour."""
    known = {column.key for column in columns}
    shown = list(chosen.shown)
    for place, key in enumerate(earlier.shown):
        if key in known or key in shown:
            continue
        neighbours = [shown.index(left) for left in earlier.shown[:place] if left in shown]
        shown.insert(neighbours[-1] + 1 if neighbours else len(shown), key)
    widths = {key: width for key, width in earlier.widths.items() if key not in known}
    return ColumnLayout(tuple(shown), {**widths, **chosen.widths}, chosen.frozen)


def without_column(layout: ColumnLayout, key: str) -> ColumnLayout:
    """The layout with one column hidden; when it was frozen, one fewer is."""
    frozen = layout.frozen - 1 if key in layout.shown[: layout.frozen] else layout.frozen
    return ColumnLayout(tuple(item for item in layout.shown if item != key), layout.widths, frozen)
