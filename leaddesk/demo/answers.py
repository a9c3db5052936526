"""Answers of a stand-in, and the ways in which an answer can be none."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

import msgspec
from starlette.responses import Response

_WEB_PAGE: Final = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>"


class WrongAnswer(StrEnum):
    """What comes with status 200 in place of the list that was asked for."""

    NONE = ""
    WEB_PAGE = "web page"
    EMPTY = "empty"
    CUT_OFF = "cut off"
    NOT_JSON = "not JSON"
    OTHER_SHAPE = "other shape"


def json_answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A value as JSON."""
    return Response(msgspec.json.encode(value), status, headers, "application/json; charset=utf-8")


def spoil(answer: Response, wrong: WrongAnswer) -> Response:
    """The answer, or what comes in its place."""
    body = bytes(answer.body)
    match wrong:
        case WrongAnswer.NONE:
            return answer
        case WrongAnswer.WEB_PAGE:
            return Response(_WEB_PAGE, media_type="text/html")
        case WrongAnswer.EMPTY:
            return Response(b"", media_type="application/json")
        case WrongAnswer.CUT_OFF:
            return Response(body[: len(body) // 2], media_type="application/json")
        case WrongAnswer.NOT_JSON:
            return Response("41000000", media_type="text/plain")
        case WrongAnswer.OTHER_SHAPE:
            return json_answer({"Items": []})
