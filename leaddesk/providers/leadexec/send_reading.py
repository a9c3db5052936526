"""Reading `SendInformation`: every send with its reads, appointments and returns (dossier section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from leaddesk.domain.cell import plain_text
from leaddesk.domain.record_detail import FieldValue
from leaddesk.domain.send_history import EmailRead, Send, SendHistory
from leaddesk.providers.leadexec.documented import SEND_INFORMATION, SENDS
from leaddesk.providers.leadexec.section_rows import (
    read_count,
    read_id,
    read_moment,
    read_number,
    read_row,
    read_rows,
    read_section,
    read_text,
    read_yes_no,
)

_SEND_KEYS: Final = {key.name: key for key in SEND_INFORMATION}


def read_sends(record: Mapping[str, Any]) -> SendHistory:
    """All sends of a lead. Lists may be null or missing; an entry that is no object is named in `skipped`."""
    section = read_section(record, "SendInformation")
    if section is None:
        return SendHistory(was_sent=False)
    skipped: list[str] = []
    entries = _read_list(section.get("Sends"), "Sends", skipped)
    sends: list[Send] = []
    for number, entry in enumerate(entries, start=1):
        if isinstance(entry, dict):
            sends.append(_read_send(cast("dict[str, Any]", entry), number, skipped))
        else:
            skipped.append(f"send {number} is {name_json_type(entry)}, not an object")
    return SendHistory(
        was_sent=True,
        revenue=read_number(section.get("Revenue")),
        announced=read_count(section.get("SendCount")),
        sends=tuple(sends),
        skipped=tuple(skipped),
        other_rows=_read_other_rows(section),
    )


def name_json_type(raw: Any) -> str:
    """`text`, `a number`, `null`, ... for messages."""
    if raw is None:
        return "null"
    if isinstance(raw, bool):
        return "yes or no"
    if isinstance(raw, str):
        return "text"
    if isinstance(raw, int | float):
        return "a number"
    return "a list" if isinstance(raw, list) else "an object"


def _read_other_rows(section: Mapping[str, Any]) -> tuple[FieldValue, ...]:
    """What the fields of SendHistory do not hold: unknown keys, and known ones that could not be read."""
    unread = {
        "Revenue": read_number(section.get("Revenue")) is None,
        "SendCount": read_count(section.get("SendCount")) is None,
        "Sends": not isinstance(section.get("Sends"), list),
    }
    return tuple(
        read_row(name, raw, _SEND_KEYS.get(name))
        for name, raw in section.items()
        if unread.get(name, True) and not (name in unread and raw is None)
    )


def _read_list(raw: Any, what: str, skipped: list[str]) -> list[Any]:
    if isinstance(raw, list):
        return cast("list[Any]", raw)
    if raw is not None:
        skipped.append(f"{what} is {name_json_type(raw)}, not a list")
    return []


def _read_send(send: Mapping[str, Any], number: int, skipped: list[str]) -> Send:
    return Send(
        id=read_id(send.get("SendUID")),
        sent=read_moment(send.get("DateSent")),
        client=read_text(send.get("Client")),
        client_group=read_text(send.get("ClientGroup")),
        accepted=read_yes_no(send.get("Valid")),
        price=read_number(send.get("Price")),
        posted=plain_text(send.get("PostData")),
        response=plain_text(send.get("Response")),
        first_read=read_moment(send.get("FirstReadDate")),
        last_read=read_moment(send.get("LastReadDate")),
        read_count=read_count(send.get("ReadCount")),
        return_words=_say_return(send),
        next_appointment=read_moment(send.get("NextAppointmentDate")),
        email_reads=_read_email_reads(send, number, skipped),
        appointments=_read_appointments(send, number, skipped),
        rows=read_rows(send, SENDS, add_missing=True),
    )


def _say_return(send: Mapping[str, Any]) -> str:
    """Empty when never returned: action 0, null or missing, and no reason. What the numbers stand for is not public."""
    action = read_text(send.get("LastReturnAction"))
    reason = read_text(send.get("LastReturnActionReason"))
    if action in {"", "0"} and not reason:
        return ""
    words = f"Return action {action}" if action not in {"", "0"} else "Return"
    moment = read_moment(send.get("LastActionDate"))
    if moment is not None:
        words += f" on {moment:%Y-%m-%d %H:%M} UTC"
    return f"{words}: {reason}" if reason else words


def _read_email_reads(send: Mapping[str, Any], number: int, skipped: list[str]) -> tuple[EmailRead, ...]:
    reads: list[EmailRead] = []
    for entry in _read_list(send.get("EmailReads"), f"send {number}: EmailReads", skipped):
        if isinstance(entry, dict):
            values = cast("dict[str, Any]", entry)
            reads.append(EmailRead(read_moment(values.get("DateOpened")), read_text(values.get("IPAddress"))))
        else:
            skipped.append(f"send {number}: an e-mail read is {name_json_type(entry)}, not an object")
    return tuple(reads)


def _read_appointments(send: Mapping[str, Any], number: int, skipped: list[str]) -> tuple[tuple[FieldValue, ...], ...]:
    """The keys of an appointment are not documented: all that came are kept, a bare value as one row."""
    entries = _read_list(send.get("Appointments"), f"send {number}: Appointments", skipped)
    return tuple(
        read_rows(cast("dict[str, Any]", entry), (), add_missing=False)
        if isinstance(entry, dict)
        else (read_row("Appointment", entry),)
        for entry in entries
    )
