"""A record and columns become the cells of one row. Pure.

Everything is read by `domain.cell.read_cell`, so that a file says what the window says. Converters are made
once for each column, because an export asks for a million cells.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any, Final, cast

from leaddesk.domain.cell import NOT_SENT, TEXT_KINDS, Kind, plain_text, read_cell
from leaddesk.domain.columns import Column

Cell = str | int | float | bool | datetime | None
"""Text, a number a spreadsheet holds exactly, a boolean, an aware moment; None for nothing to write."""

Converter = Callable[[Any], Cell]
"""From the vendor's own JSON value (or NOT_SENT) to a cell."""

MOST_EXACT_INTEGER: Final = 999_999_999_999_999
"""Spreadsheets keep 15 digits of a number; whole numbers beyond are written as text."""

MOST_CELL_UNITS: Final = 32_767
"""Most UTF-16 units that Excel keeps in one cell."""

_NOTHING: Final[dict[str, Any]] = {}


def cell_converter(kind: Kind) -> Converter:
    """The converter of this kind for tables. Moments stay aware; see `wall_clock`."""
    if kind in TEXT_KINDS or kind is Kind.OBJECT:
        return text_cell
    if kind is Kind.MOMENT:
        return moment_cell
    if kind is Kind.YES_NO:
        return _yes_no_cell
    return _whole_number_cell if kind is Kind.INTEGER else _number_cell


def exact_converter(kind: Kind) -> Converter:
    """The same for files that other systems read: moments are ISO 8601 text in UTC."""
    return exact_moment if kind is Kind.MOMENT else cell_converter(kind)


def text_cell(raw: Any) -> Cell:
    """Text as it was sent; nested values as compact JSON; nothing for null and for what was not sent."""
    if raw is None or raw is NOT_SENT:
        return None
    text = raw if isinstance(raw, str) else plain_text(raw)
    return text if text.isascii() else without_surrogates(text)


def without_surrogates(text: str) -> str:
    """U+FFFD in place of lone surrogates, which no file can hold; everything else is kept."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def encoded(text: str) -> bytes:
    """Text of a file as UTF-8, with U+FFFD in place of lone surrogates."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return without_surrogates(text).encode()


def moment_cell(raw: Any) -> Cell:
    """An aware moment; nothing for year 1; text as it was sent for what names no zone or is no date."""
    value = read_cell(raw, Kind.MOMENT)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    return None if value is None else text_cell(raw)


def exact_moment(raw: Any) -> Cell:
    """ISO 8601 in UTC with `Z`. What came in that form stays letter for letter, with all its fractional digits."""
    value = moment_cell(raw)
    if not isinstance(value, datetime):
        return value
    text = plain_text(raw).strip()
    if text.endswith("Z") and "T" in text:
        return text
    try:
        return iso_utc(value)
    except OverflowError:
        return text_cell(raw)


def iso_utc(moment: datetime) -> str:
    """`2026-01-31T08:00:00Z`, with a fraction when there is one."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _yes_no_cell(raw: Any) -> Cell:
    value = read_cell(raw, Kind.YES_NO)
    return value if isinstance(value, bool) else text_cell(raw)


def _whole_number_cell(raw: Any) -> Cell:
    return _fitting_number(read_cell(raw, Kind.INTEGER), raw)


def _number_cell(raw: Any) -> Cell:
    return _fitting_number(read_cell(raw, Kind.NUMBER), raw)


def _fitting_number(value: object, raw: Any) -> Cell:
    if isinstance(value, float):
        return value if math.isfinite(value) else not_finite(value)
    if isinstance(value, int):
        return value if -MOST_EXACT_INTEGER <= value <= MOST_EXACT_INTEGER else str(value)
    return text_cell(raw)


def not_finite(value: float) -> str:
    """The word for a number that is none: `NaN`, `Infinity`, `-Infinity`."""
    return "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")


def wall_clock(moment: datetime, zone: tzinfo) -> datetime | str:
    """The naive local time to write as a real date, or exact text where no real date can say it.

    Text (ISO 8601 with offset) stands for moments in the hour that clocks repeat in autumn, because the
    local time alone would mean two instants, and for years that spreadsheets have no dates for.
    """
    try:
        local = moment.astimezone(zone)
    except OverflowError:
        return moment.isoformat(sep=" ")
    if local.year < 1900 or (zone is not UTC and _is_repeated(local)):
        return local.isoformat(sep=" ")
    return local.replace(tzinfo=None, fold=0)


def _is_repeated(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def cut_text(text: str) -> str:
    """The text, or so much of it as a cell holds with a mark that says how much is missing."""
    if len(text) <= MOST_CELL_UNITS // 2:
        return text
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * MOST_CELL_UNITS:
        return text
    room = MOST_CELL_UNITS - len(_cut_mark(len(text)))
    kept = units[: 2 * room].decode("utf-16-le", "ignore")
    return kept + _cut_mark(len(text) - len(kept))


def _cut_mark(count: int) -> str:
    return f"… [cut: {count:,} characters]"


def headings(columns: Iterable[Column], zone_name: str) -> tuple[str, ...]:
    """What stands above the columns: titles, the zone with dates, the key where two titles are the same."""
    known = tuple(columns)
    uses = Counter(column.title for column in known)
    return tuple(
        heading(column.title if uses[column.title] == 1 else f"{column.title} – {column.key}", column.kind, zone_name)
        for column in known
    )


def heading(title: str, kind: Kind, zone_name: str) -> str:
    """One heading: `Date added (UTC)`."""
    return without_surrogates(f"{title} ({zone_name})" if kind is Kind.MOMENT else title)


class RowReader:
    """Reads decoded records into rows of cells, in the order of the columns."""

    def __init__(self, columns: Iterable[Column], converter_of: Callable[[Kind], Converter] = cell_converter) -> None:
        """Prepare one converter for each column; sections of a record are looked up once for each row."""
        sections: dict[str, int] = {}
        self._steps = [_step(column, _translated(column, converter_of(column.kind)), sections) for column in columns]
        self._sections = tuple(sections)

    def read(self, values: Mapping[str, Any]) -> list[Cell]:
        """The cells of one decoded record."""
        holders: list[Any] = [values]
        for section in self._sections:
            holder = values.get(section)
            holders.append(holder if isinstance(holder, dict) else _NOTHING)
        return [convert(holders[index].get(key)) for index, key, convert in self._steps]


def _translated(column: Column, convert: Converter) -> Converter:
    translate = column.translate
    return convert if translate is None else lambda raw: convert(translate(raw))


def _step(column: Column, convert: Converter, sections: dict[str, int]) -> tuple[int, str, Converter]:
    """Where a column's value lies: in the record itself (0) or in a section, under which key, read how."""
    first, *rest = column.path
    if not rest:
        return 0, first, convert
    index = sections.setdefault(first, len(sections) + 1)
    return index, rest[0], _descend(tuple(rest[1:]), convert) if len(rest) > 1 else convert


def _descend(path: tuple[str, ...], convert: Converter) -> Converter:
    below = Column(key="", title="", kind=Kind.TEXT, path=path)
    return lambda raw: convert(below.raw_in(cast("dict[str, Any]", raw))) if isinstance(raw, dict) else None
