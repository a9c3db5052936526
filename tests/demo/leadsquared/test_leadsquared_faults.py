"""Each fault of the stand-in happens on the wire when it is switched on, and only then."""

from __future__ import annotations

import csv
import io
from time import monotonic
from typing import Any

import httpx
import pytest

from leaddesk.demo.answers import WrongAnswer
from leaddesk.demo.leadsquared import (
    ACTIVITY_TYPES_PATH,
    BY_ID_PATH,
    KEY_TEST_PATH,
    METADATA_PATH,
    NOT_CONTACTED_PATH,
    QUICK_SEARCH_PATH,
    USERS_PATH,
)
from leaddesk.demo.leadsquared_faults import DataForm, DataOperand, GroupTotal, NoRows, OffsetMeaning, TotalForm
from tests.demo.leadsquared.conftest import NOBODY, LeadSquaredStandIn, lead_filter, report_body

AGGREGATE = {"Type": "Aggregate", "GroupBy": "OwnerId", "AggregateFunction": "Sum", "AggregateField": "Score"}


def data_answers(stand_in: LeadSquaredStandIn) -> list[httpx.Response]:
    lead_id = stand_in.leads[0]["ProspectID"]
    return [
        stand_in.report(size=30),
        stand_in.by_ids([lead_id]),
        stand_in.client.get(BY_ID_PATH, params={"id": lead_id}),
        stand_in.client.get(QUICK_SEARCH_PATH, params={"key": "a"}),
        stand_in.activities(lead_id),
    ]


def metadata_answers(stand_in: LeadSquaredStandIn) -> list[httpx.Response]:
    return [stand_in.client.get(path) for path in (METADATA_PATH, ACTIVITY_TYPES_PATH, USERS_PATH)]


def report_csv(stand_in: LeadSquaredStandIn, **options: Any) -> httpx.Response:
    body = report_body(**{"columns": "ProspectID,mx_City,EmailAddress", "size": 20} | options)
    return stand_in.client.post(NOT_CONTACTED_PATH, json=body, params={"responseformat": "CSV"})


def test_the_next_data_calls_may_fail_one_by_one(stand_in: LeadSquaredStandIn):
    stand_in.faults.next_statuses = [500, 429, 403, 404]
    assert {answer.status_code for answer in metadata_answers(stand_in)} == {200}
    answers = [stand_in.report(size=1) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [500, 429, 403, 404, 200]
    assert "exceeded the limit of 25 in 5 second(s)" in answers[1].json()["ExceptionMessage"]
    assert answers[2].json()["Status"] == "Error"


def test_infrastructure_may_fail_with_a_web_page(stand_in: LeadSquaredStandIn):
    stand_in.faults.infrastructure_fails = True
    for answer in data_answers(stand_in):
        assert answer.status_code == 500
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "MX" not in answer.text
    assert stand_in.client.get(KEY_TEST_PATH).status_code == 200


@pytest.mark.parametrize("status", [500, 400, 200])
def test_an_mx_exception_may_come_with_any_status_even_200(stand_in: LeadSquaredStandIn, status: int):
    stand_in.faults.exception_words = "Please try again: deadlock."
    stand_in.faults.exception_type = "MXUnknownException"
    stand_in.faults.exception_status = status
    for answer in data_answers(stand_in):
        assert answer.status_code == status
        assert answer.json() == {
            "Status": "Error",
            "ExceptionType": "MXUnknownException",
            "ExceptionMessage": "Please try again: deadlock.",
        }


def test_metadata_may_be_refused_while_data_comes(stand_in: LeadSquaredStandIn):
    stand_in.faults.metadata_status = 403
    assert {answer.status_code for answer in metadata_answers(stand_in)} == {403}
    assert {answer.status_code for answer in data_answers(stand_in)} == {200}
    assert stand_in.client.get(KEY_TEST_PATH).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "start"),
    [
        (WrongAnswer.WEB_PAGE, "<!DOCTYPE html>"),
        (WrongAnswer.EMPTY, ""),
        (WrongAnswer.NOT_JSON, "4"),
        (WrongAnswer.OTHER_SHAPE, '{"Items":[]}'),
    ],
)
def test_another_answer_may_come_with_status_200(stand_in: LeadSquaredStandIn, wrong: WrongAnswer, start: str):
    usual = data_answers(stand_in)
    stand_in.faults.wrong_answer = wrong
    for answer, before in zip(data_answers(stand_in), usual, strict=True):
        assert answer.status_code == 200
        assert answer.text.startswith(start)
        assert answer.content != before.content
    assert isinstance(stand_in.client.get(METADATA_PATH).json(), list)


