"""Takes an answer's body in as it arrives: decodes gzip and deflate, and stops at a size. No input or output.

The HTTP library's own decoder opens a piece of 300 bytes into 400 MB before anyone can look at its size, and
decodes whatever codec happens to be installed; this one never holds more than the cap.
"""

from __future__ import annotations

import zlib
from typing import Final, Protocol

from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.transport.messages import MOST_BODY_BYTES

_GZIP_BITS: Final = 16 + zlib.MAX_WBITS
_PLAIN_CODINGS: Final = frozenset({"", "identity"})


class _Inflater(Protocol):
    """What `zlib.decompressobj` makes."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class BodyReader:
    """Collects one body; `feed` the pieces, then `finish`."""

    def __init__(self, content_encoding: str, host: str, most_bytes: int = MOST_BODY_BYTES) -> None:
        """`content_encoding` is the header's value, empty when there is none.

        Raises:
            AnswerNotUnderstood: ENCODING, for anything but gzip or deflate, once.
        """
        codings = [coding.strip().lower() for coding in content_encoding.split(",")]
        named = [coding for coding in codings if coding not in _PLAIN_CODINGS]
        if len(named) > 1 or not {"gzip", "x-gzip", "deflate"}.issuperset(named):
            raise _not_decoded(host)
        self._is_gzip = named in (["gzip"], ["x-gzip"])
        self._is_coded = bool(named)
        self._host = host
        self._most_bytes = most_bytes
        self._pieces: list[bytes] = []
        self._size = 0
        self._held = b""
        self._inflater: _Inflater | None = None

    def feed(self, piece: bytes) -> None:
        """Take in the next piece as it came off the wire.

        Raises:
            AnswerNotUnderstood: TOO_LARGE or ENCODING.
        """
        if self._is_coded:
            try:
                self._inflate(piece)
            except zlib.error:
                raise _not_decoded(self._host) from None
        else:
            self._keep(piece)

    def finish(self) -> bytes:
        """The whole decoded body.

        Raises:
            AnswerNotUnderstood: CUT_OFF when the coded data ends in the middle.
        """
        if self._held or (self._inflater is not None and not self._inflater.eof):
            raise cut_off(self._host)
        return b"".join(self._pieces)

    def _inflate(self, piece: bytes) -> None:
        pending = self._held + piece
        if self._inflater is None and len(pending) < 2:  # too few to tell the two kinds of deflate apart
            self._held = pending
            return
        self._held = b""
        self._inflater = self._inflater or zlib.decompressobj(_GZIP_BITS if self._is_gzip else _deflate_bits(pending))
        while pending:
            if self._inflater.eof:
                if not pending.strip(b"\0"):
                    return  # padding after the last member
                if not self._is_gzip:
                    raise _not_decoded(self._host)
                self._inflater = zlib.decompressobj(_GZIP_BITS)  # gzip may have several members
            self._keep(self._inflater.decompress(pending, self._most_bytes - self._size + 1))
            pending = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._most_bytes:
            raise AnswerNotUnderstood(
                f"The answer of {self._host} is larger than {self._most_bytes // (1024 * 1024) or 1} MB.",
                fault=AnswerFault.TOO_LARGE,
                remedy="Ask for fewer rows on a page, or for fewer fields.",
            )
        self._pieces.append(piece)


def cut_off(host: str) -> AnswerNotUnderstood:
    """The error for an answer that ended in the middle."""
    return AnswerNotUnderstood(
        f"The answer of {host} was cut off.",
        fault=AnswerFault.CUT_OFF,
        remedy="Try again; if it happens again, ask for fewer rows on a page.",
    )


def _not_decoded(host: str) -> AnswerNotUnderstood:
    return AnswerNotUnderstood(
        f"The answer of {host} is packed in a way that cannot be unpacked.",
        fault=AnswerFault.ENCODING,
        remedy="Try again; if it happens again, tell whoever looks after this network or its proxy.",
    )


def _deflate_bits(head: bytes) -> int:
    """Servers send "deflate" with a zlib header, as they should, or bare."""
    has_header = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
