"""A picker for fixed choices and for those fetched from the account; a value can be typed where that is allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QVBoxLayout

from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.search import Choice, FieldKind, SearchField
from leaddesk.ui.search.choice_names import ChoiceNames
from leaddesk.ui.search.choices_note import ChoicesNote
from leaddesk.ui.search.field_editor import RawValue, SingleEditor, as_line
from leaddesk.ui.widgets.problem_mark import MarkFrame
from leaddesk.ui.widgets.suggest import is_suggesting, tune_completer


class ChoiceEditor(SingleEditor):
    """A combo box: "Mortgage (1001)" is shown, `1001` is given.

    Where values may be typed, or the choices come from the account, the box takes text: before the choices
    have come, and when they never do, the number itself can be typed.
    """

    marks_own_parts = True

    def __init__(self, field: SearchField) -> None:
        """Starts with the fixed choices."""
        super().__init__(field)
        self._names = ChoiceNames()
        self._fetched = False
        self._choices = field.choices
        self._seen: tuple[Choice, ...] = ()
        self.combo = QComboBox()
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(12)
        self.combo.setMaxVisibleItems(20)
        self.combo.setEditable(field.allow_other or bool(field.choices_from))
        self._frame = MarkFrame(self.combo)
        self.note = ChoicesNote()
        self.note.retry.clicked.connect(lambda: self.retry_wanted.emit(field.choices_from))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._frame)
        layout.addWidget(self.note)
        self.setFocusProxy(self.combo)
        self._fill()
        self.set_raw(field.default)
        self._connect()

    def raw(self) -> RawValue:
        """The value chosen, or what was typed."""
        if not self.combo.isEditable():
            return str(self.combo.currentData() or "")
        return self._names.value_of(self.combo.currentText())

    def set_raw(self, value: RawValue) -> None:
        """Show a value; one that is not among the choices is shown as typed where that is allowed."""
        text = as_line(value)
        place = self.combo.findData(text)
        self.combo.setCurrentIndex(place)
        if self.combo.isEditable():
            self.combo.setEditText(self.combo.itemText(place) if place >= 0 else text)
            self._show_hint()

    def mark(self, key: str) -> None:
        """Frame the box."""
        del key
        self._frame.mark(wrong=True)

    def clear_marks(self) -> None:
        """Take the frame away."""
        self._frame.mark(wrong=False)

    def own_problems(self) -> tuple[FieldProblem, ...]:
        """A typed name that several choices have could mean any of them."""
        if self.combo.isEditable() and self._names.is_ambiguous(self.combo.currentText()):
            return (FieldProblem(self.field.key, "several are called that; choose one in the list"),)
        return ()

    def set_choices(self, source: str, choices: Sequence[Choice]) -> None:
        """Fill the list; what was chosen or typed meanwhile stays."""
        if source != self.field.choices_from or not source:
            return
        self._fetched, self._choices = True, (*self.field.choices, *choices)
        self.note.show_nothing()
        self._refill()
        self._set_placeholder("Choose or type" if self.field.allow_other else "Choose")
        if not choices:
            self.note.show_words("The account has none to choose from. Type the value.")

    def set_choices_loading(self, source: str) -> None:
        """Say that the list is being fetched; typing works meanwhile."""
        if source == self.field.choices_from and source:
            self._set_placeholder("Loading the list …")
            self.note.show_nothing()

    def set_choices_failed(self, source: str, words: str) -> None:
        """Say why there is no list, offer to fetch it again, and ask for the number."""
        if source == self.field.choices_from and source:
            self._set_placeholder(f"Type the {_typed_noun(self.field)}")
            self.note.show_failure(f"{words} Type the {_typed_noun(self.field)}, or try again.".strip())

    def set_value_suggestions(self, values: Mapping[str, Sequence[str]]) -> None:
        """Offer the values seen in the column that the field names, behind the choices."""
        if self.field.suggest_values and self.combo.isEditable():
            self._seen = tuple(Choice(value, value) for value in values.get(self.field.suggest_values, ()))
            self._refill()

    def _refill(self) -> None:
        value = self.raw()
        self._fill()
        self.set_raw(value)

    def _connect(self) -> None:
        self.combo.activated.connect(self._changed)
        line, completer = self.combo.lineEdit(), self.combo.completer()
        if line is not None:
            line.textEdited.connect(self._changed)
            line.returnPressed.connect(self._entered)
        if completer is not None:
            tune_completer(completer)

    def _changed(self) -> None:
        self._show_hint()
        self.edited.emit()

    def _entered(self) -> None:
        line = self.combo.lineEdit()
        if line is not None and not is_suggesting(line):
            self.submitted.emit()

    def _fill(self) -> None:
        taken = {choice.value for choice in self._choices}
        seen = (choice for choice in self._seen if choice.value not in taken)
        self._names = ChoiceNames((*self._choices, *seen), with_values=self.combo.isEditable())
        model = QStandardItemModel(self.combo)
        if not self.combo.isEditable() and not self.field.required:
            model.appendRow(_item("", "Not filled in"))
        for value, text in self._names.texts.items():
            model.appendRow(_item(value, text))
        self.combo.setModel(model)

    def _show_hint(self) -> None:
        value = as_line(self.raw())
        if self._fetched and self._names and value and not self._names.is_known(value):
            self.note.show_words("Not in the list; it is sent as typed.")
        elif self._fetched and self._names:
            self.note.show_nothing()

    def _set_placeholder(self, text: str) -> None:
        line = self.combo.lineEdit()
        if line is not None:
            line.setPlaceholderText(text)


def _typed_noun(field: SearchField) -> str:
    return "number" if field.kind is FieldKind.INTEGER or field.allow_other else "value"


def _item(value: str, text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setData(value, Qt.ItemDataRole.UserRole)
    item.setEditable(False)
    return item
