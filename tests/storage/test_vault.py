"""The keyring gateway against a real gnome-keyring over a real D-Bus session."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Awaitable
from pathlib import Path

import pytest

from leaddesk.domain.account import Secret
from leaddesk.domain.errors import KeyringNotAvailable, SecretsMissing
from leaddesk.storage.keyring_entry import entry_name
from leaddesk.storage.keyring_failures import VaultState
from leaddesk.storage.vault import USER_NAME, KeyringVault
from tests.keyring_session import KeyringSession

pytestmark = [pytest.mark.anyio, pytest.mark.real_keyring]

CREDENTIALS = {"client_secret": Secret("canary-9d21"), "access_token": Secret('a"b\\c')}


def _revealed(credentials: dict[str, Secret]) -> dict[str, str]:
    return {key: secret.reveal() for key, secret in credentials.items()}


def _run(script: str, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own: what the environment says at its start counts."""
    root = Path(__file__).parents[2]
    search_path = os.pathsep.join(filter(None, [str(root), environment.get("PYTHONPATH", "")]))
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *arguments],
        env={**environment, "PYTHONPATH": search_path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


async def test_secrets_go_into_the_keyring_and_come_back(keyring_session: KeyringSession) -> None:
    version = await KeyringVault().store("id1", CREDENTIALS)
    assert dict(_revealed(dict(await KeyringVault().load("id1", version)))) == _revealed(CREDENTIALS)
    (content,) = keyring_session.secrets(entry_name("id1", version))
    assert json.loads(content) == _revealed(CREDENTIALS)


async def test_a_new_version_stands_beside_the_old_one_until_that_is_forgotten(
    keyring_session: KeyringSession,
) -> None:
    vault = KeyringVault()
    old = await vault.store("id1", CREDENTIALS)
    new = await vault.store("id1", {"client_secret": Secret("newer")})
    assert len(keyring_session.secrets()) == 2
    await vault.forget("id1", old)
    assert keyring_session.secrets() == [b'{"client_secret":"newer"}']
    with pytest.raises(SecretsMissing):
        await vault.load("id1", old)
    assert (await vault.load("id1", new))["client_secret"].reveal() == "newer"


async def test_forgetting_deletes_all_entries_of_that_name(keyring_session: KeyringSession) -> None:
    """The keyring's own deletion removes one of three; the next read would give an older secret."""
    for content in (b"oldest", b"\xff not text", b"newest"):
        keyring_session.add_entry(entry_name("id1", "v1"), USER_NAME, content)
    keyring_session.add_entry(entry_name("id2", "v1"), USER_NAME, b"another account's")
    assert len(keyring_session.secrets()) == 4
    await KeyringVault().forget("id1", "v1")
    assert keyring_session.secrets() == [b"another account's"]


async def test_an_entry_that_is_no_text_is_damaged(keyring_session: KeyringSession) -> None:
    keyring_session.add_entry(entry_name("id1", "v1"), USER_NAME, b"\xff\xfe")
    vault = KeyringVault()
    with pytest.raises(SecretsMissing, match="damaged"):
        await vault.load("id1", "v1")
    assert vault.status.state is VaultState.DAMAGED


async def test_a_locked_keyring_is_told_at_once_and_works_after_unlocking(
    own_keyring_session: KeyringSession,
) -> None:
    vault = KeyringVault()
    version = await vault.store("id1", CREDENTIALS)
    own_keyring_session.lock()
    with pytest.raises(KeyringNotAvailable, match="locked"):
        await vault.load("id1", version)
    assert vault.status.state is VaultState.LOCKED_REFUSED
    own_keyring_session.unlock()
    with pytest.raises(KeyringNotAvailable, match="locked"):
        await vault.load("id1", version)  # held back until the person asks again
    vault.ask_again()
    assert _revealed(dict(await vault.load("id1", version))) == _revealed(CREDENTIALS)
    assert vault.status.state is VaultState.STORED


async def test_a_killed_keyring_gives_an_error_and_its_successor_is_used(own_keyring_session: KeyringSession) -> None:
    vault = KeyringVault(deadline_seconds=5)
    version = await vault.store("id1", CREDENTIALS)
    own_keyring_session.kill_daemon()
    with pytest.raises(KeyringNotAvailable):
        await vault.load("id1", version)  # the bus may start another daemon, which is locked
    own_keyring_session.start_successor()
    vault.ask_again()
    assert _revealed(dict(await vault.load("id1", version))) == _revealed(CREDENTIALS)


async def test_a_keyring_killed_in_the_middle_of_a_call_gives_an_error(own_keyring_session: KeyringSession) -> None:
    vault = KeyringVault(deadline_seconds=20)
    version = await vault.store("id1", CREDENTIALS)
    own_keyring_session.pause_daemon()
    idle = own_keyring_session.connection_count()
    async with asyncio.TaskGroup() as group:
        blocked = group.create_task(_outcome(vault.load("id1", version)))
        async with asyncio.timeout(10):
            while own_keyring_session.connection_count() == idle:  # noqa: ASYNC110 - another program's doing
                await asyncio.sleep(0.005)
        own_keyring_session.kill_daemon()
    assert isinstance(blocked.result(), KeyringNotAvailable)


async def test_a_keyring_that_does_not_answer_is_given_up_in_time_while_the_loop_goes_on(
    own_keyring_session: KeyringSession,
) -> None:
    vault = KeyringVault(deadline_seconds=0.5)
    version = await vault.store("id1", CREDENTIALS)
    own_keyring_session.pause_daemon()
    began, turns = time.monotonic(), 0
    loading = asyncio.create_task(_outcome(vault.load("id1", version)))
    while not loading.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert "waiting for your keyring" in str(loading.result())
    assert time.monotonic() - began < 3
    assert turns >= 10
    assert vault.status.state is VaultState.LOCKED_WAITING

    began = time.monotonic()
    with pytest.raises(KeyringNotAvailable, match="waiting for your keyring"):
        await vault.load("id1", version)
    assert time.monotonic() - began < 0.5  # at once, not after another deadline
    own_keyring_session.resume_daemon()
    vault.ask_again()
    assert _revealed(dict(await vault.load("id1", version))) == _revealed(CREDENTIALS)


async def test_a_blocked_keyring_does_not_hold_up_the_end_of_the_program(own_keyring_session: KeyringSession) -> None:
    own_keyring_session.pause_daemon()
    script = """
        import asyncio, time
        from leaddesk.domain.errors import KeyringNotAvailable
        from leaddesk.storage.vault import KeyringVault
        async def main():
            try:
                await KeyringVault(deadline_seconds=0.3).load("id1", "v1")
            except KeyringNotAvailable as error:
                print(error, flush=True)
        asyncio.run(main())
        print(time.time(), flush=True)
    """
    done = _run(script, own_keyring_session.environment)
    ended = time.time()
    assert done.returncode == 0, done.stderr
    words, printed = done.stdout.splitlines()
    assert words == "leaddesk is waiting for your keyring."
    assert ended - float(printed) < 3


@pytest.mark.usefixtures("no_keyring_session")
async def test_without_a_session_the_keyring_is_unavailable_with_why() -> None:
    vault = KeyringVault()
    with pytest.raises(KeyringNotAvailable, match=r"cannot be used.*DBUS_SESSION_BUS_ADDRESS"):
        await vault.store("id1", CREDENTIALS)
    assert vault.status.state is VaultState.UNAVAILABLE


async def test_a_bus_that_is_gone_makes_the_keyring_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nothing'}")
    vault = KeyringVault()
    with pytest.raises(KeyringNotAvailable, match="cannot be used"):
        await vault.load("id1", "v1")
    assert vault.status.state is VaultState.UNAVAILABLE


STORE_AND_LOAD = """
    import asyncio, sys
    from leaddesk.domain.account import Secret
    from leaddesk.domain.errors import KeyringNotAvailable
    from leaddesk.storage.vault import KeyringVault
    async def main():
        vault = KeyringVault()
        try:
            version = await vault.store("id1", {"k": Secret("canary-4e77")})
            print((await vault.load("id1", version))["k"].reveal())
        except KeyringNotAvailable as error:
            print(error)
    asyncio.run(main())
    print([name for name in sys.modules if "plaintext" in name or "hostile" in name or name.endswith("backends.null")])
"""

PLAINTEXT = """
import pathlib
from keyring.backend import KeyringBackend
class PlaintextKeyring(KeyringBackend):
    priority = 9
    def set_password(self, service, username, password):
        pathlib.Path(__file__).with_name("leaked").write_text(password)
    def get_password(self, service, username):
        return pathlib.Path(__file__).with_name("leaked").read_text()
    def delete_password(self, service, username):
        pass
"""


def _plant_plaintext_backend(folder: Path) -> None:
    """A keyring plug-in as packages install it, which keyring's own search would prefer to all others."""
    (folder / "plaintext_keyring.py").write_text(PLAINTEXT)
    metadata = folder / "plaintext_keyring-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: plaintext-keyring\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[keyring.backends]\nplaintext = plaintext_keyring\n")


