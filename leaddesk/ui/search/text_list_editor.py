"""A list of texts in one line, with completion of its last item and a picker of the known names."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QToolButton

from leaddesk.domain.search import Choice, SearchField, parse_text_list
from leaddesk.ui.search.choice_names import ChoiceNames
from leaddesk.ui.search.choice_picker import ChoicePicker
from leaddesk.ui.search.field_editor import RawValue, SingleEditor, suggested_names
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import set_plain_tool_tip
from leaddesk.ui.widgets.suggest import is_suggesting, tune_completer


class TextListEditor(SingleEditor):
    """Names with commas between them, or a JSON list where a name holds a comma itself."""

    def __init__(self, field: SearchField) -> None:
        """The picker's button appears when there is something to pick."""
        super().__init__(field)
        self.line = QLineEdit()
        self.line.setPlaceholderText("A, B, C")
        self.pick_button = QToolButton()
        self.pick_button.setIcon(icon("columns"))
        self.pick_button.setAccessibleName(f"Pick for {field.label}")
        self.pick_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_plain_tool_tip(self.pick_button, "Pick from the known names")
        self._names: tuple[str, ...] = ()
        self._completer = _LastItemCompleter(self.line)
        self.line.setCompleter(self._completer)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.pick_button)
        self.setFocusProxy(self.line)
        self._offer(())
        self.set_raw(field.default)
        self.line.textEdited.connect(self.edited)
        self.line.returnPressed.connect(self._entered)
        self.pick_button.clicked.connect(self._open_picker)

    def raw(self) -> RawValue:
        """The line as it stands; `parse_text_list` splits it."""
        return self.line.text().strip()

    def set_raw(self, value: RawValue) -> None:
        """Show a line or a list."""
        self.line.setText(value if isinstance(value, str) else list_text(value))

    def set_column_names(self, names: Sequence[str]) -> None:
        """Offer the names under the field's prefix."""
        if self.field.suggest_columns:
            self._offer(suggested_names(self.field, names))

    def toggle(self, name: str) -> None:
        """Add a name at the end of the list, or take it out."""
        items = list(self._items())
        if name in items:
            items.remove(name)
        else:
            items.append(name)
        self.line.setText(list_text(items))
        self.edited.emit()

    def _items(self) -> tuple[str, ...]:
        try:
            return parse_text_list(self.line.text())
        except ValueError:
            return ()

    def _offer(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._completer.set_names(names)
        self.pick_button.setVisible(bool(names))

    def _entered(self) -> None:
        if not is_suggesting(self.line):
            self.submitted.emit()

    def _open_picker(self) -> None:
        names = ChoiceNames([Choice(name, name) for name in self._names])
        picker = ChoicePicker(names, self._items(), self)
        picker.toggled.connect(self.toggle)
        picker.open_below(self)


class _LastItemCompleter(QCompleter):
    """Completes what stands behind the last comma."""

    def __init__(self, line: QLineEdit) -> None:
        super().__init__(line)
        self._model = QStringListModel(self)
        self.setModel(self._model)
        tune_completer(self)

    def set_names(self, names: Sequence[str]) -> None:
        self._model.setStringList([name for name in names if "," not in name])

    def splitPath(self, path: str) -> list[str]:
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: object) -> str:
        chosen = super().pathFromIndex(index)  # pyright: ignore[reportArgumentType]
        widget = self.widget()
        before = widget.text().rpartition(",")[0] if isinstance(widget, QLineEdit) else ""
        return f"{before.rstrip()}, {chosen}" if before else chosen


def list_text(items: Sequence[str]) -> str:
    """Texts as one line that `parse_text_list` takes apart again."""
    if any("," in item or item != item.strip() or not item for item in items) or (items and items[0].startswith("[")):
        return json.dumps(list(items), ensure_ascii=False)
    return ", ".join(items)
