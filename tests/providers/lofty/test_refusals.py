"""What refusals mean, whatever shape they come in."""

from __future__ import annotations

from typing import Any

import pytest

from leaddesk.domain.account import Secret
from leaddesk.domain.errors import (
    AnswerNotUnderstood,
    CredentialsRefused,
    LeaddeskError,
    LimitReached,
    ProviderFailed,
    QueryRefused,
)
from leaddesk.providers.lofty.refusals import LoftyRefusal, NoRight, check_envelope, check_status, read_code
from leaddesk.providers.lofty.wire import Access
from tests.providers.lofty.scripted import TOKEN, answer, refusal

ACCESS = Access("https://api.lofty.com", Secret(TOKEN))
REQUEST = ACCESS.get("lead list", "/v1.0/leads")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"code": 20012, "message": "x"}, 20012),
        ({"code": "20012"}, 20012),
        ({"code": "LIMIT_NOT_VALID"}, 20042),
        ({"message": "BaseApplicationException:errorCode=20005,errorMsg=no"}, 20005),
        ("User in token does not exist.", 200058),
        ("anything else", 0),
        ({"message": "Too Many Requests"}, 0),
        ([1], 0),
        (None, 0),
    ],
)
def test_the_code_is_found_by_number_by_name_or_in_the_words(body: Any, code: int):
    assert read_code(body) == code


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"code": 200058, "message": "User in token does not exist."}, CredentialsRefused),
        (400, {"code": 20017, "message": "x"}, NoRight),
        (400, {"code": 20012, "message": "x"}, LoftyRefusal),
        (401, "Unauthorized", CredentialsRefused),
        (401, {"code": 20004}, CredentialsRefused),
        (401, b"<html><title>Sign in</title></html>", CredentialsRefused),
        (403, {"code": 200100}, NoRight),
        (403, b"", NoRight),
        (404, {"code": 20006}, LoftyRefusal),
        (415, {"message": "Content-Type 'null' is not supported"}, LoftyRefusal),
        (429, {"message": "Too Many Requests"}, LimitReached),
        (503, b"", LimitReached),
        (500, {"message": "BaseApplicationException:errorCode=20005,errorMsg=x"}, ProviderFailed),
        (302, b"", AnswerNotUnderstood),
    ],
)
def test_each_refusal_is_sorted_by_what_the_person_can_do(status: int, body: Any, kind: type[LeaddeskError]):
    with pytest.raises(kind) as caught:
        check_status(REQUEST, answer(body, status=status))
    assert caught.value.what
    assert caught.value.remedy


def test_a_success_passes_and_its_words_are_not_looked_at():
    check_status(REQUEST, answer({"code": 20012}))
    check_envelope(REQUEST, answer({}), {"code": 0})
    check_envelope(REQUEST, answer({}), {"code": "SUCCESS"})
    check_envelope(REQUEST, answer({}), {})


def test_a_code_inside_a_success_is_an_error():
    with pytest.raises(QueryRefused):
        check_envelope(REQUEST, answer({"code": 20012, "message": "bad"}), {"code": 20012, "message": "bad"})
    with pytest.raises(CredentialsRefused):
        check_envelope(REQUEST, answer({"code": 200058}), {"code": 200058})


@pytest.mark.parametrize(
    ("is_api_key", "used", "button", "setting"),
    [
        (True, "API key", "Switch to OAuth token", ("token_kind", "oauth")),
        (False, "OAuth token", "Switch to API key", ("token_kind", "api_key")),
    ],
)
def test_a_token_of_the_other_kind_is_told_and_can_be_mended(
    is_api_key: bool, used: str, button: str, setting: tuple[str, str]
):
    request = Access("https://api.lofty.com", Secret(TOKEN), is_api_key=is_api_key).get("who am I", "/v1.0/me")
    with pytest.raises(CredentialsRefused) as caught:
        check_status(request, refusal(400, 200058, f"User in token does not exist. {TOKEN}"))
    assert used in caught.value.what
    assert caught.value.mending is not None
    assert (caught.value.mending.words, caught.value.mending.settings) == (button, (setting,))
    assert TOKEN not in f"{caught.value} {caught.value.said} {caught.value.remedy} {request!r}"
