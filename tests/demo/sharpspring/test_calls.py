"""The one endpoint: keys, the envelope, what a call has to look like, and that nothing is ever written."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from leaddesk.demo.population import Population
from leaddesk.demo.sharpspring import DEMO_KEYS, KEY_REFUSAL, WRITING_METHODS, sharpspring_app
from leaddesk.domain.account import check_secret_text
from tests.demo.sharpspring.conftest import ALL_TIME, PATHS, RIGHT_KEYS, SharpSpring

RIGHT = {"method": "getLeads", "params": {"where": {}, "limit": 1}, "id": "1"}


def test_the_envelope_has_its_members_in_the_order_observed(crm: SharpSpring):
    answer = crm.answer("getLeads", where={}, limit=2)
    assert list(answer) == ["result", "error", "id", "callCount", "queryLimit"]
    assert list(answer["result"]) == ["lead"]
    assert (answer["error"], answer["id"], answer["queryLimit"]) == (None, "call-1", "50000")


def test_each_call_is_counted_once_and_the_counts_are_text(crm: SharpSpring):
    counts = [crm.answer("getFields", where={})["callCount"] for _ in range(3)]
    assert all(isinstance(count, str) for count in counts)
    assert [int(count) - int(counts[0]) for count in counts] == [0, 1, 2]


@pytest.mark.parametrize("path", [*PATHS.values(), "/pubapi/v1", "/pubapi/v1.2"])
def test_both_versions_answer_with_and_without_a_slash_at_the_end(crm: SharpSpring, path: str):
    answer = crm.client.post(path, json=RIGHT)
    assert (answer.status_code, answer.json()["error"]) == (200, None)
    assert crm.client.get(path).status_code == 405


@pytest.mark.parametrize(("sent", "echoed"), [("", ""), ("ab-1", "ab-1"), (17, "17"), ("017", "017")])
def test_the_id_is_echoed_as_text(crm: SharpSpring, sent: Any, echoed: str):
    assert crm.post(RIGHT | {"id": sent}).json()["id"] == echoed


@pytest.mark.parametrize(
    "keys",
    [
        {"accountID": "", "secretKey": ""},
        RIGHT_KEYS | {"secretKey": RIGHT_KEYS["secretKey"].lower()},
        {"accountID": RIGHT_KEYS["secretKey"], "secretKey": RIGHT_KEYS["accountID"]},
    ],
)
def test_wrong_keys_get_401_and_bare_text(crm: SharpSpring, keys: dict[str, str]):
    answer = crm.post(RIGHT, params=keys)
    assert (answer.status_code, answer.text) == (401, KEY_REFUSAL)
    assert "WWW-Authenticate" not in answer.headers


def test_keys_in_the_body_or_in_headers_are_not_taken(crm: SharpSpring):
    with httpx.Client(base_url=crm.client.base_url, trust_env=False) as stranger:
        assert stranger.post(PATHS["v1"], json=RIGHT | RIGHT_KEYS, headers=RIGHT_KEYS).status_code == 401


def test_the_keys_of_the_demo_have_32_characters_say_demo_and_do_not_print():
    for secret in (DEMO_KEYS.account_id, DEMO_KEYS.secret_key):
        assert len(check_secret_text(secret.reveal())) == 32
        assert "DEMO" in secret.reveal()
        assert secret.reveal() not in repr(DEMO_KEYS)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], 101),
        ("text", 101),
        (RIGHT | {"jsonrpc": "2.0"}, 101),
        ({"method": "getLeads", "params": {"where": {}}}, 102),
        (RIGHT | {"id": None}, 102),
        (RIGHT | {"id": ["1"]}, 102),
        ({"params": {}, "id": "1"}, 201),
        (RIGHT | {"method": 5}, 201),
        ({"method": "getLeads", "id": "1"}, 202),
        (RIGHT | {"method": "getleads"}, 204),
        (RIGHT | {"method": "dropLeads"}, 204),
        (RIGHT | {"params": ["where"]}, 205),
        (RIGHT | {"params": []}, 206),
    ],
)
def test_a_call_in_another_shape_is_refused_with_its_code(crm: SharpSpring, body: Any, code: int):
    answer = crm.post(body)
    assert answer.status_code == 200
    assert answer.json()["error"]["code"] == code
    assert answer.json()["result"] is None


def test_a_body_that_is_no_json_or_does_not_say_that_it_is_gets_101(crm: SharpSpring):
    broken = crm.client.post(PATHS["v1.2"], content=b'{"method":', headers={"Content-Type": "application/json"})
    unnamed = crm.client.post(PATHS["v1.2"], content=b'{"method":"getFields","params":{"where":{}},"id":"1"}')
    assert [answer.json()["error"]["code"] for answer in (broken, unnamed)] == [101, 101]
    assert broken.json()["id"] is None


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("getLead", {}, 206),
        ("getLead", {"id": "12a"}, 205),
        ("getLead", {"id": True}, 205),
        ("getLead", {"id": 1, "fields": []}, 205),
        ("getLeads", {}, 206),
        ("getLeads", {"where": ["id"]}, 205),
        ("getLeads", {"where": {"id": "x"}}, 205),
        ("getLeads", {"where": {"id": []}}, 205),
        ("getLeads", {"where": {"emailAddress": None}}, 205),
        ("getLeads", {"where": {"emailAddress": {"like": "a"}}}, 205),
        ("getLeads", {"where": {}, "limit": "5"}, 205),
        ("getLeads", {"where": {}, "limit": 0}, 205),
        ("getLeads", {"where": {}, "offset": -1}, 205),
        ("getLeads", {"where": {}, "fields": "id"}, 205),
        ("getLeads", {"where": {}, "sort": "id"}, 205),
        ("getLeadsDateRange", {"startDate": "2026-01-01 00:00:00", "timestamp": "create"}, 206),
        ("getLeadsDateRange", ALL_TIME, 206),
        ("getLeadsDateRange", ALL_TIME | {"timestamp": "created"}, 217),
        ("getLeadsDateRange", ALL_TIME | {"timestamp": "create", "where": {}}, 205),
        ("getLeadsDateRange", ALL_TIME | {"timestamp": "create", "startDate": "2026-01-01"}, 205),
        ("getLeadsDateRange", ALL_TIME | {"timestamp": "create", "endDate": "2026-01-01T00:00:00Z"}, 205),
        ("getLeadsDateRange", ALL_TIME | {"timestamp": "create", "endDate": 1767225600}, 205),
        ("getLeadsDateRange", ALL_TIME | {"timestamp": "update", "startDate": "2026-02-30 00:00:00"}, 217),
        ("getEvents", {}, 206),
        ("getEvents", {"where": {}}, 206),
        ("getEvents", {"where": {"leadID": "x"}}, 205),
        ("getEvents", {"where": {"leadID": 1, "eventSource": "emailSent"}}, 205),
        ("getEvents", {"where": {"createTimestamp": "yesterday"}}, 205),
        ("getLeadTimeline", {}, 206),
        ("getLeadTimeline", {"where": {}}, 220),
        ("getLeadTimeline", {"where": {"whoID": "me"}}, 220),
        ("getLeadTimeline", {"where": {"whoID": 1, "eventSource": "emailSent"}}, 219),
        ("getLeadTimeline", {"where": {"whoID": 1, "eventName": "x"}}, 205),
        ("getLeadListMemberships", {}, 206),
        ("getLeadListMemberships", {"memberIDs": "1"}, 205),
        ("getLeadListMemberships", {"memberIDs": []}, 205),
        ("getLeadListMemberships", {"memberIDs": ["x"]}, 205),
        ("getLeadListMemberships", {"memberIDs": list(range(1, 102))}, 222),
        ("getFields", {}, 206),
        ("getFields", {"where": {"dataType": "int"}}, 205),
        ("getUserProfiles", {"where": {"name": "x"}}, 205),
    ],
)
def test_wrong_parameters_are_refused_with_their_code(crm: SharpSpring, method: str, params: dict[str, Any], code: int):
    assert crm.error(method, **params) == code


@pytest.mark.parametrize("where", [{}, []])
def test_an_empty_condition_may_be_an_object_or_a_list(crm: SharpSpring, where: Any):
    assert len(crm.rows("getLeads", where=where, limit=3)) == 3


@pytest.mark.parametrize("method", WRITING_METHODS)
def test_writing_methods_are_counted_and_refused_as_unknown(crm: SharpSpring, method: str):
    assert crm.error(method, objects=[{"emailAddress": "new@example.com"}]) == 204
    assert crm.state.writes_asked == {method: 1}
    assert crm.rows("getLeads", where={"emailAddress": "new@example.com"}) == []


def test_reading_counts_no_writes_and_every_call_is_noted(crm: SharpSpring):
    crm.answer("getLeads", where={}, limit=1)
    crm.answer("getFields", where={})
    assert not crm.state.writes_asked
    assert crm.state.methods_asked == {"getLeads": 1, "getFields": 1}
    assert [body["method"] for body in crm.log.bodies("/pubapi/v1.2")] == ["getLeads", "getFields"]
    assert dict(crm.log.calls[0].query) == RIGHT_KEYS


@pytest.mark.anyio
async def test_it_answers_inside_the_process_with_keys_of_its_own(population: Population):
    app = sharpspring_app(population)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="https://sharpspring.example.com") as client:
        answer = await client.post(PATHS["v1.2"], params=RIGHT_KEYS, json=RIGHT)
    assert len(answer.json()["result"]["lead"]) == 1
