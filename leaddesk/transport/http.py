"""Sends a request over HTTP/1.1, once; the only importer of httpx.

httpx's transport is used without its client: that one adds cookies, redirects and sign-in, which are not wanted, and
takes 0.15 ms of a call. What this module guards against, with httpx as it is:

- it puts URLs into exceptions and reprs: secrets, query and body are put in in `_Line`, so that nothing above it ever
  holds them;
- its timeouts are per read: one deadline stands around the whole call;
- it unpacks without bounds: `body.BodyReader` unpacks instead;
- its connection pool loses places when a request is cancelled, until nothing is served any more: the pool has
  no limit of its own (a semaphore here limits calls), and a client with a cancelled request is retired.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import ssl
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final, cast
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpcore
import httpx
import truststore

from leaddesk import __version__
from leaddesk.domain.account import check_secret_text, is_loopback
from leaddesk.domain.errors import CredentialsRefused, LeaddeskError, NetworkCause, NotReachable
from leaddesk.transport import network_words
from leaddesk.transport.body import BodyReader, cut_off
from leaddesk.transport.messages import Transport, WireRequest, WireResponse
from leaddesk.transport.proxy_settings import find_proxy, proxy_name
from leaddesk.transport.redact import remember_secret

_logger = logging.getLogger(__name__)

AsgiApp = Callable[[Any, Any, Any], Awaitable[None]]

MOST_CALLS: Final = 8
"""Calls of one account that may be on the wire at once; the others wait for their turn within their deadline."""

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PROXY_WANTS_SIGN_IN: Final = 407
_HEADERS: Final = {
    "User-Agent": f"leaddesk/{__version__}",
    "Accept-Encoding": "gzip, deflate",
}


# httpcore reads 64 kB at a time, which are 50 rounds through its layers for a page of 3 MB; it has no other setting.
cast("Any", httpcore.AsyncHTTP11Connection).READ_NUM_BYTES = 1024 * 1024


class HttpTransport(Transport):
    """The connections of one account."""

    def __init__(
        self,
        *,
        app: AsgiApp | None = None,
        connect_seconds: float = 5,
        read_seconds: float = 30,
        verify: ssl.SSLContext | None = None,
        most_calls: int = MOST_CALLS,
    ) -> None:
        """Connections are opened at the first call.

        Args:
            app: answers in process, without a network; the deadline holds there too.
            connect_seconds: for the connection with its TLS handshake.
            read_seconds: for each pause in sending and receiving.
            verify: whom to trust; the operating system's trust store when left out.
            most_calls: calls at once.
        """
        self._app = app
        self._timeout = httpx.Timeout(connect=connect_seconds, read=read_seconds, write=read_seconds, pool=None)
        self._verify = verify
        self._turns = asyncio.Semaphore(most_calls)
        self._line: _Line | None = None
        self._retired: set[_Line] = set()

    async def send(self, request: WireRequest) -> WireResponse:
        """Send once; see `Transport.send` for what it raises."""
        self._check(request)
        started = time.monotonic()
        try:
            async with asyncio.timeout(request.deadline_seconds):
                async with self._turns:
                    response = await self._send_on_line(request)
        except TimeoutError:
            raise network_words.too_slow(request.host, request.deadline_seconds) from None
        _logger.info(
            "%s: %s %s answered %d, %d bytes, %d ms",
            request.label,
            request.method,
            request.host,
            response.status,
            len(response.body),
            round((time.monotonic() - started) * 1000),
        )
        return response

    async def aclose(self) -> None:
        """Close all connections; idempotent. Calls still on the wire end as broken."""
        lines = {*self._retired, *([self._line] if self._line else [])}
        self._line = None
        self._retired.clear()
        for line in lines:
            await line.aclose()

    def _check(self, request: WireRequest) -> None:
        """Refuse what would leak or could not be sent, before anything is formed from it."""
        parts = urlsplit(request.url)
        if self._app is None and parts.scheme != "https" and not is_loopback(parts.hostname or ""):
            raise network_words.not_secure(request.host)
        for secret in request.secrets:
            remember_secret(secret)
            try:
                check_secret_text(secret.reveal())
            except ValueError:
                unfit = True
            else:
                unfit = not secret.reveal()
            if unfit:
                raise CredentialsRefused(
                    "A key of this account is empty or holds a character that no request can carry; nothing was sent.",
                    host=request.host,
                    remedy="Copy the key again, alone, and paste it into the account.",
                )

    async def _send_on_line(self, request: WireRequest) -> WireResponse:
        line = self._open_line()
        line.calls += 1
        try:
            return await self._exchange(line, request)
        except asyncio.CancelledError:
            self._retire(line)
            raise
        except NotReachable as error:
            if error.cause is NetworkCause.SILENT:
                self._retire(line)
            raise
        finally:
            line.calls -= 1
            if line in self._retired and not line.calls:
                self._retired.discard(line)
                # To its end, whatever happens to this call: httpcore forgets its connections before it closes them.
                await asyncio.shield(line.aclose())

    def _open_line(self) -> _Line:
        if self._line is None:
            self._line = _Line(self._app, self._verify, self._timeout)
        return self._line

    def _retire(self, line: _Line) -> None:
        """No new calls on it; it is closed when its last one has ended."""
        self._retired.add(line)
        if self._line is line:
            self._line = None

    async def _exchange(self, line: _Line, request: WireRequest) -> WireResponse:
        has_begun = False
        proxy = ""
        try:
            proxy = line.proxy_for(request)
            response = await line.send(request, proxy)
            has_begun = True
            try:
                return await _read(response, request)
            finally:
                await response.aclose()
        except httpx.HTTPError as error:
            raise self._explain(error, request, proxy=proxy_name(proxy), has_begun=has_begun) from None
        except (httpx.InvalidURL, UnicodeError):
            raise network_words.host_unknown(request.host) from None

    def _explain(self, error: httpx.HTTPError, request: WireRequest, *, proxy: str, has_begun: bool) -> LeaddeskError:
        host = request.host
        if isinstance(error, httpx.ProxyError):
            return network_words.proxy_failed(host, _proxy_refusal(error, proxy))
        if isinstance(error, httpx.ConnectTimeout):
            if proxy:
                return network_words.proxy_failed(host, f"The proxy {proxy} of this network did not answer.")
            return network_words.no_answer(host, self._timeout.connect or 0)
        if isinstance(error, httpx.TimeoutException):
            return network_words.no_answer(host, self._timeout.read or 0)
        if isinstance(error, httpx.ConnectError):
            return network_words.explain_no_connection(error, host, proxy)
        if isinstance(error, httpx.RemoteProtocolError):
            if has_begun:
                return cut_off(host)
            # httpcore's words for a connection that ended before the first line was whole.
            return (
                network_words.connection_broken(host) if "disconnected" in str(error) else network_words.not_http(host)
            )
        return network_words.connection_broken(host)


class _Line:
    """Some connections, and how many calls are on them. Picks the way: in process, direct, or through a proxy."""

    def __init__(self, app: AsgiApp | None, verify: ssl.SSLContext | None, timeout: httpx.Timeout) -> None:
        self.calls = 0
        self._app = app
        self._verify = verify
        self._timeout = timeout.as_dict()
        self._proxies = {} if app else getproxies()
        self._ways: dict[str, httpx.AsyncBaseTransport] = {}

    def proxy_for(self, wire: WireRequest) -> str:
        """The proxy's address (with its password, when it has one), empty for none."""
        url = httpx.URL(wire.url)
        return find_proxy(url.scheme, url.host, self._proxies)

    async def send(self, wire: WireRequest, proxy: str) -> httpx.Response:
        """Send with query, body and secrets put in; the answer's body is still to be read."""
        way = self._way(wire, proxy)
        opened: list[Any] = []

        async def note(event: str, info: dict[str, Any]) -> None:
            if event == "connection.connect_tcp.complete":
                opened.append(info["return_value"])

        try:
            return await way.handle_async_request(_form(wire, {"timeout": self._timeout, "trace": note}))
        except asyncio.CancelledError:
            for stream in opened:  # httpcore leaves the socket open when it is cancelled in the TLS handshake
                await stream.aclose()
            raise

    async def aclose(self) -> None:
        """Close all ways."""
        for way in self._ways.values():
            await way.aclose()

    def _way(self, wire: WireRequest, proxy: str) -> httpx.AsyncBaseTransport:
        if proxy not in self._ways:
            self._ways[proxy] = self._open_way(wire, proxy)
        return self._ways[proxy]

    def _open_way(self, wire: WireRequest, proxy: str) -> httpx.AsyncBaseTransport:
        if self._app is not None:
            return httpx.ASGITransport(_reporting(self._app), raise_app_exceptions=False)
        if self._verify is None:
            self._verify = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=MOST_CALLS)
        try:
            via = httpx.Proxy(proxy, ssl_context=self._verify) if proxy.startswith("https:") else proxy or None
            return httpx.AsyncHTTPTransport(verify=self._verify, http2=False, limits=limits, proxy=via)
        except (ValueError, ImportError, httpx.InvalidURL):
            words = "This computer’s proxy setting is of a kind that leaddesk cannot use."
        raise network_words.proxy_failed(wire.host, words)


