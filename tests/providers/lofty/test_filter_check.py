"""A filter that was ignored is said."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.providers.lofty.filter_check import check_filters, check_order, has_email, has_phone, holds_words
from leaddesk.providers.lofty.spec import LEADS
from tests.providers.lofty.scripted import lead, lead_query

LABELS = {field.key: f"“{field.label}”" for field in LEADS.fields}
FULL = lead(
    1,
    stage="New Leads",
    source="Zillow",
    phones=["(347) 903-3333", "+12125550123"],
    emails=["ADA@example.com"],
    assignedUserId=563172647619601,
    assignedUser="Dana",
    lastTouch="2026-01-05T09:10:11GMT",
    groups=["VIP Clients"],
    segments=["Investors"],
    tags=[{"tagName": "VIP"}, {"tagName": "Relocation"}],
    language="en",
    customRoleList=[{"role": "Lender", "assigneeId": 222}, {"role": "ISA", "assigneeId": 0}],
)
EMPTY = lead(
    2,
    stage=None,
    source="",
    phones=None,
    emails=None,
    assignedUserId=0,
    lastTouch=None,
    groups=None,
    segments=None,
    tags=None,
    language="ja",
    customRoleList=[{"role": "Lender", "assigneeId": 0}],
)


def notes(rows: list[dict[str, Any]], **raw: str) -> str:
    return " ".join(check_filters(lead_query(**raw).values, LABELS, rows))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("stage", "new leads,Lost"),
        ("source", "zillow"),
        ("phone", "347 903 3333"),
        ("email", "ada@example.com"),
        ("assignedUserId", "563172647619601"),
        ("contacted", "true"),
        ("groups", "VIP Clients"),
        ("segments", "Investors,Others"),
        ("allTags", "VIP,Relocation"),
        ("anyTags", "VIP,Else"),
        ("languages", "en,fr"),
        ("roleAssigneeFilters", '[{"roleName":"lender","assigneeToIds":[111,222]}]'),
        ("key", "ada te"),
    ],
)
def test_leads_that_fit_raise_no_note_and_those_that_do_not_are_counted(key: str, value: str):
    assert notes([FULL], **{key: value}) == ""
    other = {**EMPTY, "firstName": "Bo", "lastName": "Else"}
    found = notes([FULL, other, other], **{key: value})
    assert found.startswith(f"Lofty seems to have ignored {LABELS[key]}: 2 of 3 leads on this page do not match.")


@pytest.mark.parametrize(
    ("raw", "row"),
    [
        ({"groupIds": "3001"}, FULL),
        ({"stage": "Lost"}, {"leadId": 1}),
        ({"contacted": "true"}, {"leadId": 1}),
        ({"languages": "en"}, lead(1, language=None)),
        ({"roleAssigneeFilters": '[{"roleName":"Lender","assigneeToIds":[1]}]'}, lead(1, customRoleList=None)),
    ],
)
def test_a_filter_that_leads_do_not_show_is_said_to_be_unchecked(raw: dict[str, str], row: dict[str, Any]):
    assert "cannot be seen" in notes([row], **raw)


def test_what_is_no_filter_raises_no_note():
    assert notes([EMPTY], sort="Task", desc="true", preciseSearchFlag="true", querySubGroup="true") == ""


def test_a_loose_search_is_compared_loosely():
    row = lead(1, emails=["ada+news@example.com"])
    assert "ignored" in notes([row], email="news@example.com", preciseSearchFlag="true")
    assert notes([row], email="news@example.com", preciseSearchFlag="false") == ""


def test_another_number_for_the_same_user_is_explained():
    assert "number its members otherwise" in notes([FULL, FULL], assignedUserId="100231")
    assert "number its members otherwise" not in notes([FULL, EMPTY], assignedUserId="100231")


def test_nothing_found_for_several_names_may_be_the_separator():
    assert "Try one name at a time" in notes([], anyTags="A,B")
    assert notes([], anyTags="A") == ""


@pytest.mark.parametrize(
    ("values", "raw", "is_right"),
    [
        ([3, 2, 2, None], {"sort": "Score", "desc": "true"}, True),
        ([1, 2, -1, 3], {"sort": "Score", "desc": "false"}, True),
        ([1, 3, 2], {"sort": "Score"}, False),
        ([1, 2, 3], {"sort": "Score"}, True),
        ([1, 2, 3], {"sort": "Score", "desc": "true"}, False),
        ([1, 3, 2], {"sort": "Task"}, True),
        ([1, 3, 2], {}, True),
    ],
)
def test_an_order_that_leads_show_is_checked(values: list[Any], raw: dict[str, str], is_right: bool):
    found = check_order(lead_query(**raw).values, [lead(number, score=value) for number, value in enumerate(values, 1)])
    assert (found == []) is is_right


def test_dates_are_ordered_as_dates():
    rows = [lead(1, createTime="2026-01-10T00:00:00GMT"), lead(2, createTime="2025-12-31T00:00:00GMT")]
    assert check_order({"sort": "CreateTime", "desc": "true"}, rows) == []
    assert check_order({"sort": "CreateTime", "desc": "false"}, rows)


@pytest.mark.parametrize(
    ("stored", "sought", "is_same"),
    [
        ("(347) 903-3333", "3479033333", True),
        ("+13479033333", "3479033333", True),
        ("13479033333", "+1 347-903-3333", True),
        ("3479033333 x12", "3479033333", True),
        ("3479033334", "3479033333", False),
        ("5550134", "5550134", True),
        ("5550134", "2125550134", False),
        ("+442079460018", "442079460018", True),
    ],
)
def test_phones_are_the_same_by_their_last_ten_digits(stored: str, sought: str, is_same: bool):
    assert has_phone(lead(1, phones=[stored]), sought) is is_same


def test_family_counts_as_well():
    row = lead(1, leadFamilyMemberList=[{"firstName": "Bo", "phones": ["2125550123"], "emails": ["bo@example.com"]}])
    assert has_phone(row, "212-555-0123")
    assert has_email(row, "BO@example.com")
    assert holds_words(row, "bo")
    assert not holds_words(row, "bo ada zz")


def test_words_and_digits_are_looked_for_anywhere():
    assert holds_words(FULL, "test ada@ex")
    assert holds_words(FULL, "903 3333")
    assert not holds_words(FULL, "903 9999")
