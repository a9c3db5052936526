"""How a page is asked for again when LeadExec refuses it: fewer rows, or `SortOrder` in its other form. Pure.

The largest `Take` and the form of `SortOrder` are not documented (dossier section 10). A refused size is halved; a
refused sort order is sent as a word instead of a number, and the other way round. What worked is remembered.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Final

from leaddesk.domain.errors import (
    AnswerFault,
    AnswerNotUnderstood,
    LeaddeskError,
    NetworkCause,
    NotReachable,
    ProviderFailed,
    QueryRefused,
)
from leaddesk.domain.page import Page, Position
from leaddesk.domain.search import Query
from leaddesk.providers.leadexec.wire import PageAsked

USUAL_TAKE: Final = 100
"""Seen in use by several clients: a refusal of so few rows has another cause."""

LEAST_TAKE: Final = 25
"""Where rows themselves are too large or too slow."""

_MOST_TIMEOUTS: Final = 3
_MOST_QUERIES_REMEMBERED: Final = 64


class PageAttempts:
    """The tries of one page. `asked` is what to send next."""

    def __init__(self, asked: PageAsked) -> None:
        """Begin with what is known to work so far."""
        self.asked = asked
        self._first = asked
        self._timeouts = 0

    def adapt(self, error: LeaddeskError) -> bool:
        """Change `asked` so that this error may not come again; False when there is nothing left to try."""
        following = self._after(error)
        if following is None:
            return False
        self.asked = following
        return True

    def _after(self, error: LeaddeskError) -> PageAsked | None:
        if isinstance(error, NotReachable) and error.cause in {NetworkCause.SILENT, NetworkCause.DEADLINE}:
            return self._after_timeout()
        if isinstance(error, ProviderFailed) and error.status == 504:
            return self._after_timeout()
        if isinstance(error, AnswerNotUnderstood) and error.fault is AnswerFault.TOO_LARGE:
            return self._with_take(self.asked.take // 2, LEAST_TAKE)
        if isinstance(error, QueryRefused) and error.status == 413:
            return self._with_take(self.asked.take // 2, LEAST_TAKE)
        if isinstance(error, ProviderFailed) and error.status == 500:
            return self._with_take(self.asked.take // 2, USUAL_TAKE)
        if isinstance(error, QueryRefused) and error.status == 400:
            return self._after_bad_request()
        return None

    def _after_timeout(self) -> PageAsked | None:
        """Each of these may cost a minute: a quarter of the rows, and not often."""
        self._timeouts += 1
        return self._with_take(self.asked.take // 4, LEAST_TAKE) if self._timeouts < _MOST_TIMEOUTS else None

    def _after_bad_request(self) -> PageAsked | None:
        """The other sort form at the size asked for; then fewer rows in the first form; last both together."""
        at_an_end = self.asked.take == self._first.take or self.asked.take <= USUAL_TAKE
        in_first_form = self.asked.other_sort_form == self._first.other_sort_form
        if self.asked.sort_order is not None and in_first_form and at_an_end:
            return replace(self.asked, other_sort_form=not self.asked.other_sort_form)
        smaller = self._with_take(self.asked.take // 2, USUAL_TAKE)
        return None if smaller is None else replace(smaller, other_sort_form=self._first.other_sort_form)

    def _with_take(self, take: int, least: int) -> PageAsked | None:
        return replace(self.asked, take=max(take, least)) if self.asked.take > least else None


@dataclass(slots=True)
class WhatWorked:
    """What an account's server was seen to accept: page sizes and projection by query, the sort form for all."""

    _takes: dict[str, int] = field(default_factory=dict[str, int])
    _unprojected: set[str] = field(default_factory=set[str])
    _other_sort_form: set[tuple[str, bool]] = field(default_factory=set[tuple[str, bool]])

    def begin(self, query: Query, start: Position) -> PageAsked:
        """The page as it is likely to be accepted."""
        key = _query_key(query)
        return PageAsked(
            query,
            start,
            take=min(query.page_size, self._takes.get(key, query.page_size)),
            other_sort_form=(query.search, _is_number(query)) in self._other_sort_form,
            projected=key not in self._unprojected,
        )

    def learn(self, asked: PageAsked, page: Page) -> Page:
        """Remember what was accepted, and say in the page's notes what was not."""
        key = _query_key(asked.query)
        if asked.take < asked.query.page_size:
            self._remember_take(key, asked.take)
        if asked.other_sort_form:
            self._other_sort_form.add((asked.query.search, _is_number(asked.query)))
        notes = _say_adaptations(asked)
        if self._came_without_ids(asked, page):
            self._unprojected.add(key)
            notes.append(
                "With the chosen fields alone LeadExec sends no id, so these rows cannot be told from repeats; "
                "the following pages are read with all fields."
            )
        return replace(page, notes=(*page.notes, *notes)) if notes else page

    def _remember_take(self, key: str, take: int) -> None:
        self._takes.pop(key, None)
        self._takes[key] = take
        while len(self._takes) > _MOST_QUERIES_REMEMBERED:
            del self._takes[next(iter(self._takes))]

    @staticmethod
    def _came_without_ids(asked: PageAsked, page: Page) -> bool:
        is_projected = asked.projected and bool(asked.query.values.get("Fields"))
        return is_projected and any(not record.id for record in page.records)


def _say_adaptations(asked: PageAsked) -> list[str]:
    notes: list[str] = []
    if asked.take < asked.query.page_size:
        notes.append(f"LeadExec did not serve pages of {asked.query.page_size:,} rows; {asked.take:,} were asked for.")
    if asked.other_sort_form and asked.sort_order is not None:
        chosen, sent = ("number", "word") if _is_number(asked.query) else ("word", "number")
        notes.append(f"LeadExec refused SortOrder as a {chosen}; the {sent} {asked.sort_order} was sent instead.")
    if not asked.projected:
        notes.append("Fields to return was left out of the request: with it, LeadExec sends no id.")
    return notes


def _is_number(query: Query) -> bool:
    return query.values.get("SortOrder") in {"0", "1"}


def _query_key(query: Query) -> str:
    return f"{query.search} {json.dumps(dict(query.values), default=str, sort_keys=True)}"
