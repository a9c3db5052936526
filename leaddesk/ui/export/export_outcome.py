"""How an export ended: written, not written, or not complete."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from leaddesk.ui.export.target_line import TargetLine
from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import muted_label, wrapped_label

_SIGNS = {
    "notice-info": ("check", QPalette.ColorRole.Link),
    "notice-warning": ("alert", QPalette.ColorRole.WindowText),
    "notice-error": ("error", QPalette.ColorRole.BrightText),
}


class ExportOutcome(QWidget):
    """Words on a coloured ground, and what can be done next.

    Signals: `open_wanted(Path)`, `show_in_folder_wanted(Path)`, `retry_wanted(Path)`, `save_partial_wanted(Path)`.
    """

    open_wanted = Signal(object)
    show_in_folder_wanted = Signal(object)
    retry_wanted = Signal(object)
    save_partial_wanted = Signal(object)

    def __init__(self) -> None:
        """Empty until one of the `show_` methods is called."""
        super().__init__()
        self._path = Path()
        self._partial = Path()
        self._ground = QFrame()
        self._sign = IconView("info", size=20)
        self._title = wrapped_label(selectable=True)
        self._title.setProperty("role", "section")
        self._place = wrapped_label(selectable=True)
        self._words = wrapped_label(selectable=True)
        self._place.setAccessibleName("File")
        self.open_button = QPushButton(icon("open"), "Open")
        self.folder_button = QPushButton(icon("folder"), "Show in folder")
        self.copy_button = QPushButton(icon("copy"), "Copy path")
        self.target = TargetLine()
        self.retry_button = QPushButton(icon("refresh"), "Try again")
        self.other_button = QPushButton(icon("save"), "Write this file instead")
        self.partial_button = QPushButton(icon("save"), "Save what was loaded")
        self._partial_words = muted_label()
        self._arrange()
        self._connect()

    @property
    def text(self) -> str:
        """All that is said, one line for each part."""
        labels = (self._title, self._place, self._words, self._partial_words)
        return "\n".join(label.text() for label in labels if label.text() and not label.isHidden())

    def show_done(self, path: Path, words: str, notes: Sequence[str]) -> None:
        """A file was written: what, and what there is to know about it."""
        self._path = path
        self._show(words, "\n".join(notes), "notice-warning" if notes else "notice-info", str(path))
        for button in (self.open_button, self.folder_button, self.copy_button):
            button.show()

    def show_failed(self, words: str, remedy: str, path: Path, other: Path, *, old_file_kept: bool) -> None:
        """No file was written: the cause, and another name to try."""
        self._path = path
        kept = "The old file is as it was." if old_file_kept else ""
        self._show(words, "\n".join(filter(None, (remedy, kept))), "notice-error")
        self.target.set_folder(other.parent)
        self.target.set_kind(other.suffix.lower(), "File")
        self.target.set_text(str(other))
        for part in (self.target, self.retry_button, self.other_button):
            part.show()

    def show_incomplete(self, words: str, loaded: int, total: int | None, partial: Path) -> None:
        """Loading ended early: nothing was written yet, and what came can be kept under a name that says so."""
        self._partial = partial
        self._show(words, "No file was written yet. What came can be kept as it is.", "notice-warning")
        of_total = f" of {total:,}" if total is not None else ""
        self.partial_button.setText(f"Save the {loaded:,} loaded")
        self.partial_button.setVisible(loaded > 0)
        self._partial_words.setText(f"{loaded:,}{of_total} as {partial}")
        self._partial_words.setVisible(loaded > 0)

    def _show(self, title: str, words: str, ground: str, place: str = "") -> None:
        for part in self._parts():
            part.hide()
        self._ground.setProperty("role", ground)
        self._ground.style().unpolish(self._ground)
        self._ground.style().polish(self._ground)
        self._sign.show_icon(*_SIGNS[ground])
        for label, text in ((self._title, title), (self._place, place), (self._words, words)):
            label.setText(text)
            label.setVisible(bool(text))

    def _parts(self) -> tuple[QWidget, ...]:
        buttons = (self.open_button, self.folder_button, self.copy_button, self.partial_button)
        return (*buttons, self.retry_button, self.other_button, self.target, self._partial_words)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (self._title, self._place, self._words):
            words.addWidget(label)
        ground = QHBoxLayout(self._ground)
        ground.setContentsMargins(12, 10, 12, 10)
        ground.setSpacing(10)
        ground.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        ground.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.open_button, self.folder_button, self.copy_button):
            buttons.addWidget(button)
        buttons.addStretch()
        again = QHBoxLayout()
        again.setSpacing(8)
        again.addWidget(self.other_button)
        again.addWidget(self.retry_button)
        again.addWidget(self.partial_button)
        again.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._ground)
        layout.addLayout(buttons)
        layout.addWidget(self.target)
        layout.addLayout(again)
        layout.addWidget(self._partial_words)
        layout.addStretch()

    def _connect(self) -> None:
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        self.open_button.clicked.connect(lambda: self.open_wanted.emit(self._path))
        self.folder_button.clicked.connect(lambda: self.show_in_folder_wanted.emit(self._path))
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(str(self._path)))
        self.partial_button.clicked.connect(lambda: self.save_partial_wanted.emit(self._partial))
        self.retry_button.clicked.connect(lambda: self.retry_wanted.emit(self._path))
        self.other_button.clicked.connect(self._write_other)

    def _write_other(self) -> None:
        if self.target.check():
            self.target.line.setFocus()
        else:
            self.retry_wanted.emit(self.target.path)
