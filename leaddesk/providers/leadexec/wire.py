"""Queries onto the wire and pages out of it. Pure; LeadExec's quirks of paging live here (dossier sections 3, 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, cast

from leaddesk.domain.account import Secret
from leaddesk.domain.cell import NOT_SENT
from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.domain.page import Page, Position, SkippedRow, Total
from leaddesk.domain.record import Record, RecordKind, decode_json
from leaddesk.domain.search import Query
from leaddesk.domain.turns import ROWS_PER_TURN, Turns, at_once
from leaddesk.providers.leadexec.answer_checks import check_conditions, find_value
from leaddesk.providers.leadexec.order_check import find_order
from leaddesk.providers.leadexec.refusals import check_status
from leaddesk.providers.leadexec.row_glance import RowGlance, glance_for
from leaddesk.providers.leadexec.section_rows import read_count, read_id
from leaddesk.providers.leadexec.send_reading import name_json_type
from leaddesk.transport.json_answer import split_rows, vendor_words
from leaddesk.transport.messages import WireRequest, WireResponse


@dataclass(frozen=True, slots=True)
class QueryCall:
    """One of the three query calls: where it goes, and how its answer names things."""

    label: str
    path: str
    rows_key: str
    total_key: str
    id_key: str
    kind: RecordKind
    sorted_by: tuple[str, ...] = ()
    """The one thing a ping query is ordered by; a lead query names its own."""


CALLS: Final = {
    "leads": QueryCall("lead query", "/v1/leads/query", "Leads", "QueryTotal", "UID", RecordKind.LEAD),
    "inbound-pings": QueryCall(
        "inbound ping query", "/v1/pings/inbound/query", "Pings", "Total", "Id", RecordKind.PING, ("CreatedOn",)
    ),
    "outbound-pings": QueryCall(
        "outbound ping query", "/v1/pings/outbound/query", "Pings", "Total", "Id", RecordKind.PING, ("SentOn",)
    ),
}
"""By the search's key."""

_OTHER_SORT_FORM: Final = {0: "ASC", 1: "DESC", "ASC": 0, "DESC": 1}
_DESCENDING: Final = frozenset({"1", "DESC"})


@dataclass(frozen=True, slots=True)
class PageAsked:
    """One page as it is asked for.

    Attributes:
        query: what the person asked.
        start: where the page begins.
        take: rows asked for; the query's page size, or less when the server did not serve that.
        other_sort_form: send `SortOrder` as the word where a number was chosen, and the other way round.
        projected: whether the chosen `Fields` are sent.
    """

    query: Query
    start: Position
    take: int
    other_sort_form: bool = False
    projected: bool = True

    @property
    def sort_order(self) -> int | str | None:
        """`SortOrder` as it is sent; None when none was chosen."""
        chosen = self.query.values.get("SortOrder")
        if chosen is None:
            return None
        sent: int | str = int(chosen) if chosen in {"0", "1"} else str(chosen)
        return _OTHER_SORT_FORM[sent] if self.other_sort_form else sent


def build_page_request(data_server: str, asked: PageAsked, token: Secret) -> WireRequest:
    """The POST of one page. Nothing that was not filled in is sent: no `[""]`, no empty `Query`, never `Take` 0."""
    call = CALLS[asked.query.search]
    return WireRequest(
        label=call.label,
        method="POST",
        url=f"{data_server}{call.path}/{asked.query.values['LeadTypeUID']}",
        json_body=build_body(asked),
        bearer=token,
        deadline_seconds=60,
    )


def build_body(asked: PageAsked) -> dict[str, Any]:
    """The JSON body, keys in the order of the query document."""
    values = asked.query.values
    body: dict[str, Any] = {}
    if values.get("Query"):
        body["Query"] = values["Query"]
    if values.get("SortFields"):
        body["SortFields"] = list(values["SortFields"])
    if asked.sort_order is not None:
        body["SortOrder"] = asked.sort_order
    if values.get("Fields") and asked.projected:
        body["Fields"] = list(values["Fields"])
    body["StartDate"] = write_moment(values["StartDate"])
    body["EndDate"] = write_moment(values["EndDate"])
    body["Skip"] = asked.start.offset
    body["Take"] = max(asked.take, 1)
    return body


