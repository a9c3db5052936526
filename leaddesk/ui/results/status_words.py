"""The status line in words. Pure; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from leaddesk.domain.cell_words import in_zone
from leaddesk.domain.page import Total, TotalKind
from leaddesk.domain.provider import Wait
from leaddesk.ui.cell_text import zone_short_name


@dataclass(frozen=True, slots=True)
class ResultFacts:
    """What the status line tells.

    Attributes:
        shown, loaded: rows of the page, after narrowing and before.
        total: of the whole result.
        selected: ticked records on all pages.
        account: its name.
        read_at: when the page came (aware); None when there is none.
        zone: in which the time is told.
        order: who sorted what, in words; empty when nobody was asked to.
        usage: how much of the account's allowance is used, in words; empty when the provider does not say.
        loading: how far the loading of the whole result has come, in words; empty for a page.
    """

    shown: int
    loaded: int
    total: Total
    selected: int
    account: str
    read_at: datetime | None
    zone: tzinfo
    order: str = ""
    usage: str = ""
    loading: str = ""


def status_parts(facts: ResultFacts) -> tuple[str, ...]:
    """`100 rows shown`, `211,507 in all`, `3 selected`, `LeadExec East`, `read 2026-11-20 14:02:10 CET`."""
    parts = [_shown_text(facts.shown, facts.loaded), _total_text(facts.total), f"{facts.selected:,} selected"]
    if facts.loading:
        parts.append(facts.loading)
    if facts.order:
        parts.append(facts.order)
    if facts.account:
        parts.append(facts.account)
    if facts.read_at is not None:
        local = in_zone(facts.read_at, facts.zone)
        parts.append(f"read {local:%Y-%m-%d %H:%M:%S} {zone_short_name(local)}")
    if facts.usage:
        parts.append(facts.usage)
    return tuple(parts)


def wait_text(wait: Wait, seconds_left: int) -> str:
    """`Waiting 4 s: LeadExec asks for a pause (try 2 follows)`."""
    return f"Waiting {max(0, seconds_left):,} s: {wait.reason} (try {wait.attempt} follows)"


def _shown_text(shown: int, loaded: int) -> str:
    if shown != loaded:
        return f"{shown:,} of {loaded:,} loaded rows shown"
    return "1 row shown" if shown == 1 else f"{shown:,} rows shown"


def _total_text(total: Total) -> str:
    if total.kind is TotalKind.UNKNOWN:
        return "total not given"
    return f"at least {total.count:,} in all" if total.kind is TotalKind.AT_LEAST else f"{total.count:,} in all"
