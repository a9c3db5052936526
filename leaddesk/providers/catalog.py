"""All providers: the one place that names them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from leaddesk.domain.account import Account, Credentials
from leaddesk.domain.provider import Provider, ProviderInfo
from leaddesk.providers.leadexec.spec import LEADEXEC
from leaddesk.transport.messages import Transport
from leaddesk.transport.verdict import JudgeAnswer, Pace, judge_by_status


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One provider.

    Attributes:
        info: what it offers.
        open: connects an account; the transport belongs to the provider from then on.
        pace: how fast its calls may follow each other, until an answer says otherwise.
        judge: reads what an answer says of limits and of repeating the call.
        most_calls: calls that may be on the wire at once.
    """

    info: ProviderInfo
    open: Callable[[Account, Credentials, Transport], Provider]
    pace: Pace
    judge: JudgeAnswer = judge_by_status
    most_calls: int = 8


def _open_leadexec(account: Account, credentials: Credentials, transport: Transport) -> Provider:
    from leaddesk.providers.leadexec.provider import LeadExecProvider  # late: no window needs it to come up

    return LeadExecProvider(account, credentials, transport)


PROVIDERS: Final[tuple[CatalogEntry, ...]] = (
    CatalogEntry(LEADEXEC, _open_leadexec, Pace(calls=20, per_seconds=10, documented=False)),
)
"""In the order in which they are offered."""


def import_providers() -> tuple[object, ...]:
    """Import what connects to vendors and reads their records; without this call, the first use does."""
    from leaddesk.providers.leadexec import provider, record_reading

    return provider, record_reading


def find_provider(key: str) -> CatalogEntry:
    """The entry of that key.

    Raises:
        KeyError: there is none.
    """
    for entry in PROVIDERS:
        if entry.info.key == key:
            return entry
    raise KeyError(key)
