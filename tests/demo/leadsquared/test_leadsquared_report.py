"""Leads not contacted: what is asked is checked strictly and really filtered."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest

from leaddesk.demo.leadsquared import NOT_CONTACTED_PATH
from leaddesk.demo.leadsquared_users import USERS
from tests.demo.leadsquared.conftest import CALLS, COLUMNS, LeadSquaredStandIn, lead_filter, report_body

CREATED, MODIFIED = "LeadCreatedOn", "LeadModifiedOn"


def date_filter(field: str, start: str, end: str) -> dict[str, str]:
    return {"DateField": field, "FromDate": start, "ToDate": end}


def aggregate(function: str, field: str = "EngagementScore", group_by: str = "OwnerId") -> dict[str, Any]:
    return {"Type": "Aggregate", "GroupBy": group_by, "AggregateFunction": function, "AggregateField": field}


def users(*conditions: tuple[str, str, str]) -> dict[str, Any]:
    rows = [{"LookupName": name, "Operator": operator, "LookupValue": value} for name, operator, value in conditions]
    return {"ReportFilter": {"UserFilter": {"GroupConditions": [{"Condition": rows}]}, "ActivityFilters": [CALLS]}}


def ids_where(stand_in: LeadSquaredStandIn, test: Any) -> list[str]:
    return [lead["ProspectID"] for lead in stand_in.leads if test(lead)]


def test_the_request_of_the_page_is_answered_in_the_shape_of_the_page(stand_in: LeadSquaredStandIn):
    body = {
        "ReportFilter": {
            "UserFilter": users(("UserID", "eq", ",".join(user.id for user in USERS)))["ReportFilter"]["UserFilter"],
            "LeadFilters": [lead_filter("ProspectStage", "in", "Prospect", "Opportunity")],
            "ActivityFilters": [CALLS],
        },
        "DateFilter": [date_filter(CREATED, "2025-05-10 12:10:00", "2026-11-10 12:00:00")],
        "Output": {
            "Type": "List", "GroupBy": "OwnerId", "AggregateFunction": "Count", "AggregateField": "EngagementScore",
            "IncludeCSV": COLUMNS,
        },
        "Paging": {"PageIndex": 1, "PageSize": 10},
    }  # fmt: skip
    answer = stand_in.client.post(NOT_CONTACTED_PATH, json=body, params={"responseformat": "JSON"}).json()
    assert list(answer) == ["TotalCount", "Results"]
    assert isinstance(answer["TotalCount"], str)
    assert int(answer["TotalCount"]) > len(answer["Results"]) == 10
    row = answer["Results"][0]
    assert list(row) == ["OwnerId", "ProspectActivityDate_Max", "ProspectStage", "ProspectID"]
    assert {row["ProspectStage"] for row in answer["Results"]} == {"Prospect", "Opportunity"}


def test_there_are_leads_with_and_without_activity_and_dates_are_short(stand_in: LeadSquaredStandIn):
    dates = [row["ProspectActivityDate_Max"] for row in stand_in.report().json()["Results"]]
    assert None in dates
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", date) for date in dates if date)


def test_pages_hold_each_lead_once_and_end_with_no_rows(stand_in: LeadSquaredStandIn):
    pages = [stand_in.ids(page=page, size=700) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [700, 700, len(stand_in.leads) - 1400, 0]
    assert [lead_id for page in pages for lead_id in page] == [lead["ProspectID"] for lead in stand_in.leads]


def test_unknown_columns_and_those_in_other_letters_are_left_out_in_silence(stand_in: LeadSquaredStandIn):
    rows = stand_in.report(columns="ProspectId, Nope,ProspectAutoID , ProspectID").json()["Results"]
    assert all(list(row) == ["ProspectID"] for row in rows)


@pytest.mark.parametrize(
    ("condition", "test"),
    [
        (lead_filter("mx_State", "=", "tx"), lambda lead: lead["mx_State"] == "TX"),
        (lead_filter("Source", "=", "Partner: Example & Co"), lambda lead: lead["Source"] == "Partner: Example & Co"),
        (lead_filter("EngagementScore", ">", "50"), lambda lead: float(lead["EngagementScore"] or -1) > 50),
        (lead_filter("EngagementScore", "<", "9.5"), lambda lead: float(lead["EngagementScore"] or 99) < 9.5),
        (lead_filter("EngagementScore", ">=", "50"), lambda lead: float(lead["EngagementScore"] or -1) >= 50),
        (lead_filter("EngagementScore", "<=", "50.0"), lambda lead: float(lead["EngagementScore"] or 99) <= 50),
        (lead_filter("EmailAddress", "def", ""), lambda lead: lead["EmailAddress"]),
        (lead_filter("EmailAddress", "ndef", ""), lambda lead: not lead["EmailAddress"]),
        (lead_filter("LastName", "lik", "O’C"), lambda lead: "o’c" in lead["LastName"].lower()),
        (lead_filter("FirstName", "nlik", "a"), lambda lead: "a" not in (lead["FirstName"] or "").casefold()),
        (lead_filter("EngagementScore", "in", "0", "9"), lambda lead: lead["EngagementScore"] in ("0", "9")),
        (lead_filter("mx_Zip", "lik", "02134"), lambda lead: lead["mx_Zip"].startswith("02134")),
        (
            lead_filter("CreatedOn", ">", "2026-01-20 00:00:00"),
            lambda lead: lead["CreatedOn"] >= "2026-01-20 00:00:00.000",
        ),
    ],
)  # fmt: skip
def test_each_operator_finds_exactly_its_leads(stand_in: LeadSquaredStandIn, condition: dict[str, Any], test: Any):
    expected = ids_where(stand_in, test)
    assert stand_in.ids(condition) == expected
    assert 0 < len(expected) < len(stand_in.leads)


def test_several_lead_filters_are_all_to_be_fulfilled(stand_in: LeadSquaredStandIn):
    found = stand_in.ids(lead_filter("DoNotCall", "=", "0"), lead_filter("mx_Product", "=", "Solar"))
    assert found == ids_where(stand_in, lambda lead: lead["DoNotCall"] == "0" and lead["mx_Product"] == "Solar")


def test_leads_not_contacted_have_no_activity_of_the_named_codes(stand_in: LeadSquaredStandIn):
    body = report_body(ReportFilter={"ActivityFilters": [CALLS]})
    found = {row["ProspectID"] for row in stand_in.client.post(NOT_CONTACTED_PATH, json=body).json()["Results"]}
    assert 300 < len(found) < len(stand_in.leads) - 300
    for lead in stand_in.leads[:120]:
        codes = {item["EventCode"] for item in stand_in.activities(lead["ProspectID"], Paging={"Offset": "0", "RowCount": "100"}).json()["ProspectActivities"]}  # fmt: skip
        assert (lead["ProspectID"] in found) is not bool(codes & {21, 22})


def test_activity_filters_may_be_equal_unequal_several_or_none(stand_in: LeadSquaredStandIn):
    def ask(*filters: dict[str, Any]) -> set[str]:
        body = report_body(ReportFilter={"ActivityFilters": list(filters)})
        return {row["ProspectID"] for row in stand_in.client.post(NOT_CONTACTED_PATH, json=body).json()["Results"]}

    def event(operator: str, *codes: str) -> dict[str, Any]:
        return {"LookUpName": "ActivityEvent", "LookUpValues": list(codes), "SqlOperator": operator}

    no_inbound, no_outbound, neither = ask(event("=", "21")), ask(event("=", "22")), ask(event("in", "21", "22"))
    assert neither == no_inbound & no_outbound == ask(event("=", "21"), event("=", "22"))
    only_calls_or_nothing, nothing = ask(event("<>", "21")), ask()
    assert nothing < only_calls_or_nothing
    assert nothing == set(ids_where(stand_in, lambda lead: lead["ProspectActivityDate_Max"] is None))
    no_filter = stand_in.client.post(NOT_CONTACTED_PATH, json=report_body() | {"ReportFilter": {}}).json()
    assert {row["ProspectID"] for row in no_filter["Results"]} == nothing


def test_the_report_filter_may_be_left_out(stand_in: LeadSquaredStandIn):
    body = report_body()
    del body["ReportFilter"]
    assert stand_in.client.post(NOT_CONTACTED_PATH, json=body).json()["TotalCount"] != "0"


def test_dates_filter_the_leads_own_dates_and_all_must_hold(stand_in: LeadSquaredStandIn):
    start, end = "2026-01-10 00:00:00", "2026-01-20 00:00:00"
    created = stand_in.ids(DateFilter=[date_filter(CREATED, start, end)])
    assert created == ids_where(stand_in, lambda lead: start <= lead["CreatedOn"] <= end)
    both = stand_in.ids(
        DateFilter=[
            date_filter(CREATED, start, end),
            date_filter(MODIFIED, "2026-01-20 00:00:00", "2027-01-01 00:00:00"),
        ]
    )
    assert both == ids_where(stand_in, lambda lead: start <= lead["CreatedOn"] <= end <= lead["ModifiedOn"])
    assert 0 < len(both) < len(created)


def test_what_came_within_a_second_lies_between_two_ranges(stand_in: LeadSquaredStandIn):
    lead = next(lead for lead in stand_in.leads[700:] if lead["CreatedOn"][17:19] < "59")
    moment = lead["CreatedOn"][:19]
    next_second = f"{moment[:-2]}{int(moment[-2:]) + 1:02d}"
    assert stand_in.ids(DateFilter=[date_filter(CREATED, moment, moment)]) == []
    assert stand_in.ids(DateFilter=[date_filter(CREATED, moment, next_second)]) == [lead["ProspectID"]]


def test_users_are_found_by_id_mail_role_and_conditions_are_all_to_be_fulfilled(stand_in: LeadSquaredStandIn):
    dana, priya = USERS[0], USERS[1]

    def owners(*conditions: tuple[str, str, str]) -> set[str]:
        rows = stand_in.report(**users(*conditions)).json()["Results"]
        return {row["OwnerId"] for row in rows}

    assert owners(("UserID", "eq", dana.id.upper())) == {dana.id}
    assert owners(("UserID", "eq", f"{dana.id},{priya.id}")) == {dana.id, priya.id}
    assert owners(("EmailAddress", "eq", priya.email)) == {priya.id}
    assert owners(("Role", "lik", "Sales_"), ("StatusCode", "eq", "1")) == {USERS[-1].id}
    refused = stand_in.report(**users(("TeamName", "eq", "x")))
    assert (refused.status_code, refused.json()["ExceptionMessage"]) == (500, "User search has some invalid Attributes")
    assert stand_in.report(**users(("Role", "gt", "x"))).status_code == 500


@pytest.mark.parametrize("function", ["Count", "Average", "Sum"])
def test_an_aggregate_counts_averages_and_adds_up_by_group(stand_in: LeadSquaredStandIn, function: str):
    answer = stand_in.report(Output=aggregate(function)).json()
    assert answer["TotalCount"] == str(len(USERS)) == str(len(answer["Results"]))
    for row in answer["Results"]:
        held = [lead for lead in stand_in.leads if lead["OwnerId"] == row["OwnerId"]]
        scores = [float(lead["EngagementScore"]) for lead in held if lead["EngagementScore"]]
        assert row["Count"] == str(len(held))
        if function == "Count":
            assert set(row) == {"OwnerId", "Count"}
        else:
            value = sum(scores) / (len(scores) if function == "Average" else 1)
            assert float(row[function]) == pytest.approx(value, abs=0.01)


def test_an_aggregate_needs_known_fields_and_numbers_to_add_up(stand_in: LeadSquaredStandIn):
    assert stand_in.report(Output=aggregate("Sum", "FirstName")).status_code == 500
    assert stand_in.report(Output=aggregate("Count", "FirstName")).status_code == 200
    for output in (aggregate("Count", "Nope"), aggregate("Count", group_by="Nope")):
        assert stand_in.report(Output=output).json()["ExceptionMessage"] == "Attribute(s) does not exist - Nope"


def test_csv_is_an_attachment_with_a_header_and_the_columns_as_asked(stand_in: LeadSquaredStandIn):
    body = report_body(size=40, columns="ProspectID,FirstName,Nope,Notes")
    answer = stand_in.client.post(NOT_CONTACTED_PATH, json=body, params={"ResponseFormat": "csv"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.content.decode(), newline="")))
    assert rows[0] == ["ProspectID", "FirstName", "Notes"]
    expected = [[lead["ProspectID"], lead["FirstName"] or "", lead["Notes"] or ""] for lead in stand_in.leads[:40]]
    assert rows[1:] == expected


def test_an_aggregate_comes_as_csv_too(stand_in: LeadSquaredStandIn):
    body = report_body(Output=aggregate("Sum"))
    answer = stand_in.client.post(NOT_CONTACTED_PATH, json=body, params={"responseformat": "CSV"})
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["OwnerId", "Count", "Sum"]
    assert len(rows) == len(USERS) + 1


def bad(**members: Any) -> dict[str, Any]:
    return report_body() | members


def with_filter(key: str, value: Any) -> dict[str, Any]:
    return bad(ReportFilter={key: value})


GOOD = lead_filter("ProspectStage", "=", "Prospect")
DAY = "2026-01-10 00:00:00"
BAD_BODIES = [
    bad(Filter={}),
    bad(ReportFilter=[]),
    with_filter("LeadFilter", []),
    with_filter("LeadFilters", {}),
    with_filter("LeadFilters", ["ProspectStage"]),
    with_filter("LeadFilters", [{"LookupName": "ProspectStage", "LookUpValues": ["Prospect"], "SqlOperator": "="}]),
    with_filter("LeadFilters", [{"LookUpName": "ProspectStage", "LookUpValue": ["Prospect"], "SqlOperator": "="}]),
    with_filter("LeadFilters", [{"LookUpName": "ProspectStage", "LookUpValues": ["Prospect"], "SQLOperator": "="}]),
    with_filter("LeadFilters", [GOOD | {"LookUpValues": "Prospect"}]),
    with_filter("LeadFilters", [GOOD | {"LookUpValues": [7]}]),
    with_filter("LeadFilters", [GOOD | {"LookUpValues": ["Prospect", "Customer"]}]),
    with_filter("LeadFilters", [GOOD | {"LookUpValues": []}]),
    with_filter("LeadFilters", [GOOD | {"SqlOperator": "LIKE"}]),
    with_filter("LeadFilters", [GOOD | {"SqlOperator": "<>"}]),
    with_filter("LeadFilters", [GOOD | {"SqlOperator": "in", "LookUpValues": []}]),
    with_filter("ActivityFilters", [CALLS | {"LookUpName": "EventCode"}]),
    with_filter("ActivityFilters", [CALLS | {"LookUpValues": [21, 22]}]),
    with_filter("ActivityFilters", [CALLS | {"LookUpValues": ["calls"]}]),
    with_filter("ActivityFilters", [CALLS | {"SqlOperator": ">"}]),
    with_filter("ActivityFilters", [CALLS | {"SqlOperator": "="}]),
    with_filter("UserFilter", {"GroupConditions": [{"Conditions": []}]}),
    with_filter("UserFilter", {"GroupConditions": [{"Condition": [{"LookUpName": "UserID"}]}]}),
    with_filter("UserFilter", {"GroupConditions": [{"Condition": [{"LookupName": "UserID", "Operator": "eq", "LookupValue": ["a"]}]}]}),
    bad(DateFilter={"DateField": CREATED, "FromDate": DAY, "ToDate": DAY}),
    bad(DateFilter=[date_filter("CreatedOn", DAY, DAY)]),
    bad(DateFilter=[{"DateField": CREATED, "FromDate": DAY}]),
    bad(Output={"Type": "List|Aggregate", "IncludeCSV": COLUMNS}),
    bad(Output={"Type": "List"}),
    bad(Output={"Type": "List", "Include_CSV": COLUMNS}),
    bad(Output={"Type": "List", "IncludeCSV": ["ProspectID"]}),
    bad(Output={"IncludeCSV": COLUMNS}),
    bad(Output=aggregate("Count|Average|Sum")),
    *(bad(Output={key: value for key, value in aggregate("Count").items() if key != missing}) for missing in ("GroupBy", "AggregateFunction", "AggregateField")),
    *(bad(Paging={"PageIndex": index, "PageSize": size}) for index, size in ((0, 10), (-1, 10), ("1", 10), (1, 0), (1, "10"), (1.5, 10), (True, 10))),
    bad(Paging={"PageNumber": 1}),
]  # fmt: skip


@pytest.mark.parametrize("body", BAD_BODIES)
def test_what_is_not_as_the_page_writes_it_is_refused_with_400(stand_in: LeadSquaredStandIn, body: dict[str, Any]):
    answer = stand_in.client.post(NOT_CONTACTED_PATH, json=body)
    assert (answer.status_code, answer.json()["Status"]) == (400, "Error")
    assert answer.json()["ExceptionType"].startswith("MX")


@pytest.mark.parametrize("date", ["2026-01-10", "2026-01-10T00:00:00", "2026-02-30 00:00:00", "01/10/2026 00:00:00"])
def test_a_date_in_another_form_is_an_mx_exception(stand_in: LeadSquaredStandIn, date: str):
    answer = stand_in.report(DateFilter=[date_filter(CREATED, date, DAY)])
    assert (answer.status_code, answer.json()["ExceptionType"]) == (500, "MXInvalidInputException")


@pytest.mark.parametrize(
    "condition",
    [lead_filter("Nope", "=", "1"), lead_filter("Score", ">", "many"), lead_filter("CreatedOn", "<", "May")],
)
def test_a_filter_that_cannot_be_applied_is_an_mx_exception(stand_in: LeadSquaredStandIn, condition: dict[str, Any]):
    answer = stand_in.report(condition)
    assert (answer.status_code, answer.json()["Status"]) == (500, "Error")


def test_the_page_size_has_an_end(stand_in: LeadSquaredStandIn):
    assert stand_in.report(size=10_000).status_code == 200
    refused = stand_in.report(size=10_001)
    assert (refused.status_code, refused.json()["ExceptionMessage"]) == (500, "PageSize can't be greater than 10000")


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b'{"Paging": NaN}', b"\xff\xfe{}"])
def test_a_body_that_is_no_json_object_is_refused(stand_in: LeadSquaredStandIn, content: bytes):
    headers = {"Content-Type": "application/json"}
    assert stand_in.client.post(NOT_CONTACTED_PATH, content=content, headers=headers).status_code == 400


def test_another_content_type_or_query_is_refused(stand_in: LeadSquaredStandIn):
    assert stand_in.client.post(NOT_CONTACTED_PATH, data={"a": "b"}).status_code == 400
    for query in ({"responseformat": "XML"}, {"page": "1"}):
        assert stand_in.client.post(NOT_CONTACTED_PATH, json=report_body(), params=query).status_code == 400
