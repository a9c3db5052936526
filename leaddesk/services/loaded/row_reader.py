"""Reads some columns out of many records at once, without decoding the rest of each. Pure.

A lead has a hundred values and a table shows twelve. msgspec passes over what a type does not name, which takes 0.4 of
the time of decoding all of it. What does not fit (a list where an object stood before, a lone surrogate) is decoded
whole, so that the values are those of `Column.raw_in(record.values())`, always.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, cast

import msgspec

from leaddesk.domain.cell import NOT_SENT
from leaddesk.domain.columns import Column
from leaddesk.domain.record import decode_json
from leaddesk.domain.row_parts import Tree, build_shape, build_tree

BROKEN = object()
"""Stands in place of every value of a record that could not be decoded."""


class RowReader:
    """Reads the raw values of these columns; `translate` is not applied yet."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Prepare a decoder for the paths of these columns."""
        self._paths = tuple(dict.fromkeys(column.path for column in columns))
        self._place = {path: place for place, path in enumerate(self._paths)}
        self._columns = tuple(columns)
        tree = build_tree(self._paths)
        shape = None if tree is None else build_shape(tree)
        self._decoder = None if shape is None else msgspec.json.Decoder(shape)
        self._tree = tree

    def read(self, sources: Sequence[bytes]) -> list[list[Any]]:
        """For each column its raw value in each record: NOT_SENT, BROKEN or plain JSON."""
        whole: dict[int, tuple[Any, ...]] = {}
        rows: list[Any] = []
        decoder = self._decoder
        for number, source in enumerate(sources):
            try:
                if decoder is None:
                    raise msgspec.DecodeError
                rows.append(decoder.decode(source))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                rows.append(None)
                whole[number] = self._read_whole(source)
        found: list[list[Any]] = [[NOT_SENT] * len(rows) for _ in self._paths]
        if self._tree is not None:
            _pick(rows, self._tree, found)
        for number, values in whole.items():
            for place, value in enumerate(values):
                found[place][number] = value
        return [found[self._place[column.path]] for column in self._columns]

    def _read_whole(self, source: bytes) -> tuple[Any, ...]:
        try:
            values = decode_json(source)
        except ValueError:
            return (BROKEN,) * len(self._paths)
        return tuple(_walk(values, path) for path in self._paths)


def _pick(rows: list[Any], tree: Tree, found: list[list[Any]]) -> None:
    """Take the values out of what the decoder made; None stands where a row or a section is not there."""
    is_whole = None not in rows
    for number, inner in enumerate(tree.values()):
        take = attrgetter(f"field_{number}")
        if not isinstance(inner, int):
            _pick(list(map(take, rows)) if is_whole else [row and take(row) for row in rows], inner, found)
        elif is_whole:
            found[inner] = list(map(take, rows))
        else:
            found[inner] = [NOT_SENT if row is None else take(row) for row in rows]


def _walk(value: Any, path: Sequence[str]) -> Any:
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return NOT_SENT
        value = cast("dict[str, Any]", value)[step]
    return value  # pyright: ignore[reportUnknownVariableType]
