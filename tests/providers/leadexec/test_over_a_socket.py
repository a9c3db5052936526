"""The provider against the stand-in over a real socket, with real repeats and a real pace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from leaddesk.demo.leadexec import DEMO_CREDENTIAL, leadexec_app
from leaddesk.demo.leadexec_faults import Faults, LeadExecLog
from leaddesk.demo.population import Population
from leaddesk.domain.account import Account, Secret
from leaddesk.domain.errors import CredentialsRefused
from leaddesk.domain.page import CoverageTally, Page, Position
from leaddesk.domain.provider import LookUpAsked
from leaddesk.domain.record import Record
from leaddesk.domain.search import build_query
from leaddesk.providers.leadexec.provider import LeadExecProvider
from leaddesk.providers.leadexec.record_reading import read_detail
from leaddesk.providers.leadexec.spec import LEADEXEC
from leaddesk.transport.channel import Channel
from leaddesk.transport.http import HttpTransport
from leaddesk.transport.retry import RetryPolicy
from tests.stand_in import serve

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[str, Faults, LeadExecLog]]:
    faults, log = Faults(), LeadExecLog()
    with serve(leadexec_app(Population(NOW), faults=faults, log=log, lead_count=250)) as url:
        yield url, faults, log


@pytest.fixture
def faults(running: tuple[str, Faults, LeadExecLog]) -> Iterator[Faults]:
    _url, faults, _log = running
    yield faults
    fresh = Faults()
    for name in Faults.__slots__:  # pyright: ignore[reportAttributeAccessIssue]
        setattr(faults, name, getattr(fresh, name))


def connect(url: str, secret: Secret = DEMO_CREDENTIAL.client_secret) -> LeadExecProvider:
    settings = {"client_id": DEMO_CREDENTIAL.client_id, "data_server": url, "account_server": url}
    channel = Channel(HttpTransport(), pace=None, on_wait=lambda _wait: None, policy=RetryPolicy(3, 2, 0.0, 0.01))
    return LeadExecProvider(
        Account("a1", "Demo", "leadexec", settings), {"client_secret": secret}, channel, now=lambda: NOW
    )


@pytest.fixture
async def provider(running: tuple[str, Faults, LeadExecLog]):
    provider = connect(running[0])
    yield provider
    await provider.aclose()


async def load_all(
    provider: LeadExecProvider, search: str = "leads", page_size: int = 100, **raw: str
) -> tuple[CoverageTally, list[Record], list[Page]]:
    lead_type = (await provider.fetch_choices("lead_types"))[0].value if search != "leads" else "1001"
    values = {"LeadTypeUID": lead_type, "StartDate": "2020-01-01", "EndDate": "2030-01-01"} | raw
    query = build_query(LEADEXEC.search(search), account_id="a1", provider="leadexec", raw=values, page_size=page_size)
    tally, records, pages = CoverageTally(), [], []
    position: Position | None = Position()
    while position is not None:
        page = await provider.fetch_page(query, position)
        records += tally.add(page)
        pages.append(page)
        position = page.next
    return tally, records, pages


async def test_all_leads_come_and_every_one_can_be_read(provider: LeadExecProvider):
    tally, records, pages = await load_all(provider)
    assert len(records) == 250
    assert tally.statement().complete
    assert [len(page.records) for page in pages] == [100, 100, 50]
    assert all(page.notes == () for page in pages)
    details = [read_detail(record) for record in records]
    assert all(detail.lead is not None for detail in details)


@pytest.mark.parametrize("search", ["inbound-pings", "outbound-pings"])
async def test_all_pings_come_and_every_one_can_be_read(provider: LeadExecProvider, search: str):
    tally, records, pages = await load_all(provider, search, page_size=1000, SortOrder="DESC")
    assert records
    assert tally.statement().complete
    assert not any(page.sorted_here for page in pages)
    assert {read_detail(record).title.split()[0].lower() for record in records} == {search.split("-", maxsplit=1)[0]}


@pytest.mark.parametrize("field", ["LastName", "LoanAmount", "State", "EmailAddress", "Phone"])
@pytest.mark.parametrize("order", ["0", "DESC"])
async def test_a_server_that_sorts_is_believed(provider: LeadExecProvider, field: str, order: str):
    _tally, records, pages = await load_all(provider, SortFields=field, SortOrder=order)
    assert len(records) == 250
    assert not any(page.sorted_here for page in pages)


@pytest.mark.parametrize(
    ("switches", "raw", "words"),
    [
        ({"number_order_refused": True}, {"SortFields": "State", "SortOrder": "0"}, "refused SortOrder as a number"),
        ({"sort_ignored": True}, {"SortFields": "LastName", "SortOrder": "1"}, "did not sort by LastName"),
        ({"query_ignored": True}, {"Query": '{"State": "NV"}'}, "ignored the condition on State"),
        ({"uid_left_out": True}, {"Fields": "State"}, "sends no id"),
    ],
)
async def test_what_the_server_does_not_honour_is_told(
    provider: LeadExecProvider, faults: Faults, switches: dict[str, Any], raw: dict[str, Any], words: str
):
    for name, value in switches.items():
        setattr(faults, name, value)
    tally, records, _pages = await load_all(provider, **raw)
    assert len(records) == 250
    assert any(words in note for note in tally.statement().notes)


@pytest.mark.parametrize(
    "switches",
    [
        {"most_rows": 40},
        {"numbers_as_text": True},
        {"next_data_statuses": [500, 503]},
        {"calls_per_token": 1},
        {"total_missing": True},
    ],
    ids=lambda switches: next(iter(switches)),
)
async def test_awkward_servers_are_read_to_the_last_lead(
    provider: LeadExecProvider, faults: Faults, switches: dict[str, Any]
):
    for name, value in switches.items():
        setattr(faults, name, value)
    _tally, records, _pages = await load_all(provider)
    assert len({record.id for record in records}) == 250


async def test_an_unreadable_row_costs_itself_only(provider: LeadExecProvider, faults: Faults):
    faults.unreadable_row = 3
    tally, records, _pages = await load_all(provider)
    assert len(records) == 247
    assert tally.statement().skipped == 3
    assert not tally.statement().complete


async def test_a_phone_of_a_lead_is_found_again(provider: LeadExecProvider):
    _tally, records, _pages = await load_all(provider, StartDate="2025-12-01")
    phones = {record.id: record.values()["Fields"].get("Phone") for record in records}
    wanted = {key: phone for key, phone in phones.items() if isinstance(phone, int) and phone > 10**9}
    assert len(wanted) > 50
    for lead_id, phone in list(wanted.items())[:5]:
        result = await provider.look_up(LookUpAsked("phone", f"({str(phone)[:3]}) {str(phone)[3:6]} {str(phone)[6:]}"))
        assert lead_id in {record.id for record in result.records}
        assert result.parts[0].searched


async def test_the_account_test_passes(provider: LeadExecProvider):
    report = await provider.test_account()
    assert report.usable
    assert [step.error for step in report.steps[:3]] == [None, None, None]


async def test_a_wrong_secret_is_refused(running: tuple[str, Faults, LeadExecLog]):
    provider = connect(running[0], Secret("another-s3cret"))
    with pytest.raises(CredentialsRefused) as caught:
        await load_all(provider)
    assert "another-s3cret" not in f"{caught.value} {caught.value.said}"
    await provider.aclose()
