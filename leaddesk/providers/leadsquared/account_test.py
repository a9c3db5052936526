"""The words and judgements of an account test: which call was tried, and what its answer means. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlsplit

from leaddesk.domain.account import is_loopback
from leaddesk.domain.errors import AccountMending, LeaddeskError, QueryRefused
from leaddesk.domain.provider import TestStep
from leaddesk.providers.leadsquared.json_values import first_text
from leaddesk.providers.leadsquared.refusals import check_answer, offer_server
from leaddesk.transport.json_answer import decode_object
from leaddesk.transport.messages import WireRequest, WireResponse

KEYS_TITLE: Final = "Find the account of the keys"
FIELDS_TITLE: Final = "Read the lead fields"
LEADS_TITLE: Final = "Read leads"
REPORT_TITLE: Final = "Read leads not contacted"

NOBODY: Final = "00000000-0000-0000-0000-000000000000"
"""An id that no lead has: asking for it shows whether leads may be read, and costs nothing."""

_URLS_KEY: Final = "LSQCommonServiceURLs"
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?")


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Whose keys they are, in words, and the host on which their account lives; empty when not told."""

    words: str
    api_host: str


def read_key_holder(request: WireRequest, response: WireResponse) -> KeyHolder:
    """The user of `UserByAccessKey.Get`; most of its values may be null.

    Raises:
        AnswerNotUnderstood: no JSON object; and the errors of `check_answer`.
    """
    check_answer(request, response)
    user = decode_object(response)
    name = first_text(user, "Name", "EmailAddress", "Id") or "a user without a name"
    role, organisation, zone = (first_text(user, key) for key in ("Role", "OrgDisplayName", "TimeZone"))
    words = f"The keys belong to {name}{f' ({role})' if role else ''}"
    words += f" of {organisation}" if organisation else ""
    words += f"; their time zone is {zone}" if zone else ""
    urls = user.get(_URLS_KEY)
    host = first_text(cast("Mapping[str, Any]", urls), "api") if isinstance(urls, dict) else ""
    return KeyHolder(f"{words}.", normalise_host(host))


def normalise_host(text: str) -> str:
    """`api-in21.leadsquared.com` out of a bare host, or of an address with scheme and path; empty when it is none."""
    address = text.strip().lower()
    host = urlsplit(address).netloc if "://" in address else address.split("/")[0]
    return host if _HOST.fullmatch(host) else ""


def judge_keys(server: str, holder: KeyHolder) -> tuple[TestStep, AccountMending | None]:
    """Says whose keys they are, and offers the account's own server where another one is set."""
    host = urlsplit(server).netloc
    if not holder.api_host or holder.api_host == host.lower():
        return TestStep(KEYS_TITLE, host, holder.words), None
    words = f"{holder.words} The account lives at {holder.api_host}, not at {host}."
    name = holder.api_host.split(":")[0]
    scheme = urlsplit(server).scheme if is_loopback(name) else "https"
    return TestStep(KEYS_TITLE, host, words), offer_server(holder.api_host, scheme)


def judge_fields(host: str, count: int | LeaddeskError) -> TestStep:
    """Without the fields, their names can be typed instead of chosen."""
    if isinstance(count, LeaddeskError):
        return TestStep(FIELDS_TITLE, host, f"{count.what} Names of fields can be typed instead.", count)
    return TestStep(FIELDS_TITLE, host, f"{count:,} lead {'field' if count == 1 else 'fields'}.")


def judge_leads(host: str, error: LeaddeskError | None) -> TestStep:
    """That LeadSquared refuses the id means that it accepted the keys and looked."""
    if error is None or (isinstance(error, QueryRefused) and error.status not in {404, 405}):
        return TestStep(LEADS_TITLE, host, "Leads can be read.")
    return TestStep(LEADS_TITLE, host, error.what, error)


def judge_report(host: str, error: LeaddeskError | None) -> TestStep:
    """The report may need a feature that the account lacks; the other searches work without it."""
    if error is None:
        return TestStep(REPORT_TITLE, host, "The report of leads not contacted can be read.")
    return TestStep(REPORT_TITLE, host, f"{error.what} The other searches work without it.", error)
