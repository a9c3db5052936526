"""Accounts through their service: real files, a real keyring where it matters, a provider that records."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import pytest

from leaddesk.domain.account import AccountField, AccountFieldKind, SignIn
from leaddesk.domain.errors import (
    FileNotWritten,
    InvalidInput,
    KeyringNotAvailable,
    SecretsMissing,
)
from leaddesk.services.account_input import kept_secret_keys
from leaddesk.storage.keyring_failures import VaultState
from tests.services.account_rig import CANARY, INFO, RAW, FailingVault, Rig, no_wait, problem_fields, revealed

pytestmark = pytest.mark.anyio


async def test_an_added_account_is_listed_with_defaults_and_without_secrets(rig: Rig) -> None:
    account = await rig.service.add("  Main  ", "leadexec", RAW)
    assert account.name == "Main"
    assert dict(account.settings) == {"client_id": "abc", "server": "https://api.example.com"}
    assert rig.service.list() == (account,)
    assert CANARY not in (rig.profile.folder / "accounts.json").read_text()
    assert revealed(await rig.service.credentials(account)) == {"client_secret": CANARY}
    assert not rig.service.is_this_run_only(account)
    assert "computer's keyring" in rig.service.storage_words(account)


async def test_an_account_survives_a_restart(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    again = rig.new_service(vault)
    assert again.find("MAIN ") == account
    assert revealed(await again.credentials(account)) == {"client_secret": CANARY}


async def test_all_wrong_fields_are_named_at_once_and_nothing_is_kept(rig: Rig, vault: FailingVault) -> None:
    await rig.service.add("Main", "leadexec", RAW)
    calls = list(vault.calls)
    with pytest.raises(InvalidInput) as caught:
        await rig.service.add(
            "main", "leadexec", {"client_id": "a", "client_secret": f"{CANARY}ü", "server": "ftp://x"}
        )
    assert problem_fields(caught) >= {"name", "client_secret", "server"}
    assert CANARY not in str(caught.value)
    assert vault.calls == calls
    assert len(rig.listed()) == 1


@pytest.mark.parametrize("name", ["", " ", "x" * 61, "a\tb", "a\u202eb", "a\u0000b"])
async def test_what_is_no_name_is_refused(rig: Rig, name: str) -> None:
    with pytest.raises(InvalidInput, match="1 to 60 visible characters") as caught:
        await rig.service.add(name, "leadexec", RAW)
    assert problem_fields(caught) == {"name"}


async def test_unknown_providers_and_accounts_name_those_there_are(rig: Rig) -> None:
    with pytest.raises(InvalidInput, match="there are: leadexec"):
        await rig.service.add("Main", "nobody", RAW)
    with pytest.raises(InvalidInput, match="there is none yet"):
        rig.service.find("Main")
    await rig.service.add("Main", "leadexec", RAW)
    await rig.service.add("This run", "leadexec", RAW, this_run_only=True)
    with pytest.raises(InvalidInput, match="there are: Main, This run") as caught:
        rig.service.find("Nobody")
    assert problem_fields(caught) == {"account"}


async def test_two_secrets_too_long_together_are_refused_before_the_keyring_is_asked(
    rig: Rig, vault: FailingVault
) -> None:
    with pytest.raises(InvalidInput, match="too long") as caught:
        await rig.service.add("Main", "leadexec", {**RAW, "client_secret": "s" * 600, "access_token": "t" * 601})
    assert problem_fields(caught) == {"access_token"}
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
    assert revealed(await rig.service.credentials(account)) == {"client_secret": CANARY}
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
    assert revealed(await again.credentials(again.find("Main"))) == {"client_secret": CANARY}


async def test_a_blank_secret_keeps_the_old_one(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    stores = vault.calls.count("store")
    changed = await rig.service.change(
        account, "Other", {"client_id": "new", "client_secret": "  ", "access_token": ""}
    )
    assert (changed.name, changed.settings["client_id"]) == ("Other", "new")
    assert changed.secret_version == account.secret_version
    assert vault.calls.count("store") == stores
    assert revealed(await rig.service.credentials(changed)) == {"client_secret": CANARY}


async def test_a_new_secret_is_kept_before_the_old_one_is_deleted(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    vault.calls.clear()
    changed = await rig.service.change(account, "Main", {"client_id": "abc", "client_secret": "newer"})
    assert vault.calls == ["ask again", "store", "forget"]
    assert list(vault.kept) == [(account.id, changed.secret_version)]
    assert revealed(await rig.service.credentials(account)) == {"client_secret": "newer"}
    assert rig.service.take_problems() == ()


async def test_typing_a_token_replaces_the_other_way_of_signing_in(rig: Rig) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    changed = await rig.service.change(account, "Main", {"client_id": "abc", "access_token": "token"})
    assert revealed(await rig.service.credentials(changed)) == {"access_token": "token"}


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
    assert revealed(await rig.service.credentials(account)) == {"client_secret": CANARY}


async def test_a_change_for_this_run_only_leaves_the_keyring_as_it_is(rig: Rig, vault: FailingVault) -> None:
    account = await rig.service.add("Main", "leadexec", RAW)
    vault.failing = {"store", "load", "forget"}
    raw = {"client_id": "abc", "client_secret": "for-now"}
    changed = await rig.service.change(account, "Main", raw, this_run_only=True)
    assert rig.service.is_this_run_only(changed)
    assert revealed(await rig.service.credentials(changed)) == {"client_secret": "for-now"}
    vault.failing = set()
    again = rig.new_service(vault)
    assert revealed(await again.credentials(again.find("Main"))) == {"client_secret": CANARY}


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
    await rig.service.connect(account, no_wait)
    await rig.service.remove(account)
    assert vault.kept == {}
    assert rig.removed == [account.id]
    assert rig.opened[0].closed == 1
    with pytest.raises(InvalidInput, match="removed in the meantime"):
        await rig.service.connect(account, no_wait)


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
    assert problem_fields(caught) == {"client_secret"}
    changed = await again.change(account, "Main", RAW)
    assert revealed(await again.credentials(changed)) == {"client_secret": CANARY}
