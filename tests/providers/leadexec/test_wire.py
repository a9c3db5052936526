from __future__ import annotations

import json
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import pytest

from leaddesk.domain.account import Secret
from leaddesk.domain.errors import (
    AnswerFault,
    AnswerNotUnderstood,
    CredentialsRefused,
    LimitReached,
    ProviderFailed,
    QueryRefused,
)
from leaddesk.domain.page import Page, Position, Total
from leaddesk.domain.search import Query
from leaddesk.providers.leadexec.answer_checks import check_conditions
from leaddesk.providers.leadexec.order_check import find_order
from leaddesk.providers.leadexec.token_wire import read_lifetime
from leaddesk.providers.leadexec.wire import PageAsked, build_body, build_page_request, read_page, write_moment
from tests.providers.leadexec.scripted import DATA_HOST, answer, lead, lead_query, leads_page
from tests.providers.leadexec.seed_samples import pings_page

TOKEN = Secret("t0ken")


def read(body: Any, *, query: Query | None = None, offset: int = 0, status: int = 200) -> Page:
    asked = PageAsked(query or lead_query(), Position(offset), take=100)
    return read_page(
        asked, build_page_request("https://apidata.leadexec.net", asked, TOKEN), answer(body, status=status)
    )


def test_a_lead_query_is_sent_as_the_document_says():
    query = lead_query(
        Query='{"LoanAmount": {"$gte": 150000}}', SortFields="LoanAmount,State", SortOrder="1", Fields="State"
    )
    request = build_page_request("https://apidata.leadexec.net", PageAsked(query, Position(200), take=50), TOKEN)
    assert (request.method, request.url) == ("POST", "https://apidata.leadexec.net/v1/leads/query/7")
    assert request.bearer is TOKEN
    assert request.deadline_seconds == 60
    assert request.is_read
    assert list((request.json_body or {}).items()) == [
        ("Query", {"LoanAmount": {"$gte": 150000}}),
        ("SortFields", ["LoanAmount", "State"]),
        ("SortOrder", 1),
        ("Fields", ["State"]),
        ("StartDate", "2026-01-01T00:00:00Z"),
        ("EndDate", "2026-02-01T00:00:00Z"),
        ("Skip", 200),
        ("Take", 50),
    ]


@pytest.mark.parametrize("search", ["inbound-pings", "outbound-pings"])
def test_a_ping_query_goes_to_its_own_path(search: str):
    asked = PageAsked(lead_query(search), Position(), take=100)
    direction = search.removesuffix("-pings")
    assert build_page_request("https://h.example.com", asked, TOKEN).url == (
        f"https://h.example.com/v1/pings/{direction}/query/7"
    )
    assert set(build_body(asked)) == {"StartDate", "EndDate", "Skip", "Take"}


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 1, 5, 9, 10, 11, tzinfo=UTC), "2026-01-05T09:10:11Z"),
        (datetime(2026, 1, 31, 23, 59, 59, 999000, tzinfo=UTC), "2026-01-31T23:59:59.999Z"),
        (datetime.fromisoformat("2026-01-05T09:10:11-07:00"), "2026-01-05T16:10:11Z"),
    ],
)
def test_dates_are_written_in_utc_with_z(moment: datetime, text: str):
    assert write_moment(moment) == text


@pytest.mark.parametrize(
    ("total", "rows", "offset", "expected", "following"),
    [
        (3, 2, 0, Total.exact(3), 2),
        ("3", 2, 0, Total.exact(3), 2),
        (2, 2, 0, Total.exact(2), None),
        (5, 2, 3, Total.exact(5), None),
        (5, 0, 3, Total.exact(5), None),
        (None, 2, 4, Total.at_least(6), 6),
        ("many", 2, 0, Total.at_least(2), 2),
        (True, 2, 0, Total.at_least(2), 2),
        (-1, 2, 0, Total.at_least(2), 2),
        (None, 0, 4, Total.unknown(), None),
        (0, 2, 0, Total.at_least(2), 2),
    ],
)
def test_the_total_is_honest_and_paging_ends_only_where_it_must(
    total: Any, rows: int, offset: int, expected: Total, following: int | None
):
    body = leads_page([lead(number + 1) for number in range(rows)], total=0, skip=offset) | {"QueryTotal": total}
    page = read(body, offset=offset)
    assert page.total == expected
    assert page.next == (None if following is None else Position(following))


def test_a_total_smaller_than_what_came_is_told():
    assert "total is not to be relied on" in read(leads_page([lead(1), lead(2)], total=1)).notes[0]


