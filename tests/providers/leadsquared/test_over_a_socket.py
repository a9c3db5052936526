"""The provider against the stand-in over a real socket, with real repeats and a real pace."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from leaddesk.demo.answers import WrongAnswer
from leaddesk.demo.call_log import CallLog
from leaddesk.demo.leadsquared import DEMO_KEYS, NOT_CONTACTED_PATH, USERS_PATH, leadsquared_app
from leaddesk.demo.leadsquared_faults import (
    DataForm,
    DataOperand,
    GroupTotal,
    KeysRefused,
    LeadSquaredFaults,
    LimitCarrier,
    NoRows,
    OffsetMeaning,
    TotalForm,
)
from leaddesk.demo.population import Population
from leaddesk.domain.account import Account, Secret
from leaddesk.domain.errors import (
    AnswerNotUnderstood,
    CredentialsRefused,
    LeaddeskError,
    LimitReached,
    ProviderFailed,
    QueryRefused,
)
from leaddesk.domain.provider import LookUpAsked, Wait
from leaddesk.domain.record import Record
from leaddesk.providers.leadsquared.limits import LEADSQUARED_PACE, judge_leadsquared
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from leaddesk.transport.channel import Channel
from leaddesk.transport.http import HttpTransport
from leaddesk.transport.retry import RetryPolicy
from tests.providers.leadsquared.scripted import ask, figures, load
from tests.stand_in import serve

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
CALLED = '[{"SqlOperator": "in", "LookUpValues": ["21", "22"]}]'


@dataclasses.dataclass
class Running:
    """The stand-in, and what a connection to it needs."""

    url: str
    faults: LeadSquaredFaults
    log: CallLog
    waits: list[Wait] = dataclasses.field(default_factory=list)

    def connect(
        self, secret: Secret = DEMO_KEYS.secret_key, *, paced: bool = False, tries: int = 3
    ) -> LeadSquaredProvider:
        channel = Channel(
            HttpTransport(),
            pace=LEADSQUARED_PACE if paced else None,
            on_wait=self.waits.append,
            policy=None if paced else RetryPolicy(tries, 2, 0.0, 0.01),
            judge=judge_leadsquared,
        )
        keys = {"access_key": DEMO_KEYS.access_key, "secret_key": secret}
        return LeadSquaredProvider(Account("a1", "Demo", "leadsquared", {"server": self.url}), keys, channel)


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    faults, log = LeadSquaredFaults(), CallLog()
    with serve(leadsquared_app(Population(NOW), faults=faults, log=log, lead_count=350)) as url:
        yield Running(url, faults, log)


@pytest.fixture
def running(server: Running) -> Iterator[Running]:
    server.log.calls.clear()
    server.waits.clear()
    yield server
    fresh = LeadSquaredFaults()
    for item in dataclasses.fields(LeadSquaredFaults):
        setattr(server.faults, item.name, getattr(fresh, item.name))


@pytest.fixture
async def provider(running: Running) -> AsyncIterator[LeadSquaredProvider]:
    provider = running.connect()
    yield provider
    await provider.aclose()


async def some_leads(provider: LeadSquaredProvider) -> list[Record]:
    _tally, records, _pages = await load(provider, ask(activity_filters=CALLED, page_size=1000))
    return records


async def test_all_leads_come_and_every_one_can_be_read(provider: LeadSquaredProvider):
    tally, records, pages = await load(provider, ask(activity_filters=CALLED))
    statement = tally.statement()
    assert statement.complete
    assert statement.total == len(records) > 100
    assert statement.notes == ()
    details = [provider.info.read_detail(record, pages[0].columns) for record in records]
    assert all(detail.lead is not None and not detail.lead.owner.count("-0000-") for detail in details)


async def test_keys_with_a_dollar_arrive_whole_in_header_and_query(provider: LeadSquaredProvider, running: Running):
    await load(provider, ask())
    by_path = {call.path: call for call in running.log.calls}
    assert by_path[NOT_CONTACTED_PATH].query["accessKey"] == DEMO_KEYS.access_key.reveal()
    assert by_path[USERS_PATH].headers["x-lsq-accesskey"] == DEMO_KEYS.access_key.reveal()
    assert "accessKey" not in by_path[USERS_PATH].query


@pytest.mark.parametrize(
    "condition",
    [
        ("=", ["Prospect"], "ProspectStage"), (">", ["10"], "Score"), ("<", ["30"], "Score"), (">=", ["10"], "Score"),
        ("<=", ["30"], "Score"), ("def", [], "EmailAddress"), ("ndef", [], "Mobile"), ("lik", ["a"], "LastName"),
        ("nlik", ["a"], "LastName"), ("in", ["Prospect", "Customer"], "ProspectStage"),
    ],
)  # fmt: skip
async def test_every_comparison_is_understood_and_its_answer_believed(provider: LeadSquaredProvider, condition: Any):
    operator, values, name = condition
    raw = json.dumps([{"LookUpName": name, "SqlOperator": operator, "LookUpValues": values}])
    tally, records, _pages = await load(provider, ask(lead_filters=raw, activity_filters=CALLED))
    assert records
    assert tally.statement().notes == ()


async def test_users_and_dates_narrow_the_report(provider: LeadSquaredProvider):
    users = await provider.fetch_choices("users")
    everything = {record.id for record in await some_leads(provider)}
    for asked in (users[0].value, "dana.whitfield@desk.example.com,priya.nair@desk.example.com"):
        tally, records, _pages = await load(provider, ask(activity_filters=CALLED, users=asked))
        assert 0 < len(records) < len(everything)
        assert tally.statement().notes == ()
    dated: dict[str, Any] = {"DateField": "LeadCreatedOn", "FromDate": "2025-11-01", "ToDate": "2025-12-01"}
    tally, records, _pages = await load(provider, ask(activity_filters=CALLED, **dated))
    assert 0 < len(records) < len(everything)
    assert tally.statement().notes == ()


@pytest.mark.parametrize("form", ["JSON", "CSV"])
@pytest.mark.parametrize("function", ["Count", "Average", "Sum"])
async def test_figures_come_with_bars(provider: LeadSquaredProvider, function: str, form: str):
    asked = figures(AggregateFunction=function, AggregateField="Score", ResponseFormat=form, activity_filters=CALLED)
    tally, records, pages = await load(provider, asked)
    assert len(records) == 7
    assert tally.statement().complete
    chart = pages[0].chart
    assert chart is not None
    assert chart.value_keys == (("Count",) if function == "Count" else ("Count", function))
    label = next(column for column in pages[0].columns if column.key == chart.label_key)
    assert "Marcus Bell" in {label.cell_in(record.values()) for record in records}


@pytest.mark.parametrize(
    "switches",
    [
        {"total": TotalForm.NUMBER},
        {"total": TotalForm.MISSING},
        {"page_size_clamped_to": 40},
        {"next_statuses": [500, 502]},
        {"report_refuses_headers": True},
        {"data_operand": DataOperand.EMPTY_TEXT},
        {"user_status_is_text": True},
        {"metadata_status": 500},
    ],
    ids=lambda switches: next(iter(switches)),
)
async def test_awkward_servers_are_read_to_the_last_lead(
    provider: LeadSquaredProvider, running: Running, switches: dict[str, Any]
):
    wanted = {record.id for record in await some_leads(provider)}
    for name, value in switches.items():
        setattr(running.faults, name, value)
    other = running.connect()
    _tally, records, _pages = await load(other, ask(activity_filters=CALLED))
    assert {record.id for record in records} == wanted
    await other.aclose()


@pytest.mark.parametrize(
    "switches",
    [
        {},
        {"csv_begins_with_mark": True},
        {"csv_separator": ";"},
        {"csv_has_display_names": True},
        {"csv_ignores_paging": True},
    ],
    ids=lambda switches: next(iter(switches), "as documented"),
)
async def test_csv_gives_the_same_leads(provider: LeadSquaredProvider, running: Running, switches: dict[str, Any]):
    wanted = {record.id for record in await some_leads(provider)}
    for name, value in switches.items():
        setattr(running.faults, name, value)
    tally, records, _pages = await load(provider, ask(activity_filters=CALLED, ResponseFormat="CSV"))
    assert {record.id for record in records} == wanted
    assert any("no total" in note for note in tally.statement().notes)


@pytest.mark.parametrize("form", list(NoRows))
async def test_no_leads_are_no_error(provider: LeadSquaredProvider, running: Running, form: NoRows):
    running.faults.no_rows = form
    nobody = '[{"LookUpName": "LastName", "SqlOperator": "=", "LookUpValues": ["Nobody at all"]}]'
    tally, records, _pages = await load(provider, ask(lead_filters=nobody))
    assert records == []
    assert tally.statement().complete


async def test_rows_that_move_between_pages_are_counted_and_missed(provider: LeadSquaredProvider, running: Running):
    running.faults.order_shifts_by = 5
    tally, _records, _pages = await load(provider, ask(activity_filters=CALLED))
    statement = tally.statement()
    assert statement.duplicates
    assert not statement.complete


async def test_a_total_of_figures_that_counts_leads_is_told(provider: LeadSquaredProvider, running: Running):
    running.faults.group_total = GroupTotal.LEADS
    running.faults.groups_named_after_field = True
    tally, records, _pages = await load(provider, figures(activity_filters=CALLED))
    assert len(records) == 7
    assert tally.statement().complete
    assert any("counts groups or leads" in note for note in tally.statement().notes)


@pytest.mark.parametrize(
    ("switches", "error"),
    [
        ({"keys_refused": KeysRefused.ENVELOPE}, CredentialsRefused),
        ({"keys_refused": KeysRefused.FORBIDDEN}, CredentialsRefused),
        ({"keys_refused": KeysRefused.OTHER_REGION}, CredentialsRefused),
        ({"report_missing": True}, QueryRefused),
        ({"infrastructure_fails": True}, ProviderFailed),
        ({"exception_words": "It is not so."}, QueryRefused),
        ({"exception_words": "It is not so.", "exception_status": 200}, QueryRefused),
        ({"exception_words": "Timeout expired."}, ProviderFailed),
        ({"page_size_refused_above": 50}, QueryRefused),
        ({"wrong_answer": WrongAnswer.WEB_PAGE}, AnswerNotUnderstood),
        ({"wrong_answer": WrongAnswer.EMPTY}, AnswerNotUnderstood),
        ({"wrong_answer": WrongAnswer.CUT_OFF}, AnswerNotUnderstood),
        ({"wrong_answer": WrongAnswer.NOT_JSON}, AnswerNotUnderstood),
        ({"wrong_answer": WrongAnswer.OTHER_SHAPE}, AnswerNotUnderstood),
    ],
)
async def test_what_goes_wrong_has_its_own_error(
    provider: LeadSquaredProvider, running: Running, switches: dict[str, Any], error: type[LeaddeskError]
):
    for name, value in switches.items():
        setattr(running.faults, name, value)
    with pytest.raises(error) as caught:
        await load(provider, ask())
    assert DEMO_KEYS.secret_key.reveal() not in f"{caught.value} {caught.value.said}"


async def test_csv_that_could_not_be_written_is_a_refused_query(provider: LeadSquaredProvider, running: Running):
    running.faults.csv_as_envelope = True
    with pytest.raises(QueryRefused):
        await load(provider, ask(ResponseFormat="CSV"))


@pytest.mark.parametrize("carrier", list(LimitCarrier))
async def test_a_limit_of_another_plan_is_learnt_and_then_kept(running: Running, carrier: LimitCarrier):
    running.faults.limit = (4, 0.5)
    running.faults.limit_carrier = carrier
    provider = running.connect(paced=True)
    tally, _records, _pages = await load(provider, ask(activity_filters=CALLED, page_size=40))
    assert tally.statement().complete
    assert any("LeadSquared’s limit of 4 calls in 0.5 seconds" in wait.reason for wait in running.waits)
    assert sum("LeadSquared’s limit" in wait.reason for wait in running.waits) == 1
    await provider.aclose()


async def test_a_quota_that_is_used_up_ends_in_words_about_it(running: Running):
    running.faults.calls_per_day = 0
    provider = running.connect(tries=1)
    with pytest.raises(LimitReached) as caught:
        await load(provider, ask())
    assert "calls of the day" in caught.value.remedy
    await provider.aclose()


@pytest.mark.parametrize(
    "switches", [{}, {"page_size_clamped_to": 30}, {"page_size_clamped_to": 100}], ids=["usual", "30", "100"]
)
async def test_leads_by_id_come_and_the_others_are_listed(
    provider: LeadSquaredProvider, running: Running, switches: dict[str, Any]
):
    wanted = [record.id for record in await some_leads(provider)]
    strangers = [f"00000000-0000-0000-0000-{number:012}" for number in range(3)]
    for name, value in switches.items():
        setattr(running.faults, name, value)
    ids = " ".join([*strangers[:1], *wanted, *strangers[1:]])
    tally, records, _pages = await load(provider, ask("leads-by-id", page_size=1000, LeadIds=ids))
    assert {record.id for record in records} == set(wanted)
    statement = tally.statement()
    assert statement.complete
    assert statement.notes == (f"3 of {len(wanted) + 3:,} ids were not found: {', '.join(strangers)}",)


async def test_leads_by_id_without_their_ids_are_shown_all_the_same(provider: LeadSquaredProvider, running: Running):
    wanted = [record.id for record in (await some_leads(provider))[:5]]
    running.faults.ids_left_out = True
    tally, records, _pages = await load(provider, ask("leads-by-id", LeadIds=" ".join(wanted)))
    assert len(records) == 5
    assert any("cannot be told" in note for note in tally.statement().notes)


async def test_every_way_to_look_somebody_up_finds_them(provider: LeadSquaredProvider):
    for record in (await some_leads(provider))[:4]:
        row = record.values()
        number = (row["Phone"] or row["Mobile"] or "").removeprefix("+1-")
        asked = [LookUpAsked("id", record.id), LookUpAsked("id", row["ProspectAutoId"])]
        if len(number) == 10:
            typed = f"call ({number[:3]}) {number[3:6]}-{number[6:]}"
            asked.append(LookUpAsked("phone", typed, f"+1{number}"))
        if row["EmailAddress"]:
            asked.append(LookUpAsked("email", row["EmailAddress"].upper()))
        if row["FirstName"]:
            asked.append(LookUpAsked("name", f"{row['LastName']} {row['FirstName']}"))
        for one in asked:
            result = await provider.look_up(one)
            assert record.id in {found.id for found in result.records}, one.kind
            assert not any(part.failed for part in result.parts)


@pytest.mark.parametrize(
    "switches",
    [
        {},
        *({"offset_meaning": meaning} for meaning in OffsetMeaning),
        *({"activity_data": form} for form in DataForm),
        {"lead_as_object": True},
        {"lead_dates_in_milliseconds": True},
    ],
)
async def test_a_lead_is_completed_with_its_history(
    provider: LeadSquaredProvider, running: Running, switches: dict[str, Any]
):
    for name, value in switches.items():
        setattr(running.faults, name, value)
    records = (await some_leads(provider))[:3]
    whole = [await provider.complete(record, ()) for record in records]
    assert all(detail.notes == () for detail in whole)
    assert all(len(detail.groups) == 2 and detail.lead is not None and detail.lead.added for detail in whole)
    assert any(len(detail.timeline) > 2 for detail in whole)


async def test_a_long_history_is_read_to_its_end(provider: LeadSquaredProvider):
    _tally, everybody, _pages = await load(provider, ask(lead_filters=LIVELY, activity_filters=NOTHING, page_size=1000))
    record = max(everybody, key=lambda item: int(item.values()["Score"]))
    detail = await provider.complete(record, ())
    assert len(detail.timeline) > 26
    assert detail.notes == ()


LIVELY = '[{"LookUpName": "Score", "SqlOperator": ">", "LookUpValues": ["100"]}]'
NOTHING = '[{"SqlOperator": "=", "LookUpValues": ["999"]}]'


async def test_the_account_test_passes(provider: LeadSquaredProvider):
    report = await provider.test_account()
    assert report.usable
    assert report.first_error is None
    assert report.mending is None


async def test_the_account_test_finds_the_right_region(provider: LeadSquaredProvider, running: Running):
    running.faults.keys_refused = KeysRefused.OTHER_REGION
    report = await provider.test_account()
    assert not report.usable
    assert report.mending is not None
    assert report.mending.settings == (("server", "https://api-us11.leadsquared.com"),)


async def test_a_wrong_secret_is_refused(running: Running):
    provider = running.connect(Secret("another-s3cret"))
    with pytest.raises(CredentialsRefused) as caught:
        await load(provider, ask())
    assert "another-s3cret" not in f"{caught.value} {caught.value.said}"
    await provider.aclose()