def write_moment(moment: datetime) -> str:
    """`2026-01-05T09:10:11Z`, in UTC, with milliseconds only where there are some."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
    return text.replace("+00:00", "Z")


def read_page(asked: PageAsked, request: WireRequest, response: WireResponse) -> Page:
    """`reading_page`, all of it at once."""
    return at_once(reading_page(asked, request, response))


def reading_page(asked: PageAsked, request: WireRequest, response: WireResponse) -> Turns[Page]:
    """Read one page and check it against what was asked.

    The total is `QueryTotal` or `Total`, as number or numeric text; never `SentCount` or `Sent`, which count this
    answer's rows. Where the total is missing, or smaller than the rows that came, it is "at least" what was seen, and
    paging goes on until an answer without rows. A short page alone never ends paging: the server may lower `Take`.
    No row is left out because of its dates: which date the range tests is not documented.

    Raises:
        CredentialsRefused, QueryRefused, LimitReached, ProviderFailed: by status.
        AnswerNotUnderstood: no JSON object with the list of rows.
    """
    check_status(request, response)
    call = CALLS[asked.query.search]
    envelope, sources = split_rows(response.body, call.rows_key, (call.total_key, "Skip", "Take"))
    announced = read_count(envelope.get(call.total_key))
    if sources is None:
        if announced != 0:
            raise _no_rows(request, response, call)
        sources = []
    rows = yield from _read_rows(asked, call, sources)
    seen = asked.start.offset + len(sources)
    contradicted = announced is not None and bool(sources) and announced < seen
    total = _read_total(announced, seen, has_rows=bool(sources))
    more = bool(sources) and (announced is None or contradicted or seen < announced)
    notes = [*_check_envelope(asked, envelope, announced=announced, contradicted=contradicted, has_rows=bool(sources))]
    notes += check_conditions(asked.query.values.get("Query") or {}, rows.values, projected=_is_projected(asked))
    records, is_sorted_here, order_notes = _in_order(asked, call, rows)
    return Page(
        records=records,
        start=asked.start,
        next=Position(seen) if more else None,
        total=total,
        read_at=response.answered_at,
        skipped=tuple(rows.skipped),
        repeated=rows.repeated,
        notes=(*notes, *order_notes),
        served_size=_read_served_size(asked, envelope),
        sorted_here=is_sorted_here,
    )


@dataclass(slots=True)
class _Rows:
    """`values` hold what the names of `_names_looked_at` mean, and perhaps more; nothing when there are no names."""

    records: list[Record]
    values: list[Mapping[str, Any]]
    skipped: list[SkippedRow]
    repeated: int = 0


def _read_rows(asked: PageAsked, call: QueryCall, sources: list[bytes]) -> Turns[_Rows]:
    glance = glance_for(call.id_key, _names_looked_at(asked, call))
    ids = glance.read_ids(sources)
    if ids is None or len(set(ids)) < len(ids):
        return (yield from _read_row_by_row(asked, call, sources, glance))
    account_id, provider, first = asked.query.account_id, asked.query.provider, asked.start.offset
    records = [
        Record(account_id, provider, call.kind, row_id, source, position)
        for position, (row_id, source) in enumerate(zip(ids, sources, strict=True), first)
    ]
    return _Rows(records, [], [])


def _read_row_by_row(asked: PageAsked, call: QueryCall, sources: list[bytes], glance: RowGlance) -> Turns[_Rows]:
    rows = _Rows([], [], [])
    ids: set[str] = set()
    for number, source in enumerate(sources):
        if number and number % ROWS_PER_TURN == 0:
            yield
        position = asked.start.offset + number
        found = glance.read(source)
        if found is None:
            values = _read_row(source)
            if isinstance(values, str):
                rows.skipped.append(SkippedRow(position, values))
                continue
            found = read_id(values.get(call.id_key)), values
        row_id, values = found
        if row_id and row_id in ids:
            rows.repeated += 1
            continue
        ids.add(row_id)
        query = asked.query
        rows.records.append(Record(query.account_id, query.provider, call.kind, row_id, source, position))
        rows.values.append(values)
    return rows


def _names_looked_at(asked: PageAsked, call: QueryCall) -> tuple[str, ...]:
    """What the rows are checked by: the conditions, and the order."""
    conditions = cast("Mapping[str, Any]", asked.query.values.get("Query") or {})
    return tuple(dict.fromkeys([*(name for name in conditions if name[:1] != "$"), *_sort_names(asked, call)]))


def _sort_names(asked: PageAsked, call: QueryCall) -> tuple[str, ...]:
    names = call.sorted_by if asked.sort_order is not None else ()
    return tuple(asked.query.values.get("SortFields") or names)


def _read_row(source: bytes) -> dict[str, Any] | str:
    """The row's object, or why it could not be read."""
    try:
        decoded: object = decode_json(source)
    except ValueError:
        return "it is not readable JSON"
    if isinstance(decoded, dict):
        return cast("dict[str, Any]", decoded)
    return f"it is {name_json_type(decoded)}, not an object"


