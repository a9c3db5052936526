"""A step of the tour, and what it means that its check did not hold."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

Act = Callable[[], Awaitable[QWidget]]
"""Does something and checks it; gives the widget to take the picture of."""


class CheckFailed(Exception):
    """What a step promised did not come true."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is done and checked, under a title that names its pictures."""

    title: str
    act: Act

    @property
    def file_words(self) -> str:
        """The title as a part of a file name: `lofty-unknown-stage`."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


def check(held: object, words: str) -> None:
    """Go on only if this held.

    Raises:
        CheckFailed: with these words.
    """
    if not held:
        raise CheckFailed(words)
