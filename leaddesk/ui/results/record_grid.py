"""The grid of records: one table, and a second one laid over its left edge that shows the frozen columns.

Both show the same model and share one current cell. The table below has the keyboard focus and all the
columns; the one above shows only the first few of them, does not scroll sideways and takes mouse clicks.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from leaddesk.ui.results.cell_roles import Role
from leaddesk.ui.results.column_header import ColumnHeader
from leaddesk.ui.results.record_table_model import TICK_COLUMN, RecordTableModel
from leaddesk.ui.results.tick_gestures import TickGestures

_ROW_PADDING_PIXELS: Final = 9
_CELL_MARGIN_PIXELS: Final = 14
_CELL_STYLE: Final = "QTableView::item { padding-left: 4px; padding-right: 4px; }"
_MOST_FROZEN_SHARE: Final = 0.7
_CURRENT_ROW: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


class _CalmTable(QTableView):
    """What the two tables have in common: looks, mouse, tool tips, the mark of the current cell.

    Signals:
        cell_pressed(QModelIndex, Qt.KeyboardModifier), cell_double_clicked(QModelIndex): left button.
    """

    cell_pressed = Signal(object, object)
    cell_double_clicked = Signal(object)

    heading: ColumnHeader

    def set_up(self, model: RecordTableModel) -> None:
        """Dress the table; Qt calls overridden methods meanwhile, so the fields of subclasses come first."""
        self.heading = ColumnHeader(model.shown_tick_state, self)
        self.setHorizontalHeader(self.heading)
        self.heading.setSortIndicatorShown(True)  # only now: the table turns it off when it takes a header
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setStyleSheet(_CELL_STYLE)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.fit_row_height()

    def fit_row_height(self) -> None:
        """One line of text and a little air."""
        height = self.fontMetrics().height() + _ROW_PADDING_PIXELS
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def has_keyboard(self) -> bool:
        """Whether the current cell is to be marked."""
        return self.hasFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The left button is given to the grid; the others do what they always do."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
        elif index.isValid():
            self.cell_pressed.emit(index, event.modifiers())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging over rows chooses nothing."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press has done all there is to do."""
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the ticks a quick second click is a click."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton or not index.isValid():
            return
        if index.column() == TICK_COLUMN:
            self.cell_pressed.emit(index, event.modifiers())
        else:
            self.cell_double_clicked.emit(index)

    def viewportEvent(self, event: QEvent) -> bool:
        """A tool tip only where the cell does not show the whole truth by itself."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and not self._needs_tip(event.pos()):
            QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def _needs_tip(self, place: QPoint) -> bool:
        index = self.indexAt(place)
        shown = index.data(Qt.ItemDataRole.DisplayRole)
        if not isinstance(shown, str):
            return False
        room = self.visualRect(index).width() - _CELL_MARGIN_PIXELS
        whole = index.data(Role.FULL_TEXT)
        return bool(index.data(Role.REMARK)) or shown != whole or self.fontMetrics().horizontalAdvance(shown) > room

    def paintEvent(self, event: QPaintEvent) -> None:
        """The stock table, clear edges for the tick boxes, and a frame around the current cell."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if not self.isColumnHidden(TICK_COLUMN):
            self._paint_box_edges(painter)
        current = self.currentIndex()
        if current.isValid() and self.has_keyboard() and not self.isColumnHidden(current.column()):
            painter.setPen(self.palette().color(QPalette.ColorRole.HighlightedText))
            painter.drawRect(self.visualRect(current).adjusted(1, 1, -2, -2))
        painter.end()

    def _paint_box_edges(self, painter: QPainter) -> None:
        """The stock boxes can hardly be seen on dark ground."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        model = self.model()
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        for row in range(max(0, first), (last if last >= 0 else model.rowCount() - 1) + 1):
            option.rect = self.visualRect(model.index(row, TICK_COLUMN))
            box = self.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, self)
            painter.drawRect(box.adjusted(0, 0, -1, -1))


class _FrozenColumns(_CalmTable):
    """The table above: never scrolls sideways, never has the focus."""

    def __init__(self, grid: RecordGrid, model: RecordTableModel) -> None:
        super().__init__(grid)
        self._grid = grid
        self.set_up(model)
        self.setObjectName("frozen columns")
        self.setAccessibleName("Results, columns that stay at the left")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        own = self.selectionModel()
        self.setSelectionModel(grid.selectionModel())
        own.deleteLater()

    def has_keyboard(self) -> bool:
        """The focus is always the table's below."""
        return self._grid.hasFocus()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Both tables scroll together."""
        self._grid.wheelEvent(event)

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """The table below decides where to scroll."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line parts the frozen columns from the others."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        edge = self.viewport().width() - 1
        painter.drawLine(edge, 0, edge, self.viewport().height())
        painter.end()


