"""Many things as one sequence, each made when it is asked for. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, overload

Item = TypeVar("Item")
Made = TypeVar("Made")


class LazySequence(Sequence[Made]):
    """Records by row numbers of a whole result, for instance: 200,000 leads at once are 660 MB.

    A slice is made at once, as a tuple.
    """

    def __init__(self, items: Sequence[Item], make: Callable[[Item], Made]) -> None:
        """`items` must not change any more."""
        self.items: Sequence[Any] = items
        self.make: Callable[[Any], Made] = make

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> Made: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Made, ...]: ...
    def __getitem__(self, index: int | slice) -> Made | tuple[Made, ...]:
        if isinstance(index, slice):
            return tuple(map(self.make, self.items[index]))
        return self.make(self.items[index])
