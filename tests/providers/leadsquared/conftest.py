"""An account of LeadSquared over a scripted transport."""

from __future__ import annotations

import pytest

from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from tests.providers.leadsquared.scripted import ScriptedTransport, connect


@pytest.fixture
def transport() -> ScriptedTransport:
    """Knows eight fields, two users, one activity type; has no leads but every id with an even number."""
    return ScriptedTransport()


@pytest.fixture
def provider(transport: ScriptedTransport) -> LeadSquaredProvider:
    return connect(transport)
