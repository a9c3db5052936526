"""A whole result as it stands on screen, and how that reads in words. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leaddesk.domain.arrangement import Arrangement
from leaddesk.domain.page import Coverage, Total
from leaddesk.ui.results.page_words import loaded_text
from leaddesk.ui.widgets.notice_bar import Notice, NoticeLevel

if TYPE_CHECKING:
    from leaddesk.services.loaded.load_all import LoadAll
    from leaddesk.services.loaded.loaded_result import LoadedResult


@dataclass(frozen=True, slots=True)
class WholeView:
    """What is loaded of a search, what loads it, and how it stands in the table.

    Attributes:
        arrangement: the order and what leaves rows out, as asked for.
        rows: numbers of the rows in the table, from top to bottom.
        is_loading: rows may still come.
    """

    result: LoadedResult
    load: LoadAll
    arrangement: Arrangement = field(default_factory=Arrangement)
    rows: Sequence[int] = ()
    is_loading: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether everything that the provider gave is here."""
        from leaddesk.services.loaded.load_all import LoadState

        return self.load.state is LoadState.DONE

    @property
    def is_stopped(self) -> bool:
        """Whether loading ended because it was asked to: there is nothing to tell that is not known."""
        from leaddesk.services.loaded.load_all import LoadState

        return self.load.state is LoadState.STOPPED

    @property
    def total(self) -> Total:
        """How many there are in all."""
        if self.load.total is not None:
            return Total.exact(self.load.total)
        return Total.exact(self.result.row_count) if self.is_whole else Total.at_least(self.result.row_count)

    @property
    def sorted_by(self) -> tuple[str, bool] | None:
        """Column key, and whether descending; None when nobody sorted what is loaded."""
        sort = self.arrangement.sort
        return None if sort is None else (sort.column_key, sort.descending)

    def loading_words(self) -> str:
        """`loading`, `Stopped: 12,000 of 211,507 loaded`, `whole result loaded`."""
        if self.is_loading:
            return "loading"
        return "whole result loaded" if self.is_whole else self.stopped_words()

    def stopped_words(self) -> str:
        """`Stopped: 12,000 of 211,507 loaded`."""
        return f"Stopped: {loaded_text(self.result.row_count, self.load.total)}"

    def order_words(self) -> str:
        """What it comes to when the loaded rows are sorted."""
        return "whole result sorted" if self.is_whole else "what is loaded sorted"


def coverage_notice(coverage: Coverage) -> Notice | None:
    """What the reader of a whole result must know; None when there is nothing."""
    if not coverage.notes:
        return None
    if coverage.changed_while_loading:
        title = "The list changed while it was loaded"
    else:
        title = "" if coverage.complete else "Not everything is here"
    level = NoticeLevel.INFO if coverage.complete else NoticeLevel.WARNING
    first, rest = coverage.notes[:_MOST_NOTES_AT_ONCE], coverage.notes[_MOST_NOTES_AT_ONCE:]
    return Notice(level, " ".join(map(_sentence, first)), title, details="\n".join(map(_sentence, rest)))


_MOST_NOTES_AT_ONCE = 4


def _sentence(note: str) -> str:
    text = note[:1].upper() + note[1:]
    return text if text.endswith(".") else f"{text}."
