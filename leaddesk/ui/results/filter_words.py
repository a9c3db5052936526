"""Filters of columns in words, and ranges read from what was typed. Pure; no Qt."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from leaddesk.domain.arrangement import (
    Contains,
    Equals,
    IsEmpty,
    IsNotEmpty,
    MomentRange,
    NumberRange,
    OneOf,
    Test,
)
from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.ui.cell_text import cell_text, moment_text, one_line
from leaddesk.ui.results.headings import NUMBER_KINDS

MOST_NAMED: Final = 3
_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2}))?")


def can_have_range(column: Column) -> bool:
    """Numbers and moments have an order that a person knows."""
    return column.kind in NUMBER_KINDS or column.kind is Kind.MOMENT


def filter_words(column: Column, test: Test, zone: tzinfo) -> str:
    """`State: one of CA, NV`, `Price: 10 to 20`, `E-mail: is empty`."""
    return f"{one_line(column.title)}: {_test_words(column, test, zone)}"


def _test_words(column: Column, test: Test, zone: tzinfo) -> str:
    match test:
        case Equals():
            return f"“{one_line(test.text)}”"
        case Contains():
            return f"contains “{one_line(test.text)}”"
        case IsEmpty():
            return "is empty"
        case IsNotEmpty():
            return "is not empty"
        case OneOf():
            return _one_of_words(column, test, zone)
        case NumberRange():
            ends = (None if end is None else cell_text(end, column.kind, zone) for end in (test.least, test.most))
            return _range_words(*ends, below=test.most_excluded)
        case MomentRange():
            start = None if test.start is None else _moment_words(test.start, zone)
            if test.end is not None and _is_midnight(test.end, zone):
                return _range_words(start, _moment_words(test.end - timedelta(seconds=1), zone), below=False)
            return _range_words(start, None if test.end is None else _moment_words(test.end, zone), below=True)


def _one_of_words(column: Column, test: OneOf, zone: tzinfo) -> str:
    names = [f"“{cell_text(value, column.kind, zone)}”" for value in test.values]
    names += ["without a value"] if test.or_empty else []
    if len(names) == 1:
        return names[0]
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return f"one of {', '.join(names[:MOST_NAMED])}{more}"


def _range_words(low: str | None, high: str | None, *, below: bool) -> str:
    if low is not None and high is not None:
        return low if low == high else f"{low} to {'below ' if below else ''}{high}"
    if low is not None:
        return f"{low} or more"
    return "any" if high is None else f"{'below' if below else 'at most'} {high}"


def _is_midnight(moment: datetime, zone: tzinfo) -> bool:
    local = moment.astimezone(zone)
    return (local.hour, local.minute, local.second) == (0, 0, 0)


def _moment_words(moment: datetime, zone: tzinfo) -> str:
    """A day, or a day and a time where that is not the beginning or the end of it."""
    text = moment_text(moment, zone)
    day, _, time = text.partition(" ")
    return day if time in {"00:00:00", "23:59:59"} else text.removesuffix(":00")


def read_range(kind: Kind, low: str, high: str, zone: tzinfo) -> Test | tuple[str, str]:
    """A range of numbers or moments; or, where something is wrong, what it is at each of the two lines.

    An empty line leaves that end open. A day means all of it, in the zone.
    """
    if not low.strip() and not high.strip():
        return "type one end at least", ""
    if kind is Kind.MOMENT:
        return _read_moments(low, high, zone)
    least, most = _read_number(low), _read_number(high)
    wrong = "this is no number"
    problems = (wrong if low.strip() and least is None else "", wrong if high.strip() and most is None else "")
    if any(problems):
        return problems
    if least is not None and most is not None and least > most:
        return "", "this is less than the other end"
    return NumberRange(least, most)


def _read_number(text: str) -> float | None:
    try:
        number = float(text.strip().replace(",", "").replace(" ", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _read_moments(low: str, high: str, zone: tzinfo) -> Test | tuple[str, str]:
    start, end = _read_moment(low, zone, is_end=False), _read_moment(high, zone, is_end=True)
    wrong = "this is no date; write it as 2026-11-20"
    problems = (wrong if low.strip() and start is None else "", wrong if high.strip() and end is None else "")
    if any(problems):
        return problems
    if start is not None and end is not None and start >= end:
        return "", "this is before the other end"
    return MomentRange(start, end)


def _read_moment(text: str, zone: tzinfo, *, is_end: bool) -> datetime | None:
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute = (int(part) if part else 0 for part in match.groups())
    try:
        moment = datetime(year, month, day, hour, minute, tzinfo=zone)
        if is_end:
            moment += timedelta(minutes=1) if match[4] else timedelta(days=1)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
