"""A question about the loaded rows, as it goes to the worker thread. Pure, and quick to import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from leaddesk.domain.arrangement import Arrangement
from leaddesk.domain.columns import Column
from leaddesk.domain.needle import build_needle

ROWS_PER_STEP: Final = 1024
"""Rows read in one step of long work: some milliseconds of Python."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which rows, in which order, with the columns that are named there, by key, and those in view."""

    arrangement: Arrangement
    columns: Mapping[str, Column]
    shown: tuple[Column, ...]

    def needed(self) -> tuple[Column, ...]:
        """The columns that must be up to date."""
        in_view = self.shown if build_needle(self.arrangement.narrow).text else ()
        return tuple(dict.fromkeys((*self.columns.values(), *in_view)))
