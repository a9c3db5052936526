"""A LeadExec record read into what the pane shows."""

from __future__ import annotations

from typing import Any

from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.send_history import SendHistory
from leaddesk.providers.leadexec.lead_reading import read_lead_detail, read_lead_sends
from leaddesk.providers.leadexec.ping_reading import read_ping_detail


def read_detail(record: Record) -> RecordDetail:
    """Read a lead or a ping.

    Raises:
        AnswerNotUnderstood: the record is no JSON object; the page reader lets no such row through.
    """
    values = read_values(record)
    return read_ping_detail(values) if record.kind is RecordKind.PING else read_lead_detail(values)


def read_record_sends(record: Record) -> tuple[str, SendHistory] | None:
    """The title and the sends of a lead; None for a ping, which can have none.

    Raises:
        AnswerNotUnderstood: as `read_detail`.
    """
    return None if record.kind is RecordKind.PING else read_lead_sends(read_values(record))


def read_values(record: Record) -> dict[str, Any]:
    """The record's object.

    Raises:
        AnswerNotUnderstood: it is none.
    """
    try:
        values: object = record.values()
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise AnswerNotUnderstood("This record could not be read.", fault=AnswerFault.OTHER_SHAPE)
    return values
