"""What the search declares, and what it refuses before anything is sent."""

from __future__ import annotations

import pytest

from leaddesk.domain.account import check_account_input
from leaddesk.domain.errors import InvalidInput
from leaddesk.domain.search import Completion, FieldKind, build_query, with_sort
from leaddesk.providers.lofty.spec import LOFTY
from tests.providers.lofty.scripted import lead_query

DOCUMENTED = {
    "stage", "source", "phone", "email", "assignedUserId", "contacted", "groups", "segments", "allTags", "anyTags",
    "groupIds", "querySubGroup", "scrollId", "offset", "limit", "sort", "desc", "languages", "preciseSearchFlag",
    "roleAssigneeFilters", "key",
}  # fmt: skip
SEARCH = LOFTY.search("leads")


def test_the_search_has_every_parameter_but_those_of_paging():
    assert len(DOCUMENTED) == 21
    assert {field.key for field in SEARCH.fields} == DOCUMENTED - {"scrollId", "offset", "limit"}
    assert SEARCH.page_sizes == (1, 100)
    assert SEARCH.completion is Completion.ON_REQUEST
    assert not any(field.required for field in SEARCH.fields)


def test_all_25_sort_values_are_spelt_as_lofty_spells_them():
    values = [choice.value for choice in SEARCH.field("sort").choices]
    assert len(values) == len(set(values)) == 25
    assert {"Inquries", "SCOREV2", "SmartPlanStatus", "LastContact"} <= set(values)


@pytest.mark.parametrize(
    ("column", "sort"),
    [("createTime", "CreateTime"), ("score", "Score"), ("lastTouch", "LastContact"), ("Task", "Task")],
)
def test_a_column_sorts_by_the_vendors_name_and_the_order_is_a_word(column: str, sort: str):
    assert with_sort(SEARCH, {}, column, descending=True) == {"sort": (sort,), "desc": "true"}
    assert with_sort(SEARCH, {}, column, descending=False)["desc"] == "false"


def test_names_cannot_be_sorted_by():
    with pytest.raises(InvalidInput):
        with_sort(SEARCH, {}, "lastName", descending=False)


def problems_of(**raw: str) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        lead_query(**raw)
    return {problem.field: problem.message for problem in caught.value.problems}


@pytest.mark.parametrize("text", ["12345", "1" * 16, "no digits", "9" * 70])
def test_a_phone_without_7_to_15_digits_is_refused(text: str):
    assert problems_of(phone=text) == {"phone": "a phone number has 7 to 15 digits"}


def test_a_phone_with_junk_around_it_is_taken():
    assert lead_query(phone="call (347) 903-3333 after 5").values["phone"].startswith("call")


@pytest.mark.parametrize("key", ["stage", "groups", "segments", "allTags", "anyTags"])
def test_a_name_with_a_comma_is_refused_in_words_at_its_field(key: str):
    problems = problems_of(**{key: '["Open house, May"]'})
    assert list(problems) == [key]
    assert "Open house, May" in problems[key]


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"assignedUserId": "Ada"}, "assignedUserId"),
        ({"languages": "en,klingon"}, "languages"),
        ({"sort": "LastCreate"}, "sort"),
        ({"desc": "down"}, "desc"),
        ({"contacted": "perhaps"}, "contacted"),
        ({"roleAssigneeFilters": '[{"roleName":"Lender","assigneeToIds":["x"]}]'}, "roleAssigneeFilters"),
        ({"roleAssigneeFilters": '{"roleName":"Lender"}'}, "roleAssigneeFilters"),
        ({"scrollId": "abc"}, "scrollId"),
        ({"otherFilters": "x"}, "otherFilters"),
    ],
)
def test_wrong_input_is_named_at_its_field(raw: dict[str, str], field: str):
    assert list(problems_of(**raw)) == [field]


def test_a_page_has_1_to_100_leads():
    for size in (0, 101):
        with pytest.raises(InvalidInput):
            build_query(SEARCH, account_id="a1", provider="lofty", raw={}, page_size=size)


def test_roles_are_conditions_with_numbers():
    field = SEARCH.field("roleAssigneeFilters")
    assert field.kind is FieldKind.CONDITION_LIST
    values = lead_query(roleAssigneeFilters='[{"roleName":"Lender","assigneeToIds":["111",222]}]').values
    assert values["roleAssigneeFilters"] == ({"roleName": "Lender", "assigneeToIds": [111, 222]},)


def test_an_account_is_a_token_with_its_kind():
    found = check_account_input(LOFTY.account_fields, LOFTY.sign_ins, {"token": "eyJabc"})
    assert dict(found.settings) == {"token_kind": "api_key", "server": "https://api.lofty.com"}
    assert found.secrets["token"].reveal() == "eyJabc"
    with pytest.raises(InvalidInput):
        check_account_input(LOFTY.account_fields, LOFTY.sign_ins, {"token": "x", "token_kind": "jwt"})
    with pytest.raises(InvalidInput):
        check_account_input(LOFTY.account_fields, LOFTY.sign_ins, {})
