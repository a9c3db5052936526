"""Accounts: add, change, test, connect, remove. Settings go into the profile, secrets into the vault."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from leaddesk.domain.account import Account, AccountInput, Credentials, check_account_input
from leaddesk.domain.errors import (
    FieldProblem,
    InvalidInput,
    KeyringNotAvailable,
    LeaddeskError,
    SecretsMissing,
)
from leaddesk.domain.provider import AccountReport, OpenProvider, Provider, ProviderInfo, Wait, WaitListener
from leaddesk.services.account_input import check_account_name, kept_secret_keys, typed_secret_keys
from leaddesk.services.account_secrets import LATER, AccountSecrets
from leaddesk.services.waits import tell_wait
from leaddesk.storage.accounts_file import AccountsFile
from leaddesk.storage.keyring_failures import VaultState, VaultStatus
from leaddesk.storage.vault import Vault

__all__ = ["AccountService", "VaultState", "VaultStatus"]


def _no_wait(_wait: Wait) -> None:
    """Nobody shows the waits of this call."""


@dataclass(slots=True)
class _Connection:
    account: Account
    provider: Provider
    on_wait: WaitListener


class AccountService:
    """The accounts of one profile, and one live connection for each that was asked for.

    Accounts kept for this run only live in memory: neither they nor their secrets are written anywhere.
    """

    def __init__(
        self,
        infos: Sequence[ProviderInfo],
        accounts_file: AccountsFile,
        vault: Vault,
        open_provider: OpenProvider,
        *,
        on_secret: Callable[[str], None] | None = None,
        on_removed: Callable[[str], None] | None = None,
    ) -> None:
        """Reads and asks nothing yet.

        Args:
            infos: the providers there are.
            accounts_file: the list of accounts.
            vault: where secrets are kept.
            open_provider: connects an account.
            on_secret: hears every secret typed or loaded, to keep it out of the logs.
            on_removed: hears the id of a removed account, to drop what else is kept for it.
        """
        self._infos = {info.key: info for info in infos}
        self._file = accounts_file
        self._secrets = AccountSecrets(vault, accounts_file, on_secret)
        self._open_provider = open_provider
        self._on_removed = on_removed
        self._run_only: dict[str, Account] = {}
        self._connections: dict[str, _Connection] = {}

    @property
    def infos(self) -> tuple[ProviderInfo, ...]:
        """The providers there are."""
        return tuple(self._infos.values())

    def info(self, provider_key: str) -> ProviderInfo:
        """What this provider offers.

        Raises:
            InvalidInput: there is no such provider; names those there are.
        """
        if provider_key in self._infos:
            return self._infos[provider_key]
        known = ", ".join(self._infos)
        raise InvalidInput((FieldProblem("provider", f"there is no provider “{provider_key}”; there are: {known}"),))

    @property
    def vault_status(self) -> VaultStatus:
        """How the keyring stands after the last call to it."""
        return self._secrets.status

    def ask_keyring_again(self) -> None:
        """The person wants another try, after a prompt was dismissed or not answered."""
        self._secrets.ask_again()

    def take_problems(self) -> tuple[LeaddeskError, ...]:
        """What went wrong beside the way since the last call: damaged files set aside, secrets not yet deleted."""
        found = (*self._file.problems, *self._secrets.problems)
        self._file.problems.clear()
        self._secrets.problems.clear()
        return found

    def list(self) -> tuple[Account, ...]:
        """All accounts, those of this run only last.

        Raises:
            SettingsNotReadable: the file of accounts is a newer program's, or may not be read.
        """
        return (*self._file.list(), *self._run_only.values())

    def find(self, name: str) -> Account:
        """The account of that name, without regard to case.

        Raises:
            InvalidInput: there is none; names those there are.
        """
        accounts = self.list()
        for account in accounts:
            if account.name.casefold() == name.strip().casefold():
                return account
        known = ", ".join(account.name for account in accounts)
        there_are = f"there are: {known}" if known else "there is none yet; add one first"
        raise InvalidInput((FieldProblem("account", f"there is no account “{name}”; {there_are}"),))

    def storage_words(self, account: Account) -> str:
        """Where this account's secrets are kept, for the window."""
        return self._secrets.where(account).words

    def is_this_run_only(self, account: Account) -> bool:
        """Whether its secrets are gone when leaddesk is closed."""
        return self._secrets.where(account).state is VaultState.THIS_RUN_ONLY

    async def add(
        self, name: str, provider_key: str, raw: Mapping[str, str], *, this_run_only: bool = False
    ) -> Account:
        """Check and keep a new account.

        Raises:
            InvalidInput: one problem for each wrong field; `name` and `provider` among them.
            KeyringNotAvailable: its secrets cannot be kept; nothing was added.
            FileNotWritten, SettingsNotReadable: nothing was added.
        """
        name, checked = self._check(name, self.info(provider_key), raw)
        account = Account(secrets.token_hex(8), name, provider_key, checked.settings)
        if this_run_only:
            await self._secrets.hold(account, checked.secrets)
            self._run_only[account.id] = account
            return account
        self._secrets.ask_again()
        account = await self._secrets.keep(account, checked.secrets)
        try:
            self._file.add(account)
        except LeaddeskError:
            await self._secrets.take_back(account)
            raise
        await self._secrets.tidy()
        return account

    async def change(
        self, account: Account, name: str, raw: Mapping[str, str], *, this_run_only: bool = False
    ) -> Account:
        """Change name, settings and secrets. A blank secret keeps the old one, see `kept_secret_keys`.

        With `this_run_only` the new secrets are kept in memory and the keyring's entry stays as it is.
        Saving an account of this run only without it moves the account into the file and the keyring.

        Raises:
            InvalidInput: a wrong field, or the account was removed in the meantime.
            KeyringNotAvailable: old secrets cannot be read or new ones not kept; nothing was changed.
            FileNotWritten, SettingsNotReadable: nothing was changed.
        """
        current = self._current(account)
        info = self.info(current.provider)
        if not this_run_only:
            self._secrets.ask_again()
        filled = await self._with_kept_secrets(current, info, raw, may_lack=this_run_only)
        name, checked = self._check(name, info, filled, but=current)
        wanted = replace(current, name=name, settings=checked.settings)
        if this_run_only:
            changed = self._update_listed(wanted)
            await self._secrets.hold(current, checked.secrets)
        elif self._secrets.is_held(current) or typed_secret_keys(info, raw):
            changed = await self._change_stored(wanted, checked.secrets)
        else:
            changed = self._update_listed(wanted)
        await self._disconnect(current.id)
        if not this_run_only:
            await self._secrets.tidy()
        return changed

    def rename(self, account: Account, name: str) -> Account:
        """Give it another name; the keyring is not touched.

        Raises:
            InvalidInput: no name, or taken, or the account was removed in the meantime.
            FileNotWritten, SettingsNotReadable: nothing was changed.
        """
        current = self._current(account)
        return self._update_listed(replace(current, name=check_account_name(name, self._others(current))))

    async def remove(self, account: Account) -> None:
        """Take the account off the list and delete its secrets.

        Raises:
            KeyringNotAvailable: the account is removed, but its secrets may still be in the keyring. They stay
                on a list and are deleted the next time an account is added, changed or removed.
            FileNotWritten, SettingsNotReadable: nothing was changed.
        """
        if self._run_only.pop(account.id, None) is None:
            self._file.remove(account.id)
        await self._secrets.drop(account)
        await self._disconnect(account.id)
        if self._on_removed is not None:
            self._on_removed(account.id)
        self._secrets.ask_again()
        failure = await self._secrets.tidy()
        if failure is not None and any(entry.account_id == account.id for entry in self._file.to_forget()):
            self._secrets.problems.remove(failure)
            raise KeyringNotAvailable(
                f"“{account.name}” was removed, but its secrets may still be there. {self._secrets.status.words}", LATER
            )

    async def credentials(self, account: Account) -> Credentials:
        """The account's secrets, read from the keyring once a run.

        Raises:
            SecretsMissing: there are none; open the account.
            KeyringNotAvailable: the keyring cannot be read.
            InvalidInput: the account was removed in the meantime.
        """
        return await self._secrets.load(self._current(account))

    async def connect(self, account: Account, on_wait: WaitListener | None = None) -> Provider:
        """The account's live connection, opened when there is none or its settings or secrets have changed.

        `on_wait` takes the place of the listener of earlier calls; left out, that one stays. A task that names its
        own (`services.waits`) is heard there alone. Errors: see `credentials`.
        """
        credentials = await self.credentials(account)
        current = self._current(account)
        connection = self._connections.get(current.id)
        if connection is not None and not _connects_alike(connection.account, current):
            await self._disconnect(current.id)
            connection = self._connections.get(current.id)
        if connection is None:
            connection = self._connections[current.id] = self._open(current, credentials, on_wait or _no_wait)
        connection.on_wait = on_wait or connection.on_wait
        return connection.provider

    async def test(self, account: Account, on_wait: WaitListener = _no_wait) -> AccountReport:
        """Try each host and right that the account needs, over a connection of its own.

        Raises:
            SecretsMissing, KeyringNotAvailable, InvalidInput: see `credentials`; nothing was sent.
        """
        current = self._current(account)
        self._secrets.ask_again()
        return await self._test(current, await self.credentials(current), on_wait)

    async def test_input(
        self,
        provider_key: str,
        raw: Mapping[str, str],
        *,
        account: Account | None = None,
        on_wait: WaitListener = _no_wait,
    ) -> AccountReport:
        """Try what is typed in the dialog, without keeping any of it; `account` is the one being changed.

        Raises:
            InvalidInput: a wrong field; nothing was sent.
            KeyringNotAvailable: the secrets left blank cannot be read; nothing was sent.
        """
        info = self.info(provider_key)
        if account is not None:
            self._secrets.ask_again()
            raw = await self._with_kept_secrets(self._current(account), info, raw, may_lack=False)
        checked = check_account_input(info.account_fields, info.sign_ins, raw)
        self._secrets.tell(checked.secrets)
        name = account.name if account is not None else ""
        return await self._test(Account("", name, provider_key, checked.settings), checked.secrets, on_wait)

    async def aclose(self) -> None:
        """Close all connections; idempotent. One that fails to close does not keep the others open."""
        async with AsyncExitStack() as stack:
            for account_id in tuple(self._connections):
                stack.push_async_callback(self._disconnect, account_id)

    def _current(self, account: Account) -> Account:
        """The account as it stands now; another window or program may have changed it."""
        for listed in self.list():
            if listed.id == account.id:
                return listed
        raise InvalidInput((FieldProblem("account", f"the account “{account.name}” was removed in the meantime"),))

    def _others(self, but: Account | None = None) -> tuple[str, ...]:
        return tuple(listed.name for listed in self.list() if but is None or listed.id != but.id)

    def _check(
        self, name: str, info: ProviderInfo, raw: Mapping[str, str], *, but: Account | None = None
    ) -> tuple[str, AccountInput]:
        """Name and fields, with the problems of both at once."""
        problems: list[FieldProblem] = []
        checked: AccountInput | None = None
        try:
            name = check_account_name(name, self._others(but))
        except InvalidInput as error:
            problems += error.problems
        try:
            checked = check_account_input(info.account_fields, info.sign_ins, raw)
        except InvalidInput as error:
            problems += error.problems
        if problems or checked is None:
            raise InvalidInput(tuple(problems))
        self._secrets.tell(checked.secrets)
        return name, checked

    async def _with_kept_secrets(
        self, current: Account, info: ProviderInfo, raw: Mapping[str, str], *, may_lack: bool
    ) -> Mapping[str, str]:
        """What was typed, with the old secrets where blank means keep. The keyring is asked only when needed."""
        keys = kept_secret_keys(info, raw)
        if not keys:
            return raw
        try:
            old = await self.credentials(current)
        except SecretsMissing:
            return raw
        except KeyringNotAvailable:
            if may_lack:
                return raw
            raise
        return {**raw, **{key: old[key].reveal() for key in keys if key in old}}

    async def _change_stored(self, wanted: Account, credentials: Credentials) -> Account:
        """Copy on write: the new secrets are kept before the list points to them; the old ones go last."""
        stored = await self._secrets.keep(wanted, credentials)
        try:
            if wanted.id in self._run_only:
                self._file.add(stored)
                del self._run_only[wanted.id]
                changed = stored
            else:
                changed = self._file.update(wanted.id, lambda _listed: stored)
        except LeaddeskError:
            await self._secrets.take_back(stored)
            raise
        await self._secrets.release(wanted)
        return changed

    def _update_listed(self, wanted: Account) -> Account:
        """Name and settings; the secrets stay where the list says now."""
        if wanted.id in self._run_only:
            self._run_only[wanted.id] = wanted
            return wanted
        return self._file.update(
            wanted.id,
            lambda listed: replace(listed, name=wanted.name, settings=wanted.settings),
        )

    def _open(self, account: Account, credentials: Credentials, on_wait: WaitListener) -> _Connection:
        def hear(wait: Wait) -> None:
            tell_wait(wait, otherwise=connection.on_wait)

        connection = _Connection(account, self._open_provider(account, credentials, hear), on_wait)
        return connection

    async def _test(self, account: Account, credentials: Credentials, on_wait: WaitListener) -> AccountReport:
        provider = self._open_provider(account, credentials, on_wait)
        try:
            return await provider.test_account()
        finally:
            await provider.aclose()

    async def _disconnect(self, account_id: str) -> None:
        connection = self._connections.pop(account_id, None)
        if connection is not None:
            await connection.provider.aclose()


def _connects_alike(one: Account, other: Account) -> bool:
    return (one.provider, one.settings, one.secret_version) == (other.provider, other.settings, other.secret_version)
