"""Whatever comes: a result, or one error of the program's own. No other exception leaves the readers."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.account import Secret
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import Position
from leaddesk.domain.record import Record, RecordKind
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.providers.leadexec.columns import discover_inbound_columns, discover_lead_columns
from leaddesk.providers.leadexec.documented import INBOUND_PING, OUTBOUND_PING
from leaddesk.providers.leadexec.lead_types import build_lead_types_request, read_lead_types
from leaddesk.providers.leadexec.record_reading import read_detail
from leaddesk.providers.leadexec.token_wire import build_token_request, read_token
from leaddesk.providers.leadexec.wire import PageAsked, build_page_request, read_page
from tests.providers.leadexec.scripted import answer, lead_query
from tests.providers.leadexec.seed_samples import full_lead, inbound_ping, outbound_ping

NAMES = st.sampled_from(
    [
        "UID", "Id", "Properties", "Fields", "TCPAInformation", "SendInformation", "TrestleVerification", "LastUpdated",
        "Sends", "EmailReads", "Appointments", "Leads", "QueryTotal", "Skip", "Take", "DateAdded", "Phone", "ConsentGiven",
        "PhoneActivityScore", "LoanAmount", "LeadTypeUID", "Descriptor", "access_token", "error", "expires_in",
    ]
) | st.text(max_size=5)  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "2026-01-05T09:10:11.1234567Z", "N/A", "12"]
    )
)
ANY_JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=25
)
QUERIES = [
    lead_query(),
    lead_query(
        Query='{"LoanAmount": {"$gte": 5}, "UID": 3}', SortFields="LoanAmount,Phone", SortOrder="DESC", Fields="A"
    ),
    lead_query("inbound-pings", SortOrder="ASC"),
]


def read_any_page(body: bytes, status: int = 200) -> None:
    for query in QUERIES:
        asked = PageAsked(query, Position(3), take=100)
        try:
            page = read_page(
                asked,
                build_page_request("https://h.example.com", asked, Secret("t0ken")),
                answer(body, status=status),
            )
        except LeaddeskError:
            continue
        assert page.next is None or page.next.offset > 3
        rows = [record.values() for record in page.records]
        for column in (*discover_lead_columns(rows), *discover_inbound_columns(rows)):
            for row in rows:
                column.cell_in(row)


def read_any_detail(values: Any, kind: RecordKind) -> RecordDetail | None:
    try:
        detail = read_detail(Record("a1", "leadexec", kind, "", json.dumps(values).encode(), 0))
    except LeaddeskError:
        assert not isinstance(values, dict)
        return None
    assert detail.title
    assert [event.moment for event in detail.timeline] == sorted(event.moment for event in detail.timeline)
    return detail


@settings(max_examples=150, deadline=None)
@given(ANY_JSON)
def test_any_json_read_as_a_page_gives_a_page_or_one_error(value: Any):
    read_any_page(json.dumps(value).encode())


@settings(max_examples=150, deadline=None)
@given(st.lists(ANY_JSON, max_size=6), SCALARS)
def test_any_rows_give_a_page_that_counts_every_one(rows: list[Any], total: Any):
    body = json.dumps({"QueryTotal": total, "Leads": rows}).encode()
    asked = PageAsked(QUERIES[1], Position(), take=100)
    try:
        page = read_page(asked, build_page_request("https://h.example.com", asked, Secret("t0ken")), answer(body))
    except LeaddeskError:
        return
    assert page.row_count == len(rows)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.sampled_from([200, 204, 400, 404, 413, 429, 500, 302]))
def test_any_bytes_with_any_status_give_a_page_or_one_error(body: bytes, status: int):
    read_any_page(body, status)
    for read, request in (
        (read_token, build_token_request("https://h.example.com", "c", Secret("s3cret"))),
        (read_lead_types, build_lead_types_request("https://h.example.com", Secret("t0ken"))),
    ):
        with suppress(LeaddeskError):
            read(request, answer(body, status=status))


@settings(max_examples=150, deadline=None)
@given(ANY_JSON)
def test_any_json_read_as_token_or_lead_types_gives_a_result_or_one_error(value: Any):
    response = answer(json.dumps(value).encode())
    for read, request in (
        (read_token, build_token_request("https://h.example.com", "c", Secret("s3cret"))),
        (read_lead_types, build_lead_types_request("https://h.example.com", Secret("t0ken"))),
    ):
        with suppress(LeaddeskError):
            read(request, response)


@settings(max_examples=150, deadline=None)
@given(ANY_JSON, st.sampled_from([RecordKind.LEAD, RecordKind.PING]))
def test_any_json_read_as_a_record_gives_a_detail_or_one_error(value: Any, kind: RecordKind):
    read_any_detail(value, kind)


@st.composite
def spoilt_leads(draw: st.DrawFn) -> dict[str, Any]:
    """The sample lead with some of its values replaced by anything, or taken away."""
    record = copy.deepcopy(full_lead())
    places: list[tuple[dict[str, Any], str]] = []
    stack: list[dict[str, Any]] = [record]
    while stack:
        values = stack.pop()
        places += [(values, key) for key in values]
        stack += [value for value in values.values() if isinstance(value, dict)]
        stack += [
            item for value in values.values() if isinstance(value, list) for item in value if isinstance(item, dict)
        ]
    for holder, key in draw(st.lists(st.sampled_from(places), max_size=8)):
        if draw(st.booleans()):
            holder[key] = draw(ANY_JSON)
        else:
            holder.pop(key, None)
    return record


@settings(max_examples=150, deadline=None)
@given(spoilt_leads())
def test_a_spoilt_lead_is_read_and_every_section_key_is_kept(record: dict[str, Any]):
    detail = read_any_detail(record, RecordKind.LEAD)
    assert detail is not None
    shown = {row.name for group in detail.groups for row in group.rows}
    for section in ("Fields", "Properties"):
        if isinstance(record.get(section), dict):
            assert set(record[section]) <= shown
    for row in (row for group in (*detail.groups, *detail.closing_groups) for row in group.rows):
        assert row.label or not row.name
        assert row.cell is not ...


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([*INBOUND_PING, *OUTBOUND_PING]), ANY_JSON)
def test_a_spoilt_ping_is_read(key: Any, value: Any):
    for sample in (inbound_ping(), outbound_ping()):
        assert read_any_detail(sample | {key.name: value}, RecordKind.PING) is not None
