"""The LeadSquared dossier, sections 1 to 3 (hosts, keys, paths): each point with its test."""

from __future__ import annotations

import pytest

from leaddesk.domain.account import AccountFieldKind, Secret, check_account_input
from leaddesk.domain.errors import (
    CredentialsRefused,
    InvalidInput,
    LimitReached,
    QueryRefused,
    SecretsMissing,
)
from leaddesk.domain.page import Position
from leaddesk.providers.leadsquared.account_test import normalise_host
from leaddesk.providers.leadsquared.endpoints import (
    KEY_HOLDER,
    LEAD_BY_ID,
    LEAD_FIELDS,
    NOT_CONTACTED,
    QUICK_SEARCH,
    USERS,
    Carrier,
)
from leaddesk.providers.leadsquared.provider import LeadSquaredProvider
from leaddesk.providers.leadsquared.spec import LEADSQUARED
from tests.providers.leadsquared.scripted import (
    ACCESS_KEY,
    HOST,
    LIMIT_TEXT,
    SECRET_KEY,
    ScriptedTransport,
    answer,
    ask,
    connect,
    refusal,
)

pytestmark = pytest.mark.anyio

_SERVER_FIELD = next(item for item in LEADSQUARED.account_fields if item.key == "server")


def check_server_input(text: str) -> str:
    raw = {"server": text, "access_key": "k", "secret_key": "s"}
    return check_account_input(LEADSQUARED.account_fields, LEADSQUARED.sign_ins, raw).settings["server"]


# Section 1, hosts


def test_the_known_regions_are_offered_and_singapore_is_the_default():
    assert _SERVER_FIELD.kind is AccountFieldKind.SERVER
    assert check_server_input("") == "https://api.leadsquared.com"
    assert {choice.value.removeprefix("https://").split(".")[0] for choice in _SERVER_FIELD.choices} == {
        "api", "api-us11", "api-in21", "api-in22", "api-ir31", "api-ca12", "api-me61",
    }  # fmt: skip
    assert all(choice.label and check_server_input(choice.value) == choice.value for choice in _SERVER_FIELD.choices)


@pytest.mark.parametrize("host", ["api-id51.leadsquared.com", "https://api-in23.leadsquared.com", "lsq.example.com"])
def test_any_other_host_may_be_typed(host: str):
    assert check_server_input(host) == f"https://{host.removeprefix('https://')}"


@pytest.mark.parametrize(
    "text",
    [
        "http://api.leadsquared.com",
        "https://api.leadsquared.com/v2",
        "api .leadsquared.com",
        "https://u@lsq.example.com",
    ],
)
def test_plain_http_a_path_or_blanks_are_refused(text: str):
    with pytest.raises(InvalidInput):
        check_server_input(text)


