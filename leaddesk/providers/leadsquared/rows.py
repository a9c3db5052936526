"""Rows out of LeadSquared's answers: three envelopes and bare arrays, every row kept as it was sent (section 10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from leaddesk.domain.errors import AnswerFault
from leaddesk.domain.page import SkippedRow
from leaddesk.domain.record import Record, RecordKind, decode_json
from leaddesk.domain.turns import ROWS_PER_TURN, Turns
from leaddesk.providers.leadsquared.columns import ID_KEY
from leaddesk.providers.leadsquared.json_values import read_text
from leaddesk.transport.json_answer import answer_fault, split_rows
from leaddesk.transport.json_text import BLANK, as_utf8
from leaddesk.transport.messages import WireResponse

_BARE: bytes = b'{"rows":'


@dataclass(slots=True)
class Rows:
    """Rows of one answer: as records and decoded, those that could not be read, and those that came again."""

    records: list[Record] = field(default_factory=list[Record])
    values: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    skipped: list[SkippedRow] = field(default_factory=list[SkippedRow])
    repeated: int = 0

    @property
    def names(self) -> dict[str, None]:
        """The names of all fields that came, in the order in which they first appear."""
        return dict.fromkeys(name for row in self.values for name in row)


@dataclass(frozen=True, slots=True)
class RowsOf:
    """Whose rows they are: what a record needs beside its row."""

    account_id: str
    provider: str
    kind: RecordKind
    id_key: str = ID_KEY


def split_envelope(response: WireResponse, rows_key: str) -> tuple[dict[str, Any], list[bytes] | None]:
    """The envelope without its rows, and the rows as they were sent; a bare array has an empty envelope.

    The rows are None when there are none under the key: then the envelope has it with None, or not at all.

    Raises:
        AnswerNotUnderstood: it is no JSON, or JSON of another shape.
    """
    text = as_utf8(response.body).strip(BLANK)
    if text == b"null":
        return {}, None
    if text.startswith(b"["):
        _envelope, rows = split_rows(_BARE + text + b"}", "rows")
        return {}, rows
    return split_rows(response.body, rows_key)


def split_leads(response: WireResponse) -> list[bytes]:
    """The leads of a lookup: a bare array, `{"Leads": [...]}`, or one bare lead (dossier section 8a, 8c).

    Raises:
        AnswerNotUnderstood: it is no JSON, or JSON of another shape.
    """
    envelope, rows = split_envelope(response, "Leads")
    if rows is not None:
        return rows
    if "Leads" in envelope or not envelope:
        return []
    if ID_KEY not in envelope:
        raise answer_fault(AnswerFault.OTHER_SHAPE)
    return [as_utf8(response.body).strip(BLANK)]


def reading_rows(sources: Sequence[bytes], whose: RowsOf, *, offset: int = 0, once: bool = True) -> Turns[Rows]:
    """Read rows one by one: one that cannot be read costs itself only. `once`: of one id the first row counts."""
    rows = Rows()
    ids: set[str] = set()
    for number, source in enumerate(sources):
        if number and number % ROWS_PER_TURN == 0:
            yield
        position = offset + number
        values = read_row(source)
        if isinstance(values, str):
            rows.skipped.append(SkippedRow(position, values))
            continue
        row_id = read_id(values, whose.id_key)
        if row_id.lower() in ids:
            if once:
                rows.repeated += 1
                continue
            row_id = ""  # two rows of figures with one label are both shown
        ids.update([row_id.lower()] if row_id else [])
        rows.records.append(Record(whose.account_id, whose.provider, whose.kind, row_id, source, position))
        rows.values.append(values)
    return rows


def read_row(source: bytes) -> dict[str, Any] | str:
    """The row's object, or why it could not be read."""
    try:
        decoded: object = decode_json(source)
    except ValueError:
        return "it is not readable JSON"
    return cast("dict[str, Any]", decoded) if isinstance(decoded, dict) else "it is no object"


def read_id(values: Mapping[str, Any], id_key: str = ID_KEY) -> str:
    """The row's id under this name, whatever its capitals (the documents write `ProspectId` too)."""
    text = read_text(values.get(id_key))
    if text:
        return text
    return next((read_text(value) for name, value in values.items() if name.lower() == id_key.lower()), "")
