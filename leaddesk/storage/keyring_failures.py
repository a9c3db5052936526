"""What it means when a keyring fails: any exception of any keyring library, read into a state with words.

Five families of exceptions come out of keyring calls, most of them outside its own. They are told apart by
name and number, so that none of the libraries has to be there. An exception's own text is never shown unless
it is known to hold no secret (a UnicodeEncodeError quotes the text it could not encode).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from leaddesk.domain.errors import KeyringNotAvailable, LeaddeskError, SecretsMissing


class VaultState(StrEnum):
    """How the keeping of secrets stands."""

    STORED = "stored"
    THIS_RUN_ONLY = "this run only"
    LOCKED_WAITING = "locked, waiting"
    LOCKED_REFUSED = "locked, refused"
    UNAVAILABLE = "unavailable"
    DAMAGED = "damaged"


_WORDS: Final = {
    VaultState.STORED: "Secrets are kept in this computer's keyring.",
    VaultState.THIS_RUN_ONLY: "Secrets are kept for this run only; they are gone when leaddesk is closed.",
    VaultState.LOCKED_WAITING: "leaddesk is waiting for your keyring.",
    VaultState.LOCKED_REFUSED: "Your keyring is locked.",
    VaultState.UNAVAILABLE: "This computer's keyring cannot be used.",
    VaultState.DAMAGED: "The keyring's entry of this account is damaged.",
}

_REMEDIES: Final = {
    VaultState.LOCKED_WAITING: "Answer the keyring's question or unlock it, then try again.",
    VaultState.LOCKED_REFUSED: "Unlock your keyring, then try again.",
    VaultState.UNAVAILABLE: "Start or unlock your keyring and try again, or keep the secrets for this run only.",
    VaultState.DAMAGED: "Open the account and type its secrets again.",
}


@dataclass(frozen=True, slots=True)
class VaultStatus:
    """A state and, where it is known, why: a sentence without secrets."""

    state: VaultState
    why: str = ""

    @property
    def words(self) -> str:
        """What a person reads."""
        return f"{_WORDS[self.state]} {self.why}".strip()

    def error(self) -> LeaddeskError:
        """The state as an error: SecretsMissing for a damaged entry, else KeyringNotAvailable."""
        kind = SecretsMissing if self.state is VaultState.DAMAGED else KeyringNotAvailable
        return kind(self.words, _REMEDIES.get(self.state, ""))


class NotViable(Exception):
    """A keyring that cannot be used here; its text says why and holds no secret."""


_LOCKED_NAMES: Final = frozenset({"KeyringLocked", "LockedException", "PromptDismissedException", "KeychainDenied"})
_UNREACHABLE_NAMES: Final = frozenset(
    {"SecretServiceNotAvailableException", "NoKeyringError", "ConnectionError", "FileNotFoundError", "EOFError"}
)
_NUMBERS: Final = {
    1783: VaultStatus(VaultState.UNAVAILABLE, "Windows refused the secrets: they are too long for it (1783)."),
    1312: VaultStatus(
        VaultState.UNAVAILABLE, "There is no Windows logon session; start leaddesk in a normal desktop session (1312)."
    ),
    -25293: VaultStatus(
        VaultState.UNAVAILABLE,
        "macOS refuses this program the keychain: its signature is not the one it knew (-25293).",
    ),
    -67030: VaultStatus(
        VaultState.UNAVAILABLE,
        "macOS refuses this program the keychain: its signature is not the one it knew (-67030).",
    ),
    -25308: VaultStatus(VaultState.LOCKED_REFUSED, "macOS cannot show its question here (-25308)."),
}


def read_failure(error: BaseException) -> VaultStatus:
    """What this failure means. Total: every exception has a state."""
    causes = tuple(_causes(error))
    names = {kind.__name__ for cause in causes for kind in type(cause).__mro__}
    for cause in causes:
        for number in _numbers(cause):
            if number in _NUMBERS:
                return _NUMBERS[number]
    if names & _LOCKED_NAMES or any(_says_locked(cause) for cause in causes):
        return VaultStatus(VaultState.LOCKED_REFUSED)
    if isinstance(error, NotViable):
        return VaultStatus(VaultState.UNAVAILABLE, str(error))
    if isinstance(error, UnicodeDecodeError):
        return VaultStatus(VaultState.DAMAGED)
    if names & _UNREACHABLE_NAMES:
        return VaultStatus(VaultState.UNAVAILABLE, "It does not answer.")
    return VaultStatus(VaultState.UNAVAILABLE, f"It failed ({type(error).__name__}).")


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    for _ in range(10):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__


def _numbers(error: BaseException) -> Iterator[int]:
    """Windows and macOS give a number as first argument; `winerror` says the same."""
    if error.args and isinstance(error.args[0], int):
        yield error.args[0]
    number = getattr(error, "winerror", None)
    if isinstance(number, int):
        yield number


def _says_locked(error: BaseException) -> bool:
    """KWallet says a dismissed prompt in words, a D-Bus error by its name."""
    name = getattr(error, "name", "")
    return error.args == ("Cancelled by user",) or (isinstance(name, str) and name.endswith(".IsLocked"))
