"""What is to be exported, how, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ui.export.export_request import ExportChoice, ExportRequest, ExportScope, amount_words, with_suffix
from leaddesk.ui.export.target_line import TargetLine
from leaddesk.ui.widgets.plain_label import muted_label, plain_label
from leaddesk.ui.widgets.quiet_wheel import quiet_wheels


class ExportForm(QWidget):
    """Scope, kind of file, columns, zone, file. Signal: `edited()`."""

    edited = Signal()

    def __init__(self, choices: Sequence[ExportChoice], noun: tuple[str, str], zone_name: str) -> None:
        """See `ExportDialog`."""
        super().__init__()
        self._choices, self._noun = tuple(choices), noun
        self._scopes: tuple[ExportScope, ...] = ()
        self._scope_group = QButtonGroup(self)
        self._scope_layout = QVBoxLayout()
        self._scope_layout.setSpacing(3)
        self.choice_box = QComboBox()
        self.choice_box.setAccessibleName("Kind of file")
        for choice in self._choices:
            self.choice_box.addItem(choice.title, choice.key)
        self._choice_words = muted_label()
        self.shown_columns = QRadioButton("Those shown in the table")
        self.all_columns = QRadioButton("All")
        self.my_zone = QRadioButton(f"My zone ({zone_name})")
        self.utc = QRadioButton("UTC")
        self.target = TargetLine()
        self._pairs = [
            _pair(self, self.shown_columns, self.all_columns, "Columns"),
            _pair(self, self.my_zone, self.utc, "Dates in"),
        ]
        self._arrange()
        self._scope_group.idClicked.connect(self.edited)
        self.choice_box.activated.connect(self._choice_picked)
        self.target.edited.connect(self.edited)
        self._show_choice()
        quiet_wheels(self)

    @property
    def scope(self) -> ExportScope | None:
        """What is to be exported; None when there is nothing."""
        place = self._scope_group.checkedId()
        return self._scopes[place] if 0 <= place < len(self._scopes) else None

    @property
    def choice(self) -> ExportChoice:
        """The kind of file."""
        return self._choices[max(0, self.choice_box.currentIndex())]

    @property
    def scope_buttons(self) -> list[QRadioButton]:
        """One for each scope."""
        return [button for button in self._scope_group.buttons() if isinstance(button, QRadioButton)]

    def set_scopes(self, scopes: Sequence[ExportScope], chosen: str = "") -> None:
        """Show the scopes with their numbers; the choice stays while it holds something."""
        wanted = chosen or (self.scope.key if self.scope is not None else "")
        self._scopes = tuple(scopes)
        self._match_buttons()
        for button, scope in zip(self.scope_buttons, self._scopes, strict=True):
            button.setText(f"{scope.title}: {amount_words(scope, self._noun)}".replace("&", "&&"))
            button.setEnabled(not scope.is_empty)
        self._check_scope(wanted)
        self.edited.emit()

    def set_target(self, folder: Path, stem: str) -> None:
        """Propose a file: its folder, and its name without suffix."""
        self.target.set_folder(folder)
        self.target.set_text(str(folder / f"{stem}{self.choice.suffix}"))

    def request(self) -> ExportRequest | None:
        """What is wanted; None when there is nothing to export or the file's name is wrong, which is then marked."""
        fault = self.target.check()
        if fault or self.scope is None:
            self.target.line.setFocus()
            return None
        return ExportRequest(
            self.scope.key, self.choice.key, self.all_columns.isChecked(), self.my_zone.isChecked(), self.target.path
        )

    def _match_buttons(self) -> None:
        while len(self.scope_buttons) > len(self._scopes):
            button = self.scope_buttons[-1]
            self._scope_group.removeButton(button)
            button.deleteLater()
        while len(self.scope_buttons) < len(self._scopes):
            button = QRadioButton()
            self._scope_group.addButton(button, len(self.scope_buttons))
            self._scope_layout.addWidget(button)

    def _check_scope(self, wanted: str) -> None:
        """Check the wanted scope, or the first that holds something; none when all are empty."""
        usable = [place for place, scope in enumerate(self._scopes) if not scope.is_empty]
        place = next((place for place in usable if self._scopes[place].key == wanted), usable[0] if usable else -1)
        self._scope_group.setExclusive(False)
        for number, button in enumerate(self.scope_buttons):
            button.setChecked(number == place)
        self._scope_group.setExclusive(True)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        kind = QVBoxLayout()
        kind.setSpacing(3)
        kind.addWidget(self.choice_box)
        kind.addWidget(self._choice_words)
        rows = (
            ("What", self._scope_layout),
            ("Kind of file", kind),
            ("Columns", self._pairs[0]),
            ("Dates in", self._pairs[1]),
        )
        for row, (words, layout) in enumerate(rows):
            grid.addWidget(_row_label(words), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(layout, row, 1)
        grid.addWidget(_row_label("File"), len(rows), 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.target, len(rows), 1)
        grid.setRowStretch(len(rows) + 1, 1)

    def _choice_picked(self) -> None:
        known = tuple(choice.suffix for choice in self._choices)
        self.target.set_text(with_suffix(self.target.line.text(), self.choice.suffix, known))
        self._show_choice()
        self.edited.emit()

    def _show_choice(self) -> None:
        self._choice_words.setText(self.choice.words)
        self.choice_box.setAccessibleDescription(self.choice.words)
        self.target.set_kind(self.choice.suffix, self.choice.title)


def _row_label(words: str) -> QLabel:
    """The name of a row, level with the first line beside it."""
    label = plain_label(words)
    label.setContentsMargins(0, 3, 0, 0)
    return label


def _pair(owner: QWidget, first: QRadioButton, second: QRadioButton, about: str) -> QHBoxLayout:
    """Two radio buttons beside each other, of which the first is checked."""
    group = QButtonGroup(owner)
    layout = QHBoxLayout()
    layout.setSpacing(16)
    for button in (first, second):
        button.setAccessibleName(f"{about}: {button.text()}")
        group.addButton(button)
        layout.addWidget(button)
    layout.addStretch()
    first.setChecked(True)
    return layout
