from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.pretty_text import LONGEST_LAID_OUT, MASK, is_secret_name, prettify


def test_json_is_indented_with_every_digit_escape_and_repeated_key_as_sent():
    pretty = prettify(' {"a":1.50,"n":12345678901234567890.0,"a":"\\u00e9\\"","l":[1,{"x":null}],"e":{},"f":[]} ')
    assert pretty.text == (
        '{\n  "a": 1.50,\n  "n": 12345678901234567890.0,\n  "a": "\\u00e9\\"",\n  "l": [\n    1,\n    {\n'
        '      "x": null\n    }\n  ],\n  "e": {},\n  "f": []\n}'
    )
    assert pretty.note == "JSON, indented for reading."


def test_xml_is_indented_and_texts_stay_on_their_line():
    pretty = prettify('<?xml version="1.0"?><r><!-- c --><a x="1">t &amp; <![CDATA[<b>]]></a><e/><d> <f>1</f> </d></r>')
    assert pretty.text == (
        '<?xml version="1.0"?>\n<r>\n  <!-- c -->\n  <a x="1">t &amp; <![CDATA[<b>]]></a>\n  <e/>\n  <d>\n    <f>1</f>\n'
        "  </d>\n</r>"
    )
    assert pretty.note == "XML, indented for reading."


def test_form_data_is_decoded_one_value_a_line():
    pretty = prettify("first=Ada+M&city=Re%C3%B1o&empty=&flag")
    assert pretty.text == "first = Ada M\ncity = Reño\nempty = \nflag"
    assert pretty.note == "Form data, decoded, one value a line."


@pytest.mark.parametrize(
    "text",
    [
        "", "OK", "  two  words ", "[1,2", '{"a":1} {"b":2}', "<a><b></a></b>", "<p>open", "a < b", "1 <", "<", "abc==",
        "x = 1", "https://example.com/a?b=c", "{not json}", "<!ELEMENT a>", "{" * 500 + "}" * 500, "<br>line",
    ],
)  # fmt: skip
def test_what_is_neither_stays_as_it_is(text: str):
    assert prettify(text).text == text
    assert prettify(text).note == ""


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<?xml version="1.0"?><!doctype a><a>1</a>',
        '<a><!ENTITY x "y"></a>',
    ],
)
def test_xml_with_a_document_type_is_never_worked_on(text: str):
    assert prettify(text).text == text


SECRET = "hunter2-x"


@pytest.mark.parametrize(
    "text",
    [
        '{"password":"hunter2-x"}',
        '{"Auth":{"api_key":"hunter2-x","n":1}}',
        '{"token": "two words hunter2-x"}',
        '{"body":"user=a&pwd=hunter2-x&b=1"}',
        '{"body":"{\\"secretKey\\":\\"my hunter2-x\\"}"}',
        '{"PIN_KEY":98765,"x":"hunter"}'.replace("98765", '"hunter2-x"'),
        "user=a&Key=hunter2-x&z=1",
        "user=a&api%5Fkey=hunter2-x",
        "<r><Password>hunter2-x</Password></r>",
        "<r><s:Token><![CDATA[hunter2-x]]></s:Token></r>",
        '<r a="1" secret="hunter2-x"/>',
        "<r accessKey='hunter2-x'>t</r>",
        "<!DOCTYPE r><r><password>hunter2-x</password></r>",
        "POST /x\nAuthorization: Bearer hunter2-x\n\nok",
        '{"headers":{"Authorization":"Basic hunter2-x"}}',
        "https://example.com/post?key=hunter2-x&a=1",
        "password: hunter2-x",
        "Broken {'token': 'hunter2-x'",
        '[{"password": "hunter2-x"',
        '{"a":1, "password": "hunter2-x \\" more hunter2-x"}',
    ],
)
def test_obvious_secrets_are_masked_and_said_to_be(text: str):
    pretty = prettify(text)
    assert SECRET not in pretty.text
    assert MASK in pretty.text
    assert pretty.note.endswith("Values that look like passwords, tokens or keys are masked (•••).")


@pytest.mark.parametrize(
    "text",
    [
        '{"keyword":"solar"}', "keyword=solar&monkey=1", "<r><Keyword>solar</Keyword></r>", "Passenger: Ada",
        '{"password":"","token":null,"has_key":true}', "Turnkey: yes",
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_secret_is_not_masked(text: str):
    assert MASK not in prettify(text).text


@pytest.mark.parametrize(
    ("name", "is_secret"),
    [
        ("password", True), ("UserPassword", True), ("api_key", True), ("APIKey", True), ("key", True), ("KEY", True),
        ("authToken", True), ("pwd", True), ("client-secret", True), ("keyword", False), ("monkey", False),
        ("KeyFeature", False), ("name", False), ("", False), ("passport", False),
    ],
)  # fmt: skip
def test_names_of_secrets_are_known(name: str, is_secret: bool):
    assert is_secret_name(name) is is_secret


def test_masking_leaves_the_json_readable():
    text = prettify('{"a":"x","password":"p q","k":{"Key":12},"z":[true]}').text
    assert json.loads(text) == {"a": "x", "password": MASK, "k": {"Key": MASK}, "z": [True]}


def test_a_text_too_long_to_lay_out_is_still_masked():
    pretty = prettify('{"password":"hunter2-x","a":"' + "x" * LONGEST_LAID_OUT + '"}')
    assert pretty.text.startswith('{"password":"•••","a"')


@pytest.mark.parametrize(
    "text",
    [
        "<!--" * 100_000, "<" * 400_000, "[" * 400_000, '"' * 400_000, "a=" * 200_000, "a." * 200_000, '\\"' * 200_000,
        "<a " * 130_000, '{"a":' * 80_000, "\\" * 400_000, "key:" * 100_000, "a" + "\t" * 400_000,
        "authorization: " * 26_000, "<key" * 100_000, '"key":"' * 60_000, "<a>" * 130_000, "<key>" * 80_000,
        "<!--" + "-->" * 100_000 + "<!--" * 10,
    ],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_no_text_takes_long(text: str):
    started = time.process_time()
    prettify(text)
    assert time.process_time() - started < 3


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=20,
    )
)
def test_json_laid_out_means_what_it_meant(value: Any):
    text = json.dumps(value)
    pretty = prettify(text).text
    if MASK not in pretty:
        assert json.loads(pretty) == json.loads(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="<>/ab &\"'=:!-?[]{}\\,1\n\t", max_size=40))
def test_any_text_is_laid_out_without_losing_a_mark(text: str):
    pretty = prettify(text)
    if not pretty.note.startswith("Form"):
        assert re.sub(r"\s", "", pretty.text) == re.sub(r"\s", "", text)
