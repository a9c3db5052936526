"""`leaddesk account ...`, with the secrets in a real keyring."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leaddesk.demo.leadexec import DEMO_CREDENTIAL
from tests.cli.conftest import CLIENT_SECRET, Program, StandIn
from tests.keyring_session import KeyringSession

CLIENT = ("--set", "client_id=client-1")
NO_KEYRING = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent", "XDG_RUNTIME_DIR": "/nonexistent"}
CANARY = "canary-7f3e-not-a-real-secret"


def add(program: Program, *arguments: str | Path, stdin: bytes = b"", name: str = "East"):
    return program.run("account", "add", name, "--provider", "leadexec", *arguments, stdin=stdin)


def test_an_account_is_added_listed_tested_and_removed(
    program: Program, stand_in: StandIn, cli_keyring: KeyringSession
) -> None:
    entries = sorted(cli_keyring.names())
    program.add_account("East", stand_in.url)
    (added,) = set(cli_keyring.names()) - set(entries)
    assert CLIENT_SECRET in b"".join(cli_keyring.secrets(added)).decode()
    assert stand_in.call_count == 0

    settings = {"client_id": DEMO_CREDENTIAL.client_id, "data_server": stand_in.url, "account_server": stand_in.url}
    listed = program.run("account", "list", "--json")
    assert json.loads(listed.out) == [{"name": "East", "provider": "leadexec", "settings": settings}]
    assert (listed.status, listed.err) == (0, "")
    assert program.run("account", "list").text == "East\tLeadExec\n"

    tested = program.run("account", "test", "east")
    assert (tested.status, tested.err) == (0, "")
    assert [line[:7] for line in tested.text.splitlines()] == ["ok     "] * 4

    removed = program.run("account", "remove", "East")
    assert (removed.status, removed.err) == (0, "")
    assert sorted(cli_keyring.names()) == entries
    assert json.loads(program.run("account", "list", "--json").out) == []
    empty = program.run("account", "list")
    assert (empty.status, empty.out) == (0, b"")
    assert "leaddesk account add" in empty.err
    program.run("account", "test", "East").assert_nothing_came(2)


def test_secrets_come_from_a_file_or_from_standard_input(program: Program, cli_keyring: KeyringSession) -> None:
    secrets = program.folder / "secrets.json"
    secrets.write_bytes(
        b"\xef\xbb\xbf" + json.dumps({"client_id": "client-1", "client_secret": f"{CANARY}-1"}).encode()
    )
    assert add(program, "--secrets-from", secrets, name="One").status == 0
    assert (
        add(program, "--secrets-from", "-", name="Two", stdin=b'{"access_token": "%s-2"}' % CANARY.encode()).status == 0
    )
    kept = b"".join(cli_keyring.secrets())
    assert f"{CANARY}-1".encode() in kept
    assert f"{CANARY}-2".encode() in kept
    assert program.run("account", "list").text == "One\tLeadExec\nTwo\tLeadExec\n"


@pytest.mark.parametrize(
    ("arguments", "secrets", "words"),
    [
        (["--set", f"client_secret={CANARY}", *CLIENT], None, "client_secret: is a secret"),
        (["--set", f"passwort={CANARY}"], {"access_token": CANARY}, "passwort: there is no such field; there are: "),
        (["--set", CANARY], {"access_token": CANARY}, "--set: write KEY=VALUE"),
        (["--set", "client_secret", CANARY], None, "1 more than is taken here"),
        ([f"--client-secret={CANARY}"], None, "there is no option --client-secret;"),
        ([*CLIENT, *CLIENT], {"client_secret": CANARY}, "client_id: is given twice"),
        (CLIENT, {"client_secret": CANARY, "client_id": "client-2"}, "client_id: is given twice"),
        (CLIENT, None, "client_secret: fill in Client secret"),
        ([], {"client_secret": CANARY}, "client_id: fill in Client id"),
        (CLIENT, {"client_secret": f"{CANARY}\nsecond line"}, "client_secret: this holds a line break"),
        (CLIENT, {"client_secret": f"“{CANARY}”"}, "client_secret: this holds a character no key has"),
        (CLIENT, {"client_secret": f"{CANARY} {CANARY}"}, "client_secret: this holds a blank"),
        (CLIENT, {"client_secret": CANARY * 100}, "client_secret: this is too long"),
        (CLIENT, {CANARY: "client_secret"}, "--secrets-from: holds a key that is no field of the account; there are: "),
        (CLIENT, {"client_secret": [CANARY]}, "--secrets-from: must be a JSON object of texts"),
        (CLIENT, [CANARY], "--secrets-from: must be a JSON object of texts"),
        (["--set", "data_server=http://leads.example.com"], {"access_token": CANARY}, "loopback addresses only"),
        (["--set", f"data_server=https://a:{CANARY}@leads.example.com"], {"access_token": CANARY}, "give the server only"),
    ],
)  # fmt: skip
def test_a_wrong_account_is_bad_input_and_no_secret_is_repeated(
    program: Program, arguments: list[str], secrets: object, words: str
) -> None:
    from_stdin = [] if secrets is None else ["--secrets-from", "-"]
    ended = add(program, *arguments, *from_stdin, stdin=json.dumps(secrets).encode())
    ended.assert_nothing_came(2)
    assert words in ended.err
    assert CANARY not in ended.err
    assert not (program.profile / "accounts.json").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"access_token=" + CANARY.encode(), "is not JSON"), (b"\xff\xfe" + CANARY.encode(), "is not UTF-8 text")],
)
def test_a_secrets_file_that_cannot_be_read_is_not_repeated(program: Program, content: bytes, words: str) -> None:
    path = program.folder / "secrets.txt"
    path.write_bytes(content)
    for ended in (add(program, "--secrets-from", path), add(program, "--secrets-from", "-", stdin=content)):
        ended.assert_nothing_came(2)
        assert f"--secrets-from: {words}" in ended.err
        assert CANARY not in ended.err


def test_a_wrong_name_provider_or_secrets_file_is_named(program: Program) -> None:
    token = b'{"access_token": "token-1"}'
    assert add(program, "--secrets-from", "-", stdin=token).status == 0
    taken = add(program, "--secrets-from", "-", stdin=token, name="EAST")
    taken.assert_nothing_came(2)
    assert "name: there is an account “East” already" in taken.err
    nameless = add(program, "--secrets-from", "-", stdin=token, name=" ")
    nameless.assert_nothing_came(2)
    assert "name: " in nameless.err
    unknown = program.run("account", "add", "West", "--provider", "leadex", "--secrets-from", "-", stdin=token)
    unknown.assert_nothing_came(2)
    assert "“leadex”; there are: leadexec" in unknown.err
    for place in ("nowhere.json", ""):
        missing = add(program, "--secrets-from", place, name="West")
        missing.assert_nothing_came(2)
        assert "--secrets-from: cannot be read" in missing.err
    gone = program.run("account", "remove", "Wets")
    gone.assert_nothing_came(2)
    assert "there is no account “Wets”; there are: East" in gone.err
    assert program.run("account", "list").text == "East\tLeadExec\n"


def test_without_a_keyring_nothing_is_added_and_nothing_is_sent(
    program: Program, signed_in: Program, stand_in: StandIn
) -> None:
    ended = program.run(
        *("account", "add", "East", "--provider", "leadexec", "--secrets-from", "-"),
        stdin=b'{"access_token": "%s"}' % CANARY.encode(),
        environment=NO_KEYRING,
    )
    ended.assert_nothing_came(7)
    assert "keyring" in ended.err.lower()
    assert CANARY not in ended.err
    assert program.run("account", "list").out == b""
    searched = signed_in.search(
        "leads", "LeadTypeUID=1", "StartDate=2026-01-01", "EndDate=2026-01-02", environment=NO_KEYRING
    )
    assert (searched.status, searched.out, searched.coverage["loaded"]) == (7, b"", 0)
    assert stand_in.call_count == 0


def test_settings_live_in_the_profile_and_nowhere_else(program: Program) -> None:
    home = program.folder / "home"
    home.mkdir()
    places = {"HOME": home, "XDG_CONFIG_HOME": home / "config", "XDG_DATA_HOME": home / "data"}
    places |= {"XDG_CACHE_HOME": home / "cache", "XDG_STATE_HOME": home / "state"}
    environment = {name: str(place) for name, place in places.items()}
    arguments = ("account", "add", "East", "--provider", "leadexec", "--secrets-from", "-")
    ended = program.run(*arguments, stdin=b'{"access_token": "token-1"}', environment=environment)
    assert ended.status == 0, ended.err
    assert list(home.iterdir()) == []
    assert (program.profile / "accounts.json").exists()


def test_a_profile_that_cannot_be_used_is_bad_input(program: Program) -> None:
    program.profile.write_text("a file, not a folder")
    ended = program.run("account", "list")
    ended.assert_nothing_came(2)
    assert "--profile: The profile folder cannot be used: File exists." in ended.err


def test_a_damaged_list_of_accounts_is_told_and_set_aside(program: Program) -> None:
    program.profile.mkdir()
    (program.profile / "accounts.json").write_text('{"accounts": [')
    ended = program.run("account", "list", "--json")
    assert json.loads(ended.out) == []
    assert "leaddesk: " in ended.err
    assert not (program.profile / "accounts.json").exists()
    assert '{"accounts": [' in [path.read_text() for path in program.profile.glob("accounts*")]


def test_an_account_of_a_provider_that_is_not_known_here_does_not_hold_up_the_others(
    program: Program, stand_in: StandIn
) -> None:
    program.add_account("East", stand_in.url)
    program.add_account("West", stand_in.url)
    path = program.profile / "accounts.json"
    before, _, after = path.read_text().rpartition('"leadexec"')
    path.write_text(f'{before}"newer"{after}')
    assert program.run("account", "list").text == "East\tLeadExec\nWest\tnewer\n"
    found = program.run("find", "2025550100")
    assert found.status == 3, found.err
    assert "leaddesk: West: This leaddesk knows no provider “newer”." in found.err
    program.run("search", "West", "leads").assert_nothing_came(2)
