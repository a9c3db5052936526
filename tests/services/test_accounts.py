"""Accounts through their service: real files, a real keyring where it matters, a provider that records."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from leaddesk.domain.account import Account, AccountField, AccountFieldKind, Credentials, SignIn
from leaddesk.domain.errors import (
    FileNotWritten,
    InvalidInput,
    KeyringNotAvailable,
    LeaddeskError,
    SecretsMissing,
    SettingsDamaged,
)
from leaddesk.domain.page import Page, Position
from leaddesk.domain.provider import AccountReport, Provider, ProviderInfo, Wait, WaitListener
from leaddesk.domain.provider import TestStep as Step
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Choice, Query
from leaddesk.paths import Profile
from leaddesk.services.account_input import kept_secret_keys
from leaddesk.services.accounts import AccountService
from leaddesk.storage.accounts_file import AccountsFile
from leaddesk.storage.keyring_failures import VaultState, VaultStatus
from leaddesk.storage.vault import KeyringVault, MemoryVault, Vault
from tests.keyring_session import KeyringSession

pytestmark = pytest.mark.anyio

CANARY = "canary-secret-8c1f"


def _read_detail(_record: Record) -> RecordDetail:
    return RecordDetail("title", "subtitle")


INFO = ProviderInfo(
    key="leadexec",
    title="LeadExec",
    account_fields=(
        AccountField("client_id", "Client ID"),
        AccountField("client_secret", "Client secret", AccountFieldKind.SECRET),
        AccountField("access_token", "Access token", AccountFieldKind.SECRET),
        AccountField("server", "Server", AccountFieldKind.SERVER, default="https://api.example.com"),
    ),
    sign_ins=(SignIn("Credential", ("client_id", "client_secret")), SignIn("Token", ("access_token",))),
    credential_help="",
    searches=(),
    read_detail=_read_detail,
)
RAW = {"client_id": "abc", "client_secret": CANARY}


class RecordingProvider:
    """Stands where a vendor's connection would; remembers what it was opened with."""

    def __init__(self, account: Account, credentials: Credentials, on_wait: WaitListener) -> None:
        self.account = account
        self.secrets = {key: secret.reveal() for key, secret in credentials.items()}
        self.on_wait = on_wait
        self.closed = 0
        self.failure: Exception | None = None

    @property
    def info(self) -> ProviderInfo:
        return INFO

    async def fetch_page(self, query: Query, start: Position) -> Page:
        raise NotImplementedError

    async def fetch_choices(self, source: str) -> tuple[Choice, ...]:
        return ()

    async def test_account(self) -> AccountReport:
        return AccountReport((Step("Sign in", "api.example.com", "signed in"),), usable=True)

    async def aclose(self) -> None:
        self.closed += 1
        if self.failure is not None:
            raise self.failure


