"""Accounts of LeadExec over a scripted transport."""

from __future__ import annotations

import pytest

from leaddesk.domain.account import Account, Secret
from leaddesk.providers.leadexec.provider import LeadExecProvider
from tests.providers.leadexec.scripted import (
    ACCOUNT_HOST,
    CLIENT_SECRET,
    NOW,
    PASTED_TOKEN,
    HandClock,
    ScriptedTransport,
    answer,
    leads_page,
    token_answer,
)


@pytest.fixture
def transport() -> ScriptedTransport:
    """Signs in; knows two lead types; has no leads."""
    return ScriptedTransport(
        tokens=[token_answer()],
        lead_types=[
            answer(
                [{"LeadTypeUID": 7, "Descriptor": "Solar"}, {"LeadTypeUID": 8, "Descriptor": "Roofing"}],
                host=ACCOUNT_HOST,
            )
        ],
        data=[answer(leads_page([]))],
    )


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def provider(transport: ScriptedTransport, clock: HandClock) -> LeadExecProvider:
    account = Account("a1", "Main", "leadexec", {"client_id": "client-1"})
    credentials = {"client_secret": Secret(CLIENT_SECRET)}
    return LeadExecProvider(account, credentials, transport, clock=clock, now=lambda: NOW)


@pytest.fixture
def pasted_provider(transport: ScriptedTransport) -> LeadExecProvider:
    account = Account("a1", "Main", "leadexec", {})
    return LeadExecProvider(account, {"access_token": Secret(PASTED_TOKEN)}, transport, now=lambda: NOW)
