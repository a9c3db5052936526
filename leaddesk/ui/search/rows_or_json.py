"""A filter as rows for everybody and as raw JSON for experts: what the two builders of conditions have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.search import SearchField
from leaddesk.ui.search.builder_row import BuilderRow
from leaddesk.ui.search.conditions import NameTwice, NotRows, RowProblem
from leaddesk.ui.search.field_editor import RawValue, SingleEditor, as_line
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import set_plain_tool_tip
from leaddesk.ui.widgets.problem_mark import MarkFrame, ProblemLine
from leaddesk.ui.widgets.tab_order import chain_tabs

Given = TypeVar("Given")
Row = TypeVar("Row", bound=BuilderRow)


class RowsOrJsonEditor(SingleEditor, Generic[Given, Row]):
    """Gives JSON text, empty without conditions. Shows its own problems at its rows.

    Nothing typed is lost by switching: rows that are not complete keep the rows in view, text that rows cannot
    show keeps the text in view, each with the reason. `Given` is a row as plain data, `Row` its widget.
    """

    shows_own_words = True
    marks_own_parts = True
    json_words = "a JSON object"

    def __init__(self, field: SearchField, example: str) -> None:
        """`example` stands in the empty box of raw JSON. Subclasses call `set_raw` and `_connect` at their end."""
        super().__init__(field)
        self.rows: list[Row] = []
        self.add_button = QPushButton(icon("plus"), "Add condition")
        self.raw_button = QPushButton(icon("code"), "Raw JSON")
        self.raw_button.setCheckable(True)
        self.raw_button.setAccessibleName("Write the conditions as raw JSON")
        set_plain_tool_tip(self.raw_button, f"Write the conditions as {self.json_words}")
        self.text = QPlainTextEdit()
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(110)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.text.setPlaceholderText(example)
        self.text.setAccessibleName(f"{field.label} as JSON")
        self._frame = MarkFrame(self.text)
        self._words = ProblemLine()
        self._arrange()
        self.setFocusProxy(self.add_button)

    @property
    def is_raw(self) -> bool:
        """Whether raw JSON is being edited."""
        return self.raw_button.isChecked()

    @property
    def words(self) -> str:
        """What the editor says about itself, empty for nothing."""
        return self._words.text

    @abstractmethod
    def read_rows(self, text: str) -> Sequence[Given]:
        """The rows that stand for this JSON.

        Raises:
            NotRows: it says more than rows can show.
            ValueError, RecursionError: it is not the JSON that is wanted.
        """

    @abstractmethod
    def rows_text(self, indent: int | None = None) -> str:
        """The JSON that the rows stand for, empty without rows; rows with a problem are not in it."""

    @abstractmethod
    def row_problems(self) -> Sequence[RowProblem]:
        """What is wrong with the rows."""

    @abstractmethod
    def make_row(self, given: Given) -> Row:
        """The widget of a row."""

    @abstractmethod
    def blank_row(self) -> Given:
        """A row in which nothing stands yet."""

    def raw(self) -> RawValue:
        """The JSON text. Rows with a problem are not in it: ask `own_problems` first."""
        return self.text.toPlainText().strip() if self.is_raw else self.rows_text()

    def set_raw(self, value: RawValue) -> None:
        """Show the text as rows, or as raw JSON where rows cannot show it."""
        text = as_line(value).strip()
        try:
            rows = self.read_rows(text) if text else ()
        except (ValueError, RecursionError):
            self._show_text(text)
            self._set_mode(raw=True)
            return
        self._show_text("")
        self._show_rows(rows)
        self._set_mode(raw=False)

    def own_problems(self) -> tuple[FieldProblem, ...]:
        """Rows that are incomplete or contradict each other; a name that stands twice in raw JSON."""
        if self.is_raw:
            return self._raw_problems()
        problems = self.row_problems()
        for problem in problems:
            self.rows[problem.row].show_problem(problem.message)
        return tuple(FieldProblem(self.field.key, f"condition {p.row + 1}: {p.message}") for p in problems)

    def clear_marks(self) -> None:
        """Take the marks of rows and text away."""
        self._words.show_text("")
        self._frame.mark(wrong=False)
        for row in self.rows:
            row.show_problem("")

    def mark(self, key: str) -> None:
        """Frame the text; rows are framed by `own_problems`."""
        del key
        self._frame.mark(wrong=True)

    def focus_first(self, key: str) -> None:
        """Go to the first marked row, or to the text."""
        del key
        marked = next((row for row in self.rows if row.problem), None)
        target: QWidget = self.text if self.is_raw else marked.first if marked else self.add_button
        target.setFocus()

    def add_row(self, given: Given) -> Row:
        """Add a row at the end."""
        edit = self.make_row(given)
        edit.edited.connect(self.edited)
        edit.submitted.connect(self.submitted)
        edit.removed.connect(lambda: self._remove(edit))
        self.rows.append(edit)
        self._rows_layout.addWidget(edit)
        self._number_rows()
        return edit

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.add_button)
        buttons.addStretch()
        buttons.addWidget(self.raw_button)
        self._rows_layout = QVBoxLayout()
        self._rows_layout.setSpacing(3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(buttons)
        layout.addLayout(self._rows_layout)
        layout.addWidget(self._frame)
        layout.addWidget(self._words)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self._add_clicked)
        self.raw_button.clicked.connect(self._raw_clicked)
        self.text.textChanged.connect(self._text_changed)

    def _raw_problems(self) -> tuple[FieldProblem, ...]:
        try:
            self.read_rows(self.text.toPlainText())
        except NameTwice as error:
            self._words.show_text(str(error))
            return (FieldProblem(self.field.key, str(error)),)
        except (ValueError, RecursionError):
            return ()  # the check of the whole search words it, with the place
        return ()

    def _add_clicked(self) -> None:
        self.add_row(self.blank_row()).first.setFocus()

    def _raw_clicked(self, checked: bool) -> None:  # noqa: FBT001 - a slot of `clicked`
        self._words.show_text("")
        if checked:
            self._go_raw()
        else:
            self._go_rows()

    def _go_raw(self) -> None:
        self.raw_button.setChecked(False)
        if self.own_problems():
            self._words.show_text("Finish or remove the marked conditions first.")
            return
        self._show_text(self.rows_text(indent=2))
        self._set_mode(raw=True)
        self.text.setFocus()

    def _go_rows(self) -> None:
        text = self.text.toPlainText().strip()
        try:
            rows = self.read_rows(text) if text else ()
        except NotRows as error:
            self._stay_raw(f"This cannot be shown as rows: {error}.")
        except NameTwice as error:
            self._stay_raw(f"{error}.")
        except (ValueError, RecursionError):
            self._stay_raw(f"This is not {self.json_words}; correct it first.")
        else:
            self._show_rows(rows)
            self._set_mode(raw=False)

    def _stay_raw(self, words: str) -> None:
        self.raw_button.setChecked(True)
        self._words.show_text(words)

    def _set_mode(self, *, raw: bool) -> None:
        self.raw_button.setChecked(raw)
        self._frame.setVisible(raw)
        self.add_button.setEnabled(not raw)
        for row in self.rows:
            row.setVisible(not raw)

    def _show_rows(self, rows: Sequence[Given]) -> None:
        for edit in list(self.rows):
            self._drop(edit)
        for row in rows:
            self.add_row(row)

    def _show_text(self, text: str) -> None:
        with QSignalBlocker(self.text):
            self.text.setPlainText(text)

    def _text_changed(self) -> None:
        self._words.show_text("")
        self.edited.emit()

    def _remove(self, edit: Row) -> None:
        place = self.rows.index(edit)
        self._drop(edit)
        self._number_rows()
        following = self.rows[min(place, len(self.rows) - 1)].first if self.rows else self.add_button
        following.setFocus()
        self.edited.emit()

    def _drop(self, edit: Row) -> None:
        self.rows.remove(edit)
        self._rows_layout.removeWidget(edit)
        edit.hide()
        edit.deleteLater()

    def _number_rows(self) -> None:
        for place, edit in enumerate(self.rows):
            edit.set_number(place + 1)
        stops = [stop for row in self.rows for stop in row.tab_stops()]
        chain_tabs([self.raw_button, *stops, self.text])  # rows are made later than what follows them