class FailingVault:
    """A vault in which the calls named in `failing` end with a locked keyring."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Credentials] = {}
        self.failing: set[str] = set()
        self.calls: list[str] = []
        self.versions = 0
        self.status = VaultStatus(VaultState.STORED)

    def ask_again(self) -> None:
        self.calls.append("ask again")

    async def store(self, account_id: str, credentials: Credentials) -> str:
        self._enter("store")
        self.versions += 1
        version = f"v{self.versions}"
        self.kept[account_id, version] = credentials
        return version

    async def load(self, account_id: str, version: str) -> Credentials:
        self._enter("load")
        await asyncio.sleep(0)
        if (account_id, version) not in self.kept:
            raise SecretsMissing("The secrets are not there.")
        return self.kept[account_id, version]

    async def forget(self, account_id: str, version: str) -> None:
        if version:
            self._enter("forget")
            self.kept.pop((account_id, version), None)

    def _enter(self, call: str) -> None:
        self.calls.append(call)
        if call in self.failing:
            self.status = VaultStatus(VaultState.LOCKED_REFUSED)
            raise KeyringNotAvailable("Your keyring is locked.")


class Rig:
    """A service over a profile, with everything it was given at hand."""

    def __init__(self, profile: Profile, vault: Vault) -> None:
        self.profile = profile
        self.opened: list[RecordingProvider] = []
        self.heard: list[str] = []
        self.removed: list[str] = []
        self.service = self.new_service(vault)

    def new_service(self, vault: Vault) -> AccountService:
        """As after another start of the program."""
        return AccountService(
            (INFO,),
            AccountsFile(self.profile),
            vault,
            self._open,
            on_secret=self.heard.append,
            on_removed=self.removed.append,
        )

    def _open(self, account: Account, credentials: Credentials, on_wait: WaitListener) -> Provider:
        self.opened.append(RecordingProvider(account, credentials, on_wait))
        return self.opened[-1]

    def listed(self) -> list[dict[str, object]]:
        path = self.profile.folder / "accounts.json"
        return json.loads(path.read_text())["accounts"] if path.exists() else []


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile.at(tmp_path / "profile")


@pytest.fixture
def vault() -> FailingVault:
    return FailingVault()


@pytest.fixture
async def rig(profile: Profile, vault: FailingVault) -> AsyncIterator[Rig]:
    rig = Rig(profile, vault)
    yield rig
    await rig.service.aclose()


def _no_wait(_wait: Wait) -> None:
    pass


def _revealed(credentials: Credentials) -> dict[str, str]:
    return {key: secret.reveal() for key, secret in credentials.items()}


def _problem_fields(caught: pytest.ExceptionInfo[InvalidInput]) -> set[str]:
    return {problem.field for problem in caught.value.problems}


async def test_an_added_account_is_listed_with_defaults_and_without_secrets(rig: Rig) -> None:
    account = await rig.service.add("  Main  ", "leadexec", RAW)
    assert account.name == "Main"
    assert dict(account.settings) == {"client_id": "abc", "server": "https://api.example.com"}
    assert rig.service.list() == (account,)
    assert CANARY not in (rig.profile.folder / "accounts.json").read_text()
    assert _revealed(await rig.service.credentials(account)) == {"client_secret": CANARY}
    assert not rig.service.is_this_run_only(account)
    assert "computer's keyring" in rig.service.storage_words(account)


async def test_an_account_survives_a_restart(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    again = rig.new_service(vault)
    assert again.find("MAIN ") == account
    assert _revealed(await again.credentials(account)) == {"client_secret": CANARY}


async def test_all_wrong_fields_are_named_at_once_and_nothing_is_kept(rig: Rig, vault: FailingVault) -> None:
    await rig.service.add("Main", "leadexec", RAW)
    calls = list(vault.calls)
    with pytest.raises(InvalidInput) as caught:
        await rig.service.add(
            "main", "leadexec", {"client_id": "a", "client_secret": f"{CANARY}ü", "server": "ftp://x"}
        )
    assert _problem_fields(caught) >= {"name", "client_secret", "server"}
    assert CANARY not in str(caught.value)
    assert vault.calls == calls
    assert len(rig.listed()) == 1


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\tb", "a\u202eb", "a\u0000b"])
async def test_what_is_no_name_is_refused(rig: Rig, name: str) -> None:
    with pytest.raises(InvalidInput, match="1 to 60 visible characters") as caught:
        await rig.service.add(name, "leadexec", RAW)
    assert _problem_fields(caught) == {"name"}


async def test_unknown_providers_and_accounts_name_those_there_are(rig: Rig) -> None:
    with pytest.raises(InvalidInput, match="there are: leadexec"):
        await rig.service.add("Main", "nobody", RAW)
    with pytest.raises(InvalidInput, match="there is none yet"):
        rig.service.find("Main")
    await rig.service.add("Main", "leadexec", RAW)
    await rig.service.add("This run", "leadexec", RAW, this_run_only=True)
    with pytest.raises(InvalidInput, match="there are: Main, This run") as caught:
        rig.service.find("Nobody")
    assert _problem_fields(caught) == {"account"}


async def test_two_secrets_too_long_together_are_refused_before_the_keyring_is_asked(
    rig: Rig, vault: FailingVault
) -> None:
    with pytest.raises(InvalidInput, match="too long") as caught:
        await rig.service.add("Main", "leadexec", {**RAW, "client_secret": "s" * 600, "access_token": "t" * 601})
    assert _problem_fields(caught) == {"access_token"}
    assert vault.calls == []


async def test_a_keyring_that_fails_adds_nothing_and_says_so(rig: Rig, vault: FailingVault) -> None:
    vault.failing = {"store"}
    with pytest.raises(KeyringNotAvailable):
        await rig.service.add("Main", "leadexec", RAW)
    assert rig.service.list() == ()
    assert rig.service.vault_status.state is VaultState.LOCKED_REFUSED


async def test_an_account_that_cannot_be_listed_leaves_no_secret_in_the_keyring(
    rig: Rig, vault: FailingVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(FileNotWritten, match="no space left"):
        await rig.service.add("Main", "leadexec", RAW)
    assert vault.kept == {}
    vault.failing = {"forget"}
    with pytest.raises(FileNotWritten):
        await rig.service.add("Main", "leadexec", RAW)
    (problem,) = rig.service.take_problems()
    assert "left in the keyring" in problem.what


async def test_an_account_for_this_run_only_is_written_nowhere(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW, this_run_only=True)
    assert rig.service.find("main") == account
    assert _revealed(await rig.service.credentials(account)) == {"client_secret": CANARY}
    assert rig.service.is_this_run_only(account)
    assert "gone when leaddesk is closed" in rig.service.storage_words(account)
    assert vault.calls == []
    assert list(rig.profile.folder.iterdir()) == []
    with pytest.raises(InvalidInput, match="already"):
        await rig.service.add("MAIN", "leadexec", RAW)
    changed = rig.service.rename(account, "Renamed")
    await rig.service.remove(changed)
    assert rig.service.list() == ()
    with pytest.raises(InvalidInput, match="removed in the meantime"):
        await rig.service.credentials(changed)
    assert rig.new_service(vault).list() == ()


async def test_an_account_of_this_run_can_be_moved_into_the_keyring(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW, this_run_only=True)
    stored = await rig.service.change(account, "Main", {"client_id": "abc"})
    assert stored.id == account.id
    assert not rig.service.is_this_run_only(stored)
    assert rig.service.list() == (stored,)
    again = rig.new_service(vault)
    assert _revealed(await again.credentials(again.find("Main"))) == {"client_secret": CANARY}


async def test_a_blank_secret_keeps_the_old_one(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    stores = vault.calls.count("store")
    changed = await rig.service.change(
        account, "Other", {"client_id": "new", "client_secret": "  ", "access_token": ""}
    )
    assert (changed.name, changed.settings["client_id"]) == ("Other", "new")
    assert changed.secret_version == account.secret_version
    assert vault.calls.count("store") == stores
    assert _revealed(await rig.service.credentials(changed)) == {"client_secret": CANARY}


async def test_a_new_secret_is_kept_before_the_old_one_is_deleted(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    vault.calls.clear()
    changed = await rig.service.change(account, "Main", {"client_id": "abc", "client_secret": "newer"})
    assert vault.calls == ["ask again", "store", "forget"]
    assert list(vault.kept) == [(account.id, changed.secret_version)]
    assert _revealed(await rig.service.credentials(account)) == {"client_secret": "newer"}
    assert rig.service.take_problems() == ()


async def test_typing_a_token_replaces_the_other_way_of_signing_in(rig: Rig) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    changed = await rig.service.change(account, "Main", {"client_id": "abc", "access_token": "token"})
    assert _revealed(await rig.service.credentials(changed)) == {"access_token": "token"}


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ({}, {"client_secret", "access_token"}),
        ({"client_id": "x"}, {"client_secret", "access_token"}),
        ({"client_secret": "x"}, set[str]()),
        ({"access_token": "x", "client_secret": " "}, set[str]()),
    ],
)
def test_which_secrets_a_change_keeps(raw: Mapping[str, str], kept: set[str]) -> None:
    assert kept_secret_keys(INFO, raw) == kept


def test_the_other_secret_of_the_same_way_of_signing_in_is_kept() -> None:
    fields = (
        AccountField("access_key", "Access key", AccountFieldKind.SECRET),
        AccountField("secret_key", "Secret key", AccountFieldKind.SECRET),
        AccountField("extra", "Extra", AccountFieldKind.SECRET),
    )
    info = replace(INFO, account_fields=fields, sign_ins=(SignIn("Keys", ("access_key", "secret_key")),))
    assert kept_secret_keys(info, {"access_key": "new"}) == {"secret_key", "extra"}


async def test_a_change_fails_whole_when_the_keyring_does(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    vault.failing = {"store"}
    with pytest.raises(KeyringNotAvailable):
        await rig.service.change(account, "Other", {"client_id": "new", "client_secret": "newer"})
    assert rig.service.list() == (account,)
    assert _revealed(await rig.service.credentials(account)) == {"client_secret": CANARY}


async def test_a_change_for_this_run_only_leaves_the_keyring_as_it_is(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    vault.failing = {"store", "load", "forget"}
    raw = {"client_id": "abc", "client_secret": "for-now"}
    changed = await rig.service.change(account, "Main", raw, this_run_only=True)
    assert rig.service.is_this_run_only(changed)
    assert _revealed(await rig.service.credentials(changed)) == {"client_secret": "for-now"}
    vault.failing = set()
    again = rig.new_service(vault)
    assert _revealed(await again.credentials(again.find("Main"))) == {"client_secret": CANARY}


async def test_secrets_that_cannot_be_deleted_are_told_and_deleted_later(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    vault.failing = {"forget"}
    await rig.service.change(account, "Main", {"client_id": "abc", "client_secret": "newer"})
    (problem,) = rig.service.take_problems()
    assert isinstance(problem, KeyringNotAvailable)
    assert "may still be in the keyring" in problem.what
    with pytest.raises(KeyringNotAvailable, match="“Main” was removed, but its secrets may still be there"):
        await rig.service.remove(account)
    assert rig.service.take_problems() == ()
    assert rig.service.list() == ()
    assert len(vault.kept) == 2
    vault.failing = set()
    await rig.new_service(vault).add("Next", "leadexec", RAW)
    assert len(vault.kept) == 1, "only the new account's secrets are left"


async def test_removing_deletes_the_secrets_and_tells_who_keeps_more(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    await rig.service.connect(account, _no_wait)
    await rig.service.remove(account)
    assert vault.kept == {}
    assert rig.removed == [account.id]
    assert rig.opened[0].closed == 1
    with pytest.raises(InvalidInput, match="removed in the meantime"):
        await rig.service.connect(account, _no_wait)


async def test_secrets_are_read_once_a_run(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    again = rig.new_service(vault)
    assert again.list() == (account,)
    assert "load" not in vault.calls
    await asyncio.gather(*(again.credentials(account) for _ in range(10)))
    assert vault.calls.count("load") == 1


async def test_missing_secrets_are_told_and_mended_by_typing_them_again(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    vault.kept.clear()
    again = rig.new_service(vault)
    with pytest.raises(SecretsMissing):
        await again.credentials(account)
    with pytest.raises(InvalidInput) as caught:
        await again.change(account, "Main", {"client_id": "abc"})
    assert _problem_fields(caught) == {"client_secret"}
    changed = await again.change(account, "Main", RAW)
    assert _revealed(await again.credentials(changed)) == {"client_secret": CANARY}


async def test_one_connection_is_kept_and_used_again(rig: Rig) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    connections = await asyncio.gather(*(rig.service.connect(account, _no_wait) for _ in range(5)))
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
    await rig.service.connect(account, _no_wait)
    renamed = rig.service.rename(account, "Renamed")
    await rig.service.connect(renamed, _no_wait)
    assert len(rig.opened) == 1
    await rig.service.change(account, "Renamed", {"client_id": "new"})
    assert rig.opened[0].closed == 1
    await rig.service.connect(account, _no_wait)
    assert rig.opened[1].account.settings["client_id"] == "new"
    await rig.new_service(vault).change(account, "Renamed", {"client_id": "abc", "client_secret": "by-another-program"})
    await rig.service.connect(account, _no_wait)
    assert rig.opened[1].closed == 1
    assert rig.opened[2].secrets == {"client_secret": "by-another-program"}


async def test_closing_closes_all_connections_even_when_one_fails(rig: Rig) -> None:
    for name in ("one", "two", "three"):
        await rig.service.connect(await rig.service.add(name, "leadexec", RAW), _no_wait)
    rig.opened[1].failure = RuntimeError("no")
    with pytest.raises(RuntimeError, match="no"):
        await rig.service.aclose()
    assert [provider.closed for provider in rig.opened] == [1, 1, 1]
    await rig.service.aclose()
    assert [provider.closed for provider in rig.opened] == [1, 1, 1]


async def test_testing_uses_a_connection_of_its_own_and_closes_it(rig: Rig) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    await rig.service.connect(account, _no_wait)
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
    assert _revealed(await rig.service.credentials(changed)) == {"client_secret": "newer"}
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
    assert _revealed(await again.credentials(account)) == {"access_token": secrets[2]}
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
    provider = await rig.service.connect(account, _no_wait)
    assert provider is rig.opened[0]
    await rig.service.aclose()
    assert CANARY.encode() not in _everything_in(profile.folder)
