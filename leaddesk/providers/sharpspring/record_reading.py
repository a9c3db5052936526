"""A SharpSpring record read into what the pane shows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column, merge_columns
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import Document, FieldGroup, FieldValue, RecordDetail
from leaddesk.providers.sharpspring.columns import (
    EVENT_COLUMNS,
    FIELD_COLUMNS,
    MEMBERSHIP_COLUMNS,
    TIMELINE_COLUMNS,
    column_of,
    guess_label,
    says_utc,
)
from leaddesk.providers.sharpspring.lead_reading import read_lead_detail
from leaddesk.providers.sharpspring.plain_values import decode_entities, id_of, text_of
from leaddesk.providers.sharpspring.rows import read_values
from leaddesk.providers.sharpspring.timeline import read_timeline_events, say_event, say_source

_EVENT_DATA: Final = "eventData"


def read_detail(record: Record, columns: Sequence[Column]) -> RecordDetail:
    """Read a lead, an event, a membership or a field. `columns` carry the account's own names of fields.

    Raises:
        AnswerNotUnderstood: the record is no JSON object; the page reader lets no such row through.
    """
    values = read_values(record)
    match record.kind:
        case RecordKind.EVENT:
            return _read_event(values, columns)
        case RecordKind.MEMBERSHIP:
            member_id = id_of(values, "memberID")
            return _read_plain(f"Lists of lead {member_id}", "List memberships", values, columns, MEMBERSHIP_COLUMNS)
        case RecordKind.FIELD:
            title = text_of(values, "label") or text_of(values, "systemName") or "Field"
            return _read_plain(title, text_of(values, "systemName"), values, columns, FIELD_COLUMNS)
        case _:
            return read_lead_detail(values, columns)


def _read_plain(
    title: str,
    subtitle: str,
    values: Mapping[str, Any],
    columns: Sequence[Column],
    declared: tuple[Column, ...],
) -> RecordDetail:
    return RecordDetail(title, subtitle, summary=_read_rows(values, columns, declared))


def _read_event(values: Mapping[str, Any], columns: Sequence[Column]) -> RecordDetail:
    """An event of a list (`leadID`) or of a timeline (`whoID`)."""
    lead_id = id_of(values, "leadID") or id_of(values, "whoID")
    named = merge_columns(EVENT_COLUMNS, TIMELINE_COLUMNS)
    rows = tuple(row for row in _read_rows(values, columns, named) if row.name != _EVENT_DATA)
    group, documents = _read_event_data(values)
    return RecordDetail(
        title=say_event(values),
        subtitle=f"{say_source(values)}, lead {lead_id}" if lead_id else say_source(values),
        summary=rows,
        groups=group,
        timeline=read_timeline_events([values]) if says_utc(columns) else (),
        documents=documents,
    )


def _read_event_data(values: Mapping[str, Any]) -> tuple[tuple[FieldGroup, ...], tuple[Document, ...]]:
    """`eventData`: an object, JSON text of one, plain text, `[]` or null (section 5)."""
    if _EVENT_DATA not in values:
        return (), ()
    raw: Any = values[_EVENT_DATA]
    data = _decode_data(raw)
    if isinstance(data, dict):
        items = cast("dict[str, Any]", data).items()
        rows = tuple(FieldValue(key, guess_label(key), _kind_of(value), decode_entities(value)) for key, value in items)
        return (FieldGroup("data", "Data", rows, "" if rows else "The data of this event is empty."),), ()
    if isinstance(data, list) and data:
        return (), (Document("data", "Data", json.dumps(data, ensure_ascii=False)),)
    if isinstance(data, str) and data.strip():
        return (), (Document("data", "Data", str(decode_entities(data))),)
    return (FieldGroup("data", "Data", (), "This event has no data."),), ()


def _decode_data(raw: Any) -> Any:
    """JSON text is decoded when it holds an object or a list; other text is text."""
    if not isinstance(raw, str) or raw.lstrip()[:1] not in {"{", "["}:
        return raw
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return raw


def _kind_of(value: Any) -> Kind:
    return Kind.OBJECT if isinstance(value, dict | list) else Kind.TEXT


def _read_rows(
    values: Mapping[str, Any], columns: Sequence[Column], declared: tuple[Column, ...]
) -> tuple[FieldValue, ...]:
    """Every key as it came, under its label; a key that no column knows is named after itself."""
    by_key = {column.key: column for column in merge_columns(tuple(columns), declared)}
    rows: list[FieldValue] = []
    for key, raw in values.items():
        column = by_key.get(key) or column_of(key, guess_label(key), _kind_of(raw))
        rows.append(FieldValue(key, column.title, column.kind, column.raw_in(values)))
    return tuple(rows)
