"""Answers as pages, checked against what was asked. Pure; the quirks of totals and paging live here (section 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.domain.page import Page, Position, Total
from leaddesk.domain.record import RecordKind
from leaddesk.domain.search import Query
from leaddesk.domain.turns import Turns
from leaddesk.providers.leadsquared.columns import ID_KEY, name_columns
from leaddesk.providers.leadsquared.csv_rows import looks_like_csv, split_csv
from leaddesk.providers.leadsquared.figures import find_label_key, read_figures
from leaddesk.providers.leadsquared.filter_check import check_filters
from leaddesk.providers.leadsquared.json_values import read_count
from leaddesk.providers.leadsquared.names import AccountNames
from leaddesk.providers.leadsquared.rows import Rows, RowsOf, read_row, reading_rows, split_envelope, split_leads
from leaddesk.providers.leadsquared.wire import PageAsked, asked_fields, is_aggregate, is_csv
from leaddesk.transport.json_answer import vendor_words
from leaddesk.transport.messages import WireRequest, WireResponse

_TOTAL_KEY: Final = "TotalCount"
_ROWS_KEY: Final = "Results"
_UNPAGED: Final = "LeadSquared sent all rows at once instead of a page."
_NO_LIMIT_KNOWN: Final = "LeadSquared does not say how many leads its quick search gives at most: there may be more."


@dataclass(frozen=True, slots=True)
class Exchange:
    """A query, the place in it, the call that was made for it, and its answer (accepted by `check_answer`)."""

    query: Query
    start: Position
    request: WireRequest
    response: WireResponse

    def whose(self, kind: RecordKind = RecordKind.LEAD, id_key: str = ID_KEY) -> RowsOf:
        """What a record of this answer needs beside its row."""
        return RowsOf(self.query.account_id, self.query.provider, kind, id_key)


def reading_report(exchange: Exchange, asked: PageAsked, names: AccountNames) -> Turns[Page]:
    """A page of Leads/NotContacted, as a list or as figures, out of JSON or CSV.

    Raises:
        AnswerNotUnderstood: neither the documented JSON nor CSV.
    """
    sources, announced, as_csv = _split_report(exchange, names)
    is_unpaged = len(sources) > asked.size
    fresh = sources[exchange.start.offset if is_unpaged and asked.index > 1 else asked.skip :]
    count = _Count(announced, exchange.start.offset + len(fresh), is_full=len(sources) >= asked.size, as_csv=as_csv)
    more = bool(fresh) and not is_unpaged
    if is_aggregate(exchange.query):
        page = yield from _reading_figures(exchange, fresh, names, count)
        more = more and count.is_full
    else:
        page = yield from _reading_list(exchange, fresh, names, count)
        more = more and count.has_more_leads
    notes = (*page.notes, *([_UNPAGED] if is_unpaged else []))
    return replace(page, next=asked.following(count.seen) if more else None, notes=notes)


def reading_chunk(
    exchange: Exchange, ids: Sequence[str], sources: Sequence[bytes], names: AccountNames, *, next_offset: int | None
) -> Turns[Page]:
    """A chunk of leads by id. Which of the ids were not found is said, each by name.

    The total is exact where one chunk held all the ids, else unknown: it is what will have been found in the end.
    """
    rows = yield from reading_rows(sources, exchange.whose(), offset=exchange.start.offset)
    found = {record.id.lower() for record in rows.records}
    is_whole = exchange.start.offset == 0 and next_offset is None
    return Page(
        records=tuple(rows.records),
        start=exchange.start,
        next=None if next_offset is None else Position(next_offset),
        total=Total.exact(len(rows.records) + len(rows.skipped)) if is_whole else Total.unknown(),
        read_at=exchange.response.answered_at,
        skipped=tuple(rows.skipped),
        repeated=rows.repeated,
        notes=(*names.notes, *_say_not_found(ids, found, rows), *_say_missing_fields(exchange.query, rows)),
        columns=name_columns(names, rows.names, exchange.query.values.get("Include_CSV", ())),
    )


def reading_quick_search(exchange: Exchange, names: AccountNames) -> Turns[Page]:
    """All that the quick search gives. It has no pages and no total, and its limit is not documented.

    Raises:
        AnswerNotUnderstood: no JSON array.
    """
    rows = yield from reading_rows(split_leads(exchange.response), exchange.whose())
    count = len(rows.records) + len(rows.skipped)
    return Page(
        records=tuple(rows.records),
        start=exchange.start,
        next=None,
        total=Total.at_least(count) if count else Total.exact(0),
        read_at=exchange.response.answered_at,
        skipped=tuple(rows.skipped),
        repeated=rows.repeated,
        notes=(*names.notes, *([_NO_LIMIT_KNOWN] if count else [])),
        columns=name_columns(names, rows.names),
    )


@dataclass(frozen=True, slots=True)
class _Count:
    """How many rows there are: announced by the answer (None when it does not say), and seen up to its end."""

    announced: int | None
    seen: int
    is_full: bool
    as_csv: bool

    @property
    def is_contradicted(self) -> bool:
        return self.announced is not None and self.announced < self.seen

    @property
    def has_more_leads(self) -> bool:
        """Paging goes on until the total is reached: a short page alone is no end, because a server may lower the
        page size in silence. Without a total, JSON goes on until an empty page and CSV until one that is not full.
        """
        if self.announced is None or self.is_contradicted:
            return self.is_full or not (self.as_csv or self.is_contradicted)
        return self.seen < self.announced

    @property
    def total_of_leads(self) -> Total:
        if self.announced is not None and not self.is_contradicted:
            return Total.exact(self.announced)
        return Total.at_least(self.seen) if self.seen else Total.exact(0)

    @property
    def total_of_groups(self) -> Total:
        """The announced number may count groups or leads: exact only where it agrees."""
        return Total.exact(self.seen) if self.announced == self.seen else Total.at_least(self.seen)

    def notes(self) -> list[str]:
        """What a reader must know of the total."""
        if self.as_csv:
            return ["A CSV answer carries no total: whether all rows came cannot be checked."]
        if self.announced is None:
            return ["LeadSquared sent no total: whether all rows came cannot be checked."]
        return []


def _split_report(exchange: Exchange, names: AccountNames) -> tuple[list[bytes], int | None, bool]:
    """The rows, the announced total, and whether they came as CSV."""
    response = exchange.response
    is_expected = is_csv(exchange.query) or "csv" in response.headers.get("content-type", "").lower()
    if is_expected and looks_like_csv(response):
        return _split_csv(exchange, names), None, True
    sources, announced = split_report(exchange)
    return sources, announced, False


def split_report(exchange: Exchange) -> tuple[list[bytes], int | None]:
    """The rows of the report's JSON, and the announced total.

    Raises:
        AnswerNotUnderstood: no JSON, or no rows and no word that there are none.
    """
    return _split_announced(exchange, _ROWS_KEY, _TOTAL_KEY, exchange.start.offset)


def split_chunk(exchange: Exchange) -> tuple[list[bytes], int | None]:
    """The leads of a chunk of ids, and how many were announced.

    Raises:
        As `split_report`: no id may be called not found by an answer that is none.
    """
    return _split_announced(exchange, "Leads", "RecordCount", 0)


def _split_announced(exchange: Exchange, rows_key: str, total_key: str, offset: int) -> tuple[list[bytes], int | None]:
    envelope, sources = split_envelope(exchange.response, rows_key)
    announced = read_count(envelope.get(total_key))
    if sources is None:
        is_end = announced is not None and announced <= offset
        if not is_end and not (announced is None and rows_key in envelope):
            raise _no_rows(exchange)
    return sources or [], announced


def _split_csv(exchange: Exchange, names: AccountNames) -> list[bytes]:
    """The rows of a CSV answer. A heading that names nothing that was asked for, without a row, is no empty list."""
    heading, sources = split_csv(exchange.response, names.fields_by_label())
    query = exchange.query
    asked = {query.values["GroupBy"]} if is_aggregate(query) else set(asked_fields(query))
    if not sources and not asked.intersection(heading):
        raise _no_rows(exchange)
    return sources


def _no_rows(exchange: Exchange) -> AnswerNotUnderstood:
    request = exchange.request
    return AnswerNotUnderstood(
        f"{request.host} answered the {request.label} without rows, and without saying that there are none.",
        fault=AnswerFault.OTHER_SHAPE,
        remedy="Try again; if it goes on, ask LeadSquared what its answer means.",
        said=vendor_words(exchange.response, request.secrets),
    )


def _reading_list(exchange: Exchange, sources: list[bytes], names: AccountNames, count: _Count) -> Turns[Page]:
    query = exchange.query
    rows = yield from reading_rows(sources, exchange.whose(), offset=exchange.start.offset)
    notes = [*names.notes, *count.notes(), *check_filters(query, rows.values), *_say_missing_fields(query, rows)]
    if count.is_contradicted:
        notes.append(
            f"LeadSquared announced {count.announced:,} leads and sent more: its total is not to be relied on."
        )
    if any(not record.id for record in rows.records):
        notes.append(f"Rows came without {ID_KEY}: repeats among them cannot be told.")
    columns = name_columns(names, rows.names, query.values.get("IncludeCSV", ()))
    return replace(_page_of(exchange, rows), total=count.total_of_leads, notes=tuple(notes), columns=columns)


def _reading_figures(exchange: Exchange, sources: list[bytes], names: AccountNames, count: _Count) -> Turns[Page]:
    """Rows of figures are never taken for repeats of each other: their names are not documented."""
    group_by = str(exchange.query.values["GroupBy"])
    sample = [values for source in sources if isinstance(values := read_row(source), dict)]
    label_key = find_label_key(sample, group_by)
    whose = exchange.whose(RecordKind.GROUP, label_key)
    rows = yield from reading_rows(sources, whose, offset=exchange.start.offset, once=False)
    columns, chart = read_figures(rows.values, label_key, group_by, names)
    notes = [*names.notes, *count.notes()]
    if count.announced not in {None, count.seen}:
        notes.append(
            f"LeadSquared gives {count.announced:,} as the total; whether it counts groups or leads is not documented."
        )
    page = _page_of(exchange, rows)
    return replace(page, total=count.total_of_groups, notes=tuple(notes), columns=columns, chart=chart)


def _page_of(exchange: Exchange, rows: Rows) -> Page:
    return Page(
        records=tuple(rows.records),
        start=exchange.start,
        next=None,
        total=Total.unknown(),
        read_at=exchange.response.answered_at,
        skipped=tuple(rows.skipped),
        repeated=rows.repeated,
    )


def _say_not_found(ids: Sequence[str], found: set[str], rows: Rows) -> list[str]:
    if any(not record.id for record in rows.records):
        came = f"LeadSquared left {ID_KEY} out of its answer: {len(rows.records):,} of {len(ids):,} leads came"
        return [f"{came}, and which ids were not found cannot be told."]
    asked = {asked_id.lower() for asked_id in ids}
    missing = [asked_id for asked_id in ids if asked_id.lower() not in found]
    notes: list[str] = []
    if missing:
        what = "was" if len(missing) == 1 else "were"
        why = " or could not be read" if rows.skipped else ""
        notes.append(f"{len(missing):,} of {len(ids):,} ids {what} not found{why}: {', '.join(missing)}")
    others = len(found - asked)
    if others:
        notes.append(f"{others:,} of the leads that came were not asked for.")
    return notes


def _say_missing_fields(query: Query, rows: Rows) -> list[str]:
    """A name in other capitals, or of no field, is dropped in silence (dossier section 7)."""
    chosen = query.values.get("IncludeCSV") or query.values.get("Include_CSV") or ()
    missing = [name for name in chosen if name != "*" and name not in rows.names]
    if not missing or not rows.values:
        return []
    what = ", ".join(missing)
    return [f"No lead came with a value of {what}: it may be empty everywhere, or no field has exactly this name."]
