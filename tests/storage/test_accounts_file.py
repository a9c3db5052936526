"""The list of accounts: names unique, no secrets, two programs at once."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any, cast

import pytest

from leaddesk.domain.account import Account, Secret
from leaddesk.domain.errors import InvalidInput
from leaddesk.paths import Profile
from leaddesk.storage.accounts_file import AccountsFile, KeyringEntry


def _account(number: int, name: str = "") -> Account:
    return Account(f"id{number}", name or f"Account {number}", "leadexec", {"client_id": "abc"}, f"v{number}")


def test_accounts_come_back_as_they_were_in_the_order_they_were_added(profile: Profile) -> None:
    file = AccountsFile(profile)
    for number in (2, 1, 3):
        file.add(_account(number))
    listed = AccountsFile(profile).list()
    assert [account.name for account in listed] == ["Account 2", "Account 1", "Account 3"]
    assert listed[0] == _account(2)
    assert dict(listed[0].settings) == {"client_id": "abc"}


def test_names_are_unique_without_regard_to_case(profile: Profile) -> None:
    file = AccountsFile(profile)
    file.add(_account(1, "Straße"))
    with pytest.raises(InvalidInput, match="“Straße” already") as caught:
        file.add(_account(2, "STRASSE"))
    assert caught.value.problems[0].field == "name"
    file.add(_account(3, "Other"))
    with pytest.raises(InvalidInput, match="already"):
        file.update("id3", lambda account: replace(account, name="straße"))
    assert [account.name for account in file.list()] == ["Straße", "Other"]


def test_two_programs_in_turn_lose_nothing_of_each_other(profile: Profile) -> None:
    one, other = AccountsFile(profile), AccountsFile(profile)
    one.add(_account(1))
    assert len(other.list()) == 1
    other.add(_account(2))
    one.update("id1", lambda account: replace(account, name="Renamed"))
    other.update("id1", lambda account: replace(account, settings={"client_id": "new"}))
    one.remove("id2")
    (left,) = other.list()
    assert (left.name, dict(left.settings), left.secret_version) == ("Renamed", {"client_id": "new"}, "v1")


def test_two_processes_at_once_lose_nothing(profile: Profile) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from leaddesk.domain.account import Account; from leaddesk.paths import Profile\n"
        "from leaddesk.storage.accounts_file import AccountsFile\n"
        "file = AccountsFile(Profile.at(Path(sys.argv[1])))\n"
        "for n in range(25): file.add(Account(f'{sys.argv[2]}{n}', f'{sys.argv[2]}{n}', 'leadexec'))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(profile.folder), mark]) for mark in ("a", "b")]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    assert {account.id for account in AccountsFile(profile).list()} == {f"{m}{n}" for m in "ab" for n in range(25)}


def test_changing_an_account_that_another_program_removed_is_refused(profile: Profile) -> None:
    one, other = AccountsFile(profile), AccountsFile(profile)
    one.add(_account(1))
    other.remove("id1")
    with pytest.raises(InvalidInput, match="removed in the meantime"):
        one.update("id1", lambda account: account)


def test_secrets_no_longer_pointed_to_stay_on_a_list_until_they_are_deleted(profile: Profile) -> None:
    file = AccountsFile(profile)
    file.add(_account(1))
    file.update("id1", lambda account: replace(account, name="Same secrets"))
    assert file.to_forget() == ()
    file.update("id1", lambda account: replace(account, secret_version="v9"))
    file.remove("id1")
    file.remove("id1")
    assert AccountsFile(profile).to_forget() == (KeyringEntry("id1", "v1"), KeyringEntry("id1", "v9"))
    file.forgotten(KeyringEntry("id1", "v1"))
    assert file.to_forget() == (KeyringEntry("id1", "v9"),)


def test_a_secret_cannot_get_into_the_file(profile: Profile) -> None:
    file = AccountsFile(profile)
    settings = cast("Any", {"client_secret": Secret("canary-in-settings")})
    with pytest.raises(TypeError):
        file.add(Account("id1", "Name", "leadexec", settings))
    assert file.list() == ()


def test_a_damaged_list_is_kept_and_reported(profile: Profile) -> None:
    path = profile.folder / "accounts.json"
    path.write_text('{"version": 1, "accounts": [{"id": 5}]}')
    file = AccountsFile(profile)
    assert file.list() == ()
    assert "accounts.json" in file.problems[0].what
    assert path.with_name("accounts.json.damaged-1").read_text().endswith('[{"id": 5}]}')
