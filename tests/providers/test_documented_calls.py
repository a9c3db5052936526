"""Each reading call that a vendor's document names is sent as the document has it, over a real socket."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from leaddesk.demo.call_log import Call
from leaddesk.domain.page import Position
from leaddesk.domain.provider import Provider
from leaddesk.providers.sharpspring.wire import ReadingMethod
from tests.providers.conformance_rig import KEYS, StandIn
from tests.providers.documented_calls import CALLS, WRITING, DocumentedCall

KEYS_IN_QUERY = {"leadsquared": {"accessKey", "secretKey"}, "sharpspring": {"accountID", "secretKey"}}
KEYS_IN_HEADERS = {"x-lsq-accesskey", "x-lsq-secretkey"}
MINE = [call for call in CALLS if call.provider in KEYS]


async def send(stand_in: StandIn, provider: Provider, call: DocumentedCall) -> dict[str, str]:
    """Do what a person does that sends it; gives what only this run knows of the request."""
    known = {"{lead}": stand_in.lead_ids[0] if stand_in.lead_ids else ""}
    if call.choices:
        await provider.fetch_choices(call.choices)
        return known
    raw = {key: known.get(value, value) for key, value in call.raw.items()}
    query = stand_in.query(call.search, call.page_size, raw)
    start = Position(call.page * call.page_size) if call.jumps else Position()
    page = await provider.fetch_page(query, start)
    for _ in range(0 if call.jumps else call.page):
        assert page.next is not None
        known["{cursor}"] = page.next.cursor
        page = await provider.fetch_page(query, page.next)
    return known


def fill_in(value: Any, known: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: fill_in(item, known) for key, item in value.items()}
    if value == "{lead}":
        return int(known[value])
    return known.get(value, value) if isinstance(value, str) else value


def find_call(stand_in: StandIn, call: DocumentedCall) -> Call:
    """The last request of this method and path (and, where one path takes all, of this name)."""
    named = None if call.body is None else call.body.get("method")
    sent = [
        one
        for one in stand_in.log.calls
        if (one.method, one.path) == (call.method, call.path) and (named is None or one.body["method"] == named)
    ]
    assert sent, [(one.method, one.path) for one in stand_in.log.calls]
    return sent[0] if stand_in.facts.method_in_body else sent[-1]


def assert_keys(sent: Call, call: DocumentedCall) -> dict[str, str]:
    """The keys travel where the document has them; gives the query string without them."""
    query = dict(sent.query)
    if call.keys_in == "query":
        for name in KEYS_IN_QUERY[call.provider]:
            assert query.pop(name)
    if call.keys_in == "headers":
        assert sent.headers.keys() >= KEYS_IN_HEADERS
    if call.keys_in == "bearer":
        scheme = "token" if call.provider == "lofty" else "Bearer"
        assert sent.headers["authorization"].startswith(f"{scheme} ")
    else:
        assert "authorization" not in sent.headers
    return query


@pytest.mark.anyio
@pytest.mark.parametrize("call", MINE, ids=lambda call: call.name)
async def test_a_documented_call_is_sent_as_its_document_says(standing: Callable[..., StandIn], call: DocumentedCall):
    stand_in = standing(call.provider)
    provider = stand_in.connect()
    try:
        known = await send(stand_in, provider, call)
    finally:
        await provider.aclose()
    sent = find_call(stand_in, call)
    assert assert_keys(sent, call) == fill_in(dict(call.query), known)
    body = dict(sent.body) if sent.body is not None else None
    if stand_in.facts.method_in_body:
        assert body is not None
        assert list(body) == ["method", "params", "id"]
        assert body.pop("id")
    if body is not None or call.method == "POST":
        assert sent.headers["content-type"] == "application/json"
    assert json.dumps(body, sort_keys=True) == json.dumps(fill_in(call.body, known), sort_keys=True)


def test_every_table_row_has_words_of_its_own():
    assert len({call.name for call in CALLS}) == len(CALLS)
    assert len({(call.document, call.call) for call in CALLS}) == len(CALLS)
    assert all(call.where and call.call and call.document for call in CALLS)
    assert {call.provider for call in MINE} == set(KEYS)


def test_the_methods_of_the_leads_document_are_all_here_and_those_that_write_cannot_be_sent():
    reading = {call.call for call in CALLS if call.provider == "sharpspring"}
    assert reading < {method.value for method in ReadingMethod}
    assert not WRITING & {method.value for method in ReadingMethod}
    for name in WRITING:
        with pytest.raises(ValueError, match=name):
            ReadingMethod(name)
