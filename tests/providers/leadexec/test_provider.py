from __future__ import annotations

import asyncio
import json
import logging

import pytest

from leaddesk.domain.account import Account, Secret
from leaddesk.domain.errors import (
    CredentialsRefused,
    LeaddeskError,
    NetworkCause,
    NotReachable,
    QueryRefused,
    SecretsMissing,
)
from leaddesk.domain.page import Position
from leaddesk.domain.provider import LooksUp, Provider
from leaddesk.providers.leadexec.provider import LeadExecProvider
from tests.providers.leadexec.scripted import (
    ACCOUNT_HOST,
    CLIENT_SECRET,
    DATA_HOST,
    PASTED_TOKEN,
    HandClock,
    ScriptedTransport,
    answer,
    lead,
    lead_query,
    leads_page,
    token_answer,
)

pytestmark = pytest.mark.anyio


def bearers(transport: ScriptedTransport, label: str = "lead query") -> list[str]:
    return [request.bearer.reveal() for request in transport.calls(label) if request.bearer]


async def test_it_keeps_the_promises_of_every_provider(provider: LeadExecProvider):
    as_provider: Provider = provider
    as_looker: LooksUp = provider
    assert as_provider.info.key == "leadexec"
    assert as_looker is provider


async def test_one_token_serves_until_a_minute_before_its_end(
    transport: ScriptedTransport, provider: LeadExecProvider, clock: HandClock
):
    transport.tokens = [token_answer("t0ken-1"), token_answer("t0ken-2")]
    for step in (0, 3539, 1):
        clock.seconds += step
        await provider.fetch_page(lead_query(), Position())
    assert bearers(transport) == ["t0ken-1", "t0ken-1", "t0ken-2"]


async def test_calls_at_once_share_one_token_request(transport: ScriptedTransport, provider: LeadExecProvider):
    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(provider.fetch_page(lead_query(), Position()))
    assert len(transport.calls("sign-in")) == 1
    assert len(transport.calls("lead query")) == 5


