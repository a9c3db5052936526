from __future__ import annotations

import copy
import pickle

import pytest

from leaddesk.domain.account import AccountField, AccountFieldKind, Secret, SignIn, check_account_input, check_server
from leaddesk.domain.errors import InvalidInput

FIELDS = (
    AccountField("client_id", "Client id"),
    AccountField("client_secret", "Client secret", AccountFieldKind.SECRET),
    AccountField("access_token", "Access token", AccountFieldKind.SECRET),
    AccountField("server", "Server", AccountFieldKind.SERVER, "https://api.example.com"),
)
WAYS = (SignIn("API credential", ("client_id", "client_secret")), SignIn("Access token", ("access_token",)))


def problems_of(raw: dict[str, str]) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        check_account_input(FIELDS, WAYS, raw)
    return {problem.field: problem.message for problem in caught.value.problems}


def test_settings_and_secrets_are_parted_and_defaults_filled_in() -> None:
    checked = check_account_input(FIELDS, WAYS, {"client_id": " id-1 ", "client_secret": "canary-1"})
    assert dict(checked.settings) == {"client_id": "id-1", "server": "https://api.example.com"}
    assert {key: secret.reveal() for key, secret in checked.secrets.items()} == {"client_secret": "canary-1"}


def test_either_way_to_sign_in_will_do() -> None:
    assert "access_token" in check_account_input(FIELDS, WAYS, {"access_token": "canary-1"}).secrets


def test_a_half_filled_way_names_what_is_missing() -> None:
    assert set(problems_of({"client_id": "id-1"})) == {"client_secret"}


@pytest.mark.parametrize("text", ["canary\nsecond", "canary\u201d", "canary\x00x", "two words-canary", "\u202ecanary"])
def test_a_bad_secret_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_account_input(FIELDS, WAYS, {"access_token": text})
    assert "canary" not in f"{caught.value!r} {caught.value} {caught.value.problems}"


def test_secrets_longer_than_keyrings_hold_are_refused() -> None:
    assert "1,100" in problems_of({"access_token": "x" * 1101})["access_token"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://api.example.com/", "https://api.example.com"),
        ("https://API.example.com:8443", "https://api.example.com:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://[::1]:80", "http://[::1]:80"),
    ],
)
def test_a_server_is_an_https_address_or_loopback(text: str, address: str) -> None:
    assert check_server(text) == address


@pytest.mark.parametrize(
    "text",
    ["http://api.example.com", "api example com", "https://u:p@example.com", "https://example.com/path",
     "https://example.com?x=1", "ftp://example.com", "https://exa mple.com", "https://example.com:notaport"],
)  # fmt: skip
def test_any_other_server_is_refused(text: str) -> None:
    assert "server" in problems_of({"access_token": "t", "server": text})


def test_an_unknown_field_names_those_there_are() -> None:
    assert "client_secret" in problems_of({"access_token": "t", "colour": "red"})["colour"]


def test_a_secret_never_prints() -> None:
    secret = Secret("canary")
    assert "canary" not in f"{secret!r} {secret} {[secret]} {{'a': {secret!r}}}"
    assert secret.reveal() == "canary"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        copy.copy(secret)
