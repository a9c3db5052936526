"""The consent tab: the state with its grounds, the words agreed to, the times, and all other evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from leaddesk.domain.consent import Consent, ConsentMoment
from leaddesk.domain.record_detail import FieldValue
from leaddesk.ui.cell_text import moment_text, one_line
from leaddesk.ui.lead.fact_grid import FactGrid, FactPage
from leaddesk.ui.lead.field_table import field_row
from leaddesk.ui.lead.reading import Reading
from leaddesk.ui.lead.signs import badge, copy_button, section_label
from leaddesk.ui.lead.text_cells import Row, TextCell, lead_time_cell
from leaddesk.ui.lead.text_table import TextTable
from leaddesk.ui.lead.value_text import (
    CONSENT_WORDS,
    break_lines,
    cut_text,
    duration_text,
    phone_text,
    utc_text,
    yes_no_text,
)
from leaddesk.ui.widgets.plain_label import muted_label, wrapped_label

_NO_SECTION_WORDS = "There is no consent record to show: no text, no times and no addresses were sent."
_NO_TEXT_WORDS = "The vendor sent no consent text."
_ALL_VALUES = "All values of the consent record"
_NO_MOMENT = TextCell("not given", muted=True)


class ConsentTab(FactPage):
    """Draws `RecordDetail.consent`."""

    def __init__(self, reading: Reading, consent: Consent) -> None:
        """Build all of it; the text box holds at most a million characters."""
        super().__init__("Consent")
        self._reading = reading
        page = QWidget(self)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(12, 10, 12, 12)
        self._column.setSpacing(8)
        self._add_state(consent, page)
        if consent.was_sent:
            self._add_evidence(consent, page)
        else:
            self._column.addWidget(muted_label(_NO_SECTION_WORDS, page))
        self._column.addStretch(1)
        self.setWidget(page)

    def _add_state(self, consent: Consent, page: QWidget) -> None:
        line = QHBoxLayout()
        line.addWidget(badge(*CONSENT_WORDS[consent.state], page))
        line.addStretch(1)
        self._column.addLayout(line)
        self._column.addWidget(wrapped_label(one_line(consent.why), page, selectable=True))

    def _add_evidence(self, consent: Consent, page: QWidget) -> None:
        self._add_text(consent, page)
        self._column.addWidget(section_label("Times", page))
        self._column.addWidget(self._build_moments(consent.moments))
        self._column.addWidget(section_label("Where and how", page))
        self._column.addWidget(self._build_visit(consent))
        self._column.addWidget(section_label("What the person typed into the form", page))
        self._column.addWidget(self._build_person(consent, page))
        if consent.rows:
            self._column.addWidget(section_label(_ALL_VALUES, page))
            self._column.addWidget(self._build_rows(consent.rows))

    def _add_text(self, consent: Consent, page: QWidget) -> None:
        head = QHBoxLayout()
        head.addWidget(section_label("Words agreed to", page))
        head.addStretch(1)
        self._column.addLayout(head)
        if not consent.text.strip():
            self._column.addWidget(muted_label(_NO_TEXT_WORDS, page))
            return
        head.addWidget(copy_button(consent.text, "Consent text", self._reading.copy, page))
        box = QPlainTextEdit(page)
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setAccessibleName("Consent text")
        shown, cut = cut_text(consent.text)
        shown, broken = break_lines(shown)
        box.setPlainText(shown)
        lines = min(9, max(3, len(consent.text) // 60 + 2))
        box.setFixedHeight(lines * box.fontMetrics().lineSpacing() + 14)
        self._column.addWidget(box)
        for words in (cut, broken):
            if words:
                self._column.addWidget(muted_label(words, page))

    def _build_moments(self, moments: Sequence[ConsentMoment]) -> QWidget:
        if not moments:
            return muted_label("The vendor sent no times.", self)
        table = TextTable("Times of consent", ("What", "UTC", "My time", "Lead’s time"), self._reading.copy, self)
        table.set_rows([self._moment_row(item) for item in moments])
        table.fit_columns(whole=(1, 2, 3))
        table.fit_height(6)
        return table

    def _moment_row(self, item: ConsentMoment) -> Row:
        label = TextCell(one_line(item.label))
        if item.moment is None:
            return (label, _NO_MOMENT, _NO_MOMENT, _NO_MOMENT)
        mine = moment_text(item.moment, self._reading.zone, named=True)
        return (label, TextCell(utc_text(item.moment)), TextCell(mine), lead_time_cell(self._reading, item.moment))

    def _build_visit(self, consent: Consent) -> FactGrid:
        grid = FactGrid(self._reading.copy, self)
        grid.add_copyable("IP address", consent.ip_address)
        grid.add_web_address("Form page", consent.form_url)
        grid.add_web_address("Referrer", consent.referrer_url)
        grid.add_text("Browser", consent.browser)
        grid.add_text("System", consent.operating_system)
        grid.add_text("Mobile", yes_no_text(consent.is_mobile))
        grid.add_text("Time on site", duration_text(consent.seconds_on_site))
        grid.add_text("Time on form", duration_text(consent.seconds_on_form))
        return grid

    def _build_person(self, consent: Consent, page: QWidget) -> QWidget:
        if not consent.person:
            return muted_label("The vendor sent none of it.", page)
        grid = FactGrid(self._reading.copy, self)
        country = next((text for label, text in consent.person if label.lower() == "country"), "")
        for label, text in consent.person:
            shown = phone_text(text, country) if "phone" in label.lower() else text
            grid.add_copyable(one_line(label), text, shown=shown)
        return grid

    def _build_rows(self, values: Sequence[FieldValue]) -> TextTable:
        table = TextTable(_ALL_VALUES, ("Name", "Value"), self._reading.copy, self)
        table.set_rows([self._value_row(value) for value in values])
        table.fit_columns(200)
        table.fit_height(len(values))
        return table

    def _value_row(self, value: FieldValue) -> Row:
        """Name and value; what the value means stands muted behind it."""
        name, cell = field_row(value, self._reading.zone, with_meaning=False).cells
        note = "\n".join(part for part in (cell.note, value.meaning) if part)
        return (name, replace(cell, aside=one_line(value.meaning), note=note))
