"""Raw values of one column into its compact form: most of a page at once, what is out of the ordinary one by one."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import polars as pl

from leaddesk.domain.cell import NOT_SENT, CellValue, Kind, read_cell
from leaddesk.domain.cell_words import in_zone
from leaddesk.domain.columns import Column
from leaddesk.services.loaded.row_reader import BROKEN
from leaddesk.services.loaded.typed_column import (
    ABSENT,
    BLANK,
    BROKEN_VALUE,
    EPOCH,
    NAIVE,
    NAIVE_EPOCH,
    NULL,
    ODD,
    VALUE,
    Part,
    is_exact,
    value_type,
)

_USUAL_MOMENT: Final = r"^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:[0-9]{2}:[0-5][0-9](\.[0-9]{1,9})?Z$"
_USUAL_FORMAT: Final = "%Y-%m-%dT%H:%M:%S%.fZ"
_LEAST_YEAR: Final = 1000
"""Earlier years are written differently by different systems; such a cell is kept as it is."""

_NUMBERS: Final = frozenset({int, float})
_PLAIN_TEXTS: Final = frozenset({int, str})

_Place = tuple[int, Any, CellValue]
"""State, compact value (None for none), and the cell when only `odd` can hold it."""

_log = logging.getLogger(__name__)


def read_part(column: Column, raws: Sequence[Any], first_row: int) -> Part:
    """Read the raw values of consecutive rows, the first of which has this number."""
    if column.translate is not None:
        raws = [raw if raw is NOT_SENT or raw is BROKEN else _translated(column.translate, raw) for raw in raws]
    dtype = value_type(column.kind)
    if column.kind is Kind.MOMENT:
        return _read_moments(raws, first_row)
    if dtype == pl.String():
        return _read_texts(raws, column.kind, first_row)
    if dtype == pl.Boolean():
        unusual = [number for number, raw in enumerate(raws) if type(raw) is not bool]
        return _build(raws, unusual, dtype, lambda raw: _place(raw, Kind.YES_NO, _compact_yes_no), first_row)
    unusual = [number for number, raw in enumerate(raws) if type(raw) not in _NUMBERS or not is_exact(raw)]
    return _build(raws, unusual, dtype, lambda raw: _place(raw, column.kind, _compact_number), first_row)


def _translated(translate: Callable[[Any], Any], raw: Any) -> Any:
    try:
        return translate(raw)
    except Exception as error:  # one odd value must not take the column down; its text is a lead's data
        _log.error("a value could not be read: %s", type(error).__name__)
        return BROKEN


def _build(
    raws: Sequence[Any],
    unusual: Sequence[int],
    dtype: pl.DataType,
    place: Callable[[Any], _Place],
    first_row: int,
) -> Part:
    """Most values go through as they are, the `unusual` ones by `place`."""
    if not unusual:
        return Part(pl.Series(values=raws, dtype=dtype, strict=False), None, {})
    values, states = list(raws), [VALUE] * len(raws)
    odd: dict[int, CellValue] = {}
    for number in unusual:
        states[number], values[number], cell = place(raws[number])
        if states[number] == ODD:
            odd[first_row + number] = cell
    series = pl.Series(values=values, dtype=dtype, strict=False)
    return Part(series, pl.Series(values=states, dtype=pl.UInt8()) if any(states) else None, odd)


def _read_texts(raws: Sequence[Any], kind: Kind, first_row: int) -> Part:
    types = set(map(type, raws))
    if int in types:  # phones and ids, which some systems send as numbers
        raws = [str(raw) if type(raw) is int else raw for raw in raws]
    if types <= _PLAIN_TEXTS and all(raws) and not any(map(str.isspace, raws)):
        return Part(pl.Series(values=raws, dtype=pl.String()), None, {})
    unusual = [number for number, raw in enumerate(raws) if type(raw) is not str or not raw or raw.isspace()]
    return _build(raws, unusual, pl.String(), lambda raw: _place(raw, kind, _compact_text), first_row)


def _place(raw: Any, kind: Kind, compact: Callable[[CellValue], _Place]) -> _Place:
    """Read one value with all care."""
    if raw is NOT_SENT:
        return ABSENT, None, None
    if raw is None:
        return NULL, None, None
    if raw is BROKEN:
        return BROKEN_VALUE, None, None
    if raw == "" and compact is _compact_text:
        return BLANK, "", None
    try:
        cell = read_cell(raw, kind)
    except Exception as error:  # as above
        _log.error("a value could not be read: %s", type(error).__name__)
        return BROKEN_VALUE, None, None
    return (NULL, None, None) if cell is None else compact(cell)


def _compact_text(cell: CellValue) -> _Place:
    return (VALUE if str(cell).strip() else BLANK), cell, None


def _compact_yes_no(cell: CellValue) -> _Place:
    return (VALUE, cell, None) if isinstance(cell, bool) else (ODD, None, cell)


def _compact_number(cell: CellValue) -> _Place:
    if not isinstance(cell, int | float) or (isinstance(cell, float) and math.isnan(cell)):
        return ODD, None, cell
    return (VALUE, float(cell), None) if is_exact(cell) else (ODD, _nearest_float(cell), cell)


def _compact_moment(cell: CellValue) -> _Place:
    if not isinstance(cell, datetime):
        return ODD, None, cell
    microsecond = timedelta(microseconds=1)
    if cell.tzinfo is None:
        state, micros = NAIVE, (cell - NAIVE_EPOCH) // microsecond
    else:
        state, micros = VALUE, (in_zone(cell, UTC) - EPOCH) // microsecond
    return (state, micros, None) if cell.year > _LEAST_YEAR else (ODD, micros, cell)


def _nearest_float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _read_moments(raws: Sequence[Any], first_row: int) -> Part:
    texts = pl.Series(values=[raw if type(raw) is str else None for raw in raws], dtype=pl.String())
    usual = texts.set(~texts.str.contains(_USUAL_MOMENT).fill_null(value=False), None)
    moments = usual.str.to_datetime(_USUAL_FORMAT, time_unit="us", strict=False).to_physical()
    if not moments.null_count():
        return Part(moments, None, {})
    return _build(
        [raw if micros is None else micros for raw, micros in zip(raws, moments.to_list(), strict=True)],
        moments.is_null().arg_true().to_list(),
        pl.Int64(),
        lambda raw: _place(raw, Kind.MOMENT, _compact_moment),
        first_row,
    )
