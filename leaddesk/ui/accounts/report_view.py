"""What testing an account found, step by step, in words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from leaddesk.domain.errors import AccountMending, CredentialsRefused
from leaddesk.domain.provider import AccountReport, TestStep
from leaddesk.ui.error_view import words_for
from leaddesk.ui.widgets.icon_view import IconView
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import muted_label, plain_label, wrapped_label


class ReportView(QFrame):
    """Hidden, under way, or a report. Signal: `mending_wanted(AccountMending)`: carry out what the report offers."""

    mending_wanted = Signal(object)

    def __init__(self) -> None:
        """Starts hidden."""
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(10, 8, 10, 8)
        self._layout.setSpacing(6)
        self.mend_button: QPushButton | None = None
        self.hide()

    @property
    def text(self) -> str:
        """All that is shown, one line for each part; for tests and screen readers."""
        return self.accessibleDescription()

    def show_nothing(self) -> None:
        """Hide: what was found no longer holds."""
        self._clear()
        self.hide()

    def show_testing(self) -> None:
        """Say that the test is under way."""
        self._clear()
        self._set_ground("notice-info")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedHeight(6)
        bar.setAccessibleName("The account is being tested")
        self._add_line("Testing the account …", "section")
        self._layout.addWidget(bar)
        self._show()

    def show_report(self, report: AccountReport) -> None:
        """Show the outcome and each step."""
        self._clear()
        words, ground = summary_of(report)
        self._set_ground(ground)
        self._add_line(words, "section")
        for step in report.steps:
            self._layout.addWidget(_StepView(step))
        mending = mending_of(report)
        if mending is not None:
            self._offer(mending)
        self._show()

    def _offer(self, mending: AccountMending) -> None:
        button = self.mend_button = QPushButton(icon("check"), mending.words.replace("&", "&&"))
        button.setAutoDefault(False)
        button.setAccessibleDescription("Changes the account's settings here and tests them; save them afterwards.")
        button.clicked.connect(lambda: self.mending_wanted.emit(mending))
        self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _show(self) -> None:
        lines = [label.text() for label in self.findChildren(QLabel) if label.text()]
        self.setAccessibleName("Result of the test")
        self.setAccessibleDescription("\n".join(lines))
        self.show()

    def _add_line(self, words: str, role: str) -> None:
        label = wrapped_label(words, selectable=True)
        label.setProperty("role", role)
        self._layout.addWidget(label)

    def _set_ground(self, role: str) -> None:
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)

    def _clear(self) -> None:
        self.mend_button = None
        for child in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self._layout.removeWidget(child)
            child.hide()
            child.setParent(None)
            child.deleteLater()


class _StepView(QWidget):
    """A sign, the step and its host, what came of it, and what to do about it."""

    def __init__(self, step: TestStep) -> None:
        super().__init__()
        good = step.error is None
        role = QPalette.ColorRole.Link if good else QPalette.ColorRole.BrightText
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addLayout(_title_line(step))
        for text, style in step_lines(step):
            label = wrapped_label(text, selectable=True)
            label.setProperty("role", style)
            words.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(8)
        layout.addWidget(IconView("check" if good else "error", role=role, size=17), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)


def mending_of(report: AccountReport) -> AccountMending | None:
    """The change of settings that would help: what the test found, or what came with a refusal."""
    refusals = (step.error for step in report.steps if isinstance(step.error, CredentialsRefused))
    return report.mending or next((error.mending for error in refusals if error.mending is not None), None)


def summary_of(report: AccountReport) -> tuple[str, str]:
    """The outcome in words, and the ground it stands on."""
    error = report.first_error
    if not report.usable:
        return ("This account cannot be used yet." if error is None else f"{words_for(error).title}."), "notice-error"
    if error is not None:
        return "Leads can be read. Not everything works, though.", "notice-warning"
    return "This account works.", "notice-info"


def step_lines(step: TestStep) -> tuple[tuple[str, str], ...]:
    """What is said of a step: text and style."""
    if step.error is None:
        return ((step.words, ""),) if step.words else ()
    shown = words_for(step.error)
    lines = [(step.words, ""), (shown.words, "problem"), (shown.remedy, "")]
    if shown.details:
        lines.append((f"The answer was: {shown.details}", "muted"))
    seen: dict[str, str] = {}
    for text, style in lines:
        if text and text not in seen:
            seen[text] = style
    if step.words == shown.words:
        seen[shown.words] = "problem"
    return tuple(seen.items())


def _title_line(step: TestStep) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    title = plain_label(step.title)
    title.setProperty("role", "section")
    line.addWidget(title)
    line.addWidget(muted_label(step.host), 1)
    return line
