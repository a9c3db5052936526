"""Whatever comes: a result, or one error of the program's own. No other exception leaves the readers."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import Page, Position
from leaddesk.domain.provider import LookUpAsked
from leaddesk.providers.leadsquared.columns import discover_columns
from leaddesk.providers.leadsquared.limits import judge_leadsquared
from leaddesk.providers.leadsquared.record_reading import read_detail
from leaddesk.transport.messages import WireRequest, WireResponse
from tests.providers.leadsquared.scripted import answer, ask, connect, figures, lead_id, record_of

NAMES = st.sampled_from(
    [
        "ProspectID", "prospectid", "OwnerId", "TotalCount", "Results", "RecordCount", "Leads", "Status", "ExceptionType",
        "ExceptionMessage", "ProspectActivities", "Id", "Data", "Key", "Value", "CreatedOn", "EventName", "SchemaName",
        "DisplayName", "DataType", "ID", "FirstName", "Phone", "mx_City", "Count", "LSQCommonServiceURLs", "api",
        "DoNotCall", "Latitude",
    ]
) | st.text(max_size=5)  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["{}", "0001-01-01 00:00:00", "/Date(1751910591000+0000)/", "2026-01-05 09:10:11", "12", "Error",
                       lead_id(1), "9999-12-31 23:59:59"])
)  # fmt: skip
ANY_JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=25
)
QUERIES = [
    ask(
        lead_filters='[{"LookUpName": "Count", "SqlOperator": ">", "LookUpValues": ["5"]}]',
        DateField="LeadCreatedOn", FromDate="2026-01-01", ToDate="2026-01-02", IncludeCSV="FirstName",
    ),
    ask(ResponseFormat="CSV"),
    figures(),
    ask("leads-by-id", LeadIds=f"{lead_id(1)} {lead_id(2)}"),
    ask("quick-search", key="x"),
]  # fmt: skip


class Same:
    """Answers every call the same."""

    def __init__(self, response: WireResponse) -> None:
        self.response = response
        self.calls = 0

    async def send(self, request: WireRequest) -> WireResponse:
        self.calls += 1
        assert self.calls < 60
        return self.response

    async def aclose(self) -> None: ...


def look_at(page: Page) -> None:
    rows = [record.values() for record in page.records]
    for column in (*discover_columns(rows), *page.columns):
        for row in rows:
            column.cell_in(row)
    for record in page.records:
        detail = read_detail(record, page.columns)
        assert detail.title
        assert [event.moment for event in detail.timeline] == sorted(event.moment for event in detail.timeline)


async def ask_everything(response: WireResponse) -> None:
    judge_leadsquared(response)
    for query in QUERIES:
        with suppress(LeaddeskError):
            page = await connect(Same(response)).fetch_page(query, Position())
            assert page.next is None or page.next.offset > 0
            look_at(page)
    provider = connect(Same(response))
    with suppress(LeaddeskError):
        await provider.complete(record_of({"ProspectID": lead_id(1)}), ())
    for asked in (LookUpAsked("name", "Ada"), LookUpAsked("phone", "7755550100"), LookUpAsked("id", "12")):
        with suppress(LeaddeskError):
            await provider.look_up(asked)
    for source in ("users", "lead_fields", "activity_types"):
        with suppress(LeaddeskError):
            await provider.fetch_choices(source)
    assert (await provider.test_account()).steps


@settings(max_examples=80, deadline=None)
@given(ANY_JSON)
def test_any_json_gives_results_or_errors_of_the_program(value: Any):
    asyncio.run(ask_everything(answer(json.dumps(value).encode())))


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY_JSON, max_size=5), SCALARS)
def test_any_rows_under_any_envelope_are_read_or_counted(rows: list[Any], total: Any):
    for body in ({"TotalCount": total, "Results": rows}, {"RecordCount": total, "Leads": rows}, rows):
        asyncio.run(ask_everything(answer(json.dumps(body).encode())))


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=60) | st.text(alphabet='ab,;"\r\n\t{', max_size=40).map(str.encode),
    st.sampled_from([200, 204, 302, 400, 401, 403, 404, 429, 500, 503]),
    st.sampled_from(["text/csv", "application/json", "text/html"]),
)
def test_any_bytes_with_any_status_give_results_or_errors(body: bytes, status: int, content_type: str):
    asyncio.run(ask_everything(answer(body, status=status, content_type=content_type)))


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(NAMES, ANY_JSON, max_size=8))
def test_any_object_is_read_as_a_lead_and_every_field_is_shown(row: dict[str, Any]):
    detail = read_detail(record_of(row), ())
    assert {value.name for group in detail.groups for value in group.rows} == set(row)
