"""A raw TCP server that answers as badly as asked, and certificates good and bad."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import gzip
import ipaddress
import socket
import ssl
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from leaddesk.transport.http import HttpTransport


@dataclass
class Received:
    """One request as it came off the wire."""

    target: str
    method: str
    headers: dict[str, str]
    body: bytes


class Wire:
    """The server's end of one connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def receive(self) -> Received | None:
        try:
            head = await self._reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        body = await self._reader.readexactly(int(headers.get("content-length", 0)))
        return Received(target, method, headers, body)

    async def write(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def answer(self, body: bytes = b"{}", *headers: str, status: str = "200 OK") -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
        await self.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)

    async def drip(self, data: bytes, pause_seconds: float = 0.05) -> None:
        for number in data:
            await self.write(bytes([number]))
            await asyncio.sleep(pause_seconds)

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        raw: socket.socket = self._writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


Script = Callable[[Wire, Received], Awaitable[None]]


@dataclass
class FaultServer:
    """A listening server: every request of a connection is given to the script, until the script closes it."""

    scheme: str
    port: int
    received: list[Received] = field(default_factory=list[Received])
    connections: int = 0

    @property
    def url(self) -> str:
        name = "localhost" if self.scheme == "https" else "127.0.0.1"
        return f"{self.scheme}://{name}:{self.port}"


Serve = Callable[..., Awaitable[FaultServer]]


