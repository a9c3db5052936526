"""What the export dialog takes and gives. Pure; the dialog knows no kind of file but through these."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """A kind of file: its key, what a person reads, what it is good for (one sentence), and its suffix (`.csv`)."""

    key: str
    title: str
    words: str
    suffix: str


@dataclass(frozen=True, slots=True)
class ExportScope:
    """What can be exported: `Selected`, `This page`, `All`.

    `count` is None when the provider gives no total; `at_least` when there may be more.
    """

    key: str
    title: str
    count: int | None
    at_least: bool = False

    @property
    def is_empty(self) -> bool:
        """There is nothing to export."""
        return self.count == 0


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What the person wants written, and where.

    Attributes:
        scope: key of the ExportScope.
        choice: key of the ExportChoice.
        all_columns: every column; else those shown in the table, in their order.
        local_zone: dates in the person's zone; else in UTC.
        path: absolute.
    """

    scope: str
    choice: str
    all_columns: bool
    local_zone: bool
    path: Path


def amount_words(scope: ExportScope, noun: tuple[str, str]) -> str:
    """`3 leads`, `at least 300 leads`, `total not given`."""
    if scope.count is None:
        return "total not given"
    words = f"{scope.count:,} {noun[0] if scope.count == 1 else noun[1]}"
    return f"at least {words}" if scope.at_least else words


def button_words(scope: ExportScope | None, noun: tuple[str, str]) -> str:
    """What stands on the button: `Export 211,507 leads`."""
    if scope is None or scope.is_empty:
        return "Export"
    return f"Export all {noun[1]}" if scope.count is None else f"Export {amount_words(scope, noun)}"


def with_suffix(text: str, wanted: str, known: tuple[str, ...]) -> str:
    """The file name with the suffix of another kind: known suffixes are exchanged, others are left to the check."""
    old = next((suffix for suffix in known if text.lower().endswith(suffix)), "")
    return text[: len(text) - len(old)] + wanted if old else text


def progress_words(done: int, total: int | None, per_second: float | None) -> str:
    """`1,200 of 211,507 · 850 a second · about 4 min left`; parts that are not known are left out."""
    parts = [f"{done:,} of {total:,}" if total is not None else f"{done:,}"]
    if per_second is not None and per_second >= 1:
        parts.append(f"{per_second:,.0f} a second")
        if total is not None and total > done:
            parts.append(f"about {_duration((total - done) / per_second)} left")
    return " · ".join(parts)


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.1f} h"
