"""The rows of a look-up under the headings of their groups, for a table view. It adapts; it does not think or wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QWidget

from leaddesk.domain.cell import CellValue
from leaddesk.domain.cell_words import full_text
from leaddesk.services.found_leads import FoundLead
from leaddesk.ui.cell_text import cell_text, one_line
from leaddesk.ui.look_up.found_cells import DO_NOT_CONTACT, FOUND_COLUMNS, found_cells
from leaddesk.ui.look_up.found_rows import Found, RowKey
from leaddesk.ui.look_up.sections import Section, build_sections
from leaddesk.ui.results.headings import heading_text
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import plain_tool_tip

Index = QModelIndex | QPersistentModelIndex
MARK_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""The number of the group's colour; None for people who stand alone."""
HEADING_ROLE: Final = Qt.ItemDataRole.UserRole + 2
"""Whether the row is a heading."""
_LEAD_FLAGS: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


@dataclass(frozen=True)
class FoundRow:
    """One row: a heading (`place` None), or the lead at that place of `Found.leads`."""

    section: Section
    place: int | None = None
    lead: FoundLead | None = None

    @cached_property
    def cells(self) -> tuple[CellValue, ...]:
        """The lead's values, one for each column."""
        return () if self.lead is None else found_cells(self.lead)


class FoundTableModel(QAbstractTableModel):
    """Headings cannot be chosen; what they say is said with each of their rows too."""

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        """No rows yet. `zone` is the person's own."""
        super().__init__(parent)
        self.zone = zone
        self.found = Found()
        self.rows: tuple[FoundRow, ...] = ()
        self._row_of: dict[RowKey, int] = {}

    def show_found(self, found: Found) -> None:
        """Show this in place of what was there."""
        self.beginResetModel()
        self.found = found
        rows: list[FoundRow] = []
        for section in build_sections(found):
            if section.heading:
                rows.append(FoundRow(section))
            rows += [FoundRow(section, place, found.leads[place]) for place in section.places]
        self.rows = tuple(rows)
        self._row_of = {found.keys[row.place]: number for number, row in enumerate(rows) if row.place is not None}
        self.endResetModel()

    def row_of(self, key: RowKey | None) -> int | None:
        """Where that lead stands now."""
        return None if key is None else self._row_of.get(key)

    def key_at(self, row: int) -> RowKey | None:
        """Which lead stands there; None for a heading and beyond the rows."""
        place = self.rows[row].place if 0 <= row < len(self.rows) else None
        return None if place is None else self.found.keys[place]

    def lead_at(self, row: int) -> FoundLead | None:
        """The lead of that row; None for a heading and beyond the rows."""
        return self.rows[row].lead if 0 <= row < len(self.rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Rows, headings among them."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """The common columns."""
        return 0 if parent.isValid() else len(FOUND_COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The arrow keys step over headings."""
        if not index.isValid() or self.rows[index.row()].lead is None:
            return Qt.ItemFlag.NoItemFlags
        return _LEAD_FLAGS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles, at the left."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return heading_text(FOUND_COLUMNS[section], self.zone)
        return (
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            if role == Qt.ItemDataRole.TextAlignmentRole
            else None
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a view asks of a cell."""
        row, column = self.rows[index.row()], index.column()
        if role == MARK_ROLE:
            return row.section.mark
        if role == HEADING_ROLE:
            return row.lead is None
        return _heading_data(row.section, role) if row.lead is None else self._lead_data(row, column, role)

    def _lead_data(self, row: FoundRow, column: int, role: int) -> Any:
        kind = FOUND_COLUMNS[column].kind
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(row.cells[column], kind, self.zone)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tool_tip(full_text(row.cells[column], kind, self.zone))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = cell_text(row.cells[column], kind, self.zone)
            return f"{text}. {row.section.heading}".rstrip(". ") if column == 0 else text
        return _warning_data(role) if column == DO_NOT_CONTACT and row.cells[column] else None


def _heading_data(section: Section, role: int) -> Any:
    if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
        return one_line(section.heading)
    if role == Qt.ItemDataRole.ToolTipRole:
        return plain_tool_tip(section.heading.replace(" · ", "\n"))
    if role == Qt.ItemDataRole.DecorationRole:
        return icon(section.icon, QPalette.ColorRole.Text) if section.icon else None
    if role == Qt.ItemDataRole.ForegroundRole:
        return QGuiApplication.palette().color(QPalette.ColorRole.Text)
    if role == Qt.ItemDataRole.BackgroundRole:
        return QGuiApplication.palette().color(QPalette.ColorRole.Midlight)
    return _bold() if role == Qt.ItemDataRole.FontRole else None


def _warning_data(role: int) -> Any:
    """Who must not be contacted is seen without reading: by a sign and weight, and by colour besides."""
    if role == Qt.ItemDataRole.DecorationRole:
        return icon("cancel", QPalette.ColorRole.BrightText)
    if role == Qt.ItemDataRole.ForegroundRole:
        return QGuiApplication.palette().color(QPalette.ColorRole.BrightText)
    return _bold() if role == Qt.ItemDataRole.FontRole else None


def _bold() -> QFont:
    font = QFont()  # all else as the table has it
    font.setBold(True)
    return font