@pytest.fixture
async def serve(anyio_backend: str) -> AsyncIterator[Serve]:
    """Starts fault servers: `await serve(script, tls=None, greeting=b"")`; all are stopped at the end."""
    tasks: set[asyncio.Task[None]] = set()
    servers: list[asyncio.Server] = []

    async def start(script: Script, tls: ssl.SSLContext | None = None, greeting: bytes = b"") -> FaultServer:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            server.connections += 1
            wire = Wire(reader, writer)
            try:
                writer.write(greeting)
                while (request := await wire.receive()) is not None:
                    server.received.append(request)
                    await script(wire, request)
                    if writer.is_closing():
                        break
            except (ConnectionError, EndOfScript):
                pass
            except asyncio.CancelledError:
                writer.transport.abort()
            finally:
                writer.close()
                with contextlib.suppress(ConnectionError, ssl.SSLError, TimeoutError):
                    await writer.wait_closed()
                tasks.discard(task)

        listening = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
        servers.append(listening)
        server = FaultServer("https" if tls else "http", listening.sockets[0].getsockname()[1])
        return server

    yield start
    for listening in servers:
        listening.close()
    for task in list(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class EndOfScript(Exception):
    """The script wants the connection closed."""


def _pack_zeros(megabytes: int) -> bytes:
    """So many megabytes of zeros as one gzip stream of as many kilobytes: blocks after a full flush may be repeated."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    return gzip.compress(b"")[:10] + block * megabytes


BOMB = _pack_zeros(400)


async def _silence(wire: Wire, request: Received) -> None:
    await asyncio.sleep(3600)


async def _header_drip(wire: Wire, request: Received) -> None:
    await wire.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Filler: 0123456789\r\n" * 1000)


async def _body_drip(wire: Wire, request: Received) -> None:
    await wire.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    await wire.drip(b"0" * 100_000)


async def _short_length(wire: Wire, request: Received) -> None:
    await wire.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"Leads": [')
    raise EndOfScript


async def _cut_chunk(wire: Wire, request: Received) -> None:
    await wire.write(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"Le\r\n40\r\nads')
    raise EndOfScript


async def _cut_gzip(wire: Wire, request: Received) -> None:
    packed = gzip.compress(b'{"Leads": []}' * 100)
    await wire.answer(packed[:-12], "Content-Encoding: gzip")


async def _reset_before(wire: Wire, request: Received) -> None:
    wire.reset()


async def _reset_in_body(wire: Wire, request: Received) -> None:
    await wire.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")
    await asyncio.sleep(0.02)
    wire.reset()


async def _closed_before(wire: Wire, request: Received) -> None:
    raise EndOfScript


async def _closed_in_head(wire: Wire, request: Received) -> None:
    await wire.write(b"HTTP/1.1 200 OK\r\nContent-Le")
    raise EndOfScript


async def _garbage(wire: Wire, request: Received) -> None:
    await wire.write(b"SSH-2.0-OpenSSH_9.2p1\r\n\r\n")
    raise EndOfScript


async def _two_lengths(wire: Wire, request: Received) -> None:
    await wire.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}")
    raise EndOfScript


async def _huge_header(wire: Wire, request: Received) -> None:
    await wire.write(b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * 2_000_000 + b"\r\n\r\n{}")
    raise EndOfScript


async def _gzip_bomb(wire: Wire, request: Received) -> None:
    await wire.answer(BOMB, "Content-Encoding: gzip")


async def _nested_gzip(wire: Wire, request: Received) -> None:
    await wire.answer(gzip.compress(BOMB), "Content-Encoding: gzip, gzip")


async def _brotli(wire: Wire, request: Received) -> None:
    await wire.answer(b"\x8b\x00\x80{}\x03", "Content-Encoding: br")


async def _bad_gzip(wire: Wire, request: Received) -> None:
    await wire.answer(b'{"this is": "not gzip"}', "Content-Encoding: gzip")


async def _endless(wire: Wire, request: Received) -> None:
    await wire.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while True:
        await wire.write(b" " * 65536)


SCRIPTS: dict[str, Script] = {
    name.removeprefix("_"): script for name, script in list(globals().items()) if asyncio.iscoroutinefunction(script)
}


@pytest.fixture
async def serve_fault(serve: Serve) -> Callable[[str], Awaitable[FaultServer]]:
    """Starts a server with one of the scripts above, by name."""
    return lambda name: serve(SCRIPTS[name])


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own proxy settings are no part of a test."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@dataclass(frozen=True)
class Authority:
    """A certificate authority of our own."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    name: x509.Name

    @property
    def file(self) -> Path:
        return self.folder / "authority.pem"

    def trusting_client(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.file)

    def server(self, host: str = "localhost", *, from_day: int = -1, to_day: int = 30, by_itself: bool = False):
        """A server's TLS context; days are counted from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        signer = (name, key) if by_itself else (self.name, self.key)
        cert = _certificate(name, key, *signer, from_day, to_day, host)
        path = self.folder / f"{host}{from_day}{to_day}{by_itself}.pem"
        path.write_bytes(cert.public_bytes(serialization.Encoding.PEM) + _key_bytes(key))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def _certificate(
    name: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    from_day: int,
    to_day: int,
    host: str = "",
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=from_day))
        .not_valid_after(now + datetime.timedelta(days=to_day))
        .add_extension(x509.BasicConstraints(ca=not host, path_length=None), critical=True)
    )
    if host:
        names = [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("127.0.0.2"))]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _key_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("certificates")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example Company Authority")])
    made = Authority(folder, key, name)
    certificate = _certificate(name, key, name, key, -1, 30)
    made.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return made


@pytest.fixture
def unused_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


CANARY = "K3y/ab+cd=ef?gh&ij%kl~Zz09"
"""A secret that looks different in every encoding."""


@pytest.fixture
def canary() -> SimpleNamespace:
    """The secret, and every form in which it must never show."""
    import base64
    import json
    from urllib.parse import quote, quote_plus

    encoded = base64.b64encode(CANARY.encode()).decode()
    forms = {CANARY, quote(CANARY), quote(CANARY, safe=""), quote_plus(CANARY), json.dumps(CANARY)[1:-1], encoded}
    return SimpleNamespace(text=CANARY, forms=forms | {CANARY[:12]})


@pytest.fixture
async def transport(anyio_backend: str) -> AsyncIterator[HttpTransport]:
    opened = HttpTransport(connect_seconds=2, read_seconds=0.3)
    yield opened
    await opened.aclose()
