"""Rows that are not decoded whole: a page of them is the same as if they were."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.page import Page, Position
from leaddesk.domain.record import decode_json
from leaddesk.providers.leadexec import wire
from leaddesk.providers.leadexec.answer_checks import find_value
from leaddesk.providers.leadexec.row_glance import RowGlance
from leaddesk.providers.leadexec.section_rows import read_id
from leaddesk.providers.leadexec.wire import PageAsked, build_page_request, read_page
from tests.providers.leadexec.scripted import answer, lead_query
from tests.providers.leadexec.test_wire import TOKEN

ROWS = [
    b'{"UID":41000000,"Fields":{"City":"Bern","Note":"' + "Zoë".encode() + b'"},"Properties":{"Price":3}}',
    b'{ "UID" : 41000001 , "Fields" : null}',
    b'{"UID":"41000002","Fields":{"City":"Aarau"}}',
    b'{"Fields":{"City":"Chur"},"UID":41000003}',
    b'{"UID":0,"Fields":{}}',
    b'{"UID":null}',
    b'{"UID":4.1e7}',
    b'{"UID":-5}',
    b'{"UID":123456789012345678901}',
    b'{"Fields":{"City":"no id"}}',
    b'{"UID":41000000,"Fields":{"City":"again"}}',
    b'{"UID":41000010,"Fields":["a list"]}',
    b'{"UID":41000011,"Fields":{"City":"\\ud800"}}',
    b'{"UID":41000012,"Fields":{"City":NaN}}',
    b'{"UID":41000013,"Fields":{"City":"\xff"}}',
    b'{"UID":41000014,"Fields":{"Loan":' + b"9" * 5000 + b"}}",
    b"7",
    b"null",
    b"[]",
]


def page_of(rows: list[bytes], **values: str) -> Page:
    query = lead_query(page_size=100, **values)
    asked = PageAsked(query, Position(300), take=100)
    body = b'{"QueryTotal": 1000, "SentCount": 3, "Leads": [' + b",".join(rows) + b'], "Skip": 300, "Take": 100}'
    return read_page(asked, build_page_request("https://apidata.leadexec.net", asked, TOKEN), answer(body))


def decoded_whole(monkeypatch: pytest.MonkeyPatch, rows: list[bytes], **values: str) -> Page:
    with monkeypatch.context() as patch:
        patch.setattr(RowGlance, "read", lambda _self, _source: None)
        patch.setattr(RowGlance, "read_ids", lambda _self, _sources: None)
        return page_of(rows, **values)


QUERIES = [
    {},
    {"SortFields": "City", "SortOrder": "0"},
    {"SortFields": "Properties.Price,UID", "SortOrder": "1"},
    {"Query": '{"City": "Bern"}'},
    {"SortFields": "Fields", "SortOrder": "0"},
]


@pytest.mark.parametrize("values", QUERIES)
def test_a_page_is_the_same_as_if_its_rows_were_decoded_whole(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]):
    whole = decoded_whole(monkeypatch, ROWS, **values)
    page = page_of(ROWS, **values)
    assert page == whole
    assert [record.source for record in page.records] == [record.source for record in whole.records]
    assert len(page.skipped) == 5
    assert page.repeated == 2  # 4.1e7 is the first one's number, too


@given(st.lists(st.sampled_from(ROWS), max_size=6), st.sampled_from(QUERIES))
def test_any_mixture_of_rows_is_the_same_as_if_decoded_whole(rows: list[bytes], values: dict[str, str]):
    with pytest.MonkeyPatch.context() as patch:
        assert page_of(rows, **values) == decoded_whole(patch, rows, **values)


def test_the_usual_page_is_not_decoded_at_all(monkeypatch: pytest.MonkeyPatch):
    def decode(_source: bytes) -> Any:
        raise AssertionError("a row was decoded")

    monkeypatch.setattr(wire, "decode_json", decode)
    page = page_of([b'{"UID":%d,"Fields":{"City":"Bern"}}' % number for number in range(1, 500)])
    assert [record.id for record in page.records] == [str(number) for number in range(1, 500)]
    assert [record.position for record in page.records] == list(range(300, 799))


@pytest.mark.parametrize(
    "name", ["City", "Fields.City", "Properties.Price", "UID", "LastUpdated", "Nope", "Fields.a.b"]
)
def test_a_name_means_what_it_means_in_the_whole_row(name: str):
    row = {
        "UID": 7, "LastUpdated": "2026-01-05T09:10:11Z", "Properties": {"Price": 3, "City": "Bern"},
        "Fields": {"a.b": 1, "City": None}, "Other": {"City": "x"},
    }  # fmt: skip
    source = json.dumps(row).encode()
    found = RowGlance("UID", (name,)).read(source)
    assert found is not None
    row_id, values = found
    assert row_id == read_id(row["UID"])
    assert find_value(values, name) == find_value(decode_json(source), name)
