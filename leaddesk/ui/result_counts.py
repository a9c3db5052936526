"""The numbers of what is on screen: on the buttons of the bar and in the status line."""

from __future__ import annotations

from leaddesk.domain.page import Total
from leaddesk.ui.results.record_table_model import RecordTableModel
from leaddesk.ui.results.results_bar import ResultsBar
from leaddesk.ui.results.status_line import StatusLine
from leaddesk.ui.results.status_words import ResultFacts
from leaddesk.ui.shown_result import ShownResult


def show_counts(shown: ShownResult | None, model: RecordTableModel, bar: ResultsBar, status: StatusLine) -> None:
    """Rows shown, loaded and ticked, and how many there are in all."""
    is_whole = shown is not None and shown.whole is not None
    in_view = model.rowCount() if is_whole else model.loaded_count
    total = shown.total if shown is not None else Total.unknown()
    bar.show_counts(model.selected_count, in_view, total, is_whole=is_whole)
    bar.show_narrowed(model.rowCount(), model.loaded_count)
    if shown is None:
        status.clear()
    else:
        status.show_facts(_facts(shown, model))


def _facts(shown: ShownResult, model: RecordTableModel) -> ResultFacts:
    whole = shown.whole
    return ResultFacts(
        shown=model.rowCount(),
        loaded=model.loaded_count,
        total=shown.total,
        selected=model.selected_count,
        account=shown.asking.account.name,
        read_at=shown.page.read_at,
        zone=model.zone,
        order=shown.order_words(),
        usage=shown.page.usage if whole is None else whole.load.usage or shown.page.usage,
        loading="" if whole is None else whole.loading_words(),
    )
