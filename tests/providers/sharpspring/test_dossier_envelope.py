"""What the document about SharpSpring lists in its sections 1 to 4: transport, envelope, refusals, limits."""

from __future__ import annotations

import json
from typing import Any

import pytest

from leaddesk.domain.errors import (
    AnswerFault,
    AnswerNotUnderstood,
    CredentialsRefused,
    LimitReached,
    NetworkCause,
    NotReachable,
    ProviderFailed,
    QueryRefused,
)
from leaddesk.domain.page import Position
from leaddesk.providers.sharpspring.limits import SHARPSPRING_PACE, judge_sharpspring
from leaddesk.providers.sharpspring.wire import ReadingMethod
from leaddesk.transport.verdict import Repeat
from tests.providers.sharpspring.scripted import (
    ACCOUNT_ID,
    CLUSTER_WORDS,
    CREDENTIALS,
    SECRET_KEY,
    Reply,
    failed,
    first_page,
    lead,
    leads,
    load_all,
    make_provider,
    make_query,
    make_transport,
    ok,
    paged,
    response,
    web_page,
)

pytestmark = pytest.mark.anyio

NOTHING = [None, [], {}, "", False, 0]


# Section 1


async def test_1_every_call_is_a_post_of_method_params_and_id():
    transport = make_transport()
    await first_page(transport, "leads")
    request = transport.sent[0]
    assert (request.method, request.url) == ("POST", "https://api.sharpspring.com/pubapi/v1.2/")
    body = dict(request.json_body or {})
    assert list(body) == ["method", "params", "id"]
    assert body["method"] == "getLeads"


async def test_1_the_version_of_the_account_is_in_the_path():
    transport = make_transport()
    await make_provider(transport, api_version="v1").fetch_page(make_query("leads"), Position())
    assert {request.url for request in transport.sent} == {"https://api.sharpspring.com/pubapi/v1/"}


async def test_1_the_keys_go_into_the_query_string_and_stand_nowhere_else():
    transport = make_transport()
    await first_page(transport, "leads")
    request = transport.sent[0]
    assert request.secret_params == {"accountID": CREDENTIALS["account_id"], "secretKey": CREDENTIALS["secret_key"]}
    assert not request.params
    assert ACCOUNT_ID not in repr(request) + request.url + json.dumps(dict(request.json_body or {}))
    assert SECRET_KEY not in repr(request)


@pytest.mark.parametrize("nothing", NOTHING)
async def test_1_null_and_anything_empty_is_no_error(nothing: Any):
    page = await first_page(make_transport(getLeads=ok({"lead": [lead()]}, error=nothing)), "leads")
    assert len(page.records) == 1


async def test_1_a_missing_error_is_no_error():
    page = await first_page(make_transport(getLeads={"result": {"lead": [lead()]}}), "leads")
    assert len(page.records) == 1


async def test_1_every_call_has_an_id_of_its_own():
    transport = make_transport(getLeads=paged(leads(250)))
    await load_all(make_provider(transport), make_query("leads"))
    ids = [(request.json_body or {})["id"] for request in transport.sent]
    assert len(set(ids)) == len(ids)
    assert all(isinstance(one, str) and one for one in ids)


async def test_1_an_answer_with_another_id_is_not_taken():
    with pytest.raises(AnswerNotUnderstood, match="another call") as caught:
        await first_page(make_transport(getLeads=ok({"lead": [lead()]}, id="other")), "leads")
    assert caught.value.fault is AnswerFault.OTHER_SHAPE


async def test_1_an_id_is_compared_as_text_and_may_be_left_out():
    transport = make_transport()
    sent: list[str] = []

    async def echo_number(request: Any) -> Any:
        body = request.json_body
        sent.append(body["id"])
        answers = {"getLeads": {"lead": [lead()]}}
        return response({"result": answers.get(body["method"], []), "error": None, "id": int(body["id"])})

    transport.send = echo_number
    assert len((await first_page(transport, "leads")).records) == 1
    assert sent
    for echoed in (None, ""):
        page = await first_page(make_transport(getLeads=ok({"lead": [lead()]}, id=echoed)), "leads")
        assert len(page.records) == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"callCount": "1037", "queryLimit": "50000"}, "1,037 of 50,000 calls used today"),
        ({"callCount": 12, "queryLimit": 5000}, "12 of 5,000 calls used today"),
        ({"callCount": "12"}, "12 calls used today"),
        ({"callCount": "many", "queryLimit": None}, ""),
        ({}, ""),
    ],
)
async def test_1_the_calls_used_today_are_told_when_the_answer_counts_them(more: dict[str, Any], words: str):
    assert (await first_page(make_transport(getLeads=ok({"lead": []}, **more)), "leads")).usage == words


