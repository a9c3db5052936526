"""What happened to a record, in time: in the person's own zone and in the lead's."""

from __future__ import annotations

from datetime import tzinfo
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.timeline import TimelineEvent
from leaddesk.ui.cell_text import moment_text, one_line
from leaddesk.ui.lead.reading import Reading
from leaddesk.ui.lead.text_cells import Row, TextCell, lead_time_cell
from leaddesk.ui.lead.text_table import TextTable
from leaddesk.ui.lead.value_text import utc_text
from leaddesk.ui.widgets.plain_label import plain_label

ALL_KINDS = "All kinds"
_MOST_WRAPPED_ROWS: Final = 100
_MOST_LINES: Final = 5
"""Of one happening, in the table; its tool tip has the whole of it."""


class TimelineTab(QWidget):
    """A table of happenings, with a choice of kind."""

    def __init__(self, reading: Reading) -> None:
        """Show all events in the order they were given."""
        super().__init__()
        self._reading = reading
        events = reading.detail.timeline
        is_lead = reading.detail.lead is not None
        headings = ("My time", "What happened", "Kind", *(("Lead’s time",) if is_lead else ()))
        self.table = TextTable("Timeline", headings, reading.copy, self)
        self.kinds = QComboBox(self)
        self.kinds.setAccessibleName("Kind of happening")
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kinds.addItem(ALL_KINDS)
        for kind in sorted({event.kind for event in events}):
            self.kinds.addItem(one_line(kind.capitalize()), kind)
        self.kinds.currentIndexChanged.connect(self._fill)
        line = QHBoxLayout()
        line.setContentsMargins(8, 4, 8, 0)
        line.addWidget(plain_label("Show", self))
        line.addWidget(self.kinds)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        self._fill()
        if len(events) <= _MOST_WRAPPED_ROWS:
            self.table.wrap_rows(_MOST_LINES)
        self.table.fit_columns(300, whole=(0, len(headings) - 1), favoured=1)
        self.setFocusProxy(self.table)

    def _fill(self) -> None:
        kind = self.kinds.currentData(Qt.ItemDataRole.UserRole)
        events = [event for event in self._reading.detail.timeline if kind in {None, event.kind}]
        self.table.set_rows([self._row(event, self._reading.zone) for event in events])
        if events:
            self.table.setCurrentIndex(self.table.contents.index(0, 0))

    def _row(self, event: TimelineEvent, zone: tzinfo) -> Row:
        exact = utc_text(event.moment)
        cells = (
            TextCell(moment_text(event.moment, zone, named=True), note=exact),
            TextCell(one_line(event.words), event.words),
            TextCell(one_line(event.kind)),
        )
        if self._reading.detail.lead is None:
            return cells
        return (*cells, lead_time_cell(self._reading, event.moment))
