"""Which columns of a search are in view: as they were left the last time, or as they are chosen now."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from leaddesk.domain.columns import Column, ColumnLayout
from leaddesk.domain.errors import LeaddeskError
from leaddesk.services.preferences import PreferenceService
from leaddesk.ui.results.column_layout import default_layout, figures_layout, shown_columns
from leaddesk.ui.results.record_table_view import RecordTableView
from leaddesk.ui.shown_result import ShownResult


class ColumnChoice(QObject):
    """Keeps the layout of each search of each account. Figures have columns of their own, which are not kept."""

    def __init__(
        self,
        table: RecordTableView,
        preferences: PreferenceService,
        shown: Callable[[], ShownResult | None],
        *,
        on_error: Callable[[Exception], None],
    ) -> None:
        """`shown` gives what is on screen; `on_error` hears that a layout could not be kept."""
        super().__init__(table)
        self._table = table
        self._preferences = preferences
        self._shown = shown
        self._on_error = on_error
        table.layout_changed.connect(self._remember)
        table.columns_requested.connect(self.open_chooser)

    def layout_of(self, shown: ShownResult) -> ColumnLayout:
        """The layout that a result is to be shown in."""
        if shown.page.chart is not None:
            return figures_layout(shown.page.chart)
        kept = self._preferences.layout(shown.asking.account.id, shown.asking.spec.key)
        return kept if kept is not None else default_layout(shown.columns)

    def in_view(self) -> tuple[Column, ...]:
        """The columns on screen, in their order."""
        shown = self._shown()
        return () if shown is None else shown_columns(self._table.columns.layout, shown.columns)

    def open_chooser(self) -> None:
        """Let the person choose."""
        shown = self._shown()
        if shown is not None:
            from leaddesk.ui.results.column_chooser import ColumnChooser  # late: no window needs it to come up

            self._table.columns.learn(shown.columns)
            chooser = ColumnChooser(shown.columns, self._table.columns.layout, self._table.window())
            chooser.layout_chosen.connect(self._table.columns.use)
            chooser.open()

    def _remember(self, layout: ColumnLayout) -> None:
        shown = self._shown()
        if shown is not None and shown.page.chart is None:
            try:
                self._preferences.remember_layout(shown.asking.account.id, shown.asking.spec.key, layout)
            except LeaddeskError as error:
                self._on_error(error)
