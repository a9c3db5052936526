"""JSON Lines: one record a line, with the vendor's object untouched. The same lines on standard output and in files."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from typing import Any, Final, cast

import msgspec

from leaddesk.domain.cell import NOT_SENT, Kind, read_cell
from leaddesk.domain.columns import Column, merge_columns
from leaddesk.domain.page import Coverage
from leaddesk.domain.record import Record
from leaddesk.exporting.cells import exact_moment, not_finite
from leaddesk.exporting.partial_file import PartialFile
from leaddesk.exporting.plan import ExportPlan, Written

_STRING_OR_BLANK: Final = re.compile(rb'("[^"\\]*(?:\\.[^"\\]*)*")|[ \t\r\n]+', re.DOTALL)


def record_line(account_name: str, record: Record, columns: Sequence[Column]) -> bytes:
    r"""One record as one line, with its `\n`.

    `values` holds the columns that the vendor sent: null stays null, moments are ISO 8601 in UTC, year 1
    is null, nested values are nested. `raw` is the vendor's object as it came, blanks between its parts at most
    taken out.

    Raises:
        ValueError: the record is not JSON, which no record of a page can be.
    """
    row, raw_object = _decoded(record)
    values = {
        column.key: json_value(raw, column.kind) for column in columns if (raw := column.raw_in(row)) is not NOT_SENT
    }
    line = {
        "account": account_name,
        "provider": record.provider,
        "kind": record.kind.value,
        "id": record.id,
        "values": values,
        "raw": raw_object,
    }
    return msgspec.json.encode(line) + b"\n"


def json_value(raw: Any, kind: Kind) -> Any:
    """A vendor's value read by its kind, as JSON can say it."""
    if raw is None or isinstance(raw, dict | list):
        return _without_not_finite(raw)
    if kind is Kind.MOMENT:
        return exact_moment(raw)
    value = read_cell(raw, kind)
    return _without_not_finite(value) if isinstance(value, float) else value


def one_line(source: bytes) -> bytes:
    """JSON without the blanks and line breaks between its parts; texts and digits stay byte for byte."""
    return _STRING_OR_BLANK.sub(lambda match: match[1] or b"", source)


def _decoded(record: Record) -> tuple[dict[str, Any], Any]:
    """The record's values, and what stands under `raw`."""
    try:
        row = msgspec.json.decode(record.source)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        row = record.values()
        if not _is_json(record.source):  # NaN and the like: words in their place, no reader is bound to take them
            return row, _without_not_finite(row)
    has_breaks = b"\n" in record.source or b"\r" in record.source
    return row, msgspec.Raw(one_line(record.source) if has_breaks else record.source)


def _is_json(source: bytes) -> bool:
    """Whether this is JSON by the letter, though perhaps with halves of characters (lone surrogates) in it."""
    try:
        json.loads(source.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _without_not_finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return not_finite(value)
    if isinstance(value, list):
        return [_without_not_finite(item) for item in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: _without_not_finite(item) for key, item in cast("dict[str, Any]", value).items()}
    return value


class JsonLinesFile:
    """Writes records as JSON Lines. A column that a later record brings joins in there."""

    def __init__(self, part: PartialFile, plan: ExportPlan) -> None:
        """Nothing is written before the first record."""
        self._part = part
        self._account_name = plan.account_name
        self._columns = plan.columns
        self._discover = plan.discover_columns
        self._rows = 0

    def add(self, records: Sequence[Record]) -> None:
        """Write one line for each record."""
        if self._discover is not None:
            self._columns = merge_columns(self._columns, self._discover(record.values() for record in records))
        self._part.write(b"".join(record_line(self._account_name, record, self._columns) for record in records))
        self._rows += len(records)

    def write_last(self, most: int) -> bool:  # noqa: ARG002 - nothing stands behind the records
        """There is nothing."""
        return False

    def finish(self, coverage: Coverage) -> Written:  # noqa: ARG002 - these files have no place to say it
        """Everything is written already."""
        self._part.finish()
        return Written(self._rows)

    def abort(self) -> None:
        """Nothing is held open."""
