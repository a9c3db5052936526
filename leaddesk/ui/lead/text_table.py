"""A read-only table of short texts: values, times, sends. It shows what it is given and copies it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from leaddesk.domain.local_time import NOT_KNOWN_WORDS, lead_moment_text
from leaddesk.ui.lead.reading import Copied, CopyText, Reading
from leaddesk.ui.lead.value_text import utc_text
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import plain_tool_tip

Index = QModelIndex | QPersistentModelIndex
ASIDE_ROLE = Qt.ItemDataRole.UserRole + 1
_ASIDE_GAP = 10
_LEAST_ASIDE = 48


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
    """

    text: str
    full: str = ""
    muted: bool = False
    icon: str = ""
    aside: str = ""
    note: str = ""
    right: bool = False

    @property
    def copied(self) -> str:
        """What goes onto the clipboard."""
        return "" if self.muted else self.full or self.text


Row = tuple[TextCell, ...]


@dataclass(frozen=True, slots=True)
class CopyChoice:
    """One entry of the context menu: its title, what it copies, and how that is called afterwards."""

    title: str
    what: Copied
    name: str


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
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return _dressing(cell, role)


def _dressing(cell: TextCell, role: int) -> Any:
    """Colour, font and icon."""
    if role == Qt.ItemDataRole.ForegroundRole and cell.muted:
        return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
    if role == Qt.ItemDataRole.FontRole and cell.muted:
        font = QFont()
        font.setItalic(True)
        return font
    if role == Qt.ItemDataRole.DecorationRole and cell.icon:
        return icon(cell.icon, QPalette.ColorRole.Text)
    return None


class AsideDelegate(QStyledItemDelegate):
    """Paints the muted aside behind a cell's text, as far as there is room."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for both."""
        usual = super().sizeHint(option, index)
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


class TextTable(QTableView):
    """The table itself: rows are chosen whole; Ctrl+C and the context menu copy."""

    def __init__(self, name: str, headings: Sequence[str], copy: CopyText, parent: QWidget | None = None) -> None:
        """`name` is read by screen readers."""
        super().__init__(parent)
        self.contents = TextTableModel(headings, self)
        self.copy_choices: Callable[[], list[CopyChoice]] = self._usual_choices
        self._copy = copy
        self._preferred_rows = 0
        self._least_last = 0
        self._is_height_fitted = False
        self._dress(name)
        self.setModel(self.contents)
        self.customContextMenuRequested.connect(self._show_menu)

    def _dress(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setStyleSheet("QTableView::item { padding: 0 4px; }")
        self.setItemDelegate(AsideDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the columns take the width of their contents, the last one the rest."""
        self.contents.set_rows(rows)

    def wrap_rows(self) -> None:
        """Break long cells into lines; for tables of few rows."""
        self.setWordWrap(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def fit_columns(self, most_pixels: int = 260, *, whole: tuple[int, ...] = ()) -> None:
        """Each column as wide as its contents, up to a limit that those in `whole` do not have.

        The last one takes the rest, and where that is not enough and it is in `whole`, the table scrolls.
        """
        last = self.contents.columnCount() - 1
        for column in range(last):
            wanted = self._wanted_width(column)
            self.setColumnWidth(column, wanted if column in whole else min(wanted, most_pixels))
        self._least_last = self._wanted_width(last) if last in whole else 0
        if self._least_last:
            self._fit_last()

    def _wanted_width(self, column: int) -> int:
        return max(self.sizeHintForColumn(column), self.horizontalHeader().sectionSizeHint(column)) + 8

    def _fit_last(self) -> None:
        header, last = self.horizontalHeader(), self.contents.columnCount() - 1
        room = self.viewport().width() - sum(header.sectionSize(column) for column in range(last))
        header.setStretchLastSection(room >= self._least_last)
        if room < self._least_last:
            self.setColumnWidth(last, self._least_last)

    def prefer_rows(self, most_rows: int) -> None:
        """Ask for the height of its rows, up to so many: in a splitter the rest goes to the others."""
        self._preferred_rows = most_rows

    def fit_height(self, most_rows: int) -> None:
        """Take exactly the height of its rows, up to so many: for tables inside a scrolling page."""
        self._preferred_rows = most_rows
        self._is_height_fitted = True
        self.setFixedHeight(self._height_of_rows())

    def _height_of_rows(self) -> int:
        lines = max(1, min(len(self.contents.rows), self._preferred_rows))
        header = self.horizontalHeader()
        bar = self.horizontalScrollBar().sizeHint().height() if header.length() > self.viewport().width() else 0
        rows = lines * self.verticalHeader().defaultSectionSize()
        return header.sizeHint().height() + rows + bar + 2 * self.frameWidth() + 2

    def sizeHint(self) -> QSize:
        """As Qt has it, or as high as the preferred rows."""
        usual = super().sizeHint()
        return QSize(usual.width(), self._height_of_rows()) if self._preferred_rows else usual

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted height leaves room for the scroll bar only where the columns need one."""
        super().resizeEvent(event)
        if self._least_last:
            self._fit_last()
        if self._is_height_fitted and self.height() != self._height_of_rows():
            self.setFixedHeight(self._height_of_rows())

    def chosen_row(self) -> int | None:
        """The number of the chosen row, if any."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def copy_first(self) -> None:
        """What Ctrl+C does."""
        choices = self.copy_choices()
        if choices:
            self._copy(choices[0].what, choices[0].name)

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+C while the keyboard is in the table."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_copy(event):
            event.accept()  # before a menu's Ctrl+C takes it
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies."""
        if _is_copy(event):
            self.copy_first()
            return
        super().keyPressEvent(event)

    def context_menu(self) -> QMenu:
        """The menu with the ways to copy."""
        menu = QMenu(self)
        for place, choice in enumerate(self.copy_choices()):
            action = menu.addAction(icon("copy"), choice.title)
            if place == 0:
                action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
            action.triggered.connect(lambda _checked=False, one=choice: self._copy(one.what, one.name))
        return menu

    def _show_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if index.isValid():
            self.setCurrentIndex(index)
        menu = self.context_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(place))

    def _usual_choices(self) -> list[CopyChoice]:
        everything = [self.contents.headings, *([cell.copied for cell in row] for row in self.contents.rows)]
        choices = [CopyChoice("Copy all", everything, "The whole table")]
        index = self.currentIndex()
        if index.isValid():
            row = self.contents.rows[index.row()]
            heading = self.contents.headings[index.column()]
            choices.insert(0, CopyChoice("Copy row", [[cell.copied for cell in row]], "The row"))
            choices.insert(0, CopyChoice(f"Copy “{heading}”", row[index.column()].copied, heading))
        return choices


def _is_copy(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Copy)
