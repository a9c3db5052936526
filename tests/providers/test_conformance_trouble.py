"""Every provider where something goes wrong: one documented error, the secret in no text, and all is well afterwards."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from leaddesk.domain.account import Secret
from leaddesk.domain.errors import (
    AnswerFault,
    AnswerNotUnderstood,
    CredentialsRefused,
    LeaddeskError,
    LimitReached,
    NetworkCause,
    NotReachable,
    ProviderFailed,
)
from leaddesk.domain.page import Page, Position
from leaddesk.domain.provider import Provider
from leaddesk.transport.messages import MOST_BODY_BYTES
from tests.providers.conformance_rig import KEYS, MAIN_SEARCHES, SEARCHES, Reply, StandIn, connected, until

pytestmark = pytest.mark.anyio
Standing = Callable[..., StandIn]
every_search = pytest.mark.parametrize(("key", "search"), SEARCHES)
every_main_search = pytest.mark.parametrize(("key", "search"), MAIN_SEARCHES)
every_provider = pytest.mark.parametrize("key", KEYS)

WRONG_SECRET = "Wr0ng/key+of=n0body"
PAGE_OF_HTML = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>"
WRONG_ANSWERS = {
    "web page": (Reply(body=PAGE_OF_HTML, content_type="text/html"), {AnswerFault.WEB_PAGE}),
    "empty": (Reply(), {AnswerFault.EMPTY}),
    "blank": (Reply(body=b" \n "), {AnswerFault.EMPTY}),
    "cut off text": (Reply(body=b'{"Leads": [{"UID": 1'), {AnswerFault.CUT_OFF}),
    "cut off on the wire": (Reply(body=b'{"Leads": [', cut_by=1000), {AnswerFault.CUT_OFF}),
    "words": (Reply(body=b"try later, please", content_type="text/plain"), {AnswerFault.NOT_JSON}),
    "a number": (Reply(body=b"41"), {AnswerFault.OTHER_SHAPE}),
    "another object": (Reply(body=b'{"Items": []}'), {AnswerFault.OTHER_SHAPE}),
    "too deep": (Reply(body=b"[" * 5_000), {AnswerFault.OTHER_SHAPE, AnswerFault.CUT_OFF}),
    "too large": (Reply(body=b" " * (MOST_BODY_BYTES + 1)), {AnswerFault.TOO_LARGE}),
    "unknown packing": (Reply(body=b"{}", headers=(("content-encoding", "br"),)), {AnswerFault.ENCODING}),
    "redirect": (Reply(302, headers=(("location", "https://www.example.com/"),)), {AnswerFault.REDIRECT}),
}


async def fail_to_fetch(stand_in: StandIn, provider: Provider, search: str) -> LeaddeskError:
    """The error; anything else than an error of ours, or none, fails the test."""
    with pytest.raises(LeaddeskError) as caught:
        await provider.fetch_page(stand_in.query(search), Position())
    error = caught.value
    assert error.what.endswith(".")
    assert not error.remedy or error.remedy.endswith(".")
    assert "\n" not in f"{error.what}{error.remedy}{error.said}"
    return error


async def assert_works(stand_in: StandIn, provider: Provider, search: str) -> None:
    stand_in.heal()
    page = await provider.fetch_page(stand_in.query(search), Position())
    assert page.records


@every_search
@pytest.mark.parametrize("wrong", WRONG_ANSWERS)
async def test_an_answer_that_is_none_is_told_apart_and_mends(standing: Standing, key: str, search: str, wrong: str):
    stand_in = standing(key)
    reply, faults = WRONG_ANSWERS[wrong]
    async with connected(stand_in) as provider:
        stand_in.spoil_pages(search, always=reply)
        error = await fail_to_fetch(stand_in, provider, search)
        assert isinstance(error, AnswerNotUnderstood), (error, error.said)
        assert error.fault in faults
        assert len(stand_in.instead.asked) <= 16, "not again and again"
        await assert_works(stand_in, provider, search)


@every_search
async def test_a_failure_that_passes_is_outlasted(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        stand_in.spoil_pages(search, Reply(500, PAGE_OF_HTML, "text/html"))
        page = await provider.fetch_page(stand_in.query(search), Position())
    assert page.records
    assert stand_in.instead.asked.count(stand_in.facts.pages[search]) >= 2
    assert [(wait.host, wait.attempt) for wait in stand_in.waits] == [(stand_in.host, 2)]


@every_search
async def test_a_failure_that_stays_is_given_up(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        stand_in.spoil_pages(search, always=Reply(500, PAGE_OF_HTML, "text/html"))
        error = await fail_to_fetch(stand_in, provider, search)
        assert isinstance(error, ProviderFailed)
        assert error.status == 500
        assert stand_in.host in error.what
        assert len(stand_in.waits) >= 2
        await assert_works(stand_in, provider, search)


async def test_a_limit_is_waited_for_and_announced(standing: Standing):
    """With all providers at the same time: each waits a second."""

    async def wait_out(key: str, search: str) -> None:
        stand_in = standing(key)
        async with connected(stand_in) as provider:
            stand_in.spoil_pages(search, Reply(429, b"{}", headers=(("retry-after", "1"),)))
            began = time.monotonic()
            page = await provider.fetch_page(stand_in.query(search), Position())
            assert time.monotonic() - began >= 1.0
        assert page.records
        (wait,) = stand_in.waits
        assert (wait.host, wait.seconds, wait.attempt) == (stand_in.host, 1.0, 2)
        assert "limit" in wait.reason

    await asyncio.gather(*(wait_out(key, search) for key, search in MAIN_SEARCHES))


@every_main_search
async def test_a_limit_that_asks_for_too_long_is_told_with_its_time(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        stand_in.spoil_pages(search, always=Reply(429, b"{}", headers=(("retry-after", "3600"),)))
        error = await fail_to_fetch(stand_in, provider, search)
        assert isinstance(error, LimitReached)
        assert (error.wait_seconds, error.host) == (3600, stand_in.host)
        assert stand_in.waits == []
        await assert_works(stand_in, provider, search)


@every_main_search
@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_credential_names_the_host(standing: Standing, key: str, search: str, status: int):
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        stand_in.spoil_pages(search, always=Reply(status, b'{"message": "No."}'))
        error = await fail_to_fetch(stand_in, provider, search)
        assert isinstance(error, CredentialsRefused)
        assert error.host == stand_in.host
        assert stand_in.host in error.what
        assert error.remedy
        await assert_works(stand_in, provider, search)


@every_search
async def test_a_wrong_secret_is_refused_and_stands_in_no_text(
    standing: Standing, caplog: pytest.LogCaptureFixture, key: str, search: str
):
    caplog.set_level(logging.DEBUG)
    stand_in = standing(key)
    for place in stand_in.facts.secrets:
        secrets = {**stand_in.facts.secrets, place: Secret(WRONG_SECRET)}
        async with connected(stand_in, secrets=secrets) as provider:
            error = await fail_to_fetch(stand_in, provider, search)
            report = await provider.test_account()
            printed = repr((provider, vars(provider), error, error.what, error.remedy, error.said, report))
        assert isinstance(error, CredentialsRefused)
        assert error.host == stand_in.host
        assert not report.usable
        for text in (printed, caplog.text):
            assert WRONG_SECRET not in text
            assert not any(secret.reveal() in text for secret in stand_in.facts.secrets.values())


@every_search
async def test_the_right_secret_stands_in_no_text_either(
    standing: Standing, caplog: pytest.LogCaptureFixture, key: str, search: str
):
    caplog.set_level(logging.DEBUG)
    stand_in = standing(key)
    secrets = [secret.reveal() for secret in stand_in.facts.secrets.values()]
    async with connected(stand_in) as provider:
        page = await provider.fetch_page(stand_in.query(search), Position())
        echo = json.dumps({"message": f"Refused: {' '.join(secrets)}"}).encode()
        stand_in.spoil_pages(search, always=Reply(400, echo))
        error = await fail_to_fetch(stand_in, provider, search)
        printed = repr((provider, vars(provider), page, error.what, error.remedy, error.said, error))
    assert caplog.records
    for secret in secrets:
        assert secret not in printed
        assert secret not in caplog.text


@every_main_search
async def test_an_account_without_secrets_is_told_before_anything_is_sent(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    no_secrets = {"nothing": Secret("n0thing")}
    async with connected(stand_in, secrets=no_secrets) as provider:
        error = await fail_to_fetch(stand_in, provider, search)
        report = await provider.test_account()
    assert not report.usable
    assert type(error).__name__ in {"SecretsMissing", "CredentialsRefused"}
    assert stand_in.instead.asked == []


@pytest.fixture
def refused_url() -> str:
    """An address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def silent_url() -> Iterator[str]:
    """An address that takes calls and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@every_search
async def test_a_host_that_refuses_connections_is_named(standing: Standing, refused_url: str, key: str, search: str):
    stand_in = standing(key)
    async with connected(stand_in, url=refused_url) as provider:
        error = await fail_to_fetch(stand_in, provider, search)
    assert isinstance(error, NotReachable)
    assert error.cause is NetworkCause.REFUSED
    assert error.host in error.what
    assert error.host == refused_url.removeprefix("http://")
    assert len(stand_in.waits) >= 1, "tried once more"


@every_search
async def test_a_silent_host_is_named(standing: Standing, silent_url: str, key: str, search: str):
    stand_in = standing(key)
    async with connected(stand_in, url=silent_url, read_seconds=0.05) as provider:
        error = await fail_to_fetch(stand_in, provider, search)
    assert isinstance(error, NotReachable)
    assert error.cause is NetworkCause.SILENT
    assert error.host in error.what


@every_search
async def test_a_call_that_is_cancelled_ends_at_once_and_the_next_one_works(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    page_call = stand_in.facts.pages[search]
    async with connected(stand_in) as provider:
        stand_in.spoil_pages(search, always=Reply(is_silent=True))
        for _ in range(3):
            stand_in.instead.asked.clear()
            fetching = asyncio.ensure_future(provider.fetch_page(stand_in.query(search), Position()))
            await until(lambda: page_call in stand_in.instead.asked)
            began = time.monotonic()
            fetching.cancel()
            with pytest.raises(asyncio.CancelledError):
                await fetching
            assert time.monotonic() - began < 0.5
        await assert_works(stand_in, provider, search)


@every_main_search
async def test_pages_asked_for_at_the_same_time_all_come(standing: Standing, key: str, search: str):
    stand_in = standing(key)
    query = stand_in.query(search, 20)
    async with connected(stand_in) as provider:
        pages: list[Page] = await asyncio.gather(*(provider.fetch_page(query, Position(20 * n)) for n in range(6)))
        one_by_one = [await provider.fetch_page(query, Position(20 * n)) for n in range(6)]
    assert [page.start for page in pages] == [Position(20 * n) for n in range(6)]
    for page, same in zip(pages, one_by_one, strict=True):
        assert [record.id for record in page.records] == [record.id for record in same.records]


@every_provider
async def test_closing_twice_is_closing_once(standing: Standing, key: str):
    stand_in = standing(key)
    provider = stand_in.connect()
    await provider.fetch_page(stand_in.query(stand_in.facts.main_search), Position())
    await provider.aclose()
    await provider.aclose()
