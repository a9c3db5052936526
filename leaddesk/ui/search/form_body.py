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
from leaddesk.domain.search import PAGE_SIZE_KEY, OnlyWith, SearchField, SearchSpec
from leaddesk.ui.search.date_range_editor import Clock, DateRangeEditor
from leaddesk.ui.search.date_ranges_editor import DateRangesEditor
from leaddesk.ui.search.field_editor import FieldEditor, RawValue, as_line, choice_sources
from leaddesk.ui.search.field_editors import build_editor
from leaddesk.ui.search.form_state import default_preset
from leaddesk.ui.widgets.fold import Fold
from leaddesk.ui.widgets.problem_mark import MarkedField
from leaddesk.ui.widgets.quiet_wheel import quiet_wheels

_MOST_TYPED_ROWS = 999_999


@dataclass(frozen=True, slots=True)
class FormPart:
    """An editor in its frame. `only_with` is what another field must hold for it to be there at all."""

    editor: FieldEditor
    box: MarkedField
    advanced: bool
    only_with: OnlyWith | None

    @property
    def is_wanted(self) -> bool:
        """Whether it belongs to the search as it is filled in now."""
        return not self.box.isHidden()


class FormBody(QWidget):
    """All editors of a search, the rarely used ones and the page size under "More".

    A field that needs another field's value is there only while that has it; what was typed into it waits
    meanwhile, and is neither checked nor given.

    Signals: `edited()`, `submitted()` (Enter in a line), `retry_wanted(source)`; `came_into_view()` when fields
    did that were not: their lists are wanted now.
    """

    edited = Signal()
    submitted = Signal()
    retry_wanted = Signal(str)
    came_into_view = Signal()

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
        self.fold.button.clicked.connect(self.came_into_view)
        quiet_wheels(self)
        self._show_wanted()

    @property
    def date_editor(self) -> DateRangeEditor | DateRangesEditor | None:
        """The editor of the date range or ranges, where there is one."""
        editors = (part.editor for part in self.parts)
        return next((one for one in editors if isinstance(one, DateRangeEditor | DateRangesEditor)), None)

    @property
    def sources_in_view(self) -> tuple[str, ...]:
        """The lists of the account that the fields in view offer."""
        parts = (part for part in self.parts if part.is_wanted and (self.fold.is_open or not part.advanced))
        return choice_sources(item for part in parts for item in part.editor.fields)

    def state(self) -> FormState:
        """What stands in the form now; presets are worked out as of now."""
        values: dict[str, RawValue] = {}
        for part in self._wanted_parts():
            values |= part.editor.raw_values()
        dates = self.date_editor
        return FormState(values, dates.preset_key if dates else "", self.page_size.value())

    def set_state(self, state: FormState) -> None:
        """Show a state; emits nothing but what a change of the page size brings.

        A state holds nothing of the fields that it leaves out of sight: those get their default values.
        """
        self.clear_problems()
        for part in self.parts:
            part.editor.set_raw_values(state.values)
        self._show_wanted()
        for part in self.parts:
            if not part.is_wanted:
                defaults = {item.key: item.default for item in part.editor.fields if item.default}
                part.editor.set_raw_values({**defaults, **state.values})
        dates = self.date_editor
        if dates is not None and (state.range_preset or not any(key in state.values for key in dates.keys)):
            dates.set_preset(state.range_preset or default_preset(self.spec))
        self.page_size.setValue(state.page_size)
        self._show_fold_title()

    def own_problems(self) -> tuple[FieldProblem, ...]:
        """What the editors themselves find wrong; those that show their words do so."""
        return tuple(problem for part in self._wanted_parts() for problem in part.editor.own_problems())

    def show_problems(self, problems: tuple[FieldProblem, ...]) -> tuple[FieldProblem, ...]:
        """Mark the fields, open the fold where one of them is inside, go to the first; gives those without a field."""
        messages: dict[str, list[str]] = {}
        for problem in problems:
            messages.setdefault(problem.field, []).append(problem.message)
        self._first_marked = None
        for part in self._wanted_parts():
            keys = [key for key in part.editor.keys if key in messages]
            if keys:
                self._mark(part, keys, messages)
        if PAGE_SIZE_KEY in messages:
            self._page_size_box.show_problem("; ".join(messages[PAGE_SIZE_KEY]))
            self._bring_up(self._page_size_box, advanced=True, focus=self.page_size.setFocus)
        known = {key for part in self._wanted_parts() for key in part.editor.keys} | {PAGE_SIZE_KEY}
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
        if len(fields) == 3 and rule is not None:
            editor: FieldEditor = DateRangesEditor(*fields, rule, zone=zone, clock=clock, receiver=receiver)
            label, help_text = rule.label, fields[0].help
        elif len(fields) == 2 and rule is not None:
            editor = DateRangeEditor(*fields, rule, zone=zone, clock=clock, receiver=receiver)
            label, help_text = rule.label, ""
        else:
            editor = build_editor(fields[0], zone)
            label, help_text = fields[0].label, fields[0].help
        required, framed = any(item.required for item in fields), not editor.marks_own_parts
        box = MarkedField(label, editor, help_text=help_text, required=required, framed=framed)
        advanced = all(item.advanced for item in fields)
        (self.fold.body if advanced else self._layout).addWidget(box)
        part = FormPart(editor, box, advanced, fields[0].only_with)
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
        if advanced and not self.fold.is_open:
            self.fold.set_open(opened=True)
            self.came_into_view.emit()
        if self._first_marked is None:
            self._first_marked = box
            focus()

    def _part_edited(self, part: FormPart) -> None:
        self._clear(part)
        if any(other.only_with is not None and other.only_with.field_key in part.editor.keys for other in self.parts):
            self._show_wanted()
            self.came_into_view.emit()
        if part.advanced:
            self._show_fold_title()
        self.edited.emit()

    def _wanted_parts(self) -> Iterator[FormPart]:
        return (part for part in self.parts if part.is_wanted)

    def _show_wanted(self) -> None:
        """Show the fields that belong to the search as it is filled in now; all at once, not one by one."""
        self.setUpdatesEnabled(False)
        for part in self.parts:
            if part.only_with is not None:
                part.box.setVisible(self._holds(part.only_with))
        self.setUpdatesEnabled(True)

    def _holds(self, rule: OnlyWith) -> bool:
        """Whether a field has this value, its default counting where nothing is chosen, as in `build_query`."""
        part = next((part for part in self.parts if rule.field_key in part.editor.keys), None)
        given = part.editor.raw_values().get(rule.field_key, "") if part is not None and part.is_wanted else ""
        value = as_line(given).strip() or self.spec.field(rule.field_key).default
        return value.lower() == rule.value.lower()

    def _show_fold_title(self) -> None:
        """Say how many of the fields that are folded away are filled in: no filter is to be forgotten there."""
        filled = sum(1 for part in self._wanted_parts() if part.advanced and _is_filled_in(part.editor))
        self.fold.set_title(f"More ({filled} filled in)" if filled else "More")

    def _page_size_edited(self) -> None:
        self._page_size_box.clear_problem()
        self.edited.emit()

    @staticmethod
    def _clear(part: FormPart) -> None:
        part.box.clear_problem()
        part.editor.clear_marks()


def _is_filled_in(editor: FieldEditor) -> bool:
    """Whether it holds something else than it starts with."""
    values = {key: as_line(value) for key, value in editor.raw_values().items()}
    return bool(values) and values != {item.key: item.default for item in editor.fields if item.default}


def _groups(spec: SearchSpec) -> Iterator[tuple[SearchField, ...]]:
    """The fields in order, those of the date range together at the place of the first."""
    rule = spec.date_range
    keys = (rule.field_key, rule.start_key, rule.end_key) if rule is not None else ()
    together = tuple(spec.field(key) for key in keys if key)
    for item in spec.fields:
        if item not in together:
            yield (item,)
        elif item is next(field for field in spec.fields if field in together):
            yield together
