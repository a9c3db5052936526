"""A picker for fixed choices and for those fetched from the account; a value can be typed where that is allowed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.search import Choice, FieldKind, SearchField
from leaddesk.ui.search.field_editor import RawValue, SingleEditor, as_line
from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import muted_label
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
        self._choices: tuple[Choice, ...] = ()
        self._texts: dict[str, str] = {}
        self._fetched = False
        self.combo = QComboBox()
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(12)
        self.combo.setMaxVisibleItems(20)
        self.combo.setEditable(field.allow_other or bool(field.choices_from))
        self._frame = MarkFrame(self.combo)
        self.note = _Note()
        self.note.retry.clicked.connect(lambda: self.retry_wanted.emit(field.choices_from))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._frame)
        layout.addWidget(self.note)
        self.setFocusProxy(self.combo)
        self._fill(field.choices)
        self.set_raw(field.default)
        self._connect()

    def raw(self) -> RawValue:
        """The value chosen, or what was typed."""
        if not self.combo.isEditable():
            return str(self.combo.currentData() or "")
        return self._value_of(self.combo.currentText())

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
        """What was typed must be one of the fetched choices, or a plausible number while there are none."""
        text = as_line(self.raw())
        if not text or not self._fetched or self.field.allow_other or self._is_known(text):
            return ()
        return (FieldProblem(self.field.key, "this is not in the list; choose one of it"),)

    def set_choices(self, source: str, choices: Sequence[Choice]) -> None:
        """Fill the list; what was chosen or typed meanwhile stays."""
        if source != self.field.choices_from or not source:
            return
        value = self.raw()
        self._fetched = True
        self._fill((*self.field.choices, *choices))
        self._set_placeholder("Choose or type" if self.field.allow_other else "Choose")
        self.note.show_nothing()
        if not choices:
            self.note.show_words("The account has none to choose from. Type the value.")
        self.set_raw(value)

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

    def _fill(self, choices: tuple[Choice, ...]) -> None:
        self._choices = choices
        self._texts = choice_texts(choices, with_values=self.combo.isEditable())
        model = QStandardItemModel(self.combo)
        if not self.combo.isEditable() and not self.field.required:
            model.appendRow(_item("", "Not filled in"))
        for choice in choices:
            model.appendRow(_item(choice.value, self._texts[choice.value]))
        self.combo.setModel(model)

    def _is_known(self, value: str) -> bool:
        return value in self._texts

    def _value_of(self, text: str) -> str:
        """The value of a shown text, of a label that stands for one choice only, or the text itself."""
        typed = text.strip()
        shown = [value for value, words in self._texts.items() if typed in (words, value)]
        if shown:
            return shown[0]
        labelled = [choice.value for choice in self._choices if choice.label.lower() == typed.lower()]
        return labelled[0] if len(labelled) == 1 else typed

    def _show_hint(self) -> None:
        value = as_line(self.raw())
        if self._fetched and self._choices and value and self.field.allow_other and not self._is_known(value):
            self.note.show_words("Not in the list; it is sent as typed.")
        elif self._fetched and self._choices:
            self.note.show_nothing()

    def _set_placeholder(self, text: str) -> None:
        line = self.combo.lineEdit()
        if line is not None:
            line.setPlaceholderText(text)


class _Note(QWidget):
    """A line under the box: why there is no list, with a button to try again."""

    def __init__(self) -> None:
        super().__init__()
        self.sign = IconView("alert", size=15)
        self.words = muted_label()
        self.retry = QPushButton(icon("refresh"), "Try again")
        self.retry.setAccessibleName("Fetch the list again")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 0, 0, 0)
        layout.setSpacing(5)
        layout.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.retry, 0, Qt.AlignmentFlag.AlignTop)
        self.show_nothing()

    def show_nothing(self) -> None:
        self.words.setText("")
        self.hide()

    def show_words(self, text: str) -> None:
        self._show(text, failed=False)

    def show_failure(self, text: str) -> None:
        self._show(text, failed=True)

    def _show(self, text: str, *, failed: bool) -> None:
        self.words.setText(text)
        self.sign.setVisible(failed)
        self.retry.setVisible(failed)
        self.show()


def choice_texts(choices: Sequence[Choice], *, with_values: bool) -> dict[str, str]:
    """What is shown for each value: its label, or `Mortgage (1001)`.

    Numbers stand beside their labels where they can also be typed (`with_values`), and any value beside a label
    that comes twice.
    """
    labels = [choice.label for choice in choices]
    texts: dict[str, str] = {}
    for choice in choices:
        bare = not choice.label or choice.label == choice.value
        named = (with_values and choice.value.lstrip("-").isdigit()) or labels.count(choice.label) > 1
        texts[choice.value] = choice.value if bare else f"{choice.label} ({choice.value})" if named else choice.label
    return texts


def _typed_noun(field: SearchField) -> str:
    return "number" if field.kind is FieldKind.INTEGER or field.allow_other else "value"


def _item(value: str, text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setData(value, Qt.ItemDataRole.UserRole)
    item.setEditable(False)
    return item
