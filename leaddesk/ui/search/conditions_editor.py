"""A JSON object as a filter: field, operator and value in rows, or raw JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel

from leaddesk.domain.search import SearchField
from leaddesk.ui.search.condition_row_edit import ConditionRowEdit
from leaddesk.ui.search.conditions import (
    ConditionRow,
    RowProblem,
    object_to_rows,
    parse_object,
    row_problems,
    rows_to_object,
)
from leaddesk.ui.search.field_editor import suggested_names
from leaddesk.ui.search.rows_or_json import RowsOrJsonEditor


class ConditionsEditor(RowsOrJsonEditor[ConditionRow, ConditionRowEdit]):
    """Gives the JSON object as text."""

    def __init__(self, field: SearchField) -> None:
        """Starts with the field's default, usually no rows."""
        compares = any(operator.wire for operator in field.operators)
        super().__init__(field, '{"LoanAmount": {"$gte": 150000}}' if compares else '{"name": "value"}')
        self._names = QStringListModel(self)
        self.set_raw(field.default)
        self._connect()

    def read_rows(self, text: str) -> Sequence[ConditionRow]:
        """See `object_to_rows`."""
        return object_to_rows(parse_object(text), self.field.operators)

    def rows_text(self, indent: int | None = None) -> str:
        """The object as text."""
        made = rows_to_object([row.row for row in self.rows], self.field.operators)
        return json.dumps(made, ensure_ascii=False, indent=indent) if made else ""

    def row_problems(self) -> Sequence[RowProblem]:
        """Incomplete rows, and those that contradict an earlier one."""
        return row_problems([row.row for row in self.rows], self.field.operators)

    def make_row(self, given: ConditionRow) -> ConditionRowEdit:
        """The widget of a row."""
        return ConditionRowEdit(self.field.operators, self._names, given)

    def blank_row(self) -> ConditionRow:
        """Nothing filled in."""
        return ConditionRow()

    def set_column_names(self, names: Sequence[str]) -> None:
        """Offer the names under the field's prefix in every row."""
        self._names.setStringList(list(suggested_names(self.field, names)))
