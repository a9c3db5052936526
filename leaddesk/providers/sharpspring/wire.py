"""SharpSpring's requests. One endpoint takes all methods, and only those that read can be built (sections 1, 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from leaddesk.domain.account import Account, Credentials, Secret
from leaddesk.transport.messages import WireRequest

UTC_VERSION: Final = "v1.2"
COMPANY_ZONE_VERSION: Final = "v1"
MOST_ROWS: Final = 500
"""No list is longer, whatever `limit` says (section 4)."""

DEADLINE_SECONDS: Final = 60.0


class ReadingMethod(StrEnum):
    """The methods that leaddesk calls. None of them writes; there is no way to send another one."""

    GET_LEAD = "getLead"
    GET_LEADS = "getLeads"
    GET_LEADS_DATE_RANGE = "getLeadsDateRange"
    GET_EVENTS = "getEvents"
    GET_LEAD_TIMELINE = "getLeadTimeline"
    GET_LEAD_LIST_MEMBERSHIPS = "getLeadListMemberships"
    GET_FIELDS = "getFields"
    GET_USER_PROFILES = "getUserProfiles"


LABELS: Final = {
    ReadingMethod.GET_LEAD: "lead",
    ReadingMethod.GET_LEADS: "list of leads",
    ReadingMethod.GET_LEADS_DATE_RANGE: "leads by date",
    ReadingMethod.GET_EVENTS: "list of events",
    ReadingMethod.GET_LEAD_TIMELINE: "timeline",
    ReadingMethod.GET_LEAD_LIST_MEMBERSHIPS: "list memberships",
    ReadingMethod.GET_FIELDS: "list of fields",
    ReadingMethod.GET_USER_PROFILES: "list of users",
}


@dataclass(frozen=True, slots=True)
class Connection:
    """Where an account's calls go, and its keys."""

    server: str
    version: str
    account_id: Secret = field(repr=False)
    secret_key: Secret = field(repr=False)

    @classmethod
    def of(cls, account: Account, credentials: Credentials, defaults: Mapping[str, str]) -> Connection:
        """Out of an account's settings and secrets; a key that is missing is sent empty and refused as such."""
        return cls(
            account.settings.get("server") or defaults["server"],
            account.settings.get("api_version") or defaults["api_version"],
            credentials.get("account_id", Secret("")),
            credentials.get("secret_key", Secret("")),
        )

    @property
    def times_are_utc(self) -> bool:
        """Times of v1.2 are in UTC; those of v1 in the zone of the company's profile, which no answer names."""
        return self.version != COMPANY_ZONE_VERSION


def build_call(
    connection: Connection,
    method: ReadingMethod,
    params: Mapping[str, Any],
    call_id: str,
    *,
    deadline_seconds: float = DEADLINE_SECONDS,
) -> WireRequest:
    """The POST of one call. The keys travel in the query string, put in below the HTTP client.

    Raises:
        ValueError: `method` is none of the reading ones, or `call_id` is empty (error 102 at the vendor's).
    """
    reading = ReadingMethod(method)
    if not call_id:
        raise ValueError("a call needs an id")
    return WireRequest(
        label=LABELS[reading],
        method="POST",
        url=f"{connection.server}/pubapi/{connection.version}/",
        json_body={"method": reading.value, "params": dict(params), "id": call_id},
        secret_params={"accountID": connection.account_id, "secretKey": connection.secret_key},
        deadline_seconds=deadline_seconds,
    )


def write_moment(moment: datetime) -> str:
    """`2026-01-05 09:10:11`, in UTC, as `Y-m-d H:i:s` wants it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def write_id(text: str) -> int | str:
    """An id as a number, as the document has it; text that is no number stays text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else text


def with_fields(params: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """`params` with the chosen fields; `id` is always among them, as it is not sure to be sent else (section 5)."""
    if not names:
        return dict(params)
    return {**params, "fields": list(dict.fromkeys(("id", *names)))}
