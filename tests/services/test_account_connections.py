"""Connections, tests and the whole life of accounts."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from leaddesk.domain.errors import (
    InvalidInput,
    KeyringNotAvailable,
    LeaddeskError,
    SecretsMissing,
    SettingsDamaged,
)
from leaddesk.domain.provider import Wait
from leaddesk.paths import Profile
from leaddesk.storage.keyring_failures import VaultState
from leaddesk.storage.vault import KeyringVault, MemoryVault
from tests.keyring_session import KeyringSession
from tests.services.account_rig import CANARY, RAW, FailingVault, Rig, no_wait, revealed

pytestmark = pytest.mark.anyio


async def test_one_connection_is_kept_and_used_again(rig: Rig) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    connections = await asyncio.gather(*(rig.service.connect(account, no_wait) for _ in range(5)))
    assert connections == [rig.opened[0]] * 5
    assert rig.opened[0].secrets == {"client_secret": CANARY}
    assert rig.opened[0].account == account


async def test_waits_are_heard_by_the_latest_listener(rig: Rig) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    heard: list[str] = []

    def listener(name: str) -> Callable[[Wait], None]:
        return lambda wait: heard.append(f"{name} {wait.reason}")

    await rig.service.connect(account, listener("first"))
    rig.opened[0].on_wait(Wait("api.example.com", 1.0, "busy", 2))
    await rig.service.connect(account, listener("second"))
    rig.opened[0].on_wait(Wait("api.example.com", 1.0, "busy", 2))
    assert heard == ["first busy", "second busy"]


async def test_a_changed_account_is_connected_anew_and_a_renamed_one_is_not(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    await rig.service.connect(account, no_wait)
    renamed = rig.service.rename(account, "Renamed")
    await rig.service.connect(renamed, no_wait)
    assert len(rig.opened) == 1
    await rig.service.change(account, "Renamed", {"client_id": "new"})
    assert rig.opened[0].closed == 1
    await rig.service.connect(account, no_wait)
    assert rig.opened[1].account.settings["client_id"] == "new"
    await rig.new_service(vault).change(account, "Renamed", {"client_id": "abc", "client_secret": "by-another-program"})
    await rig.service.connect(account, no_wait)
    assert rig.opened[1].closed == 1
    assert rig.opened[2].secrets == {"client_secret": "by-another-program"}


async def test_closing_closes_all_connections_even_when_one_fails(rig: Rig) -> None:
    for name in ("one", "two", "three"):
        await rig.service.connect(await rig.service.add(name, "leadexec", RAW), no_wait)
    rig.opened[1].failure = RuntimeError("no")
    with pytest.raises(RuntimeError, match="no"):
        await rig.service.aclose()
    assert [provider.closed for provider in rig.opened] == [1, 1, 1]
    await rig.service.aclose()
    assert [provider.closed for provider in rig.opened] == [1, 1, 1]


async def test_testing_uses_a_connection_of_its_own_and_closes_it(rig: Rig) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    await rig.service.connect(account, no_wait)
    report = await rig.service.test(account)
    assert report.usable
    assert len(rig.opened) == 2
    assert [provider.closed for provider in rig.opened] == [0, 1]


async def test_what_is_typed_can_be_tested_without_being_kept(rig: Rig, vault: FailingVault) -> None:
    report = await rig.service.test_input("leadexec", RAW)
    assert report.usable
    assert rig.opened[0].secrets == {"client_secret": CANARY}
    assert rig.opened[0].closed == 1
    assert vault.calls == []
    assert rig.service.list() == ()
    with pytest.raises(InvalidInput):
        await rig.service.test_input("leadexec", {"client_id": "abc"})
    account = await rig.service.add("Main", "leadexec", RAW)
    await rig.service.test_input("leadexec", {"client_id": "new"}, account=account)
    assert rig.opened[-1].secrets == {"client_secret": CANARY}
    assert rig.opened[-1].account.settings["client_id"] == "new"
    assert rig.service.list() == (account,)


async def test_every_secret_is_heard_before_it_is_used(rig: Rig, vault: FailingVault) -> None:
    await rig.service.test_input("leadexec", {"access_token": "typed-for-a-test"})
    account = await rig.service.add("Main", "leadexec", RAW)
    assert rig.heard == ["typed-for-a-test", CANARY]
    rig.heard.clear()
    await rig.new_service(vault).credentials(account)
    assert rig.heard == [CANARY]


async def test_the_memory_vault_serves_as_the_vault_of_a_demo(profile: Profile) -> None:
    rig = Rig(profile, MemoryVault())
    account = await rig.service.add("Demo", "leadexec", RAW)
    changed = await rig.service.change(account, "Demo", {"client_id": "abc", "client_secret": "newer"})
    assert revealed(await rig.service.credentials(changed)) == {"client_secret": "newer"}
    assert rig.service.is_this_run_only(changed)
    later = rig.new_service(MemoryVault())
    with pytest.raises(SecretsMissing, match="earlier run"):
        await later.credentials(later.find("Demo"))


async def test_a_damaged_list_of_accounts_is_told(rig: Rig) -> None:
    (rig.profile.folder / "accounts.json").write_text("{")
    assert rig.service.list() == ()
    (problem,) = rig.service.take_problems()
    assert isinstance(problem, SettingsDamaged)
    assert rig.service.take_problems() == ()


@pytest.mark.real_keyring
async def test_a_whole_life_of_an_account_leaves_its_secrets_nowhere(
    profile: Profile,
    keyring_session: KeyringSession,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = [CANARY, "canary-second-77aa", "canary-token-03bd"]
    rig = Rig(profile, KeyringVault(on_secret=lambda _text: None))
    account = await rig.service.add("Main", "leadexec", RAW)
    assert len(keyring_session.secrets()) == 1
    account = await rig.service.change(account, "Main", {"client_id": "abc", "client_secret": secrets[1]})
    account = await rig.service.change(account, "Renamed", {"access_token": secrets[2]})
    again = rig.new_service(KeyringVault())
    assert revealed(await again.credentials(account)) == {"access_token": secrets[2]}
    assert len(keyring_session.secrets()) == 1
    for_this_run = await again.add("This run", "leadexec", RAW, this_run_only=True)
    await again.remove(for_this_run)

    profile_before = _everything_in(profile.folder)
    await again.remove(account)
    assert keyring_session.secrets() == []
    output = capfd.readouterr()
    written = profile_before + _everything_in(profile.folder) + (caplog.text + output.out + output.err).encode()
    assert b"Main" in written or b"Renamed" in written, "the search must find what is there"
    for secret in secrets:
        for form in _forms(secret):
            assert form not in written


def _everything_in(folder: Path) -> bytes:
    return b"\n".join(path.name.encode() + path.read_bytes() for path in folder.rglob("*") if path.is_file())


def _forms(secret: str) -> list[bytes]:
    raw = secret.encode()
    return [raw, base64.b64encode(raw), json.dumps(secret).encode(), raw.hex().encode(), secret.encode("utf-16-le")]


@pytest.mark.real_keyring
async def test_a_locked_keyring_adds_nothing_and_works_after_unlocking(
    profile: Profile, own_keyring_session: KeyringSession
) -> None:
    rig = Rig(profile, KeyringVault())
    own_keyring_session.lock()
    with pytest.raises(KeyringNotAvailable, match="locked"):
        await rig.service.add("Main", "leadexec", RAW)
    assert rig.service.list() == ()
    own_keyring_session.unlock()
    account = await rig.service.add("Main", "leadexec", RAW)
    own_keyring_session.lock()
    with pytest.raises(KeyringNotAvailable, match="was removed, but its secrets may still be there"):
        await rig.service.remove(account)
    own_keyring_session.unlock()
    assert len(own_keyring_session.secrets()) == 1
    await rig.service.add("Next", "leadexec", {"access_token": "another"})
    assert own_keyring_session.secrets() == [b'{"access_token":"another"}']


@pytest.mark.real_keyring
@pytest.mark.usefixtures("no_keyring_session")
async def test_without_a_keyring_the_account_can_still_be_used_for_this_run(profile: Profile) -> None:
    rig = Rig(profile, KeyringVault())
    with pytest.raises(LeaddeskError, match="cannot be used"):
        await rig.service.add("Main", "leadexec", RAW)
    assert rig.service.vault_status.state is VaultState.UNAVAILABLE
    account = await rig.service.add("Main", "leadexec", RAW, this_run_only=True)
    provider = await rig.service.connect(account, no_wait)
    assert provider is rig.opened[0]
    await rig.service.aclose()
    assert CANARY.encode() not in _everything_in(profile.folder)
