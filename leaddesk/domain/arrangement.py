"""Which of the loaded rows are shown, and in which order: sort, narrowing text and filters of columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leaddesk.domain.cell import CellValue


@dataclass(frozen=True, slots=True)
class SortBy:
    """By one column: typed, stable, rows without a value last in both directions."""

    column_key: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Equals:
    """The cell reads like this text; case, accents and blanks at both ends do not count. Numbers go by value."""

    text: str


@dataclass(frozen=True, slots=True)
class Contains:
    """The cell's text holds this one; a number typed with blanks and dashes is found in phones by its digits."""

    text: str


@dataclass(frozen=True, slots=True)
class IsEmpty:
    """No value: not sent, null, or blank text."""


@dataclass(frozen=True, slots=True)
class IsNotEmpty:
    """Any value."""


@dataclass(frozen=True, slots=True)
class NumberRange:
    """A number from `least` to `most`, both included unless `most_excluded`; None leaves that end open."""

    least: float | None = None
    most: float | None = None
    most_excluded: bool = False


@dataclass(frozen=True, slots=True)
class MomentRange:
    """From `start` (included) to `end` (excluded), both aware; None leaves that end open.

    A value without a zone is taken for UTC, as in sorting.
    """

    start: datetime | None = None
    end: datetime | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a moment without a zone."""
        if any(moment is not None and moment.tzinfo is None for moment in (self.start, self.end)):
            raise ValueError("the moments of a range need a zone")


@dataclass(frozen=True, slots=True)
class OneOf:
    """Exactly one of these values, as counting a column gives them; with `or_empty` also rows without a value."""

    values: tuple[CellValue, ...]
    or_empty: bool = False


Test = Equals | Contains | IsEmpty | IsNotEmpty | NumberRange | MomentRange | OneOf


@dataclass(frozen=True, slots=True)
class ColumnFilter:
    """Only rows whose value in this column passes."""

    column_key: str
    test: Test


@dataclass(frozen=True, slots=True)
class Arrangement:
    """All at once: filters and narrowing text must all hold. Without a sort, the order in which the rows came."""

    sort: SortBy | None = None
    narrow: str = ""
    filters: tuple[ColumnFilter, ...] = ()

    def without_filters_of(self, column_key: str) -> Arrangement:
        """The same but for this column's own filters."""
        kept = tuple(item for item in self.filters if item.column_key != column_key)
        return Arrangement(self.sort, self.narrow, kept)
