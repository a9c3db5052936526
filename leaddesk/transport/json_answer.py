"""Reads vendors' answers: JSON whole, JSON as untouched rows, and what an error answer says. Pure.

Every way in which an answer can fail to be the documented JSON ends in AnswerNotUnderstood with its fault; no
other exception leaves this module, and none of them holds a piece of the answer.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final, cast

import msgspec

from leaddesk.domain.account import Secret
from leaddesk.domain.cell import NOT_SENT
from leaddesk.domain.errors import AnswerFault
from leaddesk.domain.record import decode_json
from leaddesk.transport.json_text import (
    BLANK,
    answer_fault,
    as_utf8,
    decode_or_explain,
    split_list,
    split_object,
)
from leaddesk.transport.messages import WireResponse
from leaddesk.transport.redact import mask_known

__all__ = ["answer_fault", "decode_json_answer", "decode_object", "is_web_page", "split_rows", "vendor_words"]

MOST_CHARACTERS: Final = 300
"""Longest text `vendor_words` gives."""

_ROWS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])

_TELLING_KEYS: Final = (
    "error_description", "message", "exceptionmessage", "errormessage", "error_message", "detail", "details",
    "title", "error", "errors", "reason", "description",
)  # fmt: skip
"""Where vendors put their words, the most telling first; compared without regard to case."""

_TITLE: Final = re.compile(r"<title[^>]*>([^<]*)", re.IGNORECASE)


def decode_json_answer(response: WireResponse) -> Any:
    """The answer's JSON value. UTF-8 with or without a mark, UTF-16, and a declared one-byte charset are read.

    Raises:
        AnswerNotUnderstood: EMPTY, WEB_PAGE, CUT_OFF, NOT_JSON, or OTHER_SHAPE (nested too deeply, a number
            beyond all bounds).
    """
    text = as_utf8(response.body, _content_type(response))
    _check_is_data(text, _content_type(response))
    return decode_or_explain(text)


def decode_object(response: WireResponse) -> dict[str, Any]:
    """The answer's JSON object.

    Raises:
        AnswerNotUnderstood: as `decode_json_answer`, and OTHER_SHAPE when it is no object.
    """
    decoded = decode_json_answer(response)
    if not isinstance(decoded, dict):
        raise answer_fault(AnswerFault.OTHER_SHAPE)
    return cast("dict[str, Any]", decoded)


def split_rows(
    body: bytes, key: str, others: tuple[str, ...] | None = None
) -> tuple[dict[str, Any], list[bytes] | None]:
    """The envelope of a page, and its rows byte for byte as they were sent (UTF-16 is turned into UTF-8 first).

    A row is not decoded: one that holds a lone surrogate, bytes that are no UTF-8, a number of 5,000 digits or
    100,000 levels costs itself, not the page. Decode each row with `domain.record.decode_json`, which gives
    ValueError for those; `NaN` it reads.

    Args:
        body: the answer.
        key: where the rows stand.
        others: the only other values of the envelope that are wanted, which takes half the time; None for all.

    Returns:
        The envelope's other values decoded; and the list under `key`. The rows are None when there is no such
        key, or it is null: then the envelope holds the key with None.

    Raises:
        AnswerNotUnderstood: EMPTY, WEB_PAGE, CUT_OFF, NOT_JSON; OTHER_SHAPE when the top level is no object,
            or what stands under `key` is no list.
    """
    text = as_utf8(body)
    _check_is_data(text, "")
    if others is not None and (found := _split_in_one_go(text, key, others)):
        return found
    members, rows = _split_fast(text, key) or _split_slowly(text, key)
    wanted = members if others is None else {name: members[name] for name in (*others, key) if name in members}
    return {name: decode_or_explain(source) for name, source in wanted.items()}, rows


def is_web_page(text: bytes, content_type: str) -> bool:
    """Whether this is HTML: by its first bytes, or by its type unless it looks like JSON all the same."""
    head = text[:1024].lstrip(BLANK).lower()
    if head.startswith(b"<"):
        return b"html" in head or "html" in content_type
    return "html" in content_type and not head.startswith((b"{", b"[", b'"'))


def vendor_words(response: WireResponse, secrets: Iterable[Secret] = ()) -> str:
    """What an error answer says: plain text on one line, at most 300 characters; empty when it says nothing.

    Taken from a JSON object, list or text, from plain text, or from the title of a web page. Control characters
    are removed; the given secrets and all that were ever sent are masked.
    """
    content_type = _content_type(response)
    text = as_utf8(response.body, content_type)
    if is_web_page(text, content_type):
        return _tidy(_page_title(text), secrets) or "a web page"
    with suppress(ValueError):
        return _tidy(_telling_text(decode_json(text)), secrets)
    if text.lstrip(BLANK)[:1] in (b"{", b"["):
        return ""  # broken JSON: nothing in it is meant for people
    return _tidy(text.decode("utf-8", "replace"), secrets)


def _split_fast(text: bytes, key: str) -> tuple[dict[str, bytes], list[bytes] | None] | None:
    """By the decoder; None when it refuses, be it for one odd value. UnicodeDecodeError is a ValueError too."""
    with suppress(msgspec.DecodeError, ValueError, RecursionError):
        members = {name: bytes(source) for name, source in _MEMBERS.decode(text).items()}
        if members.get(key, b"null") == b"null":
            return members, None
        return members, [bytes(row) for row in _ROWS.decode(members.pop(key))]
    return None


@lru_cache(maxsize=32)
def _envelope_decoder(key: str, others: tuple[str, ...]) -> msgspec.json.Decoder[Any]:
    names = {"rows": key, **{f"other_{number}": name for number, name in enumerate(others)}}
    fields: list[tuple[str, Any, Any]] = [("rows", list[msgspec.Raw], [])]
    fields += [(f"other_{number}", Any, NOT_SENT) for number in range(len(others))]
    return msgspec.json.Decoder(msgspec.defstruct("Envelope", fields, rename=names, gc=False))


def _split_in_one_go(text: bytes, key: str, others: tuple[str, ...]) -> tuple[dict[str, Any], list[bytes]] | None:
    """As `_split_fast`, without a pass of its own over the envelope; None too when the list is missing or empty."""
    with suppress(msgspec.DecodeError, ValueError, RecursionError):
        envelope = _envelope_decoder(key, others).decode(text)
        values = {name: getattr(envelope, f"other_{number}") for number, name in enumerate(others)}
        if envelope.rows:
            found = {name: value for name, value in values.items() if value is not NOT_SENT}
            return found, [bytes(row) for row in envelope.rows]
    return None


def _split_slowly(text: bytes, key: str) -> tuple[dict[str, bytes], list[bytes] | None]:
    members = split_object(text)
    if members.get(key, b"null") == b"null":
        return members, None
    return members, split_list(members.pop(key))


def _content_type(response: WireResponse) -> str:
    return response.headers.get("content-type", "").lower()


def _check_is_data(text: bytes, content_type: str) -> None:
    if not text.strip(BLANK):
        raise answer_fault(AnswerFault.EMPTY)
    if is_web_page(text, content_type):
        raise answer_fault(AnswerFault.WEB_PAGE)


def _telling_text(value: Any, levels: int = 3) -> str:
    """The first words found under a telling key, or the value itself when it is text."""
    if isinstance(value, str):
        return value
    if levels == 0:
        return ""
    if isinstance(value, list):
        texts = (_telling_text(item, levels - 1) for item in cast("list[Any]", value)[:10])
        return next((text for text in texts if text), "")
    if isinstance(value, dict):
        by_key = {name.lower(): item for name, item in cast("dict[str, Any]", value).items()}
        texts = (_telling_text(by_key[name], levels - 1) for name in _TELLING_KEYS if name in by_key)
        return next((text for text in texts if text.strip()), "")
    return ""


def _page_title(text: bytes) -> str:
    title = _TITLE.search(text[:20_000].decode("utf-8", "replace"))
    words = " ".join(html.unescape(title[1]).split()) if title else ""
    return f"a web page: “{words}”" if words else ""


def _tidy(text: str, secrets: Iterable[Secret]) -> str:
    """One line without control characters (bidirectional ones too), masked, then shortened."""
    printable = "".join(" " if char.isspace() else char for char in text[:20_000] if _is_shown(char))
    line = mask_known(" ".join(printable.split()), secrets)
    return line if len(line) <= MOST_CHARACTERS else line[: MOST_CHARACTERS - 1] + "…"


def _is_shown(char: str) -> bool:
    return char.isspace() or not unicodedata.category(char).startswith("C")