async def test_a_wrong_region_offers_the_host_that_the_refusal_names(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    words = "Invalid host. Please use API-IN21.leadsquared.com instead of api.leadsquared.com."
    transport.script(NOT_CONTACTED, refusal(words, kind="MXInvalidAccessDetailsException", status=401))
    with pytest.raises(CredentialsRefused) as caught:
        await provider.fetch_page(ask(), Position())
    assert caught.value.said == words
    assert caught.value.mending is not None
    assert caught.value.mending.settings == (("server", "https://api-in21.leadsquared.com"),)
    assert "api-in21.leadsquared.com" in caught.value.mending.words


@pytest.mark.parametrize("words", ["no", f"Use {HOST}", "see https://evil.example.com", "leadsquared.com.example.net"])
async def test_a_refusal_that_names_no_other_host_offers_none(
    transport: ScriptedTransport, provider: LeadSquaredProvider, words: str
):
    transport.script(NOT_CONTACTED, refusal(words, status=401))
    with pytest.raises(CredentialsRefused) as caught:
        await provider.fetch_page(ask(), Position())
    assert caught.value.mending is None


# Section 2, authentication


async def test_service_calls_carry_the_keys_in_headers_and_the_report_in_its_query(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    assert NOT_CONTACTED.carrier is Carrier.QUERY
    await provider.fetch_page(ask(), Position())
    (sent,) = transport.calls(NOT_CONTACTED)
    assert {name: secret.reveal() for name, secret in sent.secret_params.items()} == {
        "accessKey": ACCESS_KEY, "secretKey": SECRET_KEY,
    }  # fmt: skip
    assert not sent.secret_headers
    (sent,) = transport.calls(USERS)
    assert {name: secret.reveal() for name, secret in sent.secret_headers.items()} == {
        "x-LSQ-AccessKey": ACCESS_KEY, "x-LSQ-SecretKey": SECRET_KEY,
    }  # fmt: skip
    assert not sent.secret_params


async def test_no_request_or_error_shows_a_key(transport: ScriptedTransport, provider: LeadSquaredProvider):
    transport.script(NOT_CONTACTED, refusal(f"bad keys accessKey={ACCESS_KEY}&secretKey={SECRET_KEY}", status=401))
    with pytest.raises(CredentialsRefused) as caught:
        await provider.fetch_page(ask(), Position())
    shown = f"{caught.value!r} {caught.value.said} {caught.value.remedy} {transport.sent!r} {provider!r}"
    assert ACCESS_KEY not in shown
    assert SECRET_KEY not in shown


async def test_an_account_without_keys_sends_nothing(transport: ScriptedTransport, provider: LeadSquaredProvider):
    provider = LeadSquaredProvider(provider._account, {"access_key": Secret(ACCESS_KEY)}, transport)
    with pytest.raises(SecretsMissing):
        await provider.fetch_page(ask(), Position())
    assert transport.sent == []


def test_the_help_says_that_keys_see_what_their_user_may_see():
    assert "administrator" in LEADSQUARED.credential_help
    assert "deactivated" in LEADSQUARED.credential_help
    assert all(item.help for item in LEADSQUARED.account_fields)


async def test_the_key_test_names_the_user_and_finds_the_accounts_own_host(transport: ScriptedTransport):
    holder = {"Name": "Dana Bell", "TimeZone": None, "LSQCommonServiceURLs": {"api": "api-in21.leadsquared.com"}}
    transport.script(KEY_HOLDER, answer(holder))
    transport.script(LEAD_BY_ID, refusal("Invalid Access Details", status=401))
    result = await connect(transport).test_account()
    assert "Dana Bell" in result.steps[0].words
    assert "api-in21.leadsquared.com, not at api.leadsquared.com" in result.steps[0].words
    assert not result.usable
    assert result.mending is not None
    assert result.mending.settings == (("server", "https://api-in21.leadsquared.com"),)


@pytest.mark.parametrize(
    ("told", "host"),
    [
        ("api-in21.leadsquared.com", "api-in21.leadsquared.com"),
        ("https://API-in21.leadsquared.com/v2/", "api-in21.leadsquared.com"),
        ("api-in21.leadsquared.com/v2/", "api-in21.leadsquared.com"),
        ("127.0.0.1:8080", "127.0.0.1:8080"),
        ("", ""),
        ("not a host", ""),
    ],
)
def test_the_host_of_the_key_test_may_carry_scheme_and_path(told: str, host: str):
    assert normalise_host(told) == host


@pytest.mark.parametrize(
    "body", [b"", b"Unauthorized", b'{"Status":"Error","ExceptionType":"X","ExceptionMessage":"Invalid User Details!"}']
)
async def test_401_is_a_refused_key_whatever_its_body(
    transport: ScriptedTransport, provider: LeadSquaredProvider, body: bytes
):
    transport.script(QUICK_SEARCH, answer(body, status=401))
    with pytest.raises(CredentialsRefused) as caught:
        await provider.fetch_page(ask("quick-search", key="x"), Position())
    assert caught.value.host == HOST


async def test_403_is_a_refused_key_unless_it_carries_the_rate_limit(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(QUICK_SEARCH, answer(b"Forbidden", status=403), answer(LIMIT_TEXT.encode(), status=403))
    with pytest.raises(CredentialsRefused, match="no right"):
        await provider.fetch_page(ask("quick-search", key="x"), Position())
    with pytest.raises(LimitReached):
        await provider.fetch_page(ask("quick-search", key="x"), Position())


# Section 3, paths


def test_services_have_v2_and_the_report_has_none():
    assert NOT_CONTACTED.path == "/Leads/NotContacted"
    others = (KEY_HOLDER, LEAD_BY_ID, LEAD_FIELDS, QUICK_SEARCH, USERS)
    assert all(endpoint.path.startswith("/v2/") and ".svc/" in endpoint.path for endpoint in others)


async def test_404_of_the_report_says_that_it_was_not_found_and_probes_nothing_else(
    transport: ScriptedTransport, provider: LeadSquaredProvider
):
    transport.script(NOT_CONTACTED, answer(b"Not Found", status=404))
    with pytest.raises(QueryRefused, match="report endpoint was not found on this host") as caught:
        await provider.fetch_page(ask(), Position())
    assert len(transport.sent) == 1
    assert "feature" in caught.value.remedy


@pytest.mark.parametrize("status", [401, 403, 404, 500])
async def test_an_account_without_the_report_keeps_its_other_searches(transport: ScriptedTransport, status: int):
    transport.script(NOT_CONTACTED, refusal("The feature is not enabled.", status=status))
    provider = connect(transport)
    result = await provider.test_account()
    assert result.usable
    assert result.steps[-1].error is not None
    assert "other searches work without it" in result.steps[-1].words
    assert (await provider.fetch_page(ask("quick-search", key="x"), Position())).records == ()
