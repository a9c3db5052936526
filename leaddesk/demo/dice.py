"""Invented choices that come out the same everywhere."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """Random choices from a seed.

    Built on `Random.random()` alone: the one method whose sequence Python promises not to change between versions.
    """

    __slots__ = ("_roll",)

    def __init__(self, seed: int) -> None:
        """The same seed gives the same choices."""
        self._roll = random.Random(seed).random

    def share(self) -> float:
        """A number from 0 up to, not including, 1."""
        return self._roll()

    def chance(self, share: float) -> bool:
        """True in so many of all cases (0 to 1)."""
        return self._roll() < share

    def pick(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[int(self._roll() * len(items))]

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self._roll() * (most - least + 1))

    def digits(self, count: int) -> str:
        """Decimal digits as text, at most 15."""
        return f"{int(self._roll() * 10**count):0{count}d}"

    def hexadecimal(self, count: int) -> str:
        """Lower-case hexadecimal digits as text."""
        text = ""
        while len(text) < count:
            text += f"{int(self._roll() * 16**12):012x}"
        return text[:count]
