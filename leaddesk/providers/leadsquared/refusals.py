"""What LeadSquared's refusals mean (dossier section 4): by status first, and by the envelope where that says more."""

from __future__ import annotations

import re
from typing import Final

from leaddesk.domain.errors import (
    AccountMending,
    AnswerFault,
    AnswerNotUnderstood,
    CredentialsRefused,
    LeaddeskError,
    LimitReached,
    ProviderFailed,
    QueryRefused,
)
from leaddesk.providers.leadsquared.endpoints import KEY_HOLDER, NOT_CONTACTED
from leaddesk.providers.leadsquared.envelope import Refusal, read_limit, read_refusal
from leaddesk.transport.json_answer import vendor_words
from leaddesk.transport.messages import WireRequest, WireResponse
from leaddesk.transport.retry import read_retry_after

_QUOTA_REMEDY: Final = (
    "Try again in a moment. If it goes on after waiting, the account’s calls of the day may be used up, or another "
    "program may be using the same account."
)
_REGION_HOST: Final = re.compile(r"(?<![\w.-])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.leadsquared\.com", re.IGNORECASE)
_NOBODY: Final = re.compile(r"(?:does not|doesn.t) exist|not found|no (?:such )?(?:lead|prospect)", re.IGNORECASE)
_CHECK_THE_KEYS: Final = (
    "Open the account and check the server of your region and both keys. Keys end when their user is deactivated."
)
_OTHER_REGION: Final = "The account lives at another server: change the server of the account."
_REPORT_FEATURE: Final = (
    "This report may need a feature that your LeadSquared account does not have; the other searches work without it."
)
_CHECK_THE_QUERY: Final = (
    "Change what was asked as LeadSquared says. If it speaks of the page size, ask for fewer rows on a page."
)


def check_answer(request: WireRequest, response: WireResponse) -> None:
    """Let rows pass.

    Raises:
        CredentialsRefused: 401, and 403 without the words of the rate limit; offers another server when one is named.
        LimitReached: the rate limit by any of its carriers, and 503.
        QueryRefused: an exception of the vendor with whatever status, and every other 4xx.
        ProviderFailed: every other 5xx, and exceptions that speak of a timeout or of trying again.
        AnswerNotUnderstood: a redirect, or a status that is none.
    """
    error = explain_refusal(request, response)
    if error is not None:
        raise error


def explain_refusal(request: WireRequest, response: WireResponse) -> LeaddeskError | None:
    """The error that this answer stands for; None for rows."""
    refusal = read_refusal(response)
    status = response.status
    if 200 <= status < 300 and refusal is None:
        return None
    said = vendor_words(response, request.secrets)
    if read_limit(response, refusal) is not None or status == 503:
        what = f"{request.host} wants no more calls for now ({request.label}, {status})."
        return LimitReached(
            what, host=request.host, wait_seconds=read_retry_after(response), remedy=_QUOTA_REMEDY, said=said
        )
    if status in {401, 403}:
        return _refuse_credentials(request, status, said)
    if refusal is not None and (refusal.is_of_the_vendor or status < 400):
        return _refuse_by_exception(request, status, refusal, said)
    if status >= 500:
        what = f"{request.host} failed ({request.label}, {status})."
        return ProviderFailed(what, status=status, remedy="Try again later.", said=said)
    if status >= 400:
        return _refuse_query(request, status, said)
    what = f"{request.host} sent this call elsewhere ({request.label}, {status}); it was not followed."
    return AnswerNotUnderstood(what, fault=AnswerFault.REDIRECT, remedy="Check the server’s address in the account.")


def with_quota_words(error: LimitReached) -> LimitReached:
    """A limit that outlasts its window may be the quota of the day, which looks the same (dossier section 4)."""
    if not error.said:
        return error  # our own pace, not the vendor's answer
    return LimitReached(
        error.what, host=error.host, wait_seconds=error.wait_seconds, remedy=_QUOTA_REMEDY, said=error.said
    )


def says_nobody(error: LeaddeskError) -> bool:
    """Whether a look-up of one lead was refused because there is none: an empty array in the documents, while
    "Lead does not exist in the system" is an exception elsewhere.
    """
    return isinstance(error, QueryRefused) and error.status not in {404, 405} and _NOBODY.search(error.said) is not None


def offer_server(host: str, scheme: str = "https") -> AccountMending:
    """One click: use this host, the account's other settings as they are."""
    return AccountMending(f"Use {host}", (("server", f"{scheme}://{host}"),))


def _refuse_credentials(request: WireRequest, status: int, said: str) -> CredentialsRefused:
    """A wrong region is a 401 that names the right one; its exact text is not known, so any such name is offered."""
    named = next((name for name in _REGION_HOST.findall(said) if name.lower() != request.host.lower()), "")
    mending = offer_server(named.lower()) if named else None
    if status == 401:
        what = f"{request.host} refused the keys ({request.label})."
        remedy = _OTHER_REGION if named else _CHECK_THE_KEYS
    else:
        what = f"{request.host} gives these keys no right to this call ({request.label})."
        remedy = "Ask your LeadSquared administrator for keys of a user who may see these leads."
    if request.label == NOT_CONTACTED.label:
        remedy = f"{remedy} {_REPORT_FEATURE}"
    return CredentialsRefused(what, host=request.host, remedy=remedy, said=said, mending=mending)


def _refuse_by_exception(request: WireRequest, status: int, refusal: Refusal, said: str) -> LeaddeskError:
    if refusal.is_passing:
        what = f"{request.host} could not answer in time ({request.label}, {status})."
        return ProviderFailed(what, status=status, remedy="Try again, or ask for less.", said=said)
    what = f"{request.host} refused the {request.label} ({status})."
    is_report = request.label == NOT_CONTACTED.label
    remedy = f"{_CHECK_THE_QUERY} {_REPORT_FEATURE}" if is_report else _CHECK_THE_QUERY
    return QueryRefused(what, status=status, remedy=remedy, said=said)


def _refuse_query(request: WireRequest, status: int, said: str) -> QueryRefused:
    if status == 404 and request.label == NOT_CONTACTED.label:
        what = f"The report endpoint was not found on this host ({request.host})."
        return QueryRefused(
            what, status=status, remedy=f"Check the server of the account. {_REPORT_FEATURE}", said=said
        )
    what = f"{request.host} refused the {request.label} ({status})."
    is_address = status in {404, 405} or request.label == KEY_HOLDER.label
    remedy = "Check the server of the account." if is_address else _CHECK_THE_QUERY
    return QueryRefused(what, status=status, remedy=remedy, said=said)
