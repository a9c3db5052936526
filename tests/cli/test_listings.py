"""`leaddesk providers`, help and version: what a script or a person asks first."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.cli.conftest import Program

REQUIRED = ["LeadTypeUID", "StartDate", "EndDate"]


def leadexec_in(listing: list[dict[str, Any]]) -> dict[str, Any]:
    (found,) = [item for item in listing if item["key"] == "leadexec"]
    return found


def test_providers_are_listed_as_json_with_account_fields_and_searches(program: Program) -> None:
    ended = program.run("providers", "--json")
    assert (ended.status, ended.err) == (0, "")
    leadexec = leadexec_in(json.loads(ended.out))
    fields = {item["key"]: item for item in leadexec["account_fields"]}
    assert list(fields) == ["client_id", "client_secret", "access_token", "data_server", "account_server"]
    assert [key for key, item in fields.items() if item["secret"]] == ["client_secret", "access_token"]
    assert fields["data_server"]["default"] == "https://apidata.leadexec.net"
    assert fields["account_server"]["default"] == "https://api.leadexec.net"
    assert all(set(item) == {"key", "label", "secret", "default"} and item["label"] for item in fields.values())
    searches = {item["key"]: item for item in leadexec["searches"]}
    assert all(item["title"] for item in searches.values())
    keys = {key: [item["key"] for item in spec["fields"]] for key, spec in searches.items()}
    assert keys == {
        "leads": [*REQUIRED, "Query", "SortFields", "SortOrder", "Fields"],
        "inbound-pings": [*REQUIRED, "SortOrder"],
        "outbound-pings": [*REQUIRED, "SortOrder"],
    }
    for spec in searches.values():
        assert [item["key"] for item in spec["fields"] if item["required"]] == REQUIRED
        assert all(set(item) == {"key", "label", "kind", "required", "choices"} for item in spec["fields"])
    order = {key: spec["fields"][-1] for key, spec in searches.items()}["inbound-pings"]
    assert (order["kind"], order["choices"]) == ("choice", ["ASC", "DESC"])
    assert not program.profile.exists(), "a listing leaves nothing behind"


def test_providers_are_listed_for_people(program: Program) -> None:
    ended = program.run("providers")
    assert (ended.status, ended.err) == (0, "")
    assert re.search(r"^leadexec  \(LeadExec\)$", ended.text, re.MULTILINE)
    assert re.search(r"^ +client_secret \(secret\)", ended.text, re.MULTILINE)
    assert re.search(r"^ +search outbound-pings  Outbound pings$", ended.text, re.MULTILINE)
    assert re.search(r"^ +LeadTypeUID\*", ended.text, re.MULTILINE)


@pytest.mark.parametrize("command", [(), ("search",), ("account", "add"), ("find",)])
def test_help_says_what_a_command_takes(program: Program, command: tuple[str, ...]) -> None:
    ended = program.run(*command, "--help")
    assert (ended.status, ended.err) == (0, "")
    assert ended.text.startswith("usage: leaddesk")
    if not command:
        assert all(word in ended.text for word in ("demo", "tour", "providers", "account", "search", "find"))
        assert "3 partial" in ended.text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["serch"], "invalid choice"),
        (["account"], "required"),
        (["account", "list", "--jsn"], "there is no option --jsn"),
        (["account", "list", "East"], "1 more than is taken here"),
        (["find", "Ada", "Example"], "1 more than is taken here"),
        (["providers", "--js"], "there is no option --js"),
    ],
)
def test_what_is_not_understood_is_bad_input(program: Program, arguments: list[str], words: str) -> None:
    ended = program.run(*arguments)
    ended.assert_nothing_came(2)
    assert words in ended.err


def test_the_version_is_told(program: Program) -> None:
    ended = program.run("--version")
    assert (ended.status, ended.err) == (0, "")
    assert re.fullmatch(r"leaddesk \d+\.\d+\S*\n", ended.text)
