from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.account import check_account_input
from leaddesk.domain.errors import InvalidInput
from leaddesk.providers.leadexec.spec import LEADEXEC
from tests.providers.leadexec.scripted import lead_query


def test_an_account_has_exactly_the_fields_of_the_command_line():
    fields = {field.key: (field.is_secret, field.default) for field in LEADEXEC.account_fields}
    assert fields == {
        "client_id": (False, ""),
        "client_secret": (True, ""),
        "access_token": (True, ""),
        "data_server": (False, "https://apidata.leadexec.net"),
        "account_server": (False, "https://api.leadexec.net"),
    }


@pytest.mark.parametrize("secrets", [{"client_id": "c", "client_secret": "s"}, {"access_token": "t"}])
def test_either_way_to_sign_in_is_enough(secrets: dict[str, str]):
    checked = check_account_input(LEADEXEC.account_fields, LEADEXEC.sign_ins, secrets)
    assert checked.settings["data_server"] == "https://apidata.leadexec.net"


def test_a_client_id_alone_is_not_enough():
    with pytest.raises(InvalidInput) as caught:
        check_account_input(LEADEXEC.account_fields, LEADEXEC.sign_ins, {"client_id": "c"})
    assert [problem.field for problem in caught.value.problems] == ["client_secret"]


def test_the_searches_have_exactly_the_fields_of_the_command_line():
    fields = {spec.key: [(f.key, f.required) for f in spec.fields] for spec in LEADEXEC.searches}
    needed = [("LeadTypeUID", True), ("StartDate", True), ("EndDate", True)]
    assert fields == {
        "leads": [*needed, ("Query", False), ("SortFields", False), ("SortOrder", False), ("Fields", False)],
        "inbound-pings": [*needed, ("SortOrder", False)],
        "outbound-pings": [*needed, ("SortOrder", False)],
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("LeadTypeUID", "0"), ("LeadTypeUID", ""), ("LeadTypeUID", "x"), ("Query", "[1]"), ("Query", "{"),
        ("EndDate", "2025-01-01"), ("SortOrder", "2"),
    ],
)  # fmt: skip
def test_wrong_input_is_marked_at_its_field(field: str, value: str):
    raw: dict[str, Any] = {field: value}
    with pytest.raises(InvalidInput) as caught:
        lead_query(**raw)
    assert [problem.field for problem in caught.value.problems] == [field]


@pytest.mark.parametrize("page_size", [0, 1001, -1])
def test_a_page_has_1_to_1000_rows(page_size: int):
    with pytest.raises(InvalidInput, match="1 to 1,000"):
        lead_query(page_size=page_size)


def test_the_help_says_where_the_credential_is_found():
    for words in ("Settings > API Credentials", "Data API", "Account API", "only once", "cannot be changed"):
        assert words in LEADEXEC.credential_help