async def test_1_has_more_in_the_result_is_no_row():
    transport = make_transport(getLeads=ok({"hasMore": False, "lead": [lead()]}, hasMore=False))
    assert len((await first_page(transport, "leads")).records) == 1


@pytest.mark.parametrize("result", [None, [], {}, "", {"lead": None}, {"lead": []}, {"lead": {}}])
async def test_1_a_result_of_nothing_is_no_rows(result: Any):
    page = await first_page(make_transport(getLeads=ok(result)), "leads")
    assert page.records == ()
    assert page.next is None


async def test_1_a_missing_result_is_no_rows():
    assert (await first_page(make_transport(getLeads={"error": None}), "leads")).records == ()


@pytest.mark.parametrize("result", [None, [], {}, ""])
async def test_1_an_empty_result_with_an_error_is_never_an_empty_list(result: Any):
    with pytest.raises(QueryRefused):
        await first_page(make_transport(getLeads=failed(205, result=result)), "leads")


async def test_1_unknown_keys_at_the_top_are_ignored():
    transport = make_transport(getLeads=ok({"lead": [lead()]}, serverTime="now", debug=[1]))
    assert len((await first_page(transport, "leads")).records) == 1


@pytest.mark.parametrize("body", [web_page(), response(b""), response(b"Fatal error"), response(b'{"result": {"le')])
def test_1_what_is_no_json_with_status_200_is_worth_asking_again(body: Any):
    assert judge_sharpspring(body).repeat is Repeat.FAILURE


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (web_page(), AnswerFault.WEB_PAGE),
        (response(b""), AnswerFault.EMPTY),
        (response(b"Fatal error"), AnswerFault.NOT_JSON),
        (response(b'{"result": {"le'), AnswerFault.CUT_OFF),
        (response([]), AnswerFault.OTHER_SHAPE),
    ],
)
async def test_1_what_is_no_json_is_never_an_empty_list(body: Any, fault: AnswerFault):
    with pytest.raises(AnswerNotUnderstood) as caught:
        await first_page(make_transport(getLeads=body), "leads")
    assert caught.value.fault is fault


# Section 2


@pytest.mark.parametrize(
    ("body", "status"),
    [
        *[(body, status) for body in (CLUSTER_WORDS, json.dumps(CLUSTER_WORDS)) for status in (401, 400, 200)],
        ("", 401),
    ],
)
async def test_2_wrong_keys_are_refused_by_a_bare_text_or_by_nothing(body: str, status: int):
    reply = response(body, status=status, www_authenticate='Basic realm="SharpSpring"')
    with pytest.raises(CredentialsRefused) as caught:
        await first_page(make_transport(getLeads=reply), "leads")
    assert caught.value.host == "api.sharpspring.com"
    assert judge_sharpspring(reply).repeat is Repeat.NEVER


@pytest.mark.parametrize("code", [103, 104, 105, "105"])
@pytest.mark.parametrize("status", [200, 401, 500])
async def test_2_the_errors_about_keys_are_told_whatever_the_status(code: int | str, status: int):
    reply = response(failed(code, "User authentication failed."), status=status)
    with pytest.raises(CredentialsRefused):
        await first_page(make_transport(getLeads=reply), "leads")


# Section 3


@pytest.mark.parametrize(
    "error",
    [
        {"code": 205, "message": "Invalid parameters."},
        [{"code": 205, "message": "Invalid parameters."}, {"code": 999, "message": "x"}],
        {"code": "205", "message": "Invalid parameters."},
    ],
)
async def test_3_an_error_may_be_an_object_or_a_list_and_its_code_a_number_or_text(error: Any):
    with pytest.raises(QueryRefused) as caught:
        await first_page(make_transport(getLeads={"result": {"lead": [lead()]}, "error": error}), "leads")
    assert caught.value.said == "205: Invalid parameters."


