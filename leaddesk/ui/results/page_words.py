"""The honest total and the numbers of pages, in words. Pure; no Qt."""

from __future__ import annotations

from leaddesk.domain.page import Total, TotalKind

NOTHING_FOUND = "nothing found"


def range_text(start_offset: int, shown_rows: int, total: Total) -> str:
    """`1–100 of 211,507`, `1–100 of at least 300`, `1–100, total not given`, `nothing found`."""
    if shown_rows <= 0:
        return _no_rows_text(start_offset, total)
    first, last = start_offset + 1, start_offset + shown_rows
    rows = f"{first:,}" if first == last else f"{first:,}–{last:,}"
    if total.kind is TotalKind.UNKNOWN:
        return f"{rows}, total not given"
    if total.kind is TotalKind.AT_LEAST:
        return f"{rows} of at least {max(total.count, last):,}"
    if total.count < last:
        return f"{rows}, though the total given is {total.count:,}"
    return f"{rows} of {total.count:,}"


def _no_rows_text(start_offset: int, total: Total) -> str:
    if total.kind is not TotalKind.UNKNOWN and total.count > 0:
        return f"none here, {total_text(total)} in all"
    return "no more rows" if start_offset > 0 else NOTHING_FOUND


def total_text(total: Total) -> str:
    """`211,507`, `at least 300`, `an unknown number`."""
    if total.kind is TotalKind.UNKNOWN:
        return "an unknown number"
    return f"at least {total.count:,}" if total.kind is TotalKind.AT_LEAST else f"{total.count:,}"


def last_page(total: Total, page_size: int) -> int | None:
    """The number of the last page, at least 1; None when it is not known."""
    if total.kind is not TotalKind.EXACT:
        return None
    return max(1, -(-total.count // max(1, page_size)))


def page_count_text(total: Total, page_size: int) -> str:
    """What stands behind the page number: `of 2,116`, `of at least 3`, or nothing."""
    last = last_page(total, page_size)
    if last is not None:
        return f"of {last:,}"
    if total.kind is TotalKind.AT_LEAST and total.count > 0:
        return f"of at least {-(-total.count // max(1, page_size)):,}"
    return ""


def size_text(page_size: int) -> str:
    """`100 rows`, of a page."""
    return "1 row" if page_size == 1 else f"{page_size:,} rows"


def export_all_text(total: Total) -> str:
    """`Export all 211,507…`, `Export all, at least 300…`, `Export all…`."""
    if total.kind is TotalKind.UNKNOWN:
        return "Export all…"
    comma = "," if total.kind is TotalKind.AT_LEAST else ""
    return f"Export all{comma} {total_text(total)}…"


def load_all_text(total: Total) -> str:
    """`Load all 211,507`; `Load all` where the number is not known, which stands beside it."""
    return f"Load all {total.count:,}" if total.kind is TotalKind.EXACT else "Load all"


def loaded_text(loaded: int, total: int | None) -> str:
    """`12,000 of 211,507 loaded`, `12,000 loaded`."""
    return f"{loaded:,} loaded" if total is None or total == loaded else f"{loaded:,} of {total:,} loaded"
