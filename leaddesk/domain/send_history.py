"""Where a lead was sent, what came back, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leaddesk.domain.record_detail import FieldValue


@dataclass(frozen=True, slots=True)
class EmailRead:
    """One opening of the mail that carried the lead."""

    opened: datetime | None
    ip_address: str


@dataclass(frozen=True, slots=True)
class Send:
    """One attempt to deliver a lead. Times are aware; None and empty mean not sent or empty.

    `accepted` None means the vendor did not say. `posted` and `response` hold what was sent to the buyer
    and what the buyer answered; they may be large, hold personal data and the buyer's secrets.
    `rows` holds every key of the send as the vendor sent it, unknown keys included.
    """

    id: str
    sent: datetime | None
    client: str
    client_group: str
    accepted: bool | None
    price: float | None
    posted: str = field(repr=False)
    response: str = field(repr=False)
    first_read: datetime | None
    last_read: datetime | None
    read_count: int | None
    return_words: str  # empty when never returned
    next_appointment: datetime | None
    email_reads: tuple[EmailRead, ...]
    appointments: tuple[tuple[FieldValue, ...], ...]
    rows: tuple[FieldValue, ...]


@dataclass(frozen=True, slots=True)
class SendHistory:
    """All sends of a lead.

    Attributes:
        was_sent: whether the vendor sent this section at all.
        revenue: what the vendor says it earned.
        announced: how many sends the vendor says there are; may differ from `len(sends)`.
        sends: the attempts, in the vendor's order.
        skipped: entries that could not be read, with the reason.
    """

    was_sent: bool
    revenue: float | None = None
    announced: int | None = None
    sends: tuple[Send, ...] = ()
    skipped: tuple[str, ...] = ()
    other_rows: tuple[FieldValue, ...] = ()
