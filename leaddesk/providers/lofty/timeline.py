"""What happened to a Lofty lead, in time: its own dates, notes, visits to the site, calls, texts, e-mails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from leaddesk.domain.timeline import TimelineEvent
from leaddesk.providers.lofty.json_values import first_text, read_object, read_objects, read_text
from leaddesk.providers.lofty.moments import read_moment

_MOMENT_KEYS: Final = (
    "activityTime", "createTime", "created", "createdTime", "textTime", "emailEventTime", "callTime", "time",
    "lastUpdate", "updateTime",
)  # fmt: skip
"""Where an entry says when it was, the most telling first."""

_DETAIL_KEYS: Final = (
    "callingOutcome", "textOutcome", "emailEventType", "eventType", "emailSubject", "subject", "textContent",
    "content", "text", "note", "pageName", "leadPhoneNumber", "scheduledDate",
)  # fmt: skip
"""What an entry says of itself, in the order to read it."""

_LONGEST_WORDS: Final = 600
_MARKUP: Final = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries of one kind read into events; `undated` counts those that name no readable time."""

    events: tuple[TimelineEvent, ...]
    undated: int


def read_lead_events(lead: Mapping[str, Any]) -> tuple[TimelineEvent, ...]:
    """The dates that the lead itself carries, the oldest first."""
    source, owner = read_text(lead.get("source")), read_text(lead.get("assignedUser"))
    inquiry = read_object(lead.get("leadInquiry"))
    found = [
        (lead.get("createTime"), "added", f"Lead added from {source}" if source else "Lead added"),
        (lead.get("assignTime"), "assigned", f"Assigned to {owner}" if owner else "Assigned"),
        (lead.get("lastTouch"), "contact", "Last contact"),
        (lead.get("lastVisit"), "visit", "Last visit to the site"),
        (lead.get("lastUpdateTime"), "updated", "Lead last updated"),
        (inquiry.get("createTime"), "inquiry", "Inquiry made"),
        (inquiry.get("updateTime"), "inquiry", "Inquiry last changed"),
    ]
    for tag in read_objects(lead.get("tags")):
        name = first_text(tag, "tagName", "name") or "without a name"
        found.append((tag.get("createTime"), "tag", f"Tag “{name}” added"))
    return sort_events(
        TimelineEvent(moment, kind, words) for raw, kind, words in found if (moment := read_moment(raw)) is not None
    )


def sort_events(events: Iterable[TimelineEvent]) -> tuple[TimelineEvent, ...]:
    """The oldest first, stable; Lofty's own order is not guaranteed."""
    return tuple(sorted(events, key=lambda event: event.moment))


def read_notes(rows: Iterable[Mapping[str, Any]]) -> Entries:
    """Notes of users and of Lofty itself."""
    return _read_entries(rows, "note", _note_words)


def read_visits(rows: Iterable[Mapping[str, Any]]) -> Entries:
    """Searches, views, favorites, requests and submissions on the team's site."""
    return _read_entries(rows, "visit", _visit_words)


def read_contacts(rows: Iterable[Mapping[str, Any]], usual: str = "contact") -> Entries:
    """Calls, texts and e-mails, logged by hand or by Lofty. `usual` names those that do not say what they are."""
    return _read_entries(rows, usual, lambda row: _contact_words(row, usual))


def _read_entries(
    rows: Iterable[Mapping[str, Any]], kind: str, words_of: Callable[[Mapping[str, Any]], str]
) -> Entries:
    events: list[TimelineEvent] = []
    undated = 0
    for row in rows:
        moment = _moment_of(row)
        if moment is None:
            undated += 1
        else:
            events.append(TimelineEvent(moment, _kind_of(row, kind), words_of(row)))
    return Entries(tuple(events), undated)


def _moment_of(row: Mapping[str, Any]) -> datetime | None:
    return next((moment for key in _MOMENT_KEYS if (moment := read_moment(row.get(key))) is not None), None)


def _kind_of(row: Mapping[str, Any], usual: str) -> str:
    channel = first_text(row, "channel").lower()
    return channel if usual == "contact" and channel else usual


def _note_words(row: Mapping[str, Any]) -> str:
    by = first_text(row, "creatorName", "lastEditorName")
    is_own = read_text(row.get("systemNote")).lower() == "true"
    head = "Note by Lofty" if is_own else f"Note by {by}" if by else "Note"
    return _shorten(f"{head}: {_readable(first_text(row, 'content', 'note', 'text'))}")


def _visit_words(row: Mapping[str, Any]) -> str:
    head = first_text(row, "type", "activityType") or "Visit"
    listing = read_object(row.get("listing"))
    place = ", ".join(part for part in (first_text(listing, "streetAddress"), first_text(listing, "city")) if part)
    details = [place, *_details(row)]
    return _shorten(": ".join(part for part in (head, "; ".join(part for part in details if part)) if part))


def _contact_words(row: Mapping[str, Any], usual: str) -> str:
    channel = first_text(row, "channel") or usual.capitalize()
    direction = first_text(row, "direction").lower()
    how = first_text(row, "communicationType", "textType", "emailType", "callType")
    head = " ".join(part for part in (channel, direction) if part)
    return _shorten(": ".join(part for part in (head, "; ".join([*([how] if how else []), *_details(row)])) if part))


def _details(row: Mapping[str, Any]) -> list[str]:
    found = (_readable(first_text(row, key)) for key in _DETAIL_KEYS)
    return list(dict.fromkeys(text for text in found if text))


def _readable(text: str) -> str:
    """Mark-up of e-mails and notes is taken out; everything else stays."""
    return " ".join(_MARKUP.sub(" ", text).split())


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_WORDS else text[: _LONGEST_WORDS - 1] + "…"
