"""A lead's timeline: read whole, put in order of time, exact repeats left out and counted (dossier section 5).

Its events come grouped by source, have no id, and some come twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from leaddesk.domain.page import Page, Position, SkippedRow, Total
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.search import Query
from leaddesk.domain.timeline import TimelineEvent
from leaddesk.domain.turns import in_turns
from leaddesk.providers.sharpspring.access import COMPANY_ZONE_NOTE, Access
from leaddesk.providers.sharpspring.answers import Answer
from leaddesk.providers.sharpspring.columns import TIMELINE_COLUMNS, columns_in_version
from leaddesk.providers.sharpspring.plain_values import moment_of, text_of
from leaddesk.providers.sharpspring.refusals import NO_SUCH_RECORD, WRONG_EVENT_SOURCE, WRONG_WHO, CodedRefusal
from leaddesk.providers.sharpspring.row_checks import keep_matching
from leaddesk.providers.sharpspring.rows import Rows, reading_rows
from leaddesk.providers.sharpspring.wire import ReadingMethod, write_id

EVENT_WORDS: Final[Mapping[str, str]] = {
    "callConvert": "Call converted",
    "cartComplete": "Cart completed",
    "changeLeadStatus": "Lead status changed",
    "dealStageChange": "Deal stage changed",
    "emailSent": "E-mail sent",
    "emailOpened": "E-mail opened",
    "emailClick": "Link in an e-mail clicked",
    "emailBounce": "E-mail bounced",
    "emailSpamComplaint": "E-mail reported as spam",
    "emailUnsubscribe": "Unsubscribed from e-mail",
    "emailVisit": "Visit from an e-mail",
    "formSubmit": "Form submitted",
    "importantPageVisit": "Important page visited",
    "incomingCall": "Call from the lead",
    "leadCreation": "Lead created",
    "leadOwnerChange": "Owner changed",
    "mailboxRecv": "Mail received",
    "mailboxSend": "Mail sent",
    "mailboxEmailOpen": "Mail opened",
    "mediaOpen": "Media opened",
    "oppCreate": "Opportunity created",
    "oppLost": "Opportunity lost",
    "oppWon": "Opportunity won",
    "outgoingCall": "Call to the lead",
    "pageVisit": "Page visited",
    "referredOnTheForm": "Referred on a form",
    "shoppingCartAbandoned": "Shopping cart abandoned",
}
"""By `eventSource`; an unknown one is shown as it is."""

NOT_WHOLE_NOTE: Final = "This timeline is longer than what SharpSpring gave of it: events are missing."
FILTERED_HERE_NOTE: Final = "SharpSpring refused the event source as a filter; the whole timeline was filtered here."


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole timeline in order of time, with what is to be said of it."""

    answer: Answer
    records: tuple[Record, ...]
    values: tuple[dict[str, Any], ...]
    skipped: tuple[SkippedRow, ...]
    repeated: int
    notes: tuple[str, ...]
    is_whole: bool


async def fetch_timeline(access: Access, query: Query, lead_id: str, source: str = "") -> Timeline:
    """Read the timeline of a lead, or those of its events that have this source.

    Raises:
        The errors of `OffsetPages.fetch`; CodedRefusal when there is no such lead.
    """
    where: dict[str, Any] = {"whoID": write_id(lead_id)}
    wanted = {**where, "eventSource": source} if source else where
    notes: list[str] = []
    try:
        whole = await access.pages.fetch_all(ReadingMethod.GET_LEAD_TIMELINE, {"where": wanted}, search="timeline")
    except CodedRefusal as refused:
        if not source or refused.code != WRONG_EVENT_SOURCE:
            raise
        whole = await access.pages.fetch_all(ReadingMethod.GET_LEAD_TIMELINE, {"where": where}, search="timeline")
        notes.append(FILTERED_HERE_NOTE)
    rows = await in_turns(reading_rows(query, RecordKind.EVENT, whole.sources, 0, id_key=""))
    if notes:
        rows.keep([values.get("eventSource") == source for values in rows.values])
    ignored = keep_matching(rows, wanted)
    records, values, repeated = sort_rows(rows)
    if not whole.is_whole:
        ignored.append(NOT_WHOLE_NOTE)
    return Timeline(
        whole.answer, records, values, tuple(rows.skipped), repeated, (*notes, *ignored), is_whole=whole.is_whole
    )


