"""JSON as bytes: its encoding, its parts without decoding them, and why it cannot be read. Pure.

The parts are found by counting brackets outside of texts. That is slower than a decoder (0.2 s for 8 MB) and
used only for what a decoder refuses: one odd value would else cost the whole page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood
from leaddesk.domain.record import decode_json

BLANK: Final = b" \t\r\n"

_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{},]', re.DOTALL)
"""A whole JSON text, a mark of structure, or the quote of a text that does not end."""

_UTF8_MARK: Final = b"\xef\xbb\xbf"

_DEEPEST: Final = 500
_MOST_DIGITS: Final = re.compile(rb"\d{4000}")
"""Beyond these no decoder goes; vendors' answers stay far below."""

_WORDS: Final = {
    AnswerFault.EMPTY: ("The provider’s answer is empty.", "Try again; if it happens again, report it."),
    AnswerFault.WEB_PAGE: (
        "A web page came back (perhaps a sign-in page of this network).",
        "Open a page in a browser to see whether this network wants you to sign in; check the server’s address.",
    ),
    AnswerFault.CUT_OFF: (
        "The provider’s answer was cut off.",
        "Try again; if it happens again, ask for fewer rows on a page.",
    ),
    AnswerFault.NOT_JSON: (
        "What came back is not the JSON that the provider documents.",
        "Check the server’s address in the account; if it is right, report this.",
    ),
    AnswerFault.OTHER_SHAPE: (
        "The provider’s answer has another shape than it documents.",
        "Check that leaddesk is up to date; if it is, report this.",
    ),
}


def answer_fault(fault: AnswerFault, said: str = "") -> AnswerNotUnderstood:
    """The error for an answer with this fault, in the words used everywhere; for vendors' own checks too.

    For the five faults of content; those of the wire (too large, redirect, encoding) come from below.
    """
    what, remedy = _WORDS[fault]
    return AnswerNotUnderstood(what, fault=fault, remedy=remedy, said=said)


def as_utf8(body: bytes, content_type: str = "") -> bytes:
    """The body in UTF-8 without a mark, from UTF-8, UTF-16, UTF-32 or a declared one-byte charset.

    Bytes that fit none of them are left for the decoder to refuse.
    """
    coding = json.detect_encoding(body)
    if coding == "utf-8-sig":
        return body.removeprefix(_UTF8_MARK)
    if coding == "utf-8":
        return _from_declared_charset(body, content_type)
    with suppress(UnicodeDecodeError):
        return body.decode(coding, "surrogatepass").encode("utf-8", "surrogatepass")
    return body


def _from_declared_charset(body: bytes, content_type: str) -> bytes:
    if not any(name in content_type for name in ("iso-8859-1", "windows-1252", "latin1")):
        return body
    with suppress(UnicodeDecodeError):
        body.decode("utf-8")
        return body  # declared as one-byte and sent as UTF-8, which no one-byte text is by accident
    return body.decode("cp1252", "replace").encode()


def decode_or_explain(source: bytes) -> Any:
    """The decoded value.

    Raises:
        AnswerNotUnderstood: CUT_OFF, NOT_JSON or OTHER_SHAPE; raised apart from the decoder's own error, which
            holds the whole text.
    """
    with suppress(ValueError):
        return decode_json(source)
    raise explain(source)


def explain(text: bytes) -> AnswerNotUnderstood:
    """Why this is no JSON that can be used: what was opened and not closed was cut off."""
    depth = deepest = 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark == b'"':
            return answer_fault(AnswerFault.CUT_OFF)
        depth += (mark in b"[{") - (mark in b"]}")
        deepest = max(deepest, depth)
        if depth < 0:
            return answer_fault(AnswerFault.NOT_JSON)
    if depth:
        return answer_fault(AnswerFault.CUT_OFF)
    is_beyond_bounds = deepest > _DEEPEST or _MOST_DIGITS.search(text) is not None
    return answer_fault(AnswerFault.OTHER_SHAPE if is_beyond_bounds else AnswerFault.NOT_JSON)


def split_object(text: bytes) -> dict[str, bytes]:
    """The members of a JSON object, each as it was sent; of repeated names the last.

    Raises:
        AnswerNotUnderstood: OTHER_SHAPE when it is other JSON; CUT_OFF, NOT_JSON.
    """
    if not text.lstrip(BLANK).startswith(b"{"):
        decode_or_explain(text)
        raise answer_fault(AnswerFault.OTHER_SHAPE)
    members: dict[str, bytes] = {}
    for part in _split(text):
        name = _TOKEN.match(part)
        rest = part[name.end() :].lstrip(BLANK) if name else b""
        if name is None or not rest.startswith(b":"):
            raise answer_fault(AnswerFault.NOT_JSON)
        members[str(decode_or_explain(name[0]))] = rest[1:].strip(BLANK)
    return members


def split_list(text: bytes) -> list[bytes]:
    """The items of a JSON list, each as it was sent.

    Raises:
        AnswerNotUnderstood: OTHER_SHAPE when it does not begin as a list; CUT_OFF, NOT_JSON.
    """
    if not text.lstrip(BLANK).startswith(b"["):
        raise answer_fault(AnswerFault.OTHER_SHAPE)
    return list(_split(text))


def _split(text: bytes) -> Iterator[bytes]:
    """What stands between the commas of the outermost brackets; nothing may follow the closing one."""
    depth = start = end = 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark == b'"' or end:
            break
        if mark in b"[{":
            depth += 1
            start = start or token.end()
        elif mark in b"]}":
            depth -= 1
            end = token.end() if depth == 0 else 0
        if end or (mark == b"," and depth == 1):
            part = text[start : token.start()].strip(BLANK)
            if part or mark == b",":
                yield part
            start = token.end()
    if not end:
        raise answer_fault(AnswerFault.CUT_OFF)
    if text[end:].strip(BLANK):
        raise answer_fault(AnswerFault.NOT_JSON)
