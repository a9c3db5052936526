"""How many of the loaded rows have which value in a column, as bars; a press on one filters."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from leaddesk.domain.arrangement import Test
from leaddesk.domain.cell import Kind
from leaddesk.domain.column_counts import ColumnCounts, CountBy
from leaddesk.domain.columns import Column
from leaddesk.ui.cell_text import count_text, one_line
from leaddesk.ui.results.bar_chart import BarArea, BarCanvas
from leaddesk.ui.results.bars import Bar, Bars
from leaddesk.ui.results.headings import NUMBER_KINDS
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import muted_label, plain_label, set_plain_tool_tip

_MOST_HEIGHT: Final = 190
_WAYS: Final = {
    CountBy.VALUES: "By value",
    CountBy.DAY: "By day",
    CountBy.WEEK: "By week",
    CountBy.MONTH: "By month",
    CountBy.BINS: "By range",
}


class CountChart(QWidget):
    """Hidden until counts are shown.

    Signals:
        counts_wanted(str, CountBy): of this column, counted like this.
        pressed(str, Test): a bar: the column's key, and the test that its rows pass.
        closed().
    """

    counts_wanted = Signal(str, object)
    pressed = Signal(str, object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._counts: ColumnCounts | None = None
        self._title = plain_label(parent=self)
        self._title.setProperty("role", "section")
        self._remark = muted_label("", self)
        self.ways = QComboBox(self)
        self.ways.setAccessibleName("What a bar stands for")
        self.close_button = QToolButton(self)
        self.close_button.setIcon(icon("close"))
        self.close_button.setAutoRaise(True)
        self.close_button.setAccessibleName("Close the counts")
        set_plain_tool_tip(self.close_button, "Close the counts")
        self.canvas = BarCanvas(self, pressable=True)
        self._area = BarArea(self.canvas, _MOST_HEIGHT, self)
        self._arrange()
        self.ways.activated.connect(self._on_way_chosen)
        self.close_button.clicked.connect(self.close_chart)
        self.canvas.bar_pressed.connect(self._on_bar_pressed)
        self.hide()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self._remark, 1)
        top.addWidget(self.ways)
        top.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 6)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def shown(self) -> ColumnCounts | None:
        """What is drawn; None while it is closed."""
        return self._counts

    def show_counts(self, column: Column, counts: ColumnCounts, noun: str, chosen: Test | None) -> None:
        """Draw these; `noun` names several rows (`leads`), `chosen` is the filter that the column has."""
        self._counts = counts
        bars = tuple(Bar(one_line(bar.label), bar.count, f"{bar.count:,}") for bar in counts.bars)
        drawn = Bars(f"{noun.capitalize()} by {one_line(column.title)}", bars, 0, 0)
        self._title.setText(drawn.title)
        remarks = (
            f"{count_text(counts.without_value, 'row', 'rows')} without a value" if counts.without_value else "",
            f"{count_text(counts.others, 'row', 'rows')} with others" if counts.others else "",
        )
        self._remark.setText("; ".join(part for part in remarks if part))
        self._show_ways(column, counts.by)
        self.canvas.show_bars(drawn, frozenset(n for n, bar in enumerate(counts.bars) if bar.test == chosen))
        self._area.fit()
        self.show()

    def _show_ways(self, column: Column, present: CountBy) -> None:
        ways = [CountBy.VALUES]
        if column.kind is Kind.MOMENT:
            ways = [CountBy.DAY, CountBy.WEEK, CountBy.MONTH]
        elif column.kind in NUMBER_KINDS:
            ways = [CountBy.BINS, CountBy.VALUES]
        self.ways.clear()
        for way in dict.fromkeys((*ways, present)):
            self.ways.addItem(_WAYS[way], way.value)
        self.ways.setCurrentIndex(self.ways.findData(present.value))
        self.ways.setVisible(self.ways.count() > 1)

    def close_chart(self) -> None:
        """Hide it."""
        if self._counts is not None:
            self._counts = None
            self.hide()
            self.closed.emit()

    def _on_way_chosen(self, place: int) -> None:
        if self._counts is not None:
            self.counts_wanted.emit(self._counts.column_key, CountBy(self.ways.itemData(place)))

    def _on_bar_pressed(self, number: int) -> None:
        if self._counts is not None:
            self.pressed.emit(self._counts.column_key, self._counts.bars[number].test)
