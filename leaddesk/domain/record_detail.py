"""A record read into the sections that the pane shows. The pane draws what is here and knows no vendor."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from leaddesk.domain.cell import CellValue, Kind, read_cell
from leaddesk.domain.consent import Consent
from leaddesk.domain.lead import Lead
from leaddesk.domain.send_history import SendHistory
from leaddesk.domain.timeline import TimelineEvent


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One named value.

    Attributes:
        name: the vendor's own key.
        label: what a person reads.
        kind: how to read and show it.
        raw: the vendor's JSON value, or NOT_SENT for a documented key that is missing.
        meaning: what the value says, in words, when that needs explaining.
    """

    name: str
    label: str
    kind: Kind
    raw: Any
    meaning: str = ""

    @property
    def cell(self) -> CellValue:
        """The value read by its kind."""
        return read_cell(self.raw, self.kind)


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A tab of names and values. `note` says why it is empty when the vendor did not send the section."""

    key: str
    title: str
    rows: tuple[FieldValue, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A tab with one text, pretty-printed where it is JSON or XML, always shown as plain text."""

    key: str
    title: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecordDetail:
    """Everything there is to read about one record, in the order of the tabs.

    The pane shows, in this order: summary (from `lead`, or `summary` for records that are no lead), the
    groups, consent, sends, the groups of `closing_groups` (verification), timeline, documents, raw JSON.
    `notes` say what the reader must know of it (what could not be read, what came twice), one sentence each.
    `source` is the vendor's object for the raw tab where it is more than the record's own row, as UTF-8 JSON.
    """

    title: str
    subtitle: str
    lead: Lead | None = None
    summary: tuple[FieldValue, ...] = ()
    groups: tuple[FieldGroup, ...] = ()
    consent: Consent | None = None
    sends: SendHistory | None = None
    closing_groups: tuple[FieldGroup, ...] = ()
    timeline: tuple[TimelineEvent, ...] = ()
    documents: tuple[Document, ...] = ()
    notes: tuple[str, ...] = ()
    source: bytes = field(default=b"", repr=False)
