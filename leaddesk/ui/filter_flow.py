"""Filters of columns and counts of their values, over everything that is loaded."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from leaddesk.domain.arrangement import Arrangement, Contains, Equals, IsEmpty, IsNotEmpty, Test
from leaddesk.domain.column_counts import CountBy
from leaddesk.domain.columns import Column
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.results.count_chart import CountChart
from leaddesk.ui.results.filter_chips import FilterChips
from leaddesk.ui.results.filter_words import filter_words
from leaddesk.ui.results.record_table_view import RecordTableView
from leaddesk.ui.results.table_menus import FilterKind
from leaddesk.ui.whole_result_flow import WholeResultFlow
from leaddesk.ui.whole_view import WholeView

_MOST_LISTED: Final = 1000
_MOST_BARS: Final = 40


class FilterFlow(QObject):
    """Carries out what the menu of a heading asks for; keeps the chips, the marks and the counts true."""

    def __init__(self, table: RecordTableView, whole: WholeResultFlow, tasks: TaskOwner) -> None:
        """`chips` and `counts` are for the screen to lay out above the table."""
        super().__init__(table)
        self.chips = FilterChips()
        self.counts = CountChart()
        self._table = table
        self._whole = whole
        self._tasks = tasks
        self._counted: tuple[str, CountBy] | None = None
        self._counted_within: tuple[Arrangement, int] | None = None
        table.filter_requested.connect(self._on_filter_requested)
        table.widening_requested.connect(whole.clear_filters)
        whole.changed.connect(self._on_whole_changed)
        self.chips.removed.connect(whole.clear_filter)
        self.chips.cleared.connect(whole.clear_filters)
        self.counts.counts_wanted.connect(self._count)
        self.counts.pressed.connect(self._on_bar_pressed)
        self.counts.closed.connect(self._forget_counts)

    def stops(self) -> list[QWidget]:
        """Where the Tab key stops."""
        return [self.counts.ways, self.counts.close_button, self.counts.canvas, *self.chips.chips]

    def _column(self, key: str) -> Column | None:
        return next(
            (column for column in (*self._table.model.columns, *self._whole.columns) if column.key == key), None
        )

    def _filter_of(self, key: str) -> Test | None:
        whole = self._whole.whole
        filters = () if whole is None else whole.arrangement.filters
        return next((item.test for item in filters if item.column_key == key), None)

    def _on_filter_requested(self, key: str, kind: FilterKind) -> None:
        column = self._column(key)
        if column is None or self._whole.whole is None:
            return
        if kind is FilterKind.COUNTS:
            self._count(key, CountBy.AUTO)
        elif kind is FilterKind.ONE_OF:
            self._tasks.start("filter values", self._ask_for_values(self._whole.whole, column))
        elif kind in _AT_ONCE:
            self._whole.filter_by(key, _AT_ONCE[kind])
        else:
            self._ask(column, kind)

    def _ask(self, column: Column, kind: FilterKind) -> None:
        from leaddesk.ui.results.filter_dialogs import RangeFilterDialog, TextFilterDialog  # late: for start-up

        window = self._table.window()
        if kind is FilterKind.RANGE:
            dialog = RangeFilterDialog(column, self._table.model.zone, window)
        else:
            present = self._filter_of(column.key)
            typed = present.text if isinstance(present, Equals | Contains) else ""
            dialog = TextFilterDialog(column, Equals if kind is FilterKind.EQUALS else Contains, typed, window)
        dialog.chosen.connect(partial(self._whole.filter_by, column.key))
        dialog.open()

    async def _ask_for_values(self, whole: WholeView, column: Column) -> None:
        from leaddesk.ui.results.filter_dialogs import ValuesFilterDialog

        counts = await whole.result.count(column.key, CountBy.VALUES, within=whole.arrangement, most=_MOST_LISTED)
        if self._whole.whole is not None:
            dialog = ValuesFilterDialog(column, counts, self._filter_of(column.key), self._table.window())
            dialog.chosen.connect(partial(self._whole.filter_by, column.key))
            dialog.open()

    # Counts

    def _count(self, key: str, by: CountBy) -> None:
        whole, column = self._whole.whole, self._column(key)
        if whole is not None and column is not None:
            self._counted = (key, by)
            self._counted_within = (whole.arrangement, whole.result.row_count)
            self._tasks.start("count", self._show_counts(whole, column, by))

    async def _show_counts(self, whole: WholeView, column: Column, by: CountBy) -> None:
        counts = await whole.result.count(column.key, by, within=whole.arrangement, most=_MOST_BARS)
        if self._whole.whole is not None:
            noun = f"{whole.result.spec.record_kind.value}s"
            self.counts.show_counts(column, counts, noun, self._filter_of(column.key))

    def _on_bar_pressed(self, key: str, test: Test) -> None:
        """Pressed again, the bar's filter goes."""
        self._whole.filter_by(key, None if self._filter_of(key) == test else test)

    def _forget_counts(self) -> None:
        self._tasks.cancel("count")
        self._counted = self._counted_within = None

    # What is said of the filters

    def _on_whole_changed(self) -> None:
        whole = self._whole.whole
        filters = () if whole is None else whole.arrangement.filters
        zone = self._table.model.zone
        found = [(item, self._column(item.column_key)) for item in filters]
        self.chips.show_filters(
            [(column.key, filter_words(column, item.test, zone)) for item, column in found if column is not None]
        )
        self._table.model.set_filtered(frozenset(item.column_key for item in filters))
        self._table.can_filter = whole is not None
        if whole is None:
            self.counts.close_chart()
        elif self._counted is not None and not whole.is_loading:
            now = (replace(whole.arrangement, sort=None), whole.result.row_count)
            before = self._counted_within
            if before is None or (replace(before[0], sort=None), before[1]) != now:
                self._count(*self._counted)


_AT_ONCE: Final = {
    FilterKind.EMPTY: IsEmpty(),
    FilterKind.NOT_EMPTY: IsNotEmpty(),
    FilterKind.CLEAR: None,
}
