"""Testing an account: who is this, and can leads be read."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.errors import AnswerNotUnderstood, CredentialsRefused, NetworkCause, NotReachable
from tests.providers.lofty.scripted import LEADS, ME, ScriptedTransport, answer, connect, lead, leads_page, refusal

pytestmark = pytest.mark.anyio

GOOD_LEADS = answer(leads_page([lead()], total=1234))


async def report(me: Any, leads: Any = GOOD_LEADS, token_kind: str = "api_key"):
    transport = ScriptedTransport({ME: [me], LEADS: [leads]})
    return await connect(transport, token_kind).test_account(), transport


@pytest.mark.parametrize(
    "body",
    [
        {"id": 100231, "firstName": "Dana", "lastName": "Whitfield"},
        {"code": 0, "data": {"id": 100231, "firstName": "Dana", "lastName": "Whitfield"}},
        {"user": {"memberUserId": 5, "name": "Dana Whitfield"}},
    ],
)
async def test_a_good_token_is_somebodys_and_reads_leads(body: Any):
    found, transport = await report(answer(body))
    assert found.usable
    assert found.first_error is None
    assert "Dana Whitfield" in found.steps[0].words
    assert "1,234 leads" in found.steps[1].words
    assert [request.headers["Content-Type"] for request in transport.sent] == ["application/json"] * 2
    assert dict(transport.sent[1].params) == {"limit": "1"}


async def test_the_body_is_judged_and_not_the_status_alone():
    found, _transport = await report(answer({"message": "hello"}))
    assert isinstance(found.steps[0].error, AnswerNotUnderstood)
    assert found.usable  # leads could be read all the same


@pytest.mark.parametrize(
    ("token_kind", "setting"), [("api_key", ("token_kind", "oauth")), ("oauth", ("token_kind", "api_key"))]
)
async def test_the_other_kind_is_offered_after_200058(token_kind: str, setting: tuple[str, str]):
    found, transport = await report(refusal(400, 200058), token_kind=token_kind)
    assert not found.usable
    assert found.mending is not None
    assert found.mending.settings == (setting,)
    assert len(transport.sent) == 1


@pytest.mark.parametrize("me", [answer("Unauthorized", status=401), refusal(401, 20004)])
async def test_a_refused_token_ends_the_test(me: Any):
    found, transport = await report(me)
    assert isinstance(found.first_error, CredentialsRefused)
    assert (found.usable, found.mending, len(transport.sent)) == (False, None, 1)


async def test_a_right_that_is_missing_for_one_call_does_not_end_it():
    found, _transport = await report(refusal(403, 200100))
    assert found.usable
    found, _transport = await report(answer({"id": 1}), refusal(400, 20017))
    assert not found.usable
    assert isinstance(found.steps[1].error, CredentialsRefused)


async def test_a_host_that_is_not_reached_is_not_asked_twice():
    found, transport = await report(NotReachable("gone", host="x", cause=NetworkCause.SILENT))
    assert not found.usable
    assert len(transport.sent) == 1
