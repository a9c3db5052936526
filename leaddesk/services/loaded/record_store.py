"""Records kept as the bytes that came, in compressed blocks."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Final

import zstandard

from leaddesk.domain.record import Record, RecordKind

ROWS_PER_BLOCK: Final = 128
"""Some 500 kB opened in 0.2 ms. Larger blocks hardly come out smaller (0.120 of the bytes at 200 rows, 0.124 here)."""

_LEVEL: Final = 1
"""Level 3 gives 0.120 of the bytes for a fifth more time, zlib's fastest 0.203 for four times as much."""

_BLOCKS_OPEN: Final = 8


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows one after another, compressed; all of one account, provider and kind."""

    account_id: str
    provider: str
    kind: RecordKind
    ends: array[int] = field(repr=False)
    packed: bytes = field(repr=False)


Packing = list[tuple[int, "Future[_Block]"]]
"""Blocks that are being compressed, with their numbers of rows."""

_PACKER: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="packing")
"""zstandard works beside Python. A block takes half a millisecond, so this thread holds up no end."""


class RecordStore:
    """Grows at its end. Rows are numbered in the order in which they came.

    One thread may add while another reads rows below `row_count`; a second reader takes a `reader` of its own.
    """

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._blocks: list[_Block] = []
        self._first_rows: list[int] = []
        self._ids: list[str] = []
        self._positions = array("q")
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL, write_content_size=True)
        self._reader = BlockReader(self._blocks)

    @property
    def row_count(self) -> int:
        """Rows kept."""
        return len(self._ids)

    @property
    def bytes_held(self) -> int:
        """Bytes of the blocks, with what is needed to find a row in them."""
        packed = sum(sys.getsizeof(block.packed) + sys.getsizeof(block.ends) + 120 for block in self._blocks)
        return packed + sys.getsizeof(self._positions) + 16 * len(self._blocks)

    @property
    def id_bytes(self) -> int:
        """Bytes of the ids; the set that finds repeated ones holds the same texts."""
        return sys.getsizeof(self._ids) + sum(map(sys.getsizeof, self._ids))

    def reader(self) -> BlockReader:
        """A reader of the same blocks for another thread."""
        return BlockReader(self._blocks)

    def begin(self, records: Sequence[Record]) -> Packing:
        """Begin to compress these records, on another thread: it takes as long as reading their columns does."""
        return [(len(alike), _PACKER.submit(self._pack, alike)) for alike in _alike(records)]

    def add(self, records: Sequence[Record], packing: Packing | None = None) -> None:
        """Keep these records after all others; `packing` is what `begin` gave for them."""
        packed = [(count, block.result()) for count, block in packing or self.begin(records)]
        row = self.row_count
        for count, block in packed:
            self._blocks.append(block)
            self._first_rows.append(row)
            row += count
        self._positions.extend(record.position for record in records)
        self._ids.extend(record.id for record in records)

    def record(self, row: int) -> Record:
        """The record of a row, byte for byte as it came.

        Raises:
            IndexError: there is no such row.
        """
        record_id = self._ids[row]  # raises for a row beyond the end
        number = bisect_right(self._first_rows, row) - 1
        block = self._blocks[number]
        source = self._reader.sources(number)[row - self._first_rows[number]]
        return Record(block.account_id, block.provider, block.kind, record_id, source, self._positions[row])

    def key_at(self, row: int) -> str:
        """`Record.key` of a row, without opening its block."""
        return self._ids[row] or f"row {self._positions[row] + 1}"

    def row_of(self, key: str) -> int | None:
        """The row of a key; None when it is not here."""
        try:
            row = self._ids.index(key) if key else -1
        except ValueError:
            row = -1
        if row >= 0:
            return row
        return next((row for row, own in enumerate(self._ids) if not own and self.key_at(row) == key), None)

    def blocks_from(self, row: int, end: int, reader: BlockReader) -> Iterator[tuple[int, Sequence[bytes]]]:
        """Rows from `row` up to `end`, block by block: the first row of each piece and its sources."""
        while row < end:
            number = bisect_right(self._first_rows, row) - 1
            sources = reader.sources(number)
            first = self._first_rows[number]
            piece = sources[row - first : end - first]
            yield row, piece
            row += len(piece)

    def _pack(self, records: Sequence[Record]) -> _Block:
        first = records[0]
        ends = array("I")
        end = 0
        for record in records:
            end += len(record.source)
            ends.append(end)
        # The compressor's own answer sits at the head of room for eight times as much, which is never given back.
        packed = bytes(memoryview(self._compressor.compress(b"".join(record.source for record in records))))
        return _Block(first.account_id, first.provider, first.kind, ends, packed)


def _alike(records: Sequence[Record]) -> Iterator[list[Record]]:
    """Parts of about equal size, none larger than a block, each of one account, provider and kind."""
    for _whose, group in groupby(records, key=attrgetter("account_id", "provider", "kind")):
        alike = list(group)
        count = -(-len(alike) // ROWS_PER_BLOCK)
        for number in range(count):
            yield alike[len(alike) * number // count : len(alike) * (number + 1) // count]


class BlockReader:
    """Opens blocks and keeps the last few open. For one thread."""

    def __init__(self, blocks: Sequence[_Block]) -> None:
        """`blocks` may grow meanwhile."""
        self._blocks = blocks
        self._decompressor = zstandard.ZstdDecompressor()
        self._open: OrderedDict[int, tuple[bytes, ...]] = OrderedDict()

    def sources(self, number: int) -> tuple[bytes, ...]:
        """The rows of one block."""
        sources = self._open.get(number)
        if sources is not None:
            self._open.move_to_end(number)
            return sources
        block = self._blocks[number]
        text = self._decompressor.decompress(block.packed)
        starts = (0, *block.ends[:-1])
        sources = tuple(text[start:end] for start, end in zip(starts, block.ends, strict=True))
        self._open[number] = sources
        while len(self._open) > _BLOCKS_OPEN:
            self._open.popitem(last=False)
        return sources
