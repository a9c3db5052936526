"""A whole result: loaded in place of its pages, sorted, narrowed, counted and filtered by a bar, then left again."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QLineEdit, QWidget

from leaddesk.domain.column_counts import ColumnCounts
from leaddesk.tour.guide import Guide
from leaddesk.tour.seen import words_in
from leaddesk.tour.step import CheckFailed, Step, check
from leaddesk.ui.results.table_menus import FilterKind

_NAME: Final = "Fields.LastName"
_STATE: Final = "Fields.State"


class WholeResultPart:
    """Goes on from a page of leads, and ends at it."""

    def __init__(self, guide: Guide) -> None:
        """There are more leads than the page on screen."""
        self._guide = guide
        self._window = guide.window
        self._screen = guide.screen

    def steps(self) -> tuple[Step, ...]:
        """In order; each goes on where the one before ended."""
        return (
            Step("Whole result loaded", self._loaded),
            Step("Whole result sorted and narrowed", self._sorted_and_narrowed),
            Step("Whole result counted by state", self._counted),
            Step("Whole result filtered by a bar", self._filtered),
            Step("Back to pages", self._back_to_pages),
        )

    async def _loaded(self) -> QWidget:
        self._guide.close_dialogs()
        self._screen.pages.load_all_action.trigger()
        whole = self._screen.whole
        await self._guide.until(lambda: whole.whole is not None and not whole.is_loading, "everything is loaded")
        check(self._screen.model.rowCount() == self._guide.total, "not all that was announced is in the table")
        check("whole result loaded" in words_in(self._screen.status), "it is not said that everything is there")
        return self._window

    async def _sorted_and_narrowed(self) -> QWidget:
        self._screen.table.ask_for_sort(_NAME, descending=False)
        box = await self._guide.found(lambda: self._screen.bar.findChild(QLineEdit), "there is a box to narrow with")
        box.setText("an")
        await self._arranged()
        check(0 < self._screen.model.rowCount() < self._guide.total, "the rows are not narrowed")
        check("whole result sorted" in words_in(self._screen.status), "it is not said what was sorted")
        return self._window

    async def _counted(self) -> QWidget:
        self._screen.bar.clear_narrowing()
        await self._arranged()
        self._screen.table.filter_requested.emit(_STATE, FilterKind.COUNTS)
        counts = await self._guide.found(lambda: self._screen.filters.counts.shown, "the counts are shown")
        counted = sum(bar.count for bar in counts.bars) + counts.without_value + counts.others
        check(counted == self._guide.total, "not every lead was counted")
        return self._window

    async def _filtered(self) -> QWidget:
        first = self._counts.bars[0]
        self._screen.filters.counts.canvas.bar_pressed.emit(0)
        await self._arranged()
        check(self._screen.model.rowCount() == first.count, f"the bar says {first.count}, the table has others")
        return self._window

    async def _back_to_pages(self) -> QWidget:
        self._screen.load_bar.back_button.click()
        await self._guide.until(lambda: self._screen.model.loaded_count == 100, "the page is shown again")
        check(self._screen.whole.whole is None, "the whole result is still held")
        return self._window

    @property
    def _counts(self) -> ColumnCounts:
        counts = self._screen.filters.counts.shown
        if counts is None:
            raise CheckFailed("no counts are shown")
        return counts

    async def _arranged(self) -> None:
        await self._guide.until(lambda: not self._screen.whole.is_arranging, "the rows are arranged")
