"""How many rows have which value in a column: a bar chart, and the choices of a filter."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leaddesk.domain.arrangement import Test


class CountBy(StrEnum):
    """What one bar stands for."""

    AUTO = "automatic"  # days, weeks or months for moments, values or ranges for numbers, else values
    VALUES = "value"
    DAY = "day"
    WEEK = "week"  # beginning on Monday
    MONTH = "month"
    BINS = "range"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, its rows, and the test that only they pass."""

    label: str
    count: int
    test: Test


@dataclass(frozen=True, slots=True)
class ColumnCounts:
    """The rows of a column, counted. `row_count` is all of it: bars, `others` and `without_value`.

    Attributes:
        column_key: whose values.
        by: what a bar stands for; never AUTO.
        bars: values by falling count; days and ranges from the least on.
        without_value: rows with nothing there: not sent, null, blank.
        others: rows with a value that no bar stands for.
        row_count: rows looked at.
    """

    column_key: str
    by: CountBy
    bars: tuple[Bar, ...]
    without_value: int
    others: int
    row_count: int
