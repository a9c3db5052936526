"""A lead read again, whole: all its fields, its timeline and its lists. Parts that fail are told (section 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import FieldGroup, FieldValue, RecordDetail
from leaddesk.domain.search import Query
from leaddesk.providers.sharpspring.access import COMPANY_ZONE_NOTE, Access
from leaddesk.providers.sharpspring.lead_pages import fetch_whole_lead
from leaddesk.providers.sharpspring.lead_reading import read_lead_detail
from leaddesk.providers.sharpspring.memberships import ListMemberships
from leaddesk.providers.sharpspring.plain_values import text_of
from leaddesk.providers.sharpspring.rows import read_values
from leaddesk.providers.sharpspring.timeline import (
    Timeline,
    fetch_timeline,
    read_timeline_events,
    say_event,
    say_source,
)
from leaddesk.providers.sharpspring.wording import counted


class Completing:
    """Reads one lead's parts, one call after the other, and puts them together."""

    def __init__(self, access: Access, lists: ListMemberships, record: Record) -> None:
        """Nothing is read yet."""
        self._access = access
        self._lists = lists
        self._record = record
        self._query = Query(record.account_id, record.provider, "lead", {"id": record.id})
        self._errors: list[LeaddeskError] = []
        self._notes: list[str] = []

    async def run(self, columns: Sequence[Column]) -> RecordDetail:
        """Everything SharpSpring tells of this lead.

        Raises:
            LeaddeskError: nothing of it could be read.
        """
        if not self._record.id:
            return read_lead_detail(read_values(self._record), columns)
        whole = await self._read_lead()
        timeline = await self._read_timeline()
        lists = await self._read_lists()
        if whole is None and timeline is None and lists is None and self._errors:
            raise self._errors[0]
        named = await self._access.names.lead_columns(again=False)
        detail = read_lead_detail(read_values(whole or self._record), named.columns)
        events = () if timeline is None else read_timeline_events(timeline.values)
        groups = (*detail.groups, *((lists,) if lists else ()), *self._timeline_group(timeline))
        return replace(
            detail,
            groups=groups,
            timeline=events if self._access.times_are_utc else (),
            notes=(*detail.notes, *self._notes, *self._timeline_notes(timeline, len(events)), *named.notes),
            source=b"" if whole is None else whole.source,
        )

    async def _read_lead(self) -> Record | None:
        try:
            rows, _answer = await fetch_whole_lead(self._access, self._query, self._record.id)
        except LeaddeskError as error:
            self._fail("The whole lead could not be read; this is its row of the list", error)
            return None
        if not rows.records:
            self._notes.append("SharpSpring has no lead of this id any more; this is its row of the list.")
            return None
        return rows.records[0]

    async def _read_timeline(self) -> Timeline | None:
        try:
            return await fetch_timeline(self._access, self._query, self._record.id)
        except LeaddeskError as error:
            self._fail("The timeline could not be read", error)
            return None

    async def _read_lists(self) -> FieldGroup | None:
        try:
            found, _answer = await self._lists.fetch(self._access, [self._record.id])
        except LeaddeskError as error:
            self._fail("The list memberships could not be read", error)
            return None
        membership = found.get(self._record.id)
        ids = () if membership is None else tuple(membership.list_ids)
        rows = tuple(FieldValue("listID", f"List {number}", Kind.IDENTIFIER, one) for number, one in enumerate(ids, 1))
        return FieldGroup("lists", "Lists", rows, "" if rows else "SharpSpring told no list that this lead is on.")

    def _fail(self, words: str, error: LeaddeskError) -> None:
        self._errors.append(error)
        self._notes.append(f"{words}: {error.what}")

    def _timeline_group(self, timeline: Timeline | None) -> tuple[FieldGroup, ...]:
        """The timeline of v1 as a table of its own: its times are in a zone that nobody names."""
        if timeline is None or self._access.times_are_utc or not timeline.values:
            return ()
        rows = tuple(
            FieldValue(say_source(event), text_of(event, "createTimestamp") or "no time", Kind.TEXT, say_event(event))
            for event in timeline.values
        )
        return (FieldGroup("timeline", "Timeline", rows, COMPANY_ZONE_NOTE),)

    def _timeline_notes(self, timeline: Timeline | None, shown: int) -> tuple[str, ...]:
        if timeline is None:
            return ()
        notes = list(timeline.notes)
        if timeline.repeated:
            notes.append(f"Left out of the timeline: {counted(timeline.repeated, 'exact repeat')}.")
        if timeline.skipped:
            notes.append(f"Left out of the timeline: {counted(len(timeline.skipped), 'event')} that could not be read.")
        without_time = len(timeline.values) - shown
        if self._access.times_are_utc and without_time:
            notes.append(f"Left out of the timeline: {counted(without_time, 'event')} without a readable time.")
        return tuple(notes)
