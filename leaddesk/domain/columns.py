"""A column: how one value of a record is found, named and read. Used by the table, the panes and the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from leaddesk.domain.cell import NOT_SENT, CellValue, Kind, read_cell


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a record.

    Attributes:
        key: stable name in settings, files and on the command line, e.g. `Fields.FirstName`.
        title: what a person reads in the heading.
        kind: how the value is read, shown and written.
        path: the keys from the vendor's object down to the value, e.g. `("Fields", "FirstName")`.
        shown: whether it belongs to the first view of a table.
        sort_name: the name under which the vendor sorts by it, empty when it cannot.
        translate: turns the vendor's own way of writing a value into plain JSON (`2026-01-05 09:10:11`, which that
            vendor means in UTC, into `2026-01-05T09:10:11Z`; `&amp;` into `&`); None when it is plain as it comes.
    """

    key: str
    title: str
    kind: Kind
    path: tuple[str, ...]
    shown: bool = False
    sort_name: str = ""
    translate: Callable[[Any], Any] | None = field(default=None, repr=False)

    def raw_in(self, row: Mapping[str, Any]) -> Any:
        """The vendor's own value, plain by `translate`; or NOT_SENT when any key on the path is missing."""
        value: Any = row
        for step in self.path:
            if not isinstance(value, Mapping) or step not in value:
                return NOT_SENT
            value = value[step]  # pyright: ignore[reportUnknownVariableType]
        return value if self.translate is None else self.translate(value)  # pyright: ignore[reportUnknownVariableType]

    def cell_in(self, row: Mapping[str, Any]) -> CellValue:
        """The value read by this column's kind."""
        return read_cell(self.raw_in(row), self.kind)


def merge_columns(known: tuple[Column, ...], seen: tuple[Column, ...]) -> tuple[Column, ...]:
    """The known columns followed by those seen in the data that are not among them; order is kept."""
    keys = {column.key for column in known}
    return known + tuple(column for column in seen if column.key not in keys)


def rename_columns(known: tuple[Column, ...], named: tuple[Column, ...]) -> tuple[Column, ...]:
    """The known columns, each in the form that `named` gives it; the others of `named` follow.

    What the first view shows, and by what the vendor sorts, stays as it was declared.
    """
    by_key = {column.key: column for column in named}
    kept = tuple(
        replace(by_key[column.key], shown=column.shown, sort_name=column.sort_name) if column.key in by_key else column
        for column in known
    )
    return merge_columns(kept, named)


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """A person's choice of columns.

    Attributes:
        shown: column keys from left to right.
        widths: pixels of the columns whose width was chosen; the others find their own.
        frozen: how many of the shown columns stay in view at the left, 0 to 5.
    """

    shown: tuple[str, ...]
    widths: Mapping[str, int] = field(default_factory=dict[str, int], hash=False)
    frozen: int = 1
