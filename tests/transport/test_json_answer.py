"""Answers that are, nearly are, and are not the documented JSON."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.account import Secret
from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.domain.record import decode_json
from leaddesk.transport.json_answer import decode_json_answer, decode_object, split_rows, vendor_words
from leaddesk.transport.messages import WireResponse

DEEP = b"[" * 100_000 + b"]" * 100_000
LONG_NUMBER = b"9" * 5000
HTML = b"<!DOCTYPE html>\n<html><head><title>Sign&nbsp;in \xe2\x80\x93 Example</title></head><body>hello</body></html>"


def an_answer(body: bytes, content_type: str = "application/json", status: int = 200) -> WireResponse:
    return WireResponse(status, {"content-type": content_type}, body, "api.example.com", datetime.now(UTC))


def the_fault(work: Any, *args: Any) -> AnswerFault:
    with pytest.raises(AnswerNotUnderstood) as caught:
        work(*args)
    assert caught.value.what
    assert caught.value.remedy
    assert caught.value.__context__ is None, "a decoder's own error holds the whole answer"
    return caught.value.fault


UNUSABLE = [
    (b"", AnswerFault.EMPTY),
    (b" \r\n\t ", AnswerFault.EMPTY),
    (b"\xef\xbb\xbf", AnswerFault.EMPTY),
    (HTML, AnswerFault.WEB_PAGE),
    (b"\xef\xbb\xbf \n" + HTML, AnswerFault.WEB_PAGE),
    (b"<html>", AnswerFault.WEB_PAGE),
    (HTML.decode().encode("utf-16"), AnswerFault.WEB_PAGE),
    (b'<?xml version="1.0"?><leads/>', AnswerFault.NOT_JSON),
    (b"Service temporarily unavailable", AnswerFault.NOT_JSON),
    (b'{"Leads": [{"UID": 1', AnswerFault.CUT_OFF),
    (b'{"Leads": [{"UID": "Ad', AnswerFault.CUT_OFF),
    (b'{"Leads": [{"UID": "\\', AnswerFault.CUT_OFF),
    (b'{"Leads": []', AnswerFault.CUT_OFF),
    (b"{", AnswerFault.CUT_OFF),
    ('{"Leads": [{"UID": 1'.encode("utf-16"), AnswerFault.CUT_OFF),
    ('{"Leads": [{"UID": 1'.encode("utf-16")[:-1], AnswerFault.CUT_OFF),
    (b'{"Leads": []} {"Leads": []}', AnswerFault.NOT_JSON),
    (b'{"Leads": []}]', AnswerFault.NOT_JSON),
    (b"{Leads: []}", AnswerFault.NOT_JSON),
    (b"\x1f\x8b\x08\x00 binary", AnswerFault.NOT_JSON),
]


@pytest.mark.parametrize(("body", "fault"), UNUSABLE)
def test_what_is_no_json_is_named(body, fault):
    assert the_fault(decode_json_answer, an_answer(body)) is fault
    assert the_fault(decode_object, an_answer(body)) is fault
    assert the_fault(split_rows, body, "Leads") is fault


@pytest.mark.parametrize("body", [DEEP, LONG_NUMBER, b'{"a":' + DEEP + b"}"])
def test_what_no_decoder_can_hold_is_another_shape(body):
    assert the_fault(decode_json_answer, an_answer(body)) is AnswerFault.OTHER_SHAPE


@pytest.mark.parametrize("body", [b"[]", b"[{}]", b'"text"', b"5", b"null", b"true", b" [1, NaN]"])
def test_another_top_level_is_another_shape(body):
    assert the_fault(decode_object, an_answer(body)) is AnswerFault.OTHER_SHAPE
    assert the_fault(split_rows, body, "Leads") is AnswerFault.OTHER_SHAPE


@pytest.mark.parametrize("rows", [b"{}", b'"none"', b"5", b"true", b'{"UID": NaN}'])
def test_rows_that_are_no_list_are_another_shape(rows):
    assert the_fault(split_rows, b'{"Leads": ' + rows + b"}", "Leads") is AnswerFault.OTHER_SHAPE


@pytest.mark.parametrize("content_type", ["text/html; charset=utf-8", "", "text/plain", "application/json"])
def test_json_under_a_wrong_type_is_json(content_type):
    assert decode_object(an_answer(b' {"a": 1}', content_type)) == {"a": 1}


def test_other_text_declared_as_a_web_page_is_one():
    assert the_fault(decode_object, an_answer(b"Please sign in", "text/html")) is AnswerFault.WEB_PAGE


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_marks_and_wide_encodings_are_read(coding):
    body = '{"City": "Zürich", "Leads": [{"UID": "é"}]}'.encode(coding)
    assert decode_object(an_answer(body)) == {"City": "Zürich", "Leads": [{"UID": "é"}]}
    assert split_rows(body, "Leads") == ({"City": "Zürich"}, ['{"UID": "é"}'.encode()])


def test_a_declared_one_byte_charset_is_read_and_utf_8_under_its_name_too():
    for coding in ("latin-1", "utf-8"):
        answer = an_answer('{"City": "Zürich"}'.encode(coding), "application/json; charset=ISO-8859-1")
        assert decode_object(answer) == {"City": "Zürich"}


def test_bytes_of_no_known_encoding_are_not_json():
    assert the_fault(decode_object, an_answer(b'{"City": "Z\xfcrich"}')) is AnswerFault.NOT_JSON


def test_rows_come_byte_for_byte_and_the_envelope_without_them():
    body = b'{ "QueryTotal" : 2,\n "Leads" : [ {"UID" : 90210001.0,  "x":"\\u00e9"} ,\n{"b":1,"b":2}\t], "Skip":0 }'
    envelope, rows = split_rows(body, "Leads")
    assert envelope == {"QueryTotal": 2, "Skip": 0}
    assert rows == [b'{"UID" : 90210001.0,  "x":"\\u00e9"}', b'{"b":1,"b":2}']


@pytest.mark.parametrize(
    "body",
    [
        b'{"Total": 2, "Sent": 9, "Leads": [{"a": 1}, 7], "Skip": null}',
        b'{"Leads": [], "Total": "2"}',
        b'{"Leads": null, "Total": 2}',
        b'{"Total": 2}',
        b'{"Total": NaN, "Leads": [1]}',
        b'{"Total": 1, "Total": 2, "Leads": [1], "Leads": [2]}',
        b'{"Total": 2, "Leads": [{"a": NaN}]}',
        '{"Total": 2, "Leads": [{"a": "é"}]}'.encode("utf-16"),
    ],
)
def test_only_what_is_wanted_of_the_envelope_comes_and_it_comes_the_same(body):
    envelope, rows = split_rows(body, "Leads")
    found, split = split_rows(body, "Leads", ("Total", "Skip"))
    assert split == rows
    assert repr(found) == repr({name: envelope[name] for name in ("Total", "Skip", "Leads") if name in envelope})


@pytest.mark.parametrize("body", [b'{"Leads": {}}', b'{"Leads": 7, "Total": 1}', b"[]", b"7", b'{"Leads": [1', b""])
def test_a_bad_answer_is_the_same_fault_whatever_is_wanted_of_it(body):
    assert the_fault(split_rows, body, "Leads", ("Total",)) is the_fault(split_rows, body, "Leads")


@pytest.mark.parametrize(("body", "envelope"), [(b'{"Total": 0}', {"Total": 0}), (b'{"Leads": null}', {"Leads": None})])
@pytest.mark.parametrize("odd", [b"", b', "x": NaN}'])
def test_missing_and_null_rows_are_told_apart_from_none(body, envelope, odd):
    if odd:
        body = body[:-1] + odd
        found, rows = split_rows(body, "Leads")
        assert found.pop("x") != 0
    else:
        found, rows = split_rows(body, "Leads")
    assert rows is None
    assert found == envelope
    assert split_rows(b'{"Leads": []}', "Leads") == ({}, [])


ODD_ROWS = {
    "a lone surrogate": rb'{"a": "\ud800"}',
    "NaN": b'{"a": NaN}',
    "minus Infinity": b'{"a": -Infinity}',
    "bytes that are no UTF-8": b'{"a": "\xff\xfe"}',
    "a control character": b'{"a": "x\x01y"}',
    "too many levels": DEEP,
    "too many digits": b'{"a": ' + LONG_NUMBER + b"}",
    "single quotes": b"{'a': 1}",
    "a wrong escape": rb'{"a": "\x41"}',
    "a trailing comma": b'{"a": 1,}',
    "a bare word": b"{a: 1}",
    "nothing between commas": b"",
}


@pytest.mark.parametrize("odd", ODD_ROWS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_odd_row_costs_itself_and_not_the_page(odd, place):
    good = [b'{"UID": 1, "name": "a, [b] {c} \\" \\\\"}', b'{"UID": 2}']
    sent = [*good[:place], ODD_ROWS[odd], *good[place:]]
    if odd == "nothing between commas" and place == 2:
        sent.append(b"{}")  # at the end it would be a trailing comma, which is no row
    body = b'{"Total": 3, "Leads": [' + b", ".join(sent) + b'], "Skip": 0}'
    envelope, rows = split_rows(body, "Leads")
    assert rows is not None
    assert rows == sent
    assert envelope == {"Total": 3, "Skip": 0}
    readable = 0
    for row in rows:
        try:
            decode_json(row)
        except ValueError:
            continue
        readable += 1
    assert readable >= len(sent) - 1


def test_a_cut_page_with_an_odd_row_is_cut_off():
    assert the_fault(split_rows, b'{"Leads": [{"a": NaN}, {"b"', "Leads") is AnswerFault.CUT_OFF


def test_a_full_page_with_one_odd_row_is_split_in_a_moment():
    row = json.dumps({f"Field{number}": f"value, {number}" for number in range(60)}).encode()
    body = b'{"Leads": [' + b",".join([row] * 3000) + b', {"a": NaN}]}'
    started = time.perf_counter()
    _, rows = split_rows(body, "Leads")
    assert rows is not None
    assert len(rows) == 3001
    assert time.perf_counter() - started < 2


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(json_values), st.dictionaries(st.text().filter(lambda key: key != "rows"), json_values))
def test_any_page_comes_back_whole(rows, envelope):
    body = json.dumps({**envelope, "rows": rows}).encode()
    found, split = split_rows(body, "rows")
    assert split is not None
    assert [json.dumps(json.loads(row)) for row in split] == [json.dumps(row) for row in rows]
    assert found.keys() == {key.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for key in envelope}


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text('{}[]",:\\aN1 ', max_size=60).map(str.encode))
def test_any_bytes_give_a_result_or_the_one_error(body):
    for work in (lambda: decode_json_answer(an_answer(body)), lambda: split_rows(body, "a")):
        try:
            work()
        except AnswerNotUnderstood as error:
            found = error.__context__
        else:
            found = None
        assert found is None
    vendor_words(an_answer(body))


# --- what an error answer says


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        (b'{"error": "invalid_client", "error_description": "Unknown client"}', "application/json", "Unknown client"),
        (b'{"Message": "Query is not valid"}', "application/json", "Query is not valid"),
        (b'{"message": "", "error": "no such type"}', "application/json", "no such type"),
        (b'{"error": {"code": 7, "message": "nested"}}', "application/json", "nested"),
        (b'{"errors": [{"detail": "first"}, {"detail": "second"}]}', "application/json", "first"),
        (b'{"Status": "Error", "ExceptionMessage": "Invalid key"}', "application/json", "Invalid key"),
        (b'{"Total": 3, "Leads": [{"FirstName": "Ada"}]}', "application/json", ""),
        (b'"a JSON text"', "application/json", "a JSON text"),
        (b'["one", "two"]', "application/json", "one"),
        (b"12", "text/plain", ""),
        (b"plain\r\n  text \t here", "text/plain", "plain text here"),
        (HTML, "text/html", "a web page: “Sign in – Example”"),
        (b"<html><body>secret stuff</body></html>", "text/html", "a web page"),
        (b"", "", ""),
        (b'{"broken": "json', "application/json", ""),
        (b"nul\x00 bell\x07 \xe2\x80\xaeright to left\xe2\x80\xac", "text/plain", "nul bell right to left"),
        (b"<b>bold</b>", "text/plain", "<b>bold</b>"),
    ],
)
def test_the_vendors_own_words_are_found(body, content_type, words):
    assert vendor_words(an_answer(body, content_type, 400)) == words


def test_vendors_words_are_short_and_free_of_the_secrets():
    body = json.dumps({"message": "x" * 290 + " key sesame-12 " + "y" * 5000}).encode()
    words = vendor_words(an_answer(body), [Secret("sesame-12")])
    assert len(words) == 300
    assert words.endswith("…")
    assert "sesame" not in words
    split = b"the key ses\x07ame-12 is wrong"
    assert vendor_words(an_answer(split, "text/plain"), [Secret("sesame-12")]) == "the key ••• is wrong"
