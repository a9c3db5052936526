"""Every failure of every keyring library has a state and words, and none repeats a secret."""

from __future__ import annotations

import jeepney.wrappers
import keyring.errors
import pytest
import secretstorage.exceptions

from leaddesk.domain.errors import KeyringNotAvailable, SecretsMissing
from leaddesk.storage.keyring_failures import NotViable, VaultState, VaultStatus, read_failure

CANARY = "canary-7f3a"


class WindowsError(Exception):
    """Shaped like pywintypes.error: number, function, text."""


def _from(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def _dbus_error(name: str) -> Exception:
    error = jeepney.wrappers.DBusErrorResponse.__new__(jeepney.wrappers.DBusErrorResponse)
    error.name = name
    error.data = (CANARY,)
    return error


FAILURES = [
    (keyring.errors.KeyringLocked(CANARY), VaultState.LOCKED_REFUSED),
    (keyring.errors.NoKeyringError(CANARY), VaultState.UNAVAILABLE),
    (keyring.errors.InitError(CANARY), VaultState.UNAVAILABLE),
    (
        _from(keyring.errors.InitError(CANARY), secretstorage.exceptions.PromptDismissedException(CANARY)),
        VaultState.LOCKED_REFUSED,
    ),
    (keyring.errors.PasswordSetError(CANARY), VaultState.UNAVAILABLE),
    (keyring.errors.PasswordSetError("Cancelled by user"), VaultState.LOCKED_REFUSED),
    (keyring.errors.PasswordDeleteError("Cancelled by user"), VaultState.LOCKED_REFUSED),
    (keyring.errors.PasswordDeleteError(CANARY), VaultState.UNAVAILABLE),
    (keyring.errors.KeyringError(CANARY), VaultState.UNAVAILABLE),
    (secretstorage.exceptions.LockedException(CANARY), VaultState.LOCKED_REFUSED),
    (secretstorage.exceptions.PromptDismissedException(CANARY), VaultState.LOCKED_REFUSED),
    (secretstorage.exceptions.ItemNotFoundException(CANARY), VaultState.UNAVAILABLE),
    (secretstorage.exceptions.SecretServiceNotAvailableException(CANARY), VaultState.UNAVAILABLE),
    (_dbus_error("org.freedesktop.Secret.Error.IsLocked"), VaultState.LOCKED_REFUSED),
    (_dbus_error("org.freedesktop.DBus.Error.AccessDenied"), VaultState.UNAVAILABLE),
    (WindowsError(1783, "CredWrite", CANARY), VaultState.UNAVAILABLE),
    (WindowsError(1312, "CredRead", CANARY), VaultState.UNAVAILABLE),
    (_from(keyring.errors.KeyringError(CANARY), WindowsError(-25293, CANARY)), VaultState.UNAVAILABLE),
    (_from(keyring.errors.KeyringError(CANARY), WindowsError(-67030, CANARY)), VaultState.UNAVAILABLE),
    (_from(keyring.errors.KeyringError(CANARY), WindowsError(-25308, CANARY)), VaultState.LOCKED_REFUSED),
    (ConnectionResetError(104, CANARY), VaultState.UNAVAILABLE),
    (BrokenPipeError(32, CANARY), VaultState.UNAVAILABLE),
    (FileNotFoundError(2, CANARY), VaultState.UNAVAILABLE),
    (OSError(5, CANARY), VaultState.UNAVAILABLE),
    (TimeoutError(CANARY), VaultState.UNAVAILABLE),
    (EOFError(CANARY), VaultState.UNAVAILABLE),
    (TypeError(CANARY), VaultState.UNAVAILABLE),
    (ValueError(CANARY), VaultState.UNAVAILABLE),
    (KeyError(CANARY), VaultState.UNAVAILABLE),
    (AttributeError(CANARY), VaultState.UNAVAILABLE),
    (AssertionError(CANARY), VaultState.UNAVAILABLE),
    (RuntimeError(CANARY), VaultState.UNAVAILABLE),
    (ModuleNotFoundError(CANARY), VaultState.UNAVAILABLE),
    (MemoryError(CANARY), VaultState.UNAVAILABLE),
    (RecursionError(CANARY), VaultState.UNAVAILABLE),
    (UnicodeEncodeError("utf-8", CANARY, 0, 1, CANARY), VaultState.UNAVAILABLE),
    (UnicodeDecodeError("utf-8", CANARY.encode(), 0, 1, CANARY), VaultState.DAMAGED),
    (SystemExit(CANARY), VaultState.UNAVAILABLE),
    (Exception(), VaultState.UNAVAILABLE),
]


@pytest.mark.parametrize(("error", "state"), FAILURES, ids=lambda value: type(value).__name__)
def test_every_failure_has_a_state_and_words_without_its_own_text(error: BaseException, state: VaultState) -> None:
    status = read_failure(error)
    assert status.state is state
    shown = status.error()
    assert CANARY not in f"{status!r} {status.words} {shown!r} {shown.what} {shown.remedy} {shown.said}"
    assert shown.what
    assert shown.remedy
    assert isinstance(shown, SecretsMissing if state is VaultState.DAMAGED else KeyringNotAvailable)


def test_numbers_of_windows_and_macos_are_put_into_words() -> None:
    assert "too long" in read_failure(WindowsError(1783, "CredWrite", "")).words
    assert "desktop session" in read_failure(WindowsError(1312, "CredRead", "")).words
    assert "signature" in read_failure(_from(keyring.errors.KeyringError(), WindowsError(-25293, ""))).words


def test_why_a_keyring_cannot_be_used_is_told() -> None:
    assert read_failure(NotViable("The daemon is not there.")) == VaultStatus(
        VaultState.UNAVAILABLE, "The daemon is not there."
    )


def test_a_circle_of_causes_ends() -> None:
    error = ValueError()
    error.__cause__ = error
    assert read_failure(error).state is VaultState.UNAVAILABLE


@pytest.mark.parametrize("state", list(VaultState))
def test_every_state_has_words(state: VaultState) -> None:
    assert VaultStatus(state).words.endswith(".")
