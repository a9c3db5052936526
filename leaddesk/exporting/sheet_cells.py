"""Cells as the XML of a sheet, a column of many rows at a time. Pure.

A text is only ever written as text (`inlineStr`), whatever it looks like: it cannot become a formula, a link or a
number. Characters that XML cannot hold are written as `_xHHHH_`, which spreadsheets read as that character.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from enum import IntEnum
from types import NoneType
from typing import Final, cast

from leaddesk.exporting.cell_columns import CellColumn, number_texts
from leaddesk.exporting.cells import MOST_CELL_UNITS, Cell, cut_text, wall_clock

_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED: Final = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_BLANK_AT_AN_END: Final = re.compile(r"\A\s|\s\Z")

_NUMBERS: Final = frozenset({int, float, NoneType})
_YES_NO: Final = frozenset({bool, NoneType})
_MOMENTS: Final = frozenset({datetime, NoneType})

_DAY: Final = timedelta(days=1)
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - sheets know no zones
_DAY_ZERO_UTC: Final = _DAY_ZERO.replace(tzinfo=UTC)
_FIRST_OF_MARCH_1900: Final = datetime(1900, 3, 1)  # noqa: DTZ001 - as above
_FIRST_OF_MARCH_1900_UTC: Final = _FIRST_OF_MARCH_1900.replace(tzinfo=UTC)


class Style(IntEnum):
    """The formats that cells can have: places in `workbook_parts.STYLES`."""

    PLAIN = 0
    HEADING = 1
    MOMENT = 2
    LEFT = 3
    WRAPPED = 4


def column_letters(col: int) -> str:
    """`A` for 0, `AA` for 26."""
    letters = ""
    left = col + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def xml_text(text: str) -> str:
    """Text as it stands between two tags."""
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", _escaped(text))


def text_cell_xml(place: str, text: str, style: Style = Style.PLAIN) -> str:
    """A cell that holds text; `place` is `A1`."""
    look = f' s="{style:d}"' if style else ""
    space = ' xml:space="preserve"' if _BLANK_AT_AN_END.search(text) else ""
    return f'<c r="{place}"{look} t="inlineStr"><is><t{space}>{xml_text(text)}</t></is></c>'


def number_cell_xml(place: str, number: float, style: Style = Style.PLAIN) -> str:
    """A cell that holds a finite number."""
    look = f' s="{style:d}"' if style else ""
    return f'<c r="{place}"{look}><v>{number_texts([number])[0]}</v></c>'


def column_xml(
    letters: str, rows: Sequence[str], column: CellColumn, zone: tzinfo, on_cut: Callable[[], None]
) -> list[str]:
    """The cells of one column; an empty string where there is nothing to write.

    Args:
        letters: the column.
        rows: the number of each row.
        column: the cells.
        zone: dates are written as the local time there.
        on_cut: called for each text that is cut because a cell cannot hold it.
    """
    if column.joined is not None:
        texts = _plain_texts(column.joined, column.texts)
        if texts is not None:
            return [
                f'<c r="{letters}{row}" t="inlineStr"><is><t>{text}</t></is></c>' if text else ""
                for row, text in zip(rows, texts, strict=True)
            ]
    elif column.types <= _NUMBERS:
        return [
            f'<c r="{letters}{row}"><v>{text}</v></c>' if text else ""
            for row, text in zip(rows, number_texts(column.cells), strict=True)
        ]
    elif column.types <= _YES_NO:
        return [
            f'<c r="{letters}{row}" t="b"><v>{cell:d}</v></c>' if cell is not None else ""
            for row, cell in zip(rows, cast("Sequence[bool | None]", column.cells), strict=True)
        ]
    elif column.types <= _MOMENTS and zone is UTC:
        moments = cast("Sequence[datetime | None]", column.cells)
        if all(moment is None or moment >= _FIRST_OF_MARCH_1900_UTC for moment in moments):
            days = [(moment - _DAY_ZERO_UTC) / _DAY if moment is not None else None for moment in moments]
            style = int(Style.MOMENT)
            return [
                f'<c r="{letters}{row}" s="{style}"><v>{text}</v></c>' if text else ""
                for row, text in zip(rows, number_texts(days), strict=True)
            ]
    return [_cell_xml(letters + row, cell, zone, on_cut) for row, cell in zip(rows, column.cells, strict=True)]


def _plain_texts(joined: str, texts: Sequence[str]) -> Sequence[str] | None:
    """These texts as they stand between two tags; None when one of them seems to need more care than that."""
    if "\n " in joined or " \n" in joined or joined.startswith(" ") or joined.endswith(" ") or "_x" in joined:
        return None
    if joined.count("\n") != len(texts) - 1 or not joined.replace("\n", "").isprintable():
        return None
    if len(joined) > MOST_CELL_UNITS // 2 and len(max(texts, key=len)) > MOST_CELL_UNITS // 2:
        return None
    if "&" in joined or "<" in joined or ">" in joined:
        return _escaped(joined).split("\n")
    return texts


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cell_xml(place: str, cell: Cell, zone: tzinfo, on_cut: Callable[[], None]) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, datetime):
        local = wall_clock(cell, zone)
        return (
            text_cell_xml(place, local)
            if isinstance(local, str)
            else number_cell_xml(place, day_number(local), Style.MOMENT)
        )
    if isinstance(cell, str):
        short = cut_text(cell)
        if short is not cell:
            on_cut()
        return text_cell_xml(place, short)
    return f'<c r="{place}" t="b"><v>{cell:d}</v></c>' if isinstance(cell, bool) else number_cell_xml(place, cell)


def day_number(local: datetime) -> float:
    """A local time as sheets hold it: days since the end of 1899, in a calendar that has a 29 February 1900."""
    return (local - _DAY_ZERO) / _DAY - (local < _FIRST_OF_MARCH_1900)
