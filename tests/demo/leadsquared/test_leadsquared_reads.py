"""Leads by ids, one lead, quick search, both searches, activities and metadata, each in the shape of its endpoint."""

from __future__ import annotations

import re
from typing import Any

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
    METADATA_PATH,
    QUICK_SEARCH_PATH,
    USERS_PATH,
)
from leaddesk.demo.leadsquared_users import USERS
from tests.demo.leadsquared.conftest import Lead, LeadSquaredStandIn

UNKNOWN = "00000000-0000-0000-0000-000000000000"


def some_ids(stand_in: LeadSquaredStandIn, count: int) -> list[str]:
    return [lead["ProspectID"] for lead in stand_in.leads[:count]]


def search(stand_in: LeadSquaredStandIn, key: str) -> list[Lead]:
    answer = stand_in.client.get(QUICK_SEARCH_PATH, params={"key": key})
    assert answer.status_code == 200
    return answer.json()


def busiest(stand_in: LeadSquaredStandIn) -> str:
    """The id of a lead with more than 25 activities."""
    for lead in stand_in.leads:
        if lead["Score"] and int(lead["Score"]) > 150:
            return lead["ProspectID"]
    raise AssertionError("nobody has many activities")


def test_leads_by_ids_are_flat_with_a_number_for_their_count(stand_in: LeadSquaredStandIn):
    answer = stand_in.by_ids(
        some_ids(stand_in, 3), "CreatedOn, ModifiedOn,EmailAddress, ProspectID, ProspectStage"
    ).json()
    assert list(answer) == ["RecordCount", "Leads"]
    assert answer["RecordCount"] == 3
    row = answer["Leads"][0]
    assert set(row) == {"CreatedOn", "ModifiedOn", "EmailAddress", "ProspectID", "ProspectStage"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.000", row["CreatedOn"])


def test_columns_in_other_letters_are_dropped_in_silence(stand_in: LeadSquaredStandIn):
    answer = stand_in.by_ids(some_ids(stand_in, 2), "ProspectId,ProspectAutoID,FirstName,*").json()
    assert [list(row) for row in answer["Leads"]] == [["FirstName"], ["FirstName"]]


def test_unknown_repeated_and_malformed_ids_give_fewer_rows_and_no_error(stand_in: LeadSquaredStandIn):
    first, second = some_ids(stand_in, 2)
    answer = stand_in.by_ids([second, UNKNOWN, first.upper(), first, "rubbish"]).json()
    assert answer == {"RecordCount": 2, "Leads": [{"ProspectID": first}, {"ProspectID": second}]}


def test_pages_of_leads_by_ids_are_1000_rows_at_most_in_silence(stand_in: LeadSquaredStandIn):
    ids = some_ids(stand_in, 1500)
    first, second = stand_in.by_ids(ids, size=5000).json(), stand_in.by_ids(ids, size=5000, page=2).json()
    assert (first["RecordCount"], len(first["Leads"]), len(second["Leads"])) == (1500, 1000, 500)


def test_more_than_10000_ids_are_an_mx_exception(stand_in: LeadSquaredStandIn):
    assert stand_in.by_ids([UNKNOWN] * 10_000).json()["RecordCount"] == 0
    refused = stand_in.by_ids([UNKNOWN] * 10_001)
    assert (refused.status_code, refused.json()["Status"]) == (500, "Error")


@pytest.mark.parametrize(
    "change",
    [
        {"SearchParameters": {"LeadIds": []}},
        {"SearchParameters": {"LeadIds": UNKNOWN}},
        {"SearchParameters": {"LeadIds": [7]}},
        {"SearchParameters": {"Ids": [UNKNOWN]}},
        {"SearchParameters": {}},
        {"Columns": {"IncludeCSV": "ProspectID"}},
        {"Columns": {"Include_CSV": ""}},
        {"Columns": "ProspectID"},
        {"Paging": {"PageIndex": 0, "PageSize": 10}},
        {"ReportFilter": {}},
    ],
)
def test_what_is_not_as_the_page_writes_it_is_refused_with_400(stand_in: LeadSquaredStandIn, change: dict[str, Any]):
    right = {"SearchParameters": {"LeadIds": [UNKNOWN]}, "Columns": {"Include_CSV": "ProspectID"}}
    assert stand_in.client.post(BY_IDS_PATH, json=right).status_code == 200
    assert stand_in.client.post(BY_IDS_PATH, json=right | change).status_code == 400


def test_one_lead_comes_in_an_array_with_more_than_40_fields_and_an_unknown_one_as_an_empty_array(
    stand_in: LeadSquaredStandIn,
):
    lead = stand_in.leads[10]
    answer = stand_in.client.get(BY_ID_PATH, params={"id": lead["ProspectID"]})
    assert answer.json() == [lead]
    assert len(lead) > 40
    unknown = stand_in.client.get(BY_ID_PATH, params={"id": UNKNOWN})
    assert (unknown.status_code, unknown.json()) == (200, [])


def test_leads_are_found_by_mail_in_any_letters(stand_in: LeadSquaredStandIn):
    lead = next(lead for lead in stand_in.leads if "@" in (lead["EmailAddress"] or ""))
    for mail in (lead["EmailAddress"], lead["EmailAddress"].swapcase()):
        found = stand_in.client.get(BY_MAIL_PATH, params={"emailaddress": mail}).json()
        assert lead in found
    assert stand_in.client.get(BY_MAIL_PATH, params={"emailaddress": "nobody@example.com"}).json() == []


def test_leads_are_found_by_phone_only_when_it_is_written_with_country_code_and_dash(stand_in: LeadSquaredStandIn):
    lead = next(lead for lead in stand_in.leads if lead["Phone"])
    digits = lead["Phone"].removeprefix("+1-")

    def find(phone: str) -> list[Lead]:
        return stand_in.client.get(BY_PHONE_PATH, params={"phone": phone}).json()

    assert lead in find(f"+1-{digits}")
    assert [find(phone) for phone in (digits, f"+1{digits}", f"1-{digits}")] == [[], [], []]
    unencoded = stand_in.client.get(f"{BY_PHONE_PATH}?phone=+1-{digits}")
    assert unencoded.json() == []


@pytest.mark.parametrize("path", [BY_ID_PATH, BY_MAIL_PATH, BY_PHONE_PATH, QUICK_SEARCH_PATH])
def test_what_is_searched_for_must_be_given_under_its_name(stand_in: LeadSquaredStandIn, path: str):
    assert stand_in.client.get(path).status_code == 400
    assert stand_in.client.get(path, params={"q": "x"}).status_code == 400


def test_the_endpoint_for_mobile_numbers_is_not_there(stand_in: LeadSquaredStandIn):
    path = "/v2/LeadManagement.svc/Leads.GetByMobileNumber"
    assert stand_in.client.get(path, params={"mobile": "+1-7755550100"}).status_code == 404


def test_quick_search_looks_through_name_mail_phones_and_company(stand_in: LeadSquaredStandIn):
    lead = next(
        lead
        for lead in stand_in.leads
        if lead["Mobile"] and lead["Company"] and lead["FirstName"] and lead["EmailAddress"]
    )
    name = f"{lead['FirstName']} {lead['LastName']}"
    for key in (name.upper(), lead["EmailAddress"], lead["Mobile"], lead["Mobile"][-10:], lead["Company"].lower()):
        assert lead["ProspectID"] in [found["ProspectID"] for found in search(stand_in, key)], key
    assert search(stand_in, "no such words anywhere") == []


def test_quick_search_gives_fewer_fields_and_no_more_rows_than_its_limit(stand_in: LeadSquaredStandIn):
    rows = search(stand_in, "a")
    assert len(rows) == 100
    assert all(len(row) < 25 and "ProspectID" in row and "Notes" not in row for row in rows)
    stand_in.faults.quick_search_rows = 7
    assert len(search(stand_in, "a")) == 7


@pytest.mark.parametrize(
    ("name", "word", "value", "test"),
    [
        ("ProspectStage", "=", "customer", lambda lead: lead["ProspectStage"] == "Customer"),
        ("ProspectStage", "<>", "Prospect", lambda lead: lead["ProspectStage"] != "Prospect"),
        ("LastName", "LIKE", "%ller%", lambda lead: "ller" in lead["LastName"].lower()),
        ("Score", ">=", "60", lambda lead: int(lead["Score"]) >= 60),
    ],
)
def test_leads_are_searched_by_one_criterion(stand_in: LeadSquaredStandIn, name: str, word: str, value: str, test: Any):
    body = {
        "Parameter": {"LookupName": name, "LookupValue": value, "SqlOperator": word},
        "Columns": {"Include_CSV": "ProspectID"},
        "Sorting": {"ColumnName": "ProspectAutoId", "Direction": "1"},
        "Paging": {"PageIndex": 1, "PageSize": 5000},
    }
    rows = stand_in.client.post(CRITERION_PATH, json=body).json()
    expected = [{"ProspectID": lead["ProspectID"]} for lead in stand_in.leads if test(lead)]
    assert rows == expected[::-1][:1000]
    assert rows
    for change in ({"Sorting": {"ColumnName": "ProspectAutoId", "Direction": 1}}, {"Parameter": {"LookupName": name}}):
        assert stand_in.client.post(CRITERION_PATH, json=body | change).status_code == 400
    lik = body | {"Parameter": body["Parameter"] | {"SqlOperator": "lik"}}
    assert stand_in.client.post(CRITERION_PATH, json=lik).status_code == 400


def test_changed_leads_come_as_attributes_with_two_that_are_no_fields(stand_in: LeadSquaredStandIn):
    start, end = "2026-01-25 00:00:00", "2026-01-28 00:00:00"
    body = {
        "Parameter": {"FromDate": start, "ToDate": end},
        "Columns": {"Include_CSV": "ProspectID,LeadLastModifiedOn"},
        "Sorting": {"ColumnName": "LeadLastModifiedOn", "Direction": "0"},
        "Paging": {"PageIndex": 1, "PageSize": 20},
    }
    answer = stand_in.client.post(CHANGED_PATH, json=body).json()
    expected = [lead for lead in stand_in.leads if start <= lead["LeadLastModifiedOn"] <= end]
    assert answer["RecordCount"] == len(expected) > len(answer["Leads"]) == 20
    pairs = [{pair["Attribute"]: pair["Value"] for pair in lead["LeadPropertyList"]} for lead in answer["Leads"]]
    dates = [lead["LeadLastModifiedOn"] for lead in pairs]
    assert dates == sorted(dates) == sorted(lead["LeadLastModifiedOn"] for lead in expected)[:20]
    assert {lead["Total"] for lead in pairs} == {str(len(expected))}
    assert {lead["CanUpdate"] for lead in pairs} == {"true"}
    wrong = body | {"Parameter": {"FromDate": start, "ToDate": "yesterday"}}
    assert stand_in.client.post(CHANGED_PATH, json=wrong).status_code == 500


def test_activities_come_25_at_a_time_the_latest_first(stand_in: LeadSquaredStandIn):
    lead_id = busiest(stand_in)
    answer = stand_in.activities(lead_id).json()
    rows = answer["ProspectActivities"]
    assert list(answer) == ["RecordCount", "ProspectActivities"]
    assert answer["RecordCount"] > len(rows) == 25
    dates = [row["CreatedOn"] for row in rows]
    assert dates == sorted(dates, reverse=True)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", date) for date in dates)
    lead = next(lead for lead in stand_in.leads if lead["ProspectID"] == lead_id)
    assert lead["ProspectActivityDate_Max"] == f"{dates[0]}.000"
    assert (lead["ProspectActivityId_Max"], lead["ProspectActivityName_Max"]) == (rows[0]["Id"], rows[0]["EventName"])


def test_activities_are_paged_by_rows_and_filtered_by_event(stand_in: LeadSquaredStandIn):
    lead_id = busiest(stand_in)
    total = stand_in.activities(lead_id).json()["RecordCount"]
    rows: list[str] = []
    for offset in range(0, total, 10):
        page = stand_in.activities(lead_id, Paging={"Offset": str(offset), "RowCount": "10"}).json()
        rows += [row["Id"] for row in page["ProspectActivities"]]
    assert len(set(rows)) == len(rows) == total
    calls = stand_in.activities(lead_id, Parameter={"ActivityEvent": 22}).json()
    assert {row["EventCode"] for row in calls["ProspectActivities"]} == {22}
    assert calls["RecordCount"] < total


def test_calls_carry_details_as_pairs_and_notes_in_the_vendors_own_form(stand_in: LeadSquaredStandIn):
    calls = stand_in.activities(busiest(stand_in), Parameter={"ActivityEvent": 22}).json()["ProspectActivities"]
    details = {pair["Key"]: pair["Value"] for pair in calls[0]["Data"]}
    assert all(set(pair) == {"Key", "Value"} for pair in calls[0]["Data"])
    assert details["CallNotes"].startswith("{keyvalueinfo}{Outcome}{=}{")
    assert details["CallDuration"].isdecimal()


def test_activities_of_a_lead_without_any_and_of_no_lead(stand_in: LeadSquaredStandIn):
    silent = next(lead for lead in stand_in.leads if lead["ProspectActivityDate_Max"] is None)
    assert stand_in.activities(silent["ProspectID"]).json() == {"RecordCount": 0, "ProspectActivities": []}
    refused = stand_in.activities(UNKNOWN)
    assert (refused.status_code, refused.json()["ExceptionType"]) == (500, "MXInvalidEntityException")


@pytest.mark.parametrize(
    "body",
    [
        {"Parameter": {"ActivityEvent": "22"}},
        {"Parameter": {"EventCode": 22}},
        {"Paging": {"PageIndex": 1, "PageSize": 10}},
        {"Paging": {"Offset": "first", "RowCount": "10"}},
        {"Paging": {"Offset": "-1", "RowCount": "10"}},
        {"Sorting": {}},
    ],
)
def test_an_activity_query_that_is_not_as_the_page_writes_it_is_refused(
    stand_in: LeadSquaredStandIn, body: dict[str, Any]
):
    assert stand_in.activities(stand_in.leads[0]["ProspectID"], **body).status_code == 400
    assert stand_in.client.post(ACTIVITIES_PATH, json={}).status_code == 400


def test_activity_types_have_a_code_and_a_label_in_one_of_two_places(stand_in: LeadSquaredStandIn):
    types = stand_in.client.get(ACTIVITY_TYPES_PATH).json()
    assert {21, 22} < {kind["ActivityEvent"] for kind in types}
    assert all(kind.get("DisplayName") or kind.get("ActivityEventName") for kind in types)
    assert any("DisplayName" not in kind for kind in types)
    assert any(not kind["ActivityEventName"] for kind in types)


def test_metadata_names_every_field_of_the_leads_and_no_other(stand_in: LeadSquaredStandIn):
    fields = stand_in.client.get(METADATA_PATH).json()
    names = [field["SchemaName"] for field in fields]
    assert {name for lead in stand_in.leads for name in lead} == set(names)
    assert len(names) == len(set(names)) > 40
    custom = [field for field in fields if field["SchemaName"].startswith("mx_")]
    assert all(field["DisplayName"] != field["SchemaName"] for field in custom)
    assert sum(field["DisplayName"].replace(" ", "_") != field["SchemaName"][3:] for field in custom) > 10
    assert all(re.fullmatch(r"/Date\(\d{13}\+0000\)/", field["CreatedOn"]) for field in fields)
    assert {type(field["MaxLength"]) for field in fields} == {str, type(None)}
    assert any(not field["IsSortable"] for field in fields)


def test_dropdowns_list_every_value_that_leads_have(stand_in: LeadSquaredStandIn):
    for field in stand_in.client.get(METADATA_PATH).json():
        assert ("Options" in field) is (field["DataType"] in ("Select", "SearchableDropdown", "MultiSelect"))
        options = {option["Value"] for option in field.get("Options", [])}
        if options:
            held = {part for lead in stand_in.leads for part in (lead.get(field["SchemaName"]) or "").split(";")}
            assert held - {""} <= options, field["SchemaName"]


def test_metadata_may_leave_out_options_or_hold_one_field(stand_in: LeadSquaredStandIn):
    def ask(**query: str) -> list[dict[str, Any]]:
        return stand_in.client.get(METADATA_PATH, params=query).json()

    assert all("Options" not in field for field in ask(excludeOptionSets="1"))
    assert [field["SchemaName"] for field in ask(schemaName="mx_City")] == ["mx_City"]
    assert ask(schemaName="mx_city") == []
    assert stand_in.client.get(METADATA_PATH, params={"excludeOptionSets": "yes"}).status_code == 400


def test_users_come_all_at_once_with_the_inactive_one(stand_in: LeadSquaredStandIn):
    users = stand_in.client.get(USERS_PATH).json()
    assert {user["ID"] for user in users} == {user.id for user in USERS} == {lead["OwnerId"] for lead in stand_in.leads}
    assert [user["StatusCode"] for user in users].count(1) == 1
    assert any("MemberOfGroups" not in user for user in users)
