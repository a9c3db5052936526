"""SharpSpring's envelope: errors in four shapes, rows under keys that are not the documented ones (sections 1, 3, 5).

Rows are handed on byte for byte as they came.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec

from leaddesk.domain.cell import plain_text
from leaddesk.domain.errors import AnswerFault, AnswerNotUnderstood, LeaddeskError
from leaddesk.providers.sharpspring.refusals import explain_errors, explain_status, explain_without_envelope
from leaddesk.providers.sharpspring.reported_errors import read_errors
from leaddesk.providers.sharpspring.wire import LABELS, ReadingMethod
from leaddesk.transport.json_answer import answer_fault, is_web_page
from leaddesk.transport.json_text import BLANK, as_utf8, decode_or_explain, split_list, split_object
from leaddesk.transport.messages import WireRequest, WireResponse

RESULT_KEYS: Final[Mapping[ReadingMethod, tuple[str, ...]]] = {
    ReadingMethod.GET_LEAD: ("lead", "leads"),
    ReadingMethod.GET_LEADS: ("lead", "leads"),
    ReadingMethod.GET_LEADS_DATE_RANGE: ("lead", "leads"),
    ReadingMethod.GET_EVENTS: ("event", "fields"),
    ReadingMethod.GET_LEAD_TIMELINE: ("leadTimeline",),
    ReadingMethod.GET_LEAD_LIST_MEMBERSHIPS: ("getWhereIns",),
    ReadingMethod.GET_FIELDS: ("field", "fields"),
    ReadingMethod.GET_USER_PROFILES: ("userProfile",),
}
"""The key seen in real answers first, then the documented one."""

_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ROWS: Final = msgspec.json.Decoder(list[msgspec.Raw])


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer.

    Attributes:
        result: what stands under `result`, as it came; `null` when there is no such key.
        usage: how many calls of the day are used, in words; empty when the answer does not say.
        answered_at: aware, UTC.
    """

    method: ReadingMethod
    result: bytes = field(repr=False)
    usage: str
    answered_at: datetime

    def rows(self) -> list[bytes]:
        """The rows of the result, see `find_rows`."""
        return find_rows(self.method, self.result)


def read_answer(request: WireRequest, response: WireResponse) -> Answer:
    """Read the envelope; errors in it come before the status, and no error before what the status says.

    Raises:
        CredentialsRefused, QueryRefused (CodedRefusal), LimitReached, ProviderFailed: as the error or status says.
        AnswerNotUnderstood: EMPTY, WEB_PAGE, CUT_OFF, NOT_JSON; OTHER_SHAPE, also for the answer to another call.
    """
    members = _read_members(request, response)
    errors = read_errors(_decode(members.get("error")))
    if errors:
        raise explain_errors(request, response, errors)
    refused = explain_status(request, response)
    if refused is not None:
        raise refused
    body: Mapping[str, Any] = request.json_body or {}
    method = ReadingMethod(body["method"])
    if "result" not in members and "error" not in members:
        raise no_rows(method)  # somebody else's object: it must not be read as an answer without rows
    _check_id(request, str(body["id"]), _decode(members.get("id")))
    usage = say_usage(_decode(members.get("callCount")), _decode(members.get("queryLimit")))
    return Answer(method, members.get("result", b"null"), usage, response.answered_at)


def find_rows(method: ReadingMethod, result: bytes) -> list[bytes]:
    """The rows: under the real key, else under the documented one, else the only list there is.

    Null, nothing, `[]` and `{}` are no rows: whoever calls this knows that there was no error. Events may come as
    one list for each type; they are put one behind the other.

    Raises:
        AnswerNotUnderstood: OTHER_SHAPE when rows cannot be told.
    """
    start = result[:1]
    if start == b"[":
        return _split_list(result)
    if start != b"{":
        return _no_rows_or_raise(method, result)
    members = _split_object(result)
    if not members:
        return []
    for key in RESULT_KEYS[method]:
        if key in members:
            return _rows_under(method, members[key])
    lists = [value for value in members.values() if value[:1] == b"["]
    if len(lists) == 1 or (lists and method is ReadingMethod.GET_EVENTS):
        return [row for value in lists for row in _split_list(value)]
    raise no_rows(method)


