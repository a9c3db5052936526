"""What happened to a LeadExec lead, in time: every date of every section that is a date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from leaddesk.domain.cell import NOT_SENT
from leaddesk.domain.record_detail import FieldValue
from leaddesk.domain.send_history import Send, SendHistory
from leaddesk.domain.timeline import TimelineEvent
from leaddesk.providers.leadexec.section_rows import read_moment, read_section, read_text, read_yes_no


def read_lead_timeline(record: Mapping[str, Any], sends: SendHistory) -> tuple[TimelineEvent, ...]:
    """All events, oldest first; those of one moment in the order of the sections. Year-1 dates are no events."""
    events = [*_lead_events(record), *_consent_events(record)]
    for send in sends.sends:
        events += _send_events(send)
    return sort_events(events)


def sort_events(events: Iterable[TimelineEvent]) -> tuple[TimelineEvent, ...]:
    """Oldest first, stable."""
    return tuple(sorted(events, key=lambda event: event.moment))


def event_at(moment: datetime | None, kind: str, words: str) -> list[TimelineEvent]:
    """One event, or none when there is no date."""
    return [] if moment is None else [TimelineEvent(moment, kind, words)]


def _lead_events(record: Mapping[str, Any]) -> list[TimelineEvent]:
    properties = read_section(record, "Properties") or {}
    verification = read_section(record, "TrestleVerification") or {}
    source = read_text(properties.get("LeadSource"))
    return [
        *event_at(
            read_moment(properties.get("DateAdded")), "added", f"Lead added from {source}" if source else "Lead added"
        ),
        *event_at(read_moment(properties.get("QualityControlledOn")), "quality control", _say_quality(properties)),
        *event_at(read_moment(verification.get("VerifiedAt")), "verified", "Contact verified by Trestle"),
        *event_at(read_moment(record.get("LastUpdated")), "updated", "Lead last updated"),
    ]


def _say_quality(properties: Mapping[str, Any]) -> str:
    words = "Quality control"
    passed = read_yes_no(properties.get("QualityControlResult"))
    if passed is not None:
        words += " passed" if passed else " not passed"
    by = read_text(properties.get("QualityControlledBy"))
    if by:
        words += f", by {by}"
    response = read_text(properties.get("QualityControlResponse"))
    return f"{words}: {response}" if response else words


def _consent_events(record: Mapping[str, Any]) -> list[TimelineEvent]:
    section = read_section(record, "TCPAInformation") or {}
    return [
        *event_at(read_moment(section.get("RequestDate")), "consent", "Consent requested"),
        *event_at(read_moment(section.get("DateConsentTextRequested")), "consent", "Consent text requested"),
        *event_at(read_moment(section.get("Received")), "consent", "Consent record received"),
    ]


def _send_events(send: Send) -> list[TimelineEvent]:
    client = send.client or "a client that is not named"
    outcome = {True: ", accepted", False: ", not accepted", None: ""}[send.accepted]
    return [
        *event_at(send.sent, "sent", f"Sent to {client}{outcome}"),
        *event_at(send.first_read, "read", f"First read by {client}"),
        *(event_at(send.last_read, "read", f"Last read by {client}") if send.last_read != send.first_read else ()),
        *event_at(_moment_of(send, "AssignedReadDate"), "read", f"Read by the assignee at {client}"),
        *(event for read in send.email_reads for event in event_at(read.opened, "read", f"E-mail opened by {client}")),
        *event_at(_moment_of(send, "LastActionDate"), "return", _say_action(send, client)),
        *event_at(send.next_appointment, "appointment", f"Next appointment with {client}"),
        *(event for rows in send.appointments for event in _appointment_events(rows, client)),
    ]


def _say_action(send: Send, client: str) -> str:
    reason = next((read_text(row.raw) for row in send.rows if row.name == "LastReturnActionReason"), "")
    if not send.return_words:
        return f"Last action of {client}"
    return f"Return action of {client}: {reason}" if reason else f"Return action of {client}"


def _moment_of(send: Send, name: str) -> datetime | None:
    return next((read_moment(row.raw) for row in send.rows if row.name == name and row.raw is not NOT_SENT), None)


def _appointment_events(rows: tuple[FieldValue, ...], client: str) -> list[TimelineEvent]:
    return [
        event
        for row in rows
        for event in event_at(read_moment(row.raw), "appointment", f"Appointment with {client}: {row.label.lower()}")
    ]
