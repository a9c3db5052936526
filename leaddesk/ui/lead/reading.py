"""What every tab of the pane is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from leaddesk.domain.lead import ALL_LEAD_FACTS, LeadFact
from leaddesk.domain.local_time import LeadZones
from leaddesk.domain.record import Record
from leaddesk.domain.record_detail import RecordDetail

Copied = str | Sequence[Sequence[str]]
"""One text, or rows of cells."""

CopyText = Callable[[Copied, str], None]
"""Puts something on the clipboard; the text names it for the person (`Phone`)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One record being read.

    Attributes:
        detail, record: what is shown.
        zone: the person's own zone.
        lead_zones: where on the clock the lead is.
        copy: puts a text or rows on the clipboard and says so.
        now: the present moment (aware).
        facts: what a lead of this vendor can have; only of that it is said that it is not given.
    """

    detail: RecordDetail
    record: Record
    zone: tzinfo
    lead_zones: LeadZones
    copy: CopyText
    now: Callable[[], datetime]
    facts: frozenset[LeadFact] = ALL_LEAD_FACTS
