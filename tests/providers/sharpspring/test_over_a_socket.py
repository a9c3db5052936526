"""The provider against the stand-in over a real socket, with real repeats and a real pace."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import pytest

from leaddesk.demo.answers import WrongAnswer
from leaddesk.demo.call_log import CallLog
from leaddesk.demo.population import Population
from leaddesk.demo.sharpspring import DEMO_KEYS, sharpspring_app
from leaddesk.demo.sharpspring_faults import (
    EchoedId,
    EventData,
    EventOrder,
    Hollow,
    KeyRefusal,
    Memberships,
    SharpSpringFaults,
    UnknownWhere,
)
from leaddesk.demo.sharpspring_leads import arrange_leads
from leaddesk.domain.account import Account, Secret
from leaddesk.domain.errors import AnswerNotUnderstood, CredentialsRefused, LimitReached, QueryRefused
from leaddesk.domain.page import Position
from leaddesk.domain.provider import LookUpAsked
from leaddesk.domain.record import Record
from leaddesk.domain.search import build_query
from leaddesk.providers.sharpspring.limits import SHARPSPRING_PACE, judge_sharpspring
from leaddesk.providers.sharpspring.provider import SharpSpringProvider
from leaddesk.providers.sharpspring.record_reading import read_detail
from leaddesk.providers.sharpspring.spec import SHARPSPRING
from leaddesk.services.browse import WholeResult
from leaddesk.transport.channel import Channel
from leaddesk.transport.http import HttpTransport
from leaddesk.transport.retry import RetryPolicy
from tests.stand_in import serve

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
LEADS = 720
ALL_DATES: dict[str, Any] = {"startDate": "2020-01-01", "endDate": "2030-01-01"}


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[str, SharpSpringFaults, CallLog, Any]]:
    faults, log = SharpSpringFaults(), CallLog()
    app = sharpspring_app(Population(NOW), faults=faults, log=log, lead_count=LEADS)
    with serve(app) as url:
        yield url, faults, log, app


@pytest.fixture
def faults(running: tuple[str, SharpSpringFaults, CallLog, Any]) -> Iterator[SharpSpringFaults]:
    faults = running[1]
    yield faults
    fresh = SharpSpringFaults()
    for item in fields(SharpSpringFaults):
        setattr(faults, item.name, getattr(fresh, item.name))


def connect(
    url: str, secret: Secret = DEMO_KEYS.secret_key, *, paced: bool = False, **settings: str
) -> SharpSpringProvider:
    pace = SHARPSPRING_PACE if paced else None
    policy = RetryPolicy(3, 2, 0.0, 0.01)
    channel = Channel(HttpTransport(), pace=pace, on_wait=lambda _wait: None, policy=policy, judge=judge_sharpspring)
    account = Account("a1", "Demo", "sharpspring", {"server": url, **settings})
    secrets = {"account_id": DEMO_KEYS.account_id, "secret_key": secret}
    return SharpSpringProvider(account, secrets, channel, now=lambda: NOW)


@pytest.fixture
async def provider(running: tuple[str, SharpSpringFaults, CallLog, Any]) -> AsyncIterator[SharpSpringProvider]:
    provider = connect(running[0])
    yield provider
    await provider.aclose()


async def load(
    provider: SharpSpringProvider, search: str, *, page_size: int = 500, **raw: Any
) -> tuple[WholeResult, list[Record]]:
    spec = SHARPSPRING.search(search)
    query = build_query(spec, account_id="a1", provider="sharpspring", raw=raw, page_size=page_size)
    whole = WholeResult(provider, spec, query)
    records = [record async for batch in whole.batches() for record in batch]
    assert whole.error is None, whole.error
    return whole, records


@pytest.fixture(scope="module")
def active_ids() -> set[str]:
    """The leads that lists hold: the vendor leaves deactivated ones out."""
    return {str(row.id) for row in arrange_leads(Population(NOW), LEADS) if row.is_active}


async def test_all_leads_come_and_every_one_can_be_read(provider: SharpSpringProvider, active_ids: set[str]):
    whole, records = await load(provider, "leads", page_size=250)
    assert {record.id for record in records} == active_ids
    assert whole.coverage().complete
    assert whole.coverage().notes == ()
    assert "calls used today" in whole.usage
    details = [read_detail(record, whole.columns) for record in records]
    assert all(detail.lead is not None for detail in details)
    assert any(detail.lead.do_not_contact for detail in details if detail.lead)
    titles = {column.key: column.title for column in whole.columns}
    assert titles["loan_purpose_5a0dd86e6e290"] == "Loan purpose"


@pytest.mark.parametrize("page_size", [100, 500])
@pytest.mark.parametrize("timestamp", ["create", "update"])
async def test_leads_by_date_are_the_same_leads(
    provider: SharpSpringProvider, active_ids: set[str], timestamp: str, page_size: int
):
    whole, records = await load(provider, "leads-by-date", page_size=page_size, timestamp=timestamp, **ALL_DATES)
    assert {record.id for record in records} == active_ids
    assert whole.coverage().complete
    assert whole.coverage().duplicates == 0


@pytest.mark.parametrize("page_size", [100, 500])
@pytest.mark.parametrize(
    "how",
    [
        {"range_offset_ignored": True},
        {"range_paging_refused": True},
        {"range_offset_ignored": True, "ends_are_exclusive": True},
        {"range_paging_refused": True, "ends_are_exclusive": True},
        {"range_offset_ignored": True, "most_rows": 120},
        {"most_rows": 120},
        {"range_limit_honoured": True},
        {"page_refused_above": 90},
        {"page_refused_above": 90, "range_offset_ignored": True},
    ],
    ids=str,
)
async def test_no_lead_is_missed_however_dates_are_paged(
    provider: SharpSpringProvider,
    active_ids: set[str],
    faults: SharpSpringFaults,
    how: dict[str, Any],
    page_size: int,
):
    for name, value in how.items():
        setattr(faults, name, value)
    whole, records = await load(provider, "leads-by-date", page_size=page_size, timestamp="create", **ALL_DATES)
    assert {record.id for record in records} == active_ids
    assert whole.coverage().complete, whole.coverage()


@pytest.mark.parametrize("cap", [60, 200])
async def test_a_server_that_gives_fewer_rows_than_asked_is_read_to_its_end(
    provider: SharpSpringProvider, active_ids: set[str], faults: SharpSpringFaults, cap: int
):
    faults.most_rows = cap
    whole, records = await load(provider, "leads", page_size=500)
    assert {record.id for record in records} == active_ids
    assert any(f"{cap:,} rows at a time" in note for note in whole.coverage().notes)


async def test_smaller_pages_are_asked_for_when_large_ones_do_not_come_through(
    provider: SharpSpringProvider, active_ids: set[str], faults: SharpSpringFaults
):
    faults.page_refused_above = 250
    whole, records = await load(provider, "leads", page_size=500)
    assert {record.id for record in records} == active_ids
    assert "SharpSpring did not serve pages of 500 rows; 250 were asked for." in whole.coverage().notes


async def test_one_lead_comes_by_its_id_and_a_ghost_does_not(
    provider: SharpSpringProvider, active_ids: set[str], faults: SharpSpringFaults
):
    wanted = min(active_ids)
    _whole, records = await load(provider, "lead", id=wanted)
    assert [record.id for record in records] == [wanted]
    for faults.ghost_leads in (False, True):
        whole, records = await load(provider, "lead", id="5")
        assert records == []
        assert "No lead has this id." in whole.coverage().notes


async def test_a_condition_that_is_ignored_is_told_and_kept_here(
    provider: SharpSpringProvider, faults: SharpSpringFaults
):
    faults.unknown_where = UnknownWhere.FILTERED
    _whole, honest = await load(provider, "leads", where='{"state": "CA"}')
    faults.unknown_where = UnknownWhere.IGNORED
    whole, records = await load(provider, "leads", where='{"state": "CA"}')
    assert {record.id for record in records} == {record.id for record in honest}
    assert honest
    assert any("ignored the condition on state" in note for note in whole.coverage().notes)
    faults.unknown_where = UnknownWhere.REFUSED
    with pytest.raises(QueryRefused):
        await load(provider, "leads", where='{"state": "CA"}')


@pytest.mark.parametrize("chosen", ["firstName", "firstName,emailAddress"])
async def test_chosen_fields_come_with_the_id(provider: SharpSpringProvider, chosen: str):
    whole, records = await load(provider, "leads-by-date", timestamp="update", fields=chosen, **ALL_DATES)
    assert all(set(record.values()) == {"id", *chosen.split(",")} for record in records)
    assert whole.coverage().complete


@pytest.mark.parametrize("shape", list(EventData))
@pytest.mark.parametrize("order", list(EventOrder))
async def test_events_come_in_any_shape(
    provider: SharpSpringProvider, active_ids: set[str], faults: SharpSpringFaults, shape: EventData, order: EventOrder
):
    faults.event_data, faults.event_order = shape, order
    whole, records = await load(provider, "events", leadID=min(active_ids))
    assert records
    assert whole.coverage().complete
    assert all(read_detail(record, whole.columns).title for record in records)


async def test_events_since_a_time_come_for_the_whole_account(provider: SharpSpringProvider):
    whole, records = await load(provider, "events", createTimestamp="2026-01-20")
    assert len({record.values()["leadID"] for record in records}) > 10
    assert whole.coverage().complete


@pytest.mark.parametrize("is_whole_at_once", [False, True])
async def test_a_long_timeline_is_sorted_and_its_repeats_are_counted(
    provider: SharpSpringProvider, active_ids: set[str], faults: SharpSpringFaults, is_whole_at_once: bool
):
    faults.timeline_paging_ignored = is_whole_at_once
    lengths = {}
    for lead_id in sorted(active_ids)[:60]:
        whole, records = await load(provider, "timeline", whoID=lead_id, page_size=100)
        times = [record.values()["createTimestamp"] for record in records]
        assert times == sorted(times)
        assert len({record.source for record in records}) == len(records)
        assert whole.coverage().complete
        lengths[lead_id] = whole.coverage().duplicates
    assert any(lengths.values())


async def test_an_event_source_that_is_refused_is_filtered_here(
    provider: SharpSpringProvider, active_ids: set[str], faults: SharpSpringFaults
):
    wanted = min(active_ids)
    whole, records = await load(provider, "timeline", whoID=wanted, eventSource="leadCreation")
    assert {record.values()["eventSource"] for record in records} == {"leadCreation"}
    assert any("was filtered here" in note for note in whole.coverage().notes)


@pytest.mark.parametrize("shape", [Memberships.PAIRS, Memberships.IDS, Memberships.MAP])
async def test_list_memberships_come_in_any_shape(
    provider: SharpSpringProvider, active_ids: set[str], faults: SharpSpringFaults, shape: Memberships
):
    asked = [*sorted(active_ids)[:130], "5"]
    _whole, honest = await load(provider, "list-memberships", memberIDs=asked)
    faults.memberships = shape
    whole, records = await load(provider, "list-memberships", memberIDs=asked)
    by_id = {record.id: sorted(record.values()["listIDs"]) for record in records}
    assert by_id == {record.id: sorted(record.values()["listIDs"]) for record in honest}
    assert len(by_id) > 90
    assert any("5" in note for note in whole.coverage().notes)


async def test_fields_of_everything_come(provider: SharpSpringProvider):
    whole, records = await load(provider, "fields", page_size=20)
    assert len(records) > 40
    assert whole.coverage().complete
    choices = await provider.fetch_choices("lead_fields")
    assert "Loan purpose" in {choice.label for choice in choices}


async def test_the_account_test_reads_fields_and_leads(provider: SharpSpringProvider):
    report = await provider.test_account()
    assert report.usable
    assert [step.title for step in report.steps] == ["Sign in", "Read the fields", "Read leads"]
    assert "calls used today" in report.steps[2].words


@pytest.mark.parametrize("how", list(KeyRefusal))
@pytest.mark.parametrize("asks", [False, True])
async def test_wrong_keys_are_refused_in_any_way(
    running: tuple[str, SharpSpringFaults, CallLog, Any], faults: SharpSpringFaults, how: KeyRefusal, asks: bool
):
    faults.key_refusal, faults.asks_for_sign_in = how, asks
    secret = "wr0ng-secret-of-nobody"
    provider = connect(running[0], Secret(secret))
    with pytest.raises(CredentialsRefused) as caught:
        await load(provider, "leads")
    assert secret not in repr((caught.value, caught.value.what, caught.value.said, caught.value.remedy))
    report = await provider.test_account()
    assert not report.usable
    assert isinstance(report.first_error, CredentialsRefused)
    await provider.aclose()


async def test_the_limit_of_the_day_is_told_once(
    running: tuple[str, SharpSpringFaults, CallLog, Any], provider: SharpSpringProvider, faults: SharpSpringFaults
):
    faults.daily_limit = 0
    before = sum(running[2].counts.values())
    with pytest.raises(LimitReached) as caught:
        await load(provider, "leads")
    assert "tomorrow" in caught.value.remedy
    assert sum(running[2].counts.values()) == before + 1


async def test_the_limit_of_a_second_is_waited_for(provider: SharpSpringProvider, faults: SharpSpringFaults):
    faults.next_errors = [107]
    _whole, records = await load(provider, "leads", page_size=500)
    assert records


@pytest.mark.parametrize("error", [999, "Service temporarily unavailable, try again in a few minutes"])
async def test_a_failure_that_passes_is_asked_again(
    provider: SharpSpringProvider, faults: SharpSpringFaults, error: int | str
):
    faults.next_errors = [error]
    whole, records = await load(provider, "leads", page_size=500)
    assert len(records) > 600
    assert whole.coverage().complete


async def test_a_short_burst_of_wrong_answers_is_outlasted(provider: SharpSpringProvider, faults: SharpSpringFaults):
    faults.next_wrong_answers = [WrongAnswer.WEB_PAGE, WrongAnswer.EMPTY]
    faults.next_statuses = [502]
    whole, records = await load(provider, "leads", page_size=500)
    assert len(records) > 600
    assert whole.coverage().complete


async def test_an_answer_of_another_call_is_not_taken(provider: SharpSpringProvider, faults: SharpSpringFaults):
    faults.echoed_id = EchoedId.OTHER
    with pytest.raises(AnswerNotUnderstood):
        await load(provider, "leads")


@pytest.mark.parametrize(
    "how",
    [
        *[{"no_error": hollow} for hollow in Hollow],
        *[{"empty_result": hollow} for hollow in Hollow],
        {"echoed_id": EchoedId.NUMBER},
        {"echoed_id": EchoedId.MISSING},
        {"call_count_missing": True},
        {"documented_keys": True},
        {"has_more": True},
        {"scalars_typed": True},
        {"nulls_left_out": True},
        {"flags_as_booleans": True},
        {"id_always_returned": True},
        {"unreadable_row": 3},
    ],
    ids=str,
)
async def test_what_nobody_knows_of_an_answer_changes_nothing(
    provider: SharpSpringProvider, active_ids: set[str], faults: SharpSpringFaults, how: dict[str, Any]
):
    for name, value in how.items():
        setattr(faults, name, value)
    whole, records = await load(provider, "leads", page_size=500)
    left_out = 2 if "unreadable_row" in how else 0
    assert len(records) == len(active_ids) - left_out
    assert whole.coverage().complete == (not left_out)
    assert all(read_detail(record, whole.columns).lead for record in records)
    _whole, nobody = await load(provider, "leads", where='{"emailAddress": "nobody@example.net"}')
    assert nobody == []


async def test_a_lead_is_read_whole_with_its_timeline_and_lists(provider: SharpSpringProvider, active_ids: set[str]):
    whole, records = await load(provider, "leads", where=json.dumps({"id": sorted(active_ids)[:3]}), fields="firstName")
    detail = await provider.complete(records[0], whole.columns)
    assert detail.lead is not None
    assert detail.lead.phones
    assert detail.timeline
    assert [group.key for group in detail.groups] == ["fields", "custom", "lists"]
    assert json.loads(detail.source)["id"] == records[0].id


async def test_a_person_is_found_by_mail_id_phone_and_name(provider: SharpSpringProvider):
    _whole, records = await load(
        provider, "leads-by-date", timestamp="update", startDate="2026-01-01", endDate="2026-02-01"
    )
    rows = [record.values() for record in records]
    row = next(
        r for r in rows if r["phoneNumber"] and r["emailAddress"] and r["firstName"] and "&" not in r["lastName"]
    )
    digits = "".join(char for char in row["phoneNumber"].split("x")[0].split("(after")[0] if char.isdigit())[-10:]
    for asked in (
        LookUpAsked("email", row["emailAddress"].upper()),
        LookUpAsked("id", row["id"]),
        LookUpAsked("phone", digits, f"+1{digits}"),
        LookUpAsked("name", f"{row['firstName']} {row['lastName']}".upper()),
    ):
        result = await provider.look_up(asked)
        assert row["id"] in {record.id for record in result.records}, asked.kind
        found = next(record for record in result.records if record.id == row["id"])
        assert found.values()["emailAddress"] == row["emailAddress"]
        assert any(part.searched for part in result.parts)


async def test_times_of_version_1_are_shown_as_they_came(running: tuple[str, SharpSpringFaults, CallLog, Any]):
    provider = connect(running[0], api_version="v1")
    whole, records = await load(
        provider, "leads-by-date", timestamp="update", startDate="2026-01-01", endDate="2026-02-01"
    )
    assert records
    assert any("company’s own zone" in note for note in whole.coverage().notes)
    detail = await provider.complete(records[0], whole.columns)
    assert detail.lead is not None
    assert detail.lead.added is None
    assert detail.timeline == ()
    assert "timeline" in [group.key for group in detail.groups]
    assert all(call.path == "/pubapi/v1/" for call in list(running[2].calls)[-3:])
    await provider.aclose()


async def test_the_documented_pace_is_kept(
    running: tuple[str, SharpSpringFaults, CallLog, Any], faults: SharpSpringFaults
):
    faults.limit_per_second = 11
    provider = connect(running[0], paced=True)
    _whole, records = await load(provider, "leads", page_size=70)
    assert records
    times = [call.at for call in list(running[2].calls)[-12:]]
    assert all(later - earlier > 0.9 for earlier, later in zip(times, times[10:], strict=False))
    await provider.aclose()


async def test_no_writing_method_was_ever_asked_and_every_reading_one_was(
    running: tuple[str, SharpSpringFaults, CallLog, Any], provider: SharpSpringProvider, active_ids: set[str]
):
    _whole, records = await load(provider, "lead", id=min(active_ids))
    await provider.complete(records[0], ())
    for search, raw in (("events", {"leadID": min(active_ids)}), ("leads", {})):
        query = build_query(SHARPSPRING.search(search), account_id="a1", provider="sharpspring", raw=raw)
        await provider.fetch_page(query, Position())
    app = running[3]
    assert not app.state.writes_asked
    assert {"getLead", "getLeads", "getEvents", "getLeadTimeline", "getLeadListMemberships", "getFields"} <= set(
        app.state.methods_asked
    )
