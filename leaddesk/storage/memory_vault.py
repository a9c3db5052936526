"""What every vault promises, and the one that keeps secrets for this run only."""

from __future__ import annotations

from types import MappingProxyType
from typing import Protocol

from leaddesk.domain.account import Credentials
from leaddesk.domain.errors import SecretsMissing
from leaddesk.storage.keyring_failures import VaultState, VaultStatus


class Vault(Protocol):
    """Where secrets are kept. Errors: KeyringNotAvailable, SecretsMissing; never with a secret in them."""

    @property
    def status(self) -> VaultStatus:
        """How it stands after the last call."""
        ...

    async def store(self, account_id: str, credentials: Credentials) -> str:
        """Keep secrets under a new version and give it; older versions stay until they are forgotten."""
        ...

    async def load(self, account_id: str, version: str) -> Credentials:
        """The secrets kept under this version."""
        ...

    async def forget(self, account_id: str, version: str) -> None:
        """Delete this version; idempotent."""
        ...

    def ask_again(self) -> None:
        """The person wants another try: calls refused since a prompt was dismissed or not answered go through."""
        ...


class MemoryVault:
    """Secrets for this run only. There is one version of each account's, the empty one."""

    def __init__(self) -> None:
        """Empty."""
        self._kept: dict[str, Credentials] = {}

    @property
    def status(self) -> VaultStatus:
        """Always for this run only."""
        return VaultStatus(VaultState.THIS_RUN_ONLY)

    def holds(self, account_id: str) -> bool:
        """Whether it has this account's secrets."""
        return account_id in self._kept

    async def store(self, account_id: str, credentials: Credentials) -> str:
        """Keep them; gives the empty version."""
        self._kept[account_id] = MappingProxyType(dict(credentials))
        return ""

    async def load(self, account_id: str, version: str) -> Credentials:
        """The secrets.

        Raises:
            SecretsMissing: they were kept by an earlier run, or never.
        """
        if version or account_id not in self._kept:
            raise missing_of_earlier_run()
        return self._kept[account_id]

    async def forget(self, account_id: str, version: str) -> None:
        """Drop them."""
        if not version:
            self._kept.pop(account_id, None)

    def ask_again(self) -> None:
        """Nothing was ever refused."""


def missing_of_earlier_run() -> SecretsMissing:
    """Nothing to be found: the account has no entry in the keyring."""
    return SecretsMissing(
        "The secrets of this account were kept for an earlier run only.", "Open the account and type them again."
    )
