"""The account's access token: fetched once, kept until a minute before it ends, renewed when refused."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from leaddesk.domain.account import Credentials, Secret
from leaddesk.domain.errors import SecretsMissing
from leaddesk.providers.leadexec.token_wire import build_token_request, read_token
from leaddesk.transport.messages import Transport, WireResponse
from leaddesk.transport.redact import remember_secret

SPARE_SECONDS = 60.0
"""A token is given up so long before its end, so that it does not end on the way."""

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class _Kept:
    secret: Secret
    good_until: float


class SigningIn:
    """Gives the token for the next call. One token request runs at a time; those who wait share its result."""

    def __init__(
        self,
        transport: Transport,
        *,
        account_server: str,
        client_id: str,
        credentials: Credentials,
        clock: Clock = time.monotonic,
        on_answer: Callable[[WireResponse], None] = lambda _response: None,
    ) -> None:
        """`clock` counts seconds and never goes back; `on_answer` sees each answer of the account host."""
        self._transport = transport
        self._account_server = account_server
        self._client_id = client_id
        self._client_secret = credentials.get("client_secret")
        self._pasted = credentials.get("access_token")
        for secret in credentials.values():
            remember_secret(secret)  # a host may repeat it in words about another call
        self._clock = clock
        self._on_answer = on_answer
        self._kept: _Kept | None = None
        self._rounds = 0
        self._turn = asyncio.Lock()

    @property
    def can_renew(self) -> bool:
        """Whether there are a client id and a secret; a pasted token alone is used as it is."""
        return bool(self._client_id) and self._client_secret is not None

    @property
    def uses_pasted_token(self) -> bool:
        """Whether the next call goes out with the token that was pasted into the account."""
        return self._pasted is not None

    async def token(self) -> Secret:
        """The token to send.

        Raises:
            SecretsMissing: the account has neither a token nor client id and secret.
            CredentialsRefused and the other errors of the token call.
        """
        if self._pasted is not None:
            return self._pasted
        return self._good_token() or await self._fetch()

    async def renew(self, refused: Secret) -> Secret | None:
        """Another token than the refused one; None when there is no way to get one."""
        if not self.can_renew:
            return None
        if refused is self._pasted:
            self._pasted = None
        elif self._kept is not None and self._kept.secret is refused:
            self._kept = None
        return self._good_token() or await self._fetch()

    def _good_token(self) -> Secret | None:
        kept = self._kept
        return kept.secret if kept is not None and self._clock() < kept.good_until else None

    async def _fetch(self) -> Secret:
        """A round is one answered token request; who waited through one takes what it brought, however short-lived."""
        round_before = self._rounds
        async with self._turn:
            if self._rounds != round_before and self._kept is not None:
                return self._kept.secret
            if not self.can_renew or self._client_secret is None:
                raise SecretsMissing(
                    "This account has no access token and no client id with its secret.",
                    "Open the account and enter them again.",
                )
            request = build_token_request(self._account_server, self._client_id, self._client_secret)
            asked_at = self._clock()
            response = await self._transport.send(request)
            self._on_answer(response)
            token = read_token(request, response)
            remember_secret(token.secret)
            self._kept = _Kept(token.secret, asked_at + token.lifetime_seconds - SPARE_SECONDS)
            self._rounds += 1
            return token.secret
