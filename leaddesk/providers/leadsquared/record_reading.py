"""A LeadSquared record read into what the pane shows: a row as the list gave it, or a lead read again whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from leaddesk.domain.columns import Column
from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import FieldValue, RecordDetail
from leaddesk.domain.timeline import TimelineEvent
from leaddesk.providers.leadsquared.activities import History, read_events
from leaddesk.providers.leadsquared.columns import LEAD_COLUMNS, discover_columns
from leaddesk.providers.leadsquared.json_values import first_text, read_text
from leaddesk.providers.leadsquared.lead_reading import label_fields, read_groups, read_lead, read_row_events
from leaddesk.providers.leadsquared.rows import read_id, read_row


def read_detail(record: Record, columns: Sequence[Column]) -> RecordDetail:
    """Read a lead, or a row of figures, as its list gave it. `columns` carry the account's own names.

    Raises:
        AnswerNotUnderstood: the record is no JSON object; the page reader lets no such row through.
    """
    row = read_values(record.source)
    if record.kind is RecordKind.GROUP:
        return _read_group(record, row, columns)
    return read_whole_lead(row, columns)


def read_whole_lead(
    row: Mapping[str, Any],
    columns: Sequence[Column],
    *,
    history: History | None = None,
    notes: Sequence[str] = (),
    source: bytes = b"",
) -> RecordDetail:
    """A lead with its history. Any JSON object is accepted; nothing of it is left out."""
    labels = label_fields(row, columns)
    lead = read_lead(row, labels)
    lead_id = read_id(row)
    number = first_text(row, "ProspectAutoId")
    events = read_row_events(row, with_last_activity=history is None)
    if history is not None:
        events += read_events(history.activities, lambda raw: labels.user_name(raw) or raw)
    shown_id = " · ".join(part for part in (f"No. {number}" if number else "", lead_id) if part)
    return RecordDetail(
        title=lead.name or (lead.emails[0].text if lead.emails else "") or f"Lead {number or lead_id}".strip(),
        subtitle=f"Lead {shown_id}" if shown_id else "LeadSquared sent no id for this lead",
        lead=lead,
        groups=read_groups(row, labels),
        timeline=_sort(events),
        documents=(history.document,) if history is not None and history.activities else (),
        notes=(*notes, *(history.notes() if history is not None else ())),
        source=source,
    )


def read_values(source: bytes) -> dict[str, Any]:
    """The record's object.

    Raises:
        AnswerNotUnderstood: it is none.
    """
    values = read_row(source)
    if isinstance(values, str):
        raise AnswerNotUnderstood("This record could not be read.", fault=AnswerFault.OTHER_SHAPE)
    return values


def _read_group(record: Record, row: Mapping[str, Any], columns: Sequence[Column]) -> RecordDetail:
    """Names and values; the title is the group's own name."""
    known = {column.path[0]: column for column in (*LEAD_COLUMNS, *discover_columns([row]), *columns)}
    values = tuple(FieldValue(name, known[name].title, known[name].kind, known[name].raw_in(row)) for name in row)
    title = next((read_text(value.raw) for value in values if read_text(row[value.name]) == record.id), "")
    return RecordDetail(title=title or "Group without a name", subtitle="Figures over leads", summary=values)


def _sort(events: Sequence[TimelineEvent]) -> tuple[TimelineEvent, ...]:
    return tuple(sorted(events, key=lambda event: event.moment))
