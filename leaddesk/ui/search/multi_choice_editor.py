"""Several choices of a list: fixed ones, those of the account, or values seen on screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout

from leaddesk.domain.errors import FieldProblem
from leaddesk.domain.search import Choice, SearchField, parse_text_list
from leaddesk.ui.search.choice_names import ChoiceNames
from leaddesk.ui.search.choices_note import ChoicesNote
from leaddesk.ui.search.field_editor import RawValue, SingleEditor
from leaddesk.ui.search.tag_editor import TagEditor
from leaddesk.ui.widgets.problem_mark import MarkFrame


class MultiChoiceEditor(SingleEditor):
    """Gives a list of values. Where the list may be left, any other value can be typed and is pointed out."""

    marks_own_parts = True

    def __init__(self, field: SearchField) -> None:
        """Starts with the fixed choices."""
        super().__init__(field)
        self._is_open = field.allow_other or bool(field.choices_from) or not field.choices
        self._fetched: tuple[Choice, ...] = ()
        self._seen: tuple[Choice, ...] = ()
        self._failed = False
        self.tags = TagEditor(field.label, is_open=self._is_open)
        self._frame = MarkFrame(self.tags)
        self.note = ChoicesNote()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self._frame)
        layout.addWidget(self.note)
        self.setFocusProxy(self.tags)
        self._offer()
        self.set_raw(field.default)
        self.tags.edited.connect(self._changed)
        self.tags.submitted.connect(self.submitted)
        self.note.retry.clicked.connect(lambda: self.retry_wanted.emit(field.choices_from))

    def raw(self) -> RawValue:
        """The values, what still stands in the line included."""
        return list(self.tags.values)

    def set_raw(self, value: RawValue) -> None:
        """Show a list, or a text that `parse_text_list` takes apart; a text that it cannot stays whole."""
        try:
            values = parse_text_list(value)
        except ValueError:
            values = (str(value),)
        self.tags.set_values(values)
        self._show_strangers()

    def own_problems(self) -> tuple[FieldProblem, ...]:
        """A typed name that several choices have could mean any of them."""
        if self.tags.ambiguous_text:
            message = f"several are called “{self.tags.ambiguous_text}”; choose one in the list"
            return (FieldProblem(self.field.key, message),)
        return ()

    def mark(self, key: str) -> None:
        """Frame line and tags."""
        del key
        self._frame.mark(wrong=True)

    def clear_marks(self) -> None:
        """Take the frame away."""
        self._frame.mark(wrong=False)

    def set_choices(self, source: str, choices: Sequence[Choice]) -> None:
        """Offer the fetched values; what was chosen or typed meanwhile stays."""
        if source and source == self.field.choices_from:
            self._fetched, self._failed = tuple(choices), False
            self.note.show_nothing()
            self._offer()
            self._show_strangers()
            if not choices and not self.field.choices:
                self.note.show_words("The account has none to choose from. Type the values.")

    def set_choices_loading(self, source: str) -> None:
        """Say that the list is being fetched; typing works meanwhile."""
        if source and source == self.field.choices_from:
            self._failed = False
            self._offer("Loading the list …")
            self.note.show_nothing()

    def set_choices_failed(self, source: str, words: str) -> None:
        """Say why there is no list, and offer to fetch it again."""
        if source and source == self.field.choices_from:
            self._failed = True
            self._offer()
            self.note.show_failure(f"{words} Type the values, or try again.".strip())

    def set_value_suggestions(self, values: Mapping[str, Sequence[str]]) -> None:
        """Offer the values seen in the column that the field names."""
        if self.field.suggest_values:
            self._seen = tuple(Choice(value, value) for value in values.get(self.field.suggest_values, ()))
            self._offer()

    def _offer(self, words: str = "") -> None:
        known = (*self.field.choices, *self._fetched)
        taken = {choice.value for choice in known}
        self.tags.set_names(ChoiceNames((*known, *(item for item in self._seen if item.value not in taken))), words)

    def _changed(self) -> None:
        self._show_strangers()
        self.edited.emit()

    def _show_strangers(self) -> None:
        """Values that are not in the list of the account (once it is there) are sent, and said to be strange."""
        if self._failed or not (self._fetched or self.field.choices):
            return
        strangers = self.tags.strangers
        shown = ", ".join(f"“{value}”" for value in strangers[:3]) + (" …" if len(strangers) > 3 else "")
        verb = "is" if len(strangers) == 1 else "are"
        sent = (
            f"{'it' if len(strangers) == 1 else 'they'} {verb} sent as typed." if self._is_open else "choose from it."
        )
        self.note.show_words(f"{shown} {verb} not in the list; {sent}" if strangers else "")
