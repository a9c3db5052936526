"""One row as the vendor sent it, kept whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

import msgspec


class RecordKind(StrEnum):
    """What a row is."""

    LEAD = "lead"
    PING = "ping"
    EVENT = "event"
    GROUP = "group"  # a row of figures over many leads
    FIELD = "field"  # a field that the account's leads have
    MEMBERSHIP = "membership"


@dataclass(frozen=True, slots=True)
class Record:
    """One row of an answer.

    Attributes:
        account_id: the account it was read from.
        provider: the provider's key.
        kind: lead, ping, ...
        id: the vendor's own id as text; empty when the vendor sent none.
        source: the vendor's object, byte for byte as it came (UTF-8 JSON).
        position: 0-based place in the whole result, as the vendor counted it.
    """

    account_id: str
    provider: str
    kind: RecordKind
    id: str
    source: bytes = field(repr=False)
    position: int

    @property
    def key(self) -> str:
        """What selection and repeats go by: the id, or the place when the vendor sent no id."""
        return self.id or f"row {self.position + 1}"

    def values(self) -> dict[str, Any]:
        """The vendor's object, decoded anew at each call: keep what you need of it."""
        return cast("dict[str, Any]", decode_json(self.source))


def decode_json(source: bytes) -> Any:
    """Decode JSON that has been accepted before.

    msgspec is the fast way; what it refuses and Python accepts (`NaN`, lone surrogates) goes the slow way,
    with U+FFFD in place of lone surrogates, which no widget and no file can hold.

    Raises:
        ValueError: it is not JSON (also for RecursionError: nested too deeply).
    """
    try:
        return msgspec.json.decode(source)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _decode_leniently(source)


def _decode_leniently(source: bytes) -> Any:
    import json

    try:
        decoded = json.loads(source.decode("utf-8-sig"), strict=False)
        return _without_surrogates(decoded)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {_without_surrogates(key): _without_surrogates(item) for key, item in items}
    return value
