"""Secrets in the keyring of the operating system: the one gateway, and the only importer of keyring.

Never chosen: anything but the four system stores below, whatever the environment or keyring's own settings
say. Never assumed: that something was kept, until it was read back. keyring is imported at the first call, on
the gateway's own thread, so a start without secrets pays nothing for it.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack, closing
from typing import Any, Final, Protocol, TypeVar, cast

from leaddesk.daemon_thread import DaemonThread
from leaddesk.domain.account import Credentials
from leaddesk.domain.errors import SecretsMissing
from leaddesk.storage.keyring_entry import decode_credentials, encode_credentials, entry_name
from leaddesk.storage.keyring_failures import NotViable, VaultState, VaultStatus, read_failure
from leaddesk.storage.memory_vault import MemoryVault, Vault, missing_of_earlier_run

__all__ = ["Backend", "KeyringVault", "MemoryVault", "Vault", "open_system_backend"]

USER_NAME: Final = "leaddesk"
MOST_DUPLICATES: Final = 20

Result = TypeVar("Result")
SecretListener = Callable[[str], None]


class Backend(Protocol):
    """The part of a keyring backend that is used."""

    def get_password(self, service: str, username: str) -> str | None:
        """The text, None when there is no such entry."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep the text."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Delete one entry."""
        ...


class KeyringVault:
    """Secrets in the system's keyring: one entry per account and version, holding all its secrets as JSON.

    Calls run one after another on one daemon thread, each with a deadline. After a prompt that was dismissed
    or not answered in time further calls are refused until `ask_again`, so that no prompts pile up.
    """

    def __init__(
        self,
        *,
        open_backend: Callable[[], Backend] | None = None,
        deadline_seconds: float = 30.0,
        on_secret: SecretListener | None = None,
    ) -> None:
        """Touches no keyring yet. `on_secret` hears every secret that passes, to keep it out of the logs."""
        self._open_backend = open_backend or open_system_backend
        self._deadline_seconds = deadline_seconds
        self._on_secret = on_secret
        self._thread = DaemonThread("leaddesk keyring")
        self._backend: Backend | None = None
        self._status = VaultStatus(VaultState.STORED)
        self._held: VaultStatus | None = None
        self._left_behind: deque[str] = deque()

    @property
    def status(self) -> VaultStatus:
        """How the keyring stands after the last call; STORED before the first."""
        return self._status

    def ask_again(self) -> None:
        """Let calls through again. One that is still blocked is waited for, not doubled."""
        self._held = None

    async def store(self, account_id: str, credentials: Credentials) -> str:
        """Write under a new version and read it back; the version counts as kept only when this returns.

        Raises:
            InvalidInput: the secrets are too long together.
            KeyringNotAvailable: nothing is kept (what a late keyring keeps after all is deleted again).
        """
        self._tell(credentials)
        content = encode_credentials(credentials)
        version = secrets.token_hex(8)
        name = entry_name(account_id, version)
        is_kept = False
        try:
            await self._call(lambda backend: _write(backend, name, content))
            is_kept = True
        finally:
            if not is_kept:
                self._left_behind.append(name)
        return version

    async def load(self, account_id: str, version: str) -> Credentials:
        """Read the secrets of this version.

        Raises:
            SecretsMissing: there is no such entry, or it is damaged.
            KeyringNotAvailable: the keyring cannot be read.
        """
        if not version:
            raise missing_of_earlier_run()
        name = entry_name(account_id, version)
        content = await self._call(lambda backend: backend.get_password(name, USER_NAME))
        if content is None:
            raise SecretsMissing(
                "The secrets of this account are not in the keyring.", "Open the account and type its secrets again."
            )
        try:
            credentials = decode_credentials(content)
        except ValueError:
            self._status = VaultStatus(VaultState.DAMAGED)
            raise self._status.error() from None
        self._tell(credentials)
        return credentials

    async def forget(self, account_id: str, version: str) -> None:
        """Delete all entries of this version and make sure that none is left.

        Raises:
            KeyringNotAvailable: it may still be there.
        """
        if version:
            await self._call(lambda backend: _erase(backend, entry_name(account_id, version)))

    def _tell(self, credentials: Credentials) -> None:
        if self._on_secret is not None:
            for secret in credentials.values():
                self._on_secret(secret.reveal())

    async def _call(self, action: Callable[[Backend], Result]) -> Result:
        if self._held is not None:
            raise self._held.error()
        is_left = threading.Event()
        try:
            async with asyncio.timeout(self._deadline_seconds):
                outcome = await self._thread.call(lambda: self._work(action, is_left))
        except TimeoutError:
            outcome = self._held = VaultStatus(VaultState.LOCKED_WAITING)
        finally:
            is_left.set()
        if isinstance(outcome, VaultStatus):
            self._status = outcome
            raise outcome.error()
        self._status = VaultStatus(VaultState.STORED)
        return outcome

    def _work(self, action: Callable[[Backend], Result], is_left: threading.Event) -> Result | VaultStatus:
        """On the thread. Exceptions end here: their frames and texts may hold secrets."""
        if is_left.is_set():
            return VaultStatus(VaultState.LOCKED_WAITING)
        if self._held is not None:
            return self._held
        try:
            if self._backend is None:
                self._backend = self._open_backend()
            result = action(self._backend)
        except BaseException as error:  # also SystemExit: a library's answer to a failure must not end the thread
            status = read_failure(error)
            if status.state is VaultState.LOCKED_REFUSED:
                self._held = status
            return status
        self._held = None  # it answered, if late
        self._sweep(self._backend)
        return result

    def _sweep(self, backend: Backend) -> None:
        """Delete what was written for a caller who had left. What resists stays for the next call."""
        for name in [self._left_behind.popleft() for _ in range(len(self._left_behind))]:
            try:
                _erase(backend, name)
            except Exception:
                self._left_behind.append(name)


class _NotKept(NotViable):
    pass


def _write(backend: Backend, name: str, content: str) -> None:
    backend.set_password(name, USER_NAME, content)
    if backend.get_password(name, USER_NAME) != content:
        _erase(backend, name)
        raise _NotKept("It did not give back what was written into it.")


def _erase(backend: Backend, name: str) -> None:
    """One deletion removes one of several entries of the same name; the next read would give an older secret."""
    for _ in range(MOST_DUPLICATES):
        if not _is_there(backend, name):
            return
        backend.delete_password(name, USER_NAME)
    if _is_there(backend, name):
        raise _NotKept("An entry cannot be deleted from it.")


def _is_there(backend: Backend, name: str) -> bool:
    try:
        return backend.get_password(name, USER_NAME) is not None
    except UnicodeDecodeError:
        return True


def open_system_backend(platform: str = sys.platform) -> Backend:
    """The store of this operating system, built by its class: no search, no entry points, no settings of keyring.

    Raises:
        NotViable: there is none, with why.
    """
    reasons: list[str] = []
    for find_class in _STORES.get(platform, (_secret_service, _kwallet)):
        try:
            backend_class = find_class()
            _ = backend_class.priority
        except (RuntimeError, ImportError) as error:  # keyring's way of saying that a backend cannot work here, and why
            reasons.append(str(error))
            continue
        backend = _without_environment(backend_class())
        if platform == "win32":
            backend.persist = "local machine"  # the default travels with the person through a Windows domain
        return backend
    raise NotViable(f"{reasons[0].rstrip('.')}.")


def _secret_service() -> Any:
    import secretstorage
    from keyring.backends.SecretService import Keyring
    from keyring.errors import KeyringLocked

    class SecretServiceKeyring(Keyring):
        """Closes its connection also when the collection stays locked; the original leaves it open then."""

        def get_preferred_collection(self) -> secretstorage.Collection:
            with ExitStack() as stack:
                bus = stack.enter_context(closing(secretstorage.dbus_init()))
                collection = secretstorage.get_default_collection(bus)
                if collection.is_locked():
                    collection.unlock()
                    if collection.is_locked():
                        raise KeyringLocked("the prompt was dismissed")
                stack.pop_all()  # the caller closes it after use
            return collection

    return SecretServiceKeyring


def _kwallet() -> Any:
    from keyring.backends.kwallet import DBusKeyring

    return DBusKeyring


def _credential_locker() -> Any:
    from keyring.backends.Windows import WinVaultKeyring

    return WinVaultKeyring


def _keychain() -> Any:
    from keyring.backends.macOS import Keyring

    return Keyring


_STORES: Final = {"win32": (_credential_locker,), "darwin": (_keychain,)}


def _without_environment(backend: Any) -> Any:
    """Undo KEYRING_PROPERTY_...: it could point the Secret Service at a collection that is lost at log-out."""
    properties = cast("dict[str, Any]", vars(backend))
    for variable in os.environ:
        name = variable.partition("KEYRING_PROPERTY_")[2].lower()
        if name and name != "handle":  # KWallet's own, set after the environment was read
            properties.pop(name, None)
    return backend
