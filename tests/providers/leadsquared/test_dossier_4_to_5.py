"""The LeadSquared dossier, sections 4 and 5 (errors, limits, dates, numbers, empty values): each point with its test."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import (
    CredentialsRefused,
    LimitReached,
    ProviderFailed,
    QueryRefused,
)
from leaddesk.domain.page import Position, Total
from leaddesk.domain.provider import LookUpAsked, Wait
from leaddesk.exporting.cells import exact_converter
from leaddesk.providers.leadsquared.columns import LEAD_COLUMNS, name_columns
from leaddesk.providers.leadsquared.endpoints import (
    NOT_CONTACTED,
    QUICK_SEARCH,
)
from leaddesk.providers.leadsquared.limits import LEADSQUARED_PACE, judge_leadsquared
from leaddesk.providers.leadsquared.moments import iso_moment, read_moment, write_moment
from leaddesk.providers.leadsquared.names import AccountNames, LeadField
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from leaddesk.providers.leadsquared.spec import LEADSQUARED
from leaddesk.transport.channel import Channel
from leaddesk.transport.retry import RetryPolicy
from leaddesk.transport.verdict import Pace, Repeat
from tests.providers.leadsquared.scripted import (
    LIMIT_TEXT,
    ScriptedTransport,
    answer,
    ask,
    connect,
    lead,
    record_of,
    refusal,
    report,
)

pytestmark = pytest.mark.anyio


# Section 4, errors


@pytest.mark.parametrize("more", [{}, {"IsMXException": True}])
async def test_an_error_envelope_within_200_is_a_refusal(
    transport: ScriptedTransport, provider: LeadSquaredProvider, more: dict[str, bool]
):
    body = {"Status": "Error", "ExceptionType": "MXWhateverException", "ExceptionMessage": "No such stage."} | more
    transport.script(NOT_CONTACTED, answer(body))
    with pytest.raises(QueryRefused) as caught:
        await provider.fetch_page(ask(), Position())
    assert caught.value.said == "No such stage."
    assert judge_leadsquared(answer(body)).repeat is Repeat.NEVER


@pytest.mark.parametrize("status", [400, 500])
async def test_an_mx_exception_is_never_repeated_whatever_its_status(transport: ScriptedTransport, status: int):
    transport.script(NOT_CONTACTED, refusal("PageSize can't be greater than 1000", status=status))
    waits: list[Wait] = []
    channel = Channel(transport, pace=None, on_wait=waits.append, judge=judge_leadsquared)
    with pytest.raises(QueryRefused) as caught:
        await connect(channel).fetch_page(ask(), Position())
    assert len(transport.sent) == 1
    assert waits == []
    assert caught.value.status == status
    assert "fewer rows" in caught.value.remedy


@pytest.mark.parametrize("status", [404, 405])
async def test_a_wrong_path_or_verb_is_refused_and_not_repeated(
    transport: ScriptedTransport, provider: LeadSquaredProvider, status: int
):
    transport.script(QUICK_SEARCH, answer(b"no", status=status))
    assert judge_leadsquared(answer(b"no", status=status)).repeat is Repeat.AS_STATUS
    with pytest.raises(QueryRefused, match=str(status)):
        await provider.fetch_page(ask("quick-search", key="x"), Position())


async def test_500_without_an_exception_is_repeated(transport: ScriptedTransport):
    transport.script(NOT_CONTACTED, answer(b"<html>Server Error</html>", status=500), answer(b"", status=500),
                     answer(report([lead()])))  # fmt: skip
    channel = Channel(
        transport, pace=None, on_wait=lambda _wait: None, policy=RetryPolicy(3, 2, 0.0, 0.001), judge=judge_leadsquared
    )
    page = await connect(channel).fetch_page(ask(), Position())
    assert len(page.records) == 1
    assert len(transport.calls(NOT_CONTACTED)) == 3


async def test_500_without_an_exception_that_stays_is_a_failure(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(NOT_CONTACTED, answer(b"<html>Server Error</html>", status=500))
    with pytest.raises(ProviderFailed):
        await provider.fetch_page(ask(), Position())


@pytest.mark.parametrize("kind", ["MXMandatoryAttributeMissingException", "MXInvalidEntityException", "MXNewException"])
async def test_the_type_of_an_exception_changes_nothing(
    transport: ScriptedTransport, provider: LeadSquaredProvider, kind: str
):
    transport.script(NOT_CONTACTED, refusal("Attribute(s) does not exist - X,Y", kind=kind))
    with pytest.raises(QueryRefused) as caught:
        await provider.fetch_page(ask(), Position())
    assert caught.value.said == "Attribute(s) does not exist - X,Y"


@pytest.mark.parametrize("words", ["Execution Timeout expired.", "Deadlock victim", "Please try again later"])
async def test_an_exception_that_speaks_of_a_timeout_may_pass(
    transport: ScriptedTransport, provider: LeadSquaredProvider, words: str
):
    transport.script(NOT_CONTACTED, refusal(words))
    assert judge_leadsquared(refusal(words)).repeat is Repeat.FAILURE
    with pytest.raises(ProviderFailed):
        await provider.fetch_page(ask(), Position())


async def test_a_lead_whose_values_look_like_an_error_is_a_lead(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    rows = [{"Status": "Error", "ExceptionType": "MXFunnyLead", "ProspectID": "11111111-0000-0000-0000-000000000001"}]
    transport.script(QUICK_SEARCH, answer(rows))
    assert len((await provider.fetch_page(ask("quick-search", key="x"), Position())).records) == 1


@pytest.mark.parametrize(
    "response",
    [
        answer(LIMIT_TEXT.encode(), status=429),
        answer(LIMIT_TEXT.encode(), status=403),
        refusal(LIMIT_TEXT, kind="MXAPIRateLimitExceededException", status=200),
        refusal(LIMIT_TEXT, kind="MXAPIRateLimitExceededException", status=500),
    ],
    ids=["429", "403", "200", "500"],
)
def test_the_rate_limit_is_read_from_each_of_its_carriers(response):
    verdict = judge_leadsquared(response)
    assert verdict.repeat is Repeat.LIMIT
    assert verdict.pace == Pace(10, 5, documented=True)
    assert verdict.wait_seconds is not None
    assert 5 <= verdict.wait_seconds <= 6
    assert "10 calls in 5 seconds" in verdict.words


@pytest.mark.parametrize("calls", [2, 5, 20, 25, 72])
def test_the_number_of_the_plan_is_learnt_from_the_text(calls: int):
    text = f"API calls exceeded the limit of {calls} in 5 second(s)"
    assert judge_leadsquared(answer(text.encode(), status=429)).pace == Pace(calls, 5, documented=True)


@pytest.mark.parametrize(
    "response", [answer(b"", status=429), refusal("slow down", kind="MXAPIRateLimitExceededException", status=200)]
)
def test_a_limit_that_names_no_number_waits_for_the_usual_window(response):
    verdict = judge_leadsquared(response)
    assert verdict.repeat is Repeat.LIMIT
    assert verdict.pace is None
    assert verdict.wait_seconds is not None
    assert 5 <= verdict.wait_seconds <= 6


def test_the_pace_starts_with_what_the_document_says():
    assert Pace(25, 5, documented=True) == LEADSQUARED_PACE


async def test_a_hit_limit_is_waited_for_and_the_page_comes(transport: ScriptedTransport):
    text = b"API calls exceeded the limit of 1000 in 1 second(s)"
    transport.script(NOT_CONTACTED, answer(text, status=403, retry_after="1"), answer(report([lead()])))
    waits: list[Wait] = []
    channel = Channel(transport, pace=LEADSQUARED_PACE, on_wait=waits.append, judge=judge_leadsquared)
    page = await connect(channel).fetch_page(ask(), Position())
    assert len(page.records) == 1
    assert waits[0].reason == "LeadSquared’s limit of 1,000 calls in 1 seconds is reached"


async def test_retry_after_is_honoured_if_it_ever_comes(transport: ScriptedTransport):
    transport.script(NOT_CONTACTED, answer(LIMIT_TEXT.encode(), status=429, retry_after="1000"))
    channel = Channel(transport, pace=None, on_wait=lambda _wait: None, judge=judge_leadsquared)
    with pytest.raises(LimitReached) as caught:
        await connect(channel).fetch_page(ask(), Position())
    assert caught.value.wait_seconds == 1000


def test_after_a_hit_all_calls_of_the_account_pause():
    verdict = judge_leadsquared(answer(LIMIT_TEXT.encode(), status=429))
    assert verdict.pause_seconds == verdict.wait_seconds


async def test_a_limit_that_goes_on_is_said_to_be_perhaps_the_quota_of_the_day(transport: ScriptedTransport):
    transport.script(NOT_CONTACTED, answer(b"API calls exceeded the limit of 9000 in 0 second(s)", status=429))
    policy = RetryPolicy(1, 1, 0.0, 0.001)
    channel = Channel(transport, pace=None, on_wait=lambda _wait: None, policy=policy, judge=judge_leadsquared)
    with pytest.raises(LimitReached) as caught:
        await connect(channel).fetch_page(ask(), Position())
    assert "calls of the day" in caught.value.remedy


def test_a_large_good_answer_is_not_looked_into():
    rows = [lead(number, Notes=LIMIT_TEXT) for number in range(2000)]
    assert judge_leadsquared(answer(report(rows))).repeat is Repeat.AS_STATUS


# Section 5, dates, numbers, nulls


def test_moments_are_sent_in_utc_without_a_zone_and_by_24_hours():
    moment = datetime(2018, 11, 10, 19, 30, 5, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert write_moment(moment) == "2018-11-10 14:00:05"
    assert write_moment(datetime(999, 1, 1, tzinfo=UTC)) == "0999-01-01 00:00:00"


async def test_a_date_refused_by_the_server_is_a_refused_query(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(NOT_CONTACTED, refusal("Invalid date"))
    with pytest.raises(QueryRefused):
        await provider.fetch_page(ask(), Position())


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("2019-08-08 18:30:30", datetime(2019, 8, 8, 18, 30, 30, tzinfo=UTC)),
        ("2018-03-06 06:55:46.000", datetime(2018, 3, 6, 6, 55, 46, tzinfo=UTC)),
        ("/Date(1751910591000+0000)/", datetime(2025, 7, 7, 17, 49, 51, tzinfo=UTC)),
        ("/Date(1751910591000)/", datetime(2025, 7, 7, 17, 49, 51, tzinfo=UTC)),
        ("/Date(1751910591000+0530)/", datetime(2025, 7, 7, 17, 49, 51, tzinfo=UTC)),
    ],
)
def test_three_forms_of_dates_are_read_and_all_are_utc(sent: str, meant: datetime):
    assert read_moment(sent) == meant
    created = next(column for column in LEAD_COLUMNS if column.key == "CreatedOn")
    assert created.cell_in({"CreatedOn": sent}) == meant
    assert exact_converter(Kind.MOMENT)(created.raw_in({"CreatedOn": sent})) == meant.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize("sent", ["soon", "/Date(x)/", "2019-13-01 00:00:00", "/Date(999999999999999)/", 5, True])
def test_a_date_that_is_none_is_kept_as_it_is(sent: object):
    assert read_moment(sent) is None
    assert iso_moment(sent) == sent


@pytest.mark.parametrize("sent", ["0001-01-01 00:00:00", "/Date(-62135596800000)/", "/Date(-62135596800000+0000)/"])
def test_year_one_is_no_date(sent: str):
    assert iso_moment(sent) is None


def test_a_date_without_a_time_stays_on_its_day():
    names = AccountNames({"mx_Born": LeadField("mx_Born", "Birthday", "Date")}, {})
    (column,) = name_columns(names, ["mx_Born"])
    assert column.cell_in({"mx_Born": "1990-01-31 00:00:00.000"}) == "1990-01-31"
    assert column.cell_in({"mx_Born": "/Date(633744000000+0000)/"}) == "1990-01-31"
    assert column.cell_in({"mx_Born": "1990-01-31 18:30:00.000"}) == "1990-01-31 18:30:00.000"


async def test_windows_are_sent_to_the_second_as_they_were_asked(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    """Splitting a window at a second would lose rows: one range is one range on the wire."""
    raw: dict[str, Any] = {
        "DateField": "LeadCreatedOn",
        "FromDate": "2026-01-01T00:00:04.900Z",
        "ToDate": "2026-01-01T00:00:09Z",
    }
    await provider.fetch_page(ask(**raw), Position())
    assert transport.bodies(NOT_CONTACTED)[0]["DateFilter"] == [
        {"DateField": "LeadCreatedOn", "FromDate": "2026-01-01 00:00:04", "ToDate": "2026-01-01 00:00:09"}
    ]


async def test_the_time_zone_of_the_keys_user_is_told(provider: LeadSquaredProvider):
    result = await provider.test_account()
    assert result.steps[0].words == (
        "The keys belong to Dana Bell (Administrator) of Example Org; their time zone is India Standard Time."
    )


@pytest.mark.parametrize("total", ["211507", 211507])
async def test_a_total_is_read_from_text_and_number(
    transport: ScriptedTransport, provider: LeadSquaredProvider, total: object
):
    transport.script(NOT_CONTACTED, answer(report([lead()], total)))
    assert (await provider.fetch_page(ask(), Position())).total == Total.exact(211507)


def test_numbers_and_flags_that_come_as_text_are_read():
    columns = {column.key: column for column in LEAD_COLUMNS}
    row = {"Score": "45.50", "DoNotCall": "1", "ProspectAutoId": "0100", "EngagementScore": 7}
    assert columns["Score"].cell_in(row) == 45.5
    assert columns["EngagementScore"].cell_in(row) == 7
    assert columns["DoNotCall"].cell_in(row) is True
    assert columns["ProspectAutoId"].cell_in(row) == "0100"


@pytest.mark.parametrize("empty", [{"Company": None}, {"Company": ""}, {"Company": "{}"}, {}])
def test_null_empty_missing_and_braces_are_all_empty(empty: dict[str, object]):
    company = next(column for column in LEAD_COLUMNS if column.key == "Company")
    assert exact_converter(Kind.TEXT)(company.raw_in(empty)) in {None, ""} or not empty
    detail = LEADSQUARED.read_detail(record_of({"FirstName": "Ada", "LastName": "{}", **empty}), ())
    assert detail.title == "Ada"


def test_braces_are_told_in_the_pane():
    detail = LEADSQUARED.read_detail(record_of({"mx_Where": "{}"}), ())
    (row,) = detail.groups[1].rows
    assert row.cell == ""
    assert row.meaning == "LeadSquared writes {} for empty."


async def test_values_are_kept_to_the_letter_in_the_record(transport: ScriptedTransport, provider: LeadSquaredProvider):
    sent = b'{"ProspectID": "11111111-0000-0000-0000-000000000001", "Score": "45.50",  "Big": 12345678901234567890}'
    transport.script(NOT_CONTACTED, answer(b'{"TotalCount": "1", "Results": [' + sent + b"]}"))
    (record,) = (await provider.fetch_page(ask(), Position())).records
    assert record.source == sent
    assert json.loads(sent)["Big"] == 12345678901234567890


async def test_a_column_of_the_account_is_no_moment_where_only_its_name_says_so():
    names = AccountNames({"mx_Date": LeadField("mx_Date", "Date", "Text")}, {})
    column: Column = name_columns(names, ["mx_Date"])[0]
    assert column.kind is Kind.TEXT


async def test_a_look_up_is_refused_with_the_words_of_the_refusal(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(QUICK_SEARCH, refusal("Invalid Access Details", status=401))
    with pytest.raises(CredentialsRefused):
        await provider.look_up(LookUpAsked("name", "Ada"))
