"""Rows of an answer become records; one that cannot be read costs itself, not the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.domain.page import SkippedRow
from leaddesk.domain.record import Record, RecordKind, decode_json
from leaddesk.domain.search import Query
from leaddesk.domain.turns import ROWS_PER_TURN, Turns
from leaddesk.providers.sharpspring.plain_values import id_of


@dataclass(slots=True)
class Rows:
    """What became of the rows of one answer. `records` and `values` belong together by their place."""

    records: list[Record] = field(default_factory=list[Record])
    values: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    skipped: list[SkippedRow] = field(default_factory=list[SkippedRow])
    repeated: int = 0

    @property
    def ids(self) -> list[str]:
        """The ids of the records, without the empty ones."""
        return [record.id for record in self.records if record.id]

    def keep(self, kept: Iterable[bool]) -> int:
        """Leave out the records for which it is false; gives how many those were."""
        chosen = [place for place, is_kept in enumerate(kept) if is_kept]
        left_out = len(self.records) - len(chosen)
        self.records = [self.records[place] for place in chosen]
        self.values = [self.values[place] for place in chosen]
        return left_out


def reading_rows(
    query: Query, kind: RecordKind, sources: Sequence[bytes], first_position: int, id_key: str = "id"
) -> Turns[Rows]:
    """Read the rows in turns; rows of one id come once. Rows without an id are all kept."""
    rows = Rows()
    seen: set[str] = set()
    for number, source in enumerate(sources):
        if number and number % ROWS_PER_TURN == 0:
            yield
        position = first_position + number
        values = _read_row(source)
        if isinstance(values, str):
            rows.skipped.append(SkippedRow(position, values))
            continue
        row_id = id_of(values, id_key) if id_key else ""
        if row_id and row_id in seen:
            rows.repeated += 1
            continue
        seen.add(row_id)
        rows.records.append(Record(query.account_id, query.provider, kind, row_id, source, position))
        rows.values.append(values)
    return rows


def read_objects(sources: Iterable[bytes]) -> list[dict[str, Any]]:
    """The rows that are objects, decoded; others are passed over."""
    return [values for values in map(_read_row, sources) if not isinstance(values, str)]


def read_values(record: Record) -> dict[str, Any]:
    """The record's object.

    Raises:
        AnswerNotUnderstood: it is none; no page holds such a record.
    """
    values = _read_row(record.source)
    if isinstance(values, str):
        raise AnswerNotUnderstood("This record could not be read.", fault=AnswerFault.OTHER_SHAPE)
    return values


def _read_row(source: bytes) -> dict[str, Any] | str:
    """The row's object, or why it could not be read."""
    try:
        decoded: object = decode_json(source)
    except ValueError:
        return "it is not readable JSON"
    return cast("dict[str, Any]", decoded) if isinstance(decoded, dict) else "it is not an object"
