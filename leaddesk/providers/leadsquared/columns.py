"""The columns of LeadSquared's leads: the fields that every account has, and those that only the account knows.

The key of a column is the field's schema name. Only the metadata names a field and tells its kind; what follows
from name and values alone is a guess, and a value that does not fit its kind is kept as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from leaddesk.domain.cell import Kind
from leaddesk.domain.columns import Column
from leaddesk.providers.leadsquared.json_values import without_empty_object
from leaddesk.providers.leadsquared.moments import iso_moment, plain_date, read_moment
from leaddesk.providers.leadsquared.names import AccountNames, LeadField

ID_KEY: Final = "ProspectID"
"""In exactly this spelling: other spellings are dropped in silence (dossier section 7)."""

CUSTOM_PREFIX: Final = "mx_"
"""With it begin the names of the account's own fields."""

OWNER_KEY: Final = "OwnerId"
OWNER_NAME_KEY: Final = "OwnerName"
"""A column of leaddesk's own: the owner by name, where the row holds the id."""

_Translate = Callable[[Any], Any]

_STANDARD: Final[tuple[tuple[str, str, Kind], ...]] = (
    ("FirstName", "First name", Kind.TEXT),
    ("LastName", "Last name", Kind.TEXT),
    ("Phone", "Phone", Kind.PHONE),
    ("Mobile", "Mobile", Kind.PHONE),
    ("EmailAddress", "E-mail", Kind.EMAIL),
    ("ProspectStage", "Stage", Kind.TEXT),
    (OWNER_NAME_KEY, "Owner", Kind.TEXT),
    ("Source", "Source", Kind.TEXT),
    ("CreatedOn", "Created", Kind.MOMENT),
    ("ProspectActivityDate_Max", "Last activity", Kind.MOMENT),
    ("Company", "Company", Kind.TEXT),
    ("Score", "Score", Kind.NUMBER),
    ("ModifiedOn", "Modified", Kind.MOMENT),
    (ID_KEY, "Lead id", Kind.IDENTIFIER),
    ("ProspectAutoId", "Lead number", Kind.IDENTIFIER),
    (OWNER_KEY, "Owner id", Kind.IDENTIFIER),
    ("OwnerIdName", "Owner name as stored", Kind.TEXT),
    ("OwnerIdEmailAddress", "Owner e-mail", Kind.EMAIL),
    ("EngagementScore", "Engagement score", Kind.NUMBER),
    ("SourceCampaign", "Source campaign", Kind.TEXT),
    ("SourceMedium", "Source medium", Kind.TEXT),
    ("DoNotCall", "Do not call", Kind.YES_NO),
    ("DoNotEmail", "Do not e-mail", Kind.YES_NO),
    ("JobTitle", "Job title", Kind.TEXT),
    ("Website", "Website", Kind.URL),
    ("TimeZone", "Time zone", Kind.TEXT),
    ("Notes", "Notes", Kind.LONG_TEXT),
)
_FIRST_VIEW: Final = frozenset(
    {
        "FirstName", "LastName", "Phone", "Mobile", "EmailAddress", "ProspectStage", OWNER_NAME_KEY, "Source",
        "CreatedOn", "ProspectActivityDate_Max",
    }
)  # fmt: skip
_STANDARD_KINDS: Final = {name: kind for name, _title, kind in _STANDARD}

DEFAULT_FIELDS: Final = (
    ID_KEY, "ProspectAutoId", "FirstName", "LastName", "Phone", "Mobile", "EmailAddress", "Company", "ProspectStage",
    "OwnerId", "Source", "Score", "DoNotCall", "DoNotEmail", "CreatedOn", "ModifiedOn", "ProspectActivityDate_Max",
)  # fmt: skip
"""Asked for where no columns are chosen: fields that every account has."""

_BY_DATA_TYPE: Final[Mapping[str, Kind]] = {
    "number": Kind.NUMBER, "phone": Kind.PHONE, "email": Kind.EMAIL, "datetime": Kind.MOMENT, "boolean": Kind.YES_NO,
    "website": Kind.URL, "url": Kind.URL, "textarea": Kind.LONG_TEXT, "largetext": Kind.LONG_TEXT,
    "date": Kind.TEXT, "user": Kind.IDENTIFIER, "activeusers": Kind.IDENTIFIER, "lookup": Kind.IDENTIFIER,
}  # fmt: skip
"""The vendor's words for kinds, in small letters; whatever is not here is text."""

