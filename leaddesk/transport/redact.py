"""Takes secrets out of text before it is logged or shown.

Two nets, one behind the other: secrets that are known, in every form in which they travel, and whatever
stands behind a name like `accessKey` or `Authorization`. `transport.http` makes every secret known before
it is sent, so no caller has to remember to.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_from_bytes

if TYPE_CHECKING:  # the log begins before anything of the business is imported
    from leaddesk.domain.account import Secret

MASK: Final = "•••"

LEAST_SECRET_LENGTH: Final = 4
"""Shorter texts are not masked: no key is so short, and masking them would make logs unreadable."""

_NAMES: Final = r"access[_-]?key|secret[_-]?key|api[_-]?key|client[_-]?secret|token|password|passwd|authorization"
_NAMED_VALUE: Final = re.compile(
    rf"""
    ( (?:{_NAMES}) (?:\\?["'])? \s* (?: [:=] | %3D ) \s* )        # the name, as in JSON, a header or a query
    (?: (?:bearer|basic|token) \s+ [^\s"'\\,;]+                   # a header's value
      | \\"[^"\\]*                                                # JSON within a JSON text
      | "[^"\\]*+(?:\\.[^"\\]*+)*+"?                              # JSON
      | '[^']*'?                                                  # Python's way to print a text
      | [^\s&,;"'<>\])}}]+                                        # anything else, up to where it seems to end
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEARER: Final = re.compile(r"\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}", re.IGNORECASE)
_URL_USER: Final = re.compile(r"://[^/\s@\"']+@")


class Redactor:
    """Masks the secrets it was told about, and whatever looks like one."""

    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        """Know `secrets` from the start."""
        self._known: set[str] = set()
        self._pattern: re.Pattern[str] | None = None
        for secret in secrets:
            self.remember(secret)

    def remember(self, secret: Secret) -> None:
        """Mask this secret from now on; cheap when it is known already."""
        text = secret.reveal()
        if text in self._known or len(text) < LEAST_SECRET_LENGTH:
            return
        self._known.add(text)
        forms = {form for known in self._known for form in _forms(known)}
        # One assignment, so that other threads see the old pattern or the new one. Longest first: a form
        # may begin with another.
        self._pattern = re.compile("|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)))

    def mask_known(self, text: str) -> str:
        """Only secrets it was told about: for words that a person is to read."""
        return text if self._pattern is None else self._pattern.sub(MASK, text)

    def mask(self, text: str) -> str:
        """Known secrets, and every value behind a telling name: for logs, where rather too much is masked."""
        text = self.mask_known(text)
        text = _NAMED_VALUE.sub(rf"\1{MASK}", text)
        text = _BEARER.sub(rf"\1 {MASK}", text)
        return _URL_USER.sub(f"://{MASK}@", text)


def _forms(text: str) -> Iterator[str]:
    """The forms in which a secret travels: plain, in a query, in JSON, in HTML, in Base64."""
    data = text.encode("utf-8", "surrogatepass")
    escaped = json.dumps(text)[1:-1]
    yield from (text, escaped, escaped.replace("/", "\\/"), html.escape(text), repr(text)[1:-1])
    # .NET writes these as \u002B in JSON.
    yield "".join(f"\\u{ord(char):04X}" if char in "+<>&'\"" else char for char in text)
    for safe in ("", "/"):
        percent = quote_from_bytes(data, safe)
        lower = re.sub("%..", lambda match: match[0].lower(), percent)
        yield from (percent, percent.replace("%20", "+"), lower, lower.replace("%20", "+"))
    yield from _base64_forms(data)


def _base64_forms(data: bytes) -> Iterator[str]:
    """Base64 of the secret wherever it stands in a longer text: three alignments, without the shared edges."""
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + data).decode("ascii")
        first = -(-shift * 8 // 6)
        last = (shift + len(data)) * 8 // 6
        core = whole[first:last]
        if len(core) >= LEAST_SECRET_LENGTH:
            yield core
            yield core.replace("+", "-").replace("/", "_")


_shared: Final = Redactor()


def remember_secret(secret: Secret) -> None:
    """Mask this secret in all logs and vendors' words from now on, in the whole program."""
    _shared.remember(secret)


def mask(text: str) -> str:
    """A text fit for a log: known secrets and whatever looks like one are masked."""
    return _shared.mask(text)


def mask_known(text: str, secrets: Iterable[Secret] = ()) -> str:
    """A text fit for a person: known secrets, and those given here, are masked; nothing else is touched."""
    return _shared.mask_known(Redactor(secrets).mask_known(text))
