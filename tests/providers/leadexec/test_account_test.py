from __future__ import annotations

from datetime import timedelta

import pytest

from leaddesk.domain.errors import CredentialsRefused, NetworkCause, NotReachable, ProviderFailed, QueryRefused
from leaddesk.providers.leadexec.provider import LeadExecProvider
from tests.providers.leadexec.scripted import (
    ACCOUNT_HOST,
    DATA_HOST,
    NOW,
    ScriptedTransport,
    answer,
    lead,
    leads_page,
    token_answer,
)

pytestmark = pytest.mark.anyio

DATE = "Sat, 10 Jan 2026 12:00:00 GMT"


async def test_a_good_account_passes_every_step(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer(leads_page([lead(1)]), date=DATE, at=NOW + timedelta(minutes=4))]
    report = await provider.test_account()
    assert report.usable
    assert report.first_error is None
    assert [(step.title, step.host) for step in report.steps] == [
        ("Sign in", ACCOUNT_HOST),
        ("Read the lead types", ACCOUNT_HOST),
        ("Read leads", DATA_HOST),
        ("Compare the clocks", DATA_HOST),
    ]
    assert report.steps[1].words == "2 lead types."


async def test_it_asks_for_one_lead_of_the_last_day_of_the_first_lead_type(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    await provider.test_account()
    (request,) = transport.calls("lead query")
    assert request.url.endswith("/v1/leads/query/8")
    assert request.json_body == {
        "StartDate": "2026-01-09T12:00:00Z",
        "EndDate": "2026-01-10T12:00:00Z",
        "Skip": 0,
        "Take": 1,
    }


async def test_a_refused_sign_in_ends_the_test(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.tokens = [answer(b"", status=401, host=ACCOUNT_HOST)]
    report = await provider.test_account()
    assert not report.usable
    assert isinstance(report.first_error, CredentialsRefused)
    assert len(transport.sent) == 1


@pytest.mark.parametrize("cause", list(NetworkCause))
async def test_a_host_that_is_not_reached_is_reported_with_its_cause(
    transport: ScriptedTransport, provider: LeadExecProvider, cause: NetworkCause
):
    transport.tokens = [NotReachable("not there", host=ACCOUNT_HOST, cause=cause)]
    report = await provider.test_account()
    assert not report.usable
    assert isinstance(report.first_error, NotReachable)
    assert report.first_error.cause is cause


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refusal_by_the_data_host_makes_the_account_unusable(
    transport: ScriptedTransport, provider: LeadExecProvider, status: int
):
    transport.lead_types = [answer(b"", status=403, host=ACCOUNT_HOST)]
    transport.data = [answer(b"", status=status)]
    report = await provider.test_account()
    assert not report.usable
    assert [type(step.error) for step in report.steps] == [type(None), CredentialsRefused, CredentialsRefused]


async def test_a_refused_lead_type_that_is_known_is_an_error(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer(b"", status=404)]
    report = await provider.test_account()
    assert not report.usable
    assert isinstance(report.first_error, QueryRefused)


async def test_a_data_host_that_fails_proves_nothing(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.lead_types = [answer([], host=ACCOUNT_HOST)]
    transport.data = [answer(b"", status=500)]
    report = await provider.test_account()
    assert not report.usable
    assert isinstance(report.first_error, ProviderFailed)


@pytest.mark.parametrize(("minutes", "words"), [(12, "12 minutes ahead"), (-90, "90 minutes behind")])
async def test_a_wrong_clock_is_told_and_leaves_the_account_usable(
    transport: ScriptedTransport, provider: LeadExecProvider, minutes: int, words: str
):
    transport.data = [answer(leads_page([]), date=DATE, at=NOW + timedelta(minutes=minutes))]
    report = await provider.test_account()
    assert report.usable
    assert words in report.steps[-1].words
    assert isinstance(report.first_error, NotReachable)
    assert report.first_error.cause is NetworkCause.CLOCK


async def test_a_wrong_clock_is_told_even_when_the_sign_in_is_refused(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.tokens = [answer(b"", status=401, host=ACCOUNT_HOST, date=DATE, at=NOW - timedelta(days=1))]
    report = await provider.test_account()
    assert "1,440 minutes behind" in report.steps[-1].words


@pytest.mark.parametrize("date", ["", "yesterday", "Sat, 10 Jan 2026 12:00:00 -0000"])
async def test_a_date_that_cannot_be_read_is_no_step(
    transport: ScriptedTransport, provider: LeadExecProvider, date: str
):
    transport.data = [answer(leads_page([]), date=date)]
    report = await provider.test_account()
    assert [step.title for step in report.steps] == ["Sign in", "Read the lead types", "Read leads"]


async def test_a_pasted_token_needs_no_sign_in(transport: ScriptedTransport, pasted_provider: LeadExecProvider):
    transport.tokens = [token_answer()]
    report = await pasted_provider.test_account()
    assert report.usable
    assert not transport.calls("sign-in")
