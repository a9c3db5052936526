"""The words and judgements of an account test: which host was asked what, and what its answer means. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from typing import Final

from leaddesk.domain.errors import LeaddeskError, NetworkCause, NotReachable, QueryRefused
from leaddesk.domain.page import Position
from leaddesk.domain.provider import TestStep
from leaddesk.domain.search import Choice, Query
from leaddesk.providers.leadexec.wire import PageAsked
from leaddesk.transport.messages import WireResponse

SIGN_IN_TITLE: Final = "Sign in"
LEAD_TYPES_TITLE: Final = "Read the lead types"
LEADS_TITLE: Final = "Read leads"
CLOCK_TITLE: Final = "Compare the clocks"

_STAND_IN_LEAD_TYPE: Final = 1
_TOLERATED_GAP: Final = timedelta(minutes=5)


def build_probe(account_id: str, provider: str, lead_types: tuple[Choice, ...], now: datetime) -> PageAsked:
    """One lead of the last day of the first lead type; of lead type 1 when none is known."""
    lead_type = int(lead_types[0].value) if lead_types else _STAND_IN_LEAD_TYPE
    values = {"LeadTypeUID": lead_type, "StartDate": now - timedelta(days=1), "EndDate": now}
    return PageAsked(Query(account_id, provider, "leads", MappingProxyType(values), page_size=1), Position(), take=1)


def judge_probe(host: str, lead_types: tuple[Choice, ...], error: LeaddeskError | None) -> TestStep:
    """What the data host's answer says of the credential.

    Without a known lead type the query may be refused for its lead type; that the host looked at it at all means
    that it accepted the credential.
    """
    if error is None:
        return TestStep(LEADS_TITLE, host, "Leads can be read.")
    if isinstance(error, QueryRefused) and not lead_types:
        return TestStep(LEADS_TITLE, host, "The credential is accepted; no lead type was known to try a query with.")
    return TestStep(LEADS_TITLE, host, error.what, error)


def judge_lead_types(host: str, lead_types: tuple[Choice, ...] | LeaddeskError) -> TestStep:
    """How reading the lead types ended; without them the number of a lead type can be typed."""
    if isinstance(lead_types, LeaddeskError):
        words = f"{lead_types.what} The number of a lead type can be typed instead."
        return TestStep(LEAD_TYPES_TITLE, host, words, lead_types)
    count = len(lead_types)
    return TestStep(LEAD_TYPES_TITLE, host, f"{count:,} lead {'type' if count == 1 else 'types'}.")


def measure_clock_gap(response: WireResponse) -> timedelta | None:
    """How far this computer's clock is ahead of the server's; None when the answer has no readable date."""
    try:
        served_at = parsedate_to_datetime(response.headers.get("date", ""))
        return response.answered_at - served_at
    except (ValueError, TypeError, OverflowError):
        return None


def judge_clock(host: str, gap: timedelta | None) -> TestStep:
    """A wrong clock makes "today" another day, and certificates and tokens look expired."""
    if gap is None:
        return TestStep(CLOCK_TITLE, host, "The server did not send its time.")
    if abs(gap) <= _TOLERATED_GAP:
        return TestStep(CLOCK_TITLE, host, "This computer's clock is right.")
    minutes = round(abs(gap).total_seconds() / 60)
    words = f"This computer's clock is {minutes:,} minutes {'ahead' if gap > timedelta(0) else 'behind'}."
    error = NotReachable(words, host=host, cause=NetworkCause.CLOCK, remedy="Set this computer's date and time.")
    return TestStep(CLOCK_TITLE, host, words, error)
