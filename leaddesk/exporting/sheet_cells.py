"""Cells as the XML of a sheet, a column of many rows at a time. Pure.

A text is only ever written as text (`inlineStr`), whatever it looks like: it cannot become a formula, a link or a
number. Characters that XML cannot hold are written as `_xHHHH_`, which spreadsheets read as that character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from types import NoneType
from typing import Final, NamedTuple, cast

from leaddesk.exporting.cell_columns import BETWEEN, CellColumn, number_texts
from leaddesk.exporting.cells import MOST_CELL_UNITS, Cell, cut_text, wall_clock

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED: Final = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_BLANK_AT_AN_END: Final = re.compile(r"\A\s|\s\Z")

_NUMBERS: Final = frozenset({int, float, NoneType})
_MOMENTS: Final = frozenset({datetime, NoneType})

_DAY: Final = timedelta(days=1)
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - sheets know no zones
_DAY_ZERO_UTC: Final = _DAY_ZERO.replace(tzinfo=UTC)
_FIRST_OF_MARCH_1900: Final = datetime(1900, 3, 1)  # noqa: DTZ001 - as above
_FIRST_OF_MARCH_1900_UTC: Final = _FIRST_OF_MARCH_1900.replace(tzinfo=UTC)


class MomentLook(NamedTuple):
    """How moments are shown: as the local time of a zone, in the workbook's format of this number."""

    zone: tzinfo
    style: int


def xml_text(text: str) -> str:
    """Text as it stands between two tags."""
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", _escaped(text))


def column_xml(
    letters: str, rows: Sequence[str], column: CellColumn, look: MomentLook, on_cut: Callable[[], None]
) -> list[str]:
    """The cells of one column; an empty string where there is nothing to write.

    Args:
        letters: the column.
        rows: the number of each row.
        column: the cells.
        look: how moments are shown.
        on_cut: called for each text that is cut because a cell cannot hold it.
    """
    texts: Sequence[str] | None = None
    before, after = "><v>", "</v></c>"
    if column.joined is not None:
        texts = _plain_texts(column.joined, column.texts)
        before, after = ' t="inlineStr"><is><t>', "</t></is></c>"
    elif column.types <= _NUMBERS:
        texts = number_texts(column.cells)
    elif column.types <= _MOMENTS and look.zone is UTC:
        texts = _day_texts(cast("Sequence[datetime | None]", column.cells))
        before = f' s="{look.style}"><v>'
    if texts is None:
        return [_cell_xml(letters + row, cell, look, on_cut) for row, cell in zip(rows, column.cells, strict=True)]
    start = f'<c r="{letters}'
    return [f'{start}{row}"{before}{text}{after}' if text else "" for row, text in zip(rows, texts, strict=True)]


def _day_texts(moments: Sequence[datetime | None]) -> list[str] | None:
    """These moments as day numbers in UTC; None when one lies before the calendar that sheets and people share."""
    if any(moment is not None and moment < _FIRST_OF_MARCH_1900_UTC for moment in moments):
        return None
    return number_texts([(moment - _DAY_ZERO_UTC) / _DAY if moment is not None else None for moment in moments])


def _plain_texts(joined: str, texts: Sequence[str]) -> Sequence[str] | None:
    """These texts as they stand between two tags; None when one of them seems to need more care than that."""
    if joined.count(BETWEEN) != len(texts) - 1 or not joined.replace(BETWEEN, "").isprintable():
        return None
    if "_x" in joined or f"{BETWEEN} " in joined or f" {BETWEEN}" in joined or joined[:1] == " " or joined[-1:] == " ":
        return None
    if len(joined) > MOST_CELL_UNITS // 2 and len(max(texts, key=len)) > MOST_CELL_UNITS // 2:
        return None
    if "&" in joined or "<" in joined or ">" in joined:
        return _escaped(joined).split(BETWEEN)
    return texts


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cell_xml(place: str, cell: Cell, look: MomentLook, on_cut: Callable[[], None]) -> str:
    if isinstance(cell, datetime):
        cell = wall_clock(cell, look.zone)
        if isinstance(cell, datetime):
            return f'<c r="{place}" s="{look.style}"><v>{day_number(cell)!r}</v></c>'
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        short = cut_text(cell)
        if short is not cell:
            on_cut()
        space = ' xml:space="preserve"' if _BLANK_AT_AN_END.search(short) else ""
        return f'<c r="{place}" t="inlineStr"><is><t{space}>{xml_text(short)}</t></is></c>'
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{cell:d}</v></c>'
    return f'<c r="{place}"><v>{number_texts([cell])[0]}</v></c>'


def day_number(local: datetime) -> float:
    """A local time as sheets hold it: days since the end of 1899, in a calendar that has a 29 February 1900."""
    return (local - _DAY_ZERO) / _DAY - (local < _FIRST_OF_MARCH_1900)
