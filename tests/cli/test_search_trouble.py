"""`leaddesk search` where something goes wrong: the exit status, the words, and what was kept of what came."""

from __future__ import annotations

import datetime
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from python_calamine import CalamineWorkbook

from leaddesk.demo.answers import WrongAnswer
from leaddesk.demo.leadexec import LEADS_PATH, TOKEN_PATH
from tests.cli.conftest import ALL_SOLAR, CLIENT_SECRET, Ended, Program, StandIn

TEN = ("--limit", "10")


def assert_failed(ended: Ended, status: int, *words: str) -> None:
    """Nothing came: words, no traceback, and a coverage statement that claims nothing."""
    assert (ended.status, ended.out) == (status, b""), ended.err
    assert "Traceback" not in ended.err
    coverage = ended.coverage
    assert (coverage["complete"], coverage["total"], coverage["loaded"]) == (False, None, 0)
    assert coverage["notes"]
    assert f"leaddesk: {coverage['notes'][-1]}\n" in ended.err
    for word in words:
        assert word in ended.err


def about(path: Path) -> list[list[str]]:
    return [
        [str(cell) for cell in line[:2]]
        for line in CalamineWorkbook.from_path(path).get_sheet_by_name("About").to_python()
    ]


@pytest.fixture(scope="module")
def refused_url() -> str:
    """An address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def untrusted_url(tmp_path: Path) -> Iterator[str]:
    """A TLS server whose certificate vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "server.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")
    listener = socket.create_server(("127.0.0.1", 0))

    def shake_hands() -> None:
        with suppress(OSError):  # a refused certificate, or the listener closed
            while True:
                connection, _ = listener.accept()
                with connection, suppress(ssl.SSLError, ConnectionError):
                    context.wrap_socket(connection, server_side=True).close()

    thread = threading.Thread(target=shake_hands)
    thread.start()
    yield f"https://localhost:{listener.getsockname()[1]}"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(timeout=10)


def test_a_total_that_is_not_reached_is_partial(signed_in: Program, stand_in: StandIn, tmp_path: Path) -> None:
    stand_in.faults.total_too_high_by = 5
    ended = signed_in.search("leads", *ALL_SOLAR, "--all", "--page-size", "1000", "--to", tmp_path / "leads.xlsx")
    assert ended.status == 3, ended.err
    coverage = ended.coverage
    assert (coverage["complete"], coverage["total"], coverage["loaded"]) == (False, 726, 721)
    assert "The provider announced 726; 721 different ones came." in coverage["notes"]
    rows = about(tmp_path / "leads.xlsx")
    assert ["Leads in this file", "721 of 726"] in rows
    assert rows[0][1].startswith("NO: ")


def test_a_server_that_fails_later_leaves_what_came_in_the_file(
    signed_in: Program, stand_in: StandIn, tmp_path: Path
) -> None:
    stand_in.instead.after, stand_in.instead.status = 2, 500
    target = tmp_path / "leads.xlsx"
    ended = signed_in.search("leads", *ALL_SOLAR, "--all", "--page-size", "100", "--to", target)
    assert (ended.status, ended.out) == (3, b""), ended.err
    assert (ended.coverage["loaded"], ended.coverage["total"]) == (200, 721)
    (stopped,) = [note for note in ended.coverage["notes"] if note.startswith("Loading stopped: ")]
    assert "failed (lead query, 500)" in stopped
    assert f"wrote 200 leads to {target}" in ended.err
    assert ended.err.count("waiting ") == 2
    assert len(CalamineWorkbook.from_path(target).get_sheet_by_name("Leads").to_python()) == 201
    rows = about(target)
    assert rows[0] == ["Complete", "NO: something is missing from this file, see the notes"]
    assert ["Leads in this file", "200 of 721"] in rows
    assert ["Note", stopped] in rows


def test_a_key_that_is_refused_later_leaves_what_came(signed_in: Program, stand_in: StandIn) -> None:
    stand_in.instead.after, stand_in.instead.status = 1, 401
    ended = signed_in.search("leads", *ALL_SOLAR, "--all", "--page-size", "50")
    assert (ended.status, len(ended.lines), ended.coverage["loaded"]) == (3, 50, 50), ended.err
    assert "refused the access token (lead query)" in ended.err
    assert stand_in.log.counts[TOKEN_PATH] == 2, "renewed once, not again and again"


def test_rows_that_cannot_be_read_are_counted_and_the_others_shown(signed_in: Program, stand_in: StandIn) -> None:
    stand_in.faults.unreadable_row = 1
    ended = signed_in.search("leads", *ALL_SOLAR, *TEN)
    assert (ended.status, len(ended.lines)) == (3, 10), ended.err
    assert (ended.coverage["skipped"], ended.coverage["loaded"]) == (1, 10)
    assert "row 2 was left out: it is a number, not an object" in ended.coverage["notes"]


def test_a_list_that_moves_while_loading_is_told(signed_in: Program, stand_in: StandIn) -> None:
    stand_in.faults.rows_moved = 3
    ended = signed_in.search("leads", *ALL_SOLAR, "--all", "--page-size", "400")
    assert (ended.coverage["duplicates"], len({line["id"] for line in ended.lines})) == (3, ended.coverage["loaded"])
    assert len(ended.lines) == ended.coverage["loaded"]
    assert ended.status == (0 if ended.coverage["complete"] else 3)


