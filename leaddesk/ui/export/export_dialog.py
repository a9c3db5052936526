"""The export dialog: it asks, shows how far it is, and says how it ended. It writes nothing itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from leaddesk.ui.export.export_form import ExportForm
from leaddesk.ui.export.export_outcome import ExportOutcome
from leaddesk.ui.export.export_request import ExportChoice, ExportScope, button_words, progress_words
from leaddesk.ui.widgets.plain_label import muted_label, wrapped_label
from leaddesk.ui.widgets.tab_order import chain_tabs, tab_stops

_STEPS = 1000
_SETTLING_SECONDS = 1.0


class ExportDialog(QDialog):
    """Non-modal; show it with `show()`.

    Signals:
        export_requested(ExportRequest): write this; answer with `show_running`.
        cancel_wanted(): stop; answer with `show_cancelled`.
        retry_wanted(Path): after a failure, the same export under this name, the old one or another.
        save_partial_wanted(Path): write what was loaded under this name.
        open_wanted(Path), show_in_folder_wanted(Path): of the file written.
    """

    export_requested = Signal(object)
    cancel_wanted = Signal()
    retry_wanted = Signal(object)
    save_partial_wanted = Signal(object)
    open_wanted = Signal(object)
    show_in_folder_wanted = Signal(object)

    def __init__(
        self,
        choices: Sequence[ExportChoice],
        *,
        noun: tuple[str, str] = ("lead", "leads"),
        zone_name: str = "local",
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        """`choices` are the kinds of file; `noun` names a row; `clock` counts seconds for the rate."""
        super().__init__(parent)
        self.setWindowTitle("Export")
        self._noun, self._clock = noun, clock
        self._started = 0.0
        self._step = ""
        self.form = ExportForm(choices, noun, zone_name)
        self.outcome = ExportOutcome()
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Progress of the export")
        self.bar.setTextVisible(False)
        self._running_title = wrapped_label()
        self._running_title.setProperty("role", "section")
        self._running_words = muted_label()
        self._note = muted_label()
        self.back_button = QPushButton("Back")
        self.cancel_button = QPushButton("Cancel")
        self.export_button = QPushButton("Export")
        self._stack = QStackedWidget()
        self._running = QWidget()
        self._arrange()
        self._connect()
        self._show_page(self.form)

    @property
    def is_running(self) -> bool:
        """Whether an export is under way."""
        return self._stack.currentWidget() is self._running

    @property
    def running_words(self) -> str:
        """How far it is, in words."""
        return self._running_words.text()

    @property
    def note(self) -> str:
        """What is said above the buttons of the form, empty for nothing."""
        return self._note.text()

    def set_scopes(self, scopes: Sequence[ExportScope], chosen: str = "") -> None:
        """What can be exported, with numbers; may be called again while the dialog is open."""
        self.form.set_scopes(scopes, chosen)

    def set_target(self, folder: Path, stem: str) -> None:
        """Propose a file: its folder, and its name without suffix."""
        self.form.set_target(folder, stem)

    def show_running(self, words: str) -> None:
        """The export is under way; `words` say what (`Exporting 211,507 leads`)."""
        self._running_title.setText(words)
        self._running_words.setText("")
        self._step = ""
        self._started = self._clock()
        self.bar.setRange(0, 0)
        self._show_page(self._running)

    def show_progress(self, done: int, total: int | None, step: str = "Loading") -> None:
        """How far it is. `step` names what is being done; the rate is counted anew for each step."""
        if step != self._step:
            self._step, self._started = step, self._clock()
        seconds = self._clock() - self._started
        rate = done / seconds if seconds >= _SETTLING_SECONDS else None
        self._running_words.setText(f"{step}: {progress_words(done, total, rate)}")
        self.bar.setRange(0, _STEPS if total else 0)
        if total:
            self.bar.setValue(min(_STEPS, done * _STEPS // total))

    def show_cancelled(self, words: str = "Cancelled. No file was written; an old file is as it was.") -> None:
        """Back to the form, with these words."""
        self._say(words)
        self._show_page(self.form)

    def show_done(self, path: Path, words: str, notes: Sequence[str] = ()) -> None:
        """A file was written. `words` say what; `notes` what the person must know (coverage)."""
        self.outcome.show_done(path, words, notes)
        self._show_page(self.outcome)

    def show_failed(self, words: str, remedy: str, path: Path, other: Path, *, old_file_kept: bool = False) -> None:
        """`path` was not written. `other` is a name to try instead; `old_file_kept` when one was there before."""
        self.outcome.show_failed(words, remedy, path, other, old_file_kept=old_file_kept)
        self._show_page(self.outcome)

    def show_incomplete(self, words: str, *, loaded: int, total: int | None, partial: Path) -> None:
        """Loading ended early; `partial` is the name under which what came can be kept."""
        self.outcome.show_incomplete(words, loaded, total, partial)
        self._show_page(self.outcome)

    def reject(self) -> None:
        """Close; while an export runs, ask for its end instead and wait for it."""
        if not self.is_running:
            super().reject()
            return
        self.cancel_button.setEnabled(False)
        self._running_words.setText("Cancelling …")
        self.cancel_wanted.emit()

    def _arrange(self) -> None:
        running = QVBoxLayout(self._running)
        running.setContentsMargins(0, 0, 0, 0)
        running.setSpacing(10)
        for part in (self._running_title, self.bar, self._running_words):
            running.addWidget(part)
        running.addStretch()
        for page in (self.form, self._running, self.outcome):
            self._stack.addWidget(page)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.back_button)
        buttons.addStretch()
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.export_button)
        self.back_button.setAutoDefault(False)
        self.cancel_button.setAutoDefault(False)
        self.export_button.setProperty("role", "primary")
        self.export_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 12)
        layout.setSpacing(12)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._note)
        layout.addLayout(buttons)
        self.resize(560, 400)

    def _connect(self) -> None:
        self.form.edited.connect(self._form_edited)
        self.export_button.clicked.connect(self._export)
        self.cancel_button.clicked.connect(self.reject)
        self.back_button.clicked.connect(lambda: self._show_page(self.form))
        outcome = self.outcome
        outcome.open_wanted.connect(self.open_wanted)
        outcome.show_in_folder_wanted.connect(self.show_in_folder_wanted)
        outcome.retry_wanted.connect(self.retry_wanted)
        outcome.save_partial_wanted.connect(self.save_partial_wanted)

    def _form_edited(self) -> None:
        scope = self.form.scope
        self._say("")
        self.export_button.setText(button_words(scope, self._noun))
        self.export_button.setEnabled(scope is not None)
        stops = [*tab_stops(self.form), self.back_button, self.cancel_button, self.export_button]
        chain_tabs(stops)

    def _export(self) -> None:
        request = self.form.request()
        if request is not None:
            self.export_requested.emit(request)

    def _say(self, words: str) -> None:
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def _show_page(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        on_form, on_outcome = page is self.form, page is self.outcome
        if not on_form:
            self._say("")
        self.export_button.setVisible(on_form)
        self.back_button.setVisible(on_outcome)
        self.cancel_button.setEnabled(True)
        self.cancel_button.setText("Close" if on_outcome else "Cancel")
        if on_form:
            self.form.target.look()