def test_rows_that_are_no_objects_are_left_out_with_their_place_and_reason():
    body = b'{"QueryTotal": 6, "Leads": [{"UID": 1}, 5, null, "x", [1], {"UID": 2, "N": NaN}]}'
    page = read(body, offset=10)
    assert [record.id for record in page.records] == ["1", "2"]
    assert [(row.position, row.reason) for row in page.skipped] == [
        (11, "it is a number, not an object"),
        (12, "it is null, not an object"),
        (13, "it is text, not an object"),
        (14, "it is a list, not an object"),
    ]
    assert page.row_count == 6


def test_a_record_is_kept_byte_for_byte():
    body = b'{"QueryTotal":1,"Leads":[ {"UID" : 1,  "Fields":{"N":1.50, "a":"\\u00e9"}} ]}'
    assert read(body).records[0].source == b'{"UID" : 1,  "Fields":{"N":1.50, "a":"\\u00e9"}}'


def test_leads_without_ids_are_never_taken_for_repeats():
    page = read(leads_page([{"Fields": {}}, {"UID": 0}, {"UID": None}]))
    assert [record.key for record in page.records] == ["row 1", "row 2", "row 3"]
    assert page.repeated == 0


def test_a_server_that_skips_another_number_of_rows_is_told_of():
    assert "rows may come twice or be missing" in read(leads_page([lead(1)], total=500, skip=0), offset=100).notes[0]


@pytest.mark.parametrize(("take", "served"), [(100, None), (25, 25), (0, None), ("50", 50), (None, None), (500, None)])
def test_a_lower_take_is_believed_only_when_it_is_one(take: Any, served: int | None):
    assert read(leads_page([lead(1)], total=900) | {"Take": take}).served_size == served


@pytest.mark.parametrize("body", [b'{"QueryTotal": 0}', b'{"QueryTotal": 0, "Leads": null}'])
def test_no_list_with_a_total_of_nought_is_an_empty_page(body: bytes):
    page = read(body)
    assert page.records == ()
    assert page.next is None


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", AnswerFault.EMPTY),
        (b"<!doctype html><html><body>Sign in</body></html>", AnswerFault.WEB_PAGE),
        (b'{"QueryTotal": 3, "Leads": [{"UID": 1', AnswerFault.CUT_OFF),
        (b"hello", AnswerFault.NOT_JSON),
        (b"[]", AnswerFault.OTHER_SHAPE),
        (b'{"QueryTotal": 3}', AnswerFault.OTHER_SHAPE),
        (b'{"QueryTotal": 3, "Leads": null}', AnswerFault.OTHER_SHAPE),
        (b'{"QueryTotal": 3, "Leads": {"UID": 1}}', AnswerFault.OTHER_SHAPE),
    ],
)
def test_what_is_no_page_is_not_understood(body: bytes, fault: AnswerFault):
    with pytest.raises(AnswerNotUnderstood) as caught:
        read(body)
    assert caught.value.fault is fault


def test_an_error_answered_with_200_is_told_in_the_server_s_words():
    with pytest.raises(AnswerNotUnderstood) as caught:
        read(b'{"error": "Lead type is closed"}')
    assert caught.value.said == "Lead type is closed"


def test_a_page_of_pings_has_other_names():
    page = read(
        pings_page([{"Id": "63c8"}, {"Id": "63c8"}, {"Id": "63c9"}], total="9"), query=lead_query("outbound-pings")
    )
    assert [record.id for record in page.records] == ["63c8", "63c9"]
    assert (page.total, page.next, page.repeated) == (Total.exact(9), Position(3), 1)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, QueryRefused),
        (401, CredentialsRefused),
        (403, CredentialsRefused),
        (404, QueryRefused),
        (413, QueryRefused),
        (422, QueryRefused),
        (429, LimitReached),
        (500, ProviderFailed),
        (502, ProviderFailed),
        (503, LimitReached),
        (304, AnswerNotUnderstood),
    ],
)
def test_each_status_has_its_error_with_the_host_and_call_in_words(status: int, error: type[Exception]):
    with pytest.raises(error, match=f"{DATA_HOST}.*lead query"):
        read(b"no", status=status)


def test_a_limit_tells_how_long_to_wait():
    asked = PageAsked(lead_query(), Position(), take=1)
    request = build_page_request("https://h.example.com", asked, TOKEN)
    with pytest.raises(LimitReached) as caught:
        read_page(asked, request, answer(b"", status=429, retry_after="17"))
    assert caught.value.wait_seconds == 17


def test_a_json_fault_of_the_query_is_no_refusal_of_the_key():
    with pytest.raises(QueryRefused):
        read(b"Unexpected token '}' at position 3", status=400)


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [
        (3600, 3600),
        ("1800", 1800),
        (None, 3600),
        ("soon", 3600),
        (0, 3600),
        (-5, 3600),
        (True, 3600),
        (1e12, 86400),
        (30, 30),
    ],
)
def test_an_odd_lifetime_is_tolerated(raw: Any, seconds: float):
    assert read_lifetime(raw) == seconds


