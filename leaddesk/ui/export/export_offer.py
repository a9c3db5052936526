"""What stands on screen to be exported, and what a file of it covers. No Qt."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

from leaddesk.domain.arrangement import Arrangement
from leaddesk.domain.columns import Column
from leaddesk.domain.page import Coverage, TotalKind
from leaddesk.domain.record import Record
from leaddesk.ui.export.export_request import ExportScope
from leaddesk.ui.results import results_bar
from leaddesk.ui.results.lazy_sequence import LazySequence
from leaddesk.ui.shown_result import ShownResult
from leaddesk.ui.whole_view import WholeView

SELECTED, PAGE, ALL = (scope.value for scope in results_bar.ExportRange)
_READING_SECONDS: Final = 0.004
_MOST_ROWS: Final = 500
_ROWS_A_GROUP: Final = 5_000
"""Some 16 MB of leads."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What stands on screen to be exported: the result, the ticked records, the columns shown, the person's zone.

    Of a whole result that is loaded, records are read while they are written, and never held all at once.
    """

    shown: ShownResult
    selected: Sequence[Record]
    columns: tuple[Column, ...]
    zone: tzinfo

    @property
    def noun(self) -> str:
        """Singular of a row."""
        return self.shown.asking.spec.record_kind.value

    def scopes(self) -> tuple[ExportScope, ...]:
        """Selected, this page or what the table shows of the whole, all; with their numbers."""
        total, whole = self.shown.total, self.shown.whole
        known = None if total.kind is TotalKind.UNKNOWN else total.count
        is_at_least = total.kind is TotalKind.AT_LEAST
        if self.loaded is not None:
            known, is_at_least = self.loaded.result.row_count, False
        return (
            ExportScope(SELECTED, "Selected", len(self.selected)),
            ExportScope(PAGE, "This page" if whole is None else "Shown in the table", len(self.in_view())),
            ExportScope(ALL, "All", known, at_least=is_at_least),
        )

    @property
    def loaded(self) -> WholeView | None:
        """The whole result, when all of it is loaded: nothing need be fetched again."""
        whole = self.shown.whole
        return whole if whole is not None and whole.is_whole else None

    def in_view(self) -> Sequence[Record]:
        """The records of the page, or those that the table shows of the whole result."""
        whole = self.shown.whole
        return self.shown.page.records if whole is None else LazySequence(whole.rows, whole.result.record)


async def in_batches(records: Sequence[Record]) -> AsyncIterator[Sequence[Record]]:
    """Some hundreds at a time, read in turns of some milliseconds.

    Rows that lie far apart in a whole result, as those of a sorted table do, are read in groups and in the order in
    which they lie there: neighbours are packed together, and each pack is then opened once for a group.
    """
    for start in range(0, len(records), _ROWS_A_GROUP):
        group = await _read_group(records, start) if isinstance(records, LazySequence) else records
        for place in range(0, len(group), _MOST_ROWS):
            yield group[place : place + _MOST_ROWS]
        if group is records:
            return


async def _read_group(records: LazySequence[Record], start: int) -> Sequence[Record]:
    items: Sequence[object] = records.items[start : start + _ROWS_A_GROUP]
    read: dict[int, Record] = {}
    begun = time.perf_counter()
    for row in sorted(item for item in items if isinstance(item, int)):
        read[row] = records.make(row)
        if time.perf_counter() - begun > _READING_SECONDS:
            await asyncio.sleep(0)
            begun = time.perf_counter()
    return [read[item] if isinstance(item, int) else records.make(item) for item in items]


async def records_of(offer: Offer, scope: str) -> Sequence[Record]:
    """What is to be written of a scope that is on screen, in the order of the table."""
    if scope != SELECTED:
        return offer.in_view()
    whole, selected = offer.shown.whole, offer.selected
    if whole is None or not isinstance(selected, LazySequence):
        return selected
    rows = {item for item in selected.items if isinstance(item, int)}
    others = [item for item in selected.items if not isinstance(item, int)]  # of pages, and not loaded (yet)
    ordered = [row for row in await rows_in_order(whole) if row in rows]
    return LazySequence([*ordered, *others], selected.make)


async def rows_in_order(whole: WholeView) -> Sequence[int]:
    """All rows as the table sorts them; what narrows the table leaves nothing out."""
    arranged = await whole.result.arrange(Arrangement(sort=whole.arrangement.sort))
    return arranged.rows


def coverage_of(offer: Offer, scope: str, count: int) -> Coverage:
    """Of a part that was chosen: it is complete when it happens to be everything."""
    shown, page = offer.shown, offer.shown.page
    total = shown.total.count if shown.total.kind is TotalKind.EXACT else None
    of_all = f" of {total:,}" if total is not None else ""
    what = f"Only the {offer.noun}s selected by hand" if scope == SELECTED else _what_is_in_view(offer)
    if scope == SELECTED:
        more, skipped = (), 0
    elif shown.whole is not None:
        loaded = shown.whole.load.coverage()
        more, skipped = loaded.notes, loaded.skipped
    else:
        more, skipped = page.notes, len(page.skipped)
        if skipped:
            more = (*more, f"{skipped:,} rows of the page could not be read and were left out.")
    notes = (f"{what}: {count:,}{of_all}.", *more)
    return Coverage(complete=total == count, total=total, loaded=count, skipped=skipped, notes=notes)


def _what_is_in_view(offer: Offer) -> str:
    whole = offer.shown.whole
    if whole is None:
        return "Only the page on screen"
    narrowed = f", narrowed by “{whole.arrangement.narrow}”" if whole.arrangement.narrow else ""
    filtered = ", filtered by column" if whole.arrangement.filters else ""
    return f"Only the {offer.noun}s shown in the table{narrowed}{filtered}"
