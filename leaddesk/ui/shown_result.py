"""What is asked and what is on screen, and how it reads in words. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leaddesk.domain.account import Account
from leaddesk.domain.columns import Column, merge_columns, rename_columns
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.form_state import FormState
from leaddesk.domain.page import Page, Total, TotalKind
from leaddesk.domain.provider import ProviderInfo
from leaddesk.domain.record import Record
from leaddesk.domain.search import Query, RawValues, SearchSpec, build_query, with_sort
from leaddesk.services.browse import PagedResult
from leaddesk.services.export_plan import asked_words
from leaddesk.ui.error_view import ErrorWords, words_for
from leaddesk.ui.record_reader import Opened
from leaddesk.ui.whole_view import WholeView, coverage_notice
from leaddesk.ui.widgets.notice_bar import Notice, NoticeLevel


@dataclass(frozen=True, slots=True)
class Asking:
    """A search as it is asked of an account.

    `raw` is what stood in the form; `sorted_by` (column key, descending) is an order asked for since, by a
    click on a heading, in place of the form's.
    """

    account: Account
    info: ProviderInfo
    spec: SearchSpec
    raw: RawValues
    page_size: int
    sorted_by: tuple[str, bool] | None = None

    @classmethod
    def of_form(cls, account: Account, info: ProviderInfo, spec: SearchSpec, state: FormState) -> Asking:
        """What the form asks."""
        return cls(account, info, spec, dict(state.values), state.page_size)

    @property
    def sent_raw(self) -> RawValues:
        """The raw values with the order asked for since.

        Raises:
            InvalidInput: the provider does not sort by that.
        """
        if self.sorted_by is None:
            return self.raw
        key, descending = self.sorted_by
        return with_sort(self.spec, self.raw, key, descending=descending)

    def query(self) -> Query:
        """The checked query.

        Raises:
            InvalidInput: one problem for each wrong field.
        """
        return build_query(
            self.spec,
            account_id=self.account.id,
            provider=self.info.key,
            raw=self.sent_raw,
            page_size=self.page_size,
        )

    @property
    def asks_for_order(self) -> bool:
        """Whether the provider is asked to sort."""
        rule = self.spec.sort
        return self.sorted_by is not None or (rule is not None and bool(self.raw.get(rule.field_key or rule.order_key)))

    def is_same_question(self, other: Asking) -> bool:
        """Whether both ask for the same records, in whatever order and pages."""
        return (self.account.id, self.spec.key, self._filters()) == (other.account.id, other.spec.key, other._filters())

    def _filters(self) -> dict[str, str | Sequence[str]]:
        rule = self.spec.sort
        about_order = {rule.field_key, rule.order_key} if rule is not None else set[str]()
        return {key: value for key, value in self.raw.items() if value and key not in about_order}

    def words(self) -> str:
        """What was asked of whom, on one line."""
        asked = "; ".join(f"{label}: {text}" for label, text in asked_words(self.spec, self.raw))
        return f"Asked of {self.account.name}: {asked}." if asked else f"Asked of {self.account.name}."


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A result and the page of it that is on screen; or, in place of that page, all of it that is loaded.

    `order_here` (column key, descending) is how the page was sorted in this window.
    """

    asking: Asking
    result: PagedResult
    page: Page
    whole: WholeView | None = None
    order_here: tuple[str, bool] | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns that are known so far."""
        if self.whole is None:
            return self.result.columns
        return rename_columns(merge_columns(self.whole.result.columns, self.result.columns), self.result.columns)

    @property
    def total(self) -> Total:
        """How many records there are in all."""
        return self.page.total if self.whole is None else self.whole.total

    @property
    def can_load_all(self) -> bool:
        """Whether there is more than this page, and it is no set of figures."""
        return self.whole is None and not self.is_whole and self.page.chart is None and bool(self.page.records)

    def open(self, record: Record) -> Opened:
        """One of its records, to be read."""
        asking = self.asking
        return Opened(asking.account, asking.info, record, self.columns, asking.spec.completion)

    @property
    def is_whole(self) -> bool:
        """Whether this page is the whole result."""
        return self.page.start.offset == 0 and self.page.next is None

    @property
    def place_count(self) -> int:
        """Places of the result that this page fills: rows that came twice fill one each, unless the total leaves them
        out.
        """
        page, total = self.page, self.page.total
        if total.kind is TotalKind.EXACT and page.start.offset + page.row_count > total.count:
            return page.row_count - page.repeated
        return page.row_count

    @property
    def page_size(self) -> int:
        """Rows a page has: what was asked for, or the less that the server gives."""
        return self.page.served_size or self.asking.page_size

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """Column key, and whether descending, of the heading that is marked."""
        return (self.order_here if self.whole is None else self.whole.sorted_by) or self.asking.sorted_by

    def is_sorted_by_provider(self, key: str) -> bool:
        """Whether the provider is to sort when this heading is clicked: it can, and there is more than is here."""
        column = next((item for item in self.result.columns if item.key == key), None)
        can_sort = column is not None and bool(column.sort_name) and self.asking.spec.sort is not None
        return can_sort and not self.is_whole

    def order_words(self) -> str:
        """Who sorted what."""
        if self.whole is not None and self.whole.sorted_by is not None:
            return self.whole.order_words()
        if self.order_here is not None or self.page.sorted_here:
            return "whole result sorted" if self.is_whole else "this page sorted"
        return f"whole result sorted by {self.asking.info.title}" if self.asking.asks_for_order else ""

    def has_neighbours(self, row: int, row_count: int) -> tuple[bool, bool]:
        """Whether a record stands before this row of the table, and whether one stands behind it; other pages count."""
        is_page = self.whole is None
        previous = row > 0 or (is_page and self.page.start.offset > 0)
        return previous, row + 1 < row_count or (is_page and self.page.next is not None)

    def end_notice(self, error: LeaddeskError | None) -> Notice | None:
        """What there is to say when loading all of it has ended."""
        whole = self.whole
        if error is not None:
            beside = "The page stays on screen." if whole is None else f"{whole.stopped_words()}; they stay on screen."
            return error_notice(words_for(error), beside=beside)
        return None if whole is None or whole.is_stopped else coverage_notice(whole.load.coverage())


def page_notice(page: Page) -> Notice | None:
    """What the reader of this page must know; None when there is nothing."""
    notes = list(page.notes)
    if page.skipped:
        verb = "is" if len(page.skipped) == 1 else "are"
        notes.append(f"{len(page.skipped):,} of {page.row_count:,} rows could not be read and {verb} not shown.")
    if page.repeated:
        told = "1 row came twice and is" if page.repeated == 1 else f"{page.repeated:,} rows came twice and are"
        notes.append(f"{told} shown once.")
    if not notes:
        return None
    reasons = "\n".join(f"Row {row.position + 1:,}: {row.reason}" for row in page.skipped)
    return Notice(NoticeLevel.WARNING, " ".join(notes), "Shown in part" if page.skipped else "", details=reasons)


def error_notice(words: ErrorWords, *, beside: str = "") -> Notice:
    """An error as a notice; `beside` says what still stands on screen."""
    text = " ".join(part for part in (words.words, words.remedy, beside) if part)
    return Notice(NoticeLevel.ERROR, text, words.title, words.actions, words.details)


def fault_notice(errors: Sequence[Exception]) -> Notice:
    """Errors that belong to no search: there is nothing to try again, and none of them hides another."""
    shown = [words_for(error) for error in errors]
    texts = [" ".join(part for part in (words.words, words.remedy) if part) for words in shown]
    title = shown[0].title if len({words.title for words in shown}) == 1 else "Several things went wrong"
    details = "\n".join(words.details for words in shown if words.details)
    return Notice(NoticeLevel.ERROR, "\n".join(dict.fromkeys(texts)), title, details=details)
