"""The file that is to be written: a line, a Browse button, and what would happen to a file that is there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import wrapped_label
from leaddesk.ui.widgets.problem_mark import MarkFrame, ProblemLine


class TargetLine(QWidget):
    """Signal: `edited()` after each change, also by Browse."""

    edited = Signal()

    def __init__(self) -> None:
        """Starts empty; relative names are meant in the folder set last."""
        super().__init__()
        self._folder = Path.home()
        self._suffix = ""
        self._kind = ""
        self.line = QLineEdit()
        self.line.setAccessibleName("File")
        self.browse = QPushButton(icon("folder"), "Browse …")
        self.browse.setAutoDefault(False)
        self._frame = MarkFrame(self.line)
        self._problem = ProblemLine()
        self._warning = wrapped_label()
        self._warning_line = QWidget()
        warning = QHBoxLayout(self._warning_line)
        warning.setContentsMargins(2, 0, 0, 0)
        warning.setSpacing(5)
        warning.addWidget(IconView("alert", size=15))
        warning.addWidget(self._warning, 1)
        self._warning_line.hide()
        above = QHBoxLayout()
        above.setSpacing(6)
        above.addWidget(self._frame, 1)
        above.addWidget(self.browse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(above)
        layout.addWidget(self._problem)
        layout.addWidget(self._warning_line)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self.look)
        self.browse.clicked.connect(self._browse)

    @property
    def path(self) -> Path:
        """The absolute path of what stands in the line."""
        return self._folder / Path(self.line.text().strip()).expanduser()

    @property
    def problem(self) -> str:
        """The words of the problem shown."""
        return self._problem.text

    @property
    def warning(self) -> str:
        """What is said about a file that is there already; empty for nothing."""
        return self._warning.text() if not self._warning_line.isHidden() else ""

    def set_folder(self, folder: Path) -> None:
        """The folder in which names without one are meant."""
        self._folder = folder

    def set_kind(self, suffix: str, title: str) -> None:
        """The suffix that the file must have, and the kind's name in the file dialog."""
        self._suffix, self._kind = suffix, title

    def set_text(self, text: str) -> None:
        """Show a path; emits nothing."""
        self.line.setText(text)
        self.show_problem("")
        self.look()

    def look(self) -> None:
        """Look at the disk and say when a file would be replaced."""
        try:
            there = bool(self.line.text().strip()) and self.path.is_file()
        except (OSError, ValueError):
            there = False
        words = "This file is there already. It is replaced once the new one is complete."
        self._warning.setText(words if there else "")
        self._warning_line.setVisible(there)

    def check(self) -> str:
        """What is wrong with the name, empty when nothing is; also marks it."""
        fault = self._fault()
        self.show_problem(fault)
        if not fault:
            self.look()
        return fault

    def show_problem(self, words: str) -> None:
        """Mark the line, or take the mark away for empty words."""
        self._problem.show_text(words)
        self._frame.mark(wrong=bool(words))
        if words:
            self._warning_line.hide()
        self.line.setAccessibleDescription(f"Wrong: {words}" if words else "")

    def _fault(self) -> str:
        text = self.line.text().strip()
        if not text:
            return "choose a file"
        if any(ord(character) < 32 for character in text):
            return "this is not a name a file can have"
        if not self.path.name.lower().endswith(self._suffix) or self.path.name.lower() == self._suffix:
            return f"the file's name must end in {self._suffix}"
        try:
            if self.path.is_dir():
                return "this is a folder; add a file's name"
            if not self.path.parent.is_dir():
                return f"there is no folder “{self.path.parent}”"
        except (OSError, ValueError):
            return "this is not a name a file can have"
        return ""

    def _edited(self) -> None:
        self.show_problem("")
        self._warning_line.hide()
        self.edited.emit()

    def _browse(self) -> None:
        dialog = QFileDialog(self, "Choose the file to write")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(self._suffix.removeprefix("."))
        dialog.setNameFilter(f"{self._kind.partition(' (')[0]} (*{self._suffix})")
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # the line says so, and stays to be read
        dialog.setDirectory(str(self.path.parent))
        dialog.selectFile(self.path.name)
        dialog.fileSelected.connect(self.take_chosen)
        dialog.open()

    def take_chosen(self, path: str) -> None:
        """Take the file picked in the file dialog."""
        self.set_text(path)
        self.edited.emit()
