"""The stand-in refuses what LeadExec's page does not describe, and gives tokens to its credential only."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.demo.leadexec import (
    DEMO_CREDENTIAL,
    INBOUND_PATH,
    LEAD_TYPES_PATH,
    LEADS_PATH,
    OUTBOUND_PATH,
    TOKEN_PATH,
)
from tests.demo.conftest import EVERYTHING, StandIn

LEADS = f"{LEADS_PATH}/1001"
LISTS = (LEADS, f"{INBOUND_PATH}/1001", f"{OUTBOUND_PATH}/1001")
RIGHT = {
    "client_id": DEMO_CREDENTIAL.client_id,
    "client_secret": DEMO_CREDENTIAL.client_secret.reveal(),
    "grant_type": "client_credentials",
}


def test_the_right_credential_gets_a_token_that_works_for_leads_and_lead_types(stand_in: StandIn):
    answer = stand_in.stranger.post(TOKEN_PATH, json=RIGHT)
    given = answer.json()
    assert answer.status_code == 200
    assert list(given) == ["access_token", "token_type", "expires_in", "error"]
    assert (given["token_type"], given["expires_in"], given["error"]) == ("Bearer", 3600, None)
    signed_in = {"Authorization": f"Bearer {given['access_token']}"}
    types = stand_in.stranger.get(LEAD_TYPES_PATH, headers=signed_in).json()
    assert types == [
        {"LeadTypeUID": 1001, "Descriptor": "Mortgage"},
        {"LeadTypeUID": 1002, "Descriptor": "Solar"},
        {"LeadTypeUID": 1003, "Descriptor": "Auto insurance"},
    ]
    leads = stand_in.stranger.post(LEADS, json=EVERYTHING, headers=signed_in)
    assert leads.status_code == 200


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"client_secret": "wrong"}, 401),
        ({"client_id": "wrong"}, 401),
        ({"grant_type": "password"}, 400),
        ({"scope": "data"}, 400),
        ({"client_secret": None}, 400),
        ({"client_id": 5}, 400),
    ],
)
def test_another_credential_gets_no_token(stand_in: StandIn, change: dict[str, Any], status: int):
    answer = stand_in.stranger.post(TOKEN_PATH, json=RIGHT | change)
    assert answer.status_code == status
    assert answer.json()["access_token"] is None
    assert answer.json()["error"]
    assert stand_in.log.tokens_given == 0


def test_a_form_encoded_token_call_is_refused(stand_in: StandIn):
    answer = stand_in.stranger.post(TOKEN_PATH, data=RIGHT)
    assert answer.status_code == 400
    assert "application/json" in answer.json()["error"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong", "Basic {token}", "{token}", "bearer {token}"])
def test_without_a_known_bearer_token_a_list_is_refused(stand_in: StandIn, path: str, sent: str):
    header = sent.format(token=DEMO_CREDENTIAL.access_token.reveal())
    answer = stand_in.stranger.post(path, json=EVERYTHING, headers={"Authorization": header})
    assert answer.status_code == 401


def test_without_a_token_the_lead_types_are_refused(stand_in: StandIn):
    assert stand_in.stranger.get(LEAD_TYPES_PATH).status_code == 401


WRONG_ANYWHERE: list[dict[str, Any]] = [
    {"StartDate": None},
    {"StartDate": ""},
    {"StartDate": "2026-01-01"},
    {"StartDate": "2026-01-01T00:00:00"},
    {"StartDate": "1/31/2026"},
    {"StartDate": "2026-02-31T00:00:00Z"},
    {"StartDate": 1767225600},
    {"EndDate": "tomorrow"},
    {"EndDate": ["2026-01-01T00:00:00Z"]},
    {"Skip": -1},
    {"Skip": "0"},
    {"Skip": 1.0},
    {"Skip": True},
    {"Skip": None},
    {"Take": 0},
    {"Take": 1001},
    {"Take": -5},
    {"Take": "100"},
    {"Take": None},
    {"SortOrder": "ascending"},
    {"SortOrder": "desc"},
    {"SortOrder": True},
    {"SortOrder": None},
    {"SortOrder": 2},
    {"startDate": "2026-01-01T00:00:00Z"},
    {"Page": 1},
]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("wrong", WRONG_ANYWHERE, ids=str)
def test_a_wrong_list_query_is_refused(stand_in: StandIn, path: str, wrong: dict[str, Any]):
    answer = stand_in.ask(path, **wrong)
    assert answer.status_code == 400
    assert next(iter(wrong)) in answer.json()["Message"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"Query": []},
        {"Query": "LoanAmount>5"},
        {"Query": None},
        {"SortFields": [""]},
        {"SortFields": "DateAdded"},
        {"SortFields": [5]},
        {"SortFields": None},
        {"Fields": [""]},
        {"Fields": ["FirstName", " "]},
        {"Fields": {"FirstName": 1}},
    ],
    ids=str,
)
def test_a_wrong_lead_query_is_refused(stand_in: StandIn, wrong: dict[str, Any]):
    answer = stand_in.ask(LEADS, **wrong)
    assert answer.status_code == 400
    assert next(iter(wrong)) in answer.json()["Message"]


@pytest.mark.parametrize("path", LISTS[1:])
@pytest.mark.parametrize(
    "wrong", [{"SortOrder": 0}, {"SortOrder": 1}, {"Query": {}}, {"SortFields": []}, {"Fields": []}], ids=str
)
def test_what_belongs_to_leads_is_refused_for_pings(stand_in: StandIn, path: str, wrong: dict[str, Any]):
    assert stand_in.ask(path, **wrong).status_code == 400


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("key", ["StartDate", "EndDate"])
def test_both_dates_are_required(stand_in: StandIn, path: str, key: str):
    body = {name: value for name, value in EVERYTHING.items() if name != key}
    answer = stand_in.client.post(path, json=body)
    assert (answer.status_code, answer.json()["Message"]) == (400, f"{key} is required.")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b'{"Take": NaN}', b"StartDate=2026-01-01", b"\xff\xfe{}"])
def test_a_body_that_is_no_json_object_is_refused(stand_in: StandIn, path: str, body: bytes):
    answer = stand_in.client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "text/json", ""])
def test_another_content_type_is_refused(stand_in: StandIn, content_type: str):
    body = b'{"StartDate": "2026-01-01T00:00:00Z", "EndDate": "2026-01-31T00:00:00Z"}'
    answer = stand_in.client.post(LEADS, content=body, headers={"Content-Type": content_type})
    assert answer.status_code == 400
    right = stand_in.client.post(LEADS, content=body, headers={"Content-Type": "application/json; charset=utf-8"})
    assert right.status_code == 200


@pytest.mark.parametrize("lead_type", ["1004", "0", "mortgage", "01001", "-1"])
@pytest.mark.parametrize("path", [LEADS_PATH, INBOUND_PATH, OUTBOUND_PATH])
def test_an_unknown_lead_type_is_not_found(stand_in: StandIn, path: str, lead_type: str):
    assert stand_in.ask(f"{path}/{lead_type}").status_code == 404


@pytest.mark.parametrize("path", ["/", "/v1/leadtypes/1001", "/v1/leadtypes/1001/fields", "/v1/clients", LEADS_PATH])
def test_other_paths_are_not_found(stand_in: StandIn, path: str):
    assert stand_in.client.get(path).status_code == 404


def test_lists_are_read_with_post_only(stand_in: StandIn):
    assert stand_in.client.get(LEADS).status_code == 405
    assert stand_in.client.post(LEAD_TYPES_PATH).status_code == 405


def test_calls_are_counted_and_their_bodies_kept(stand_in: StandIn):
    stand_in.ask(LEADS, Take=5)
    stand_in.ask(LEADS, Take=6)
    assert stand_in.log.counts[LEADS] == 2
    assert [body["Take"] for body in stand_in.log.bodies(LEADS_PATH)] == [5, 6]
    assert stand_in.log.bodies(INBOUND_PATH) == []
