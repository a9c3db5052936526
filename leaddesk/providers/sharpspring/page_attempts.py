"""How many rows are asked for at once: fewer when a large answer does not come through (dossier sections 1, 4).

Under load and with large requests SharpSpring sends web pages, nothing at all, or too late. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from leaddesk.domain.errors import (
    AnswerFault,
    AnswerNotUnderstood,
    LeaddeskError,
    NetworkCause,
    NotReachable,
    ProviderFailed,
)
from leaddesk.providers.sharpspring.wire import MOST_ROWS

LEAST_ROWS: Final = 25
MOST_TRIES: Final = 4
"""Each of these may have cost the transport's own repeats."""

MOST_TRIES_AFTER_SILENCE: Final = 1
"""Silence costs a minute each time."""

_TOO_MUCH: Final = frozenset(
    {AnswerFault.EMPTY, AnswerFault.WEB_PAGE, AnswerFault.CUT_OFF, AnswerFault.NOT_JSON, AnswerFault.TOO_LARGE}
)


def is_too_much(error: LeaddeskError) -> bool:
    """Whether fewer rows may help: it came too late, or as something else than JSON."""
    if isinstance(error, NotReachable):
        return error.cause in {NetworkCause.SILENT, NetworkCause.DEADLINE}
    if isinstance(error, ProviderFailed):
        return error.status in {500, 502, 504}
    return isinstance(error, AnswerNotUnderstood) and error.fault in _TOO_MUCH


@dataclass(slots=True)
class Sizes:
    """The page sizes that came through, by search."""

    _most: dict[str, int] = field(default_factory=dict[str, int])

    def begin(self, search: str, wanted: int) -> int:
        """The rows to ask for first."""
        return max(1, min(wanted, MOST_ROWS, self._most.get(search, MOST_ROWS)))

    def learn(self, search: str, size: int) -> None:
        """Remember that more than this did not come through."""
        self._most[search] = size


def say_smaller(wanted: int, size: int) -> str:
    """That fewer rows were asked for than was wanted."""
    return f"SharpSpring did not serve pages of {wanted:,} rows; {size:,} were asked for."
