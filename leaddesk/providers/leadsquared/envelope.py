"""LeadSquared's error envelope, which may come with any status, 200 among them (dossier section 4). Pure."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, cast

from leaddesk.domain.cell import plain_text
from leaddesk.domain.record import decode_json
from leaddesk.transport.json_text import as_utf8
from leaddesk.transport.messages import WireResponse

MOST_ENVELOPE_BYTES: Final = 64 * 1024
"""No error comes near it; a larger answer is rows, and is not looked into."""

_UTF8_MARK: Final = b"\xef\xbb\xbf"
_BEGINS_LIKE_AN_ENVELOPE: Final = re.compile(
    rb'\s*\{\s*"(?:Status|ExceptionType|ExceptionMessage|IsMXException)"\s*:', re.IGNORECASE
)
_LIMIT: Final = re.compile(
    r"exceeded\s+the\s+limit\s+of\s+(\d{1,6})\s+in\s+(\d{1,5}(?:\.\d{1,3})?)\s+second", re.IGNORECASE
)
_LIMIT_TYPE: Final = re.compile(r"rate\s*limit", re.IGNORECASE)
_PASSING: Final = re.compile(r"time(?:d)?[ -]?out|dead[ -]?lock|try(?:ing)? again", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limit:
    """A rate limit that was hit: so many calls in so many seconds; both 0 when the answer does not say."""

    calls: int = 0
    seconds: float = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """What an envelope says. `type` is the vendor's name of the exception, empty when it gives none."""

    type: str
    words: str

    @property
    def is_passing(self) -> bool:
        """Whether the words speak of something that a repeat may mend: a timeout, a deadlock, "try again"."""
        return _PASSING.search(self.words) is not None

    @property
    def is_of_the_vendor(self) -> bool:
        """Whether it is one of the vendor's own exceptions: the same call would get the same answer."""
        return self.type.upper().startswith("MX")


def read_refusal(response: WireResponse) -> Refusal | None:
    """The envelope that this answer is; None for rows and for anything else.

    Only the first bytes of a large answer are looked at.
    """
    head = response.body[:200].removeprefix(_UTF8_MARK)
    if len(response.body) > MOST_ENVELOPE_BYTES or _BEGINS_LIKE_AN_ENVELOPE.match(head) is None:
        return None
    values: object = None
    with suppress(ValueError):
        values = decode_json(as_utf8(response.body))
    return _read_envelope(cast("dict[str, Any]", values)) if isinstance(values, dict) else None


def read_limit(response: WireResponse, refusal: Refusal | None) -> Limit | None:
    """The rate limit that this answer tells of: by its status, by the exception's type, or by its text.

    The text `API calls exceeded the limit of N in S second(s)` comes with 429, with 403 and with 200.
    """
    text = refusal.words if refusal else ""
    if not text and response.status >= 400:
        text = response.body[:2000].decode("utf-8", "replace")
    told = _LIMIT.search(text)
    if told:
        return Limit(int(told[1]), float(told[2]))
    if response.status == 429 or (refusal and _LIMIT_TYPE.search(refusal.type)):
        return Limit()
    return None


def _read_envelope(values: dict[str, Any]) -> Refusal | None:
    by_name = {name.lower(): value for name, value in values.items()}
    kind = plain_text(by_name.get("exceptiontype")).strip()
    words = plain_text(by_name.get("exceptionmessage")).strip()
    is_error = plain_text(by_name.get("status")).strip().lower() == "error"
    is_marked = plain_text(by_name.get("ismxexception")).strip().lower() == "true"
    if not (kind or is_error or is_marked):
        return None
    return Refusal(kind or ("MXException" if is_marked else ""), words)
