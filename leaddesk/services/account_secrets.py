"""The secrets of all accounts: in the vault, in memory for this run only, and read from the vault once a run."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from leaddesk.domain.account import Account, Credentials
from leaddesk.domain.errors import KeyringNotAvailable
from leaddesk.storage.accounts_file import AccountsFile
from leaddesk.storage.keyring_failures import VaultState, VaultStatus
from leaddesk.storage.vault import MemoryVault, Vault

LATER = "leaddesk deletes them the next time an account is added, changed or removed."


class AccountSecrets:
    """Where each account's secrets are.

    Attributes:
        problems: secrets that could not be deleted yet; the caller empties it.
    """

    def __init__(self, vault: Vault, accounts_file: AccountsFile, on_secret: Callable[[str], None] | None) -> None:
        """Asks nothing yet. `on_secret` hears every secret that passes."""
        self.problems: list[KeyringNotAvailable] = []
        self._vault = vault
        self._file = accounts_file
        self._on_secret = on_secret
        self._memory = MemoryVault()
        self._loaded: dict[tuple[str, str], Credentials] = {}
        self._loading = asyncio.Lock()

    @property
    def status(self) -> VaultStatus:
        """How the vault stands after the last call to it."""
        return self._vault.status

    def ask_again(self) -> None:
        """Let calls through after a prompt was dismissed or not answered."""
        self._vault.ask_again()

    def is_held(self, account: Account) -> bool:
        """Whether secrets typed for this run only are in use."""
        return self._memory.holds(account.id)

    def where(self, account: Account) -> VaultStatus:
        """Where they are kept."""
        if self.is_held(account) or not account.secret_version:
            return self._memory.status
        return VaultStatus(VaultState.STORED)

    def tell(self, credentials: Credentials) -> None:
        """Let the listener hear them."""
        if self._on_secret is not None:
            for secret in credentials.values():
                self._on_secret(secret.reveal())

    async def hold(self, account: Account, credentials: Credentials) -> None:
        """Use these for this run; nothing is written."""
        await self._memory.store(account.id, credentials)

    async def release(self, account: Account) -> None:
        """No longer use those of this run only."""
        await self._memory.forget(account.id, "")

    async def keep(self, account: Account, credentials: Credentials) -> Account:
        """Write them into the vault; gives the account pointing to them, still to be listed.

        Raises:
            InvalidInput: too long.
            KeyringNotAvailable: not kept.
        """
        version = await self._vault.store(account.id, credentials)
        self._loaded[account.id, version] = credentials
        return replace(account, secret_version=version)

    async def take_back(self, account: Account) -> None:
        """The account could not be listed: delete what `keep` wrote. A failure goes to `problems`."""
        self._loaded.pop((account.id, account.secret_version), None)
        try:
            await self._vault.forget(account.id, account.secret_version)
        except KeyringNotAvailable as error:
            self.problems.append(
                KeyringNotAvailable(
                    f"Secrets of “{account.name}” were left in the keyring. {error.what}",
                    f"Delete the entry that begins with leaddesk/{account.id} in your keyring's own program.",
                )
            )

    async def load(self, account: Account) -> Credentials:
        """An account's secrets, read from the vault once a run.

        Raises:
            SecretsMissing, KeyringNotAvailable: see Vault.
        """
        if self.is_held(account):
            return await self._memory.load(account.id, "")
        key = (account.id, account.secret_version)
        async with self._loading:
            if key not in self._loaded:
                self._loaded[key] = await self._vault.load(*key)
                self.tell(self._loaded[key])
            return self._loaded[key]

    async def drop(self, account: Account) -> None:
        """The account is off the list: drop what is in memory of it."""
        await self.release(account)
        self._loaded = {key: kept for key, kept in self._loaded.items() if key[0] != account.id}
        await self._vault.forget(account.id, "")

    async def tidy(self) -> KeyringNotAvailable | None:
        """Delete the entries of the vault that no account needs any more.

        What stops it is given and stands among the problems; what is left is tried again at the next call.

        Raises:
            SettingsNotReadable, FileNotWritten: the list of them cannot be kept.
        """
        for entry in self._file.to_forget():
            self._loaded.pop((entry.account_id, entry.version), None)
            try:
                await self._vault.forget(entry.account_id, entry.version)
            except KeyringNotAvailable as error:
                words = f"Secrets that no account needs any more may still be in the keyring. {error.what}"
                self.problems.append(KeyringNotAvailable(words, LATER))
                return self.problems[-1]
            self._file.forgotten(entry)
        return None
