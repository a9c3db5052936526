"""Which tabs a record has, in which order, and how each is built when it is first shown."""

from __future__ import annotations

from typing import Final

from leaddesk.domain.consent import Consent
from leaddesk.domain.lead import Lead
from leaddesk.domain.record import RecordKind
from leaddesk.domain.record_detail import Document, FieldGroup
from leaddesk.domain.send_history import SendHistory
from leaddesk.ui.lead.consent_tab import ConsentTab
from leaddesk.ui.lead.field_table import FieldTable
from leaddesk.ui.lead.lazy_tabs import TabPlan
from leaddesk.ui.lead.reading import Reading
from leaddesk.ui.lead.sends_tab import SendsTab
from leaddesk.ui.lead.signs import empty_page
from leaddesk.ui.lead.summary_tab import SummaryTab
from leaddesk.ui.lead.text_view import TextView
from leaddesk.ui.lead.timeline_tab import TimelineTab
from leaddesk.ui.lead.value_text import raw_json_text

SUMMARY, CONSENT, SENDS, TIMELINE, RAW = "summary", "consent", "sends", "timeline", "raw"
_TIMELESS: Final = frozenset({RecordKind.GROUP, RecordKind.FIELD, RecordKind.MEMBERSHIP})
"""Figures, fields and memberships are no happenings: where they have no dates, none are missed."""
NO_TIMELINE_WORDS = "The vendor sent no date for this record, so there is nothing to put in order."
RAW_NOTE = "Exactly what the vendor sent, only indented. Nothing is masked here: it may hold passwords of buyers."


def plan_tabs(reading: Reading) -> tuple[TabPlan, ...]:
    """All tabs of a record in the order of `RecordDetail`. Sections a vendor does not have at all get none."""
    detail = reading.detail
    if detail.lead is not None:
        plans = [_summary_tab(reading, detail.lead), *(_group_tab(reading, group) for group in detail.groups)]
    else:
        first = _first_group(reading)
        others = [group for group in detail.groups if group.title != first.title]
        plans = [_group_tab(reading, first), *(_group_tab(reading, group) for group in others)]
    if detail.consent is not None:
        plans.append(_consent_tab(reading, detail.consent))
    if detail.sends is not None:
        plans.append(_sends_tab(reading, detail.sends))
    plans += [_group_tab(reading, group) for group in detail.closing_groups]
    if detail.timeline or (reading.record.kind not in _TIMELESS and TIMELINE not in {plan.key for plan in plans}):
        plans.append(_timeline_tab(reading))
    plans += [_document_tab(reading, document) for document in detail.documents]
    plans.append(TabPlan(RAW, "Raw", lambda: _raw_view(reading)))
    return tuple(plans)


def _first_group(reading: Reading) -> FieldGroup:
    """The first tab of a record that is no lead, named after its kind ("Ping").

    A group of that name is joined to it: its rows follow those of the summary, each only once.
    """
    title = reading.record.kind.value.capitalize()
    same = [group for group in reading.detail.groups if group.title == title]
    summary = reading.detail.summary
    names = {value.name for value in summary}
    rest = tuple(value for group in same for value in group.rows if value.name not in names)
    return FieldGroup(SUMMARY, title, summary + rest, " ".join(group.note for group in same if group.note))


def _summary_tab(reading: Reading, lead: Lead) -> TabPlan:
    return TabPlan(SUMMARY, "Summary", lambda: SummaryTab(reading, lead))


def _group_tab(reading: Reading, group: FieldGroup) -> TabPlan:
    """Texts that have a tab of their own, where secrets are masked, are not repeated among the values."""
    elsewhere = {document.key: document.title for document in reading.detail.documents if document.text}
    values = tuple(value for value in group.rows if value.name not in elsewhere)
    moved = [elsewhere[value.name] for value in group.rows if value.name in elsewhere]
    words = f"In tabs of their own: {', '.join(moved)}." if moved else ""
    note = " ".join(part for part in (group.note, words) if part)
    build = lambda: FieldTable(group.title, values, reading.zone, reading.copy, note=note)  # noqa: E731
    return TabPlan(group.key, group.title, build, values)


def _consent_tab(reading: Reading, consent: Consent) -> TabPlan:
    return TabPlan(CONSENT, "Consent", lambda: ConsentTab(reading, consent))


def _sends_tab(reading: Reading, sends: SendHistory) -> TabPlan:
    return TabPlan(SENDS, "Sends", lambda: SendsTab(reading, sends))


def _timeline_tab(reading: Reading) -> TabPlan:
    if reading.detail.timeline:
        return TabPlan(TIMELINE, "Timeline", lambda: TimelineTab(reading))
    return TabPlan(TIMELINE, "Timeline", lambda: empty_page(NO_TIMELINE_WORDS))


def _document_tab(reading: Reading, document: Document) -> TabPlan:
    if not document.text:
        words = document.note or "The vendor sent nothing here."
        return TabPlan(document.key, document.title, lambda: empty_page(words))
    build = lambda: TextView(document.title, document.text, reading.copy, note=document.note)  # noqa: E731
    return TabPlan(document.key, document.title, build)


def _raw_view(reading: Reading) -> TextView:
    return TextView("Raw JSON", raw_json_text(reading.record.source), reading.copy, note=RAW_NOTE)
