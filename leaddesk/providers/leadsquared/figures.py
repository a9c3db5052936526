"""The report's figures: rows of an aggregate, whose names are not documented (dossier section 6). Pure.

The column called as `GroupBy` names the group; every other column whose values look like numbers is a figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.domain.page import Chart
from leaddesk.providers.leadsquared.columns import OWNER_KEY, guess_title
from leaddesk.providers.leadsquared.json_values import read_number, read_text
from leaddesk.providers.leadsquared.names import AccountNames

LABEL_KEY: Final = "GroupBy"
"""The key of the column that names a group, whatever field that is: a column of its own, always in view."""


def find_label_key(rows: Sequence[Mapping[str, Any]], group_by: str) -> str:
    """The name under which the group stands: `GroupBy` in any capitals, else the first that is no figure."""
    names = dict.fromkeys(name for row in rows for name in row)
    same = next((name for name in names if name.lower() == group_by.lower()), "")
    return same or next((name for name in names if not _is_figure(rows, name)), group_by)


def read_figures(
    rows: Sequence[Mapping[str, Any]], label_key: str, group_by: str, names: AccountNames
) -> tuple[tuple[Column, ...], Chart | None]:
    """The columns, label first, and how they are drawn as bars; no chart where nothing looks like a number."""
    keys = [name for name in dict.fromkeys(name for row in rows for name in row) if name != label_key]
    figures = [name for name in keys if _is_figure(rows, name)]
    field = names.fields.get(group_by)
    title = field.label if field else guess_title(group_by)
    translate = names.user_name if names.users and _holds_users(group_by) else None
    columns = [Column(LABEL_KEY, title, Kind.TEXT, (label_key,), shown=True, translate=translate)]
    for name in keys:
        kind = Kind.NUMBER if name in figures else Kind.TEXT
        columns.append(Column(name, _figure_title(name, names), kind, (name,), shown=True))
    return tuple(columns), Chart(LABEL_KEY, tuple(figures)) if figures else None


def _holds_users(group_by: str) -> bool:
    return group_by in {OWNER_KEY, "CreatedBy", "ModifiedBy"}


def _figure_title(name: str, names: AccountNames) -> str:
    """`Average_Score` as "Average: Lead Score", where that is what the account calls Score."""
    function, _, rest = name.partition("_")
    field = names.fields.get(name)
    if field is not None:
        return field.label
    return f"{function}: {names.fields[rest].label}" if rest in names.fields else guess_title(name)


def _is_figure(rows: Sequence[Mapping[str, Any]], name: str) -> bool:
    """At least one number, and nothing else but empty values."""
    values = [row[name] for row in rows if name in row and (isinstance(row[name], bool) or read_text(row[name]))]
    return bool(values) and all(read_number(value) is not None for value in values)
