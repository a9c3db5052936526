"""Where the rows in view stand, so that they can stand there again after the rows around them have changed."""

from __future__ import annotations

from dataclasses import dataclass

from leaddesk.ui.results.record_grid import RecordGrid
from leaddesk.ui.results.record_table_model import RecordTableModel


@dataclass(frozen=True, slots=True)
class ScrollPlace:
    """One row in view, by its record's key, and where its upper edge stands: pixels below that of the view."""

    key: str
    top_pixels: int


def place_in_view(grid: RecordGrid, model: RecordTableModel) -> ScrollPlace | None:
    """The current row when it is in view, else the uppermost; None without rows."""
    current = grid.currentIndex().row()
    uppermost = grid.rowAt(0)
    is_in_view = current >= 0 and 0 <= grid.rowViewportPosition(current) < grid.viewport().height()
    row = current if is_in_view else uppermost
    return None if row < 0 else ScrollPlace(model.key_at(row), grid.rowViewportPosition(row))


def scroll_to_place(grid: RecordGrid, model: RecordTableModel, place: ScrollPlace) -> bool:
    """Scroll so that the row stands there again, as far as that goes; False when it is not among the rows."""
    row = model.row_of(place.key)
    if row is None:
        return False
    grid.executeDelayedItemsLayout()
    bar = grid.verticalScrollBar()
    bar.setValue(bar.value() + grid.rowViewportPosition(row) - place.top_pixels)
    return True
