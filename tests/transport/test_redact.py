"""Secrets are masked in every form they travel in, and whatever stands behind a telling name."""

from __future__ import annotations

import base64
import html
import json
import time
from urllib.parse import quote, quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.account import Secret
from leaddesk.transport.redact import MASK, Redactor

keys = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=60)


@given(keys, st.text(max_size=20), st.text(max_size=20))
def test_a_known_secret_is_masked_in_every_form(key, before, after):
    redactor = Redactor([Secret(key)])
    forms = [
        key,
        quote(key),
        quote(key, safe=""),
        quote_plus(key),
        urlencode({"k": key})[2:],
        json.dumps(key)[1:-1],
        json.dumps(key).replace("/", "\\/")[1:-1],
        html.escape(key),
        base64.b64encode(key.encode()).decode(),
        repr(key)[1:-1],
    ]
    for form in forms:
        assert MASK in redactor.mask_known(f"{before}{form}{after}")
        assert len(redactor.mask_known(form).replace(MASK, "").strip("=")) < 4


@given(keys, st.integers(0, 5))
def test_a_known_secret_is_masked_inside_longer_base64(key, shift):
    basic = base64.b64encode(b"x" * shift + b":" + key.encode() + b":y").decode()
    masked = Redactor([Secret(key)]).mask_known(basic)
    head, tail = masked.split(MASK)
    assert len(head) * 6 < (shift + 2) * 8  # what comes before, and at most a part of the first character
    assert len(tail.rstrip("=")) * 6 < 4 * 8


@pytest.mark.parametrize(
    "text",
    [
        "GET /v2/x?accessKey=QXZ77&secretKey=QXZ77 HTTP/1.1",
        "access_key%3DQXZ77%26page%3D1",
        '{"client_secret": "QXZ77", "grant_type": "client_credentials"}',
        '{"access_token":"QX\\"QXZ77"}',
        "{'token': 'QXZ77'}",
        '"{\\"access_token\\":\\"QXZ77\\"}"',
        "Authorization: Bearer QXZ77",
        "authorization=token QXZ77;",
        "{'Authorization': 'Bearer QXZ77'}",
        "(b'Authorization', b'Bearer QXZ77QXZ77')",
        "x-api-key: QXZ77",
        "password = QXZ77",
        "refresh_token: QXZ77",
        "https://person:QXZ77@proxy.example.com:3128/",
    ],
)
def test_a_value_behind_a_telling_name_is_masked(text):
    masked = Redactor().mask(text)
    assert "QXZ77" not in masked
    assert MASK in masked


@pytest.mark.parametrize(
    "text",
    [
        "lead query: POST api.example.com answered 200, 1234 bytes, 56 ms",
        "The token has expired.",
        "https://api.example.com/v1/leads",
        "",
        "3 keys, 2 passwords",
    ],
)
def test_harmless_lines_stay_as_they_are(text):
    redactor = Redactor([Secret("sesame-12")])
    assert redactor.mask(text) == text
    assert redactor.mask_known(text) == text


def test_words_for_people_lose_known_secrets_only():
    redactor = Redactor([Secret("sesame-12")])
    assert redactor.mask_known("Invalid token: sesame-12 has expired") == f"Invalid token: {MASK} has expired"


def test_one_secret_within_another_leaves_no_rest():
    redactor = Redactor([Secret("sesame"), Secret("sesame-and-more")])
    assert redactor.mask_known("sesame-and-more, sesame") == f"{MASK}, {MASK}"


def test_very_short_texts_are_not_taken_for_secrets():
    assert Redactor([Secret("a"), Secret("")]).mask_known("a banana") == "a banana"


@given(st.text(max_size=300))
def test_any_text_can_be_masked(text):
    Redactor([Secret("sesame-12"), Secret("\ud800odd")]).mask(text)


@pytest.mark.parametrize(
    "piece", ['"', "token=", "\\", 'token: "\\', "access_token", "://a", "a@", "Bearer ", "-", "x", "token ", "'"]
)
def test_no_text_makes_masking_slow(piece):
    redactor = Redactor([Secret("sesame-12")])
    started = time.perf_counter()
    redactor.mask(piece * (20_000 // len(piece)))
    assert time.perf_counter() - started < 1
