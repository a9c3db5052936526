"""The plain editors of the search form, and the choice of an editor for a field.

Those that only some searches have are imported when one is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout

from leaddesk.domain.search import FieldKind, SearchField
from leaddesk.ui.search.choice_editor import ChoiceEditor
from leaddesk.ui.search.date_presets import moment_raw, raw_moment, start_from_wall, wall_of
from leaddesk.ui.search.field_editor import RawValue, SingleEditor, as_line, suggested_names
from leaddesk.ui.search.wall_clock_edit import WallClockEdit
from leaddesk.ui.widgets.suggest import is_suggesting, tune_completer


def build_editor(field: SearchField, zone: tzinfo) -> SingleEditor:
    """The editor for a field, by its kind. A number with choices is picked like any other choice.

    A list of names of columns is typed on one line, in its order; a list of values is made of tags.
    """
    if field.kind is FieldKind.CHOICE or (field.kind is FieldKind.INTEGER and (field.choices or field.choices_from)):
        return ChoiceEditor(field)
    match field.kind:
        case FieldKind.TEXT_LIST if field.choices or field.choices_from or field.suggest_values:
            from leaddesk.ui.search.multi_choice_editor import MultiChoiceEditor

            return MultiChoiceEditor(field)
        case FieldKind.TEXT_LIST | FieldKind.MOMENT_LIST:
            from leaddesk.ui.search.text_list_editor import TextListEditor

            return TextListEditor(field)
        case FieldKind.ID_LIST:
            from leaddesk.ui.search.id_list_editor import IdListEditor

            return IdListEditor(field)
        case FieldKind.CONDITIONS:
            from leaddesk.ui.search.conditions_editor import ConditionsEditor

            return ConditionsEditor(field)
        case FieldKind.CONDITION_LIST:
            from leaddesk.ui.search.condition_list_editor import ConditionListEditor

            return ConditionListEditor(field)
        case FieldKind.YES_NO:
            return YesNoEditor(field)
        case FieldKind.MOMENT:
            return MomentEditor(field, zone)
        case _:
            return TextEditor(field)


class TextEditor(SingleEditor):
    """One line of text or a whole number."""

    def __init__(self, field: SearchField) -> None:
        """Numbers are checked with the rest, not filtered while typing: a swallowed key is a wrong number."""
        super().__init__(field)
        self.line = QLineEdit()
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self.line)
        tune_completer(completer)
        self.line.setCompleter(completer)
        if field.kind is FieldKind.INTEGER:
            self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self.edited)
        self.line.returnPressed.connect(self._entered)

    def _entered(self) -> None:
        if not is_suggesting(self.line):
            self.submitted.emit()

    def raw(self) -> RawValue:
        """The text."""
        return self.line.text().strip()

    def set_raw(self, value: RawValue) -> None:
        """Show a text."""
        self.line.setText(as_line(value))

    def set_column_names(self, names: Sequence[str]) -> None:
        """Offer the names for completion."""
        if self.field.suggest_columns:
            self._known.setStringList(list(suggested_names(self.field, names)))

    def set_value_suggestions(self, values: Mapping[str, Sequence[str]]) -> None:
        """Offer the values of the column that the field names."""
        if self.field.suggest_values:
            self._known.setStringList(list(values.get(self.field.suggest_values, ())))


class YesNoEditor(SingleEditor):
    """Yes, no, or not filled in."""

    def __init__(self, field: SearchField) -> None:
        """A required field has no third way, and starts with no choice made."""
        super().__init__(field)
        self.combo = QComboBox()
        if not field.required:
            self.combo.addItem("Not filled in", "")
        self.combo.addItem("Yes", "true")
        self.combo.addItem("No", "false")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self.setFocusProxy(self.combo)
        self.set_raw(field.default)
        self.combo.activated.connect(self.edited)

    def raw(self) -> RawValue:
        """`true`, `false` or blank."""
        return str(self.combo.currentData() or "")

    def set_raw(self, value: RawValue) -> None:
        """Take the words that `build_query` takes; others are left blank."""
        word = {"yes": "true", "1": "true", "no": "false", "0": "false"}.get(as_line(value).lower(), as_line(value))
        self.combo.setCurrentIndex(self.combo.findData(word.lower()))


class MomentEditor(SingleEditor):
    """One date and time of the person's own zone; a check box leaves it out where it is not required."""

    def __init__(self, field: SearchField, zone: tzinfo) -> None:
        """`zone` is the person's."""
        super().__init__(field)
        self._zone = zone
        self.box = QCheckBox("Filled in")
        self.clock = WallClockEdit()
        self.clock.setAccessibleName(field.label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.box)
        layout.addWidget(self.clock)
        self.box.setVisible(not field.required)
        self.setFocusProxy(self.clock if field.required else self.box)
        self.set_raw(field.default)
        self.box.toggled.connect(self.clock.setEnabled)
        self.box.clicked.connect(self.edited)
        self.clock.edited.connect(self.edited)

    def raw(self) -> RawValue:
        """The moment in UTC, or blank."""
        return moment_raw(start_from_wall(self.clock.wall, self._zone)) if self.box.isChecked() else ""

    def set_raw(self, value: RawValue) -> None:
        """Show a moment."""
        moment = raw_moment(as_line(value))
        if moment is not None:
            self.clock.set_wall(wall_of(moment, self._zone))
        filled = moment is not None or self.field.required
        self.box.setChecked(filled)
        self.clock.setEnabled(filled)
