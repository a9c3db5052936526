"""Which of SharpSpring's answers are worth asking for again (dossier sections 1, 3, 4).

Errors come with status 200, so an answer has to be looked into. A good answer may be megabytes of leads: of a large
one only its two ends are read, where the envelope says that there was no error.
"""

from __future__ import annotations

import re
from typing import Final

from leaddesk.domain.errors import AnswerNotUnderstood
from leaddesk.providers.sharpspring.refusals import (
    DAILY_LIMIT,
    PER_SECOND_LIMIT,
    says_it_passes,
    says_keys_are_wrong,
)
from leaddesk.providers.sharpspring.reported_errors import read_errors
from leaddesk.transport.json_answer import decode_json_answer
from leaddesk.transport.messages import WireResponse
from leaddesk.transport.verdict import Repeat, Verdict

_SECOND: Final = 1.0
_SMALL_BYTES: Final = 32 * 1024
_END_BYTES: Final = 2048
_NO_ERROR: Final = re.compile(rb'"error"\s*:\s*(?:null|\[\s*\]|\{\s*\}|"")\s*[,}]')
"""Within a lead's text the quotes would be escaped."""

_LIMIT: Final = Verdict(
    Repeat.LIMIT,
    wait_seconds=_SECOND,
    pause_seconds=_SECOND,
    words="the provider’s limit of calls in a second is reached",
)
_PASSING: Final = Verdict(Repeat.FAILURE, words="the provider is not available for a moment")
_UNREADABLE: Final = Verdict(Repeat.FAILURE, words="something else than an answer came back")
_FINAL: Final = Verdict(Repeat.NEVER)


def judge_answer(response: WireResponse) -> Verdict:
    """What an answer says of asking again: its error's code and words, and whether it is an answer at all."""
    if response.status in {401, 403}:
        return _FINAL
    body = response.body
    if len(body) > _SMALL_BYTES:
        return _judge_large(response)
    try:
        answer = decode_json_answer(response)
    except AnswerNotUnderstood:
        return _judge_words(response, body.decode("utf-8", "replace"))
    if not isinstance(answer, dict):
        return _judge_words(response, answer if isinstance(answer, str) else "")
    errors = read_errors(answer.get("error"))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    codes = {error.code for error in errors}
    if DAILY_LIMIT in codes:
        return _FINAL
    if PER_SECOND_LIMIT in codes:
        return _LIMIT
    if any(says_it_passes(error.message) for error in errors):
        return _PASSING
    return _FINAL if errors else Verdict()


def _judge_large(response: WireResponse) -> Verdict:
    """Good by its ends; or a page of something else; what is neither is read by whoever asked for it."""
    body = response.body
    if _NO_ERROR.search(body[:_END_BYTES]) or _NO_ERROR.search(body[-_END_BYTES:]):
        return Verdict()
    return Verdict() if body.lstrip()[:1] == b"{" and body.rstrip()[-1:] == b"}" else _passing(response)


def _judge_words(response: WireResponse, text: str) -> Verdict:
    """No envelope: the bare words about keys are final, all else may pass."""
    return _FINAL if says_keys_are_wrong(text) else _passing(response)


def _passing(response: WireResponse) -> Verdict:
    """With an error status, the status says whether it passes."""
    return _UNREADABLE if response.status < 400 else Verdict()
