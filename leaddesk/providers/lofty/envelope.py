"""Lofty's mixed envelopes (dossier sections 4 and 6): a named list, `data` around it, `data.list`, or a bare array.

Rows come out byte for byte as they were sent. Metadata stands under `_metadata` (`get_metadata` in the document, whose
name leaked out of a getter), beside the list, or nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from leaddesk.domain.errors import AnswerFault
from leaddesk.providers.lofty.json_values import read_count, read_object, read_text
from leaddesk.providers.lofty.refusals import check_envelope, check_status
from leaddesk.transport.json_answer import decode_json_answer, is_web_page, split_rows
from leaddesk.transport.json_text import BLANK, answer_fault, as_utf8, split_list, split_object
from leaddesk.transport.messages import WireRequest, WireResponse

_METADATA_KEYS: Final = ("_metadata", "get_metadata", "metadata")
_WRAPPER: Final = "data"
_LIST: Final = "list"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an answer, and what it says about all of them.

    `total`, `limit` None and `cursor` empty: not said.
    """

    sources: list[bytes] = field(repr=False)
    total: int | None = None
    limit: int | None = None
    cursor: str = ""


def read_rows(request: WireRequest, response: WireResponse, *keys: str) -> Rows:
    """The rows under the first of these keys, or of a bare array.

    Raises:
        AnswerNotUnderstood: no JSON, or no list where one should be.
        CredentialsRefused and others: by status, and by a `code` inside a success.
    """
    check_status(request, response)
    text = _readable(response)
    if text.lstrip(BLANK).startswith(b"["):
        return Rows(split_list(text))
    return _read_members(request, response, text, keys)


def read_one(request: WireRequest, response: WireResponse, key: str) -> bytes:
    """One object, byte for byte: under `key`, within `data`, or the answer itself.

    Raises:
        As `read_rows`.
    """
    check_status(request, response)
    text = _readable(response)
    if not text.lstrip(BLANK).startswith(b"{"):
        raise answer_fault(AnswerFault.OTHER_SHAPE)
    envelope = read_object(decode_json_answer(response))
    check_envelope(request, response, envelope)
    for name in (_WRAPPER, key):
        if isinstance(envelope.get(name), dict):
            text, envelope = split_object(text)[name], read_object(envelope[name])
    return text


def _read_members(
    request: WireRequest, response: WireResponse, text: bytes, keys: tuple[str, ...], above: Rows | None = None
) -> Rows:
    members, sources = split_rows(text, _named_list(text, keys))
    check_envelope(request, response, members)
    about = _read_about(members, above or Rows([]))
    if sources is not None:
        return Rows(sources, about.total, about.limit, about.cursor)
    inner = members.get(_WRAPPER)
    if isinstance(inner, list):
        return Rows(split_list(split_object(text)[_WRAPPER]), about.total, about.limit, about.cursor)
    if isinstance(inner, dict) and above is None:
        return _read_members(request, response, split_object(text)[_WRAPPER], keys, about)
    if about.total == 0 or any(key in members for key in (*keys, _LIST)):  # a list that is null
        return about
    raise answer_fault(AnswerFault.OTHER_SHAPE)


def _named_list(text: bytes, keys: tuple[str, ...]) -> str:
    """The key that the list stands under: the first there is. Looking for it must not read the rows."""
    present = [key for key in (*keys, _LIST) if f'"{key}"'.encode() in text]
    if len(present) < 2:
        return present[0] if present else keys[0]
    members = split_object(text)
    return next((key for key in present if members.get(key, b"").startswith(b"[")), keys[0])


def _read_about(members: dict[str, Any], above: Rows) -> Rows:
    named = [read_object(members[key]) for key in _METADATA_KEYS if isinstance(members.get(key), dict)]
    about = members | (named[0] if named else {})
    total, limit = read_count(about.get("total")), read_count(about.get("limit"))
    return Rows(
        [],
        above.total if total is None else total,
        above.limit if limit is None else limit,
        read_text(about.get("scrollId")) or above.cursor,
    )


def _readable(response: WireResponse) -> bytes:
    """The body as UTF-8.

    Raises:
        AnswerNotUnderstood: EMPTY or WEB_PAGE; also with a status that says success.
    """
    content_type = response.headers.get("content-type", "").lower()
    text = as_utf8(response.body, content_type)
    if not text.strip(BLANK):
        raise answer_fault(AnswerFault.EMPTY)
    if is_web_page(text, content_type):
        raise answer_fault(AnswerFault.WEB_PAGE)
    return text
