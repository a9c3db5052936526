"""How a command ends."""

from __future__ import annotations

from enum import IntEnum

from leaddesk.domain.errors import (
    AnswerNotUnderstood,
    CredentialsRefused,
    InvalidInput,
    KeyringNotAvailable,
    LeaddeskError,
    LimitReached,
    NotReachable,
    ProviderFailed,
    QueryRefused,
    SecretsMissing,
)


class ExitStatus(IntEnum):
    """What the process ends with."""

    COMPLETE = 0
    FAILED = 1
    BAD_INPUT = 2
    PARTIAL = 3
    CREDENTIALS_REFUSED = 4
    NOT_REACHABLE = 5
    REFUSED_OR_UNCLEAR = 6
    NO_KEYRING = 7


_STATUS_OF: tuple[tuple[type[LeaddeskError], ExitStatus], ...] = (
    (InvalidInput, ExitStatus.BAD_INPUT),
    (CredentialsRefused, ExitStatus.CREDENTIALS_REFUSED),
    (NotReachable, ExitStatus.NOT_REACHABLE),
    (LimitReached, ExitStatus.NOT_REACHABLE),
    (QueryRefused, ExitStatus.REFUSED_OR_UNCLEAR),
    (ProviderFailed, ExitStatus.REFUSED_OR_UNCLEAR),
    (AnswerNotUnderstood, ExitStatus.REFUSED_OR_UNCLEAR),
    (KeyringNotAvailable, ExitStatus.NO_KEYRING),
    (SecretsMissing, ExitStatus.NO_KEYRING),
)


def status_of(error: LeaddeskError) -> ExitStatus:
    """The exit status that this error ends a command with."""
    return next((status for kind, status in _STATUS_OF if isinstance(error, kind)), ExitStatus.FAILED)
