"""One try over real sockets, against a server that misbehaves."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import socket
import traceback
import tracemalloc
import zlib
from gzip import compress
from typing import Any
from urllib.parse import parse_qs

import pytest

from leaddesk.domain.account import Secret
from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood, CredentialsRefused, NetworkCause, NotReachable
from leaddesk.transport.body import BodyReader
from leaddesk.transport.http import HttpTransport
from leaddesk.transport.messages import MOST_BODY_BYTES
from tests.transport.calling import a_request, the_error

pytestmark = pytest.mark.anyio


async def test_a_request_goes_out_as_asked_with_its_secrets_in_their_places(serve, transport, canary):
    server = await serve(lambda wire, request: wire.answer(b'{"a": 1}', "Content-Type: application/json"))
    request = a_request(
        f"{server.url}/v1/leads/query/7",
        params={"page": "a b&c"},
        json_body={"Take": 1, "Query": {"City": "Zürich"}},
        bearer=Secret(canary.text),
        secret_params={"accessKey": Secret(canary.text)},
        secret_body={"client_secret": Secret(canary.text)},
    )
    response = await transport.send(request)
    (received,) = server.received
    assert (response.status, response.body) == (200, b'{"a": 1}')
    assert response.headers["content-type"] == "application/json"
    assert response.answered_at.tzinfo is not None
    path, _, query = received.target.partition("?")
    assert path == "/v1/leads/query/7"
    assert parse_qs(query) == {"page": ["a b&c"], "accessKey": [canary.text]}
    assert json.loads(received.body) == {"Take": 1, "Query": {"City": "Zürich"}, "client_secret": canary.text}
    assert received.headers["authorization"] == f"Bearer {canary.text}"
    assert received.headers["accept-encoding"] == "gzip, deflate"
    assert received.headers["content-type"] == "application/json"
    assert received.headers["user-agent"].startswith("leaddesk/")


async def test_a_call_without_a_body_sends_none(serve, transport):
    server = await serve(lambda wire, request: wire.answer(b"[]"))
    await transport.send(a_request(server.url, method="GET"))
    assert server.received[0].body == b""
    assert "content-type" not in server.received[0].headers


@pytest.mark.parametrize("status", ["204 No Content", "400 Bad Request", "401 Unauthorized", "429 Slow", "503 Busy"])
async def test_every_status_but_a_redirect_is_an_answer(serve, transport, status):
    server = await serve(lambda wire, request: wire.answer(b"" if status[0] == "2" else b"no", status=status))
    assert (await transport.send(a_request(server.url))).status == int(status[:3])


async def test_connections_are_kept_and_cookies_are_not(serve, transport):
    server = await serve(lambda wire, request: wire.answer(b"{}", "Set-Cookie: session=1; Path=/"))
    for _ in range(3):
        await transport.send(a_request(server.url))
    assert server.connections == 1
    assert all("cookie" not in request.headers for request in server.received)


async def test_a_connection_that_the_server_closed_meanwhile_is_not_an_error(serve, transport):
    async def answer_and_close(wire, request):
        await wire.answer(b"{}")
        raise ConnectionError

    server = await serve(answer_and_close)
    for _ in range(3):
        await transport.send(a_request(server.url))
        for _ in range(20):  # let the end of the connection arrive
            await asyncio.sleep(0.001)
    assert server.connections == 3


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        ("silence", NetworkCause.SILENT),
        ("header_drip", NetworkCause.DEADLINE),
        ("body_drip", NetworkCause.DEADLINE),
        ("reset_before", NetworkCause.BROKEN),
        ("reset_in_body", NetworkCause.BROKEN),
        ("closed_before", NetworkCause.BROKEN),
        ("closed_in_head", NetworkCause.BROKEN),
    ],
)
async def test_a_bad_connection_ends_in_time_with_its_cause(serve_fault, transport, fault, cause):
    server = await serve_fault(fault)
    async with asyncio.timeout(2):
        error = await the_error(transport, a_request(server.url, deadline_seconds=0.5))
    assert error.cause is cause
    assert error.host == f"127.0.0.1:{server.port}"
    assert error.host in error.what
    assert error.remedy


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("short_length", AnswerFault.CUT_OFF),
        ("cut_chunk", AnswerFault.CUT_OFF),
        ("cut_gzip", AnswerFault.CUT_OFF),
        ("garbage", AnswerFault.OTHER_SHAPE),
        ("two_lengths", AnswerFault.OTHER_SHAPE),
        ("huge_header", AnswerFault.OTHER_SHAPE),
        ("gzip_bomb", AnswerFault.TOO_LARGE),
        ("endless", AnswerFault.TOO_LARGE),
        ("nested_gzip", AnswerFault.ENCODING),
        ("brotli", AnswerFault.ENCODING),
        ("bad_gzip", AnswerFault.ENCODING),
    ],
)
async def test_a_bad_answer_is_named(serve_fault, transport, fault, expected):
    server = await serve_fault(fault)
    async with asyncio.timeout(4):
        error = await the_error(transport, a_request(server.url, deadline_seconds=3))
    assert error.fault is expected
    assert error.what
    assert error.remedy


async def test_a_bomb_does_not_fill_the_memory(serve_fault, transport):
    server = await serve_fault("gzip_bomb")
    tracemalloc.start()
    try:
        await the_error(transport, a_request(server.url))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * MOST_BODY_BYTES


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "bare deflate", "two gzip members", "identity", ""])
async def test_packed_answers_are_unpacked(serve, transport, coding):
    text = b'{"Leads": []}' * 1000
    bare = zlib.compressobj(wbits=-15)
    body, name = {
        "gzip": (compress(text), "gzip"),
        "x-gzip": (compress(text), "X-GZIP"),
        "deflate": (zlib.compress(text), "deflate"),
        "bare deflate": (bare.compress(text) + bare.flush(), "deflate"),
        "two gzip members": (compress(text[:100]) + compress(text[100:]) + b"\0" * 512, "gzip"),
        "identity": (text, "identity"),
        "": (text, ""),
    }[coding]

    async def answer_in_pieces(wire, request):
        await wire.write(f"HTTP/1.1 200 OK\r\nContent-Encoding: {name}\r\nContent-Length: {len(body)}\r\n\r\n".encode())
        for start in range(0, len(body), 1000):
            await wire.drip(body[start : start + 1], 0.001)
            await wire.write(body[start + 1 : start + 1000])

    server = await serve(answer_in_pieces)
    assert (await transport.send(a_request(server.url))).body == text


async def test_the_largest_allowed_answer_comes_through_whole(serve, transport):
    server = await serve(lambda wire, request: wire.answer(compress(b"7" * MOST_BODY_BYTES), "Content-Encoding: gzip"))
    assert len((await transport.send(a_request(server.url))).body) == MOST_BODY_BYTES


async def test_a_large_answer_is_taken_in_in_large_pieces(serve, transport, monkeypatch):
    pieces: list[int] = []
    feed = BodyReader.feed
    monkeypatch.setattr(BodyReader, "feed", lambda self, piece: (pieces.append(len(piece)), feed(self, piece))[1])
    server = await serve(lambda wire, request: wire.answer(b"7" * 6_000_000))
    assert len((await transport.send(a_request(server.url))).body) == 6_000_000
    assert max(pieces) > 64 * 1024


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("where", ["another host", "another port", "nowhere"])
async def test_a_redirect_is_never_followed(serve, transport, canary, status, where):
    other = await serve(lambda wire, request: wire.answer(b"{}"))
    target = {
        "another host": f"http://localhost:{other.port}/?key={canary.text}",
        "another port": f"{other.url}/?key={canary.text}",
        "nowhere": "http://[broken",
    }[where]
    server = await serve(lambda wire, request: wire.answer(b"", f"Location: {target}", status=f"{status} Moved"))
    error = await the_error(transport, a_request(server.url, bearer=Secret(canary.text)))
    assert error.fault is AnswerFault.REDIRECT
    assert ("to localhost" in error.what) == (where == "another host")
    assert not any(form in str(error) + error.remedy for form in canary.forms)
    assert other.received == []


async def test_a_refused_connection_is_named(transport, unused_port):
    error = await the_error(transport, a_request(f"http://127.0.0.1:{unused_port}"))
    assert error.cause is NetworkCause.REFUSED
    assert "refused" in error.what


@pytest.mark.parametrize("host", ["no-such-host.invalid", f"{'a' * 64}.example.com", "a..b.example.com"])
async def test_an_unknown_host_is_named(transport, host):
    error = await the_error(transport, a_request(f"https://{host}/path?query=1"))
    assert error.cause is NetworkCause.HOST_UNKNOWN
    assert host in error.what
    assert "path" not in error.what
    assert "query" not in error.what


async def test_a_connection_that_is_never_taken_up_ends_in_time(anyio_backend):
    with socket.socket() as full:  # a full queue of connections: the system drops what comes after
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        callers = [socket.socket() for _ in range(3)]
        for caller in callers:
            caller.setblocking(False)
            caller.connect_ex(("127.0.0.1", port))
        transport = HttpTransport(connect_seconds=0.2)
        error = await the_error(transport, a_request(f"http://127.0.0.1:{port}"))
        await transport.aclose()
        for caller in callers:
            caller.close()
    assert error.cause is NetworkCause.SILENT
    assert "0.2 seconds" in error.what


async def test_nothing_is_sent_in_clear_over_a_network(transport, canary):
    error = await the_error(transport, a_request("http://api.example.com/", bearer=Secret(canary.text)))
    assert error.cause is NetworkCause.CERTIFICATE
    assert "https://" in error.remedy


@pytest.mark.parametrize("place", ["bearer", "secret_params", "secret_body"])
@pytest.mark.parametrize("bad", ["line\nbreak", " blank", "quote”d", "nul\0", "\ud800", ""])
async def test_a_key_that_no_request_can_carry_is_refused_without_a_word_of_it(serve, transport, caplog, place, bad):
    caplog.set_level(logging.DEBUG)
    server = await serve(lambda wire, request: wire.answer(b"{}"))
    secret = Secret(f"QXZ77{bad}QXZ77" if bad else "")
    error = await the_error(transport, a_request(server.url, **{place: secret if place == "bearer" else {"k": secret}}))
    assert isinstance(error, CredentialsRefused)
    assert server.connections == 0
    assert "QXZ77" not in "".join(traceback.format_exception(error)) + caplog.text


# --- many calls, cancelled calls


async def test_cancelled_calls_leave_the_next_one_its_place(serve):
    async def answer_or_not(wire, request):
        if request.target == "/slow":
            await asyncio.sleep(3600)
        await wire.answer(b"{}")

    server = await serve(answer_or_not)
    transport = HttpTransport(most_calls=2)
    for turn in range(25):
        tasks = [asyncio.create_task(transport.send(a_request(f"{server.url}/slow"))) for _ in range(8)]
        for _ in range(turn % 6):
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in results)
    async with asyncio.timeout(1):
        assert (await transport.send(a_request(server.url))).status == 200
    assert not transport._retired
    await transport.aclose()


@pytest.mark.parametrize("gap", range(6))
async def test_a_call_that_is_cancelled_twice_leaves_no_connection_open(serve, gap: int):
    """What is left open warns when it is cleared away, and a warning fails the test."""
    begun = asyncio.Event()

    async def answer_or_not(wire, request):
        if request.target == "/slow":
            begun.set()
            await asyncio.sleep(3600)
        await asyncio.sleep(0.01)  # so that the calls are on the wire at once
        await wire.answer(b"{}")

    server = await serve(answer_or_not)
    transport = HttpTransport()
    await asyncio.gather(*(transport.send(a_request(server.url)) for _ in range(3)))
    assert server.connections == 3
    task = asyncio.create_task(transport.send(a_request(f"{server.url}/slow")))
    await begun.wait()
    task.cancel()
    for _ in range(gap):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    await transport.aclose()
    for _ in range(3):
        await asyncio.sleep(0)
    del transport
    gc.collect()


async def test_a_cancelled_call_does_not_disturb_its_neighbour(serve):
    go = asyncio.Event()

    async def answer_when_told(wire, request):
        await go.wait()
        await wire.answer(b"{}")

    server = await serve(answer_when_told)
    transport = HttpTransport()
    cancelled, kept = (asyncio.create_task(transport.send(a_request(server.url))) for _ in range(2))
    while len(server.received) < 2:  # noqa: ASYNC110 - a condition outside of this loop
        await asyncio.sleep(0.001)
    cancelled.cancel()
    await asyncio.gather(cancelled, return_exceptions=True)
    assert transport._line is None, "the client of a cancelled call takes no new ones"
    go.set()
    assert (await kept).status == 200
    assert not transport._retired
    await transport.aclose()


async def test_a_hundred_calls_at_once_are_all_answered(serve):
    server = await serve(lambda wire, request: wire.answer(b"{}"))
    transport = HttpTransport(most_calls=4)
    answers = await asyncio.gather(*(transport.send(a_request(server.url)) for _ in range(100)))
    assert [answer.status for answer in answers] == [200] * 100
    assert server.connections <= 4
    await transport.aclose()


async def test_closing_twice_is_fine_and_leaves_nothing_open(serve):
    server = await serve(lambda wire, request: wire.answer(b"{}"))
    transport = HttpTransport()
    await transport.aclose()
    await transport.send(a_request(server.url))
    await transport.aclose()
    await transport.aclose()
    gc.collect()  # an open socket would warn here, and warnings fail


# --- in process


async def test_an_app_in_process_answers_and_its_deadline_holds(caplog):
    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] == "/slow":
            await asyncio.sleep(3600)
        if scope["path"] == "/broken":
            raise ZeroDivisionError
        body = json.dumps({"path": scope["path"], "query": scope["query_string"].decode()}).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    transport = HttpTransport(app=app)
    response = await transport.send(
        a_request("https://api.example.com/v1/x", params={"a": "1"}, secret_params={"k": Secret("sesame-12")})
    )
    assert json.loads(response.body) == {"path": "/v1/x", "query": "a=1&k=sesame-12"}
    error = await the_error(transport, a_request("https://api.example.com/slow", deadline_seconds=0.1))
    assert error.cause is NetworkCause.DEADLINE
    assert (await transport.send(a_request("https://api.example.com/broken"))).status == 500
    assert "stand-in failed" in caplog.text
    await transport.aclose()


# --- nothing leaks

FAULTS = [
    "silence", "header_drip", "body_drip", "short_length", "cut_chunk", "cut_gzip", "reset_before", "reset_in_body",
    "closed_before", "closed_in_head", "garbage", "two_lengths", "huge_header", "gzip_bomb", "nested_gzip", "brotli",
    "bad_gzip", "endless",
]  # fmt: skip


@pytest.mark.parametrize("fault", [*FAULTS, "success", "refused", "tls", "proxy", "cancel"])
async def test_no_secret_and_no_lead_data_show_whatever_happens(
    serve, serve_fault, transport, unused_port, monkeypatch, caplog, canary, fault
):
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "asyncio", "leaddesk"):
        caplog.set_level(logging.DEBUG, logger=name)
    if fault in FAULTS:
        url = (await serve_fault(fault)).url
    elif fault == "success":
        url = (await serve(lambda wire, request: wire.answer(b"{}"))).url
    elif fault == "cancel":
        url = (await serve_fault("silence")).url
    elif fault == "proxy":
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{unused_port}")
        url = "https://api.example.com"
    else:
        url = f"{'https' if fault == 'tls' else 'http'}://127.0.0.1:{unused_port}"
    secret = Secret(canary.text)
    request = a_request(
        f"{url}/v1/leads",
        params={"phone": "2125550177"},
        json_body={"Query": {"Email": "ada@example.net"}},
        bearer=secret,
        secret_params={"accessKey": secret},
        secret_body={"client_secret": secret},
        deadline_seconds=0.4,
    )
    shown = [repr(secret)]
    try:
        async with asyncio.timeout(0.1 if fault == "cancel" else 9):
            shown.append(repr(await transport.send(request)))
    except (NotReachable, AnswerNotUnderstood, TimeoutError) as error:
        shown += [repr(error), *traceback.format_exception(error), getattr(error, "remedy", "")]
        shown += [repr(error.__context__), repr(error.__cause__), repr(getattr(error.__context__, "__context__", ""))]
    shown += [record.getMessage() + (record.exc_text or "") + repr(record.args) for record in caplog.records]
    text = "\n".join(shown)
    assert [form for form in canary.forms if form in text] == []
    assert "2125550177" not in text
    assert "ada@example.net" not in text
    assert (fault == "success") == ("lead query: POST" in text)
