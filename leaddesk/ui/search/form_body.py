"""The fields of one search, drawn from its declaration."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.form_state import FormState
from leaddesk.domain.search import PAGE_SIZE_KEY, SearchField, SearchSpec
from leaddesk.ui.search.date_range_editor import Clock, DateRangeEditor
from leaddesk.ui.search.field_editor import FieldEditor, RawValue
from leaddesk.ui.search.field_editors import build_editor
from leaddesk.ui.search.form_state import default_preset
from leaddesk.ui.widgets.fold import Fold
from leaddesk.ui.widgets.problem_mark import MarkedField
from leaddesk.ui.widgets.quiet_wheel import quiet_wheels

_MOST_TYPED_ROWS = 999_999


@dataclass(frozen=True, slots=True)
class FormPart:
    """An editor in its frame."""

    editor: FieldEditor
    box: MarkedField
    advanced: bool


class FormBody(QWidget):
    """All editors of a search, the rarely used ones and the page size under "More".

    Signals: `edited()`, `submitted()` (Enter in a line), `retry_wanted(source)`.
    """

    edited = Signal()
    submitted = Signal()
    retry_wanted = Signal(str)

    def __init__(self, spec: SearchSpec, *, zone: tzinfo, clock: Clock, receiver: str) -> None:
        """See `SearchForm` for the meaning of the arguments."""
        super().__init__()
        self.spec = spec
        self._first_marked: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 12, 8)
        self._layout.setSpacing(10)
        self.fold = Fold("More")
        self.parts = tuple(
            self._build_part(fields, zone=zone, clock=clock, receiver=receiver) for fields in _groups(spec)
        )
        self.page_size = QSpinBox()
        self.page_size.setRange(0, _MOST_TYPED_ROWS)  # wide, so that a wrong number gets words instead of vanishing
        self.page_size.setGroupSeparatorShown(True)
        least, most = spec.page_sizes
        self._page_size_box = MarkedField("Rows per page", self.page_size, help_text=f"{least:,} to {most:,} rows.")
        self.fold.body.addWidget(self._page_size_box)
        self._layout.addWidget(self.fold)
        self._layout.addStretch()
        self.page_size.valueChanged.connect(self._page_size_edited)
        quiet_wheels(self)

    @property
    def date_editor(self) -> DateRangeEditor | None:
        """The editor of the date range, where there is one."""
        return next((part.editor for part in self.parts if isinstance(part.editor, DateRangeEditor)), None)

    def state(self) -> FormState:
        """What stands in the form now; presets are worked out as of now."""
        values: dict[str, RawValue] = {}
        for part in self.parts:
            values |= part.editor.raw_values()
        dates = self.date_editor
        return FormState(values, dates.preset_key if dates else "", self.page_size.value())

    def set_state(self, state: FormState) -> None:
        """Show a state; emits nothing but what a change of the page size brings."""
        self.clear_problems()
        for part in self.parts:
            part.editor.set_raw_values(state.values)
        dates = self.date_editor
        if dates is not None and (state.range_preset or not any(key in state.values for key in dates.keys)):
            dates.set_preset(state.range_preset or default_preset(self.spec))
        self.page_size.setValue(state.page_size)

    def own_problems(self) -> tuple[FieldProblem, ...]:
        """What the editors themselves find wrong; those that show their words do so."""
        return tuple(problem for part in self.parts for problem in part.editor.own_problems())

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> tuple[FieldProblem, ...]:
        """Mark the fields, open the fold where one of them is inside, go to the first; gives those without a field."""
        messages: dict[str, list[str]] = {}
        for problem in problems:
            messages.setdefault(problem.field, []).append(problem.message)
        self._first_marked = None
        for part in self.parts:
            keys = [key for key in part.editor.keys if key in messages]
            if keys:
                self._mark(part, keys, messages)
        if PAGE_SIZE_KEY in messages:
            self._page_size_box.show_problem("; ".join(messages[PAGE_SIZE_KEY]))
            self._bring_up(self._page_size_box, advanced=True, focus=self.page_size.setFocus)
        known = {key for part in self.parts for key in part.editor.keys} | {PAGE_SIZE_KEY}
        return tuple(problem for problem in problems if problem.field not in known)

    def clear_problems(self) -> None:
        """Take all marks away."""
        for part in self.parts:
            self._clear(part)
        self._page_size_box.clear_problem()

    def problem_of(self, key: str) -> str:
        """The words shown at a field, empty for none."""
        if key == PAGE_SIZE_KEY:
            return self._page_size_box.problem
        return next((part.box.problem for part in self.parts if key in part.editor.keys), "")

    @property
    def first_marked(self) -> QWidget | None:
        """The uppermost field that the last `show_problems` marked."""
        return self._first_marked

    def _build_part(self, fields: tuple[SearchField, ...], *, zone: tzinfo, clock: Clock, receiver: str) -> FormPart:
        rule = self.spec.date_range
        if len(fields) == 2 and rule is not None:
            editor: FieldEditor = DateRangeEditor(*fields, rule, zone=zone, clock=clock, receiver=receiver)
            label, help_text = rule.label, ""
        else:
            editor = build_editor(fields[0], zone)
            label, help_text = fields[0].label, fields[0].help
        required, framed = any(item.required for item in fields), not editor.marks_own_parts
        box = MarkedField(label, editor, help_text=help_text, required=required, framed=framed)
        advanced = all(item.advanced for item in fields)
        (self.fold.body if advanced else self._layout).addWidget(box)
        part = FormPart(editor, box, advanced)
        editor.edited.connect(lambda: self._part_edited(part))
        editor.submitted.connect(self.submitted)
        editor.retry_wanted.connect(self.retry_wanted)
        return part

    def _mark(self, part: FormPart, keys: list[str], messages: Mapping[str, list[str]]) -> None:
        own = {p.message for p in part.editor.own_problems()} if part.editor.shows_own_words else set[str]()
        words = [message for key in keys for message in messages[key] if message not in own]
        if words:
            part.box.show_problem("; ".join(words))
            for key in keys:
                part.editor.mark(key)
        self._bring_up(part.box, advanced=part.advanced, focus=partial(part.editor.focus_first, keys[0]))

    def _bring_up(self, box: QWidget, *, advanced: bool, focus: Callable[[], None]) -> None:
        if advanced:
            self.fold.set_open(opened=True)
        if self._first_marked is None:
            self._first_marked = box
            focus()

    def _part_edited(self, part: FormPart) -> None:
        self._clear(part)
        self.edited.emit()

    def _page_size_edited(self) -> None:
        self._page_size_box.clear_problem()
        self.edited.emit()

    @staticmethod
    def _clear(part: FormPart) -> None:
        part.box.clear_problem()
        part.editor.clear_marks()


def _groups(spec: SearchSpec) -> Iterator[tuple[SearchField, ...]]:
    """The fields in order, the two of the date range together at the place of the first."""
    rule = spec.date_range
    pair = {rule.start_key, rule.end_key} if rule is not None else set[str]()
    together = (spec.field(rule.start_key), spec.field(rule.end_key)) if rule is not None else ()
    for item in spec.fields:
        if item.key not in pair:
            yield (item,)
        elif together:
            yield together
            together = ()
