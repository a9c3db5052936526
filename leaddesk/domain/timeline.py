"""What happened to a lead, in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One happening: when (aware), what kind of thing (`added`, `sent`, `consent`, ...), and what in words."""

    moment: datetime
    kind: str
    words: str
