"""The conductor: wires form, table and lead pane. All connections stand in `_connect`.

A search has a number; an answer whose number is no longer the present one is dropped. Tasks: `search` (the first page
of a new result), `page` (another one), `ahead` (the one after that on screen); and those of `whole_result_flow`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from leaddesk.domain.account import Account
from leaddesk.domain.arrangement import Arrangement, SortBy
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import InvalidInput, LeaddeskError
from leaddesk.domain.form_state import FormState
from leaddesk.domain.page import Position
from leaddesk.domain.record import Record
from leaddesk.domain.search import Query, SearchSpec
from leaddesk.services.accounts import AccountService
from leaddesk.services.browse import PagedResult
from leaddesk.services.preferences import PreferenceService
from leaddesk.ui import error_view
from leaddesk.ui.async_tasks import TaskOwner
from leaddesk.ui.column_choice import ColumnChoice
from leaddesk.ui.filter_flow import FilterFlow
from leaddesk.ui.form_keeper import FormKeeper
from leaddesk.ui.lead.record_pane import RecordPane
from leaddesk.ui.record_reader import RecordReader
from leaddesk.ui.result_counts import show_counts
from leaddesk.ui.results import table_state
from leaddesk.ui.results.bar_chart import BarChart
from leaddesk.ui.results.record_table_model import RecordTableModel
from leaddesk.ui.results.record_table_view import RecordTableView
from leaddesk.ui.results.results_bar import ResultsBar
from leaddesk.ui.results.results_foot import ResultsFoot
from leaddesk.ui.results.status_line import StatusLine
from leaddesk.ui.results_stops import results_stops
from leaddesk.ui.search.search_form import SearchForm
from leaddesk.ui.search.search_picker import SearchPicker
from leaddesk.ui.shown_result import Asking, ShownResult, error_notice, fault_notice, page_notice
from leaddesk.ui.whole_result_flow import WholeResultFlow
from leaddesk.ui.widgets.notice_bar import Notice, NoticeBar
from leaddesk.ui.widgets.panes import side_by_side, stacked
from leaddesk.ui.widgets.tab_order import go_to_next

_PAINTING_SECONDS: Final = 0.03
"""What is to be ready for the next page waits until this one is painted."""


class ResultsScreen(QWidget):
    """Form at the left, table in the middle, one record at the right.

    Signals:
        account_wanted(Account | None, LeaddeskError | None): the account of the search that failed is to be opened for
            mending, and what it failed with.
        counts_changed(): the numbers of what can be exported have changed.
        waiting_changed(bool): there is something to stop, or nothing any more.
    """

    account_wanted = Signal(object, object)
    counts_changed = Signal()
    waiting_changed = Signal(bool)

    def __init__(
        self, accounts: AccountService, preferences: PreferenceService, tasks: TaskOwner, zone: tzinfo
    ) -> None:
        """`tasks` belongs to the window; `zone` is the person's own."""
        super().__init__()
        self._accounts = accounts
        self._preferences = preferences
        self._tasks = tasks
        self.zone = zone
        self.shown: ShownResult | None = None
        self._number = 0
        self._asked_account: Account | None = None
        self._asked_error: LeaddeskError | None = None
        self._retry: Callable[[], object] | None = None
        self._search_fault: Notice | None = None
        self.picker = SearchPicker()
        self.form = SearchForm(zone)
        self.notice = NoticeBar()
        self.bar = ResultsBar()
        self.model = RecordTableModel()
        self.table = RecordTableView(self.model)
        self.chart = BarChart()
        self.foot = ResultsFoot()
        self.pages, self.load_bar = self.foot.pages, self.foot.load_bar
        self.status = StatusLine()
        self.pane = RecordPane()
        self.reader = RecordReader(self.pane, accounts, tasks, zone, self.status.show_wait)
        self.whole = WholeResultFlow(self.table, self.load_bar, self.status, accounts, tasks)
        self.filters = FilterFlow(self.table, self.whole, tasks)
        self.columns = ColumnChoice(self.table, preferences, lambda: self.shown, on_error=self.show_error)
        self._keeper = FormKeeper(self.form, self.status, accounts, preferences, tasks, on_error=self.show_error)
        self.splitter = self._arrange()
        self._connect()
        self._show_counts()

    def _arrange(self) -> QSplitter:
        left = stacked(self.picker, self.form, stretched=self.form)
        above = (self.notice, self.bar, self.chart, self.filters.counts, self.filters.chips)
        middle = stacked(*above, self.table, self.foot, stretched=self.table)
        parts = ((left, "Search"), (middle, "Results"), (self.pane, "Record"))
        splitter = side_by_side(parts, (330, 760, 450), main=1)
        stacked(splitter, self.status, stretched=splitter, within=self)
        return splitter

    def _connect(self) -> None:
        self.form.query_submitted.connect(self._on_query_submitted)
        self.form.cancel_wanted.connect(self.cancel)
        self.table.current_record_changed.connect(self._on_record_chosen)
        self.table.record_activated.connect(self._on_record_activated)
        self.table.sort_requested.connect(self._on_sort_requested)
        self.table.action_requested.connect(self._on_action)
        self.table.widening_requested.connect(self.bar.clear_narrowing)
        self.table.copied.connect(self.status.show_message)
        self.bar.narrow_changed.connect(self.table.narrow)
        self.bar.narrow_changed.connect(self.whole.narrow)
        self.bar.narrow_left.connect(self.table.setFocus)
        self.bar.columns_requested.connect(self.columns.open_chooser)
        self.bar.copy_requested.connect(self.table.copy_rows)
        self.model.selection_changed.connect(self._show_counts)
        self.model.rows_changed.connect(self._show_counts)
        self.pages.page_requested.connect(self._on_page_requested)
        self.pages.next_requested.connect(self.next_page)
        self.pages.page_size_changed.connect(self._on_page_size_changed)
        self.pages.load_all_requested.connect(self.load_all)
        self.load_bar.pages_requested.connect(self.back_to_pages)
        self.whole.changed.connect(self._on_whole_changed)
        self.whole.begun.connect(self.notice.dismiss)
        self.whole.ended.connect(self._on_whole_ended)
        self.whole.waiting_changed.connect(self.waiting_changed)
        self.pane.next_wanted.connect(self.next_record)
        self.pane.previous_wanted.connect(self.previous_record)
        self.pane.left.connect(self.table.setFocus)
        self.pane.copied.connect(self.status.show_message)
        self.notice.action_wanted.connect(self._on_action)
        self.status.cancel_requested.connect(self.cancel)

    # Which search

    @property
    def account(self) -> Account | None:
        """The account in the form."""
        return self._keeper.account

    @property
    def spec(self) -> SearchSpec | None:
        """The search in the form."""
        return self._keeper.spec

    def show_search(self, account: Account | None, spec: SearchSpec | None, form: FormState | None = None) -> None:
        """Put a search into the form; a result on screen stays until another one is there, a failure does not."""
        is_other = account is None or spec is None or not self._keeper.holds(account, spec)
        self._keeper.show_search(account, spec, form)
        if is_other and self.notice.notice is self._search_fault:
            self.notice.dismiss()
        if is_other and self.table.shown_state.kind is table_state.StateKind.COULD_NOT_SEARCH:
            self._retry = None
            self.table.show_state(table_state.not_searched())

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab goes through the window from left to right, also by what was drawn anew since."""
        return go_to_next(results_stops(self), forward=forward) or super().focusNextPrevChild(forward)

    # Searching

    def _on_query_submitted(self, state: FormState) -> None:
        account, spec = self.account, self.spec
        if account is None or spec is None:
            return
        if self._begin(Asking.of_form(account, self._accounts.info(account.provider), spec, state)):
            self._keeper.remember(account, spec, state)

    def _begin(self, asking: Asking) -> bool:
        """Start a search in place of the running one; False when it cannot be sent, which is then marked."""
        try:
            query = asking.query()
        except InvalidInput as error:
            self.form.show_problems(error.problems)
            return False
        self._number += 1
        self.whole.stop()
        self._tasks.cancel("page")
        self._tasks.cancel("ahead")
        self.notice.dismiss()
        self.pages.set_busy(busy=False)
        self._asked_account, self._asked_error = asking.account, None
        self._retry = lambda: self._begin(asking)
        self.form.set_busy(True)
        self.table.show_state(table_state.searching(asking.account.name))
        self.waiting_changed.emit(True)  # noqa: FBT003 - a signal's argument
        self._tasks.start("search", self._search(self._number, asking, query))
        return True

    async def _search(self, number: int, asking: Asking, query: Query) -> None:
        try:
            provider = await self._accounts.connect(asking.account, self.status.show_wait)
            result = PagedResult(provider, asking.spec, query)
            page = await result.fetch_page(Position())
        except LeaddeskError as error:
            if number == self._number:
                self._asked_error = error
                self._end_waiting()
                self._show_search_error(error)
            return
        finally:
            if number == self._number:
                self._end_waiting()
        if number == self._number:
            self._show_result(ShownResult(asking, result, page))

    def _end_waiting(self) -> None:
        self.form.set_busy(False)
        self.status.end_wait()
        self.waiting_changed.emit(False)  # noqa: FBT003 - a signal's argument
        if self.table.shown_state.kind is table_state.StateKind.SEARCHING:
            self.table.show_state(table_state.ROWS if self.model.loaded_count else table_state.not_searched())
            self._show_order()

    def cancel(self) -> None:
        """Stop what is being waited for; what is on screen stays."""
        if self.whole.is_loading:
            self.whole.stop()
        elif not self._tasks.is_running("search") and not self._tasks.is_running("page"):
            self._tasks.cancel("ahead")
            self._keeper.stop_fetching()
        self._tasks.cancel("search")
        self._tasks.cancel("page")
        self.status.end_wait()

    def _show_search_error(self, error: LeaddeskError) -> None:
        """Rows of an earlier search stay, with words that say what they are; without rows the table says it."""
        if self.model.loaded_count:
            beside = "Below still stand the rows of the search before."
            self._search_fault = error_notice(error_view.words_for(error), beside=beside)
            self.notice.show_notice(self._search_fault)
        else:
            self.shown = None
            self.table.show_state(table_state.could_not_search(error))
            self.pages.clear()
            self._show_counts()

    def _show_result(self, shown: ShownResult) -> None:
        """Ticks and narrowing belong to a question: they survive another order of its answer."""
        if self.shown is None or not shown.asking.is_same_question(self.shown.asking):
            self.model.clear_selection()
            self.table.columns.forget_widths()
            self.bar.clear_narrowing()
        self._show_page(shown)

    def _show_page(self, shown: ShownResult) -> None:
        self.whole.close()
        self.shown = shown
        page, asking = shown.page, shown.asking
        focused = QApplication.focusWidget()
        was_reading = focused is not None and self.pane.isAncestorOf(focused)
        self.table.show_page(page.records, shown.result.columns, self.columns.layout_of(shown), self.zone)
        self.chart.show_page(page, shown.result.columns)
        if not page.row_count:
            words = asking.words()
            self.table.show_state(table_state.nothing_on_page() if page.next else table_state.nothing_found(words))
        self._show_order()
        notice = page_notice(page)
        if notice is None:
            self.notice.dismiss()
        else:
            self.notice.show_notice(notice)
        self._show_place(shown)
        self._keeper.learn_names(asking.account, asking.spec, shown.result.columns)
        self._keeper.learn_values(asking.account, asking.spec, page.records, shown.result.columns)
        if self.table.current_record is None:
            self.table.select_row(0)
        if was_reading:  # while no row was chosen the keyboard had no place in the pane
            self.reader.show_now()
            self.pane.focus_record()
        self._tasks.start("ahead", self._fetch_ahead(shown, page.next))

    def _show_place(self, shown: ShownResult) -> None:
        page = shown.page
        self.pages.show_page(
            page.start.offset,
            shown.place_count,
            page.total,
            shown.page_size,
            has_next=page.next is not None,
            can_jump=shown.asking.spec.can_jump,
            can_load_all=shown.can_load_all,
        )
        self.foot.show_whole(whole=False)

    # Pages

    def next_page(self) -> None:
        """Turn to the page behind this one."""
        if self.shown is not None and self.shown.page.next is not None:
            self._turn_to(self.shown.page.next)

    def refresh(self) -> None:
        """Ask the same again from its beginning; what could not be searched is tried again."""
        if self.shown is not None:
            self._begin(self.shown.asking)
        elif self._retry is not None:
            self._retry()

    def _turn_to(self, start: Position, *, to_row: int | None = None) -> None:
        shown = self.shown
        if shown is not None:
            self._asked_account, self._asked_error = shown.asking.account, None
            self._retry = lambda: self._turn_to(start, to_row=to_row)
            if not shown.result.has_page(start):
                self.pages.set_busy(busy=True)
                self.waiting_changed.emit(True)  # noqa: FBT003 - a signal's argument
            self._tasks.start("page", self._turn(self._number, shown, start, to_row))

    async def _connect_again(self, shown: ShownResult) -> None:
        """The account may have been given another key since, and another listener may hear of its waits."""
        shown.result.use(await self._accounts.connect(shown.asking.account, self.status.show_wait))

    async def _fetch_ahead(self, shown: ShownResult, start: Position | None) -> None:
        try:
            await asyncio.sleep(_PAINTING_SECONDS)
            await shown.result.read_columns()
            self._keeper.learn_names(shown.asking.account, shown.asking.spec, shown.result.columns)
            if start is not None:
                await self._connect_again(shown)
                await shown.result.fetch_ahead(start)
        except LeaddeskError:
            return  # asked for in earnest, it fails again and is shown
        finally:
            self.status.end_wait()

    async def _turn(self, number: int, shown: ShownResult, start: Position, to_row: int | None) -> None:
        try:
            if not shown.result.has_page(start):
                await self._connect_again(shown)
            page = await shown.result.fetch_page(start)
        except LeaddeskError as error:
            if number == self._number:
                self._asked_error = error
                beside = "The page before stays on screen."
                self.notice.show_notice(error_notice(error_view.words_for(error), beside=beside))
                self._show_place(shown)
            return
        finally:
            if number == self._number:
                self.pages.set_busy(busy=False)
                self.status.end_wait()
                self.waiting_changed.emit(False)  # noqa: FBT003 - a signal's argument
        if number == self._number:
            self._show_page(replace(shown, page=page, order_here=None))
            if to_row is not None:
                self.table.select_row(to_row if to_row >= 0 else self.model.rowCount() - 1)

    # Everything, in place of pages

    def load_all(self) -> None:
        """Load everything that the search finds into the table, in place of its pages."""
        shown = self.shown
        if shown is None or not shown.can_load_all or self._tasks.is_running("page"):
            return
        self._tasks.cancel("ahead")
        self._retry = self.whole.go_on
        sort = SortBy(*shown.order_here) if shown.order_here is not None else None
        self.whole.open(shown, Arrangement(sort, self.bar.narrowing))

    def back_to_pages(self) -> None:
        """Show the page again that was there before everything was loaded; ticks stay."""
        shown = self.shown
        if shown is not None:
            self._retry = lambda: self._begin(shown.asking)
            self._show_page(replace(shown, whole=None, order_here=None))

    def _on_whole_changed(self) -> None:
        if self.shown is None:
            return
        whole = self.whole.whole
        self.shown = replace(self.shown, whole=whole)
        self.foot.show_whole(whole=whole is not None or self.whole.is_loading)
        self._show_order()

    def _on_whole_ended(self, error: LeaddeskError | None) -> None:
        shown = self.shown
        if shown is None:
            return
        if error is not None:
            self._asked_account, self._asked_error = shown.asking.account, error
            self._retry = self.load_all if shown.whole is None else self.whole.go_on
        self._keeper.learn_names(shown.asking.account, shown.asking.spec, shown.columns)
        notice = shown.end_notice(error)
        if notice is not None:
            self.notice.show_notice(notice)

    def _on_page_requested(self, offset: int) -> None:
        self._turn_to(Position(offset))

    def _on_page_size_changed(self, size: int) -> None:
        if self.shown is None:
            return
        asking = self.shown.asking
        self._keeper.take_page_size(asking.account, asking.spec, size)
        self._begin(replace(asking, page_size=size))

    def next_record(self) -> None:
        """Go to the record below, on the next page if need be."""
        self._step(1)

    def previous_record(self) -> None:
        """Go to the record above, on the page before if need be."""
        self._step(-1)

    def _step(self, step: int) -> None:
        """The neighbour in the table; at its end the first row of the next page, and the other way round."""
        if self.table.move_current(step) or self.shown is None or self._tasks.is_running("page"):
            return
        if self.shown.whole is not None:
            return
        page = self.shown.page
        if step > 0 and page.next is not None:
            self._turn_to(page.next, to_row=0)
        elif step < 0 and page.start.offset and self.shown.asking.spec.can_jump:
            self._turn_to(Position(max(0, page.start.offset - self.shown.page_size)), to_row=-1)

    # Sorting, columns, narrowing

    def _on_sort_requested(self, key: str, descending: bool) -> None:  # noqa: FBT001 - a signal's arguments
        """The provider sorts what is longer than a page, where it can; else the loaded rows are sorted here."""
        shown = self.shown
        if shown is None:
            return
        asking = shown.asking
        if shown.whole is not None:
            self.whole.sort(key, descending=descending)
        elif not key and asking.sorted_by is not None:
            self._begin(replace(asking, sorted_by=None))
        elif shown.is_sorted_by_provider(key):
            self._begin(replace(asking, sorted_by=(key, descending)))
        else:
            self.shown = replace(shown, order_here=(key, descending) if key else None)
            self.model.sort_loaded(key, descending=descending)
            self._show_order()

    def _show_order(self) -> None:
        """The heading and the words tell in which order the rows on screen stand."""
        if self.shown is not None:
            key, descending = self.shown.sorted_by or ("", False)
            self.table.set_sort_indicator(key, descending=descending)
            self._show_counts()

    def choose_columns(self) -> None:
        """Open the column chooser."""
        self.columns.open_chooser()

    def shown_columns(self) -> tuple[Column, ...]:
        """The columns on screen, in their order."""
        return self.columns.in_view()

    # One record

    def _on_record_chosen(self, record: Record | None) -> None:
        shown = self.shown
        if record is None or shown is None:
            self.reader.open(None)
            return
        self.reader.open(shown.open(record))
        row = max(0, self.table.grid.currentIndex().row())
        previous, following = shown.has_neighbours(row, self.model.rowCount())
        self.pane.set_neighbours(previous=previous, following=following)

    def _on_record_activated(self, _record: Record) -> None:
        self.reader.show_now()
        self.pane.focus_record()

    # Words

    def _show_counts(self, *_numbers: int) -> None:
        show_counts(self.shown, self.model, self.bar, self.status)
        self.counts_changed.emit()

    def show_error(self, error: Exception) -> None:
        """An error that belongs to no place of its own."""
        self.notice.show_notice(fault_notice((error,)))

    def _on_action(self, key: str) -> None:
        if key == table_state.CANCEL:
            self.cancel()
        elif key == table_state.NEXT_PAGE:
            self.next_page()
        elif key == table_state.OPEN_ACCOUNT:
            self.account_wanted.emit(self._asked_account, self._asked_error)
        elif key == table_state.RETRY and self._retry is not None:
            self._accounts.ask_keyring_again()
            self._retry()
