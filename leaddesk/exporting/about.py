"""The sheet "About": what a file holds, of what, and what is missing from it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from leaddesk import __version__
from leaddesk.domain.page import Coverage
from leaddesk.exporting.plan import ExportPlan


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the writer of a workbook knows at its end.

    `sends` is None when these records can have none; `cut` counts cut cells by sheet and heading.
    """

    rows: int
    sends: int | None
    cut: Mapping[str, int]
    notes: tuple[str, ...]


AboutRow = tuple[str, str | int]
"""A label, and a text or a number beside it."""


def about_rows(plan: ExportPlan, coverage: Coverage, facts: SheetFacts) -> tuple[AboutRow, ...]:
    """The rows of the sheet, what matters most first."""
    return (
        *_how_many(plan, coverage, facts),
        *_not_covered(coverage, facts),
        ("", ""),
        ("Provider", plan.provider_title),
        ("Account", plan.account_name),
        ("Search", plan.search_title),
        *((f"Asked: {label}", value) for label, value in plan.asked),
        ("", ""),
        ("Export begun", f"{plan.started_at.astimezone(plan.zone):%Y-%m-%d %H:%M:%S} {plan.zone_name}"),
        ("Zone of all dates", plan.zone_name),
        ("Columns", len(plan.columns)),
        ("Written by", f"leaddesk {__version__}"),
    )


def _how_many(plan: ExportPlan, coverage: Coverage, facts: SheetFacts) -> Iterator[AboutRow]:
    of_total = f"{facts.rows:,}" if coverage.total is None else f"{facts.rows:,} of {coverage.total:,}"
    yield "Complete", "yes" if coverage.complete else "NO: something is missing from this file, see the notes"
    yield f"{plan.record_noun.capitalize()} in this file", of_total
    if coverage.total is None:
        yield "Total", "not given by the provider"
    if facts.sends is not None:
        yield "Sends in this file", facts.sends
    yield "Came more than once, counted once", coverage.duplicates
    yield "Could not be read, left out", coverage.skipped
    yield "Changed while loading", "yes" if coverage.changed_while_loading else "no"


def _not_covered(coverage: Coverage, facts: SheetFacts) -> Iterator[AboutRow]:
    for note in (*coverage.notes, *facts.notes):
        yield "Note", note
    for where, count in facts.cut.items():
        yield "Texts cut to fit a cell", f"{where}: {count:,}"
