"""Where the Tab key stops on the results screen: from left to right, also in what was drawn anew since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from leaddesk.ui.widgets.tab_order import bar_stops, chained_stops, tab_stops

if TYPE_CHECKING:
    from leaddesk.ui.results_screen import ResultsScreen


def results_stops(screen: ResultsScreen) -> tuple[QWidget, ...]:
    """Form; notice, bar, filters, table and what is below it; pane; status line."""
    form, pages = screen.form, screen.foot
    left = (*tab_stops(screen.picker), *chained_stops(form.scroll_area), form.reset_button, form.search_button)
    above = (*tab_stops(screen.notice), *bar_stops(screen.bar), *screen.filters.stops())
    below = (*bar_stops(pages.pages), *bar_stops(pages.load_bar))
    return (*left, *above, *tab_stops(screen.table), *below, *chained_stops(screen.pane), *tab_stops(screen.status))
