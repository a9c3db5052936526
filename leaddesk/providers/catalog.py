"""All providers: the one place that names them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from leaddesk.domain.account import Account, Credentials
from leaddesk.domain.provider import Provider, ProviderInfo
from leaddesk.providers.leadexec.spec import LEADEXEC
from leaddesk.providers.leadsquared.limits import LEADSQUARED_PACE, judge_leadsquared
from leaddesk.providers.leadsquared.spec import LEADSQUARED
from leaddesk.providers.lofty.limits import LOFTY_PACE, judge_lofty
from leaddesk.providers.lofty.spec import LOFTY
from leaddesk.providers.sharpspring.limits import SHARPSPRING_PACE, judge_sharpspring
from leaddesk.providers.sharpspring.spec import SHARPSPRING
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


def _open_leadsquared(account: Account, credentials: Credentials, transport: Transport) -> Provider:
    from leaddesk.providers.leadsquared.provider import LeadSquaredProvider

    return LeadSquaredProvider(account, credentials, transport)


def _open_sharpspring(account: Account, credentials: Credentials, transport: Transport) -> Provider:
    from leaddesk.providers.sharpspring.provider import SharpSpringProvider

    return SharpSpringProvider(account, credentials, transport)


def _open_lofty(account: Account, credentials: Credentials, transport: Transport) -> Provider:
    from leaddesk.providers.lofty.provider import LoftyProvider

    return LoftyProvider(account, credentials, transport)


PROVIDERS: Final[tuple[CatalogEntry, ...]] = (
    CatalogEntry(LEADEXEC, _open_leadexec, Pace(calls=20, per_seconds=10, documented=False)),
    CatalogEntry(LEADSQUARED, _open_leadsquared, LEADSQUARED_PACE, judge_leadsquared, most_calls=2),
    CatalogEntry(SHARPSPRING, _open_sharpspring, SHARPSPRING_PACE, judge_sharpspring),
    CatalogEntry(LOFTY, _open_lofty, LOFTY_PACE, judge_lofty),
)
"""In the order in which they are offered."""


def import_providers() -> tuple[object, ...]:
    """Import what connects to vendors and reads their records; without this call, the first use does."""
    from leaddesk.providers.leadexec import provider as leadexec
    from leaddesk.providers.leadexec import record_reading as leadexec_records
    from leaddesk.providers.leadsquared import provider as leadsquared
    from leaddesk.providers.lofty import provider as lofty
    from leaddesk.providers.sharpspring import provider as sharpspring

    return leadexec, leadexec_records, leadsquared, sharpspring, lofty


def find_provider(key: str) -> CatalogEntry:
    """The entry of that key.

    Raises:
        KeyError: there is none.
    """
    for entry in PROVIDERS:
        if entry.info.key == key:
            return entry
    raise KeyError(key)
