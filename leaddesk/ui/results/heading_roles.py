"""What a heading of the table answers to Qt: its title, words for screen readers, tool tip, alignment."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from PySide6.QtCore import Qt

from leaddesk.domain.columns import Column
from leaddesk.ui.cell_text import one_line
from leaddesk.ui.results.cell_roles import Role, alignment
from leaddesk.ui.results.headings import heading_text
from leaddesk.ui.widgets.plain_label import plain_tool_tip


def tick_heading(role: int) -> Any:
    """The answer above the ticks."""
    if role == Qt.ItemDataRole.ToolTipRole:
        return plain_tool_tip("Tick or untick all shown rows")
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return "Selected for export"
    return "" if role == Qt.ItemDataRole.DisplayRole else None


def column_heading(column: Column, zone: tzinfo, role: int, *, is_filtered: bool) -> Any:
    """The answer above a column; `zone` is that of its times."""
    if role == Role.IS_FILTERED:
        return is_filtered
    if role == Qt.ItemDataRole.AccessibleTextRole and is_filtered:
        return f"{heading_text(column, zone)}, filtered"
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return heading_text(column, zone)
    if role == Qt.ItemDataRole.ToolTipRole:
        return plain_tool_tip(f"{heading_text(column, zone)}\nThe provider's name: {one_line(column.key)}")
    return alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None
