"""Whether a page came in the order that was asked for, and the order to show when it did not.

How LeadExec orders is not documented: text by case or not, numbers kept as text, missing values first or last,
empty text as missing or as text. A page counts as sorted when any of these readings finds it so (dossier section 3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, product
from typing import Any, Final

from leaddesk.domain.cell import NOT_SENT, compact_json, plain_text
from leaddesk.providers.leadexec.answer_checks import find_value, parse_number
from leaddesk.providers.leadexec.section_rows import read_moment

_SortKey = tuple[int, Any]
_Reading = Callable[[Any], _SortKey]

_FIRST: Final[_SortKey] = (-1, 0)
_LAST: Final[_SortKey] = (9, 0)


def find_order(
    rows: Sequence[Mapping[str, Any]], names: Sequence[str], *, is_descending: bool
) -> tuple[int, ...] | None:
    """None when the rows stand in order, or cannot be judged; else their places in the right order.

    Values are compared by type, stably; rows without a value stand last. Names that no row has are not judged.
    """
    if len(rows) < 2 or not names:
        return None
    columns: list[list[Any]] = []
    for name in names:
        column = [find_value(row, name) for row in rows]
        if all(_is_missing(value) for value in column):
            break  # rows that are equal so far may stand in any order
        columns.append(column)
    if not columns or _is_in_order(columns, is_descending=is_descending):
        return None
    return _sort(columns, is_descending=is_descending)


def _is_in_order(columns: list[list[Any]], *, is_descending: bool) -> bool:
    is_text = all(type(value) is str for column in columns for value in column)
    if is_text and _is_sorted(columns, is_descending=is_descending):  # the most common, and the quickest to see
        return True
    for reading, is_missing, missing in product(_READINGS, (_is_missing, _is_absent), (_FIRST, _LAST)):
        read = [[missing if is_missing(value) else reading(value) for value in column] for column in columns]
        if _is_sorted(read, is_descending=is_descending):
            return True
    return False


def _is_sorted(columns: Sequence[Sequence[Any]], *, is_descending: bool) -> bool:
    keys = zip(*columns, strict=True)
    return all((after <= before) if is_descending else (before <= after) for before, after in pairwise(keys))


def _sort(columns: list[list[Any]], *, is_descending: bool) -> tuple[int, ...]:
    order = list(range(len(columns[0])))
    for column in reversed(columns):
        present = [place for place in order if not _is_missing(column[place])]
        present.sort(key=lambda place: _by_value(column[place]), reverse=is_descending)
        order = present + [place for place in order if _is_missing(column[place])]
    return tuple(order)


def _is_missing(value: Any) -> bool:
    return _is_absent(value) or value == ""


def _is_absent(value: Any) -> bool:
    return value is NOT_SENT or value is None


def _by_value(value: Any) -> _SortKey:
    number = None if isinstance(value, bool) else parse_number(value)
    return (1, number) if number is not None else _by_type(value)


def _by_type(value: Any) -> _SortKey:
    if isinstance(value, bool):
        return (5, value)
    if isinstance(value, int | float):
        number = parse_number(value)
        return (1, number) if number is not None else (3, plain_text(value))
    if isinstance(value, dict | list):
        return (4, compact_json(value))
    moment = read_moment(value)
    return (2, moment) if moment is not None else (3, plain_text(value).casefold())


def _by_text(value: Any) -> _SortKey:
    return (3, plain_text(value).casefold())


def _by_exact_text(value: Any) -> _SortKey:
    return (3, plain_text(value))


def _by_type_exactly(value: Any) -> _SortKey:
    rank, key = _by_type(value)
    return (rank, plain_text(value)) if rank in {2, 3} else (rank, key)


_READINGS: Final[tuple[_Reading, ...]] = (_by_value, _by_type, _by_type_exactly, _by_text, _by_exact_text)
