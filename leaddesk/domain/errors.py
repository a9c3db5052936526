"""One tree of errors, sorted by what the person can do about them.

Every error carries three texts: what happened, what to do next, and optionally what the other side
said (plain text, shortened, with secrets taken out by whoever raises it). No error ever holds a secret
or a lead's data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LeaddeskError(Exception):
    """Something went wrong that leaddesk understands.

    Args:
        what: one sentence, what happened.
        remedy: one sentence, what the person can do.
        said: what the other side answered, plain text, shortened, free of secrets.
    """

    def __init__(self, what: str, remedy: str = "", said: str = "") -> None:
        """Keep the three texts; ``str(error)`` is the first."""
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.said = said

    def __str__(self) -> str:
        return self.what


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field that was filled in wrongly. `field` is the key it was declared under; `message` says what to do."""

    field: str
    message: str


class InvalidInput(LeaddeskError):
    """Correct the input. Raised before anything is sent."""

    def __init__(self, problems: tuple[FieldProblem, ...]) -> None:
        """Keep all problems, so that every wrong field can be marked at once."""
        super().__init__("; ".join(f"{problem.field}: {problem.message}" for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class AccountMending:
    """A change to an account's settings that would mend it: the words on the button, and the new settings by key."""

    words: str
    settings: tuple[tuple[str, str], ...]


class CredentialsRefused(LeaddeskError):
    """Open the account: the host refused the key, or the key has no right to this call."""

    def __init__(
        self, what: str, *, host: str, remedy: str = "", said: str = "", mending: AccountMending | None = None
    ) -> None:
        """`host` is the machine that refused, without path or query; `mending` is offered as one click."""
        super().__init__(what, remedy, said)
        self.host = host
        self.mending = mending


class NetworkCause(StrEnum):
    """Why a host was not reached."""

    HOST_UNKNOWN = "host unknown"
    REFUSED = "connection refused"
    SILENT = "no answer"
    DEADLINE = "too slow"
    BROKEN = "connection broken"
    CERTIFICATE = "certificate not trusted"
    CLOCK = "certificate not valid at this computer's time"
    PROXY = "proxy"


class NotReachable(LeaddeskError):
    """Retry: the host was not reached, did not answer in time, or is not trusted."""

    def __init__(self, what: str, *, host: str, cause: NetworkCause, remedy: str = "") -> None:
        """`cause` tells the cases apart for tests and for the next step offered."""
        super().__init__(what, remedy)
        self.host = host
        self.cause = cause


class LimitReached(LeaddeskError):
    """Wait: the vendor's limit was still in force when the deadline came (429 or 503)."""

    def __init__(self, what: str, *, host: str, wait_seconds: float | None, remedy: str = "", said: str = "") -> None:
        """`wait_seconds` is what the vendor asked for, when it said."""
        super().__init__(what, remedy, said)
        self.host = host
        self.wait_seconds = wait_seconds


class QueryRefused(LeaddeskError):
    """Change the filters: the vendor understood the call and refused it (400, 404, 422, ...)."""

    def __init__(self, what: str, *, status: int, remedy: str = "", said: str = "") -> None:
        """`status` is the HTTP status."""
        super().__init__(what, remedy, said)
        self.status = status


class ProviderFailed(LeaddeskError):
    """Retry later: the vendor's server failed (5xx) and went on failing."""

    def __init__(self, what: str, *, status: int, remedy: str = "", said: str = "") -> None:
        """`status` is the HTTP status."""
        super().__init__(what, remedy, said)
        self.status = status


class AnswerFault(StrEnum):
    """Why an answer could not be understood."""

    EMPTY = "empty"
    WEB_PAGE = "a web page came back"
    CUT_OFF = "cut off"
    TOO_LARGE = "too large"
    NOT_JSON = "not JSON"
    OTHER_SHAPE = "another shape than documented"
    REDIRECT = "a redirect"
    ENCODING = "an unknown encoding"


class AnswerNotUnderstood(LeaddeskError):
    """Retry or report: something came back that is not the vendor's documented answer."""

    def __init__(self, what: str, *, fault: AnswerFault, remedy: str = "", said: str = "") -> None:
        """`fault` tells the cases apart."""
        super().__init__(what, remedy, said)
        self.fault = fault


class KeyringNotAvailable(LeaddeskError):
    """Unlock the keyring, or go on for this run only: secrets cannot be read or kept."""


class SecretsMissing(LeaddeskError):
    """Open the account: its secrets are not in the keyring (removed there, or kept for an earlier run only)."""


class FileNotWritten(LeaddeskError):
    """Choose another file: the cause is in the words; the old file is as it was."""


class SettingsDamaged(LeaddeskError):
    """A settings file could not be read; it was kept beside the new one under another name."""


class SettingsNotReadable(LeaddeskError):
    """Use the newer program, or mend the file's rights: a settings file was left as it is and nothing is written."""
