"""Requests as they are sent, and pages as they are read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from leaddesk.domain.account import Secret
from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood, QueryRefused
from leaddesk.domain.page import Position
from leaddesk.providers.lofty.wire import Access, PageAsked, build_page_request, read_leads, write_phone
from leaddesk.transport.messages import WireResponse
from tests.providers.lofty.scripted import TOKEN, answer, lead, lead_query, leads_page

ACCESS = Access("https://api.lofty.com", Secret(TOKEN))


def asked(offset: int = 0, cursor: str = "", *, limit: int = 100, **raw: str) -> PageAsked:
    return PageAsked(lead_query(**raw), Position(offset, cursor), limit, by_scroll=bool(cursor))


def read(response: WireResponse, offset: int = 0):
    page = asked(offset)
    return read_leads(page, build_page_request(ACCESS, page), response)


@pytest.mark.parametrize(("is_api_key", "scheme"), [(True, "token"), (False, "Bearer")])
def test_the_scheme_follows_the_kind_of_token(is_api_key: bool, scheme: str):
    request = Access("https://api.lofty.com", Secret(TOKEN), is_api_key=is_api_key).get("x", "/v1.0/me")
    assert (request.auth_scheme, request.method, request.json_body) == (scheme, "GET", None)
    assert request.bearer is not None
    assert request.bearer.reveal() == TOKEN


def test_every_parameter_goes_out_under_the_vendors_name():
    request = build_page_request(
        ACCESS,
        asked(
            limit=50,
            stage="New Leads,Contacted",
            source="Zillow & co",
            phone="+1 (347) 903-3333 ext 7",
            email="a@example.com",
            assignedUserId="563172647619601",
            contacted="yes",
            groups="VIP",
            segments="A,B",
            allTags="x,y",
            anyTags="z",
            groupIds="3001",
            querySubGroup="no",
            sort="Inquries",
            desc="true",
            languages="en,zh-CN",
            preciseSearchFlag="true",
            roleAssigneeFilters='[{"roleName":"Lender","assigneeToIds":[1100000000000001,222]}]',
            key="Ada",
        ),
    )
    params = dict(request.params)
    assert json.loads(params.pop("roleAssigneeFilters")) == [
        {"roleName": "Lender", "assigneeToIds": [1100000000000001, 222]}
    ]
    assert params == {
        "stage": "New Leads,Contacted",
        "source": "Zillow & co",
        "phone": "3479033333",
        "email": "a@example.com",
        "assignedUserId": "563172647619601",
        "contacted": "true",
        "groups": "VIP",
        "segments": "A,B",
        "allTags": "x,y",
        "anyTags": "z",
        "groupIds": "3001",
        "querySubGroup": "false",
        "sort": "Inquries",
        "desc": "true",
        "languages": "en,zh-CN",
        "preciseSearchFlag": "true",
        "key": "Ada",
        "limit": "50",
    }
    assert request.url == "https://api.lofty.com/v1.0/leads"


def test_nothing_that_was_not_filled_in_is_sent():
    assert dict(build_page_request(ACCESS, asked()).params) == {"limit": "100"}
    assert dict(build_page_request(ACCESS, asked(200)).params) == {"limit": "100", "offset": "200"}


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("3479033333", "3479033333"),
        ("+1 347.903.3333", "3479033333"),
        ("call (347) 903-3333 x12", "3479033333"),
        ("+44 20 7946 0018", "442079460018"),
        ("5550134", "5550134"),
    ],
)
def test_a_phone_is_sent_as_bare_digits(typed: str, sent: str):
    assert write_phone(typed) == sent


def test_rows_are_kept_byte_for_byte_and_bad_ones_cost_themselves():
    body = b'{"_metadata":{"total":"5"},"leads":[{"leadId": 1.0e1,  "x":"\\u00e9"},7,{"leadId":2},{"leadId":2},"x"]}'
    found = read(answer(body), offset=100)
    assert [record.id for record in found.records] == ["10", "2"]
    assert found.records[0].source == b'{"leadId": 1.0e1,  "x":"\\u00e9"}'
    assert [(row.position, row.reason) for row in found.skipped] == [(101, "it is no object"), (104, "it is no object")]
    assert (found.repeated, found.row_count, found.total) == (1, 5, 5)
    assert [record.position for record in found.records] == [100, 102]


@pytest.mark.parametrize(
    "body",
    [
        leads_page([lead(1), lead(2)], total=60, cursor="c1"),
        {"get_metadata": {"total": 60, "scrollId": "c1"}, "leads": [lead(1), lead(2)]},
        {"code": 0, "message": "success", "data": leads_page([lead(1), lead(2)], total=60, cursor="c1")},
        {"data": {"list": [lead(1), lead(2)], "total": 60, "scrollId": "c1"}},
        {"total": 60, "scrollId": "c1", "leads": [lead(1), lead(2)]},
        {"_metadata": {"total": 60, "scrollId": "c1"}, "data": [lead(1), lead(2)]},
        leads_page([lead(1, note='"leads" and "list"'), lead(2, list=[1])], total=60, cursor="c1"),
    ],
)
def test_every_envelope_is_unwrapped(body: Any):
    found = read(answer(body))
    assert [record.id for record in found.records] == ["1", "2"]
    assert (found.total, found.cursor) == (60, "c1")


def test_a_bare_array_and_no_metadata_are_read_without_a_total():
    for body in ([lead(1)], {"leads": [lead(1)]}, {"data": [lead(1)]}):
        found = read(answer(body))
        assert [record.id for record in found.records] == ["1"]
        assert (found.total, found.cursor, found.served) == (None, "", None)


@pytest.mark.parametrize(
    "body", [{"_metadata": {"total": 0}, "leads": None}, {"leads": None}, {"_metadata": {"total": 0}}, []]
)
def test_a_list_that_is_null_is_empty(body: Any):
    assert read(answer(body)).row_count == 0


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", AnswerFault.EMPTY),
        (b"<html><title>Sign in</title></html>", AnswerFault.WEB_PAGE),
        (b'{"_metadata":{"total":5},"leads":[{"leadId"', AnswerFault.CUT_OFF),
        (b"41000000 leads", AnswerFault.NOT_JSON),
        (b'"fine"', AnswerFault.OTHER_SHAPE),
        (b'{"Items": []}', AnswerFault.OTHER_SHAPE),
        (b'{"leads": {"a": 1}}', AnswerFault.OTHER_SHAPE),
        (b'{"data": {"data": {"leads": []}}}', AnswerFault.OTHER_SHAPE),
    ],
)
def test_what_is_no_list_of_leads_is_told_apart(body: bytes, fault: AnswerFault):
    with pytest.raises(AnswerNotUnderstood) as caught:
        read(answer(body))
    assert caught.value.fault is fault


def test_a_code_inside_a_success_is_an_error_even_beside_rows():
    with pytest.raises(QueryRefused):
        read(answer({"code": 20012, "message": "bad", "leads": [lead(1)]}))
    with pytest.raises(QueryRefused):
        read(answer({"code": "INVALID_PARAMETER", "data": None}))
