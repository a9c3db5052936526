"""`leaddesk find`: one look-up over every account."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from leaddesk.demo.leadexec import LEADS_PATH
from tests.cli.conftest import Program, StandIn


@pytest.fixture(scope="module")
def recent_lead(running: StandIn) -> dict[str, Any]:
    """A solar lead of the last weeks with an unusual name, a number for a phone and an e-mail address."""
    since = (datetime.now(UTC) - timedelta(days=60)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return next(
        row
        for row in running.rows(StartDate=since)
        if isinstance(row.get("Fields", {}).get("Phone"), int)
        and re.fullmatch(r"\w+", row["Fields"]["FirstName"] or "")
        and re.fullmatch(r"\w+", row["Fields"]["LastName"] or "")
        and row["Fields"]["EmailAddress"]
    )


def test_a_lead_is_found_by_phone_email_id_and_name(
    signed_in: Program, stand_in: StandIn, recent_lead: dict[str, Any]
) -> None:
    fields = recent_lead["Fields"]
    phone = str(fields["Phone"])
    texts = {
        "phone": f"({phone[:3]}) {phone[3:6]}-{phone[6:]}",
        "email": fields["EmailAddress"],
        "id": str(recent_lead["UID"]),
        "name": f"{fields['FirstName']} {fields['LastName']}",
    }
    for kind, text in texts.items():
        ended = signed_in.run("find", text, "--json")
        assert ended.status == 0, ended.err
        assert recent_lead in [line["raw"] for line in ended.lines], text
        assert {(line["account"], line["provider"], line["kind"]) for line in ended.lines} == {
            ("East", "leadexec", "lead")
        }
        assert ended.err.startswith(f"looking for the {kind} in East\n")
        assert ended.coverage["loaded"] == len(ended.lines)
        assert any(note.startswith("East: searched: ") for note in ended.coverage["notes"])

    listed = signed_in.run("find", texts["email"], "--account", "east", "--account", "East")
    rows = [line.split("\t") for line in listed.text.splitlines()]
    assert [row[:2] for row in rows].count(["East", texts["id"]]) == 1
    found = next(row for row in rows if row[1] == texts["id"])
    assert found[2] == texts["name"]
    assert re.sub(r"\D", "", found[3]).startswith((phone, f"1{phone}"))
    assert texts["email"] in found[4]


def test_no_hit_is_no_failure_and_says_what_was_searched(signed_in: Program, stand_in: StandIn) -> None:
    for arguments in (["nobody@example.com"], ["nobody@example.com", "--json"]):
        ended = signed_in.run("find", *arguments)
        assert (ended.status, ended.out) == (0, b""), ended.err
        notes = ended.coverage["notes"]
        for lead_type in ("Solar", "Mortgage", "Auto insurance"):
            assert any(note.startswith("East: searched: ") and lead_type in note for note in notes), notes
        assert any(note.startswith("East: not searched: ") for note in notes), notes


def test_an_account_that_is_refused_does_not_hold_up_the_others(
    program: Program, stand_in: StandIn, recent_lead: dict[str, Any]
) -> None:
    program.add_account("East", stand_in.url)
    program.add_account("Wrong", stand_in.url, secret="not-the-right-secret")
    text = recent_lead["Fields"]["EmailAddress"]
    both = program.run("find", text, "--json")
    assert both.status == 3, both.err
    assert {line["account"] for line in both.lines} == {"East"}
    assert recent_lead in [line["raw"] for line in both.lines]
    assert both.coverage["complete"] is False
    assert any(note.startswith("Wrong: could not search: ") for note in both.coverage["notes"])
    assert "leaddesk: Wrong: " in both.err
    alone = program.run("find", text, "--account", "Wrong")
    assert (alone.status, alone.out, alone.coverage["loaded"]) == (4, b"", 0)
    assert program.run("find", text, "--account", "East").status == 0


def test_a_lead_type_that_fails_makes_the_look_up_partial(signed_in: Program, stand_in: StandIn) -> None:
    stand_in.faults.next_data_statuses = [400]
    ended = signed_in.run("find", "nobody@example.com")
    assert (ended.status, ended.coverage["complete"]) == (3, False), ended.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([" "], "text: type a phone, an e-mail, a name or an id"),
        (["J\udcf6rg"], "text: this is not UTF-8 text"),
        (["2025550100", "--account", "West"], "account: there is no account “West”; there are: East"),
    ],
)
def test_a_look_up_that_cannot_be_is_bad_input(
    signed_in: Program, stand_in: StandIn, arguments: list[str], words: str
) -> None:
    ended = signed_in.run("find", *arguments)
    ended.assert_nothing_came(2)
    assert words in ended.err
    assert stand_in.call_count == 0


def test_without_any_account_nothing_can_be_looked_up(program: Program) -> None:
    ended = program.run("find", "2025550100")
    ended.assert_nothing_came(2)
    assert "account: there is none yet; add one first" in ended.err


def test_a_phone_that_begins_with_a_plus_or_a_bracket_is_a_text(signed_in: Program, stand_in: StandIn) -> None:
    ended = signed_in.run("find", "--account", "East", "+1 (202) 555-0100")
    assert ended.status == 0, ended.err
    assert ended.err.startswith("looking for the phone in East\n")
    assert {"Phone": 2025550100} in [body["Query"] for body in stand_in.log.bodies(LEADS_PATH)]
