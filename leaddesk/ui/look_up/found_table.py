"""The table of a look-up: rows of all vendors, grouped by person, that do not move from under the hand.

One row is the current one; it is read in the pane. Rows are selected as in any list (Shift, Ctrl, Ctrl+A) and copied
as cells. When later answers come, the current row stays current, selected and where it is on screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from datetime import tzinfo
from itertools import islice
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from leaddesk.services.found_leads import FoundLead
from leaddesk.ui.cell_text import count_text
from leaddesk.ui.look_up.found_cells import FOUND_COLUMNS
from leaddesk.ui.look_up.found_rows import Found, RowKey
from leaddesk.ui.look_up.found_table_model import HEADING_ROLE, MARK_ROLE, FoundTableModel
from leaddesk.ui.results.action_button import make_action
from leaddesk.ui.results.clipboard import build_mime, copy_value

_ROW_PADDING_PIXELS: Final = 9
_CELL_STYLE: Final = "QTableView::item { padding-left: 6px; padding-right: 6px; }"
_MOST_COLUMN_PIXELS: Final = 230
_CELL_AIR_PIXELS: Final = 10
_MOST_MEASURED_ROWS: Final = 100
_MOST_MEASURED_FLAGS: Final = 20
_MARK_PIXELS: Final = 4
_FIRST_HUE: Final = 210
_HUE_STEP: Final = 137  # neighbours among the groups get colours far from each other
_ROWS: Final = QItemSelectionModel.SelectionFlag.Rows
_SELECT: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS


class FoundTable(QTableView):
    """Leads under the headings of their groups.

    Signals:
        lead_chosen(FoundLead | None): another lead is the current one, or its record was read anew, or none is.
        lead_activated(): Enter.
        copied(str): words for the status line.
    """

    lead_chosen = Signal(object)
    lead_activated = Signal()
    copied = Signal(str)

    def __init__(self, zone: tzinfo, parent: QWidget | None = None) -> None:
        """Empty. `zone` is the person's own."""
        super().__init__(parent)
        self.contents = FoundTableModel(zone, self)
        self._chosen: FoundLead | None = None
        self._is_refreshing = False
        self._own_widths: set[int] = set()
        self._is_fitting = False
        self._dress()
        self.setModel(self.contents)
        self.copy_action = self._action("&Copy rows", QKeySequence(QKeySequence.StandardKey.Copy), self.copy_rows)
        self.copy_with_headings_action = self._action(
            "Copy rows with &headings", QKeySequence("Ctrl+Shift+C"), lambda: self.copy_rows(headings=True)
        )
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.horizontalHeader().sectionResized.connect(self._on_column_resized)
        self.customContextMenuRequested.connect(self._show_menu)

    def _dress(self) -> None:
        self.setAccessibleName("Leads found")
        self.setStyleSheet(_CELL_STYLE)
        self.setItemDelegate(_MarkingDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_row_height()
        self.horizontalHeader().setHighlightSections(False)

    def _fit_row_height(self) -> None:
        """One line of text and a little air."""
        height = self.fontMetrics().height() + _ROW_PADDING_PIXELS
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def changeEvent(self, event: QEvent) -> None:
        """Larger text needs higher rows and wider columns."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit_row_height()
            self._fit_columns()

    def _action(self, words: str, keys: QKeySequence, act: Callable[[], object]) -> QAction:
        action = make_action(self, words, "copy", keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False: act())
        self.addAction(action)
        return action

    # What is shown

    @property
    def chosen(self) -> FoundLead | None:
        """The lead of the current row."""
        return self._chosen

    @property
    def chosen_place(self) -> int | None:
        """Its place in `Found.leads`."""
        row = self.currentIndex().row()
        return self.contents.rows[row].place if self._chosen is not None and row >= 0 else None

    def forget(self) -> None:
        """Another look-up begins: no rows, and no row to come back to."""
        self._own_widths.clear()
        self.show_found(Found())

    def show_found(self, found: Found) -> None:
        """Show what was found so far; the current row stays where it is, and the first becomes it where none is."""
        current = self.currentIndex()
        column, before = max(current.column(), 0), self.visualRect(current).top()
        kept, selected = self.contents.key_at(current.row()), self._selected_keys()
        self._is_refreshing = True
        self.setAutoScroll(False)
        try:
            self.contents.show_found(found)
            self._span_headings()
            self._fit_columns()
            row = self._choose(kept, current.row(), column, selected)
        finally:
            self._is_refreshing = False
            self.setAutoScroll(True)
        if kept is not None and self.contents.key_at(row) == kept:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(self.contents.index(row, column)).top() - before)
        self._tell_chosen()

    def _selected_keys(self) -> set[RowKey]:
        return {key for row in self.selected_rows() if (key := self.contents.key_at(row)) is not None}

    def _span_headings(self) -> None:
        self.clearSpans()
        for number, row in enumerate(self.contents.rows):
            if row.lead is None:
                self.setSpan(number, 0, 1, len(FOUND_COLUMNS))

    def _choose(self, kept: RowKey | None, row_before: int, column: int, selected: Iterable[RowKey]) -> int:
        """Make the same row current again; where it is gone, its neighbour. Gives its number, -1 for none."""
        row = self.contents.row_of(kept)
        if row is None:
            row = self._lead_row_near(max(row_before, 0))
        if row is None:
            return -1
        rows = {place for key in selected if (place := self.contents.row_of(key)) is not None} or {row}
        selection = QItemSelection()
        for first, last in self._stretches(rows):
            selection.select(self.contents.index(first, 0), self.contents.index(last, len(FOUND_COLUMNS) - 1))
        self.selectionModel().setCurrentIndex(
            self.contents.index(row, column), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self.selectionModel().select(selection, _SELECT)
        return row

    def _stretches(self, rows: Set[int]) -> Iterator[tuple[int, int]]:
        """First and last of rows that follow each other; a heading in between, which is never selected, is no gap.

        Qt takes long over thousands of selections of one row each.
        """
        begun, last = -1, -1
        for row, item in enumerate(self.contents.rows):
            if row in rows:
                begun, last = (row if begun < 0 else begun), row
            elif item.lead is not None and begun >= 0:
                yield begun, last
                begun = -1
        if begun >= 0:
            yield begun, last

    def _lead_row_near(self, row: int) -> int | None:
        rows = [number for number, item in enumerate(self.contents.rows) if item.lead is not None]
        return min(rows, key=lambda number: (abs(number - row), number), default=None)

    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._is_refreshing:
            self._tell_chosen()

    def _tell_chosen(self) -> None:
        chosen = self.contents.lead_at(self.currentIndex().row())
        before, self._chosen = self._chosen, chosen
        if chosen != before:
            self.lead_chosen.emit(chosen)

    def move_current(self, step: int) -> None:
        """Go to the lead below (1) or above (-1), past headings."""
        rows = [number for number, item in enumerate(self.contents.rows) if item.lead is not None]
        current = self.currentIndex()
        if current.row() in rows:
            place = rows.index(current.row()) + step
            if 0 <= place < len(rows):
                self.selectionModel().setCurrentIndex(self.contents.index(rows[place], current.column()), _SELECT)

    def neighbours(self) -> tuple[bool, bool]:
        """Whether there is a lead above and below the current one."""
        rows = [number for number, item in enumerate(self.contents.rows) if item.lead is not None]
        row = self.currentIndex().row()
        return bool(rows) and row > rows[0], bool(rows) and 0 <= row < rows[-1]

    # Widths

    def _fit_columns(self) -> None:
        """Columns grow with what comes, up to a limit; those that the person has sized are left alone."""
        self._is_fitting = True
        rows = self._measured_rows()
        for column in range(len(FOUND_COLUMNS)):
            if column not in self._own_widths:
                self.setColumnWidth(column, self._wanted_width(column, rows))
        self._is_fitting = False

    def _measured_rows(self) -> list[int]:
        """Leads alone, as a heading goes over all columns: some from end to end, and the first who must be left alone.

        To measure thousands would hold the window up; the cell that is wider than all of these has its tool tip.
        """
        leads = [row for row, item in enumerate(self.contents.rows) if item.lead is not None]
        flagged = islice((row for row in leads if _is_flagged(self.contents.lead_at(row))), _MOST_MEASURED_FLAGS)
        return sorted({*leads[:: -(-len(leads) // _MOST_MEASURED_ROWS) or 1], *flagged})

    def _wanted_width(self, column: int, rows: Sequence[int]) -> int:
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        indices = [self.contents.index(row, column) for row in rows]
        widths = [metrics.horizontalAdvance(str(index.data() or "")) for index in indices]
        has_icon = any(index.data(Qt.ItemDataRole.DecorationRole) is not None for index in indices)
        room = max(widths, default=0) * (1.1 if has_icon else 1) + (24 if has_icon else 0) + 2 * _CELL_AIR_PIXELS
        return max(min(int(room), _MOST_COLUMN_PIXELS), header.sectionSizeHint(column) + _CELL_AIR_PIXELS)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Sideways, headings stay where they are: what Qt has moved of them is painted anew."""
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()

    def _on_column_resized(self, column: int, _old: int, _new: int) -> None:
        if not self._is_fitting:
            self._own_widths.add(column)

    # Copying

    def selected_rows(self) -> list[int]:
        """The selected leads' rows, from top to bottom; whole rows are all that can be selected."""
        selection = self.selectionModel().selection()
        stretches = map(selection.at, range(selection.count()))
        rows = {row for stretch in stretches for row in range(stretch.top(), stretch.bottom() + 1)}
        return sorted(row for row in rows if self.contents.lead_at(row) is not None)

    def copy_rows(self, *, headings: bool = False) -> None:
        """Copy the selected rows as cells."""
        rows = [self.contents.rows[row].cells for row in self.selected_rows()]
        if not rows:
            self.copied.emit("Nothing to copy")
            return
        QGuiApplication.clipboard().setMimeData(build_mime(rows, FOUND_COLUMNS, self.contents.zone, headings=headings))
        words = f"{count_text(len(rows), 'row', 'rows')}, {len(FOUND_COLUMNS)} columns copied"
        self.copied.emit(words + (" with headings" if headings else ""))

    def _copy_cell(self, index: QModelIndex | QPersistentModelIndex) -> None:
        row = self.contents.rows[index.row()]
        self.copied.emit(copy_value(row.cells[index.column()], FOUND_COLUMNS[index.column()], self.contents.zone))

    def _show_menu(self, place: QPoint) -> None:
        index = self.indexAt(place)
        if self.contents.lead_at(index.row()) is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        cell = menu.addAction(f"Copy “{FOUND_COLUMNS[index.column()].title}”")
        kept = QPersistentModelIndex(index)
        cell.triggered.connect(lambda: self._copy_cell(kept) if kept.isValid() else None)
        menu.addActions([self.copy_action, self.copy_with_headings_action])
        menu.popup(self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on into the record."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.lead_activated.emit()
            return
        super().keyPressEvent(event)


class _MarkingDelegate(QStyledItemDelegate):
    """Paints the bar of a group's colour at the left, and headings in full strength though they cannot be chosen."""

    def __init__(self, table: FoundTable) -> None:
        super().__init__(table)
        self._table = table

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Headings are not greyed, and end within the view, with an ellipsis: the row itself goes on beyond it."""
        super().initStyleOption(option, index)
        if index.data(HEADING_ROLE):
            option.state |= QStyle.StateFlag.State_Enabled  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
            place: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
            view = self._table.viewport().rect()
            option.rect = QRect(view.left(), place.top(), view.width(), place.height())  # pyright: ignore[reportAttributeAccessIssue]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell, then the bar."""
        super().paint(painter, option, index)
        mark = index.data(MARK_ROLE)
        if index.column() == 0 and mark is not None:
            place: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType, reportUnknownMemberType]
            painter.fillRect(place.left(), place.top(), _MARK_PIXELS, place.height(), _mark_colour(int(mark)))


def _is_flagged(lead: FoundLead | None) -> bool:
    return lead is not None and bool(lead.lead.do_not_contact)


def _mark_colour(mark: int) -> QColor:
    is_dark = QGuiApplication.palette().color(QPalette.ColorRole.Base).lightness() < 128
    return QColor.fromHsv((_FIRST_HUE + mark * _HUE_STEP) % 360, 150, 220 if is_dark else 180)
