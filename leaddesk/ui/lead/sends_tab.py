"""Where a lead was sent: one line for each send, the chosen one in detail below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from leaddesk.domain.local_time import lead_moment_text
from leaddesk.domain.pretty_text import prettify
from leaddesk.domain.send_history import Send, SendHistory
from leaddesk.ui.cell_text import EMPTY_WORDS, MOST_CELL_CHARACTERS, count_text, moment_text, one_line
from leaddesk.ui.lead.field_table import FieldTable
from leaddesk.ui.lead.reading import Reading
from leaddesk.ui.lead.send_detail import SendDetail
from leaddesk.ui.lead.signs import empty_page, notice, section_label
from leaddesk.ui.lead.text_cells import Row, TextCell
from leaddesk.ui.lead.text_table import TextTable
from leaddesk.ui.lead.value_text import NOT_SAID_WORDS, answer_icon, money_text, utc_text, yes_no_text
from leaddesk.ui.widgets.plain_label import wrapped_label
from leaddesk.ui.widgets.tab_order import hand_focus_to

NOT_SENT_SECTION_WORDS = "The vendor did not send the section about sends for this lead."
NO_SENDS_WORDS = "This lead was not sent to anyone, as far as the vendor says."
_HEADINGS = ("Sent (my time)", "Client", "Accepted", "Price", "Response", "Reads", "Returned")


class SendsTab(QWidget):
    """Draws `RecordDetail.sends`."""

    def __init__(self, reading: Reading, sends: SendHistory) -> None:
        """The table at once; the detail of a send when it is chosen."""
        super().__init__()
        self._reading = reading
        self._sends = sends
        self.table = TextTable("Sends", _HEADINGS, reading.copy, self)
        self.detail = SendDetail(reading)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(10, 0, 10, 0)
        for widget in self._head():
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self._body(), 1)
        hand_focus_to(self.table if self._sends.sends else None, self)

    def _head(self) -> list[QWidget]:
        """The sums, and everything that does not add up."""
        if not self._sends.was_sent:
            self.table.hide()
            return []
        summary = wrapped_label(sum_words(self._sends), self, selectable=True)
        summary.setProperty("role", "section")
        return [summary, *(notice("warning", words, self) for words in mismatch_words(self._sends))]

    def _body(self) -> QWidget:
        if not self._sends.sends:
            self.table.hide()
            self.detail.hide()
            if self._sends.other_rows:
                return self._other_values()
            return empty_page(NO_SENDS_WORDS if self._sends.was_sent else NOT_SENT_SECTION_WORDS, self)
        self.table.set_rows([self._row(send) for send in self._sends.sends])
        self.table.fit_columns(150, whole=(0, 6))
        self.table.prefer_rows(6)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.detail)
        if self._sends.other_rows:
            splitter.addWidget(self._other_values())
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        self.table.selectionModel().currentRowChanged.connect(self._show_send)
        self.table.setCurrentIndex(self.table.contents.index(0, 0))
        return splitter

    def _other_values(self) -> QWidget:
        """Keys of the section that no document names."""
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 4, 0, 0)
        title = section_label("Other values of this section", box)
        title.setContentsMargins(10, 0, 10, 0)
        column.addWidget(title)
        values = self._sends.other_rows
        column.addWidget(FieldTable("Other values of this section", values, self._reading.zone, self._reading.copy), 1)
        return box

    def _row(self, send: Send) -> Row:
        return (
            self._moment_cell(send),
            TextCell(one_line(send.client) or NOT_SAID_WORDS, send.client, muted=not send.client,
                     aside=one_line(send.client_group)),
            TextCell(yes_no_text(send.accepted), icon=answer_icon(send.accepted), muted=send.accepted is None),
            TextCell(money_text(send.price), muted=send.price is None, right=True),
            _response_cell(send),
            _reads_cell(send),
            TextCell(one_line(send.return_words) or "no", send.return_words, icon="undo" if send.return_words else ""),
        )  # fmt: skip

    def _moment_cell(self, send: Send) -> TextCell:
        if send.sent is None:
            return TextCell(NOT_SAID_WORDS, muted=True)
        note = f"{utc_text(send.sent)}\nLead’s time: {lead_moment_text(self._reading.lead_zones, send.sent)}"
        return TextCell(moment_text(send.sent, self._reading.zone, named=True), note=note)

    def _show_send(self, current: QModelIndex) -> None:
        if current.isValid():
            self.detail.show_send(self._sends.sends[current.row()])


def sum_words(sends: SendHistory) -> str:
    """`3 sends, revenue 41.50`."""
    return f"{count_text(len(sends.sends), 'send', 'sends')}, revenue {money_text(sends.revenue)}"


def mismatch_words(sends: SendHistory) -> list[str]:
    """What the vendor announced and did not send, and entries that could not be read."""
    words: list[str] = []
    if sends.announced is not None and sends.announced != len(sends.sends):
        listed = count_text(len(sends.sends), "is listed", "are listed")
        words.append(f"The vendor announced {count_text(sends.announced, 'send', 'sends')}; {listed}.")
    words += [f"Not shown: {one_line(reason)}." for reason in sends.skipped]
    return words


def _response_cell(send: Send) -> TextCell:
    """The beginning of the answer on one line, with secrets masked; the whole of it has a tab below."""
    if not send.response.strip():
        return TextCell(EMPTY_WORDS, muted=True)
    beginning = prettify(send.response[: 2 * MOST_CELL_CHARACTERS]).text
    return TextCell(one_line(" ".join(beginning.split())))


def _reads_cell(send: Send) -> TextCell:
    count = send.read_count
    if count is None:
        return TextCell(NOT_SAID_WORDS, muted=True)
    mails = len(send.email_reads)
    return TextCell(
        f"{count:,}", right=True, note=f"{count_text(mails, 'e-mail read', 'e-mail reads')}" if mails else ""
    )
