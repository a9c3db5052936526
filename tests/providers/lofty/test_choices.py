"""The account's own lists."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.errors import CredentialsRefused, QueryRefused
from leaddesk.domain.page import Position
from leaddesk.domain.search import Choice
from tests.providers.lofty.scripted import (
    LEADS,
    MEMBERS,
    STAGES,
    ScriptedTransport,
    answer,
    connect,
    lead,
    lead_query,
    leads_page,
    refusal,
)

pytestmark = pytest.mark.anyio


async def choices(source: str, path: str, *replies: Any):
    transport = ScriptedTransport({path: list(replies)})
    return await connect(transport).fetch_choices(source), transport


@pytest.mark.parametrize(
    "body",
    [
        {"_metadata": {"total": 2}, "pipelines": [{"id": 1, "name": "New"}, {"id": 2, "name": "Lost"}]},
        {"code": 0, "data": {"pipelines": [{"id": 1, "name": "New"}, {"id": 2, "name": "Lost"}]}},
        [{"id": 1, "name": "New"}, {"id": 2, "name": "Lost"}, {"id": 3, "name": "New"}, 7],
    ],
)
async def test_stages_come_in_the_accounts_order_from_any_envelope(body: Any):
    found, transport = await choices("stages", STAGES, answer(body))
    assert found == (Choice("New", "New"), Choice("Lost", "Lost"))
    assert transport.params(STAGES) == [{"currPage": "0", "pageSize": "100"}]


async def test_stages_are_paged_until_the_total_and_a_repeated_page_is_the_end():
    def page(*names: str, total: int):
        return answer({"_metadata": {"total": total}, "pipelines": [{"name": name} for name in names]})

    found, transport = await choices("stages", STAGES, page("A", "B", total=3), page("C", total=3))
    assert [choice.value for choice in found] == ["A", "B", "C"]
    assert [params["currPage"] for params in transport.params(STAGES)] == ["0", "1"]
    found, transport = await choices("stages", STAGES, page("A", "B", total=9))
    assert len(transport.sent) == 2


async def test_members_are_named_and_their_long_number_is_sent():
    rows = [
        {"id": 1, "memberUserId": 563172647619601, "firstName": "Dana", "lastName": "Whitfield"},
        {"id": 2, "memberUserId": 563172647619602, "firstName": "Priya", "lastName": None},
        {"id": 3, "email": "x@example.com"},
    ]
    found, transport = await choices("members", MEMBERS, answer({"_metadata": {"total": 3}, "members": rows}))
    assert found == (
        Choice("563172647619601", "Dana Whitfield"), Choice("563172647619602", "Priya"), Choice("3", "x@example.com"),
    )  # fmt: skip
    assert transport.params(MEMBERS) == [{"offset": "0", "limit": "100"}]


async def test_a_limit_that_is_too_great_is_lowered_to_the_usual_one():
    rows = {"_metadata": {"total": 1}, "members": [{"memberUserId": 5, "firstName": "Ada"}]}
    found, transport = await choices("members", MEMBERS, refusal(400, "LIMIT_PARAM_OVERSIZE"), answer(rows))
    assert found == (Choice("5", "Ada"),)
    assert [params["limit"] for params in transport.params(MEMBERS)] == ["100", "25"]
    with pytest.raises(QueryRefused):
        await choices("members", MEMBERS, refusal(400, 20012))


async def test_no_members_is_an_empty_list():
    found, _transport = await choices("members", MEMBERS, refusal(404, 20003))
    assert found == ()


async def test_users_seen_on_leads_come_first_and_help_where_members_may_not_be_read():
    transport = ScriptedTransport(
        {
            LEADS: [answer(leads_page([lead(1, assignedUserId=563172647619601, assignedUser="Dana"), lead(2)]))],
            MEMBERS: [
                answer(
                    {"members": [{"memberUserId": 100231, "firstName": "Dana"}, {"memberUserId": 7, "firstName": "Bo"}]}
                ),
                refusal(403, 200100),
            ],
        }
    )
    provider = connect(transport)
    await provider.fetch_page(lead_query(), Position())
    assert await provider.fetch_choices("members") == (
        Choice("563172647619601", "Dana"), Choice("100231", "Dana (member 100231)"), Choice("7", "Bo"),
    )  # fmt: skip
    assert await provider.fetch_choices("members") == (Choice("563172647619601", "Dana"),)
    with pytest.raises(CredentialsRefused):
        await choices("members", MEMBERS, refusal(403, 200100))


async def test_tags_are_reduced_to_their_names():
    rows = [
        {"leadId": 0, "tagName": "VIP"},
        {"leadId": 9, "tagName": "VIP"},
        {"leadId": 0, "tagName": "a, b"},
        {"tagName": None},
    ]
    found, _transport = await choices("tags", "/v1.0/teamFeatures/listTag", answer(rows))
    assert found == (Choice("a, b", "a, b"), Choice("VIP", "VIP"))


async def test_ponds_and_custom_fields_are_read():
    ponds, _ = await choices("ponds", "/v1.0/team-features/lead-ponds", answer([{"id": 71, "pondName": "Unworked"}]))
    assert ponds == (Choice("71", "Unworked"),)
    fields = [{"attributeName": "Wishes", "attributeType": "multi_select", "value": None, "params": None}]
    custom, _ = await choices("custom_fields", "/v1.0/teamFeatures/listCustomField", answer(fields))
    assert custom == (Choice("Wishes", "Wishes (multi select)"),)


async def test_there_is_no_other_list():
    with pytest.raises(KeyError):
        await connect(ScriptedTransport()).fetch_choices("sources")
