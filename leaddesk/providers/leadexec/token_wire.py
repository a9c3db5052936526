"""The token call: client id and secret in, access token out (dossier section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

from leaddesk.domain.account import Secret, check_secret_text
from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.providers.leadexec.refusals import SIGN_IN, check_status, refuse_credentials
from leaddesk.providers.leadexec.section_rows import read_number
from leaddesk.transport.json_answer import decode_json_answer, vendor_words
from leaddesk.transport.messages import WireRequest, WireResponse

DOCUMENTED_LIFETIME_SECONDS: Final = 3600.0
_LONGEST_LIFETIME_SECONDS: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and how long it lasts from the moment it was given."""

    secret: Secret
    lifetime_seconds: float


def build_token_request(account_server: str, client_id: str, client_secret: Secret) -> WireRequest:
    """JSON, never form-encoded, without scope: scopes belong to the credential."""
    return WireRequest(
        label=SIGN_IN,
        method="POST",
        url=f"{account_server}/v1/authorization/token",
        json_body={"client_id": client_id, "grant_type": "client_credentials"},
        secret_body={"client_secret": client_secret},
        deadline_seconds=30,
    )


def read_token(request: WireRequest, response: WireResponse) -> Token:
    """Read the answer. Status 200 is no promise: a refusal may come as 200 with `error` set or an empty token.

    Raises:
        CredentialsRefused: 400, 401, 403; or 200 with `error` or without a token.
        AnswerNotUnderstood: no JSON object, or a token that no header can carry.
        QueryRefused, LimitReached, ProviderFailed: other statuses.
    """
    if response.status == 400:
        raise refuse_credentials(request, status=400, said=vendor_words(response, request.secrets))
    check_status(request, response)
    answer = decode_json_answer(response)
    if not isinstance(answer, dict):
        raise _not_documented(request)
    values = cast("dict[str, Any]", answer)
    token = values.get("access_token")
    if values.get("error") or token is None or token == "":
        said = vendor_words(response, request.secrets) if values.get("error") else "no access token came"
        raise refuse_credentials(request, status=response.status, said=said)
    if not isinstance(token, str) or not _can_be_sent(token):
        raise _not_documented(request)
    return Token(Secret(token), read_lifetime(values.get("expires_in")))


def read_lifetime(raw: Any) -> float:
    """Seconds out of `expires_in`; the documented hour where it is missing, no number, or not above zero."""
    seconds = read_number(raw)
    if seconds is None or seconds <= 0:
        return DOCUMENTED_LIFETIME_SECONDS
    return min(float(seconds), _LONGEST_LIFETIME_SECONDS)


def _can_be_sent(token: str) -> bool:
    try:
        check_secret_text(token)
    except ValueError:
        return False
    return True


def _not_documented(request: WireRequest) -> AnswerNotUnderstood:
    return AnswerNotUnderstood(
        f"{request.host} answered the sign-in with something else than an access token.",
        fault=AnswerFault.OTHER_SHAPE,
        remedy="Check the account server’s address in the account.",
    )