def test_refused_credentials_name_the_host(signed_in: Program, program: Program, stand_in: StandIn) -> None:
    host = stand_in.url.removeprefix("http://")
    program.add_account("Wrong", stand_in.url, secret="not-the-right-secret")
    searched = program.run("search", "Wrong", "leads", *ALL_SOLAR)
    assert_failed(searched, 4, f"{host} refused the client id or the client secret")
    tested = program.run("account", "test", "Wrong")
    assert (tested.status, tested.text[:7]) == (4, "failed ")
    assert f"{host} refused" in tested.err
    assert "not-the-right-secret" not in searched.err + tested.err + tested.text
    assert not stand_in.log.bodies(LEADS_PATH)

    stand_in.faults.data_status = 403
    assert_failed(signed_in.search("leads", *ALL_SOLAR), 4, f"{host} gives this credential no right", "Data API")
    tested = signed_in.run("account", "test", "East")
    assert tested.status == 4
    assert [line[:7] for line in tested.text.splitlines()] == ["ok     ", "ok     ", "failed ", "ok     "]

    stand_in.faults.data_status, stand_in.faults.lead_types_status = None, 403
    assert signed_in.search("leads", *ALL_SOLAR, *TEN).status == 0, "leads need no lead types"
    tested = signed_in.run("account", "test", "East")
    assert tested.status == 4
    assert [line[:7] for line in tested.text.splitlines()] == ["ok     ", "failed ", "ok     ", "ok     "]
    assert "Account API" in tested.err


def test_hosts_that_are_not_reached_are_named(
    program: Program, stand_in: StandIn, refused_url: str, untrusted_url: str
) -> None:
    urls = {"Refused": refused_url, "Unknown": "https://leads.invalid", "Untrusted": untrusted_url}
    words = {"Refused": "refused", "Unknown": "leads.invalid", "Untrusted": "certificate"}
    for name, url in urls.items():
        program.add_account(name, stand_in.url, data_server=url)
        ended = program.run("search", name, "leads", *ALL_SOLAR)
        assert_failed(ended, 5, url.partition("//")[2], words[name])
    assert not stand_in.log.bodies(LEADS_PATH)
    tested = program.run("account", "test", "Unknown")
    assert (tested.status, tested.text.count("ok ")) == (5, 3)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (WrongAnswer.WEB_PAGE, "web page"),
        (WrongAnswer.EMPTY, "empty"),
        (WrongAnswer.CUT_OFF, "cut off"),
        (WrongAnswer.NOT_JSON, "another shape"),
        (WrongAnswer.OTHER_SHAPE, "without “Leads”"),
    ],
)
def test_an_answer_that_is_not_understood_is_told(
    signed_in: Program, stand_in: StandIn, tmp_path: Path, wrong: WrongAnswer, words: str
) -> None:
    stand_in.faults.wrong_answer = wrong
    target = tmp_path / "leads.csv"
    target.write_text("old")
    ended = signed_in.search("leads", *ALL_SOLAR, "--to", target)
    assert_failed(ended, 6, words)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_refused_query_repeats_the_vendors_words(signed_in: Program, stand_in: StandIn) -> None:
    words = "LeadTypeUID 1002 is not\u001b[31m yours"
    stand_in.instead.after, stand_in.instead.status = 0, 400
    stand_in.instead.body = json.dumps({"Message": words}).encode()
    ended = signed_in.search("leads", *ALL_SOLAR)
    assert_failed(ended, 6, "refused the lead query (400)", "  it said: LeadTypeUID 1002 is not")
    assert "\x1b" not in ended.err
    assert_failed(signed_in.search("leads", "LeadTypeUID=7", *ALL_SOLAR[1:]), 6)


def test_a_server_that_goes_on_failing_is_given_up(signed_in: Program, stand_in: StandIn) -> None:
    stand_in.faults.data_status = 500
    ended = signed_in.search("leads", *ALL_SOLAR)
    assert (ended.status, ended.out) == (6, b"")
    assert ended.err.count("waiting ") == 2
    assert "failed (lead query, 500)" in ended.err
    assert len(stand_in.log.bodies(LEADS_PATH)) == 3
    assert (ended.coverage["complete"], ended.coverage["loaded"]) == (False, 0)


def test_a_limit_is_waited_for_and_said(signed_in: Program, stand_in: StandIn) -> None:
    stand_in.faults.next_data_statuses, stand_in.faults.retry_after = [429], "1"
    ended = signed_in.search("leads", *ALL_SOLAR, *TEN)
    assert (ended.status, len(ended.lines)) == (0, 10)
    assert ended.err.splitlines()[0].startswith("waiting 1 s: the provider’s limit is reached (429) (127.0.0.1:")

    stand_in.faults.next_data_statuses, stand_in.faults.retry_after = [503], "3600"
    assert_failed(signed_in.search("leads", *ALL_SOLAR), 5, "Try again in 60 minutes.")


def test_an_access_token_alone_is_enough_and_is_not_renewed(program: Program, stand_in: StandIn) -> None:
    servers = ("--set", f"data_server={stand_in.url}", "--set", f"account_server={stand_in.url}")
    for name, token in (("Token", "demo-access-token-not-a-real-one"), ("Old token", "an-old-token")):
        secrets = json.dumps({"access_token": token}).encode()
        added = program.run(
            "account", "add", name, "--provider", "leadexec", *servers, "--secrets-from", "-", stdin=secrets
        )
        assert added.status == 0, added.err
    assert program.run("search", "Token", "leads", *ALL_SOLAR, *TEN).status == 0
    assert_failed(program.run("search", "Old token", "leads", *ALL_SOLAR), 4, "refused the access token")
    assert stand_in.log.counts[TOKEN_PATH] == 0
    assert CLIENT_SECRET not in json.dumps(json.loads((program.profile / "accounts.json").read_text()))
