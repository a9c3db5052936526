"""The menus of the table: of a heading and of a row. They delete themselves when they are closed."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from leaddesk.domain.columns import Column
from leaddesk.ui.results.action_button import make_action
from leaddesk.ui.results.cell_roles import Role
from leaddesk.ui.results.column_layout import MOST_FROZEN
from leaddesk.ui.results.filter_words import can_have_range
from leaddesk.ui.results.record_table_model import TICK_COLUMN
from leaddesk.ui.widgets.icons import icon

if TYPE_CHECKING:
    from leaddesk.ui.results.record_table_view import RecordTableView


class FilterKind(StrEnum):
    """What the menu of a heading asks for; the values are its words."""

    EQUALS = "&Equals…"
    CONTAINS = "&Contains…"
    RANGE = "&Range…"
    ONE_OF = "&One of…"
    EMPTY = "&Is empty"
    NOT_EMPTY = "Is &not empty"
    CLEAR = "C&lear filter"
    COUNTS = "Co&unts as bars"


def build_column_menu(view: RecordTableView, section: int) -> QMenu:
    """Sort, hide, freeze, fit and choose; beside the headings only what concerns all columns."""
    menu = _menu(view)
    shown = view.model.columns
    key = shown[section - 1].key if 0 < section <= len(shown) else ""
    if key:
        _entry(menu, "Sort &ascending", "up", lambda: view.ask_for_sort(key, descending=False))
        _entry(menu, "Sort &descending", "down", lambda: view.ask_for_sort(key, descending=True))
    order = _entry(menu, "The provider's &order", "undo", lambda: view.ask_for_sort("", descending=False))
    order.setEnabled(bool(view.sort_key))
    menu.addSeparator()
    if key:
        _add_filters(menu, view, shown[section - 1])
        menu.addSeparator()
        hide = _entry(menu, "&Hide column", "eye-off", lambda: view.columns.hide(section))
        hide.setEnabled(len(shown) > 1)
        freeze = _entry(menu, "&Freeze up to here", "pin", lambda: view.columns.freeze_up_to(section))
        freeze.setEnabled(section <= MOST_FROZEN)
    unfreeze = _entry(menu, "&Unfreeze columns", "", lambda: view.columns.freeze_up_to(0))
    unfreeze.setEnabled(view.columns.layout.frozen > 0)
    if key:
        _entry(menu, "Fit &width", "", lambda: view.columns.fit_width(section))
    menu.addSeparator()
    menu.addAction(view.columns_action)
    return menu


def _add_filters(menu: QMenu, view: RecordTableView, column: Column) -> None:
    """Filters look at everything that is loaded; a page has none, and says how to come to them."""
    if not view.can_filter:
        hint = _entry(menu, "Filter and count: load all first", "filter", lambda: None)
        hint.setEnabled(False)
        return
    filters = menu.addMenu(icon("filter"), "Fi&lter")
    for kind in FilterKind:
        if kind is FilterKind.RANGE and not can_have_range(column):
            continue
        if kind is FilterKind.CLEAR:
            filters.addSeparator()
        within = menu if kind is FilterKind.COUNTS else filters
        entry = _entry(within, kind.value, "", lambda kind=kind: view.filter_requested.emit(column.key, kind))
        if kind is FilterKind.CLEAR:
            entry.setEnabled(view.model.is_filtered(column.key))


def build_row_menu(view: RecordTableView, index: QModelIndex) -> QMenu:
    """Open, select and copy."""
    menu = _menu(view)
    record = index.data(Role.RECORD)
    _entry(menu, "&Open", "open", lambda: view.record_activated.emit(record))
    ticked = view.model.is_selected(index.row())
    words = "&Take out of the selection" if ticked else "&Select"
    _entry(menu, words, "check", lambda: view.model.set_selected((record,), ticked=not ticked))
    menu.addSeparator()
    if index.column() != TICK_COLUMN:
        _entry(menu, "Copy &value", "copy", view.copy_cell)
    _entry(menu, "Copy &rows", "", lambda: view.copy_rows(headings=False))
    menu.addAction(view.copy_with_headings_action)
    menu.addSeparator()
    menu.addAction(view.select_all_action)
    menu.addAction(view.clear_selection_action)
    return menu


def _menu(view: RecordTableView) -> QMenu:
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _entry(menu: QMenu, words: str, icon: str, slot: Callable[[], object]) -> QAction:
    action = make_action(menu, words, icon)
    action.triggered.connect(lambda _checked=False: slot())
    menu.addAction(action)
    return action
