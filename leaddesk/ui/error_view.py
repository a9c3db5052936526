"""An error in the window: what it is called, what to do about it, which buttons stand beside it."""

from __future__ import annotations

from dataclasses import dataclass

from leaddesk.domain.errors import (
    AnswerNotUnderstood,
    CredentialsRefused,
    FileNotWritten,
    InvalidInput,
    KeyringNotAvailable,
    LeaddeskError,
    LimitReached,
    NotReachable,
    ProviderFailed,
    QueryRefused,
    SecretsMissing,
    SettingsDamaged,
    SettingsNotReadable,
)

RETRY = ("retry", "Try again")
OPEN_ACCOUNT = ("open-account", "Open the account…")


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """An error ready to be shown. `actions` are keys and button texts; `details` is plain text for the fold-out."""

    title: str
    words: str
    remedy: str
    actions: tuple[tuple[str, str], ...]
    details: str = ""


def words_for(error: Exception) -> ErrorWords:
    """Sort an error by what the person can do. What is not known is a fault of ours, and says so."""
    if isinstance(error, InvalidInput):
        words = "; ".join(problem.message for problem in error.problems)
        return ErrorWords("That cannot be done", words[:1].upper() + words[1:] + ".", "", (OPEN_ACCOUNT,))
    if isinstance(error, LeaddeskError):
        title, actions = _title_and_actions(error)
        return ErrorWords(title, error.what, error.remedy, actions, error.said)
    return ErrorWords(
        "Something went wrong in leaddesk",
        f"This should not happen: {type(error).__name__}.",
        "What is on screen is still there. Try again; if it happens again, report it with the log file.",
        (RETRY,),
    )


def _title_and_actions(error: LeaddeskError) -> tuple[str, tuple[tuple[str, str], ...]]:
    match error:
        case CredentialsRefused():
            return "The key was refused", (OPEN_ACCOUNT, RETRY)
        case SecretsMissing():
            return "The key is missing", (OPEN_ACCOUNT,)
        case KeyringNotAvailable():
            return "The keyring is not available", (RETRY, OPEN_ACCOUNT)
        case NotReachable():
            return "Not reachable", (RETRY, OPEN_ACCOUNT)
        case LimitReached():
            return "The provider asks for a pause", (RETRY,)
        case QueryRefused():
            return "The provider refused the search", (RETRY,)
        case ProviderFailed():
            return "The provider's server failed", (RETRY,)
        case AnswerNotUnderstood():
            return "The answer could not be understood", (RETRY,)
        case FileNotWritten():
            return "The file was not written", ()
        case SettingsDamaged():
            return "Settings were damaged", ()
        case SettingsNotReadable():
            return "Settings cannot be read", ()
        case _:
            return "That did not work", (RETRY,)
