"""What the rows of all builders of conditions have in common: a frame, a button to remove, what is wrong."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from leaddesk.ui.search.field_editor import WidgetAbc
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import muted_label, set_plain_tool_tip
from leaddesk.ui.widgets.problem_mark import MarkFrame, ProblemLine


class BuilderRow(QWidget, metaclass=WidgetAbc):
    """One row of a builder, in a frame that can be marked.

    Signals: `edited()`, `submitted()` (Enter), `removed()`.
    """

    edited = Signal()
    submitted = Signal()
    removed = Signal()

    def __init__(self) -> None:
        """Subclasses make their parts, then call `_frame_in`."""
        super().__init__()
        self.remove = QToolButton()
        self.remove.setIcon(icon("close"))
        self.remove.setAutoRaise(True)
        self.remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_plain_tool_tip(self.remove, "Remove this condition")
        self._hint = muted_label()
        self._problem = ProblemLine()
        self.remove.clicked.connect(self.removed)

    @property
    def problem(self) -> str:
        """The words of the problem shown, empty for none."""
        return self._problem.text

    @property
    def hint(self) -> str:
        """What is pointed out about the row, empty for nothing."""
        return self._hint.text()

    @property
    @abstractmethod
    def first(self) -> QWidget:
        """The part that takes the keyboard when the row is gone to."""

    @abstractmethod
    def tab_stops(self) -> tuple[QWidget, ...]:
        """Its parts in the order of the Tab key."""

    @abstractmethod
    def set_number(self, number: int) -> None:
        """Name the parts for screen readers by the row's place, counted from 1."""

    def show_problem(self, message: str) -> None:
        """Mark the row; an empty message takes the mark away."""
        self._problem.show_text(message)
        self._frame.mark(wrong=bool(message))
        self.first.setAccessibleDescription(f"Wrong: {message}" if message else "")

    def _frame_in(self, *lines: QHBoxLayout) -> None:
        inner = QFrame()
        inner.setFrameShape(QFrame.Shape.StyledPanel)
        box = QVBoxLayout(inner)
        box.setContentsMargins(5, 5, 5, 5)
        box.setSpacing(4)
        for line in lines:
            line.setSpacing(4)
            box.addLayout(line)
        box.addWidget(self._hint)
        self._frame = MarkFrame(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._frame)
        layout.addWidget(self._problem)

    def _show_hint(self, words: str) -> None:
        self._hint.setText(words)
        self._hint.setVisible(bool(words))
