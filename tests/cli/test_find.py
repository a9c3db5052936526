"""`leaddesk find`: one look-up over every account."""

from __future__ import annotations

import json
import re
import signal
import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from leaddesk.demo.leadexec import LEADS_PATH
from tests.cli.conftest import RUN_SECONDS, Program, StandIn


@pytest.fixture(scope="module")
def recent_lead(running: StandIn) -> dict[str, Any]:
    """A solar lead of the last weeks with an unusual name, a number for a phone and an e-mail address."""
    running.settle()  # of another module's test, perhaps
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


def test_a_list_has_aligned_columns(signed_in: Program, stand_in: StandIn, recent_lead: dict[str, Any]) -> None:
    fields = recent_lead["Fields"]
    listed = signed_in.run("find", fields["EmailAddress"], "--account", "east", "--account", "East")
    rows = [re.split(r" {2,}", line) for line in listed.text.splitlines()]
    assert [row[:2] for row in rows].count(["East", str(recent_lead["UID"])]) == 1
    found = next(row for row in rows if row[1] == str(recent_lead["UID"]))
    assert len(found) == 7
    assert found[2] == f"{fields['FirstName']} {fields['LastName']}"
    assert re.sub(r"\D", "", found[3]).startswith((str(fields["Phone"]), f"1{fields['Phone']}"))
    assert fields["EmailAddress"] in found[4]


def test_each_account_s_chip_and_reasons_are_said(
    signed_in: Program, stand_in: StandIn, recent_lead: dict[str, Any]
) -> None:
    ended = signed_in.run("find", recent_lead["Fields"]["EmailAddress"], "--json")
    assert f"\nEast: {len(ended.lines)} found\n  Searched: " in ended.err
    assert "\n  Not searched: leads older than 90 days\n" in ended.err
    assert "\n  A wider look-up goes back 730 days in place of 90.\n" in ended.err
    none = signed_in.run("find", "nobody.at.all@example.com")
    assert "\nEast: none in 90 days\n  Searched: " in none.err
    cannot = signed_in.run("find", "63c8b0a03314ce0624637a41")
    assert "\nEast: cannot search by id\n  Not searched: by id: " in cannot.err
    assert (cannot.status, cannot.coverage["complete"]) == (0, False)


def test_who_is_the_same_person_in_two_accounts_is_said(
    program: Program, stand_in: StandIn, recent_lead: dict[str, Any]
) -> None:
    program.add_account("East", stand_in.url)
    program.add_account("West", stand_in.url)
    uid, email = str(recent_lead["UID"]), recent_lead["Fields"]["EmailAddress"]
    listed = program.run("find", uid)
    words = [line for line in listed.err.splitlines() if line.startswith("same person: ")]
    assert len(words) == 1, listed.err
    assert words[0].startswith(f"same person: East {uid}, West {uid}: same phone +1 ")
    assert " and same e-mail, same name" in words[0]
    assert "groups: " not in listed.err
    rows = program.run("find", email, "--json")
    assert {tuple(line) for line in rows.lines} == {("account", "provider", "kind", "id", "values", "raw")}
    line = next(line for line in rows.err.splitlines() if line.startswith("groups: "))
    groups = json.loads(line.removeprefix("groups: "))
    members = [{"account": "East", "id": uid}, {"account": "West", "id": uid}]
    mine = next(group for group in groups if members[0] in group["members"])
    assert members[1] in mine["members"]
    assert mine["relation"] == "same person"
    assert any(reason.startswith("same phone +1 ") for reason in mine["reasons"])
    assert rows.coverage["loaded"] == len(rows.lines)


def test_a_silent_account_holds_up_no_rows_and_is_named_when_it_is_stopped(
    program: Program, stand_in: StandIn, recent_lead: dict[str, Any]
) -> None:
    """The rows are there while the silent account is still being asked; then the person presses Ctrl+C."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        program.add_account("East", stand_in.url)
        program.add_account("Silent", f"http://127.0.0.1:{silent.getsockname()[1]}")
        child = program.start("find", recent_lead["Fields"]["EmailAddress"], "--json")
        assert child.stdout is not None
        first = json.loads(child.stdout.readline())
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=RUN_SECONDS)
    assert first["account"] == "East"
    assert all(json.loads(line)["account"] == "East" for line in out.splitlines())
    assert child.returncode == 1
    assert b"\nSilent: stopped\n" in err
    assert err.endswith(b"Stopped.\n")
    assert b"Traceback" not in err


def test_a_pause_is_said_with_its_reason(signed_in: Program, stand_in: StandIn) -> None:
    stand_in.faults.next_data_statuses = [429]
    stand_in.faults.retry_after = "1"
    ended = signed_in.run("find", "nobody.at.all@example.com")
    assert ended.status == 0, ended.err
    assert "\nEast: waiting 1 s\n  Waiting for 127.0.0.1:" in ended.err
    assert ended.err.index("East: waiting 1 s") < ended.err.index("East: none in 90 days")


def test_the_reader_of_the_rows_may_leave(signed_in: Program, stand_in: StandIn, recent_lead: dict[str, Any]) -> None:
    child = signed_in.start("find", recent_lead["Fields"]["EmailAddress"], "--json")
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    err = child.stderr.read()
    assert child.wait(RUN_SECONDS) == 1
    child.stderr.close()
    assert b"Traceback" not in err


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
    assert "\nWrong: key refused\nleaddesk: Wrong: " in both.err
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


@pytest.mark.parametrize("text", ["+1 (202) 555-0100", "Tel: (202) 555-0100 ext 2 (mobile)"])
def test_a_phone_is_understood_with_any_junk_around_it(signed_in: Program, stand_in: StandIn, text: str) -> None:
    ended = signed_in.run("find", "--account", "East", text)
    assert ended.status == 0, ended.err
    assert ended.err.startswith("looking for the phone in East\ntaken for: +12025550100\n")
    assert {"Phone": 2025550100} in [body["Query"] for body in stand_in.log.bodies(LEADS_PATH)]
