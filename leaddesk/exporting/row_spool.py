"""Rows set down on disk until it is known what stands in all of them.

The first line of a table names every column, and a late record may hold a field that no earlier one had.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

_LENGTH: Final = struct.Struct("<I")


class RowSpool:
    """A sequence of plain values (texts, bytes, numbers, aware moments, lists, dicts) on disk, read back in order."""

    def __init__(self, path: Path) -> None:
        """Create the file. Its folder is readable by its owner alone and is removed by whoever made it.

        Raises:
            OSError: the disk refuses.
        """
        self._file: BinaryIO = path.open("x+b")
        self._encode = msgspec.msgpack.Encoder().encode
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, row: Any) -> None:
        """Set one value down.

        Raises:
            OSError: the disk refuses.
        """
        packed = self._encode(row)
        self._file.write(_LENGTH.pack(len(packed)))
        self._file.write(packed)
        self._count += 1

    def rows(self) -> Iterator[Any]:
        """All values from the first; nothing may be appended any more."""
        decode = msgspec.msgpack.Decoder().decode
        self._file.seek(0)
        for _ in range(self._count):
            (length,) = _LENGTH.unpack(self._file.read(_LENGTH.size))
            yield decode(self._file.read(length))

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
