"""Records become columns of the vendor's own values; only the keys that are asked for are decoded.

A decoder made for these keys gives the values of a record as tuples, in a third of the time that whole objects and
a look-up for each value take. What it refuses (a section that is text for once, `NaN`) is read the plain way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, Final, cast

import msgspec
from msgspec.structs import astuple

from leaddesk.domain.columns import Column
from leaddesk.domain.record import Record
from leaddesk.exporting.cells import RowReader

_MOST_KEYS: Final = 1_000
"""Among more keys than these of one object the decoder would search too long."""

_SOURCE: Final = attrgetter("source")

Values = Sequence[Any]
"""The vendor's own JSON values of one column, from the first record to the last; None for what was not sent."""


class RawColumns:
    """Reads records into columns of values, in the order of the columns asked for."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Prepare the decoder. `Column.translate` is applied to what it reads."""
        self._rows = RowReader(columns, lambda _kind: _as_sent)
        self._quick = _quick_reader(columns)

    def read(self, records: Sequence[Record]) -> list[Values]:
        """As many columns as were asked for, of as many values as there are records; one record at least."""
        if self._quick is not None:
            try:
                return self._quick.read(records)
            except (ValueError, RecursionError):
                pass  # at least one record is odd: all of these are read the plain way
        return list(zip(*[self._rows.read(record.values()) for record in records], strict=True))


def _quick_reader(columns: Sequence[Column]) -> _QuickReader | None:
    """None where no decoder can be made: too many keys, or a name that JSON writes with a backslash."""
    sections = _sections(columns)
    if max(map(len, (sections, *sections.values()))) > _MOST_KEYS:
        return None
    try:
        return _QuickReader(columns, sections)
    except ValueError:
        return None


def _sections(columns: Iterable[Column]) -> dict[str, list[str]]:
    """Each key of a record with the keys below it that are asked for; with none when its value itself is."""
    below: dict[str, dict[str, None]] = {}
    whole: set[str] = set()
    for column in columns:
        below.setdefault(column.path[0], {}).update(dict.fromkeys(column.path[1:2]))
        if len(column.path) == 1:
            whole.add(column.path[0])
    return {key: [] if key in whole else list(names) for key, names in below.items()}


class _QuickReader:
    """Reads records whose sections are objects or null, and whose JSON is JSON by the letter."""

    def __init__(self, columns: Sequence[Column], sections: Mapping[str, list[str]]) -> None:
        """Make the decoder.

        Raises:
            ValueError: a name that JSON writes with a backslash.
        """
        shapes = {key: _shape(dict.fromkeys(names, Any)) | None if names else Any for key, names in sections.items()}
        self._decode: Callable[[bytes], Any] = msgspec.json.Decoder(_shape(shapes)).decode
        self._widths = [len(names) for names in sections.values()]
        depths = {key: 2 if names else 1 for key, names in sections.items()}
        paths = [(key, name)[: depths[key]] for key, names in sections.items() for name in names or [""]]
        places = {path: place for place, path in enumerate(paths)}
        self._columns = [
            (places[column.path[:depth]], _finishing(column, depth))
            for column in columns
            for depth in [depths[column.path[0]]]
        ]

    def read(self, records: Sequence[Record]) -> list[Values]:
        """The columns.

        Raises:
            ValueError, RecursionError: at least one record must be read another way.
        """
        rows = zip(*map(astuple, map(self._decode, map(_SOURCE, records))), strict=True)
        found: list[Values] = []
        for width, values in zip(self._widths, rows, strict=True):
            if not width:
                found.append(values)
                continue
            nothing = (None,) * width
            found += zip(*[nothing if held is None else astuple(held) for held in values], strict=True)
        return [
            found[place] if finish is None else [finish(raw) for raw in found[place]] for place, finish in self._columns
        ]


def _shape(fields: Mapping[str, Any]) -> Any:
    """A type of objects with these keys, each of which may be missing."""
    names = {f"f{number}": key for number, key in enumerate(fields)}
    kinds = [(name, fields[key], None) for name, key in names.items()]
    return msgspec.defstruct("Shape", kinds, rename=names, gc=False)


def _finishing(column: Column, depth: int) -> Callable[[Any], Any] | None:
    """What is still to be done with a value found at this depth of the column's path."""
    below = column.path[depth:]
    if not below:
        return column.translate
    rest = replace(column, path=below)
    return lambda raw: rest.raw_in(cast("dict[str, Any]", raw)) if isinstance(raw, dict) else None


def _as_sent(raw: Any) -> Any:
    return raw