def _plant_settings(config: Path, module_folder: Path) -> None:
    (module_folder / "hostile.py").write_text(PLAINTEXT)
    folder = config / "python_keyring"
    folder.mkdir(parents=True)
    (folder / "keyringrc.cfg").write_text(
        f"[backend]\ndefault-keyring=hostile.PlaintextKeyring\nkeyring-path={module_folder}\n"
    )


@pytest.mark.parametrize(
    "chosen", ["keyring.backends.null.Keyring", "nope.Keyring", "plaintext_keyring.PlaintextKeyring"]
)
async def test_the_environment_cannot_choose_another_keyring(
    keyring_session: KeyringSession, tmp_path: Path, chosen: str
) -> None:
    plug_ins = tmp_path / "plug-ins"
    plug_ins.mkdir()
    _plant_plaintext_backend(plug_ins)
    _plant_settings(tmp_path / "config", plug_ins)
    environment = {
        **keyring_session.environment,
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "PYTHONPATH": str(plug_ins),
        "PYTHON_KEYRING_BACKEND": chosen,
        "KEYRING_PROPERTY_PREFERRED_COLLECTION": "/org/freedesktop/secrets/collection/session",
        "KEYRING_PROPERTY_SCHEME": "KeePassXC",
    }
    done = _run(STORE_AND_LOAD, environment)
    assert done.stdout.splitlines() == ["canary-4e77", "[]"], done.stderr
    assert keyring_session.secrets() == [b'{"k":"canary-4e77"}']
    assert [name.rpartition("/")[0] for name in keyring_session.names()] == ["leaddesk/id1"]
    assert not (plug_ins / "leaked").exists()


async def test_without_a_keyring_no_plug_in_that_writes_plain_text_is_chosen(tmp_path: Path) -> None:
    plug_ins = tmp_path / "plug-ins"
    plug_ins.mkdir()
    _plant_plaintext_backend(plug_ins)
    done = _run(STORE_AND_LOAD, {"HOME": str(tmp_path), "PYTHONPATH": str(plug_ins)})
    words, modules = done.stdout.splitlines()
    assert "cannot be used" in words, done.stderr
    assert modules == "[]"
    assert not (plug_ins / "leaked").exists()


async def test_starting_costs_no_keyring_import_and_no_thread() -> None:
    script = """
        import sys, threading
        import leaddesk.services.accounts
        from leaddesk.storage.vault import KeyringVault
        KeyringVault()
        print([name for name in ("keyring", "secretstorage", "cryptography", "jeepney") if name in sys.modules])
        print(threading.active_count())
    """
    done = _run(script, {})
    assert done.stdout.splitlines() == ["[]", "1"], done.stderr


async def _outcome(call: Awaitable[object]) -> object:
    try:
        return await call
    except KeyringNotAvailable as error:
        return error
