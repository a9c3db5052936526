"""One lead read again, whole: the lead itself, its notes, its visits, and its calls, texts and e-mails.

Each part is a call of a scarce limit, so this is done on request only. A part that fails is a note.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Final

from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood, LeaddeskError
from leaddesk.domain.record import Record, decode_json
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.timeline import TimelineEvent
from leaddesk.providers.lofty.envelope import read_one, read_rows
from leaddesk.providers.lofty.json_values import read_id, read_object
from leaddesk.providers.lofty.lead_reading import read_lead_detail, read_values
from leaddesk.providers.lofty.timeline import Entries, read_contacts, read_notes, read_visits, sort_events
from leaddesk.providers.lofty.wire import LEADS_PATH, Access
from leaddesk.transport.messages import WireRequest, WireResponse

Send = Callable[[WireRequest], Awaitable[WireResponse]]
ReadEntries = Callable[[list[dict[str, Any]]], Entries]

_VISITS_A_PAGE: Final = 100
_CONTACTS_A_PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class _Part:
    """One list of a lead: where it is asked for, under which key it stands, and how many come at most."""

    title: str
    path: str
    params: Mapping[str, str]
    keys: tuple[str, ...]
    most: int | None
    read: ReadEntries


@dataclass(slots=True)
class Completing:
    """Reads one record again."""

    access: Access
    send: Send
    record: Record
    _notes: list[str] = field(default_factory=list[str])
    _events: list[TimelineEvent] = field(default_factory=list[TimelineEvent])
    _sources: dict[str, bytes] = field(default_factory=dict[str, bytes], repr=False)
    _errors: list[LeaddeskError] = field(default_factory=list[LeaddeskError])

    async def run(self) -> RecordDetail:
        """All parts.

        Raises:
            LeaddeskError: the first one, when nothing could be read.
        """
        if not self.record.id:
            raise AnswerNotUnderstood(
                "Lofty sent no id for this lead, so it cannot be read again.", fault=AnswerFault.OTHER_SHAPE
            )
        lead = await self._read_lead()
        for part in _parts_of(self.record.id):
            await self._read_part(part)
        contacts = await self._read_part(_contacts_of(self.record.id))
        if not contacts:  # that list was seen empty for a whole team; the three it is made of may not be
            for part in _single_contacts_of(self.record.id):
                await self._read_part(part)
        if not self._sources:
            raise self._errors[0]
        detail = read_lead_detail(lead)
        return replace(
            detail,
            timeline=sort_events((*detail.timeline, *self._events)),
            notes=tuple(self._notes),
            source=self._join_sources(),
        )

    async def _read_lead(self) -> dict[str, Any]:
        """The row of the list, with what the lead's own answer says."""
        row = read_values(self.record)
        request = self.access.get("lead", f"{LEADS_PATH}/{self.record.id}")
        try:
            source = read_one(request, await self.send(request), "lead")
            lead = read_object(decode_json(source))
            if read_id(lead.get("leadId")) != self.record.id:
                raise AnswerNotUnderstood(
                    f"{request.host} answered with another lead than was asked for.", fault=AnswerFault.OTHER_SHAPE
                )
        except LeaddeskError as error:
            self._errors.append(error)
            self._notes.append(
                f"The lead itself could not be read again, so the row of the list is shown: {error.what}"
            )
            return row
        self._sources["lead"] = source
        return {**row, **lead}

    async def _read_part(self, part: _Part) -> bool:
        """Whether something came."""
        request = self.access.get(part.title, part.path, part.params)
        try:
            rows = read_rows(request, await self.send(request), *part.keys)
        except LeaddeskError as error:
            self._errors.append(error)
            self._notes.append(f"The {part.title} could not be read: {error.what}")
            return False
        self._sources[part.title] = b"[" + b",".join(rows.sources) + b"]"
        decoded = [row for source in rows.sources if (row := _decoded(source))]
        entries = part.read(decoded)
        self._events += entries.events
        unreadable = len(rows.sources) - len(decoded) + entries.undated
        if unreadable:
            self._notes.append(
                f"{unreadable:,} of the {part.title} name no readable time; they stand in the raw tab only."
            )
        if part.most is not None and len(rows.sources) >= part.most:
            self._notes.append(f"There may be more {part.title} than the {part.most:,} that were read.")
        return bool(rows.sources)

    def _join_sources(self) -> bytes:
        members = {"lead": self.record.source} | self._sources
        return b"{" + b",".join(json.dumps(name).encode() + b":" + text for name, text in members.items()) + b"}"


def _parts_of(lead_id: str) -> tuple[_Part, ...]:
    return (
        _Part("notes", "/v1.0/notes", {"leadId": lead_id, "includeSystemNote": "true"}, ("notes",), None, read_notes),
        _Part(
            "visits to the site",
            f"{LEADS_PATH}/{lead_id}/activities",
            {"curPage": "0"},
            ("activities",),
            _VISITS_A_PAGE,
            read_visits,
        ),
    )


def _contacts_of(lead_id: str) -> _Part:
    """Times come in the user's zone unless one is named."""
    params = {"limit": str(_CONTACTS_A_PAGE), "timeZoneCode": "UTC"}
    path = f"/v2.0/leads/{lead_id}/activities"
    return _Part("calls, texts and e-mails", path, params, ("activities",), _CONTACTS_A_PAGE, read_contacts)


def _single_contacts_of(lead_id: str) -> tuple[_Part, ...]:
    params = {"leadId": lead_id, "limit": str(_CONTACTS_A_PAGE)}
    return tuple(
        _Part(
            title,
            f"/v1.0/communication/{name}",
            params,
            (title if title != "e-mails" else "emails",),
            _CONTACTS_A_PAGE,
            lambda rows, kind=kind: read_contacts(rows, kind),
        )
        for title, name, kind in (
            ("calls", "call/v2", "call"),
            ("texts", "text", "text"),
            ("e-mails", "email", "email"),
        )
    )


def _decoded(source: bytes) -> dict[str, Any]:
    with suppress(ValueError):
        return read_object(decode_json(source))
    return {}
