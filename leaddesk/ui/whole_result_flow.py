"""Everything that a search found, loaded into the table in place of its pages, and sorted and narrowed there.

Tasks: `load` (pages come), `arrange` (order and narrowing), `read columns` (columns chosen later), `find columns`
(columns that only single rows have). All belong to the whole result on screen and end with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from leaddesk.domain.arrangement import Arrangement, ColumnFilter, SortBy, Test
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import LeaddeskError
from leaddesk.services.accounts import AccountService
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.export.export_request import progress_words
from leaddesk.ui.results.load_bar import LoadBar
from leaddesk.ui.results.page_words import loaded_text
from leaddesk.ui.results.record_table_view import RecordTableView
from leaddesk.ui.results.status_line import StatusLine
from leaddesk.ui.results.table_state import Narrowing
from leaddesk.ui.shown_result import ShownResult
from leaddesk.ui.whole_view import WholeView

if TYPE_CHECKING:
    from leaddesk.services.loaded.load_progress import LoadProgress

NARROWING_DELAY_MS: Final = 120
"""So long after the last key narrowing begins."""
_LEAST_PAUSE_SECONDS: Final = 1.0
_PAUSE_FACTOR: Final = 10
"""While rows keep coming they are put in order again after ten times as long as that took, and not more often."""
_HINT: Final = "Right-click a heading to filter or to count."
_TASKS: Final = ("load", "arrange", "read columns", "find columns")


class WholeResultFlow(QObject):
    """Fills the table of a results screen with a whole result.

    Attributes:
        whole: what stands in the table; None while it shows pages.
        is_loading: rows are being loaded, or are about to be.

    Signals:
        changed(): what is loaded, shown or said is another than before; see `whole`.
        begun(): loading has begun, or goes on.
        ended(LeaddeskError | None): loading has ended: all is there, it was stopped, or the error broke it off. What
            came stays; when nothing could come, the page does.
        waiting_changed(bool): there is something to stop, or nothing any more.
    """

    changed = Signal()
    begun = Signal()
    ended = Signal(object)
    waiting_changed = Signal(bool)

    def __init__(
        self, table: RecordTableView, bar: LoadBar, status: StatusLine, accounts: AccountService, tasks: TaskOwner
    ) -> None:
        """`tasks` belongs to the window."""
        super().__init__(table)
        self._table = table
        self._bar = bar
        self._status = status
        self._accounts = accounts
        self._tasks = tasks
        self.whole: WholeView | None = None
        self._shown: ShownResult | None = None
        self.is_loading = False
        self._run = 0
        self._typed = ""
        self._narrowing = self._timer(self._narrow_now)
        self._growing = self._timer(lambda: self._arrange(stay=True))
        bar.stop_requested.connect(self.stop)
        bar.go_on_requested.connect(self.go_on)
        table.model.columns_changed.connect(self._read_columns)

    def _timer(self, action: Callable[[], object]) -> QTimer:
        timer = QTimer(self, singleShot=True)
        timer.timeout.connect(action)
        return timer

    # Loading

    @property
    def is_arranging(self) -> bool:
        """Whether the rows are still to be put as they were last asked for."""
        names = ("arrange", "read columns", "count")
        return self._narrowing.isActive() or any(self._tasks.is_running(name) for name in names)

    def open(self, shown: ShownResult, arrangement: Arrangement) -> None:
        """Load everything that this search finds into the table, arranged like this."""
        self.close()
        self._shown, self._typed = shown, arrangement.narrow
        self._bar.show_loading("Loading…", 0, None)
        self._start(lambda: self._begin(shown, arrangement))
        self.changed.emit()

    def go_on(self) -> None:
        """Load the rest, from where loading ended."""
        if self.whole is not None and not self.is_loading and not self.whole.is_whole:
            whole = self.whole
            self._show_progress(whole, 0)
            self._start(lambda: self._go_on(whole))
            self.changed.emit()

    def stop(self) -> None:
        """End loading; what came stays."""
        if self.is_loading and self.whole is not None:
            self.whole.load.stop()
        elif self.is_loading:  # nothing has come; a task that has not begun yet tells nobody of its end
            self._run += 1
            self._tasks.cancel("load")
            self._after_loading(None)

    def close(self) -> None:
        """Have nothing more to do with what is loaded: another search, or its pages, take its place."""
        self._run += 1
        for name in _TASKS:
            self._tasks.cancel(name)
        self._narrowing.stop()
        self._growing.stop()
        self._bar.show_work("")
        had_whole = self.whole is not None
        self._shown = self.whole = None
        if self.is_loading:
            self.is_loading = False
            self.waiting_changed.emit(False)  # noqa: FBT003 - a signal's argument
        if had_whole:
            self.changed.emit()

    def _start(self, work: Callable[[], Awaitable[None]]) -> None:
        self._run += 1
        self.is_loading = True
        self.begun.emit()
        self.waiting_changed.emit(True)  # noqa: FBT003 - a signal's argument
        self._tasks.start("load", self._watched(work, self._run))

    async def _watched(self, work: Callable[[], Awaitable[None]], run: int) -> None:
        """Whatever ends it is told, unless something else has begun since."""
        error: LeaddeskError | None = None
        try:
            await work()
        except LeaddeskError as broken:
            error = broken
        finally:
            if run == self._run:
                self._after_loading(error)

    async def _begin(self, shown: ShownResult, arrangement: Arrangement) -> None:
        from leaddesk.services.loaded.load_all import LoadAll  # late: no window needs them to come up
        from leaddesk.services.loaded.loaded_result import LoadedResult
        from leaddesk.services.loaded.stable_sort import with_stable_sort

        asking, query = shown.asking, shown.result.query
        provider = await self._accounts.connect(asking.account, self._status.show_wait)
        model = self._table.model
        result = LoadedResult(asking.spec, query, columns=model.columns, zone=model.zone)
        # pages in the order that was asked for would not fit behind one another in a stable one
        is_stable = with_stable_sort(asking.spec, query) == query
        pages = shown.result.kept_pages if is_stable else ()
        load = LoadAll(provider, asking.spec, query, result, pages=pages)
        whole = WholeView(result, load, arrangement, is_loading=True)
        await self._load(whole, lambda progress: self._on_progress(progress, whole))

    async def _go_on(self, whole: WholeView) -> None:
        assert self._shown is not None
        self.whole = replace(whole, is_loading=True)
        whole.load.use(await self._accounts.connect(self._shown.asking.account, self._status.show_wait))
        await self._load(whole, lambda progress: self._on_progress(progress, whole))

    async def _load(self, whole: WholeView, on_progress: Callable[[LoadProgress], None]) -> None:
        await whole.load.run(on_progress)
        if whole.load.error is not None:
            raise whole.load.error

    def _on_progress(self, progress: LoadProgress, whole: WholeView) -> None:
        if self.whole is None:  # not before: a table is not emptied for rows that are still to come
            self._show_first(whole)
        self._show_progress(whole, progress.rows_per_second)
        self._take_rows()

    def _show_first(self, whole: WholeView) -> None:
        assert self._shown is not None
        self.whole = replace(whole, arrangement=replace(whole.arrangement, narrow=self._typed))
        self._table.show_loaded(whole.result, self._shown.columns)
        if whole.result.shown != self._table.model.columns:
            self._read_columns()
        self._arrange(stay=True)

    def _show_progress(self, whole: WholeView, rows_per_second: float) -> None:
        words = progress_words(whole.result.row_count, whole.load.total, rows_per_second or None)
        self._bar.show_loading(f"Loading: {words}", whole.result.row_count, whole.load.total)

    def _take_rows(self) -> None:
        """Show what came: at the end of the table, or where it belongs once it is put in order."""
        assert self.whole is not None
        self._table.model.grow()
        if self.whole.arrangement == Arrangement():
            self._arrange(stay=True)
        elif not self._growing.isActive() and not self._tasks.is_running("arrange"):
            self._growing.start(round(_LEAST_PAUSE_SECONDS * 1000))
        self.changed.emit()

    def _after_loading(self, error: LeaddeskError | None) -> None:
        self.is_loading = False
        self._status.end_wait()
        self.waiting_changed.emit(False)  # noqa: FBT003 - a signal's argument
        if self.whole is None:
            self._shown = None
            self.changed.emit()
        else:
            self.whole = replace(self.whole, is_loading=False)
            self._show_end(self.whole, error)
        self.ended.emit(error)

    def _show_end(self, whole: WholeView, error: LeaddeskError | None) -> None:
        self._take_rows()
        self._growing.stop()
        if whole.arrangement != Arrangement():
            self._arrange(stay=True)
        if whole.is_whole:
            self._bar.show_whole(f"Whole result: {loaded_text(whole.result.row_count, whole.load.total)}. {_HINT}")
        else:
            self._bar.show_ended(whole.stopped_words(), go_on="Go on" if error is None else "Try again")
        self._tasks.start("find columns", self._find_columns(whole))
        self.changed.emit()

    # Order and narrowing

    def sort(self, column_key: str, *, descending: bool) -> None:
        """Put everything loaded in order by one column; by none, as it came."""
        if self.whole is not None:
            by = SortBy(column_key, descending) if column_key else None
            self._use(replace(self.whole.arrangement, sort=by))

    def narrow(self, typed: str) -> None:
        """Show only rows that hold this text in a shown column, a moment after the last key."""
        self._typed = typed.strip()
        if self.whole is not None:
            self._narrowing.start(NARROWING_DELAY_MS)

    def _narrow_now(self) -> None:
        if self.whole is not None and self._typed != self.whole.arrangement.narrow:
            self._use(replace(self.whole.arrangement, narrow=self._typed))

    def filter_by(self, column_key: str, test: Test | None) -> None:
        """Show only rows whose value in this column passes, in place of the filter that the column has; None: all."""
        if self.whole is not None:
            kept = self.whole.arrangement.without_filters_of(column_key)
            filters = kept.filters if test is None else (*kept.filters, ColumnFilter(column_key, test))
            self._use(replace(kept, filters=filters))

    def clear_filter(self, column_key: str) -> None:
        """Take away the filter of one column."""
        self.filter_by(column_key, None)

    def clear_filters(self) -> None:
        """No column has a filter."""
        if self.whole is not None and self.whole.arrangement.filters:
            self._use(replace(self.whole.arrangement, filters=()))

    def _use(self, arrangement: Arrangement) -> None:
        assert self.whole is not None
        self.whole = replace(self.whole, arrangement=arrangement)
        self._arrange(stay=False)
        self.changed.emit()

    def _arrange(self, *, stay: bool) -> None:
        """Show the rows as they are wanted now; an arranging under way is given up."""
        whole = self.whole
        if whole is None:
            return
        if whole.arrangement == Arrangement():
            self._tasks.cancel("arrange")
            self._show_rows(range(self._table.model.loaded_count), stay=stay)
        else:
            self._tasks.start("arrange", self._arrange_all(whole, stay=stay))

    async def _arrange_all(self, whole: WholeView, *, stay: bool) -> None:
        begun = asyncio.get_running_loop().time()
        arranged = await whole.result.arrange(whole.arrangement, self._tell_reading)
        self._bar.show_work("")
        self._table.model.grow()
        self._show_rows(arranged.rows, stay=stay)
        self.changed.emit()
        if arranged.out_of < whole.result.row_count:
            took = asyncio.get_running_loop().time() - begun
            self._growing.start(round(max(_LEAST_PAUSE_SECONDS, took * _PAUSE_FACTOR) * 1000))

    def _show_rows(self, rows: Sequence[int], *, stay: bool) -> None:
        assert self.whole is not None
        self.whole = whole = replace(self.whole, rows=rows)
        unseen = "" if whole.is_whole else "What is not loaded yet was not looked at."
        wanted = whole.arrangement
        self._table.tell_narrowing(Narrowing(wanted.narrow, bool(wanted.filters), unseen))
        self._table.show_rows(rows, stay=stay)

    # Columns

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns there are, as far as they are known."""
        return () if self.whole is None else self.whole.result.columns

    def _read_columns(self) -> None:
        """Columns were chosen: their cells are read from the records until they are at hand for all rows."""
        if self.whole is not None:
            self._tasks.start("read columns", self._show_columns(self.whole, self._table.model.columns))

    async def _show_columns(self, whole: WholeView, columns: Sequence[Column]) -> None:
        await whole.result.show_columns(columns, self._tell_reading)
        self._bar.show_work("")
        if whole.arrangement.narrow:
            self._arrange(stay=True)

    def _tell_reading(self, done: int, of: int) -> None:
        self._bar.show_work(f"Reading columns: {done:,} of {of:,}")

    async def _find_columns(self, whole: WholeView) -> None:
        await whole.result.discover_columns()
        self._table.columns.learn(whole.result.columns)
        self.changed.emit()
