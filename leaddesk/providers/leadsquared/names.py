"""What an account calls its fields and its users; as values. Read by `metadata`, kept by `directory`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LeadField:
    """One field of the account's leads: its name on the wire, its label, and the vendor's word for its kind."""

    name: str
    label: str
    data_type: str


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who owns leads, now or in the past. `id` is in small letters, as ids are compared."""

    id: str
    sent_id: str
    name: str
    email: str
    is_active: bool

    @property
    def shown_name(self) -> str:
        """Name, else the address, else the id."""
        return self.name or self.email or self.sent_id


@dataclass(frozen=True, slots=True, eq=False)
class AccountNames:
    """What the account calls things. Compared by identity: columns hold on to it.

    Attributes:
        fields: by schema name; empty when they could not be read.
        users: by id in small letters; empty when they could not be read.
        notes: what could not be read, one sentence each.
    """

    fields: Mapping[str, LeadField]
    users: Mapping[str, User]
    notes: tuple[str, ...] = ()

    def user_name(self, raw: Any) -> Any:
        """The name of the user of this id; the value itself when there is none."""
        user = self.users.get(raw.lower()) if isinstance(raw, str) else None
        return raw if user is None else user.shown_name

    def fields_by_label(self) -> dict[str, str]:
        """Names of fields by label, where a label is no other field's name or label."""
        uses = Counter(field.label for field in self.fields.values())
        return {
            field.label: field.name
            for field in self.fields.values()
            if uses[field.label] == 1 and field.label not in self.fields
        }
