"""The search form: a narrow column drawn from a search's declaration, with the button always in view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QElapsedTimer, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from leaddesk.domain.errors import FieldProblem, InvalidInput
from leaddesk.domain.form_state import FormState
from leaddesk.domain.search import PAGE_SIZE_KEY, Choice, SearchSpec, build_query
from leaddesk.ui.search.date_range_editor import Clock
from leaddesk.ui.search.form_body import FormBody
from leaddesk.ui.search.form_state import default_state
from leaddesk.ui.widgets.icons import icon
from leaddesk.ui.widgets.plain_label import heading_label, muted_label, set_plain_tool_tip
from leaddesk.ui.widgets.problem_mark import ProblemLine
from leaddesk.ui.widgets.tab_order import chain_tabs, tab_stops

LEAST_WIDTH = 300


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class SearchForm(QWidget):
    """Takes a search's declaration, gives what was filled in.

    Signals:
        query_submitted(FormState): the person wants this search; it has passed `check`.
        cancel_wanted(): the person wants the running search to stop.
        choices_wanted(str): the list of this source is needed (again). Lists of fields out of sight are asked for
            when those come into view: each may cost a call of a scarce limit.
        edited(): something was changed by the person.
    """

    query_submitted = Signal(object)
    cancel_wanted = Signal()
    choices_wanted = Signal(str)
    edited = Signal()

    def __init__(self, zone: tzinfo, clock: Clock = utc_now, parent: QWidget | None = None) -> None:
        """`zone` is the person's own, in which days are meant; `clock` gives the present moment."""
        super().__init__(parent)
        self._zone, self._clock = zone, clock
        self._spec: SearchSpec | None = None
        self._body: FormBody | None = None
        self._columns: tuple[str, ...] = ()
        self._asked: set[str] = set()
        self._busy = False
        self._busy_for = QElapsedTimer()
        self.setMinimumWidth(LEAST_WIDTH)
        self._title = heading_label()
        self._intro = muted_label()
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stray = ProblemLine()
        self.reset_button = QPushButton(icon("undo"), "Reset")
        set_plain_tool_tip(self.reset_button, "Start again from the default values")
        self.search_button = QPushButton("Search")
        self.search_button.setProperty("role", "primary")
        self.search_button.setMinimumHeight(34)
        self.search_button.setIconSize(QSize(16, 16))
        set_plain_tool_tip(self.search_button, "Search (Ctrl+Enter)")
        self._arrange()
        self._connect()

    @property
    def body(self) -> FormBody:
        """The fields of the present search.

        Raises:
            RuntimeError: `set_search` was not called yet.
        """
        if self._body is None:
            raise RuntimeError("the form has no search yet")
        return self._body

    @property
    def is_busy(self) -> bool:
        """Whether the button says "Cancel"."""
        return self._busy

    @property
    def stray_words(self) -> str:
        """Problems shown above the button because they belong to no field."""
        return self._stray.text

    def set_search(self, spec: SearchSpec, receiver: str = "") -> None:
        """Draw a search with its default values and ask for the lists that the fields in view need.

        `receiver` names the vendor in the words about zones. Call it again when the account changes: lists
        belong to an account.
        """
        old = self.scroll_area.takeWidget()
        if self._body is not None:
            old.deleteLater()
        self._spec = spec
        self._body = FormBody(spec, zone=self._zone, clock=self._clock, receiver=receiver)
        self._title.setText(spec.title)
        self._intro.setText(spec.intro)
        self._intro.setVisible(bool(spec.intro))
        self.scroll_area.setWidget(self._body)
        self._body.set_state(default_state(spec))
        self.set_column_names(self._columns)
        self._stray.show_text("")
        chain_tabs([tab_stops(self._body)[-1], self.reset_button, self.search_button])
        self._body.edited.connect(self._body_edited)
        self._body.submitted.connect(self.submit)
        self._body.retry_wanted.connect(self.choices_wanted)
        self._body.came_into_view.connect(self._ask_for_lists)
        self._asked.clear()
        self._ask_for_lists()

    @property
    def sources_asked(self) -> tuple[str, ...]:
        """The lists asked for since the search was drawn."""
        return tuple(sorted(self._asked))

    def set_choices(self, source: str, choices: Sequence[Choice]) -> None:
        """The list of a source has come."""
        for part in self.body.parts:
            part.editor.set_choices(source, choices)

    def set_choices_loading(self, source: str) -> None:
        """The list of a source is being fetched."""
        for part in self.body.parts:
            part.editor.set_choices_loading(source)

    def set_choices_failed(self, source: str, words: str) -> None:
        """The list of a source could not be fetched; the value can be typed instead."""
        for part in self.body.parts:
            part.editor.set_choices_failed(source, words)

    def set_column_names(self, names: Sequence[str]) -> None:
        """The keys of all columns known (`Fields.LoanAmount`), for completion; kept for the next search too."""
        self._columns = tuple(names)
        if self._body is not None:
            for part in self._body.parts:
                part.editor.set_column_names(self._columns)

    def set_value_suggestions(self, values: Mapping[str, Sequence[str]]) -> None:
        """The values that columns have in the rows on screen, by column key, for fields that name a column.

        They belong to this search: another one starts without.
        """
        for part in self.body.parts:
            part.editor.set_value_suggestions(values)

    def form_state(self) -> FormState:
        """What stands in the form; before it is kept under a name, ask `check` whether all of it can be read."""
        return self.body.state()

    def set_form_state(self, state: FormState) -> None:
        """Show a state; a date range with a name is worked out for today."""
        self.body.set_state(state)
        self._ask_for_lists()
        self._stray.show_text("")
        chain_tabs([tab_stops(self.body)[-1], self.reset_button, self.search_button])

    def set_page_size(self, rows: int) -> None:
        """Show another page size; nothing else in the form is touched."""
        self.body.page_size.setValue(rows)

    def check(self) -> tuple[FieldProblem, ...]:
        """Everything that keeps this search from being sent; nothing is shown but an editor's own marks."""
        own = self.body.own_problems()
        state = self.form_state()
        try:
            build_query(self.body.spec, account_id="-", provider="-", raw=state.values, page_size=state.page_size)
        except InvalidInput as error:
            return own + tuple(problem for problem in error.problems if problem not in own)
        return own

    def show_problems(self, problems: Sequence[FieldProblem]) -> None:
        """Mark each field with its words and go to the first; what belongs to no field stands above the button."""
        self.body.clear_problems()
        stray = self.body.show_problems(tuple(problems))
        self._stray.show_text("; ".join(f"{problem.field}: {problem.message}" for problem in stray))
        marked = self.body.first_marked
        if marked is not None:
            self.scroll_area.ensureWidgetVisible(marked, 0, 20)

    def show_page_size_problem(self, message: str) -> None:
        """Mark the page size."""
        self.show_problems((FieldProblem(PAGE_SIZE_KEY, message),))

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - the one state it has
        """While a search runs, the button cancels it. Enter still starts a new one, which replaces it."""
        self._busy = busy
        self._busy_for.start()
        self.search_button.setText("Cancel" if busy else "Search")
        set_plain_tool_tip(self.search_button, "Stop the running search" if busy else "Search (Ctrl+Enter)")

    def submit(self) -> None:
        """Check and send, or mark what is wrong."""
        problems = self.check()
        self.show_problems(problems)
        if not problems:
            self.query_submitted.emit(self.form_state())

    def reset(self) -> None:
        """Back to the default values."""
        self.set_form_state(default_state(self.body.spec))
        self.edited.emit()

    def _arrange(self) -> None:
        header = QVBoxLayout()
        header.setContentsMargins(12, 10, 12, 4)
        header.setSpacing(3)
        header.addWidget(self._title)
        header.addWidget(self._intro)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.reset_button)
        buttons.addWidget(self.search_button, 1)
        footer = QVBoxLayout()
        footer.setContentsMargins(12, 8, 12, 10)
        footer.setSpacing(6)
        footer.addWidget(self._stray)
        footer.addLayout(buttons)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setForegroundRole(line.foregroundRole().Mid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header)
        layout.addWidget(self.scroll_area, 1)
        layout.addWidget(line)
        layout.addLayout(footer)

    def _connect(self) -> None:
        self.reset_button.clicked.connect(self.reset)
        self.search_button.clicked.connect(self._button_clicked)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.submit)

    def _button_clicked(self) -> None:
        if not self._busy:
            self.submit()
        elif self._busy_for.hasExpired(QApplication.doubleClickInterval()):
            self.cancel_wanted.emit()  # not at once: the second half of a double click is no wish to cancel

    def _ask_for_lists(self) -> None:
        for source in self.body.sources_in_view:
            if source not in self._asked:
                self._asked.add(source)
                self.set_choices_loading(source)
                self.choices_wanted.emit(source)

    def _body_edited(self) -> None:
        self._stray.show_text("")
        self.edited.emit()
