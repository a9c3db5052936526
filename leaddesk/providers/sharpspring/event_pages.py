"""The searches for events and for fields: plain pages by offset (dossier section 5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from leaddesk.domain.page import Page, Position
from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import Query
from leaddesk.domain.turns import in_turns
from leaddesk.providers.sharpspring.access import Access, build_page
from leaddesk.providers.sharpspring.columns import EVENT_COLUMNS, FIELD_COLUMNS, columns_in_version
from leaddesk.providers.sharpspring.date_windows import Ending
from leaddesk.providers.sharpspring.row_checks import keep_later, keep_matching
from leaddesk.providers.sharpspring.rows import reading_rows
from leaddesk.providers.sharpspring.wire import ReadingMethod, write_id, write_moment


async def fetch_events(access: Access, query: Query, start: Position) -> Page:
    """A page of events, of one lead or of all leads since a time; events of other leads are left out and told."""
    where: dict[str, Any] = {}
    if query.values.get("leadID"):
        where["leadID"] = write_id(query.values["leadID"])
    since = cast("datetime | None", query.values.get("createTimestamp"))
    sent = where if since is None else {**where, "createTimestamp": write_moment(since)}
    portion = await access.pages.fetch(
        ReadingMethod.GET_EVENTS, {"where": sent}, search="events", wanted=query.page_size, offset=start.offset
    )
    rows = await in_turns(reading_rows(query, RecordKind.EVENT, portion.sources, start.offset))
    notes = [*portion.notes, *keep_matching(rows, where)]
    if since is not None and access.times_are_utc:
        notes += keep_later(rows, "createTimestamp", since)
    behind = Position(start.offset + len(portion.sources))
    return build_page(
        access,
        query,
        start,
        portion.answer,
        rows,
        following=behind if portion.ending is Ending.MORE else None,
        columns=columns_in_version(EVENT_COLUMNS, times_are_utc=access.times_are_utc),
        notes=tuple(notes),
        served_size=portion.served_size,
    )


async def fetch_fields(access: Access, query: Query, start: Position) -> Page:
    """A page of the account's fields, of leads and of everything else that has fields."""
    portion = await access.pages.fetch(
        ReadingMethod.GET_FIELDS, {"where": {}}, search="fields", wanted=query.page_size, offset=start.offset
    )
    rows = await in_turns(reading_rows(query, RecordKind.FIELD, portion.sources, start.offset))
    behind = Position(start.offset + len(portion.sources))
    return build_page(
        access,
        query,
        start,
        portion.answer,
        rows,
        following=behind if portion.ending is Ending.MORE else None,
        columns=FIELD_COLUMNS,
        notes=portion.notes,
        served_size=portion.served_size,
    )
