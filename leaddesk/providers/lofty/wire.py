"""Calls onto the wire and pages of leads out of it. Pure (dossier sections 1 to 4)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, cast

from leaddesk.domain.account import Secret
from leaddesk.domain.page import Position, SkippedRow
from leaddesk.domain.record import Record, RecordKind, decode_json
from leaddesk.domain.search import Query
from leaddesk.phone_numbers import international
from leaddesk.providers.lofty.envelope import read_rows
from leaddesk.providers.lofty.json_values import read_id
from leaddesk.providers.lofty.limits import usage_words
from leaddesk.providers.lofty.refusals import API_KEY_SCHEME, OAUTH_SCHEME
from leaddesk.transport.messages import WireRequest, WireResponse

LEADS_LABEL: Final = "lead list"
LEADS_PATH: Final = "/v1.0/leads"

PAGE_SECONDS: Final = 200.0
"""A page may have to wait for its turn: a minute at ten calls a minute, and as long again when the limit bites."""

PART_SECONDS: Final = 100.0

_JSON_TYPE: Final = MappingProxyType({"Content-Type": "application/json"})
"""On every call, GET too: some calls answer 415 without it (dossier section 1)."""

_LONGEST_PHONE: Final = 15


@dataclass(frozen=True, slots=True)
class Access:
    """Where an account's calls go and with which credential."""

    server: str
    token: Secret
    is_api_key: bool = True

    def get(
        self, label: str, path: str, params: Mapping[str, str] | None = None, *, deadline_seconds: float = PART_SECONDS
    ) -> WireRequest:
        """A reading call. `token` stands before an API key, `Bearer` before an OAuth token (dossier section 2)."""
        return WireRequest(
            label=label,
            method="GET",
            url=f"{self.server}{path}",
            params=MappingProxyType(dict(params or {})),
            headers=_JSON_TYPE,
            bearer=self.token,
            auth_scheme=API_KEY_SCHEME if self.is_api_key else OAUTH_SCHEME,
            deadline_seconds=deadline_seconds,
        )


@dataclass(frozen=True, slots=True)
class PageAsked:
    """One page as it is asked for: by offset, or by a cursor, never by both."""

    query: Query
    start: Position
    limit: int
    by_scroll: bool = False


@dataclass(frozen=True, slots=True)
class LeadsAnswer:
    """What a page's answer held.

    Attributes:
        records: readable rows, each id once.
        rows: the same, decoded.
        row_count: all rows that came.
        total, served: as the metadata has them, None when it has not.
        cursor: the newest `scrollId`.
        usage: how much of the limit is used, in words, when the answer says so.
    """

    records: tuple[Record, ...]
    rows: tuple[Mapping[str, Any], ...] = field(repr=False)
    skipped: tuple[SkippedRow, ...]
    repeated: int
    row_count: int
    total: int | None
    served: int | None
    cursor: str
    read_at: datetime
    usage: str = ""


def build_page_request(access: Access, asked: PageAsked) -> WireRequest:
    """`GET /v1.0/leads`. Filters, order and limit go with every page (dossier section 4)."""
    params = build_filters(asked.query.values) | {"limit": str(asked.limit)}
    if asked.by_scroll:
        params["scrollId"] = asked.start.cursor
    elif asked.start.offset:
        params["offset"] = str(asked.start.offset)
    return access.get(LEADS_LABEL, LEADS_PATH, params, deadline_seconds=PAGE_SECONDS)


def build_filters(values: Mapping[str, Any]) -> dict[str, str]:
    """The query parameters of a filled-in search, under the vendor's names.

    Lists are joined by commas (the separator is not documented; two clients do so), yes and no are `true` and `false`,
    a phone is sent as bare digits, `roleAssigneeFilters` as JSON text.
    """
    return {key: _write(key, value) for key, value in values.items()}


def write_phone(text: str) -> str:
    """Bare digits: the ten national ones of a number of the North American plan, else all of them."""
    number = international(text)
    if number.startswith("+1") and len(number) == 12:
        return number[2:]
    return re.sub(r"\D", "", number or text)[:_LONGEST_PHONE]


def read_leads(asked: PageAsked, request: WireRequest, response: WireResponse) -> LeadsAnswer:
    """Read a page of leads. A row that cannot be read costs itself only.

    Raises:
        As `envelope.read_rows`.
    """
    rows = read_rows(request, response, "leads")
    records: list[Record] = []
    decoded_rows: list[Mapping[str, Any]] = []
    skipped: list[SkippedRow] = []
    ids: set[str] = set()
    repeated = 0
    for number, source in enumerate(rows.sources):
        position = asked.start.offset + number
        values = _decode(source)
        if isinstance(values, str):
            skipped.append(SkippedRow(position, values))
            continue
        lead_id = read_id(values.get("leadId"))
        if lead_id and lead_id in ids:
            repeated += 1
            continue
        ids.add(lead_id)
        records.append(build_record(asked.query, lead_id, source, position))
        decoded_rows.append(values)
    return LeadsAnswer(
        tuple(records),
        tuple(decoded_rows),
        tuple(skipped),
        repeated,
        len(rows.sources),
        rows.total,
        rows.limit,
        rows.cursor,
        response.answered_at,
        usage_words(response),
    )


def build_record(query: Query, lead_id: str, source: bytes, position: int = 0) -> Record:
    """A lead as a record; its id is text, because it may have more digits than a float or a C int holds."""
    return Record(query.account_id, query.provider, RecordKind.LEAD, lead_id, source, position)


def _write(key: str, value: Any) -> str:
    if key == "phone":
        return write_phone(str(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        items = cast("tuple[Any, ...]", value)
        if any(isinstance(item, dict) for item in items):
            return json.dumps(list(items), ensure_ascii=False, separators=(",", ":"))
        return ",".join(map(str, items))
    return str(value)


def _decode(source: bytes) -> dict[str, Any] | str:
    """The row's object, or why it could not be read."""
    try:
        decoded: object = decode_json(source)
    except ValueError:
        return "it is not readable JSON"
    return cast("dict[str, Any]", decoded) if isinstance(decoded, dict) else "it is no object"
