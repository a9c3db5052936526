"""Answers of Leads/NotContacted: a list, an aggregate, either of them as CSV (seed; dossier, section 6)."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from leaddesk.demo.answers import json_answer
from leaddesk.demo.leadsquared_bodies import Paging
from leaddesk.demo.leadsquared_book import LeadBook, pick, write_value
from leaddesk.demo.leadsquared_faults import GroupTotal, LeadSquaredFaults, NoRows, TotalForm
from leaddesk.demo.leadsquared_fields import FIELDS_BY_NAME
from leaddesk.demo.leadsquared_filter import as_text, find_field
from leaddesk.demo.leadsquared_leads import LeadRow
from leaddesk.demo.leadsquared_moments import write_plain
from leaddesk.demo.leadsquared_refusal import INVALID_INPUT, LogicError, envelope
from leaddesk.demo.leadsquared_requests import Grouping, ReportRequest

Row = dict[str, str | None]


class Report:
    """Builds the report's answers."""

    def __init__(self, book: LeadBook, faults: LeadSquaredFaults) -> None:
        """`faults` may change from call to call."""
        self._book = book
        self._faults = faults

    def answer(self, asked: ReportRequest, *, as_csv: bool) -> Response:
        """The rows asked for.

        Raises:
            LogicError: a filter or a grouping names what there is not.
        """
        leads = self._book.find_not_contacted(asked)
        if asked.grouping:
            groups = group_leads(leads, asked.grouping, named_after_field=self._faults.groups_named_after_field)
            total = len(groups) if self._faults.group_total is GroupTotal.GROUPS else len(leads)
            rows = self._cut(groups, asked.paging, as_csv=as_csv)
        else:
            total = len(leads)
            # the answer's keys come in another order than asked (seed)
            columns = asked.columns if as_csv else asked.columns[::-1]
            rows = [pick(lead, columns, write_plain) for lead in self._cut(leads, asked.paging, as_csv=as_csv)]
        return self._write_csv(rows, asked) if as_csv else json_answer(self._envelop(rows, total))

    def _cut(self, rows: Sequence[Any], paging: Paging, *, as_csv: bool) -> Sequence[Any]:
        if as_csv and self._faults.csv_ignores_paging:
            return rows
        shifted = min(self._faults.order_shifts_by, paging.size) if paging.index > 1 else 0
        own = rows[paging.start + shifted : paging.start + paging.size]
        return [*rows[paging.start - shifted : paging.start], *own]

    def _envelop(self, rows: Sequence[Row], total: int) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        if self._faults.total is not TotalForm.MISSING:
            answer["TotalCount"] = str(total) if self._faults.total is TotalForm.TEXT else total
        if rows or self._faults.no_rows is not NoRows.MISSING:
            answer["Results"] = rows if rows or self._faults.no_rows is NoRows.EMPTY_LIST else None
        return answer

    def _write_csv(self, rows: Sequence[Row], asked: ReportRequest) -> Response:
        if self._faults.csv_as_envelope:
            return envelope(INVALID_INPUT, "The report could not be written as CSV.", 200)
        names = [name for name in asked.columns if name in FIELDS_BY_NAME]
        if asked.grouping:
            names = list(rows[0]) if rows else [asked.grouping.group_by]
        titles = names
        if self._faults.csv_has_display_names:
            titles = [FIELDS_BY_NAME[name].display_name if name in FIELDS_BY_NAME else name for name in names]
        text = io.StringIO()
        writer = csv.writer(text, delimiter=self._faults.csv_separator)
        writer.writerow(titles)
        writer.writerows([row.get(name) for name in names] for row in rows)
        mark = "\ufeff" if self._faults.csv_begins_with_mark else ""
        headers = {"Content-Disposition": 'attachment; filename="LeadsNotContacted.csv"'}
        return Response((mark + text.getvalue()).encode(), headers=headers, media_type="text/csv")


def group_leads(leads: Sequence[LeadRow], grouping: Grouping, *, named_after_field: bool) -> list[Row]:
    """One row a group with its leads counted, and with their average or sum; the names of the values are invented.

    Raises:
        LogicError: an unknown field, or one that cannot be added up.
    """
    find_field(grouping.group_by)
    field = find_field(grouping.field)
    if grouping.function != "Count" and field.data_type != "Number":
        raise LogicError(f"{grouping.function} needs a numeric AggregateField.")
    groups: dict[str | None, list[LeadRow]] = {}
    for lead in leads:
        label = write_value(lead.value(grouping.group_by), write_plain) or None
        groups.setdefault(label, []).append(lead)
    suffix = f"_{grouping.field}" if named_after_field else ""
    rows: list[Row] = []
    for label in sorted(groups, key=lambda label: label or ""):
        row: Row = {grouping.group_by: label, f"Count{suffix}": str(len(groups[label]))}
        if grouping.function != "Count":
            row[f"{grouping.function}{suffix}"] = _add_up(groups[label], grouping)
        rows.append(row)
    return rows


def _add_up(leads: Sequence[LeadRow], grouping: Grouping) -> str | None:
    """Sum or average of what has a value, with two decimals; null without any."""
    held = [float(text) for text in (as_text(lead.value(grouping.field)) for lead in leads) if text]
    if not held:
        return None
    return f"{math.fsum(held) / (len(held) if grouping.function == 'Average' else 1):.2f}"
