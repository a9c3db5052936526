from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.account import check_account_input
from leaddesk.domain.errors import InvalidInput
from leaddesk.domain.search import Completion
from leaddesk.providers.sharpspring.spec import SHARPSPRING
from tests.providers.sharpspring.scripted import make_query


def test_an_account_has_exactly_the_fields_of_the_command_line():
    fields = {field.key: (field.is_secret, field.default) for field in SHARPSPRING.account_fields}
    assert fields == {
        "account_id": (True, ""),
        "secret_key": (True, ""),
        "server": (False, "https://api.sharpspring.com"),
        "api_version": (False, "v1.2"),
    }


def test_the_searches_have_exactly_the_fields_of_the_command_line():
    fields = {spec.key: [(f.key, f.required) for f in spec.fields] for spec in SHARPSPRING.searches}
    assert fields == {
        "lead": [("id", True)],
        "leads": [("where", False), ("fields", False)],
        "leads-by-date": [("startDate", True), ("endDate", True), ("timestamp", True), ("fields", False)],
        "events": [("leadID", False), ("createTimestamp", False)],
        "timeline": [("whoID", True), ("eventSource", False)],
        "list-memberships": [("memberIDs", True)],
        "fields": [],
    }


def test_both_keys_are_needed():
    assert check_account_input(
        SHARPSPRING.account_fields, SHARPSPRING.sign_ins, {"account_id": "a", "secret_key": "b"}
    ).settings == {"server": "https://api.sharpspring.com", "api_version": "v1.2"}
    with pytest.raises(InvalidInput) as caught:
        check_account_input(SHARPSPRING.account_fields, SHARPSPRING.sign_ins, {"account_id": "a"})
    assert [problem.field for problem in caught.value.problems] == ["secret_key"]


@pytest.mark.parametrize("version", ["v2", "1.2"])
def test_another_version_is_refused(version: str):
    raw = {"account_id": "a", "secret_key": "b", "api_version": version}
    with pytest.raises(InvalidInput, match=r"v1\.2, v1"):
        check_account_input(SHARPSPRING.account_fields, SHARPSPRING.sign_ins, raw)


@pytest.mark.parametrize(
    ("search", "field", "value"),
    [
        ("lead", "id", ""), ("lead", "id", "12a"), ("leads", "where", "[1]"), ("leads", "where", "{"),
        ("leads", "where", '{"id": {"a": 1}}'), ("leads-by-date", "endDate", "2025-01-01"),
        ("leads-by-date", "timestamp", "both"), ("leads-by-date", "startDate", "01/02/2026"),
        ("events", "leadID", "x"), ("timeline", "whoID", "-5"), ("list-memberships", "memberIDs", "six"),
    ],
)  # fmt: skip
def test_wrong_input_is_marked_at_its_field(search: str, field: str, value: str):
    raw: dict[str, Any] = {field: value}
    with pytest.raises(InvalidInput) as caught:
        make_query(search, **raw)
    assert {problem.field for problem in caught.value.problems} == {field}


@pytest.mark.parametrize("page_size", [0, 501])
def test_a_page_has_1_to_500_rows(page_size: int):
    with pytest.raises(InvalidInput, match="1 to 500"):
        make_query("leads", page_size=page_size)


def test_an_event_source_beyond_the_four_may_be_typed():
    assert make_query("timeline", whoID="5", eventSource="pageVisit").values["eventSource"] == "pageVisit"


def test_the_three_searches_for_leads_are_completed_at_once():
    at_once = {spec.key for spec in SHARPSPRING.searches if spec.completion is Completion.AT_ONCE}
    assert at_once == {"lead", "leads", "leads-by-date"}


def test_only_the_walk_through_dates_cannot_jump():
    assert [spec.key for spec in SHARPSPRING.searches if not spec.can_jump] == ["leads-by-date"]


def test_the_help_says_where_the_keys_are_and_what_version_1_means():
    assert "Settings > API Settings" in SHARPSPRING.credential_help
    version = next(field for field in SHARPSPRING.account_fields if field.key == "api_version")
    assert "company’s own zone" in version.help
    assert "only id and emailAddress" in SHARPSPRING.search("leads").field("where").help


def test_a_custom_field_may_be_named_as_a_column_and_a_misspelt_one_may_not():
    leads = SHARPSPRING.search("leads")
    assert leads.column("favorite_color_5a0dd86e6e290").path == ("favorite_color_5a0dd86e6e290",)
    with pytest.raises(KeyError):
        leads.column("frstName")
