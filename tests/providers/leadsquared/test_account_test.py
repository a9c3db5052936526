from __future__ import annotations

import pytest

from leaddesk.domain.errors import CredentialsRefused, NetworkCause, NotReachable, QueryRefused
from leaddesk.providers.leadsquared.account_test import NOBODY
from leaddesk.providers.leadsquared.endpoints import (
    KEY_HOLDER,
    LEAD_BY_ID,
    LEAD_FIELDS,
    NOT_CONTACTED,
)
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from tests.providers.leadsquared.scripted import (
    HOST,
    KEY_HOLDER_ROW,
    ScriptedTransport,
    answer,
    connect,
    refusal,
)

pytestmark = pytest.mark.anyio


async def test_a_good_account_passes_every_step(transport: ScriptedTransport, provider: LeadSquaredProvider):
    report = await provider.test_account()
    assert report.usable
    assert report.first_error is None
    assert report.mending is None
    assert [(step.title, step.host) for step in report.steps] == [
        ("Find the account of the keys", HOST),
        ("Read the lead fields", HOST),
        ("Read leads", HOST),
        ("Read leads not contacted", HOST),
    ]
    assert report.steps[1].words == "8 lead fields."
    assert transport.calls(LEAD_BY_ID)[0].params == {"id": NOBODY}
    assert transport.bodies(NOT_CONTACTED)[0]["Paging"] == {"PageIndex": 1, "PageSize": 1}


async def test_refused_keys_end_the_test(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(KEY_HOLDER, refusal("Invalid Access Details provided.", status=401))
    report = await provider.test_account()
    assert not report.usable
    assert isinstance(report.first_error, CredentialsRefused)
    assert len(transport.sent) == 1


async def test_a_refusal_that_names_the_right_host_offers_it(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(KEY_HOLDER, refusal("Use api-us11.leadsquared.com for this account.", status=401))
    report = await provider.test_account()
    assert report.mending is not None
    assert report.mending.words == "Use api-us11.leadsquared.com"
    assert report.mending.settings == (("server", "https://api-us11.leadsquared.com"),)


async def test_a_refusal_of_the_leads_that_names_the_right_host_offers_it_too(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(KEY_HOLDER, answer({"Name": "Dana"}))
    transport.script(LEAD_BY_ID, refusal("Use api-us11.leadsquared.com for this account.", status=401))
    report = await provider.test_account()
    assert not report.usable
    assert report.mending is not None
    assert report.mending.settings == (("server", "https://api-us11.leadsquared.com"),)


async def test_a_stand_in_on_this_machine_keeps_its_scheme(transport: ScriptedTransport):
    holder = KEY_HOLDER_ROW | {"LSQCommonServiceURLs": {"api": "127.0.0.1:2"}}
    transport.script(KEY_HOLDER, answer(holder))
    report = await connect(transport, "http://127.0.0.1:1").test_account()
    assert report.mending is not None
    assert report.mending.settings == (("server", "http://127.0.0.1:2"),)


@pytest.mark.parametrize("urls", [None, {}, {"api": None}, "x", {"api": HOST.upper()}])
async def test_a_key_test_that_names_no_other_host_offers_nothing(
    transport: ScriptedTransport, provider: LeadSquaredProvider, urls: object
):
    transport.script(
        KEY_HOLDER, answer({"Name": None, "EmailAddress": "dana@example.com", "LSQCommonServiceURLs": urls})
    )
    report = await provider.test_account()
    assert report.usable
    assert report.mending is None
    assert report.steps[0].words == "The keys belong to dana@example.com."


@pytest.mark.parametrize("cause", [NetworkCause.HOST_UNKNOWN, NetworkCause.CERTIFICATE])
async def test_a_host_that_is_not_reached_ends_the_test(
    transport: ScriptedTransport, provider: LeadSquaredProvider, cause: NetworkCause
):
    transport.script(KEY_HOLDER, NotReachable("not there", host=HOST, cause=cause))
    report = await provider.test_account()
    assert not report.usable
    assert len(report.steps) == 1


async def test_a_key_test_that_fails_otherwise_does_not_keep_from_trying_the_rest(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(KEY_HOLDER, answer(b"not there", status=404))
    report = await provider.test_account()
    assert report.usable
    assert isinstance(report.first_error, QueryRefused)
    assert len(report.steps) == 4


async def test_fields_that_cannot_be_read_leave_the_account_usable(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(LEAD_FIELDS, refusal("no right", status=403))
    report = await provider.test_account()
    assert report.usable
    assert "can be typed instead" in report.steps[1].words


@pytest.mark.parametrize(("status", "usable"), [(500, True), (400, True), (403, False), (404, False)])
async def test_a_refused_id_shows_that_leads_may_be_read_and_a_refused_call_does_not(
    transport: ScriptedTransport, provider: LeadSquaredProvider, status: int, usable: bool
):
    transport.script(LEAD_BY_ID, refusal("Lead does not exist in the system.", status=status))
    report = await provider.test_account()
    assert report.usable is usable
