"""What belongs to the chosen lead: why others are the same person, and what their records say side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QVBoxLayout, QWidget

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.services.found_leads import FoundLead
from leaddesk.services.lead_differences import Difference
from leaddesk.ui.cell_text import one_line
from leaddesk.ui.lead.reading import Copied
from leaddesk.ui.lead.text_cells import WHOLE_ROLE, AsideDelegate
from leaddesk.ui.lead.text_table import TextTable
from leaddesk.ui.look_up.comparison import comparison_headings, comparison_rows
from leaddesk.ui.results.clipboard import build_mime
from leaddesk.ui.widgets.plain_label import plain_label, wrapped_label

_LEAST_COLUMN_PIXELS: Final = 120
_MOST_LABEL_PIXELS: Final = 150
_MOST_LINES: Final = 3
"""Of one row: a long text must not push all others out of view; the tool tip has the whole of it.

Why somebody must not be contacted is told to its end all the same.
"""
_ROW_PADDING_PIXELS: Final = 9


class GroupPanel(QWidget):
    """Hidden while the chosen lead has to do with no other.

    Signal `copied(str)`: words for the status line.
    """

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Hidden."""
        super().__init__(parent)
        self._title = plain_label("Side by side")
        self._title.setProperty("role", "section")
        self.reasons = wrapped_label(selectable=True)
        self.reasons.setAccessibleName("Why they belong together")
        self.table = TextTable("Side by side", ("Field",), self._copy)
        self.table.setItemDelegate(_CappingDelegate(self.table))
        self.table.wrap_rows()
        by_pixels = QAbstractItemView.ScrollMode.ScrollPerPixel
        self.table.setVerticalScrollMode(by_pixels)  # a row may be higher than the view
        self.table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self.reasons)
        column.addWidget(self.table, 1)
        self.hide()

    def show_group(
        self, sentences: Sequence[str], leads: Sequence[FoundLead], differences: Sequence[Difference]
    ) -> None:
        """Say why these belong together; with several leads, what they say side by side."""
        self.reasons.setText("\n".join(sentences))
        has_several = len(leads) > 1
        self._title.setText("Side by side" if has_several else "Connected with others")
        self.table.setVisible(has_several)
        if has_several:
            self.table.contents.headings = comparison_headings(leads)
            self.table.set_rows(comparison_rows(differences, leads))
            self._fit()
        self.setVisible(bool(sentences))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the width there is; what is too long for one breaks into lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        table = self.table
        leads = table.contents.columnCount() - 1
        if leads > 0:
            table.resizeColumnToContents(0)
            table.setColumnWidth(0, min(table.columnWidth(0), _MOST_LABEL_PIXELS))
            room = self.width() - table.columnWidth(0) - table.verticalScrollBar().sizeHint().width() - 12
            for column in range(1, leads + 1):
                table.setColumnWidth(column, max(_LEAST_COLUMN_PIXELS, room // leads))

    def _copy(self, what: Copied, name: str) -> None:
        """Put cells on the clipboard, as text; what has no value leaves the clipboard as it is."""
        rows = [[what]] if isinstance(what, str) else [list(row) for row in what]
        if not any(text for row in rows for text in row):
            self.copied.emit(f"{one_line(name)}: there is no value to copy")
            return
        columns = [Column(str(place), "", Kind.TEXT, ()) for place in range(len(rows[0]))]
        QGuiApplication.clipboard().setMimeData(build_mime(rows, columns, UTC, headings=False))
        self.copied.emit(f"{one_line(name)} copied")


class _CappingDelegate(AsideDelegate):
    """Gives a text so many lines at most, unless it is to be told to its end."""

    def __init__(self, table: QWidget) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As usual, up to some lines."""
        usual = super().sizeHint(option, index)
        if not index.data(WHOLE_ROLE):
            most = _MOST_LINES * self._table.fontMetrics().lineSpacing() + _ROW_PADDING_PIXELS
            usual.setHeight(min(usual.height(), most))
        return usual
