from __future__ import annotations

import asyncio
from typing import Any

import pytest

from leaddesk.domain.errors import CredentialsRefused, LeaddeskError
from leaddesk.domain.page import Position
from leaddesk.domain.provider import Provider
from leaddesk.providers.leadsquared.directory import Directory
from leaddesk.providers.leadsquared.endpoints import LEAD_FIELDS, NOT_CONTACTED, USERS
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from leaddesk.transport.messages import WireRequest, WireResponse
from tests.providers.leadsquared.scripted import (
    FIELDS,
    ScriptedTransport,
    answer,
    ask,
    connect,
    lead,
    refusal,
    report,
)

pytestmark = pytest.mark.anyio


async def test_it_keeps_the_promises_of_every_provider(provider: LeadSquaredProvider):
    as_provider: Provider = provider
    assert as_provider.info.key == "leadsquared"


async def test_all_calls_go_to_the_accounts_server(transport: ScriptedTransport):
    provider = connect(transport, "https://api-in21.leadsquared.com")
    await provider.fetch_page(ask(), Position())
    await provider.test_account()
    assert {request.host for request in transport.sent} == {"api-in21.leadsquared.com"}


async def test_every_call_only_reads(transport: ScriptedTransport, provider: LeadSquaredProvider):
    await provider.fetch_page(ask(), Position())
    await provider.test_account()
    assert all(request.is_read for request in transport.sent)


async def test_another_list_of_choices_is_an_error_of_ours(provider: LeadSquaredProvider):
    with pytest.raises(KeyError):
        await provider.fetch_choices("lead_types")


async def test_a_page_that_is_refused_reads_no_names(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(NOT_CONTACTED, refusal("no", status=401))
    with pytest.raises(CredentialsRefused):
        await provider.fetch_page(ask(), Position())
    assert len(transport.sent) == 1


async def test_pages_at_once_share_one_reading_of_the_names(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            group.create_task(provider.fetch_page(ask(), Position()))
    assert len(transport.calls(LEAD_FIELDS)) == 1
    assert len(transport.calls(USERS)) == 1


async def test_a_cancelled_page_does_not_hold_up_the_next(transport: ScriptedTransport, provider: LeadSquaredProvider):
    for steps in range(8):
        task = asyncio.get_running_loop().create_task(provider.fetch_page(ask(), Position()))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
    transport.script(NOT_CONTACTED, answer(report([lead()])))
    page = await provider.fetch_page(ask(), Position())
    assert len(page.records) == 1
    assert page.notes == ()


async def test_names_that_failed_are_tried_again_after_a_while_and_at_once_when_asked_for(
    transport: ScriptedTransport,
):
    seconds = [0.0]
    replies: list[WireResponse] = [refusal("no", status=403), answer(FIELDS)]

    async def send(endpoint: Any, _params: dict[str, str]) -> tuple[WireRequest, WireResponse]:
        request = WireRequest(endpoint.label, "GET", "https://h.example.com")
        if endpoint is not LEAD_FIELDS:
            return request, answer([])
        return request, replies.pop(0) if len(replies) > 1 else replies[0]

    directory = Directory(send, lambda: seconds[0])
    assert len((await directory.names()).notes) == 1
    assert len((await directory.names()).notes) == 1
    assert len(replies) == 1
    seconds[0] = 61.0
    assert (await directory.names()).notes == ()
    replies[:] = [refusal("no", status=403), answer(FIELDS)]
    directory = Directory(send, lambda: seconds[0])
    with pytest.raises(LeaddeskError):
        await directory.fields()
    assert len(await directory.fields()) == len(FIELDS)


async def test_columns_of_two_pages_are_the_same_and_can_be_keys(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(NOT_CONTACTED, answer(report([lead(1)], "2")))
    first = await provider.fetch_page(ask(page_size=1), Position())
    second = await provider.fetch_page(ask(page_size=1), Position(1))
    assert first.columns == second.columns
    assert len({*first.columns, *second.columns}) == len(first.columns)


@pytest.mark.parametrize("body", [{"Status": "Success"}, {}, 5, "x"])
async def test_a_list_that_is_none_is_said(transport: ScriptedTransport, provider: LeadSquaredProvider, body: Any):
    transport.script(USERS, answer(body))
    with pytest.raises(LeaddeskError, match="something else than a list"):
        await provider.fetch_choices("users")


async def test_closing_closes_the_transport(transport: ScriptedTransport, provider: LeadSquaredProvider):
    await provider.aclose()
    assert transport.is_closed