class RecordGrid(_CalmTable):
    """The table with its frozen columns; turns keys and clicks into steps and ticks (see RecordTableView).

    Signals:
        record_activated(Record): Enter or a double click.
    """

    record_activated = Signal(object)
    _is_ready = False  # of the class: Qt calls overridden methods before a grid has its fields

    def __init__(self, model: RecordTableModel, parent: QWidget | None = None) -> None:
        """`model` brings the rows; one column is frozen besides the ticks until `set_frozen`."""
        super().__init__(parent)
        self._model = model
        self._gestures = TickGestures(model)
        self._wanted_frozen = 1
        self._mirroring = False
        self.set_up(model)
        self.frozen = _FrozenColumns(self, model)
        self.setAccessibleName("Results")
        for table in (self, self.frozen):
            table.cell_pressed.connect(self._on_cell_pressed)
            table.cell_double_clicked.connect(self._on_double_clicked)
        self._keep_in_step()
        self._is_ready = True
        self.place_frozen()

    def _keep_in_step(self) -> None:
        mine, theirs = self.verticalScrollBar(), self.frozen.verticalScrollBar()
        mine.valueChanged.connect(theirs.setValue)
        theirs.valueChanged.connect(mine.setValue)
        theirs.rangeChanged.connect(lambda: theirs.setValue(mine.value()))
        self.heading.sectionResized.connect(self._on_section_resized)
        self.frozen.heading.sectionResized.connect(self._on_frozen_section_resized)

    # Frozen columns

    @property
    def frozen_width(self) -> int:
        """Pixels covered at the left."""
        return sum(self.columnWidth(column) for column in range(self._frozen_count()))

    @property
    def is_mirroring(self) -> bool:
        """The frozen columns are just taking their widths from the others; nobody resized anything."""
        return self._mirroring

    def set_frozen(self, count: int) -> None:
        """Keep the ticks and this many columns in view."""
        self._wanted_frozen = count
        self.place_frozen()

    def _frozen_count(self) -> int:
        """Columns frozen now, the ticks included: as many as wanted, while they leave room for the others."""
        most = int(self.viewport().width() * _MOST_FROZEN_SHARE)
        count = width = 0
        for column in range(min(self._wanted_frozen + 1, self._model.columnCount())):
            width += self.columnWidth(column)
            if column > 0 and width > most:
                break
            count += 1
        return count

    def place_frozen(self) -> None:
        """Lay the frozen columns over the left edge, with the same widths."""
        self._mirroring = True
        count = self._frozen_count()
        for column in range(self._model.columnCount()):
            self.frozen.setColumnHidden(column, column >= count)
            if column < count:
                self.frozen.setColumnWidth(column, self.columnWidth(column))
        self._mirroring = False
        self.frozen.heading.setFixedHeight(self.heading.height())
        height = self.heading.height() + self.viewport().height()
        self.frozen.setGeometry(QRect(self.frameWidth(), self.frameWidth(), self.frozen_width, height))
        self.frozen.setVisible(count > 0)

    def updateGeometries(self) -> None:
        """Also place the frozen columns anew."""
        super().updateGeometries()
        if self._is_ready:
            self.place_frozen()

    def _on_section_resized(self, section: int, _old: int, _new: int) -> None:
        if not self._mirroring and section < self._frozen_count() + 1:
            self.place_frozen()

    def _on_frozen_section_resized(self, section: int, _old: int, new: int) -> None:
        if not self._mirroring and new > 0:
            self.setColumnWidth(section, new)

    def changeEvent(self, event: QEvent) -> None:
        """Rows follow the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._is_ready:
            self.fit_row_height()
            self.frozen.fit_row_height()
            self.place_frozen()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into view, beside the frozen columns and not below them."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if not self._is_ready:
            return
        if index.column() < self._frozen_count():
            bar.setValue(before)
            return
        hidden = self.frozen_width - self.visualRect(index).left()
        if hidden > 0:
            bar.setValue(bar.value() - hidden)

    # Keys and clicks

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one and bring it into view."""
        self.mark_current(row, column)
        self.scrollTo(self._model.index(row, column))

    def mark_current(self, row: int, column: int) -> None:
        """Make a cell the current one, wherever it is: nothing scrolls."""
        self.setAutoScroll(False)
        self.selectionModel().setCurrentIndex(self._model.index(row, column), _CURRENT_ROW)
        self.setAutoScroll(True)
        self._gestures.step_to(row)

    def _on_cell_pressed(self, index: QModelIndex, modifiers: Qt.KeyboardModifier) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        row = index.row()
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._gestures.extend_to(row)
        elif index.column() == TICK_COLUMN or modifiers & Qt.KeyboardModifier.ControlModifier:
            self._gestures.toggle(row)
        else:
            self._gestures.step_to(row)
        self.selectionModel().setCurrentIndex(self._model.index(row, index.column()), _CURRENT_ROW)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.record_activated.emit(index.data(Role.RECORD))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first row the current one here without highlighting it; both go together."""
        super().focusInEvent(event)
        current = self.currentIndex()
        if current.isValid() and not self.selectionModel().isSelected(current):
            self.go_to(current.row(), max(TICK_COLUMN + 1, current.column()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter opens, Shift with a step ticks the rows passed; all else is the stock table's."""
        current = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and current.isValid():
            self._gestures.toggle(current.row())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self.record_activated.emit(current.data(Role.RECORD))
            return
        if event.matches(QKeySequence.StandardKey.SelectAll) or event.matches(QKeySequence.StandardKey.Copy):
            event.ignore()  # actions of the view around this one
            return
        super().keyPressEvent(event)
        self._follow_step(current.row(), ticking=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _follow_step(self, row_before: int, *, ticking: bool) -> None:
        row = self.currentIndex().row()
        if row < 0 or row == row_before:
            return
        if ticking and row_before >= 0:
            if not self._gestures.has_anchor:
                self._gestures.step_to(row_before)
            self._gestures.extend_to(row)
        else:
            self._gestures.step_to(row)
