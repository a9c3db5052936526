"""The first tab of a lead: who, how to reach them, where and what time it is there, worth what, in which state."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from leaddesk.domain.cell_words import in_zone
from leaddesk.domain.consent import ConsentState
from leaddesk.domain.lead import Lead, LeadFact, Validity
from leaddesk.domain.local_time import conflict_text, lead_moment_text, local_now_text
from leaddesk.domain.send_history import SendHistory
from leaddesk.ui.cell_text import count_text, moment_text, one_line, zone_short_name
from leaddesk.ui.lead.fact_grid import FactGrid, FactPage
from leaddesk.ui.lead.reading import Reading
from leaddesk.ui.lead.signs import badge, notice
from leaddesk.ui.lead.value_text import (
    CONSENT_WORDS,
    NOT_GIVEN_WORDS,
    is_placeholder_phone,
    money_text,
    phone_text,
    utc_text,
)
from leaddesk.ui.widgets.plain_label import muted_label, set_plain_tool_tip, wrapped_label

TICK_MILLISECONDS = 30_000
_SENDS_NOT_KNOWN_WORDS = "not known: the vendor did not send this section"


class SummaryTab(FactPage):
    """Draws `RecordDetail.lead`; its two clocks go on while it is in view."""

    def __init__(self, reading: Reading, lead: Lead) -> None:
        """Build all of it; nothing here is large."""
        super().__init__("Summary")
        self._reading = reading
        self._ticker = QTimer(self, interval=TICK_MILLISECONDS)
        self._ticker.timeout.connect(self.tick)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(10)
        for words in lead.do_not_contact:
            column.addWidget(notice("error", one_line(words), page))
        column.addLayout(_badges(reading, lead, page))
        column.addWidget(muted_label(_state_words(reading, lead), page))
        column.addWidget(self._build_person(lead))
        column.addWidget(self._build_times(lead))
        column.addWidget(self._build_business(lead))
        column.addStretch(1)
        self.setWidget(page)
        self.tick()

    def _build_person(self, lead: Lead) -> FactGrid:
        grid = FactGrid(self._reading.copy, self)
        grid.add_copyable("Name", lead.name)
        for phone in lead.phones:
            aside = "no real number" if is_placeholder_phone(phone.text) else ""
            grid.add_copyable(phone.label, phone.text, shown=phone_text(phone.text, lead.place.country), aside=aside)
        if not lead.phones:
            grid.add_text("Phone", "")
        for email in lead.emails:
            grid.add_copyable(email.label, email.text)
        if not lead.emails:
            grid.add_text("E-mail", "")
        grid.add_copyable("Address", lead.place.one_line())
        return grid

    def _build_times(self, lead: Lead) -> FactGrid:
        grid = FactGrid(self._reading.copy, self)
        self._lead_time = wrapped_label("", grid, selectable=True)
        self._lead_time.setProperty("role", "section")
        self._my_time = wrapped_label("", grid, selectable=True)
        self._conflict = notice("warning", "", grid)
        self._conflict_words = self._conflict.findChildren(QLabel)[-1]
        grid.add_widget("Lead’s local time", self._lead_time)
        grid.add_widget("", muted_label(one_line(self._reading.lead_zones.basis), grid))
        grid.add_widget("", self._conflict)
        grid.add_widget("My time", self._my_time)
        self._add_moment(grid, "Added", lead.added)
        self._add_moment(grid, "Updated", lead.updated)
        return grid

    def _add_moment(self, grid: FactGrid, caption: str, moment: datetime | None) -> None:
        if moment is None:
            grid.add_text(caption, "")
            return
        note = f"{utc_text(moment)}\nLead’s time: {lead_moment_text(self._reading.lead_zones, moment)}"
        grid.add_text(caption, moment_text(moment, self._reading.zone, named=True), note=note)

    def _build_business(self, lead: Lead) -> FactGrid:
        grid = FactGrid(self._reading.copy, self)
        self._add_fact(grid, LeadFact.SOURCE, "Source", lead.source)
        for caption, text in (("Campaign", lead.campaign), ("Channel", lead.channel), ("Stage", lead.stage)):
            if text:
                grid.add_text(caption, text)
        self._add_fact(grid, LeadFact.GRADE, "Grade", lead.grade)
        self._add_fact(grid, LeadFact.PRICE, "Price", money_text(lead.price, ""))
        grid.add_text("Owner", lead.owner)
        if lead.validity.return_status:
            grid.add_text("Return status", lead.validity.return_status)
        if self._reading.detail.sends is not None:
            sends = self._reading.detail.sends
            grid.add_text("Sends", sends_words(sends) if sends.was_sent else "", missing=_SENDS_NOT_KNOWN_WORDS)
        return grid

    def _add_fact(self, grid: FactGrid, fact: LeadFact, caption: str, text: str) -> None:
        """What this vendor cannot say at all is not told as missing."""
        if text or fact in self._reading.facts:
            grid.add_text(caption, text)

    def tick(self) -> None:
        """Show the present time, the lead's and one's own."""
        now = self._reading.now()
        local = in_zone(now, self._reading.zone)
        self._lead_time.setText(local_now_text(self._reading.lead_zones, now))
        self._my_time.setText(f"{local:%a %H:%M} {zone_short_name(local)}")
        conflict = conflict_text(self._reading.lead_zones, now)
        self._conflict_words.setText(conflict)
        self._conflict.setAccessibleName(conflict)
        self._conflict.setVisible(bool(conflict))

    @property
    def is_ticking(self) -> bool:
        """Whether the clocks go on."""
        return self._ticker.isActive()

    def showEvent(self, event: QShowEvent) -> None:
        """The clocks go on."""
        self.tick()
        self._ticker.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: the clocks rest."""
        self._ticker.stop()
        super().hideEvent(event)


