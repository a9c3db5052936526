"""Each fault of the stand-in happens on the wire when it is switched on, and only then."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import pytest

from leaddesk.demo.answers import WrongAnswer
from leaddesk.demo.leadexec import (
    DEMO_CREDENTIAL,
    INBOUND_PATH,
    LEAD_TYPES_PATH,
    LEADS_PATH,
    OUTBOUND_PATH,
    TOKEN_PATH,
)
from tests.demo.conftest import StandIn

LEADS = f"{LEADS_PATH}/1001"
LISTS = (LEADS, f"{INBOUND_PATH}/1001", f"{OUTBOUND_PATH}/1001")
RIGHT = {
    "client_id": DEMO_CREDENTIAL.client_id,
    "client_secret": DEMO_CREDENTIAL.client_secret.reveal(),
    "grant_type": "client_credentials",
}
AllLeads = Callable[[int], list[dict[str, Any]]]


def uids(answer: dict[str, Any]) -> list[Any]:
    return [lead["UID"] for lead in answer["Leads"]]


def test_a_token_call_may_answer_200_with_an_error_and_no_token(stand_in: StandIn):
    stand_in.faults.token_error = "Error details"
    answer = stand_in.client.post(TOKEN_PATH, json=RIGHT)
    assert answer.status_code == 200
    assert (answer.json()["access_token"], answer.json()["error"]) == (None, "Error details")


@pytest.mark.parametrize("status", [400, 401, 403, 500])
def test_a_token_call_may_answer_with_a_status(stand_in: StandIn, status: int):
    stand_in.faults.token_status = status
    answer = stand_in.client.post(TOKEN_PATH, json=RIGHT)
    assert answer.status_code == status
    assert answer.json()["access_token"] is None


def test_a_token_may_end_after_some_calls_and_a_new_one_works_again(stand_in: StandIn):
    stand_in.faults.calls_per_token = 2
    for _ in range(2):
        token = stand_in.client.post(TOKEN_PATH, json=RIGHT).json()["access_token"]
        signed_in = {"Authorization": f"Bearer {token}"}
        body = {"StartDate": "2026-01-01T00:00:00Z", "EndDate": "2026-01-31T00:00:00Z", "Take": 1}
        statuses = [stand_in.client.post(LEADS, json=body, headers=signed_in).status_code for _ in range(4)]
        assert statuses == [200, 200, 401, 401]
    assert stand_in.log.tokens_given == 2


def test_the_lead_types_may_be_refused_while_data_works(stand_in: StandIn):
    stand_in.faults.lead_types_status = 403
    assert stand_in.client.get(LEAD_TYPES_PATH).status_code == 403
    assert stand_in.ask(LEADS).status_code == 200


def test_data_may_be_refused_while_the_lead_types_work(stand_in: StandIn):
    stand_in.faults.data_status = 403
    assert [stand_in.ask(path).status_code for path in LISTS] == [403, 403, 403]
    assert stand_in.client.get(LEAD_TYPES_PATH).status_code == 200


def test_statuses_come_once_each_and_then_all_is_well(stand_in: StandIn):
    stand_in.faults.next_data_statuses = [500, 429, 503]
    stand_in.faults.retry_after = "2"
    answers = [stand_in.ask(LEADS, Take=1) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [500, 429, 503, 200]
    assert [answer.headers.get("Retry-After") for answer in answers] == [None, "2", "2", None]


def test_a_429_may_come_without_retry_after(stand_in: StandIn):
    stand_in.faults.next_data_statuses = [429]
    assert "Retry-After" not in stand_in.ask(LEADS).headers


def test_errors_may_be_plain_text(stand_in: StandIn):
    stand_in.faults.plain_text_errors = True
    stand_in.faults.next_data_statuses = [500]
    refused = stand_in.client.post(TOKEN_PATH, json={})
    for answer, status in ((stand_in.ask(LEADS), 500), (stand_in.ask(LEADS, Take=0), 400), (refused, 400)):
        assert answer.status_code == status
        assert answer.headers["Content-Type"].startswith("text/plain")
        assert answer.text[0] not in "{["


@pytest.mark.parametrize("path", LISTS)
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
    stand_in: StandIn, path: str, wrong: WrongAnswer, content_type: str, start: str, length: int | None
):
    stand_in.faults.wrong_answer = wrong
    answer = stand_in.ask(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(content_type)
    assert answer.text.startswith(start)
    assert length is None or len(answer.content) == length


@pytest.mark.parametrize("path", LISTS)
def test_an_answer_may_be_cut_off(stand_in: StandIn, path: str):
    whole = stand_in.ask(path).content
    stand_in.faults.wrong_answer = WrongAnswer.CUT_OFF
    assert stand_in.ask(path).content == whole[: len(whole) // 2]


def test_the_total_may_be_greater_than_all_pages(stand_in: StandIn, all_leads: AllLeads):
    stand_in.faults.total_too_high_by = 3
    assert stand_in.leads()["QueryTotal"] == len(all_leads(1001)) + 3
    rows = stand_in.all_rows(LEADS)
    assert len(rows) == len(all_leads(1001))


@pytest.mark.parametrize(("path", "name"), [(LISTS[0], "QueryTotal"), (LISTS[1], "Total")])
def test_the_total_may_be_missing(stand_in: StandIn, path: str, name: str):
    assert name in stand_in.ask(path).json()
    stand_in.faults.total_missing = True
    assert name not in stand_in.ask(path).json()


def test_the_server_may_lower_take(stand_in: StandIn):
    stand_in.faults.most_rows = 40
    answer = stand_in.leads(Take=500)
    assert (answer["Take"], answer["SentCount"], len(answer["Leads"])) == (40, 40, 40)
    assert stand_in.leads(Take=10)["Take"] == 10


def test_a_row_may_come_again_in_place_of_another(stand_in: StandIn, all_leads: AllLeads):
    stand_in.faults.repeats_last_row = True
    first, second = uids(stand_in.leads(Take=50)), uids(stand_in.leads(Take=50, Skip=50))
    everyone = [lead["UID"] for lead in all_leads(1001)]
    assert first == everyone[:50]
    assert second == [first[-1], *everyone[51:100]]


def test_rows_may_come_in_at_the_front_while_paging(stand_in: StandIn, all_leads: AllLeads):
    stand_in.faults.rows_moved = 2
    first, second = stand_in.leads(Take=50), stand_in.leads(Take=50, Skip=50)
    assert uids(second)[:2] == uids(first)[-2:]
    assert second["QueryTotal"] == first["QueryTotal"] + 2
    rows = stand_in.all_rows(LEADS)
    assert {lead["UID"] for lead in rows} == {lead["UID"] for lead in all_leads(1001)}


@pytest.mark.parametrize(("path", "name"), [(LISTS[0], "Leads"), (LISTS[1], "Pings")])
def test_one_row_of_a_page_may_be_a_number(stand_in: StandIn, path: str, name: str):
    stand_in.faults.unreadable_row = 4
    rows = stand_in.ask(path, Take=10).json()[name]
    assert [place for place, row in enumerate(rows) if not isinstance(row, dict)] == [4]
    assert len(stand_in.ask(path, Take=3).json()[name]) == 3


def test_numbers_may_be_text(stand_in: StandIn):
    stand_in.faults.numbers_as_text = True
    answer = stand_in.leads(Take=2)
    assert [type(value) for value in (answer["QueryTotal"], answer["SentCount"], *uids(answer))] == [str] * 4


def test_sort_order_as_a_number_may_be_refused(stand_in: StandIn):
    stand_in.faults.number_order_refused = True
    statuses = [stand_in.ask(LEADS, SortOrder=order).status_code for order in (0, 1, "ASC", "DESC")]
    assert statuses == [400, 400, 200, 200]
    assert stand_in.ask(LEADS).status_code == 200


def test_sort_order_as_a_word_may_be_refused(stand_in: StandIn):
    stand_in.faults.word_order_refused = True
    statuses = [stand_in.ask(LEADS, SortOrder=order).status_code for order in (0, 1, "ASC", "DESC")]
    assert statuses == [200, 200, 400, 400]
    assert stand_in.ask(LISTS[1], SortOrder="DESC").status_code == 200


@pytest.mark.parametrize("query", [{"LoanAmount": {"$gt": 5}}, {"$or": []}, {"State": {"$gte": "A", "$in": []}}])
def test_unknown_operators_may_be_refused(stand_in: StandIn, query: dict[str, Any]):
    stand_in.faults.unknown_operators_refused = True
    assert stand_in.ask(LEADS, Query=query).status_code == 400
    assert stand_in.ask(LEADS, Query={"LoanAmount": {"$gte": 1, "$lte": 9}, "State": "TX"}).status_code == 200


def test_the_query_may_be_ignored(stand_in: StandIn, all_leads: AllLeads):
    assert stand_in.leads(Query={"State": "TX"})["QueryTotal"] < 300
    stand_in.faults.query_ignored = True
    assert stand_in.leads(Query={"State": "TX"})["QueryTotal"] == len(all_leads(1001))


def test_the_order_may_be_ignored(stand_in: StandIn, all_leads: AllLeads):
    stand_in.faults.sort_ignored = True
    oldest = [lead["UID"] for lead in all_leads(1001)[:20]]
    assert uids(stand_in.leads(SortFields=["LoanAmount"], SortOrder=1, Take=20)) == oldest
    oldest_pings = stand_in.ask(LISTS[1], SortOrder="ASC").json()["Pings"]
    assert stand_in.ask(LISTS[1], SortOrder="DESC").json()["Pings"] == oldest_pings


def test_leads_may_come_without_uid_when_fields_are_named(stand_in: StandIn):
    stand_in.faults.uid_left_out = True
    assert all("UID" not in lead for lead in stand_in.leads(Fields=["FirstName"])["Leads"])
    assert all("UID" in lead for lead in stand_in.leads()["Leads"])


def test_the_dates_may_be_compared_with_last_updated(stand_in: StandIn, all_leads: AllLeads):
    start, end = datetime.fromisoformat("2026-01-10T00:00:00Z"), datetime.fromisoformat("2026-01-20T00:00:00Z")
    dates = {"StartDate": start.isoformat(), "EndDate": end.isoformat()}
    by_added = stand_in.ask(LEADS, **dates, Take=1000).json()
    stand_in.faults.range_tests_last_updated = True
    by_updated = stand_in.ask(LEADS, **dates, Take=1000).json()
    expected = [lead["UID"] for lead in all_leads(1001) if start <= datetime.fromisoformat(lead["LastUpdated"]) <= end]
    assert uids(by_updated) == expected != uids(by_added)


@pytest.mark.parametrize("by_updated", [False, True])
def test_the_end_may_be_excluded(stand_in: StandIn, all_leads: AllLeads, by_updated: bool):
    lead = all_leads(1001)[500]
    text = lead["LastUpdated"] if by_updated else lead["Properties"]["DateAdded"]
    start = datetime.fromisoformat(text) - timedelta(hours=1)
    stand_in.faults.range_tests_last_updated = by_updated
    assert lead["UID"] in uids(stand_in.leads(StartDate=start.isoformat(), EndDate=text))
    stand_in.faults.end_is_exclusive = True
    assert lead["UID"] not in uids(stand_in.leads(StartDate=start.isoformat(), EndDate=text))


def test_answers_may_be_slow_and_token_calls_at_one_time_are_counted(stand_in: StandIn):
    stand_in.faults.delay_seconds = 0.3
    begun = monotonic()

    def ask_for_token(_turn: int) -> int:
        return stand_in.stranger.post(TOKEN_PATH, json=RIGHT).status_code

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(ask_for_token, range(3))) == [200, 200, 200]
    assert monotonic() - begun >= 0.3
    assert stand_in.log.most_token_calls_at_once >= 2
    assert stand_in.log.tokens_given == 3
