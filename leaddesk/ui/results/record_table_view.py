"""The results table: frozen columns, headings, keys, ticks, and what it says when there are no rows.

How highlighted and ticked rows relate: one row is highlighted, it is the current one and its lead stands in
the pane. **The ticks are the selection** that is exported and copied; they are counted over all pages. A
plain click or an arrow key moves the highlight and leaves all ticks alone. Ticks are set by a click into
the tick column, Space, Ctrl+click (one row), Shift+click and Shift with a step key (all rows from the last
plain step on; going back takes them away again), Ctrl+A or the box in the heading (all shown rows).

Copy takes the ticked rows when the current row is one of them, else the current cell (in the tick column,
where there is no value, the rows).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedLayout, QWidget

from leaddesk.domain.columns import Column, ColumnLayout
from leaddesk.domain.record import Record
from leaddesk.ui.results.action_button import make_action
from leaddesk.ui.results.cell_roles import Role
from leaddesk.ui.results.clipboard import copy_rows, copy_value
from leaddesk.ui.results.column_keeper import ColumnKeeper
from leaddesk.ui.results.record_grid import RecordGrid
from leaddesk.ui.results.record_table_model import TICK_COLUMN, RecordTableModel
from leaddesk.ui.results.scroll_place import ScrollPlace, place_in_view, scroll_to_place
from leaddesk.ui.results.state_panel import StatePanel
from leaddesk.ui.results.table_menus import build_column_menu, build_row_menu
from leaddesk.ui.results.table_state import (
    ROWS,
    SHOW_ALL_LOADED,
    Narrowing,
    StateKind,
    TableState,
    narrowed_away,
    not_searched,
)
from leaddesk.ui.widgets.tab_order import hand_focus_to

if TYPE_CHECKING:
    from leaddesk.services.loaded.loaded_result import LoadedResult

SEARCHING_DELAY_MS: Final = 1000


class RecordTableView(QWidget):
    """Shows a RecordTableModel (see the module for keys and ticks).

    Signals:
        current_record_changed(Record | None): another record is the current one; or none is, which is told a turn of
            the event loop later, unless there is one again by then.
        record_activated(Record): Enter or a double click.
        sort_requested(str, bool): column key and whether descending; an empty key asks for the provider's order.
        layout_changed(ColumnLayout): the person moved, hid, froze or resized columns (a moment after the last change).
        columns_requested(): the column chooser is wanted.
        action_requested(str): key of a StateAction that was pressed.
        widening_requested(): all loaded rows are to be shown again (clear the narrowing box and all filters).
        filter_requested(str, FilterKind): column key and what its menu asks for; only while `can_filter`.
        copied(str): words for the status line.
    """

    current_record_changed = Signal(object)
    record_activated = Signal(object)
    sort_requested = Signal(str, bool)
    layout_changed = Signal(object)
    columns_requested = Signal()
    action_requested = Signal(str)
    widening_requested = Signal()
    filter_requested = Signal(str, object)
    copied = Signal(str)

    def __init__(self, model: RecordTableModel, parent: QWidget | None = None) -> None:
        """Shows “nothing searched yet” until told otherwise."""
        super().__init__(parent)
        self.model = model
        self.grid = RecordGrid(model, self)
        self.columns = ColumnKeeper(model, self.grid)
        self.can_filter = False
        self._sort_key = ""
        self._descending = False
        self._narrowing = Narrowing()
        self._current: Record | None = None
        self._current_column = ""
        self._awaited: ScrollPlace | None = None
        self._state = not_searched()
        self._panel = StatePanel(self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._panel)
        self._searching_timer = QTimer(self, singleShot=True, interval=SEARCHING_DELAY_MS)
        self._searching_timer.timeout.connect(self._show_panel)
        self._losing = QTimer(self, singleShot=True, interval=0)
        self._losing.timeout.connect(lambda: self.current_record_changed.emit(None))
        self._make_actions()
        self._connect()
        self._show_panel()

    def _make_actions(self) -> None:
        self.copy_action = self._action("&Copy", "copy", QKeySequence.StandardKey.Copy, self.copy)
        self.copy_with_headings_action = self._action(
            "Copy rows with &headings", "copy", "Ctrl+Shift+C", lambda: self.copy_rows(headings=True)
        )
        self.select_all_action = self._action(
            "Select &all shown rows", "check", QKeySequence.StandardKey.SelectAll, self.model.select_shown
        )
        self.clear_selection_action = self._action(
            "C&lear selection", "close", "Ctrl+Shift+A", self.model.clear_selection
        )
        self.column_menu_action = self._action("Column &menu…", "", "Ctrl+Down", self._open_current_column_menu)
        self.columns_action = self._action("&Columns…", "columns", "Ctrl+Shift+L", self.columns_requested.emit)
        self.columns_action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)

    def _action(
        self, words: str, icon: str, keys: QKeySequence.StandardKey | str, slot: Callable[[], object]
    ) -> QAction:
        action = make_action(self, words, icon, QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: slot())
        self.addAction(action)
        return action

    def _connect(self) -> None:
        self.grid.selectionModel().currentChanged.connect(self._on_current_changed)
        self.grid.record_activated.connect(self.record_activated)
        self.model.modelReset.connect(self._on_model_reset)
        self.model.rowsInserted.connect(self._on_rows_came)
        self._panel.action_requested.connect(self._on_action)
        self.columns.layout_changed.connect(self.layout_changed)
        self.columns.columns_dressed.connect(self._show_sort_indicator)
        for table in (self.grid, self.grid.frozen):
            table.heading.sectionClicked.connect(self._on_heading_clicked)
            table.heading.menu_requested.connect(self._open_column_menu)
            table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            table.customContextMenuRequested.connect(partial(self._open_row_menu, table))

    # What is shown

    def show_page(
        self, records: tuple[Record, ...], columns: tuple[Column, ...], layout: ColumnLayout, zone: tzinfo
    ) -> None:
        """Show a page: `columns` are all there are, `layout` says which of them. Scrolls to the top.

        A page without records is shown as an empty table: follow with `show_state(nothing_found(...))`.
        Ticks stay; the current record stays current when it is on this page too.
        """
        self._awaited = None
        self.model.set_page(records, self.columns.expect(columns, layout), zone)
        self.show_state(ROWS)
        if self._current is None:
            self.grid.verticalScrollBar().setValue(0)

    def show_loaded(self, result: LoadedResult, columns: tuple[Column, ...]) -> None:
        """Show what of a whole result is there, in place of its page: columns, current record and scroll place stay.

        A current record that has not come yet stays current, and is highlighted when it comes.
        """
        place = place_in_view(self.grid, self.model)
        self._awaited = place
        self.model.set_loaded(result, self.columns.expect(columns, self.columns.layout))
        self._go_back_to(place)

    def show_rows(self, rows: Sequence[int], *, stay: bool) -> None:
        """Show these rows of the whole result, in this order; with `stay` what is in view keeps its place there."""
        place = place_in_view(self.grid, self.model) if stay and not self.model.only_adds(rows) else None
        self.model.show_rows(rows)
        if place is not None and self._awaited is None:
            scroll_to_place(self.grid, self.model, place)
        elif self._current is None and not stay:
            self.grid.verticalScrollBar().setValue(0)

    def _go_back_to(self, place: ScrollPlace | None) -> None:
        current = self._current is None or self.grid.currentIndex().isValid()
        if (place is None or scroll_to_place(self.grid, self.model, place)) and current:
            self._awaited = None

    def _on_rows_came(self, _parent: QModelIndex, first: int, last: int) -> None:
        if self._state.kind is StateKind.ROWS and self._stack.currentWidget() is not self.grid:
            self._show_panel()
        if self._awaited is None or self._current is None:
            return
        key = self._current.key
        row = next((row for row in range(first, last + 1) if self.model.key_at(row) == key), None)
        if row is not None:
            place, self._awaited = self._awaited, None
            is_untouched = self.grid.verticalScrollBar().value() == 0
            self.grid.mark_current(row, self._column_number())
            if is_untouched:
                scroll_to_place(self.grid, self.model, place)

    def show_state(self, state: TableState) -> None:
        """Show rows (`table_state.ROWS`) or words in their place; “searching” only after a second."""
        self._state = state
        self._searching_timer.stop()
        if state.kind is StateKind.SEARCHING:
            self._searching_timer.start()
        else:
            self._show_panel()

    def narrow(self, typed: str) -> None:
        """Show only the loaded rows that hold what was typed; tells so when that hides them all."""
        self._narrowing = Narrowing(typed)
        self.model.narrow(typed)
        if self._current is None:
            self.grid.verticalScrollBar().setValue(0)

    def tell_narrowing(self, narrowing: Narrowing) -> None:
        """What it is that leaves rows of the whole result out; said when it leaves out all."""
        self._narrowing = narrowing

    @property
    def shown_state(self) -> TableState:
        """What stands on screen now."""
        if self._state.kind is StateKind.ROWS and self.model.loaded_count and not self.model.rowCount():
            return narrowed_away(self.model.loaded_count, self._narrowing)
        return self._state

    def _show_panel(self) -> None:
        state = self.shown_state
        hand_focus_to(self.grid if state.kind is StateKind.ROWS else None, self)
        if state.kind is StateKind.ROWS:
            self._stack.setCurrentWidget(self.grid)
            return
        self._panel.show_state(state)
        self._stack.setCurrentWidget(self._panel)

    def _on_action(self, key: str) -> None:
        if key == SHOW_ALL_LOADED:
            self.widening_requested.emit()
        else:
            self.action_requested.emit(key)

    # The current record

    @property
    def current_record(self) -> Record | None:
        """The record of the highlighted row."""
        return self._current

    def move_current(self, step: int) -> bool:
        """Go so many rows down (up when negative); False when there is no such row."""
        row = self.grid.currentIndex().row() + step
        return self.select_row(row)

    def select_row(self, row: int) -> bool:
        """Make a shown row the current one; False when there is none."""
        if self.model.record_at(row) is None:
            return False
        self.grid.go_to(row, max(1, self.grid.currentIndex().column()))
        return True

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not current.isValid():
            return
        self._awaited = None
        column = current.column() - 1
        self._current_column = self.model.columns[column].key if column >= 0 else ""
        self._set_current(current.data(Role.RECORD))

    def _set_current(self, record: Record | None) -> None:
        if record == self._current:
            return
        self._current = record
        if record is None:  # mostly another one follows at once, and nobody need see that there was none
            self._losing.start()
        else:
            self._losing.stop()
            self.current_record_changed.emit(record)

    def _on_model_reset(self) -> None:
        self.columns.dress()
        row = None if self._current is None else self.model.row_of(self._current.key)
        if row is not None:
            self.grid.go_to(row, self._column_number())
        elif self._awaited is None:
            self._set_current(None)
        if self._state.kind is StateKind.ROWS:
            self._show_panel()

    def _column_number(self) -> int:
        """Of the current cell, wherever that column stands now."""
        keys = [column.key for column in self.model.columns]
        return keys.index(self._current_column) + 1 if self._current_column in keys else 1

    # Sorting

    @property
    def sort_key(self) -> str:
        """Key of the column that is marked as sorted by, or empty."""
        return self._sort_key

    def set_sort_indicator(self, column_key: str, *, descending: bool) -> None:
        """Show by which column the rows are sorted; an empty key: by none."""
        self._sort_key, self._descending = column_key, descending
        self._show_sort_indicator()

    def _show_sort_indicator(self) -> None:
        keys = [column.key for column in self.model.columns]
        section = keys.index(self._sort_key) + 1 if self._sort_key in keys else -1
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        for header in (self.grid.heading, self.grid.frozen.heading):
            header.setSortIndicator(section, order)

    def _on_heading_clicked(self, section: int) -> None:
        if section == TICK_COLUMN:
            every = self.model.shown_tick_state() is Qt.CheckState.Checked
            self.model.select_shown(ticked=not every)
            self._show_sort_indicator()
            return
        key = self.model.columns[section - 1].key
        if key != self._sort_key:
            self.ask_for_sort(key, descending=False)
        elif self._descending:
            self.ask_for_sort("", descending=False)
        else:
            self.ask_for_sort(key, descending=True)

    def ask_for_sort(self, key: str, *, descending: bool) -> None:
        """Show the new order in the heading and ask for it."""
        self.set_sort_indicator(key, descending=descending)
        self.sort_requested.emit(key, descending)

    # Copying

    def copy(self) -> None:
        """Copy the ticked rows when the current row is one of them, else the current cell."""
        index = self.grid.currentIndex()
        if not index.isValid() or index.column() == TICK_COLUMN or self.model.is_selected(index.row()):
            self.copy_rows(headings=False)
        else:
            self.copy_cell()

    def copy_cell(self) -> None:
        """Copy the current cell's whole value as plain text."""
        index = self.grid.currentIndex()
        if index.isValid() and index.column() != TICK_COLUMN:
            column = index.column() - 1
            value = self.model.cell_at(index.row(), column)
            self.copied.emit(copy_value(value, self.model.columns[column], self.model.zone))

    def copy_rows(self, headings: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Copy the shown columns of all ticked rows (also of other pages), or of the current row when none is."""
        records = self.model.selected_records or ((self._current,) if self._current is not None else ())
        self.copied.emit(copy_rows(records, self.model.columns, self.model.zone, headings=headings))

    # Menus

    def _open_current_column_menu(self) -> None:
        section = max(1, self.grid.currentIndex().column())
        place = QPoint(self.grid.columnViewportPosition(section), self.grid.heading.height())
        self._open_column_menu(section, self.grid.mapToGlobal(place))

    def _open_column_menu(self, section: int, place: QPoint) -> None:
        build_column_menu(self, section).popup(place)

    def _open_row_menu(self, table: QWidget, place: QPoint) -> None:
        grid = self.grid if table is self.grid else self.grid.frozen
        index = grid.indexAt(place)
        if index.isValid():
            self.grid.go_to(index.row(), index.column())
            build_row_menu(self, index).popup(grid.viewport().mapToGlobal(place))
