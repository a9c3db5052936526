"""Whatever JSON comes as a page: every provider gives a page that can be read to its end, or one error of ours."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaddesk.domain.account import Account
from leaddesk.domain.columns import merge_columns, rename_columns
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.page import CoverageTally, Page, Position
from leaddesk.domain.search import SearchSpec, build_query
from leaddesk.exporting.json_lines import record_line
from leaddesk.providers.catalog import find_provider
from leaddesk.transport.http import HttpTransport
from leaddesk.transport.messages import Transport, WireRequest, WireResponse
from tests.providers.conformance import VENDORS
from tests.providers.conformance_rig import ACCOUNT_ID, KEYS, StandIns

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["0001-01-01T00:00:00Z", "2026-01-05 09:10:11", "2026-04-30T17:33:32GMT", "/Date(1e9)/", "12", "-1"]
    )
)
NAMES = st.sampled_from(
    [
        "UID", "Id", "id", "leadId", "ProspectID", "memberID", "Properties", "Fields", "SendInformation", "Sends",
        "QueryTotal", "Leads", "Pings", "Total", "TotalCount", "Results", "RecordCount", "Status", "ExceptionMessage",
        "result", "error", "lead", "event", "field", "leadTimeline", "getWhereIns", "code", "message", "data", "hasMore",
        "_metadata", "get_metadata", "leads", "list", "total", "limit", "offset", "scrollId", "phones", "emails", "tags",
        "firstName", "lastName", "FirstName", "createTime", "createTimestamp", "leadFamilyMemberList", "leadInquiry",
    ]
) | st.text(max_size=6)  # fmt: skip
ANY_JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=20
)


@dataclass
class Injecting(Transport):
    """Page calls get the injected answer; all others reach the stand-in in this process."""

    key: str
    page_call: str
    body: bytes
    inner: Transport

    async def send(self, request: WireRequest) -> WireResponse:
        name = VENDORS[self.key].name_of(request.method, urlsplit(request.url).path, request.json_body)
        if name != self.page_call:
            return await self.inner.send(request)
        headers = MappingProxyType({"content-type": "application/json"})
        return WireResponse(200, headers, self.body, request.host, datetime.now(UTC))

    async def aclose(self) -> None:
        await self.inner.aclose()


def read_to_the_end(key: str, spec: SearchSpec, page: Page) -> None:
    """All that the table, the pane and the files do with a page."""
    rows = [record.values() for record in page.records]
    columns = rename_columns(merge_columns(spec.columns, spec.discover_columns(rows)), page.columns)
    tally = CoverageTally()
    assert len(tally.add(page)) == len({record.key for record in page.records})
    json.dumps(tally.statement().as_json())
    for record in page.records:
        assert isinstance(record.id, str)
        for column in columns:
            column.cell_in(record.values())
        json.loads(record_line("Any", record, columns))
        detail = find_provider(key).info.read_detail(record, columns)
        assert detail.title
    assert page.next is None or page.next.offset >= page.start.offset


async def fetch(key: str, search: str, body: bytes, app: Any, lead_ids: Sequence[str]) -> Page | LeaddeskError:
    facts, entry = VENDORS[key], find_provider(key)
    servers = dict.fromkeys(facts.server_keys, "https://vendor.example.com")
    account = Account(ACCOUNT_ID, "Any", key, {**facts.settings, **servers})
    transport = Injecting(key, facts.pages[search], body, HttpTransport(app=app))
    provider = entry.open(account, facts.secrets, transport)
    query = build_query(
        entry.info.search(search), account_id=ACCOUNT_ID, provider=key, raw=facts.ask[search](lead_ids), page_size=50
    )
    try:
        return await provider.fetch_page(query, Position())
    except LeaddeskError as error:
        return error
    finally:
        await provider.aclose()


@pytest.mark.parametrize("key", KEYS)
def test_any_json_as_a_page_gives_a_page_or_one_error(all_stand_ins: StandIns, key: str):
    facts = VENDORS[key]
    stand_in = all_stand_ins.get(key, facts.few)
    kinds: set[str] = set()

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(st.sampled_from(list(facts.ask)), ANY_JSON)
    def check(search: str, value: Any) -> None:
        body = json.dumps(value).encode()
        answer = asyncio.run(fetch(key, search, body, stand_in.app, stand_in.lead_ids))
        kinds.add(type(answer).__name__)
        if isinstance(answer, Page):
            read_to_the_end(key, find_provider(key).info.search(search), answer)

    check()
    assert "AnswerNotUnderstood" in kinds


@pytest.mark.parametrize("key", KEYS)
def test_any_rows_within_the_envelope_give_a_page_that_counts_each(all_stand_ins: StandIns, key: str):
    facts = VENDORS[key]
    stand_in = all_stand_ins.get(key, facts.few)
    spec = find_provider(key).info.search(facts.main_search)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
    @given(st.lists(st.dictionaries(NAMES, ANY_JSON, max_size=5) | ANY_JSON, max_size=5))
    def check(rows: list[Any]) -> None:
        body = json.dumps(facts.envelope(rows)).encode()
        page = asyncio.run(fetch(key, facts.main_search, body, stand_in.app, stand_in.lead_ids))
        assert isinstance(page, Page), page
        assert page.row_count == len(rows)
        assert len(page.skipped) == sum(1 for row in rows if not isinstance(row, dict))
        read_to_the_end(key, spec, page)

    check()
