"""What a cell of the table answers to Qt: text, colours, tool tip, words for screen readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QPalette

from leaddesk.domain.cell import NOT_SENT
from leaddesk.domain.cell_words import full_text
from leaddesk.domain.columns import Column
from leaddesk.ui.cell_text import EMPTY_WORDS, NOT_SENT_WORDS, one_line
from leaddesk.ui.results.headings import NUMBER_KINDS, heading_text
from leaddesk.ui.results.row_cells import RowCells
from leaddesk.ui.results.sort_keys import sort_key
from leaddesk.ui.widgets.plain_label import plain_tool_tip

_MOST_TOOL_TIP_CHARACTERS: Final = 2000
_TICKED_TINT_ALPHA: Final = 34


class Role(IntEnum):
    """Data beyond Qt's own roles: the Record, the key to sort by (None: last), the whole text, a remark or ""; of a
    heading, whether its column has a filter.
    """

    RECORD = Qt.ItemDataRole.UserRole + 1
    SORT_VALUE = Qt.ItemDataRole.UserRole + 2
    FULL_TEXT = Qt.ItemDataRole.UserRole + 3
    REMARK = Qt.ItemDataRole.UserRole + 4
    IS_FILTERED = Qt.ItemDataRole.UserRole + 5


class CellRoles:
    """Answers for the cells of a row, by Qt role. Column -1 is the tick column."""

    def __init__(self, is_ticked: Callable[[RowCells], bool]) -> None:
        """`is_ticked` tells of a row whether it is selected."""
        self._is_ticked = is_ticked
        self._columns: tuple[Column, ...] = ()
        self._zone: tzinfo = UTC
        self._readers = self._build_readers()

    def use(self, columns: tuple[Column, ...], zone: tzinfo) -> None:
        """The columns that rows are read by from now on, and the zone of their times."""
        self._columns, self._zone = columns, zone

    def answers(self, role: int) -> bool:
        """Whether there is anything to say in this role."""
        return role in self._readers

    def read(self, row: RowCells, column: int, role: int) -> Any:
        """The answer. A failure marks the cell as faulty, once; it would come again with each painting."""
        try:
            return self._readers[role](row, column)
        except Exception as error:  # one odd value must not take the table down
            row.mark_fault(column, error)
            return None

    def _build_readers(self) -> dict[int, Callable[[RowCells, int], Any]]:
        return {
            int(Qt.ItemDataRole.DisplayRole): self._text,
            int(Qt.ItemDataRole.CheckStateRole): self._check_state,
            int(Qt.ItemDataRole.BackgroundRole): self._background,
            int(Qt.ItemDataRole.ForegroundRole): self._foreground,
            int(Qt.ItemDataRole.TextAlignmentRole): self._text_alignment,
            int(Qt.ItemDataRole.ToolTipRole): self._tool_tip,
            int(Qt.ItemDataRole.AccessibleTextRole): self._accessible_text,
            int(Role.RECORD): lambda row, _column: row.record,
            int(Role.SORT_VALUE): self._sort_value,
            int(Role.FULL_TEXT): self._full_text,
            int(Role.REMARK): self._remark,
        }

    def _text(self, row: RowCells, column: int) -> str | None:
        return None if column < 0 else row.text(column, self._zone)

    def _check_state(self, row: RowCells, column: int) -> int | None:
        if column >= 0:
            return None
        state = Qt.CheckState.Checked if self._is_ticked(row) else Qt.CheckState.Unchecked
        return int(state.value)

    def _background(self, row: RowCells, _column: int) -> QBrush | None:
        if not self._is_ticked(row):
            return None
        return QBrush(ticked_tint(QGuiApplication.palette()))

    def _foreground(self, row: RowCells, column: int) -> QBrush | None:
        return QGuiApplication.palette().placeholderText() if column >= 0 and row.is_muted(column) else None

    def _text_alignment(self, _row: RowCells, column: int) -> int | None:
        return None if column < 0 else alignment(self._columns[column])

    def _tool_tip(self, row: RowCells, column: int) -> str | None:
        if column < 0:
            return None
        return plain_tool_tip(self._remark(row, column) or self._full_text(row, column)[:_MOST_TOOL_TIP_CHARACTERS])

    def _accessible_text(self, row: RowCells, column: int) -> str:
        if column < 0:
            return "Selected for export" if self._is_ticked(row) else "Not selected"
        words = self._remark(row, column) or one_line(self._full_text(row, column))
        return f"{heading_text(self._columns[column], self._zone)}: {words}"

    def _sort_value(self, row: RowCells, column: int) -> Any:
        return None if column < 0 else sort_key(row.cell(column), self._columns[column].kind)

    def _full_text(self, row: RowCells, column: int) -> str:
        return "" if column < 0 else full_text(row.cell(column), self._columns[column].kind, self._zone)

    def _remark(self, row: RowCells, column: int) -> str:
        """What a bare look at the cell does not tell; empty when the text says it all."""
        if column < 0:
            return ""
        if column in row.faults:
            return "this value could not be read"
        value = row.cell(column)
        if value is NOT_SENT:
            return NOT_SENT_WORDS
        if isinstance(value, datetime) and value.tzinfo is None:
            return f"{self._full_text(row, column)}: shown as it was sent"
        return EMPTY_WORDS if value is None or value == "" else ""


def ticked_tint(palette: QPalette) -> QColor:
    """What lies over the ground of a selected row."""
    tint = QColor(palette.color(QPalette.ColorRole.Highlight))
    tint.setAlpha(_TICKED_TINT_ALPHA)
    return tint


def alignment(column: Column) -> int:
    """Numbers right, everything else left."""
    side = Qt.AlignmentFlag.AlignRight if column.kind in NUMBER_KINDS else Qt.AlignmentFlag.AlignLeft
    return int((side | Qt.AlignmentFlag.AlignVCenter).value)
