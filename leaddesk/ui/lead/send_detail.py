"""One send, whole: all its values, what was posted, what the buyer answered, e-mail reads, appointments."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from leaddesk.domain.pretty_text import prettify
from leaddesk.domain.record_detail import FieldValue
from leaddesk.domain.send_history import EmailRead, Send
from leaddesk.ui.cell_text import moment_text, one_line
from leaddesk.ui.lead.field_table import FieldTable
from leaddesk.ui.lead.lazy_tabs import LazyTabs, TabPlan
from leaddesk.ui.lead.reading import Reading
from leaddesk.ui.lead.signs import empty_page
from leaddesk.ui.lead.text_cells import Row, TextCell, lead_time_cell
from leaddesk.ui.lead.text_table import TextTable
from leaddesk.ui.lead.text_view import TextView
from leaddesk.ui.lead.value_text import NOT_GIVEN_WORDS, cut_text, utc_text

TEXTS_ELSEWHERE_WORDS = "What was posted and the response stand in tabs of their own, with secrets masked."


class SendDetail(LazyTabs):
    """The parts of one send as small tabs; the chosen part is kept from send to send."""

    def __init__(self, reading: Reading) -> None:
        """Begin empty."""
        super().__init__("One send")
        self._reading = reading

    def show_send(self, send: Send) -> None:
        """Show another send."""
        reading = self._reading
        reads, appointments = len(send.email_reads), len(send.appointments)
        self.set_plans(
            (
                TabPlan("overview", "Overview", lambda: self._build_overview(send)),
                TabPlan("posted", "Posted", lambda: self._build_text("Posted data", send.posted)),
                TabPlan("response", "Response", lambda: self._build_text("Response", send.response)),
                TabPlan("reads", f"E-mail reads ({reads})", lambda: build_email_reads(send.email_reads, reading)),
                TabPlan("appointments", f"Appointments ({appointments})", lambda: self._build_appointments(send)),
            )
        )

    def _build_overview(self, send: Send) -> QWidget:
        """All values; the two long texts are left to their own tabs, where their secrets are masked."""
        texts = {text for text in (send.posted, send.response) if text}
        rows = [row for row in send.rows if not (isinstance(row.raw, str) and row.raw in texts)]
        note = TEXTS_ELSEWHERE_WORDS if len(rows) < len(send.rows) else ""
        return FieldTable("Overview of the send", rows, self._reading.zone, self._reading.copy, note=note)

    def _build_text(self, name: str, text: str) -> QWidget:
        if not text.strip():
            return empty_page(f"{name}: the vendor sent nothing.")
        shown, cut = cut_text(text)
        pretty = prettify(shown)
        return TextView(name, pretty.text, self._reading.copy, note=f"{cut} {pretty.note}".strip())

    def _build_appointments(self, send: Send) -> QWidget:
        if not send.appointments:
            return empty_page("The vendor sent no appointments with this send.")
        several = len(send.appointments) > 1
        rows = [
            FieldValue(row.name, f"{number}: {row.label}" if several else row.label, row.kind, row.raw, row.meaning)
            for number, appointment in enumerate(send.appointments, start=1)
            for row in appointment
        ]
        return FieldTable("Appointments", rows, self._reading.zone, self._reading.copy)


def build_email_reads(reads: tuple[EmailRead, ...], reading: Reading) -> QWidget:
    """When the mail with the lead was opened, and from where."""
    if not reads:
        return empty_page("The vendor sent no e-mail reads with this send.")
    table = TextTable("E-mail reads", ("Opened (my time)", "Lead’s time", "UTC", "IP address"), reading.copy)
    table.set_rows([_read_row(read, reading) for read in reads])
    table.fit_columns(whole=(0, 1, 2, 3))
    return table


def _read_row(read: EmailRead, reading: Reading) -> Row:
    missing = TextCell(NOT_GIVEN_WORDS, muted=True)
    ip_address = TextCell(one_line(read.ip_address)) if read.ip_address else missing
    if read.opened is None:
        return (missing, missing, missing, ip_address)
    mine = moment_text(read.opened, reading.zone, named=True)
    return (TextCell(mine), lead_time_cell(reading, read.opened), TextCell(utc_text(read.opened)), ip_address)