def _badges(reading: Reading, lead: Lead, parent: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    if lead.validity.is_valid is not None or LeadFact.VALIDITY in reading.facts:
        row.addWidget(badge(*validity_badge(lead.validity), parent))
    consent = badge(*_consent_badge(reading, lead), parent)
    if reading.detail.consent is not None:
        set_plain_tool_tip(consent, reading.detail.consent.why)
    row.addWidget(consent)
    row.addStretch(1)
    return row


def validity_badge(validity: Validity) -> tuple[str, str]:
    """Tone and words."""
    if validity.is_valid is None:
        return "unknown", "? Validity not said"
    return ("good", "✓ Valid") if validity.is_valid else ("bad", "✕ Not valid")


def _consent_badge(reading: Reading, lead: Lead) -> tuple[str, str]:
    if reading.detail.consent is not None:
        return CONSENT_WORDS[reading.detail.consent.state]
    flag = {True: ConsentState.GIVEN, False: ConsentState.NOT_GIVEN, None: ConsentState.NOT_KNOWN}[lead.consent_flag]
    return CONSENT_WORDS[flag]


def _state_words(reading: Reading, lead: Lead) -> str:
    """Why it is not valid, and what the consent state rests on."""
    parts: list[str] = []
    if lead.validity.is_valid is not True and lead.validity.reason:
        parts.append(f"Reason: {one_line(lead.validity.reason)}")
    elif lead.validity.is_valid is False:
        parts.append("The vendor gave no reason for “not valid”.")
    if reading.detail.consent is not None:
        parts.append(one_line(reading.detail.consent.why))
    elif lead.consent_flag is not None:
        parts.append("The vendor’s own flag says so; it sent no consent record.")
    else:
        parts.append("The vendor says nothing of consent.")
    return "\n".join(parts)


def sends_words(sends: SendHistory) -> str:
    """`3 sends, 2 accepted, revenue 41.50`."""
    accepted = sum(1 for send in sends.sends if send.accepted)
    words = count_text(len(sends.sends), "send", "sends")
    words += f", {accepted:,} accepted" if sends.sends else ""
    if sends.announced is not None and sends.announced != len(sends.sends):
        words += f" ({sends.announced:,} announced)"
    return f"{words}, revenue {money_text(sends.revenue, NOT_GIVEN_WORDS)}"
