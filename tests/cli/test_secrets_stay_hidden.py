"""After a whole day's work no secret stands anywhere but in the keyring, and no lead in the logs."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

from leaddesk.demo.answers import WrongAnswer
from leaddesk.demo.leadexec import INBOUND_PATH
from tests.cli.conftest import ACCESS_TOKEN, ALL_SOLAR, CLIENT_SECRET, Ended, Program, StandIn
from tests.keyring_session import KeyringSession

WRONG_SECRET = "canary+secret/7f3e=not&a%real~one"
DEBUG = {"LEADDESK_DEBUG": "1"}


def spellings(secret: str) -> Iterator[bytes]:
    """The secret as it may come out of different hands."""
    yield secret.encode()
    yield quote(secret, safe="").encode()
    yield json.dumps(secret)[1:-1].encode()
    yield secret.encode("utf-16-le")
    yield base64.b64encode(secret.encode()).rstrip(b"=")[:-1]
    yield repr(secret)[1:-1].encode()


def content_of(path: Path) -> bytes:
    """All bytes of a file; a workbook's parts unpacked."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with ZipFile(path) as workbook:
        return b"".join(workbook.read(name) for name in workbook.namelist())


def work_through_everything(program: Program, stand_in: StandIn) -> Iterator[Ended]:
    """All commands, in good and bad weather, with the most talkative logs."""
    wrong = json.dumps({"client_secret": WRONG_SECRET}).encode()
    servers = ("--set", f"data_server={stand_in.url}", "--set", f"account_server={stand_in.url}")
    for name, stdin in (("East", json.dumps({"client_secret": CLIENT_SECRET}).encode()), ("Wrong", wrong)):
        yield program.run(
            *(
                "account",
                "add",
                name,
                "--provider",
                "leadexec",
                "--set",
                "client_id=00000000-demo-0000-0000-000000000001",
            ),
            *servers,
            *("--secrets-from", "-"),
            stdin=stdin,
            environment=DEBUG,
        )
    token = json.dumps({"access_token": ACCESS_TOKEN}).encode()
    yield program.run("account", "add", "Token", "--provider", "leadexec", *servers, "--secrets-from", "-", stdin=token)
    yield program.run("account", "add", "Bad", "--provider", "leadexec", "--secrets-from", "-", stdin=wrong + b"}")
    yield program.run("account", "list", "--json", environment=DEBUG)
    for name in ("East", "Wrong", "Token"):
        yield program.run("account", "test", name, environment=DEBUG)
    for suffix in ("xlsx", "csv", "jsonl"):
        target = program.folder / f"leads.{suffix}"
        yield program.run("search", "East", "leads", *ALL_SOLAR, "--limit", "150", "--to", target, environment=DEBUG)
    yield program.run("search", "Token", "inbound-pings", *ALL_SOLAR, environment=DEBUG)
    stand_in.faults.token_error = f"The secret {WRONG_SECRET} is wrong"
    yield program.run("search", "Wrong", "leads", *ALL_SOLAR, environment=DEBUG)
    stand_in.faults.token_error = ""
    yield program.run("find", "nobody@example.com", environment=DEBUG)
    stand_in.faults.wrong_answer = WrongAnswer.WEB_PAGE
    yield program.run("search", "East", "leads", *ALL_SOLAR, environment=DEBUG)
    stand_in.faults.wrong_answer = WrongAnswer.NONE
    echo = json.dumps({"Message": f"The token {ACCESS_TOKEN} is wrong"})
    stand_in.instead.after, stand_in.instead.status, stand_in.instead.body = 0, 403, echo.encode()
    yield program.run("search", "Token", "leads", *ALL_SOLAR, environment=DEBUG)
    stand_in.instead.after = None
    yield program.run("account", "remove", "Wrong", environment=DEBUG)


def test_no_secret_is_in_the_profile_the_logs_the_output_or_the_files(
    program: Program, stand_in: StandIn, cli_keyring: KeyringSession
) -> None:
    ends = list(work_through_everything(program, stand_in))
    assert [end.status for end in ends] == [0, 0, 0, 2, 0, 0, 4, 0, 0, 0, 0, 0, 4, 3, 6, 4, 0], [
        end.err for end in ends
    ]
    files = [path for path in program.folder.rglob("*") if path.is_file()]
    assert {"leads.xlsx", "leads.csv", "leads.jsonl", "accounts.json"} <= {path.name for path in files}
    log = b"".join(path.read_bytes() for path in files if path.parent.name == "logs")
    assert b"lead query: POST" in log, "the logs say something"
    places = {str(path): content_of(path) for path in files}
    places |= {f"output {place}": end.out for place, end in enumerate(ends)}
    places |= {f"errors {place}": end.err.encode() for place, end in enumerate(ends)}
    given = [f"demo-token-{number:06d}" for number in range(1, stand_in.log.tokens_given + 1)]
    assert len(given) >= 5
    for secret in (CLIENT_SECRET, ACCESS_TOKEN, WRONG_SECRET, *given):
        for spelling in spellings(secret):
            assert [name for name, content in places.items() if spelling in content] == [], secret
    kept = b"".join(cli_keyring.secrets())
    assert CLIENT_SECRET.encode() in kept
    assert WRONG_SECRET.encode() not in kept, "a removed account leaves nothing"

    people = [row["Fields"] for row in stand_in.rows() if row.get("Fields")]
    pings = stand_in.rows(INBOUND_PATH)
    traces = {str(fields.get(key) or "") for fields in people for key in ("EmailAddress", "Phone", "StreetAddress")}
    traces |= {str(row["UID"]) for row in stand_in.rows()} | {str(ping["Id"]) for ping in pings}
    assert len(traces) > 2_000
    assert [trace for trace in traces if len(trace) > 5 and trace.encode() in log] == []


def test_the_profile_is_its_owners_alone(program: Program, stand_in: StandIn) -> None:
    program.add_account("East", stand_in.url)
    target = program.folder / "leads.jsonl"
    assert program.run("search", "East", "leads", *ALL_SOLAR, "--limit", "1", "--to", target).status == 0
    for path in (target, program.profile, *program.profile.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_secret_given_as_an_argument_is_in_no_file_either(program: Program) -> None:
    ended = program.run("account", "add", "East", "--provider", "leadexec", "--set", f"client_secret={WRONG_SECRET}")
    ended.assert_nothing_came(2)
    assert WRONG_SECRET not in ended.err
    assert WRONG_SECRET.encode() not in b"".join(Path(path).read_bytes() for path in program.profile.rglob("*.*"))
