"""Lofty's refusals: its codes with their status, and the shapes in which their bodies come (dossier, section 8)."""

from __future__ import annotations

from typing import Final, NamedTuple

from starlette.responses import Response

from leaddesk.demo.answers import json_answer
from leaddesk.demo.lofty_faults import ErrorShape, Refused


class _Code(NamedTuple):
    status: int
    name: str
    words: str


_CODES: Final = {
    20001: _Code(400, "CONTENT_TYPE_NOT_JSON", "The content type must be application/json."),
    20003: _Code(404, "USER_NOT_EXIST", "User does not exist."),
    20004: _Code(401, "BAD_CREDENTIALS", "Bad credentials."),
    20005: _Code(500, "INTERNAL_ERROR", "Internal error."),
    20006: _Code(404, "LEAD_NOT_EXIST", "Lead does not exist."),
    20007: _Code(404, "RESOURCE_NOT_EXIST", "Resource does not exist."),
    20012: _Code(400, "INVALID_PARAMETER", "Invalid parameter."),
    20017: _Code(400, "PERMISSION_DENIED", "Permission denied."),
    20042: _Code(400, "LIMIT_NOT_VALID", "Limit is not valid."),
    200058: _Code(400, "USER_IN_TOKEN_NOT_EXIST", "User in token does not exist."),
    200100: _Code(403, "NO_PERMISSION", "Sorry, the vendor does not have permission for this API."),
    200104: _Code(400, "OFFSET_EXCEED_LIMIT", "Offset exceeds the limit."),
}
_STATUS_CODES: Final = {400: 20012, 401: 20004, 403: 200100, 404: 20007, 500: 20005}
_STATUS_WORDS: Final = {429: "Too Many Requests", 503: "Service Unavailable"}
_REFUSED: Final = {
    Refused.WORDS_401: (20004, ErrorShape.STRING),
    Refused.OBJECT_401: (20004, ErrorShape.OBJECT),
    Refused.NO_USER_400: (200058, None),
    Refused.NO_SCOPE_403: (200100, None),
    Refused.NO_RIGHT_400: (20017, None),
}
_WEB_PAGE: Final = "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>{}</h1></body></html>"


class Refusal(Exception):
    """The request is turned down: a status, a code (number, name or none) and words."""

    def __init__(self, status: int, code: int | str | None, words: str, shape: ErrorShape | None = None) -> None:
        """`shape` is the body's, whatever the switch for errors says."""
        super().__init__(words)
        self.status = status
        self.code = code
        self.words = words
        self.shape = shape


def refuse(code: int, words: str = "", status: int | None = None) -> Refusal:
    """The refusal with one of the documented codes; its own status and words unless others are given."""
    known = _CODES[code]
    return Refusal(status or known.status, code, words or known.words)


def refuse_with_status(status: int) -> Refusal:
    """A refusal of which only the status is said; 429 and 503 have no code."""
    if status in _STATUS_WORDS:
        return Refusal(status, None, _STATUS_WORDS[status])
    return refuse(_STATUS_CODES.get(status, 20005), status=status)


def refuse_credential(how: Refused) -> Refusal:
    """A credential that is turned down."""
    code, shape = _REFUSED[how]
    return Refusal(_CODES[code].status, code, _CODES[code].words, shape)


def build_refusal(refusal: Refusal, shape: ErrorShape, headers: dict[str, str]) -> Response:
    """The answer that carries it."""
    status, code, words = refusal.status, refusal.code, refusal.words
    match refusal.shape if refusal.shape is not None and shape is ErrorShape.OBJECT else shape:
        case ErrorShape.STRING:
            return json_answer(words, status, headers)
        case ErrorShape.PLAIN_TEXT:
            return Response(words, status, headers, "text/plain; charset=utf-8")
        case ErrorShape.WEB_PAGE:
            return Response(_WEB_PAGE.format(words), status, headers, "text/html; charset=utf-8")
        case ErrorShape.EXCEPTION:
            message = f"BaseApplicationException:errorCode={code or status},errorMsg={words}"
            return json_answer({"message": message}, status, headers)
        case ErrorShape.NAMED if isinstance(code, int):
            return json_answer({"code": _CODES[code].name, "message": words}, status, headers)
        case _:
            return json_answer(
                {"message": words} if code is None else {"code": code, "message": words}, status, headers
            )
