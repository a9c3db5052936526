"""One row of a list of conditions."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from leaddesk.domain.search import ConditionRow as RowRule
from leaddesk.ui.search.builder_row import BuilderRow
from leaddesk.ui.search.choice_names import ChoiceNames
from leaddesk.ui.search.condition_list import ConditionEntry, takes_many
from leaddesk.ui.search.tag_editor import TagEditor
from leaddesk.ui.widgets.quiet_wheel import quiet_wheels
from leaddesk.ui.widgets.suggest import is_suggesting, tune_completer

_LEAST_OPERATOR_CHARACTERS = 5


class ConditionEntryEdit(BuilderRow):
    """Name above, operator and values below; what the rule does not have is not shown."""

    def __init__(self, rule: RowRule, entry: ConditionEntry, label: str) -> None:
        """Any name can be typed; `set_names` and `set_values_offered` offer some. `label` is the field's."""
        super().__init__()
        self._rule, self._label = rule, label
        self._names = ChoiceNames()
        self.name = QComboBox(self)  # its own part also where it is not shown
        self.operator = QComboBox()
        self.values = TagEditor("Values")
        self._prepare_name(entry.name)
        for operator in rule.operators:
            self.operator.addItem(operator.sign, operator.wire)
        self.operator.setCurrentIndex(max(0, self.operator.findData(entry.wire)))
        self.operator.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.operator.setMinimumContentsLength(_LEAST_OPERATOR_CHARACTERS)
        self.operator.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._arrange()
        self.values.set_values(entry.values)
        self._show_values_editor()
        self._known = self.entry
        self._connect()
        quiet_wheels(self)
        self.set_number(1)

    @property
    def entry(self) -> ConditionEntry:
        """What was typed."""
        wire = str(self.operator.currentData() or "") if self._rule.operator_key else ""
        return ConditionEntry(self._names.value_of(self.name.currentText()), wire, self.values.values)

    @property
    def first(self) -> QWidget:
        """The name; where it is fixed, the operator or the values."""
        if not self._rule.fixed_name:
            return self.name
        return self.operator if self._rule.operator_key else self.values.line

    def tab_stops(self) -> tuple[QWidget, ...]:
        """Its parts in the order of the Tab key."""
        if self._rule.fixed_name:
            return (self.operator, *self.values.tab_stops(), self.remove)
        return (self.name, self.remove, self.operator, *self.values.tab_stops())

    def set_number(self, number: int) -> None:
        """Name the parts for screen readers by the row's place, counted from 1."""
        named = f"{self._label}, condition {number}"
        self.name.setAccessibleName(f"{named}, name")
        self.operator.setAccessibleName(f"{named}, comparison")
        self.values.set_name(f"{named}, values")
        self.remove.setAccessibleName(f"{named}, remove")

    def set_names(self, names: ChoiceNames, model: QStringListModel, words: str = "") -> None:
        """Offer these names; `words` stand in the empty line. What was chosen or typed stays."""
        value = self._names.value_of(self.name.currentText())
        self._names = names
        self.name.setModel(model)  # clears the line
        self.name.setCurrentIndex(-1)
        self.name.setEditText(names.text_of(value))
        line = self.name.lineEdit()
        if line is not None:
            line.setPlaceholderText(words or ("Type to find, or choose" if names else "Name"))
        self._show_strangers()

    def set_values_offered(self, names: ChoiceNames, words: str = "") -> None:
        """Offer these values; `words` stand in the empty line."""
        self.values.set_names(names, words)
        self._show_strangers()

    def _prepare_name(self, name: str) -> None:
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.name.setMinimumContentsLength(8)
        self.name.setMaxVisibleItems(20)
        self.name.setEditText("" if self._rule.fixed_name else name)
        completer = self.name.completer()
        if completer is not None:
            tune_completer(completer)

    def _arrange(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.name, 1)
        below.addWidget(self.operator)
        below.addWidget(self.values, 1)
        below.addStretch()
        (below if self._rule.fixed_name else above).addWidget(self.remove)
        self.name.setVisible(not self._rule.fixed_name)
        self.operator.setVisible(bool(self._rule.operator_key))
        for part in (self.operator, self.values, self.remove):  # tags under the values move nothing beside them
            below.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self._frame_in(*((below,) if self._rule.fixed_name else (above, below)))

    def _connect(self) -> None:
        self.name.activated.connect(self._changed)
        self.operator.activated.connect(self._changed)
        self.values.edited.connect(self._changed)
        self.values.submitted.connect(self.submitted)
        line = self.name.lineEdit()
        if line is not None:
            line.textEdited.connect(self._changed)
            line.returnPressed.connect(self._entered)

    def _entered(self) -> None:
        line = self.name.lineEdit()
        if line is not None and not is_suggesting(line):
            self.submitted.emit()

    def _changed(self) -> None:
        """A box that is left takes up its text as a choice; where that changes nothing, marks stay."""
        if self.entry == self._known:
            return
        self._known = self.entry
        self.show_problem("")
        self._show_values_editor()
        self._show_strangers()
        self.edited.emit()

    def _show_values_editor(self) -> None:
        wire = str(self.operator.currentData() or "")
        many = takes_many(self._rule, wire)
        if many != self.values.is_many:
            self.values.set_many(many)
        self.values.setVisible(wire not in self._rule.no_value)

    def _show_strangers(self) -> None:
        """What is not in the lists of the account is sent, and said to be strange."""
        entry = self.entry
        strangers = [entry.name] if entry.name and self._names and not self._names.is_known(entry.name) else []
        if entry.wire not in self._rule.no_value:
            strangers += self.values.strangers
        shown = ", ".join(f"“{text}”" for text in strangers[:3]) + (" …" if len(strangers) > 3 else "")
        words = "is not in the list; it is" if len(strangers) == 1 else "are not in the list; they are"
        self._show_hint(f"{shown} {words} sent as typed." if strangers else "")
