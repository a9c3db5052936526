"""Asks for a name, without a loop of its own."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from leaddesk.ui.widgets.problem_mark import MarkedField

MOST_NAME_CHARACTERS = 60


def name_problem(name: str, taken: Collection[str]) -> str:
    """What is wrong with a name, empty when nothing is. Names are compared without regard to case."""
    text = name.strip()
    if not text:
        return "write a name"
    if not text.isprintable():
        return "this holds a line break or another invisible character"
    if text.casefold() in {other.casefold() for other in taken}:
        return f"“{text}” is there already; choose another name"
    return ""


class NameDialog(QDialog):
    """A line for a name; show it with `open()`. Signal: `named(name)`. Deletes itself when it is closed.

    A name that is taken is refused at the line, unless `replaces` says that saving over it is meant: then the
    words under the line say so before it happens.
    """

    named = Signal(str)

    def __init__(
        self,
        parent: QWidget | None,
        *,
        title: str,
        label: str,
        button: str,
        name: str = "",
        taken: Collection[str] = (),
        replaces: bool = False,
    ) -> None:
        """`button` is the text of the button that takes the name; `name` is what the line starts with."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._taken, self._replaces = taken, replaces
        self.line = QLineEdit(name)
        self.line.setMaxLength(MOST_NAME_CHARACTERS)
        self.line.selectAll()
        self.field = MarkedField(label, self.line)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = self.buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._button = button
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self.field)
        layout.addStretch()
        layout.addWidget(self.buttons)
        self.setMinimumWidth(340)
        self.line.textEdited.connect(self._edited)
        self.buttons.accepted.connect(self._take)
        self.buttons.rejected.connect(self.reject)
        self._edited()

    def _edited(self) -> None:
        self.field.clear_problem()
        self.accept_button.setText(f"Replace “{self._name}”".replace("&", "&&") if self._is_replacing else self._button)

    @property
    def _name(self) -> str:
        return self.line.text().strip()

    @property
    def _is_replacing(self) -> bool:
        return self._replaces and self._name in self._taken

    def _take(self) -> None:
        problem = name_problem(self._name, () if self._is_replacing else self._taken)
        if problem:
            self.field.show_problem(problem)
            self.line.setFocus()
            return
        self.named.emit(self._name)
        self.accept()
