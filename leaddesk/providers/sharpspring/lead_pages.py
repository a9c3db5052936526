"""Two searches for leads: one by its id, and many by conditions (dossier section 5)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from leaddesk.domain.page import Page, Position
from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import Query
from leaddesk.domain.turns import in_turns
from leaddesk.providers.sharpspring.access import Access, build_page
from leaddesk.providers.sharpspring.answers import Answer
from leaddesk.providers.sharpspring.date_windows import Ending
from leaddesk.providers.sharpspring.refusals import NO_SUCH_RECORD, CodedRefusal
from leaddesk.providers.sharpspring.row_checks import keep_matching, say_without_id
from leaddesk.providers.sharpspring.rows import Rows, reading_rows
from leaddesk.providers.sharpspring.wire import ReadingMethod, with_fields, write_id

NO_SUCH_LEAD: Final = "No lead has this id."


async def fetch_whole_lead(access: Access, query: Query, lead_id: str) -> tuple[Rows, Answer | None]:
    """The lead of this id: one row, or none when there is no such lead.

    For an unknown id the answer may be empty, an error, or a ghost: a lead without an id (section 5).

    Raises:
        The errors of `Calls.send`.
    """
    try:
        answer = await access.calls.send(ReadingMethod.GET_LEAD, {"id": write_id(lead_id)})
    except CodedRefusal as error:
        if error.code in NO_SUCH_RECORD:
            return Rows(), None
        raise
    rows = await in_turns(reading_rows(query, RecordKind.LEAD, answer.rows(), 0))
    wanted = lead_id.lstrip("0")
    rows.keep([record.id.lstrip("0") == wanted for record in rows.records])
    return rows, answer


async def fetch_lead(access: Access, query: Query, start: Position) -> Page:
    """The lead of one id, also a deactivated one; an empty page when there is none."""
    rows, answer = await fetch_whole_lead(access, query, query.values["id"])
    named = await access.names.lead_columns()
    answer = answer or Answer(ReadingMethod.GET_LEAD, b"null", "", datetime.now(UTC))
    notes = named.notes if rows.records or rows.skipped else (NO_SUCH_LEAD,)
    return build_page(access, query, start, answer, rows, following=None, columns=named.columns, notes=notes)


async def fetch_leads(access: Access, query: Query, start: Position) -> Page:
    """A page of leads under conditions; rows that contradict them are left out, and that is said."""
    where: dict[str, Any] = dict(query.values.get("where") or {})
    fields = query.values.get("fields", ())
    params = with_fields({"where": where}, (*fields, *where) if fields else ())
    portion = await access.pages.fetch(
        ReadingMethod.GET_LEADS, params, search="leads", wanted=query.page_size, offset=start.offset
    )
    rows = await in_turns(reading_rows(query, RecordKind.LEAD, portion.sources, start.offset))
    notes = (*portion.notes, *keep_matching(rows, where), *say_without_id(rows))
    named = await access.names.lead_columns(again=start.offset == 0)
    behind = Position(start.offset + len(portion.sources))
    return build_page(
        access,
        query,
        start,
        portion.answer,
        rows,
        following=behind if portion.ending is Ending.MORE else None,
        columns=named.columns,
        notes=(*notes, *named.notes),
        served_size=portion.served_size,
    )
