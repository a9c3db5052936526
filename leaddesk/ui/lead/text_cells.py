"""Cells of the pane's tables: text, muted words for what is missing, an icon, a muted aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import (
    QApplication,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from leaddesk.domain.local_time import NOT_KNOWN_WORDS, lead_moment_text
from leaddesk.ui.lead.reading import Reading
from leaddesk.ui.lead.value_text import utc_text
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import plain_tool_tip

Index = QModelIndex | QPersistentModelIndex
ASIDE_ROLE = Qt.ItemDataRole.UserRole + 1
WHOLE_ROLE = Qt.ItemDataRole.UserRole + 2
_ASIDE_GAP = 10
_LEAST_ASIDE = 48
_CELL_PADDING_PIXELS = 12


@dataclass(frozen=True, slots=True)
class TextCell:
    """One cell.

    Attributes:
        text: one line, as shown.
        full: the whole text, as copied; `text` when left out, nothing when muted.
        muted: the text stands for a missing value.
        icon: name of an icon before the text.
        aside: muted text behind the text (a vendor's own key).
        note: tool tip.
        right: numbers stand right.
        bold: it stands out.
        whole: it is never cut, however many lines it takes, where tables cut long texts.
    """

    text: str
    full: str = ""
    muted: bool = False
    icon: str = ""
    aside: str = ""
    note: str = ""
    right: bool = False
    bold: bool = False
    whole: bool = False

    @property
    def copied(self) -> str:
        """What goes onto the clipboard."""
        return "" if self.muted else self.full or self.text


Row = tuple[TextCell, ...]


def lead_time_cell(reading: Reading, moment: datetime) -> TextCell:
    """A moment in the lead's time, zone named; exact UTC in the tool tip."""
    text = lead_moment_text(reading.lead_zones, moment)
    return TextCell(text, muted=text == NOT_KNOWN_WORDS, note=f"{text}\n{utc_text(moment)}")


class TextTableModel(QAbstractTableModel):
    """Rows of cells under headings."""

    def __init__(self, headings: Sequence[str], parent: QWidget | None = None) -> None:
        """Begin with no rows."""
        super().__init__(parent)
        self.headings = tuple(headings)
        self.rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Headings."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings, at the left."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a view asks of a cell."""
        cell = self.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tool_tip(cell.note or (cell.full[:2000] if cell.full != cell.text else cell.text))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{cell.text} {cell.aside}".strip()
        if role == ASIDE_ROLE:
            return cell.aside
        if role == WHOLE_ROLE:
            return cell.whole
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return _dressing(cell, role)


def _dressing(cell: TextCell, role: int) -> Any:
    """Colour, font and icon."""
    if role == Qt.ItemDataRole.ForegroundRole and cell.muted:
        return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
    if role == Qt.ItemDataRole.FontRole and (cell.muted or cell.bold):
        font = QFont()
        font.setItalic(cell.muted)
        font.setBold(cell.bold)
        return font
    if role == Qt.ItemDataRole.DecorationRole and cell.icon:
        return icon(cell.icon, QPalette.ColorRole.Text)
    return None


class AsideDelegate(QStyledItemDelegate):
    """Paints the muted aside behind a cell's text, as far as there is room.

    Breaks a text that fits the column but not between its paddings, of which Qt’s own reckoning knows nothing.
    """

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for both; as high as the text is within the paddings."""
        within = QStyleOptionViewItem(option)
        place: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
        within.rect = place.adjusted(0, 0, -_CELL_PADDING_PIXELS, 0)  # pyright: ignore[reportAttributeAccessIssue]
        usual = super().sizeHint(within, index)
        aside = str(index.data(ASIDE_ROLE) or "")
        if aside:
            usual.setWidth(usual.width() + _ASIDE_GAP + QFontMetrics(QApplication.font()).horizontalAdvance(aside))
        return usual

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell as usual, then the aside."""
        super().paint(painter, option, index)
        aside = str(index.data(ASIDE_ROLE) or "")
        if not aside:
            return
        taken = option.fontMetrics.horizontalAdvance(str(index.data() or "")) + _ASIDE_GAP + 4  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
        place: QRect = option.rect.adjusted(taken, 0, -4, 0)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
        if place.width() < _LEAST_ASIDE:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.PlaceholderText
        painter.save()
        painter.setPen(QGuiApplication.palette().color(role))
        shown = painter.fontMetrics().elidedText(aside, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.restore()