def sort_rows(rows: Rows) -> tuple[tuple[Record, ...], tuple[dict[str, Any], ...], int]:
    """The events in order of time, each once; and how many were left out as exact repeats.

    Times are compared as they are written, which is their order in whatever zone; those without one come first.
    """
    seen: set[str] = set()
    unique: list[tuple[str, Record, dict[str, Any]]] = []
    for record, values in zip(rows.records, rows.values, strict=True):
        exact = json.dumps(values, sort_keys=True)
        if exact not in seen:
            seen.add(exact)
            unique.append((text_of(values, "createTimestamp"), record, values))
    unique.sort(key=lambda entry: entry[0])
    records = tuple(
        Record(record.account_id, record.provider, record.kind, record.id, record.source, place)
        for place, (_, record, _) in enumerate(unique)
    )
    return records, tuple(values for _, _, values in unique), len(rows.records) - len(unique)


def read_timeline_events(rows: Iterable[Mapping[str, Any]]) -> tuple[TimelineEvent, ...]:
    """The events of v1.2, whose times are in UTC, for the pane; those without a readable time are left out."""
    events: list[TimelineEvent] = []
    for values in rows:
        moment = moment_of(values.get("createTimestamp"))
        if moment is not None:
            events.append(TimelineEvent(moment, say_source(values).lower(), say_event(values)))
    return tuple(sorted(events, key=lambda event: event.moment))


def say_source(values: Mapping[str, Any]) -> str:
    """What kind of thing happened."""
    source = text_of(values, "eventSource")
    return EVENT_WORDS.get(source) or source or "Event"


def say_event(values: Mapping[str, Any]) -> str:
    """What happened, in words: `E-mail opened: Spring rates`."""
    name = text_of(values, "eventName")
    words = f"{say_source(values)}: {name}" if name else say_source(values)
    bounced = text_of(values, "dueToHardBounce")
    return f"{words} (because mail to this address cannot be delivered)" if bounced in {"1", "true"} else words


class TimelinePages:
    """Turns the pages of a timeline. It has to be read whole to be sorted, so the last one read is kept."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._kept: tuple[tuple[str, str], Timeline] | None = None

    async def fetch(self, access: Access, query: Query, start: Position) -> Page:
        """A page of the timeline; the first page reads it anew.

        Raises:
            The errors of `fetch_timeline`.
        """
        asked = (str(query.values["whoID"]), str(query.values.get("eventSource", "")))
        if self._kept is None or self._kept[0] != asked or start.offset == 0:
            try:
                self._kept = (asked, await fetch_timeline(access, query, *asked))
            except CodedRefusal as refused:
                if refused.code in {*NO_SUCH_RECORD, WRONG_WHO}:
                    refused.remedy = "Check the id of the lead: SharpSpring knows none of this id."
                raise
        return _build_page(access, query, start, self._kept[1])


def _build_page(access: Access, query: Query, start: Position, timeline: Timeline) -> Page:
    end = start.offset + query.page_size
    is_first = start.offset == 0
    zone_notes = () if access.times_are_utc or not timeline.records else (COMPANY_ZONE_NOTE,)
    count = len(timeline.records) + len(timeline.skipped)
    return Page(
        records=timeline.records[start.offset : end],
        start=start,
        next=Position(end) if end < len(timeline.records) else None,
        total=Total.exact(count) if timeline.is_whole else Total.at_least(count),
        read_at=timeline.answer.answered_at,
        skipped=timeline.skipped if is_first else (),
        repeated=timeline.repeated if is_first else 0,
        notes=(*timeline.notes, *zone_notes),
        columns=columns_in_version(TIMELINE_COLUMNS, times_are_utc=access.times_are_utc),
        usage=timeline.answer.usage,
        incomplete=not timeline.is_whole,
    )
