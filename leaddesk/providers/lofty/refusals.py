"""What Lofty's refusals mean: a code, its name, or words, as object, text, plain text or web page (dossier section 8).

404 is not always "gone" and 400 is not always "my request is wrong": a code says more than the status.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, cast

from leaddesk.domain.cell import plain_text
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
from leaddesk.domain.record import decode_json
from leaddesk.providers.lofty.limits import read_reset
from leaddesk.transport.json_answer import vendor_words
from leaddesk.transport.messages import WireRequest, WireResponse
from leaddesk.transport.retry import read_retry_after

API_KEY_SCHEME: Final = "token"
OAUTH_SCHEME: Final = "Bearer"
"""Words before the token in the `Authorization` header, by kind of token (dossier section 2)."""

NO_MEMBER: Final = 20003
NO_LEAD: Final = 20006
LIMIT_NOT_VALID: Final = 20042
OFFSET_TOO_DEEP: Final = 200104
_BAD_CREDENTIALS: Final = 20004
_FOREIGN_TOKEN: Final = 200058
_NO_RIGHT: Final = frozenset({20017, 200100})

_CODES_BY_NAME: Final = {
    "USER_NOT_EXIST": NO_MEMBER, "BAD_CREDENTIALS": _BAD_CREDENTIALS, "LEAD_NOT_EXIST": NO_LEAD,
    "LEAD_NOT_FOUND": NO_LEAD, "RESOURCE_NOT_EXIST": 20007, "INVALID_PARAMETER": 20012, "PERMISSION_DENIED": 20017,
    "LIMIT_NOT_VALID": LIMIT_NOT_VALID, "PARAMETER_TOO_LONG": 20043, "OFFSET_EXCEED_LIMIT": OFFSET_TOO_DEEP,
    "USER_IN_TOKEN_NOT_EXIST": _FOREIGN_TOKEN, "NO_PERMISSION": 200100,
}  # fmt: skip
_FOREIGN_TOKEN_WORDS: Final = re.compile(r"user in token does not exist", re.IGNORECASE)
_CODE_IN_WORDS: Final = re.compile(r"errorCode\s*=\s*(\d{1,9})")
_GOOD_CODES: Final = frozenset({"", "0", "200", "SUCCESS", "OK"})

_REMEDIES: Final = {
    NO_MEMBER: "Check the assigned user.",
    NO_LEAD: "This lead is no longer there, or the user of this token may not see it.",
    20043: "Shorten what was filled in.",
    LIMIT_NOT_VALID: "Ask for 1 to 100 leads on a page.",
    OFFSET_TOO_DEEP: "Turn the pages one by one.",
}


class LoftyRefusal(QueryRefused):
    """A call that Lofty turned down, with the code of its answer (0 when there was none)."""

    def __init__(self, what: str, *, status: int, code: int, remedy: str = "", said: str = "") -> None:
        """See `QueryRefused`; `code` as in dossier section 8."""
        super().__init__(what, status=status, remedy=remedy, said=said)
        self.code = code


class NoRight(CredentialsRefused):
    """The token is good, and has no right to this call (403, 200100, 20017)."""


def check_status(request: WireRequest, response: WireResponse) -> None:
    """Let a success pass.

    Raises:
        CredentialsRefused: 401, 403, or one of the codes about token and rights, whatever the status.
        LoftyRefusal: every other 4xx.
        LimitReached: 429 or 503.
        ProviderFailed: every other 5xx.
        AnswerNotUnderstood: a redirect, or a status that is none.
    """
    if not 200 <= response.status < 300:
        raise explain_refusal(request, response, response.status, read_code(_decoded(response)))


def check_envelope(request: WireRequest, response: WireResponse, envelope: Mapping[str, Any]) -> None:
    """Let an answer pass that carries no error inside its status 200.

    Raises:
        As `check_status`: a `code` that is not 0 is an error.
    """
    code = envelope.get("code")
    if not isinstance(code, str | int) or isinstance(code, bool):
        return
    if plain_text(code).strip().upper() not in _GOOD_CODES:
        raise explain_refusal(request, response, response.status, read_code(envelope))


def read_code(answer: Any) -> int:
    """The number of the error that an answer carries, by number, by name or within its words; 0 when it has none."""
    texts: list[str] = []
    if isinstance(answer, dict):
        values = cast("dict[str, Any]", answer)
        texts = [plain_text(values[key]) for key in ("code", "errorCode", "message", "msg", "error") if key in values]
    elif isinstance(answer, str):
        texts = [answer]
    return next((code for text in texts if (code := _code_of(text.strip()))), 0)


def explain_refusal(request: WireRequest, response: WireResponse, status: int, code: int) -> LeaddeskError:
    """The error that this status and this code stand for."""
    said = vendor_words(response, request.secrets)
    if code == _FOREIGN_TOKEN:
        return _refuse_kind(request, said)
    if status == 401 or code == _BAD_CREDENTIALS:
        what = f"{request.host} refused the {_token_words(request)} ({request.label})."
        remedy = "Open the account and enter the token again; it may have expired or been revoked in Lofty."
        return CredentialsRefused(what, host=request.host, remedy=remedy, said=said)
    if status == 403 or code in _NO_RIGHT:
        what = f"{request.host} gives this {_token_words(request)} no right to this call ({request.label})."
        remedy = "Ask an administrator of the Lofty account for the right, or use the token of a user who has it."
        return NoRight(what, host=request.host, remedy=remedy, said=said)
    if status in {429, 503}:
        return _limit(request, response, said)
    if status >= 500:
        what = f"{request.host} failed ({request.label}, {status})."
        return ProviderFailed(what, status=status, remedy="Try again later.", said=said)
    if status >= 400 or 200 <= status < 300:
        return _refuse_call(request, status, code, said)
    what = f"{request.host} sent this call elsewhere ({request.label}, {status}); it was not followed."
    return AnswerNotUnderstood(what, fault=AnswerFault.REDIRECT, remedy="Check the server’s address in the account.")


def _decoded(response: WireResponse) -> Any:
    with suppress(ValueError):
        return decode_json(response.body)
    return response.body[:2000].decode("utf-8", "replace")


def _code_of(text: str) -> int:
    if re.fullmatch(r"\d{4,9}", text, re.ASCII):
        return int(text)
    if _FOREIGN_TOKEN_WORDS.search(text):
        return _FOREIGN_TOKEN
    within = _CODE_IN_WORDS.search(text)
    return int(within[1]) if within else _CODES_BY_NAME.get(text.upper(), 0)


def _token_words(request: WireRequest) -> str:
    return "API key" if request.auth_scheme == API_KEY_SCHEME else "OAuth token"


def _refuse_kind(request: WireRequest, said: str) -> CredentialsRefused:
    """Which kind was used, and that the other one may be meant: this is how an API key sent as Bearer is answered."""
    if request.auth_scheme == API_KEY_SCHEME:
        other, mending = "an OAuth token", AccountMending("Switch to OAuth token", (("token_kind", "oauth"),))
    else:
        other, mending = "an API key", AccountMending("Switch to API key", (("token_kind", "api_key"),))
    return CredentialsRefused(
        f"{request.host} knows no user for this token as {_article(request)} ({request.label}): "
        f"it is probably {other}.",
        host=request.host,
        remedy=f"{mending.words}, or enter the token again.",
        said=said,
        mending=mending,
    )


def _article(request: WireRequest) -> str:
    return "an " + _token_words(request)


def _limit(request: WireRequest, response: WireResponse, said: str) -> LimitReached:
    wait_seconds = read_retry_after(response)
    return LimitReached(
        f"{request.host} takes no further calls for now ({request.label}, {response.status}).",
        host=request.host,
        wait_seconds=read_reset(response) if wait_seconds is None else wait_seconds,
        remedy="Try again in a minute.",
        said=said,
    )


def _refuse_call(request: WireRequest, status: int, code: int, said: str) -> LoftyRefusal:
    told = f"{status}, {code}" if code else str(status)
    what = f"{request.host} refused the {request.label} ({told})."
    usual = "Check the server’s address in the account." if status == 404 else "Check what was filled in."
    return LoftyRefusal(what, status=status, code=code, remedy=_REMEDIES.get(code, usual), said=said)
