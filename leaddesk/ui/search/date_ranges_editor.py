"""Several date ranges as rows: which date is meant, and its range with presets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import zip_longest

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.search import Choice, DateRange, FieldKind, SearchField, parse_text_list
from leaddesk.ui.search.date_presets import raw_moment
from leaddesk.ui.search.date_range_editor import Clock, DateRangeEditor, local_days_words
from leaddesk.ui.search.field_editor import FieldEditor, RawValue, as_line
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import muted_label, set_plain_tool_tip
from leaddesk.ui.widgets.problem_mark import MarkFrame, ProblemLine
from leaddesk.ui.widgets.quiet_wheel import quiet_wheels
from leaddesk.ui.widgets.tab_order import chain_tabs, tab_stops

_BACKWARDS = "the end lies before the start"  # the words of the check of the whole search: said once


class DateRangesEditor(FieldEditor):
    """Gives three lists that belong together by their places: which dates, their starts, their ends.

    `preset_key` holds the presets of the rows with commas between them, so that saved searches move along with
    the day, row by row.
    """

    shows_own_words = True
    marks_own_parts = True

    def __init__(
        self,
        which: SearchField,
        start: SearchField,
        end: SearchField,
        rule: DateRange,
        *,
        zone: tzinfo,
        clock: Clock,
        receiver: str = "",
    ) -> None:
        """Starts with no range. Arguments as in `DateRangeEditor`; `which` has the choices of dates."""
        super().__init__(which, start, end)
        self.rows: list[DateRangeRow] = []
        self._rule, self._zone, self._clock, self._receiver = rule, zone, clock, receiver
        self.add_button = QPushButton(icon("plus"), "Add a date range")
        self._words = ProblemLine()
        self._zone_words = muted_label()
        self._rows_layout = QVBoxLayout()
        self._rows_layout.setSpacing(4)
        above = QHBoxLayout()
        above.addWidget(self.add_button)
        above.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(above)
        layout.addLayout(self._rows_layout)
        layout.addWidget(self._words)
        layout.addWidget(self._zone_words)
        self.setFocusProxy(self.add_button)
        self.add_button.clicked.connect(self._add_clicked)
        self._show_zone_words()

    @property
    def words(self) -> str:
        """What the editor says about itself, empty for nothing."""
        return self._words.text

    @property
    def preset_key(self) -> str:
        """The presets as they are kept."""
        return ",".join(row.range.preset_key for row in self.rows)

    def set_preset(self, preset: str) -> None:
        """Choose the presets of the rows, in their order; where there are not as many, nothing. Emits nothing."""
        keys = preset.split(",")
        if len(keys) == len(self.rows):
            for row, key in zip(self.rows, keys, strict=True):
                row.range.set_preset(key)

    def raw_values(self) -> dict[str, RawValue]:
        """The three lists; nothing without rows. Presets are worked out as of now."""
        if not self.rows:
            return {}
        which, start, end = self.keys
        ranges = [row.range.raw_values() for row in self.rows]
        return {
            which: [row.which_value for row in self.rows],
            start: [as_line(values.get(start, "")) for values in ranges],
            end: [as_line(values.get(end, "")) for values in ranges],
        }

    def set_raw_values(self, values: Mapping[str, RawValue]) -> None:
        """Show these as custom ranges. What is no range (a date is missing or is none) is left out, and said."""
        for row in list(self.rows):
            self._drop(row)
        lists = [_items(values.get(key, "")) for key in self.keys]
        unread = 0
        for which, start, end in zip_longest(*lists, fillvalue=""):
            if which and raw_moment(start) is not None and raw_moment(end) is not None:
                self.add_row(which).range.set_raw_values({self.keys[1]: start, self.keys[2]: end})
            else:
                unread += 1
        self._words.show_text(f"Date ranges that could not be read and are left out: {unread}." if unread else "")

    def own_problems(self) -> tuple[FieldProblem, ...]:
        """Ranges that end before they start, each marked."""
        wrong = [row for row in self.rows if row.is_backwards]
        for row in wrong:
            row.show_problem(_BACKWARDS)
        return (FieldProblem(self.keys[2], _BACKWARDS),) if wrong else ()

    def clear_marks(self) -> None:
        """Take the marks of the rows away."""
        self._words.show_text("")
        for row in self.rows:
            row.show_problem("")

    def focus_first(self, key: str) -> None:
        """Go to the first marked row."""
        del key
        marked = next((row for row in self.rows if row.problem), None)
        target: QWidget = self.add_button if marked is None else marked.range.clocks[self.keys[2]]
        target.setFocus()

    def add_row(self, which: str = "") -> DateRangeRow:
        """Add a row at the end, of the first date that no row has where none is named."""
        which_field, start, end = self.fields
        taken = {row.which_value for row in self.rows}
        free = next((choice.value for choice in which_field.choices if choice.value not in taken), "")
        dates = DateRangeEditor(
            replace(start, kind=FieldKind.MOMENT, required=True),
            replace(end, kind=FieldKind.MOMENT, required=True),
            self._rule,
            zone=self._zone,
            clock=self._clock,
            receiver=self._receiver,
            is_one_of_many=True,
        )
        row = DateRangeRow(which_field.choices, which or free, dates)
        row.edited.connect(self._row_edited)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._rows_layout.addWidget(row)
        self._number_rows()
        return row

    def _row_edited(self) -> None:
        self._words.show_text("")
        self.edited.emit()

    def _add_clicked(self) -> None:
        self.add_row().which.setFocus()
        self.edited.emit()

    def _remove(self, row: DateRangeRow) -> None:
        place = self.rows.index(row)
        self._drop(row)
        self._number_rows()
        following = self.rows[min(place, len(self.rows) - 1)].which if self.rows else self.add_button
        following.setFocus()
        self.edited.emit()

    def _drop(self, row: DateRangeRow) -> None:
        self.rows.remove(row)
        self._rows_layout.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _number_rows(self) -> None:
        for place, row in enumerate(self.rows):
            row.set_number(place + 1)
        stops = [stop for row in self.rows for stop in tab_stops(row)]
        chain_tabs([self.add_button, *stops])
        self._show_zone_words()

    def _show_zone_words(self) -> None:
        days = local_days_words(self._zone, self._clock())
        self._zone_words.setText(f"{days}." if self.rows else "Any dates; no limit is sent.")


class DateRangeRow(QWidget):
    """Which date, a button to take the row away, and the range. Signals: `edited()`, `removed()`."""

    edited = Signal()
    removed = Signal()

    def __init__(self, choices: Sequence[Choice], which: str, dates: DateRangeEditor) -> None:
        """`which` is shown also where it is no choice: a date that was kept is not turned into another."""
        super().__init__()
        self.range = dates
        self.which = QComboBox()
        for choice in choices:
            self.which.addItem(choice.label or choice.value, choice.value)
        if which and self.which.findData(which) < 0:
            self.which.addItem(which, which)
        self.which.setCurrentIndex(max(0, self.which.findData(which)))
        self.remove = QToolButton()
        self.remove.setIcon(icon("close"))
        self.remove.setAutoRaise(True)
        self.remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_plain_tool_tip(self.remove, "Remove this date range")
        self._problem = ProblemLine()
        self._arrange()
        self.which.activated.connect(self._changed)
        dates.edited.connect(self._changed)
        self.remove.clicked.connect(self.removed)
        quiet_wheels(self)

    @property
    def which_value(self) -> str:
        """The date that is meant."""
        return str(self.which.currentData() or "")

    @property
    def problem(self) -> str:
        """The words of the problem shown, empty for none."""
        return self._problem.text

    @property
    def is_backwards(self) -> bool:
        """Whether the end lies before the start."""
        start, end = self._moments()
        return start is not None and end is not None and end < start

    def show_problem(self, message: str) -> None:
        """Mark the row; an empty message takes the mark away."""
        self._problem.show_text(message)
        if message:
            self.range.mark(self.range.keys[1])
        else:
            self.range.clear_marks()
        self.range.clocks[self.range.keys[1]].setAccessibleDescription(f"Wrong: {message}" if message else "")

    def set_number(self, number: int) -> None:
        """Name the parts for screen readers by the row's place, counted from 1."""
        start, end = (self.range.clocks[key] for key in self.range.keys)
        parts = (
            (self.which, "date"),
            (self.remove, "remove"),
            (self.range.preset, "range"),
            (start, "from"),
            (end, "to"),
        )
        for widget, words in parts:
            widget.setAccessibleName(f"Date range {number}, {words}")

    def _moments(self) -> tuple[datetime | None, datetime | None]:
        values = self.range.raw_values()
        start, end = (raw_moment(as_line(values.get(key, ""))) for key in self.range.keys)
        return start, end

    def _arrange(self) -> None:
        inner = QFrame()
        inner.setFrameShape(QFrame.Shape.StyledPanel)
        above = QHBoxLayout()
        above.setSpacing(4)
        above.addWidget(MarkFrame(self.which), 1)
        above.addWidget(self.remove)
        box = QVBoxLayout(inner)
        box.setContentsMargins(5, 5, 5, 5)
        box.setSpacing(3)
        box.addLayout(above)
        box.addWidget(self.range)
        box.addWidget(self._problem)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(inner)

    def _changed(self) -> None:
        self.show_problem("")
        self.edited.emit()


def _items(raw: RawValue) -> tuple[str, ...]:
    """The items of a kept list; of a text that is no list, the text itself, which is no date."""
    try:
        return parse_text_list(raw)
    except ValueError:
        return (as_line(raw),)
