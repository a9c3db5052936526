"""The top of the pane: whose record it is, the way to its neighbours, and the filter over names and values."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leaddesk.ui.cell_text import one_line
from leaddesk.ui.lead.signs import small_button
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import heading_label, muted_label, set_plain_tool_tip


class PaneHeader(QWidget):
    """Name, subtitle, previous and next, filter box.

    Signals:
        previous_wanted, next_wanted: a button was pressed.
        filter_changed: what the filter box holds now.
    """

    previous_wanted = Signal()
    next_wanted = Signal()
    filter_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without a record."""
        super().__init__(parent)
        self.title = heading_label("", self)
        self.title.setWordWrap(True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.subtitle = muted_label("", self)
        self.previous_button = small_button("up", "Previous record (Alt+Up)", self)
        self.next_button = small_button("down", "Next record (Alt+Down)", self)
        self.previous_button.clicked.connect(self.previous_wanted)
        self.next_button.clicked.connect(self.next_wanted)
        self.filter_box = QLineEdit(self)
        self._lay_out()

    def _lay_out(self) -> None:
        self.filter_box.setPlaceholderText("Filter names and values")
        self.filter_box.setAccessibleName("Filter names and values of this record")
        set_plain_tool_tip(self.filter_box, "Show only rows whose name or value holds this text (Ctrl+F)")
        self.filter_box.setClearButtonEnabled(True)
        self.filter_box.addAction(icon("filter"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter_box.textChanged.connect(self.filter_changed)
        top = QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.title, 1)
        top.addWidget(self.previous_button, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 4)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.subtitle)
        column.addSpacing(6)
        column.addWidget(self.filter_box)

    def show_names(self, title: str, subtitle: str) -> None:
        """Name the record; plain text on one line each, invisible characters marked."""
        self.title.setText(one_line(title))
        self.subtitle.setText(one_line(subtitle))
        self.subtitle.setVisible(bool(subtitle))