@pytest.mark.parametrize("error", ["Something is wrong", 7, True])
async def test_3_an_error_of_another_kind_is_an_error_all_the_same(error: Any):
    with pytest.raises(QueryRefused):
        await first_page(make_transport(getLeads={"result": {"lead": [lead()]}, "error": error}), "leads")


async def test_3_nothing_is_judged_by_its_status_alone():
    with pytest.raises(QueryRefused):  # 200, and refused
        await first_page(make_transport(getLeads=failed(217)), "leads")
    with pytest.raises(LimitReached, match="used up"):  # 500, and a limit
        await first_page(make_transport(getLeads=response(failed(106), status=500)), "leads")
    page = await first_page(make_transport(getLeads=response(ok({"lead": [lead()]}), status=201)), "leads")
    assert len(page.records) == 1


@pytest.mark.parametrize(("status", "kind"), [(500, ProviderFailed), (503, LimitReached), (404, QueryRefused)])
async def test_3_an_error_status_without_an_error_is_no_success(status: int, kind: type[Exception]):
    for body in (ok({"lead": []}), b""):
        with pytest.raises(kind):
            await first_page(make_transport(getLeads=response(body, status=status)), "leads")


async def test_3_of_an_error_only_code_and_words_are_shown():
    with pytest.raises(QueryRefused) as caught:
        await first_page(make_transport(getLeads=failed(205, f"Invalid: {SECRET_KEY}\x1b[31m\nfor you")), "leads")
    assert SECRET_KEY not in caught.value.said
    assert caught.value.said.isprintable()


@pytest.mark.parametrize("carrier", ["object", "list"])
def test_3_the_limit_of_a_second_is_waited_for_and_that_of_a_day_is_not(carrier: str):
    def judged(code: Any) -> Any:
        error: Any = {"code": code, "message": "Limit."}
        return judge_sharpspring(response({"result": None, "error": [error] if carrier == "list" else error}))

    assert (judged(107).repeat, judged("107").wait_seconds) == (Repeat.LIMIT, 1.0)
    assert judged(106).repeat is Repeat.NEVER
    assert judge_sharpspring(response(failed(106), status=429)).repeat is Repeat.NEVER


async def test_3_the_limit_of_the_day_says_tomorrow():
    with pytest.raises(LimitReached) as caught:
        await first_page(make_transport(getLeads=failed(106, "Daily limit.")), "leads")
    assert "tomorrow" in caught.value.remedy
    assert caught.value.wait_seconds is None


@pytest.mark.parametrize("code", [*range(201, 224), *range(301, 308), 404])
async def test_3_a_refusal_of_the_call_is_never_repeated(code: int):
    assert judge_sharpspring(response(failed(code))).repeat is Repeat.NEVER
    transport = make_transport(getLeads=failed(code))
    with pytest.raises(QueryRefused):
        await first_page(transport, "leads")
    assert len(transport.params("getLeads")) == 1


async def test_3_the_unknown_error_is_asked_again_once():
    transport = make_transport(getLeads=[failed(999), ok({"lead": [lead()]})])
    assert len((await first_page(transport, "leads")).records) == 1
    transport = make_transport(getLeads=[failed(999)])
    with pytest.raises(ProviderFailed):
        await first_page(transport, "leads")
    assert len(transport.params("getLeads")) == 2
    assert judge_sharpspring(response(failed(999))).repeat is Repeat.NEVER  # or it would be asked more often


@pytest.mark.parametrize("words", ["Service temporarily unavailable", "Please TRY AGAIN in a few minutes"])
async def test_3_words_that_announce_a_passing_state_are_believed(words: str):
    for reply in (response(failed(100, words)), response(words), response(json.dumps(words))):
        assert judge_sharpspring(reply).repeat is Repeat.FAILURE
        with pytest.raises(ProviderFailed):
            await first_page(make_transport(getLeads=reply), "leads")