_POSTAL: Final = re.compile(r"zip|postal|postcode|pincode", re.IGNORECASE)
_PHONE: Final = re.compile(r"phone|mobile|whats_?app_?(?:no|number)|\bfax", re.IGNORECASE)
_EMAIL: Final = re.compile(r"e_?mail", re.IGNORECASE)
_FLAG: Final = re.compile(r"do_?not|opt_?(?:in|out)|unsubscrib|consent", re.IGNORECASE)
_ID: Final = re.compile(r"(?:_?ID|_Id|Id)(?:_Max)?$")
_WORD: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+|[^\W\d_]+")
_ACRONYMS: Final = frozenset({"id", "url", "ip", "sms", "dnc", "dnd", "utm"})
_MOST_VALUES_LOOKED_AT: Final = 200


def is_phone_name(name: str) -> bool:
    """Whether a field of this name holds a phone number."""
    return _PHONE.search(name) is not None and _FLAG.search(name) is None


def is_email_name(name: str) -> bool:
    """Whether a field of this name holds an e-mail address of the lead."""
    return _EMAIL.search(name) is not None and _FLAG.search(name) is None and not name.startswith("OwnerId")


def guess_title(name: str) -> str:
    """`mx_Loan_Amount` as "Loan amount"; a name without ASCII words stays as it is."""
    words = [word.lower() for word in _WORD.findall(name.removeprefix(CUSTOM_PREFIX))] if name.isascii() else []
    text = " ".join(word.upper() if word in _ACRONYMS else word for word in words)
    return text[:1].upper() + text[1:] if text else name


def name_columns(names: AccountNames, row_names: Iterable[str], chosen: Iterable[str] = ()) -> tuple[Column, ...]:
    """The columns of the fields that came, as the account names them, and the owner by name.

    `chosen` are the fields that the person asked for: they belong to the first view.
    """
    shown = frozenset(chosen)
    columns = [
        _named_column(names.fields[name], shown=name in shown or name in _FIRST_VIEW)
        for name in dict.fromkeys(row_names)
        if name in names.fields
    ]
    if names.users:
        columns = [replace(item, title=f"{item.title} (id)") if item.key == OWNER_KEY else item for item in columns]
        columns.append(_column(OWNER_NAME_KEY, "Owner", Kind.TEXT, translate=names.user_name))
    return tuple(columns)


def discover_columns(rows: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    """Columns for the fields that are not standard, in the order in which they first appear."""
    samples: dict[str, list[Any]] = {}
    for row in rows:
        for name, value in row.items():
            if name not in _STANDARD_KINDS:
                values = samples.setdefault(name, [])
                if value not in (None, "") and len(values) < _MOST_VALUES_LOOKED_AT:
                    values.append(value)
    return tuple(_column(name, guess_title(name), _guess_kind(name, values)) for name, values in samples.items())


def _named_column(field: LeadField, *, shown: bool) -> Column:
    data_type = field.data_type.lower().replace(" ", "")
    kind = _STANDARD_KINDS.get(field.name) or _BY_DATA_TYPE.get(data_type, Kind.TEXT)
    if kind in {Kind.TEXT, Kind.NUMBER} and _POSTAL.search(field.name):
        kind = Kind.POSTAL_CODE
    return _column(field.name, field.label, kind, shown=shown, translate=plain_date if data_type == "date" else None)


def _column(
    key: str, title: str, kind: Kind, *, shown: bool | None = None, translate: _Translate | None = None
) -> Column:
    if translate is None:
        translate = iso_moment if kind is Kind.MOMENT else without_empty_object
    path = (OWNER_KEY,) if key == OWNER_NAME_KEY else (key,)
    return Column(key, title, kind, path, shown=key in _FIRST_VIEW if shown is None else shown, translate=translate)


def _guess_kind(name: str, values: list[Any]) -> Kind:
    if any(isinstance(value, dict | list) for value in values):
        return Kind.OBJECT
    if values and all(read_moment(value) is not None for value in values):
        return Kind.MOMENT
    if is_phone_name(name):
        return Kind.PHONE
    if is_email_name(name):
        return Kind.EMAIL
    if _POSTAL.search(name):
        return Kind.POSTAL_CODE
    if _ID.search(name):
        return Kind.IDENTIFIER
    if values and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return Kind.NUMBER
    if values and all(isinstance(value, bool) for value in values):
        return Kind.YES_NO
    return Kind.TEXT


LEAD_COLUMNS: Final = tuple(_column(name, title, kind) for name, title, kind in _STANDARD)
"""The fields that every account has, in the order of a table: who, how to reach them, how they stand."""