def _no_rows(request: WireRequest, response: WireResponse, call: QueryCall) -> AnswerNotUnderstood:
    return AnswerNotUnderstood(
        f"{request.host} answered the {request.label} without “{call.rows_key}”.",
        fault=AnswerFault.OTHER_SHAPE,
        remedy="Try again; if it goes on, ask LeadExec what its answer means.",
        said=vendor_words(response, request.secrets),
    )


def _read_total(announced: int | None, seen: int, *, has_rows: bool) -> Total:
    if announced is not None and (announced >= seen or not has_rows):
        return Total.exact(announced)
    return Total.at_least(seen) if has_rows else Total.unknown()


def _check_envelope(
    asked: PageAsked, envelope: dict[str, Any], *, announced: int | None, contradicted: bool, has_rows: bool
) -> list[str]:
    if not has_rows:
        return []
    notes: list[str] = []
    if contradicted:
        notes.append(f"The server announced {announced:,} in all and sent more: its total is not to be relied on.")
    skipped = read_count(envelope.get("Skip"))
    if skipped is not None and skipped != asked.start.offset:
        notes.append(
            f"The server says it left out the first {skipped:,} rows, not {asked.start.offset:,} as asked: "
            "rows may come twice or be missing."
        )
    return notes


def _read_served_size(asked: PageAsked, envelope: dict[str, Any]) -> int | None:
    served = min(asked.take, read_count(envelope.get("Take")) or asked.take)
    return served if served < asked.query.page_size else None


def _is_projected(asked: PageAsked) -> bool:
    return asked.projected and bool(asked.query.values.get("Fields"))


def _in_order(asked: PageAsked, call: QueryCall, rows: _Rows) -> tuple[tuple[Record, ...], bool, list[str]]:
    names = _sort_names(asked, call)
    is_descending = str(asked.sort_order) in _DESCENDING
    order = find_order(rows.values, names, is_descending=is_descending)
    if order is None:
        return tuple(rows.records), False, _say_unknown_names(asked, names, rows.values)
    note = f"The server did not sort by {', '.join(names)} as asked; each page was sorted on its own."
    return tuple(rows.records[place] for place in order), True, [note]


def _say_unknown_names(asked: PageAsked, names: tuple[str, ...], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """A misspelt name sorts nothing, and nothing else would tell."""
    unknown = [name for name in names if all(find_value(row, name) is NOT_SENT for row in rows)]
    if not rows or not unknown or _is_projected(asked):
        return []
    what = ", ".join(unknown)
    return [f"No record that came has a value named {what}: whether they were sorted by it cannot be told."]
