"""What a provider declares that its leads can have is what its leads of the demo do have, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from leaddesk.domain.lead import Lead, LeadFact
from leaddesk.domain.page import Position
from tests.providers.conformance_rig import MAIN_SEARCHES, StandIn

pytestmark = pytest.mark.anyio


def facts_of(lead: Lead) -> set[LeadFact]:
    """What is said of one lead."""
    given = {
        LeadFact.VALIDITY: lead.validity.is_valid is not None,
        LeadFact.SOURCE: bool(lead.source),
        LeadFact.GRADE: bool(lead.grade),
        LeadFact.PRICE: lead.price is not None,
    }
    return {fact for fact, is_given in given.items() if is_given}


@pytest.mark.parametrize(("key", "search"), MAIN_SEARCHES)
async def test_what_a_lead_can_have_is_declared(standing: Callable[..., StandIn], key: str, search: str):
    stand_in = standing(key)
    provider = stand_in.connect()
    try:
        page = await provider.fetch_page(stand_in.query(search, stand_in.spec(search).page_sizes[1]), Position())
    finally:
        await provider.aclose()
    details = [stand_in.info.read_detail(record, page.columns) for record in page.records]
    given = {fact for detail in details if detail.lead is not None for fact in facts_of(detail.lead)}
    assert given == stand_in.info.lead_facts
