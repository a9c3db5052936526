"""A list of conditions: name, operator and values in rows, or raw JSON. Names and values come from the account."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel

from leaddesk.domain.search import Choice, SearchField
from leaddesk.domain.search import ConditionRow as RowRule
from leaddesk.ui.search.choice_names import ChoiceNames
from leaddesk.ui.search.choices_note import ChoicesNote
from leaddesk.ui.search.condition_entry_edit import ConditionEntryEdit
from leaddesk.ui.search.condition_list import (
    ConditionEntry,
    entries_to_list,
    entry_problems,
    example_of,
    list_to_entries,
)
from leaddesk.ui.search.conditions import RowProblem
from leaddesk.ui.search.field_editor import suggested_names
from leaddesk.ui.search.rows_or_json import RowsOrJsonEditor

_LOADING = "Loading the list …"


class ConditionListEditor(RowsOrJsonEditor[ConditionEntry, ConditionEntryEdit]):
    """Gives the JSON list as text."""

    json_words = "a JSON list"

    def __init__(self, field: SearchField) -> None:
        """Starts with the field's default, usually no rows."""
        self._rule = field.row or RowRule("name", "values")
        super().__init__(field, example_of(self._rule))
        self.add_button.setAccessibleName(f"Add a condition to {field.label}")
        self.raw_button.setAccessibleName(f"Write {field.label} as raw JSON")
        self._fetched: dict[str, tuple[Choice, ...]] = {}
        self._words_of: dict[str, str] = {}
        self._failed: dict[str, str] = {}
        self._seen: tuple[Choice, ...] = ()
        self._names, self._values = ChoiceNames(field.choices), ChoiceNames()
        self._model = QStringListModel(self)
        self.note = ChoicesNote()
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.note)
        self._offer()
        self.set_raw(field.default)
        self._connect()
        self.note.retry.clicked.connect(self._retry)

    def read_rows(self, text: str) -> Sequence[ConditionEntry]:
        """See `list_to_entries`."""
        return list_to_entries(text, self._rule)

    def rows_text(self, indent: int | None = None) -> str:
        """The list as text."""
        made = entries_to_list([row.entry for row in self.rows], self._rule)
        return json.dumps(made, ensure_ascii=False, indent=indent) if made else ""

    def row_problems(self) -> Sequence[RowProblem]:
        """Rows that are filled in by half, or with too many values."""
        return entry_problems([row.entry for row in self.rows], self._rule)

    def make_row(self, given: ConditionEntry) -> ConditionEntryEdit:
        """The widget of a row, offering what is known."""
        row = ConditionEntryEdit(self._rule, given, self.field.label)
        self._offer_in(row)
        return row

    def blank_row(self) -> ConditionEntry:
        """Nothing filled in."""
        return ConditionEntry()

    def set_choices(self, source: str, choices: Sequence[Choice]) -> None:
        """Offer the fetched names or values in every row."""
        if self._concerns(source):
            self._fetched[source] = tuple(choices)
            self._words_of.pop(source, None)
            self._failed.pop(source, None)
            self._offer()

    def set_choices_loading(self, source: str) -> None:
        """Say that a list is being fetched; typing works meanwhile."""
        if self._concerns(source):
            self._words_of[source] = _LOADING
            self._failed.pop(source, None)
            self._offer()

    def set_choices_failed(self, source: str, words: str) -> None:
        """Say why there is no list, and offer to fetch it again."""
        if self._concerns(source):
            self._words_of.pop(source, None)
            self._failed[source] = words
            self._offer()

    def set_column_names(self, names: Sequence[str]) -> None:
        """Offer the names under the field's prefix."""
        if self.field.suggest_columns:
            self._seen = tuple(Choice(name, name) for name in suggested_names(self.field, names))
            self._offer()

    def _concerns(self, source: str) -> bool:
        return bool(source) and source in {self.field.choices_from, self._rule.values_from}

    def _offer(self) -> None:
        fetched = self._fetched.get(self.field.choices_from, ())
        self._names = ChoiceNames((*self._seen, *self.field.choices, *fetched))
        self._values = ChoiceNames(self._fetched.get(self._rule.values_from, ()))
        self._model = QStringListModel(list(self._names.texts.values()), self)
        for row in self.rows:
            self._offer_in(row)
        words = " ".join(dict.fromkeys(self._failed.values()))
        self.note.show_failure(f"{words} Type what you need, or try again." if words else "")

    def _offer_in(self, row: ConditionEntryEdit) -> None:
        row.set_names(self._names, self._model, self._words_of.get(self.field.choices_from, ""))
        row.set_values_offered(self._values, self._words_of.get(self._rule.values_from, ""))

    def _retry(self) -> None:
        for source in tuple(self._failed):
            self.retry_wanted.emit(source)
