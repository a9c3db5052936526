"""Questions that make a filter of a column: a text, a range, or some of its values with their counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.domain.arrangement import Contains, Equals, IsEmpty, OneOf, Test
from leaddesk.domain.cell import CellValue, Kind
from leaddesk.domain.column_counts import ColumnCounts
from leaddesk.domain.columns import Column
from leaddesk.domain.folded_text import fold
from leaddesk.ui.cell_text import one_line
from leaddesk.ui.results.filter_words import read_range
from leaddesk.ui.results.headings import heading_text
from leaddesk.ui.widgets.plain_label import muted_label
from leaddesk.ui.widgets.problem_mark import MarkedField, ProblemLine

WITHOUT_VALUE: Final = "(without a value)"


class FilterDialog(QDialog):
    """Show it with `open()`. Signal `chosen(Test)`. Deletes itself when it is closed."""

    chosen = Signal(object)

    def __init__(self, title: str, parent: QWidget) -> None:
        """Subclasses put their parts into `body`."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(one_line(title))
        self.setMinimumWidth(340)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = QPushButton("Filter")
        self.accept_button.setProperty("role", "primary")
        self.accept_button.setDefault(True)
        self.buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addLayout(self.body)
        layout.addWidget(self.buttons)
        self.buttons.rejected.connect(self.reject)

    def take_from(self, read: Callable[[], Test | None]) -> None:
        """`read` gives what was asked for; None when something is wrong, which it then marks."""
        self.buttons.accepted.connect(lambda: self._take(read()))

    def _take(self, test: Test | None) -> None:
        if test is not None:
            self.chosen.emit(test)
            self.accept()


class TextFilterDialog(FilterDialog):
    """Equals, or contains."""

    def __init__(self, column: Column, make: type[Equals | Contains], typed: str, parent: QWidget) -> None:
        """`make` is the test that the text becomes; `typed` is what the line begins with."""
        super().__init__(f"Filter “{column.title}”", parent)
        self._make = make
        self.line = QLineEdit(typed)
        self.line.selectAll()
        words = "Equals" if make is Equals else "Contains"
        self.field = MarkedField(words, self.line, help_text="Capitals and accents do not count.")
        self.body.addWidget(self.field)
        self.take_from(self.test)

    def test(self) -> Test | None:
        """The text; an empty one is asked for again."""
        text = self.line.text().strip()
        if not text:
            self.field.show_problem("type a text; rows without a value are found by “Is empty”")
            return None
        return self._make(text)


class RangeFilterDialog(FilterDialog):
    """From, to; either may be left out."""

    def __init__(self, column: Column, zone: tzinfo, parent: QWidget) -> None:
        """`zone` is whose days are meant."""
        super().__init__(f"Filter “{column.title}”", parent)
        self._kind, self._zone = column.kind, zone
        is_moment = column.kind is Kind.MOMENT
        self.low, self.high = QLineEdit(), QLineEdit()
        for line in (self.low, self.high):
            line.setPlaceholderText("2026-11-20, or 2026-11-20 14:30" if is_moment else "any")
        self.fields = (MarkedField("From", self.low), MarkedField("To", self.high))
        for field in self.fields:
            self.body.addWidget(field)
        about = heading_text(column, zone)
        self.body.addWidget(muted_label(f"{about}. Both ends count; one of them may be left out."))
        self.take_from(self.test)

    def test(self) -> Test | None:
        """The range; what is wrong is marked at its line."""
        found = read_range(self._kind, self.low.text(), self.high.text(), self._zone)
        problems = found if isinstance(found, tuple) else ("", "")
        for field, problem in zip(self.fields, problems, strict=True):
            field.clear_problem()
            if problem:
                field.show_problem(problem)
        return None if isinstance(found, tuple) else found


class ValuesFilterDialog(FilterDialog):
    """Some of the values that the column has, the most frequent first, with how many rows have each."""

    def __init__(self, column: Column, counts: ColumnCounts, chosen: Test | None, parent: QWidget) -> None:
        """`counts` go by value; `chosen` is the filter that the column has."""
        super().__init__(f"Filter “{column.title}”", parent)
        ticked = chosen if isinstance(chosen, OneOf) else OneOf(())
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a value")
        self.search.setAccessibleName("Find a value")
        self.search.setClearButtonEnabled(True)
        self.list = _value_list()
        self.items: list[QTreeWidgetItem] = []
        self._values: list[CellValue] = []  # beside the items: Qt's own copies lose zones and digits
        for bar in counts.bars:
            if isinstance(bar.test, OneOf):
                self._add(bar.label, bar.count, bar.test.values[0], ticked=bar.test.values[0] in ticked.values)
        if counts.without_value:
            self._add(WITHOUT_VALUE, counts.without_value, None, ticked=ticked.or_empty)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list, 1)
        if counts.others:
            self.body.addWidget(muted_label(f"{counts.others:,} rows have other, less frequent values."))
        self._problem = ProblemLine()
        self.body.addWidget(self._problem)
        self.search.textChanged.connect(self._narrow)
        self.take_from(self.test)
        self.resize(360, 420)

    def _add(self, label: str, count: int, value: CellValue, *, ticked: bool) -> None:
        item = QTreeWidgetItem(self.list, [one_line(label), f"{count:,}"])
        self.items.append(item)
        self._values.append(value)
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{one_line(label)}, {count:,} rows")
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _narrow(self, typed: str) -> None:
        wanted = fold(typed.strip())
        for item in self.items:
            item.setHidden(wanted not in fold(item.text(0)))

    def test(self) -> Test | None:
        """The ticked values, hidden ones too."""
        states = [item.checkState(0) for item in self.items]
        found = [value for value, state in zip(self._values, states, strict=True) if state is Qt.CheckState.Checked]
        values = tuple(value for value in found if value is not None)
        if not found:
            self._problem.show_text("tick one value at least")
            return None
        return OneOf(values, or_empty=len(values) < len(found)) if values else IsEmpty()


def _value_list() -> QTreeWidget:
    """Two columns without headings: the value with its tick, and the number of its rows at the right."""
    values = QTreeWidget()
    values.setColumnCount(2)
    values.setHeaderHidden(True)
    values.setRootIsDecorated(False)
    values.setUniformRowHeights(True)
    values.setAccessibleName("Values")
    values.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    values.header().setStretchLastSection(False)
    values.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    values.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    return values
