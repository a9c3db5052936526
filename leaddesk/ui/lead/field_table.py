"""A tab of names and values: filter, missing values told apart from data, the chosen value whole below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from leaddesk.domain.record_detail import FieldValue
from leaddesk.ui.cell_text import count_text, one_line
from leaddesk.ui.lead.reading import CopyText
from leaddesk.ui.lead.signs import empty_page, small_button
from leaddesk.ui.lead.text_cells import Row, TextCell
from leaddesk.ui.lead.text_table import CopyChoice, TextTable
from leaddesk.ui.lead.value_text import break_lines, cut_text, sent_words, shown_value
from leaddesk.ui.widgets.plain_label import muted_label, plain_label
from leaddesk.ui.widgets.tab_order import hand_focus_to

_MOST_WRAPPED_ROWS = 60
NOTHING_SENT_WORDS = "The vendor sent nothing here for this record."


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field as one row: its cells, what the filter looks at, and how it is copied."""

    title: str
    cells: Row
    haystack: str


def field_row(value: FieldValue, zone: tzinfo, *, with_meaning: bool) -> FieldRow:
    """Read one field into a row."""
    shown = shown_value(value, zone)
    label = one_line(value.label or value.name)
    aside = one_line(value.name) if value.name not in {"", value.label} else ""
    cells: Row = (
        TextCell(label, aside=aside, note=f"{value.label}\n{value.name}" if aside else value.label),
        TextCell(shown.text, shown.full, muted=shown.muted, note=shown.note),
    )
    if with_meaning:
        cells += (TextCell(one_line(value.meaning), value.meaning),)
    haystack = "\n".join((value.label, value.name, shown.text, shown.full, value.meaning)).casefold()
    return FieldRow(label, cells, haystack)


def matching_rows(rows: Sequence[FieldRow], sought: str) -> list[FieldRow]:
    """Rows whose name, key, value or meaning holds the text, whatever its case."""
    needle = sought.strip().casefold()
    return [row for row in rows if needle in row.haystack] if needle else list(rows)


def count_matching_values(values: Sequence[FieldValue], zone: tzinfo, sought: str) -> int:
    """How many of these a filter would leave."""
    return len(matching_rows([field_row(value, zone, with_meaning=False) for value in values], sought))


class _DetailBox(QPlainTextEdit):
    """The whole chosen value; asks for four lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName("The whole value")
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 2 + 12)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * 4 + 14)


class FieldTable(QWidget):
    """Names and values of one group.

    Signals:
        filter_cleared: the person asked to see all rows again.
    """

    filter_cleared = Signal()

    def __init__(
        self, name: str, values: Sequence[FieldValue], zone: tzinfo, copy: CopyText, *, note: str = ""
    ) -> None:
        """`note` says why there are no values, or something to know about them."""
        super().__init__()
        with_meaning = any(value.meaning for value in values)
        self._rows = [field_row(value, zone, with_meaning=with_meaning) for value in values]
        self._shown: list[FieldRow] = list(self._rows)
        self._copy = copy
        headings = ("Name", "Value", "Meaning") if with_meaning else ("Name", "Value")
        self.table = TextTable(name, headings, copy, self)
        self.table.copy_choices = self._copy_choices
        self._stack = QStackedWidget(self)
        self._build(note)
        self._fill()
        if with_meaning:
            if len(values) <= _MOST_WRAPPED_ROWS:
                self.table.wrap_rows()
            self.table.share_width(favoured=1)
        else:
            self.table.fit_columns(210)

    def _build(self, note: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if note and self._rows:
            remark = muted_label(note, self)
            remark.setContentsMargins(8, 4, 8, 0)
            column.addWidget(remark)
        column.addLayout(self._build_count_line())
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(self._build_detail())
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(empty_page(note or NOTHING_SENT_WORDS, self))
        self._stack.addWidget(empty_page("No name and no value here holds the text of the filter.", self))
        column.addWidget(self._stack, 1)
        self.table.selectionModel().currentRowChanged.connect(self._show_detail)

    def _build_count_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(8, 2, 4, 0)
        self._count = plain_label("", self)
        self._count.setProperty("role", "muted")
        self._clear = small_button("close", "Show all rows again", self)
        self._clear.clicked.connect(self.filter_cleared)
        line.addWidget(self._count)
        line.addWidget(self._clear)
        line.addStretch(1)
        self._count.hide()
        self._clear.hide()
        return line

    def _build_detail(self) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(2)
        head = QHBoxLayout()
        self._detail_name = plain_label("", box)
        self._detail_name.setProperty("role", "section")
        copy_value = small_button("copy", "Copy value", box)
        copy_value.clicked.connect(self.table.copy_first)
        head.addWidget(self._detail_name, 1)
        head.addWidget(copy_value)
        column.addLayout(head)
        self._detail = _DetailBox(box)
        column.addWidget(self._detail, 1)
        return box

    @property
    def row_count(self) -> int:
        """All rows, hidden ones included."""
        return len(self._rows)

    def apply_filter(self, sought: str) -> None:
        """Show the rows that hold this text; the count says how many of how many."""
        chosen = self.table.chosen_row()
        kept = self._shown[chosen] if chosen is not None and chosen < len(self._shown) else None
        self._shown = matching_rows(self._rows, sought)
        filtering = bool(sought.strip()) and bool(self._rows)
        self._count.setText(f"{len(self._shown):,} of {count_text(len(self._rows), 'row', 'rows')}")
        self._count.setVisible(filtering)
        self._clear.setVisible(filtering)
        self._fill(kept)

    def _fill(self, keep: FieldRow | None = None) -> None:
        self.table.set_rows([row.cells for row in self._shown])
        self._stack.setCurrentIndex(1 if not self._rows else 0 if self._shown else 2)
        hand_focus_to(self.table if self._shown else None, self)
        if not self._shown:
            return
        place = next((number for number, row in enumerate(self._shown) if row is keep), 0)
        self.table.setCurrentIndex(self.table.contents.index(place, 0))

    def _show_detail(self, current: QModelIndex) -> None:
        if not current.isValid() or current.row() >= len(self._shown):
            self._detail_name.clear()
            self._detail.clear()
            return
        row = self._shown[current.row()]
        value = row.cells[1]
        shown, cut = cut_text(value.text if value.muted else value.copied)
        shown, broken = break_lines(shown)
        self._detail_name.setText(row.title)
        self._detail.setPlainText("\n\n".join(part for part in (shown, cut, broken, *self._remarks(row)) if part))

    @staticmethod
    def _remarks(row: FieldRow) -> list[str]:
        """The note of the value, unless it only repeats it, and what it means."""
        value = row.cells[1]
        note = "" if value.note == sent_words(value.copied) else value.note
        return [note, *(f"Meaning: {cell.full}" for cell in row.cells[2:] if cell.full)]

    def _copy_choices(self) -> list[CopyChoice]:
        everything = [[row.title, row.cells[1].copied] for row in self._shown]
        choices = [CopyChoice("Copy all", everything, "Names and values")]
        place = self.table.chosen_row()
        if place is not None and place < len(self._shown):
            row = self._shown[place]
            pair = [[row.title, row.cells[1].copied]]
            choices = [
                CopyChoice("Copy value", row.cells[1].copied, row.title),
                CopyChoice("Copy name and value", pair, f"{row.title} with its name"),
                CopyChoice("Copy name", row.title, "The name"),
                *choices,
            ]
        return choices
