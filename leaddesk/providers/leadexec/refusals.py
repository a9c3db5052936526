"""What LeadExec's refusals mean. Their bodies are not documented: JSON, text, HTML or nothing (dossier section 7)."""

from __future__ import annotations

import re
from typing import Final

from leaddesk.domain.errors import (
    AnswerFault,
    AnswerNotUnderstood,
    CredentialsRefused,
    LeaddeskError,
    LimitReached,
    ProviderFailed,
    QueryRefused,
)
from leaddesk.transport.json_answer import vendor_words
from leaddesk.transport.messages import WireRequest, WireResponse
from leaddesk.transport.retry import read_retry_after

SIGN_IN: Final = "sign-in"
LEAD_TYPES: Final = "lead types"
"""Labels of the two calls that go to the account host."""

_ABOUT_THE_TOKEN: Final = re.compile(
    r"\b(?:access|bearer|auth\w*|api)[ _-]?token|\btoken (?:is |has |was )?(?:invalid|expired|missing|revoked|not )"
    r"|\b(?:invalid|expired|missing)[ _]token\b|unauthori[sz]ed|not authenticated|authentication (?:failed|required)"
    r"|invalid_client|\b(?:bad|invalid|wrong|unknown) credentials?\b",
    re.IGNORECASE,
)
_MAKE_A_NEW_ONE: Final = (
    "The areas of a credential cannot be changed: make a new one in LeadExec under Settings > API Credentials, "
    "with the area {area}."
)
_CHECK_THE_KEYS: Final = "Open the account and enter the client id and the client secret again, or a new access token."


def is_credential_refusal(request: WireRequest, response: WireResponse) -> bool:
    """Whether the token was refused: 401, 403, or 400 with words about the token (dossier section 2)."""
    if response.status in {401, 403}:
        return True
    return response.status == 400 and _ABOUT_THE_TOKEN.search(vendor_words(response, request.secrets)) is not None


def check_status(request: WireRequest, response: WireResponse) -> None:
    """Let a success pass.

    Raises:
        CredentialsRefused: 401, 403, or 400 with words about the token; names the host and the call.
        QueryRefused: every other 4xx.
        LimitReached: 429 or 503.
        ProviderFailed: every other 5xx.
        AnswerNotUnderstood: a redirect, or a status that is none.
    """
    error = explain_refusal(request, response)
    if error is not None:
        raise error


def explain_refusal(request: WireRequest, response: WireResponse) -> LeaddeskError | None:
    """The error that this answer's status stands for; None for a success."""
    status = response.status
    if 200 <= status < 300:
        return None
    said = vendor_words(response, request.secrets)
    if is_credential_refusal(request, response):
        return refuse_credentials(request, status=status, said=said)
    if status in {429, 503}:
        what = f"{request.host} takes no further calls for now ({request.label}, {status})."
        wait_seconds = read_retry_after(response)
        return LimitReached(what, host=request.host, wait_seconds=wait_seconds, remedy="Try again later.", said=said)
    if status >= 500:
        what = f"{request.host} failed ({request.label}, {status})."
        return ProviderFailed(what, status=status, remedy="Try again later.", said=said)
    if status >= 400:
        return _refuse_query(request, status, said)
    what = f"{request.host} sent this call elsewhere ({request.label}, {status}); it was not followed."
    return AnswerNotUnderstood(what, fault=AnswerFault.REDIRECT, remedy="Check the server’s address in the account.")


def refuse_credentials(request: WireRequest, *, status: int, said: str) -> CredentialsRefused:
    """The error for a refused key: which host refused which call, and what to do."""
    if request.label == SIGN_IN:
        what = f"{request.host} refused the client id or the client secret ({request.label})."
        return CredentialsRefused(what, host=request.host, remedy=_CHECK_THE_KEYS, said=said)
    area = "Account API" if request.label == LEAD_TYPES else "Data API"
    if status == 403:
        what = f"{request.host} gives this credential no right to this call ({request.label})."
        remedy = _MAKE_A_NEW_ONE.format(area=area)
        return CredentialsRefused(what, host=request.host, remedy=remedy, said=said)
    what = f"{request.host} refused the access token ({request.label})."
    return CredentialsRefused(what, host=request.host, remedy=_CHECK_THE_KEYS, said=said)


def _refuse_query(request: WireRequest, status: int, said: str) -> QueryRefused:
    what = f"{request.host} refused the {request.label} ({status})."
    remedy = {
        404: "Check the lead type, and the server’s address in the account.",
        413: "Ask for fewer rows on a page, or for a shorter range of dates.",
    }.get(status, "Check the lead type, the dates, the conditions and the fields.")
    return QueryRefused(what, status=status, remedy=remedy, said=said)
