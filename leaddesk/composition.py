"""Puts the parts together, for the window and the command line alike. What is slow to import comes late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from leaddesk.domain.account import Account, Credentials, Secret, is_loopback
from leaddesk.domain.errors import LeaddeskError
from leaddesk.domain.provider import OpenProvider, Provider, WaitListener
from leaddesk.paths import Profile
from leaddesk.providers.catalog import PROVIDERS, CatalogEntry, import_providers
from leaddesk.services.accounts import AccountService
from leaddesk.services.export import ExportService
from leaddesk.services.preferences import PreferenceService
from leaddesk.storage.accounts_file import AccountsFile
from leaddesk.storage.vault import KeyringVault, Vault
from leaddesk.transport.redact import remember_secret

if TYPE_CHECKING:
    from leaddesk.demo.population import Population
    from leaddesk.transport.verdict import Pace


_READ_SECONDS = 60.0
"""A wide query may be silent for long before it answers."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The services of one profile."""

    profile: Profile
    accounts: AccountService
    preferences: PreferenceService
    exports: ExportService

    async def aclose(self) -> None:
        """Close all connections."""
        await self.accounts.aclose()


def open_desk(profile: Profile, vault: Vault | None = None, preferences: PreferenceService | None = None) -> Desk:
    """Wire the services up. No keyring and no network is touched before the first call.

    Args:
        profile: where settings are kept.
        vault: where secrets are kept; the system's keyring when left out.
        preferences: those of this profile where they are open already.
    """
    preferences = preferences or PreferenceService(profile)
    accounts = AccountService(
        [entry.info for entry in PROVIDERS],
        AccountsFile(profile),
        vault if vault is not None else KeyringVault(),
        provider_opener(),
        on_secret=lambda text: remember_secret(Secret(text)),
        on_removed=preferences.forget_account,
    )
    return Desk(profile, accounts, preferences, ExportService())


async def add_demo_accounts(desk: Desk) -> tuple[Account, ...]:
    """Add the built-in accounts for this run only; those that are there already are left alone."""
    from leaddesk.demo.accounts import DEMO_ACCOUNTS

    there = {account.name for account in desk.accounts.list()}
    return tuple(
        [
            await desk.accounts.add(
                demo.name,
                demo.provider,
                {**demo.settings, **{key: secret.reveal() for key, secret in demo.secrets.items()}},
                this_run_only=True,
            )
            for demo in DEMO_ACCOUNTS
            if demo.name not in there
        ]
    )


def import_connections() -> tuple[object, ...]:
    """Import what the first call to a vendor needs. Slow: for a thread, so that the first search stalls no window."""
    from leaddesk.transport import channel, http

    return channel, http, *import_providers()


def provider_opener() -> OpenProvider:
    """What connects an account: over the network, or in process for the demo's accounts."""
    entries = {entry.info.key: entry for entry in PROVIDERS}

    def open_provider(account: Account, credentials: Credentials, on_wait: WaitListener) -> Provider:
        from leaddesk.transport.channel import Channel
        from leaddesk.transport.http import HttpTransport

        entry = entries.get(account.provider)
        if entry is None:  # a newer program of the same profile may know more
            raise LeaddeskError(f"This leaddesk knows no provider “{account.provider}”.", "Use a newer one.")
        app = _demo_app(account)
        pace = None if app is not None else _pace_for(entry, account.settings)
        return entry.open(
            account,
            credentials,
            Channel(
                HttpTransport(app=app, read_seconds=_READ_SECONDS, most_calls=entry.most_calls),
                pace=pace,
                on_wait=on_wait,
                judge=entry.judge,
            ),
        )

    return open_provider


def _demo_app(account: Account) -> Any:
    """The stand-in that answers for a demo account in this process; None for any other account.

    It is told by its servers, which do not exist: whatever else is changed, no call of the demo leaves this machine.
    """
    hosts = {urlsplit(address).hostname or "" for address in account.settings.values()}
    if not any(host.endswith(".example.com") for host in hosts):
        return None
    from leaddesk.demo.accounts import DEMO_ACCOUNTS, demo_app

    for demo in DEMO_ACCOUNTS:
        if demo.provider == account.provider and _servers(demo.settings) == _servers(account.settings):
            return demo_app(demo.provider, demo.name, _demo_population())
    return None


def _servers(settings: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in settings.items() if "://" in text}


@cache
def _demo_population() -> Population:
    from leaddesk.demo.population import Population

    return Population(datetime.now(UTC))


def _pace_for(entry: CatalogEntry, settings: Mapping[str, str]) -> Pace | None:
    """The vendor's documented pace always; a pace that is only courtesy not towards a stand-in on this machine."""
    if entry.pace.documented:
        return entry.pace
    hosts = {urlsplit(address).hostname or "" for address in settings.values() if "://" in address}
    return None if hosts and all(is_loopback(host) for host in hosts) else entry.pace
