"""Each fault of Lofty's answers happens on the wire when it is switched on, and only then."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest

from leaddesk.demo.answers import WrongAnswer
from leaddesk.demo.lofty import DEMO_TOKENS, LEADS_PATH, ME_PATH, MEMBERS_PATH, PONDS_PATH, STAGES_PATH, TAGS_PATH
from leaddesk.demo.lofty_faults import Envelope, ErrorShape, Refused
from tests.demo.lofty.conftest import LoftyStandIn

Leads = list[dict[str, Any]]
NO_USER = {"code": 200058, "message": "User in token does not exist."}
NO_SCOPE = {"code": 200100, "message": "Sorry, the vendor does not have permission for this API."}
REFUSALS = [
    (Refused.WORDS_401, 401, "Bad credentials."),
    (Refused.OBJECT_401, 401, {"code": 20004, "message": "Bad credentials."}),
    (Refused.NO_USER_400, 400, NO_USER),
    (Refused.NO_SCOPE_403, 403, NO_SCOPE),
    (Refused.NO_RIGHT_400, 400, {"code": 20017, "message": "Permission denied."}),
]


@pytest.mark.parametrize(("how", "status", "body"), REFUSALS)
def test_a_good_credential_may_be_turned_down(lofty: LoftyStandIn, how: Refused, status: int, body: Any):
    lofty.faults.always_refused = how
    for path in (LEADS_PATH, ME_PATH, PONDS_PATH):
        answer = lofty.ask(path)
        assert (answer.status_code, answer.json()) == (status, body)


@pytest.mark.parametrize(("how", "status", "body"), REFUSALS)
def test_an_unknown_credential_may_be_turned_down_in_each_way(
    lofty: LoftyStandIn, how: Refused, status: int, body: Any
):
    lofty.faults.bad_credential = how
    answer = lofty.stranger.get(ME_PATH, headers={"Authorization": "token unknown"})
    assert (answer.status_code, answer.json()) == (status, body)
    wrong_scheme = {"Authorization": f"Bearer {DEMO_TOKENS.api_key.reveal()}"}
    assert lofty.stranger.get(ME_PATH, headers=wrong_scheme).json() == NO_USER
    assert lofty.ask(ME_PATH).status_code == 200


def test_faults_may_concern_some_paths_only(lofty: LoftyStandIn):
    lofty.faults.only_path = MEMBERS_PATH
    lofty.faults.always_refused = Refused.NO_SCOPE_403
    lofty.faults.error_shape = ErrorShape.STRING
    answer = lofty.ask(MEMBERS_PATH)
    assert (answer.status_code, answer.json()) == (403, NO_SCOPE["message"])
    assert lofty.ask(LEADS_PATH, limit=0).json()["code"] == 20042
    lofty.faults.always_refused = None
    lofty.faults.wrong_answer = WrongAnswer.EMPTY
    assert lofty.ask(MEMBERS_PATH).content == b""
    assert lofty.get(ME_PATH)["id"]
    lofty.faults.next_statuses = [500]
    assert [lofty.ask(path).status_code for path in (LEADS_PATH, MEMBERS_PATH, MEMBERS_PATH)] == [200, 500, 200]


def test_statuses_come_once_each_and_then_all_is_well(lofty: LoftyStandIn):
    lofty.faults.next_statuses = [500, 429, 503, 401, 403, 404, 400, 502]
    answers = [lofty.ask(LEADS_PATH, limit=1) for _ in range(9)]
    assert [answer.status_code for answer in answers] == [500, 429, 503, 401, 403, 404, 400, 502, 200]
    codes = [answer.json().get("code") for answer in answers[:8]]
    assert codes == [20005, None, None, 20004, 200100, 20007, 20012, 20005]


@pytest.mark.parametrize(
    ("shape", "body"),
    [
        (ErrorShape.OBJECT, {"code": 20005, "message": "Internal error."}),
        (ErrorShape.NAMED, {"code": "INTERNAL_ERROR", "message": "Internal error."}),
        (ErrorShape.STRING, "Internal error."),
        (ErrorShape.EXCEPTION, {"message": "BaseApplicationException:errorCode=20005,errorMsg=Internal error."}),
    ],
)
def test_an_error_comes_in_several_shapes_of_json(lofty: LoftyStandIn, shape: ErrorShape, body: Any):
    lofty.faults.error_shape = shape
    lofty.faults.next_statuses = [500]
    answer = lofty.ask(LEADS_PATH)
    assert (answer.status_code, answer.json()) == (500, body)


def test_a_code_may_be_the_name_of_the_document(lofty: LoftyStandIn):
    lofty.faults.error_shape = ErrorShape.NAMED
    assert lofty.ask(LEADS_PATH, limit=101).json()["code"] == "LIMIT_NOT_VALID"
    assert lofty.ask(LEADS_PATH, offset=20_000).json()["code"] == "OFFSET_EXCEED_LIMIT"
    assert lofty.ask(f"{LEADS_PATH}/5").json()["code"] == "LEAD_NOT_EXIST"
    lofty.faults.next_statuses = [429]
    assert lofty.ask(LEADS_PATH).json() == {"message": "Too Many Requests"}


@pytest.mark.parametrize(
    ("shape", "content_type", "start"),
    [(ErrorShape.PLAIN_TEXT, "text/plain", "Lead does"), (ErrorShape.WEB_PAGE, "text/html", "<!DOCTYPE html>")],
)
def test_an_error_may_be_no_json(lofty: LoftyStandIn, shape: ErrorShape, content_type: str, start: str):
    lofty.faults.error_shape = shape
    answer = lofty.ask(f"{LEADS_PATH}/5")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith(content_type)
    assert answer.text.startswith(start)


@pytest.mark.parametrize("path", [LEADS_PATH, ME_PATH, TAGS_PATH])
@pytest.mark.parametrize(
    ("wrong", "content_type", "start", "length"),
    [
        (WrongAnswer.WEB_PAGE, "text/html", "<!DOCTYPE html>", None),
        (WrongAnswer.EMPTY, "application/json", "", 0),
        (WrongAnswer.NOT_JSON, "text/plain", "4", None),
        (WrongAnswer.OTHER_SHAPE, "application/json", '{"Items":[]}', 12),
    ],
)
def test_another_answer_may_come_with_status_200(
    lofty: LoftyStandIn, path: str, wrong: WrongAnswer, content_type: str, start: str, length: int | None
):
    lofty.faults.wrong_answer = wrong
    lofty.faults.rate_headers = True
    answer = lofty.ask(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(content_type)
    assert answer.text.startswith(start)
    assert length is None or len(answer.content) == length
    assert "X-RateLimit-Limit" in answer.headers


def test_a_web_page_may_come_with_another_good_status(lofty: LoftyStandIn):
    lofty.faults.wrong_answer = WrongAnswer.WEB_PAGE
    lofty.faults.web_page_status = 203
    answer = lofty.ask(LEADS_PATH)
    assert (answer.status_code, answer.text[:9]) == (203, "<!DOCTYPE")


def test_an_answer_may_be_cut_off(lofty: LoftyStandIn):
    whole = lofty.ask(ME_PATH).content
    lofty.faults.wrong_answer = WrongAnswer.CUT_OFF
    assert lofty.ask(ME_PATH).content == whole[: len(whole) // 2]


@pytest.mark.parametrize("code", [20017, 200058, "PERMISSION_DENIED"])
def test_an_error_may_come_with_status_200(lofty: LoftyStandIn, code: int | str):
    lofty.faults.code_in_200 = code
    assert lofty.get(LEADS_PATH) == {"code": code, "message": "The request failed.", "data": None}


LISTS = [(LEADS_PATH, "leads"), (STAGES_PATH, "pipelines"), (MEMBERS_PATH, "members")]


@pytest.mark.parametrize(("path", "name"), LISTS)
def test_a_list_comes_in_several_envelopes(lofty: LoftyStandIn, path: str, name: str):
    plain = lofty.get(path)
    rows, about = plain[name], plain["_metadata"]
    assert rows
    answers: dict[Envelope, Any] = {}
    for envelope in Envelope:
        lofty.faults.envelope = envelope
        answers[envelope] = without_cursor(lofty.get(path))
    about.pop("scrollId", None)
    assert answers == {
        Envelope.METADATA: {"_metadata": about, name: rows},
        Envelope.GET_METADATA: {"get_metadata": about, name: rows},
        Envelope.NO_METADATA: {name: rows},
        Envelope.WRAPPED: {"code": 0, "message": "success", "data": {"_metadata": about, name: rows}},
        Envelope.DATA_LIST: {"data": {"list": rows}},
        Envelope.BARE: rows,
    }


def without_cursor(answer: Any) -> Any:
    """Each page has a cursor of its own."""
    inner = answer.get("data", answer) if isinstance(answer, dict) else {}
    for name in ("_metadata", "get_metadata"):
        inner.get(name, {}).pop("scrollId", None)
    return answer


def test_a_lead_may_come_bare(lofty: LoftyStandIn, all_lofty_leads: Leads):
    lead = all_lofty_leads[3]
    lofty.faults.lead_is_bare = True
    assert lofty.get(f"{LEADS_PATH}/{lead['leadId']}") == lead


def test_answers_may_be_slow(lofty: LoftyStandIn):
    lofty.faults.delay_seconds = 0.2
    lofty.faults.only_path = LEADS_PATH
    begun = monotonic()
    lofty.ask(LEADS_PATH, limit=1)
    assert monotonic() - begun >= 0.2
    assert lofty.log.counts[LEADS_PATH] == 1
