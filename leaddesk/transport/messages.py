"""A request and a response as plain values.

Secrets stand apart from the rest of a request, so that the request can be shown, logged and compared
without them; `transport.http` puts them in below the HTTP client, where nothing logs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol
from urllib.parse import urlsplit

from leaddesk.domain.account import Secret


def _nothing() -> Mapping[str, Any]:
    return MappingProxyType({})


MOST_BODY_BYTES = 8 * 1024 * 1024
"""Largest decoded answer: parsing more would stall the window."""


@dataclass(frozen=True, slots=True)
class WireRequest:
    """What is to be sent.

    Attributes:
        label: what this call is, in words for the person (`lead query`).
        method, url: `url` without query string and without secrets.
        params: query parameters that are no secrets.
        json_body: object sent as JSON, None for no body.
        headers: further headers that are no secrets.
        accept: what kind of answer is wanted.
        bearer: secret for the `Authorization` header, after the word `auth_scheme`.
        secret_headers: secrets that are the whole value of a header.
        secret_params, secret_body: secrets added to the query string, or to the top level of the JSON body.
        deadline_seconds: total time for all tries and waits of this call.
        is_read: it only reads and may be repeated, whatever its verb.
    """

    label: str
    method: str
    url: str
    params: Mapping[str, str] = field(default_factory=_nothing, hash=False)
    json_body: Mapping[str, Any] | None = field(default=None, hash=False)
    headers: Mapping[str, str] = field(default_factory=_nothing, hash=False)
    accept: str = "application/json"
    bearer: Secret | None = None
    auth_scheme: str = "Bearer"
    secret_headers: Mapping[str, Secret] = field(default_factory=_nothing, hash=False)
    secret_params: Mapping[str, Secret] = field(default_factory=_nothing, hash=False)
    secret_body: Mapping[str, Secret] = field(default_factory=_nothing, hash=False)
    deadline_seconds: float = 60.0
    is_read: bool = True

    @property
    def host(self) -> str:
        """The machine it goes to, with the port when one is named."""
        return urlsplit(self.url).netloc

    @property
    def secrets(self) -> tuple[Secret, ...]:
        """All secrets of this request, to be masked in whatever comes back."""
        bearer = () if self.bearer is None else (self.bearer,)
        return (*bearer, *self.secret_headers.values(), *self.secret_params.values(), *self.secret_body.values())


@dataclass(frozen=True, slots=True)
class WireResponse:
    """What came back. `headers` have lower-case names; `body` is decoded (gzip, deflate) and whole.

    Neither prints: headers may repeat the request's query, the body holds leads.
    """

    status: int
    headers: Mapping[str, str] = field(hash=False, repr=False)
    body: bytes = field(repr=False)
    host: str
    answered_at: datetime


class Transport(Protocol):
    """Sends requests for one account."""

    async def send(self, request: WireRequest) -> WireResponse:
        """The response, whatever its status, but for redirects: no vendor's API sends one.

        Raises:
            NotReachable: host unknown, refused, silent, too slow, not trusted, proxy.
            AnswerNotUnderstood: cut off, too large, unknown encoding, not HTTP, a redirect.
            LimitReached: the vendor's limit (429, 503) or the own pace outlasts the deadline (a `Channel` only).
            CredentialsRefused: a secret holds a character that no request can carry; nothing was sent.
        """
        ...

    async def aclose(self) -> None:
        """Close connections; idempotent."""
        ...
