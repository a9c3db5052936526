"""The list of accounts (`accounts.json`). It never holds a secret, only the names of their entries in the keyring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import msgspec

from leaddesk.domain.account import Account
from leaddesk.domain.errors import FieldProblem, InvalidInput, SettingsDamaged
from leaddesk.paths import Profile
from leaddesk.storage.json_file import Document, JsonFile


class _StoredAccount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    provider: str
    settings: dict[str, str]
    secret_version: str


class _StoredEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    account_id: str
    version: str


class _Accounts(Document, frozen=True, forbid_unknown_fields=True, kw_only=True):
    accounts: tuple[_StoredAccount, ...] = ()
    to_forget: tuple[_StoredEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyringEntry:
    """Where secrets lie in the keyring: the account's id and the version of its secrets."""

    account_id: str
    version: str


class AccountsFile:
    """The accounts of a profile. Every change reads the file anew, so two running programs lose nothing.

    An entry of the keyring that no account needs any more stands on the list `to_forget` from the very
    write that made it needless until it is deleted: a keyring that is locked just then loses no deletion.
    """

    def __init__(self, profile: Profile) -> None:
        """Reads nothing yet."""
        self._file = JsonFile(profile.folder / "accounts.json", _Accounts)

    @property
    def problems(self) -> list[SettingsDamaged]:
        """What was found damaged; the caller empties it."""
        return self._file.problems

    def list(self) -> tuple[Account, ...]:
        """All accounts, in the order they were added.

        Raises:
            SettingsNotReadable: a newer program wrote the file, or it may not be read.
        """
        return tuple(_account(stored) for stored in self._file.load().accounts)

    def add(self, account: Account) -> None:
        """Append an account.

        Raises:
            InvalidInput: the name is taken.
            SettingsNotReadable, FileNotWritten: nothing was changed.
        """

        def change(before: _Accounts) -> _Accounts:
            _refuse_taken_name(before, account)
            return msgspec.structs.replace(before, accounts=(*before.accounts, _stored(account)))

        self._file.update(change)

    def update(self, account_id: str, change: Callable[[Account], Account]) -> Account:
        """Change an account as it stands in the file now; gives the changed one.

        Raises:
            InvalidInput: the name is taken, or another program removed the account.
            SettingsNotReadable, FileNotWritten: nothing was changed.
        """
        return _account(_find(self._file.update(lambda before: _changed(before, account_id, change)), account_id))

    def remove(self, account_id: str) -> None:
        """Take an account off the list; its secrets are then to be forgotten. Idempotent.

        Raises:
            SettingsNotReadable, FileNotWritten: nothing was changed.
        """

        def change(before: _Accounts) -> _Accounts:
            return msgspec.structs.replace(
                before,
                accounts=tuple(one for one in before.accounts if one.id != account_id),
                to_forget=before.to_forget
                + tuple(
                    _StoredEntry(one.id, one.secret_version)
                    for one in before.accounts
                    if one.id == account_id and one.secret_version
                ),
            )

        self._file.update(change)

    def to_forget(self) -> tuple[KeyringEntry, ...]:
        """Entries of the keyring that are to be deleted."""
        return tuple(KeyringEntry(entry.account_id, entry.version) for entry in self._file.load().to_forget)

    def forgotten(self, done: KeyringEntry) -> None:
        """The entry was deleted: off the list."""
        gone = _StoredEntry(done.account_id, done.version)
        self._file.update(
            lambda before: msgspec.structs.replace(
                before, to_forget=tuple(entry for entry in before.to_forget if entry != gone)
            )
        )


def _changed(before: _Accounts, account_id: str, change: Callable[[Account], Account]) -> _Accounts:
    old = _find(before, account_id)
    new = change(_account(old))
    _refuse_taken_name(before, new)
    needless = old.secret_version and old.secret_version != new.secret_version
    return msgspec.structs.replace(
        before,
        accounts=tuple(_stored(new) if one.id == account_id else one for one in before.accounts),
        to_forget=before.to_forget + ((_StoredEntry(old.id, old.secret_version),) if needless else ()),
    )


def _find(document: _Accounts, account_id: str) -> _StoredAccount:
    for stored in document.accounts:
        if stored.id == account_id:
            return stored
    raise InvalidInput((FieldProblem("account", "this account was removed in the meantime"),))


def _refuse_taken_name(document: _Accounts, account: Account) -> None:
    for stored in document.accounts:
        if stored.id != account.id and stored.name.casefold() == account.name.casefold():
            raise InvalidInput((FieldProblem("name", f"there is an account “{stored.name}” already"),))


def _account(stored: _StoredAccount) -> Account:
    return Account(stored.id, stored.name, stored.provider, MappingProxyType(stored.settings), stored.secret_version)


def _stored(account: Account) -> _StoredAccount:
    return _StoredAccount(account.id, account.name, account.provider, dict(account.settings), account.secret_version)
