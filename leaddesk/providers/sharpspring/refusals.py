"""What SharpSpring's refusals mean. Most come with status 200; none is judged by its status alone (sections 2, 3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
from leaddesk.providers.sharpspring.reported_errors import ReportedError
from leaddesk.transport.json_answer import vendor_words
from leaddesk.transport.messages import WireRequest, WireResponse
from leaddesk.transport.redact import mask_known
from leaddesk.transport.retry import read_retry_after

DAILY_LIMIT: Final = 106
PER_SECOND_LIMIT: Final = 107
UNKNOWN_ERROR: Final = 999
NO_SUCH_RECORD: Final = frozenset({214, 404})
WRONG_PARAMETERS: Final = frozenset({205, 206, 210, 217})
WRONG_EVENT_SOURCE: Final = 219
WRONG_WHO: Final = 220

_WRONG_KEYS: Final = frozenset({103, 104, 105})
_ABOUT_KEYS: Final = re.compile(r"clusterID|\baccountID\b|\bsecretKey\b|authenticat", re.IGNORECASE)
_PASSES: Final = re.compile(r"temporar|unavailable|try again", re.IGNORECASE)
_MOST_CHARACTERS: Final = 300
_CHECK_THE_KEYS: Final = (
    "Open the account and enter the account id and the secret key again; an administrator finds both in Lead Gen & CRM "
    "under Settings > API Settings."
)
_REMEDIES: Final = {
    **dict.fromkeys(NO_SUCH_RECORD, "Check the id."),
    **dict.fromkeys(WRONG_PARAMETERS, "Check the conditions and the fields."),
    209: "Ask for fewer rows on a page.",
    222: "Ask for fewer ids at once.",
    WRONG_EVENT_SOURCE: "Choose another event source, or none.",
    WRONG_WHO: "Check the id of the lead.",
}


class CodedRefusal(QueryRefused):
    """A refusal with the vendor's own number."""

    def __init__(self, what: str, *, code: int | None, status: int, remedy: str, said: str) -> None:
        """`code` is SharpSpring's; None when it named none."""
        super().__init__(what, status=status, remedy=remedy, said=said)
        self.code = code


class UnknownFailure(ProviderFailed):
    """Error 999: worth asking once more."""


def says_it_passes(text: str) -> bool:
    """Whether these words of the vendor's announce a state that passes."""
    return _PASSES.search(text) is not None


def says_keys_are_wrong(text: str) -> bool:
    """Whether a bare text is the refusal of the keys; a web page is none, whatever it says."""
    return len(text) <= _MOST_CHARACTERS and "<" not in text and _ABOUT_KEYS.search(text) is not None


def explain_errors(request: WireRequest, response: WireResponse, errors: Sequence[ReportedError]) -> LeaddeskError:
    """The error that a reported one stands for; of several the first one counts."""
    error = errors[0]
    said = _say(request, error)
    if error.code in _WRONG_KEYS:
        return refuse_keys(request, said)
    if error.code == DAILY_LIMIT:
        return LimitReached(
            f"The account’s calls of this day are used up ({request.host}).",
            host=request.host,
            wait_seconds=None,
            remedy="Try again tomorrow: SharpSpring counts calls by day.",
            said=said,
        )
    if error.code == PER_SECOND_LIMIT:
        what = f"{request.host} takes no further calls in this second."
        return LimitReached(what, host=request.host, wait_seconds=1.0, remedy="Try again in a moment.", said=said)
    if error.code == UNKNOWN_ERROR or says_it_passes(error.message):
        kind = ProviderFailed if says_it_passes(error.message) else UnknownFailure
        what = f"{request.host} could not answer the {request.label} for now."
        return kind(what, status=response.status, remedy="Try again in a few minutes.", said=said)
    number = "" if error.code is None else f" (error {error.code})"
    what = f"{request.host} refused the {request.label}{number}."
    remedy = _REMEDIES.get(error.code or 0, "Check what was asked for.")
    return CodedRefusal(what, code=error.code, status=response.status, remedy=remedy, said=said)


def explain_without_envelope(
    request: WireRequest, response: WireResponse, words: str, otherwise: LeaddeskError
) -> LeaddeskError:
    """The error for an answer that is no envelope: by its words, then by its status; else `otherwise`.

    Refused keys come as a bare text, with or without JSON's quotes, or with nothing at all (section 2).
    """
    if says_keys_are_wrong(words):
        return refuse_keys(request, vendor_words(response, request.secrets))
    by_status = explain_status(request, response)
    if by_status is not None:
        return by_status
    if "<" not in words and says_it_passes(words):
        what = f"{request.host} could not answer the {request.label} for now."
        said = vendor_words(response, request.secrets)
        return ProviderFailed(what, status=response.status, remedy="Try again in a few minutes.", said=said)
    return otherwise


def explain_status(request: WireRequest, response: WireResponse) -> LeaddeskError | None:
    """The error that a status stands for when the body names none; None for a success."""
    status = response.status
    said = vendor_words(response, request.secrets)
    if status in {401, 403}:
        return refuse_keys(request, said)
    if status in {429, 503}:
        what = f"{request.host} takes no further calls for now ({request.label}, {status})."
        wait_seconds = read_retry_after(response)
        return LimitReached(what, host=request.host, wait_seconds=wait_seconds, remedy="Try again later.", said=said)
    if status >= 500:
        what = f"{request.host} failed ({request.label}, {status})."
        return ProviderFailed(what, status=status, remedy="Try again later.", said=said)
    if status >= 400:
        what = f"{request.host} refused the {request.label} ({status})."
        remedy = "Check the server’s address and the API version in the account."
        return QueryRefused(what, status=status, remedy=remedy, said=said)
    if status >= 300:
        what = f"{request.host} sent this call elsewhere ({request.label}, {status}); it was not followed."
        remedy = "Check the server’s address in the account."
        return AnswerNotUnderstood(what, fault=AnswerFault.REDIRECT, remedy=remedy)
    return None


def refuse_keys(request: WireRequest, said: str) -> CredentialsRefused:
    """The error for refused keys."""
    what = f"{request.host} refused the account id or the secret key."
    return CredentialsRefused(what, host=request.host, remedy=_CHECK_THE_KEYS, said=said)


def _say(request: WireRequest, error: ReportedError) -> str:
    text = "".join(char if char.isprintable() else " " for char in error.message)
    line = mask_known(" ".join(text.split()), request.secrets)
    number = "" if error.code is None else f"{error.code}: "
    return f"{number}{line}"[:_MOST_CHARACTERS]
