"""What an account calls the fields of its leads: getFields, and the names of its users (sections 5, 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from leaddesk.domain.columns import Column, merge_columns
from leaddesk.domain.search import Choice
from leaddesk.providers.sharpspring.columns import LEAD_COLUMNS, OWNER_KEY, column_of, columns_in_version, guess_kind
from leaddesk.providers.sharpspring.plain_values import decode_entities, id_of, text_of

_LEAD: Final = "lead"


@dataclass(frozen=True, slots=True)
class FieldName:
    """One field of leads: its name in the vendor's system, what people call it, and its type."""

    system_name: str
    label: str
    data_type: str


def read_field_names(rows: Iterable[Mapping[str, Any]]) -> tuple[FieldName, ...]:
    """The fields of leads out of getFields' rows; those of accounts, opportunities and campaigns are left out."""
    found: dict[str, FieldName] = {}
    for row in rows:
        name = text_of(row, "systemName")
        if name and text_of(row, "relationship").lower() in {"", _LEAD}:
            found.setdefault(name, FieldName(name, text_of(row, "label") or name, text_of(row, "dataType")))
    return tuple(found.values())


def read_user_names(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The users' names by their ids; those without either are left out."""
    names: dict[str, str] = {}
    for row in rows:
        whole = " ".join(part for part in (text_of(row, "firstName"), text_of(row, "lastName")) if part)
        name = text_of(row, "displayName") or whole or text_of(row, "emailAddress")
        if name and id_of(row):
            names[id_of(row)] = name
    return names


def field_choices(names: Iterable[FieldName]) -> tuple[Choice, ...]:
    """The fields by label, to choose from."""
    choices = [Choice(name.system_name, name.label) for name in names]
    return tuple(sorted(choices, key=lambda choice: choice.label.casefold()))


def user_choices(names: Mapping[str, str]) -> tuple[Choice, ...]:
    """The users by name, to choose from."""
    return tuple(sorted((Choice(*item) for item in names.items()), key=lambda choice: choice.label.casefold()))


def build_lead_columns(
    names: Iterable[FieldName], users: Mapping[str, str], *, times_are_utc: bool
) -> tuple[Column, ...]:
    """The declared columns under the account's own labels, then a column for each further field of getFields.

    Two fields of one label are told apart by their system names.
    """
    by_name = {name.system_name: name for name in names}
    known = tuple(_relabelled(column, by_name) for column in LEAD_COLUMNS)
    known = tuple(replace(c, translate=_owner_reader(users)) if c.key == OWNER_KEY and users else c for c in known)
    titles = {column.title for column in known}
    further: list[Column] = []
    for name in by_name.values():
        if name.system_name not in {column.key for column in known}:
            title = name.label if name.label not in titles else f"{name.label} ({name.system_name})"
            titles.add(title)
            further.append(column_of(name.system_name, title, guess_kind(name.label, name.data_type)))
    return columns_in_version(merge_columns(known, tuple(further)), times_are_utc=times_are_utc)


def _relabelled(column: Column, by_name: Mapping[str, FieldName]) -> Column:
    """Under the account's label; what it calls the owner's id stands over the owner's name."""
    name = by_name.get(column.path[0]) if column.key != "ownerID" else None
    return column if name is None or name.label == name.system_name else replace(column, title=name.label)


def _owner_reader(users: Mapping[str, str]) -> Callable[[Any], Any]:
    """The owner's name for an id; of somebody unknown the id."""

    def read_owner(raw: Any) -> Any:
        return users.get(str(raw).strip(), decode_entities(raw))

    return read_owner
