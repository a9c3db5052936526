"""The test of an account, the account's own lists, and all that is ever sent, with every provider."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from leaddesk.demo.person import Person
from leaddesk.domain.account import Secret
from leaddesk.domain.errors import CredentialsRefused, LeaddeskError
from leaddesk.domain.provider import AccountReport
from leaddesk.domain.search import Completion
from leaddesk.services.look_up_text import build_asked
from tests.providers.conformance_rig import FAILURE, KEYS, Reply, StandIn, connected, walk

pytestmark = pytest.mark.anyio
Standing = Callable[..., StandIn]
every_provider = pytest.mark.parametrize("key", KEYS)


def check_report(report: AccountReport) -> None:
    assert report.steps
    for step in report.steps:
        assert step.title
        assert step.host
        assert step.words
        assert step.error is None or isinstance(step.error, LeaddeskError)


@every_provider
async def test_a_good_account_passes_its_test(standing: Standing, key: str):
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        report = await provider.test_account()
    check_report(report)
    assert report.usable
    assert report.first_error is None
    assert report.mending is None
    assert {step.host for step in report.steps} == {stand_in.host}
    assert len({step.title for step in report.steps}) == len(report.steps) >= 2


TROUBLES = {
    "failing": FAILURE,
    "a web page": Reply(200, b"<html><title>Sign in</title></html>", "text/html"),
    "empty": Reply(),
    "cut off": Reply(200, b'{"a"', cut_by=10),
    "not JSON": Reply(200, b"hello"),
    "another shape": Reply(200, b'{"Items": 7}'),
    "a text": Reply(200, b'"hello"'),
    "refused": Reply(401, b"{}"),
    "forbidden": Reply(403, b"{}"),
    "not found": Reply(404, b"Not Found", "text/plain"),
    "elsewhere": Reply(302, headers=(("location", "https://www.example.com"),)),
    "silent": Reply(is_silent=True),
}


@every_provider
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_an_account_test_never_raises_and_calls_no_broken_account_usable(
    standing: Standing, key: str, trouble: str
):
    stand_in = standing(key)
    async with connected(stand_in, read_seconds=0.05 if trouble == "silent" else 30.0) as provider:
        stand_in.spoil(always=TROUBLES[trouble])
        report = await provider.test_account()
        check_report(report)
        assert not report.usable
        assert report.first_error is not None
        stand_in.heal()
        assert (await provider.test_account()).usable, "mended, it works again"


@every_provider
async def test_an_account_test_without_a_connection_says_so(standing: Standing, key: str):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    async with connected(standing(key), url=url) as provider:
        report = await provider.test_account()
    check_report(report)
    assert not report.usable
    assert url.removeprefix("http://") in str(report.first_error)


@every_provider
async def test_an_account_without_one_right_is_usable_and_the_right_is_named(standing: Standing, key: str):
    stand_in = standing(key)
    async with connected(stand_in) as provider:
        stand_in.spoil(stand_in.facts.spare, always=Reply(500, b"<html></html>", "text/html"))
        report = await provider.test_account()
    check_report(report)
    assert report.usable
    assert report.first_error is not None


@every_provider
async def test_wrong_secrets_fail_the_account_test(standing: Standing, key: str):
    stand_in = standing(key)
    for place in stand_in.facts.secrets:
        secrets = {**stand_in.facts.secrets, place: Secret("Wr0ng-key-of-n0body")}
        async with connected(stand_in, secrets=secrets) as provider:
            report = await provider.test_account()
        check_report(report)
        assert not report.usable
        assert isinstance(report.first_error, CredentialsRefused)
        assert report.first_error.host == stand_in.host


@every_provider
async def test_every_list_that_a_field_names_can_be_fetched(standing: Standing, key: str):
    stand_in = standing(key)
    named = {item.choices_from for spec in stand_in.info.searches for item in spec.fields}
    named |= {item.row.values_from for spec in stand_in.info.searches for item in spec.fields if item.row is not None}
    async with connected(stand_in) as provider:
        for source in named - {""}:
            choices = await provider.fetch_choices(source)
            assert choices, source
            values = [choice.value for choice in choices]
            assert len(set(values)) == len(values)
            assert all(choice.value and choice.label for choice in choices)
    stand_in.spoil(always=Reply(403, b"{}"))
    async with connected(stand_in) as provider:
        for source in named - {""}:
            with pytest.raises(CredentialsRefused):
                await provider.fetch_choices(source)


@every_provider
async def test_everything_a_provider_can_do_sends_only_calls_that_read(standing: Standing, person: Person, key: str):
    """All of it once over: every call is on the list of reading ones, and nearly every one of the list is sent."""
    stand_in = standing(key)
    sent: set[str] = set()
    async with connected(stand_in) as provider:
        await provider.test_account()
        for text in (person.contact.phone, person.contact.email, person.full_name):
            await provider.look_up(build_asked(text))
        for search in stand_in.facts.ask:
            page = (await walk(provider, stand_in.query(search, stand_in.spec(search).page_sizes[1])))[0]
            if stand_in.spec(search).completion is not Completion.NONE:
                await provider.complete(page.records[0], page.columns)
            for item in stand_in.spec(search).fields:
                if item.choices_from:
                    await provider.fetch_choices(item.choices_from)
        sent |= set(stand_in.instead.asked)
    assert sent <= stand_in.facts.reads
    assert len(sent) >= len(stand_in.facts.reads) - 2, stand_in.facts.reads - sent
    if stand_in.facts.method_in_body:
        assert set(stand_in.app.state.methods_asked) >= sent
        assert not stand_in.app.state.writes_asked