def no_rows(method: ReadingMethod) -> AnswerNotUnderstood:
    """The error for an answer in which the rows cannot be told."""
    return AnswerNotUnderstood(
        f"SharpSpring answered the {LABELS[method]} in another shape than it documents.",
        fault=AnswerFault.OTHER_SHAPE,
        remedy="Try again; if it goes on, report it.",
    )


def say_usage(call_count: Any, query_limit: Any) -> str:
    """`1,037 of 50,000 calls used today`; empty when the answer gives no count."""
    used, limit = _read_count(call_count), _read_count(query_limit)
    if used is None:
        return ""
    return f"{used:,} calls used today" if limit is None else f"{used:,} of {limit:,} calls used today"


def _rows_under(method: ReadingMethod, value: bytes) -> list[bytes]:
    if value[:1] == b"[":
        return _split_list(value)
    if value[:1] == b"{":
        parts = list(_split_object(value).values())
        if all(part[:1] == b"[" for part in parts):
            return [row for part in parts for row in _split_list(part)]
    return _no_rows_or_raise(method, value)


def _no_rows_or_raise(method: ReadingMethod, value: bytes) -> list[bytes]:
    if value in {b"null", b'""', b"false"}:
        return []
    raise no_rows(method)


def _read_members(request: WireRequest, response: WireResponse) -> dict[str, bytes]:
    content_type = response.headers.get("content-type", "").lower()
    text = as_utf8(response.body, content_type).strip(BLANK)
    if is_web_page(text, content_type):
        raise explain_without_envelope(request, response, _words_in(text), answer_fault(AnswerFault.WEB_PAGE))
    if text[:1] == b"{":
        try:
            return _split_object(text)
        except AnswerNotUnderstood as error:
            raise explain_status(request, response) or error from None
    raise _explain_bare(request, response, text)


def _explain_bare(request: WireRequest, response: WireResponse, text: bytes) -> LeaddeskError:
    """No object: a JSON text or plain text about the keys, or nothing that could be understood."""
    if not text:
        return explain_without_envelope(request, response, "", answer_fault(AnswerFault.EMPTY))
    try:
        decoded: object = decode_or_explain(text)
    except AnswerNotUnderstood as error:
        return explain_without_envelope(request, response, _words_in(text), error)
    words = decoded if isinstance(decoded, str) else ""
    return explain_without_envelope(request, response, words, answer_fault(AnswerFault.OTHER_SHAPE))


def _words_in(text: bytes) -> str:
    """The beginning of what is no JSON."""
    return text[:2000].decode("utf-8", "replace")


def _check_id(request: WireRequest, sent: str, echoed: Any) -> None:
    """Compared as text; that it is left out happens and says nothing."""
    if echoed in (None, "") or plain_text(echoed) == sent:
        return
    raise AnswerNotUnderstood(
        f"{request.host} answered another call than the {request.label} that was asked for.",
        fault=AnswerFault.OTHER_SHAPE,
        remedy="Try again; if it goes on, something between this computer and SharpSpring keeps old answers.",
    )


def _decode(source: bytes | None) -> Any:
    return None if source is None else decode_or_explain(source)


def _split_object(text: bytes) -> dict[str, bytes]:
    """The members as they came, by the decoder; slowly where it refuses, be it for one odd value."""
    with suppress(msgspec.DecodeError, ValueError, RecursionError):
        return {name: bytes(value) for name, value in _MEMBERS.decode(text).items()}
    return split_object(text)


def _split_list(text: bytes) -> list[bytes]:
    with suppress(msgspec.DecodeError, ValueError, RecursionError):
        return [bytes(row) for row in _ROWS.decode(text)]
    return split_list(text)


def _read_count(raw: Any) -> int | None:
    text = "" if isinstance(raw, bool) else plain_text(raw).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None