def test_an_answer_may_be_cut_off(stand_in: LeadSquaredStandIn):
    usual = data_answers(stand_in)
    stand_in.faults.wrong_answer = WrongAnswer.CUT_OFF
    for answer, before in zip(data_answers(stand_in), usual, strict=True):
        assert answer.content == before.content[: len(before.content) // 2]


def test_the_report_may_not_be_there(stand_in: LeadSquaredStandIn):
    stand_in.faults.report_missing = True
    assert [answer.status_code for answer in data_answers(stand_in)] == [404, 200, 200, 200, 200]


def test_what_cannot_be_done_may_be_told_with_400(stand_in: LeadSquaredStandIn):
    stand_in.faults.logic_status = 400
    answer = stand_in.report(lead_filter("Nope", "=", "1"))
    assert (answer.status_code, answer.json()["ExceptionType"]) == (400, "MXUnknownAttributeException")


@pytest.mark.parametrize("output", [None, AGGREGATE])
def test_the_total_may_be_a_number_or_missing(stand_in: LeadSquaredStandIn, output: dict[str, Any] | None):
    def total() -> Any:
        return stand_in.report(**({"Output": output} if output else {})).json().get("TotalCount", "missing")

    as_text = total()
    stand_in.faults.total = TotalForm.NUMBER
    assert (type(as_text), total()) == (str, int(as_text))
    stand_in.faults.total = TotalForm.MISSING
    assert total() == "missing"


def test_no_rows_may_be_an_empty_list_null_or_missing(stand_in: LeadSquaredStandIn):
    empty = stand_in.report(NOBODY).json()
    assert empty == {"TotalCount": "0", "Results": []}
    stand_in.faults.no_rows = NoRows.NULL
    assert stand_in.report(NOBODY).json() == {"TotalCount": "0", "Results": None}
    stand_in.faults.no_rows = NoRows.MISSING
    assert stand_in.report(NOBODY).json() == {"TotalCount": "0"}
    assert len(stand_in.report(size=5).json()["Results"]) == 5


def test_the_total_of_an_aggregate_may_count_leads_and_its_values_be_named_after_the_field(
    stand_in: LeadSquaredStandIn,
):
    stand_in.faults.group_total = GroupTotal.LEADS
    stand_in.faults.groups_named_after_field = True
    answer = stand_in.report(Output=AGGREGATE).json()
    assert answer["TotalCount"] == str(len(stand_in.leads))
    assert list(answer["Results"][0]) == ["OwnerId", "Count_Score", "Sum_Score"]


def test_the_order_may_shift_between_pages_so_that_rows_repeat_and_others_never_come(stand_in: LeadSquaredStandIn):
    stand_in.faults.order_shifts_by = 4
    first, second = (stand_in.ids(page=page, size=900) for page in (1, 2))
    everybody = [lead["ProspectID"] for lead in stand_in.leads]
    assert first == everybody[:900]
    assert second == everybody[896:900] + everybody[904:]


def test_a_page_size_may_be_refused_with_an_mx_exception(stand_in: LeadSquaredStandIn):
    stand_in.faults.page_size_refused_above = 200
    for answer in (stand_in.report(size=201), stand_in.by_ids([stand_in.leads[0]["ProspectID"]], size=201)):
        assert (answer.status_code, answer.json()["ExceptionMessage"]) == (500, "PageSize can't be greater than 200")
    assert stand_in.report(size=200).status_code == 200


def test_a_page_size_may_be_clamped_in_silence(stand_in: LeadSquaredStandIn):
    stand_in.faults.page_size_clamped_to = 50
    assert len(stand_in.ids(size=200)) == 50
    assert stand_in.ids(size=200, page=2) == [lead["ProspectID"] for lead in stand_in.leads[50:100]]
    ids = [lead["ProspectID"] for lead in stand_in.leads[:80]]
    answer = stand_in.by_ids(ids).json()
    assert (answer["RecordCount"], len(answer["Leads"])) == (80, 50)


@pytest.mark.parametrize(
    ("operand", "accepted"),
    [
        (DataOperand.ANYTHING, [True, True, True]),
        (DataOperand.EMPTY_TEXT, [True, False, False]),
        (DataOperand.EMPTY_LIST, [False, True, False]),
        (DataOperand.ABSENT, [False, False, True]),
    ],
)
def test_def_may_want_an_empty_text_an_empty_list_or_nothing(
    stand_in: LeadSquaredStandIn, operand: DataOperand, accepted: list[bool]
):
    stand_in.faults.data_operand = operand
    conditions: list[dict[str, Any]] = [lead_filter("Phone", "ndef", ""), lead_filter("Phone", "ndef")]
    conditions.append({"LookUpName": "Phone", "SqlOperator": "def"})
    assert [stand_in.report(condition).status_code == 200 for condition in conditions] == accepted
    assert {stand_in.report(condition).status_code for condition in conditions} <= {200, 400}


def test_letter_case_may_matter(stand_in: LeadSquaredStandIn):
    conditions = (lead_filter("mx_State", "=", "tx"), lead_filter("LastName", "lik", "SMI"))
    assert all(stand_in.ids(condition) for condition in conditions)
    stand_in.faults.letter_case_matters = True
    assert stand_in.ids(conditions[0]) == []
    shouted = stand_in.ids(conditions[1])
    assert shouted == [lead["ProspectID"] for lead in stand_in.leads if "SMI" in lead["LastName"]]


@pytest.mark.parametrize(
    ("pattern", "test"),
    [
        ("Smith", lambda name: name == "smith"),
        ("Smi%", lambda name: name.startswith("smi")),
        ("%son", lambda name: name.endswith("son")),
        ("%ll%", lambda name: "ll" in name),
    ],
)
def test_lik_may_need_percent_signs(stand_in: LeadSquaredStandIn, pattern: str, test: Any):
    stand_in.faults.percent_needed = True
    expected = [lead["ProspectID"] for lead in stand_in.leads if test(lead["LastName"].casefold())]
    assert stand_in.ids(lead_filter("LastName", "lik", pattern)) == expected != []
    opposite = stand_in.ids(lead_filter("LastName", "nlik", pattern))
    assert len(opposite) == len(stand_in.leads) - len(expected)


def test_csv_may_begin_with_a_byte_order_mark(stand_in: LeadSquaredStandIn):
    assert report_csv(stand_in).content.startswith(b"ProspectID,")
    stand_in.faults.csv_begins_with_mark = True
    assert report_csv(stand_in).content.startswith(b"\xef\xbb\xbfProspectID,")


def test_csv_may_hold_all_rows_whatever_the_page(stand_in: LeadSquaredStandIn):
    assert len(report_csv(stand_in).text.splitlines()) == 21
    stand_in.faults.csv_ignores_paging = True
    rows = list(csv.reader(io.StringIO(report_csv(stand_in, page=3).text)))
    assert [row[0] for row in rows[1:]] == [lead["ProspectID"] for lead in stand_in.leads]


def test_csv_may_have_another_separator_and_display_names(stand_in: LeadSquaredStandIn):
    stand_in.faults.csv_separator = ";"
    stand_in.faults.csv_has_display_names = True
    assert report_csv(stand_in).text.splitlines()[0] == "Lead ID;City;Email"


def test_csv_may_come_as_an_error_envelope_with_status_200(stand_in: LeadSquaredStandIn):
    stand_in.faults.csv_as_envelope = True
    answer = report_csv(stand_in)
    assert (answer.status_code, answer.json()["Status"]) == (200, "Error")
    assert stand_in.report(size=1).json()["Results"]


def test_leads_by_ids_may_come_without_their_id(stand_in: LeadSquaredStandIn):
    stand_in.faults.ids_left_out = True
    answer = stand_in.by_ids([stand_in.leads[0]["ProspectID"]], "ProspectID,LastName").json()
    assert answer == {"RecordCount": 1, "Leads": [{"LastName": stand_in.leads[0]["LastName"]}]}


def test_a_malformed_id_may_be_refused(stand_in: LeadSquaredStandIn):
    stand_in.faults.malformed_ids_refused = True
    right = stand_in.leads[0]["ProspectID"]
    assert stand_in.by_ids([right.upper()]).json()["RecordCount"] == 1
    assert stand_in.by_ids([right, "1234"]).status_code == 500


def test_a_star_may_give_all_columns(stand_in: LeadSquaredStandIn):
    ids = [stand_in.leads[0]["ProspectID"]]
    assert stand_in.by_ids(ids, "*").json()["Leads"] == [{}]
    stand_in.faults.star_is_all_columns = True
    assert stand_in.by_ids(ids, "*").json()["Leads"] == [stand_in.leads[0]]


def test_one_lead_may_come_bare_and_with_dates_in_milliseconds(stand_in: LeadSquaredStandIn):
    stand_in.faults.lead_as_object = True
    stand_in.faults.lead_dates_in_milliseconds = True
    lead = stand_in.client.get(BY_ID_PATH, params={"id": stand_in.leads[0]["ProspectID"]}).json()
    assert lead["ProspectID"] == stand_in.leads[0]["ProspectID"]
    assert lead["CreatedOn"].startswith("/Date(17")
    assert lead["CreatedOn"].endswith("000+0000)/")
    assert stand_in.client.get(BY_ID_PATH, params={"id": "nobody"}).json() == []


@pytest.mark.parametrize(
    ("meaning", "places"),
    [
        (OffsetMeaning.ROWS, [0, 1, 2]),
        (OffsetMeaning.PAGES_FROM_0, [0, 2, 4]),
        (OffsetMeaning.PAGES_FROM_1, [0, 0, 2]),
    ],
)
def test_the_offset_of_activities_may_count_rows_or_pages(
    stand_in: LeadSquaredStandIn, meaning: OffsetMeaning, places: list[int]
):
    lead_id = next(lead["ProspectID"] for lead in stand_in.leads if int(lead["Score"]) > 150)
    everything = [row["Id"] for row in stand_in.activities(lead_id).json()["ProspectActivities"]]
    stand_in.faults.offset_meaning = meaning
    for offset, place in enumerate(places):
        page = stand_in.activities(lead_id, Paging={"Offset": str(offset), "RowCount": "2"}).json()
        assert [row["Id"] for row in page["ProspectActivities"]] == everything[place : place + 2]


def test_the_details_of_an_activity_may_be_an_object_or_null(stand_in: LeadSquaredStandIn):
    lead_id = next(lead["ProspectID"] for lead in stand_in.leads if lead["ProspectActivityDate_Max"])

    def details() -> Any:
        return stand_in.activities(lead_id).json()["ProspectActivities"][0]["Data"]

    pairs = details()
    stand_in.faults.activity_data = DataForm.OBJECT
    assert details() == {pair["Key"]: pair["Value"] for pair in pairs}
    stand_in.faults.activity_data = DataForm.NULL
    assert details() is None


def test_the_status_of_users_may_be_text(stand_in: LeadSquaredStandIn):
    stand_in.faults.user_status_is_text = True
    assert {user["StatusCode"] for user in stand_in.client.get(USERS_PATH).json()} == {"0", "1"}


def test_answers_may_be_slow(stand_in: LeadSquaredStandIn):
    stand_in.faults.delay_seconds = 0.2
    begun = monotonic()
    assert stand_in.client.get(USERS_PATH).status_code == 200
    assert monotonic() - begun >= 0.2


def test_calls_are_counted_and_their_bodies_kept(stand_in: LeadSquaredStandIn):
    stand_in.report(size=5)
    stand_in.report(size=6)
    assert stand_in.log.counts[NOT_CONTACTED_PATH] == 2
    assert [body["Paging"]["PageSize"] for body in stand_in.log.bodies("/Leads")] == [5, 6]
    assert stand_in.log.bodies("/v2") == []