@pytest.mark.parametrize("code", [214, 404])
async def test_3_an_unknown_record_is_not_found_rather_than_an_error(code: int):
    page = await first_page(make_transport(getLead=failed(code)), "lead", id="5")
    assert (page.records, page.notes) == ((), ("No lead has this id.",))


def test_3_a_large_good_answer_is_judged_by_its_ends():
    rows = json.dumps(leads(400)).encode()
    good = b'{"result": {"lead": ' + rows + b'}, "error": null, "id": "1"}'
    assert judge_sharpspring(response(good)).repeat is Repeat.AS_STATUS
    assert judge_sharpspring(response(good[:-20])).repeat is Repeat.FAILURE


# Section 4


def test_4_the_pace_is_the_documented_one():
    assert (SHARPSPRING_PACE.calls, SHARPSPRING_PACE.per_seconds, SHARPSPRING_PACE.documented) == (10, 1, True)


async def test_4_a_full_page_is_followed_by_one_more_question():
    transport = make_transport(getLeads=paged(leads(500)))
    tally, records, pages = await load_all(make_provider(transport), make_query("leads", page_size=500))
    assert [len(page.records) for page in pages] == [500, 0]
    assert [params["offset"] for params in transport.params("getLeads")] == [0, 500]
    assert tally.statement().complete
    assert len(records) == 500


async def test_4_a_limit_above_the_cap_is_never_asked_for():
    transport = make_transport(getEvents=paged([{"id": str(n)} for n in range(3)], "event"))
    await first_page(transport, "events", page_size=500, leadID="5")
    assert transport.params("getEvents")[0]["limit"] == 500


TOO_MUCH = [
    web_page(),
    response(b""),
    response(b"Fatal error"),
    NotReachable("too slow", host="h", cause=NetworkCause.DEADLINE),
    NotReachable("silent", host="h", cause=NetworkCause.SILENT),
    AnswerNotUnderstood("too large", fault=AnswerFault.TOO_LARGE),
]


@pytest.mark.parametrize("trouble", TOO_MUCH, ids=str)
async def test_4_a_page_that_does_not_come_through_is_halved_and_that_is_told(trouble: Reply):
    def answer(params: dict[str, Any]) -> Reply:
        return trouble if params["limit"] > 125 else paged(leads(300))(params)

    transport = make_transport(getLeads=answer)
    tally, records, pages = await load_all(make_provider(transport), make_query("leads", page_size=250))
    assert len(records) == 300
    assert "SharpSpring did not serve pages of 250 rows; 125 were asked for." in pages[0].notes
    assert pages[0].served_size == 125
    assert [params["limit"] for params in transport.params("getLeads")[:3]] == [250, 125, 125]  # and remembered
    assert tally.statement().complete


@pytest.mark.parametrize("trouble", TOO_MUCH, ids=str)
async def test_4_when_no_size_comes_through_the_cause_is_raised(trouble: Reply):
    transport = make_transport(getLeads=trouble)
    kind = type(trouble) if isinstance(trouble, Exception) else AnswerNotUnderstood
    with pytest.raises(kind):
        await first_page(transport, "leads", page_size=250)
    assert 2 <= len(transport.params("getLeads")) <= 4


async def test_4_lists_are_asked_for_a_hundred_ids_at_a_time():
    ids = [str(number) for number in range(1, 251)]

    def answer(params: dict[str, Any]) -> Reply:
        return ok({"getWhereIns": [{"memberID": str(one), "listID": "9"} for one in params["memberIDs"]]})

    transport = make_transport(getLeadListMemberships=answer)
    page = await first_page(transport, "list-memberships", page_size=500, memberIDs=ids)
    assert [len(params["memberIDs"]) for params in transport.params("getLeadListMemberships")] == [100, 100, 50]
    assert [record.id for record in page.records] == ids


def test_4_no_method_writes():
    writing = {"create", "update", "delete", "log", "subscribe", "add", "remove", "set"}
    assert not [method for method in ReadingMethod if not method.startswith("get")]
    assert not [method for method in ReadingMethod if any(method.value.startswith(word) for word in writing)]