async def test_calls_at_once_share_even_a_token_that_ends_at_once(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.tokens = [token_answer("t0ken-1", expires_in=5)]
    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(provider.fetch_page(lead_query(), Position()))
    assert len(transport.calls("sign-in")) == 1
    await provider.fetch_page(lead_query(), Position())
    assert len(transport.calls("sign-in")) == 2


async def test_calls_refused_at_once_share_one_renewal(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.tokens = [token_answer("t0ken-1"), token_answer("t0ken-2"), token_answer("t0ken-3")]
    transport.data = [
        lambda request: (
            answer(leads_page([]))
            if request.bearer and request.bearer.reveal() == "t0ken-2"
            else answer(b"", status=401)
        )
    ]
    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(provider.fetch_page(lead_query(), Position()))
    assert len(transport.calls("sign-in")) == 2


async def test_a_cancelled_sign_in_does_not_hold_up_the_next(transport: ScriptedTransport, provider: LeadExecProvider):
    task = asyncio.get_running_loop().create_task(provider.fetch_page(lead_query(), Position()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    page = await provider.fetch_page(lead_query(), Position())
    assert page.records == ()


async def test_a_pasted_token_is_used_as_it_is_and_never_renewed(
    transport: ScriptedTransport, pasted_provider: LeadExecProvider
):
    await pasted_provider.fetch_page(lead_query(), Position())
    transport.data = [answer(b"", status=401)]
    with pytest.raises(CredentialsRefused) as caught:
        await pasted_provider.fetch_page(lead_query(), Position())
    assert bearers(transport) == [PASTED_TOKEN, PASTED_TOKEN]
    assert not transport.calls("sign-in")
    assert "new access token" in caught.value.remedy


async def test_a_pasted_token_that_ends_gives_way_to_client_id_and_secret(transport: ScriptedTransport):
    account = Account("a1", "Main", "leadexec", {"client_id": "client-1"})
    secrets = {"client_secret": Secret(CLIENT_SECRET), "access_token": Secret(PASTED_TOKEN)}
    provider = LeadExecProvider(account, secrets, transport)
    transport.data = [answer(b"", status=401), answer(leads_page([]))]
    await provider.fetch_page(lead_query(), Position())
    await provider.fetch_page(lead_query(), Position())
    assert bearers(transport) == [PASTED_TOKEN, "t0ken-1", "t0ken-1"]


async def test_an_account_without_secrets_sends_nothing(transport: ScriptedTransport):
    provider = LeadExecProvider(Account("a1", "Main", "leadexec", {"client_id": "client-1"}), {}, transport)
    with pytest.raises(SecretsMissing):
        await provider.fetch_page(lead_query(), Position())
    assert transport.sent == []


async def test_other_servers_of_the_account_are_used(transport: ScriptedTransport):
    settings = {"client_id": "c", "data_server": "http://127.0.0.1:1", "account_server": "http://127.0.0.1:2"}
    seen: list[str] = []

    class Listening(ScriptedTransport):
        async def send(self, request):
            seen.append(request.url)
            return token_answer() if "token" in request.url else answer(leads_page([]))

    provider = LeadExecProvider(
        Account("a1", "M", "leadexec", settings), {"client_secret": Secret("s3cret")}, Listening()
    )
    await provider.fetch_page(lead_query(), Position())
    assert seen == ["http://127.0.0.1:2/v1/authorization/token", "http://127.0.0.1:1/v1/leads/query/7"]


async def test_a_wrong_query_is_refused_with_the_first_answer_after_all_ways_were_tried(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.data = [answer(b"the true cause", status=400), answer(b"something else", status=400)]
    with pytest.raises(QueryRefused) as caught:
        await provider.fetch_page(lead_query(page_size=400, SortFields="City", SortOrder="0"), Position())
    assert caught.value.said == "the true cause"
    tried = [(body["Take"], body["SortOrder"]) for body in transport.bodies()]
    assert tried == [(400, 0), (400, "ASC"), (200, 0), (100, 0), (100, "ASC")]


async def test_what_did_not_work_is_not_remembered(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer(b"", status=500)]
    with pytest.raises(LeaddeskError):
        await provider.fetch_page(lead_query(page_size=400), Position())
    transport.data = [answer(leads_page([lead(1)], take=400))]
    page = await provider.fetch_page(lead_query(page_size=400), Position())
    assert transport.bodies()[-1]["Take"] == 400
    assert page.notes == ()


async def test_a_host_that_stays_silent_is_given_up_after_three_tries(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.data = [NotReachable("silent", host=DATA_HOST, cause=NetworkCause.SILENT)]
    with pytest.raises(NotReachable):
        await provider.fetch_page(lead_query(page_size=1000), Position())
    assert [body["Take"] for body in transport.bodies()] == [1000, 250, 62]


async def test_a_host_that_is_not_reached_is_not_asked_for_fewer_rows(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    transport.data = [NotReachable("refused", host=DATA_HOST, cause=NetworkCause.REFUSED)]
    with pytest.raises(NotReachable):
        await provider.fetch_page(lead_query(page_size=1000), Position())
    assert len(transport.bodies()) == 1


async def test_a_key_refused_while_shrinking_is_what_is_told(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer(b"", status=500), answer(b"", status=401)]
    with pytest.raises(CredentialsRefused):
        await provider.fetch_page(lead_query(page_size=1000), Position())


async def test_sizes_are_remembered_by_query(transport: ScriptedTransport, provider: LeadExecProvider):
    transport.data = [answer(b"", status=413), answer(leads_page([lead(1)]))]
    await provider.fetch_page(lead_query(), Position())
    await provider.fetch_page(lead_query(Query='{"City": "Reno"}'), Position())
    assert [body["Take"] for body in transport.bodies()] == [100, 50, 100]


async def test_lead_types_of_odd_shapes_are_read_as_far_as_they_go(
    transport: ScriptedTransport, provider: LeadExecProvider
):
    body = [
        {"UID": "9", "Name": "Auto"},
        {"Id": 10, "Description": "Auto"},
        {"LeadTypeUID": 11},
        {"LeadTypeUID": 11, "Descriptor": "again"},
        {"Descriptor": "no number"},
        {"LeadTypeUID": "abc", "Descriptor": "no number"},
        5,
        None,
    ]
    transport.lead_types = [answer(body, host=ACCOUNT_HOST)]
    choices = await provider.fetch_choices("lead_types")
    assert [(choice.value, choice.label) for choice in choices] == [
        ("10", "Auto (10)"),
        ("9", "Auto (9)"),
        ("11", "Lead type 11"),
    ]


async def test_another_list_of_choices_does_not_exist(provider: LeadExecProvider):
    with pytest.raises(KeyError):
        await provider.fetch_choices("campaigns")


async def test_closing_closes_the_transport(transport: ScriptedTransport, provider: LeadExecProvider):
    await provider.aclose()
    await provider.aclose()
    assert transport.is_closed


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 500, 503])
async def test_no_secret_is_in_any_repr_or_error_or_log(
    transport: ScriptedTransport, provider: LeadExecProvider, status: int, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    echo = json.dumps({"message": f"refused {CLIENT_SECRET} t0ken-1"}).encode()
    texts = [repr(provider), repr(vars(provider)), repr(vars(provider._signing_in))]
    transport.data = [answer(echo, status=status)]
    for call in (provider.fetch_page(lead_query(), Position()), provider.fetch_choices("lead_types")):
        try:
            texts.append(repr(await call))
        except LeaddeskError as error:
            texts += [repr(error), str(error), error.said, error.remedy, repr(error.__context__), repr(error.__cause__)]
    report = await provider.test_account()
    texts += [repr(report), *(step.error.said for step in report.steps if step.error)]
    texts += [repr(vars(provider._signing_in)), caplog.text, repr(transport.sent)]
    assert all("t0ken-1" not in text for text in texts)
    assert all(CLIENT_SECRET not in text for text in texts)
