"""Who is let in, and what the key test says."""

from __future__ import annotations

import pytest

from leaddesk.demo.leadsquared import (
    ACTIVITIES_PATH,
    ACTIVITY_TYPES_PATH,
    BY_ID_PATH,
    BY_IDS_PATH,
    BY_MAIL_PATH,
    BY_PHONE_PATH,
    CHANGED_PATH,
    CRITERION_PATH,
    DEMO_KEYS,
    KEY_TEST_PATH,
    METADATA_PATH,
    NOT_CONTACTED_PATH,
    QUICK_SEARCH_PATH,
    USERS_PATH,
)
from leaddesk.demo.leadsquared_faults import KeysRefused
from leaddesk.domain.account import check_secret_text
from tests.demo.leadsquared.conftest import HEADERS, QUERY_KEYS, LeadSquaredStandIn, report_body

POSTS = (NOT_CONTACTED_PATH, BY_IDS_PATH, ACTIVITIES_PATH, CRITERION_PATH, CHANGED_PATH)
GETS = (
    BY_ID_PATH, BY_MAIL_PATH, BY_PHONE_PATH, QUICK_SEARCH_PATH, METADATA_PATH, ACTIVITY_TYPES_PATH, USERS_PATH, KEY_TEST_PATH
)  # fmt: skip
ENVELOPE = {
    "Status": "Error",
    "ExceptionType": "MXInvalidAccessDetailsException",
    "ExceptionMessage": "Invalid Access Details provided.",
}


def test_the_paths_are_those_of_the_documents():
    assert NOT_CONTACTED_PATH == "/Leads/NotContacted"
    assert BY_IDS_PATH == "/v2/LeadManagement.svc/Leads/Retrieve/ByIds"
    assert QUICK_SEARCH_PATH == "/v2/LeadManagement.svc/Leads.GetByQuickSearch"
    assert KEY_TEST_PATH == "/v2/Authentication.svc/UserByAccessKey.Get"


@pytest.mark.parametrize("path", [*POSTS, *GETS])
def test_nobody_comes_in_without_keys(stand_in: LeadSquaredStandIn, path: str):
    answer = stand_in.stranger.request("POST" if path in POSTS else "GET", path)
    assert (answer.status_code, answer.json()) == (401, ENVELOPE)


@pytest.mark.parametrize("path", [NOT_CONTACTED_PATH, "/v2/Users.Get", "/v2/Leads/NotContacted", "/"])
def test_the_wrong_verb_is_refused_and_unknown_paths_are_not_found(stand_in: LeadSquaredStandIn, path: str):
    assert stand_in.client.get(path).status_code == (405 if path == NOT_CONTACTED_PATH else 404)


def test_keys_are_taken_from_headers_or_from_the_query_string(stand_in: LeadSquaredStandIn):
    assert stand_in.stranger.get(USERS_PATH, headers=HEADERS).status_code == 200
    assert stand_in.stranger.get(USERS_PATH, params=QUERY_KEYS).status_code == 200
    body = report_body(size=1)
    assert stand_in.stranger.post(NOT_CONTACTED_PATH, json=body, headers=HEADERS).status_code == 200
    assert stand_in.stranger.post(NOT_CONTACTED_PATH, json=body, params=QUERY_KEYS).status_code == 200


def test_a_key_whose_dollar_was_expanded_or_half_a_pair_is_refused(stand_in: LeadSquaredStandIn):
    spoilt = DEMO_KEYS.access_key.reveal().partition("$")[0]
    assert stand_in.stranger.get(USERS_PATH, params=QUERY_KEYS | {"accessKey": spoilt}).status_code == 401
    half, other_half = {"x-LSQ-AccessKey": HEADERS["x-LSQ-AccessKey"]}, {"secretKey": QUERY_KEYS["secretKey"]}
    assert stand_in.stranger.get(USERS_PATH, headers=half, params=other_half).status_code == 401


def test_the_demos_keys_can_be_typed_in_and_do_not_print():
    for secret in (DEMO_KEYS.access_key, DEMO_KEYS.secret_key):
        assert check_secret_text(secret.reveal()) == secret.reveal()
        assert secret.reveal() not in repr(DEMO_KEYS)
    assert "$" in DEMO_KEYS.access_key.reveal()


def test_the_key_test_names_the_user_the_zone_and_this_host(stand_in: LeadSquaredStandIn):
    answer = stand_in.client.get(KEY_TEST_PATH).json()
    assert answer["LSQCommonServiceURLs"]["api"] == stand_in.url.removeprefix("http://")
    assert (answer["Name"], answer["TimeZone"]) == ("Dana Whitfield", "Eastern Standard Time")
    assert answer["Class"] == "1"
    assert list(answer.values()).count(None) > 3


@pytest.mark.parametrize("path", [USERS_PATH, KEY_TEST_PATH])
def test_right_keys_may_be_refused_with_401_and_the_envelope(stand_in: LeadSquaredStandIn, path: str):
    stand_in.faults.keys_refused = KeysRefused.ENVELOPE
    answer = stand_in.client.get(path)
    assert (answer.status_code, answer.json()) == (401, ENVELOPE)


def test_right_keys_may_be_refused_with_403(stand_in: LeadSquaredStandIn):
    stand_in.faults.keys_refused = KeysRefused.FORBIDDEN
    answer = stand_in.report()
    assert (answer.status_code, answer.json()["Status"]) == (403, "Error")


def test_a_wrong_region_is_refused_by_naming_the_right_host_and_the_key_test_works(stand_in: LeadSquaredStandIn):
    stand_in.faults.keys_refused = KeysRefused.OTHER_REGION
    answer = stand_in.client.get(USERS_PATH)
    assert answer.status_code == 401
    assert "api-us11.leadsquared.com" in answer.json()["ExceptionMessage"]
    holder = stand_in.client.get(KEY_TEST_PATH)
    assert holder.json()["LSQCommonServiceURLs"]["api"] == "api-us11.leadsquared.com"


@pytest.mark.parametrize(
    "host", ["api-in21.leadsquared.com", "https://api-in21.leadsquared.com", "api-in21.leadsquared.com/v2/"]
)
def test_the_key_test_may_name_another_host_in_any_form(stand_in: LeadSquaredStandIn, host: str):
    stand_in.faults.region_host = host
    assert stand_in.client.get(KEY_TEST_PATH).json()["LSQCommonServiceURLs"]["api"] == host


def test_the_report_may_refuse_headers_while_other_calls_take_them(stand_in: LeadSquaredStandIn):
    stand_in.faults.report_refuses_headers = True
    assert stand_in.report(size=1).status_code == 401
    assert stand_in.stranger.post(NOT_CONTACTED_PATH, json=report_body(size=1), params=QUERY_KEYS).status_code == 200
    assert stand_in.client.get(USERS_PATH).status_code == 200
