"""Reading a ping: what was asked of a lead before it was bought or sold (dossier section 5).

Inbound rows hold CreatedOn, ExpiresOn and Campaign; outbound rows hold SentOn, CampaignName, Client and Delivery
keys. A record says nothing of the search it came from, so the two are told apart by the keys that are there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from leaddesk.domain.cell import NOT_SENT, plain_text
from leaddesk.domain.pretty_text import prettify
from leaddesk.domain.record import decode_json
from leaddesk.domain.record_detail import Document, FieldGroup, FieldValue, RecordDetail
from leaddesk.domain.timeline import TimelineEvent
from leaddesk.providers.leadexec.documented import INBOUND_PING, OUTBOUND_PING, Key
from leaddesk.providers.leadexec.lead_timeline import event_at, sort_events
from leaddesk.providers.leadexec.section_rows import read_id, read_moment, read_rows, read_section, read_text

_INBOUND_NAMES: Final = frozenset(key.name for key in INBOUND_PING)
_OUTBOUND_NAMES: Final = frozenset(key.name for key in OUTBOUND_PING)
_DOCUMENTS: Final = (("Request", "Request"), ("Response", "Response"), ("ScanLog", "Scan log"))
_LONG: Final = frozenset(name for name, _title in _DOCUMENTS)


def read_ping_detail(record: Mapping[str, Any]) -> RecordDetail:
    """Everything a ping record holds. Any JSON object is accepted; nothing is left out.

    The long texts (request, response, scan log) are documents, with their secrets masked, and no rows of a group.
    """
    outbound = is_outbound(record)
    documented = OUTBOUND_PING if outbound else INBOUND_PING
    direction = "Outbound" if outbound else "Inbound"
    ping_id = read_id(record.get("Id"))
    party = read_text(record.get("Client" if outbound else "LeadSource"))
    all_rows = read_rows(record, documented, add_missing=True)
    return RecordDetail(
        title=f"{direction} ping" + (f": {party}" if party else ""),
        subtitle=f"Ping {ping_id}" if ping_id else "LeadExec sent no id for this ping",
        summary=_summary(all_rows, documented),
        groups=_read_groups(record, all_rows),
        timeline=_read_timeline(record),
        documents=tuple(
            _read_document(record, name, title) for name, title in _DOCUMENTS if _has(record, name, documented)
        ),
    )


def is_outbound(record: Mapping[str, Any]) -> bool:
    """Whether more keys speak for an outbound ping than for an inbound one."""
    names = record.keys()
    return len(names & (_OUTBOUND_NAMES - _INBOUND_NAMES)) > len(names & (_INBOUND_NAMES - _OUTBOUND_NAMES))


def _summary(rows: tuple[FieldValue, ...], documented: tuple[Key, ...]) -> tuple[FieldValue, ...]:
    """The documented single values in the order of the columns; texts and nested values have tabs of their own."""
    by_name = {row.name: row for row in rows}
    return tuple(by_name[key.name] for key in documented if key.name not in _LONG and key.name != "Fields")


def _read_groups(record: Mapping[str, Any], rows: tuple[FieldValue, ...]) -> tuple[FieldGroup, ...]:
    ping = FieldGroup("ping", "Ping", tuple(row for row in rows if row.name not in _LONG))
    fields = record.get("Fields")
    opened = read_section(record, "Fields")
    if opened is None and isinstance(fields, str):
        opened = _opened_text(fields)
    if opened is None:
        came = "The fields are shown as they came, under Ping."
        note = "LeadExec sent no fields with this ping." if fields is None else came
        return (ping, FieldGroup("fields", "Fields", (), note))
    return (ping, FieldGroup("fields", "Fields", read_rows(opened, (), add_missing=False)))


def _opened_text(text: str) -> dict[str, Any] | None:
    """Fields that came as JSON text, opened; None when they are no object."""
    try:
        decoded: object = decode_json(text.encode("utf-8", "replace"))
    except ValueError:
        return None
    return cast("dict[str, Any]", decoded) if isinstance(decoded, dict) else None


def _read_timeline(record: Mapping[str, Any]) -> tuple[TimelineEvent, ...]:
    return sort_events(
        [
            *event_at(read_moment(record.get("CreatedOn")), "added", "Ping created"),
            *event_at(read_moment(record.get("SentOn")), "sent", "Ping sent"),
            *event_at(read_moment(record.get("ExpiresOn")), "expires", "Ping expires"),
        ]
    )


def _has(record: Mapping[str, Any], name: str, documented: tuple[Key, ...]) -> bool:
    return name in record or any(key.name == name for key in documented)


def _read_document(record: Mapping[str, Any], name: str, title: str) -> Document:
    raw = record.get(name, NOT_SENT)
    if raw is NOT_SENT:
        return Document(name, title, "", "LeadExec did not send this.")
    if raw is None or raw == "":
        return Document(name, title, "", "LeadExec sent this empty.")
    pretty = prettify(plain_text(raw))
    return Document(name, title, pretty.text, pretty.note)
