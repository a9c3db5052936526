"""Certificates and proxies: whom to trust, and which way to go."""

from __future__ import annotations

import gc
import logging
import ssl
import traceback
from typing import Any

import pytest

from leaddesk.domain.errors import NetworkCause, NotReachable
from leaddesk.transport.http import HttpTransport
from tests.transport.calling import a_request, the_error

pytestmark = pytest.mark.anyio


# --- certificates


async def call_over_tls(server: Any, verify: ssl.SSLContext | None) -> NotReachable | None:
    transport = HttpTransport(verify=verify)
    try:
        await transport.send(a_request(server.url))
    except NotReachable as error:
        return error
    finally:
        await transport.aclose()
    return None


@pytest.mark.parametrize(
    ("flaw", "cause", "word"),
    [
        ({"by_itself": True}, NetworkCause.CERTIFICATE, "vouches"),
        ({"from_day": -9, "to_day": -2}, NetworkCause.CERTIFICATE, "expired"),
        ({"host": "other.example.com"}, NetworkCause.CERTIFICATE, "another host"),
        ({"from_day": 5}, NetworkCause.CLOCK, "clock"),
    ],
)
async def test_a_bad_certificate_is_refused_and_named(serve, authority, flaw, cause, word):
    server = await serve(lambda wire, request: wire.answer(b"{}"), authority.server(**flaw))
    error = await call_over_tls(server, authority.trusting_client())
    assert error is not None
    assert error.cause is cause
    assert word in error.what
    assert server.received == []


async def test_an_authority_that_the_system_does_not_know_is_not_trusted(serve, authority):
    server = await serve(lambda wire, request: wire.answer(b"{}"), authority.server())
    error = await call_over_tls(server, None)
    assert error is not None
    assert error.cause is NetworkCause.CERTIFICATE
    assert "company" in error.remedy


async def test_an_authority_in_the_systems_store_is_trusted(serve, authority, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    server = await serve(lambda wire, request: wire.answer(b"{}"), authority.server())
    assert await call_over_tls(server, None) is None


async def test_a_trust_file_that_is_not_there_is_named(serve, authority, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "gone.pem"))
    server = await serve(lambda wire, request: wire.answer(b"{}"), authority.server())
    error = await call_over_tls(server, None)
    assert error is not None
    assert "SSL_CERT_FILE" in error.remedy


async def test_a_server_that_speaks_no_tls_is_named(serve, transport):
    greeting = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"
    server = await serve(lambda wire, request: wire.answer(b"{}"), greeting=greeting)
    server.scheme = "https"
    error = await the_error(transport, a_request(server.url))
    assert error.cause is NetworkCause.BROKEN
    assert "secure" in error.what


@pytest.mark.filterwarnings("error::ResourceWarning")
async def test_a_call_that_ends_in_the_tls_handshake_leaves_no_socket_open(serve, transport):
    server = await serve(lambda wire, request: wire.answer(b"{}"))  # waits for a request in clear, says nothing
    server.scheme = "https"
    error = await the_error(transport, a_request(server.url, deadline_seconds=0.1))
    assert error.cause is NetworkCause.DEADLINE
    del error
    gc.collect()


# --- proxies


@pytest.mark.parametrize("setting", ["odd://proxy.example.com:1", "socks5://127.0.0.1:1", "http://[broken"])
async def test_a_proxy_setting_that_cannot_be_used_is_named(transport, monkeypatch, setting):
    monkeypatch.setenv("HTTPS_PROXY", setting)
    error = await the_error(transport, a_request("https://api.example.com/"))
    assert error.cause is NetworkCause.PROXY
    assert "proxy" in error.remedy


async def test_a_proxy_that_wants_a_password_is_named(serve, transport, monkeypatch):
    server = await serve(lambda wire, request: wire.answer(b"", status="407 Proxy Authentication Required"))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.port}")
    error = await the_error(transport, a_request("https://api.example.com/"))
    assert error.cause is NetworkCause.PROXY
    assert "password" in error.what
    assert server.received[0].method == "CONNECT"


async def test_a_proxy_that_refuses_the_host_is_named(serve, transport, monkeypatch):
    server = await serve(lambda wire, request: wire.answer(b"", status="403 Forbidden"))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.port}")
    error = await the_error(transport, a_request("https://api.example.com/"))
    assert error.cause is NetworkCause.PROXY


async def test_a_proxy_that_is_not_there_is_named_without_its_password(transport, monkeypatch, unused_port, caplog):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("HTTPS_PROXY", f"http://person:QXZ77-pass@127.0.0.1:{unused_port}")
    error = await the_error(transport, a_request("https://api.example.com/"))
    assert error.cause is NetworkCause.PROXY
    assert f"127.0.0.1:{unused_port}" in error.what
    assert "QXZ77" not in "".join(traceback.format_exception(error)) + caplog.text + error.remedy


async def test_this_machine_and_excepted_hosts_are_reached_without_the_proxy(
    serve, transport, monkeypatch, unused_port
):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port}")
    monkeypatch.setenv("NO_PROXY", "example.org, .invalid")
    server = await serve(lambda wire, request: wire.answer(b"{}"))
    assert (await transport.send(a_request(server.url))).status == 200
    error = await the_error(transport, a_request("https://no-such-host.invalid/"))
    assert error.cause is NetworkCause.HOST_UNKNOWN
