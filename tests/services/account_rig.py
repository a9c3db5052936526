"""An account service over scripted providers and a vault that can fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import pytest

from leaddesk.domain.account import Account, AccountField, AccountFieldKind, Credentials, SignIn
from leaddesk.domain.columns import Column
from leaddesk.domain.errors import (
    InvalidInput,
    KeyringNotAvailable,
    SecretsMissing,
)
from leaddesk.domain.page import Page, Position
from leaddesk.domain.provider import AccountReport, Provider, ProviderInfo, Wait, WaitListener
from leaddesk.domain.provider import TestStep as Step
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import RecordDetail
from leaddesk.domain.search import Choice, Query
from leaddesk.paths import Profile
from leaddesk.services.accounts import AccountService
from leaddesk.storage.accounts_file import AccountsFile
from leaddesk.storage.keyring_failures import VaultState, VaultStatus
from leaddesk.storage.vault import Vault

CANARY = "canary-secret-8c1f"


def _read_detail(_record: Record, _columns: Sequence[Column]) -> RecordDetail:
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
        raise AssertionError("no account test reads a page")

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


def no_wait(_wait: Wait) -> None:
    pass


def revealed(credentials: Credentials) -> dict[str, str]:
    return {key: secret.reveal() for key, secret in credentials.items()}


def problem_fields(caught: pytest.ExceptionInfo[InvalidInput]) -> set[str]:
    return {problem.field for problem in caught.value.problems}
