"""One row of the conditions builder."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QToolButton, QWidget

from leaddesk.domain.search import Operator
from leaddesk.ui.search.builder_row import BuilderRow
from leaddesk.ui.search.conditions import ConditionRow, as_text, parse_value, type_words, value_hint
from leaddesk.ui.widgets.plain_label import set_plain_tool_tip
from leaddesk.ui.widgets.quiet_wheel import quiet_wheels
from leaddesk.ui.widgets.suggest import is_suggesting, tune_completer

_OPERATOR_WORDS = {"=": "equals", "≥": "at least", "≤": "at most"}


class ConditionRowEdit(BuilderRow):
    """Field above; operator, value and the value's type below."""

    def __init__(self, operators: Sequence[Operator], names: QStringListModel, row: ConditionRow) -> None:
        """`names` are offered for completion; any other name can be typed."""
        super().__init__()
        self.name = QLineEdit(row.name)
        self.name.setPlaceholderText("Field")
        completer = QCompleter(names, self.name)
        tune_completer(completer)
        self.name.setCompleter(completer)
        self.operator = QComboBox()
        for operator in operators:
            self.operator.addItem(operator.sign, operator.wire)
        self.operator.setCurrentIndex(max(0, self.operator.findData(row.wire)))
        self.operator.setMaximumWidth(58)
        self.value = QLineEdit(row.text)
        self.value.setPlaceholderText("Value")
        self.type_button = QToolButton()
        self.type_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.type_button.setMinimumWidth(64)
        self._arrange()
        self._connect()
        quiet_wheels(self)
        self.set_number(1)
        self._show_type()

    @property
    def row(self) -> ConditionRow:
        """What was typed."""
        return ConditionRow(self.name.text(), str(self.operator.currentData() or ""), self.value.text())

    @property
    def first(self) -> QWidget:
        """The field."""
        return self.name

    def tab_stops(self) -> tuple[QWidget, ...]:
        """Its parts in the order of the Tab key."""
        return (self.name, self.remove, self.operator, self.value, self.type_button)

    def set_number(self, number: int) -> None:
        """Name the parts for screen readers by the row's place, counted from 1."""
        for widget, words in (
            (self.name, "field"),
            (self.operator, "comparison"),
            (self.value, "value"),
            (self.remove, "remove"),
        ):
            widget.setAccessibleName(f"Condition {number}, {words}")

    def toggle_type(self) -> None:
        """Put the value in quotes, so that it is sent as text, or take the quotes away."""
        text = self.value.text().strip()
        if text and type_words(text) != "text":
            self.value.setText(as_text(text))
        elif self._unquoted() is not None:
            self.value.setText(self._unquoted() or "")
        self._changed()

    def _unquoted(self) -> str | None:
        """The text without its quotes, where that would be sent as another type."""
        value = parse_value(self.value.text())
        if isinstance(value, str) and value and self.value.text().strip() != value and type_words(value) != "text":
            return value
        return None

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.name, 1)
        above.addWidget(self.remove)
        below = QHBoxLayout()
        below.addWidget(self.operator)
        below.addWidget(self.value, 1)
        below.addWidget(self.type_button)
        self._frame_in(above, below)

    def _connect(self) -> None:
        self.name.textChanged.connect(self._changed)
        self.value.textEdited.connect(self._changed)
        self.operator.activated.connect(self._changed)
        self.type_button.clicked.connect(self.toggle_type)
        self.name.returnPressed.connect(self._entered)
        self.value.returnPressed.connect(self.submitted)

    def _entered(self) -> None:
        if not is_suggesting(self.name):
            self.submitted.emit()

    def _changed(self) -> None:
        self.show_problem("")
        self._show_type()
        self.edited.emit()

    def _show_type(self) -> None:
        words = type_words(self.value.text())
        can_toggle = bool(words) and (words != "text" or self._unquoted() is not None)
        self.type_button.setText(words or "type")
        self.type_button.setEnabled(can_toggle)
        sign = self.operator.currentText()
        name = f"Sent as {words or 'nothing yet'}; comparison {_OPERATOR_WORDS.get(sign, sign)}"
        self.type_button.setAccessibleName(name)
        tip = "Vendors compare types strictly: the number 94105 is not the text “94105”."
        set_plain_tool_tip(self.type_button, f"{tip}\nClick to change." if can_toggle else tip)
        self._show_hint(value_hint(self.value.text()))