def _form(wire: WireRequest, extensions: dict[str, Any]) -> httpx.Request:
    """The request as it goes onto the wire. Its repr shows the query: it must not leave `_Line`."""
    headers = {**_HEADERS, "Accept": wire.accept, **wire.headers}
    headers |= {name: secret.reveal() for name, secret in wire.secret_headers.items()}
    if wire.bearer is not None:
        headers["Authorization"] = f"{wire.auth_scheme} {wire.bearer.reveal()}"
    content: bytes | None = None
    if wire.json_body is not None or wire.secret_body:
        secrets = {key: secret.reveal() for key, secret in wire.secret_body.items()}
        content = json.dumps({**(wire.json_body or {}), **secrets}, separators=(",", ":")).encode("ascii")
        headers["Content-Type"] = "application/json"
    params = {**wire.params, **{key: secret.reveal() for key, secret in wire.secret_params.items()}}
    url = httpx.URL(wire.url).copy_merge_params(params) if params else httpx.URL(wire.url)
    return httpx.Request(wire.method, url, headers=headers, content=content, extensions=extensions)


async def _read(response: httpx.Response, request: WireRequest) -> WireResponse:
    host = request.host
    if response.status_code in _REDIRECTS:
        raise network_words.redirected(host, response.headers.get("location", ""))
    if response.status_code == _PROXY_WANTS_SIGN_IN:
        raise network_words.proxy_failed(host, "The proxy of this network wants a name and a password.")
    reader = BodyReader(response.headers.get("content-encoding", ""), host)
    # The method is a generator; closing it here leaves nothing to be cleared away later, when the loop may be gone.
    pieces = cast("AsyncGenerator[bytes, None]", aiter(cast("httpx.AsyncByteStream", response.stream)))
    async with contextlib.aclosing(pieces):
        async for piece in pieces:
            reader.feed(piece)
    return WireResponse(
        status=response.status_code,
        headers={name.lower(): value for name, value in response.headers.items()},
        body=reader.finish(),
        host=host,
        answered_at=datetime.now(UTC),
    )


def _proxy_refusal(error: httpx.ProxyError, proxy: str) -> str:
    if str(error).startswith(str(_PROXY_WANTS_SIGN_IN)):
        return f"The proxy {proxy} of this network wants a name and a password."
    return f"The proxy {proxy} of this network refused to connect."


def _reporting(app: AsgiApp) -> AsgiApp:
    """The transport turns an error of the app into a 500; it is a bug of ours all the same."""

    async def reporting(scope: Any, receive: Any, send: Any) -> None:
        try:
            await app(scope, receive, send)
        except Exception:
            _logger.exception("The built-in stand-in failed")
            raise

    return reporting