@pytest.mark.parametrize(
    ("condition", "value", "is_match"),
    [
        (150000, "150000", True),
        (150000, 150000.0, True),
        ("01234", 1234, True),
        ("Reno", "RENO ", True),
        ("Reno", "Sparks", False),
        (True, "True", True),
        (True, False, False),
        (None, None, True),
        (None, "x", False),
        ("A", ["B", "A"], True),
        ({"$gte": 5, "$lte": 7}, "6.5", True),
        ({"$gte": 5, "$lte": 7}, 8, False),
        ({"$gte": 5}, "many", False),
        ({"$gte": "2026-01-01T00:00:00Z"}, "2026-01-01T01:00:00+00:00", True),
        ({"$gte": "2026-01-01T02:00:00Z"}, "2026-01-01T01:00:00Z", False),
        ({"$lte": "M"}, "adams", True),
        ({"$lte": 10**30}, 10**29, True),
        ("x", {"a": 1}, False),
    ],
)
def test_conditions_are_compared_by_value(condition: Any, value: Any, is_match: bool):
    notes = check_conditions({"F": condition}, [{"Fields": {"F": value}}], projected=False)
    assert (notes == []) is is_match


def test_a_condition_on_a_name_that_nothing_has_cannot_be_judged():
    (note,) = check_conditions({"Nope": 1}, [{"Fields": {"F": 1}}], projected=False)
    assert note == "The condition on Nope could not be checked: no record that came has a value of this name."


@pytest.mark.parametrize("name", ["LeadSource", "Properties.LeadSource"])
def test_a_condition_on_a_property_is_checked_too(name: str):
    rows = [{"Properties": {"LeadSource": "A"}}, {"Properties": {"LeadSource": "B"}}]
    assert "1 of 2" in check_conditions({name: "A"}, rows, projected=False)[0]


ORDERED: list[list[Any]] = [
    [1, 2, 10],
    ["1", "2", "10"],
    ["1", "10", "2"],
    ["a", "B", "c"],
    ["B", "a", "c"],
    [None, "a", "b"],
    ["a", "b", None],
    [1, "a", True],
    [None, 0, 5, "", "$5", "12", "9"],
    ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z"],
    [1, 1, 1],
    [{"a": 1}],
]


@pytest.mark.parametrize("values", ORDERED)
@pytest.mark.parametrize("is_descending", [False, True])
def test_any_sensible_order_of_the_server_counts_as_sorted(values: list[Any], is_descending: bool):
    rows = [{"Fields": {"F": value}} for value in (reversed(values) if is_descending else values)]
    assert find_order(rows, ["F"], is_descending=is_descending) is None


def test_several_names_are_sorted_in_their_order_and_equals_stay_as_they_came():
    rows = [{"Fields": {"A": a, "B": b}} for a, b in [("y", 1), ("x", 2), ("y", 0), ("x", None), ("x", 2)]]
    assert find_order(rows, ["A", "B"], is_descending=False) == (1, 4, 3, 2, 0)
    assert find_order(rows, ["A", "B"], is_descending=True) == (0, 2, 1, 4, 3)


def test_names_that_no_row_has_are_not_judged():
    rows = [{"Fields": {"A": 2}}, {"Fields": {"A": 1}}]
    assert find_order(rows, ["Nope"], is_descending=False) is None
    assert find_order(rows, ["Nope", "A"], is_descending=False) is None


def test_a_query_that_was_not_sorted_is_never_sorted_here():
    page = read(leads_page([lead(2, City="B"), lead(1, City="A")]))
    assert not page.sorted_here
    assert [record.id for record in page.records] == ["2", "1"]


def test_pings_out_of_order_are_sorted_by_their_date():
    rows = [{"Id": "a", "CreatedOn": "2026-01-01T00:00:00Z"}, {"Id": "b", "CreatedOn": "2026-01-02T00:00:00Z"}]
    page = read(pings_page(rows), query=lead_query("inbound-pings", SortOrder="DESC"))
    assert [record.id for record in page.records] == ["b", "a"]
    assert [record.position for record in page.records] == [1, 0]
    assert page.sorted_here


def test_a_token_shows_in_no_repr():
    request = build_page_request("https://h.example.com", PageAsked(lead_query(), Position(), take=1), TOKEN)
    assert "t0ken" not in repr(request)
    assert "t0ken" not in json.dumps(MappingProxyType(dict(request.json_body or {})).copy())
