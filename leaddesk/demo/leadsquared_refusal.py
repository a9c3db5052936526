"""How LeadSquared refuses: the error envelope (dossier, section 4)."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from leaddesk.demo.answers import json_answer

INVALID_INPUT: Final = "MXInvalidInputException"
MANDATORY_MISSING: Final = "MXMandatoryAttributeMissingException"
UNKNOWN_ATTRIBUTE: Final = "MXUnknownAttributeException"
INVALID_ENTITY: Final = "MXInvalidEntityException"
INVALID_ACCESS: Final = "MXInvalidAccessDetailsException"
LIMIT_EXCEEDED: Final = "MXAPIRateLimitExceededException"


class BadRequest(Exception):
    """The request is not as the documents write it: status 400."""

    def __init__(self, words: str, kind: str = INVALID_INPUT) -> None:
        """`words` and the type of the exception go into the answer."""
        super().__init__(words)
        self.words = words
        self.kind = kind


class LogicError(BadRequest):
    """The request is well formed and cannot be done: an MX exception, status 500 (or what the switch says)."""


def envelope(kind: str, words: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """An error as LeadSquared writes it."""
    body = {"Status": "Error", "ExceptionType": kind, "ExceptionMessage": words}
    return json_answer(body, status, headers)
