"""The stand-in for Lofty lets in its two tokens, each by its own scheme, and checks what calls ask for."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from leaddesk.demo.lofty import (
    APPOINTMENTS_PATH,
    CALLS_PATH,
    CUSTOM_FIELDS_PATH,
    DEMO_TOKENS,
    EMAILS_PATH,
    LEADS_PATH,
    ME_PATH,
    MEMBERS_PATH,
    NOTES_PATH,
    ORGANISATION_PATH,
    PONDS_PATH,
    STAGES_PATH,
    TAGS_PATH,
    TEXTS_PATH,
    TIMELINE_PATH,
)
from tests.demo.lofty.conftest import LoftyStandIn

KEY, TOKEN = DEMO_TOKENS.api_key.reveal(), DEMO_TOKENS.oauth_token.reveal()
PATHS = (
    LEADS_PATH, ME_PATH, MEMBERS_PATH, ORGANISATION_PATH, STAGES_PATH, TAGS_PATH, CUSTOM_FIELDS_PATH, PONDS_PATH,
)  # fmt: skip
OF_A_LEAD = (NOTES_PATH, CALLS_PATH, TEXTS_PATH, EMAILS_PATH, APPOINTMENTS_PATH)


def test_the_tokens_are_plainly_of_the_demo_and_do_not_show():
    for secret in (DEMO_TOKENS.api_key, DEMO_TOKENS.oauth_token):
        assert "demo" in secret.reveal()
        assert secret.reveal().isascii()
        assert not any(sign.isspace() for sign in secret.reveal())
        assert secret.reveal() not in repr(DEMO_TOKENS)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("sent", [f"token {KEY}", f"Bearer {TOKEN}"])
def test_each_token_works_by_its_own_scheme(lofty: LoftyStandIn, path: str, sent: str):
    answer = lofty.stranger.get(path, headers={"Authorization": sent})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("sent", [f"Bearer {KEY}", f"token {TOKEN}"])
def test_a_token_sent_by_the_other_scheme_gets_400(lofty: LoftyStandIn, path: str, sent: str):
    answer = lofty.stranger.get(path, headers={"Authorization": sent})
    assert answer.status_code == 400
    assert answer.json() == {"code": 200058, "message": "User in token does not exist."}


@pytest.mark.parametrize("path", [LEADS_PATH, ME_PATH, "/v1.0/nothing"])
@pytest.mark.parametrize("sent", ["", "token", "token wrong", "Bearer wrong", f"Token {KEY}", f"bearer {TOKEN}", KEY])
def test_any_other_credential_gets_401(lofty: LoftyStandIn, path: str, sent: str):
    answer = lofty.stranger.get(path, headers={"Authorization": sent})
    assert answer.status_code == 401
    assert answer.json()["code"] == 20004


@pytest.mark.parametrize("limit", ["0", "101", "-1", "100000"])
def test_a_limit_outside_1_to_100_is_refused(lofty: LoftyStandIn, limit: str):
    answer = lofty.ask(LEADS_PATH, limit=limit)
    assert (answer.status_code, answer.json()["code"]) == (400, 20042)


@pytest.mark.parametrize("limit", [1, 100])
def test_the_limit_is_kept_and_echoed(lofty: LoftyStandIn, limit: int):
    page = lofty.get(LEADS_PATH, limit=limit)
    assert (len(page["leads"]), page["_metadata"]["limit"]) == (limit, limit)


def test_without_a_limit_25_leads_come(lofty: LoftyStandIn):
    page = lofty.get(LEADS_PATH)
    assert (len(page["leads"]), page["_metadata"]["limit"]) == (25, 25)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "many"),
        ("limit", "1.5"),
        ("offset", "-1"),
        ("offset", "x"),
        ("assignedUserId", "Dana"),
        ("contacted", "True"),
        ("contacted", "1"),
        ("desc", "yes"),
        ("querySubGroup", "FALSE"),
        ("preciseSearchFlag", "no"),
        ("groupIds", "3001,north"),
        ("roleAssigneeFilters", "Lender"),
        ("roleAssigneeFilters", "{}"),
        ("roleAssigneeFilters", '["Lender"]'),
        ("roleAssigneeFilters", '[{"roleName": "Lender"}]'),
        ("roleAssigneeFilters", '[{"roleName": "Lender", "assigneeToIds": ["1"]}]'),
        ("roleAssigneeFilters", '[{"roleName": "Lender", "assigneeToIds": [1], "x": 1}]'),
        ("roleAssigneeFilters", '[{"roleName": 5, "assigneeToIds": [1]}]'),
    ],
)
def test_a_parameter_of_the_wrong_form_is_refused(lofty: LoftyStandIn, name: str, value: str):
    answer = lofty.ask(LEADS_PATH, **{name: value})
    assert (answer.status_code, answer.json()["code"]) == (400, 20012)
    assert name in answer.json()["message"]


@pytest.mark.parametrize(
    "name",
    [
        "keyword",
        "page",
        "pageSize",
        "sortField",
        "startTime",
        "assigneeId",
        "stageId",
        "tagId",
        "Stage",
        "otherFilters",
    ],
)
def test_unknown_parameters_are_ignored_in_silence(lofty: LoftyStandIn, name: str):
    assert lofty.ids(**{name: "7"}) == lofty.ids()


@pytest.mark.parametrize("stage", ["New", "new leads", "New Leads,Nowhere"])
def test_an_unknown_stage_is_not_found(lofty: LoftyStandIn, stage: str):
    answer = lofty.ask(LEADS_PATH, stage=stage)
    assert (answer.status_code, answer.json()["code"]) == (404, 20007)


def test_a_known_stage_without_leads_gives_an_empty_list(lofty: LoftyStandIn):
    page = lofty.get(LEADS_PATH, stage="Met With Client")
    assert (page["leads"], page["_metadata"]["total"]) == ([], 0)


@pytest.mark.parametrize(("offset", "status"), [(19_900, 200), (19_901, 400)])
def test_the_deepest_offset_is_20_000(lofty: LoftyStandIn, offset: int, status: int):
    answer = lofty.ask(LEADS_PATH, offset=offset, limit=100)
    assert answer.status_code == status
    assert status == 200 or answer.json()["code"] == 200104


@pytest.mark.parametrize("path", [PONDS_PATH, CUSTOM_FIELDS_PATH])
@pytest.mark.parametrize("content_type", [None, "text/plain"])
def test_two_lists_want_a_content_type(lofty: LoftyStandIn, path: str, content_type: str | None):
    headers = {"Authorization": f"token {KEY}"} | ({"Content-Type": content_type} if content_type else {})
    answer = httpx.get(lofty.url + path, headers=headers, trust_env=False)
    assert answer.status_code == 415
    assert answer.json()["message"] == f"Content-Type '{content_type or 'null'}' is not supported"
    assert httpx.get(lofty.url + LEADS_PATH, headers=headers, trust_env=False).status_code == 200


def test_a_lead_comes_by_its_id(lofty: LoftyStandIn, all_lofty_leads: list[dict[str, Any]]):
    for lead in (all_lofty_leads[0], max(all_lofty_leads, key=lambda lead: lead["leadId"])):
        assert lofty.get(f"{LEADS_PATH}/{lead['leadId']}") == {"lead": lead}


@pytest.mark.parametrize("lead_id", ["1", "1100000000000000", "9" * 30])
def test_an_unknown_lead_is_not_found(lofty: LoftyStandIn, lead_id: str):
    paths = [f"{LEADS_PATH}/{lead_id}", f"{LEADS_PATH}/{lead_id}/activities", f"{TIMELINE_PATH}/{lead_id}/activities"]
    answers = [lofty.ask(path) for path in paths] + [lofty.ask(path, leadId=lead_id) for path in OF_A_LEAD]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, 20006)] * 8


@pytest.mark.parametrize("lead_id", ["abc", "-5", "1.1e15", "²"])
def test_what_is_no_id_is_refused(lofty: LoftyStandIn, lead_id: str):
    answers = [lofty.ask(f"{LEADS_PATH}/{lead_id}"), *(lofty.ask(path, leadId=lead_id) for path in OF_A_LEAD)]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(400, 20012)] * 6


def test_lists_about_a_lead_want_its_id(lofty: LoftyStandIn):
    assert [lofty.ask(path).status_code for path in OF_A_LEAD] == [400] * 5


def test_leads_live_under_the_first_version_only(lofty: LoftyStandIn, all_lofty_leads: list[dict[str, Any]]):
    assert lofty.ask("/v2.0/leads").status_code == 404
    assert lofty.ask("/v1/leads").status_code == 403
    assert lofty.ask(f"{LEADS_PATH}/{all_lofty_leads[0]['leadId']}/notes").status_code == 404
    assert lofty.ask("/v1.0/sources").json()["code"] == 20007


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(lofty: LoftyStandIn, method: str):
    for path in (*PATHS, f"{LEADS_PATH}/1100000000007310", NOTES_PATH):
        assert lofty.client.request(method, path, json={}).status_code == 405


def test_calls_are_noted_with_what_they_asked(lofty: LoftyStandIn):
    lofty.ask(LEADS_PATH, stage="New Leads", limit=5)
    call = lofty.log.calls[-1]
    assert (call.method, call.path) == ("GET", LEADS_PATH)
    assert call.query == {"stage": "New Leads", "limit": "5"}
    assert call.headers["authorization"] == f"token {KEY}"
    assert lofty.log.counts[LEADS_PATH] == 1
